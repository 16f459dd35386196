"""The people of a session: who they are to one another here, and what they agreed to.

Roles belong to a session, not to the person. Somebody who did not agree to be named is *a participant* on every
surface that leaves the room; :mod:`.privacy` sees to that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, Json, as_it_was, said
from facilitator.session.rules import Asking, Command, decides, folds, name_of, undone_by, whole
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

ROLES = (
    "participant",
    "facilitator",
    "co_facilitator",
    "gardener",
    "mentor",
    "mentee",
    "observer",
    "actor",
    "scribe",
    "table_host",
    "case_owner",
    "peer_consultant",
    "model",
    "sponsor",
)
"""The roles of the domain, section 5.3."""
LEADING = frozenset({"facilitator", "co_facilitator", "gardener"})
"""Roles that lead or tend. Who has one, and takes part as well, is a participant like the others."""


_PLAIN = re.compile(r"[a-z0-9]+")
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}


class _Compared(dict[int, str]):
    """What a character of a name counts for, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        marks, category = unicodedata.combining(char), unicodedata.category(char)
        if marks >= 200 or 10 <= marks <= 36 or category == "Cf":
            counts = ""
        else:
            counts = _LETTERS.get(char, char) if category[0] in "LNM" else " "
        self[code] = counts
        return counts


_COMPARED = _Compared()


@lru_cache(maxsize=32_768)
def name_key(name: str) -> str:
    """A name for telling people apart: the same for *Zoë  ŞAHİN* and *Zoe Sahin*.

    Case, accents, signs and runs of white space do not count. What tells letters apart in its own script stays: the
    voiced kana, the vowel signs of India and the tone marks of Thailand.
    """
    if name.isascii():
        return " ".join(_PLAIN.findall(name.lower())) or name.strip()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()).translate(_COMPARED)
    return " ".join(plain.split()) or name.strip()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in this session. ``named`` and ``quoted`` say what they agreed to for what leaves the room."""

    id: str
    name: str
    also: tuple[str, ...] = ()
    roles: tuple[str, ...] = ("participant",)
    unit: str = ""
    note: str = ""
    named: bool = True
    quoted: bool = True
    photographed: bool = False
    here: bool = True
    removed: bool = False
    joined_ms: int = 0


@dataclass
class People:
    """Everybody who was ever in the session, in the order they came."""

    by_id: dict[str, Person] = field(default_factory=dict)

    def __getitem__(self, person: str) -> Person:
        return self.by_id[person]

    def get(self, person: str | None) -> Person | None:
        """The person with this id, if there is one."""
        return None if person is None else self.by_id.get(person)

    def present(self) -> list[Person]:
        """Everybody not taken out of the session, in the order they came."""
        return [person for person in self.by_id.values() if not person.removed]


def leads(person: Person) -> bool:
    """Whether somebody only leads: no turn of theirs is waited for, no slip, no answer, no part in a play."""
    return "participant" not in person.roles and not LEADING.isdisjoint(person.roles)


def expected(state: SessionState) -> int:
    """How many people are here to take part: to answer, to write, to speak."""
    return sum(person.here and not leads(person) for person in state.people.present())


@dataclass(frozen=True, slots=True)
class PersonJoined(Body):
    """Somebody came into the session."""

    KIND: ClassVar[str] = "person_joined"
    person: str
    name: str
    also: tuple[str, ...] = ()
    roles: tuple[str, ...] = ("participant",)
    unit: str = ""
    note: str = ""
    named: bool = True
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class PersonDescribed(Body):
    """Something about a person was said; None leaves a field as it was."""

    KIND: ClassVar[str] = "person_described"
    person: str
    name: str | None = None
    also: tuple[str, ...] | None = None
    roles: tuple[str, ...] | None = None
    unit: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ConsentGiven(Body):
    """A person said what may leave the room; None leaves a field as it was."""

    KIND: ClassVar[str] = "consent_given"
    person: str
    named: bool | None = None
    quoted: bool | None = None
    photographed: bool | None = None


@dataclass(frozen=True, slots=True)
class PersonLeft(Body):
    """A person left the room."""

    KIND: ClassVar[str] = "person_left"
    person: str


@dataclass(frozen=True, slots=True)
class PersonCameBack(Body):
    """A person came back into the room."""

    KIND: ClassVar[str] = "person_came_back"
    person: str


@dataclass(frozen=True, slots=True)
class PersonTakenOut(Body):
    """A person was put in by mistake; what they gave stays, without them among the people."""

    KIND: ClassVar[str] = "person_taken_out"
    person: str


@dataclass(frozen=True, slots=True)
class PersonPutBack(Body):
    """A person taken out is among the people again."""

    KIND: ClassVar[str] = "person_put_back"
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinPerson(Command):
    """Add somebody to the session. ``person`` is their id, made by the sender."""

    person: str
    name: str
    also: tuple[str, ...] = ()
    roles: tuple[str, ...] = ("participant",)
    unit: str = ""
    note: str = ""
    named: bool = True
    quoted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribePerson(Command):
    """Change what is said about a person; None leaves a field as it is."""

    person: str
    name: str | None = None
    also: tuple[str, ...] | None = None
    roles: tuple[str, ...] | None = None
    unit: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveConsent(Command):
    """Record what a person agreed to; None leaves a field as it is."""

    person: str
    named: bool | None = None
    quoted: bool | None = None
    photographed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavePerson(Command):
    """A person leaves the room."""

    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPerson(Command):
    """A person comes back into the room."""

    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOutPerson(Command):
    """Take somebody out who was put in by mistake."""

    person: str


def known(state: SessionState, person: str) -> Person:
    """The person, or a refusal in words."""
    found = state.people.get(person)
    if found is None or found.removed:
        raise Rejected("This person is not in the session.")
    return found


def _roles(given: tuple[str, ...]) -> tuple[str, ...]:
    for role in given:
        if role not in ROLES:
            raise Rejected("“{role}” is no role here.", role=role)
    return given


@decides(JoinPerson)
def _join(state: SessionState, command: JoinPerson, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    here = state.people.get(command.person)
    if here is not None and not here.removed:
        raise Rejected("{name} is in the session already.", name=here.name)
    if here is not None:
        yield PersonPutBack(command.person)
        return
    also = tuple(name_of(name) for name in command.also)
    yield PersonJoined(
        command.person,
        name_of(command.name),
        also,
        _roles(command.roles),
        whole(command.unit),
        whole(command.note),
        command.named,
        command.quoted,
    )


@decides(DescribePerson)
def _describe(state: SessionState, command: DescribePerson, asking: Asking) -> Iterable[Body]:
    person = known(state, command.person)
    body = PersonDescribed(
        person.id,
        None if command.name is None else name_of(command.name),
        None if command.also is None else tuple(name_of(name) for name in command.also),
        None if command.roles is None else _roles(command.roles),
        None if command.unit is None else whole(command.unit),
        None if command.note is None else whole(command.note),
    )
    if any(value != getattr(person, name) for name, value in said(body, "person").items()):
        yield body


@decides(GiveConsent)
def _consent(state: SessionState, command: GiveConsent, asking: Asking) -> Iterable[Body]:
    person = known(state, command.person)
    yield ConsentGiven(person.id, command.named, command.quoted, command.photographed)


@decides(LeavePerson)
def _leave(state: SessionState, command: LeavePerson, asking: Asking) -> Iterable[Body]:
    if known(state, command.person).here:
        yield PersonLeft(command.person)


@decides(ReturnPerson)
def _return(state: SessionState, command: ReturnPerson, asking: Asking) -> Iterable[Body]:
    if not known(state, command.person).here:
        yield PersonCameBack(command.person)


@decides(TakeOutPerson)
def _take_out(state: SessionState, command: TakeOutPerson, asking: Asking) -> Iterable[Body]:
    yield PersonTakenOut(known(state, command.person).id)


@folds(PersonJoined)
def _joined(state: SessionState, body: PersonJoined, fact: Fact) -> None:
    state.people.by_id.setdefault(
        body.person,
        Person(
            body.person,
            body.name,
            body.also,
            body.roles,
            body.unit,
            body.note,
            body.named,
            body.quoted,
            joined_ms=fact.ms,
        ),
    )


def _change(state: SessionState, person: str, **news: Json) -> None:
    found = state.people.by_id.get(person)
    if found is not None:
        state.people.by_id[person] = replace(found, **news)


@folds(PersonDescribed)
def _described(state: SessionState, body: PersonDescribed, fact: Fact) -> None:
    _change(state, body.person, **said(body, "person"))


@folds(ConsentGiven)
def _consented(state: SessionState, body: ConsentGiven, fact: Fact) -> None:
    _change(state, body.person, **said(body, "person"))


@folds(PersonLeft)
def _left(state: SessionState, body: PersonLeft, fact: Fact) -> None:
    _change(state, body.person, here=False)


@folds(PersonCameBack)
def _came_back(state: SessionState, body: PersonCameBack, fact: Fact) -> None:
    _change(state, body.person, here=True)


@folds(PersonTakenOut)
def _taken_out(state: SessionState, body: PersonTakenOut, fact: Fact) -> None:
    _change(state, body.person, removed=True)


@folds(PersonPutBack)
def _put_back(state: SessionState, body: PersonPutBack, fact: Fact) -> None:
    _change(state, body.person, removed=False)


@undone_by(PersonJoined)
def _unjoin(state: SessionState, body: PersonJoined) -> Iterable[Body]:
    yield PersonTakenOut(body.person)


@undone_by(PersonDescribed)
def _undescribe(state: SessionState, body: PersonDescribed) -> Iterable[Body]:
    was = state.people.get(body.person)
    if was is not None:
        yield as_it_was(was, body, "person")


@undone_by(ConsentGiven)
def _unconsent(state: SessionState, body: ConsentGiven) -> Iterable[Body]:
    was = state.people.get(body.person)
    if was is not None:
        yield as_it_was(was, body, "person")


@undone_by(PersonLeft)
def _unleave(state: SessionState, body: PersonLeft) -> Iterable[Body]:
    yield PersonCameBack(body.person)


@undone_by(PersonCameBack)
def _uncome(state: SessionState, body: PersonCameBack) -> Iterable[Body]:
    yield PersonLeft(body.person)


@undone_by(PersonTakenOut)
def _untake(state: SessionState, body: PersonTakenOut) -> Iterable[Body]:
    yield PersonPutBack(body.person)


@undone_by(PersonPutBack)
def _unput(state: SessionState, body: PersonPutBack) -> Iterable[Body]:
    yield PersonTakenOut(body.person)
