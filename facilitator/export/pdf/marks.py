"""Decoration around words: the line beside a quotation, icons before a line, rules and panels. Skipped by readers."""

from __future__ import annotations

from typing import Any

from facilitator.export.pdf.boxes import Paint
from facilitator.export.pdf.icons import draw_icon
from facilitator.export.pdf.looks import Looks, kind_color
from facilitator.export.text import Text


def bar(looks: Looks, words: Text, wide: float) -> Paint:
    """The line at the side from which a quotation is read."""

    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        rtl = bool(words.lines) and words.lines[0].rtl
        begin = x + width + 12 - wide if looks.rtl else x - 12
        left = begin + (wide - 2 if rtl else 0)
        canvas.setFillColor(looks.palette.accent)
        canvas.rect(left, y + 1, 1.6, height - 2, stroke=0, fill=1)

    return paint


def icon(looks: Looks, name: str, kind: str, indent: float, size: float = 10.5) -> Paint:
    """An icon in the room before a cell, on its first line."""

    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        first = 18.0 if size > 12 else 13.0
        left = x + width + indent - size if looks.rtl else x - indent
        draw_icon(canvas, name, left, y + height - first + (first - size) / 2 - 0.2, size, kind_color(kind))

    return paint


def top_line(looks: Looks) -> Paint:
    """A line over a column."""

    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        canvas.setStrokeColor(looks.palette.strong_line)
        canvas.setLineWidth(0.6)
        canvas.line(x, y + height + 10, x + width, y + height + 10)

    return paint


def middle_line(looks: Looks) -> Paint:
    """A line between two poles."""

    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        canvas.setStrokeColor(looks.palette.line)
        canvas.setLineWidth(0.6)
        canvas.line(looks.width / 2, y, looks.width / 2, y + height)

    return paint


def panel(looks: Looks) -> Paint:
    """A quiet ground with round corners."""

    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        canvas.setFillColor(looks.palette.canvas)
        canvas.roundRect(0, y, looks.width, height, 8, stroke=0, fill=1)

    return paint
