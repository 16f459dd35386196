"""Telling the phones: at once when nothing waits, gathered for a moment when much happens, and only what is kept.

What is the same for everybody is made ready once. Nothing is told twice, and nothing that is heard and not kept yet.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import msgspec

from facilitator.live import protocol, views
from facilitator.live.changes import ASK, EVERYTHING, FLOOR, PLAY, STAGE, WALL, Touched
from facilitator.live.guests import Visit
from facilitator.live.lines import Line, Traffic
from facilitator.live.protocol import Told, told
from facilitator.live.wall_log import WallLog
from facilitator.session.modalities import Modality
from facilitator.session.state import SessionState
from facilitator.session.wall import HIDDEN

GATHERED_S = 0.1
"""The longest that what happens is gathered while phones still read."""
APART_S = 0.015
"""Two broadcasts stand at least so far apart, and twice as far as one takes; or they are one."""
AT_ONCE = 3
"""Messages of a wall that are queued at once."""
AIR_S = 0.06
"""The longest that what is kept waits for what is on its way to the disk: a full room's cards are told together."""
BEHIND_S = 0.25
"""Whoever has not read for so long is not waited for."""


class Timer(Protocol):
    """Something that will happen."""

    def cancel(self) -> None:
        """It will not."""


Later = Callable[[float, Callable[[], None]], Timer]
"""Do something after so many seconds."""


class Guests(Protocol):
    """What a broadcast asks of the hub about guests."""

    def visit(self, guest: str) -> Visit | None:
        """A guest by id."""

    def own_cards(self, guest: Visit) -> list[str]:
        """The guest's own cards."""

    def owner(self, card: str) -> str | None:
        """The guest whose card this is, as far as anybody knows."""

    def has_voted(self, ask: str, guest: str) -> bool:
        """Whether a ballot of this guest is held."""

    def switches(self) -> views.Switches:
        """What the facilitator switched."""

    def method(self) -> Modality | None:
        """The method of what runs, where anybody knows it."""

    @property
    def refused(self) -> Container[str]:
        """Cards that the facilitator did not take."""


@dataclass(slots=True)
class Spent:
    """How many broadcasts there were, and the processor time of all of them in seconds."""

    times: int = 0
    seconds: float = 0.0


class Broadcast:
    """Every open line of a session, and what each is to be told."""

    def __init__(
        self, state: Callable[[], SessionState], guests: Guests, now_ms: Callable[[], int], later: Later,
        clock: Callable[[], float],
    ) -> None:  # fmt: skip
        self._state, self._guests, self._now_ms, self._later, self._clock = state, guests, now_ms, later, clock
        self.traffic = Traffic(drained=self._drained)
        self.lines: dict[str, list[Line]] = {}
        self.log = WallLog(now_ms())
        self.spent = Spent()
        self._pending: Counter[str] = Counter()
        self._pending_cards: Counter[str] = Counter()
        self._dirty = Touched(set(EVERYTHING))
        self._dirty_mine: set[str] = set()
        self._all_mine: set[str] = set()
        self._timer: Timer | None = None
        self._gathering = False
        self._in_air = 0
        self._airing = False
        self._last, self._took = -1.0, 0.0
        self._stage = protocol.Stage()
        self._stage_ms = 0
        self._stages: dict[tuple[str, bool], tuple[str, str]] = {}
        self._asked = protocol.Asked()
        self._plays: views.Plays | None = None
        self._floors: views.Floors | None = None

    # ---- what happened ----------------------------------------------------------------------------------------

    def heard(self, what: Touched) -> None:
        """Something happened that is not kept yet: what it touches is told later."""
        self._in_air += 1
        self._pending.update(what.views)
        self._pending_cards.update(list(what.cards))

    def kept(self, what: Touched) -> None:
        """It is kept now."""
        self._in_air -= 1
        for view in what.views:
            self._pending[view] -= 1
        for card in what.cards:
            self._pending_cards[card] -= 1
            if self._pending_cards[card] <= 0:
                del self._pending_cards[card]
        self._dirty.add(what)
        self._dirty_mine.update(what.cards)
        self.soon()

    def lost(self) -> None:
        """What was heard and not kept is withdrawn: everything is looked at anew."""
        self._in_air = 0
        self._pending.clear()
        self._pending_cards.clear()
        self.look_again()

    def look_again(self, view: str = "") -> None:
        """Something outside the record changed; everything, where nothing is said."""
        self._dirty.views |= {view} if view else EVERYTHING
        self.soon()

    def mine_again(self, guests: Iterable[str]) -> None:
        """The link between these guests and their cards changed."""
        self._all_mine.update(guests)
        self.soon()

    # ---- lines ------------------------------------------------------------------------------------------------

    def add(self, line: Line, hello: protocol.Hello) -> None:
        """A line opens: it is greeted, and told all but the wall, for which it asks."""
        self.lines.setdefault(line.guest, []).append(line)
        line.put(told(hello))
        self._stages.clear()  # the time has gone on
        visit = self._guests.visit(line.guest)
        if visit is not None:
            self._tell_stage(line, visit)
            self._tell_ask(line, visit)
            self._tell_own(line, visit)
            line.put(told(views.mine(self._state(), self._told_cards(visit), self._guests.refused)))

    def remove(self, line: Line) -> None:
        """A line is closed."""
        held = self.lines.get(line.guest, [])
        if line in held:
            held.remove(line)
        if not held:
            self.lines.pop(line.guest, None)

    def every(self) -> list[Line]:
        """All open lines."""
        return [line for held in self.lines.values() for line in held]

    def since(self, line: Line, n: int) -> None:
        """A phone asks for the wall from ``n`` on."""
        parts = self.log.since(n)
        self._tell_wall(line, (told(part) for part in parts), len(parts))

    def _tell_wall(self, line: Line, texts: Iterator[str], count: int) -> None:
        """Bring a phone to where the wall is now; a long wall as fast as it reads, and what happens meanwhile after."""
        reached = self.log.n
        if count <= AT_ONCE:
            for text in texts:
                line.put(text)
            line.n = reached
            return

        def caught_up() -> None:
            line.n = reached
            self.soon()

        line.n = -1
        line.follow(texts, caught_up)

    # ---- when -------------------------------------------------------------------------------------------------

    def soon(self) -> None:
        """Tell what is new: at once, or together with what comes in the next moment."""
        if self._timer is not None:
            if not self._airing or self._in_air:
                return
            self._timer.cancel()  # all that was on its way is kept
        apart = min(max(APART_S, 2 * self._took), GATHERED_S) - (self._clock() - self._last) if self._last >= 0 else 0.0
        self._gathering = self.traffic.busy > 0
        self._airing = not self._gathering and self._in_air > 0
        wait = GATHERED_S if self._gathering else max(apart, AIR_S if self._airing else 0.0)
        self._timer = self._later(wait, self.flush)

    def _drained(self) -> None:
        if self._timer is not None and self._gathering:
            self._timer.cancel()
            self._timer = None
            self.soon()

    def begin(self) -> None:
        """Look at everything, so that whoever comes is told how it stands."""
        self._dirty.views |= EVERYTHING
        self.stop()
        self.flush()

    def stop(self) -> None:
        """Tell nothing more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    # ---- telling ----------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Tell everybody what is new and kept."""
        began, start = time.thread_time(), self._clock()
        self._timer = None
        for line in self.every():
            line.leave_behind(BEHIND_S)
        ready = {view for view in self._dirty.views if self._pending[view] <= 0}
        cards = [card for card in self._dirty.cards if card not in self._pending_cards]
        state = self._state()
        if WALL in ready or (cards and self._pending[WALL] <= 0):
            self._look_at_wall(state, cards, whole=WALL in ready)
        if cards and state.agenda.running is not None and self._stage.wall == HIDDEN and self._pending[STAGE] <= 0:
            ready.add(STAGE)
        self._dirty.views -= ready
        if self._pending[WALL] <= 0:
            for card in cards:
                del self._dirty.cards[card]
        self._stages.clear()
        if STAGE in ready:
            self._stage_ms = self._now_ms()
            self._stage = views.stage(state, self._stage_ms, self._guests.switches(), self._guests.method())
        if ASK in ready:
            self._asked = views.asked(state)
        if PLAY in ready or self._plays is None:
            self._plays = views.Plays(state)
        if FLOOR in ready or self._floors is None:
            self._floors = views.Floors(state)
        self._tell_all(ready)
        self._tell_mine(state)
        self._last = self._clock()
        self._took = self._last - start
        self.spent.times += 1
        self.spent.seconds += time.thread_time() - began

    def _look_at_wall(self, state: SessionState, cards: list[str], *, whole: bool) -> None:
        walls = views.Walls(state)
        block = state.agenda.running
        if block != self.log.block:
            if not whole:
                return
            self.log.turn_to(block)
        if not whole:
            found = walls.with_those_around(cards)
        else:
            found = dict.fromkeys(self.log.cards) | walls.all()
        # A card that is not kept is shown as it was: not at all, if it is new.
        self.log.update({key: card for key, card in found.items() if key not in self._pending_cards})

    def _tell_all(self, ready: set[str]) -> None:
        walls: dict[int, list[str]] = {}
        for line in self.every():
            visit = self._guests.visit(line.guest)
            if visit is None:
                continue
            if 0 <= line.n != self.log.n:
                if line.n not in walls:
                    walls[line.n] = [told(part) for part in self.log.since(line.n)]
                self._tell_wall(line, iter(walls[line.n]), len(walls[line.n]))
            if STAGE in ready or FLOOR in ready:
                self._tell_stage(line, visit)
            if ASK in ready:
                self._tell_ask(line, visit)
            if PLAY in ready or FLOOR in ready:
                self._tell_own(line, visit)

    def _tell_stage(self, line: Line, visit: Visit) -> None:
        base = self._stage
        own = (views.group_of(self._state(), base.block, visit.person), bool(visit.person) and base.block is not None)
        found = self._stages.get(own)
        if found is None:
            left, now = base.left_ms, self._now_ms()
            shown = msgspec.structs.replace(base, group=protocol.clean_name(own[0]), hand=own[1])
            # The time left runs by itself on the phone: only another end of it is news.
            due = left if left is None or base.paused else (left + self._stage_ms) // 1000
            told_now = left if left is None or base.paused else left - (now - self._stage_ms)
            news = told(msgspec.structs.replace(shown, left_ms=due))
            found = (told(msgspec.structs.replace(shown, left_ms=told_now)), news)
            self._stages[own] = found
        self._tell_text(line, "Stage", *found)

    def _tell_ask(self, line: Line, visit: Visit) -> None:
        ask = self._asked.ask
        if ask is not None and ask.open and self._guests.has_voted(ask.id, visit.id):
            self._tell(line, protocol.Asked(msgspec.structs.replace(ask, mine=True)))
        else:
            self._tell(line, self._asked)

    def _tell_own(self, line: Line, visit: Visit) -> None:
        if self._plays is not None:
            self._tell(line, self._plays.brief(visit.person))
            self._tell(line, self._plays.sheet(visit.person))
        if self._floors is not None:
            self._tell(line, self._floors.floor(visit.person))

    def _tell(self, line: Line, message: Told) -> None:
        text = told(message)
        self._tell_text(line, type(message).__name__, text, text)

    def _tell_text(self, line: Line, name: str, text: str, news: str) -> None:
        if line.sent.get(name) != news:
            line.sent[name] = news
            line.put(text)

    def _tell_mine(self, state: SessionState) -> None:
        everything, self._all_mine = self._all_mine, set()
        refused = self._guests.refused
        for guest in everything:
            visit = self._guests.visit(guest)
            if visit is not None and guest in self.lines:
                text = told(views.mine(state, self._told_cards(visit), refused))
                for line in self.lines[guest]:
                    line.put(text)
        by_guest: dict[str, list[str]] = {}
        for card in [card for card in self._dirty_mine if card not in self._pending_cards]:
            self._dirty_mine.discard(card)
            owner = self._guests.owner(card)
            if owner is not None and owner not in everything:
                by_guest.setdefault(owner, []).append(card)
        for guest, cards in by_guest.items():
            found = tuple(one for card in cards if (one := views.own_card(state, card, refused)) is not None)
            for line in self.lines.get(guest, ()):
                line.put(told(protocol.Mine(found)))

    def _told_cards(self, visit: Visit) -> list[str]:
        return [card for card in self._guests.own_cards(visit) if card not in self._pending_cards]
