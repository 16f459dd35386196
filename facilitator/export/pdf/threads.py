"""Threads of contributions drawn from spark to what came of it, and who took up whose words."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reportlab.platypus.flowables import Flowable

from facilitator.export.document import ChainFigure, Link, MapFigure, plain
from facilitator.export.pdf.boxes import Cell, Gap, Row
from facilitator.export.pdf.charts import Figure
from facilitator.export.pdf.icons import draw_icon, kind_icon
from facilitator.export.pdf.looks import Looks, kind_color
from facilitator.export.text import Node, Span, Text, draw_line

if TYPE_CHECKING:
    from facilitator.export.pdf.setting import Setter

CIRCLE = 10.5
DASHES: dict[str, tuple[float, ...]] = {"builds_on": (), "answers": (6, 3.2), "appreciates": (1.6, 2.8)}
INKS = {"builds_on": "#4a4640", "answers": "#435EA8", "appreciates": "#9F205C"}


def chains(setter: Setter, figures: list[ChainFigure]) -> list[Flowable]:
    """Two threads beside one another, then the next two."""
    looks = setter.looks
    width = (looks.width - 30) / 2
    rows: list[Flowable] = []
    for start in range(0, len(figures), 2):
        pair = figures[start : start + 2]
        heads = [
            Cell(place * (width + 30), width, [setter.ours(figure.title, looks.heading, "H3")], top=10,
                 paint=_over(looks))
            for place, figure in enumerate(pair)
        ]  # fmt: skip
        rows.append(Row(looks, heads, below=6, before=14, next_too=True))
        cells = [Cell(place * (width + 30), width, _links(setter, figure, width)) for place, figure in enumerate(pair)]
        rows.append(Row(looks, cells, below=8, keep=40))
    return rows


def _links(setter: Setter, figure: ChainFigure, width: float) -> list[Flowable]:
    looks = setter.looks
    last = len(figure.links) - 1
    items: list[Flowable] = [
        _link(setter, link, width, goes_on=place < last) for place, link in enumerate(figure.links)
    ]
    if figure.turn:
        items.append(Row(looks, [Cell(0, width, [setter.text(figure.turn, looks.caption)])], below=4))
    return items


def _link(setter: Setter, link: Link, width: float, *, goes_on: bool) -> Row:
    looks = setter.looks
    style = looks.caption
    spans = [Span(f"{link.relation}: ")] if link.relation else []
    spans.append(Span(link.who, 600, looks.palette.text, isolate=not link.who.isascii()))
    if link.kind_word:
        spans.append(Span(f", {link.kind_word}"))
    begin = 2 * CIRCLE + 10
    items: list[Flowable] = [
        Text(spans, style, parent=setter.parent),
        Text(
            plain(link.words),
            looks.given(looks.body) if link.printed else replace(looks.body, color=looks.palette.second),
            parent=setter.parent,
        ),
    ]
    paint = _bead(looks, link.kind, begin, goes_on=goes_on)
    inner = Cell(begin, width - begin, items, paint=paint)
    return Row(looks, [inner], below=10)


def _bead(looks: Looks, kind: str, begin: float, *, goes_on: bool) -> Any:
    """The circle with the kind's icon, and the line to the next."""

    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        centre = x + width + begin - CIRCLE if looks.rtl else x - begin + CIRCLE
        top = y + height - CIRCLE
        if goes_on:
            canvas.setStrokeColor(looks.palette.strong_line)
            canvas.setLineWidth(1.2)
            canvas.line(centre, top - CIRCLE, centre, y - 10)
        canvas.setStrokeColor(kind_color(kind))
        canvas.setFillColor("#ffffff")
        canvas.setLineWidth(0.9)
        canvas.circle(centre, top, CIRCLE, stroke=1, fill=1)
        draw_icon(canvas, kind_icon(kind), centre - 5, top - 5, 10, kind_color(kind))

    return paint


def _over(looks: Looks) -> Any:
    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        canvas.setStrokeColor(looks.palette.strong_line)
        canvas.setLineWidth(0.6)
        canvas.line(x, y + height + 10, x + width, y + height + 10)

    return paint


# ---- who took up whose words ------------------------------------------------------------------------------------


class _Map(Figure):
    RADIUS = 7.4

    def __init__(self, looks: Looks, figure: MapFigure, parent: Node | None, side: float) -> None:
        super().__init__(looks, side, figure.alt, parent)
        self.figure = figure

    def paint(self, canvas: Any) -> None:
        """Circles of one size on a ring; arrows from whoever took up to whoever gave."""
        count = self.figure.people
        named = bool(self.figure.names)
        margin = 34.0 if named else self.RADIUS + 4
        ring = self.height / 2 - margin
        cx, cy = self.width / 2, self.height / 2
        places = [
            (cx + ring * math.sin(2 * math.pi * n / count), cy + ring * math.cos(2 * math.pi * n / count))
            for n in range(count)
        ]
        size = max(2.6, min(self.RADIUS, math.pi * ring / count * 0.7))
        most = max((times for *_ends, times in self.figure.edges), default=1)
        for one, other, relation, times in sorted(self.figure.edges, key=lambda edge: edge[2] == "builds_on"):
            weight = 1.2 + 1.7 * (times - 1) / max(1, most - 1) if most > 1 else 1.4
            self._arrow(canvas, places[one], places[other], (cx, cy), relation, weight, size)
        for place, (x, y) in enumerate(places):
            canvas.setStrokeColor(self.looks.palette.text)
            canvas.setFillColor("#ffffff")
            canvas.setLineWidth(1.1)
            canvas.circle(x, y, size, stroke=1, fill=1)
            if named:
                self._name(canvas, self.figure.names[place], x, y, cx, size)

    def _name(self, canvas: Any, name: str, x: float, y: float, cx: float, size: float) -> None:
        style = replace(self.looks.tiny, direction="auto")
        if abs(x - cx) < 12:
            above = y > self.height / 2
            draw_line(canvas, x, y + size + 4 if above else y - size - 11, name, replace(style, align="center"), 90)
        elif x > cx:
            draw_line(canvas, x + size + 3, y - 3, name, replace(style, align="start"), 60)
        else:
            draw_line(canvas, x - size - 3, y - 3, name, replace(style, align="end"), 60)

    def _arrow(
        self,
        canvas: Any,
        start: tuple[float, float],
        end: tuple[float, float],
        middle: tuple[float, float],
        relation: str,
        weight: float,
        size: float,
    ) -> None:
        mid = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        bend = 0.35
        control = (mid[0] + (middle[0] - mid[0]) * bend, mid[1] + (middle[1] - mid[1]) * bend)
        head = 4.6 + weight
        tip = _towards(end, control, size + 1.6)
        back = _towards(end, control, size + 1.6 + head * 0.8)
        begin = _towards(start, control, size + 1.2)
        color = INKS.get(relation, INKS["builds_on"])
        canvas.saveState()
        canvas.setStrokeColor(color)
        canvas.setFillColor(color)
        canvas.setStrokeAlpha(0.72)
        canvas.setFillAlpha(0.9)
        canvas.setLineWidth(weight)
        if DASHES.get(relation):
            canvas.setDash(*[list(DASHES[relation])])
        path = canvas.beginPath()
        path.moveTo(*begin)
        path.curveTo(
            begin[0] + (control[0] - begin[0]) * 2 / 3, begin[1] + (control[1] - begin[1]) * 2 / 3,
            back[0] + (control[0] - back[0]) * 2 / 3, back[1] + (control[1] - back[1]) * 2 / 3,
            *back,
        )  # fmt: skip
        canvas.drawPath(path, stroke=1, fill=0)
        canvas.setDash()
        angle = math.atan2(tip[1] - back[1], tip[0] - back[0])
        point = canvas.beginPath()
        point.moveTo(*tip)
        for turn in (2.68, -2.68):
            point.lineTo(tip[0] + head * math.cos(angle + turn), tip[1] + head * math.sin(angle + turn))
        point.close()
        canvas.drawPath(point, stroke=0, fill=1)
        canvas.restoreState()


def _towards(start: tuple[float, float], end: tuple[float, float], far: float) -> tuple[float, float]:
    length = math.hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return start[0] + (end[0] - start[0]) * far / length, start[1] + (end[1] - start[1]) * far / length


class _Legend(Figure):
    def __init__(self, looks: Looks, relation: str, word: str, parent: Node | None) -> None:
        super().__init__(looks, 17.5, word, parent)
        self.relation, self.word = relation, word

    def draw(self) -> None:
        """A piece of the line; the word beside it is words."""
        self.paint(self.canv)

    def paint(self, canvas: Any) -> None:
        """The line and its word."""
        canvas.saveState()
        canvas.setStrokeColor(INKS[self.relation])
        canvas.setLineWidth(1.8)
        if DASHES[self.relation]:
            canvas.setDash(list(DASHES[self.relation]))
        rtl = self.looks.rtl
        canvas.line(self.width - 23 if rtl else 0, 8, self.width if rtl else 23, 8)
        canvas.restoreState()
        style = replace(self.looks.caption, align="end" if rtl else "start")
        draw_line(canvas, self.width - 31 if rtl else 31, 5, self.word, style, node=Node("P", self.node.parent))


def exchange_map(setter: Setter, figure: MapFigure) -> list[Flowable]:
    """The ring at the left, beside it what it says and how to read it."""
    looks = setter.looks
    side = 78.0 * 72 / 25.4
    begin = 102.6 * 72 / 25.4
    words: list[Flowable] = [
        setter.ours(figure.title, replace(looks.heading, space_after=2), "H3"),
        setter.text(figure.words, replace(looks.body, space_after=10)),
        *[_Legend(looks, relation, word, setter.parent) for relation, word in figure.legend],
        setter.text(figure.note, replace(looks.caption, space_before=8)),
    ]
    cells = [
        Cell(0, begin - 18, [_Map(looks, figure, setter.parent, side)]),
        Cell(begin, looks.width - begin, words),
    ]
    return [Gap(4), Row(looks, cells, above=14, below=6, rule=looks.palette.strong_line, keep=99)]
