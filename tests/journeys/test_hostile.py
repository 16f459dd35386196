"""Strings that have broken other programs, in the composed window: every row and card is painted, and it lives on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from facilitator.session.contributions import GiveContribution
from facilitator.session.errors import Rejected
from facilitator.session.people import JoinPerson
from facilitator.session.ports import uuid7
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.storage import Library
from tests.journeys.test_afternoon import program
from tests.waiting import until

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(300),
    pytest.mark.asyncio(loop_scope="function"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

STRINGS: list[str] = json.loads((Path(__file__).parent.parent / "data" / "naughty.json").read_text("utf-8"))


def filled(folder: Path) -> tuple[str, int, int]:
    """A library with a session for every string that may be a title, and one in which everybody says their name."""
    with Library.open(folder, create=True) as library:
        store = Store(library.journal)
        everything, titles, cards = uuid7(), 1, 0
        store.dispatch(everything, CreateSession(title="Everything"))
        for place, text in enumerate(STRINGS):
            try:
                store.dispatch(everything, JoinPerson(person=f"p{place}", name=text))
                store.dispatch(uuid7(), CreateSession(title=text))
                titles += 1
                authors: tuple[str, ...] = (f"p{place}",)
            except Rejected:
                authors = ()
            try:
                store.dispatch(everything, GiveContribution(text=text, authors=authors))
                cards += 1
            except Rejected:
                continue
        library.settle()
    return everything, titles, cards


def painted(view: QAbstractItemView) -> int:
    """Paint every row, a screenful at a time, from the first to the last. Returns how many were shown."""
    rows, row = view.model().rowCount(), 0
    while row < rows:
        view.scrollTo(view.model().index(row, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        assert not view.grab().isNull()
        below = view.indexAt(QPoint(view.viewport().width() // 2, view.viewport().height() - 2)).row()
        row = rows if below < 0 else max(row, below) + 1
    assert view.visualRect(view.model().index(rows - 1, 0)).intersects(view.viewport().rect())
    return row


async def test_every_string_is_shown_in_the_list_and_in_the_stream(tmp_path: Path, home: Path) -> None:
    """All titles in the list, all names and words in a stream, light and searched: painted, and the window lives on."""
    everything, titles, cards = filled(tmp_path / "library")
    async with program(tmp_path / "library", home) as main_window:
        main_window.go("sessions")
        await until(lambda: main_window.sessions.model.rowCount() == titles)
        assert painted(main_window.sessions.list) == titles
        for text in STRINGS[::20]:
            if text.strip():
                main_window.sessions.field.line.setText(text)
                await until(lambda: main_window.sessions.field.count.text() != "")
                assert not main_window.sessions.grab().isNull()
        main_window.open_session(everything)
        await until(lambda: main_window.session is not None and main_window.session.run.model.rowCount() >= cards)
        session = main_window.session
        assert session is not None
        QTest.keyClick(main_window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        assert painted(session.run.stream) == session.run.model.rowCount()
        QTest.keyClicks(session.run.capture.field, "Ana: still here")
        QTest.keyClick(session.run.capture.field, Qt.Key.Key_Return)
        store = main_window.services.store
        await until(lambda: len(store.state(everything).contributions) == cards + 1 and store.waiting == 0)
