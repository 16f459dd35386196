"""Role plays while they run: casting, lots, passing, phases and rounds, briefs, observers' sheets, the room's words."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.casting import (
    NOT_AT_ALL,
    PAIRS,
    SAME,
    AssignObservers,
    CastPlayer,
    DrawLots,
    OpenBrief,
    PassRole,
    RuleLots,
    SwapRoles,
    TagIn,
    bench,
    brief_state,
    has_passed,
    observers,
    open_roles,
    players,
    role_of,
    since_before,
    turns,
)
from facilitator.session.errors import Rejected
from facilitator.session.ledger import Ledger
from facilitator.session.modalities import Modality
from facilitator.session.people import DescribePerson, JoinPerson, LeavePerson
from facilitator.session.play import (
    DEBRIEF,
    PLAY,
    STEP_OUT,
    GoToPhase,
    GoToQuestion,
    NextRound,
    phase_left_ms,
    phases,
    play_of,
    room_words,
    rounds_of,
    weights_of,
)
from facilitator.session.play_records import commands, records
from facilitator.session.role_play import AddRole, WriteScenario
from facilitator.session.rules import GUEST, Command, Together
from facilitator.session.running import ExtendActivity, PauseActivity, ResumeActivity
from facilitator.session.state import SessionState
from facilitator.session.watching import (
    CountHands,
    DropWords,
    ExactWords,
    Rewind,
    TickBehaviour,
    seen_by,
    sheets,
    words_of,
)
from tests.session.rig import Rig

ROLES = ("night", "day", "patient", "manager")
PEOPLE = ("ana", "ben", "cem", "dov", "eve", "fay", "gus", "hal")
SECRET = "The insulin was changed at three."
UNITS = {"ana": "nursing", "ben": "nursing", "cem": "beds", "dov": "beds"}


def playing() -> tuple[Rig, dict[str, str]]:
    """A role play of three rounds, four roles and eight people, led by somebody."""
    rig = Rig()
    ids = {name: rig.join(name.title()) for name in PEOPLE}
    ids["ines"] = rig.join("Ines")
    rig.do(DescribePerson(person=ids["ines"], roles=("facilitator",)))
    for name, unit in UNITS.items():
        rig.do(DescribePerson(person=ids[name], unit=unit))
    rig.do(AddBlock(block="play", title="The handover", modality="role_play", minutes=40))
    rig.do(WriteScenario(block="play", situation="07:00", task="Hand over", rounds=3, checklist=("Reads back", "Asks")))
    for role in ROLES:
        rig.do(AddRole(role=role, block="play", name=role.title(), situation="You stand.", secret=f"{role}: {SECRET}"))
    return rig, ids


def cast(rig: Rig, ids: dict[str, str], **by_role: str) -> None:
    """Cast by hand."""
    for role, name in by_role.items():
        rig.do(CastPlayer(block="play", role=role, person=ids[name]))


def names(rig: Rig, number: int = 0) -> dict[str, str]:
    """Who plays what, in words."""
    return {role: person.name for role, person in players(rig.state, "play", number).items()}


def refusal(rig: Rig, command: Command, **who: str | None) -> str:
    """The sentence that refuses a command; nothing was changed."""
    facts = list(rig.store.ledger(rig.stream).facts)
    with pytest.raises(Rejected) as said:
        rig.store.dispatch(rig.stream, command, **who)  # type: ignore[arg-type]
    assert rig.store.ledger(rig.stream).facts == facts
    return str(said.value)


# ---- casting --------------------------------------------------------------------------------------------------------


def test_nobody_plays_two_roles_at_once() -> None:
    """Refused with a sentence in the same round; another round is another matter, and a role may change hands."""
    rig, ids = playing()
    cast(rig, ids, night="ana")
    said = refusal(rig, CastPlayer(block="play", role="day", person=ids["ana"]))
    assert said == "Ana plays “Night” in this round already. Nobody plays two roles at once."
    rig.do(CastPlayer(block="play", role="day", person=ids["ana"], round=2))
    cast(rig, ids, night="ben")
    cast(rig, ids, day="ana")
    assert names(rig) == {"night": "Ben", "day": "Ana"}
    rig.do(CastPlayer(block="play", role="day", person=""))
    assert [role.id for role in open_roles(rig.state, "play")] == ["day", "patient", "manager"]


def test_who_passed_is_never_cast_and_may_come_back() -> None:
    """A pass takes the role away in this and later rounds, without a reason; by hand and by lot it holds."""
    rig, ids = playing()
    cast(rig, ids, night="ana")
    rig.do(CastPlayer(block="play", role="day", person=ids["ana"], round=2))
    rig.do(PassRole(block="play", person=ids["ana"]))
    assert names(rig) == {} and names(rig, 2) == {}
    said = refusal(rig, CastPlayer(block="play", role="night", person=ids["ana"]))
    assert said == "Ana passed, and is not cast. Only they can take that back."
    for seed in range(30):
        rig.do(DrawLots(block="play", seed=seed, anew=True))
        assert "Ana" not in names(rig).values()
    rig.do(PassRole(block="play", person=ids["ana"], what=""))
    rig.do(CastPlayer(block="play", role="night", person=""))
    cast(rig, ids, night="ana")
    assert names(rig)["night"] == "Ana"


def test_observers_are_everybody_else_who_is_in_the_room_and_has_not_sat_out() -> None:
    """Passing playing still counts as observing; passing everything, leading and leaving do not."""
    rig, ids = playing()
    cast(rig, ids, night="ana", day="ben")
    rig.do(PassRole(block="play", person=ids["cem"]))
    rig.do(PassRole(block="play", person=ids["dov"], what=NOT_AT_ALL))
    rig.do(LeavePerson(person=ids["eve"]))
    assert [one.name for one in observers(rig.state, "play")] == ["Cem", "Fay", "Gus", "Hal"]
    assert [one.name for one in bench(rig.state, "play")] == ["Fay", "Gus", "Hal", "Ines", "Cem", "Dov"]
    rig.do(AssignObservers(block="play", people=(ids["fay"], ids["ines"])))
    assert [one.name for one in observers(rig.state, "play")] == ["Fay", "Ines"]
    assert refusal(rig, AssignObservers(block="play", people=(ids["ana"],))) == "Ana plays “Night” in this round."
    assert refusal(rig, AssignObservers(block="play", people=(ids["dov"],))) == "Dov sits this one out."


def test_the_same_seed_draws_the_same_people() -> None:
    """Whatever was drawn between; and a replay of the facts gives the same cast, for they hold who was drawn."""
    rig, _ids = playing()
    rig.do(DrawLots(block="play", seed=7))
    first = names(rig)
    assert set(first) == set(ROLES)
    rig.do(DrawLots(block="play", seed=8))
    assert names(rig) == first  # nothing was open
    others = set()
    for seed in range(20):
        rig.do(DrawLots(block="play", seed=seed, anew=True))
        others.add(tuple(sorted(names(rig).items())))
    assert len(others) > 1
    rig.do(DrawLots(block="play", seed=7, anew=True))
    assert names(rig) == first
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)


def test_a_draw_fills_only_what_is_open_and_keeps_who_was_cast() -> None:
    """Somebody cast by hand stays; who left the room is drawn for."""
    rig, ids = playing()
    cast(rig, ids, night="ana", day="ben")
    rig.do(LeavePerson(person=ids["ben"]))
    rig.do(DrawLots(block="play", seed=1))
    assert names(rig)["night"] == "Ana"
    assert set(names(rig)) == set(ROLES) and "Ben" not in names(rig).values()
    assert not {"Ines"} & set(names(rig).values())


def test_a_draw_says_when_there_is_nobody() -> None:
    """One sentence, and nothing changes."""
    rig, ids = playing()
    for name in PEOPLE:
        rig.do(PassRole(block="play", person=ids[name]))
    said = refusal(rig, DrawLots(block="play", seed=1))
    assert said == "There is nobody to draw: everybody here plays already, has passed, or is kept from these roles."


def test_a_draw_keeps_people_apart_and_units_from_roles() -> None:
    """What was said of pairs and of the own unit as the other side holds in every draw."""
    rig, ids = playing()
    pairs = ((ids["ana"], ids["ben"]), (ids["cem"], ids["dov"]))
    rig.do(RuleLots(block="play", apart=pairs, barred=(("manager", "Beds "), ("night", "nursing"))))
    for seed in range(60):
        rig.do(DrawLots(block="play", seed=seed, anew=True))
        held = names(rig)
        assert len(held) == 4
        assert held["manager"] not in ("Cem", "Dov") and held["night"] not in ("Ana", "Ben")
        assert not {"Ana", "Ben"} <= set(held.values()) and not {"Cem", "Dov"} <= set(held.values())
    said = refusal(rig, RuleLots(block="play", apart=((ids["ana"], ids["ana"]),)))
    assert said == "Two different people are kept apart."


def test_roles_are_swapped_for_the_next_round() -> None:
    """Everybody one on, two by two, or the same; and the round says how it differs from the one before."""
    rig, ids = playing()
    cast(rig, ids, night="ana", day="ben", patient="cem")
    rig.do(Together(commands=(NextRound(block="play"), SwapRoles(block="play", source=1))))
    assert names(rig) == {"day": "Ana", "patient": "Ben", "manager": "Cem"}
    assert since_before(rig.state, "play") == "swapped"
    rig.do(SwapRoles(block="play", how=PAIRS, source=1))
    assert names(rig) == {"night": "Ben", "day": "Ana", "manager": "Cem"}
    rig.do(SwapRoles(block="play", how=SAME, source=1))
    assert names(rig) == names(rig, 1)
    assert since_before(rig.state, "play") == "same"
    rig.do(CastPlayer(block="play", role="night", person=ids["dov"]))
    assert since_before(rig.state, "play") == "new"
    assert turns(rig.state)[ids["ben"]] == 2


def test_tagging_in_hands_a_role_over_in_the_middle() -> None:
    """Only while it is played; who handed over observes."""
    rig, ids = playing()
    cast(rig, ids, night="ana", day="ben")
    said = refusal(rig, TagIn(block="play", role="night", person=ids["cem"]))
    assert said == "Somebody can take over while the round is played. Before that, cast the role."
    rig.do(GoToPhase(block="play", phase=PLAY))
    assert refusal(rig, TagIn(block="play", role="night", person=ids["ben"])).startswith("Ben plays “Day”")
    rig.do(TagIn(block="play", role="night", person=ids["cem"]))
    assert names(rig) == {"night": "Cem", "day": "Ben"}
    assert "Ana" in [one.name for one in observers(rig.state, "play")]


# ---- phases ---------------------------------------------------------------------------------------------------------


def test_the_sample_lies_in_its_minutes_as_it_says() -> None:
    """Forty minutes and three rounds are a minute before, then 2, 5, 1 and 5 a round."""
    rig, _ids = playing()
    assert [(one.key, one.minutes) for one in phases(rig.state, "play")] == [
        ("prebrief", 1), ("brief", 2), ("play", 5), ("step_out", 1), ("debrief", 5),
    ]  # fmt: skip
    rig.do(NextRound(block="play"))
    assert [one.minutes for one in phases(rig.state, "play")] == [2, 5, 1, 5]


@given(minutes=st.integers(0, 600), rounds=st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_phases_fill_the_block_whatever_it_has(minutes: int, rounds: int) -> None:
    """The rounds and what stands before them add up to the block's minutes, every round as long as the others."""
    rig = Rig()
    rig.do(AddBlock(block="play", title="P", minutes=minutes))
    rig.do(WriteScenario(block="play", task="x", rounds=rounds))
    first = phases(rig.state, "play")
    assert sum(one.minutes for one in first[1:]) * rounds + first[0].minutes == minutes
    assert all(one.minutes >= 0 for one in first)


def test_a_method_may_say_its_own_phases() -> None:
    """What it says counts, what makes no sense does not."""
    method = Modality("own", "Own", extra={"phases": {"brief": 4, "play": 10, "debrief": -1, "party": 3}})
    assert weights_of(method) == {"prebrief": 1, "brief": 4, "play": 10, "step_out": 1, "debrief": 5}
    for extra in ({}, {"phases": "x"}, {"phases": {"play": "five"}}):
        assert weights_of(Modality("own", "Own", extra=extra))["play"] == 5
    assert weights_of(None)["brief"] == 2


def test_nobody_talks_about_a_round_before_stepping_out() -> None:
    """The debrief comes after the step out, also when a minute is played again."""
    rig, _ids = playing()
    sentence = "First everybody steps out of their role. Then the round is talked about."
    rig.do(GoToPhase(block="play", phase=PLAY))
    assert refusal(rig, GoToPhase(block="play", phase=DEBRIEF)) == sentence
    rig.do(GoToPhase(block="play", phase=STEP_OUT))
    rig.do(GoToPhase(block="play", phase=DEBRIEF))
    rig.do(GoToQuestion(block="play", question=2))
    rig.do(GoToPhase(block="play", phase=PLAY))
    assert play_of(rig.state, "play").question == 0
    assert refusal(rig, GoToPhase(block="play", phase=DEBRIEF)) == sentence


def test_rounds_end_where_they_are_planned_and_can_be_more_or_fewer() -> None:
    """A further round asks for one more; fewer than were begun are never said."""
    rig, _ids = playing()
    rig.do(NextRound(block="play"))
    rig.do(NextRound(block="play"))
    assert refusal(rig, NextRound(block="play")) == "There are 3 rounds. Give it one more first."
    rig.do(WriteScenario(block="play", rounds=4))
    rig.do(NextRound(block="play"))
    rig.do(WriteScenario(block="play", rounds=2))
    assert rounds_of(rig.state, "play") == 4
    assert refusal(rig, GoToPhase(block="play", phase="prebrief")) == "There is no such phase."


def test_a_phase_keeps_its_own_time_through_pauses() -> None:
    """Time left counts from when the phase was reached, without pauses, and goes below nought."""
    rig, _ids = playing()
    assert phase_left_ms(rig.state, "play", rig.ms) is None
    rig.do(StartActivity(block="play"))
    begun = rig.state.agenda.by_id["play"].started_ms or 0
    assert phase_left_ms(rig.state, "play", begun + 20_000) == 40_000
    rig.do(GoToPhase(block="play", phase=PLAY, ms=begun + 100_000))
    rig.do(PauseActivity(ms=begun + 160_000))
    assert phase_left_ms(rig.state, "play", begun + 900_000) == 240_000
    rig.do(ResumeActivity(ms=begun + 1_000_000))
    assert phase_left_ms(rig.state, "play", begun + 1_240_000 + 37_000) == -37_000
    rig.do(ExtendActivity(minutes=5))
    assert sum(one.minutes for one in phases(rig.state, "play")[1:]) == 14


# ---- briefs, sheets, words --------------------------------------------------------------------------------------


def test_a_brief_is_opened_by_its_player_alone() -> None:
    """On a phone nobody opens another's; swapped roles are new briefs."""
    rig, ids = playing()
    cast(rig, ids, night="ana", day="ben")
    rig.store.dispatch(rig.stream, OpenBrief(block="play", person=ids["ana"]), role=GUEST, person=ids["ana"])
    opened = brief_state(rig.state, "play", "night")
    assert opened is not None and not opened.paper and opened.ms > 0
    theirs = OpenBrief(block="play", person=ids["ben"])
    assert refusal(rig, theirs, role=GUEST, person=ids["ana"]) == "On a phone everybody speaks for themself."
    assert refusal(rig, OpenBrief(block="play", person=ids["cem"])) == "Cem plays no role in this round."
    rig.do(OpenBrief(block="play", person=ids["ben"], paper=True))
    by_hand = brief_state(rig.state, "play", "day")
    assert by_hand is not None and by_hand.paper
    rig.do(SwapRoles(block="play"))
    assert all(brief_state(rig.state, "play", role) is None for role in ROLES)
    role = role_of(rig.state, "play", ids["ana"])
    assert role is not None and role.id == "day"


def test_guests_tick_their_own_sheet_and_pass_for_themselves() -> None:
    """And for nobody else; casting is not for them."""
    rig, ids = playing()
    own = {"role": GUEST, "person": ids["eve"]}
    for command in (
        TickBehaviour(block="play", observer=ids["eve"], behaviour=0),
        ExactWords(note="n", block="play", words="“Bed 6.”", observer=ids["eve"], mark="warmer"),
        PassRole(block="play", person=ids["eve"]),
    ):
        rig.store.dispatch(rig.stream, command, **own)  # type: ignore[arg-type]
    assert seen_by(rig.state, "play", 1, 0) == 1 and has_passed(rig.state, "play", ids["eve"])
    for theirs in (
        TickBehaviour(block="play", observer=ids["ana"], behaviour=0),
        ExactWords(note="m", block="play", words="x", observer=ids["ana"]),
        PassRole(block="play", person=ids["ana"]),
    ):
        assert refusal(rig, theirs, **own) == "On a phone everybody speaks for themself."
    assert refusal(rig, DrawLots(block="play", seed=1), **own) == "Only the facilitator can do that."


def test_a_show_of_hands_holds_over_the_ticks() -> None:
    """Each observer counts once; a number entered by hand holds until it is taken away; rounds are apart."""
    rig, ids = playing()
    cast(rig, ids, night="ana")
    for name in ("ben", "cem", "ben"):
        rig.do(TickBehaviour(block="play", observer=ids[name], behaviour=1))
    assert seen_by(rig.state, "play", 1, 1) == 2 and sheets(rig.state, "play", 1) == 2
    said = refusal(rig, TickBehaviour(block="play", observer=ids["ana"], behaviour=1))
    assert said == "Ana plays in this round and does not observe it."
    rig.do(CountHands(block="play", behaviour=1, count=6))
    assert seen_by(rig.state, "play", 1, 1) == 6
    rig.do(CountHands(block="play", behaviour=1, count=None))
    rig.do(TickBehaviour(block="play", observer=ids["cem"], behaviour=1, seen=False))
    assert seen_by(rig.state, "play", 1, 1) == 1 and seen_by(rig.state, "play", 2, 1) == 0
    assert refusal(rig, CountHands(block="play", behaviour=5, count=1)) == "This is not on the observers’ sheet."
    assert refusal(rig, CountHands(block="play", behaviour=0, count=-1)).startswith("A show of hands")


def test_a_rewind_keeps_the_words_it_went_back_to() -> None:
    """Among the exact words of its round, beside what observers heard."""
    rig, ids = playing()
    rig.do(ExactWords(note="a", block="play", words=" “I hear the phone.” ", observer=ids["ben"], mark="colder"))
    rig.do(Rewind(note="b", block="play", words="“What is still open?”"))
    assert [(note.words, note.mark) for note in words_of(rig.state, "play", 1)] == [
        ("“I hear the phone.”", "colder"), ("“What is still open?”", "rewind"),
    ]  # fmt: skip
    rig.do(DropWords(note="a"))
    assert [note.id for note in words_of(rig.state, "play", 1)] == ["b"]
    assert refusal(rig, Rewind(note="c", block="play", words=" ")) == "There are no words in it yet."


def test_the_room_sees_scenario_phase_and_time_and_no_secret() -> None:
    """Nothing of a role is among the room's words, whatever its brief holds and whoever plays it."""
    rig, ids = playing()
    cast(rig, ids, night="ana")
    rig.do(StartActivity(block="play"))
    words = room_words(rig.state, "play", rig.ms)
    assert (words.title, words.scenario, words.task) == ("The handover", "07:00", "Hand over")
    assert (words.phase, words.round, words.rounds) == ("prebrief", 1, 3)
    assert words.left_ms is not None and words.left_ms <= 60_000
    assert {field.name for field in dataclasses.fields(words)} == {
        "title", "scenario", "task", "phase", "round", "rounds", "left_ms",
    }  # fmt: skip
    for hidden in (SECRET, "You stand.", "Ana", ids["ana"], "Night"):
        assert hidden not in repr(words)
    assert room_words(rig.state, "play").left_ms is None


def test_rounds_leave_a_session_and_come_in_again() -> None:
    """Players, counts and words come back as they were; who passed and whose tick it was never leaves."""
    rig, ids = playing()
    cast(rig, ids, night="ana", day="ben")
    rig.do(TickBehaviour(block="play", observer=ids["eve"], behaviour=1))
    rig.do(ExactWords(note="w", block="play", words="“No.”", observer=ids["eve"], mark="colder"))
    rig.do(PassRole(block="play", person=ids["fay"]))
    rig.do(Together(commands=(NextRound(block="play"), SwapRoles(block="play", source=1))))
    rig.do(CountHands(block="play", behaviour=0, count=5))
    whole = records(rig.state, lambda person: True, inside=True)
    assert [(one.round, one.seen) for one in whole] == [(1, (0, 1)), (2, (5, 0))]
    other = Rig()
    for name in PEOPLE:
        other.do(JoinPerson(person=ids[name], name=name.title()))
    other.do(AddBlock(block="play", title="The handover", minutes=40))
    other.do(WriteScenario(block="play", rounds=3, checklist=("Reads back", "Asks")))
    for role in ROLES:
        other.do(AddRole(role=role, block="play", name=role.title()))
    for told in whole:
        other.do(Together(commands=tuple(commands(told))))
    assert records(other.state, lambda person: True, inside=True) == whole
    assert names(other, 2) == names(rig, 2)
    outside = records(rig.state, lambda person: person.name != "Ana", inside=False)
    assert ids["ana"] not in repr(outside) and "No." not in repr(outside)
    assert ids["fay"] not in repr([*outside, *whole]) and ids["eve"] not in repr(outside)


# ---- undo and replay --------------------------------------------------------------------------------------------

STEPS: dict[str, Callable[[dict[str, str]], Command]] = {
    "cast": lambda ids: CastPlayer(block="play", role="patient", person=ids["cem"]),
    "uncast": lambda ids: CastPlayer(block="play", role="night", person=""),
    "draw": lambda ids: DrawLots(block="play", seed=3, anew=True),
    "rule": lambda ids: RuleLots(block="play", apart=((ids["ana"], ids["ben"]),), barred=(("day", "beds"),)),
    "swap": lambda ids: SwapRoles(block="play"),
    "swap for the next": lambda ids: SwapRoles(block="play", round=2, source=1, how=PAIRS),
    "pass": lambda ids: PassRole(block="play", person=ids["ana"]),
    "observe": lambda ids: AssignObservers(block="play", people=(ids["hal"],)),
    "tick": lambda ids: TickBehaviour(block="play", observer=ids["gus"], behaviour=0),
    "hands": lambda ids: CountHands(block="play", behaviour=0, count=4),
    "words": lambda ids: ExactWords(note="w", block="play", words="“No.”", observer=ids["gus"]),
    "rewind": lambda ids: Rewind(note="r", block="play", words="“Yes.”"),
    "drop words": lambda ids: DropWords(note="old"),
    "phase": lambda ids: GoToPhase(block="play", phase=STEP_OUT),
    "question": lambda ids: GoToQuestion(block="play", question=1),
    "round": lambda ids: NextRound(block="play"),
}
ALONE: dict[str, Callable[[dict[str, str]], Command]] = {
    "tag": lambda ids: TagIn(block="play", role="night", person=ids["dov"]),
    "tag again": lambda ids: Together(
        commands=(
            TagIn(block="play", role="night", person=ids["dov"]),
            TagIn(block="play", role="night", person=ids["eve"]),
            TagIn(block="play", role="night", person=ids["ana"]),
        )
    ),
    "brief": lambda ids: OpenBrief(block="play", person=ids["ana"], paper=True),
    "brief again": lambda ids: OpenBrief(block="play", person=ids["ben"], opened=False),
}


def looks(state: SessionState) -> object:
    """All that a person can see of a play."""
    casting = state.casting
    return (
        dict(casting.plays),
        {at: dict(held) for at, held in casting.players.items()},
        dict(casting.tagged),
        dict(casting.watchers),
        {block: dict(held) for block, held in casting.passed.items()},
        dict(casting.opened),
        dict(casting.rules),
        {at: dict(held) for at, held in casting.ticks.items()},
        {at: dict(held) for at, held in casting.hands.items()},
        [note for note in casting.words.values() if not note.dropped],
    )


@pytest.mark.parametrize("name", [*STEPS, *ALONE])
def test_every_step_of_a_play_can_be_taken_back_and_done_again(name: str) -> None:
    """Undo brings back what was seen before, redo what was seen after; a replay says the same, and no fact holds a
    brief.
    """
    rig, ids = playing()
    cast(rig, ids, night="ana", day="ben")
    rig.do(OpenBrief(block="play", person=ids["ben"]))
    rig.do(GoToPhase(block="play", phase=PLAY))
    rig.do(ExactWords(note="old", block="play", words="“Old.”"))
    before = looks(rig.state)
    change = rig.do({**STEPS, **ALONE}[name](ids))
    assert SECRET not in str(change.facts)
    after = looks(rig.state)
    assert after != before
    for _round in range(2):
        rig.store.undo(rig.stream)
        assert looks(rig.state) == before
        rig.store.redo(rig.stream)
        assert looks(rig.state) == after
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)
