"""What a vote shows: how many are in while it is open, and the result once it is closed. The one place that counts.

Before closing nobody is told anything but how many are in, the facilitator neither. Ballots for earlier options, and
ballots with more dots than there are, do not count. The facilitator's own choice is in no figure that others see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilitator.session.asks import CHECK_IN, DOTS, LONGEST_OPTION, OUTCOME, POLL, PULSE, RATING, Ask, Ballot, fits
from facilitator.session.outcome_card import Moved
from facilitator.session.people import expected
from facilitator.session.privacy import SMALLEST_GROUP, Audience

if TYPE_CHECKING:
    from facilitator.session.rules import Command
    from facilitator.session.state import SessionState


@dataclass(frozen=True, slots=True)
class Progress:
    """How many are in. ``people`` is how many are here to answer, 0 where nobody wrote down who is here; ``void`` is
    how many votes do not count any more because the options changed.
    """

    given: int
    people: int
    void: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One option. ``voices`` is how many people gave it something, None where hands were counted and nobody knows."""

    option: int
    words: str
    count: int
    voices: int | None
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """How one option was rated by one criterion: how many chose each word of the scale.

    ``low`` and ``high`` are the outermost words chosen, ``middle`` the one or two in the middle, all places on the
    scale; -1 and empty where nobody rated it.
    """

    option: int
    words: str
    criterion: int
    counts: tuple[int, ...]
    answered: int
    low: int = -1
    high: int = -1
    middle: tuple[int, ...] = ()

    @property
    def apart(self) -> bool:
        """Whether the answers lie at both ends of the scale: a reason to talk, not to count."""
        third = max(len(self.counts) // 3, 1)
        outer = sum(self.counts[:third]), sum(self.counts[-third:])
        return self.answered >= 2 and min(outer) * 4 >= self.answered


@dataclass(frozen=True, slots=True)
class Results:
    """What a closed vote shows. Bars of a dot vote stand with the most first, others as asked.

    ``few`` says that too few answered for any number; then there is none.

    ``given`` is how many are in, ``blank`` how many of them gave nothing to any option.
    """

    ask: str
    form: str
    given: int
    people: int
    blank: int = 0
    few: bool = False
    bars: tuple[Bar, ...] = ()
    spreads: tuple[Spread, ...] = ()
    moved: tuple[Moved, ...] = ()

    @property
    def leaders(self) -> tuple[Bar, ...]:
        """The options with the most; several where they are level, none where nobody gave anything."""
        return tuple(bar for bar in self.bars if bar.leads)


@dataclass(frozen=True, slots=True)
class RoomVote:
    """What the room screen may show of a vote; it has ``results`` only once the vote is closed."""

    ask: str
    form: str
    question: str
    options: tuple[str, ...]
    open: bool
    progress: Progress
    results: Results | None = None


def option_words(state: SessionState, ask: Ask) -> tuple[str, ...]:
    """The options in words; empty for a card that was taken back or hidden after it was asked about."""
    found = []
    for place, words in enumerate(ask.options):
        card = state.contributions.get(ask.refs[place]) if place < len(ask.refs) else None
        found.append("" if card is not None and (card.withdrawn or card.hidden) else words)
    return tuple(found)


def counting(state: SessionState, ask: Ask, *, own: bool = False) -> list[Ballot]:
    """The ballots that hold for what is asked now; the facilitator's own among them only where asked for."""
    return [
        ballot
        for ballot in state.votes.ballots.get(ask.id, {}).values()
        if ballot.turn == ask.turn and (own or not ballot.own) and fits(ask, ballot.marks)
    ]


def progress(state: SessionState, ask: Ask) -> Progress:
    """How many are in. This may be told at any time, to anybody."""
    if ask.form == CHECK_IN:
        return Progress(len(state.votes.turns.get(ask.id, {})), expected(state))
    void = sum(
        not ballot.own and not (ballot.turn == ask.turn and fits(ask, ballot.marks))
        for ballot in state.votes.ballots.get(ask.id, {}).values()
    )
    return Progress(len(counting(state, ask)) + _hands(state, ask)[1], expected(state), void)


def _hands(state: SessionState, ask: Ask) -> tuple[Sequence[int], int]:
    shown = state.votes.hands.get(ask.id)
    sound = shown is not None and len(shown.counts) == len(ask.options) and min(shown.counts, default=0) >= 0
    if shown is None or shown.turn != ask.turn or not sound:
        return (0,) * len(ask.options), 0
    return shown.counts, shown.people


def results(state: SessionState, ask: Ask, audience: Audience = Audience.EVERYONE) -> Results | None:
    """What a vote shows to an audience; None before it is closed, whoever asks.

    Only the facilitator's own copy counts the facilitator's own choice.
    """
    if ask.open or ask.removed or ask.form == CHECK_IN:
        return None
    ballots = counting(state, ask, own=audience is Audience.FACILITATOR)
    hands, people = _hands(state, ask)
    given, here = len(ballots) + people, expected(state)
    if ask.form == OUTCOME:
        items = state.votes.told.get(ask.turn, ())
        few = not any(item.shown for item in items)
        return Results(ask.id, ask.form, given, here, few=few, moved=() if few else items)
    if ask.form == RATING:
        blank = sum(max(ballot.marks, default=-1) < 0 for ballot in ballots)
        return Results(ask.id, ask.form, given, here, blank, spreads=_spreads(state, ask, ballots))
    blank = sum(not any(ballot.marks) for ballot in ballots)
    if ask.form == PULSE and given - blank < SMALLEST_GROUP:
        return Results(ask.id, ask.form, given, here, few=True)
    return Results(ask.id, ask.form, given, here, blank, bars=_bars(state, ask, ballots, hands))


def _bars(state: SessionState, ask: Ask, ballots: Sequence[Ballot], hands: Sequence[int]) -> tuple[Bar, ...]:
    counts = [sum(ballot.marks[place] for ballot in ballots) + hands[place] for place in range(len(ask.options))]
    most = max(counts, default=0)
    apart = ask.form != DOTS or not any(hands)
    bars = []
    for place, words in enumerate(option_words(state, ask)):
        voices = sum(ballot.marks[place] > 0 for ballot in ballots) + (hands[place] if ask.form != DOTS else 0)
        leads = ask.form in (POLL, DOTS) and counts[place] == most > 0
        bars.append(Bar(place, words, counts[place], voices if apart else None, leads))
    if ask.form == DOTS:
        bars.sort(key=lambda bar: -bar.count)
    return tuple(bars)


def _spreads(state: SessionState, ask: Ask, ballots: Sequence[Ballot]) -> tuple[Spread, ...]:
    wide, found = len(ask.criteria), []
    for option, words in enumerate(option_words(state, ask)):
        for criterion in range(wide):
            place = option * wide + criterion
            marks = sorted(ballot.marks[place] for ballot in ballots if ballot.marks[place] >= 0)
            counts = tuple(marks.count(level) for level in range(len(ask.scale)))
            if not marks:
                found.append(Spread(option, words, criterion, counts, 0))
                continue
            half = len(marks) // 2
            middle = {marks[half]} if len(marks) % 2 else {marks[half - 1], marks[half]}
            found.append(
                Spread(option, words, criterion, counts, len(marks), marks[0], marks[-1], tuple(sorted(middle)))
            )
    return tuple(found)


def room_view(state: SessionState, ask: Ask) -> RoomVote:
    """What everybody in the room may see: the question, how many are in, and the result once it is closed."""
    return RoomVote(
        ask.id, ask.form, ask.question, option_words(state, ask), ask.open, progress(state, ask), results(state, ask)
    )


def as_decision(
    state: SessionState, ask: Ask, option: int, *, because: str = "", decided_by: str = ""
) -> tuple[Command, ...]:
    """The commands that would write an option down as a decision; nothing happens by itself.

    Args:
        state: The session.
        ask: A closed poll, dot vote or rating.
        option: Which of its options, from 0.
        because: Why, in the words of the result.
        decided_by: How, in words such as *dot vote*.
    """
    from facilitator.session.contributions import GiveContribution
    from facilitator.session.decisions import ExplainDecision
    from facilitator.session.relations import Relate

    words = option_words(state, ask)
    if ask.open or ask.form not in (POLL, DOTS, RATING) or not 0 <= option < len(words) or not words[option]:
        return ()
    give = GiveContribution(text=words[option][:LONGEST_OPTION], kind="decision", activity=ask.block)
    others = tuple(other for place, other in enumerate(words) if place != option and other)
    explain = ExplainDecision(contribution=give.id, because=because, considered=others, decided_by=decided_by)
    commands: list[Command] = [give, explain]
    card = state.contributions.get(ask.refs[option]) if option < len(ask.refs) else None
    if card is not None:
        commands.append(Relate(later=give.id, earlier=card.id, relation="builds_on"))
    return tuple(commands)
