"""The services of the window asked twice at once, or while another program writes."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from facilitator import settings, tasks
from facilitator.desktop import Desktop
from facilitator.session.contributions import GiveContribution
from facilitator.session.ledger import Ledger
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.storage import Library
from tests.ui.real import real_services
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.asyncio


async def test_the_newest_settings_are_those_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A size chosen while the one before it is still being written is the one the next start finds."""
    written, held = settings.save, threading.Event()

    def slowly(chosen: settings.Settings, file: Path) -> None:
        if chosen.text_scale == 1.25:
            assert held.wait(PATIENCE)
        written(chosen, file)

    monkeypatch.setattr(settings, "save", slowly)
    async with real_services(tmp_path / "library") as services:
        older = asyncio.ensure_future(services.save_settings(replace(services.settings, text_scale=1.25)))
        newer = asyncio.ensure_future(services.save_settings(replace(services.settings, text_scale=1.5)))
        asyncio.get_running_loop().call_later(0.05, held.set)
        await asyncio.gather(older, newer)
        assert settings.load(tmp_path / "settings.toml").text_scale == 1.5


async def test_what_another_program_gives_while_a_session_is_read_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read from the disk, then written by another program and heard of, and only then open: the card stands in it."""
    monkeypatch.setattr("facilitator.desktop.LISTEN_SECONDS", 0.005)
    session, loaded = "0199b3c0-0000-7000-8000-000000000001", threading.Event()
    go_on = threading.Event()
    load = Library.load

    def slowly(library: Library, stream: str) -> Ledger:
        found = load(library, stream)
        if stream == session:
            loaded.set()
            assert go_on.wait(PATIENCE)
        return found

    def give() -> None:
        with Library.open(tmp_path / "library") as other:
            store = Store(other.journal)
            store.adopt(load(other, session))
            store.dispatch(session, GiveContribution(text="from the other program"))
            other.settle()

    def begun(store: Store) -> None:
        store.dispatch(session, CreateSession(title="Ward round"))

    async with real_services(tmp_path / "library", begun) as services:
        library = await services.ready()
        heard = _polls(library, monkeypatch)
        listening = tasks.start(services.listen(), "hear other programs")
        monkeypatch.setattr(Library, "load", slowly)
        opening = asyncio.ensure_future(services.open_session(session))
        await until(loaded.is_set, "the session read")
        await tasks.in_thread(give)
        await until(lambda: heard, "the other program heard of")
        go_on.set()
        await opening
        assert [one.text for one in _given(services, session)] == ["from the other program"]
        listening.cancel()


async def test_the_sample_asked_for_in_a_later_run_is_the_one_that_is_there(tmp_path: Path) -> None:
    """It is in the library since the run before: asked for again it opens with all that is in it."""
    async with real_services(tmp_path / "library") as services:
        first = await services.open_sample()
        cards = len(_given(services, first))
    async with real_services(tmp_path / "library") as services:
        assert await services.open_sample() == first
        await services.open_session(first)
        assert len(_given(services, first)) == cards > 0


def _polls(library: Library, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Streams of which the window heard something of another program, as it hears it."""
    heard: list[str] = []
    changes = library.changes

    def watched():
        poll = changes()
        before: list[str] = []

        def polled():
            heard.extend(before)  # what was given at the call before this one has been taken by now
            facts = poll()
            before[:] = [fact.stream for fact in facts]
            return facts

        return polled

    monkeypatch.setattr(library, "changes", watched)
    return heard


def _given(services: Desktop, session: str):
    return services.store.state(session).contributions.standing()
