"""A session's stream: the store's changes as rows of cards, newest first or in order, all or some of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from facilitator.session.contributions import DO_NOT_CARRY, PARAPHRASE, Contribution
from facilitator.session.notation import fold
from facilitator.session.privacy import Audience, Gate
from facilitator.session.questions import HAVE_ENDS, SETTLED, answered
from facilitator.session.state import SessionState
from facilitator.session.store import Change, Status, Store
from facilitator.session.zones import zone_named
from facilitator.ui import kinds, shown, times
from facilitator.words import _, ngettext

CARD = Qt.ItemDataRole.UserRole + 1
BLOCK = Qt.ItemDataRole.UserRole + 2
"""The title of the block a card was given in, where the card before it was given in another; else empty."""
HELD_MS, HELD_MOST = 150, 50
"""While somebody types, cards wait for the next painted key, at most so long and so many."""
IMPORT_MS = 120_000
"""What came into an imported session sooner than this after it was made came from its file."""

INSIDE = Gate(Audience.FACILITATOR)
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Thanks:
    """Somebody's thanks for a card."""

    names: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A contribution as the stream shows it: every line worded, nothing left to look up."""

    id: str
    kind: str
    names: str
    text: str
    time: str
    refers: tuple[tuple[str, str], ...] = ()
    themes: tuple[str, ...] = ()
    taken_up: int = 0
    thanks: tuple[Thanks, ...] = ()
    note: str = ""
    commitment: str = ""
    changed: int = 0
    hidden: bool = False
    title: str = ""
    film: str = ""
    """The moment of a film it belongs to, as figures; empty where it belongs to none."""

    def told(self) -> str:
        """The card as one text, for a screen reader."""
        said = [shown.one_line(part) for part in (self.names, self.title, self.text)]
        parts = [
            said[0],
            kinds.word(self.kind),
            self.time,
            *(line for _relation, line in self.refers),
            said[1],
            said[2],
        ]
        parts += [*(f"#{shown.one_line(theme)}" for theme in self.themes), self.commitment, self.note]
        if self.taken_up:
            told = ngettext("{count} builds on it", "{count} build on it", self.taken_up)
            parts.append(told.format(count=self.taken_up))
        return ". ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cards are shown; empty sets mean all. ``words`` must all stand in text, names or themes."""

    words: str = ""
    kinds: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    hidden: bool = False
    activities: frozenset[str] = frozenset()

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return self != Filter()


@dataclass(slots=True)
class _Folded:
    source: Contribution
    text: str = field(default="")


class StreamModel(QAbstractListModel):
    """Cards of one session.

    Signals:
        counted: how many cards are shown and how many there are changed.
        given: a card came in at once at the top or end (its id); not told for what was there before.
    """

    counted = Signal(int, int)
    given = Signal(str)

    def __init__(self, store: Store, session: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.session = session
        self._ids: list[str] = []
        self._shown: set[str] = set()
        self._cards: dict[str, Card] = {}
        self._words: dict[str, _Folded] = {}
        self.filter = Filter()
        self.newest_first = True
        self._zone: datetime.tzinfo | None = None
        self._imported = False
        self.busy: Callable[[], bool] = bool
        """Whether somebody types: then others' cards wait a moment, so that no key waits for a card."""
        self._held: list[Change] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(HELD_MS)
        self._later.timeout.connect(self.release)
        self._end = store.subscribe(self._heard)
        self._fill()

    def close(self) -> None:
        """Hear nothing more."""
        self._end()

    @property
    def state(self) -> SessionState:
        """The session, to be read."""
        return self._store.state(self.session)

    # ---- rows ---------------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """How many cards are shown."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The card, or its words for a screen reader or an editor."""
        if not index.isValid() or not 0 <= index.row() < len(self._ids):
            return None
        if role == CARD:
            return self.card(index.row())
        if role == BLOCK:
            return self._block_at(index.row())
        if role == Qt.ItemDataRole.EditRole:
            return self.card(index.row()).text
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.card(index.row()).told()
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Cards can be selected and their words changed."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
        return flags | Qt.ItemFlag.ItemNeverHasChildren

    def card(self, row: int) -> Card:
        """The card in a row."""
        found = self._ids[row]
        card = self._cards.get(found)
        if card is None:
            card = self._cards[found] = self._make(self.state.contributions.by_id[found])
        return card

    def _block_at(self, row: int) -> str:
        by_id = self.state.contributions.by_id
        activity = by_id[self._ids[row]].activity
        if row and by_id[self._ids[row - 1]].activity == activity:
            return ""
        block = self.state.agenda.get(activity)
        if block is not None:
            return block.title
        return _("Outside the agenda") if row and self.state.agenda.by_id else ""

    def row_of(self, contribution: str) -> int:
        """The row of a contribution, -1 where it is not shown."""
        return self._ids.index(contribution) if contribution in self._shown else -1

    # ---- choosing -----------------------------------------------------------------------------------------------

    def show_only(self, chosen: Filter) -> None:
        """Show some of the cards."""
        if chosen != self.filter:
            self.filter = chosen
            self._fill()

    def order(self, newest_first: bool) -> None:
        """Newest first, or in the order of the record."""
        if newest_first != self.newest_first:
            self.newest_first = newest_first
            self._fill()

    def _fill(self) -> None:
        state = self.state
        self.beginResetModel()
        self._cards.clear()
        self._zone = zone_named(state.about.zone)
        self._imported = bool(state.about.source)
        wanted = fold(self.filter.words).split()
        self._ids = [given.id for given in state.contributions.by_id.values() if self._passes(given, wanted)]
        self._shown = set(self._ids)
        if self.newest_first:
            self._ids.reverse()
        self.endResetModel()
        self._count()

    def _count(self) -> None:
        self.counted.emit(len(self._ids), self.state.contributions.standing_count)

    def _passes(self, given: Contribution, wanted: list[str]) -> bool:
        chosen = self.filter
        if given.withdrawn or given.hidden != chosen.hidden:
            return False
        if chosen.kinds and given.kind not in chosen.kinds:
            return False
        if chosen.people and not chosen.people.intersection(given.authors):
            return False
        if chosen.themes and not chosen.themes.intersection(self.state.themes.of(given.id)):
            return False
        if chosen.activities and given.activity not in chosen.activities:
            return False
        if not wanted:
            return True
        folded = self._words.get(given.id)
        if folded is None or folded.source is not given:
            folded = self._words[given.id] = _Folded(given, fold(given.text))
        left = [word for word in wanted if word not in folded.text]
        if not left:
            return True
        beds = (self.state.themes.by_id[theme].name for theme in self.state.themes.of(given.id))
        around = fold(" ".join((self._names(given), *beds)))
        return all(word in around for word in left)

    # ---- hearing ------------------------------------------------------------------------------------------------

    def _heard(self, change: Change) -> None:
        if change.stream != self.session or change.status is Status.KEPT:
            return
        if self._held or (change.origin is None and self.busy()):
            self._held.append(change)
            if change.origin is None and len(self._held) < HELD_MOST:
                self._later.start()
                return
            self.release()
            return
        self._take(change)

    def release(self) -> None:
        """Take in what waited."""
        self._later.stop()
        held, self._held = self._held, []
        for change in held:
            self._take(change)

    def _take(self, change: Change) -> None:
        if change.status is Status.WITHDRAWN or change.folded_again:
            self._fill()
            return
        touched: dict[str, None] = {}
        everywhere = False
        for fact in change.facts:
            if "contribution" in fact.body:
                touched[str(fact.body["contribution"])] = None
            elif fact.kind in ("related", "relation_removed"):
                touched[str(fact.body["later"])] = None
                touched[str(fact.body["earlier"])] = None
            elif fact.kind not in ("theme_named", "person_joined"):
                everywhere = True
        if len(touched) > 200:
            self._fill()
            return
        for contribution in touched:
            self._touch(contribution)
        if everywhere:
            self._zone = zone_named(self.state.about.zone)
            self._cards.clear()
            if self._ids:
                self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))
        self._count()

    def _touch(self, contribution: str) -> None:
        given = self.state.contributions.get(contribution)
        row = self.row_of(contribution)
        self._cards.pop(contribution, None)
        stands = given is not None and self._passes(given, fold(self.filter.words).split())
        if row >= 0 and not stands:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._ids[row]
            self._shown.discard(contribution)
            self.endRemoveRows()
            self._refresh_row(row)
            self._refresh_neighbours(contribution)
        elif row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))
            self._refresh_neighbours(contribution)
        elif stands:
            row = self._place(contribution)
            self.beginInsertRows(QModelIndex(), row, row)
            self._ids.insert(row, contribution)
            self._shown.add(contribution)
            self.endInsertRows()
            self._refresh_row(row + 1)
            self.given.emit(contribution)

    def _refresh_row(self, row: int) -> None:
        """What stands before this row is another card now; only its heading may differ."""
        if self.state.agenda.by_id and row < len(self._ids):
            self.dataChanged.emit(self.index(row), self.index(row))

    def _refresh_neighbours(self, contribution: str) -> None:
        """Cards that name this one or count it say something else now."""
        relations = self.state.relations
        others = {other for other, _r in relations.of(contribution)} | {o for o, _r in relations.to(contribution)}
        for other in others:
            self._cards.pop(other, None)
            row = self.row_of(other)
            if row >= 0:
                self.dataChanged.emit(self.index(row), self.index(row))

    def _place(self, contribution: str) -> int:
        """Where a card belongs among those shown."""
        newer: set[str] = set()
        for other in reversed(self.state.contributions.by_id):
            if other == contribution:
                break
            newer.add(other)
        rows = range(len(self._ids)) if self.newest_first else range(len(self._ids) - 1, -1, -1)
        passed = sum(1 for _row in takewhile(lambda row: self._ids[row] in newer, rows))
        return passed if self.newest_first else len(self._ids) - passed

    # ---- wording ------------------------------------------------------------------------------------------------

    def _names(self, given: Contribution) -> str:
        people = INSIDE.authors(self.state, given)
        names = ", ".join(person.name for person in people)
        return names or INSIDE.group(self.state, given)

    def _who(self, given: Contribution) -> str:
        names = self._names(given)
        return shown.isolated(names) if names else kinds.word(given.kind).lower()

    def _time(self, given: Contribution) -> str:
        if given.offset_ms is not None:
            return times.offset(given.offset_ms)
        if given.said_ms is not None:
            return times.clock(given.said_ms, self._zone)
        created = self.state.about.created_ms
        if self._imported and created is not None and given.at_ms - created < IMPORT_MS:
            return ""  # when it was taken in is not when it was said
        return times.clock(given.at_ms, self._zone)

    def _make(self, given: Contribution) -> Card:
        state = self.state
        by_id = state.contributions.by_id
        named: dict[str, dict[str, None]] = {}
        for earlier, relation in state.relations.of(given.id):
            other = by_id.get(earlier)
            if other is not None and not other.withdrawn and not other.hidden:
                named.setdefault(relation, {})[self._who(other)] = None
        refers = [(one, kinds.sentence(one).format(name=", ".join(names))) for one, names in named.items()]
        thanks, taken_up = [], 0
        for later, relation in state.relations.to(given.id):
            other = by_id.get(later)
            if other is None or other.withdrawn or other.hidden:
                continue
            if relation == "appreciates":
                thanks.append(Thanks(self._names(other), other.text))
            elif relation not in ("duplicates", "cites"):
                taken_up += 1
        return Card(
            id=given.id,
            kind=given.kind,
            names=self._names(given),
            text=given.text,
            time=self._time(given),
            refers=tuple(refers),
            themes=tuple(state.themes.by_id[theme].name for theme in state.themes.of(given.id)),
            taken_up=taken_up,
            thanks=tuple(thanks),
            note=self._note(given),
            film=times.offset(given.offset_ms) if given.offset_ms is not None and not self._imported else "",
            commitment=self._promise(given),
            changed=len(given.earlier),
            hidden=given.hidden,
            title=given.title,
        )

    def _note(self, given: Contribution) -> str:
        """What is to be said of it in a few words: pictures with it, and whether it is open."""
        files = sum(item.contribution == given.id for item in self.state.attachments.standing())
        pictures = ngettext("{count} picture", "{count} pictures", files).format(count=files) if files else ""
        carried = {PARAPHRASE: _("only in other words"), DO_NOT_CARRY: _("stays in the room")}.get(given.consent, "")
        return " · ".join(part for part in (carried, pictures, self._end_of(given)) if part)

    def _end_of(self, given: Contribution) -> str:
        end = self.state.open_ends.get(given.id)
        if given.kind == "question" and not answered(self.state, given.id):
            return _("nobody has answered this yet")
        if given.kind in HAVE_ENDS and end is not None and end.state == SETTLED:
            return _("settled")
        return ""

    def _promise(self, given: Contribution) -> str:
        if given.kind != "commitment":
            return ""
        made = self.state.commitments.get(given.id)
        owner = self.state.people.get(made.owner) if made is not None else None
        if made is not None and made.state == "done":
            return _("done")
        if made is not None and made.state == "dropped":
            return _("dropped")
        due = times.due_day(made.due) if made is not None and made.due else made.due_words if made is not None else ""
        if owner is not None and due:
            return _("{name}, by {day}").format(name=shown.isolated(owner.name), day=due)
        if owner is not None:
            return _("{name}, no day yet").format(name=shown.isolated(owner.name))
        return _("by {day}, nobody yet").format(day=due) if due else _("nobody and no day yet")


def kinds_present(state: SessionState) -> list[tuple[str, int]]:
    """The kinds that occur among what stands, with how often, in the domain's order."""
    found = state.contributions.of_kind
    return [(kind, found[kind]) for kind in (*kinds.EIGHT, *kinds.OTHERS) if kind in found]
