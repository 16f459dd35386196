"""What one guest may see: pure functions over the session, and the one gate for phones.

Cards and names are those of the room screen (:mod:`facilitator.session.room`), so what the projector may not show no
phone is sent. A brief goes to its own player alone; nobody's vote, no slip before the reveal, no held or hidden card.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile

from facilitator.live.protocol import (
    Asked,
    AskView,
    Brief,
    BriefView,
    Card,
    Floor,
    Mine,
    MineCard,
    On,
    Row,
    Sheet,
    SheetView,
    Stage,
    Thanks,
    clean,
)
from facilitator.session.agenda import BY_GROUP, NAMED, WITHOUT_NAMES, Block
from facilitator.session.asks import CHECK_IN, OUTCOME, RATING, Ask
from facilitator.session.casting import observers, players
from facilitator.session.contributions import Contribution
from facilitator.session.modalities import Modality
from facilitator.session.outcome_card import Moved
from facilitator.session.people import Person
from facilitator.session.play import BRIEF, PLAY, PREBRIEF, STEP_OUT, play_of, rounds_of
from facilitator.session.role_play import Role
from facilitator.session.room import GATE, room_card
from facilitator.session.speaking import speaking_now, waiting
from facilitator.session.state import SessionState
from facilitator.session.tally import Results, option_words, progress, results
from facilitator.session.time_left import time_left_ms
from facilitator.session.votes import on_now
from facilitator.session.wall import HIDDEN
from facilitator.words import _, ngettext

KINDS = ("idea", "knowledge", "information", "question", "story", "concern", "commitment", "thanks")
"""The kinds a phone offers (screens 21)."""
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
LONGEST_FIRST_WORDS = 120
MOST_NEXT = 2
"""So many of those who come next are told."""
SMALLEST_SHOWN_GROUP = 3
"""A group of fewer people is not told where nobody is named: its name would tell who."""
STRICTNESS = {NAMED: 0, BY_GROUP: 1, WITHOUT_NAMES: 2}


def tighter(one: str, other: str | None) -> str:
    """The level that tells less."""
    return max(one, other or NAMED, key=lambda level: STRICTNESS.get(level, 2))


def promise(level: str) -> str:
    """What is said beside the field about names."""
    if level == NAMED:
        return _("Your name stands with what you give.")
    if level == BY_GROUP:
        return _("Only your group is shown. Who gave what is not kept.")
    return _("No name is kept. Nobody can find out later who gave what.")


def agreed_at_the_door(state: SessionState) -> dict[str, str]:
    """What was agreed, for somebody who has not come in yet: in words, and so that a phone can say it in its own."""
    agreed, level = state.agreement, _level_at_the_door(state)
    said = {"promise": promise_at_the_door(state), "rule": agreed.rule, "anonymity": level}
    return said | ({"kept_until": agreed.kept_until} if agreed.kept_until else {})


def _level_at_the_door(state: SessionState) -> str:
    block = running(state)
    return NAMED if block is None else block.anonymity


def promise_at_the_door(state: SessionState) -> str:
    """What was agreed and what is kept of names, in words."""
    rule = {
        "chatham_house": _("Chatham House Rule: what was said may be used, who said it may not be told."),
        "lessons_leave_stories_stay": _("Lessons leave, stories stay."),
        "everything_stays": _("Everything stays in the room."),
    }.get(state.agreement.rule, "")
    kept = _("It is kept until {date}.").format(date=state.agreement.kept_until) if state.agreement.kept_until else ""
    return " ".join(words for words in (rule, promise(_level_at_the_door(state)), kept) if words)


# ---- stage -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Switches:
    """What the facilitator switched, and what was said about names since the activity began."""

    frozen: bool = False
    held: bool = False
    notice: str = ""


def running(state: SessionState) -> Block | None:
    """The activity that runs."""
    return state.agenda.get(state.agenda.running)


def pens(state: SessionState, block: Block) -> str:
    """Where an activity stands that begins with pens: ``write`` until the slips are opened; empty for any other."""
    first = block.modality == "pens_first" or block.method == "pens_first" or bool(state.slips.written(block.id))
    return "write" if first and not state.slips.is_revealed(block.id) else ""


def stage(state: SessionState, now_ms: int, switches: Switches, method: Modality | None = None) -> Stage:
    """What everybody is told of what runs; the broadcast adds what is for one guest. ``method`` is the activity's."""
    over = state.running.closed_ms is not None
    block = running(state)
    if block is None:
        return Stage(title=clean(state.about.title), over=over, frozen=switches.frozen, held=switches.held)
    wall = state.wall.of(block.id)
    slip = pens(state, block)
    inside = 0
    if slip:
        inside = state.slips.written(block.id)
    elif wall.mode == HIDDEN:
        inside = sum(GATE.carries(given) for given in _of_block(state, block.id))
    return Stage(
        block.id,
        clean(block.title),
        clean(block.prompt) or clean(block.verb) or clean(block.title),
        block.modality,
        block.part,
        time_left_ms(state, block, method, now_ms),
        state.running.of(block.id).paused_ms is not None,
        over,
        () if block.is_break else KINDS,
        promise(block.anonymity),
        block.anonymity,
        switches.notice,
        HIDDEN if slip else wall.mode,
        inside,
        switches.frozen,
        switches.held,
        slip=slip,
    )


def group_of(state: SessionState, block: str | None, person: str) -> str:
    """The group somebody works in; empty where nobody is named and it is so small that its name would tell who."""
    if not block or not person:
        return ""
    found = state.agenda.get(block)
    smallest = 1 if found is not None and found.anonymity == NAMED else SMALLEST_SHOWN_GROUP
    for group in state.groups.of(block):
        if person in group.people and len(group.people) >= smallest:
            return group.name
    return ""


def _of_block(state: SessionState, block: str) -> Iterable[Contribution]:
    return (given for given in state.contributions.by_id.values() if given.activity == block)


# ---- wall ------------------------------------------------------------------------------------------------------


class Walls:
    """How cards look to everybody at one moment. Made anew for each look at the state."""

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self.block = running(state)
        self._wall = None if self.block is None else state.wall.of(self.block.id)
        self._open = self.block is not None and GATE.opens(state) and not pens(state, self.block)
        self._photos = {
            item.contribution: item.sha256
            for item in state.attachments.standing()
            if item.contribution and item.media_type in PICTURES
        }

    def visible(self, given: Contribution | None) -> bool:
        """Whether everybody may see this card now."""
        if given is None or self.block is None or self._wall is None or not self._open:
            return False
        return given.activity == self.block.id and GATE.carries(given) and self._wall.shows(given)

    def all(self) -> dict[str, Card | None]:
        """Every card of the activity; None for one that is not to be seen."""
        if self.block is None:
            return {}
        return {given.id: self.card(given.id) for given in _of_block(self._state, self.block.id)}

    def card(self, key: str) -> Card | None:
        """One card, or None where it is not to be seen."""
        state, given = self._state, self._state.contributions.get(key)
        if given is None or not self.visible(given) or (given.kind == "thanks" and self._thanked(key)):
            return None
        shown = room_card(state, given)
        named = self.block is not None and self.block.anonymity == NAMED
        themes = tuple(
            clean(theme.name)
            for key_of in state.themes.of(given.id)
            if (theme := state.themes.by_id.get(key_of)) is not None
        )
        return Card(
            given.id,
            clean(shown.text),
            given.kind,
            clean(", ".join(shown.names) or shown.group),
            themes,
            self._on(given),
            given.at_ms if named else 0,
            self._thanks(given),
            self._photos.get(given.id, ""),
        )

    def with_those_around(self, keys: Iterable[str]) -> dict[str, Card | None]:
        """How these cards look now, and those that show something of them."""
        found: dict[str, Card | None] = {}
        for key in keys:
            around = [later for later, _relation in self._state.relations.to(key)]
            around += [earlier for earlier, relation in self._state.relations.of(key) if relation == "appreciates"]
            for one in (key, *around):
                if one not in found:
                    found[one] = self.card(one)
        return found

    def _thanked(self, key: str) -> bool:
        return any(relation == "appreciates" for _earlier, relation in self._state.relations.of(key))

    def _on(self, given: Contribution) -> On | None:
        for earlier, relation in self._state.relations.of(given.id):
            other = self._state.contributions.get(earlier)
            if relation != "appreciates" and other is not None and self.visible(other):
                shown = room_card(self._state, other)
                return On(other.id, clean(", ".join(shown.names) or shown.group), first_words(shown.text))
        return None

    def _thanks(self, given: Contribution) -> tuple[Thanks, ...]:
        found = []
        for later, relation in self._state.relations.to(given.id):
            thanks = self._state.contributions.get(later) if relation == "appreciates" else None
            if thanks is not None and thanks.kind == "thanks" and self.visible(thanks):
                shown = room_card(self._state, thanks)
                found.append(Thanks(clean(", ".join(shown.names) or shown.group), clean(shown.text)))
        return tuple(found)


def first_words(text: str) -> str:
    """The first line of a card, shortened."""
    line = clean(text).split("\n", 1)[0]
    return line if len(line) <= LONGEST_FIRST_WORDS else line[: LONGEST_FIRST_WORDS - 1].rstrip() + "…"


# ---- mine ------------------------------------------------------------------------------------------------------


def own_card(state: SessionState, key: str, refused: Container[str] = ()) -> MineCard | None:
    """One of a guest's own cards as they see it; ``refused`` are those that the facilitator did not take."""
    given = state.contributions.get(key)
    if given is None:
        return None
    where = "taken_back" if given.withdrawn else "held" if given.hidden else "landed"
    editable = not given.withdrawn and given.activity == state.agenda.running
    no = given.withdrawn and key in refused
    return MineCard(given.id, clean(given.text), given.kind, where, given.at_ms, editable, no)


def mine(state: SessionState, cards: Iterable[str], refused: Container[str] = ()) -> Mine:
    """All of them."""
    return Mine(tuple(found for key in cards if (found := own_card(state, key, refused)) is not None), True)


# ---- votes -----------------------------------------------------------------------------------------------------


def asked(state: SessionState) -> Asked:
    """What everybody is asked; what came of it only once it is closed, and nobody's choice at any time."""
    ask = on_now(state)
    if ask is None or ask.form == CHECK_IN:
        return Asked()
    found = results(state, ask)
    rows = None if found is None else _rows(state, ask, found)
    return Asked(
        AskView(
            ask.id, ask.form, clean(ask.question), tuple(clean(words) for words in option_words(state, ask)),
            ask.budget, ask.per_option, tuple(clean(words) for words in ask.criteria),
            tuple(clean(words) for words in ask.scale), ask.turn, ask.open, progress(state, ask).given,
            few=found is not None and found.few, results=rows,
        )
    )  # fmt: skip


def _rows(state: SessionState, ask: Ask, found: Results) -> tuple[Row, ...]:
    if found.few:
        return ()
    if ask.form == OUTCOME:
        return tuple(Row(item.item, item.answered if item.shown else -1, _moved(item)) for item in found.moved)
    if ask.form == RATING:
        return tuple(
            Row(
                f"{clean(spread.words)}: {clean(ask.criteria[spread.criterion])}",
                spread.answered,
                ", ".join(f"{clean(word)} {count}" for word, count in zip(ask.scale, spread.counts, strict=True)),
            )
            for spread in found.spreads
        )
    rows = []
    for bar in found.bars:
        behind = "" if bar.voices is None else ngettext("{count} person", "{count} people", bar.voices)
        rows.append(Row(clean(bar.words), bar.count, behind.format(count=bar.voices) if behind else ""))
    return tuple(rows)


def _moved(item: Moved) -> str:
    if not item.shown:
        return ""
    return _("higher {higher}, same {same}, lower {lower}").format(
        higher=item.higher, same=item.same, lower=item.lower
    )  # fmt: skip


# ---- role play -------------------------------------------------------------------------------------------------


class Plays:
    """Who plays and who observes at one moment; asked for one guest at a time."""

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self._block = running(state)
        self._role: dict[str, Role] = {}
        self._before: dict[str, str] = {}
        self._observe: frozenset[str] = frozenset()
        self._now = None
        if self._block is None or not state.role_play.cast(self._block.id):
            return
        self._now = play_of(state, self._block.id)
        if self._now.phase == PREBRIEF:
            return
        block, number = self._block.id, self._now.round
        self._role = {who.id: state.role_play.roles[role] for role, who in players(state, block, number).items()}
        if number > 1:
            self._before = {who.id: role for role, who in players(state, block, number - 1).items()}
        if self._now.phase != BRIEF or self._role:
            self._observe = frozenset(person.id for person in observers(state, block, number))

    def brief(self, person: str) -> Brief:
        """The brief of the role this person plays in the round that is on, until it is talked about."""
        role = self._role.get(person) if person else None
        if role is None or self._block is None or self._now is None:
            return Brief()
        if self._now.phase not in (BRIEF, PLAY, STEP_OUT):
            return Brief()
        block, number = self._block.id, self._now.round
        was = self._before.get(person)
        return Brief(
            BriefView(
                block, number, rounds_of(self._state, block), clean(role.name), clean(role.situation),
                clean(role.secret), clean(role.wants), clean(role.if_stuck), self._now.phase,
                number > 1 and was != role.id,
                (block, number, role.id, person) in self._state.casting.opened,
            )
        )  # fmt: skip

    def sheet(self, person: str) -> Sheet:
        """The sheet of this person, who observes, with their own ticks."""
        if not person or person not in self._observe or self._block is None or self._now is None:
            return Sheet()
        block, number = self._block.id, self._now.round
        behaviours = self._state.role_play.scenario(block).checklist
        ticks: Mapping[tuple[str, int], bool] = self._state.casting.ticks.get((block, number), {})
        own = tuple(sorted(what for who, what in ticks if who == person))
        return Sheet(SheetView(block, number, tuple(clean(line) for line in behaviours), own))


# ---- speaking --------------------------------------------------------------------------------------------------


class Floors:
    """The speaking list at one moment; asked for one guest at a time."""

    def __init__(self, state: SessionState) -> None:
        block = running(state)
        self._place: dict[str, int] = {}
        self._speaks = ""
        self._next: tuple[tuple[str, str], ...] = ()
        if block is None:
            return
        hands = waiting(state, block.id)
        self._place = {hand.person: place for place, hand in enumerate(hands, 1)}
        turn = speaking_now(state, block.id)
        self._speaks = turn.person if turn is not None else ""
        if block.anonymity == NAMED:
            self._next = tuple((hand.person, _name(state.people.get(hand.person))) for hand in hands[:MOST_NEXT])

    def floor(self, person: str) -> Floor:
        """What this guest is told."""
        before = list(takewhile(lambda one: not person or one[0] != person, self._next))
        names = tuple(name or _("a participant") for _who, name in before)
        unnamed = tuple(place for place, (_who, name) in enumerate(before) if not name)
        speaks = bool(person) and self._speaks == person
        return Floor(self._place.get(person) if person else None, speaks, names, unnamed)

    @property
    def hands(self) -> frozenset[str]:
        """Everybody whose hand is up."""
        return frozenset(self._place)


def _name(person: Person | None) -> str:
    return "" if person is None else clean(GATE.name(person) or "")
