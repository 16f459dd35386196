"""A field that finds a person by the beginning of their name, with the names that fit under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from facilitator.session.notation import Known, complete_name, fold
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.suggestions import Suggestions
from facilitator.words import _

MOST = 8


class NameField(QLineEdit):
    """The field. Enter takes the name that is chosen, Esc or going elsewhere leaves everything as it was.

    Signals:
        taken: a person was found (their id).
        left: nobody was.
    """

    taken = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget, label: str) -> None:
        super().__init__(parent)
        self._people: list[tuple[str, str]] = []
        self._over = False
        self.setAccessibleName(label)
        self.setPlaceholderText(_("Name"))
        self.setFont(theme.font("body"))
        self.names = Suggestions(theme, parent.window())
        self.names.setAccessibleName(_("People who fit"))
        self.names.taken.connect(self._take_name)
        self.textEdited.connect(lambda _text: self._offer())

    def begin(self, people: Sequence[tuple[str, str]]) -> None:
        """Offer these people: (id, name), whoever should come first in front."""
        self._people = list(people)
        self._over = False
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._offer()

    def found(self) -> list[tuple[str, str]]:
        """Who fits what is typed."""
        typed = fold(self.text())
        if not typed:
            return self._people[:MOST]
        hits = complete_name(self.text(), Known(people=self._people), MOST)
        return hits or [(key, name) for key, name in self._people if fold(name).startswith(typed)][:MOST]

    def _offer(self) -> None:
        found = self.found()
        if not found:
            self.names.hide()
            return
        place = self.mapTo(self.window(), QPoint(0, 0))
        self.names.offer([name for _key, name in found], place, max(self.width(), 220))
        if place.y() - self.names.height() < 6:
            self.names.move(place.x(), place.y() + self.height() + 4)

    def _take_name(self, name: str) -> None:
        found = next((key for key, other in self.found() if other == name), "")
        self._end(found)

    def _end(self, person: str) -> None:
        if self._over:
            return
        self._over = True
        self.names.hide()
        self.names.deleteLater()
        if person:
            self.taken.emit(person)
        else:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Enter takes, Esc leaves."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._end("")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            found, at = self.found(), self.names.currentRow()
            if found and (self.text().strip() or self.names.moved):
                self._end(found[max(min(at, len(found) - 1), 0)][0])
            elif not self.text().strip():
                self._end("")
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.names.isVisible():
            by = 1 if key == Qt.Key.Key_Down else -1
            at = self.names.currentRow() + (by if self.names.moved or by < 0 or self.text() else 0)
            self.names.setCurrentRow(at % self.names.count())
            self.names.moved = True
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going elsewhere leaves it."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._end("")

    def hideEvent(self, event: QHideEvent) -> None:
        """What goes takes its names along."""
        super().hideEvent(event)
        self._end("")
