"""Words laid out for painting: wrapped, each paragraph in its own direction, cut to the lines there is room for.

A delegate may ask for the same words a hundred times a second, so what was laid out is remembered.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption

from facilitator.ui import shown
from facilitator.ui.theme import Theme

LONGEST_FOLDED = 1600
"""Characters looked at when only a few lines are shown: more would be laid out for nothing."""

REMEMBERED = 800


@dataclass(slots=True)
class Laid:
    """Words laid out. ``height`` in px; ``cut`` says that there are more than are shown."""

    layouts: list[tuple[QTextLayout, float]]
    width: int
    height: int
    cut: bool
    longest: float

    def draw(self, painter: QPainter, x: float, y: float, colour: QColor) -> None:
        """Paint at a place, and never outside the room taken."""
        painter.save()
        painter.setClipRect(QRectF(x, y, self.width, self.height), Qt.ClipOperation.IntersectClip)
        painter.setPen(colour)
        for layout, top in self.layouts:
            layout.draw(painter, QPointF(x, y + top))
        painter.restore()


Marks = Sequence[tuple[int, int]]
_Key = tuple[str, str, int, int, int, tuple[tuple[int, int], ...], int, bool, int]


class Typesetter:
    """Lays words out in the theme's faces."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._kept: OrderedDict[_Key, Laid] = OrderedDict()

    def lay(
        self,
        text: str,
        role: str,
        width: int,
        *,
        most: int = 0,
        marks: Marks = (),
        weight: int | None = None,
        safe: bool = False,
        strong: int = 0,
    ) -> Laid:
        """Lay words out in a type role. ``most`` is how many lines are shown, 0 for all; ``marks`` are emphasised.

        ``safe`` says that the words are ours and people's words in them were made safe already; ``strong`` is how many
        characters at the start are semibold.
        """
        theme = self._theme
        key: _Key = (text, role, width, most, weight or 0, tuple(marks), strong, theme.dark, theme.generation)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        theme.fonts.ensure(text)
        made = self._lay(
            text, theme.font(role, weight=weight), theme.line(role), max(width, 1), most, marks, safe, strong
        )
        self._kept[(*key[:-1], theme.generation)] = made
        if len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        return made

    def _lay(
        self, text: str, font: QFont, line_height: int, width: int, most: int, marks: Marks, safe: bool, strong: int
    ) -> Laid:
        short = text if not most else text[: LONGEST_FOLDED + most * 40]
        cut = len(short) < len(text)
        drawn = short if safe else shown.visible(short)
        if len(drawn) != len(short):
            marks = ()
        y = 0.0
        longest = 0.0
        lines_left = most or 10**9
        layouts: list[tuple[QTextLayout, float]] = []
        start = 0
        if most == 1:
            one = drawn.replace("\n", " ")
            drawn = QFontMetrics(font).elidedText(one, Qt.TextElideMode.ElideRight, width - (10 if marks else 0))
            marks = [(a, b) for a, b in marks if b <= len(drawn)]
        pieces = drawn.rstrip("\n ").split("\n")
        for piece in pieces:
            if lines_left <= 0:
                cut = True
                break
            layout = self._paragraph(
                piece, font, [(a - start, b - start) for a, b in marks], strong if not start else 0
            )
            layout.beginLayout()
            inner = 0.0
            reached, whole = 0, shown.units(piece, len(piece))
            while lines_left > 0:
                line = layout.createLine()
                if not line.isValid():
                    break
                line.setLineWidth(width)
                reached = line.textStart() + line.textLength()
                natural = line.ascent() + line.descent()
                tall = max(float(line_height), min(ceil(natural), line_height * 2))
                line.setPosition(QPointF(0, inner + (tall - natural) / 2))
                longest = max(longest, line.naturalTextWidth())
                inner += tall
                lines_left -= 1
            layout.endLayout()
            cut = cut or reached < whole
            layouts.append((layout, y))
            y += inner or line_height
            start += len(piece) + 1
        return Laid(layouts, width, ceil(y), cut, longest)

    def _paragraph(self, piece: str, font: QFont, marks: Marks, strong: int) -> QTextLayout:
        layout = QTextLayout(piece, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        leftwards = shown.right_to_left(piece)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if leftwards else Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if leftwards else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        layout.setTextOption(option)
        ranges = []
        if strong:
            bold = QTextLayout.FormatRange()
            bold.start, bold.length = 0, shown.units(piece, strong)
            weight = QTextCharFormat()
            weight.setFontWeight(QFont.Weight.DemiBold)
            bold.format = weight
            ranges.append(bold)
        for a, b in marks:
            if b <= 0 or a >= len(piece) or b <= a:
                continue
            a, b = max(a, 0), min(b, len(piece))
            form = QTextCharFormat()
            form.setBackground(self._theme.colour("semantic.warning_tint"))
            form.setFontWeight(QFont.Weight.DemiBold)
            begin = shown.units(piece, a)
            marked = QTextLayout.FormatRange()
            marked.start, marked.length = begin, shown.units(piece, b) - begin
            marked.format = form
            ranges.append(marked)
        if ranges:
            layout.setFormats(ranges)
        return layout


def fit(text: str, font: QFont, width: int) -> str:
    """One line of words, made safe before, shortened at the end to a width."""
    return QFontMetrics(font).elidedText(text[:600], Qt.TextElideMode.ElideRight, max(width, 0))


def in_two(text: str, font: QFont, width: int) -> list[str]:
    """Words, made safe before, in one line, or in two where they need it; the second is shortened at its end."""
    text = text[:600]
    if QFontMetrics(font).horizontalAdvance(text) <= width:
        return [text]
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(max(width, 1))
    units = line.textLength()
    layout.endLayout()
    first = text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
    rest = text[len(first) :].strip()
    return [first.rstrip(), fit(rest, font, width)] if rest else [first.rstrip()]
