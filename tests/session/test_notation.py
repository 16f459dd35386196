"""The capture bar's notation: what a typed line is understood as."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.kinds import KINDS
from facilitator.session.notation import (
    Known,
    Line,
    NamePart,
    ThemePart,
    complete_name,
    complete_theme,
    format_line,
    parse_line,
)

PEOPLE = [
    ("ana", "Ana Ruiz"),
    ("ben", "Ben"),
    ("margit", "Margit Lindqvist"),
    ("lina", "李娜"),
    ("amina", "Амина Садыкова"),
    ("yusuf", "يوسف حداد"),
    ("chair", "The Chair (Hon. A: B)"),
]
THEMES = [("first", "First ten minutes"), ("bed", "Bedside handover"), ("wait", "等待")]
KNOWN = Known(people=PEOPLE, themes=THEMES, today=datetime.date(2026, 3, 12), kind_words={"decision": "Entscheidung"})


def people(line: Line) -> list[str]:
    return [part.person or f"new {part.name}" for part in line.names]


def themes(line: Line) -> list[str]:
    return [part.theme or f"new {part.name}" for part in line.themes]


@pytest.mark.parametrize(
    ("typed", "kind", "who", "where", "text"),
    [
        (
            "Ana: we paired juniors with the night shift #onboarding",
            None,
            ["ana"],
            ["new Onboarding"],
            "we paired juniors with the night shift",
        ),
        ("! Ben: call the vendor by fri", "commitment", ["ben"], [], "call the vendor"),
        (
            "& Margit: in January we met at 07:10 and nobody was late #first-ten",
            "knowledge",
            ["margit"],
            ["first"],
            "in January we met at 07:10 and nobody was late",
        ),
        ("Амина: ? почему так", "question", ["amina"], [], "почему так"),
        ("李娜：好的 #等待", None, ["lina"], ["wait"], "好的"),
        ("يوسف: لا أحد يخبرنا", None, ["yusuf"], [], "لا أحد يخبرنا"),
        ("ana ruiz, BEN: both of us", None, ["ana", "ben"], [], "both of us"),
        ("Zoë: hello", None, ["new Zoë"], [], "hello"),
        ("10:30: tea", None, [], [], "10:30: tea"),
        ("http://example.org/a", None, [], [], "http://example.org/a"),
        ("note: lower case is text", None, [], [], "note: lower case is text"),
        ("/decision we go", "decision", [], [], "we go"),
        ("/Entscheidung we go", "decision", [], [], "we go"),
        ("/nothing we know", None, [], [], "/nothing we know"),
        ("\\Ana: literal #x", None, [], [], "Ana: literal #x"),
        ("say \\#no", None, [], [], "say #no"),
        ("we saw #bedside things", None, [], ["bed"], "we saw bedside things"),
        ("issue #5 is old", None, [], [], "issue #5 is old"),
        ("The Chair (Hon. A: B): order", None, ["chair"], [], "order"),
    ],
)
def test_a_line_is_understood(typed: str, kind: str | None, who: list[str], where: list[str], text: str) -> None:
    """Signs, names, themes and text come out of the examples people were shown."""
    line = parse_line(typed, KNOWN)
    assert (line.kind, people(line), themes(line), line.text) == (kind, who, where, text)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("by fri", "2026-03-13"),
        ("by Thursday", "2026-03-19"),
        ("by tomorrow", "2026-03-13"),
        ("by in 2 weeks", "2026-03-26"),
        ("by 27 March", "2026-03-27"),
        ("by March 1st", "2027-03-01"),
        ("by 20.3.", "2026-03-20"),
        ("by 2026-04-01", "2026-04-01"),
        ("by next week", "2026-03-19"),
    ],
)
def test_a_commitment_has_a_date(words: str, due: str) -> None:
    """The words after *by* become a date at once, seen from today."""
    line = parse_line(f"! Ben: call the vendor {words}", KNOWN)
    assert (line.text, line.due) == ("call the vendor", datetime.date.fromisoformat(due))


def test_what_is_no_date_stays_in_the_words() -> None:
    """*stand by me* is no date, and a story has none whatever it says."""
    assert parse_line("! Ben: stand by me", KNOWN).text == "stand by me"
    assert parse_line('" he came by friday', KNOWN).text == "he came by friday"


def test_each_sign_counts_once_in_any_order() -> None:
    """Build-on and kind may stand before or after the name; a second kind is text."""
    for typed in ("^*Ben: so", "* ^ Ben: so", "Ben: ^ * so", "^ Ben: *so"):
        line = parse_line(typed, KNOWN)
        assert (line.builds_on, line.kind, people(line), line.text) == (True, "idea", ["ben"], "so")
    assert parse_line("*? really", KNOWN).text == "? really"


def test_two_beginnings_that_fit_are_nobody_we_know() -> None:
    """An ambiguous beginning of a name is not guessed."""
    known = Known(people=[("a", "Ana Ruiz"), ("b", "Ana Silva")])
    assert people(parse_line("Ana: hello", known)) == ["new Ana"]
    assert people(parse_line("Ana S: hello", known)) == ["b"]
    assert people(parse_line("A: hello", known)) == ["new A"]


def test_one_letter_is_enough_where_it_fits_one_person() -> None:
    """A beginning as short as can be, unless somebody is called just so."""
    known = Known(people=[("ben", "Ben Okafor"), ("zoe", "Zoë")])
    assert people(parse_line("B: hello", known)) == ["ben"]
    assert people(parse_line("z: hello", known)) == ["zoe"]
    assert people(parse_line("B: hello", Known(people=[("ben", "Ben"), ("b", "B")]))) == ["b"]


def test_names_and_themes_complete() -> None:
    """Two letters are enough, later words of a name too, one letter in Chinese."""
    assert complete_name("am", KNOWN) == []
    assert complete_name("ам", KNOWN) == [("amina", "Амина Садыкова")]
    assert complete_name("lind", KNOWN) == [("margit", "Margit Lindqvist")]
    assert complete_name("李", KNOWN) == [("lina", "李娜")]
    assert complete_theme("bed", KNOWN) == [("bed", "Bedside handover")]


words = st.text(min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(lambda text: text.strip())


@st.composite
def lines(draw: st.DrawFn) -> Line:
    kind = draw(st.sampled_from([None, *KINDS]))
    who = draw(st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True))
    where = draw(st.lists(st.sampled_from(THEMES), max_size=2, unique=True))
    due = draw(st.dates(datetime.date(2026, 3, 12), datetime.date(2030, 1, 1))) if kind == "commitment" else None
    head = draw(st.sampled_from(["", "? ", "^", "Ana: ", "Zoë: ", "\\", "\\^", "/idea ", "#bedside ", "http://"]))
    return Line(
        head + draw(words),
        kind,
        tuple(NamePart(name, person, 0, 0) for person, name in who),
        tuple(ThemePart(name, theme, 0, 0) for theme, name in where),
        draw(st.booleans()),
        due,
    )


@given(lines())
def test_what_is_formatted_reads_the_same(line: Line) -> None:
    """Any contribution, in any script, with any words, comes back from its own notation as it was."""
    again = parse_line(format_line(line, KNOWN), KNOWN)
    assert again.text == line.text
    assert (again.kind or "note") == (line.kind or "note")
    assert people(again) == people(line)
    assert set(themes(again)) == set(themes(line))
    assert (again.builds_on, again.due) == (line.builds_on, line.due)


@given(st.text(max_size=300))
def test_nothing_typed_breaks_the_parser(typed: str) -> None:
    """Whatever is typed is understood as something."""
    assert isinstance(parse_line(typed, KNOWN), Line)
