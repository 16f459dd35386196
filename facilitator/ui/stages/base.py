"""What a stage is given and what it may say. A stage shows one running activity; the page around it does the rest.

A stage holds no rules: it reads the state and asks through ``dispatch``. It hears changes by :meth:`Stage.heard` and
the time by :meth:`Stage.tick`, so it keeps no timer and no subscription of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from facilitator.session.agenda import Block
from facilitator.session.modalities import Modality
from facilitator.session.ports import Clock
from facilitator.session.rules import Command
from facilitator.session.running import minutes_of
from facilitator.session.state import SessionState
from facilitator.session.steps import RunStep, steps_of
from facilitator.session.store import Change, Status
from facilitator.ui.actions import Action
from facilitator.ui.messages import Messages
from facilitator.ui.services import Services
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.chips import Chip

Dispatch = Callable[..., Change | None]
"""``dispatch(command, said="")``: through the one door. A refusal is said to the person and gives None; with ``said``
what was done is told, with a way to take it back."""


@dataclass(frozen=True, slots=True)
class StageGiven:
    """What a stage stands on. ``now`` is the session's own clock in ms UTC, steady while something runs."""

    services: Services
    session: str
    block: str
    method: Modality | None
    theme: Theme
    messages: Messages
    dispatch: Dispatch
    now: Clock
    read_only: str = ""


@dataclass(frozen=True, slots=True)
class Forward:
    """What the large button does while this stage is on, where that is not the next step or block."""

    words: str
    does: Callable[[], object]


class Unkept:
    """What was typed into the fields of a stage, from the sending until it is on disk."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[str, Callable[[], bool]]] = {}

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def wait(self, command: str, line: str, back: Callable[[], bool]) -> None:
        """Keep this until its command (its id) is settled; see :meth:`Stage.send`."""
        self._waiting[command] = (line, back)

    def forget(self, command: str) -> None:
        """Nothing is to come back of this one."""
        self._waiting.pop(command, None)

    def settled(self, change: Change) -> tuple[str, Callable[[], bool]] | None:
        """What has to be put back now, because it could not be kept."""
        if change.status is Status.HEARD or change.command is None:
            return None
        found = self._waiting.pop(change.command.id, None)
        return found if change.status is Status.WITHDRAWN else None


class Stage(QWidget):
    """One running activity. Every method has a plain answer here; a stage says what is different.

    Signals:
        told: its subtitle, its forward step, its notes or its stamps are different now.
        line_asked: put these words into the capture bar, and the focus with them.
        card_asked: bring a card into sight (its id).
        finished: what was written on the stage itself is done; the focus goes back to the line.
    """

    told = Signal()
    line_asked = Signal(str)
    card_asked = Signal(str)
    finished = Signal()

    def __init__(self, given: StageGiven) -> None:
        super().__init__()
        self.given = given
        self.theme = given.theme
        self.unkept = Unkept()
        self.has_film = False
        """Whether a film may be on here; see :func:`~facilitator.ui.stages.registry.film_of`."""
        self.side_made: QWidget | None = None
        """What :meth:`side` gave, kept by the page."""

    # ---- the session --------------------------------------------------------------------------------------------

    @property
    def state(self) -> SessionState:
        """The session, to be read."""
        return self.given.services.store.state(self.given.session)

    @property
    def block(self) -> Block:
        """The activity this stage shows."""
        return self.state.agenda.by_id[self.given.block]

    def dispatch(self, command: Command, said: str = "") -> Change | None:
        """Ask for a change; None where it was refused, which was said."""
        change: Change | None = self.given.dispatch(command, said)
        return change

    def send(self, command: Command, line: str, back: Callable[[], bool], said: str = "") -> Change | None:
        """Ask for a change made of words that were typed here, so that a full disk does not lose them.

        Args:
            command: The wish.
            line: The words as they would stand in the capture bar, for when their field is gone or in use.
            back: Puts the words back into their field, without taking the focus; False where it cannot.
            said: See :meth:`dispatch`.
        """
        self.unkept.wait(command.id, line, back)
        change = self.dispatch(command, said)
        if change is None or not change.facts:
            self.unkept.forget(command.id)
        return change

    def steps(self) -> tuple[RunStep, ...]:
        """The steps of this activity, laid into the minutes it has now."""
        return steps_of(self.block, self.given.method, minutes_of(self.state, self.block))

    @property
    def step(self) -> int:
        """The step that is on, from 0."""
        return self.state.running.of(self.given.block).step

    # ---- what it says -------------------------------------------------------------------------------------------

    def subtitle(self) -> str:
        """The line under the activity's title; empty for how far its steps are."""
        return ""

    def forward(self) -> Forward | None:
        """What the large button does now; None for the next step, or the next activity behind the last."""
        return None

    def left_ms(self, now_ms: int) -> int | None:
        """What the large timer shows where it is not the activity's own time, such as a phase's; in ms."""
        return None

    def takes_line(self, text: str) -> bool:
        """Whether this stage keeps a typed line itself now, out of sight; then nothing else is done with it."""
        return False

    def notes(self) -> list[tuple[str, str]]:
        """(icon, words) for the status line."""
        return []

    def stamps(self) -> dict[str, Any]:
        """Fields of the contribution that is being captured, such as ``offset_ms`` or ``group``."""
        return {}

    def chips(self) -> list[Chip]:
        """What the capture bar shows of the stamps."""
        return []

    def hint(self) -> str:
        """What stands in the empty capture bar; empty for the usual."""
        return ""

    def resting(self) -> str:
        """What stands under the empty capture bar; empty for the signs a line can begin with."""
        return ""

    def side(self) -> QWidget | None:
        """A part of its own above the stream. It is made once and belongs to the page from then on."""
        return None

    def stream_rests(self) -> bool:
        """Whether no card is to be seen now, so that :meth:`side` stands alone."""
        return False

    def regions(self) -> list[QWidget]:
        """Where F6 leads within the stage, in order."""
        return []

    def offers(self) -> list[Action]:
        """Actions and keys of this stage."""
        return []

    # ---- what it hears ------------------------------------------------------------------------------------------

    def heard(self, change: Change) -> None:
        """The session changed: heard, kept or withdrawn."""

    def tick(self, now_ms: int) -> None:
        """Time went on; at least twice a second while the page is on the screen. Ask little of it."""

    def typing(self, text: str) -> None:
        """The person types in the capture bar."""

    def gave(self, contribution: str) -> None:
        """What was typed was given (its id)."""

    def restyle(self) -> None:
        """The theme is another one, or text has another size."""

    def close_stage(self) -> None:
        """Hear nothing more; let go of files, players and windows."""
