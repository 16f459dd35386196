"""Parallel groups of a block: who works with whom at the same time, on what, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import known_block
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, as_it_was, said
from facilitator.session.notation import fold
from facilitator.session.people import Person, known
from facilitator.session.rules import Asking, Command, decides, folds, name_of, undone_by, whole

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

SMALL_GROUP = (3, 5)
"""Talk groups stay at three to five: a sixth voice usually splits a conversation (domain 2.11)."""


@dataclass(frozen=True, slots=True)
class Group:
    """One of several groups at work in the same block. ``people`` are ids, ``rank`` orders the groups of a block.

    ``planned``: it was formed before its block began, so the plan wants people to work in it.
    """

    id: str
    block: str
    name: str
    people: tuple[str, ...] = ()
    place: str = ""
    rank: float = 0.0
    removed: bool = False
    planned: bool = False


@dataclass
class Groups:
    """All groups by id."""

    by_id: dict[str, Group] = field(default_factory=dict)

    def get(self, group: str | None) -> Group | None:
        """The group with this id, if there is one."""
        return None if group is None else self.by_id.get(group)

    def of(self, block: str) -> list[Group]:
        """The groups of a block, in their order."""
        found = (group for group in self.by_id.values() if group.block == block and not group.removed)
        return sorted(found, key=lambda group: (group.rank, group.id))


@dataclass(frozen=True, slots=True)
class GroupFormed(Body):
    """A group was formed in a block."""

    KIND: ClassVar[str] = "group_formed"
    group: str
    block: str
    name: str
    people: tuple[str, ...] = ()
    place: str = ""
    rank: float = 0.0


@dataclass(frozen=True, slots=True)
class GroupChanged(Body):
    """Something about a group was changed; None leaves a field as it was."""

    KIND: ClassVar[str] = "group_changed"
    group: str
    name: str | None = None
    people: tuple[str, ...] | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class GroupDissolved(Body):
    """A group is one no more."""

    KIND: ClassVar[str] = "group_dissolved"
    group: str


@dataclass(frozen=True, slots=True)
class GroupBack(Body):
    """A dissolved group is one again."""

    KIND: ClassVar[str] = "group_back"
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGroup(Command):
    """Form a group in a block. Whoever is named leaves the other groups of that block."""

    group: str
    block: str
    name: str
    people: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup(Command):
    """Change a group; None leaves a field as it is. Whoever is named leaves the other groups of that block."""

    group: str
    name: str | None = None
    people: tuple[str, ...] | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DissolveGroup(Command):
    """Dissolve a group."""

    group: str


def drawn(people: Sequence[str], size: int = 4) -> list[tuple[str, ...]]:
    """People dealt in the order given into even groups of about ``size``, of three at least where there are three."""
    if not people:
        return []
    count = max(1, round(len(people) / size))
    while count > 1 and len(people) / count < SMALL_GROUP[0]:
        count -= 1
    return [tuple(people[place::count]) for place in range(count)]


def group_words(state: SessionState, group: Group) -> str:
    """A group as it is typed: ``Card: Ana Ruiz, Ben Okafor``."""
    names = (person.name for key in group.people if (person := state.people.get(key)) is not None)
    return f"{group.name}: {', '.join(names)}"


def read_group(people: Iterable[Person], text: str) -> tuple[str, tuple[str, ...]]:
    """A group as it is typed, ``Card: Ana, Ben``: its name and the ids of the people meant.

    A beginning of a name is enough where it is nobody else's.

    Raises:
        Rejected: a name is nobody's here, or may be several people's.
    """
    everybody = list(people)
    name, _colon, names = text.partition(":")
    found: list[str] = []
    for part in names.split(","):
        wanted = fold(part.strip())
        if not wanted:
            continue
        exact = [p.id for p in everybody if wanted in (fold(p.name), *(fold(also) for also in p.also))]
        hits = exact or [p.id for p in everybody if fold(p.name).startswith(wanted)]
        if not hits:
            raise Rejected("“{name}” is nobody in this session.", name=part.strip()[:60])
        if len(hits) > 1:
            raise Rejected("“{name}” may be several people here.", name=part.strip()[:60])
        found.append(hits[0])
    return name.strip(), tuple(found)


def _known(state: SessionState, group: str) -> Group:
    found = state.groups.get(group)
    if found is None or found.removed:
        raise Rejected("This group is not in the agenda.")
    return found


def _here(state: SessionState, people: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(known(state, person).id for person in people))


def _leave_others(state: SessionState, block: str, group: str, people: tuple[str, ...]) -> Iterable[Body]:
    for other in state.groups.of(block):
        rest = tuple(person for person in other.people if person not in people)
        if other.id != group and rest != other.people:
            yield GroupChanged(other.id, people=rest)


@decides(FormGroup)
def _form(state: SessionState, command: FormGroup, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    if command.group in state.groups.by_id:
        raise Rejected("This group is in the agenda already.")
    people = _here(state, command.people)
    yield from _leave_others(state, block.id, command.group, people)
    rank = max((group.rank for group in state.groups.of(block.id)), default=0.0) + 1.0
    yield GroupFormed(command.group, block.id, name_of(command.name), people, whole(command.place), rank)


@decides(ChangeGroup)
def _change(state: SessionState, command: ChangeGroup, asking: Asking) -> Iterable[Body]:
    group = _known(state, command.group)
    people = None if command.people is None else _here(state, command.people)
    if people is not None:
        yield from _leave_others(state, group.block, group.id, people)
    body = GroupChanged(
        group.id,
        None if command.name is None else name_of(command.name),
        people,
        None if command.place is None else whole(command.place),
    )
    if any(value != getattr(group, name) for name, value in said(body, "group").items()):
        yield body


@decides(DissolveGroup)
def _dissolve(state: SessionState, command: DissolveGroup, asking: Asking) -> Iterable[Body]:
    yield GroupDissolved(_known(state, command.group).id)


@folds(GroupFormed)
def _formed(state: SessionState, body: GroupFormed, fact: Fact) -> None:
    block = state.agenda.get(body.block)
    planned = block is not None and block.started_ms is None
    formed = Group(body.group, body.block, body.name, body.people, body.place, body.rank, planned=planned)
    state.groups.by_id.setdefault(body.group, formed)


@folds(GroupChanged)
def _changed(state: SessionState, body: GroupChanged, fact: Fact) -> None:
    found = state.groups.get(body.group)
    if found is not None:
        state.groups.by_id[body.group] = replace(found, **said(body, "group"))


def _mark(state: SessionState, group: str, removed: bool) -> None:
    found = state.groups.get(group)
    if found is not None:
        state.groups.by_id[group] = replace(found, removed=removed)


@folds(GroupDissolved)
def _dissolved(state: SessionState, body: GroupDissolved, fact: Fact) -> None:
    _mark(state, body.group, True)


@folds(GroupBack)
def _back(state: SessionState, body: GroupBack, fact: Fact) -> None:
    _mark(state, body.group, False)


@undone_by(GroupFormed)
def _unform(state: SessionState, body: GroupFormed) -> Iterable[Body]:
    yield GroupDissolved(body.group)


@undone_by(GroupChanged)
def _unchange(state: SessionState, body: GroupChanged) -> Iterable[Body]:
    was = state.groups.get(body.group)
    if was is not None:
        yield as_it_was(was, body, "group")


@undone_by(GroupDissolved)
def _undissolve(state: SessionState, body: GroupDissolved) -> Iterable[Body]:
    yield GroupBack(body.group)


@undone_by(GroupBack)
def _unback(state: SessionState, body: GroupBack) -> Iterable[Body]:
    yield GroupDissolved(body.group)
