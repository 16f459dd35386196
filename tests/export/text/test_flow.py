"""Texts as ReportLab flowables: splitting, cells, links, bookmarks, cancelling."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from reportlab.platypus import PageBreak, Spacer, Table

from facilitator.export.text import Bookmark, FontBook, Span, Text, TextStyle

STYLE = TextStyle(size=10, leading=14, space_before=4, space_after=6)


def test_long_text_crosses_pages(
    build: Callable[..., Path], read: Callable[[Path], list[str]], plain: Callable[[str], str]
) -> None:
    """A text longer than a page goes on over the next pages; no word is lost, none doubled."""
    words = " ".join(f"word{i}" for i in range(3000))
    pages = read(build([Text(words, STYLE)]))
    assert len(pages) > 3
    assert plain("".join(pages)) == plain(words)


def test_no_line_stands_alone(book: FontBook) -> None:
    """A split leaves at least two lines on either side, or does not happen."""
    text = Text("word " * 100, STYLE)
    _, height = text.wrap(200, 1000)
    count = len(text.lines)
    assert text.split(200, 14) == []
    first, second = text.split(200, height - 14)
    assert isinstance(first, Text) and isinstance(second, Text)
    assert (len(first.lines), len(second.lines)) == (count - 2, 2)
    first, second = text.split(200, 28)
    assert isinstance(first, Text) and isinstance(second, Text)
    assert len(first.lines) == 2
    assert second.getSpaceBefore() == 0
    second.wrap(300, 1000)
    assert "".join(line.text for line in (*first.lines, *second.lines)) == "word " * 100


def test_short_texts_can_stay_whole(book: FontBook) -> None:
    """A text of few lines asked to stay whole is not split, a longer one is."""
    style = TextStyle(size=10, leading=14, whole_up_to=12)
    short, long = Text("word " * 60, style), Text("word " * 600, style)
    for text, parts in ((short, 0), (long, 2)):
        text.wrap(200, 1000)
        assert len(text.split(200, 60)) == parts


def test_cells_split_over_pages(
    build: Callable[..., Path], read: Callable[[Path], list[str]], plain: Callable[[str], str]
) -> None:
    """In table cells too: a row higher than the page is split inside its cells, and every word is there."""
    left = " ".join(f"left{i}" for i in range(400))
    right = " ".join(f"ขวา{i}" for i in range(40))
    table = Table([[Text(left, STYLE), Text(right, STYLE)]], colWidths=[120, 200], splitInRow=1)
    pages = read(build([table], height=400))
    assert len(pages) > 2
    found = plain("".join(pages))
    assert all(found.count(f"left{i}") >= 1 for i in range(400))
    assert sorted(found) == sorted(plain(left + right))


def test_natural_column_width(build: Callable[..., Path], book: FontBook) -> None:
    """Columns without a width take what their words need, and never less than the longest word."""
    text = Text("a reasonably long line", STYLE)
    text.wrap(text.minWidth(), 1000)
    assert all(line.width <= text.minWidth() + 1e-6 for line in text.lines)
    assert build([Table([[Text("one", STYLE), Text("two words", STYLE)]])]).exists()


def test_links_lead_where_they_say(build: Callable[..., Path]) -> None:
    """An address is a link with its words; '#name' leads to the span of that name; a name nobody defined is no link."""
    story = [
        Text([Span("see "), Span("the site", link="https://example.org/ü?a=(b)"), Span(" or ")], STYLE),
        Text([Span("the end", link="#end"), Span(", "), Span("nowhere", link="#nowhere")], STYLE),
        PageBreak(),
        Spacer(1, 100),
        Text([Span("The end", dest="end")], STYLE),
    ]
    with pypdf.PdfReader(build(story)) as reader:
        links: list[Any] = [a.get_object() for a in reader.pages[0].annotations or []]
        assert len(links) == 2
        assert links[0]["/A"]["/URI"] == "https://example.org/%C3%BC?a=(b)"
        assert links[0]["/Contents"] == "the site"
        assert links[1]["/Dest"][0].get_object() == reader.pages[1].get_object()
        x0, y0, x1, y1 = (float(v) for v in links[0]["/Rect"])
        assert 30 < x1 - x0 < 60 and 8 < y1 - y0 < 20


def test_bookmarks_make_the_outline(build: Callable[..., Path]) -> None:
    """Headings stand in the outline at their levels, in any script; a level that is skipped is drawn up."""
    story = [
        Text("Decisions", STYLE, "H1", Bookmark("Decisions", 0, "decisions")),
        Text("One", STYLE, "H3", Bookmark("قرار\none", 2)),
        PageBreak(),
        Text("Themes", STYLE, "H1", Bookmark("Themes", 0)),
    ]
    with pypdf.PdfReader(build(story)) as reader:
        outline: Any = reader.outline
        assert [o.title for o in (outline[0], outline[2])] == ["Decisions", "Themes"]
        assert outline[1][0].title == "قرار one"
        assert reader.get_destination_page_number(outline[2]) == 1


def test_heading_stays_with_its_text(build: Callable[..., Path], read: Callable[[Path], list[str]]) -> None:
    """A heading is never the last on a page."""
    heading = TextStyle(size=14, leading=20, keep_with_next=True)
    story = [Spacer(1, 575), Text("Heading", heading), Text("Its text", STYLE)]
    pages = read(build(story))
    assert "Heading" not in pages[0]
    assert "Heading" in pages[1] and "Its text" in pages[1]


def test_rendering_can_be_cancelled(build: Callable[..., Path], book: FontBook) -> None:
    """What `tick` raises, at a page or at a text, comes out of the rendering."""

    class Stop(Exception):
        pass

    pages = 0

    def tick() -> None:
        nonlocal pages
        pages += 1
        if pages == 3:
            raise Stop

    with pytest.raises(Stop):
        build([Text("word " * 5000, STYLE)], tick=tick)
    pages = 0
    book.tick = tick
    with pytest.raises(Stop):
        build([Table([[Text(f"cell {i}", STYLE)] for i in range(10)])])


def test_threads_have_books_of_their_own(book: FontBook) -> None:
    """Two threads set text at the same time, each with its own book, and get the same measures."""
    wanted = Text("สวัสดี مرحبا hello " * 20, STYLE).natural_width()
    got: list[float] = []

    def work() -> None:
        with FontBook.bundled(None, use_system=False):
            got.append(Text("สวัสดี مرحبا hello " * 20, STYLE).natural_width())

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [pytest.approx(wanted)] * 3
