"""What every sheet of paper is made with: what it says of itself, its measures, words as flowables, and the file.

A sheet is plain data first. Setting it needs a `Kit`, which makes texts in the right language and direction and hangs
them into the file's structure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from reportlab.platypus.flowables import Flowable

from facilitator import paths
from facilitator.export.document import Words
from facilitator.export.pdf.boxes import Paint
from facilitator.export.pdf.icons import draw_icon
from facilitator.export.pdf.looks import MM, Looks, tokens
from facilitator.export.pdf.pages import NumberedCanvas, canvas_maker
from facilitator.export.phrases import one_line, right_to_left
from facilitator.export.text import FontBook, Node, Span, Structure, Text, TextStyle, artifact, draw_line
from facilitator.export.text.style import Align
from facilitator.export.voice import Voice
from facilitator.words import _, language

Missing = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a sheet says of itself: its title for readers of the file, its languages, from which side it is read."""

    title: str
    head: str
    language: str
    rtl: bool
    own_language: str
    words_language: str | None = None
    author: str = ""
    subject: str = ""


def leaf(voice: Voice, sheet: str) -> Leaf:
    """The leaf of a sheet of this session."""
    tag = voice.options.language or language()
    head = one_line(voice.written_text(voice.state.about.title))
    organisation = one_line(voice.state.about.organisation or voice.options.organisation)
    title = _("{sheet}: {title}").format(sheet=sheet, title=head)
    return Leaf(title, head, tag, right_to_left(tag), language(), voice.lang, organisation, sheet)


class PaperLooks(Looks):
    """The report's colours and letters, on a sheet with margins of its own (millimetres)."""

    def __init__(self, of: Leaf, paper: str, accent: str, *, top: float, bottom: float, side: float) -> None:
        super().__init__(of, paper, accent)
        self.left = side * MM
        self.margin_top, self.margin_bottom = top * MM, bottom * MM
        self.width = self.paper[0] - 2 * self.left
        self.measure = self.width
        self.page_room = self.paper[1] - self.margin_top - self.margin_bottom
        self.far: Align = "start" if self.body.align == "end" else "end"
        """The side at which a line of ours ends."""
        self.control: str = tokens()["light"]["line"]["control"]

    def sized(self, size: float, leading: float | None = None, **more: Any) -> TextStyle:
        """The sheet's letters at a size."""
        return replace(self.body, size=size, leading=leading or round(size * 1.42, 1), **more)


class Kit:
    """Makes the texts of one sheet. ``parent`` is the element of the structure that they hang in."""

    def __init__(self, of: Leaf, looks: PaperLooks) -> None:
        self.leaf = of
        self.looks = looks
        self.parent: Node | None = None

    def ours(self, words: str | Sequence[Span], style: TextStyle, tag: str = "P", *, node: Node | None = None) -> Text:
        """Words of the program."""
        return Text(words, style, tag, node=node, parent=self.parent)

    def given(self, words: str, style: TextStyle, tag: str = "P", *, node: Node | None = None) -> Text:
        """Words that people gave: they run in their own direction."""
        return Text(words, self.looks.given(style), tag, node=node, parent=self.parent)

    def spans(self, parts: Sequence[Span], style: TextStyle, tag: str = "P", *, node: Node | None = None) -> Text:
        """Words of ours and words that people gave (`apart`) in one line."""
        return Text(parts, style, tag, node=node, parent=self.parent)

    def words(self, words: Words, style: TextStyle, tag: str = "P", *, node: Node | None = None) -> Text:
        """Words of ours with words that people gave inside them, each in its own direction."""
        if len(words) == 1 and words[0].said:
            return self.given(words[0].text, style, tag, node=node)
        return self.spans(
            [self.apart(run.text) if run.said else Span(run.text) for run in words], style, tag, node=node
        )

    def apart(self, words: str, **look: Any) -> Span:
        """Words that people gave, inside a line of ours."""
        return Span(words, lang=self.leaf.words_language, isolate=not words.isascii(), **look)


class Sheets(BaseDocTemplate):
    """Pages of one sheet, each with the whole room between its margins. ``furnish`` draws what stands on every page."""

    def __init__(self, file: str, looks: PaperLooks, furnish: Callable[[NumberedCanvas], None] | None) -> None:
        super().__init__(file, pagesize=looks.paper, leftMargin=0, rightMargin=0, topMargin=0, bottomMargin=0)
        width, height = looks.paper
        frame = Frame(
            looks.left, looks.margin_bottom, width - 2 * looks.left, height - looks.margin_top - looks.margin_bottom,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0, id="page",
        )  # fmt: skip

        def on_page(canvas: Any, _doc: Any) -> None:
            if furnish is not None:
                furnish(canvas)

        self.addPageTemplates([PageTemplate("page", [frame], onPage=on_page)])


def set_sheet(
    of: Leaf,
    looks: PaperLooks,
    file: Path,
    story: Callable[[Kit], list[Flowable]],
    furnish: Callable[[NumberedCanvas], None] | None = None,
) -> tuple[int, Missing]:
    """Set a sheet and write it. Returns its pages, and what no font could show, as (``U+12000``, how often)."""
    with FontBook.bundled(paths.cache_folder()) as book:
        structure = Structure()
        made = story(Kit(of, looks))
        sheets = Sheets(str(file), looks, furnish)
        sheets.build(made, canvasmaker=canvas_maker(of, structure, lambda: None))
        return sheets.page, tuple(book.missing.items())


def tall(story: Sequence[Flowable], width: float) -> float:
    """How high these flowables stand above one another, in points."""
    total = before = 0.0
    for place, item in enumerate(story):
        height: float = item.wrap(width, 1e6)[1]
        total += height + (max(before, item.getSpaceBefore()) if place else 0.0)
        before = item.getSpaceAfter()
    return total


class AtBottom(Flowable):
    """Something that stands at the foot of the page, or of the next one where there is no room for it."""

    def __init__(self, inner: Flowable, above: float) -> None:
        super().__init__()
        self.inner, self.above = inner, above

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """All the room that is left, and no less than it needs."""
        needed = self.inner.wrap(available_width, available_height)[1] + self.above
        self.width = available_width
        self.height = max(needed, available_height - 0.01) if available_height < 1e5 else needed
        return self.width, self.height

    def draw(self) -> None:
        """At the foot."""
        self.inner.drawOn(self.canv, 0, 0)


# ---- decoration ----------------------------------------------------------------------------------------------------


def box(looks: PaperLooks, canvas: Any, x: float, y: float, size: float) -> None:
    """A box to tick."""
    canvas.saveState()
    canvas.setStrokeColor(looks.palette.second)
    canvas.setLineWidth(0.8)
    canvas.roundRect(x, y, size, size, size * 0.24, stroke=1, fill=0)
    canvas.restoreState()


def before_first_line(looks: PaperLooks, style: TextStyle, indent: float, draw: Callable[[Any, float, float], None],
                      size: float) -> Paint:  # fmt: skip
    """Something of ``size`` in the room of ``indent`` before a cell, in the middle of its first line."""

    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        left = x + width + indent - size if looks.rtl else x - indent
        draw(canvas, left, y + height - style.leading + (style.leading - size) / 2)

    return paint


def tick_box(looks: PaperLooks, style: TextStyle, indent: float) -> Paint:
    """A box to tick before words."""
    size = round(style.size * 0.95, 1)
    return before_first_line(looks, style, indent, lambda canvas, x, y: box(looks, canvas, x, y, size), size)


def icon_before(looks: PaperLooks, style: TextStyle, indent: float, name: str, color: str, size: float) -> Paint:
    """An icon before words."""
    return before_first_line(
        looks, style, indent, lambda canvas, x, y: draw_icon(canvas, name, x, y, size, color), size
    )


def cut(looks: PaperLooks, canvas: Any, x1: float, y1: float, x2: float, y2: float) -> None:
    """A line to cut along."""
    canvas.saveState()
    canvas.setStrokeColor(looks.palette.third)
    canvas.setLineWidth(0.7)
    canvas.setDash(3, 2.2)
    canvas.line(x1, y1, x2, y2)
    canvas.restoreState()


@dataclass(slots=True)
class Piece:
    """What stands on one card: from the top, and at its foot."""

    top: Sequence[Flowable]
    foot: Sequence[Flowable] = ()

    def tall(self, width: float) -> float:
        """How high it is at least, in points."""
        return tall(self.top, width) + tall(self.foot, width)


class Deck(Flowable):
    """A whole page cut into equal cards, ``columns`` by ``rows``, with the lines to cut along."""

    def __init__(self, looks: PaperLooks, pieces: Sequence[Piece], columns: int, rows: int, pad: float) -> None:
        super().__init__()
        self.looks, self.pieces, self.columns, self.rows, self.pad = looks, pieces, columns, rows, pad

    @property
    def inner(self) -> tuple[float, float]:
        """The room for words on one card: width and height, in points."""
        width, height = self.looks.paper
        return width / self.columns - 2 * self.pad, height / self.rows - 2 * self.pad

    def fits(self) -> bool:
        """Whether every card holds its words."""
        width, height = self.inner
        return all(piece.tall(width) <= height for piece in self.pieces)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The page."""
        self.width, self.height = self.looks.paper[0], self.looks.paper[1] - 0.01
        return self.width, self.height

    def draw(self) -> None:
        """The cards in the order of reading, then the lines."""
        canvas: Any = self.canv
        wide, high = self.width / self.columns, self.height / self.rows
        for place, piece in enumerate(self.pieces):
            row, column = divmod(place, self.columns)
            column = self.columns - 1 - column if self.looks.rtl else column
            x, top = column * wide + self.pad, self.height - row * high - self.pad
            stand(canvas, piece.top, x, top, wide - 2 * self.pad)
            foot = tall(piece.foot, wide - 2 * self.pad)
            stand(canvas, piece.foot, x, self.height - (row + 1) * high + self.pad + foot, wide - 2 * self.pad)
        with artifact(canvas):
            for column in range(1, self.columns):
                cut(self.looks, canvas, column * wide, 0, column * wide, self.height)
            for row in range(1, self.rows):
                cut(self.looks, canvas, 0, row * high, self.width, row * high)
            if self.columns > 1:
                self._scissors(canvas, wide - 4.6, 7.0)

    def _scissors(self, canvas: Any, x: float, y: float) -> None:
        canvas.setFillColor("#ffffff")
        canvas.rect(x, y, 9.2, 9.2, stroke=0, fill=1)
        draw_icon(canvas, "scissors", x, y, 9.2, self.looks.palette.third)


def stand(canvas: Any, items: Sequence[Flowable], x: float, top: float, width: float) -> float:
    """Draw flowables above one another from ``top`` down; returns where they end."""
    before = 0.0
    for place, item in enumerate(items):
        height: float = item.wrap(width, 1e6)[1]
        top -= height + (max(before, item.getSpaceBefore()) if place else 0.0)
        item.drawOn(canvas, x, top)
        before = item.getSpaceAfter()
    return top


class Lines(Flowable):
    """Lines to write on, ``step`` points apart."""

    def __init__(self, looks: PaperLooks, count: int, step: float) -> None:
        super().__init__()
        self.looks, self.count, self.step = looks, count, step

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As wide as there is room."""
        self.width, self.height = available_width, self.count * self.step
        return self.width, self.height

    def draw(self) -> None:
        """The lines, skipped by readers."""
        canvas: Any = self.canv
        with artifact(canvas):
            canvas.setStrokeColor(self.looks.control)
            canvas.setLineWidth(0.8)
            for place in range(self.count):
                canvas.line(0, place * self.step + 0.4, self.width, place * self.step + 0.4)


class Room(Flowable):
    """Empty room, also at the top of a page."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.room = height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The room."""
        self.width, self.height = available_width, self.room
        return self.width, self.height

    def draw(self) -> None:
        """Nothing."""


def running_head(looks: PaperLooks, title: str, end: str, *, from_page: int = 2) -> Callable[[NumberedCanvas], None]:
    """A head on every page from ``from_page`` on: what it is at one side, which page of how many at the other."""

    def furnish(canvas: NumberedCanvas) -> None:
        number = int(canvas.getPageNumber())
        if number < from_page:
            return

        def late(pen: NumberedCanvas) -> None:
            y = looks.paper[1] - looks.margin_top + 14
            left, right = looks.left, looks.left + looks.width
            begin, stop = (right, left) if looks.rtl else (left, right)
            pages = _("{page} of {pages}").format(page=number, pages=pen.page_count)
            words = f"{end}, {pages}" if end else pages
            head = looks.running("end" if looks.rtl else "start")
            draw_line(pen, begin, y, title, replace(head, direction="auto"), looks.width * 0.66)
            draw_line(pen, stop, y, words, looks.running("start" if looks.rtl else "end"), looks.width * 0.32)

        canvas.later(late)

    return furnish
