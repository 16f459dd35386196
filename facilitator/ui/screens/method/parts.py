"""Rows of small fields: the steps of a running order, the signs that it goes wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from facilitator.ui.actions import OUT_KEY, native
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, IconButton, Words
from facilitator.words import _


class Column(NamedTuple):
    """A field of each row: the name it has in a file, its label, and how wide it is beside the others."""

    name: str
    label: str
    share: int
    least: int = 0


class PartRows(QWidget):
    """The rows. Enter in the last field of the last row makes another one; an empty row counts for nothing.

    Signals:
        changed: something was typed, added or taken out.
    """

    changed = Signal()

    def __init__(self, theme: Theme, name: str, columns: Sequence[Column], add: str) -> None:
        super().__init__()
        self._theme, self._name, self._columns = theme, name, columns
        self.setAccessibleName(name)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        for at, column in enumerate(columns):
            self._grid.setColumnStretch(at, column.share)
            self._grid.addWidget(Words(theme, column.label, "caption", "text.secondary"), 0, at)
        whole.addLayout(self._grid)
        self.add = Button(theme, add, look="link", icon="plus")
        self.add.clicked.connect(lambda: self.add_row(focus=True))
        whole.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)
        self.rows: list[tuple[list[QLineEdit], IconButton, Mapping[str, Any]]] = []
        self._line = 1

    def add_row(self, values: Mapping[str, Any] | None = None, *, focus: bool = False) -> None:
        """One more row. What is in ``values`` beside the columns is kept as it is."""
        fields: list[QLineEdit] = []
        given = values or {}
        for at, column in enumerate(self._columns):
            field = QLineEdit(str(given.get(column.name, "")))
            field.setAccessibleName(f"{self._name}, {len(self.rows) + 1}: {column.label}")
            field.setCursorPosition(0)
            field.setFont(self._theme.font("small"))
            if column.least:
                field.setMinimumWidth(round(column.least * self._theme.scale))
            field.textEdited.connect(self.changed)
            field.installEventFilter(self)
            self._grid.addWidget(field, self._line, at)
            fields.append(field)
        out = IconButton(self._theme, "x", _("Take this row out"), native(OUT_KEY), size=28)
        self._grid.addWidget(out, self._line, len(self._columns))
        known = {column.name for column in self._columns}
        row = (fields, out, {name: value for name, value in given.items() if name not in known})
        out.clicked.connect(lambda: self._take_out(row))
        self.rows.append(row)
        self._line += 1
        if focus:
            fields[0].setFocus(Qt.FocusReason.TabFocusReason)
            self.changed.emit()

    def _take_out(self, row: tuple[list[QLineEdit], IconButton, Mapping[str, Any]]) -> None:
        at = self.rows.index(row)
        self.rows.remove(row)
        for widget in (*row[0], row[1]):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        if self.rows:
            self.rows[min(at, len(self.rows) - 1)][0][0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.add.setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit()

    def put(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show these, and nothing else."""
        for fields, out, _extra in self.rows:
            for widget in (*fields, out):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for values in rows:
            self.add_row(values)

    def values(self) -> list[dict[str, Any]]:
        """What was typed, without rows where nothing was."""
        found = []
        for fields, _out, extra in self.rows:
            words = {column.name: field.text().strip() for column, field in zip(self._columns, fields, strict=True)}
            if any(words.values()) or extra:
                found.append({**words, **extra})
        return found

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter leads on, at the end to a new row; a key takes the row out."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row = next((one for one in self.rows if watched in one[0]), None)
            if row is not None and QKeySequence(event.keyCombination()) == QKeySequence(OUT_KEY):
                self._take_out(row)
                return True
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            if self.rows and watched is self.rows[-1][0][-1]:
                self.add_row(focus=True)
            elif isinstance(watched, QWidget):
                watched.focusNextChild()
            return True
        return super().eventFilter(watched, event)
