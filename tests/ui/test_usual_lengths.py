"""The plan knows how long things took here: read from a real library, offered where a block is added and changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.session.activities import EndActivity, StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.ports import uuid7
from facilitator.session.rules import Command
from facilitator.session.running import MINUTE
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from tests.ui.real import real_services
from tests.waiting import until

pytestmark = pytest.mark.asyncio
START = 1_773_322_200_000


def ran(store: Store, *lengths: int) -> None:
    """Sessions in which a discussion of thirty minutes took so long."""
    for number, length in enumerate(lengths):
        session = uuid7()
        begin = START + number * 100 * MINUTE
        steps: tuple[Command, ...] = (
            CreateSession(title=f"S{number}"),
            AddBlock(block="talk", title="Talk", modality="discussion", minutes=30),
            StartActivity(block="talk", ms=begin),
            EndActivity(ms=begin + length * MINUTE),
        )
        for step in steps:
            store.dispatch(session, step)


async def test_three_sessions_teach_the_fourth(tmp_path: Path) -> None:
    """After three discussions that took longer, the next one is planned longer; a session more changes it again."""
    async with real_services(tmp_path / "library", lambda store: ran(store, 44, 41, 46)) as services:
        usual = await services.usual_lengths()
        assert (usual["discussion"].minutes, usual["discussion"].times) == (44, 3)
        ran(services.store, 60, 60)
        await until(lambda: not services.store.waiting)
        again = await services.usual_lengths()
        assert (again["discussion"].minutes, again["discussion"].times) == (46, 5)


async def test_two_say_nothing(tmp_path: Path) -> None:
    """Twice is chance."""
    async with real_services(tmp_path / "library", lambda store: ran(store, 44, 41)) as services:
        assert await services.usual_lengths() == {}
