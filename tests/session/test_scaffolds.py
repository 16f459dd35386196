"""Sentence starters: which are offered where, and what they do to a line that is begun already."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator import paths
from facilitator.session.agenda import Block
from facilitator.session.modalities import Modality
from facilitator.session.notation import Known, parse_line
from facilitator.session.scaffolds import BadScaffolds, Starter, begun, offered, read_scaffold

SETS = [
    read_scaffold(json.loads(file.read_text("utf-8")))
    for file in sorted((paths.resources() / "scaffolds").glob("*.json"))
]
EVERY = [starter for scaffold in SETS for starter in scaffold.starters]
KNOWN = Known([("a", "Ana Ruiz"), ("b", "李娜"), ("c", "يوسف")], [("t", "first ten")])


def ids(block: Block | None, method: Modality | None, kind: str = "") -> list[str]:
    return [one.id for one in offered(SETS, block, method, kind)]


def test_what_fits_the_activity_comes_first():
    """A family's own set stands before the one for everywhere; the closing part has its own; nothing else is shown."""
    talk = Modality("fishbowl", "Fishbowl", family="discussion")
    assert ids(Block("b", "Talk", "fishbowl"), talk) == ["talk", "knowledge"]
    assert ids(Block("b", "Play", "role_play"), Modality("role_play", "Play", family="role_play"))[0] == "practice"
    assert ids(Block("b", "End", "fishbowl", part="close"), talk) == ["talk", "closing", "knowledge"]
    assert ids(None, None) == ["knowledge"]


def test_the_kind_of_the_line_narrows():
    """With a sign in the line only starters of that kind are offered, unless there are none."""
    talk = Modality("fishbowl", "Fishbowl", family="discussion")
    block = Block("b", "Talk", "fishbowl")
    found = offered(SETS, block, talk, "question")
    assert found and all(starter.kind == "question" for one in found for starter in one.starters)
    assert offered(SETS, block, talk, "decision") == offered(SETS, block, talk)


@pytest.mark.parametrize(
    ("text", "starter", "line"),
    [
        ("", Starter("idea", "We could"), "*We could "),
        ("Ana Ruiz: ", Starter("idea", "We could"), "*Ana Ruiz: We could "),
        ("& Ana Ruiz: paint it #first-ten", Starter("idea", "We could"), "*Ana Ruiz: We could paint it #first-ten"),
        ("李娜: ", Starter("question", "What is", builds_on=True), "^?李娜: What is "),
        ("! paint it by tomorrow", Starter("idea", "We could"), "*We could paint it by tomorrow"),
        ("^ paint it", Starter("synthesis", "We say that"), "^/synthesis We say that paint it"),
    ],
)
def test_a_starter_goes_before_the_words(text, starter, line):
    """Names, themes and what was typed stay; the kind is the starter's; typing goes on behind it."""
    written, at = begun(text, KNOWN, starter)
    assert written == line
    assert written[:at].endswith(starter.words + " ")


@given(
    st.lists(st.sampled_from(["", "^", "*", "?", "Ana Ruiz:", "李娜,", "يوسف:", "#first-ten", "words", "Zoë:", "\\"])),
    st.text(max_size=30),
    st.sampled_from(EVERY),
)
def test_nothing_of_the_line_is_lost(parts, tail, starter):
    """Whatever stood in the line: the same people and themes, the starter's kind, and all its words behind it."""
    text = " ".join([*parts, tail])
    before = parse_line(text, KNOWN)
    written, at = begun(text, KNOWN, starter)
    after = parse_line(written, KNOWN)
    if after.literal:
        assert starter.words in after.text  # what cannot be written otherwise is kept as it stands
        return
    assert after.kind == starter.kind
    assert [part.person for part in after.names] == [part.person for part in before.names]
    assert [part.theme for part in after.themes] == [part.theme for part in before.themes]
    assert after.builds_on == (before.builds_on or starter.builds_on)
    if before.due is None and after.due is None:
        assert after.text.strip() == f"{starter.words} {before.text.strip()}".strip()
    assert 0 < at <= len(written) + 1


def test_every_starter_is_plain_in_the_line():
    """None of ours is read as a name or a sign, none needs an escape, and no set has the same twice."""
    for scaffold in SETS:
        assert len({one.words for one in scaffold.starters}) == len(scaffold.starters)
    for starter in EVERY:
        written, _at = begun("", KNOWN, starter)
        line = parse_line(written + "that", KNOWN)
        assert "\\" not in written
        assert (line.kind, line.names, line.text) == (starter.kind, (), f"{starter.words} that")
        assert not re.search(r"\bshould\b|\bbest\b|[:,;]", starter.words)


GOOD = {
    "format": "facilitator-scaffolds",
    "version": 1,
    "id": "x",
    "name": "X",
    "starters": [{"kind": "idea", "words": "We"}],
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "other"},
        {"version": 2},
        {"name": " "},
        {"starters": []},
        {"starters": [{"kind": "nothing", "words": "We"}]},
        {"starters": [{"kind": "idea", "words": ""}]},
        {"parts": ["nowhere"]},
        {"families": "video"},
    ],
)
def test_wrong_sets_are_refused(wrong):
    """What is no set is said to be none."""
    assert read_scaffold(GOOD).starters == (Starter("idea", "We"),)
    with pytest.raises(BadScaffolds):
        read_scaffold({**GOOD, **wrong})
    with pytest.raises(BadScaffolds):
        read_scaffold([])
