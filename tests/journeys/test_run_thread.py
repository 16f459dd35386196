"""A conversation from a phone, in the whole program: brought in, picked, answered, shown again, and in no report."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from facilitator.app import main
from facilitator.session.agenda import AddBlock
from facilitator.session.ports import uuid7
from facilitator.session.rules import Together
from facilitator.session.sessions import CreateSession
from facilitator.ui.run.screen import RunScreen
from facilitator.ui.stages.social_thread.stage import ThreadStage
from facilitator.ui.window import MainWindow
from tests.journeys.test_afternoon import program
from tests.waiting import until

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(120),
    pytest.mark.asyncio(loop_scope="function"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
CHATS = Path(__file__).parent.parent / "data" / "chats"


def run_page(main_window: MainWindow) -> RunScreen | None:
    """The page *Run* on the screen."""
    page = main_window.session.current() if main_window.session is not None else None
    return page if isinstance(page, RunScreen) and page.isVisible() else None


async def test_a_phones_conversation_is_talked_on(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By click and key: what people here say builds on a post, and the post itself leaves the room in no report."""
    folder, report = tmp_path / "library", tmp_path / "report.json"
    packed = tmp_path / "WhatsApp Chat - Night shift.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(CHATS / "whatsapp-ios-en.txt", "_chat.txt")
    session = uuid7()
    async with program(folder, home) as main_window:
        await main_window.services.ready()
        add = AddBlock(
            block="thread", title="Thread", modality="social_thread", minutes=20, prompt="What did not work?"
        )
        main_window.services.store.dispatch(session, Together(commands=(CreateSession(title="Nights"), add)))
        main_window.run_session(session)
        await until(lambda: run_page(main_window) is not None)
        page = run_page(main_window)
        assert page is not None
        main_window.activateWindow()
        QTest.mouseClick(page.bar.next, Qt.MouseButton.LeftButton)
        stage = page.host.stage
        assert isinstance(stage, ThreadStage)
        assert stage.bring.choose.isEnabled()
        stage.take_file(packed)
        await until(lambda: stage.bring.currentWidget() is stage.bring.form)
        QTest.mouseClick(stage.bring.form.yes, Qt.MouseButton.LeftButton)
        QTest.keyClick(stage.list, Qt.Key.Key_A)
        state = main_window.services.store.state(session)
        (post,) = state.contributions.standing()
        assert post.text == "What do we hand over?"
        assert page.capture.field.text().startswith("^")
        QTest.keyClicks(page.capture.field, "Only what is late")
        QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
        answer = state.contributions.standing()[-1]
        assert answer.text == "Only what is late"
        assert state.relations.has(answer.id, post.id, "builds_on")
        QTest.mouseClick(stage.replay_bar.begin, Qt.MouseButton.LeftButton)
        assert stage.model.rowCount() == 1
        for _faster in range(3):
            QTest.mouseClick(stage.replay_bar.speed, Qt.MouseButton.LeftButton)
        await until(lambda: stage.model.rowCount() == 2)
        await until(lambda: not main_window.services.store.waiting)
    capsys.readouterr()
    assert main(["--library", str(folder), "export", session, "-o", str(report), "--format", "json"]) == 0
    texts = [given["text"] for given in json.loads(report.read_text(encoding="utf-8"))["contributions"]]
    assert "Only what is late" in texts
    assert "What do we hand over?" not in texts
