"""What the stage of a conversation asks of the program around it: reading a file that somebody exported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from facilitator.session.thread_posts import ThreadPost
from facilitator.ui.services import Cancelled, LeftOut, Tick

ENDINGS = frozenset({".txt", ".zip", ".json", ".mbox", ".mbx", ".eml", ".csv", ".tsv", ".vtt", ".srt", ".docx"})
"""What a file that is dropped may end in; a folder may be dropped too."""


class FoundThread(Protocol):
    """A conversation of a file."""

    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def posts(self) -> tuple[ThreadPost, ...]: ...
    @property
    def skipped(self) -> Sequence[LeftOut]: ...
    @property
    def notes(self) -> Sequence[str]: ...


class ThreadReader(Protocol):
    """Reads the conversations of a file in a thread; none where it was cancelled."""

    async def __call__(self, path: Path, tick: Tick, cancelled: Cancelled) -> Sequence[FoundThread]: ...


def reader_of(services: object) -> ThreadReader | None:
    """The program's way to read a conversation, None where it has none."""
    found: ThreadReader | None = getattr(services, "read_conversation", None)
    return found


def may_be(path: Path) -> bool:
    """Whether something that is dropped may hold a conversation."""
    return path.suffix.lower() in ENDINGS or path.is_dir()
