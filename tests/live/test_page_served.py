"""The phone's page in a real browser against the real hub: what is given there is in the record, and comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from facilitator.live.hosting import CLOSING, Given, Host
from facilitator.live.ports import Picture
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.asks import CloseAsk, OpenAsk
from facilitator.session.casting import CastPlayer
from facilitator.session.play import GoToPhase
from facilitator.session.ports import uuid7
from facilitator.session.role_play import AddRole, WriteScenario
from facilitator.session.rules import Command
from facilitator.session.sessions import CreateSession
from facilitator.session.state import SessionState
from facilitator.session.store import Store
from facilitator.session.wall import SetWall
from facilitator.storage import Library
from facilitator.ui import photo
from tests.live.browser import PROGRAM, WITHOUT, Phone, running, talking

pytestmark = [pytest.mark.skipif(not PROGRAM, reason=WITHOUT), pytest.mark.timeout(120)]

SENT = "Object.keys(localStorage).filter(k => k.includes('send')).length === 0"
PAGE = Path(__file__).parents[2] / "resources" / "phone"


@pytest.fixture(scope="module")
def browser() -> Iterator[str]:
    """A browser for these tests."""
    with running() as address:
        yield address


def cleaned(data: bytes) -> Picture:
    """The window's own way with pictures."""
    made = photo.from_bytes(data, "The photo")
    return Picture(made.data, made.media_type, made.name)


class Desk:
    """A library, a running session, and the hub on this computer."""

    def __init__(self, folder: Path) -> None:
        loop = asyncio.get_running_loop()
        self._folder = folder
        self.library = Library.open(
            folder / "library", create=True, deliver=lambda work: (loop.call_soon_threadsafe(work), None)[1]
        )
        self.store = Store(self.library.journal)
        self.stream, self.block = uuid7(), uuid7()
        self.store.dispatch(self.stream, CreateSession(title="Night handover"))
        self.store.dispatch(
            self.stream, AddBlock(block=self.block, title="What got lost?", modality="discussion", minutes=20)
        )
        self.store.dispatch(self.stream, StartActivity(block=self.block))
        self.host: Host | None = None

    @property
    def state(self) -> SessionState:
        return self.store.state(self.stream)

    def texts(self) -> list[str]:
        """All that stands in the record, in order."""
        return [one.text for one in self.state.contributions.by_id.values() if not one.withdrawn]

    async def open(self) -> str:
        """Let phones in; the address of the picture's code."""
        given = Given(
            self.store,
            self.stream,
            self._folder / "state",
            PAGE,
            clean=cleaned,
            photos=self,
            lead="Ines",
            until="16:00",
        )
        self.host = await Host.start(given, "127.0.0.1")
        return self.host.join

    async def keep(self, data: bytes, name: str, media_type: str) -> str:
        """A photo goes beside the record."""
        del name, media_type
        return await asyncio.to_thread(self.library.put_attachment, data)

    async def read(self, sha256: str) -> bytes | None:
        """A photo's bytes."""
        file = self.library.attachment_path(sha256)
        return None if file is None else file.read_bytes()

    async def close(self) -> None:
        """The program ends, and will come again."""
        if self.host is not None:
            await self.host.stop(CLOSING)
            self.host = None


@asynccontextmanager
async def desk(folder: Path) -> AsyncIterator[Desk]:
    """A desk that is left tidy."""
    made = Desk(folder)
    try:
        yield made
    finally:
        await made.close()
        await asyncio.to_thread(made.library.close)
        await asyncio.sleep(0)


async def come_in(phone: Phone, address: str, name: str) -> None:
    """Join by the picture's code."""
    await phone.go(address)
    await phone.type("#name", name)
    await phone.key("Enter", 13)
    await phone.until("(e => e && e.getClientRects().length)(document.querySelector('#field'))")


async def give(phone: Phone, text: str) -> None:
    """Write and give."""
    await phone.type("#field", text)
    await phone.tap("Give", "form")


def test_two_phones_give_build_thank_change_and_vote(browser: str, tmp_path: Path) -> None:
    """What one gives the other reads, builds on and thanks for; changes and votes arrive; totals after closing."""

    async def story() -> None:
        async with desk(tmp_path) as at, talking(browser) as phones:
            address = await at.open()
            lotte, ben = await phones.phone(), await phones.phone()
            await come_in(lotte, address, "Lotte")
            await lotte.sees("You can be the first.")
            await come_in(ben, address, "Ben")
            await give(ben, "Nobody asks the assistants.")
            await lotte.sees("Nobody asks the assistants.")
            await lotte.tap("Build on")
            await give(lotte, "Nor the students.")
            await lotte.tap("Thank")
            await lotte.type(".card input", "For noticing.")
            await lotte.key("Enter", 13)
            await ben.sees("builds on")
            await ben.js("document.querySelectorAll('#tabs button')[2].click()")
            await ben.sees("Lotte thanks you: “For noticing.”")
            await ben.sees("Lotte built on it.")
            await ben.tap("Change")
            await ben.type(".card textarea", "Nobody asks the night assistants.")
            await ben.tap("Save")
            await lotte.sees("Nobody asks the night assistants.")
            assert "Nobody asks the night assistants." in at.texts() and "Nor the students." in at.texts()
            vote = uuid7()
            at.store.dispatch(
                at.stream,
                OpenAsk(ask=vote, form="dots", question="Which first?", options=("At the bed", "By phone"), budget=2),
            )
            await lotte.sees("Which first?")
            await lotte.js("document.querySelectorAll('[data-step=more0]')[0].click()")
            await lotte.tap("Give my dot")
            await lotte.until("document.querySelector('#say').textContent === 'Given.'")
            await lotte.until(SENT)
            at.store.dispatch(at.stream, CloseAsk(ask=vote))
            await lotte.until("(document.querySelector('.result b') || {}).textContent === '1'")
            await give(lotte, "Both, then.")
            await lotte.until(SENT)
            assert at.texts()[-1] == "Both, then."
            await ben.js("document.querySelectorAll('#tabs button')[0].click()")
            await ben.until("document.querySelector('.result') !== null")
            at.store.dispatch(at.stream, SetWall(block=at.block, mode="hidden"))
            await lotte.js("document.querySelectorAll('#tabs button')[1].click()")
            await lotte.sees("appear when all are opened")
            assert "Nobody asks" not in await lotte.text()
            assert not lotte.complaints and not ben.complaints

    asyncio.run(story())


def test_the_program_ends_and_comes_again_and_the_phone_goes_on_by_itself(browser: str, tmp_path: Path) -> None:
    """What is written while nobody listens waits on the phone and is in the record once each, in order, afterwards."""

    async def story() -> None:
        async with desk(tmp_path) as at, talking(browser) as phones:
            phone = await phones.phone()
            await come_in(phone, await at.open(), "Lotte")
            await give(phone, "before")
            await phone.until(SENT)
            await at.close()
            await phone.sees("No connection. Keep writing.")
            await give(phone, "while it was gone")
            await give(phone, "and another")
            await phone.sees("2 things wait here")
            await at.open()
            await phone.until(SENT)
            assert at.texts() == ["before", "while it was gone", "and another"]
            assert not phone.complaints

    asyncio.run(story())


DRAWN = """(async () => {
    const c = document.createElement('canvas'); c.width = 1200; c.height = 900;
    c.getContext('2d').fillRect(0, 0, 900, 90);
    const blob = await new Promise(d => c.toBlob(d, 'image/png'));
    const box = new DataTransfer(); box.items.add(new File([blob], 'flip chart.png', {type: 'image/png'}));
    const pick = document.querySelector('input[type=file]'); pick.files = box.files;
    pick.dispatchEvent(new Event('change')) })()"""


def test_a_role_a_photo_and_an_outcome_card(browser: str, tmp_path: Path) -> None:
    """A brief is read by its player and stands on no other phone; both see a photo; the card is in the record."""

    async def story() -> None:
        async with desk(tmp_path) as at, talking(browser) as phones:

            def do(*commands: Command) -> None:
                for command in commands:
                    at.store.dispatch(at.stream, command)

            address = await at.open()
            lotte, ben = await phones.phone(), await phones.phone()
            await come_in(lotte, address, "Lotte")
            await come_in(ben, address, "Ben")
            await lotte.js(DRAWN)
            await lotte.until("document.querySelector('.preview img')")
            await give(lotte, "The flip chart of round one")
            await ben.sees("The flip chart of round one")
            await ben.until("[...document.querySelectorAll('main img')].some(e => e.naturalWidth === 1200)")
            vote = uuid7()
            do(OpenAsk(ask=vote, form="outcome", question="the 07:00 handover"))
            await lotte.tap("now: answer ordinary questions")
            await lotte.tap("when we started: name the main points")
            await lotte.tap("Next")
            await lotte.tap("Skip")
            await lotte.tap("Nothing to decide")
            await lotte.js("document.querySelector('input[name=through]').click()")
            await lotte.tap("Give the card")
            await lotte.until(SENT)
            do(CloseAsk(ask=vote))
            assert next((one.item, one.now, one.then) for one in at.state.outcomes.standing()) == ("informed", 3, 1)
            play = uuid7()
            people = {person.name: person.id for person in at.state.people.present()}
            do(
                AddBlock(block=play, title="A hard talk", modality="role_play", minutes=20),
                WriteScenario(block=play, situation="06:50 on the ward", checklist=("Says it back",)),
                AddRole(role="night", block=play, name="Night nurse", secret="You forgot the insulin"),
                StartActivity(block=play),
                CastPlayer(block=play, role="night", person=people["Lotte"]),
                GoToPhase(block=play, phase="brief"),
            )
            await lotte.js("document.querySelectorAll('#tabs button')[3].click()")
            await lotte.sees("You forgot the insulin")
            await lotte.tap("I am ready")
            await lotte.until(SENT)
            await ben.js("document.querySelectorAll('#tabs button')[3].click()")
            await ben.until("document.querySelector('main h1, main h2, main p')")
            assert "insulin" not in await ben.js("document.documentElement.textContent")
            assert not lotte.complaints and not ben.complaints

    asyncio.run(story())
