"""Pictures on the line: pasted, seen before Enter, kept on disk before they are given, one undo for all of it."""

from __future__ import annotations

import asyncio
import sys

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest

from facilitator import tasks
from facilitator.session.errors import FacilitatorError
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.messages import Messages
from facilitator.ui.run.screen import RunScreen
from facilitator.ui.screens.steps import Session
from tests.ui.test_run import Room
from tests.waiting import until

pytestmark = pytest.mark.asyncio


@pytest.fixture
def room(services, theme):
    made = Room(services, theme)
    yield made
    made.page.close_session()
    made.page.close()
    made.page.deleteLater()


def paste(page) -> None:
    picture = QImage(320, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor("#336699"))
    held = QMimeData()
    held.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(held)
    QTest.keyClick(page.capture.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


async def test_a_pasted_picture_goes_with_the_line(room):
    """Pasted, shown as a chip, given with the words; its bytes are on disk under their hash; undo takes both back."""
    page = room.plan().show().page
    paste(page)
    await until(lambda: page.pictures.waits())
    assert any(chip.icon == "image" for chip in page.capture.chips.chips)
    QTest.keyClicks(page.capture.field, "Ana: the flip chart")
    QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
    await until(lambda: room.state.attachments.standing())
    (item,) = room.state.attachments.standing()
    given = room.state.contributions.by_id[item.contribution]
    assert given.text == "the flip chart"
    file = await room.services.kept_file(item.sha256)
    assert file is not None
    assert QImage(str(file)).width() == 320
    assert page.model.card(0).note == "1 picture"
    assert page.has_files(given.id)
    room.services.store.undo(room.session)
    assert not room.state.attachments.standing()
    assert room.state.contributions.by_id[given.id].withdrawn


async def test_on_an_empty_line_it_is_a_card_of_its_own(room):
    """Enter with nothing typed gives the picture as a card; without a picture Enter gives nothing."""
    page = room.plan().show().page
    QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
    assert not room.state.contributions.by_id
    paste(page)
    await until(lambda: page.pictures.waits())
    QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
    await until(lambda: room.state.attachments.standing())
    assert [one.text for one in room.state.contributions.standing()] == ["Photo"]


async def test_a_full_disk_loses_neither_line_nor_picture(room, monkeypatch):
    """The picture cannot be kept: nothing is given, line and picture stay, and the reason is said."""
    page = room.plan().show().page

    async def full(data: bytes) -> str:
        raise FacilitatorError("The disk is full. Nothing was kept.")

    monkeypatch.setattr(room.services, "keep_file", full)
    paste(page)
    await until(lambda: page.pictures.waits())
    QTest.keyClicks(page.capture.field, "the flip chart")
    QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
    await until(lambda: page.capture.trouble.text())
    assert page.capture.text() == "the flip chart"
    assert page.pictures.waits()
    assert not room.state.contributions.by_id


async def test_enter_twice_gives_one_card(room, monkeypatch):
    """Enter pressed again while the picture is still being written gives nothing a second time."""
    page = room.plan().show().page
    paste(page)
    await until(lambda: page.pictures.waits())
    gate, keep, asked = asyncio.Event(), type(room.services).keep_file, []

    async def slow(services, data):
        asked.append(data)
        await gate.wait()
        return await keep(services, data)

    monkeypatch.setattr(type(room.services), "keep_file", slow)
    QTest.keyClicks(page.capture.field, "the whiteboard")
    QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
    await until(lambda: asked)
    QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
    gate.set()
    await until(lambda: room.state.attachments.standing())
    assert [one.text for one in room.state.contributions.standing()] == ["the whiteboard"]
    assert not page.capture.text()
    QTest.keyClicks(page.capture.field, "and on")
    QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
    assert [one.text for one in room.state.contributions.standing()] == ["the whiteboard", "and on"]
    assert len(asked) == 1


@pytest.mark.parametrize("full", [False, True])
async def test_leaving_while_pictures_are_kept_loses_nothing(services, theme, monkeypatch, full):
    """The page is closed before the picture is on disk: the card is given without it; on a full disk the line is kept
    as a draft that the next page brings back.
    """
    room = Room(services, theme).plan().show()
    page = room.page
    paste(page)
    await until(lambda: page.pictures.waits())
    gate, keep, asked = asyncio.Event(), type(services).keep_file, []

    async def slow(held, data):
        asked.append(data)
        await gate.wait()
        if full:
            raise FacilitatorError("Disk full.")
        return await keep(held, data)

    monkeypatch.setattr(type(services), "keep_file", slow)
    QTest.keyClicks(page.capture.field, "the whiteboard")
    QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
    await until(lambda: asked)
    page.close_session()
    page.close()
    shiboken6.delete(page)
    gate.set()
    await until(lambda: "keep pictures and give them" not in tasks.running())
    assert [one.text for one in room.state.contributions.standing()] == ([] if full else ["the whiteboard"])
    assert len(room.state.attachments.standing()) == (0 if full else 1)
    again = DraftKeeper(services.drafts, room.session)
    assert list(again.read().waiting.values()) == ["the whiteboard"]
    back = RunScreen(Session(services, room.session, theme, Messages(), again))
    assert back.capture.text() == ("the whiteboard" if full else "")
    back.close_session()
    back.deleteLater()


async def test_backspace_in_the_empty_line_takes_the_picture_away(room):
    """A picture that waits can be let go of again; letters go first."""
    page = room.plan().show().page
    paste(page)
    await until(lambda: page.pictures.waits())
    QTest.keyClicks(page.capture.field, "a")
    QTest.keyClick(page.capture.field, Qt.Key.Key_Backspace)
    assert page.pictures.waits()
    QTest.keyClick(page.capture.field, Qt.Key.Key_Backspace)
    assert not page.pictures.waits()
    assert not any(chip.icon == "image" for chip in page.capture.chips.chips)


async def test_leaving_before_the_methods_are_read(services, theme, monkeypatch):
    """The page is gone when the methods have been read: nothing is touched, nothing is raised."""
    gate, read, asked, seen = asyncio.Event(), type(services).catalogue, [], []
    monkeypatch.setattr(sys, "excepthook", lambda *error: seen.append(error))

    async def slow(held):
        asked.append(held)
        await gate.wait()
        return await read(held)

    monkeypatch.setattr(type(services), "catalogue", slow)
    page = Room(services, theme).plan().show().page
    await until(lambda: asked)
    page.close_session()
    page.close()
    shiboken6.delete(page)
    gate.set()
    await until(lambda: "read the methods" not in tasks.running())
    assert not seen
