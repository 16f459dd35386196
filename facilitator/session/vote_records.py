"""Votes as they may leave the session whole, and the commands that bring them into another one.

Only what is closed has figures, and of outcome card and pulse only what five or more answered. Ballots are a set: they
are written in an order of their own, without the ids they were given with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from facilitator.session.asks import CHECK_IN, OUTCOME, Ask, CastBallot, EnterCounts, OpenAsk, PutAskAway, TakeTurn
from facilitator.session.privacy import Audience
from facilitator.session.rules import Command
from facilitator.session.state import SessionState
from facilitator.session.tally import counting, option_words, progress, results


MOST_GIVEN = 10_000
"""So many of what has no words of its own (cards, turns) are taken in of one file, and no more."""


@dataclass(frozen=True, slots=True)
class VoteRecord:
    """One ask as plain values. ``given`` is how many are in; ``ballots`` and ``hands`` are empty where nothing may be
    told. ``turns`` are how many had a turn of a check-in.
    """

    id: str
    activity: str
    form: str
    question: str
    options: tuple[str, ...] = ()
    budget: int = 1
    per_option: int = 1
    criteria: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    given: int = 0
    ballots: tuple[tuple[int, ...], ...] = ()
    hands: tuple[int, ...] = ()
    people: int = 0
    turns: int = 0


def record(state: SessionState, ask: Ask, audience: Audience = Audience.EVERYONE) -> VoteRecord:
    """One ask as an audience may have it."""
    told = results(state, ask, audience)
    may = told is not None and not told.few and ask.form != OUTCOME
    shown = state.votes.hands.get(ask.id) if may else None
    hands = shown if shown is not None and shown.turn == ask.turn else None
    own = audience is Audience.FACILITATOR
    options = option_words(state, ask)
    return VoteRecord(
        ask.id, ask.block, ask.form, ask.question, options, ask.budget, ask.per_option, ask.criteria, ask.scale,
        given=0 if ask.form == CHECK_IN else progress(state, ask).given,
        ballots=tuple(sorted(ballot.marks for ballot in counting(state, ask, own=own))) if may else (),
        hands=hands.counts if hands is not None else (),
        people=hands.people if hands is not None else 0,
        turns=len(state.votes.turns.get(ask.id, {})),
    )  # fmt: skip


def records(state: SessionState, audience: Audience = Audience.EVERYONE) -> list[VoteRecord]:
    """All that was asked, in the order it was opened, without what was taken back."""
    return [record(state, ask, audience) for ask in state.votes.by_id.values() if not ask.removed]


def commands(told: VoteRecord) -> Iterator[Command]:
    """What brings a record into a session that has its activities. An option whose words were kept back is *–*."""
    options = tuple(words or f"– {place + 1}" for place, words in enumerate(told.options))
    yield OpenAsk(
        ask=told.id, form=told.form, question=told.question, options=options, budget=told.budget,
        per_option=told.per_option, criteria=told.criteria, scale=told.scale, block=told.activity or None,
    )  # fmt: skip
    for number, marks in enumerate(told.ballots):
        yield CastBallot(ask=told.id, ballot=f"{number}", marks=marks)
    if told.hands:
        yield EnterCounts(ask=told.id, counts=told.hands, people=told.people)
    if told.form == OUTCOME:
        for number in range(told.given):
            yield CastBallot(ask=told.id, ballot=f"{number}")
    for _each in range(told.turns):
        yield TakeTurn(ask=told.id)
    yield PutAskAway(ask=told.id)
