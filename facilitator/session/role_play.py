"""Role play: the scenario of a block, its roles with what only their players know, and what observers watch for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import known_block
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, as_it_was, said
from facilitator.session.rules import Asking, Command, decides, folds, name_of, undone_by, whole

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

MOST_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is played in a block. ``checklist`` holds the behaviours observers watch for, ``rounds`` how often."""

    block: str
    situation: str = ""
    task: str = ""
    rounds: int = 1
    checklist: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """One part to play. ``secret`` is what only its player knows; it is shown to nobody else."""

    id: str
    block: str
    name: str
    situation: str = ""
    secret: str = ""
    wants: str = ""
    if_stuck: str = ""
    rank: float = 0.0
    removed: bool = False


@dataclass
class RolePlay:
    """Scenarios by block, roles by id."""

    scenarios: dict[str, Scenario] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)

    def scenario(self, block: str) -> Scenario:
        """What is played in a block; an empty one where nothing was written."""
        return self.scenarios.get(block) or Scenario(block)

    def cast(self, block: str) -> list[Role]:
        """The roles of a block, in their order."""
        found = (role for role in self.roles.values() if role.block == block and not role.removed)
        return sorted(found, key=lambda role: (role.rank, role.id))


@dataclass(frozen=True, slots=True)
class ScenarioWritten(Body):
    """The scenario of a block was written; None leaves a field as it was."""

    KIND: ClassVar[str] = "scenario_written"
    block: str
    situation: str | None = None
    task: str | None = None
    rounds: int | None = None
    checklist: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class RoleAdded(Body):
    """A role was added to a block."""

    KIND: ClassVar[str] = "role_added"
    role: str
    block: str
    name: str
    situation: str = ""
    secret: str = ""
    wants: str = ""
    if_stuck: str = ""
    rank: float = 0.0


@dataclass(frozen=True, slots=True)
class RoleWritten(Body):
    """A role's brief was changed; None leaves a field as it was."""

    KIND: ClassVar[str] = "role_written"
    role: str
    name: str | None = None
    situation: str | None = None
    secret: str | None = None
    wants: str | None = None
    if_stuck: str | None = None


@dataclass(frozen=True, slots=True)
class RoleRemoved(Body):
    """A role was taken out."""

    KIND: ClassVar[str] = "role_removed"
    role: str


@dataclass(frozen=True, slots=True)
class RoleRestored(Body):
    """A role taken out was put back."""

    KIND: ClassVar[str] = "role_restored"
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteScenario(Command):
    """Write what is played in a block; None leaves a field as it is."""

    block: str
    situation: str | None = None
    task: str | None = None
    rounds: int | None = None
    checklist: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRole(Command):
    """Add a role to a block."""

    role: str
    block: str
    name: str
    situation: str = ""
    secret: str = ""
    wants: str = ""
    if_stuck: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteRole(Command):
    """Change a role's brief; None leaves a field as it is."""

    role: str
    name: str | None = None
    situation: str | None = None
    secret: str | None = None
    wants: str | None = None
    if_stuck: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveRole(Command):
    """Take a role out."""

    role: str


def _known(state: SessionState, role: str) -> Role:
    found = state.role_play.roles.get(role)
    if found is None or found.removed:
        raise Rejected("This role is not in the role play.")
    return found


def _lines(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for item in given if (line := whole(item).strip()))


def _rounds(given: int) -> int:
    if not 1 <= given <= MOST_ROUNDS:
        raise Rejected("A role play has between one and {most} rounds.", most=MOST_ROUNDS)
    return given


@decides(WriteScenario)
def _write_scenario(state: SessionState, command: WriteScenario, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    body = ScenarioWritten(
        block.id,
        None if command.situation is None else whole(command.situation),
        None if command.task is None else whole(command.task),
        None if command.rounds is None else _rounds(command.rounds),
        None if command.checklist is None else _lines(command.checklist),
    )
    was = state.role_play.scenario(block.id)
    if any(value != getattr(was, name) for name, value in said(body, "block").items()):
        yield body


@decides(AddRole)
def _add(state: SessionState, command: AddRole, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    if command.role in state.role_play.roles:
        raise Rejected("This role is in the role play already.")
    rank = max((role.rank for role in state.role_play.cast(block.id)), default=0.0) + 1.0
    yield RoleAdded(
        command.role,
        block.id,
        name_of(command.name),
        whole(command.situation),
        whole(command.secret),
        whole(command.wants),
        whole(command.if_stuck),
        rank,
    )


@decides(WriteRole)
def _write_role(state: SessionState, command: WriteRole, asking: Asking) -> Iterable[Body]:
    role = _known(state, command.role)
    news = {name: getattr(command, name) for name in ("situation", "secret", "wants", "if_stuck")}
    body = RoleWritten(
        role.id,
        None if command.name is None else name_of(command.name),
        **{name: None if value is None else whole(value) for name, value in news.items()},
    )
    if any(value != getattr(role, name) for name, value in said(body, "role").items()):
        yield body


@decides(RemoveRole)
def _remove(state: SessionState, command: RemoveRole, asking: Asking) -> Iterable[Body]:
    yield RoleRemoved(_known(state, command.role).id)


@folds(ScenarioWritten)
def _scenario_written(state: SessionState, body: ScenarioWritten, fact: Fact) -> None:
    was = state.role_play.scenario(body.block)
    state.role_play.scenarios[body.block] = replace(was, **said(body, "block"))


@folds(RoleAdded)
def _added(state: SessionState, body: RoleAdded, fact: Fact) -> None:
    role = Role(body.role, body.block, body.name, body.situation, body.secret, body.wants, body.if_stuck, body.rank)
    state.role_play.roles.setdefault(body.role, role)


@folds(RoleWritten)
def _role_written(state: SessionState, body: RoleWritten, fact: Fact) -> None:
    found = state.role_play.roles.get(body.role)
    if found is not None:
        state.role_play.roles[body.role] = replace(found, **said(body, "role"))


def _mark(state: SessionState, role: str, removed: bool) -> None:
    found = state.role_play.roles.get(role)
    if found is not None:
        state.role_play.roles[role] = replace(found, removed=removed)


@folds(RoleRemoved)
def _removed(state: SessionState, body: RoleRemoved, fact: Fact) -> None:
    _mark(state, body.role, True)


@folds(RoleRestored)
def _restored(state: SessionState, body: RoleRestored, fact: Fact) -> None:
    _mark(state, body.role, False)


@undone_by(ScenarioWritten)
def _unwrite_scenario(state: SessionState, body: ScenarioWritten) -> Iterable[Body]:
    yield as_it_was(state.role_play.scenario(body.block), body, "block")


@undone_by(RoleAdded)
def _unadd(state: SessionState, body: RoleAdded) -> Iterable[Body]:
    yield RoleRemoved(body.role)


@undone_by(RoleWritten)
def _unwrite_role(state: SessionState, body: RoleWritten) -> Iterable[Body]:
    was = state.role_play.roles.get(body.role)
    if was is not None:
        yield as_it_was(was, body, "role")


@undone_by(RoleRemoved)
def _unremove(state: SessionState, body: RoleRemoved) -> Iterable[Body]:
    yield RoleRestored(body.role)


@undone_by(RoleRestored)
def _unrestore(state: SessionState, body: RoleRestored) -> Iterable[Body]:
    yield RoleRemoved(body.role)
