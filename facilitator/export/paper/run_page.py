"""How the run sheet is set: one page if it can be, the same letters whatever happens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from reportlab.platypus import CondPageBreak
from reportlab.platypus.flowables import Flowable

from facilitator.export.paper import wording
from facilitator.export.paper.kit import AtBottom, Kit, Lines, PaperLooks, Room, icon_before, tall, tick_box
from facilitator.export.paper.run_sheet import DayPart, Line, RunSheet
from facilitator.export.pdf.boxes import Cell, Paint, Row
from facilitator.export.pdf.charts import Figure
from facilitator.export.pdf.looks import modality_color, modality_icon
from facilitator.export.pdf.tables import Grid
from facilitator.export.phrases import and_list, one_line
from facilitator.export.text import Bookmark, Node, Span, Text, natural_width
from facilitator.words import _

START, MINUTES, WHAT, SAY, CATCH, REAL = 0.0, 40.6, 72.0, 190.0, 395.6, 465.8
"""Where the columns begin, in points of a line of 505; they grow with the paper."""
_LINE = 505.0


@dataclass(frozen=True, slots=True)
class _Way:
    """How close it is set: the room above and below a row, and whether sentences are cut to the first."""

    pad: float
    short: bool


WAYS = (
    *(_Way(pad, False) for pad in (6.9, 5.8, 4.8, 3.9, 3.1)),
    *(_Way(pad, True) for pad in (6.9, 5.2, 4.0, 3.0)),
)
"""From roomy to close; the first that fits on one page is taken."""


def looks_of(sheet: RunSheet, paper: str, accent: str) -> PaperLooks:
    """Margins of 16 mm, and 15 at head and foot."""
    return PaperLooks(sheet.leaf, paper, accent, top=15.0, bottom=15.0, side=16.0)


def story(kit: Kit, sheet: RunSheet) -> list[Flowable]:
    """The sheet on one page if it can be, otherwise on as few as there must be."""
    looks = kit.looks
    room = looks.page_room - 0.5
    heights: list[tuple[float, _Way]] = []
    for way in WAYS:
        made = _Setter(kit, sheet, way).story()
        height = tall(made, looks.width)
        if height <= room:
            return _Setter(kit, sheet, way).story()
        heights.append((height, way))
    # More than a page: the roomiest way that takes no more pages than the closest does.
    least = -(-heights[-1][0] // room)
    way = next((way for height, way in heights if way.short and -(-height // room) <= least), WAYS[-1])
    return _Setter(kit, sheet, way).story()


class _Setter:
    def __init__(self, kit: Kit, sheet: RunSheet, way: _Way) -> None:
        self.kit, self.sheet, self.way = kit, sheet, way
        self.looks = looks = kit.looks
        self.body = looks.sized(9.5, 13.5)
        self.quiet = replace(self.body, color=looks.palette.second)
        self.bold = replace(self.body, weight=600)
        self.label = looks.sized(9, 12.5, weight=600, color=looks.palette.second)
        self.scale = looks.width / _LINE

    def story(self) -> list[Flowable]:
        kit, sheet = self.kit, self.sheet
        kit.parent = Node("Sect")
        made: list[Flowable] = [*self._head(), *self._purposes()]
        if len(sheet.strip) > 1:
            made += [
                Row(self.looks, [Cell(0, self.looks.width, [_Strip(self.looks, sheet.strip, kit.parent)])], below=5)
            ]
        made += self._last_time()
        for place, day in enumerate(sheet.days):
            made += self._day(day, place)
        made += self._columns()
        made.append(self._next_time())
        return made

    def _head(self) -> list[Flowable]:
        kit, looks, sheet = self.kit, self.looks, self.sheet
        aside = min(max(natural_width(self.sheet.leads, self.quiet), 60.0) + 1, looks.width * 0.4)
        mark = Bookmark(one_line(sheet.title)[:120], 0, "sheet")
        title = Text(
            sheet.title, replace(looks.title(20.0), tracking=-0.55, leading=24.0), "H1", mark, parent=kit.parent
        )
        right: list[Flowable] = [kit.ours(kit.leaf.subject, replace(self.bold, align=looks.far))]
        if sheet.leads:
            right.append(kit.ours(sheet.leads, replace(self.quiet, align=looks.far)))
        left: list[Flowable] = [title]
        if sheet.when:
            left.append(kit.words(sheet.when, looks.sized(10.5, 15, color=looks.palette.second)))
        cells = [Cell(0, looks.width - aside - 10, left), Cell(looks.width - aside, aside, right, top=1)]
        return [Row(looks, cells, below=max(self.way.pad * 1.9, 5.0))]

    def _purposes(self) -> list[Flowable]:
        looks, kit = self.looks, self.kit
        if not self.sheet.purposes:
            return []
        count = len(self.sheet.purposes)
        gutter = 14.0
        width = (looks.width - gutter * (max(count, 1) - 1)) / max(count, 1)
        label, words = looks.sized(9, 12.5, color=looks.palette.second), replace(self.body, weight=500)
        cells = [
            Cell(place * (width + gutter), width, [kit.ours(name, label), kit.given(text, words)])
            for place, (name, text) in enumerate(self.sheet.purposes)
        ]
        return [Row(looks, cells, below=max(self.way.pad * 1.7, 6.0))]

    def _last_time(self) -> list[Flowable]:
        looks, kit = self.looks, self.kit
        if not self.sheet.last_time:
            return []
        node = Node("L", kit.parent)
        items: list[Flowable] = [kit.ours(_("Still open from last time"), replace(self.bold, space_after=2))]
        for line in self.sheet.last_time:
            item = Node("LI", node)
            words = kit.given(line, self.body, node=Node("LBody", item))
            items.append(
                Row(looks, [Cell(14, looks.width - 14, [words], paint=tick_box(looks, self.body, 14))], below=1.5)
            )
        return [Row(looks, [Cell(0, looks.width, items)], above=3, below=6)]

    # ---- the table --------------------------------------------------------------------------------------------------

    def _day(self, day: DayPart, place: int) -> list[Flowable]:
        looks, kit = self.looks, self.kit
        made: list[Flowable] = []
        if day.title:
            made.append(CondPageBreak(110))
            heading = kit.ours(day.title, looks.sized(11, 15, weight=600), "H2")
            made.append(Row(looks, [Cell(0, looks.width, [heading])], before=10 if place else 0, below=3))
        node = Node("Table", kit.parent)
        rows = [self._line(line, node) for line in day.lines]
        rows.append(self._end(day, node))
        made.append(Grid(self._table_head(node), rows))
        return made

    def _cell(self, begin: float, end: float, words: Text) -> Cell:
        return Cell(begin * self.scale, (end - begin) * self.scale - 7, [words])

    def _table_head(self, node: Node) -> Row:
        looks, kit = self.looks, self.kit
        top = Node("TR", node)
        heads = (
            (START, MINUTES, _("Start")), (MINUTES, WHAT, _("Min")), (WHAT, SAY, _("What")),
            (SAY, CATCH, _("Say and do")), (CATCH, REAL, _("Catch")),
        )  # fmt: skip
        cells = [
            self._cell(begin, end, kit.ours(words, self.label, node=Node("TH", top, scope="Column")))
            for begin, end, words in heads
        ]
        real = kit.ours(_("Real"), replace(self.label, align=looks.far), node=Node("TH", top, scope="Column"))
        cells.append(Cell(REAL * self.scale, looks.width - REAL * self.scale - 7, [real]))
        pad = max(self.way.pad * 0.9, 3.5)
        return Row(looks, cells, above=pad, below=pad, under=looks.palette.strong_line)

    def _line(self, line: Line, node: Node) -> Row:
        looks, kit, cell = self.looks, self.kit, self._cell
        row = Node("TR", node)

        def data() -> Node:
            return Node("TD", row)

        indent = 18.0
        color = modality_color(line.modality)
        room = (SAY - WHAT) * self.scale - indent - 12
        what = kit.given(line.title, self.bold, node=data())
        if line.name != line.title and what.wrap(room, 1e6)[1] > 2 * self.bold.leading:
            what = kit.given(line.name, self.bold, node=data())
        mark = icon_before(looks, self.body, indent, modality_icon(line.modality), color, 11.5)
        cells = [
            cell(START, MINUTES, kit.ours(line.start, self.bold, node=data())),
            cell(MINUTES, WHAT, kit.ours(line.minutes, self.body, node=data())),
            Cell(WHAT * self.scale + indent, room, [what], paint=mark),
        ]
        words = line.short if self.way.short else line.say
        if line.note:
            said = kit.spans([Span(f"{line.note} "), kit.apart(words)], self.body, node=data())
        else:
            said = kit.given(words, self.body, node=data())
        cells.append(cell(SAY, CATCH, said))
        cells.append(cell(CATCH, REAL, kit.given(line.catch, self.quiet, node=data())))
        pad = self.way.pad
        rule = looks.palette.line
        if not line.groups:
            return Row(looks, cells, above=pad, below=pad, under=rule, paint=self._real())
        both = [Row(looks, cells, above=pad), self._groups(line, row)]
        return Row(looks, [Cell(0, looks.width, both)], below=pad, under=rule, paint=self._real())

    def _groups(self, line: Line, row: Node) -> Row:
        """Parallel groups beside a line in the block's hue, under the block."""
        looks, kit = self.looks, self.kit
        begin = WHAT * self.scale + 18.0
        texts: list[Flowable] = [
            kit.spans(
                [kit.apart(name, weight=600), Span("  "), kit.apart(names)] if names else [kit.apart(name, weight=600)],
                looks.sized(9, 12.5),
                node=Node("TD", row),
            )
            for name, names in line.groups
        ]

        def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
            canvas.setFillColor(modality_color(line.modality))
            canvas.rect(x + width + 7 if looks.rtl else x - 8.2, y + 1, 1.3, height - 2, stroke=0, fill=1)

        return Row(looks, [Cell(begin + 8.2, REAL * self.scale - begin - 16, texts, paint=paint)], above=2.5)

    def _real(self) -> Paint:
        looks = self.looks
        begin = REAL * self.scale

        def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
            canvas.setStrokeColor(looks.palette.second)
            canvas.setLineWidth(0.9)
            left, right = (0.0, width - begin) if looks.rtl else (begin, width)
            canvas.line(left, y + 0.5, right, y + 0.5)

        return paint

    def _end(self, day: DayPart, node: Node) -> Row:
        kit, row = self.kit, Node("TR", node)
        words = kit.words(day.end_words, self.quiet, node=Node("TD", row))
        cells = [
            self._cell(START, MINUTES, kit.ours(day.end, self.bold, node=Node("TD", row))),
            self._cell(MINUTES, _LINE, words),
        ]
        return Row(self.looks, cells, above=self.way.pad, below=self.way.pad)

    # ---- below the table --------------------------------------------------------------------------------------------

    def _columns(self) -> list[Flowable]:
        looks, kit, sheet = self.looks, self.kit, self.sheet
        trouble = sheet.brief if self.way.short else sheet.trouble
        if not (sheet.before or sheet.bring or trouble):
            return []
        gutter = 14.0
        width = (looks.width - 2 * gutter) / 3
        head = looks.sized(10, 15, weight=600, space_after=2.0)
        columns: list[list[Flowable]] = []
        for title, lines in ((sheet.before_title, sheet.before), (_("Bring"), sheet.bring)):
            items: list[Flowable] = [kit.ours(title, head, "H2")]
            node = Node("L", kit.parent)
            items += [self._tick(line, width, node) for line in lines]
            columns.append(items)
        last: list[Flowable] = [kit.ours(_("If it goes wrong"), head, "H2")]
        node = Node("L", kit.parent)
        for sign, remedy in trouble:
            body = Node("LBody", Node("LI", node))
            told = remedy[:1].lower() + remedy[1:] if remedy[1:2].islower() else remedy
            parts = [kit.apart(sign, weight=600), *([kit.apart(" " + told)] if told else [])]
            last.append(kit.spans(parts, replace(self.body, space_after=self._step / 2), node=body))
        columns.append(last)
        cells = [Cell(place * (width + gutter), width, items) for place, items in enumerate(columns)]
        pad = max(self.way.pad * 1.4, 5.0)
        return [Row(looks, cells, above=pad, before=self.way.pad, below=self.way.pad, rule=looks.palette.strong_line)]

    @property
    def _step(self) -> float:
        return 3.4 if self.way.pad > 6 else 1.6

    def _tick(self, line: str, width: float, node: Node) -> Row:
        looks = self.looks
        body = Node("LBody", Node("LI", node))
        indent = 15.0
        words = self.kit.given(line, self.body, node=body)
        cell = Cell(indent, width - indent - 6, [words], paint=tick_box(looks, self.body, indent))
        return Row(looks, [cell], below=self._step)

    def _next_time(self) -> Flowable:
        looks, kit = self.looks, self.kit
        head = looks.sized(10, 15, weight=600)
        foot = looks.sized(9, 12.5, color=looks.palette.second)
        items: list[Flowable] = [kit.ours(_("For next time"), head, "H2"), Lines(looks, 2, 20.5)]
        if self.sheet.foot:
            items += [Room(9.0), kit.words(self.sheet.foot, foot)]
        return AtBottom(Row(looks, [Cell(0, looks.width, items)]), self.way.pad)


class _Strip(Figure):
    """The agenda as a line: each block as long as it is planned, in the hue of what people do, with white between."""

    def __init__(self, looks: PaperLooks, parts: tuple[tuple[int, str, str], ...], parent: Node | None) -> None:
        alt = and_list([f"{title} {wording.length(minutes)}" for minutes, _family, title in parts])
        super().__init__(looks, 6.0, alt, parent)
        self.parts = parts

    def paint(self, canvas: Any) -> None:
        """Bars beside one another, round at both ends."""
        total = sum(minutes for minutes, _modality, _title in self.parts)
        gap, high = 1.3, 4.6
        canvas.saveState()
        frame = canvas.beginPath()
        frame.roundRect(0, 0, self.width, high, high / 2)
        canvas.clipPath(frame, stroke=0, fill=0)
        x = 0.0
        for place, (minutes, modality, _title) in enumerate(self.parts):
            width = self.width * minutes / total
            left = self.width - x - width if self.looks.rtl else x
            if self.looks.rtl and place < len(self.parts) - 1:
                left += gap
            canvas.setFillColor(modality_color(modality))
            last = place == len(self.parts) - 1
            canvas.rect(left, 0, max(0.8, width - (0 if last else gap)), high, stroke=0, fill=1)
            x += width
        canvas.restoreState()
