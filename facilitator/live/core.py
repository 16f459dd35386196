"""The inside of a hub: guests come in, what they say becomes commands, and they are told what is kept.

It knows the session and no web: a connection is a :class:`.lines.Line`. Everything happens in the loop's thread and
waits for nothing but the disk at the door. What is acknowledged is on the disk.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from typing import Any, Protocol

from facilitator.live import protocol, views
from facilitator.live.access import Access, hashed
from facilitator.live.acts import Act, Acts, Refused, Rules, derived
from facilitator.live.broadcast import Broadcast, Later
from facilitator.live.changes import ASK, CLOSES, STAGE, Touched, touched
from facilitator.live.guests import AWAY_MS, GuestRow, Links, Local, NoLocal, Visit
from facilitator.live.judged import Judged
from facilitator.live.lines import STANDS_S, Bucket, Line
from facilitator.live.ports import Joined, NotUnderstood, Refusal
from facilitator.live.protocol import told
from facilitator.session.errors import FacilitatorError, Rejected, Told
from facilitator.session.joining import JoinFromPhone, ReturnFromPhone
from facilitator.session.modalities import Modality
from facilitator.session.people import name_key
from facilitator.session.ports import uuid7
from facilitator.session.rules import GUEST, Command
from facilitator.session.state import SessionState
from facilitator.session.store import Change, Status, Store
from facilitator.words import _, tell

MOST_GUESTS = 600
SOCKETS = 2
POSTS, BURST = 3.0, 20.0
"""Posts a second from one guest, and at once."""
TEXTS, TEXTS_BURST = 30.0, 120.0
"""Messages of any kind; a phone that says more is dropped."""
PHOTOS, PHOTOS_BURST = 0.5, 6.0
ANSWERS = 256
LANGUAGES = ("en", "de", "fr", "es", "tr", "ar")

Methods = Callable[[str], Modality | None]
"""A method of the catalogue by its id. Its phases say what time is left."""


class Photos(Protocol):
    """Where pictures are kept: the session's attachments."""

    async def keep(self, data: bytes, name: str, media_type: str) -> str:
        """Keep a picture; its SHA-256."""

    async def read(self, sha256: str) -> bytes | None:
        """Its bytes."""


@dataclass(slots=True)
class _Flight:
    """A change that is heard and not kept: what it touches, and what is done once it is."""

    what: Touched
    then: list[Callable[[Exception | None], None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Then:
    """What is done once a change is kept (None) or could not be; it travels with the change."""

    call: Callable[[Exception | None], None]


@dataclass(slots=True)
class _Desk:
    """What is remembered of a guest's events: the first answers, and how much they may say."""

    posts: Bucket
    texts: Bucket
    photos: Bucket
    answers: OrderedDict[str, str] = field(default_factory=OrderedDict)
    flying: dict[str, list[Line]] = field(default_factory=dict)


class Core:
    """What a hub does by itself: the door, the events of phones, and hearing the store."""

    def __init__(
        self, store: Store, stream: str, access: Access | None = None, *, unnamed: bool = True,
        local: Local | None = None, photos: Photos | None = None, lead: str = "", until: str = "",
        clock: Callable[[], float] = time.monotonic, later: Later | None = None, methods: Methods | None = None,
    ) -> None:  # fmt: skip
        self.access = access if access is not None else Access()
        self.unnamed, self.lead, self.until = unnamed, lead, until
        self.holding = self.frozen = False
        self._store, self._stream = store, stream
        self._local: Local = local if local is not None else NoLocal()
        self._clock, self._later, self._methods = clock, later, methods
        self.photos = photos
        """Where photos are kept; without it none are taken."""
        self._visits: dict[str, Visit] = {}
        self._desks: dict[str, _Desk] = {}
        self._people: dict[str, str] = {}
        self._links = Links(self._local)
        self._acts = Acts(self._links)
        self._flights: dict[str, _Flight] = {}
        self.judged = Judged(lambda: self.state)
        self._authored_at: tuple[int, object] = (-1, None)
        self._by_author: dict[str, list[str]] = {}
        self._listeners: list[Callable[[], None]] = []
        self._level: tuple[str | None, str] = (None, "")
        self._notice = ""
        self._ends: Callable[[], None] | None = None
        self._ticking: Any = None
        self._out: Broadcast | None = None
        for row in self._local.guests():
            self._take_in(
                Visit(row.guest, row.name, row.person, ever=True, gone_ms=store.now_ms(), invited=row.invited),
                row.cookie_hash,
            )

    # ---- life -------------------------------------------------------------------------------------------------

    @property
    def state(self) -> SessionState:
        """The session."""
        return self._store.state(self._stream)

    @property
    def out(self) -> Broadcast:
        """What tells the phones."""
        if self._out is None:
            later = self._later if self._later is not None else asyncio.get_running_loop().call_later
            self._later = later
            self._out = Broadcast(lambda: self.state, self, self._store.now_ms, later, self._clock)
        return self._out

    def start(self) -> None:
        """Begin: hear the store, and look after the guests once a second. In the running loop."""
        if self._ends is None:
            self.judged.as_before(self._store.ledger(self._stream).facts)
            self._look_at_level()
            self._links.destroy_but(self.state.agenda.running)
            self._ends = self._store.subscribe(self._hear)
            self.out.begin()
            self._tick()

    def close(self, why: str = "ended") -> None:
        """End: say goodbye to every phone. What they said is in the record."""
        if self._ends is not None:
            self._ends()
            self._ends = None
        if self._ticking is not None:
            self._ticking.cancel()
            self._ticking = None
        if self._out is not None:
            self._out.stop()
            for line in self._out.every():
                line.close(told(protocol.Bye(why)), why)
        if why == "ended":
            self._links.destroy_but(None)
            for visit in self._visits.values():
                self._local.forget_guest(visit.id)
                self.access.forget(visit.id)

    def _tick(self) -> None:
        self.look_after()
        later = self._later
        if later is not None:
            self._ticking = later(1.0, self._tick)

    def look_after(self) -> None:
        """Once a second: drop phones that do not read, and destroy the links of who is away for too long."""
        now, changed = self._store.now_ms(), False
        for line in self.out.every():
            if line.stands_s() >= STANDS_S:
                line.drop("slow")
        for visit in self._visits.values():
            if not visit.sockets and now - visit.gone_ms >= AWAY_MS:
                changed = self._forget_what_they_gave(visit) or changed
        if changed:
            self._tell_window()

    def _forget_what_they_gave(self, visit: Visit) -> bool:
        """Destroy all that says which cards were a guest's: links, first answers, photos. Whether there was any."""
        linked = bool(self._links.cards(visit.id))
        self._acts.forget_guest(visit.id)
        self._desks[visit.id].answers.clear()
        visit.photos.clear()
        return linked

    # ---- the door ---------------------------------------------------------------------------------------------

    def hello(self) -> dict[str, Any]:
        """What anybody may know before joining."""
        state = self.state
        found: dict[str, Any] = {
            "v": protocol.VERSION, "title": protocol.clean(state.about.title), "joining": self.access.joining,
            "started": state.running.began_ms is not None, "unnamed": self.unnamed,
            "languages": list(LANGUAGES), **views.agreed_at_the_door(state),
        }  # fmt: skip
        return found | {key: words for key, words in (("lead", self.lead), ("until", self.until)) if words}

    async def join(self, body: bytes, address: str) -> Joined:
        """Let somebody in, once that is on the disk.

        Raises:
            Refusal: 400 not understood, 401 wrong, 403 paused or full, 409 the name is taken, 429 locked, 503 not kept.
        """
        try:
            asked = protocol.asked_to_join(body)
        except protocol.Malformed:
            raise Refusal(400, _("That is no way to join."), "malformed") from None
        await self._open(asked, address)
        name = protocol.clean_name(asked.name)
        if len(name) > protocol.LONGEST_NAME:
            raise Refusal(400, _("That name is too long."), "name")
        if not name and not self.unnamed:
            raise Refusal(400, _("A name is needed."), "name")
        if sum(not visit.removed for visit in self._visits.values()) >= MOST_GUESTS:
            raise Refusal(403, _("Nobody else can join now."), "full")
        taken = {name_key(visit.name) for visit in self._visits.values() if visit.name and not visit.removed}
        if name and name_key(name) in taken:
            letters = (f"{name} {letter}" for letter in "BCDEFGHIJKLMNOPQRSTUVWXYZ")
            free = next((one for one in letters if name_key(one) not in taken), "")
            why = _("There is a {name} already. Add a letter?").replace("{name}", name)
            raise Refusal(409, why, "taken", suggest=free)
        visit = Visit(
            uuid7(), name, uuid7() if name else "", address, gone_ms=self._store.now_ms(), since_ms=self._store.now_ms()
        )
        cookie = self.access.give_cookie(visit.id)
        self._take_in(visit)  # at once, so that two at one instant are told apart
        try:
            if name:
                await self._kept(JoinFromPhone(person=visit.person, name=name))
        except (Told, FacilitatorError) as error:
            self._forget(visit)
            refused = isinstance(error, Rejected)
            code = "rule" if refused else "busy"
            raise Refusal(403 if refused else 503, tell(error.message, error.params), code) from None
        except BaseException:
            self._forget(visit)
            raise
        self._local.keep_guest(GuestRow(visit.id, hashed(cookie), visit.name, visit.person))
        self._tell_window()
        await self._local.written()  # a cookie that was given opens the next run too, however this one ends
        return Joined(visit.id, visit.name, cookie)

    async def _open(self, asked: protocol.Join, address: str) -> None:
        if asked.k:
            answer = self.access.by_token(asked.k)
        else:
            wait = self.access.turn_s(address)
            if wait < 0:
                raise Refusal(429, _("Too many are trying. Wait a moment."), "locked", retry_s=round(-wait))
            if wait:
                await asyncio.sleep(wait)
            answer = self.access.by_code(address, asked.code)
        if answer.why == "locked":
            raise Refusal(429, _("Too many wrong codes. Wait a moment."), "locked", retry_s=answer.retry_s)
        if answer.why == "paused":
            raise Refusal(403, _("Nobody else can join now."), "paused")
        if not answer.ok:
            raise Refusal(401, _("This code is not the right one."), "wrong")

    async def _kept(self, command: Command, person: str | None = None) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def settled(error: Exception | None) -> None:
            if done.done():
                return
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)

        change = self._store.dispatch(self._stream, command, role=GUEST, person=person, origin=_Then(settled))
        if not change.facts:
            settled(None)
        await done

    def _take_in(self, visit: Visit, cookie_hash: str = "") -> None:
        now = self._clock()
        self._visits[visit.id] = visit
        self._desks[visit.id] = _Desk(
            Bucket(POSTS, BURST, now), Bucket(TEXTS, TEXTS_BURST, now), Bucket(PHOTOS, PHOTOS_BURST, now)
        )
        if visit.person:
            self._people[visit.person] = visit.id
        if cookie_hash:
            self.access.take_hash(cookie_hash, visit.id)

    def _let_back(self, visit: Visit | None) -> None:
        """A guest who was removed is one again: their cookie opens the door as before."""
        if visit is not None and visit.removed:
            visit.removed = False
            visit.hidden = ()
            visit.since_ms = self._store.now_ms()
            self.access.take_hash(visit.cookie_hash, visit.id)
            row = GuestRow(visit.id, visit.cookie_hash, visit.name, visit.person, visit.invited)
            self._local.keep_guest(row)
            self._tell_window()

    def _forget(self, visit: Visit) -> None:
        self.access.forget(visit.id)
        self._local.forget_guest(visit.id)
        self._visits.pop(visit.id, None)
        self._desks.pop(visit.id, None)
        if self._people.get(visit.person) == visit.id:
            del self._people[visit.person]

    def guest_of(self, cookie: str) -> Visit | None:
        """Who this cookie belongs to, if to anybody."""
        return self.visit(self.access.guest_of(cookie) or "")

    # ---- lines ------------------------------------------------------------------------------------------------

    def connect(self, guest: Any) -> Line | None:
        """Another connection of this guest; the oldest of too many is closed. None for who is no guest any more."""
        visit = self.visit(guest.id)
        if visit is None:
            return None
        held = [line for line in self.out.lines.get(visit.id, ()) if not line.closed]
        if len(held) >= SOCKETS:
            held[0].close(told(protocol.Bye("elsewhere")), "elsewhere")
            self.out.remove(held[0])
            visit.sockets -= 1
        if not visit.sockets:
            visit.since_ms = self._store.now_ms()
        line = Line(visit.id, self.out.traffic, self._clock, self._said, self._gone)
        visit.sockets += 1
        visit.ever = True
        person = self.state.people.get(visit.person)
        if person is not None and not person.here and not person.removed:
            self._store.dispatch(self._stream, ReturnFromPhone(), role=GUEST, person=person.id)
        hello = protocol.Hello(visit.id, visit.name, self.out.log.n, self._store.now_ms())
        self.out.add(line, hello)
        self._tell_window()
        return line

    def _gone(self, line: Line) -> None:
        visit = self._visits.get(line.guest)
        if visit is not None and line in self.out.lines.get(line.guest, ()):
            visit.sockets -= 1
            visit.gone_ms = self._store.now_ms()
            if not visit.sockets:
                visit.since_ms = visit.gone_ms
            self.out.remove(line)
            self._tell_window()

    def _said(self, line: Line, text: str) -> None:
        visit = self.visit(line.guest)
        if visit is None or self._ends is None:
            return
        desk = self._desks[visit.id]
        if desk.texts.wait_s(self._clock()):
            line.drop("slow")
            return
        try:
            message = protocol.said(text)
        except protocol.Malformed as error:
            raise NotUnderstood(str(error)) from None
        if isinstance(message, protocol.Since | protocol.Ping):
            if message.waiting != visit.waiting:
                visit.waiting = message.waiting
                self._tell_window()
            if isinstance(message, protocol.Ping):
                line.put(told(protocol.Pong()))
            else:
                self.out.since(line, message.n)
        elif isinstance(message, protocol.Event):
            self._event(line, visit, desk, message)

    # ---- events -----------------------------------------------------------------------------------------------

    def _event(self, line: Line, visit: Visit, desk: _Desk, event: protocol.Event) -> None:
        first = desk.answers.get(event.id)
        if first is not None:
            line.put(first)
            return
        if event.id in desk.flying:
            desk.flying[event.id].append(line)
            return
        wait = desk.posts.wait_s(self._clock())
        if wait:
            slow = protocol.No(event.id, _("Slowly, please. It is sent again by itself."), "slow", int(wait * 1000) + 1)
            line.put(told(slow))
            return
        desk.flying[event.id] = [line]

        def settled(error: Exception | None) -> None:
            self._answer(visit.id, desk, event, error)

        ledger = self._store.ledger(self._stream)
        done = event.id in ledger.by_id
        if isinstance(event, protocol.Outcome):  # its parts are kept under ids made from its own
            done = done or derived(event.id, "CastBallot") in ledger.by_id
        try:
            if done:
                self._after_all(settled)
                return
            rules = Rules(self.holding, self.frozen)
            act = self._acts.act(self.state, visit, event, rules, self.out.log.cards)
            change = self._store.dispatch(
                self._stream, act.command, role=GUEST, person=act.person, origin=_Then(settled)
            )
        except Told as error:
            settled(error)
            return
        self._heard_of(visit, event, act)
        if not change.facts:
            self._after_all(settled)

    def _after_all(self, then: Callable[[Exception | None], None]) -> None:
        """Nothing is to be kept for this; but what it stands on may be on its way to the disk."""
        if self._flights:
            next(reversed(self._flights.values())).then.append(then)
        else:
            then(None)

    def _heard_of(self, visit: Visit, event: protocol.Event, act: Act) -> None:
        state = self.state
        if act.link and act.person is None and act.block == state.agenda.running and event.id:
            self._links.make(act.link, visit.id, act.block)
            self.out.mine_again(())
        if act.held and act.link:
            self.judged.held.add(act.link)
            if act.person is not None:
                visit.held.add(act.link)
            self._tell_window()
        if isinstance(event, protocol.Vote | protocol.Unvote | protocol.Outcome):
            self._acts.voted(visit, event, act)
            self.out.look_again(ASK)
        if isinstance(event, protocol.Hand):
            self._tell_window()

    def _answer(self, guest: str, desk: _Desk, event: protocol.Event, error: Exception | None) -> None:
        if error is None:
            text, keep = told(protocol.Ok(event.id, self._store.now_ms())), True
        elif isinstance(error, Rejected | Refused):
            code = error.code if isinstance(error, Refused) else "rule"
            text, keep = told(protocol.No(event.id, tell(error.message, error.params), code)), True
        else:
            words = tell(error.message, error.params) if isinstance(error, Told) else _("It could not be saved.")
            text, keep = told(protocol.No(event.id, words, "busy", 2_000)), False
        if keep:
            desk.answers[event.id] = text
            while len(desk.answers) > ANSWERS:
                desk.answers.popitem(last=False)
        for line in desk.flying.pop(event.id, ()):
            line.put(text)
        if isinstance(event, protocol.Leave) and error is None:
            visit = self._visits.get(guest)
            if visit is not None:
                self._leave(visit)

    def _leave(self, visit: Visit) -> None:
        self._acts.forget_guest(visit.id)
        for line in list(self.out.lines.get(visit.id, ())):
            line.close(told(protocol.Bye("ended")), "ended")
            self.out.remove(line)
        self._forget(visit)
        self._tell_window()

    # ---- hearing the store ------------------------------------------------------------------------------------

    def _hear(self, change: Change) -> None:
        if change.stream != self._stream or not change.facts:
            return
        key = change.facts[0].id
        if change.status is Status.HEARD:
            flight = self._flights[key] = _Flight(touched(change.facts))
            if isinstance(change.origin, _Then):
                flight.then.append(change.origin.call)
            self.out.heard(flight.what)
            return
        found = self._flights.pop(key, None)
        if found is None:
            found = _Flight(touched(change.facts))
            self.out.heard(found.what)
        if change.status is Status.WITHDRAWN:
            self.out.lost()
            for then in found.then:
                then(change.error or FacilitatorError("It could not be saved."))
            return
        for then in found.then:
            then(None)
        if any(fact.kind in CLOSES for fact in change.facts):
            self._activity_changed()
        if STAGE in found.what.views:
            self._look_at_level()
        for fact in change.facts:
            if fact.kind == "person_put_back":  # undo of a removal, for one
                self._let_back(self._visits.get(self._people.get(str(fact.body.get("person")), "")))
        self.judged.hear(change.facts, from_phone=isinstance(change.origin, _Then))
        self.out.kept(found.what)

    def _activity_changed(self) -> None:
        self.out.mine_again(self._links.destroy_but(self.state.agenda.running) | set(self.out.lines))
        for visit in self._visits.values():
            visit.photos.clear()
            self._desks[visit.id].answers.clear()
        self._acts.forget_votes({ask.id for ask in self.state.votes.of(self.state.agenda.running or "")})

    def _look_at_level(self) -> None:
        """Whether the facilitator changed what is said about names while the activity runs."""
        block = views.running(self.state)
        level = (None, "") if block is None else (block.id, block.anonymity)
        if level[0] != self._level[0]:
            self._notice = ""
        elif level != self._level:
            looser = views.STRICTNESS[level[1]] < views.STRICTNESS[self._level[1]]
            self._notice = "loosened" if looser else "tightened"
        self._level = level

    # ---- asked by the broadcast -------------------------------------------------------------------------------

    def visit(self, guest: str) -> Visit | None:
        """A guest by id, unless they were removed."""
        found = self._visits.get(guest)
        return None if found is None or found.removed else found

    def own_cards(self, guest: Visit) -> list[str]:
        """The guest's own cards, first to last, as far as anybody knows."""
        given = self.state.contributions.by_id
        own = {card for card in self._links.cards(guest.id) if card in given}
        own.update(self._authored().get(guest.person, ()) if guest.person else ())
        return sorted(own, key=lambda card: (given[card].at_ms, card))

    def _authored(self) -> dict[str, list[str]]:
        """The cards of everybody who is named as their only author, gathered once for as long as nothing happens."""
        version = (len(self._store.ledger(self._stream).by_id), self.state.newest)
        if version != self._authored_at:
            self._authored_at, self._by_author = version, {}
            for given in self.state.contributions.by_id.values():
                if len(given.authors) == 1:
                    self._by_author.setdefault(given.authors[0], []).append(given.id)
        return self._by_author

    def owner(self, card: str) -> str | None:
        """The guest whose card this is, as far as anybody knows."""
        found = self._links.guest_of(card)
        if found is not None:
            return found
        given = self.state.contributions.get(card)
        if given is None or len(given.authors) != 1:
            return None
        return self._people.get(given.authors[0])

    def has_voted(self, ask: str, guest: str) -> bool:
        """Whether a ballot of this guest is held."""
        return self._acts.has_voted(ask, guest)

    def switches(self) -> views.Switches:
        """What the facilitator switched."""
        return views.Switches(self.frozen, self.holding, self._notice)

    def method(self) -> Modality | None:
        """The method of what runs, where the catalogue has it."""
        block = views.running(self.state)
        return None if block is None or self._methods is None else self._methods(block.modality)

    @property
    def refused(self) -> Container[str]:
        """Cards that the facilitator did not take."""
        return self.judged.refused

    # ---- the window -------------------------------------------------------------------------------------------

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Hear that guests or switches changed. Returns the function that ends it."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def _tell_window(self) -> None:
        for listener in tuple(self._listeners):
            listener()
