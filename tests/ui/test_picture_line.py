"""Pictures on the line: pasted, seen before Enter, kept on disk before they are given, one undo for all of it."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest

from facilitator.session.errors import FacilitatorError
from tests.ui.test_run import Room

pytestmark = pytest.mark.asyncio


@pytest.fixture
def room(services, theme):
    made = Room(services, theme)
    yield made
    made.page.close_session()
    made.page.close()
    made.page.deleteLater()


async def until(there) -> None:
    for _turn in range(1000):
        if there():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came")


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
