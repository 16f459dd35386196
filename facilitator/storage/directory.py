"""The people already known: everybody who was ever in a session of this library, each once, the newest use first.

Only the facts about people are read, and only those not read before. They are taken together here by the rules of
`session.people`, as the session itself would fold them (a test holds the two alike), because a whole session is folded
twenty times slower than its few facts about people. People of logged talks are among them: this is their owner's
library.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Engine

from facilitator.session.people import (
    ConsentGiven,
    PersonDescribed,
    PersonJoined,
    PersonPutBack,
    PersonTakenOut,
    name_key,
)
from facilitator.storage.derive import SessionRow
from facilitator.storage.engine import driver
from facilitator.storage.index import fetched
from facilitator.storage.rows import COLUMNS, checksum

_JOINED, _TAKEN_OUT, _PUT_BACK = PersonJoined.KIND, PersonTakenOut.KIND, PersonPutBack.KIND
_VERSIONS = {
    body.KIND: body.VERSION for body in (PersonJoined, PersonDescribed, ConsentGiven, PersonTakenOut, PersonPutBack)
}
_READ = f"SELECT {COLUMNS}, row FROM fact WHERE row > ? AND kind IN ({','.join('?' * len(_VERSIONS))}) ORDER BY row"
_STREAM, _KIND, _VERSION, _BODY, _SUM, _ROW = 1, 7, 8, 9, 10, 11
_FIELDS = ("name", "also", "roles", "unit", "note", "named")


class _Said(msgspec.Struct, gc=False):
    """What a fact says about a person; None where it says nothing."""

    person: str
    name: str | None = None
    also: tuple[str, ...] | None = None
    roles: tuple[str, ...] | None = None
    unit: str | None = None
    note: str | None = None
    named: bool | None = None


class _Told(msgspec.Struct, gc=False):
    """A fact: its place in the record, its kind, and what it says."""

    ms: int
    n: int
    device: str
    seq: int
    id: str
    kind: str
    said: _Said


class _Use(msgspec.Struct, gc=False):
    """Somebody in one session."""

    name: str
    also: tuple[str, ...]
    roles: tuple[str, ...]
    unit: str
    note: str
    named: bool


_read = msgspec.json.Decoder(_Said).decode
_in_order = attrgetter("ms", "n", "device", "seq", "id")


class KnownPerson(NamedTuple):
    """Somebody known.

    ``name`` is the spelling of the newest session, ``also`` the others and nicknames; ``unit`` and ``note`` are what
    was said last. ``roles`` are those held most often, ``named`` whether the person agreed to be named when asked
    last, ``sessions`` in how many sessions they were, ``last_ms`` when the newest of them was (ms UTC).
    """

    name: str
    also: tuple[str, ...]
    unit: str
    note: str
    roles: tuple[str, ...]
    named: bool
    sessions: int
    last_ms: int


class Directory:
    """The people of one library. Asking again costs what was added since. From any thread."""

    def __init__(self, read: Engine) -> None:
        self._engine = read
        self._lock = threading.Lock()
        self._last = 0
        self._told: dict[str, list[_Told]] = {}
        self._people: dict[str, list[_Use]] = {}
        self._answer: tuple[int, list[tuple[str, int]], list[KnownPerson]] = (-1, [], [])

    def people(self, sessions: Iterable[SessionRow]) -> list[KnownPerson]:
        """Everybody in these sessions, the newest use first. The same name, folded, is one person."""
        asked = [(session.id, session.date_ms) for session in sessions]
        with self._lock:
            self._catch_up()
            if self._answer[:2] != (self._last, asked):
                self._answer = (self._last, asked, self._together(asked))
            return list(self._answer[2])

    def _together(self, asked: list[tuple[str, int]]) -> list[KnownPerson]:
        met: dict[str, _Met] = {}
        keys: dict[str, str] = {}
        for session, date_ms in sorted(asked, key=itemgetter(1, 0), reverse=True):
            for use in self._people.get(session, ()):
                key = keys.get(use.name)
                if key is None:
                    key = keys[use.name] = name_key(use.name)
                if not key:
                    continue
                known = met.get(key)
                if known is None:
                    known = met[key] = _Met(use, date_ms)
                known.add(use, session)
        found = [(key, known.person()) for key, known in met.items()]
        found.sort(key=lambda one: (-one[1].last_ms, one[0]))
        return [person for _key, person in found]

    def _catch_up(self) -> None:
        with self._engine.connect() as connection:
            connection.begin()
            rows = fetched(driver(connection), _READ, (self._last, *_VERSIONS))
        news: set[str] = set()
        for row in rows:
            said = _said(row)
            if said is not None:
                news.add(row[_STREAM])
                self._told.setdefault(row[_STREAM], []).append(
                    _Told(row[4], row[5], row[2], row[3], row[0], row[_KIND], said)
                )
        for stream in news:
            told = self._told[stream]
            told.sort(key=_in_order)
            self._people[stream] = _present(told)
        if rows:
            self._last = rows[-1][_ROW]


def _said(row: Sequence[Any]) -> _Said | None:
    """What a row says, or None where it is damaged, malformed, or of a newer program."""
    try:
        if checksum(row[:_SUM]) != row[_SUM] or row[_VERSION] > _VERSIONS[row[_KIND]]:
            return None
        return _read(row[_BODY])
    except (msgspec.MsgspecError, UnicodeError, TypeError):
        return None


def _present(told: list[_Told]) -> list[_Use]:
    """Everybody not taken out of a session again, in the order they came."""
    people: dict[str, _Use] = {}
    gone: set[str] = set()
    for fact in told:
        said, kind = fact.said, fact.kind
        person = said.person
        if kind == _JOINED:
            if person not in people and said.name is not None:
                people[person] = _Use(
                    said.name,
                    said.also or (),
                    ("participant",) if said.roles is None else said.roles,
                    said.unit or "",
                    said.note or "",
                    said.named is not False,
                )
        elif person not in people:
            continue
        elif kind == _TAKEN_OUT:
            gone.add(person)
        elif kind == _PUT_BACK:
            gone.discard(person)
        else:
            use = people[person]
            for name in _FIELDS:
                value = getattr(said, name)
                if value is not None:
                    setattr(use, name, value)
    return [use for person, use in people.items() if person not in gone]


class _Met:
    """Somebody, taken together from their sessions, the newest first."""

    def __init__(self, newest: _Use, last_ms: int) -> None:
        self._newest = newest
        self._last_ms = last_ms
        self._spelt: dict[str, None] = {}
        self._roles: dict[tuple[str, ...], int] = {}
        self._unit = self._note = self._session = ""
        self._sessions = 0

    def add(self, use: _Use, session: str) -> None:
        """Somebody of this name was in a session."""
        if session != self._session or not self._sessions:
            self._session = session
            self._sessions += 1
        self._spelt[use.name] = None
        for other in use.also:
            self._spelt[other] = None
        if use.roles:
            self._roles[use.roles] = self._roles.get(use.roles, 0) + 1
        self._unit = self._unit or use.unit
        self._note = self._note or use.note

    def person(self) -> KnownPerson:
        """What is known of them."""
        name = self._newest.name
        return KnownPerson(
            name,
            tuple([other for other in self._spelt if other != name]),
            self._unit,
            self._note,
            max(self._roles, key=lambda roles: self._roles[roles], default=()),
            self._newest.named,
            self._sessions,
            self._last_ms,
        )
