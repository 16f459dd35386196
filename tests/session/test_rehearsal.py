"""Headphones mode without a window: simulated time, sample talks that hold together, two captures side by side."""

from __future__ import annotations

import ast
import copy
import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator import paths
from facilitator.session.capture import compose, known_in
from facilitator.session.kinds import KINDS
from facilitator.session.notation import parse_line
from facilitator.session.rehearsal import SPEEDS, BadTalk, TalkClock, begin_room, experienced, read_talk
from facilitator.session.side_by_side import Gist, compare, gists, words_of

FILES = sorted((paths.resources() / "rehearsal").glob("*.json"))
DATA = [json.loads(file.read_text("utf-8")) for file in FILES]
TALKS = [read_talk(data) for data in DATA]
BEGIN = 1_773_320_000_000


# ---- the clock -----------------------------------------------------------------------------------------------------


def test_simulated_time():
    """It goes at its speed, stands while it is still, and ends at the end."""
    clock = TalkClock(60_000)
    assert clock.now(5_000) == 0 and not clock.runs
    clock = clock.going(10_000)
    assert clock.now(12_000) == 2_000
    clock = clock.at_speed(4, 12_000)
    assert clock.now(13_000) == 6_000
    clock = clock.still(13_000)
    assert clock.now(99_000) == 6_000
    clock = clock.going(100_000)
    assert clock.now(101_000) == 10_000 and not clock.over(101_000)
    assert clock.now(999_000) == 60_000 and clock.over(999_000)


@given(
    st.lists(st.tuples(st.sampled_from(["go", "still", 1, 2, 4, 8, 3, "back"]), st.integers(0, 90_000)), max_size=30)
)
def test_simulated_time_never_goes_back(steps):
    """Whatever is done to it and whatever the real clock does, the talk never goes back and never past its end."""
    real, clock, was = 1_000_000, TalkClock(600_000), 0
    for what, wait in steps:
        real += -wait if what == "back" else wait
        if what == "go":
            clock = clock.going(real)
        elif what == "still":
            clock = clock.still(real)
        elif isinstance(what, int):
            clock = clock.at_speed(what, real)
            assert clock.speed in SPEEDS
        if what == "back":
            continue
        now = clock.still(real).at_ms
        assert 0 <= now <= 600_000
        if not any(step == "back" for step, _wait in steps):
            assert now >= was
            was = now


# ---- the talks -----------------------------------------------------------------------------------------------------


def test_two_talks_of_six_and_ten_minutes():
    """Two talks ship: forty to seventy turns, six to eight people, names in several scripts, no two alike."""
    assert [talk.length_ms // 60_000 for talk in TALKS] == [6, 10]
    for talk in TALKS:
        assert 40 <= len(talk.turns) <= 70 and 6 <= len(talk.people) <= 8
        assert {turn.who for turn in talk.turns} == {key for key, _name in talk.people}
        letters = {char for _key, name in talk.people for char in name}
        assert any("\u0600" <= char <= "\u06ff" for char in letters)
        assert any("\u4e00" <= char <= "\u9fff" for char in letters)
        assert len({turn.says for turn in talk.turns}) == len(talk.turns)


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.id)
def test_people_speak_at_a_speed_one_can_follow(talk):
    """No turn is read out faster than people speak (three and a half words a second), and none drags."""
    ends = [turn.at_ms for turn in talk.turns[1:]] + [talk.length_ms]
    for turn, end in zip(talk.turns, ends, strict=True):
        pace = len(turn.says.split()) / ((end - turn.at_ms) / 1_000)
        assert pace <= 3.5, turn
        assert end - turn.at_ms <= 30_000


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.id)
def test_the_experienced_capture_is_what_one_would_type(talk):
    """Every line is read whole: known people, themes of the talk, kinds with a reason, links that lead somewhere."""
    store, session, lines = experienced(talk, talk.length_ms, BEGIN)
    state = store.state(session)
    cards = state.contributions.standing()
    assert len(cards) == len(talk.capture) == len(lines)
    assert len(state.people.by_id) == len(talk.people)
    assert {theme.name for theme in state.themes.standing()} == set(talk.themes)
    for card in cards:
        assert card.kind in KINDS and card.kind != "note", card.text
        assert not any(sign in card.text for sign in "#^*&\\"), card.text
        assert card.at_ms == pytest.approx(BEGIN + lines[card.id].at_ms, abs=50)
        assert lines[card.id].why
        assert bool(state.relations.of(card.id)) == (lines[card.id].line.startswith("^")), card.text
    assert len({card.kind for card in cards}) >= 8
    said = [
        frozenset().union(*(words_of(turn.says) for turn in talk.turns[: talk.said(catch.at_ms)]))
        for catch in talk.capture
    ]
    for catch, heard, card in zip(talk.capture, said, cards, strict=True):
        told = words_of(card.text)
        assert len(told & heard) >= len(told) * 0.5, (catch.line, told - heard)  # nothing is caught before it is said


def test_only_what_was_said_by_then_is_compared():
    """Who stops in the middle is compared with what could be caught by then."""
    talk = TALKS[0]
    half, session, lines = experienced(talk, talk.length_ms // 2, BEGIN)
    assert 0 < len(half.state(session).contributions.by_id) == len(lines) < len(talk.capture)
    assert talk.said(-1) == 0 and talk.said(0) <= 1 and talk.said(talk.length_ms) == len(talk.turns)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "x"},
        {"version": 2},
        {"seconds": 0},
        {"seconds": "6"},
        {"seconds": 10},
        {"people": []},
        {"turns": []},
        {"themes": [1]},
        {"title": ""},
        {"turns": [{"at": 1, "who": "nobody", "says": "x"}]},
        {"turns": [{"at": 2, "who": "kwame", "says": "x"}, {"at": 1, "who": "kwame", "says": "y"}]},
        {"capture": [{"at": 1, "line": "x", "why": "y", "on": 0}]},
        {"capture": [{"at": True, "line": "x", "why": "y"}]},
        {"capture": [{"at": 1, "line": "x"}]},
    ],
)
def test_wrong_talks_are_refused(change):
    """A talk that does not hold together is refused before anybody listens to it."""
    with pytest.raises(BadTalk):
        read_talk({**copy.deepcopy(DATA[0]), **change})
    with pytest.raises(BadTalk):
        read_talk([])


# ---- the comparison ------------------------------------------------------------------------------------------------


def player(talk, *lines: tuple[int, str]):
    """What a player typed, at seconds of the talk."""
    now = BEGIN
    store, session = begin_room(talk, lambda: now)
    state = store.state(session)
    for second, line in lines:
        now = BEGIN + second * 1_000
        known = known_in(state, datetime.date(2026, 3, 12))
        store.dispatch(session, compose(parse_line(line, known), state))
    return state


def test_the_same_capture_is_caught_whole():
    """Compared with itself nothing is missed and nothing differs, in both talks."""
    for talk in TALKS:
        store, session, _lines = experienced(talk, talk.length_ms, BEGIN)
        found = compare(gists(store.state(session)), gists(store.state(session)))
        assert found.missed == () == found.more
        assert all(p.same_kind and p.same_people and p.same_theme and p.link is not False for p in found.pairs)
        assert found.links[0] == found.links[1] > 5
        assert [pair.theirs.id for pair in found.pairs] == [pair.mine.id for pair in found.pairs]


def test_a_first_try():
    """Own words, wrong kinds, a missing link: what was caught is found, and told apart from what differs."""
    talk = TALKS[0]
    mine = player(
        talk,
        (25, "& Kwame: the promised beds were gone at 07:10, the night was not told why"),
        (33, "Zeynep: beds are moved by the office, and the change stays there"),
        (60, "? José: insulin change at three never reached the early shift"),
        (110, "^* Амина: hand over at the bedside #at-the-bedside"),
        (200, "something nobody else wrote down"),
    )
    store, session, _lines = experienced(talk, 120_000, BEGIN)
    found = compare(gists(store.state(session)), gists(mine))
    by_text = {pair.theirs.text[:12]: pair for pair in found.pairs}
    beds = by_text["beds promise"]
    assert beds.same_kind and beds.same_people and beds.link is None
    office = by_text["the office m"]
    assert office.same_people and not office.same_kind and office.link is False
    assert not by_text["the insulin "].same_kind
    assert by_text["hand over at"].same_theme
    assert [one.text for one in found.more] == ["something nobody else wrote down"]
    assert found.of == len(found.pairs) + len(found.missed) and found.links[0] == 0 < found.links[1]


def test_a_link_counts_where_it_leads_to_the_same_exchange():
    """Building on the card that the experienced hand built on is a link caught; on another it is not."""
    one = [Gist("a", "idea", "paint the wall"), Gist("b", "idea", "with green colour", on=("a",))]
    right = [Gist("x", "idea", "paint the wall"), Gist("y", "idea", "green colour", on=("x",))]
    wrong = [
        Gist("x", "idea", "paint the wall"),
        Gist("z", "idea", "other"),
        Gist("y", "idea", "green colour", on=("z",)),
    ]
    assert compare(one, right).links == (1, 1)
    assert compare(one, wrong).links == (0, 1)
    assert compare(one, right[1:]).links == (0, 0)


def test_words_of_every_script():
    """Scripts that write words together are compared, too; accents, case and endings do not count."""
    assert words_of("夜班交接") & words_of("交接在夜班")
    assert words_of("Zoë asked for BEDS") & words_of("zoe asks for a bed") >= {"ask"}
    assert words_of("لا أحد يخبرنا") & words_of("أحد يخبرنا اليوم")
    assert words_of("") == frozenset() and words_of("a b") == frozenset({"a", "b"})


GISTS = st.lists(
    st.builds(
        Gist,
        st.uuids().map(str),
        st.sampled_from(["idea", "note"]),
        st.lists(st.sampled_from(["wall", "paint", "green", "夜班", "bed", "office", ""]), max_size=5).map(" ".join),
        st.integers(0, 100_000),
        st.frozensets(st.sampled_from(["ana", "ben"])),
    ),
    max_size=8,
)


@given(GISTS, GISTS)
def test_every_card_stands_once(theirs, mine):
    """Each card is in one place of the comparison, and the same two captures always give the same."""
    found = compare(theirs, mine)
    assert sorted([pair.theirs.id for pair in found.pairs] + [one.id for one in found.missed]) == sorted(
        one.id for one in theirs
    )
    assert sorted([pair.mine.id for pair in found.pairs] + [one.id for one in found.more]) == sorted(
        one.id for one in mine
    )
    assert found == compare(theirs, mine)


# ---- nothing is kept -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["rehearsal", "side_by_side", "memory_journal"])
def test_nothing_leads_to_a_library(name):
    """No part of headphones mode can reach a record: it imports the session alone and opens no file."""
    source = (paths.resources().parent / "facilitator" / "session" / f"{name}.py").read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("facilitator"):
            assert node.module.startswith("facilitator.session.")
        if isinstance(node, ast.Call):
            assert getattr(node.func, "id", "") != "open"
            assert not getattr(node.func, "attr", "").startswith(("write", "open"))


def test_the_journal_forgets():
    """What a rehearsal gives is answered as kept, and no trace of it is held."""
    talk = TALKS[0]
    store, session = begin_room(talk, lambda: BEGIN)
    assert store.waiting == 0 and len(store.state(session).people.by_id) == len(talk.people)
    assert vars(store._journal) == {"device": "rehearsal"}
