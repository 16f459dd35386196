"""Running a session beside its plan: time without pauses, going on and back, drift, and the one honest offer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.activities import EndActivity, ReturnToActivity, StartActivity
from facilitator.session.agenda import BREAK, CLOSE, AddBlock, ChangeBlock, MoveBlock, RemoveBlock
from facilitator.session.asks import OpenAsk, ReopenAsk
from facilitator.session.contributions import GiveContribution
from facilitator.session.drift import DROP, LATE, ON_TIME, SHORTEN, SLACK, SOONER, TRIM, drift, protected
from facilitator.session.errors import Rejected
from facilitator.session.facts import Fact
from facilitator.session.film import AddCue, ReachCue
from facilitator.session.planning import DescribePlan
from facilitator.session.ports import uuid7
from facilitator.session.rules import GUEST, Command
from facilitator.session.running import (
    MINUTE,
    MOST_STEPS,
    CloseSession,
    ExtendActivity,
    PauseActivity,
    ReachStep,
    ReopenSession,
    ResumeActivity,
    SkipBlock,
    block_before,
    elapsed_ms,
    next_block,
    remaining_ms,
)
from facilitator.session.sessions import CreateSession
from facilitator.session.state import SessionState
from facilitator.session.steady import SteadyClock
from facilitator.session.store import Store
from tests.session.rig import Kept

HALF_PAST_ONE = 1_773_322_200_000
"""2026-03-12 13:30 UTC."""


class Room:
    """A session that can be run minute by minute."""

    def __init__(self, *blocks: tuple[str, int], dated: bool = True, minutes: int = 0) -> None:
        self.now = HALF_PAST_ONE
        self.store = Store(Kept(), clock=lambda: self.now)
        self.session = uuid7()
        self.do(CreateSession(title="Handover", zone="UTC"))
        if dated:
            self.do(DescribePlan(date="2026-03-12", time="13:30", minutes=minutes))
        for name, length in blocks:
            self.do(AddBlock(block=name, title=name, minutes=length, exchange=3, verb="talk"))

    def do(self, command: Command) -> None:
        """Ask through the door."""
        self.store.dispatch(self.session, command)

    def after(self, minutes: float) -> Room:
        """Time passes."""
        self.now += round(minutes * MINUTE)
        return self

    @property
    def state(self) -> SessionState:
        """What is so."""
        return self.store.state(self.session)

    def left(self, block: str) -> float:
        """Minutes left of a block."""
        return remaining_ms(self.state, self.state.agenda.by_id[block], self.now) / MINUTE


def test_time_runs_without_pauses() -> None:
    """A pause does not count, minutes given do, and undoing a pause is as if it had never been."""
    room = Room(("a", 10), ("b", 5))
    room.do(StartActivity(block="a"))
    assert room.after(4).left("a") == 6
    room.do(PauseActivity())
    assert room.after(30).left("a") == 6
    room.do(ResumeActivity())
    assert room.after(1).left("a") == 5
    room.do(ExtendActivity(minutes=5))
    assert room.left("a") == 10
    room.do(PauseActivity())
    room.after(2)
    room.store.undo(room.session)
    assert room.left("a") == 8
    room.store.undo(room.session)
    assert room.left("a") == 3
    assert room.state.agenda.by_id["a"].minutes == 10, "the plan stays the plan"


def test_ending_in_a_pause_counts_nothing_of_it() -> None:
    """A block that ends while its time stands still took what it took before."""
    room = Room(("a", 10), ("b", 5))
    room.do(StartActivity(block="a"))
    room.after(3).do(PauseActivity())
    room.after(60).do(StartActivity(block="b"))
    assert elapsed_ms(room.state, room.state.agenda.by_id["a"], room.now) == 3 * MINUTE


def test_going_back_goes_on_where_it_stopped() -> None:
    """Next by mistake, then back: the first block goes on, and the time in the other does not count."""
    room = Room(("a", 10), ("b", 5))
    room.do(StartActivity(block="a"))
    room.after(4).do(StartActivity(block="b"))
    room.after(2)
    before = block_before(room.state)
    assert before is not None
    room.do(ReturnToActivity(block=before.id))
    assert room.state.agenda.running == "a"
    assert room.after(1).left("a") == 5
    room.store.undo(room.session)
    assert room.state.agenda.running == "b"


def test_skipping_and_what_is_next() -> None:
    """A skipped block is passed over, its skipping can be taken back, and the running one cannot be skipped."""
    room = Room(("a", 10), ("b", 5), ("c", 5))
    first = next_block(room.state)
    assert first is not None
    assert first.id == "a"
    room.do(StartActivity(block="a"))
    room.do(SkipBlock(block="b"))
    following = next_block(room.state)
    assert following is not None
    assert following.id == "c"
    with pytest.raises(Rejected):
        room.do(SkipBlock(block="a"))
    room.store.undo(room.session)
    following = next_block(room.state)
    assert following is not None
    assert following.id == "b"
    room.do(SkipBlock(block="b"))
    room.do(StartActivity(block="c"))
    assert next_block(room.state) is None


def test_ending_early_keeps_everything() -> None:
    """A session that ends early keeps all that was said, says no to a further start, and can go on after all."""
    room = Room(("a", 10), ("b", 5))
    room.do(StartActivity(block="a"))
    room.do(GiveContribution(text="We met at seven."))
    room.after(3).do(CloseSession())
    state = room.state
    assert state.running.closed_ms == room.now
    assert state.agenda.running is None
    assert [given.text for given in state.contributions.standing()] == ["We met at seven."]
    for again in (StartActivity(block="b"), CloseSession()):
        with pytest.raises(Rejected):
            room.do(again)
    room.do(ReopenSession())
    room.do(ReturnToActivity(block="a"))
    assert room.left("a") == 7
    room.store.undo(room.session)
    room.store.undo(room.session)
    assert room.state.running.closed_ms is not None


def test_what_was_planned_is_kept() -> None:
    """Shortening while it runs changes what is to come, not what was planned."""
    room = Room(("a", 10), ("b", 20))
    room.do(StartActivity(block="a"))
    room.do(ChangeBlock(block="b", minutes=15))
    assert room.state.running.planned == {"a": 10, "b": 20}


def test_steps_are_bounded() -> None:
    """A step is reached by its number; nothing runs, nothing is reached."""
    room = Room(("a", 10))
    with pytest.raises(Rejected):
        room.do(ReachStep(step=1))
    room.do(StartActivity(block="a"))
    room.do(ReachStep(step=2))
    assert room.state.running.of("a").step == 2
    with pytest.raises(Rejected):
        room.do(ReachStep(step=-1))
    room.store.undo(room.session)
    assert room.state.running.of("a").step == 0


# ---- drift ------------------------------------------------------------------------------------------------


def test_before_it_begins_the_plan_is_shown() -> None:
    """Nothing ran yet: planned times, no drift, no offer."""
    room = Room(("a", 10), ("b", 5))
    found = drift(room.state, room.now)
    assert [(place.starts_ms - HALF_PAST_ONE) // MINUTE for place in found.places] == [0, 10]
    assert found.behind is None
    assert found.offer.kind == ON_TIME


def test_late_start_moves_what_follows() -> None:
    """A start five minutes late moves every block that is not locked, and is told as five minutes behind."""
    room = Room(("a", 10), ("b", 5))
    room.after(5).do(StartActivity(block="a"))
    found = drift(room.after(2).state, room.now)
    assert [(place.starts_ms - HALF_PAST_ONE) // MINUTE for place in found.places] == [5, 15]
    assert found.behind == 5


def test_free_minutes_take_it() -> None:
    """Behind plan, but the minutes before the locked coffee take it: nothing is to be shortened, and it says so."""
    room = Room(("a", 10), ("b", 5))
    room.do(AddBlock(block="coffee", title="Coffee", minutes=12, fixed="13:50", part=BREAK))
    room.after(3).do(StartActivity(block="a"))
    found = drift(room.after(1).state, room.now)
    assert found.behind == 3
    assert found.offer.kind == SLACK
    assert found.offer.until is not None
    assert found.offer.until.id == "coffee"
    assert found.offer.spare == 2
    assert found.offer.commands() == ()


def test_what_is_optional_goes_first() -> None:
    """Too little room before a locked start: the optional block gives, though another is longer."""
    room = Room(("a", 10), ("long", 40))
    room.do(AddBlock(block="extra", title="Extra", minutes=15, optional=True, exchange=3, verb="talk"))
    room.do(AddBlock(block="coffee", title="Coffee", minutes=12, fixed="14:35", part=BREAK))
    room.after(6).do(StartActivity(block="a"))
    offer = drift(room.state, room.now).offer
    assert (offer.kind, offer.block and offer.block.id, offer.minutes, offer.over) == (TRIM, "extra", 9, 6)
    for command in offer.commands():
        room.do(command)
    assert drift(room.state, room.now).offer.kind == SLACK


def test_the_longest_is_shortened_then_one_left_out() -> None:
    """Without anything optional the longest gives; where that would halve it, the one that gives most is left out."""
    room = Room(("a", 10), ("long", 40), ("short", 10))
    room.do(AddBlock(block="coffee", title="Coffee", minutes=12, fixed="14:30", part=BREAK))
    room.after(8).do(StartActivity(block="a"))
    offer = drift(room.state, room.now).offer
    assert (offer.kind, offer.block and offer.block.id, offer.minutes) == (SHORTEN, "long", 32)
    room.after(30)
    offer = drift(room.state, room.now).offer
    assert offer.over == 28
    assert (offer.kind, offer.block and offer.block.id) == (DROP, "long")


def test_breaks_and_the_close_are_never_offered() -> None:
    """Only breaks and the close are left: what runs may end sooner; where it cannot, it says that it will be late."""
    room = Room(("a", 10), minutes=30)
    room.do(AddBlock(block="coffee", title="Coffee", minutes=12, part=BREAK))
    room.do(AddBlock(block="end", title="End", minutes=8, part=CLOSE, exchange=3, verb="say"))
    room.after(5).do(StartActivity(block="a"))
    offer = drift(room.state, room.now).offer
    assert (offer.kind, offer.over) == (SOONER, 5)
    for command in offer.commands():
        room.do(command)
    assert room.left("a") == 5
    room.after(9)
    offer = drift(room.state, room.now).offer
    assert offer.kind == LATE
    assert offer.commands() == ()


def test_another_day_moves_the_plan() -> None:
    """A plan of another day, run today, is measured from when it began."""
    room = Room(("a", 10), ("b", 5))
    room.after(60 * 24 * 9).do(StartActivity(block="a"))
    assert drift(room.after(1).state, room.now).behind == 0


@given(
    late=st.integers(0, 90),
    lengths=st.lists(st.integers(0, 60), min_size=1, max_size=8),
    optional=st.sets(st.integers(0, 7)),
    kinds=st.lists(st.sampled_from(["", BREAK, CLOSE]), min_size=8, max_size=8),
)
def test_an_offer_never_touches_what_is_protected(
    late: int, lengths: list[int], optional: set[int], kinds: list[str]
) -> None:
    """Whatever the plan: an offer concerns a block to come that is neither break nor close, and taking offers ends."""
    room = Room(("first", 10), minutes=60)
    for place, length in enumerate(lengths):
        room.do(
            AddBlock(
                block=f"b{place}",
                title=f"b{place}",
                minutes=length,
                part=kinds[place],
                optional=place in optional,
                exchange=3,
                verb="talk",
            )
        )
    room.after(late).do(StartActivity(block="first"))
    for _round in range(40):
        found = drift(room.state, room.now)
        commands = found.offer.commands()
        if not commands:
            break
        assert found.offer.block is not None
        assert not protected(found.offer.block)
        assert (found.offer.block.started_ms is None) == (found.offer.kind != SOONER)
        for command in commands:
            room.do(command)
    else:
        pytest.fail("offers without an end")
    assert found.offer.kind in (ON_TIME, SLACK, LATE)


# ---- the clock ------------------------------------------------------------------------------------------------


def test_held_it_ignores_the_wall() -> None:
    """The machine's clock is set by a day, back and forth: while held, the time goes on as it passes."""
    wall, steady = [1_000_000], [500]
    clock = SteadyClock(lambda: wall[0], lambda: steady[0])
    assert clock() == 1_000_000
    clock.hold()
    wall[0] += 86_400_000
    steady[0] += 250
    assert clock() == 1_000_250
    assert clock.off_ms == 86_400_000 - 250
    clock.hold()
    wall[0] -= 3 * 86_400_000
    steady[0] += 250
    assert clock() == 1_000_500
    clock.release()
    assert clock() == wall[0]


def test_ended_block_stays_ended() -> None:
    """Ending without a next one: nothing runs, and the last one is what one would go back to."""
    room = Room(("a", 10))
    room.do(StartActivity(block="a"))
    room.after(2).do(EndActivity())
    before = block_before(room.state)
    assert before is not None
    assert before.id == "a"


def test_what_nobody_did_is_no_step() -> None:
    """A film that stopped by itself, and what a guest gave, are not taken back by the facilitator's undo."""
    room = Room(("a", 10))
    room.do(AddCue(cue="cue", block="a", at_ms=1_000))
    room.do(GiveContribution(text="Mine"))
    room.do(ReachCue(cue="cue"))
    room.store.dispatch(room.session, GiveContribution(text="A guest's"), role=GUEST)
    room.store.undo(room.session)
    assert [given.text for given in room.state.contributions.standing()] == ["A guest's"]
    assert room.state.films.by_id["cue"].stops == 1


def test_undo_of_a_start_brings_back_the_step_and_what_was_left_out() -> None:
    """Beginning a block anew, or one that was left out, and taking that back: all is as it was, and redo as after."""
    room = Room(("a", 10), ("b", 5))
    room.do(StartActivity(block="a"))
    room.do(ReachStep(step=3))
    room.do(StartActivity(block="b"))
    room.do(StartActivity(block="a"))
    room.store.undo(room.session)
    assert room.state.running.of("a").step == 3
    room.store.redo(room.session)
    assert room.state.running.of("a").step == 0
    room = Room(("a", 10), ("b", 5))
    room.do(StartActivity(block="a"))
    room.do(SkipBlock(block="b"))
    for back in (StartActivity(block="b"), ReturnToActivity(block="b")):
        room.do(back)
        assert not room.state.running.of("b").skipped
        for _round in range(2):
            room.store.undo(room.session)
            assert room.state.running.of("b").skipped
            room.store.redo(room.session)
            assert not room.state.running.of("b").skipped
        room.store.undo(room.session)


def test_the_running_block_is_not_taken_out_of_the_agenda() -> None:
    """What runs stays in the agenda until another one does."""
    room = Room(("a", 10), ("b", 5))
    room.do(StartActivity(block="a"))
    with pytest.raises(Rejected, match="is running"):
        room.do(RemoveBlock(block="a"))
    room.do(StartActivity(block="b"))
    room.do(RemoveBlock(block="a"))
    assert [block.id for block in room.state.agenda.in_order()] == ["b"]


def test_behind_a_running_block_that_was_moved_comes_what_has_not_begun() -> None:
    """Moved to the end while it runs, the block is not the last one: the others still come, those left out do not."""
    room = Room(("a", 10), ("b", 5), ("c", 5))
    room.do(StartActivity(block="a"))
    room.do(MoveBlock(block="a", after="c"))
    for wanted in ("b", "c"):
        following = next_block(room.state)
        assert following is not None and following.id == wanted
        room.do(SkipBlock(block=wanted))
    assert next_block(room.state) is None


@pytest.mark.parametrize("over", [EndActivity(), StartActivity(block="b"), ReturnToActivity(block="b"), CloseSession()])
def test_what_is_asked_closes_with_its_activity(over: Command) -> None:
    """Nobody answers in an activity that is over; taking the end back asks on."""
    room = Room(("a", 10), ("b", 5))
    room.do(OpenAsk(ask="other", form="poll", question="?", options=("x", "y"), block="b"))
    room.do(StartActivity(block="a"))
    room.do(OpenAsk(ask="k", form="poll", question="?", options=("x", "y")))
    room.do(ReopenAsk(ask="other"))
    room.do(over)
    votes = room.state.votes.by_id
    assert not votes["k"].open
    assert votes["other"].open == (not isinstance(over, CloseSession))
    room.store.undo(room.session)
    assert room.state.votes.by_id["k"].open


@pytest.mark.parametrize("step", [-9, -1, 2**53 - 1])
def test_a_step_from_elsewhere_is_one_that_can_be(step: int) -> None:
    """A fact another program wrote never counts steps below nought or beyond all."""
    room = Room(("a", 10))
    room.do(StartActivity(block="a"))
    room.store.admit(
        room.session,
        [Fact("x", room.session, "zz", 1, room.now, 9, None, "step_reached", 1, {"block": "a", "step": step})],
    )
    assert 0 <= room.state.running.of("a").step <= MOST_STEPS
