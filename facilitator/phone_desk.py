"""The phones of the room for the window: the hub behind what the drawer asks for and shows.

It holds no rule of its own. What a guest gives goes through the hub; what the facilitator does about it is a command
like any other, so that it can be undone.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from facilitator import paths
from facilitator.session.casting import brief_state, role_of
from facilitator.session.contributions import HideContribution, WithdrawContribution
from facilitator.session.people import JoinPerson, ReturnPerson, name_key
from facilitator.session.rules import Command, Together
from facilitator.tasks import in_thread
from facilitator.ui.phones.door import (
    ASLEEP,
    AT_DOOR,
    AWAY,
    FAILED,
    HAND_UP,
    HELD,
    HERE,
    PASSED,
    REACHED,
    REMOVED,
    Clean,
    HeldCard,
    LaptopAddress,
    PhoneGuest,
    PhonesStatus,
)
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.live.addresses import Address
    from facilitator.live.guests import Guest
    from facilitator.live.hosting import Host
    from facilitator.live.ports import Picture
    from facilitator.session.modalities import Catalogue
    from facilitator.session.state import SessionState
    from facilitator.session.store import Change, Store
    from facilitator.settings import Settings
    from facilitator.storage import Library

GATHER_S = 0.1

_OWN_HOTSPOT = re.compile(r"192\.168\.(137|2)\.1$|10\.42\.\d+\.1$")
"""What Windows, macOS and the desktops of Linux call themselves while they are the hotspot."""

LONG_AWAY_MS = 20 * 60_000
"""A phone that sleeps is asleep; after this it is away."""

_MOVES = frozenset(
    {"contribution_hidden", "contribution_withdrawn", "contribution_restored", "person_described", "brief_opened"}
)


class Around(Protocol):
    """The program around it."""

    @property
    def store(self) -> Store:
        """Where sessions are open."""

    @property
    def settings(self) -> Settings:
        """What holds now."""

    @property
    def read_only(self) -> str:
        """Why nothing can be written; empty where writing works."""

    async def ready(self) -> Library:
        """The library, once it is open."""

    async def catalogue(self) -> Catalogue:
        """Every method, one's own too."""

    async def open_session(self, session: str) -> None:
        """Have a session open in the store."""


class _Pictures:
    """Photos from phones stand beside the record, as those do that are pasted here."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def keep(self, data: bytes, name: str, media_type: str) -> str:
        """Keep a picture; gives its SHA-256."""
        del name, media_type
        return await in_thread(self._library.put_attachment, data)

    async def read(self, sha256: str) -> bytes | None:
        """Its bytes, None where they are missing."""

        def read() -> bytes | None:
            file = self._library.attachment_path(sha256)
            return None if file is None else file.read_bytes()

        return await in_thread(read)


class PhoneDesk:
    """The phones of one session at a time; see :class:`~facilitator.ui.phones.door.PhonesService`."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._host: Host | None = None
        self._session = ""
        self._listeners: list[Callable[[], None]] = []
        self._ends: list[Callable[[], None]] = []
        self._since: dict[str, tuple[str, int]] = {}
        self._hid: dict[str, tuple[str, ...]] = {}
        self._back: set[str] = set()
        self._test, self._test_ms, self._began_ms = "", 0, 0
        self._code_changed = False
        self._one_at_a_time = asyncio.Lock()
        self._later: asyncio.TimerHandle | None = None
        self.status = PhonesStatus()

    @property
    def writes(self) -> bool:
        """Whether what phones give can be kept."""
        return not self._around.read_only

    # ---- hearing ------------------------------------------------------------------------------------------------

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        """Hear that the status is another. Gives what ends it."""
        self._listeners.append(heard)

        def end() -> None:
            if heard in self._listeners:
                self._listeners.remove(heard)

        return end

    def _soon(self) -> None:
        """In a burst what changes together is told together."""
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(GATHER_S, self._changed)

    def _changed(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None
        self.status = self._read()
        for heard in tuple(self._listeners):
            heard()

    def _heard(self, change: Change) -> None:
        if change.stream == self._session and any(fact.kind in _MOVES for fact in change.facts):
            self._soon()

    def _code_went(self, _code: str) -> None:
        self._code_changed = True
        self._changed()

    # ---- starting and stopping ----------------------------------------------------------------------------------

    def addresses(self, found: Sequence[tuple[str, str]]) -> Sequence[LaptopAddress]:
        """The addresses phones may use, the likeliest first."""
        from facilitator.live.addresses import ranked

        return [LaptopAddress(one.ip, _what(one), one.useful) for one in ranked(found)]

    def goes_on(self, session: str) -> bool:
        """Whether phones were in this session when the program ended."""
        from facilitator.live.memory import Memory

        return not self._session and Memory.goes_on(paths.state_folder(), session)

    async def again(self, session: str, useful: Sequence[str], clean: Clean) -> None:
        """Let phones in where they were, or at the first of these addresses where that one is gone."""
        from facilitator.live.memory import Memory

        def was() -> str:
            memory = Memory(paths.state_folder(), session)
            memory.close()
            return memory.door.ip if memory.door is not None else ""

        before = await in_thread(was)
        ip = before if before in useful or not useful else useful[0]
        if ip:
            await self.start(session, ip, clean)

    async def start(self, session: str, address: str, clean: Clean) -> None:
        """Let phones in at this address, or at another one; those that can reach it go on."""
        async with self._one_at_a_time:
            await self._start(session, address, clean)
        await self.test()

    async def _start(self, session: str, address: str, clean: Clean) -> None:
        from facilitator.live.hosting import CLOSING, Given, Host

        if self._host is not None and self._session == session:
            if address != self._host.server.ip:
                await self._host.move(address)
                self._test = ""
                self._changed()
            return
        if self._host is not None:
            await self._close(CLOSING)
        library, chosen = await self._around.ready(), self._around.settings
        await self._around.open_session(session)
        given = Given(
            self._around.store,
            session,
            paths.state_folder(),
            paths.resources() / "phone",
            clean=_cleaned(clean),
            photos=_Pictures(library),
            one_router=chosen.phones_one_router,
            unnamed=chosen.phones_unnamed,
            methods=(await self._around.catalogue()).get,
        )
        host = self._host = await Host.start(given, address, chosen.phones_port)
        if chosen.phones_hold:
            host.hub.hold(True)
        self._session, self._began_ms = session, self._around.store.now_ms()
        self._test, self._code_changed = "", False
        host.on_code = self._code_went
        host.server.on_reached = lambda _address: self._reached()
        self._ends = [host.hub.subscribe(self._soon), self._around.store.subscribe(self._heard)]
        self._changed()

    async def stop(self) -> None:
        """Send everybody away; nothing of them is remembered."""
        from facilitator.live.hosting import ENDED

        await self.close(ENDED)

    async def close(self, why: str = "closing") -> None:
        """Send everybody away; *closing* remembers them for the next start."""
        async with self._one_at_a_time:
            await self._close(why)

    async def _close(self, why: str) -> None:
        host, self._host, self._session = self._host, None, ""
        for end in self._ends:
            end()
        self._ends = []
        self._since, self._hid, self._back = {}, {}, set()
        if host is not None:
            await host.stop(why)
        self._changed()

    async def test(self) -> None:
        """Ask our own address whether it answers."""
        from facilitator.live.selftest import reach_self

        host = self._host
        if host is None:
            return
        tried = host.server.ip, host.server.port
        found = await reach_self(*tried)
        if host is not self._host or tried != (host.server.ip, host.server.port):
            return  # it says nothing of where phones are let in now
        self._test = (REACHED if host.server.reached else PASSED) if found.good else FAILED
        self._test_ms = self._around.store.now_ms()
        self._changed()

    def _reached(self) -> None:
        if self._test == PASSED:
            self._test, self._test_ms = REACHED, self._around.store.now_ms()
        self._changed()

    # ---- paper and pictures -------------------------------------------------------------------------------------

    async def poster(self, session: str, target: Path, wifi: str, password: str) -> Path:
        """Write the poster with address and code, and the network where one is named."""
        await self._around.open_session(session)
        state, status, chosen = self._around.store.state(session).snapshot(), self.status, self._around.settings

        def write() -> Path:
            from facilitator.export import paper
            from facilitator.live import qr
            from facilitator.ui.phones.wording import spaced

            address = None
            if status.session == session:
                network = qr.wifi(wifi, password) if wifi else ""
                address = paper.Address(status.link, status.typed, spaced(status.code), wifi, password, network)
            choices = paper.Choices(
                paper=chosen.paper, organisation=chosen.organisation, accent=chosen.report_accent, address=address
            )
            return paper.print_sheet(state, "join-poster", target, choices).wrote

        return await in_thread(write)

    def wifi_code(self, wifi: str, password: str) -> tuple[str, ...]:
        """The rows of a code with which a phone's camera joins a network."""
        from facilitator.live import qr

        return qr.modules(qr.wifi(wifi, password))

    # ---- what the facilitator does ------------------------------------------------------------------------------

    def new_code(self) -> None:
        """Another code; the old one lets nobody in any more."""
        if self._host is not None:
            self._code_changed = False
            self._host.new_code()
            self._changed()

    def open_joining(self, open: bool) -> None:
        """Whether somebody new may come in."""
        if self._host is not None:
            self._host.hub.pause_joining(not open)
            self._changed()

    def hold_all(self, hold: bool) -> None:
        """Whether every new card is held until it is let through."""
        if self._host is not None:
            self._host.hub.hold(hold)
            self._changed()

    def freeze(self, frozen: bool) -> None:
        """Whether nothing more is taken."""
        if self._host is not None:
            self._host.hub.freeze(frozen)
            self._changed()

    def remove(self, guest: str) -> None:
        """Send a guest away and hide their cards, in one step that can be undone."""
        if self._host is None:
            return
        before = {given.id for given in self._state.contributions.by_id.values() if given.hidden}
        self._host.hub.remove(guest)
        now = [given.id for given in self._state.contributions.by_id.values() if given.hidden]
        self._hid[guest] = tuple(card for card in now if card not in before)
        self._back.discard(guest)
        self._changed()

    def bring_back(self, guest: str) -> None:
        """Their cards stand again, and they may come in again."""
        if self._host is None:
            return
        state = self._state
        commands: list[Command] = [
            HideContribution(contribution=card, hidden=False)
            for card in self._hid.get(guest, ())
            if state.contributions.by_id[card].hidden
        ]
        found = next((one for one in self._host.hub.guests() if one.id == guest), None)
        person = state.people.get(found.person) if found is not None else None
        if person is not None and person.removed:
            commands.append(JoinPerson(person=person.id, name=person.name))
        elif person is not None and not person.here:
            commands.append(ReturnPerson(person=person.id))
        if commands:
            self._dispatch(Together(commands=tuple(commands)))
        self._back.add(guest)
        self._changed()

    def is_person(self, guest: str, person: str) -> None:
        """This guest is that invited person."""
        if self._host is not None:
            self._host.hub.become(guest, person)
            self._changed()

    def let_through(self, card: str) -> None:
        """A held card takes its place."""
        if self._host is not None:
            self._host.hub.approve(card)
            self._changed()

    def refuse(self, card: str) -> None:
        """A held card is not taken."""
        if self._host is not None:
            self._dispatch(WithdrawContribution(contribution=card))
            self._changed()

    def _dispatch(self, command: Command) -> None:
        self._around.store.dispatch(self._session, command)

    # ---- how things stand ---------------------------------------------------------------------------------------

    @property
    def _state(self) -> SessionState:
        return self._around.store.state(self._session)

    def _read(self) -> PhonesStatus:
        host = self._host
        if host is None:
            return PhonesStatus()
        from facilitator.live.qr import modules

        hub, before = host.hub, self.status
        link = host.join
        guests = hub.guests()
        held = self._held(guests)
        alike = self._alike(guests)
        return PhonesStatus(
            self._session,
            host.server.ip,
            host.server.port,
            link,
            before.modules if link == before.link else modules(link),
            host.access.code,
            host.access.joining,
            hub.holding,
            hub.frozen,
            tuple(self._guest(one, held, alike) for one in guests if one.id not in self._back),
            tuple(held),
            self._test or "untested",
            self._test_ms,
            self._began_ms,
            self._code_changed,
        )

    def _held(self, guests: Sequence[Guest]) -> list[HeldCard]:
        assert self._host is not None
        found, state = [], self._state
        by_person = {one.person: one for one in guests if one.person}
        for card in self._host.hub.held():
            given = state.contributions.by_id[card]
            guest = next((by_person[author] for author in given.authors if author in by_person), None)
            name = guest.name if guest is not None else ""
            found.append(HeldCard(card, guest.id if guest is not None else "", name, given.kind, given.text))
        return found

    def _guest(self, one: Guest, held: Sequence[HeldCard], alike: Mapping[str, Sequence[str]]) -> PhoneGuest:
        from facilitator.live import guests as words

        now = self._around.store.now_ms()
        cards = sum(card.guest == one.id for card in held)
        if self._since.get(one.id, ("", 0))[0] != one.state:
            self._since[one.id] = (one.state, now)
        since = self._since[one.id][1]
        state = {words.DOOR: AT_DOOR, words.HAND: HAND_UP, words.REMOVED: REMOVED}.get(one.state, HERE)
        if one.state == words.AWAY:
            state = AWAY if one.waiting or now - since >= LONG_AWAY_MS else ASLEEP
        elif state in (HERE, HAND_UP) and cards:
            state = HELD
        hidden = sum(self._state.contributions.by_id[card].hidden for card in self._hid.get(one.id, ()))
        same = [person for person in alike.get(_first(one.name), ()) if person != one.person]
        may_be = same[0] if len(same) == 1 and state != REMOVED else ""
        person = self._state.people.get(may_be) if may_be else None
        name = person.name if person is not None else ""
        unread = bool(one.person) and self._brief_unread(one.person)
        return PhoneGuest(one.id, one.name, state, since, one.waiting, cards, hidden, unread, may_be, name, one.address)

    def _brief_unread(self, person: str) -> bool:
        """Whether somebody plays a role now and did not open its brief."""
        state = self._state
        block = state.agenda.running
        role = role_of(state, block, person) if block is not None and state.role_play.cast(block) else None
        return role is not None and block is not None and brief_state(state, block, role.id) is None

    def _alike(self, guests: Sequence[Guest]) -> Mapping[str, Sequence[str]]:
        """The people without a phone, by the first word of their name: one of them may be a guest of that name."""
        taken = {guest.person for guest in guests}
        found: dict[str, list[str]] = {}
        for person in self._state.people.present():
            if person.id not in taken:
                found.setdefault(_first(person.name), []).append(person.id)
        found.pop("", None)
        return found


def _what(address: Address) -> str:
    """What an address belongs to, in words."""
    from facilitator.live.addresses import CABLE, WIFI

    name = address.adapter
    if _OWN_HOTSPOT.match(address.ip) and address.useful:
        return _("own hotspot, {adapter}").format(adapter=name)
    if address.remark():
        return address.remark()
    plain = name.casefold().replace("-", "")
    if address.kind == WIFI and "wifi" not in plain:
        return _("Wi-Fi, {adapter}").format(adapter=name)
    if address.kind == CABLE and "ethernet" not in plain:
        return _("cable, {adapter}").format(adapter=name)
    return name


def _first(name: str) -> str:
    return name_key(name).split(" ")[0]


def _cleaned(clean: Clean) -> Callable[[bytes], Picture]:
    """The window's own painter, for the server."""
    from facilitator.live.ports import Picture

    def painted(data: bytes) -> Picture:
        made = clean(data)
        return Picture(made.data, made.media_type, made.name)

    return painted
