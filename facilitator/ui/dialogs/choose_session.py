"""Into which session? Those there are, newest first, found by typing; or a new one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from facilitator.session.notation import fold
from facilitator.ui import shown, times
from facilitator.ui.dialogs.ask import Panel
from facilitator.ui.services import SessionRow
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button
from facilitator.words import _

MOST = 200
NEW = ""


class ChooseSession(Panel):
    """The question. ``chosen`` is the session's id, empty for a new one, None while nothing was chosen."""

    def __init__(
        self, theme: Theme, title: str, verb: str, rows: Sequence[SessionRow], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, title, parent, width=480)
        self.chosen: str | None = None
        self._rows = rows
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Find a session"))
        self.field.setAccessibleName(_("Find a session"))
        self.column.addWidget(self.field)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Sessions"))
        self.list.setMinimumHeight(round(280 * min(theme.scale, 1.4)))
        self.list.setFont(theme.font("body"))
        ink = theme.hex("text.primary")
        self.list.setStyleSheet(
            f"QListWidget {{ color: {ink}; }} QListWidget::item {{ padding: 6px 8px; border-radius: 6px; }}"
            f"QListWidget::item:selected {{ background: {theme.hex('accent.tint')}; color: {ink}; }}"
        )
        self.list.itemActivated.connect(lambda _item: self._take())
        self.column.addWidget(self.list)
        cancel = Button(theme, _("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = Button(theme, verb, look="filled")
        self.go.setDefault(True)
        self.go.clicked.connect(self._take)
        self.finish(cancel, self.go)
        self.field.textChanged.connect(self._narrow)
        self._narrow("")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _narrow(self, words: str) -> None:
        wanted = fold(words).split()
        self.list.clear()
        found = [row for row in self._rows if all(word in fold(row.title) for word in wanted)][:MOST]
        for row in found:
            day = times.due_day(row.starts[:10]) if row.starts else ""
            title = shown.one_line(row.title)
            item = QListWidgetItem(f"{title}  {day}" if day else title)
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            self.list.addItem(item)
        new = QListWidgetItem(_("A new session"))
        new.setData(Qt.ItemDataRole.UserRole, NEW)
        self.list.addItem(new)
        self.list.setCurrentRow(0)

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen = str(item.data(Qt.ItemDataRole.UserRole))
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move in the list while one types."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
            event.accept()
            return
        super().keyPressEvent(event)
