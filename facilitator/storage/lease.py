"""Writer ids: who may number facts in a library.

Every running program that writes holds a writer id of its own, under a lock of the operating system, so that two
programs never count with the same one. A writer id is used again by the next run only when it is certain that nothing
happened in between: this computer's note of it (a slot) and the library's own must agree. They differ after a backup
was put back, a file was replaced by hand or copied, and after a crash; then a new writer id is minted.

The note is keyed by the library's real place, its id and its generation; the count grows when a run takes the id up
and again when it lays it down, so that a copy made in mid-run never fits either.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import IO

from facilitator import paths

MOST_SLOTS = 64


def new_writer() -> str:
    """A writer id nobody else has: 64 random bits."""
    return os.urandom(8).hex()


class FileLock:
    """A lock on a file that the system gives back when the process dies. ``shared`` ones may be held by many."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._handle: IO[bytes] | None = None

    def take(self, *, shared: bool = False) -> bool:
        """Try to take it, without waiting. False when somebody else holds it."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        handle = self.file.open("a+b")
        try:
            _lock(handle.fileno(), shared=shared)
        except BlockingIOError:
            handle.close()
            return False
        except OSError:
            handle.close()
            raise
        self._handle = handle
        return True

    def give_back(self) -> None:
        """Let go of it."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, *, shared: bool) -> None:
        # There are no shared locks here; an open database cannot be replaced on Windows anyway.
        if shared:
            return
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
else:
    import fcntl

    def _lock(descriptor: int, *, shared: bool) -> None:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


class Lease:
    """The writer id this run holds. ``uses`` is the count the library holds for it."""

    def __init__(self, folder: Path, library: str, generation: str) -> None:
        where = os.path.realpath(folder)
        key = hashlib.sha256(f"{where}\0{library}\0{generation}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._home = paths.state_folder() / "writers"
        self._key = key
        self._lock: FileLock | None = None
        self._note: Path | None = None
        self.writer = ""
        self.uses = 0
        self.taken_up = False

    def take(self, known: dict[str, int]) -> str:
        """Hold a writer id: the last one of a free slot if the library (``known``: id -> uses) agrees, or a new one."""
        for slot in range(MOST_SLOTS):
            try:
                lock = FileLock(self._home / f"{self._key}.{slot}.lock")
                if not lock.take():
                    continue
            except OSError:
                break  # no place for notes on this computer: an id for this run alone
            self._lock = lock
            self._note = self._home / f"{self._key}.{slot}.json"
            writer, uses = self._read(self._note)
            if writer and known.get(writer) == uses:
                self.writer, self.uses = writer, uses
                return writer
            break
        self.writer, self.uses = new_writer(), 0
        return self.writer

    def before_first(self) -> int:
        """Note that a run is under way, on disk before the library is written. Returns the count to write into it."""
        self._write(running=True)
        return self.uses + 1

    def after_first(self) -> None:
        """The first commit of this run is on disk, and the count with it."""
        self.taken_up = True
        self.uses += 1

    def lay_down(self) -> None:
        """The run ended well and the library holds one more: the id may be taken up again."""
        self.uses += 1
        self._write(running=False)

    def give_back(self) -> None:
        """Free the slot."""
        if self._lock is not None:
            self._lock.give_back()
            self._lock = None

    def _read(self, note: Path) -> tuple[str, int]:
        try:
            held = json.loads(note.read_bytes())
            if held["running"] is False:
                return str(held["writer"]), int(held["uses"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return "", 0

    def _write(self, *, running: bool) -> None:
        if self._note is None:
            return
        whole = json.dumps({"writer": self.writer, "uses": self.uses, "running": running}).encode()
        beside = self._note.with_suffix(".new")
        with beside.open("wb") as stream:
            stream.write(whole)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(self._note)
