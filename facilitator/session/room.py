"""What the room may see: everything on the room screen as plain data, and nothing else.

One pure function reads the state for the screen at the front. It takes the question, the time, the wall, votes, groups
and a message, and never what is for the facilitator alone: what to say and catch, remedies, briefs, hints of the coach.
Cards and names pass the privacy gate for everybody; words not given as a quotation stand without a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from facilitator.session.agenda import NAMED, Block
from facilitator.session.contributions import Contribution
from facilitator.session.conversations import GARDEN
from facilitator.session.formats import format_of
from facilitator.session.privacy import Audience, Gate
from facilitator.session.running import remaining_ms
from facilitator.session.wall import AS_IT_COMES, BY_THEME, HIDDEN

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

GATE = Gate(Audience.EVERYONE)
MOST_CARDS = 24
"""Cards of one bed that are made ready; more never fit, and are counted."""

VOTES, MESSAGE, SLIPS, GROUPS, NOTHING = "votes", "message", "slips", "groups", "nothing"
"""What the room screen may show beside the modes of a wall."""

Bar = tuple[str, int, str]
"""One row of a vote: its words, how many, and those in words (may be empty). Below nought: no figure is told yet."""


@dataclass(frozen=True, slots=True)
class RoomCard:
    """A card as the room sees it. ``names`` may be empty; ``unnamed`` counts givers who are not to be named."""

    id: str
    text: str
    kind: str
    title: str = ""
    names: tuple[str, ...] = ()
    unnamed: int = 0
    group: str = ""
    refers: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class RoomBed:
    """A column of the wall, newest card first. ``count`` is how many cards it has, also those not made ready."""

    title: str
    cards: tuple[RoomCard, ...]
    count: int


@dataclass(frozen=True, slots=True)
class RoomSeat:
    """Somebody in a group. Without a ``name`` it is a participant; the ``host`` stays when the others travel."""

    id: str
    name: str = ""
    host: bool = False


@dataclass(frozen=True, slots=True)
class RoomGroup:
    """A group: its name, where it sits, and who. Where the activity names nobody, only ``count`` tells how many."""

    name: str
    place: str
    seats: tuple[RoomSeat, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Join:
    """How phones come in: the address and code to type, and the rows of a QR code (``1`` is dark)."""

    address: str
    code: str = ""
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoomView:
    """All of it. ``shows`` is a mode of a wall, or ``votes``, ``message``, ``slips``, ``groups``, ``nothing``.

    ``left_ms`` is below nought once time runs over and None while nothing runs. ``hidden`` counts cards that are in and
    not shown yet, ``loose`` those in no theme, ``more_beds`` themes without a column. ``back_ms`` is when a break ends.
    ``told`` is what is said beside a vote, such as how many are in.
    """

    shows: str = NOTHING
    prompt: str = ""
    left_ms: int | None = None
    paused: bool = False
    is_break: bool = False
    back_ms: int | None = None
    message: str = ""
    beds: tuple[RoomBed, ...] = ()
    cards: int = 0
    loose: int = 0
    hidden: int = 0
    slips: int = 0
    more_beds: int = 0
    bars: tuple[Bar, ...] = ()
    groups: tuple[RoomGroup, ...] = ()
    told: str = ""
    phones: int | None = None
    join: Join | None = None


def room_view(
    state: SessionState,
    now_ms: int,
    *,
    votes: Sequence[Bar] | None = None,
    question: str = "",
    told: str = "",
    join: Join | None = None,
    phones: int | None = None,
    left_ms: int | None = None,
    columns: int = 4,
    held_back: Iterable[str] = (),
    groups: bool = False,
) -> RoomView:
    """What the room sees now.

    Args:
        state: The session.
        now_ms: The session's clock, ms UTC.
        votes: Rows of a vote to show in place of the wall.
        question: What the vote asks, in place of the activity's own question.
        told: What is said beside the rows.
        join: How phones come in, while they can.
        phones: How many are here.
        left_ms: The time left, where a stage counts another time than the activity's own.
        columns: Themes that get a column.
        held_back: Cards not to be shown yet, by id: what is not safely kept.
        groups: Whether who works with whom stands in place of the wall, and of a vote. Where there are no groups, the
            wall stands.
    """
    if state.wall.message:
        return RoomView(MESSAGE, message=state.wall.message)
    block = state.agenda.get(state.agenda.running)
    if block is None:
        return RoomView(NOTHING, prompt=state.about.title, join=join, phones=phones)
    left = remaining_ms(state, block, now_ms) if left_ms is None else left_ms
    paused = state.running.of(block.id).paused_ms is not None
    if block.is_break:
        back = None if paused else now_ms + max(left, 0)
        return RoomView(NOTHING, block.title, left, paused, True, back, join=join, phones=phones)
    prompt = block.prompt.strip() or block.verb.strip() or block.title
    seated = room_groups(state, block) if groups else ()
    if seated:
        return RoomView(GROUPS, prompt, left, paused, groups=seated, join=join, phones=phones)
    if votes is not None:
        asked = question.strip() or prompt
        return RoomView(VOTES, asked, left, paused, bars=tuple(votes), told=told, join=join, phones=phones)
    slips = 0 if state.slips.is_revealed(block.id) else state.slips.written(block.id)
    if slips:
        return RoomView(SLIPS, prompt, left, paused, slips=slips, join=join, phones=phones)
    plain = RoomView(AS_IT_COMES, prompt, left, paused, join=join, phones=phones)
    return _with_wall(state, block, plain, columns, held_back)


def room_groups(state: SessionState, block: Block) -> tuple[RoomGroup, ...]:
    """Who works with whom in a block, as far as the room may know. A group in which nobody is left is none."""
    if not GATE.opens(state):
        return ()
    made = (room_group(state, block, one.name, one.place, one.people) for one in state.groups.of(block.id))
    return tuple(group for group in made if group.count)


def room_group(state: SessionState, block: Block, name: str, place: str, people: Sequence[str]) -> RoomGroup:
    """One group of these people (ids), those of them who are here now."""
    found = [one for key in people if (one := state.people.get(key)) is not None and one.here and not one.removed]
    if block.anonymity != NAMED or state.talk.visible == GARDEN:
        return RoomGroup(name, place, (), len(found))
    host = people[0] if people and format_of(state, block, None).hosts else ""
    seats = tuple(RoomSeat(one.id, GATE.name(one) or "", one.id == host) for one in found)
    return RoomGroup(name, place, seats, len(seats))


def groups_still(state: SessionState, block: Block, groups: Iterable[RoomGroup]) -> tuple[RoomGroup, ...]:
    """The same groups as they may be shown now: somebody may have left since, or may not be named any more."""
    again = (
        room_group(state, block, one.name, one.place, [seat.id for seat in one.seats]) if one.seats else one
        for one in groups
    )
    return tuple(group for group in again if group.count)


def _with_wall(state: SessionState, block: Block, view: RoomView, columns: int, held_back: Iterable[str]) -> RoomView:
    wall = state.wall.of(block.id)
    waiting = frozenset(held_back)
    everything = [given for given in state.contributions.by_id.values() if given.activity == block.id]
    cards = [given for given in everything if GATE.carries(given) and given.id not in waiting]
    if not GATE.opens(state):
        cards = []
    open_ones = [given for given in cards if wall.shows(given)]
    hidden = len(cards) - len(open_ones)
    if wall.mode == HIDDEN and not open_ones:
        return replace(view, shows=HIDDEN, cards=len(cards), hidden=hidden)
    loose = sum(not state.themes.of(given.id) for given in open_ones)
    if wall.mode == BY_THEME:
        beds = _beds(state, open_ones, waiting)
        if beds:
            widest = sorted(range(len(beds)), key=lambda at: (-beds[at].count, at))[:columns]
            chosen = tuple(beds[at] for at in sorted(widest))
            return replace(
                view, shows=BY_THEME, beds=chosen, cards=len(cards), loose=loose, more_beds=len(beds) - len(chosen)
            )
    bed = _bed(state, "", open_ones, waiting)
    return replace(view, beds=(bed,) if bed.count else (), cards=len(cards), loose=loose, hidden=hidden)


def _beds(state: SessionState, cards: Sequence[Contribution], waiting: frozenset[str]) -> list[RoomBed]:
    planted: dict[str, list[Contribution]] = {}
    for given in cards:
        for theme in state.themes.of(given.id):
            planted.setdefault(theme, []).append(given)
    return [
        _bed(state, theme.name, planted[theme.id], waiting) for theme in state.themes.standing() if theme.id in planted
    ]


def _bed(state: SessionState, title: str, cards: Sequence[Contribution], waiting: frozenset[str]) -> RoomBed:
    newest = list(reversed(cards))[:MOST_CARDS]
    return RoomBed(title, tuple(room_card(state, given, waiting) for given in newest), len(cards))


def room_card(state: SessionState, given: Contribution, held_back: frozenset[str] = frozenset()) -> RoomCard:
    """One card as the room sees it. Who gave what it refers to is told only where that card may be seen as well."""
    names, unnamed, group = _givers(state, given)
    refers = []
    for earlier, relation in state.relations.of(given.id):
        other = state.contributions.get(earlier)
        if other is None or other.id in held_back or not GATE.carries(other):
            continue
        if state.wall.of(other.activity or "").shows(other):
            told = _givers(state, other)[0]
            if told:
                refers.append((relation, told))
    return RoomCard(given.id, given.text, given.kind, given.title, names, unnamed, group, tuple(refers[:1]))


def _givers(state: SessionState, given: Contribution) -> tuple[tuple[str, ...], int, str]:
    """(names that may appear, how many may not, the group where groups are shown)."""
    people = GATE.authors(state, given)
    if not GATE.quotes(state, given):
        return (), 0, ""
    shown = [GATE.name(person) for person in people]
    names = tuple(name for name in shown if name is not None)
    return names, len(shown) - len(names), "" if people else GATE.group(state, given)
