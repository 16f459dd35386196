"""Votes as they may leave the session whole, and the commands that bring them into another one.

Only what is closed has figures, and of outcome card and pulse only what five or more answered. Figures leave as sums of
columns: no row of marks that one person gave is in a record, nor the id it was given with. What was asked and not to
be told comes back as so many who gave nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from facilitator.session.asks import (
    CHECK_IN,
    DOTS,
    LONGEST_OPTION,
    OUTCOME,
    POLL,
    RATING,
    UNSAID,
    Ask,
    CastBallot,
    EnterCounts,
    OpenAsk,
    PutAskAway,
    ReopenAsk,
    TakeTurn,
)
from facilitator.session.privacy import Audience
from facilitator.session.rules import Command
from facilitator.session.state import SessionState
from facilitator.session.tally import Results, option_words, progress, results

MOST_GIVEN = 10_000
"""So many of what has no words of its own (cards, turns) are taken in of one file, and no more."""


@dataclass(frozen=True, slots=True)
class VoteRecord:
    """One ask as plain values. ``given`` is how many are in, ``blank`` how many of them gave nothing to any option.

    ``counts`` is empty where nothing may be told; otherwise how much each option got, or of a rating how many chose
    each word of the scale, for each option and criterion in turn. ``turns`` are how many had a turn of a check-in.
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
    blank: int = 0
    counts: tuple[int, ...] = ()
    turns: int = 0
    open: bool = False
    away: bool = True


def record(state: SessionState, ask: Ask, audience: Audience = Audience.EVERYONE) -> VoteRecord:
    """One ask as an audience may have it."""
    told = results(state, ask, audience)
    if told is not None and (told.few or ask.form == OUTCOME):
        told = None
    given = progress(state, ask).given if told is None else told.given
    return VoteRecord(
        ask.id, ask.block if ask.block in state.agenda.by_id else "", ask.form, ask.question,
        option_words(state, ask), ask.budget, ask.per_option, ask.criteria, ask.scale,
        given=0 if ask.form == CHECK_IN else given,
        blank=0 if told is None else told.blank,
        counts=() if told is None else _columns(told),
        turns=len(state.votes.turns.get(ask.id, {})),
        open=ask.open,
        away=ask.away,
    )  # fmt: skip


def records(state: SessionState, audience: Audience = Audience.EVERYONE) -> list[VoteRecord]:
    """All that was asked, in the order it was opened, without what was taken back."""
    return [record(state, ask, audience) for ask in state.votes.by_id.values() if not ask.removed]


def _columns(told: Results) -> tuple[int, ...]:
    if told.spreads:
        return tuple(number for spread in told.spreads for number in spread.counts)
    return tuple(bar.count for bar in sorted(told.bars, key=lambda bar: bar.option))


def apart(words: Iterable[str]) -> tuple[str, ...]:
    """Options as they can be asked again, once names in them were masked: none empty, none twice, none too long."""
    found: dict[str, None] = {}
    numbers: dict[str, Iterator[int]] = {}
    for place, one in enumerate(words):
        plain = told = one.strip()[:LONGEST_OPTION].rstrip() or f"– {place + 1}"
        while told in found:
            end = f" ({next(numbers.setdefault(plain, count(2)))})"
            told = plain[: LONGEST_OPTION - len(end)].rstrip() + end
        found[told] = None
    return tuple(found)


def commands(told: Iterable[VoteRecord]) -> Iterator[Command]:
    """What brings records into a session that has their activities. What was open or not put away is so again."""
    every = list(told)
    for one in every:
        yield OpenAsk(
            ask=one.id, form=one.form, question=one.question, options=apart(one.options), budget=one.budget,
            per_option=one.per_option, criteria=apart(one.criteria), scale=apart(one.scale),
            block=one.activity or None,
        )  # fmt: skip
        if not one.open:
            yield from _given(one)
        yield PutAskAway(ask=one.id)
    for one in every:
        if one.open:
            yield ReopenAsk(ask=one.id)
            yield from _given(one)
        elif not one.away:
            yield PutAskAway(ask=one.id, away=False)


def _given(told: VoteRecord) -> Iterator[Command]:
    """What was given: sums as a show of hands; a rating as ballots that add up to the same, each nobody's."""
    for _each in range(told.turns):
        yield TakeTurn(ask=told.id)
    ballots: list[tuple[int, ...]] = []
    wide = len(told.options) * (len(told.criteria) if told.form == RATING else 1)
    if told.form in (POLL, DOTS) or (told.counts and told.form not in (RATING, OUTCOME)):
        people = told.given - told.blank
        if people:
            yield EnterCounts(ask=told.id, counts=told.counts or (0,) * wide, people=people)
        ballots = [(0,) * wide] * told.blank
    elif told.form == RATING:
        ballots = _dealt(told, wide)
    elif told.form == OUTCOME:
        ballots = [()] * told.given
    else:
        ballots = [(0,) * wide] * told.given
    for number, marks in enumerate(ballots):
        yield CastBallot(ask=told.id, ballot=f"{number}", marks=marks)


def _dealt(told: VoteRecord, wide: int) -> list[tuple[int, ...]]:
    """Ballots with these sums. Each column is dealt out from where the one before ended, so that nobody is left out."""
    rows = [[UNSAID] * wide for _each in range(told.given)]
    people = told.given - told.blank
    high, at = len(told.scale), 0
    if people > 0 and len(told.counts) == wide * high:
        for place in range(wide):
            numbers = told.counts[place * high : (place + 1) * high]
            if min(numbers, default=0) < 0 or sum(numbers) > people:
                continue
            for level, number in enumerate(numbers):
                for _each in range(number):
                    rows[at % people][place] = level
                    at += 1
    return [tuple(row) for row in rows]
