"""Where a role play stands: its rounds, the phases of each, and how long they are.

A round is briefed, played, left and talked about, in this order; before the first one the rules are said. Nobody
talks about a round before everybody has left their role (domain 3.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import known_block
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.modalities import Modality
from facilitator.session.rules import Asking, Command, decides, folds, undone_by
from facilitator.session.running import MINUTE, elapsed_ms, minutes_of
from facilitator.session.steps import share

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

PREBRIEF, BRIEF, PLAY, STEP_OUT, DEBRIEF = "prebrief", "brief", "play", "step_out", "debrief"
PHASES = (PREBRIEF, BRIEF, PLAY, STEP_OUT, DEBRIEF)
"""The phases in their order. The first stands before the first round only."""

USUAL: Mapping[str, int] = {PREBRIEF: 1, BRIEF: 2, PLAY: 5, STEP_OUT: 1, DEBRIEF: 5}
"""How the phases stand to each other where a method does not say it: a round of 13 minutes."""

FEELINGS, FACTS, MEANING, ALONG = "feelings", "facts", "meaning", "along"
SCRIPT = (FEELINGS, FACTS, MEANING, ALONG)
"""The debrief, in the order that holds: how it was, what was seen, what it means, what we take along."""


@dataclass(frozen=True, slots=True)
class Play:
    """Where the play of a block stands. ``ran_ms`` is how long the block had run when the phase began."""

    block: str
    round: int = 1
    phase: str = PREBRIEF
    ran_ms: int = 0
    question: int = 0


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase and its minutes."""

    key: str
    minutes: int


@dataclass(frozen=True, slots=True)
class RoomWords:
    """All that may be shown to the whole room: what is played, where it stands, the time. Never a brief, never a role.

    ``left_ms`` is the time left in the phase, below nought once it runs over; None where nothing runs.
    """

    title: str
    scenario: str
    task: str
    phase: str
    round: int
    rounds: int
    left_ms: int | None = None


@dataclass(frozen=True, slots=True)
class PlayMoved(Body):
    """The play stands somewhere else: another round, another phase, another question of the debrief."""

    KIND: ClassVar[str] = "play_moved"
    block: str
    round: int
    phase: str
    ran_ms: int = 0
    question: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GoToPhase(Command):
    """Go to a phase of the round that is on. ``ms`` is when, if not now."""

    block: str
    phase: str
    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRound(Command):
    """Begin another round with its briefs: the next one, or the one said. ``ms`` is when, if not now."""

    block: str
    round: int = 0
    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoToQuestion(Command):
    """Go to a question of the debrief, counted from 0."""

    block: str
    question: int


# ---- asking ---------------------------------------------------------------------------------------------------


def play_of(state: SessionState, block: str) -> Play:
    """Where the play of a block stands; at the very beginning where nothing happened yet."""
    return state.casting.plays.get(block) or Play(block)


def rounds_of(state: SessionState, block: str) -> int:
    """How many rounds there are, never fewer than were begun."""
    return max(state.role_play.scenario(block).rounds, play_of(state, block).round, 1)


def weights_of(method: Modality | None) -> Mapping[str, int]:
    """How the phases of a method stand to each other: its own ``phases``, in minutes, where it says them."""
    said = method.extra.get("phases") if method is not None else None
    if not isinstance(said, Mapping):
        return USUAL
    found = {key: said[key] for key in PHASES if type(said.get(key)) is int and 0 <= said[key] <= 600}
    return {**USUAL, **found} if any(found.get(key) for key in PHASES[1:]) else USUAL


def phases(state: SessionState, block: str, weights: Mapping[str, int] = USUAL) -> tuple[Phase, ...]:
    """The phases of the round that is on, laid into the minutes the block has now. Every round has the same length."""
    found = state.agenda.get(block)
    minutes = minutes_of(state, found) if found is not None else 0
    rounds, play = rounds_of(state, block), play_of(state, block)
    each = [weights[key] for key in PHASES[1:]]
    before = round(minutes * weights[PREBRIEF] / max(weights[PREBRIEF] + rounds * sum(each), 1))
    one = max(minutes - before, 0) // rounds
    inside = [Phase(key, long) for key, long in zip(PHASES[1:], share(each, one), strict=True)]
    if play.round > 1:
        return tuple(inside)
    return (Phase(PREBRIEF, max(minutes - one * rounds, 0)), *inside)


def phase_left_ms(state: SessionState, block: str, now_ms: int, weights: Mapping[str, int] = USUAL) -> int | None:
    """The time left in the phase that is on, below nought once it runs over; None where the block has not begun."""
    found, play = state.agenda.get(block), play_of(state, block)
    if found is None or found.started_ms is None:
        return None
    minutes = next((one.minutes for one in phases(state, block, weights) if one.key == play.phase), 0)
    return minutes * MINUTE - max(elapsed_ms(state, found, now_ms) - play.ran_ms, 0)


def next_phase(play: Play) -> str:
    """The phase after the one that is on; empty after the last."""
    at = PHASES.index(play.phase) if play.phase in PHASES else 0
    return PHASES[at + 1] if at + 1 < len(PHASES) else ""


def room_words(
    state: SessionState, block: str, now_ms: int | None = None, weights: Mapping[str, int] = USUAL
) -> RoomWords:
    """What the room screen shows of a role play, and nothing else."""
    scenario, play, found = state.role_play.scenario(block), play_of(state, block), state.agenda.get(block)
    left = None if now_ms is None else phase_left_ms(state, block, now_ms, weights)
    title = found.title if found is not None else ""
    rounds = rounds_of(state, block)
    return RoomWords(title, scenario.situation, scenario.task, play.phase, play.round, rounds, left)


# ---- deciding ---------------------------------------------------------------------------------------------------


def _ran(state: SessionState, block: str, ms: int | None, asking: Asking) -> int:
    return elapsed_ms(state, state.agenda.by_id[block], asking.now_ms if ms is None else ms)


@decides(GoToPhase)
def _go(state: SessionState, command: GoToPhase, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    play = play_of(state, block.id)
    if command.phase not in PHASES or (command.phase == PREBRIEF and play.round > 1):
        raise Rejected("There is no such phase.")
    if command.phase == play.phase:
        return
    if command.phase == DEBRIEF and play.phase != STEP_OUT:
        raise Rejected("First everybody steps out of their role. Then the round is talked about.")
    yield PlayMoved(block.id, play.round, command.phase, _ran(state, block.id, command.ms, asking))


@decides(NextRound)
def _next(state: SessionState, command: NextRound, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    play = play_of(state, block.id)
    number = command.round or play.round + 1
    rounds = state.role_play.scenario(block.id).rounds
    if not 1 <= number <= max(rounds, play.round):
        raise Rejected("There are {count} rounds. Give it one more first.", count=rounds)
    if number != play.round:
        yield PlayMoved(block.id, number, BRIEF, _ran(state, block.id, command.ms, asking))


@decides(GoToQuestion)
def _ask(state: SessionState, command: GoToQuestion, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    play = play_of(state, block.id)
    if not 0 <= command.question < len(SCRIPT):
        raise Rejected("There is no such question.")
    if command.question != play.question:
        yield PlayMoved(block.id, play.round, play.phase, play.ran_ms, command.question)


@folds(PlayMoved)
def _moved(state: SessionState, body: PlayMoved, fact: Fact) -> None:
    if body.phase in PHASES and body.round >= 1:
        play = Play(body.block, body.round, body.phase, max(body.ran_ms, 0), max(body.question, 0))
        if play == Play(body.block):
            state.casting.plays.pop(body.block, None)
        else:
            state.casting.plays[body.block] = play


@undone_by(PlayMoved)
def _unmove(state: SessionState, body: PlayMoved) -> Iterable[Body]:
    play = play_of(state, body.block)
    yield PlayMoved(play.block, play.round, play.phase, play.ran_ms, play.question)
