"""Text made to do harm: it is shown, harmless, and in good time."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.platypus import Spacer, Table, TableStyle

from facilitator.export.text import FontBook, Node, Span, Structure, Text, TextStyle

STYLE = TextStyle(size=10, leading=14)


def test_naughty_strings_render(
    build: Callable[..., Path], tool: Callable[..., str], naughty: list[str], book: FontBook
) -> None:
    """Every naughty string is drawn as a paragraph and in a cell; qpdf, pdffonts and pdftotext find a sound file."""
    table = Node("Table")
    rows = []
    for text in naughty:
        row = Node("TR", table)
        rows.append([
            Text([Span(text, weight=600), Span(" end")], TextStyle(size=8, leading=11), node=Node("TD", row)),
            Text(text, TextStyle(size=8, leading=11), node=Node("TD", row)),
        ])  # fmt: skip
    story = [*(Text(text, STYLE) for text in naughty), Table(rows, colWidths=[60, 300], splitInRow=1)]
    path = build(story, structure=Structure(), lang="en")
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", path)
    assert "Helvetica" not in tool("pdffonts", path)
    assert "<script>" in tool("pdftotext", path, "-")


HEAPS = {
    "marks": "a" + "\u0301" * 10_000 + "b",
    "many marked letters": ("a" + "\u0301\u0302\u0303\u0304" * 5) * 950,
    "no spaces": "x" * 20_000,
    "han": "漢字" * 10_000,
    "overrides": "\u202e" * 20_000 + "abc",
    "isolates": "\u2068" * 20_000 + "abc",
    "brackets": "([" * 10_000,
    "arabic": "ا" * 20_000,
    "families": "👨\u200d👩\u200d👧" * 4_000,
    "thai": "ก" * 20_000,
    "uncovered": "\U00012000" * 5_000,
    "tibetan stack": "ཀ" + "ེ" * 19_999,
    "joiners": "\u200d" * 20_000,
    "words": "wort " * 4_000,
}


@pytest.mark.parametrize("name", HEAPS)
def test_heaps_are_bounded(name: str, build: Callable[..., Path], book: FontBook) -> None:
    """Twenty thousand of anything: laid out completely, in bounded time, in lines of bounded height, over pages."""
    text = HEAPS[name]
    began = time.process_time()
    flowable = Text(text, STYLE)
    flowable.wrap(400, 600)
    path = build([Text(text, STYLE)])
    # Far above what it takes, far below what a quadratic step would take.
    assert time.process_time() - began < 15  # measured while lines are counted, on whatever machine
    assert "".join(line.text for line in flowable.lines) == text
    assert max(line.height for line in flowable.lines) < 36
    assert path.stat().st_size < 2_000_000


def test_marks_do_not_smear(
    build: Callable[..., Path], tool: Callable[..., str], tmp_path: Path, book: FontBook
) -> None:
    """Ten thousand marks on one letter leave the lines above and below as they are: the ink stays in its own line."""
    from PIL import Image, ImageChops

    pictures: list[Image.Image] = []
    for middle in ("a", "a" + "\u0301" * 10_000):
        story = [Text("above", STYLE), Spacer(1, 40), Text(middle, STYLE)]
        path = build(story, width=200, height=120)
        tool("pdftoppm", "-r", "72", "-png", path, tmp_path / f"p{len(pictures)}")
        pictures.append(Image.open(tmp_path / f"p{len(pictures)}-1.png").convert("L"))
    box = ImageChops.difference(*pictures).getbbox()
    assert box is not None
    assert box[1] >= 26 + 14
    assert box[3] <= 26 + 14 + 40 + 24


def test_marks_stay_in_the_text(build: Callable[..., Path], read: Callable[[Path], list[str]], book: FontBook) -> None:
    """What is too much to draw is counted in a box on the page, and is not counted as missing."""
    flowable = Text("a" + "\u0301" * 10_000, STYLE)
    flowable.wrap(400, 100)
    keys = [key for p in flowable.lines[0].place() for key in p.word.keys]
    assert "+9,994" in keys
    assert build([flowable]).exists()
    assert not book.missing


def test_mark_on_a_space(book: FontBook) -> None:
    """A mark that follows a space is set on it, without a dotted circle."""
    flowable = Text("a \u0301b", STYLE)
    flowable.wrap(400, 100)
    assert [p.word.text for p in flowable.lines[0].place()] == ["a", " \u0301b"]


@pytest.fixture(scope="module")
def fuzz_book() -> FontBook:
    """One book for all the generated files."""
    return FontBook.bundled(None)


@given(
    texts=st.lists(
        st.text(
            st.one_of(
                st.characters(),
                st.sampled_from("אבג عَرَبِي 12 ไทย कि स्त ()[]\u202e\u2067\u2069\u200d\u0301\ufe0f😀👨\n\x00\x1b"),
            ),
            max_size=60,
        ),
        min_size=20,
        max_size=40,
    )
)
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_text_makes_a_sound_file(
    texts: list[str], fuzz_book: FontBook, build: Callable[..., Path], tool: Callable[..., str]
) -> None:
    """Whatever the words are, in paragraphs and in a narrow table, the file is sound and has embedded fonts only."""
    with fuzz_book:
        cells = [[Text(a, STYLE), Text(b, STYLE)] for a, b in zip(texts[::2], texts[1::2], strict=False)]
        table = Table(cells, colWidths=[40, 120], style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "#888888")]))
        path = build([*(Text(t, STYLE) for t in texts), table], structure=Structure(), height=3000)
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", path)
    tool("pdftotext", path, "-")
    assert "Helvetica" not in tool("pdffonts", path)
