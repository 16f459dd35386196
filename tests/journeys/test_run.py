"""A whole session, run: from its plan to its end with clicks and keys, killed in the middle, read back afterwards."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from facilitator.app import main
from facilitator.demo import Sample
from facilitator.session.agenda import AddBlock
from facilitator.session.ports import uuid7
from facilitator.session.rules import Together
from facilitator.session.running import remaining_ms
from facilitator.session.sessions import CreateSession
from facilitator.ui.run.screen import RunScreen
from facilitator.ui.stages.pens_first.stage import PensStage
from facilitator.ui.stages.role_play.stage import RolePlayStage
from facilitator.ui.stages.video.stage import VideoStage
from facilitator.ui.window import MainWindow
from tests.journeys.test_afternoon import ROOT, program
from tests.waiting import until

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(300),
    pytest.mark.asyncio(loop_scope="function"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
LINES = 3
"""So many of the afternoon's own cards are caught in each activity."""


def run_page(main_window: MainWindow) -> RunScreen | None:
    """The page *Run* on the screen."""
    page = main_window.session.current() if main_window.session is not None else None
    return page if isinstance(page, RunScreen) and page.isVisible() else None


def press(main_window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, wherever the focus is."""
    QTest.keyClick(main_window.focusWidget() or main_window, key, held)


def catch(page: RunScreen, line: str) -> None:
    """A line, as a person types it; what the keyboard has no keys for is pasted."""
    field = page.capture.field
    field.setFocus()
    field.insert(line)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    QTest.keyClick(field, Qt.Key.Key_Return)


async def the_plan_again(main_window: MainWindow) -> RunScreen:
    """The sample's plan as a session of its own, on the page *Run*."""
    sample = await main_window.services.open_sample()
    await main_window.services.open_session(sample)
    again = await main_window.services.next_session(sample)
    main_window.run_session(again)
    await until(lambda: run_page(main_window) is not None)
    page = run_page(main_window)
    assert page is not None
    main_window.activateWindow()
    return page


async def test_the_sample_session_from_start_to_end(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Eight activities, each with its stage, its cards caught by keyboard; a vote; the end; all of it in the report."""
    folder, report = tmp_path / "library", tmp_path / "report.pdf"
    data = Sample().data
    async with program(folder, home) as main_window:
        page = await the_plan_again(main_window)
        store, session = main_window.services.store, page.session
        titles = [block.title for block in store.state(session).agenda.in_order()]
        blocks = [None, *data["blocks"]]
        assert titles[1:] == [block["title"] for block in data["blocks"]], "it opens with what became of last time"
        caught: list[str] = []
        await until(lambda: page.last_time.list.items)
        assert not page.last_time.isHidden(), "what was left open stands beside the activity that opens with it"
        for place, title in enumerate(titles):
            if place == 0:
                QTest.mouseClick(page.bar.next, Qt.MouseButton.LeftButton)
            else:
                press(main_window, Qt.Key.Key_F9)
            block = store.state(session).agenda.get(store.state(session).agenda.running)
            assert block is not None
            assert block.title == title
            stage = page.host.stage
            if isinstance(stage, RolePlayStage):
                press(main_window, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
                QTest.mouseClick(page.bar.next, Qt.MouseButton.LeftButton)
                assert store.state(session).casting.players
            planned = blocks[place]
            cards = [card for card in data["cards"] if planned is not None and card["block"] == planned["key"]][:LINES]
            for card in cards:
                catch(page, f"Zeynep Arslan: {card['text']}")
                caught.append(card["text"])
                if isinstance(stage, PensStage) and not stage.open:
                    standing = [given.text.strip() for given in store.state(session).contributions.standing()]
                    assert card["text"].strip() not in standing, "nobody reads it before the reveal"
                    press(main_window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
                    assert stage.open
        await until(lambda: not store.waiting)
        press(main_window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        taken_back = caught.pop()
        press(main_window, Qt.Key.Key_F9)
        state = store.state(session)
        assert state.running.closed_ms is not None
        standing = [given.text for given in state.contributions.standing()]
        assert [text.strip() for text in caught] == [text.strip() for text in standing][-len(caught) :]
        assert all(block.ended_ms is not None for block in state.agenda.in_order())
        assert not page.live
    capsys.readouterr()
    assert main(["--library", str(folder), "export", session, "-o", str(report), "--format", "json"]) == 0
    written = json.loads(report.read_text(encoding="utf-8"))
    texts = [given["text"] for given in written["contributions"]]
    assert all(text in texts for text in caught)
    assert taken_back not in texts
    assert written["closed_ms"] is not None
    paper = tmp_path / "report-paper.pdf"
    assert main(["--library", str(folder), "export", session, "-o", str(paper), "--format", "pdf"]) == 0
    read = subprocess.run(["pdftotext", "-raw", paper, "-"], capture_output=True, check=True).stdout.decode()
    assert "Night handover" in read


async def test_a_film_stage_opens_in_its_activity(tmp_path: Path, home: Path) -> None:
    """An activity of the sample is a film: its stage is on, and it is let go of with the next activity."""
    async with program(tmp_path / "library", home) as main_window:
        page = await the_plan_again(main_window)
        QTest.mouseClick(page.bar.next, Qt.MouseButton.LeftButton)
        press(main_window, Qt.Key.Key_F9)
        press(main_window, Qt.Key.Key_F9)
        assert isinstance(page.host.stage, VideoStage)
        press(main_window, Qt.Key.Key_F9)
        assert not isinstance(page.host.stage, VideoStage)


async def test_killed_in_the_middle_of_a_word_it_goes_on(tmp_path: Path, home: Path) -> None:
    """A real process killed while an activity runs: it still runs, its time has gone on, the half word is there."""
    folder = tmp_path / "library"
    identity = uuid7()
    async with program(folder, home) as main_window:
        await until(lambda: main_window.home_filled())
        await main_window.services.sessions()
        store = main_window.services.store
        block = AddBlock(block="talk", title="Talk", minutes=30, exchange=3, verb="talk", modality="discussion")
        store.dispatch(identity, Together(commands=(CreateSession(title="Crash"), block)))
        await until(lambda: not store.waiting)
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        str(Path(__file__).with_name("half_a_word.py")),
        str(folder),
        identity,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert child.stdout is not None
    try:
        said = await asyncio.wait_for(child.stdout.readline(), 60)
    finally:
        child.kill()
        await child.wait()
    assert said.strip() == b"typed"
    async with program(folder, home) as main_window:
        main_window.run_session(identity)
        await until(lambda: run_page(main_window) is not None)
        page = run_page(main_window)
        assert page is not None
        state = page.model.state
        assert state.agenda.running == "talk"
        left = remaining_ms(state, state.agenda.by_id["talk"], main_window.services.store.now_ms())
        assert 20 * 60_000 < left < 30 * 60_000
        assert page.bar.timer.left_ms is not None
        assert page.bar.timer.left_ms < 30 * 60_000
        await until(lambda: page.capture.field.text() == "Ana: half a wo")
        assert [given.text for given in state.contributions.standing()] == ["kept before the crash"]
