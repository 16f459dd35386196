"""What the window asks for while a session runs: files kept by their hash, steps waited for until they are on disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from facilitator.finding_desk import FindingDesk
from facilitator.session.errors import FacilitatorError
from facilitator.tasks import in_thread

if TYPE_CHECKING:
    from facilitator.conversation_files import FoundConversation
    from facilitator.phone_desk import PhoneDesk
    from facilitator.session.facts import Fact
    from facilitator.session.lengths import Took, Usual
    from facilitator.session.rules import Command
    from facilitator.session.store import Change, Store
    from facilitator.settings import Settings
    from facilitator.timekeeper import Timekeeper
    from facilitator.ui.phones.door import PhonesService
    from facilitator.ui.services import Tick

SESSIONS_LOOKED_AT = 12
"""How many of the newest planned sessions say how long things take here."""


class RunningDesk(FindingDesk):
    """The part of :class:`~facilitator.desktop.Desktop` that serves the live window."""

    def __init__(self) -> None:
        self._phones: PhoneDesk | None = None
        self._took: dict[tuple[str, int], list[Took]] = {}
        """What was read of how long things took: a session that has no more facts than then is not read again."""

    time: Timekeeper

    @property
    def settings(self) -> Settings:
        """What holds now."""
        raise NotImplementedError

    @property
    def keeps_awake(self) -> bool:
        """Whether the laptop is kept from sleeping while a session runs."""
        return self.settings.keep_awake

    @property
    def store(self) -> Store:
        """The one door for changes."""
        raise NotImplementedError

    @property
    def phones(self) -> PhonesService | None:
        """The phones of the room; None where nothing can be written."""
        if self._phones is None:
            from facilitator.phone_desk import Around, PhoneDesk

            self._phones = PhoneDesk(cast(Around, self))
        return self._phones if self._phones.writes else None

    async def end_phones(self) -> None:
        """Send phones away for now: they go on with the next start."""
        if self._phones is not None:
            await self._phones.close()

    async def running_session(self) -> str:
        """The session that runs now, or ran when the program was left (its id); empty where none does."""
        return await self.time.running()

    async def usual_lengths(self) -> Mapping[str, Usual]:
        """What each modality usually took in the newest sessions of this library, by modality."""
        library = await self.ready()
        from facilitator.session.lengths import took, usual

        def read() -> Mapping[str, Usual]:
            newest = [row for row in library.sessions() if row.modalities and not row.source][:SESSIONS_LOOKED_AT]
            known = {(row.id, row.facts): self._took.get((row.id, row.facts)) for row in newest}
            self._took = {key: took(library.load(key[0]).state) if one is None else one for key, one in known.items()}
            return usual(one for runs in self._took.values() for one in runs)

        return await in_thread(read)

    async def read_conversation(
        self, path: Path, tick: Tick, cancelled: Callable[[], bool]
    ) -> Sequence[FoundConversation]:
        """The conversations of a file somebody exported from a chat, a forum or a mail box."""
        from facilitator.conversation_files import read_conversation

        return await read_conversation(path, tick, cancelled)

    async def keep_file(self, data: bytes) -> str:
        """Keep bytes beside the record; gives the SHA-256 that names them, once they are on disk."""
        return await in_thread((await self.ready()).put_attachment, data)

    async def kept_file(self, sha256: str) -> Path | None:
        """Where kept bytes are, None where they are missing."""
        return await in_thread((await self.ready()).attachment_path, sha256)

    async def _keep(self, stream: str, command: Command) -> None:
        """Dispatch a command and wait until what it made is on the disk, or could not be put there."""
        await self._settled(lambda: self.store.dispatch(stream, command))

    async def _settled(self, begin: Callable[[], Change]) -> None:
        from facilitator.session.store import Status

        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        facts: tuple[Fact, ...] = ()

        def heard(change: Change) -> None:
            if change.status is Status.HEARD or ended.done() or change.facts is not facts:
                return
            if change.status is Status.KEPT:
                ended.set_result(None)
            else:
                ended.set_exception(change.error or FacilitatorError("It could not be saved."))

        end = self.store.subscribe(heard)
        try:
            facts = begin().facts
            if facts:
                await ended
        finally:
            end()
