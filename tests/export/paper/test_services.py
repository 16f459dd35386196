"""What the window asks for: a sheet from a library on disk, written in a thread."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QTimer

from facilitator.export.paper import NothingToPrint
from facilitator.session.contributions import GiveContribution
from facilitator.session.repeat import Opening, next_session
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from tests.export.paper.reading import words
from tests.ui.real import real_services


def fill(store: Store) -> None:
    """A session with an open question, and the next of its series."""
    store.dispatch("one", CreateSession(title="First", zone="UTC"))
    store.dispatch("one", GiveContribution(id="q", text="Who hears us in a bay without walls?", kind="question"))
    made = next_session(store.state("one"), Opening("Open", "Look back", "What became of it?"), stream="two")
    store.dispatch("two", made.step)


@pytest.mark.asyncio
async def test_sheets_for_the_window(tmp_path: Path) -> None:
    """The run sheet opens with what the last session left open; the paper asked for holds, else that of the settings;
    the loop goes on meanwhile; what cannot be printed is a sentence.
    """
    async with real_services(tmp_path / "library", fill) as services:
        turns: list[int] = []
        beating = QTimer()
        beating.timeout.connect(lambda: turns.append(1))
        beating.start(0)
        file = await services.print_sheet("two", "run-sheet", tmp_path / "run.pdf")
        beating.stop()
        assert len(turns) > 20
        assert file == tmp_path / "run.pdf"
        assert "Still open from last time Who hears us in a bay without walls?" in words(file)
        assert round(float(pypdf.PdfReader(file).pages[0].mediabox.width)) == 595
        cards = await services.print_sheet("two", "capture-cards", tmp_path / "c.pdf", "letter", 3)
        assert round(float(pypdf.PdfReader(cards).pages[0].mediabox.width)) == 612
        assert len(pypdf.PdfReader(cards).pages) == 1
        with pytest.raises(NothingToPrint):
            await services.print_sheet("two", "role-slips", tmp_path / "r.pdf")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["c.pdf", "library", "run.pdf"]
