"""The outcome card as it is handed round: giving one in one step, and what cards together may be said to show.

The answers themselves are :mod:`.outcomes`; nothing here holds which of them came on one card.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from facilitator.session.asks import CastBallot, TakeBackBallot
from facilitator.session.outcomes import ITEMS, Answer, RateOutcome
from facilitator.session.privacy import SMALLEST_GROUP
from facilitator.session.rules import Command, Together

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


@dataclass(frozen=True, slots=True)
class Rated:
    """One item of a card, filled in: anchors 0 to 4 now and when we started, None where nothing applies."""

    item: str
    now: int | None = None
    then: int | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """One item over all cards. Without ``shown`` there are too few to say anything; the figures are nought then.

    ``counts_then`` and ``counts_now`` are how many chose each of the five anchors; medians may lie between two.
    """

    item: str
    answered: int
    shown: bool
    higher: int = 0
    same: int = 0
    lower: int = 0
    middle_then: float = 0.0
    middle_now: float = 0.0
    counts_then: tuple[int, ...] = ()
    counts_now: tuple[int, ...] = ()


def give_card(
    ask: str, ballot: str, rated: Iterable[Rated], *, through: str = "", earlier: Iterable[str] = ()
) -> Together:
    """The commands that give one card. Items that were skipped are left out by whoever asks.

    Args:
        ask: What was opened.
        ballot: The card's own id, by chance (:func:`.asks.new_ballot`).
        rated: What was filled in.
        through: Where any change came from, in the words of the answer; it is told once, not for each item.
        earlier: Answers of the same card that it takes the place of (ids).
    """
    commands: list[Command] = []
    gone = tuple(earlier)
    if gone:
        commands.append(TakeBackBallot(ask=ask, ballot=ballot, answers=gone))
    filled = list(rated)
    if through and not filled:
        filled.append(Rated(ITEMS[0]))
    for place, one in enumerate(filled):
        told = through if place == 0 else ""
        commands.append(
            RateOutcome(item=one.item, then=one.then, now=one.now, evidence=one.evidence, through=told)
        )  # fmt: skip
    commands.append(CastBallot(ask=ask, ballot=ballot))
    return Together(commands=tuple(commands))


def figures(state: SessionState, turn: str) -> tuple[tuple[Moved, ...], tuple[str, ...]]:
    """What a close tells now, one item at a time and never added up; and the answers (ids) it tells of.

    It tells only of answers that no close told before, from five on: two results are never about sets that differ by
    one, so nobody reads an answer from the difference. ``turn`` keeps what it told already where there is nothing new.
    """
    fresh = [one for one in state.outcomes.standing() if one.id not in state.votes.told_of]
    before = {item.item: item for item in state.votes.told.get(turn, ()) if item.shown}
    now = [_moved(item, [one for one in fresh if one.item == item]) for item in ITEMS]
    new = {item.item for item in now if item.shown}
    items = tuple(item if item.shown else before.get(item.item, item) for item in now)
    return items, tuple(one.id for one in fresh if one.item in new)


def _moved(item: str, answers: Iterable[Answer]) -> Moved:
    pairs = [(one.then, one.now) for one in answers if one.then is not None and one.now is not None]
    if len(pairs) < SMALLEST_GROUP:
        return Moved(item, len(pairs), False)
    higher, lower = sum(now > then for then, now in pairs), sum(now < then for then, now in pairs)
    thens, nows = [then for then, _now in pairs], [now for _then, now in pairs]
    return Moved(
        item, len(pairs), True, higher, len(pairs) - higher - lower, lower,
        float(median(thens)), float(median(nows)),
        tuple(thens.count(level) for level in range(5)), tuple(nows.count(level) for level in range(5)),
    )  # fmt: skip
