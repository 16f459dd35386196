"""Words of a label as they are painted: each line as tall as its type role says, at the side one begins to read."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption

from facilitator.ui import shown

UNBOUND = 100_000
"""How wide a line may be that is never broken, in px."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Paragraphs laid out, each with its place from the top. ``tall`` in px."""

    parts: list[tuple[QTextLayout, float, bool]]
    wide: int
    tall: int

    def draw(self, painter: QPainter, box: QRect, side: Qt.AlignmentFlag, colour: QColor) -> None:
        """Paint into a box, at ``side`` of it: left, right or the middle.

        A paragraph that reads from the right and takes several lines keeps its own side; its ragged edge is there.
        """
        painter.setPen(colour)
        for layout, top, own in self.parts:
            y = box.top() + top
            for at in range(layout.lineCount()):
                line = layout.lineAt(at)
                room = box.width() - line.naturalTextWidth()
                right = own or bool(side & Qt.AlignmentFlag.AlignRight)
                x = room if right else room / 2 if side & Qt.AlignmentFlag.AlignHCenter else 0.0
                line.draw(painter, QPointF(box.left() + round(x) - line.naturalTextRect().left(), y))


def lay_out(text: str, font: QFont, line_height: int, wide: int) -> Lines:
    """Break words at ``wide`` px; each line is ``line_height`` px tall, and taller only where a face needs it."""
    parts: list[tuple[QTextLayout, float, bool]] = []
    y = 0.0
    for piece in text.split("\n"):
        layout = QTextLayout(piece, font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        turned = shown.right_to_left(piece)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if turned else Qt.LayoutDirection.LeftToRight)
        layout.setTextOption(option)
        layout.beginLayout()
        inner = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(wide, 1))
            natural = line.ascent() + line.descent()
            tall = max(float(line_height), min(ceil(natural), line_height * 2))
            line.setPosition(QPointF(0, round(inner + (tall - natural) / 2)))
            inner += tall
        layout.endLayout()
        parts.append((layout, y, turned and layout.lineCount() > 1))
        y += inner or line_height
    return Lines(parts, wide, ceil(y))
