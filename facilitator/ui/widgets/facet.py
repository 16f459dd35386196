"""How the rows beside a stream are painted: headings, and things to narrow to."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from facilitator.ui import shown
from facilitator.ui.lines import fit
from facilitator.ui.models.facets import FACET, Facet
from facilitator.ui.sides import far_side, near_side
from facilitator.ui.theme import Theme


class FacetDelegate(QStyledItemDelegate):
    """Paints facets."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A row, or a heading with room above."""
        facet: Facet | None = index.data(FACET)
        tall = 32 if facet is not None and facet.group else 40
        return QSize(option.rect.width(), self._theme.tall(tall))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One facet."""
        facet: Facet | None = index.data(FACET)
        if facet is None:
            return
        theme = self._theme
        rect: QRect = option.rect
        state = option.state
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        align = near_side(mirrored)
        if not facet.group:
            painter.setFont(theme.font("caption_strong"))
            painter.setPen(theme.colour("text.secondary"))
            painter.drawText(rect.adjusted(24, 10, -24, 0), align, facet.label)
            painter.restore()
            return
        box = rect.adjusted(12, 0, -12, 0)
        if facet.chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.tint" if facet.chosen else "surface.hover"))
            painter.drawRoundedRect(box, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        mark = theme.mark(16)
        icon_x = box.right() - 12 - mark if mirrored else box.left() + 12
        ratio = painter.device().devicePixelRatioF()
        pixmap = theme.pixmap(facet.icon, facet.colour, mark, ratio)
        painter.drawPixmap(icon_x, rect.top() + (rect.height() - mark) // 2, pixmap)
        count = str(facet.count) if facet.count >= 0 else ""
        painter.setFont(theme.figures("small"))
        count_w = painter.fontMetrics().horizontalAdvance(count) + 12
        painter.setPen(theme.colour("text.tertiary"))
        painter.drawText(box.adjusted(12, 0, -12, 0), far_side(mirrored), count)
        font = theme.font("body", weight=600 if facet.chosen else 400)
        theme.fonts.ensure(facet.label)
        room = box.width() - mark - 22 - count_w - 12
        left = box.left() + 12 + count_w if mirrored else box.left() + mark + 22
        painter.setFont(font)
        painter.setPen(theme.colour("accent.base" if facet.chosen else "text.primary"))
        words = fit(shown.one_line(facet.label), font, room)
        painter.drawText(QRect(left, rect.top(), room, rect.height()), align, words)
        painter.restore()
