"""What everybody can be asked and how it is answered: one ask, one ballot, a show of hands, and the wishes for them.

A ballot has no field for a person. What holds it together is an id its sender made by chance, so that whoever gave it
may take it back until the vote is closed.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from facilitator.session.errors import Rejected
from facilitator.session.rules import FACILITATOR, GARDENER, GUEST, Command, text_of, whole

CHECK_IN, POLL, DOTS, RATING, OUTCOME, PULSE = "check_in", "poll", "dots", "rating", "outcome", "pulse"
FORMS = (CHECK_IN, POLL, DOTS, RATING, OUTCOME, PULSE)
OF_OPTIONS = frozenset({POLL, DOTS, RATING, PULSE})
"""Forms that give options to choose from."""
BY_NUMBERS = frozenset({POLL, DOTS, PULSE})
"""Forms that can be counted in the room and entered as numbers."""
DELICATE = frozenset({OUTCOME, PULSE})
"""Forms whose numbers are shown from five answers on, and never for a change by one (domain 2.3, 2.10, 6.5)."""

MOST_OPTIONS = 60
MOST_BUDGET = 20
MOST_CRITERIA = 8
SCALE = (2, 7)
LONGEST_OPTION = 400
LONGEST_QUESTION = 1000
MOST_PEOPLE = 100_000
UNSAID = -1
"""The mark of a rating that was left out."""


def new_ballot() -> str:
    """The id of a ballot, made by chance alone: neither the person nor the time can be read from it."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing everybody is asked. ``turn`` is another one each time the options change: ballots hold for one turn.

    ``budget`` is how many dots (answers of a poll) each person has, ``per_option`` how many of them may go to one
    option. ``refs`` are the ids of the cards or themes the options came from, empty for free words. ``scale`` are the
    words of a rating, least first. ``away`` is a vote that was looked at and put aside.
    """

    id: str
    block: str
    form: str
    question: str
    options: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    budget: int = 1
    per_option: int = 1
    criteria: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    turn: str = ""
    open: bool = True
    away: bool = False
    removed: bool = False
    opened_ms: int = 0

    @property
    def places(self) -> int:
        """How many marks a ballot has: one an option; for a rating one an option and criterion."""
        return len(self.options) * (len(self.criteria) if self.form == RATING else 1)


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one person chose. ``marks`` are dots for each option, or places on the scale for each option and
    criterion, :data:`UNSAID` for none. ``own`` marks the facilitator's.
    """

    turn: str
    marks: tuple[int, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """A show of hands: for each option how many dots or hands, from how many people."""

    turn: str
    counts: tuple[int, ...]
    people: int


def fits(ask: Ask, marks: Sequence[int]) -> bool:
    """Whether a ballot can be counted for what is asked: as many marks as places, and not more dots than there are."""
    if ask.form in (OUTCOME, CHECK_IN):
        return not marks
    if len(marks) != ask.places:
        return False
    if ask.form == RATING:
        return all(UNSAID <= mark < len(ask.scale) for mark in marks)
    return all(0 <= mark <= ask.per_option for mark in marks) and sum(marks) <= ask.budget


def least_people(ask: Ask, counts: Sequence[int]) -> int:
    """As few people as can have shown so many hands or dots."""
    return max(-(-sum(counts) // ask.budget), -(-max(counts, default=0) // ask.per_option), 0)


def checked_options(
    form: str, options: tuple[str, ...], refs: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The options as they are kept, without empty ones, and where they came from; refused where nobody could choose."""
    if form not in OF_OPTIONS:
        return (), ()
    taken = [
        (text_of(option, longest=LONGEST_OPTION).strip(), refs[place] if place < len(refs) else "")
        for place, option in enumerate(options)
        if option.strip()
    ]
    least = 1 if form == RATING else 2
    if len(taken) < least:
        raise Rejected("There is nothing to choose from yet.")
    if len(taken) > MOST_OPTIONS:
        raise Rejected("{count} options are too many; {most} is the most.", count=len(taken), most=MOST_OPTIONS)
    if len({option for option, _ref in taken}) < len(taken):
        raise Rejected("The same option stands there twice.")
    linked = any(ref for _option, ref in taken)
    return tuple(option for option, _ref in taken), tuple(ref for _option, ref in taken) if linked else ()


def checked_budget(form: str, budget: int, per_option: int) -> tuple[int, int]:
    """How many dots each person has, and how many one option takes; 0 is what is usual for the form."""
    if form in (POLL, DOTS):
        budget = budget or (1 if form == POLL else 3)
        if not 1 <= budget <= MOST_BUDGET:
            raise Rejected("Each person has between one dot and {most}.", most=MOST_BUDGET)
        per_option = 1 if form == POLL else per_option or budget
        if not 1 <= per_option <= budget:
            raise Rejected("No option can take more dots than a person has.")
        return budget, per_option
    return 1, 1


def different(given: tuple[str, ...]) -> tuple[str, ...]:
    """Words without empty ones, each once."""
    return tuple(dict.fromkeys(words for one in given if (words := whole(one).strip())))


# ---- commands --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAsk(Command):
    """Ask everybody. ``block`` None is the running activity; 0 as ``budget`` or ``per_option`` is what is usual."""

    ask: str
    form: str
    question: str
    options: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    budget: int = 0
    per_option: int = 0
    criteria: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    block: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAsk(Command):
    """Take back what was asked, with all that was given for it."""

    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAsk(Command):
    """Take no more, so that it may be counted."""

    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenAsk(Command):
    """Take more."""

    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAskAway(Command):
    """The activity goes on; an open ask is closed first. With ``away=False`` it is fetched again."""

    ask: str
    away: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAgain(Command):
    """Ask everybody anew, with these options: what was given so far holds no more. The command's id is the turn."""

    ask: str
    question: str
    options: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CastBallot(Command):
    """Give a ballot, or another one for the same ``ballot`` id. Send it without a person: one that has one is refused.

    ``own`` marks the facilitator's own choice, which nobody else is shown.
    """

    MAY: ClassVar[frozenset[str]] = frozenset({FACILITATOR, GARDENER, GUEST})
    ask: str
    ballot: str
    marks: tuple[int, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackBallot(Command):
    """Take a ballot back until the vote is closed. Who holds the id gave it. ``answers`` are those of its card."""

    MAY: ClassVar[frozenset[str]] = frozenset({FACILITATOR, GARDENER, GUEST})
    ask: str
    ballot: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterCounts(Command):
    """Enter a show of hands. ``people`` None is as few as can have shown so many; no ``counts`` takes it back."""

    ask: str
    counts: tuple[int, ...] = ()
    people: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeTurn(Command):
    """Somebody had their turn of a check-in. The command's id is the turn's."""

    ask: str
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackTurn(Command):
    """A turn of a check-in was no turn."""

    ask: str
    turn: str
