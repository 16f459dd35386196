"""Room for SQLite's shared memory file, so that a full disk gives an error and never a bus error.

SQLite maps the file beside the log into memory. On a file system with blocks smaller than a page the mapped pages may
have holes, and filling a hole on a full disk kills the process. So the blocks are claimed while there is room.
"""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

CLAIMED = 4 * 32 * 1024
"""Bytes for a log of 16,000 pages; it is usually kept below 1,000."""
SMALLEST = 512 * 1024

_held: dict[tuple[int, int], tuple[list[int], int]] = {}
_lock = threading.Lock()


def cramped(folder: Path) -> bool:
    """Whether there is so little room, in so small blocks, that mapping a new file there is not safe."""
    if not hasattr(os, "statvfs"):
        return False
    found = os.statvfs(folder)
    return found.f_bsize < 4096 and found.f_bavail * found.f_frsize < SMALLEST


def hold(database: Path) -> tuple[int, int] | None:
    """Take hold of the shared memory file, which must be open. Returns what :func:`claim` and :func:`release` want."""
    if not hasattr(os, "posix_fallocate"):
        return None
    shared = database.with_name(database.name + "-shm")
    with _lock:
        try:
            descriptor = os.open(shared, os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return None
        found = os.fstat(descriptor)
        key = (found.st_dev, found.st_ino)
        # Closing any descriptor of a file gives back all locks this process has on it, SQLite's too; so each stays
        # open until the last library over this file is closed.
        held, libraries = _held.get(key, ([], 0))
        _held[key] = ([*held, descriptor], libraries + 1)
        return key


def claim(key: tuple[int, int] | None) -> None:
    """Claim the blocks of a file that is held.

    Raises:
        OSError: there is no room for them.
    """
    if key is None:
        return
    descriptor = _held[key][0][-1]
    try:
        os.posix_fallocate(descriptor, 0, max(CLAIMED, os.fstat(descriptor).st_size))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise


def release(key: tuple[int, int] | None) -> None:
    """A library closed all its connections; the last one over the file closes the descriptors."""
    if key is None:
        return
    with _lock:
        held, libraries = _held[key]
        if libraries > 1:
            _held[key] = (held, libraries - 1)
        else:
            del _held[key]
            for descriptor in held:
                os.close(descriptor)
