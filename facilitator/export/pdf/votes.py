"""What everybody was asked, as tables: a bar for each option, or how many chose each word of a scale.

The numbers are words of the table, so that they can be read aloud and found; bars and circles are decoration.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reportlab.platypus.flowables import Flowable

from facilitator.export.document import BarFigure, Spread, SpreadFigure, Words, plain
from facilitator.export.pdf.boxes import Cell, Gap, Paint, Row
from facilitator.export.pdf.looks import Looks
from facilitator.export.pdf.tables import Grid
from facilitator.export.phrases import number, one_line
from facilitator.export.text import Bookmark, Node, Text
from facilitator.export.text.style import Align

if TYPE_CHECKING:
    from facilitator.export.pdf.setting import Setter

GREY = "#8b857c"
OPTION, COUNT = 0.46, 0.1
"""Parts of the width for an option and its count; the bar has the rest."""
RATED = 0.36
"""The part of the width for an option that was rated; the scale has the rest."""
PAD = 5.6
ROUND = 7.6


def bars(setter: Setter, figure: BarFigure) -> list[Flowable]:
    """The options with their counts, and how much that is beside the others."""
    looks = setter.looks
    node = Node("Table", setter.parent)
    most = max((bar.count for bar in figure.bars), default=0)
    widths = [looks.width * OPTION - 10, looks.width * COUNT - 10, looks.width * (1 - OPTION - COUNT)]
    begins = [0.0, looks.width * OPTION, looks.width * (OPTION + COUNT)]
    top = Node("TR", node)
    # The count stands beside its bar, and what stands over the counts may be longer than they are.
    heads = [
        Cell(begins[0], widths[0], [Text(figure.heads[0], looks.tiny_bold, node=_head(top))]),
        Cell(begins[2], widths[2], [Text(figure.heads[1], looks.tiny_bold, node=_head(top))]),
    ]
    count_style = replace(looks.medium, align=_inwards(looks))
    rows = []
    for bar in figure.bars:
        line = Node("TR", node)
        style = replace(count_style, weight=600) if bar.leads else count_style
        cells = [
            Cell(begins[0], widths[0], [_option(setter, bar.words, Node("TD", line), leads=bar.leads)]),
            Cell(begins[1], widths[1], [Text(number(bar.count), style, node=Node("TD", line))]),
            Cell(begins[2], widths[2], [], paint=_bar(looks, bar.count / most if most else 0.0, leads=bar.leads),
                 paint_once=True),
        ]  # fmt: skip
        rows.append(Row(looks, cells, above=PAD, below=PAD, under=looks.palette.line))
    return [*_title(setter, figure), Grid(_over(looks, heads), rows), *_meaning(setter, figure.words)]


def spreads(setter: Setter, figure: SpreadFigure) -> list[Flowable]:
    """A table for each criterion: the options, and how many chose each word of the scale."""
    looks = setter.looks
    found = _title(setter, figure)
    wide = looks.width * RATED
    step = (looks.width - wide) / max(len(figure.scale), 1)
    for place, (criterion, options) in enumerate(figure.parts):
        node = Node("Table", setter.parent)
        top = Node("TR", node)
        heads = [Cell(0, wide - 10, [setter.text(criterion, looks.tiny_bold, node=_head(top))])]
        centred = replace(looks.given(looks.tiny), align="center")
        heads += [
            Cell(wide + step * level + 2, step - 4, [Text(plain(word), centred, node=_head(top))])
            for level, word in enumerate(figure.scale)
        ]
        rows = [_rated(setter, option, Node("TR", node), wide, step) for option in options]
        found += [Gap(12)] if place else []
        found.append(Grid(_over(looks, heads), rows))
    return [*found, *_meaning(setter, figure.words)]


def _rated(setter: Setter, option: Spread, line: Node, wide: float, step: float) -> Row:
    """One option: its words, and on the scale the numbers, joined from the outermost word chosen to the other."""
    looks = setter.looks
    about = Node("TD", line)
    words: list[Flowable] = [_option(setter, option.words, Node("P", about))]
    if option.note:
        words.append(Text(option.note, looks.caption, node=Node("P", about)))
    cells = [Cell(0, wide - 10, words)]
    chosen = [level for level, count in enumerate(option.counts) if count]
    low, high = (chosen[0], chosen[-1]) if chosen else (0, 0)
    style = replace(looks.caption, leading=looks.body.leading, align="center")
    for level, count in enumerate(option.counts):
        color = "#ffffff" if count else looks.palette.third
        text = Text(
            number(count), replace(style, color=color, weight=600 if count else 400), node=Node("TD", line)
        )  # fmt: skip
        paint = _place(looks, count, before=low < level <= high, after=low <= level < high)
        cells.append(Cell(wide + step * level, step, [text], paint=paint, paint_once=True))
    return Row(looks, cells, above=PAD, below=PAD, under=looks.palette.line)


def _title(setter: Setter, figure: BarFigure | SpreadFigure) -> list[Flowable]:
    looks = setter.looks
    mark = Bookmark(one_line(plain(figure.title))[:120], 1)
    title = setter.text(figure.title, looks.heading, "H3", bookmark=mark, dest=figure.key)
    cells = [Cell(0, looks.width, [title, setter.text(figure.note, looks.caption)])]
    return [Row(looks, cells, above=11, below=8, rule=looks.palette.strong_line, before=16, next_too=True)]


def _meaning(setter: Setter, words: Words) -> list[Flowable]:
    looks = setter.looks
    if not words:
        return [Gap(8)]
    return [Row(looks, [Cell(0, looks.measure, [setter.text(words, looks.small)])], above=7, below=8)]


def _over(looks: Looks, heads: Sequence[Cell]) -> Row:
    return Row(looks, heads, above=2, below=4, under=looks.palette.line)


def _head(row: Node) -> Node:
    return Node("TH", row, scope="Column")


def _option(setter: Setter, words: Words, node: Node, *, leads: bool = False) -> Text:
    """An option in its own direction. One without letters, such as a time, stands where the page is read from."""
    style = setter.looks.medium if leads else setter.looks.body
    if not any(unicodedata.bidirectional(char) in ("L", "R", "AL") for char in plain(words)):
        return Text(plain(words), style, node=node)
    return setter.text(words, style, node=node)


def _inwards(looks: Looks) -> Align:
    """At the end of a cell as the page is read, whatever direction the words in it have."""
    return "start" if looks.body.align == "end" else "end"


def _bar(looks: Looks, part: float, *, leads: bool) -> Paint:
    """A bar as long as its part of the longest; those with the most in the colour of the report."""

    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        if part <= 0:
            return
        wide = max(1.5, width * part)
        canvas.setFillColor(looks.palette.accent if leads else GREY)
        left = x + width - wide if looks.rtl else x
        canvas.roundRect(left, y + height - looks.body.leading + 3.7, wide, 10, 1.4, stroke=0, fill=1)

    return paint


def _place(looks: Looks, count: int, *, before: bool, after: bool) -> Paint:
    """A place on the scale: the line through it, and what its number stands on."""

    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        middle, centre = x + width / 2, y + height - looks.body.leading / 2 + 0.6
        first, second = (after, before) if looks.rtl else (before, after)
        canvas.setStrokeColor(looks.palette.strong_line)
        canvas.setLineWidth(0.8)
        if first:
            canvas.line(x, centre, middle, centre)
        if second:
            canvas.line(middle, centre, x + width, centre)
        canvas.setFillColor(looks.palette.accent if count else "#ffffff")
        wide = max(ROUND, 4 + 2.8 * len(number(count)))
        tall = ROUND if count else ROUND - 2
        canvas.roundRect(middle - wide, centre - tall, 2 * wide, 2 * tall, tall, stroke=0, fill=1)

    return paint
