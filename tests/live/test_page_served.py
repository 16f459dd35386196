"""The phone's page in a real browser against the real hub: what is given there is in the record, and comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from facilitator.live.hosting import CLOSING, Given, Host
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.asks import CloseAsk, OpenAsk
from facilitator.session.ports import uuid7
from facilitator.session.sessions import CreateSession
from facilitator.session.state import SessionState
from facilitator.session.store import Store
from facilitator.session.wall import SetWall
from facilitator.storage import Library
from tests.live.browser import PROGRAM, WITHOUT, Phone, running, talking

pytestmark = [pytest.mark.skipif(not PROGRAM, reason=WITHOUT), pytest.mark.timeout(120)]

PAGE = Path(__file__).parents[2] / "resources" / "phone"


@pytest.fixture(scope="module")
def browser() -> Iterator[str]:
    """A browser for these tests."""
    with running() as address:
        yield address


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
        given = Given(self.store, self.stream, self._folder / "state", PAGE, lead="Ines", until="16:00")
        self.host = await Host.start(given, "127.0.0.1")
        return self.host.join

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
            await lotte.until("Object.keys(localStorage).filter(k => k.includes('send')).length === 0")
            at.store.dispatch(at.stream, CloseAsk(ask=vote))
            await lotte.until("(document.querySelector('.result b') || {}).textContent === '1'")
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
            await phone.until("Object.keys(localStorage).filter(k => k.includes('send')).length === 0")
            await at.close()
            await phone.sees("No connection. Keep writing.")
            await give(phone, "while it was gone")
            await give(phone, "and another")
            await phone.sees("2 things wait here")
            await at.open()
            await phone.until("Object.keys(localStorage).filter(k => k.includes('send')).length === 0")
            assert at.texts() == ["before", "while it was gone", "and another"]
            assert not phone.complaints

    asyncio.run(story())
