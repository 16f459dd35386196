"""What the window asks for while a session runs: files kept by their hash, and where they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.tasks import in_thread

if TYPE_CHECKING:
    from facilitator.storage import Library


class RunningDesk:
    """The part of :class:`~facilitator.desktop.Desktop` that serves the live window."""

    keeps_awake = True
    """Whether the laptop is kept from sleeping while a session runs."""

    async def ready(self) -> Library:
        """The library, once it is open."""
        raise NotImplementedError

    async def keep_file(self, data: bytes) -> str:
        """Keep bytes beside the record; gives the SHA-256 that names them, once they are on disk."""
        return await in_thread((await self.ready()).put_attachment, data)

    async def kept_file(self, sha256: str) -> Path | None:
        """Where kept bytes are, None where they are missing."""
        return await in_thread((await self.ready()).attachment_path, sha256)
