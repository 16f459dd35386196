"""The phones of the window over the real hub and server, with phones that are no browsers."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from facilitator.catalogue import built_in
from facilitator.live.selftest import ANSWERS, SILENT, SelfTest
from facilitator.phone_desk import PhoneDesk
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.modalities import Catalogue
from facilitator.session.people import JoinPerson
from facilitator.session.ports import uuid7
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.settings import Settings
from facilitator.ui.phones.door import ASLEEP, HELD, HERE, REMOVED
from facilitator.ui.phones.mount import clean_photo
from tests.ui.memory import MemoryJournal
from tests.waiting import PATIENCE, until

HERE_ONLY = "127.0.0.1"


class Shelf:
    """Where pictures are kept."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    def put_attachment(self, given: bytes) -> str:
        self.kept.append(given)
        return hashlib.sha256(given).hexdigest()

    def attachment_path(self, sha256: str) -> Path | None:
        return None


@dataclass
class House:
    """The program around the phones, in memory."""

    store: Store = field(default_factory=lambda: Store(MemoryJournal()))
    settings: Settings = field(default_factory=Settings)
    read_only: str = ""
    session: str = field(default_factory=uuid7)

    def __post_init__(self) -> None:
        block = uuid7()
        self.store.dispatch(self.session, CreateSession(title="Night handover"))
        self.store.dispatch(self.session, AddBlock(block=block, title="Talk", minutes=30, exchange=3, verb="talk"))
        self.store.dispatch(self.session, StartActivity(block=block))
        self.desk, self.shelf = PhoneDesk(self), Shelf()

    async def ready(self) -> Shelf:
        return self.shelf

    async def catalogue(self) -> Catalogue:
        return built_in()

    async def open_session(self, session: str) -> None:
        assert self.store.is_open(session)

    @property
    def state(self):
        return self.store.state(self.session)

    async def until(self, holds) -> None:
        """Wait until phones stand like this."""
        await until(lambda: holds(self.desk.status))

    @asynccontextmanager
    async def phone(self, name: str, **how: str) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        """Somebody who came in."""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as client:
            origin = f"http://{self.desk.status.typed}"
            how = how or {"code": self.desk.status.code}
            async with client.post(f"{origin}/api/join", json={**how, "name": name}) as answer:
                assert answer.status == 200
                cookie = "; ".join(f"{one.key}={one.value}" for one in answer.cookies.values())
            async with client.ws_connect(f"{origin}/ws", origin=origin, headers={"Cookie": cookie}) as socket:
                yield socket

    async def give(self, socket: aiohttp.ClientWebSocketResponse, text: str) -> str:
        """A card, once it is kept."""
        event = uuid7()
        await socket.send_json({"t": "give", "id": event, "text": text, "kind": "idea", "on": None, "photo": None})
        async with asyncio.timeout(PATIENCE):
            while True:
                told = await socket.receive_json()
                if told["t"] in ("ok", "no") and told["id"] == event:
                    assert told["t"] == "ok", told
                    return event


@pytest_asyncio.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    monkeypatch.setattr("facilitator.paths.state_folder", lambda: tmp_path)
    made = House()
    await made.desk.start(made.session, HERE_ONLY, clean_photo)
    yield made
    await made.desk.stop()


@pytest.mark.asyncio
async def test_how_things_stand(house: House) -> None:
    """The way in, the self-test, who is in, and a phone that sleeps."""
    status = house.desk.status
    assert (status.session, status.address, status.test) == (house.session, HERE_ONLY, "passed")
    assert status.link.startswith(f"http://{status.typed}/#k=")
    assert len(status.modules) == len(status.modules[0]) >= 21
    async with house.phone("Lotte"):
        await house.until(lambda now: [guest.state for guest in now.guests] == [HERE])
        assert house.desk.status.joined() == 1
        assert house.desk.status.guests[0].address == HERE_ONLY
    await house.until(lambda now: now.guests[0].state == ASLEEP)


@pytest.mark.asyncio
async def test_an_answer_about_the_old_address_says_nothing_of_the_new(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A test of the way in that comes back late, after the laptop went to another address, is not taken for its."""
    late, asked = asyncio.Event(), []

    async def slowly(ip: str, port: int) -> SelfTest:
        asked.append(ip)
        if ip == HERE_ONLY:
            await late.wait()
        return SelfTest(SILENT if ip == HERE_ONLY else ANSWERS, 1.0)

    monkeypatch.setattr("facilitator.live.selftest.reach_self", slowly)
    older = asyncio.ensure_future(house.desk.test())
    await until(lambda: asked == [HERE_ONLY])
    await house.desk.start(house.session, "127.0.0.2", clean_photo)
    assert (house.desk.status.address, house.desk.status.test) == ("127.0.0.2", "passed")
    late.set()
    await older
    assert house.desk.status.test == "passed"


@pytest.mark.asyncio
async def test_held_cards_are_let_through_or_not(house: House) -> None:
    """What is held stands with whose it is; let through it is seen, refused it is withdrawn, and neither waits."""
    house.desk.hold_all(True)
    async with house.phone("Lotte") as lotte:
        first, second = await house.give(lotte, "One"), await house.give(lotte, "Two")
        await house.until(lambda now: [card.id for card in now.held] == [first, second])
        assert house.desk.status.held[0].name == "Lotte"
        assert (house.desk.status.guests[0].state, house.desk.status.guests[0].held) == (HELD, 2)
        house.desk.let_through(first)
        house.desk.refuse(second)
        assert house.desk.status.held == ()
        assert [given.text for given in house.state.contributions.standing() if not given.hidden] == ["One"]


@pytest.mark.asyncio
async def test_removed_and_brought_back(house: House) -> None:
    """Removal hides the cards in one step and says how many; brought back, cards and person stand as before."""
    async with house.phone("Zxqv") as zxqv:
        card = await house.give(zxqv, "Buy my watches")
        await house.until(lambda now: now.joined() == 1)
        guest = house.desk.status.guests[0].id
        person = house.state.contributions.by_id[card].authors[0]
        house.desk.remove(guest)
        gone = house.desk.status.guests[0]
        assert (gone.state, gone.hidden, house.desk.status.joined()) == (REMOVED, 1, 0)
        assert house.state.people.by_id[person].removed
        house.desk.bring_back(guest)
        assert not house.state.contributions.by_id[card].hidden
        assert not house.state.people.by_id[person].removed
        assert house.desk.status.guests == ()


@pytest.mark.asyncio
async def test_a_guest_becomes_the_invited_person(house: House) -> None:
    """Somebody invited whose name begins alike is offered, once and only where there is one; their cards move over."""
    house.store.dispatch(house.session, JoinPerson(person="p1", name="Lotte de Vries"))
    async with house.phone("Lotte") as lotte:
        card = await house.give(lotte, "One")
        await house.until(lambda now: now.joined() == 1)
        guest = house.desk.status.guests[0]
        assert (guest.may_be, guest.may_be_name) == ("p1", "Lotte de Vries")
        house.desk.is_person(guest.id, "p1")
        assert house.state.contributions.by_id[card].authors == ("p1",)
        assert (house.desk.status.guests[0].name, house.desk.status.guests[0].may_be) == ("Lotte de Vries", "")
    house.store.dispatch(house.session, JoinPerson(person="p2", name="Carmen Ruiz"))
    house.store.dispatch(house.session, JoinPerson(person="p3", name="Carmen Soto"))
    async with house.phone("Carmen"):
        await house.until(lambda now: now.joined() == 2)
        assert house.desk.status.guests[1].may_be == ""


@pytest.mark.asyncio
async def test_switches_and_a_new_code(house: House) -> None:
    """A new code is another code, token and picture; closed, nobody new comes in; frozen, nothing is taken."""
    before = house.desk.status
    house.desk.new_code()
    now = house.desk.status
    assert now.code != before.code and now.link != before.link and now.modules != before.modules
    house.desk.open_joining(False)
    house.desk.freeze(True)
    assert (house.desk.status.joining, house.desk.status.frozen) == (False, True)
    async with (
        aiohttp.ClientSession() as client,
        client.post(f"http://{now.typed}/api/join", json={"code": now.code, "name": "Late"}) as answer,
    ):
        assert answer.status == 403


@pytest.mark.asyncio
async def test_closed_it_goes_on_and_stopped_it_does_not(house: House) -> None:
    """The way in is the same after the program closed; stopped by the facilitator nothing is remembered."""
    before = house.desk.status
    await house.desk.close()
    assert house.desk.status.session == ""
    assert house.desk.goes_on(house.session)
    await house.desk.again(house.session, (), clean_photo)
    now = house.desk.status
    assert (now.typed, now.code, now.link) == (before.typed, before.code, before.link)
    await house.desk.stop()
    assert not house.desk.goes_on(house.session)


@pytest.mark.asyncio
async def test_asked_twice_it_starts_once(house: House) -> None:
    """Two clicks one after the other leave one server: the second finds it there."""
    before = house.desk.status
    await asyncio.gather(*(house.desk.start(house.session, HERE_ONLY, clean_photo) for _click in range(2)))
    assert house.desk.status.link == before.link


@pytest.mark.asyncio
async def test_a_photo_is_painted_anew_before_it_is_kept(house: House) -> None:
    """What a phone sends is kept as another picture, without the words that were in its file."""
    text = QImage(40, 30, QImage.Format.Format_RGB32)
    text.fill(0xFF336699)
    text.setText("Location", "Ward 4B, bed 7")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert text.save(buffer, "PNG")
    sent = bytes(buffer.data().data())
    assert b"bed 7" in sent
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as client:
        origin = f"http://{house.desk.status.typed}"
        async with client.post(f"{origin}/api/join", json={"code": house.desk.status.code, "name": "Lotte"}) as answer:
            cookie = "; ".join(f"{one.key}={one.value}" for one in answer.cookies.values())
        headers = {"Cookie": cookie, "Content-Type": "image/png"}
        async with client.post(f"{origin}/api/photo?id={uuid7()}", data=sent, headers=headers) as answer:
            assert answer.status == 200
            named = (await answer.json())["photo"]
    assert [hashlib.sha256(one).hexdigest() for one in house.shelf.kept] == [named]
    assert b"bed 7" not in house.shelf.kept[0]


def test_addresses_say_what_they_are() -> None:
    """A hotspot of one's own, Wi-Fi, cable, and a VPN, which comes last and is of no use."""
    found = House().desk.addresses(
        [("10.8.0.2", "tun0"), ("192.168.1.7", "eth0"), ("10.42.0.1", "wlan1"), ("10.20.4.17", "Wi-Fi")]
    )
    assert [(one.ip, one.of_use) for one in found][-1] == ("10.8.0.2", False)
    told = {one.ip: one.told for one in found}
    assert told["10.42.0.1"] == "own hotspot, wlan1"
    assert told["10.20.4.17"] == "Wi-Fi"
    assert told["192.168.1.7"] == "cable, eth0"
    assert "VPN" in told["10.8.0.2"]
