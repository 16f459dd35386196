"""Markdown: the report as text that can be read as it stands, mailed, and set by any program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import singledispatchmethod

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
    Spread,
    SpreadFigure,
    Strip,
    Table,
    Words,
    plain,
)
from facilitator.export.escape import inline, lines
from facilitator.export.phrases import number


def write(document: Document, tick: Callable[[float], None] | None = None) -> bytes:
    """The whole file, UTF-8."""
    writer = _Writer()
    writer.cover(document.cover)
    for place, section in enumerate(document.sections):
        writer.section(section)
        if tick is not None:
            tick((place + 1) / len(document.sections))
    if document.foot:
        writer.put("---", inline(document.foot))
    return ("\n\n".join(writer.out) + "\n").encode("utf-8", "replace")


def _words(words: Words) -> str:
    """Words within a line of ours. What people gave is escaped like everything else."""
    return "".join(_run(run) for run in words).strip()


def _run(run: Run) -> str:
    lead = " " if run.text[:1] == " " else ""
    tail = " " if run.text[-1:] == " " and run.text.strip() else ""
    text = inline(run.text)
    if not text:
        return lead
    if run.strong:
        text = f"**{text}**"
    if run.link is not None:
        text = f"[{text}]({run.link})"
    return f"{lead}{text}{tail}"


def _quoted(words: Words) -> str:
    """Somebody's words as a block of their own, every line kept."""
    rows = lines(plain(words))
    out = []
    for place, row in enumerate(rows):
        following = rows[place + 1] if place + 1 < len(rows) else ""
        out.append(f"> {row}\\" if row.strip() and following.strip() else f"> {row}".rstrip())
    return "\n".join(out)


def _place(key: str) -> str:
    return f'<a id="{key}"></a>' if key else ""


def _cell(words: Words) -> str:
    return "<br>".join(lines(plain(words).strip())).replace("|", "\\|").replace("\\\\|", "\\|")


def _table(head: Iterable[str], rows: Iterable[Iterable[Words]]) -> str:
    """A table under its head."""
    heads = [_cell((Run(" ".join(words.split())),)) for words in head]
    return "\n".join(
        (
            "| " + " | ".join(heads) + " |",
            "|" + " --- |" * len(heads),
            *("| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows),
        )
    )


def _noted(option: Spread) -> Words:
    """The words of an option, and under them what is to be seen in its numbers."""
    return (*option.words, Run(f"\n({option.note})")) if option.note else option.words


class _Writer:
    def __init__(self) -> None:
        self.out: list[str] = []

    def put(self, *paragraphs: str) -> None:
        self.out.extend(paragraph for paragraph in paragraphs if paragraph.strip())

    def cover(self, cover: Cover) -> None:
        self.put(f"# {inline(cover.title)}", f"**{inline(cover.organisation)}**" if cover.organisation else "")
        self.put(_words(cover.lead), _words(cover.people))
        if cover.minute:
            self.put(f"## {inline(cover.minute_title)}")
            self._fields(cover.minute)
        for title, words in cover.statements:
            self.put(f"**{inline(title)}**: {_words(words)}")
        if cover.strip is not None:
            self.block(cover.strip)
        if cover.contents is not None:
            self.block(cover.contents)

    def section(self, section: Section) -> None:
        self.put(_place(section.key), f"## {inline(section.title)}")
        for block in section.blocks:
            self.block(block)

    def _fields(self, rows: Iterable[tuple[str, Words]]) -> None:
        self.put("\n".join(f"- **{inline(label)}**: {_words(words)}" for label, words in rows))

    @singledispatchmethod
    def block(self, block: Block) -> None:
        """Write one block."""
        raise TypeError(f"no way to write {type(block).__name__}")

    @block.register
    def _(self, block: Heading) -> None:
        aside = f" ({inline(block.aside)})" if block.aside else ""
        self.put(_place(block.key), f"{'#' * (block.level + 1)} {_words(block.words)}{aside}")

    @block.register
    def _(self, block: Paragraph) -> None:
        self.put(_words(block.words), _words(block.aside))

    @block.register
    def _(self, block: Quote) -> None:
        self.put(_quoted(block.words), f"— {_words(block.by)}" if block.by else "")

    @block.register
    def _(self, block: Fields) -> None:
        self._fields(block.rows)

    @block.register
    def _(self, block: Listing) -> None:
        self.put(f"**{inline(block.title)}**")
        self.put("\n".join(f"- [{inline(title)}](#{key})" for title, key in block.rows))

    @block.register
    def _(self, block: Table) -> None:
        self.put(_table(block.head, block.rows))

    @block.register
    def _(self, block: OpenList) -> None:
        self.put(f"### {inline(block.title)}")
        for item in block.items:
            keeper = f"{inline(block.keeper_head)}: {inline(item.keeper)}"
            if item.keeper_words:
                keeper += f", {inline(item.keeper_words)}"
            self.put(_quoted(item.words), f"— {_words(item.source)}. {keeper}")

    @block.register
    def _(self, block: Finding) -> None:
        self.put(_place(block.key), f"### {_words(block.words)}")
        aside = ": ".join(part for part in (inline(block.gathers), _words(block.note)) if part)
        self.put(aside)
        for quote in block.quotes:
            self.block(quote)

    @block.register
    def _(self, block: Columns) -> None:
        for title, words in block.cells:
            self.put(f"**{inline(title)}**: {_words(words)}" if title else _words(words))

    @block.register
    def _(self, block: Panel) -> None:
        self.put(f"### {inline(block.title)}", _quoted(block.words), _words(block.note))

    @block.register
    def _(self, block: ChainFigure) -> None:
        self.put(f"### {inline(block.title)}")
        for link in block.links:
            relation = f"{inline(link.relation)}: " if link.relation else ""
            kind = f", {inline(link.kind_word)}" if link.kind_word else ""
            self.put(f"{relation}**{inline(link.who)}**{kind}", _quoted(link.words))
        self.put(_words(block.turn))

    @block.register
    def _(self, block: MapFigure) -> None:
        self.put(f"### {inline(block.title)}", _words(block.words))
        if block.names:
            words = dict(block.legend)
            self.put(
                "\n".join(
                    f"- {inline(block.names[one])} → {inline(block.names[other])}: {inline(words[kind])}, {times}"
                    for one, other, kind, times in block.edges
                )
            )

    @block.register
    def _(self, block: ShiftFigure) -> None:
        self.put(f"### {inline(block.title)}", inline(block.question), _words(block.words), _words(block.middle))
        rows = [f"| | | {inline(block.heads[0])} | {inline(block.heads[1])} |", "| --- | --- | --- | --- |"]
        for level in range(len(block.anchors) - 1, -1, -1):
            then = sum(times for was, _is, times in block.moves if was == level)
            now = sum(times for _was, here, times in block.moves if here == level)
            rows.append(f"| {level} | {inline(block.anchors[level])} | {then} | {now} |")
        self.put("\n".join(rows))
        for quote in block.quotes:
            self.block(quote)

    @block.register
    def _(self, block: MixFigure) -> None:
        parts = ", ".join(f"{times} {inline(word)}" for _kind, times, word in block.parts)
        note = f" ({inline(block.note)})" if block.note else ""
        self.put(f"### {inline(block.title)}", f"{parts}{note}.", _words(block.words))

    @block.register
    def _(self, block: BalanceFigure) -> None:
        bars = ", ".join(str(bar) for bar in block.bars)
        self.put(f"### {inline(block.title)}", f"({inline(block.ends[0])}) {bars} ({inline(block.ends[1])})")
        self.put(*(_words(words) for words in block.words))

    def _asked(self, block: BarFigure | SpreadFigure) -> None:
        self.put(_place(block.key), f"### {_words(block.title)}", _words(block.note))

    @block.register
    def _(self, block: BarFigure) -> None:
        self._asked(block)
        self.put(_table(block.heads, ((bar.words, (Run(number(bar.count)),)) for bar in block.bars)))
        self.put(_words(block.words))

    @block.register
    def _(self, block: SpreadFigure) -> None:
        self._asked(block)
        for criterion, options in block.parts:
            heads = [plain(criterion), *(plain(word) for word in block.scale)]
            rows = ((_noted(one), *((Run(number(count)),) for count in one.counts)) for one in options)
            self.put(_table(heads, rows))
        self.put(_words(block.words))

    @block.register
    def _(self, block: Measures) -> None:
        self.put("\n".join(f"- **{inline(item.figure)}** {_words(item.words)}" for item in block.items))

    @block.register
    def _(self, block: Strip) -> None:
        self.put(" · ".join(f"{inline(verb)} ({minutes})" for minutes, _modality, verb in block.parts))

    @block.register
    def _(self, block: Entry) -> None:
        self.put(
            f"{_place(block.key)}{block.number} **{inline(block.who)}**{_words(block.details)}", _quoted(block.words)
        )
