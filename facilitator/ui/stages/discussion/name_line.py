"""A line for somebody's name: names complete as one types, a new one can be added to the session."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from facilitator.session.notation import Known, complete_name, fold
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.suggestions import Suggestions

MOST = 6


class NameLine(QLineEdit):
    """The line. Enter takes the name that is offered, Ctrl+Enter takes it for now, Esc leaves.

    Signals:
        taken: a person here (id), and whether with Ctrl.
        unknown: a name that nobody here has, and whether with Ctrl.
        left: Esc, or the focus went.
    """

    taken = Signal(str, bool)
    unknown = Signal(str, bool)
    left = Signal()

    def __init__(self, theme: Theme, name: str, hint: str) -> None:
        super().__init__()
        self._theme = theme
        self._people: list[tuple[str, str]] = []
        self._found: list[tuple[str, str]] = []
        self._offer: Suggestions | None = None
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMaxLength(200)
        self.textEdited.connect(self._complete)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        self.setFont(self._theme.font("body"))
        self.setMinimumHeight(self._theme.tall(32))

    def put(self, people: list[tuple[str, str]]) -> None:
        """Complete from these: (id, name)."""
        self._people = people

    def let_go(self) -> None:
        """The line is needed no more, nor is what it offers in the window."""
        self._close()
        if self._offer is not None:
            self._offer.deleteLater()
            self._offer = None

    def _complete(self, text: str) -> None:
        self._found = complete_name(text, Known(people=self._people), MOST)
        wanted = fold(text)
        if not self._found and wanted:
            self._found = [one for one in self._people if fold(one[1]).startswith(wanted)][:MOST]
        if not self._found:
            self._close()
            return
        if self._offer is None:
            self._offer = Suggestions(self._theme, self.window())
            self._offer.taken.connect(self._picked)
        corner = self.mapTo(self.window(), QPoint(0, 0))
        self._offer.offer([name for _id, name in self._found], corner, self.width())

    @property
    def offered(self) -> list[str]:
        """The names that are offered now."""
        shown_now = self._offer is not None and self._offer.isVisible()
        return [name for _id, name in self._found] if shown_now else []

    def _close(self) -> None:
        self._found = []
        if self._offer is not None:
            self._offer.hide()

    def _picked(self, name: str) -> None:
        self._take(next((key for key, known in self._found if known == name), ""), name, False)

    def _take(self, person: str, name: str, now: bool) -> None:
        self._close()
        if not name.strip():
            return
        exact = next((key for key, known in self._people if fold(known) == fold(name)), "")
        self.clear()
        if person or exact:
            self.taken.emit(person or exact, now)
        else:
            self.unknown.emit(name.strip(), now)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter and Esc are this line's own, whatever they are on the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
            if event.key() in own and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Enter takes, Esc leaves."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            now = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            row = self._offer.currentRow() if self._offer is not None and self._found else -1
            person = self._found[row][0] if 0 <= row < len(self._found) else ""
            self._take(person, self.text(), now)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._found and self._offer is not None:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._offer.setCurrentRow((self._offer.currentRow() + step) % len(self._found))
        elif key == Qt.Key.Key_Escape:
            self._close()
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left."""
        super().focusOutEvent(event)
        self._close()
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing stays open over another page."""
        self._close()
        super().hideEvent(event)
