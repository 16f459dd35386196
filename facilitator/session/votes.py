"""Asking everybody: check-ins, polls, dots, ratings, by hand or from phones. Nobody's choice is ever told.

A command that casts a ballot is refused where a person stands beside it. Ballots are kept whatever they say;
:mod:`.tally` counts those that fit what is asked now, and only once it is closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import NAMED, known_block
from facilitator.session.asks import (
    BY_NUMBERS,
    CHECK_IN,
    DELICATE,
    DOTS,
    FORMS,
    LONGEST_QUESTION,
    MOST_CRITERIA,
    MOST_PEOPLE,
    OUTCOME,
    POLL,
    RATING,
    SCALE,
    Ask,
    AskAgain,
    Ballot,
    CastBallot,
    CloseAsk,
    Counted,
    EnterCounts,
    OpenAsk,
    PutAskAway,
    RemoveAsk,
    ReopenAsk,
    TakeBackBallot,
    TakeBackTurn,
    TakeTurn,
    checked_budget,
    checked_options,
    different,
    fits,
    least_people,
)
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, Json
from facilitator.session.outcome_card import Moved, figures
from facilitator.session.people import known
from facilitator.session.privacy import Audience
from facilitator.session.rules import (
    GUEST,
    Asking,
    decides,
    folds,
    text_of,
    undone_by,
)
from facilitator.session.sessions import must_exist
from facilitator.session.tally import results

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


@dataclass
class Votes:
    """All asks by id; ballots, hands and turns of a check-in by ask. The last ballot of an id holds."""

    by_id: dict[str, Ask] = field(default_factory=dict)
    ballots: dict[str, dict[str, Ballot]] = field(default_factory=dict)
    hands: dict[str, Counted] = field(default_factory=dict)
    turns: dict[str, dict[str, str]] = field(default_factory=dict)
    """Check-in: ``turns[ask][turn]`` is the person who had it; empty where the activity names nobody."""
    told: dict[str, tuple[Moved, ...]] = field(default_factory=dict)
    """Outcome cards: what each turn of an ask told when it was closed. It stays so, whatever is answered later."""
    told_of: dict[str, bool] = field(default_factory=dict)
    """The answers (ids) that are in one of these figures."""

    def get(self, ask: str | None) -> Ask | None:
        """The ask with this id, unless it was taken back."""
        found = None if ask is None else self.by_id.get(ask)
        return None if found is None or found.removed else found

    def of(self, block: str) -> list[Ask]:
        """What was asked in a block, in the order it was opened."""
        return [ask for ask in self.by_id.values() if ask.block == block and not ask.removed]

    def on(self, block: str) -> Ask | None:
        """What is asked in a block now, or was just closed and not put away yet."""
        return next((ask for ask in reversed(self.of(block)) if not ask.away), None)


def on_now(state: SessionState) -> Ask | None:
    """What is asked in the running activity (in none where nothing runs), open or just closed."""
    return state.votes.on(state.agenda.running or "")


# ---- facts -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AskOpened(Body):
    """Everybody is asked something."""

    KIND: ClassVar[str] = "ask_opened"
    ask: str
    block: str
    form: str
    question: str
    options: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    budget: int = 1
    per_option: int = 1
    criteria: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskRemoved(Body):
    """What was asked was taken back, and all that was given for it."""

    KIND: ClassVar[str] = "ask_removed"
    ask: str


@dataclass(frozen=True, slots=True)
class AskRestored(Body):
    """What was taken back is asked again."""

    KIND: ClassVar[str] = "ask_restored"
    ask: str


@dataclass(frozen=True, slots=True)
class AskClosed(Body):
    """No more is taken; now it may be counted."""

    KIND: ClassVar[str] = "ask_closed"
    ask: str


@dataclass(frozen=True, slots=True)
class AskReopened(Body):
    """More is taken; nothing is told until it is closed again."""

    KIND: ClassVar[str] = "ask_reopened"
    ask: str


@dataclass(frozen=True, slots=True)
class AskPutAway(Body):
    """The result was looked at and the activity goes on, or it was fetched again."""

    KIND: ClassVar[str] = "ask_put_away"
    ask: str
    away: bool = True


@dataclass(frozen=True, slots=True)
class OptionsChanged(Body):
    """Other options, so everybody is asked again: what was given for the earlier ones holds no more."""

    KIND: ClassVar[str] = "options_changed"
    ask: str
    turn: str
    question: str
    options: tuple[str, ...]
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BallotCast(Body):
    """Somebody chose. There is no field for who."""

    KIND: ClassVar[str] = "ballot_cast"
    ask: str
    ballot: str
    turn: str
    marks: tuple[int, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class BallotTakenBack(Body):
    """A ballot was taken back by whoever held its id."""

    KIND: ClassVar[str] = "ballot_taken_back"
    ask: str
    ballot: str


@dataclass(frozen=True, slots=True)
class CountsEntered(Body):
    """A show of hands, as numbers; it takes the place of the one before. Without numbers there was none."""

    KIND: ClassVar[str] = "counts_entered"
    ask: str
    turn: str
    counts: tuple[int, ...] = ()
    people: int = 0


@dataclass(frozen=True, slots=True)
class TurnTaken(Body):
    """In a check-in somebody said their word, or that they are here. Nobody is named where the activity names none."""

    KIND: ClassVar[str] = "check_in_turn_taken"
    ask: str
    turn: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class TurnTakenBack(Body):
    """A turn of a check-in was no turn."""

    KIND: ClassVar[str] = "check_in_turn_taken_back"
    ask: str
    turn: str


# ---- deciding ---------------------------------------------------------------------------------------------------


def known_ask(state: SessionState, ask: str) -> Ask:
    """What is asked, or a refusal in words."""
    found = state.votes.get(ask)
    if found is None:
        raise Rejected("This was not asked here.")
    return found


def _open(state: SessionState, ask: str) -> Ask:
    found = known_ask(state, ask)
    if not found.open:
        raise Rejected("This is closed. Nothing more is taken.")
    return found


@decides(OpenAsk)
def _ask(state: SessionState, command: OpenAsk, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    if command.ask in state.votes.by_id:
        raise Rejected("This was asked already.")
    if command.form not in FORMS:
        raise Rejected("“{form}” is no way of asking.", form=command.form)
    block = (state.agenda.running or "") if command.block is None else known_block(state, command.block).id
    question = text_of(command.question, longest=LONGEST_QUESTION).strip()
    options, refs = checked_options(command.form, command.options, command.refs)
    budget, per_option = checked_budget(command.form, command.budget, command.per_option)
    criteria: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    if command.form == RATING:
        criteria, scale = different(command.criteria), different(command.scale)
        if not 1 <= len(criteria) <= MOST_CRITERIA:
            raise Rejected("A rating needs between one criterion and {most}.", most=MOST_CRITERIA)
        if not SCALE[0] <= len(scale) <= SCALE[1]:
            raise Rejected("A scale has between {least} and {most} different words.", least=SCALE[0], most=SCALE[1])
    for other in list(state.votes.by_id.values()):
        if other.removed or other.away:
            continue
        if other.open and other.block == block:
            raise Rejected("One thing at a time: “{question}” is still open.", question=other.question)
        yield from _put_away(other)
    yield AskOpened(
        command.ask, block, command.form, question, options, refs, budget, per_option, criteria, scale
    )  # fmt: skip


@decides(RemoveAsk)
def _remove(state: SessionState, command: RemoveAsk, asking: Asking) -> Iterable[Body]:
    yield AskRemoved(known_ask(state, command.ask).id)


@decides(CloseAsk)
def _close(state: SessionState, command: CloseAsk, asking: Asking) -> Iterable[Body]:
    if known_ask(state, command.ask).open:
        yield AskClosed(command.ask)


def closes(state: SessionState, block: str | None = None) -> Iterable[Body]:
    """Nothing is taken for an activity that is over: its open asks close; all of them with the whole session."""
    for ask in list(state.votes.by_id.values()):
        if ask.open and not ask.removed and block in (None, ask.block):
            yield AskClosed(ask.id)


@decides(ReopenAsk)
def _reopen(state: SessionState, command: ReopenAsk, asking: Asking) -> Iterable[Body]:
    ask = known_ask(state, command.ask)
    if not ask.open and _tells(state, ask):
        raise Rejected("What one more says could be told from the difference. Ask afresh instead.")
    if not ask.open:
        yield AskReopened(ask.id)
    if ask.away:
        yield AskPutAway(ask.id, False)


def _tells(state: SessionState, ask: Ask) -> bool:
    """Whether the close of a delicate ask tells figures: then what one more says could be told from the difference."""
    if ask.form == OUTCOME:
        items = figures(state, ask.turn)[0] if ask.open else state.votes.told.get(ask.turn, ())
        return any(item.shown for item in items)
    told = results(state, replace(ask, open=False), Audience.FACILITATOR) if ask.form in DELICATE else None
    return told is not None and not told.few


def _put_away(ask: Ask) -> Iterable[Body]:
    if ask.open:
        yield AskClosed(ask.id)
    yield AskPutAway(ask.id)


@decides(PutAskAway)
def _away(state: SessionState, command: PutAskAway, asking: Asking) -> Iterable[Body]:
    ask = known_ask(state, command.ask)
    if command.away and not ask.away:
        yield from _put_away(ask)
    elif ask.away and not command.away:
        yield AskPutAway(ask.id, False)


@decides(AskAgain)
def _again(state: SessionState, command: AskAgain, asking: Asking) -> Iterable[Body]:
    ask = known_ask(state, command.ask)
    options, refs = checked_options(ask.form, command.options, command.refs)
    question = text_of(command.question, longest=LONGEST_QUESTION).strip()
    yield OptionsChanged(ask.id, command.id, question, options, refs)
    if not ask.open:
        yield AskReopened(ask.id)
    if ask.away:
        yield AskPutAway(ask.id, False)


@decides(CastBallot)
def _cast(state: SessionState, command: CastBallot, asking: Asking) -> Iterable[Body]:
    ask = _open(state, command.ask)
    if asking.person is not None or command.ballot in state.people.by_id:
        raise Rejected("A vote is given without a name.")
    if not command.ballot.strip() or len(command.ballot) > 64:
        raise Rejected("This vote has no number of its own.")
    if ask.form == CHECK_IN:
        raise Rejected("A check-in is spoken, not voted.")
    if command.own and asking.role == GUEST:
        raise Rejected("Only the facilitator can do that.")
    marks = tuple(command.marks)
    if not fits(ask, marks):
        if ask.form in (POLL, DOTS) and sum(marks) > ask.budget:
            raise Rejected("That is more than {budget} for one person.", budget=ask.budget)
        raise Rejected("This does not fit what is asked now. Look at the options again.")
    body = BallotCast(ask.id, command.ballot, ask.turn, marks, command.own)
    if state.votes.ballots.get(ask.id, {}).get(command.ballot) != Ballot(ask.turn, marks, command.own):
        yield body


@decides(TakeBackBallot)
def _take_back(state: SessionState, command: TakeBackBallot, asking: Asking) -> Iterable[Body]:
    from facilitator.session.outcomes import OutcomeTakenBack

    ask = _open(state, command.ask)
    if command.ballot in state.votes.ballots.get(ask.id, {}):
        yield BallotTakenBack(ask.id, command.ballot)
        for answer in command.answers if ask.form == OUTCOME else ():
            given = state.outcomes.by_id.get(answer)
            if given is not None and not given.taken_back:
                yield OutcomeTakenBack(answer)


@decides(EnterCounts)
def _count(state: SessionState, command: EnterCounts, asking: Asking) -> Iterable[Body]:
    ask = _open(state, command.ask)
    was = state.votes.hands.get(ask.id)
    if not command.counts:
        if was is not None:
            yield CountsEntered(ask.id, ask.turn)
        return
    if ask.form not in BY_NUMBERS:
        raise Rejected("This is answered one by one.")
    counts = tuple(command.counts)
    if len(counts) != len(ask.options) or min(counts) < 0 or sum(counts) > MOST_PEOPLE:
        raise Rejected("There is a number for each option, none below nought.")
    least = least_people(ask, counts)
    people = least if command.people is None else command.people
    if people < least:
        raise Rejected("So many can only be from {least} people or more.", least=least)
    if people > MOST_PEOPLE:
        raise Rejected("So many people are not here.")
    if was != Counted(ask.turn, counts, people):
        yield CountsEntered(ask.id, ask.turn, counts, people)


@decides(TakeTurn)
def _turn(state: SessionState, command: TakeTurn, asking: Asking) -> Iterable[Body]:
    ask = _open(state, command.ask)
    if ask.form != CHECK_IN:
        raise Rejected("This is no check-in.")
    block = state.agenda.get(ask.block)
    named = block is None or block.anonymity == NAMED
    person = known(state, command.person).id if command.person and named else ""
    if person and person in state.votes.turns.get(ask.id, {}).values():
        return
    yield TurnTaken(ask.id, command.id, person)


@decides(TakeBackTurn)
def _turn_back(state: SessionState, command: TakeBackTurn, asking: Asking) -> Iterable[Body]:
    ask = _open(state, command.ask)
    if command.turn in state.votes.turns.get(ask.id, {}):
        yield TurnTakenBack(ask.id, command.turn)


# ---- folding ---------------------------------------------------------------------------------------------------


@folds(AskOpened)
def _asked(state: SessionState, body: AskOpened, fact: Fact) -> None:
    if body.form in FORMS:
        ask = Ask(
            body.ask, body.block, body.form, body.question, body.options, body.refs, max(body.budget, 1),
            max(body.per_option, 1), body.criteria, body.scale, body.ask, opened_ms=fact.ms,
        )  # fmt: skip
        state.votes.by_id.setdefault(body.ask, ask)


def _change(state: SessionState, ask: str, **news: Json) -> None:
    found = state.votes.by_id.get(ask)
    if found is not None:
        state.votes.by_id[ask] = replace(found, **news)


@folds(AskRemoved)
def _removed(state: SessionState, body: AskRemoved, fact: Fact) -> None:
    _change(state, body.ask, removed=True)


@folds(AskRestored)
def _restored(state: SessionState, body: AskRestored, fact: Fact) -> None:
    _change(state, body.ask, removed=False)


@folds(AskClosed)
def _closed(state: SessionState, body: AskClosed, fact: Fact) -> None:
    ask = state.votes.by_id.get(body.ask)
    if ask is not None and ask.open and ask.form == OUTCOME:
        state.votes.told[ask.turn], new = figures(state, ask.turn)
        state.votes.told_of.update(dict.fromkeys(new, True))
    _change(state, body.ask, open=False)


@folds(AskReopened)
def _reopened(state: SessionState, body: AskReopened, fact: Fact) -> None:
    _change(state, body.ask, open=True)


@folds(AskPutAway)
def _put(state: SessionState, body: AskPutAway, fact: Fact) -> None:
    _change(state, body.ask, away=body.away)


@folds(OptionsChanged)
def _changed(state: SessionState, body: OptionsChanged, fact: Fact) -> None:
    _change(
        state, body.ask, turn=body.turn, question=body.question, options=body.options, refs=body.refs
    )  # fmt: skip


@folds(BallotCast)
def _was_cast(state: SessionState, body: BallotCast, fact: Fact) -> None:
    ask = state.votes.by_id.get(body.ask)
    if ask is None or ask.open:  # what comes after the close is too late, wherever it comes from
        state.votes.ballots.setdefault(body.ask, {})[body.ballot] = Ballot(body.turn, body.marks, body.own)


@folds(BallotTakenBack)
def _was_taken_back(state: SessionState, body: BallotTakenBack, fact: Fact) -> None:
    ask = state.votes.by_id.get(body.ask)
    if ask is None or ask.open:
        state.votes.ballots.get(body.ask, {}).pop(body.ballot, None)
        if not state.votes.ballots.get(body.ask, {}):
            state.votes.ballots.pop(body.ask, None)


@folds(CountsEntered)
def _counted(state: SessionState, body: CountsEntered, fact: Fact) -> None:
    if body.counts:
        state.votes.hands[body.ask] = Counted(body.turn, body.counts, body.people)
    else:
        state.votes.hands.pop(body.ask, None)


@folds(TurnTaken)
def _had_turn(state: SessionState, body: TurnTaken, fact: Fact) -> None:
    state.votes.turns.setdefault(body.ask, {})[body.turn] = body.person


@folds(TurnTakenBack)
def _had_none(state: SessionState, body: TurnTakenBack, fact: Fact) -> None:
    turns = state.votes.turns.get(body.ask, {})
    turns.pop(body.turn, None)
    if not turns:
        state.votes.turns.pop(body.ask, None)


# ---- undoing ---------------------------------------------------------------------------------------------------


@undone_by(AskOpened)
def _unask(state: SessionState, body: AskOpened) -> Iterable[Body]:
    yield AskRemoved(body.ask)


@undone_by(AskRemoved)
def _unremove(state: SessionState, body: AskRemoved) -> Iterable[Body]:
    yield AskRestored(body.ask)


@undone_by(AskRestored)
def _unrestore(state: SessionState, body: AskRestored) -> Iterable[Body]:
    yield AskRemoved(body.ask)


@undone_by(AskClosed)
def _unclose(state: SessionState, body: AskClosed) -> Iterable[Body]:
    ask = state.votes.by_id.get(body.ask)
    if ask is None or not _tells(state, ask):
        yield AskReopened(body.ask)


@undone_by(AskReopened)
def _unreopen(state: SessionState, body: AskReopened) -> Iterable[Body]:
    yield AskClosed(body.ask)


@undone_by(AskPutAway)
def _unput(state: SessionState, body: AskPutAway) -> Iterable[Body]:
    yield AskPutAway(body.ask, not body.away)


@undone_by(OptionsChanged)
def _unchange(state: SessionState, body: OptionsChanged) -> Iterable[Body]:
    was = state.votes.by_id.get(body.ask)
    if was is not None:
        yield OptionsChanged(was.id, was.turn, was.question, was.options, was.refs)


def _as_it_was(state: SessionState, ask: str, ballot: str) -> Iterable[Body]:
    was = state.votes.ballots.get(ask, {}).get(ballot)
    if was is None:
        yield BallotTakenBack(ask, ballot)
    else:
        yield BallotCast(ask, ballot, was.turn, was.marks, was.own)


@undone_by(BallotCast)
def _uncast(state: SessionState, body: BallotCast) -> Iterable[Body]:
    yield from _as_it_was(state, body.ask, body.ballot)


@undone_by(BallotTakenBack)
def _untake(state: SessionState, body: BallotTakenBack) -> Iterable[Body]:
    yield from _as_it_was(state, body.ask, body.ballot)


@undone_by(CountsEntered)
def _uncount(state: SessionState, body: CountsEntered) -> Iterable[Body]:
    was = state.votes.hands.get(body.ask)
    yield (
        CountsEntered(body.ask, body.turn) if was is None else CountsEntered(body.ask, was.turn, was.counts, was.people)
    )


@undone_by(TurnTaken)
def _unturn(state: SessionState, body: TurnTaken) -> Iterable[Body]:
    yield TurnTakenBack(body.ask, body.turn)


@undone_by(TurnTakenBack)
def _returns(state: SessionState, body: TurnTakenBack) -> Iterable[Body]:
    person = state.votes.turns.get(body.ask, {}).get(body.turn)
    if person is not None:
        yield TurnTaken(body.ask, body.turn, person)
