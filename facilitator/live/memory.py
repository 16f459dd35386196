"""What the hub remembers beside the library, so that phones go on by themselves when the program starts again.

One small file a session, in the folder of what belongs to this computer alone: it is in no backup, no bundle and no
export. It holds the way in (port, token, code), of every cookie its hash, and the technical links. What is destroyed
is written out of the file, which is then another file. It is all written by one thread, in order.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import msgspec

from facilitator.live.guests import GuestRow, Link

_log = logging.getLogger(__name__)

FOLDER = "phones"


class Door(msgspec.Struct, frozen=True, tag="door", tag_field="is", omit_defaults=True):
    """The way in: what stands on the poster stays true after a restart. ``ip`` is where it was."""

    token: str
    code: str
    port: int = 0
    ip: str = ""


class _Guest(msgspec.Struct, frozen=True, tag="guest", tag_field="is", omit_defaults=True):
    guest: str
    cookie: str
    name: str = ""
    person: str = ""
    invited: bool = False


class _Link(msgspec.Struct, frozen=True, tag="link", tag_field="is", omit_defaults=True):
    card: str
    guest: str
    block: str = ""


_LINE = msgspec.json.Decoder(Door | _Guest | _Link)
_encode = msgspec.json.encode


class Memory:
    """The file of one session; the hub's `Local`. Changes return at once, the writing follows.

    Args:
        folder: The folder of what belongs to this computer alone.
        stream: The session's id.
    """

    def __init__(self, folder: Path, stream: str) -> None:
        self._file = _file(folder, stream)
        self._door: Door | None = None
        self._guests: dict[str, _Guest] = {}
        self._links: dict[str, _Link] = {}
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="phones")
        self._rewriting = False
        self._torn = False
        """The plug was pulled in the middle of a line: nothing may be put behind it."""
        self._read()

    @staticmethod
    def goes_on(folder: Path, stream: str) -> bool:
        """Whether phones were in this session when the program last ended without being asked to."""
        return _file(folder, stream).exists()

    @property
    def door(self) -> Door | None:
        """The way in of an earlier run."""
        return self._door

    def keep_door(self, door: Door) -> None:
        """Keep the way in; the old one is written out."""
        if door != self._door:
            fresh = self._door is None
            self._door = door
            if fresh:
                self._add(door)
            else:
                self._rewrite()

    # ---- the hub's Local --------------------------------------------------------------------------------------------

    def guests(self) -> Iterable[GuestRow]:
        """The guests of an earlier run."""
        return [GuestRow(one.guest, one.cookie, one.name, one.person, one.invited) for one in self._guests.values()]

    def links(self) -> Iterable[Link]:
        """The links that were not destroyed."""
        return [Link(one.card, one.guest, one.block) for one in self._links.values()]

    def keep_guest(self, row: GuestRow) -> None:
        """Keep a guest, in place of what was known of them."""
        known = row.guest in self._guests
        kept = self._guests[row.guest] = _Guest(row.guest, row.cookie_hash, row.name, row.person, row.invited)
        if known:
            self._rewrite()
        else:
            self._add(kept)

    def forget_guest(self, guest: str) -> None:
        """Forget a guest."""
        if self._guests.pop(guest, None) is not None:
            self._rewrite()

    def keep_link(self, link: Link) -> None:
        """Keep a link."""
        kept = self._links[link.card] = _Link(link.card, link.guest, link.block)
        self._add(kept)

    def destroy_links(self, cards: Iterable[str]) -> None:
        """Destroy links: the file is written anew without them."""
        if [card for card in cards if self._links.pop(card, None) is not None]:
            self._rewrite()

    async def written(self) -> None:
        """Wait until the writer has come past all that was kept so far."""
        await asyncio.wrap_future(self._writer.submit(lambda: None))

    # ---- its end ----------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Wait until everything is written. The file stays, for the next start."""
        self._writer.shutdown()

    def forget(self) -> None:
        """The session's phones are over: nothing of them is left."""
        self._writer.submit(self._gone)
        self._writer.shutdown()

    # ---- the file ---------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        try:
            whole = self._file.read_bytes()
        except OSError:
            return
        self._torn = not whole.endswith(b"\n")
        for line in whole.splitlines():
            with contextlib.suppress(msgspec.DecodeError, msgspec.ValidationError):  # the half line of a plug pulled
                held = _LINE.decode(line)
                if isinstance(held, Door):
                    self._door = held
                elif isinstance(held, _Guest):
                    self._guests[held.guest] = held
                else:
                    self._links[held.card] = held

    def _add(self, line: Door | _Guest | _Link) -> None:
        if self._torn:
            self._torn = False
            self._rewrite()
        elif not self._rewriting:
            self._writer.submit(self._append, _encode(line) + b"\n")

    def _rewrite(self) -> None:
        """Once for all that changes before the writer comes to it."""
        if not self._rewriting:
            self._rewriting = True
            self._writer.submit(self._anew)

    def _append(self, line: bytes) -> None:
        with self._telling(), _opened(self._file, os.O_APPEND) as file:
            file.write(line)

    def _anew(self) -> None:
        self._rewriting = False  # what comes from here on is written after this
        rows: list[Any] = [self._door] if self._door else []
        rows += [*self._guests.copy().values(), *self._links.copy().values()]
        with self._telling():
            beside = self._file.with_suffix(".new")
            with _opened(beside, os.O_TRUNC) as file:
                file.write(b"".join(_encode(row) + b"\n" for row in rows))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._file)

    def _gone(self) -> None:
        with self._telling():
            self._file.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        """A full disk costs phones their going on after a restart, and nothing else."""
        try:
            yield
        except OSError as error:
            _log.warning("What phones need after a restart was not written: %s", type(error).__name__)


def _file(folder: Path, stream: str) -> Path:
    return folder / FOLDER / f"{stream}.jsonl"


def _opened(file: Path, how: int) -> IO[bytes]:
    """A file only its owner can read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | how, 0o600), "ab" if how == os.O_APPEND else "wb")
