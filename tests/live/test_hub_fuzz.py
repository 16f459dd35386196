"""Whatever phones say, in any order: every event is answered, nothing breaks, and the record folds to the same."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.live.ports import NotUnderstood
from facilitator.session.activities import EndActivity, StartActivity
from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.asks import CloseAsk, OpenAsk
from facilitator.session.casting import DrawLots
from facilitator.session.errors import Rejected
from facilitator.session.ledger import Ledger
from facilitator.session.play import GoToPhase
from facilitator.session.role_play import AddRole, WriteScenario
from facilitator.session.rules import Command
from facilitator.session.running import CloseSession, ReopenSession
from facilitator.session.slips import RevealSlips
from facilitator.session.wall import SetWall
from tests.live.phones import Room

IDS = [f"0198c7a2-3f6e-7c1d-8a4b-{number:012x}" for number in range(8)]
ASKS = [f"0198c7a2-3f6e-7c1d-8a4b-00000000a{number:03x}" for number in range(5)]
OTHER = "0198c7a2-3f6e-7c1d-8a4b-00000000b001"
FORMS = ("poll", "dots", "rating", "outcome", "pulse")

ids, asks = st.sampled_from(IDS), st.sampled_from(ASKS)
ballots = st.sampled_from(["a" * 32, "b" * 32])
texts = st.sampled_from(["", " ", "words", "\u202e", "x" * 2_001, "<b>x</b>", "{name}", "\x00"]) | st.text(max_size=9)
levels = st.none() | st.sampled_from(["named", "by_group", "without_names"])
blocks = st.none() | st.sampled_from([OTHER, IDS[0]])
numbers = st.integers(-1, 4)

EVENTS = st.one_of(
    st.fixed_dictionaries(
        {
            "t": st.just("give"), "id": ids, "text": texts,
            "kind": st.sampled_from(["note", "question", "thanks", "decision", "like", ""]),
            "on": st.none() | ids, "block": blocks, "anonymity": levels,
        }
    ),
    st.fixed_dictionaries({"t": st.just("edit"), "id": ids, "card": ids, "text": texts}),
    st.fixed_dictionaries({"t": st.just("take_back"), "id": ids, "card": ids}),
    st.fixed_dictionaries({"t": st.just("thank"), "id": ids, "card": ids, "text": texts, "anonymity": levels}),
    st.fixed_dictionaries({"t": st.just("hand"), "id": ids, "up": st.booleans()}),
    st.fixed_dictionaries(
        {"t": st.just("vote"), "id": ids, "ask": asks, "ballot": ballots, "marks": st.lists(numbers, max_size=4)}
    ),
    st.fixed_dictionaries({"t": st.just("unvote"), "id": ids, "ask": asks, "ballot": ballots}),
    st.fixed_dictionaries(
        {
            "t": st.just("outcome"), "id": ids, "ask": asks, "ballot": ballots,
            "card": st.fixed_dictionaries(
                {"items": st.lists(st.fixed_dictionaries({"item": st.just("informed"), "evidence": texts}), max_size=3)}
            ),
        }
    ),
    st.fixed_dictionaries({"t": st.just("tick"), "id": ids, "behaviour": st.integers(0, 3), "on": st.booleans()}),
    st.fixed_dictionaries({"t": st.just("words"), "id": ids, "words": texts, "mark": st.sampled_from(["", "warmer"])}),
    st.fixed_dictionaries({"t": st.just("brief_read"), "id": ids}),
    st.fixed_dictionaries(
        {
            "t": st.just("slip"), "id": ids, "slip": ids, "text": texts, "block": blocks, "anonymity": levels,
            "wish": st.sampled_from(["", "keep", "share", "share_without_name"]),
        }
    ),
)  # fmt: skip

LEADS = (
    "other",
    "back",
    "end",
    "names",
    "hush",
    "ask",
    "shut",
    "reveal",
    "hide",
    "play",
    "close",
    "open",
    "hold",
    "freeze",
)


def lead(room: Room, what: str, number: int) -> None:
    """The facilitator does something; a rule may say no."""
    commands: dict[str, Command] = {
        "other": StartActivity(block=OTHER),
        "back": StartActivity(block=room.block),
        "end": EndActivity(),
        "names": ChangeBlock(block=room.block, anonymity="named"),
        "hush": ChangeBlock(block=room.block, anonymity="without_names"),
        "ask": OpenAsk(
            ask=ASKS[number], form=FORMS[number], question="?", options=("One", "Two"),
            criteria=("good",) if number == 2 else (), scale=("no", "yes") if number == 2 else (),
        ),
        "shut": CloseAsk(ask=ASKS[number]),
        "reveal": RevealSlips(block=room.block),
        "hide": SetWall(block=room.block, mode="hidden" if number % 2 else "by_theme"),
        "play": GoToPhase(block=room.block, phase=("brief", "play", "step_out", "debrief", "brief")[number]),
        "close": CloseSession(),
        "open": ReopenSession(),
    }  # fmt: skip
    if what == "hold":
        room.hub.hold(number % 2 == 0)
    elif what == "freeze":
        room.hub.freeze(number == 0)
    else:
        try:
            room.rig.do(commands[what])
        except Rejected:
            return


STEPS = st.one_of(
    st.tuples(st.just("say"), st.integers(0, 2), EVENTS),
    st.tuples(st.sampled_from(LEADS), st.integers(0, 4), st.none()),
    st.tuples(st.sampled_from(["keep", "fail", "cut"]), st.integers(0, 2), st.none()),
)


@settings(max_examples=60)
@given(st.sampled_from(["named", "by_group", "without_names"]), st.lists(STEPS, max_size=40))
def test_every_event_is_answered_whatever_happens(
    anonymity: str, steps: list[tuple[str, int, dict[str, Any] | None]]
) -> None:
    """Any events with any ids, any acts of the facilitator between them, a full disk: an answer each, no exception."""
    room = Room(anonymity=anonymity, at_once=False)
    for command in (
        AddBlock(block=OTHER, title="Other", minutes=5, anonymity=anonymity),
        WriteScenario(block=room.block, rounds=2, checklist=("a", "b")),
        AddRole(role="r", block=room.block, name="Nurse", secret="s"),
    ):
        room.rig.do(command)
    phones = [room.phone(name) for name in ("Ana", "Ben", "")]
    room.rig.do(DrawLots(block=room.block, seed=1))
    room.settle(*phones)
    asked: list[set[str]] = [set(), set(), set()]
    for what, number, event in steps:
        if what == "say" and event is not None and phones[number].line is not None:
            try:
                phones[number].say(**event)
                asked[number].add(event["id"])
            except NotUnderstood:
                json.dumps(event)
        elif what == "keep":
            room.settle(*phones)
        elif what == "fail":
            room.rig.journal.fail()
        elif what == "cut":
            phones[number].read()
            phones[number].cut()
            phones[number].open()
        elif what != "say":
            lead(room, what, number)
    room.settle(*phones)
    for phone, events in zip(phones, asked, strict=True):
        unanswered = events - phone.answers.keys()
        for key in unanswered:  # the answer went down a line that was cut: the same event gets it again
            phone.say(t="brief_read", id=key)
        room.settle(phone)
        assert events <= phone.answers.keys()
    assert Ledger(room.rig.stream, room.rig.journal.facts).state.same_as(room.rig.state)
    walls = [phone.cards for phone in phones]
    assert walls[0] == walls[1] == walls[2]
    if anonymity != "named" and not {"names", "hush"} & {what for what, _number, _event in steps}:
        people = [person.id for person in room.rig.state.people.present()]
        for fact in room.rig.journal.facts:
            if fact.kind.startswith(("contribution_", "slip_", "relat", "ballot_", "outcome_")):
                assert not any(one in str(tuple(fact)) for one in people)
