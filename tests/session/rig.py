"""A session driven by commands, with a journal in memory and a clock that ticks by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from facilitator.session.errors import FacilitatorError
from facilitator.session.facts import Fact
from facilitator.session.people import JoinPerson
from facilitator.session.ports import uuid7
from facilitator.session.rules import Command
from facilitator.session.sessions import CreateSession
from facilitator.session.state import SessionState
from facilitator.session.store import Change, Store


class Kept:
    """A journal that keeps in memory: at once, or when told to, or not at all."""

    def __init__(self, device: str = "w1", *, at_once: bool = True) -> None:
        self.device = device
        self.at_once = at_once
        self.facts: list[Fact] = []
        self.waiting: list[tuple[Sequence[Fact], Callable[[Exception | None], None]]] = []

    def append(self, facts: Sequence[Fact], epoch: int, done: Callable[[Exception | None], None]) -> None:
        self.waiting.append((facts, done))
        if self.at_once:
            self.keep()

    def keep(self) -> None:
        while self.waiting:
            facts, done = self.waiting.pop(0)
            self.facts.extend(facts)
            done(None)

    def fail(self) -> None:
        waiting, self.waiting = self.waiting, []
        for _facts, done in waiting:
            done(FacilitatorError("The disk is full. Nothing was saved."))


class Rig:
    """One session in a store."""

    def __init__(self, *, at_once: bool = True, ms: int = 1_773_320_000_000) -> None:
        self.ms = ms
        self.journal = Kept(at_once=at_once)
        self.store = Store(self.journal, clock=self.clock)
        self.stream = uuid7(ms)
        self.do(CreateSession(title="Night handover"))

    def clock(self) -> int:
        self.ms += 1
        return self.ms

    def do(self, command: Command) -> Change:
        return self.store.dispatch(self.stream, command)

    def join(self, name: str, **more: bool) -> str:
        person = uuid7()
        self.do(JoinPerson(person=person, name=name, **more))
        return person

    @property
    def state(self) -> SessionState:
        return self.store.state(self.stream)
