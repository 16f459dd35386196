"""The sections at the leading side of the page *Settings*: one stop for the Tab key, arrows move."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from facilitator.ui.setting_names import Section
from facilitator.ui.sides import near_side
from facilitator.ui.theme import Theme

ROW, INSET, ICON, GAP = 40, 12, 20, 12

_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)

Index = QModelIndex | QPersistentModelIndex


class SectionList(QListWidget):
    """The list. The current row is the section shown."""

    def __init__(self, theme: Theme, name: str, sections: Sequence[Section]) -> None:
        super().__init__()
        self.theme, self.sections = theme, sections
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.ringed = False
        """Whether a key brought the focus here, or moved in the list since."""
        self.setItemDelegate(_Delegate(self))
        for section in sections:
            self.addItem(QListWidgetItem(section.name))
        self.setCurrentRow(0)
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self._tell_cut()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        self._tell_cut()

    def _tell_cut(self) -> None:
        """A name that has no room is told whole by its tool tip."""
        metrics = QFontMetrics(self.theme.font("body", weight=600))
        room = self.viewport().width() - 2 * INSET - self.theme.mark(ICON) - GAP
        for place, section in enumerate(self.sections):
            self.item(place).setToolTip(section.name if metrics.horizontalAdvance(section.name) > room else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring where a key brought it."""
        self._ring(event.reason() in _BY_KEY)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring."""
        self._ring(False)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys move: from now on it is seen where they are."""
        self._ring(True)
        super().keyPressEvent(event)

    def _ring(self, on: bool) -> None:
        self.ringed = on
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """All of it."""
        return QSize(super().sizeHint().width(), len(self.sections) * self.theme.tall(ROW))


class _Delegate(QStyledItemDelegate):
    """Paints a row: tinted where it is the current one, ringed where the keyboard is."""

    def __init__(self, whose: SectionList) -> None:
        super().__init__(whose)
        self._list = whose

    def sizeHint(self, option: Option, index: Index) -> QSize:
        """40 px at the usual text size."""
        del index
        return QSize(option.rect.width(), self._list.theme.tall(ROW))

    def paint(self, painter: QPainter, option: Option, index: Index) -> None:
        """Icon and name."""
        theme, section = self._list.theme, self._list.sections[index.row()]
        current = index.row() == self._list.currentRow()
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.colour("accent.tint" if current else "surface.hover"))
            painter.drawRoundedRect(box, 6, 6)
        if current and self._list.ringed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent.focus"), theme.size("focus_ring")))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        role = "accent.base" if current else "text.secondary"
        size = theme.mark(ICON)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        left = option.rect.right() + 1 - INSET - size if mirrored else option.rect.left() + INSET
        pixmap = theme.pixmap(section.icon, role, size, painter.device().devicePixelRatio())
        painter.drawPixmap(left, option.rect.top() + (option.rect.height() - size) // 2, pixmap)
        taken = INSET + size + GAP
        room = option.rect.adjusted(INSET if mirrored else taken, 0, -taken if mirrored else -INSET, 0)
        font = theme.font("body", weight=600 if current else 400)
        painter.setFont(font)
        painter.setPen(theme.colour(role))
        words = QFontMetrics(font).elidedText(section.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, near_side(mirrored), words)
        painter.restore()
