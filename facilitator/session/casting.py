"""Who plays which role in which round of a role play: by hand, by lot, swapped, tagged in. And who passed.

Passing is always possible and needs no reason; whoever passed is never cast. No fact here carries a brief: what only a
player may know stays in its role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import known_block
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.lots import Lots, drawn
from facilitator.session.people import Person, known, leads
from facilitator.session.play import PLAY, Play, play_of
from facilitator.session.role_play import Role
from facilitator.session.rules import Asking, Command, decides, folds, undone_by, whole
from facilitator.session.watching import EVERYBODY, At, Noted, only_own, put, round_said

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

"""Roles of a session whose people are neither drawn nor counted among the observers."""

NOT_PLAYING, NOT_AT_ALL = "playing", "all"
"""What somebody passed: playing, so that they may watch, or everything."""

ROTATE, PAIRS, SAME = "rotate", "pairs", "same"
"""How roles are swapped: everybody moves one on, two by two, or not."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A brief was read, and when. ``paper`` says that it was read from a slip."""

    ms: int
    paper: bool = False


@dataclass(frozen=True, slots=True)
class LotRules:
    """What a draw keeps to: ``apart`` are pairs of people, ``barred`` pairs of a role and a unit not to play it."""

    apart: tuple[tuple[str, ...], ...] = ()
    barred: tuple[tuple[str, ...], ...] = ()


@dataclass
class Casting:
    """Everything of the role plays of one session that happens while they run.

    ``players`` holds people by role for a block's round, ``tagged`` who handed a role over in it, ``passed`` what
    people of a block passed, ``opened`` briefs by block, round, role and person.
    """

    plays: dict[str, Play] = field(default_factory=dict)
    players: dict[At, dict[str, str]] = field(default_factory=dict)
    tagged: dict[At, tuple[str, ...]] = field(default_factory=dict)
    watchers: dict[At, tuple[str, ...]] = field(default_factory=dict)
    passed: dict[str, dict[str, str]] = field(default_factory=dict)
    opened: dict[tuple[str, int, str, str], Opened] = field(default_factory=dict)
    rules: dict[str, LotRules] = field(default_factory=dict)
    ticks: dict[At, dict[tuple[str, int], bool]] = field(default_factory=dict)
    hands: dict[At, dict[int, int]] = field(default_factory=dict)
    words: dict[str, Noted] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoleCast(Body):
    """Somebody plays a role in a round; empty where nobody does."""

    KIND: ClassVar[str] = "role_cast"
    block: str
    round: int
    role: str
    person: str


@dataclass(frozen=True, slots=True)
class PlayerTagged(Body):
    """Somebody took a role over in the middle of a round, or gave it back to who had it (``back``)."""

    KIND: ClassVar[str] = "player_tagged"
    block: str
    round: int
    role: str
    person: str
    was: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class RolePassed(Body):
    """Somebody passes in a block: ``playing``, ``all``, or empty where they are in again."""

    KIND: ClassVar[str] = "role_passed"
    block: str
    person: str
    what: str = NOT_PLAYING


@dataclass(frozen=True, slots=True)
class BriefOpened(Body):
    """A player read their brief, on a phone or from paper; ``opened`` is false where that was taken back."""

    KIND: ClassVar[str] = "brief_opened"
    block: str
    round: int
    role: str
    person: str
    paper: bool = False
    opened: bool = True
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class ObserversAssigned(Body):
    """These people observe a round; nobody named: everybody who does not play."""

    KIND: ClassVar[str] = "observers_assigned"
    block: str
    round: int
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LotsRuled(Body):
    """What the draws of a block keep to was said."""

    KIND: ClassVar[str] = "lots_ruled"
    block: str
    apart: tuple[tuple[str, ...], ...] = ()
    barred: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CastPlayer(Command):
    """Give somebody a role in a round, or nobody. ``round`` is the one that is on where none is said."""

    block: str
    role: str
    person: str
    round: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawLots(Command):
    """Draw players for the roles nobody plays; with ``anew`` for all. The same ``seed`` draws the same people."""

    block: str
    seed: int
    round: int = 0
    roles: tuple[str, ...] = ()
    anew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLots(Command):
    """Say what draws keep to; None leaves it as it is."""

    block: str
    apart: tuple[tuple[str, str], ...] | None = None
    barred: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapRoles(Command):
    """Cast a round from another one (``source``) with the roles swapped; within the same round where none is said."""

    block: str
    round: int = 0
    source: int = 0
    how: str = ROTATE


@dataclass(frozen=True, slots=True, kw_only=True)
class TagIn(Command):
    """Take a role over while the round is played."""

    block: str
    role: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRole(Command):
    """Pass: be cast no more in this block, or (``what`` = ``all``) not observe either; empty to be in again."""

    MAY: ClassVar[frozenset[str]] = EVERYBODY
    block: str
    person: str
    what: str = NOT_PLAYING


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBrief(Command):
    """A player reads the brief of the role they play. ``opened=False`` takes it back."""

    MAY: ClassVar[frozenset[str]] = EVERYBODY
    block: str
    person: str
    round: int = 0
    paper: bool = False
    opened: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignObservers(Command):
    """Say who observes a round; nobody named: everybody who does not play."""

    block: str
    people: tuple[str, ...] = ()
    round: int = 0


# ---- asking ---------------------------------------------------------------------------------------------------


def players(state: SessionState, block: str, number: int = 0) -> dict[str, Person]:
    """Who plays, by role, in a round (the one that is on where none is said). Who left the room is among them.

    Nobody is told twice, also where two devices gave somebody two roles, or a role taken out came back.
    """
    held = state.casting.players.get((block, number or play_of(state, block).round), {})
    found: dict[str, Person] = {}
    for role in state.role_play.cast(block):
        person = state.people.get(held.get(role.id))
        if person is not None and not person.removed and person not in found.values():
            found[role.id] = person
    return found


def role_of(state: SessionState, block: str, person: str, number: int = 0) -> Role | None:
    """The role somebody plays in a round."""
    found = (role for role, player in players(state, block, number).items() if player.id == person)
    return state.role_play.roles.get(next(found, ""))


def open_roles(state: SessionState, block: str, number: int = 0) -> list[Role]:
    """The roles that nobody in the room plays in a round."""
    held = players(state, block, number)
    return [role for role in state.role_play.cast(block) if role.id not in held or not held[role.id].here]


def has_passed(state: SessionState, block: str, person: str) -> str:
    """What somebody passed in a block; empty for nothing."""
    return state.casting.passed.get(block, {}).get(person, "")


def observers(state: SessionState, block: str, number: int = 0) -> list[Person]:
    """Who observes a round: who was assigned, otherwise everybody in the room who neither plays, leads nor sits out."""
    number = number or play_of(state, block).round
    assigned = state.casting.watchers.get((block, number), ())
    playing = {player.id for player in players(state, block, number).values()}
    return [
        person
        for person in state.people.present()
        if person.here
        and person.id not in playing
        and has_passed(state, block, person.id) != NOT_AT_ALL
        and (person.id in assigned if assigned else not leads(person))
    ]


def bench(state: SessionState, block: str, number: int = 0) -> list[Person]:
    """Everybody in the room who does not play in a round; who leads and who passed stand last."""
    playing = {player.id for player in players(state, block, number).values()}
    free = [person for person in state.people.present() if person.here and person.id not in playing]
    return sorted(free, key=lambda one: (bool(has_passed(state, block, one.id)), leads(one)))


def turns(state: SessionState, without: At | None = None) -> Mapping[str, int]:
    """How many rounds everybody played in this session, taking over and handing over counted."""
    found: dict[str, int] = {}
    for at in {*state.casting.players, *state.casting.tagged}:
        if at != without:
            for person in {*state.casting.players.get(at, {}).values(), *state.casting.tagged.get(at, ())}:
                found[person] = found.get(person, 0) + 1
    return found


def brief_state(state: SessionState, block: str, role: str, number: int = 0) -> Opened | None:
    """When the player of a role read its brief in a round; None where they did not."""
    number = number or play_of(state, block).round
    player = players(state, block, number).get(role)
    return None if player is None else state.casting.opened.get((block, number, role, player.id))


def since_before(state: SessionState, block: str) -> str:
    """How the cast of the round that is on differs from the round before: swapped, new, same; empty in the first."""
    number = play_of(state, block).round
    before, now = players(state, block, number - 1), players(state, block, number)
    if number < 2 or not before or not now:
        return ""
    was = {player.id: role for role, player in before.items()}
    moved = [role for role, player in now.items() if was.get(player.id, role) != role]
    if moved:
        return "swapped"
    return "same" if {player.id for player in now.values()} == set(was) else "new"


# ---- deciding ---------------------------------------------------------------------------------------------------


def _at(state: SessionState, block: str, number: int) -> At:
    return (known_block(state, block).id, round_said(state, block, number))


def _role(state: SessionState, block: str, role: str) -> Role:
    found = state.role_play.roles.get(role)
    if found is None or found.removed or found.block != block:
        raise Rejected("This role is not in the role play.")
    return found


def _free(state: SessionState, at: At, role: str, person: str) -> Person:
    """Somebody who may take a role in a round, or a refusal in words."""
    found = known(state, person)
    if has_passed(state, at[0], found.id):
        raise Rejected("{name} passed, and is not cast. Only they can take that back.", name=found.name)
    other = role_of(state, at[0], found.id, at[1])
    if other is not None and other.id != role:
        raise Rejected(
            "{name} plays “{role}” in this round already. Nobody plays two roles at once.",
            name=found.name,
            role=other.name,
        )
    return found


@decides(CastPlayer)
def _cast(state: SessionState, command: CastPlayer, asking: Asking) -> Iterable[Body]:
    at = _at(state, command.block, command.round)
    role = _role(state, at[0], command.role)
    person = _free(state, at, role.id, command.person).id if command.person else ""
    if person != state.casting.players.get(at, {}).get(role.id, ""):
        yield RoleCast(*at, role.id, person)


@decides(DrawLots)
def _draw(state: SessionState, command: DrawLots, asking: Asking) -> Iterable[Body]:
    at = _at(state, command.block, command.round)
    cast = [_role(state, at[0], role) for role in command.roles] or state.role_play.cast(at[0])
    if not cast:
        raise Rejected("There are no roles to draw for yet.")
    open_now = {role.id for role in open_roles(state, *at)}
    wanted = [role.id for role in cast if command.anew or role.id in open_now]
    stays = [player.id for role, player in players(state, *at).items() if role not in wanted]
    people = [person for person in bench(state, *at) if not leads(person)]
    people += [player for role, player in players(state, *at).items() if role in wanted and player.here]
    free = [person for person in people if not has_passed(state, at[0], person.id)]
    rules = state.casting.rules.get(at[0], LotRules())
    barred = {
        role: {
            person.id for person in free if _same_unit(person.unit, [unit for key, unit in rules.barred if key == role])
        }
        for role in wanted
    }
    apart = [(pair[0], pair[1]) for pair in rules.apart]
    lots = Lots(wanted, [person.id for person in free], turns(state, at), barred, apart, stays)
    found = drawn(lots, command.seed)
    if wanted and not found:
        raise Rejected(
            "There is nobody to draw: everybody here plays already, has passed, or is kept from these roles."
        )
    for role in wanted:
        if found.get(role, "") != state.casting.players.get(at, {}).get(role, ""):
            yield RoleCast(*at, role, found.get(role, ""))


def _same_unit(unit: str, units: Iterable[str]) -> bool:
    return bool(unit.strip()) and unit.strip().casefold() in {one.strip().casefold() for one in units}


@decides(RuleLots)
def _rule(state: SessionState, command: RuleLots, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    was = state.casting.rules.get(block.id, LotRules())
    apart, barred = was.apart, was.barred
    if command.apart is not None:
        for pair in command.apart:
            if len({known(state, person).id for person in pair}) != 2:
                raise Rejected("Two different people are kept apart.")
        apart = tuple(dict.fromkeys(tuple(sorted(pair)) for pair in command.apart))
    if command.barred is not None:
        pairs = ((_role(state, block.id, role).id, whole(unit).strip()) for role, unit in command.barred)
        barred = tuple(dict.fromkeys((role, unit) for role, unit in pairs if unit))
    if (apart, barred) != (was.apart, was.barred):
        yield LotsRuled(block.id, apart, barred)


@decides(SwapRoles)
def _swap(state: SessionState, command: SwapRoles, asking: Asking) -> Iterable[Body]:
    at = _at(state, command.block, command.round)
    source = command.source or at[1]
    held = {
        role: player.id
        for role, player in players(state, at[0], source).items()
        if not has_passed(state, at[0], player.id)
    }
    order = [role.id for role in state.role_play.cast(at[0])]
    if command.how not in (ROTATE, PAIRS, SAME):
        raise Rejected("Roles are swapped round, in pairs, or not at all.")
    if command.how != SAME and (len(order) < 2 or not held):
        raise Rejected("There is nobody to swap with yet.")
    for place, role in enumerate(order):
        person = held.get(order[_from(place, len(order), command.how)], "")
        if person != state.casting.players.get(at, {}).get(role, ""):
            yield RoleCast(*at, role, person)


def _from(place: int, count: int, how: str) -> int:
    if how == ROTATE:
        return (place - 1) % count
    other = place ^ 1
    return other if how == PAIRS and other < count else place


@decides(TagIn)
def _tag(state: SessionState, command: TagIn, asking: Asking) -> Iterable[Body]:
    at = _at(state, command.block, 0)
    role = _role(state, at[0], command.role)
    if play_of(state, at[0]).phase != PLAY:
        raise Rejected("Somebody can take over while the round is played. Before that, cast the role.")
    was = players(state, *at).get(role.id)
    person = _free(state, at, role.id, command.person)
    if was is None:
        yield RoleCast(*at, role.id, person.id)
    elif was.id != person.id:
        yield PlayerTagged(*at, role.id, person.id, was.id)


@decides(PassRole)
def _pass(state: SessionState, command: PassRole, asking: Asking) -> Iterable[Body]:
    only_own(asking, command.person)
    block, person = known_block(state, command.block), known(state, command.person)
    if command.what not in ("", NOT_PLAYING, NOT_AT_ALL):
        raise Rejected("One passes playing, or everything.")
    if command.what:
        now = play_of(state, block.id).round
        for at, held in list(state.casting.players.items()):
            if at[0] == block.id and at[1] >= now:
                for role in [role for role, player in held.items() if player == person.id]:
                    yield RoleCast(*at, role, "")
    if command.what != has_passed(state, block.id, person.id):
        yield RolePassed(block.id, person.id, command.what)


@decides(OpenBrief)
def _open(state: SessionState, command: OpenBrief, asking: Asking) -> Iterable[Body]:
    only_own(asking, command.person)
    at, person = _at(state, command.block, command.round), known(state, command.person)
    role = role_of(state, at[0], person.id, at[1])
    if role is None:
        raise Rejected("{name} plays no role in this round.", name=person.name)
    was = state.casting.opened.get((*at, role.id, person.id))
    if command.opened != (was is not None):
        yield BriefOpened(*at, role.id, person.id, command.paper, command.opened)


@decides(AssignObservers)
def _assign(state: SessionState, command: AssignObservers, asking: Asking) -> Iterable[Body]:
    at = _at(state, command.block, command.round)
    people = tuple(dict.fromkeys(known(state, person).id for person in command.people))
    for person in people:
        if has_passed(state, at[0], person) == NOT_AT_ALL:
            raise Rejected("{name} sits this one out.", name=state.people[person].name)
        role = role_of(state, at[0], person, at[1])
        if role is not None:
            raise Rejected("{name} plays “{role}” in this round.", name=state.people[person].name, role=role.name)
    if people != state.casting.watchers.get(at, ()):
        yield ObserversAssigned(*at, people)


# ---- folding ---------------------------------------------------------------------------------------------------


def _give(state: SessionState, at: At, role: str, person: str) -> None:
    held = dict(state.casting.players.get(at, {}))
    if person:
        held[role] = person
    else:
        held.pop(role, None)
    put(state.casting.players, at, held)


@folds(RoleCast)
def _was_cast(state: SessionState, body: RoleCast, fact: Fact) -> None:
    _give(state, (body.block, body.round), body.role, body.person)


@folds(PlayerTagged)
def _tagged(state: SessionState, body: PlayerTagged, fact: Fact) -> None:
    at = (body.block, body.round)
    gone = list(state.casting.tagged.get(at, ()))
    if not body.back:
        gone.append(body.was)
    elif body.person in gone:
        gone.reverse()
        gone.remove(body.person)
        gone.reverse()
    put(state.casting.tagged, at, tuple(gone))
    _give(state, at, body.role, body.person)


@folds(RolePassed)
def _passed(state: SessionState, body: RolePassed, fact: Fact) -> None:
    held = dict(state.casting.passed.get(body.block, {}))
    if body.what:
        held[body.person] = body.what
    else:
        held.pop(body.person, None)
    put(state.casting.passed, body.block, held)


@folds(BriefOpened)
def _opened(state: SessionState, body: BriefOpened, fact: Fact) -> None:
    key = (body.block, body.round, body.role, body.person)
    if body.opened:
        state.casting.opened[key] = Opened(fact.ms if body.ms is None else body.ms, body.paper)
    else:
        state.casting.opened.pop(key, None)


@folds(ObserversAssigned)
def _assigned(state: SessionState, body: ObserversAssigned, fact: Fact) -> None:
    put(state.casting.watchers, (body.block, body.round), body.people)


@folds(LotsRuled)
def _ruled(state: SessionState, body: LotsRuled, fact: Fact) -> None:
    pairs = [tuple(pair for pair in given if len(pair) == 2) for given in (body.apart, body.barred)]
    rules = LotRules(*pairs)
    if rules == LotRules():
        state.casting.rules.pop(body.block, None)
    else:
        state.casting.rules[body.block] = rules


# ---- undoing ---------------------------------------------------------------------------------------------------


@undone_by(RoleCast)
def _uncast(state: SessionState, body: RoleCast) -> Iterable[Body]:
    was = state.casting.players.get((body.block, body.round), {}).get(body.role, "")
    yield RoleCast(body.block, body.round, body.role, was)


@undone_by(PlayerTagged)
def _untag(state: SessionState, body: PlayerTagged) -> Iterable[Body]:
    yield PlayerTagged(body.block, body.round, body.role, body.was, body.person, not body.back)


@undone_by(RolePassed)
def _unpass(state: SessionState, body: RolePassed) -> Iterable[Body]:
    yield RolePassed(body.block, body.person, has_passed(state, body.block, body.person))


@undone_by(BriefOpened)
def _unopen(state: SessionState, body: BriefOpened) -> Iterable[Body]:
    was = state.casting.opened.get((body.block, body.round, body.role, body.person))
    if was is None:
        yield BriefOpened(body.block, body.round, body.role, body.person, opened=False)
    else:
        yield BriefOpened(body.block, body.round, body.role, body.person, was.paper, True, was.ms)


@undone_by(ObserversAssigned)
def _unassign(state: SessionState, body: ObserversAssigned) -> Iterable[Body]:
    was = state.casting.watchers.get((body.block, body.round), ())
    yield ObserversAssigned(body.block, body.round, was)


@undone_by(LotsRuled)
def _unrule(state: SessionState, body: LotsRuled) -> Iterable[Body]:
    was = state.casting.rules.get(body.block, LotRules())
    yield LotsRuled(body.block, was.apart, was.barred)
