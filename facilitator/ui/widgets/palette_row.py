"""How the rows of the palette are painted: an icon, words with the matched letters shown, a key or a place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from facilitator.ui import shown
from facilitator.ui.finding import Row
from facilitator.ui.lines import fit
from facilitator.ui.models.palette import ROW
from facilitator.ui.sides import near_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.avatar import paint_initials
from facilitator.ui.widgets.key_caps import caps_height, caps_of, caps_width, paint_caps

SIDE, INSET, ICON_BOX, GAP = 20, 8, 24, 12
FAR_SHARE = 0.42
"""The most of a row's width that its place may take."""


class PaletteDelegate(QStyledItemDelegate):
    """Paints headings and entries."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A row, or a lower heading."""
        row: Row | None = index.data(ROW)
        tall = 40 if row is not None and row.entry is not None else 36
        return QSize(option.rect.width(), self._theme.tall(tall))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One row."""
        row: Row | None = index.data(ROW)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        if row.entry is None:
            self._heading(painter, option.rect, row.heading, mirrored)
        else:
            self._entry(painter, option, row, mirrored)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, words: str, mirrored: bool) -> None:
        theme = self._theme
        font = theme.font("caption_strong")
        painter.setFont(font)
        painter.setPen(theme.colour("text.secondary"))
        box = rect.adjusted(SIDE, 8, -SIDE, 0)
        painter.drawText(box, near_side(mirrored), fit(words, font, box.width()))

    def _entry(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, mirrored: bool) -> None:
        theme, entry = self._theme, row.entry
        assert entry is not None
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.tint" if selected else "surface.hover"))
            painter.drawRoundedRect(rect.adjusted(INSET, 0, -INSET, 0), 6, 6)
        off = bool(entry.why_not)
        box = theme.mark(ICON_BOX)
        left, right = rect.left() + SIDE, rect.right() + 1 - SIDE
        icon_x = right - box if mirrored else left
        place = QRect(icon_x, rect.top() + (rect.height() - box) // 2, box, box)
        if entry.initials:
            theme.fonts.ensure(entry.initials)
            paint_initials(painter, theme, QRectF(place), entry.initials)
        elif entry.family:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(f"modality.{entry.family}.tint"))
            painter.drawRoundedRect(place, 6, 6)
            mark = theme.mark(theme.size("icon_small"))
            colour = f"modality.{entry.family}.solid"
            pixmap = theme.pixmap(entry.icon, colour, mark, painter.device().devicePixelRatioF())
            painter.drawPixmap(place.left() + (box - mark) // 2, place.top() + (box - mark) // 2, pixmap)
        elif entry.icon:
            mark = theme.mark(theme.size("icon"))
            colour = "text.tertiary" if off else "text.secondary"
            pixmap = theme.pixmap(entry.icon, colour, mark, painter.device().devicePixelRatioF())
            painter.drawPixmap(place.left() + (box - mark) // 2, place.top() + (box - mark) // 2, pixmap)
        start, end = (left, right - box - GAP) if mirrored else (left + box + GAP, right)
        far = self._far_end(painter, QRect(start, rect.top(), end - start, rect.height()), row, mirrored)
        if far:
            start, end = (start + far + GAP, end) if mirrored else (start, end - far - GAP)
        theme.fonts.ensure(entry.words)
        room = QRect(start, rect.top(), max(end - start, 0), rect.height())
        draw_marked(painter, theme, entry.words, () if off else row.marks, room, mirrored, quiet=off)

    def _far_end(self, painter: QPainter, rect: QRect, row: Row, mirrored: bool) -> int:
        """The key, or the place, or why not now, at the far side; gives the width it took."""
        theme, entry = self._theme, row.entry
        assert entry is not None
        if entry.keys and not entry.why_not:
            caps = caps_of(entry.keys)
            width = caps_width(theme, caps)
            x = rect.left() if mirrored else rect.right() + 1 - width
            paint_caps(painter, theme, caps, x, rect.top() + (rect.height() - caps_height(theme)) // 2)
            return width
        words = entry.why_not or entry.place
        if not words:
            return 0
        font = theme.font("small")
        theme.fonts.ensure(words)
        metrics = theme.metrics("small")
        share = 0.62 if entry.why_not else FAR_SHARE
        width = min(metrics.horizontalAdvance(words) + 2, round(rect.width() * share))
        box = QRect(rect.left() if mirrored else rect.right() + 1 - width, rect.top(), width, rect.height())
        painter.setFont(font)
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(box, near_side(not mirrored), fit(words, font, width))
        return width


def draw_marked(
    painter: QPainter,
    theme: Theme,
    words: str,
    marks: Sequence[tuple[int, int]],
    rect: QRect,
    mirrored: bool,
    *,
    quiet: bool = False,
) -> None:
    """One line of words, the marked letters in the accent and semibold, shortened at the end to its room."""
    font = theme.font("body")
    line = fit(words, font, rect.width() - (8 if marks else 0))  # semibold letters are a little wider than measured
    kept = len(line) if line == words[: len(line)] else max(len(line) - 1, 0)
    layout = QTextLayout(line, font)
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    leftwards = shown.right_to_left(line)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if leftwards else Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    formats = []
    for start, end in marks:
        if start >= kept:
            continue
        one = QTextLayout.FormatRange()
        one.start = shown.units(line, start)
        one.length = shown.units(line, min(end, kept)) - one.start
        form = QTextCharFormat()
        form.setForeground(theme.colour("accent.base"))
        form.setFontWeight(QFont.Weight.DemiBold)
        one.format = form
        formats.append(one)
    layout.setFormats(formats)
    layout.beginLayout()
    made = layout.createLine()
    made.setLineWidth(rect.width())
    layout.endLayout()
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setPen(theme.colour("text.tertiary" if quiet else "text.primary"))
    layout.draw(painter, QPointF(rect.left(), rect.top() + (rect.height() - made.height()) / 2))
    painter.restore()
