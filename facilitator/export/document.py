"""The report as a document: sections of blocks, words with their meaning, figures as data. No format knows another.

Everything here is frozen and finished: names are already as they may appear, words are already translated. A format
only sets it. Words people said are marked (`Run.said`), so that a format can keep them from being read as markup, and
carry a language where one is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words. ``said`` marks what people gave; ``link`` is an address or the ``#key`` of a place here."""

    text: str
    strong: bool = False
    quiet: bool = False
    said: bool = False
    lang: str | None = None
    link: str | None = None


Words = tuple[Run, ...]


def sentence(template: str, **values: str) -> Words:
    """A sentence with ``{named}`` places; what comes into them is marked as given, so that it is kept apart."""
    runs: list[Run] = []
    for part in _PLACE.split(template):
        if part in values and f"{{{part}}}" in template:
            runs.append(Run(values[part], said=True))
        elif part:
            runs.append(Run(part))
    return tuple(runs)


def plain(words: Words) -> str:
    """The words without their looks."""
    return "".join(run.text for run in words)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section: level 2 or 3. ``key`` names the place for links; ``aside`` stands at its far end."""

    words: Words
    level: int = 2
    key: str = ""
    aside: str = ""
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running words. ``look``: *lead* under a section's title, *body*, *wide*, *small*; ``aside`` stands beside."""

    words: Words
    look: str = "body"
    aside: Words = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words with who gave them; ``kind`` is the contribution's kind or empty."""

    words: Words
    by: Words = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels with words. ``look``: *minute* (the one-minute reading), *ground* (of a decision), *note* (the method)."""

    rows: tuple[tuple[str, Words], ...]
    look: str = "ground"


@dataclass(frozen=True, slots=True)
class Listing:
    """Places in the report: a section's title and its key."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a repeated head. ``shares`` are the columns' widths as parts of the whole."""

    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something still open: the words, where they come from, who looks after it."""

    kind: str
    words: Words
    source: Words
    keeper: str
    keeper_words: str


@dataclass(frozen=True, slots=True)
class OpenList:
    """Open items of one sort under a heading; ``keeper_head`` stands over those who look after them."""

    title: str
    keeper_head: str
    items: tuple[OpenItem, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence that gathers cards, or with ``close`` one theme of many; ``gathers`` says how many it gathers."""

    words: Words
    gathers: str
    note: Words
    quotes: tuple[Quote, ...]
    key: str = ""
    close: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Short passages side by side: standpoints, or with ``facing`` the two poles of a disagreement."""

    cells: tuple[tuple[str, Words], ...]
    facing: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A passage set apart in full."""

    title: str
    words: Words
    note: Words = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One card of a chain: how it links to the one before, who, what kind, and the words (or why they are not here)."""

    kind: str
    kind_word: str
    relation: str
    who: str
    words: Words
    printed: bool = True


@dataclass(frozen=True, slots=True)
class ChainFigure:
    """A thread of contributions from the first spark to what came of it."""

    title: str
    links: tuple[Link, ...]
    turn: Words = ()


@dataclass(frozen=True, slots=True)
class MapFigure:
    """Who took up whose words. ``edges``: (from, to, relation, times), people numbered from 0; ``names`` or none."""

    title: str
    people: int
    names: tuple[str, ...]
    edges: tuple[tuple[int, int, str, int], ...]
    legend: tuple[tuple[str, str], ...]
    words: Words
    note: Words
    alt: str


@dataclass(frozen=True, slots=True)
class ShiftFigure:
    """Where people place themselves now and remember having been: ``moves`` are (then, now, how many), 0 to 4."""

    title: str
    question: str
    words: Words
    middle: Words
    anchors: tuple[str, ...]
    moves: tuple[tuple[int, int, int], ...]
    heads: tuple[str, str]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class MixFigure:
    """What kinds were given: (kind, how many, the word for so many), with one sentence of what it means."""

    title: str
    parts: tuple[tuple[str, int, str], ...]
    note: str
    words: Words


@dataclass(frozen=True, slots=True)
class BalanceFigure:
    """How much each gave, without names, most first; ``band`` is what chance gives at each place (low, high)."""

    title: str
    bars: tuple[int, ...]
    band: tuple[tuple[float, float], ...]
    ends: tuple[str, str]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One option and how much it got; ``leads`` is one of those with the most."""

    words: Words
    count: int
    leads: bool = False


@dataclass(frozen=True, slots=True)
class BarFigure:
    """What everybody was asked and how much each option got. ``note`` tells how it was asked and how many answered;
    ``heads`` stand over the options and over the counts.
    """

    title: Words
    key: str
    note: Words
    heads: tuple[str, str]
    bars: tuple[Bar, ...]
    words: Words = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """How many chose each word of a scale for one option; ``note`` is what is to be seen in it."""

    words: Words
    counts: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SpreadFigure:
    """How each option was rated: for each criterion the options, and how many chose each word of the scale."""

    title: Words
    key: str
    note: Words
    scale: tuple[Words, ...]
    parts: tuple[tuple[Words, tuple[Spread, ...]], ...]
    words: Words = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One count in words large enough to read first, and a sentence of what it means; ``dots`` as (full, all)."""

    figure: str
    words: Words
    dots: tuple[int, int] | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """Counts beside one another."""

    items: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """The agenda as a line: (minutes, modality, verb) for each block."""

    parts: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One contribution as it was given, with its number, who, kind, time and what it takes up."""

    number: str
    key: str
    kind: str
    who: str
    details: Words
    words: Words


Block = (
    Heading
    | Paragraph
    | Quote
    | Fields
    | Listing
    | Table
    | OpenList
    | Finding
    | Columns
    | Panel
    | ChainFigure
    | MapFigure
    | ShiftFigure
    | MixFigure
    | BalanceFigure
    | BarFigure
    | SpreadFigure
    | Measures
    | Strip
    | Entry
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with a title of its own, beginning on a new page where there are pages."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page. ``statements`` are what learning means here and the rule of the room; ``rest`` what follows."""

    organisation: str
    title: str
    lead: Words
    people: Words
    minute_title: str
    minute: tuple[tuple[str, Words], ...]
    statements: tuple[tuple[str, Words], ...]
    contents: Listing | None
    strip: Strip | None


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. ``rtl`` mirrors the page; ``head`` and ``head_end`` run over every page, ``foot`` under it.

    ``page_of`` has the places ``{page}`` and ``{pages}``. ``own_language`` is that of the report's own words,
    ``words_language`` that of people's, where known. ``missing_label`` names the row of the method note that says what
    no font could show, for formats that have fonts; its sentence has the place ``{what}``.
    """

    title: str
    author: str
    subject: str
    language: str
    rtl: bool
    head: str
    head_end: str
    foot: str
    page_of: str
    cover: Cover
    sections: tuple[Section, ...]
    missing_label: str = ""
    missing_words: str = ""
    words_language: str | None = None
    own_language: str = "en"
