"""The speaking list: who is next, who speaks how long, the parking place, formats, chairs and rounds."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.session.activities import EndActivity, ReturnToActivity, StartActivity
from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.contributions import GiveContribution
from facilitator.session.errors import Rejected
from facilitator.session.formats import FORMATS, ChooseFormat, case_at, format_of, group_size
from facilitator.session.groups import ChangeGroup, FormGroup
from facilitator.session.ledger import Ledger
from facilitator.session.modalities import read_method
from facilitator.session.parking import ParkForLater, Unpark, parked_now
from facilitator.session.people import DescribePerson, LeavePerson, TakeOutPerson
from facilitator.session.rounds import HoldRound, KeepApart, kept_apart, met_before, rounds_of
from facilitator.session.rules import GUEST, Command, Together
from facilitator.session.running import PauseActivity, ResumeActivity
from facilitator.session.seats import LeaveSeat, SetChairs, TakeSeat, chairs, inside
from facilitator.session.speaking import (
    EndSpeech,
    GiveFloor,
    LowerHand,
    NextSpeaker,
    RaiseHand,
    SetFirstTimeFirst,
    has_spoken,
    next_in_circle,
    speaking_now,
    talk_ms,
    waiting,
)
from facilitator.session.state import SessionState
from facilitator.session.steps import RunStep
from facilitator.session.talk_time import by_category, by_person, categories, spread
from tests.session.rig import Rig

T0 = 1_773_400_000_000
SECOND, MINUTE = 1000, 60_000
NAMES = ("ana", "ben", "zoe", "kim")


def talk_rig(*names: str) -> tuple[Rig, dict[str, str]]:
    """A discussion that runs since T0, with these people."""
    rig = Rig()
    ids = {name: rig.join(name.title()) for name in names or NAMES}
    rig.do(AddBlock(block="talk", title="Talk", minutes=20))
    rig.do(AddBlock(block="next", title="Next", minutes=20))
    rig.do(StartActivity(block="talk", ms=T0))
    return rig, ids


def queue(rig: Rig) -> list[str]:
    return [rig.state.people[hand.person].name for hand in waiting(rig.state, "talk")]


def on(rig: Rig) -> str:
    turn = speaking_now(rig.state, "talk")
    return rig.state.people[turn.person].name if turn is not None else ""


def test_the_next_one_is_the_one_who_waited_longest():
    """Hands are taken in the order they went up; each gets the floor once, and then nobody waits."""
    rig, ids = talk_rig()
    for place, name in enumerate(("zoe", "ana", "ben")):
        rig.do(RaiseHand(person=ids[name], ms=T0 + place))
    assert queue(rig) == ["Zoe", "Ana", "Ben"]
    heard = []
    for place in range(3):
        rig.do(NextSpeaker(ms=T0 + (place + 1) * MINUTE))
        heard.append(on(rig))
    assert heard == ["Zoe", "Ana", "Ben"]
    with pytest.raises(Rejected, match=r"^Nobody waits to speak\.$"):
        rig.do(NextSpeaker())
    assert by_person(rig.state, "talk", T0 + 5 * MINUTE) == {
        ids["zoe"]: MINUTE,
        ids["ana"]: MINUTE,
        ids["ben"]: 2 * MINUTE,
    }


def test_first_time_speakers_come_first_where_that_is_switched_on():
    """Somebody who has spoken waits behind those who have not, and only while the switch is on."""
    rig, ids = talk_rig()
    rig.do(GiveFloor(person=ids["ana"], ms=T0))
    rig.do(EndSpeech(ms=T0 + MINUTE))
    rig.do(RaiseHand(person=ids["ana"], ms=T0 + MINUTE))
    rig.do(RaiseHand(person=ids["ben"], ms=T0 + 2 * MINUTE))
    assert queue(rig) == ["Ana", "Ben"]
    rig.do(SetFirstTimeFirst(on=True))
    assert queue(rig) == ["Ben", "Ana"]
    rig.do(SetFirstTimeFirst(on=False))
    assert queue(rig) == ["Ana", "Ben"]


def test_a_point_of_order_goes_before_everybody_and_is_no_speech():
    """It comes first, and it counts neither as having spoken nor in the talk time."""
    rig, ids = talk_rig()
    rig.do(SetFirstTimeFirst(on=True))
    rig.do(RaiseHand(person=ids["ana"], ms=T0))
    rig.do(RaiseHand(person=ids["ben"], ms=T0 + SECOND))
    rig.do(RaiseHand(person=ids["ben"], point_of_order=True))
    assert queue(rig) == ["Ben", "Ana"]
    rig.do(NextSpeaker(ms=T0 + MINUTE))
    assert on(rig) == "Ben"
    rig.do(NextSpeaker(ms=T0 + 2 * MINUTE))
    assert by_person(rig.state, "talk", T0 + 3 * MINUTE) == {ids["ana"]: MINUTE}
    assert has_spoken(rig.state, "talk") == {ids["ana"]}


def test_a_tap_ends_the_turn_before_it():
    """One tap on a person starts their time and ends the other's; a tap on who speaks changes nothing."""
    rig, ids = talk_rig()
    rig.do(GiveFloor(person=ids["ana"], ms=T0 + SECOND))
    rig.do(GiveFloor(person=ids["ben"], ms=T0 + 31 * SECOND))
    assert rig.do(GiveFloor(person=ids["ben"], ms=T0 + 40 * SECOND)).facts == ()
    rig.do(EndSpeech(ms=T0 + 61 * SECOND))
    assert by_person(rig.state, "talk", T0 + 10 * MINUTE) == {ids["ana"]: 30 * SECOND, ids["ben"]: 30 * SECOND}
    assert speaking_now(rig.state, "talk") is None
    with pytest.raises(Rejected, match=r"^Nobody is speaking\.$"):
        rig.do(EndSpeech())


def test_a_slip_of_the_finger_is_no_speech():
    """Less than two seconds count for nothing; whoever was meant has not spoken."""
    rig, ids = talk_rig()
    rig.do(GiveFloor(person=ids["ana"], ms=T0))
    rig.do(GiveFloor(person=ids["ben"], ms=T0 + 900))
    assert by_person(rig.state, "talk", T0 + MINUTE) == {ids["ben"]: MINUTE - 900}
    assert has_spoken(rig.state, "talk") == {ids["ben"]}


def test_a_pause_of_the_activity_is_no_talk():
    """What rests in a pause does not count, before, within and after the turn; nobody has to be tapped again."""
    rig, ids = talk_rig()
    rig.do(PauseActivity(ms=T0 + MINUTE))
    rig.do(ResumeActivity(ms=T0 + 3 * MINUTE))
    rig.do(GiveFloor(person=ids["ana"], ms=T0 + 3 * MINUTE))
    rig.do(PauseActivity(ms=T0 + 4 * MINUTE))
    turn = speaking_now(rig.state, "talk")
    assert turn is not None
    assert talk_ms(rig.state, turn, T0 + 9 * MINUTE) == MINUTE
    rig.do(ResumeActivity(ms=T0 + 10 * MINUTE))
    rig.do(EndSpeech(ms=T0 + 11 * MINUTE))
    assert by_person(rig.state, "talk", T0 + 20 * MINUTE) == {ids["ana"]: 2 * MINUTE}


def test_a_turn_lasts_no_longer_than_its_activity():
    """Whoever speaks when the activity ends has spoken until then; going back to it goes on from there."""
    rig, ids = talk_rig()
    rig.do(GiveFloor(person=ids["ana"], ms=T0))
    rig.do(StartActivity(block="next", ms=T0 + MINUTE))
    assert by_person(rig.state, "talk", T0 + 9 * MINUTE) == {ids["ana"]: MINUTE}
    rig.do(ReturnToActivity(block="talk", ms=T0 + 10 * MINUTE))
    rig.do(EndSpeech(ms=T0 + 11 * MINUTE))
    assert by_person(rig.state, "talk", T0 + 20 * MINUTE) == {ids["ana"]: 2 * MINUTE}


def test_an_activity_begun_anew_has_nobody_on_the_floor():
    """A turn that was on when the first run ended is not on in the second, and cannot grow."""
    rig, ids = talk_rig()
    rig.do(GiveFloor(person=ids["ana"], ms=T0))
    rig.do(EndActivity(ms=T0 + MINUTE))
    rig.do(StartActivity(block="talk", ms=T0 + 30 * MINUTE))
    assert speaking_now(rig.state, "talk") is None
    rig.do(GiveFloor(person=ids["ben"], ms=T0 + 31 * MINUTE))
    assert by_person(rig.state, "talk", T0 + 32 * MINUTE) == {ids["ben"]: MINUTE}


def test_in_a_round_the_next_one_in_the_circle_follows():
    """Everybody has one turn, in the order they came, beginning with whoever begins; hands go first."""
    rig, ids = talk_rig()
    rig.do(GiveFloor(person=ids["ben"], ms=T0))
    heard = []
    for place in range(3):
        rig.do(NextSpeaker(circle=True, ms=T0 + (place + 1) * MINUTE))
        heard.append(on(rig))
    assert heard == ["Zoe", "Kim", "Ana"]
    assert next_in_circle(rig.state, "talk") == ""
    with pytest.raises(Rejected, match=r"^Everybody has had a turn\.$"):
        rig.do(NextSpeaker(circle=True))
    rig.do(RaiseHand(person=ids["ben"]))
    rig.do(NextSpeaker(circle=True, ms=T0 + 9 * MINUTE))
    assert on(rig) == "Ben"


def test_a_guest_speaks_for_nobody_else():
    """A phone raises and lowers its own hand and takes its own chair; the floor is not for it to give."""
    rig, ids = talk_rig()
    ask = SimpleNamespace(do=lambda command: rig.store.dispatch(rig.stream, command, role=GUEST, person=ids["ana"]))
    ask.do(RaiseHand(person=ids["ana"]))
    assert [hand.phone for hand in waiting(rig.state, "talk")] == [True]
    ask.do(TakeSeat(person=ids["ana"]))
    for command in (
        RaiseHand(person=ids["ben"]),
        LowerHand(person=ids["ben"]),
        TakeSeat(person=ids["ben"]),
        LeaveSeat(person=ids["ben"]),
    ):
        with pytest.raises(Rejected, match=r"^You can do that for yourself only\.$"):
            ask.do(command)
    for mine in (NextSpeaker(), GiveFloor(person=ids["ana"]), EndSpeech(), SetFirstTimeFirst(on=True)):
        with pytest.raises(Rejected, match=r"^Only the facilitator"):
            ask.do(mine)
    ask.do(LowerHand(person=ids["ana"]))
    assert waiting(rig.state, "talk") == []


def test_where_nobody_is_named_no_talk_time_is_recorded():
    """Not one fact says who spoke when: by group only a group can be tapped, without names nothing."""
    rig, ids = talk_rig()
    rig.do(ChangeBlock(block="talk", anonymity="by_group"))
    with pytest.raises(Rejected, match="told by group"):
        rig.do(GiveFloor(person=ids["ana"]))
    rig.do(GiveFloor(group="Nights", ms=T0))
    rig.do(EndSpeech(ms=T0 + MINUTE))
    assert by_category(rig.state, "talk", T0 + MINUTE) == {"Nights": MINUTE}
    rig.do(ChangeBlock(block="talk", anonymity="without_names"))
    for command in (GiveFloor(person=ids["ana"]), GiveFloor(group="Nights")):
        with pytest.raises(Rejected, match=r"^Nobody is named in “Talk”, so no talk time is taken\.$"):
            rig.do(command)
    for turn in (NextSpeaker(), NextSpeaker(circle=True)):
        with pytest.raises(Rejected, match="no turn is recorded"):
            rig.do(turn)
    assert by_person(rig.state, "talk", T0 + 9 * MINUTE) == {}


@pytest.mark.parametrize("level", ["without_names", "by_group"])
def test_where_nobody_is_named_no_hand_tells_whose_the_next_card_is(level: str):
    """Neither a hand raised there nor one from before puts a person and a moment beside a nameless card."""
    rig, ids = talk_rig()
    rig.do(RaiseHand(person=ids["zoe"]))
    rig.do(ChangeBlock(block="talk", anonymity=level))
    facts = len(rig.journal.facts)
    for command in (RaiseHand(person=ids["ana"]), RaiseHand(person=ids["zoe"], point_of_order=True), NextSpeaker()):
        with pytest.raises(Rejected, match=r"^Nobody is named in “Talk”"):
            rig.do(command)
    rig.do(GiveContribution(text="I am afraid", authors=(ids["ana"],)))
    told = str(rig.journal.facts[facts:])
    assert not any(person in told for person in ids.values())


def test_talk_time_by_category():
    """People count under where they come from, else what they are here; two spellings of a unit are one."""
    rig, ids = talk_rig()
    rig.do(DescribePerson(person=ids["ana"], unit="Night shift"))
    rig.do(DescribePerson(person=ids["ben"], unit="night  SHIFT"))
    rig.do(DescribePerson(person=ids["zoe"], roles=("participant", "mentor")))
    assert categories(rig.state) == ["Night shift", "mentor", ""]
    for place, name in enumerate(("ana", "ben", "zoe", "kim")):
        rig.do(GiveFloor(person=ids[name], ms=T0 + place * MINUTE))
    rig.do(GiveFloor(group="Night shift", ms=T0 + 4 * MINUTE))
    assert by_category(rig.state, "talk", T0 + 6 * MINUTE) == {"Night shift": 4 * MINUTE, "mentor": MINUTE, "": MINUTE}


def test_who_left_does_not_wait():
    """A hand of somebody who left or was taken out is not in the list, and comes back with them."""
    rig, ids = talk_rig()
    for name in ("ana", "ben"):
        rig.do(RaiseHand(person=ids[name]))
    rig.do(LeavePerson(person=ids["ana"]))
    rig.do(TakeOutPerson(person=ids["ben"]))
    assert queue(rig) == []
    rig.store.undo(rig.stream)
    rig.store.undo(rig.stream)
    assert queue(rig) == ["Ana", "Ben"]


def test_how_the_talk_is_spread():
    """Three of the picture's eleven voices hold about half; below four people or a minute nothing is told."""
    seconds = (188, 161, 142, 104, 88, 76, 64, 58, 52, 47, 31)
    times = {str(place): one * SECOND for place, one in enumerate(seconds)}
    found = spread(times, 14)
    assert found is not None and (found.voices, round(found.share, 2)) == (3, 0.49)
    assert spread(times, 3) is None
    assert spread({"a": 59_999}, 8) is None
    assert spread({}, 8) is None


# ---- parking, formats, chairs, rounds ----------------------------------------------------------------------------


def test_what_is_parked_stays_with_who_said_it():
    """It is there in the next activity too, with its giver; where nobody is named, no fact holds who it was."""
    rig, ids = talk_rig()
    rig.do(ParkForLater(text=" Who pays for the second phone? ", person=ids["ben"]))
    rig.do(StartActivity(block="next", ms=T0 + MINUTE))
    rig.do(ChangeBlock(block="next", anonymity="without_names"))
    change = rig.do(ParkForLater(text="And who answers it?", person=ids["ana"]))
    assert all(ids["ana"] not in str(fact.body) for fact in change.facts)
    assert [(one.text, one.person, one.block) for one in parked_now(rig.state)] == [
        ("Who pays for the second phone?", ids["ben"], "talk"),
        ("And who answers it?", "", "next"),
    ]
    first = parked_now(rig.state)[0].id
    rig.do(Unpark(parked=first))
    with pytest.raises(Rejected, match=r"^This is not in the parking place\.$"):
        rig.do(Unpark(parked=first))


METHOD = {"id": "own", "name": "Ring", "purposes": {"reflect": 3}}


def test_the_format_is_the_methods_own_or_was_chosen():
    """By the method's name, by what its file says, or by choice; an unknown one is an open talk of that name."""
    rig, _ids = talk_rig()
    block = rig.state.agenda.by_id["talk"]
    assert format_of(rig.state, block, None).id == "open"
    rig.do(ChangeBlock(block="talk", method="fishbowl"))
    assert format_of(rig.state, rig.state.agenda.by_id["talk"], None).chairs == 5
    own = read_method({**METHOD, "talk_format": "round"})
    assert format_of(rig.state, block, own).circle
    strange = format_of(rig.state, block, read_method({**METHOD, "talk_format": "moonwalk"}))
    assert (strange.id, strange.groups, strange.circle) == ("moonwalk", 0, False)
    rig.do(ChooseFormat(block="talk", format="world_cafe"))
    assert format_of(rig.state, rig.state.agenda.by_id["talk"], own).hosts
    rig.do(ChooseFormat(block="talk"))
    assert format_of(rig.state, block, own).circle


@pytest.mark.parametrize(
    ("format", "step", "size"),
    [
        ("open", RunStep("Pairs", 8), 2),
        ("open", RunStep("Plenary", 15), 0),
        ("one_two_four_all", RunStep("Tell", 3, "Pairs", "Tell, do not judge"), 2),
        ("one_two_four_all", RunStep("Combine", 5, "Fours: “keep one, improved”"), 4),
        ("one_two_four_all", RunStep("Listen", 5, "All: one per group, only what has not been said"), 0),
        ("world_cafe", RunStep("Talk and write on the paper", 20, "Round 1"), 4),
        ("world_cafe", RunStep("Talk", 15, "Room harvest: cluster aloud"), 0),
        ("case_clinic", None, 3),
        ("open", None, 0),
    ],
)
def test_a_step_says_how_many_talk_together(format: str, step: RunStep | None, size: int):
    """Pairs, threes and fours are read from the step's words; tables and trios hold until the harvest."""
    assert group_size(FORMATS[format], step) == size


def test_the_case_that_is_on():
    """A clinic's case is the last one that a step named."""
    steps = [RunStep("Write", 2), RunStep("Owner", 2, "Case 1: owner tells"), RunStep("Ask", 2), RunStep("Case 2", 12)]
    assert [case_at(steps, at) for at in range(4)] == [1, 1, 1, 2]


def test_one_chair_of_the_inner_circle_can_be_taken():
    """The circle takes as many as there are chairs; then somebody leaves first."""
    rig, ids = talk_rig()
    rig.do(SetChairs(chairs=3))
    for name in ("ana", "ben", "zoe"):
        rig.do(TakeSeat(person=ids[name]))
    with pytest.raises(Rejected, match=r"^All chairs are taken\. Somebody inside leaves one first\.$"):
        rig.do(TakeSeat(person=ids["kim"]))
    rig.do(LeaveSeat(person=ids["ana"]))
    rig.do(TakeSeat(person=ids["kim"]))
    assert inside(rig.state, "talk") == [ids["ben"], ids["zoe"], ids["kim"]]
    with pytest.raises(Rejected, match=r"^An inner circle has 3 to 9 chairs\.$"):
        rig.do(SetChairs(chairs=2))


def test_who_met_is_known_from_rounds_and_from_earlier_activities():
    """A round that is over counts, and so do the groups of an earlier activity; those that are being drawn do not."""
    rig, ids = talk_rig()
    rig.do(FormGroup(group="g", block="talk", name="One", people=(ids["ana"], ids["ben"])))
    assert met_before(rig.state, "talk") == {}
    rig.do(HoldRound(block="talk"))
    rig.do(ChangeGroup(group="g", people=(ids["ana"], ids["zoe"])))
    pair = frozenset((ids["ana"], ids["ben"]))
    assert met_before(rig.state, "talk") == {pair: 1}
    assert met_before(rig.state, "next") == {pair: 1, frozenset((ids["ana"], ids["zoe"])): 1}
    assert [one.groups for one in rounds_of(rig.state, "talk")] == [((ids["ana"], ids["ben"]),)]


# ---- taking back -------------------------------------------------------------------------------------------------


def full() -> tuple[Rig, dict[str, str]]:
    """A discussion with a speaker, two hands, a parked thing, chairs and a group."""
    rig, ids = talk_rig()
    rig.do(GiveFloor(person=ids["ana"], ms=T0))
    rig.do(RaiseHand(person=ids["ben"], ms=T0 + SECOND))
    rig.do(RaiseHand(person=ids["zoe"], ms=T0 + 2 * SECOND))
    park = ParkForLater(text="Later", person=ids["kim"])
    rig.do(park)
    ids["parked"] = park.id
    rig.do(TakeSeat(person=ids["ana"]))
    rig.do(TakeSeat(person=ids["ben"]))
    rig.do(FormGroup(group="g", block="talk", name="One", people=(ids["ana"], ids["ben"])))
    rig.do(KeepApart(one=ids["ana"], other=ids["kim"]))
    return rig, ids


STEPS: dict[str, Callable[[dict[str, str]], Command]] = {
    "raise": lambda ids: RaiseHand(person=ids["kim"]),
    "point of order": lambda ids: RaiseHand(person=ids["zoe"], point_of_order=True),
    "lower": lambda ids: LowerHand(person=ids["ben"]),
    "next": lambda ids: NextSpeaker(ms=T0 + MINUTE),
    "tap": lambda ids: GiveFloor(person=ids["kim"], ms=T0 + MINUTE),
    "tap who waits": lambda ids: GiveFloor(person=ids["zoe"], ms=T0 + MINUTE),
    "a group": lambda ids: GiveFloor(group="Nights", ms=T0 + MINUTE),
    "end": lambda ids: EndSpeech(ms=T0 + MINUTE),
    "twice": lambda ids: Together(commands=(NextSpeaker(ms=T0 + MINUTE), NextSpeaker(ms=T0 + 2 * MINUTE))),
    "first": lambda ids: SetFirstTimeFirst(on=True),
    "park": lambda ids: ParkForLater(text="More"),
    "unpark": lambda ids: Unpark(parked=ids["parked"]),
    "format": lambda ids: ChooseFormat(block="talk", format="fishbowl"),
    "sit": lambda ids: TakeSeat(person=ids["zoe"]),
    "leave": lambda ids: LeaveSeat(person=ids["ana"]),
    "chairs": lambda ids: SetChairs(chairs=4),
    "round": lambda ids: HoldRound(block="talk"),
    "apart": lambda ids: KeepApart(one=ids["zoe"], other=ids["ben"]),
    "together again": lambda ids: KeepApart(one=ids["ana"], other=ids["kim"], apart=False),
}


def looks(state: SessionState) -> object:
    """What a person sees of the speaking list and what belongs to it."""
    now = speaking_now(state, "talk")
    return (
        now and (now.person, now.group, now.started_ms),
        waiting(state, "talk"),
        by_person(state, "talk", T0 + 9 * MINUTE),
        by_category(state, "talk", T0 + 9 * MINUTE),
        state.speaking.first_time_first,
        parked_now(state),
        dict(state.speaking.formats),
        inside(state, "talk"),
        chairs(state, "talk"),
        rounds_of(state, "talk"),
        sorted(map(sorted, kept_apart(state))),
    )


@pytest.mark.parametrize("name", STEPS)
def test_every_step_of_a_talk_can_be_taken_back_and_done_again(name: str):
    """Undo brings back what was before, redo what was after, and a replay gives the same."""
    rig, ids = full()
    before = looks(rig.state)
    rig.do(STEPS[name](ids))
    after = looks(rig.state)
    assert after != before
    for _round in range(2):
        rig.store.undo(rig.stream)
        assert looks(rig.state) == before
        rig.store.redo(rig.stream)
        assert looks(rig.state) == after
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)


TAPS = st.lists(
    st.tuples(st.sampled_from(("tap", "raise", "next", "end", "pause", "go on")), st.sampled_from(NAMES)), max_size=14
)


@settings(max_examples=40, deadline=None)
@given(TAPS)
def test_all_talk_together_is_never_longer_than_the_activity(taps: list[tuple[str, str]]):
    """Whatever is tapped: one voice at a time, no time counted twice, none of it in a pause; and undone it is gone."""
    rig, ids = talk_rig()
    at, rested, paused = T0, 0, False
    for what, who in taps:
        at += 10 * SECOND
        rested += 10 * SECOND if paused else 0
        command = {
            "tap": GiveFloor(person=ids[who], ms=at),
            "raise": RaiseHand(person=ids[who], ms=at),
            "next": NextSpeaker(ms=at),
            "end": EndSpeech(ms=at),
            "pause": PauseActivity(ms=at),
            "go on": ResumeActivity(ms=at),
        }[what]
        try:
            rig.do(command)
        except Rejected:
            continue
        paused = {"pause": True, "go on": False}.get(what, paused)
    spoken = sum(by_person(rig.state, "talk", at).values())
    assert 0 <= spoken <= at - T0 - rested
    open_turns = [turn for turn in rig.state.speaking.of("talk") if turn.ended_ms is None]
    assert len(open_turns) <= 1
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)
    while rig.store.can_undo(rig.stream) and rig.state.agenda.running:
        rig.store.undo(rig.stream)
    assert rig.state.speaking.of("talk") == []
    assert rig.state.speaking.hands == {}
