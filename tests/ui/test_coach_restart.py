"""What the coach has told in a session is not told again by a program that was started anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.session.agenda import AddBlock
from facilitator.session.agreements import MakeAgreement
from facilitator.session.coach import Memory, Told, mark
from facilitator.session.people import JoinPerson
from facilitator.session.ports import uuid7
from facilitator.session.running import MINUTE
from facilitator.session.sessions import CreateSession
from facilitator.session.speaking import RaiseHand
from facilitator.session.store import Store
from facilitator.ui.actions import Registry
from facilitator.ui.coach_notes import CoachNotes
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.messages import Messages
from facilitator.ui.run.screen import RunScreen
from facilitator.ui.screens.steps import Session
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices

START = 1_773_322_200_000


class Program:
    """A discussion with a hand up, in a program that can be ended and started again."""

    def __init__(self, services: MemoryServices, theme: Theme) -> None:
        self.now = START
        services.store = Store(services.journal, clock=lambda: self.now)
        self.services, self.session, self.theme = services, uuid7(), theme
        for command in (
            CreateSession(title="Night handover", zone="UTC"),
            MakeAgreement(rule="lessons_leave_stories_stay"),
            JoinPerson(person="ana", name="Ana Ruiz"),
            AddBlock(block="talk", title="Talk", minutes=30, verb="talk", modality="discussion"),
        ):
            services.store.dispatch(self.session, command)

    def start(self) -> RunScreen:
        self.keeper = DraftKeeper(self.services.drafts, self.session)
        self.keeper.read()
        page = RunScreen(Session(self.services, self.session, self.theme, Messages(), self.keeper))
        page.resize(1370, 840)
        page.show()
        return page

    def end(self, page: RunScreen) -> None:
        self.keeper.settle()
        page.close_session()
        page.close()
        page.deleteLater()


def _with_a_hand_up(program: Program) -> RunScreen:
    """The page five minutes after Ana's hand went up in the first activity."""
    page = program.start()
    registry = Registry(page)
    registry.take_offers(page)
    registry.do("run.next")
    program.services.store.dispatch(program.session, RaiseHand(person="ana"))
    program.now += 5 * MINUTE
    page._tick()
    return page


def _said(page: RunScreen) -> str:
    return page.coach.text().replace("\u2068", "").replace("\u2069", "")


@pytest.mark.asyncio
@pytest.mark.parametrize("dismissed", [True, False])
async def test_a_hint_is_not_told_again_after_a_restart(
    services: MemoryServices, theme: Theme, dismissed: bool
) -> None:
    """A hint that stood still stands after a restart; one waved away does not come back, then or later."""
    program = Program(services, theme)
    page = _with_a_hand_up(program)
    assert _said(page) == "Ana Ruiz has had a hand up for 5 minutes."
    if dismissed:
        page.coach.dismiss()
        assert _said(page) == ""
    program.end(page)
    again = program.start()
    program.now += MINUTE
    again._tick()
    assert _said(again) == ("" if dismissed else "Ana Ruiz has had a hand up for 6 minutes.")
    told = [(one.rule, one.form) for one in again.coach.memory.told]
    assert told == [(one.rule, one.form) for one in page.coach.memory.told]
    program.now += 10 * MINUTE
    again._tick()
    assert "Ana Ruiz has had a hand up" not in _said(again)
    told = [(one.rule, one.form) for one in again.coach.memory.told]
    assert len(set(told)) == len(told)
    program.end(again)


@pytest.mark.asyncio
async def test_what_is_kept_names_nobody(services: MemoryServices, theme: Theme) -> None:
    """The file beside the session holds rules, marks and times, no person's id or name."""
    program = Program(services, theme)
    page = _with_a_hand_up(program)
    program.end(page)
    kept = next(services.drafts.glob("*.coach.json")).read_text("utf-8")
    assert mark(f"ana {START}") in kept
    assert "ana" not in kept.casefold()


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b'{"told": [[1]]}', b'{"told": 3}', b"[" * 2_000])
def test_a_damaged_file_is_no_memory(tmp_path: Path, content: bytes) -> None:
    """What cannot be read is as if nothing had been told; the next thing told is kept in its place."""
    file = tmp_path / "one.coach.json"
    file.write_bytes(content)
    notes = CoachNotes(file, Path.write_bytes)
    notes.read()
    assert notes.memory == Memory()
    memory = Memory((Told("hand_up", mark("x"), 5),), Told("hand_up", mark("x"), 5), "talk", 7)
    notes.keep(memory)
    other = CoachNotes(file, Path.write_bytes)
    other.read()
    assert other.memory == memory


def test_another_session_has_a_memory_of_its_own(tmp_path: Path) -> None:
    """What was told in one session is not known in the next, and nothing is written where nothing is new."""
    one, other = (DraftKeeper(tmp_path, name) for name in ("one", "other"))
    one.coach.keep(Memory(quiet_until=9))
    other.coach.keep(Memory())
    for keeper in (one, other):
        keeper.settle()
        keeper.close()
    assert [file.name for file in tmp_path.iterdir()] == ["one.coach.json"]
    one.coach.keep(Memory(quiet_until=12))
    fresh = DraftKeeper(tmp_path, "one")
    fresh.read()
    assert fresh.coach.memory == Memory(quiet_until=9)
    fresh.close()
