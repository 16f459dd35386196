"""The keyboard map: every key of the window, in groups, searched as one types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from facilitator.ui import fuzzy, shown
from facilitator.ui.actions import ORDER, Action, group_words, native
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.key_caps import KeyCaps
from facilitator.ui.widgets.plain import Button, Hairline, Words
from facilitator.ui.widgets.search_field import SearchField
from facilitator.words import _, ngettext

WIDTH, ONE_COLUMN = 860, 640


class _Line(QWidget):
    """What is done, and its keys."""

    def __init__(self, theme: Theme, action: Action) -> None:
        super().__init__()
        words = shown.one_line(action.words())
        self.said = f"{words} {action.also()} {' '.join(native(keys) for keys in action.keys)}"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        name = Words(theme, words, "body", wraps=True)
        row.addWidget(name, 1)
        for place, keys in enumerate(action.keys):
            if place:
                row.addWidget(Words(theme, _("or"), "caption", "text.secondary"))
            row.addWidget(KeyCaps(theme, keys))
        name.setAccessibleName(", ".join((words, *(native(keys) for keys in action.keys))))


class _Group(QWidget):
    """A heading and its lines."""

    def __init__(self, theme: Theme, name: str, actions: Iterable[Action]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 20)
        column.setSpacing(0)
        column.addWidget(Words(theme, name, "body_strong"))
        column.addSpacing(4)
        column.addWidget(Hairline(theme))
        column.addSpacing(2)
        self.name = name
        self.lines = [_Line(theme, action) for action in actions]
        for line in self.lines:
            column.addWidget(line)

    def narrow(self, words: str) -> int:
        """Show only the lines that hold these words; a group of that name is shown whole. Gives how many."""
        whole = bool(words) and (found := fuzzy.match(words, self.name)) is not None and found.score >= fuzzy.WORD - 20
        kept = 0
        for line in self.lines:
            fits = not words or whole or fuzzy.match(words, line.said) is not None
            line.setVisible(fits)
            kept += fits
        self.setVisible(bool(kept))
        return kept


class KeysDialog(QDialog):
    """The map.

    Signals:
        introduction_asked: the introduction is wanted.
    """

    introduction_asked = Signal()

    def __init__(self, theme: Theme, actions: Sequence[Action], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(_("Keys"))
        self.setAccessibleName(_("Keys"))
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(32, 24, 32, 16)
        head.setSpacing(24)
        head.addWidget(Words(theme, _("Keys"), "title"))
        self.field = SearchField(theme, _("Find a key"))
        self.field.changed.connect(self._narrow)
        self.field.down.connect(self._to_keys)
        head.addWidget(self.field, 1)
        column.addLayout(head)
        column.addWidget(Hairline(theme))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(_("Keys"))
        self.area.installEventFilter(self)
        page = QWidget()
        for ground in (page, self.area.viewport()):
            ground.setObjectName("panel")
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._columns = QHBoxLayout(page)
        self._columns.setContentsMargins(32, 20, 32, 8)
        self._columns.setSpacing(48)
        self.groups = [_Group(theme, name, lines) for name, lines in _grouped(actions)]
        self._nothing = Words(theme, "", "body", "text.secondary", wraps=True)
        self._nothing.hide()
        self._fill()
        self.area.setWidget(page)
        column.addWidget(self.area, 1)
        column.addWidget(Hairline(theme))
        foot = QHBoxLayout()
        foot.setContentsMargins(32, 14, 32, 16)
        introduction = Button(theme, _("What learning from each other is"), look="link")
        introduction.clicked.connect(self._introduce)
        close = Button(theme, _("Close"), look="filled")
        close.clicked.connect(self.accept)
        foot.addWidget(introduction)
        foot.addStretch()
        foot.addWidget(close)
        column.addLayout(foot)
        self._fit()
        self._narrow("")
        self.field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        """Groups in two columns of about the same length, or in one where text is large."""
        theme = self._theme
        over = self.parentWidget()
        roomy = over is None or over.window().width() - 48 >= WIDTH * min(theme.scale, 1.5) * 0.9
        self._sides: list[tuple[QWidget, list[_Group]]] = []
        sides = []
        for _side in range(2 if roomy and theme.scale < 1.6 else 1):
            holder = QWidget()
            side_column = QVBoxLayout(holder)
            side_column.setContentsMargins(0, 0, 0, 0)
            sides.append(side_column)
            self._sides.append((holder, []))
        whole = sum(len(group.lines) + 2 for group in self.groups)
        placed = 0
        for group in self.groups:
            side = 1 if len(sides) > 1 and placed >= (whole - len(group.lines)) / 2 else 0
            sides[side].addWidget(group)
            self._sides[side][1].append(group)
            placed += len(group.lines) + 2
        sides[0].addWidget(self._nothing)
        for side_column, (holder, _groups) in zip(sides, self._sides, strict=True):
            side_column.setSpacing(0)
            side_column.addStretch()
            self._columns.addWidget(holder, 1)

    def _fit(self) -> None:
        width = round(WIDTH * max(1.0, min(self._theme.scale, 1.5)))
        height = 720
        over = self.parentWidget()
        if over is not None:
            width = min(width, max(over.window().width() - 48, 360))
            height = min(max(over.window().height() - 64, 320), 860)
        self.resize(width, height)

    def _narrow(self, words: str) -> None:
        words = words.strip()
        here = [sum(group.narrow(words) for group in groups) for _holder, groups in self._sides]
        kept = sum(here)
        for place, (holder, _groups) in enumerate(self._sides):
            holder.setVisible(here[place] > 0 or (place == 0 and not kept))
        self.field.count.setText(ngettext("{count} key", "{count} keys", kept).format(count=kept))
        self._nothing.setVisible(not kept)
        self._nothing.setText(_("No key for “{words}”.").format(words=shown.isolated(words)))

    def _to_keys(self) -> None:
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _introduce(self) -> None:
        self.accept()
        self.introduction_asked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters lead back to the field."""
        if watched is self.area and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            text = event.text()
            if text and text.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.field.line.setFocus(Qt.FocusReason.OtherFocusReason)
                self.field.line.end(False)
                self.field.line.insert(text)
                return True
        return super().eventFilter(watched, event)


def _grouped(actions: Sequence[Action]) -> list[tuple[str, list[Action]]]:
    """Actions that have a key, by group; groups nobody ordered come last."""
    groups: dict[str, list[Action]] = {group: [] for group in ORDER}
    for action in actions:
        if action.keys:
            groups.setdefault(action.group, []).append(action)
    return [(group_words(group), found) for group, found in groups.items() if found]
