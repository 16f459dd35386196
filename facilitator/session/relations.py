"""Relations between contributions, always from the later to the earlier: who built on whom, what answers what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.contributions import known_contribution
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.rules import FACILITATOR, GARDENER, GUEST, Asking, Command, decides, folds, undone_by

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

RELATIONS = (
    "builds_on",
    "answers",
    "asks_about",
    "supports",
    "challenges",
    "illustrates",
    "leads_to",
    "synthesises",
    "sparked_by",
    "cites",
    "appreciates",
    "duplicates",
)
"""The relations of the domain, section 5.2."""

UPTAKE = frozenset(
    {
        "builds_on",
        "answers",
        "asks_about",
        "supports",
        "challenges",
        "illustrates",
        "leads_to",
        "synthesises",
        "sparked_by",
    }
)
"""Relations that take up another's words. Between two contributions of one author they are allowed and not counted."""


@dataclass
class Relations:
    """Every relation, from both ends: ``out[later][(earlier, relation)]`` and ``into[earlier][(later, relation)]``."""

    out: dict[str, dict[tuple[str, str], None]] = field(default_factory=dict)
    into: dict[str, dict[tuple[str, str], None]] = field(default_factory=dict)

    def has(self, later: str, earlier: str, relation: str) -> bool:
        """Whether this relation stands."""
        return (earlier, relation) in self.out.get(later, {})

    def of(self, later: str) -> list[tuple[str, str]]:
        """What a contribution refers to: (earlier contribution, relation), in the order they were made."""
        return list(self.out.get(later, ()))

    def to(self, earlier: str) -> list[tuple[str, str]]:
        """What refers to a contribution: (later contribution, relation), in the order they were made."""
        return list(self.into.get(earlier, ()))

    def all(self) -> list[tuple[str, str, str]]:
        """Every relation as (later, relation, earlier)."""
        return [(later, relation, earlier) for later, ends in self.out.items() for earlier, relation in ends]


@dataclass(frozen=True, slots=True)
class Related(Body):
    """A contribution took up an earlier one."""

    KIND: ClassVar[str] = "related"
    later: str
    relation: str
    earlier: str


@dataclass(frozen=True, slots=True)
class RelationRemoved(Body):
    """A relation was taken away."""

    KIND: ClassVar[str] = "relation_removed"
    later: str
    relation: str
    earlier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relate(Command):
    """Say that ``later`` refers to ``earlier``."""

    MAY: ClassVar[frozenset[str]] = frozenset({FACILITATOR, GARDENER, GUEST})
    later: str
    earlier: str
    relation: str = "builds_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveRelation(Command):
    """Take a relation away."""

    later: str
    earlier: str
    relation: str = "builds_on"


@decides(Relate)
def _relate(state: SessionState, command: Relate, asking: Asking) -> Iterable[Body]:
    if command.relation not in RELATIONS:
        raise Rejected("“{relation}” is no relation between contributions.", relation=command.relation)
    if command.later == command.earlier:
        raise Rejected("A contribution cannot refer to itself.")
    known_contribution(state, command.later)
    known_contribution(state, command.earlier)
    if not state.relations.has(command.later, command.earlier, command.relation):
        yield Related(command.later, command.relation, command.earlier)


@decides(RemoveRelation)
def _remove(state: SessionState, command: RemoveRelation, asking: Asking) -> Iterable[Body]:
    if not state.relations.has(command.later, command.earlier, command.relation):
        raise Rejected("These two are not related like that.")
    yield RelationRemoved(command.later, command.relation, command.earlier)


@folds(Related)
def _related(state: SessionState, body: Related, fact: Fact) -> None:
    given = state.contributions.by_id
    if body.relation in RELATIONS and body.later in given and body.earlier in given and body.later != body.earlier:
        state.relations.out.setdefault(body.later, {})[body.earlier, body.relation] = None
        state.relations.into.setdefault(body.earlier, {})[body.later, body.relation] = None


@folds(RelationRemoved)
def _removed(state: SessionState, body: RelationRemoved, fact: Fact) -> None:
    state.relations.out.get(body.later, {}).pop((body.earlier, body.relation), None)
    state.relations.into.get(body.earlier, {}).pop((body.later, body.relation), None)


@undone_by(Related)
def _unrelate(state: SessionState, body: Related) -> Iterable[Body]:
    yield RelationRemoved(body.later, body.relation, body.earlier)


@undone_by(RelationRemoved)
def _unremove(state: SessionState, body: RelationRemoved) -> Iterable[Body]:
    yield Related(body.later, body.relation, body.earlier)
