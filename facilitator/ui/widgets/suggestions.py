"""Names and themes to complete a line with, over whatever is there; the focus stays in the line."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from facilitator.ui import shown
from facilitator.ui.theme import Theme
from facilitator.words import _


class Suggestions(QListWidget):
    """Names or themes to complete with, over whatever is there; the focus stays in the line."""

    taken = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Names and themes that fit"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.moved = False
        self.itemClicked.connect(lambda item: self.taken.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.hide()

    def offer(self, names: list[str], at: QPoint, width: int) -> None:
        """Show these above a place (in the parent's coordinates)."""
        theme = self._theme
        tall = theme.tall(32)
        self.setStyleSheet(
            f"QListWidget {{ background: {theme.hex('surface.raised')}; border: 1px solid {theme.hex('line.strong')};"
            f" border-radius: 8px; padding: 4px; }}"
            f"QListWidget::item {{ height: {tall}px; padding: 0 8px; border-radius: 4px;"
            f" color: {theme.hex('text.primary')}; }}"
            f"QListWidget::item:selected {{ background: {theme.hex('accent.tint')}; }}"
        )
        self.setFont(theme.font("body"))
        self.clear()
        for name in names:
            theme.fonts.ensure(name)
            item = QListWidgetItem(shown.one_line(name))
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.addItem(item)
        self.setCurrentRow(0)
        self.moved = False
        height = tall * len(names) + 10
        self.setGeometry(at.x(), max(at.y() - height - 6, 0), min(width, 320), height)
        self.raise_()
        self.show()

    def current(self) -> str:
        """The name the row under the arrows stands for."""
        item: QListWidgetItem | None = self.currentItem()
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))
