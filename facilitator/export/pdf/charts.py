"""Figures of counts: what was given, room to speak, then and now, and counts in words. Readable in greyscale."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reportlab.platypus.flowables import Flowable

from facilitator.export.document import BalanceFigure, Measure, Measures, MixFigure, Run, ShiftFigure, plain
from facilitator.export.pdf.boxes import Cell, Gap, Row
from facilitator.export.pdf.icons import draw_icon, kind_icon
from facilitator.export.pdf.looks import Looks, kind_color
from facilitator.export.text import Node, Span, Text, draw_line, tagged

if TYPE_CHECKING:
    from facilitator.export.pdf.setting import Setter


class Figure(Flowable):
    """Something drawn, with its meaning in words for those who cannot see it."""

    def __init__(self, looks: Looks, height: float, alt: str, parent: Node | None) -> None:
        super().__init__()
        self.looks = looks
        self.height = height
        self.node = Node("Figure", parent, alt=alt)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As wide as there is room."""
        self.width = available_width
        return available_width, self.height

    def draw(self) -> None:
        """Draw inside the figure's place in the structure."""
        with tagged(self.canv, self.node):
            self.paint(self.canv)

    def paint(self, canvas: Any) -> None:
        """The drawing itself."""
        raise NotImplementedError


# ---- what was given ---------------------------------------------------------------------------------------------


class _MixBar(Figure):
    def __init__(self, looks: Looks, figure: MixFigure, parent: Node | None) -> None:
        alt = ", ".join(f"{times} {word}" for _kind, times, word in figure.parts)
        super().__init__(looks, 13.0, alt, parent)
        self.parts = figure.parts

    def paint(self, canvas: Any) -> None:
        """A bar in which each kind has its share."""
        total = sum(times for _kind, times, _word in self.parts) or 1
        x = 0.0
        for kind, times, _word in self.parts:
            width = self.width * times / total
            canvas.setFillColor(kind_color(kind))
            left = self.width - x - width if self.looks.rtl else x
            canvas.roundRect(left, 1, max(1.0, width - 1.2), 12, 1.4, stroke=0, fill=1)
            x += width


def mix(setter: Setter, figure: MixFigure) -> list[Flowable]:
    """The bar, then each kind with icon, number and word; colour is never alone."""
    looks = setter.looks
    rows: list[Flowable] = [
        Row(looks, [Cell(0, looks.width, [setter.ours(figure.title, looks.heading, "H3")])], above=12, below=4,
            rule=looks.palette.strong_line, before=12, next_too=True),
        Row(looks, [Cell(0, looks.width, [_MixBar(looks, figure, setter.parent)])], below=9, next_too=True),
    ]  # fmt: skip
    columns = 4
    width = looks.width / columns
    cells: list[Cell] = []
    entries = [*figure.parts, *([("", 0, figure.note)] if figure.note else [])]
    for place, (kind, times, word) in enumerate(entries):
        x = (place % columns) * width
        if kind:
            text = Text([Span(str(times), 600), Span(f"  {word}")], looks.body, parent=setter.parent)
            cells.append(Cell(x + 18, width - 24, [text], paint=_legend_icon(looks, kind)))
        else:
            cells.append(Cell(x, width, [setter.ours(word, replace(looks.tiny, leading=15.75))]))
        if place % columns == columns - 1 or place == len(entries) - 1:
            rows.append(Row(looks, cells, below=4.4))
            cells = []
    if figure.words:
        rows.append(Row(looks, [Cell(0, looks.width, [setter.text(figure.words, looks.body)])], above=5, below=8))
    return rows


def _legend_icon(looks: Looks, kind: str) -> Any:
    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        left = x + width + 18 - 11.5 if looks.rtl else x - 18
        draw_icon(canvas, kind_icon(kind), left, y + height - 13.4, 11.5, kind_color(kind))

    return paint


# ---- room to speak ----------------------------------------------------------------------------------------------


class _Bars(Figure):
    def __init__(self, looks: Looks, figure: BalanceFigure, parent: Node | None) -> None:
        alt = ", ".join(str(bar) for bar in figure.bars) + ". " + " ".join(plain(words) for words in figure.words)
        super().__init__(looks, 104.0, alt, parent)
        self.figure = figure

    def paint(self, canvas: Any) -> None:
        """A bar for each person, most first, and the band that chance alone gives."""
        bars, band = self.figure.bars, self.figure.band
        top = max([*bars, *(high for _low, high in band), 1])
        room, base = self.height - 20, 17.0
        step = self.width / len(bars)
        canvas.setFillColor("#8b857c")
        for place, bar in enumerate(bars):
            tall = max(0.8, room * bar / top) if bar else 0.8
            canvas.roundRect(place * step + step * 0.1, base, step * 0.8, tall, min(1.5, tall / 2), stroke=0, fill=1)
        upper = [(place * step, base + room * high / top) for place, (_low, high) in enumerate(band)]
        lower = [(place * step, base + room * low / top) for place, (low, _high) in enumerate(band)]
        path = canvas.beginPath()
        path.moveTo(*upper[0])
        for x, y in upper:
            path.lineTo(x, y)
            path.lineTo(x + step, y)
        for x, y in reversed(lower):
            path.lineTo(x + step, y)
            path.lineTo(x, y)
        path.close()
        canvas.saveState()
        canvas.setFillColor(self.looks.palette.accent)
        canvas.setStrokeColor(self.looks.palette.accent)
        canvas.setFillAlpha(0.18)
        canvas.setLineWidth(1.0)
        canvas.drawPath(path, stroke=1, fill=1)
        canvas.restoreState()
        most, least = self.figure.ends
        draw_line(canvas, 0, 4, most, replace(self.looks.caption, align="start"), self.width / 2)
        draw_line(canvas, self.width, 4, least, replace(self.looks.caption, align="end"), self.width / 2)


def room(setter: Setter, figure: BalanceFigure) -> list[Flowable]:
    """The bars, and beside them what they mean and what they do not."""
    looks = setter.looks
    left = 79.4 * 72 / 25.4
    words = [setter.text(part, replace(looks.body, space_after=6)) for part in figure.words]
    cells = [
        Cell(0, left, [_Bars(looks, figure, setter.parent)]),
        Cell(left + 24, looks.width - left - 24, words),
    ]
    head = Cell(0, looks.width, [setter.ours(figure.title, looks.heading, "H3")])
    return [
        Row(looks, [head], above=12, below=6, rule=looks.palette.strong_line, before=16, next_too=True),
        Row(looks, cells, below=18),
    ]


# ---- counts in words --------------------------------------------------------------------------------------------


class _Dots(Figure):
    def __init__(self, looks: Looks, item: Measure, parent: Node | None) -> None:
        super().__init__(looks, 13.0, item.figure, parent)
        self.item = item

    def paint(self, canvas: Any) -> None:
        """A full circle for each that is, an open one for each that is not."""
        full, every = self.item.dots or (0, 0)
        step = min(12.6, self.width / max(1, every))
        canvas.setStrokeColor(kind_color(self.item.kind))
        canvas.setFillColor(kind_color(self.item.kind))
        canvas.setLineWidth(1.0)
        for place in range(every):
            x = step * place + 4.6
            canvas.circle(self.width - x if self.looks.rtl else x, 6, 3.9, stroke=1, fill=place < full)


def measures(setter: Setter, block: Measures) -> list[Flowable]:
    """Two counts beside one another, each with one sentence."""
    looks = setter.looks
    width = (looks.width - 24) / 2
    rows: list[Flowable] = []
    for start in range(0, len(block.items), 2):
        cells = []
        for place, item in enumerate(block.items[start : start + 2]):
            items: list[Flowable] = [setter.ours(item.figure, replace(looks.figure, space_after=1), "H3")]
            if item.dots is not None:
                items.append(_Dots(looks, item, setter.parent))
            items.append(setter.text(item.words, replace(looks.caption, size=9.5, leading=14)))
            cells.append(Cell(place * (width + 24), width, items, top=10, paint=_over(looks)))
        rows.append(Row(looks, cells, below=20))
    return [Gap(6), *rows]


def _over(looks: Looks) -> Any:
    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        canvas.setStrokeColor(looks.palette.line)
        canvas.setLineWidth(0.6)
        canvas.line(x, y + height + 10, x + width, y + height + 10)

    return paint


# ---- then and now -----------------------------------------------------------------------------------------------


class _Shift(Figure):
    """Two columns of five places, joined by lines as thick as many moved so; dashed where somebody went lower."""

    STEP = 24.0

    def __init__(self, looks: Looks, figure: ShiftFigure, parent: Node | None) -> None:
        told = "; ".join(f"{then} → {now}: {times}" for then, now, times in figure.moves)
        super().__init__(looks, 5 * self.STEP + 10, f"{figure.heads[0]} → {figure.heads[1]}: {told}", parent)
        self.figure = figure

    def _y(self, level: int) -> float:
        return self.STEP * level + self.STEP / 2

    def paint(self, canvas: Any) -> None:
        """Anchors at the left, the movement at the right."""
        looks = self.looks
        then_x, now_x = self.width - 81, self.width - 9
        small = replace(looks.caption, align="center")
        anchor_room = then_x - 36
        for level, words in enumerate(self.figure.anchors):
            y = self._y(level)
            draw_line(canvas, 0, y - 3, str(level), replace(looks.caption, align="start"))
            text = Text(words, replace(looks.caption, leading=10.6))
            _width, height = text.wrap(anchor_room, 100)
            text.drawOn(canvas, 14, y - height / 2 + 0.3)
            canvas.setStrokeColor(looks.palette.line)
            canvas.setLineWidth(0.6)
            canvas.line(then_x, y, now_x, y)
        for then, now, times in self.figure.moves:
            canvas.saveState()
            canvas.setStrokeColor("#8b857c" if now >= then else looks.palette.second)
            canvas.setStrokeAlpha(0.8)
            canvas.setLineWidth(0.6 + 0.75 * min(times, 5))
            if now < then:
                canvas.setDash(3, 2.4)
            canvas.line(then_x, self._y(then), now_x, self._y(now))
            canvas.restoreState()
        self._circles(canvas, then_x, 0, filled=False)
        self._circles(canvas, now_x, 1, filled=True)
        head_y = 5 * self.STEP + 1
        draw_line(canvas, then_x, head_y, self.figure.heads[0], small)
        draw_line(canvas, now_x, head_y, self.figure.heads[1], replace(small, align="center"))

    def _circles(self, canvas: Any, x: float, side: int, *, filled: bool) -> None:
        looks = self.looks
        for level in range(5):
            count = sum(move[2] for move in self.figure.moves if move[side] == level)
            if not count:
                continue
            y = self._y(level)
            canvas.setStrokeColor(looks.palette.accent if filled else looks.palette.second)
            canvas.setFillColor(looks.palette.accent if filled else "#ffffff")
            canvas.setLineWidth(1.1)
            canvas.circle(x, y, 7.6, stroke=1, fill=1)
            color = "#ffffff" if filled else looks.palette.text
            draw_line(canvas, x, y - 3.1, str(count), replace(looks.caption, weight=600, color=color, align="center"))


def shift(setter: Setter, figure: ShiftFigure) -> list[Flowable]:
    """One item of the outcome card: in words at the left, drawn at the right."""
    looks = setter.looks
    left = 70.5 * 72 / 25.4
    begin = 77.2 * 72 / 25.4
    node_words: list[Flowable] = [
        setter.ours(figure.title, looks.heading, "H3"),
        setter.text((Run(figure.question, said=True),), replace(looks.caption, space_after=4)),
        setter.text(figure.words, replace(looks.medium, space_after=3)),
        setter.text(figure.middle, replace(looks.caption, space_after=4)),
    ]
    first, rest = figure.quotes[:1], figure.quotes[1:]
    node_words += [Row(looks, setter.quote_cells(quote, left), keep=99) for quote in first]
    cells = [
        Cell(0, left, node_words),
        Cell(begin, looks.width - begin, [_Shift(looks, figure, setter.parent)]),
    ]
    rows: list[Flowable] = [Row(looks, cells, above=10, below=12, rule=looks.palette.line, before=8, keep=99)]
    rows += [Row(looks, setter.quote_cells(quote), below=6) for quote in rest]
    return rows
