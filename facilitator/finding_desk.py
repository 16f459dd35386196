"""What the page *Sessions* asks for: words found in the record, sessions narrowed, the nearest to what nobody said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.session.narrowing import ALL, Narrowing
from facilitator.tasks import in_thread

if TYPE_CHECKING:
    from facilitator.storage import Library, SearchPage
    from facilitator.storage.nearest import Nearest


class FindingDesk:
    """The part of :class:`~facilitator.desktop.Desktop` that finds what is in the record, in threads of its own."""

    async def ready(self) -> Library:
        """The library, once it is open."""
        raise NotImplementedError

    async def search(
        self, query: str, *, limit: int = 200, session: str | None = None, offset: int = 0, narrowing: Narrowing = ALL
    ) -> SearchPage:
        """The newest places where these words stand."""
        library = await self.ready()
        return await in_thread(lambda: library.search(query, limit, session, offset, narrowing))

    async def search_by_session(
        self, query: str, *, limit: int = 60, offset: int = 0, narrowing: Narrowing = ALL
    ) -> SearchPage:
        """The sessions in which these words stand, newest first, each with a few of its hits."""
        library = await self.ready()
        return await in_thread(lambda: library.search_by_session(query, limit, offset, narrowing=narrowing))

    async def nearest(self, query: str, narrowing: Narrowing = ALL) -> Nearest | None:
        """The largest part of these words that something says."""
        return await in_thread((await self.ready()).nearest, query, narrowing)

    async def narrowed(self, narrowing: Narrowing) -> frozenset[str]:
        """The sessions a narrowing leaves, where no words are looked for."""
        return await in_thread((await self.ready()).narrowed, narrowing)
