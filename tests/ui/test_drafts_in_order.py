"""A page that is left and opened again at once: what is still being written is read, however slow the disk."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from facilitator import tasks
from facilitator.ui import drafts
from facilitator.ui.drafts import DraftKeeper
from tests.waiting import PATIENCE, until


@pytest.mark.asyncio
async def test_a_page_left_and_opened_again_has_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line of the page that was left is read though it is on its way to the disk, and no older one follows it."""
    put, slow, reached = drafts._put, threading.Event(), threading.Event()

    def slowly(file: Path, content: bytes | None) -> bool:
        reached.set()
        assert slow.wait(PATIENCE)
        return put(file, content)

    monkeypatch.setattr(drafts, "_put", slowly)
    left = DraftKeeper(tmp_path, "s")
    left.typed("Ana: half a wo")
    left.close()
    await until(reached.is_set)
    again = DraftKeeper(tmp_path, "s")
    reading = asyncio.ensure_future(tasks.in_thread(again.read))
    asyncio.get_running_loop().call_later(0.05, slow.set)
    assert (await reading).text == "Ana: half a wo"
    again.typed("Ana: half a word, and more")
    again.settle()
    assert DraftKeeper(tmp_path, "s").read().text == "Ana: half a word, and more"
    again.close()
