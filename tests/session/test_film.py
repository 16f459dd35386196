"""The film of an activity: choosing it, its cues, where it stops and where people reacted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.agenda import AddBlock
from facilitator.session.contributions import GiveContribution, WithdrawContribution
from facilitator.session.cues import CueWatch, last_place, next_cue, number, reactions
from facilitator.session.errors import Rejected
from facilitator.session.film import (
    AddCue,
    ChooseFilm,
    DescribeFilm,
    FilmCue,
    MoveCue,
    ReachCue,
    RemoveCue,
    WriteCue,
)
from facilitator.session.ledger import Ledger
from facilitator.session.rules import GUEST, Command, Together
from facilitator.session.state import SessionState
from tests.session.rig import Rig


def film_rig() -> Rig:
    """A session with a film and two cues."""
    rig = Rig()
    rig.do(AddBlock(block="film", title="Three handovers", modality="video", minutes=18))
    rig.do(ChooseFilm(block="film", file="~/Videos/handover.mp4", duration_ms=362_000))
    rig.do(AddCue(cue="late", block="film", at_ms=184_000, prompt="What was not said?", minutes=2))
    rig.do(AddCue(cue="early", block="film", at_ms=80_000))
    return rig


STEPS: dict[str, Callable[[], Command]] = {
    "another film": lambda: ChooseFilm(block="film", file="other.webm"),
    "elsewhere": lambda: ChooseFilm(block="film", external=True),
    "no film": lambda: ChooseFilm(block="film"),
    "described": lambda: DescribeFilm(block="film", language="de", speed=0.75, source="Ward 4B", licence="CC BY 4.0"),
    "typing goes on": lambda: DescribeFilm(block="film", typing_pauses=False, permission="Asked, 3 March"),
    "captions": lambda: DescribeFilm(block="film", captions=("~/Videos/words.en.srt",)),
    "cue": lambda: AddCue(cue="new", block="film", at_ms=325_000, prompt="And now?"),
    "moved": lambda: MoveCue(cue="late", at_ms=20_000),
    "worded": lambda: WriteCue(cue="early", prompt="Who looks at whom?", minutes=1),
    "removed": lambda: RemoveCue(cue="early"),
    "reached": lambda: Together(commands=(ReachCue(cue="late"),)),
}


def looks(state: SessionState) -> object:
    """What a person sees of the film."""
    return state.films.of("film"), state.films.cues("film")


@pytest.mark.parametrize("name", STEPS)
def test_every_step_of_a_film_can_be_taken_back_and_done_again(name: str) -> None:
    """Undo brings back what was before, redo what was after, and a replay gives the same."""
    rig = film_rig()
    before = looks(rig.state)
    rig.do(STEPS[name]())
    after = looks(rig.state)
    assert after != before
    for _round in range(2):
        rig.store.undo(rig.stream)
        assert looks(rig.state) == before
        rig.store.redo(rig.stream)
        assert looks(rig.state) == after
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)


REFUSED: dict[str, tuple[Command, str]] = {
    "no block": (ChooseFilm(block="?", file="x.mp4"), "This block is not in the agenda."),
    "no file": (ChooseFilm(block="film", file="a\0b"), "This is no name of a file."),
    "no captions": (DescribeFilm(block="film", captions=("a\0b",)), "This is no name of a file."),
    "too fast": (
        DescribeFilm(block="film", speed=9.0),
        "A film runs between a quarter of its speed and four times as fast.",
    ),
    "before it begins": (
        AddCue(cue="x", block="film", at_ms=-1),
        "A place in a film lies between its beginning and 24 hours.",
    ),
    "twice": (AddCue(cue="late", block="film", at_ms=1), "This cue is in the film already."),
    "same place": (AddCue(cue="x", block="film", at_ms=80_000), "The film stops there already."),
    "moved onto another": (MoveCue(cue="late", at_ms=80_000), "The film stops there already."),
    "unknown": (ReachCue(cue="?"), "This cue is not in the film."),
    "too long": (WriteCue(cue="late", minutes=1000), "A stop lasts at most 240 minutes."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_film_cannot_be_is_refused_in_a_sentence(name: str) -> None:
    """A rule that says no says why, and nothing changed."""
    command, sentence = REFUSED[name]
    rig = film_rig()
    before = looks(rig.state)
    with pytest.raises(Rejected) as refusal:
        rig.do(command)
    assert str(refusal.value) == sentence
    assert looks(rig.state) == before


def test_saying_the_same_again_adds_no_fact() -> None:
    """Choosing the film that is chosen, or the words that stand, leaves the record as it is."""
    rig = film_rig()
    facts = len(rig.store.ledger(rig.stream).facts)
    rig.do(ChooseFilm(block="film", file="~/Videos/handover.mp4", duration_ms=362_000))
    rig.do(WriteCue(cue="late", prompt="What was not said?", minutes=2))
    rig.do(DescribeFilm(block="film", speed=1.0))
    assert len(rig.store.ledger(rig.stream).facts) == facts


def test_choosing_another_film_keeps_how_it_is_watched() -> None:
    """Speed and language of the captions are the facilitator's wish, not the file's."""
    rig = film_rig()
    rig.do(DescribeFilm(block="film", language="ar", speed=0.5))
    rig.do(ChooseFilm(block="film", file="other.webm"))
    film = rig.state.films.of("film")
    assert (film.language, film.speed, film.duration_ms) == ("ar", 0.5, 0)


def test_a_guest_does_not_stop_the_film() -> None:
    """The film is the facilitator's."""
    rig = film_rig()
    with pytest.raises(Rejected, match="Only the facilitator"):
        rig.store.dispatch(rig.stream, ReachCue(cue="late"), role=GUEST)


def test_the_record_says_that_and_when_it_stopped() -> None:
    """Each stop is counted, the last with its time. It is no step of the facilitator's, unless it is one of several."""
    rig = film_rig()
    rig.do(ReachCue(cue="late", ms=1_000))
    rig.do(Together(commands=(ReachCue(cue="late", ms=2_000),)))
    assert (rig.state.films.by_id["late"].stops, rig.state.films.by_id["late"].reached_ms) == (2, 2_000)
    rig.store.undo(rig.stream)
    assert (rig.state.films.by_id["late"].stops, rig.state.films.by_id["late"].reached_ms) == (1, 1_000)


def test_reactions_are_what_was_said_with_a_place_in_the_film() -> None:
    """Cards of this activity with a film time, in its order; none taken back, none of another activity."""
    rig = film_rig()
    for offset in (20_000, 5_000, None, 20_000):
        rig.do(GiveContribution(text="x", activity="film", offset_ms=offset))
    gone = GiveContribution(text="gone", activity="film", offset_ms=9_000)
    rig.do(gone)
    rig.do(WithdrawContribution(contribution=gone.id))
    rig.do(GiveContribution(text="of a talk", offset_ms=1_000))
    assert reactions(rig.state, "film") == [5_000, 20_000, 20_000]


def test_a_film_goes_on_where_it_was() -> None:
    """After coming back, or after a crash, it stands where something was last said or where it last stopped."""
    rig = film_rig()
    assert last_place(rig.state, "film") == 0
    rig.do(ReachCue(cue="early"))
    assert last_place(rig.state, "film") == 80_000
    rig.do(GiveContribution(text="x", activity="film", offset_ms=61_500))
    assert last_place(rig.state, "film") == 61_500


def _cues(*places: int) -> list[FilmCue]:
    return [FilmCue(f"c{place}", "film", place) for place in places]


def test_next_cue_and_its_number() -> None:
    """What lies ahead, and which of how many."""
    cues = _cues(1_000, 2_000)
    assert next_cue(cues, 0) == cues[0]
    assert next_cue(cues, 1_000) == cues[1]
    assert next_cue(cues, 2_000) is None
    assert [number(cues, name) for name in ("c1000", "c2000", "c9")] == [1, 2, 0]


@given(
    st.lists(st.integers(0, 60_000), unique=True, max_size=8).map(sorted),
    st.lists(st.integers(1, 900), min_size=1, max_size=80),
)
def test_a_film_that_runs_through_stops_at_every_cue_once(places: list[int], strides: list[int]) -> None:
    """Whatever the distance between frames, no cue is missed, none is met twice, and their order is kept."""
    cues, watch, stops = _cues(*places), CueWatch(), []
    now, end = 0, 0
    for stride in (0, *strides):
        now += stride
        end = now
        while (cue := watch.moved(now, cues)) is not None:
            stops.append(cue.at_ms)
    assert stops == [place for place in places if place <= end]


def test_after_a_stop_the_film_goes_on_and_after_a_way_back_it_stops_again() -> None:
    """A frame that begins just before the cue it was stopped at does not stop it again; going back on purpose does."""
    cues, watch = _cues(0, 2_000), CueWatch()
    assert watch.moved(0, cues) == cues[0]
    assert watch.moved(2_040, cues) == cues[1]
    watch.sent(2_000, 2_040)
    assert watch.moved(1_980, cues) is None
    assert watch.moved(2_020, cues) is None
    watch.sent(1_500, 5_000)
    assert watch.moved(2_000, cues) == cues[1]
    watch.sent(2_000, 8_000)
    assert watch.moved(2_000, cues) is None


def test_what_a_player_says_from_before_a_jump_stops_nothing() -> None:
    """Frames still on their way when the film is sent elsewhere are not taken for the way there."""
    cues, watch = _cues(1_000, 4_000), CueWatch()
    assert watch.moved(500, cues) is None
    watch.sent(3_500, 500)
    assert watch.moved(540, cues) is None
    assert watch.moved(3_520, cues) is None
    assert watch.moved(4_010, cues) == cues[1]
    watch.sent(200, 4_010)
    assert watch.moved(4_050, cues) is None
    assert watch.moved(210, cues) is None
    assert watch.moved(1_000, cues) == cues[0]
