"""Headphones mode: a sample talk in simulated time, and a store of its own that keeps nothing.

A talk is data: who says what when, and how an experienced hand caught it. Nobody hears the player; nothing here knows
a library, a file to write or a real person.
"""

from __future__ import annotations

import bisect
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import WHOLE, AddBlock
from facilitator.session.capture import compose, known_in
from facilitator.session.errors import FacilitatorError
from facilitator.session.memory_journal import NothingKept
from facilitator.session.notation import parse_line
from facilitator.session.people import JoinPerson
from facilitator.session.ports import Clock, uuid7
from facilitator.session.rules import Together
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.session.themes import NameTheme

FORMAT, VERSION = "facilitator-rehearsal", 1
SPEEDS = (1, 2, 4, 8)
LONGEST_SECONDS = 3_600


class BadTalk(FacilitatorError):
    """What was given is no sample talk."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: from when (ms of the talk), who (a person's id in the talk), what."""

    at_ms: int
    who: str
    says: str


@dataclass(frozen=True, slots=True)
class Catch:
    """One line of the experienced capture: when, as typed, on which earlier line it builds, and why it is so."""

    at_ms: int
    line: str
    on: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """A sample talk. ``people`` are (id, name), in their order; ``themes`` are there from the start."""

    id: str
    title: str
    length_ms: int
    about: str
    prompt: str
    people: tuple[tuple[str, str], ...]
    themes: tuple[str, ...]
    turns: tuple[Turn, ...]
    capture: tuple[Catch, ...]

    def name(self, who: str) -> str:
        """The name of a person of the talk."""
        return next((name for key, name in self.people if key == who), "")

    def said(self, at_ms: int) -> int:
        """How many turns have begun by then."""
        return bisect.bisect_right(self.turns, at_ms, key=lambda turn: turn.at_ms)

    def caught(self, at_ms: int) -> tuple[Catch, ...]:
        """What the experienced hand had caught by then."""
        return tuple(catch for catch in self.capture if catch.at_ms <= at_ms)


@dataclass(frozen=True, slots=True)
class TalkClock:
    """Simulated time: where the talk stood when a real clock last showed ``mark_ms``; None while it stands still."""

    length_ms: int
    at_ms: int = 0
    mark_ms: int | None = None
    speed: int = 1

    @property
    def runs(self) -> bool:
        """Whether it goes on."""
        return self.mark_ms is not None

    def now(self, real_ms: int) -> int:
        """Where the talk is (ms), never behind where it was and never past its end."""
        if self.mark_ms is None:
            return self.at_ms
        passed = max(real_ms - self.mark_ms, 0) * self.speed
        return min(self.at_ms + passed, self.length_ms)

    def over(self, real_ms: int) -> bool:
        """Whether the talk is at its end."""
        return self.now(real_ms) >= self.length_ms

    def going(self, real_ms: int) -> TalkClock:
        """Let it go on."""
        return self if self.runs else replace(self, mark_ms=real_ms)

    def still(self, real_ms: int) -> TalkClock:
        """Let it stand."""
        return replace(self, at_ms=self.now(real_ms), mark_ms=None)

    def at_speed(self, speed: int, real_ms: int) -> TalkClock:
        """Another speed from now on, out of :data:`SPEEDS`."""
        speed = speed if speed in SPEEDS else 1
        return replace(self, at_ms=self.now(real_ms), mark_ms=real_ms if self.runs else None, speed=speed)


# ---- the room ------------------------------------------------------------------------------------------------------


def begin_room(talk: Talk, clock: Clock) -> tuple[Store, str]:
    """A store that keeps nothing, with one session in it: the people, the themes and the question of the talk."""
    store, session = Store(NothingKept(), clock=clock), uuid7()
    store.dispatch(session, CreateSession(title=talk.title))
    people = [JoinPerson(person=key, name=name) for key, name in talk.people]
    themes = [NameTheme(theme=f"theme-{place}", name=name) for place, name in enumerate(talk.themes)]
    block = AddBlock(
        block="talk",
        title=talk.title,
        modality="discussion",
        minutes=-(-talk.length_ms // 60_000),
        prompt=talk.prompt,
        exchange=WHOLE,
    )
    store.dispatch(session, Together(commands=(*people, *themes, block)))
    store.dispatch(session, StartActivity(block="talk"))
    return store, session


def experienced(talk: Talk, until_ms: int, begin_ms: int) -> tuple[Store, str, dict[str, Catch]]:
    """The experienced capture as a session of its own, as far as the talk went; and each card's line by its id.

    ``begin_ms`` is the real time that stands for the beginning of the talk (ms UTC).
    """
    at = begin_ms
    store, session = begin_room(talk, lambda: at)
    state = store.state(session)
    known = known_in(state, datetime.datetime.fromtimestamp(begin_ms / 1000, datetime.UTC).date())
    cards: list[str] = []
    lines: dict[str, Catch] = {}
    for catch in talk.caught(until_ms):
        at = begin_ms + catch.at_ms
        card = uuid7()
        selected = cards[catch.on] if catch.on is not None else None
        store.dispatch(session, compose(parse_line(catch.line, known), state, selected=selected, command_id=card))
        cards.append(card)
        lines[card] = catch
    return store, session, lines


# ---- reading -------------------------------------------------------------------------------------------------------


def read_talk(data: object) -> Talk:
    """A talk from plain JSON values.

    Raises:
        BadTalk: what is wrong with it.
    """
    if not isinstance(data, Mapping) or data.get("format") != FORMAT or data.get("version") != VERSION:
        raise BadTalk("This is no sample talk of this program.")
    seconds = data.get("seconds")
    if type(seconds) is not int or not 0 < seconds <= LONGEST_SECONDS:
        raise BadTalk("The sample talk does not say how long it is.")
    people = tuple((_words(part, "id"), _words(part, "name")) for part in _parts(data, "people"))
    turns = tuple(Turn(_ms(part), _words(part, "who"), _words(part, "says")) for part in _parts(data, "turns"))
    capture = tuple(_catch(part, place) for place, part in enumerate(_parts(data, "capture")))
    themes = data.get("themes", [])
    if not isinstance(themes, list) or not all(isinstance(one, str) and one for one in themes):
        raise BadTalk("The themes of the sample talk must be words.")
    for row in (turns, capture):
        times = [one.at_ms for one in row]
        if times != sorted(times) or not times or times[-1] > seconds * 1_000:
            raise BadTalk("The times of the sample talk do not follow one another.")
    if {turn.who for turn in turns} - {key for key, _name in people}:
        raise BadTalk("Somebody speaks in the sample talk who is not there.")
    about, prompt = _words(data, "about"), _words(data, "prompt")
    return Talk(
        _words(data, "id"), _words(data, "title"), seconds * 1_000, about, prompt, people, tuple(themes), turns, capture
    )


def _catch(part: Mapping[str, Any], place: int) -> Catch:
    on = part.get("on")
    if on is not None and (type(on) is not int or not 0 <= on < place):
        raise BadTalk("A line of the sample talk builds on none before it.")
    return Catch(_ms(part), _words(part, "line"), on, _words(part, "why"))


def _parts(data: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    parts = data.get(name)
    if not isinstance(parts, list) or not parts or not all(isinstance(part, Mapping) for part in parts):
        raise BadTalk("The sample talk lacks something: {field}.", field=name)
    return parts


def _words(part: Mapping[str, Any], name: str) -> str:
    words = part.get(name)
    if not isinstance(words, str) or not words.strip():
        raise BadTalk("The sample talk lacks something: {field}.", field=name)
    return words


def _ms(part: Mapping[str, Any]) -> int:
    at = part.get("at")
    if isinstance(at, bool) or not isinstance(at, int | float) or not 0 <= at <= LONGEST_SECONDS:
        raise BadTalk("The sample talk lacks something: {field}.", field="at")
    return round(at * 1_000)
