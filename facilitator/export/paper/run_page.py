"""How the run sheet is set: one page if it can be, the same letters whatever happens."""

from __future__ import annotations

from collections.abc import Sequence
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
from facilitator.export.text import Bookmark, Node, Span, Text, TextStyle, natural_width
from facilitator.words import _, ngettext

COLUMNS = (0.0, 40.6, 72.0, 190.0, 395.6, 465.8)
"""Where start, minutes, what, say and do, catch and the real time begin, in points of a line of 505; they grow with the
paper.
"""
COLUMNS_OF_DAYS = (0.0, 58.0, 104.0, 216.0, 395.6, 465.8)
"""The same where blocks begin at dates and last days."""
_LINE = 505.0


@dataclass(frozen=True, slots=True)
class _Way:
    """How close it is set: the room above and below a row; whether sentences are cut to the first and lists to the
    first of each block; how long a list may be (0: as long as it is).
    """

    pad: float
    short: bool = False
    brief: bool = False
    most: int = 0


WAYS = (
    *(_Way(pad) for pad in (6.9, 5.8, 4.8, 3.9, 3.1)),
    *(_Way(pad, short=True) for pad in (6.9, 5.2, 4.0, 3.0)),
    *(_Way(pad, short=True, brief=True) for pad in (5.2, 4.0, 3.0)),
    *(_Way(3.0, short=True, brief=True, most=most) for most in (6, 4)),
    *(_Way(2.2, short=True, brief=True, most=most) for most in (3, 2, 1)),
)
"""From roomy to close; the first that fits on one page is taken."""
FLOWING = _Way(4.8, short=True)
"""For more than a page."""
_LEAST_ROW = 17.9


def looks_of(sheet: RunSheet, paper: str, accent: str) -> PaperLooks:
    """Margins of 16 mm, and 15 at head and foot."""
    return PaperLooks(sheet.leaf, paper, accent, top=15.0, bottom=15.0, side=16.0)


def story(kit: Kit, sheet: RunSheet) -> list[Flowable]:
    """The sheet on one page if it can be, otherwise on as many as there must be."""
    room = kit.looks.page_room - 0.5
    if sum(len(day.lines) for day in sheet.days) * _LEAST_ROW < room:
        for way in WAYS:
            if tall(_Setter(kit, sheet, way).story(), kit.looks.width) <= room:
                return _Setter(kit, sheet, way).story()
    return _Setter(kit, sheet, FLOWING).story()


class _Setter:
    def __init__(self, kit: Kit, sheet: RunSheet, way: _Way) -> None:
        self.kit, self.sheet, self.way = kit, sheet, way
        self.looks = looks = kit.looks
        self.body = looks.sized(9.5, 13.5)
        self.quiet = replace(self.body, color=looks.palette.second)
        self.bold = replace(self.body, weight=600)
        self.label = looks.sized(9, 12.5, weight=600, color=looks.palette.second)
        self.scale = looks.width / _LINE
        columns = COLUMNS_OF_DAYS if sheet.in_days else COLUMNS
        self.start, self.minutes, self.what, self.say, self.catch, self.real = columns

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
            made.append(Row(looks, [Cell(0, looks.width, [heading])], before=10 if place else 5, below=3))
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
            (self.start, self.minutes, _("Start")),
            (self.minutes, self.what, self.sheet.length_head),
            (self.what, self.say, _("What")),
            (self.say, self.catch, _("Say and do")),
            (self.catch, self.real, _("Catch")),
        )
        cells = [
            self._cell(begin, end, kit.ours(words, self.label, node=Node("TH", top, scope="Column")))
            for begin, end, words in heads
        ]
        real = kit.ours(_("Real"), replace(self.label, align=looks.far), node=Node("TH", top, scope="Column"))
        cells.append(Cell(self.real * self.scale, looks.width - self.real * self.scale - 7, [real]))
        pad = max(self.way.pad * 0.9, 3.5)
        return Row(looks, cells, above=pad, below=pad, under=looks.palette.strong_line)

    def _line(self, line: Line, node: Node) -> Row:
        looks, kit, cell = self.looks, self.kit, self._cell
        row = Node("TR", node)

        def data() -> Node:
            return Node("TD", row)

        indent = 18.0
        color = modality_color(line.modality)
        room = (self.say - self.what) * self.scale - indent - 12
        what = kit.given(line.title, self.bold, node=data())
        if line.name != line.title and what.wrap(room, 1e6)[1] > 2 * self.bold.leading:
            what = kit.given(line.name, self.bold, node=data())
        mark = icon_before(looks, self.body, indent, modality_icon(line.modality), color, 11.5)
        cells = [
            cell(self.start, self.minutes, kit.ours(line.start, self.bold, node=data())),
            cell(self.minutes, self.what, kit.ours(line.minutes, self.body, node=data())),
            Cell(self.what * self.scale + indent, room, [what], paint=mark),
        ]
        words = line.short if self.way.short else line.say
        caught = line.catch
        if self.way.short:
            caught = _(", ").join(caught.split(", ")[: 2 if self.way.brief else 3])
        if line.note:
            said = kit.spans([Span(f"{line.note} "), kit.apart(words)], self.body, node=data())
        else:
            said = kit.given(words, self.body, node=data())
        cells.append(cell(self.say, self.catch, said))
        cells.append(cell(self.catch, self.real, kit.given(caught, self.quiet, node=data())))
        pad = self.way.pad
        rule = looks.palette.line
        if not line.groups:
            return Row(looks, cells, above=pad, below=pad, under=rule, paint=self._real())
        both = [Row(looks, cells, above=pad), self._groups(line, row)]
        return Row(looks, [Cell(0, looks.width, both)], below=pad, under=rule, paint=self._real())

    def _groups(self, line: Line, row: Node) -> Row:
        """Parallel groups beside a line in the block's hue, under the block."""
        looks, kit = self.looks, self.kit
        begin = self.what * self.scale + 18.0
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

        return Row(looks, [Cell(begin + 8.2, self.real * self.scale - begin - 16, texts, paint=paint)], above=2.5)

    def _real(self) -> Paint:
        looks = self.looks
        begin = self.real * self.scale

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
            self._cell(self.start, self.minutes, kit.ours(day.end, self.bold, node=Node("TD", row))),
            self._cell(self.minutes, _LINE, words),
        ]
        return Row(self.looks, cells, above=self.way.pad, below=self.way.pad)

    # ---- below the table --------------------------------------------------------------------------------------------

    def _columns(self) -> list[Flowable]:
        """What to do before, what to bring, what to do when it goes wrong; a very long list takes two columns."""
        looks, sheet = self.looks, self.sheet
        brief = self.way.brief
        lists = [
            self._list(sheet.before_title, sheet.before, sheet.brief_before if brief else sheet.before),
            self._list(_("Bring"), sheet.bring, sheet.bring),
            self._list(_("If it goes wrong"), sheet.trouble, sheet.brief_trouble if brief else sheet.trouble),
        ]
        if not any(lists):
            return []
        gutter = 14.0
        width = (looks.width - 2 * gutter) / 3
        before, bring, trouble = lists
        high = [tall(items, width) for items in lists]
        if high[0] > high[1] + high[2] and len(before) > 6:
            # The last line may be longer than all others together; it is then alone in the second column.
            half = next((n for n in range(2, len(before)) if tall(before[:n], width) >= high[0] / 2), len(before) - 1)
            lists = [before[:half], [Room(17.0), *before[half:]], [*bring, Room(6.0), *trouble] if bring else trouble]
        cells = [Cell(place * (width + gutter), width, items) for place, items in enumerate(lists)]
        pad = max(self.way.pad * 1.4, 5.0)
        return [Row(looks, cells, above=pad, before=self.way.pad, below=self.way.pad, rule=looks.palette.strong_line)]

    def _list(
        self, title: str, every: Sequence[str | tuple[str, str]], shown: Sequence[str | tuple[str, str]]
    ) -> list[Flowable]:
        """A heading and lines: boxes to tick, or what goes wrong with its remedy. What is left out is counted."""
        kit = self.kit
        shown = shown[: self.way.most] if self.way.most else shown
        if not every:
            return []
        items: list[Flowable] = [kit.ours(title, self.looks.sized(10, 15, weight=600, space_after=2.0), "H2")]
        node = Node("L", kit.parent)
        for line in shown:
            body = Node("LBody", Node("LI", node))
            if isinstance(line, str):
                items.append(_Ticked(kit, line, self.body, body, self._step))
                continue
            sign, remedy = line
            told = remedy[:1].lower() + remedy[1:] if remedy[1:2].islower() else remedy
            parts = [kit.apart(sign, weight=600), *([Span(" "), kit.apart(told)] if told else [])]
            items.append(kit.spans(parts, replace(self.body, space_after=self._step / 2), node=body))
        left = len(every) - len(shown)
        if left > 0:
            more = ngettext("and {count} more, in the plan", "and {count} more, in the plan", left)
            items.append(kit.ours(more.format(count=left), self.quiet))
        return items

    @property
    def _step(self) -> float:
        return 3.4 if self.way.pad > 6 else 1.6

    def _next_time(self) -> Flowable:
        looks, kit = self.looks, self.kit
        head = looks.sized(10, 15, weight=600)
        foot = looks.sized(9, 12.5, color=looks.palette.second)
        items: list[Flowable] = [kit.ours(_("For next time"), head, "H2"), Lines(looks, 2, 20.5)]
        told = [words for words in (self.sheet.foot, self.sheet.learning) if words]
        if told:
            items += [Room(9.0), *(kit.words(words, foot) for words in told)]
        return AtBottom(Row(looks, [Cell(0, looks.width, items)]), self.way.pad)


class _Ticked(Row):
    """A box to tick and a line, as wide as there is room."""

    def __init__(self, kit: Kit, line: str, style: TextStyle, node: Node, below: float) -> None:
        self.indent = 15.0
        words = kit.given(line, style, node=node)
        cell = Cell(self.indent, 0, [words], paint=tick_box(kit.looks, style, self.indent))
        super().__init__(kit.looks, [cell], below=below)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As a row, to the end of the line."""
        self.cells[0].width = available_width - self.indent - 6
        return super().wrap(available_width, available_height)


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
