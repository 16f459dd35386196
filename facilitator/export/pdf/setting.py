"""Sets the blocks of the report as flowables: one small function for each kind of block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import singledispatchmethod
from typing import Any

from reportlab.platypus import CondPageBreak, PageBreak
from reportlab.platypus.flowables import Flowable

from facilitator.export.document import (
    BalanceFigure,
    BarFigure,
    Block,
    ChainFigure,
    Columns,
    Cover,
    Document,
    Entry,
    Fields,
    Finding,
    Heading,
    Listing,
    MapFigure,
    Measures,
    MixFigure,
    OpenList,
    Panel,
    Paragraph,
    Quote,
    Run,
    Section,
    ShiftFigure,
    SpreadFigure,
    Strip,
    Table,
    Words,
    plain,
)
from facilitator.export.pdf import charts, threads, votes
from facilitator.export.pdf.boxes import Cell, Gap, Row
from facilitator.export.pdf.covers import cover as set_cover
from facilitator.export.pdf.icons import kind_icon
from facilitator.export.pdf.looks import Looks
from facilitator.export.pdf.marks import bar, icon, middle_line, panel, top_line
from facilitator.export.pdf.tables import Grid
from facilitator.export.phrases import one_line
from facilitator.export.text import Bookmark, FontBook, Node, Span, Text, TextStyle

ICON = 13.0
OWN_PAGE = frozenset({"decided", "found", "sides", "chains", "changed", "exchanged"})
"""Sections that always begin on a new page, unless the whole report is a short one."""
NEW_PAGE_BELOW, NEW_PAGE_BELOW_IF_SHORT = 0.6, 0.35
"""The others begin on a new page unless more than this part of the present one is free."""
SHORT = 30
"""Contributions of a short report."""


class Setter:
    """Turns a document into what ReportLab lays out."""

    def __init__(self, document: Document, looks: Looks, book: FontBook) -> None:
        self.document = document
        self.looks = looks
        self.book = book
        self.parent: Node | None = None
        blocks = [block for section in document.sections for block in section.blocks]
        self.short = sum(isinstance(block, Entry) for block in blocks) < SHORT

    def story(self) -> list[Flowable]:
        """Everything, in order."""
        flowables = set_cover(self, self.document.cover)
        for place, section in enumerate(self.document.sections):
            flowables += self._section(section, place)
        return flowables

    # ---- words --------------------------------------------------------------------------------------------------

    def text(
        self,
        words: Words,
        style: TextStyle,
        tag: str = "P",
        *,
        bookmark: Bookmark | None = None,
        node: Node | None = None,
        dest: str = "",
    ) -> Text:
        """Words in a style. Those people gave keep their own direction: by themselves, or apart inside ours."""
        looks = self.looks
        if len(words) == 1 and not dest:
            run = words[0]
            if run.said:
                style = looks.given(style)
            if run.link is None and not run.strong and not run.quiet:
                return Text(run.text, style, tag, bookmark, node=node, parent=self.parent)
        spans = [self._span(run, style, alone=len(words) == 1) for run in words]
        if dest:
            spans[:1] = [replace(spans[0], dest=dest)] if spans else [Span("", dest=dest)]
        return Text(spans, style, tag, bookmark, node=node, parent=self.parent)

    def _span(self, run: Run, style: TextStyle, *, alone: bool) -> Span:
        color = self.looks.palette.second if run.quiet else self.looks.palette.accent if run.link else None
        return Span(
            run.text,
            weight=600 if run.strong else None,
            color=color,
            lang=self.looks.given_lang if run.said else None,
            link=run.link,
            isolate=run.said and not alone and not run.text.isascii(),
        )

    def ours(self, text: str, style: TextStyle, tag: str = "P", **more: Any) -> Text:
        """Words of the report itself."""
        return Text(text, style, tag, parent=self.parent, **more)

    # ---- sections -----------------------------------------------------------------------------------------------

    def _section(self, section: Section, place: int) -> list[Flowable]:
        looks = self.looks
        self.parent = Node("Sect")
        begin: list[Flowable] = [PageBreak()]
        if place and (self.short or section.key not in OWN_PAGE):
            least = NEW_PAGE_BELOW_IF_SHORT if self.short else NEW_PAGE_BELOW
            begin = [CondPageBreak(looks.page_room * least), Gap(34)]
        title = Text(
            [Span(section.title, dest=section.key)], looks.section, "H2", Bookmark(section.title, 0, None),
            parent=self.parent,
        )  # fmt: skip
        body: list[Flowable] = []
        blocks = list(section.blocks)
        for number, block in enumerate(blocks):
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            if isinstance(block, ChainFigure):
                if number and isinstance(blocks[number - 1], ChainFigure):
                    continue
                run = [b for b in blocks[number:] if isinstance(b, ChainFigure)]
                body += threads.chains(self, run)
                continue
            body += self.block(block)
            if (
                isinstance(block, Paragraph)
                and block.look == "lead"
                and isinstance(following, Finding | Fields | Entry)
            ):
                body.append(Gap(10))
        if section.key == "method":
            body += self._missing()
        first = blocks[0] if blocks else None
        if not (isinstance(first, Paragraph) and first.look == "lead") and not _ruled(first):
            body.insert(0, self.rule(above=10))
        return [*begin, title, *body]

    def rule(self, above: float = 0.0, below: float = 0.0) -> Row:
        """A hairline across the page."""
        return Row(self.looks, [], below=below, rule=self.looks.palette.line, before=above, next_too=True)

    def _missing(self) -> list[Flowable]:
        return [MissingLetters(self)] if self.document.missing_label else []

    # ---- blocks -------------------------------------------------------------------------------------------------

    @singledispatchmethod
    def block(self, block: Block) -> list[Flowable]:
        """The flowables of one block."""
        raise TypeError(f"no way to set {type(block).__name__}")

    @block.register
    def _(self, block: Heading) -> list[Flowable]:
        looks = self.looks
        mark = Bookmark(one_line(plain(block.words))[:120], 1) if block.listed or block.key else None
        style = looks.heading if block.level == 2 else looks.heading_small
        cells = [Cell(0, looks.width if not block.aside else looks.measure,
                      [self.text(block.words, style, "H3", bookmark=mark, dest=block.key)])]  # fmt: skip
        if block.aside:
            aside = self.ours(block.aside, replace(looks.caption, leading=18))
            cells.append(Cell(looks.outer, looks.width - looks.outer, [aside]))
        ruled = _ruled(block)
        rule = looks.palette.line if ruled else None
        return [Row(looks, cells, above=11 if ruled else 4, below=3, rule=rule, before=9, next_too=True)]

    @block.register
    def _(self, block: Paragraph) -> list[Flowable]:
        looks = self.looks
        style = {"lead": looks.lead, "small": looks.small}.get(block.look, looks.body)
        width = {"lead": looks.measure + 76, "wide": looks.width}.get(block.look, looks.measure + 8)
        words = self.text(block.words, style)
        if block.look == "wide":  # a label of ours stands before them
            words.spans = [replace(s, color=looks.palette.accent) if s.weight == 600 else s for s in words.spans]
        cells = [Cell(0, width, [words])]
        if block.aside:
            cells[0].width = looks.measure
            cells.append(Cell(looks.outer, looks.width - looks.outer, [self.text(block.aside, looks.small)]))
        return [Row(looks, cells, below=4, before=5 if block.look == "lead" else 0, next_too=block.look != "body")]

    @block.register
    def _(self, block: Quote) -> list[Flowable]:
        return [Row(self.looks, self.quote_cells(block), below=8)]

    def quote_cells(self, block: Quote, width: float | None = None) -> list[Cell]:
        """A quotation with its line at the side it is read from, and who gave it below."""
        looks = self.looks
        wide = width or looks.measure
        node = Node("BlockQuote", self.parent)
        words = Text(plain(block.words), looks.given(looks.body if width else looks.quote), "P", parent=node)
        inner = Cell(12, wide - (14 if width else 20), [words], paint=bar(looks, words, wide))
        row = Row(looks, [inner], keep=12)
        items: list[Flowable] = [row]
        if block.by:
            mark = kind_icon(block.kind) if block.kind and block.kind != "note" else ""
            indent = 16.0 if mark else 0.0
            by = self.text(block.by, looks.caption)
            cell = Cell(12 + indent, wide - 24 - indent, [by], top=1, paint=icon(looks, mark, block.kind, indent))
            items.append(Row(looks, [cell]))
        return [Cell(0, wide, items)]

    @block.register
    def _(self, block: Fields) -> list[Flowable]:
        looks = self.looks
        rows: list[Flowable] = []
        for label, words in block.rows:
            if block.look == "note":
                rows.append(self.note_row(label, words))
                continue
            cells = [
                Cell(0, looks.label - 8, [self.ours(label, replace(looks.caption, leading=15.75))]),
                Cell(looks.label, looks.width - looks.label, [self.text(words, looks.body)]),
            ]
            rows.append(Row(looks, cells, below=1.4))
        rows.append(Gap(8))
        return rows

    def note_row(self, label: str, words: Words) -> Row:
        """A line of the method note."""
        looks = self.looks
        at = 41.1 * 72 / 25.4
        cells = [
            Cell(0, at - 8, [self.ours(label, looks.bold)]),
            Cell(at, looks.width - at, [self.text(words, looks.body)]),
        ]
        return Row(looks, cells, above=9, below=9, rule=looks.palette.line)

    @block.register
    def _(self, block: Listing) -> list[Flowable]:
        looks = self.looks
        rows: list[Flowable] = [
            Row(looks, [Cell(0, looks.width, [self.ours(block.title, looks.heading)])], below=5, next_too=True)
        ]
        for title, key in block.rows:
            words = self.text((Run(title, link=f"#{key}"),), looks.minute)
            rows.append(ListingRow(looks, [Cell(0, looks.width - 60, [words])], key))
        return rows

    @block.register
    def _(self, block: Table) -> list[Flowable]:
        return [Gap(12), *Grid.rows(self, block), Gap(14)]

    @block.register
    def _(self, block: OpenList) -> list[Flowable]:
        looks = self.looks
        keeper_at = 114.4 * 72 / 25.4
        keeper_width = looks.width - keeper_at
        head = [
            Cell(20.6, keeper_at - 30, [self.ours(block.title, looks.heading, "H3")]),
            Cell(keeper_at, keeper_width, [self.ours(block.keeper_head, replace(looks.caption, leading=18))]),
        ]
        rows: list[Flowable] = [Row(looks, head, below=2, under=looks.palette.line, before=20, next_too=True)]
        for place, item in enumerate(block.items):
            words = [self.text(item.words, looks.open_item), self.text(item.source, looks.caption)]
            keeper: list[Flowable] = [self.text((Run(item.keeper, said=True),), looks.medium)]
            if item.keeper_words:
                keeper.append(self.text((Run(item.keeper_words, said=True),), looks.caption))
            cells = [
                Cell(
                    20.6,
                    keeper_at - 20.6 - 20,
                    words,
                    paint_once=True,
                    paint=icon(looks, kind_icon(item.kind), item.kind, 20.6, ICON),
                ),
                Cell(keeper_at, keeper_width, keeper),
            ]
            rows.append(Row(looks, cells, above=8.5, below=9.5, rule=looks.palette.line if place else None))
        return rows

    @block.register
    def _(self, block: Finding) -> list[Flowable]:
        looks = self.looks
        aside: list[Flowable] = []
        if block.gathers:
            aside.append(self.ours(block.gathers, replace(looks.caption, weight=600, color=looks.palette.text)))
        if block.note:
            aside.append(self.text(block.note, looks.caption))
        mark = Bookmark(one_line(plain(block.words))[:120], 1)
        title = self.text(block.words, looks.finding, "H3", bookmark=mark, dest=block.key)
        quotes: list[Flowable] = [Row(looks, self.quote_cells(quote), below=8) for quote in block.quotes]
        if block.close:
            head = Row(
                looks, _with_aside(looks, title, aside), above=12, below=3, rule=looks.palette.line, next_too=True
            )
            return [head, *(self._close_quote(quote) for quote in block.quotes), Gap(10)]
        # The first quotations stand in one row with the words beside them; the rest follow one by one.
        cells = _with_aside(looks, title, aside)
        cells[0].items = [title, *quotes[:2]]
        return [Row(looks, cells, above=12, rule=looks.palette.line, keep=16), *quotes[2:], Gap(5)]

    def _close_quote(self, block: Quote) -> Row:
        """A quotation of one line where it can be: who gave it stands in the outer column."""
        looks = self.looks
        words = Text(plain(block.words), looks.given(looks.body), "P", parent=Node("BlockQuote", self.parent))
        mark = kind_icon(block.kind) if block.kind and block.kind != "note" else ""
        by = self.text(block.by, replace(looks.caption, leading=looks.body.leading))
        beside = Cell(looks.outer + 16, looks.width - looks.outer - 16, [by], paint_once=True)
        beside.paint = icon(looks, mark, block.kind, 16)
        cells = [Cell(12, looks.measure - 20, [words], paint=bar(looks, words, looks.measure)), beside]
        return Row(looks, cells, below=5)

    @block.register
    def _(self, block: Columns) -> list[Flowable]:
        looks = self.looks
        count = 2 if block.facing else max(3, len(block.cells))
        gutter = 23.0
        width = (looks.width - gutter * (count - 1)) / count
        cells = [
            Cell(place * (width + gutter), width, self._column(title, words, block.facing), top=10,
                 paint=None if block.facing else top_line(looks))
            for place, (title, words) in enumerate(block.cells)
        ]  # fmt: skip
        if block.facing:
            return [
                Row(looks, cells, above=2, below=12, rule=looks.palette.strong_line, under=looks.palette.line,
                    before=4, paint=middle_line(looks)),
                Gap(11),
            ]  # fmt: skip
        return [Row(looks, cells, before=14, below=14)]

    def _column(self, title: str, words: Words, facing: bool) -> Sequence[Flowable]:
        looks = self.looks
        style = looks.heading_small if facing else looks.heading
        head = Text(title, replace(looks.given(style), space_after=2), "H4", parent=self.parent)
        body = self.text(words, looks.body)
        return [head, body] if title else [body]

    @block.register
    def _(self, block: Panel) -> list[Flowable]:
        looks = self.looks
        pad = 21.0
        width = looks.width - 2 * pad
        items: list[Flowable] = [
            self.ours(block.title, replace(looks.heading, space_after=4), "H3"),
            self.text(block.words, looks.panel),
        ]
        if block.note:
            items.append(self.text(block.note, replace(looks.caption, space_before=7)))
        row = Row(looks, [Cell(pad, width, items)], above=18, below=18, before=14, paint=panel(looks), keep=20)
        return [row, Gap(4)]

    @block.register
    def _(self, block: Entry) -> list[Flowable]:
        return [self.entry(block)]

    def entry(self, block: Entry) -> Row:
        """One contribution: who, what kind and when on one line, the words below."""
        looks = self.looks
        style = looks.caption
        mark = "" if block.kind == "note" else kind_icon(block.kind)
        indent = 15.0 if mark else 0.0
        spans = [
            Span(block.who, 600, looks.palette.text, dest=block.key, isolate=not block.who.isascii()),
            *(self._span(run, style, alone=False) for run in block.details),
        ]
        meta = Text(spans, style, "P", parent=self.parent)
        body = Text(plain(block.words), looks.given(looks.body), "P", parent=self.parent)
        cells = [
            Cell(0, 26, [Text(block.number, replace(style, color=looks.palette.third), "P", parent=self.parent)]),
            Cell(28, looks.measure, [_Indented(looks, meta, indent, mark, block.kind) if mark else meta, body]),
        ]
        return Row(looks, cells, below=7)

    @block.register
    def _(self, block: ShiftFigure) -> list[Flowable]:
        return charts.shift(self, block)

    @block.register
    def _(self, block: MixFigure) -> list[Flowable]:
        return charts.mix(self, block)

    @block.register
    def _(self, block: BalanceFigure) -> list[Flowable]:
        return charts.room(self, block)

    @block.register
    def _(self, block: BarFigure) -> list[Flowable]:
        return votes.bars(self, block)

    @block.register
    def _(self, block: SpreadFigure) -> list[Flowable]:
        return votes.spreads(self, block)

    @block.register
    def _(self, block: Measures) -> list[Flowable]:
        return charts.measures(self, block)

    @block.register
    def _(self, block: MapFigure) -> list[Flowable]:
        return threads.exchange_map(self, block)

    @block.register
    def _(self, block: Strip | Cover) -> list[Flowable]:
        return []


class _Indented(Row):
    """A line of text with a small icon before it."""

    def __init__(self, looks: Looks, text: Text, indent: float, mark: str, kind: str) -> None:
        width = looks.measure - indent
        super().__init__(looks, [Cell(indent, width, [text], paint=icon(looks, mark, kind, indent))])

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As a row, in the width it is given."""
        return super().wrap(available_width, available_height)


class ListingRow(Row):
    """A place in the report with the number of its page, which is known at the end."""

    def __init__(self, looks: Looks, cells: Sequence[Cell], key: str) -> None:
        super().__init__(looks, cells, above=6, below=6, rule=looks.palette.line)
        self.key = key

    def draw(self) -> None:
        """The words now, the number later."""
        super().draw()
        canvas: Any = self.canv
        from facilitator.export.text import draw_line

        looks, key = self.looks, self.key
        x, y = canvas.absolutePosition(0 if looks.rtl else self.width, self.height - self.above - 13)
        style = replace(looks.minute, color=looks.palette.second, align="start" if looks.rtl else "end")
        canvas.later(lambda late: draw_line(late, x, y, str(late.page_of.get(key, "")) or " ", style))


class MissingLetters(Flowable):
    """The row of the method note that says what no font could show; known when everything before it is drawn."""

    def __init__(self, setter: Setter) -> None:
        super().__init__()
        self.setter = setter
        self._row: Row | None = None

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Nothing when every letter could be shown."""
        missing = list(self.setter.book.missing)
        if not missing:
            return available_width, 0.0
        document = self.setter.document
        shown = ", ".join(missing[:40]) + (" …" if len(missing) > 40 else "")
        words = document.missing_words.format(what=shown)
        self._row = self.setter.note_row(document.missing_label, (Run(words),))
        self.width, self.height = self._row.wrap(available_width, available_height)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """As its row."""
        return [] if self._row is None else self._row.split(available_width, available_height)

    def draw(self) -> None:
        """As its row."""
        if self._row is not None:
            self._row.drawOn(self.canv, 0, 0)


def _with_aside(looks: Looks, main: Text, aside: Sequence[Flowable]) -> list[Cell]:
    """A cell in the measure and, if there are words for it, one in the outer column."""
    cells = [Cell(0, looks.measure, [main])]
    if aside:
        cells.append(Cell(looks.outer, looks.width - looks.outer, aside, top=3))
    return cells


def _ruled(block: Block | None) -> bool:
    """Whether a heading has a line above it: those that begin something of their own do."""
    return isinstance(block, Heading) and bool(block.key or block.listed)
