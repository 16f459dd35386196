"""The drawer *Phones*, opened from the page *Run*, over phones that say what they are told to say."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.running import CloseSession, ReopenSession
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.ui.actions import Registry
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.messages import Messages
from facilitator.ui.phones import mount
from facilitator.ui.phones.adapters import adapter_addresses
from facilitator.ui.phones.door import AWAY, HELD, HERE, REMOVED, HeldCard, PhoneGuest
from facilitator.ui.phones.drawer import PhonesDrawer
from facilitator.ui.phones.guests import GuestModel
from facilitator.ui.phones.picture import CodePicture
from facilitator.ui.run.screen import RunScreen
from facilitator.ui.screens.steps import Session
from tests.ui.phones_fake import GUEST_WIFI, OWN, VPN, FakePhones
from tests.waiting import until

NOW = 1_773_322_200_000
FOUND = [(OWN, "own hotspot"), (GUEST_WIFI, "Wi-Fi"), (VPN, "tun0")]
LOTTE = PhoneGuest("g1", "Lotte", HERE, NOW)
ZXQV = PhoneGuest("g2", "Zxqv", HERE, NOW)


class House:
    """A running page with phones."""

    def __init__(self, services, theme, monkeypatch) -> None:
        self.now, self.found = NOW, list(FOUND)
        services.phones = self.phones = FakePhones()
        self.phones.now = NOW
        services.store = Store(services.journal, clock=lambda: self.now)
        self.services, self.theme = services, theme
        monkeypatch.setattr(mount, "adapter_addresses", lambda: self.found)
        monkeypatch.setattr("facilitator.ui.phones.drawer.adapter_addresses", lambda: self.found)
        self.session = "s1"
        self.do(CreateSession(title="Night handover", zone="UTC"))
        self.do(AddBlock(block="a", title="Talk", minutes=10, exchange=3, verb="say"))
        self.messages, self.said = Messages(), []
        self.messages.said.connect(self.said.append)
        self._page: RunScreen | None = None

    @property
    def page(self) -> RunScreen:
        """The page, made when it is first wanted: in a running loop."""
        if self._page is None:
            self._page = self.open()
        return self._page

    def open(self) -> RunScreen:
        keeper = DraftKeeper(self.services.drafts, self.session)
        page = RunScreen(Session(self.services, self.session, self.theme, self.messages, keeper))
        page.resize(1440, 900)
        page.show()
        Registry(page).take_offers(page)
        return page

    def do(self, command) -> None:
        self.services.store.dispatch(self.session, command)

    @property
    def drawer(self) -> PhonesDrawer:
        assert self.page.phones.drawer is not None
        return self.page.phones.drawer

    async def on(self, *guests: PhoneGuest, **more: object) -> PhonesDrawer:
        """The drawer with phones that are in."""
        self.page.phones.toggle()
        QTest.mouseClick(self.drawer.start, Qt.MouseButton.LeftButton)
        await until(lambda: self.phones.status.address or self.said)
        self.phones.put(guests=guests, **more)
        return self.drawer


@pytest.fixture
def house(services, theme, monkeypatch):
    made = House(services, theme, monkeypatch)
    yield made
    if made._page is not None:
        made.page.close_session()
        made.page.close()
        made.page.deleteLater()


def click(view, row: int, action: str) -> None:
    """The words of an action in a row."""
    index = view.model().index(row, 0)
    rect = view.visualRect(index)
    place = next(
        QPoint(x, rect.center().y())
        for x in range(rect.right(), rect.left(), -4)
        if view.parts(index, rect, QPoint(x, rect.center().y())) == action
    )
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.asyncio
async def test_off_there_is_one_button_and_it_lets_phones_in(house):
    """Ctrl+J opens it; switched off it offers one thing, at the likeliest address; Esc gives the focus back."""
    page = house.page
    page.activateWindow()
    page.capture.field.setFocus()
    action = next(one for one in page.offers() if one.id == "run.phones")
    assert action.keys == ("Ctrl+J",)
    action.does()
    drawer = house.drawer
    assert drawer.isVisible()
    assert drawer.start.isVisible()
    assert not drawer.guests.isVisible()
    assert not drawer.way_in.picture.isVisible()
    assert [choice.text() for choice in drawer.way_in.choices()] == [OWN, GUEST_WIFI, VPN]
    assert drawer.way_in.choices()[-1].address.told == "VPN, not for phones"
    QTest.mouseClick(drawer.start, Qt.MouseButton.LeftButton)
    await until(lambda: house.phones.asked)
    assert house.phones.asked == [("start", OWN)]
    assert drawer.way_in.picture.modules == ("101", "010", "111")
    assert drawer.way_in.typed.text() == f"{OWN}:42137"
    assert drawer.way_in.code.text() == "Code 418 206"
    QTest.keyClick(drawer.joining, Qt.Key.Key_Escape)
    assert not drawer.isVisible()
    assert page.focusWidget() is page.capture.field


@pytest.mark.asyncio
async def test_the_room_screen_and_the_status_line_say_it(house):
    """The room gets code and address while joining is open, and the status line says how many are in."""
    await house.on(LOTTE, ZXQV)
    feed = house.page.room.feed
    assert feed.join is not None
    assert (feed.join.address, feed.join.code, feed.phones) == (f"{OWN}:42137", "418 206", 2)
    assert feed.join.modules == ("101", "010", "111")
    assert house.page.phones.button.text() == "2 phones joined"
    QTest.mouseClick(house.drawer.joining, Qt.MouseButton.LeftButton)
    assert feed.join is None
    assert house.drawer.way_in.code.text() == "Nobody new can join"


@pytest.mark.asyncio
async def test_switches_and_a_new_code_reach_the_phones(house):
    """Joining, holding, freezing and the new code are asked of the service, and shown as it answers."""
    drawer = await house.on(LOTTE)
    QTest.mouseClick(drawer.hold, Qt.MouseButton.LeftButton)
    QTest.mouseClick(drawer.freeze, Qt.MouseButton.LeftButton)
    assert (house.phones.status.hold_all, house.phones.status.frozen) == (True, True)
    assert drawer.freeze.text().strip() == "Go on"
    QTest.mouseClick(drawer.freeze, Qt.MouseButton.LeftButton)
    assert not house.phones.status.frozen
    QTest.mouseClick(drawer.way_in.new_code, Qt.MouseButton.LeftButton)
    assert drawer.way_in.code.text() == "Code 123 456"
    house.phones.put(code_changed=True)
    assert "fifty" in drawer.way_in.trouble.text()


@pytest.mark.asyncio
async def test_a_guest_is_removed_and_brought_back(house):
    """Removed by click, brought back by the row's *Undo*; removed by key, brought back by the line that says so."""
    drawer = await house.on(LOTTE, ZXQV)
    click(drawer.guests, 1, "remove")
    assert house.phones.guest("g2").state == REMOVED
    assert house.said[-1].action == "Undo"
    click(drawer.guests, 1, "bring_back")
    assert house.phones.guest("g2").state == HERE
    drawer.guests.setCurrentIndex(drawer.guests.guests.index(0))
    QTest.keyClick(drawer.guests, Qt.Key.Key_Delete)
    assert house.phones.guest("g1").state == REMOVED
    house.said[-1].does()
    assert house.phones.guest("g1").state == HERE
    house.phones.put(guests=(PhoneGuest("g0", "Ana", HELD, NOW, held=1), LOTTE, ZXQV))
    assert drawer.guests.currentIndex().row() == 1, "the row under the hand is still Lotte"


@pytest.mark.asyncio
async def test_a_guest_becomes_an_invited_person(house):
    """One tap says that this is Lotte de Vries."""
    drawer = await house.on(PhoneGuest("g1", "Lotte", HERE, NOW, may_be="p1", may_be_name="Lotte de Vries"))
    click(drawer.guests, 0, "is_person")
    assert house.phones.asked[-1] == ("is", ("g1", "p1"))
    assert drawer.guests.guests.rows[0].name == "Lotte de Vries"


@pytest.mark.asyncio
async def test_held_cards_are_judged_with_keys(house):
    """Enter lets the current card through, Delete does not take it, and the next one is under the hand."""
    cards = tuple(HeldCard(f"c{n}", "g1", "Lotte", "idea", f"Card {n}") for n in range(3))
    drawer = await house.on(PhoneGuest("g1", "Lotte", HELD, NOW, held=3), held=cards)
    click(drawer.guests, 0, "show")
    assert drawer.held.currentIndex().row() == 0
    QTest.keyClick(drawer.held, Qt.Key.Key_Return)
    QTest.keyClick(drawer.held, Qt.Key.Key_Delete)
    assert house.phones.asked[-2:] == [("through", "c0"), ("refuse", "c1")]
    assert drawer.held.currentIndex().row() == 0
    click(drawer.guests, 0, "let_through")
    assert house.phones.asked[-1] == ("through", "c2")
    assert not drawer.held.isVisible()


@pytest.mark.asyncio
async def test_stop_asks_once_and_enter_and_escape_keep_everybody_in(house):
    """With somebody in it is asked first; the answer that harms nobody has the focus; the other one is a key away."""
    drawer = await house.on(LOTTE, ZXQV)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        QTest.mouseClick(drawer.stop, Qt.MouseButton.LeftButton)
        assert drawer.question.isVisible() and drawer.question.title.text() == "Send 2 phones away?"
        assert drawer.window().focusWidget() is drawer.question.keep
        QTest.keyClick(drawer.question.keep, key)
        assert not drawer.question.isVisible() and drawer.isVisible()
        assert drawer.window().focusWidget() is drawer.stop
    assert ("stop", None) not in house.phones.asked
    QTest.keyClick(drawer.stop, Qt.Key.Key_Return)
    assert drawer.stop.nextInFocusChain() is drawer.question.keep
    assert drawer.question.keep.nextInFocusChain() is drawer.question.send
    QTest.keyClick(drawer.question.send, Qt.Key.Key_Return)
    await until(lambda: ("stop", None) in house.phones.asked and drawer.start.isVisible())
    assert not drawer.question.isVisible()
    assert drawer.window().focusWidget() is drawer.start


@pytest.mark.asyncio
async def test_stop_asks_nothing_where_nobody_is_in(house):
    """Nobody would be sent away; who was removed is not in."""
    drawer = await house.on(PhoneGuest("g1", "Lotte", REMOVED, NOW))
    QTest.mouseClick(drawer.stop, Qt.MouseButton.LeftButton)
    await until(lambda: ("stop", None) in house.phones.asked)
    assert not drawer.question.isVisible()


@pytest.mark.asyncio
async def test_after_phones_are_let_in_the_focus_is_on_the_first_switch(house):
    """The button is gone, and what comes next is not the last control of the drawer."""
    house.page.activateWindow()
    house.page.phones.toggle()
    drawer = house.drawer
    drawer.start.setFocus()
    QTest.keyClick(drawer.start, Qt.Key.Key_Return)
    await until(lambda: drawer.guests.isVisible() or drawer.nobody.isVisible())
    assert drawer.window().focusWidget() is drawer.joining


@pytest.mark.asyncio
async def test_after_a_minute_alone_the_ways_out_open(house):
    """Nobody within 60 s opens them once; folded by hand they stay folded; the hotspot is explained in place."""
    drawer = await house.on()
    assert not drawer.ways.opened
    house.now += 59_000
    drawer.show_status()
    assert not drawer.ways.opened
    house.now += 1_000
    drawer.show_status()
    assert drawer.ways.apart.isVisible()
    assert "60 s" in drawer.ways.seen.text()
    QTest.mouseClick(drawer.ways.apart.action, Qt.MouseButton.LeftButton)
    assert drawer.ways.apart.more.isVisible()
    QTest.mouseClick(drawer.ways.fold, Qt.MouseButton.LeftButton)
    drawer.show_status()
    assert not drawer.ways.opened


@pytest.mark.asyncio
async def test_another_address_is_followed(house):
    """When the laptop's address goes, phones are let in at the next, and this is said; a VPN alone is no way out."""
    await house.on(LOTTE)
    house.found = [(GUEST_WIFI, "Wi-Fi"), (VPN, "tun0")]
    house.page.phones.follow([(VPN, "tun0")])
    house.page.phones.look_around()
    await until(lambda: house.said)
    assert house.phones.asked == [("start", OWN), ("start", GUEST_WIFI)]
    assert house.phones.status.address == GUEST_WIFI
    assert house.drawer.way_in.trouble.text() == "The address is new, the picture on the wall too."
    assert house.said[-1].words == "The address is new, the picture on the wall too."
    assert house.page.room.feed.join.address == f"{GUEST_WIFI}:42137"


@pytest.mark.asyncio
async def test_the_network_is_asked_for_once(house, tmp_path):
    """The poster asks for the Wi-Fi the first time; what was said goes onto it, and Esc leads back to the guests."""
    drawer = await house.on(LOTTE)
    QTest.mouseClick(drawer.way_in.poster, Qt.MouseButton.LeftButton)
    assert drawer.wifi.isVisible()
    QTest.keyClicks(drawer.wifi.name, "Ward4B")
    QTest.keyClicks(drawer.wifi.password, "quiet")
    assert drawer.wifi.picture.isVisible()
    house.page.phones.write_poster(str(tmp_path / "poster.pdf"))
    await until(lambda: house.said)
    assert house.phones.asked[-1] == ("poster", ("Ward4B", "quiet"))
    QTest.keyClick(drawer.wifi.name, Qt.Key.Key_Escape)
    assert drawer.guests.isVisible()
    asked = []
    drawer.poster_asked.disconnect()
    drawer.poster_asked.connect(lambda: asked.append(True))
    QTest.mouseClick(drawer.way_in.poster, Qt.MouseButton.LeftButton)
    assert asked == [True]


@pytest.mark.asyncio
async def test_what_fails_is_said(house):
    """An address that is no more is said as a sentence, and phones stay off."""
    house.phones.fails = "This laptop has no such address any more."
    await house.on()
    assert house.said[-1].words == "This laptop has no such address any more."
    assert house.drawer.start.isVisible()


@pytest.mark.asyncio
async def test_the_end_of_the_session_sends_phones_away(house):
    """When the session is ended, the server stops by itself."""
    await house.on(LOTTE)
    house.do(CloseSession())
    await until(lambda: not house.phones.status.address)
    assert house.phones.asked[-1] == ("stop", None)
    assert house.page.room.feed.join is None
    assert house.page.phones.why_not() == "The session is over."
    assert not house.page.phones.button.isVisible()
    house.do(ReopenSession())
    assert house.page.phones.button.isVisible()


@pytest.mark.asyncio
async def test_after_a_crash_phones_go_on(house):
    """Where phones were in when the program died in an activity, the page lets them in again by itself; else not."""
    house.phones.crashed = True
    assert house.page.phones.is_on is False
    house.do(StartActivity(block="a"))
    other = house.open()
    await until(lambda: house.phones.asked)
    assert house.phones.asked == [("start", OWN)]
    other.close_session()
    other.close()
    other.deleteLater()


def test_the_model_of_guests_is_one(qtmodeltester):
    """Qt's own checks, while guests come, change and go; who has cards that wait stands first, the removed last."""
    model = GuestModel()
    qtmodeltester.check(model)
    away = PhoneGuest("g3", "Yusuf", AWAY, NOW, waiting=2)
    held = PhoneGuest("g4", "", HELD, NOW, held=1)
    model.show_guests((LOTTE, PhoneGuest("g2", "Zxqv", REMOVED, NOW, hidden=3), away, held), NOW, None)
    assert [row.guest.id for row in model.rows] == ["g4", "g1", "g3", "g2"]
    assert model.rows[0].name == "Without a name"
    assert "2 cards wait" in model.rows[2].told()
    assert "3 cards hidden" in model.rows[3].told()
    assert all(len(row.actions) <= 2 for row in model.rows)
    model.show_guests((LOTTE,), NOW, None)
    assert model.rowCount() == 1


def test_the_laptop_tells_its_addresses():
    """Pairs of an IPv4 and an adapter, and never this laptop's talk to itself."""
    found = adapter_addresses()
    assert all(ip.count(".") == 3 and not ip.startswith("127.") and name for ip, name in found)


def test_the_code_is_painted_as_it_is(qapp, theme):
    """Every module on whole pixels, dark on white in dark mode, too, with white all round."""
    theme.choose("dark", 1.0)
    rows = tuple("".join("1" if (x * y + x) % 3 else "0" for x in range(25)) for y in range(25))
    picture = CodePicture(theme, 272, "Code")
    picture.put(rows, "192.168.8.1:42137")
    image = picture.grab().toImage()
    cell = 272 // (25 + 4)
    begin = (272 - cell * 25) // 2
    assert begin >= 2 * cell
    for y, row in enumerate(rows):
        for x, module in enumerate(row):
            found = image.pixelColor(begin + x * cell + cell // 2, begin + y * cell + cell // 2).lightness()
            assert found == (0 if module == "1" else 255)
    assert image.pixelColor(begin - 2, 136).lightness() == 255
