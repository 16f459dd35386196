"""Finding by a few letters, in every script."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.ui import fuzzy
from facilitator.ui.fuzzy import match, nearest, plain

SCRIPTS = json.loads((Path(__file__).parent.parent / "data" / "scripts.json").read_text("utf-8"))


def found(query: str, text: str) -> list[str]:
    made = match(query, text)
    return [] if made is None else [text[a:b] for a, b in made.places]


@pytest.mark.parametrize(
    ("query", "text", "parts"),
    [
        ("hand", "Raise a hand for…", ["hand"]),
        ("HAND", "Night handover, Ward 4B", ["hand"]),
        ("zoe", "Coffee with Zoë", ["Zoë"]),
        ("ward night", "Night handover, Ward 4B", ["Night", "Ward"]),
        ("nh", "Night handover", ["N", "h"]),
        ("hndvr", "Night handover", ["h", "nd", "v", "r"]),
        ("strasse", "Lange Straße 5", ["Straße"]),
        ("حداد", "مع يوسف حداد", ["حداد"]),
        ("娜", "会议 李娜", ["娜"]),
        ("hnad", "Night handover", []),
        ("he", "handover", []),
        ("zz", "Night handover", []),
    ],
)
def test_what_is_found_and_where(query: str, text: str, parts: list[str]) -> None:
    """Case, accents and order of words do not count; letters may be left out but not changed about."""
    assert found(query, text) == parts


def test_better_matches_come_first() -> None:
    """The whole name before its beginning, before a later word, before the inside of one, before letters left out."""
    texts = ["hand", "handover at nine", "night handover", "beforehand", "have a nice day"]
    scores = [match("hand", text) for text in texts]
    assert all(scores)
    values = [one.score for one in scores if one is not None]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == len(values)


@pytest.mark.parametrize("script", SCRIPTS, ids=[item["tag"] for item in SCRIPTS])
def test_every_script_is_found_by_its_first_word(script: dict[str, str]) -> None:
    """The first word of a text finds the text, in each script, and what is marked is that word."""
    text = script["text"]
    word = text.split()[0][:40]
    made = match(word, text)
    assert made is not None
    assert plain(text[made.places[0][0] : made.places[0][1]]) == plain(word)


@given(st.text(max_size=60), st.text(max_size=80))
def test_places_always_lie_in_the_text(query: str, text: str) -> None:
    """Whatever is typed, what is marked lies inside the text, in order, without overlap; a text finds itself."""
    made = match(query, text)
    if made is not None:
        before = 0
        for start, end in made.places:
            assert before <= start < end <= len(text)
            before = end
    assert match(text[: fuzzy.LONGEST_TYPED], text) is not None


def test_what_may_have_been_meant() -> None:
    """A letter wrong, missing, too many or changed about leads to the word; nonsense leads nowhere."""
    names = ["Raise a hand for…", "Night handover, Ward 4B", "Make a report", "Zoë"]
    assert nearest("hnad", names) == "hand"
    assert nearest("reprt", names) == "report"
    assert nearest("handovver", names) == "handover"
    assert nearest("zoee", names) == "Zoë"
    assert nearest("qqqq", names) == ""
    assert nearest("ab", names) == ""
