"""The whole program with phones that are no browsers: they join, give, are removed, and go on after a crash."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from facilitator.app import main
from facilitator.session.agenda import AddBlock
from facilitator.session.ports import uuid7
from facilitator.session.rules import Together
from facilitator.session.sessions import CreateSession
from facilitator.ui.phones import mount
from facilitator.ui.phones.door import REMOVED, PhonesStatus
from facilitator.ui.run.screen import RunScreen
from facilitator.ui.window import MainWindow
from tests.journeys.test_afternoon import ROOT, program
from tests.journeys.test_run import run_page
from tests.waiting import PATIENCE, until

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(180),
    pytest.mark.asyncio(loop_scope="function"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


class Phone:
    """A phone: a jar of cookies and a socket."""

    def __init__(self, client: aiohttp.ClientSession, address: str) -> None:
        self.client, self.address = client, address
        self.socket: aiohttp.ClientWebSocketResponse | None = None
        self.cookie = ""

    async def join(self, **how: str) -> int:
        """Ask to come in; gives what HTTP says."""
        async with self.client.post(f"http://{self.address}/api/join", json=how) as answer:
            if answer.status == 200:
                self.cookie = "; ".join(f"{one.key}={one.value}" for one in answer.cookies.values())
            return answer.status

    async def connect(self) -> None:
        """Open the socket, and ask for everything."""
        origin = f"http://{self.address}"
        self.socket = await self.client.ws_connect(f"{origin}/ws", origin=origin, headers={"Cookie": self.cookie})
        await self.hears("hello")
        await self.socket.send_json({"t": "since", "n": 0})

    async def hears(self, kind: str, **said: object) -> dict[str, Any]:
        """The next message of a kind that says this."""
        assert self.socket is not None
        while True:
            told = await asyncio.wait_for(self.socket.receive_json(), PATIENCE)
            if told["t"] == kind and all(told.get(key) == value for key, value in said.items()):
                return dict(told)

    async def give(self, text: str) -> str:
        """Give a card; returns its id once it is kept."""
        assert self.socket is not None
        event = uuid7()
        await self.socket.send_json({"t": "give", "id": event, "text": text, "kind": "idea", "on": None, "photo": None})
        await self.hears("ok", id=event)
        return event


@asynccontextmanager
async def phones_at(address: str, count: int) -> AsyncIterator[list[Phone]]:
    """So many phones, each with a jar of its own."""
    clients = [aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) for _number in range(count)]
    try:
        yield [Phone(client, address) for client in clients]
    finally:
        for client in clients:
            await client.close()


async def planned(main_window: MainWindow, identity: str) -> None:
    """A session with one activity, kept."""
    await until(lambda: main_window.home_filled())
    await main_window.services.sessions()
    store = main_window.services.store
    block = AddBlock(block=uuid7(), title="Talk", minutes=30, exchange=3, verb="talk", modality="discussion")
    store.dispatch(identity, Together(commands=(CreateSession(title="Phones"), block)))
    await until(lambda: not store.waiting)


async def opened(main_window: MainWindow, identity: str) -> RunScreen:
    """The page *Run* of it."""
    main_window.run_session(identity)
    await until(lambda: run_page(main_window) is not None)
    page = run_page(main_window)
    assert page is not None
    return page


def status_of(main_window: MainWindow) -> PhonesStatus:
    assert main_window.services.phones is not None
    return main_window.services.phones.status


async def test_phones_join_give_and_one_is_removed(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By token and by code; the cards stand in the stream, on the room screen and in the PDF; removal is one step."""
    monkeypatch.setattr(mount, "adapter_addresses", list)
    folder, identity, report = tmp_path / "library", uuid7(), tmp_path / "report.pdf"
    async with program(folder, home) as main_window:
        await planned(main_window, identity)
        page = await opened(main_window, identity)
        QTest.mouseClick(page.bar.next, Qt.MouseButton.LeftButton)
        page.phones.start("127.0.0.1")
        await until(lambda: status_of(main_window).link != "" and status_of(main_window).test_ms > 0)
        status = status_of(main_window)
        assert status.test == "passed"
        assert page.room.feed.join is not None
        page.room.open()
        page.phones.toggle()
        store = main_window.services.store
        async with phones_at(status.typed, 3) as (lotte, zxqv, late):
            token = status.link.split("#k=")[1]
            assert await lotte.join(k=token, name="Lotte") == 200
            assert await zxqv.join(code=status.code, name="Zxqv") == 200
            assert await late.join(code="000000" if status.code != "000000" else "111111", name="Nobody") == 401
            await lotte.connect()
            await zxqv.connect()
            card = await lotte.give("Hand over at the bedside")
            spam = await zxqv.give("Buy my watches")
            await until(lambda: page.model.rowCount() == 2)
            view = page.room.feed.view()
            assert "Hand over at the bedside" in str(view)
            await until(lambda: page.phones.button.text() == "2 phones joined")
            drawer = page.phones.drawer
            assert drawer is not None
            await until(lambda: len(drawer.guests.guests.rows) == 2)
            row = next(at for at, one in enumerate(drawer.guests.guests.rows) if one.name == "Zxqv")
            drawer.guests.setCurrentIndex(drawer.guests.guests.index(row))
            QTest.keyClick(drawer.guests, Qt.Key.Key_Delete)
            state = store.state(identity)
            assert state.contributions.by_id[spam].hidden
            assert not state.contributions.by_id[card].hidden
            assert "Buy my watches" not in str(page.room.feed.view())
            await zxqv.hears("bye", why="removed")
            assert drawer.guests.guests.rows[-1].guest.state == REMOVED
            assert "1 card hidden" in drawer.guests.guests.rows[-1].state
            store.undo(identity)
            assert not store.state(identity).contributions.by_id[spam].hidden
            store.redo(identity)
            assert store.state(identity).contributions.by_id[spam].hidden
            page.phones.stop()
            await lotte.hears("bye", why="ended")
            await until(lambda: not status_of(main_window).session)
            assert page.room.feed.join is None
        await until(lambda: not store.waiting)
    capsys.readouterr()
    assert main(["--library", str(folder), "export", identity, "-o", str(report), "--format", "pdf"]) == 0
    read = subprocess.run(["pdftotext", "-raw", report, "-"], capture_output=True, check=True).stdout.decode()
    assert "Hand over at the bedside" in read
    assert "Buy my watches" not in read


async def test_killed_and_started_again_phones_go_on(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program is killed and started again: same address, same cookie, and what was given stands once."""
    monkeypatch.setattr(mount, "adapter_addresses", list)
    folder, identity = tmp_path / "library", uuid7()
    async with program(folder, home) as main_window:
        await planned(main_window, identity)
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        str(Path(__file__).with_name("let_phones_in.py")),
        str(folder),
        identity,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert child.stdout is not None
    where = json.loads(await asyncio.wait_for(child.stdout.readline(), 60))
    async with phones_at(where["address"], 1) as (phone,):
        assert await phone.join(k=where["token"], name="Lotte") == 200
        await phone.connect()
        first = await phone.give("Before the crash")
        child.kill()
        await child.wait()
        async with program(folder, home) as main_window:
            await opened(main_window, identity)
            await until(lambda: status_of(main_window).session == identity)
            assert status_of(main_window).typed == where["address"]
            assert status_of(main_window).code == where["code"]
            await phone.connect()
            second = await phone.give("And after it")
            standing = main_window.services.store.state(identity).contributions.standing()
            assert [given.id for given in standing] == [first, second]
            assert len({given.authors for given in standing}) == 1
