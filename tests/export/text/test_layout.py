"""Lines: nothing lost, nothing doubled, everything at its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.export.text import FontBook, Span, Text, TextStyle, clean, natural_width
from facilitator.export.text.itemise import han_shapes

STYLE = TextStyle(size=10, leading=14)


def lines(text: str, width: float, style: TextStyle = STYLE) -> list[str]:
    """The lines of a text in a column."""
    flowable = Text(text, style)
    flowable.wrap(width, 1000)
    return [line.text for line in flowable.lines]


def seen(text: str, width: float = 400, style: TextStyle = STYLE) -> list[str]:
    """The words of the first line from left to right, as the eye meets them (each in its own reading order)."""
    flowable = Text(text, style)
    flowable.wrap(width, 1000)
    placed = sorted(flowable.lines[0].place(), key=lambda p: p.x)
    return [p.word.text for p in placed if p.word.text.strip()]


def test_words_and_widths(book: FontBook) -> None:
    """Lines end between words, fit the column, and together are the text."""
    text = "All human beings are born free and equal in dignity and rights."
    flowable = Text(text, STYLE)
    flowable.wrap(120, 1000)
    assert "".join(line.text for line in flowable.lines) == text
    assert len(flowable.lines) > 2
    assert all(line.width <= 120 for line in flowable.lines)
    assert all(line.text.endswith(" ") for line in flowable.lines[:-1])


def test_newlines_are_kept(book: FontBook) -> None:
    """Line ends of every kind end the line; an empty line stays."""
    assert lines("one\r\n\ntwo\u2028three", 400) == ["one", "", "two", "three"]


def test_long_word_is_cut(book: FontBook) -> None:
    """A word wider than the column is cut between visible characters."""
    got = lines("e\u0301" * 100, 50)
    assert "".join(got) == "e\u0301" * 100
    assert len(got) > 5
    assert all(line.startswith("e") for line in got)


def test_right_to_left_order(book: FontBook) -> None:
    """In a Hebrew line the first word stands right, numbers and Latin names keep their own order inside."""
    # The closing bracket stands left of the number and is drawn as its mirror image.
    wanted = ["סוף", "José", "Müller", "עולם", ")", "2026", "(", "שלום"]
    assert seen("שלום (2026) עולם José Müller סוף") == wanted


def test_alignment_follows_the_words(book: FontBook) -> None:
    """*start* is right for words that run right to left, unless the caller says otherwise."""
    flowable = Text("שלום", STYLE)
    flowable.wrap(200, 100)
    assert flowable._left(flowable.lines[0]) == pytest.approx(200 - flowable.lines[0].width)
    forced = Text("שלום", TextStyle(direction="ltr"))
    forced.wrap(200, 100)
    assert forced._left(forced.lines[0]) == 0


def test_joining_survives_spans_and_cuts(book: FontBook) -> None:
    """Arabic letters join over a change of colour, and over a forced cut, as they do in one piece."""
    whole = natural_width("محمد", STYLE)
    spans = [Span("مح", color="#ff0000"), Span("مد")]
    assert natural_width(spans, STYLE) == pytest.approx(whole)
    flowable = Text("م" * 200, STYLE)
    flowable.wrap(60, 1000)
    middle = flowable.lines[1].place()[0].word
    alone = Text("م" * len(middle.text), STYLE)
    alone.wrap(1000, 100)
    assert middle.keys[-1] != alone.lines[0].place()[0].word.keys[-1]


def test_span_controls_stay_inside(book: FontBook) -> None:
    """An override that somebody left open does not turn the words after it."""
    spans = [Span("Ann: "), Span("\u202eabc \u2067def"), Span(" tail word")]
    flowable = Text(spans, STYLE)
    flowable.wrap(400, 100)
    placed = [p for p in flowable.lines[0].place() if p.word.text in ("Ann:", "tail", "word")]
    assert [p.word.text for p in sorted(placed, key=lambda p: p.x)] == ["Ann:", "tail", "word"]


def test_max_lines_ends_with_ellipsis(book: FontBook) -> None:
    """A strip shows as many lines as it may and says that there is more."""
    flowable = Text("word " * 50, TextStyle(max_lines=2))
    flowable.wrap(100, 1000)
    assert len(flowable.lines) == 2
    assert flowable.lines[1].ellipsis
    assert flowable.lines[1].width <= 100


def test_soft_hyphen_shows_at_the_line_end(book: FontBook) -> None:
    """A soft hyphen is drawn only where a line ends at it."""
    flowable = Text("Donau\u00addampf\u00adschiff", STYLE)
    flowable.wrap(60, 1000)
    assert flowable.lines[0].text.endswith("\u00ad")
    ends = [line.place()[-1].word for line in flowable.lines]
    assert ends[0].advances[-1] > 0
    assert "".join(line.text for line in flowable.lines) == "Donau\u00addampf\u00adschiff"


def test_tall_scripts_get_room(book: FontBook) -> None:
    """Lines whose ink needs more than the leading get it, and plain lines keep the leading."""
    plain = Text("plain", STYLE)
    plain.wrap(400, 100)
    assert plain.lines[0].height == 14
    tall = Text("تمام انسان آزاد", TextStyle(size=10, leading=14, lang="ur"))
    tall.wrap(400, 100)
    assert 14 < tall.lines[0].height < 40


@pytest.mark.parametrize(
    ("text", "lang", "shapes"),
    [
        ("人人生而自由", None, "SC"),
        ("在尊嚴和權利上一律平等", None, "TC"),
        ("人間は平等", None, "JP"),
        ("大韓民國은", None, "KR"),
        ("直", "ja", "JP"),
        ("直", "zh-TW", "TC"),
        ("直", "ko", "KR"),
    ],
)
def test_han_shapes(text: str, lang: str | None, shapes: str) -> None:
    """The language chooses the shapes of Han characters; without one the text itself gives the hint."""
    assert han_shapes(text, lang) == shapes


ANY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("abc אבג عربي 123 ไทย कि स्त ()[]\u202e\u2067\u2069\u200d\u0301\ufe0f😀👨\n"),
    ),
    max_size=120,
)


@given(text=ANY, width=st.floats(5, 200))
@settings(max_examples=150)
def test_nothing_lost_nothing_doubled(font_index_for_fuzz: FontBook, text: str, width: float) -> None:
    """In any column every character of any text has exactly one place, and no glyph is a font's own 'missing' sign."""
    with font_index_for_fuzz:
        flowable = Text(text, STYLE)
        flowable.wrap(width, 1000)
        assert "\n".join(_joined(flowable)) == clean(text)
        for line in flowable.lines:
            placed = line.place()
            assert "".join(p.word.text for p in placed) == line.text
            for p in placed:
                assert "".join(p.word.unit_text(i) for i in range(len(p.word.starts))) == p.word.text
                assert 0 not in p.word.keys
                assert all(not isinstance(k, tuple) or all(g for g, _, _ in k) for k in p.word.keys)


def _joined(flowable: Text) -> list[str]:
    """The hard lines, put together from the lines they were broken into."""
    out: list[str] = []
    last = None
    for line in flowable.lines:
        if line.paragraph is last:
            out[-1] += line.text
        else:
            out.append(line.text)
        last = line.paragraph
    return out


@pytest.fixture(scope="module")
def font_index_for_fuzz() -> FontBook:
    """One book for all the generated texts."""
    return FontBook.bundled(None, use_system=False)
