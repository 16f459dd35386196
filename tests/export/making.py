"""Sessions for the tests of exports: made through the store, as the program makes them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from facilitator.demo import Sample
from facilitator.session.contributions import GiveContribution
from facilitator.session.errors import Rejected
from facilitator.session.facts import Fact
from facilitator.session.people import JoinPerson
from facilitator.session.rules import Command, Together
from facilitator.session.sessions import CreateSession
from facilitator.session.state import SessionState
from facilitator.session.store import Store

DATA = Path(__file__).resolve().parents[1] / "data"
STREAM = "the-session"
NOW = 1_773_322_200_000
"""13:30 UTC on 12 March 2026."""


class KeptAtOnce:
    """A journal in memory."""

    device = "here"

    def append(self, facts: Sequence[Fact], epoch: int, done: Callable[[Exception | None], None]) -> None:
        """Everything is kept."""
        done(None)


def store() -> Store:
    """A store whose clock moves one second with every look."""
    ticks = iter(range(NOW, NOW + 10**9, 1000))
    return Store(KeptAtOnce(), clock=lambda: next(ticks))


def made(*commands: Command, title: str = "A talk", stream: str = STREAM, **about: str) -> SessionState:
    """A session after these commands."""
    here = store()
    here.dispatch(stream, CreateSession(title=title, zone="UTC", **about))
    for command in commands:
        here.dispatch(stream, command)
    return here.state(stream).snapshot()


@cache
def night_handover() -> SessionState:
    """The sample session."""
    sample, now = Sample(), [0]
    here = Store(KeptAtOnce(), clock=lambda: now[0])
    for ms, command in sample.steps():
        now[0] = ms
        here.dispatch(sample.stream, command)
    return here.state(sample.stream).snapshot()


def from_commands(stream: str, commands: Sequence[Command]) -> SessionState:
    """The session that a list of commands makes, dispatched as one step."""
    here = store()
    here.dispatch(stream, Together(commands=tuple(commands)))
    return here.state(stream).snapshot()


@cache
def meeting(name: str) -> SessionState:
    """A real meeting, taken in as a transcript is."""
    data: dict[str, Any] = json.loads((DATA / "meetings" / f"{name}.json").read_text(encoding="utf-8"))
    turns = [turn for turn in data["meeting_transcripts"] if turn["content"].strip()]
    people = {turn["speaker"]: f"person-{turn['speaker']}" for turn in turns}
    commands: list[Command] = [JoinPerson(person=key, name=speaker) for speaker, key in people.items()]
    commands += [
        GiveContribution(text=turn["content"], authors=(people[turn["speaker"]],), activity="") for turn in turns
    ]
    return made(Together(commands=tuple(commands)), title=name, source=f"{name}.json (json, utf-8)")


def naughty() -> list[str]:
    """Strings that break programs."""
    found: list[str] = json.loads((DATA / "naughty.json").read_text(encoding="utf-8"))
    return found


def giving(texts: Sequence[str], kinds: Sequence[str] = ("note",)) -> SessionState:
    """A session in which everybody's name is what they say, as far as names and words may be so."""
    here = store()
    here.dispatch(STREAM, CreateSession(title="Everything", zone="UTC"))
    for place, text in enumerate(texts):
        authors: tuple[str, ...] = ()
        try:
            here.dispatch(STREAM, JoinPerson(person=f"p{place}", name=text))
            authors = (f"p{place}",)
        except Rejected:
            pass
        try:
            kind = kinds[place % len(kinds)]
            here.dispatch(STREAM, GiveContribution(id=f"c{place}", text=text, authors=authors, kind=kind))
        except Rejected:
            pass
    return here.state(STREAM).snapshot()


def squeezed(text: str) -> str:
    """Text without white space, composed: what extraction from pages can keep."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))
