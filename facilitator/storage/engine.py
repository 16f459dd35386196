"""Connections to a library's file, and what its errors mean for people.

Every connection leaves transactions to SQLAlchemy (``isolation_level=None`` and a BEGIN of our own), because Python's
driver would otherwise commit DDL in mid-migration. Readers begin deferred, writers at once with BEGIN IMMEDIATE.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from facilitator.session.errors import FacilitatorError
from facilitator.storage.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryFull,
    LibraryMissing,
    LibraryReadOnly,
)

DATABASE = "library.sqlite3"
BACKUPS = "backups"
ATTACHMENTS = "attachments"
PATIENCE_S = 10.0
"""How long a writer waits for another program before it gives up."""

SPOILT = (DBAPIError, sqlite3.Error, UnicodeDecodeError)
"""What the driver raises; the last where it fails on the text of its own error, which quotes damaged bytes."""

FULL, IOERR, READONLY, BUSY, LOCKED, CORRUPT, NOTADB, CANTOPEN, PERM = 13, 10, 8, 5, 6, 11, 26, 14, 3


def connect_write(file: Path) -> sqlite3.Connection:
    """A connection that makes facts durable: WAL, synced at every commit."""
    connection = _connect(file)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def connect_index(file: Path) -> sqlite3.Connection:
    """A connection for what can be made again: consistent after a crash, not synced at every commit."""
    connection = _connect(file)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-16000")
    return connection


def connect_read(file: Path) -> sqlite3.Connection:
    """A connection that cannot change anything."""
    connection = _connect(file)
    connection.execute("PRAGMA query_only=1")
    connection.execute("PRAGMA cache_size=-16000")
    return connection


def connect_still(file: Path) -> sqlite3.Connection:
    """A connection to a file on media that cannot be written, whose WAL is empty."""
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False, isolation_level=None
    )
    read_shape(connection)
    connection.execute("PRAGMA query_only=1")
    return connection


def _connect(file: Path) -> sqlite3.Connection:
    # mode=rw: a connection never makes a file; only creating a library does.
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=PATIENCE_S,
        check_same_thread=False,
        isolation_level=None,
    )
    read_shape(connection)
    return connection


def read_shape(connection: sqlite3.Connection) -> None:
    """Read which tables there are; closes the connection where they cannot be read.

    Raises:
        sqlite3.DatabaseError: they are damaged. The driver fails on the text of that error itself where SQLite quotes
            bytes in it that are no text any more.
    """
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except UnicodeDecodeError as error:
        connection.close()
        raise sqlite3.DatabaseError("malformed database schema") from error
    except sqlite3.Error:
        connection.close()
        raise


def engine_for(connect: Callable[[], sqlite3.Connection], *, write: bool = False, pooled: bool = False) -> Engine:
    """An engine over ``connect``. ``write`` begins transactions at once; ``pooled`` keeps connections for reuse."""
    if pooled:
        engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=12)
    else:
        engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    begin_words = "BEGIN IMMEDIATE" if write else "BEGIN"

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin_words)

    event.listen(engine, "begin", begin)
    return engine


def driver(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection below, for the few statements that are run thousands of times."""
    below = connection.connection.driver_connection
    assert isinstance(below, sqlite3.Connection)
    return below


def told(error: BaseException, folder: Path) -> FacilitatorError | None:
    """The sentence for an error of the file system or of SQLite, or None when it is no such error."""
    if isinstance(error, FacilitatorError):
        return error
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    if isinstance(error, OSError):
        return _told_by_system(error, folder)
    if isinstance(error, UnicodeDecodeError):
        return damaged(folder)  # SQLite quotes in its own words what is no text any more
    if not isinstance(error, sqlite3.Error):
        return None
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == FULL:
        return full(folder)
    if code in (READONLY, PERM):
        return LibraryReadOnly(
            "The library in {folder} cannot be written. What was saved before is safe. "
            "Allow writing there, or move the library to another folder.",
            folder=folder,
        )
    if code in (BUSY, LOCKED):
        return LibraryBusy(
            "Another program is busy with the library in {folder}. Nothing was changed. "
            "Close it, or try again in a moment.",
            folder=folder,
        )
    if code == CANTOPEN:
        return FacilitatorError(
            "The library in {folder} cannot be opened. Nothing was changed. See whether the folder is still there "
            "and may be read.",
            folder=folder,
        )
    if code == IOERR:
        if _no_room(folder):
            return full(folder)
        return FacilitatorError(
            "The disk did not take what was to be saved in {folder}. What was saved before is safe. "
            "See whether the disk is full or was taken out, then try again.",
            folder=folder,
        )
    if isinstance(error, sqlite3.DatabaseError) and (code in (CORRUPT, NOTADB) or not _ours(error)):
        return damaged(folder)
    return None


def _ours(error: sqlite3.Error) -> bool:
    """Whether an error is a mistake in our own statements or use, which is a bug and not the file's fault."""
    return isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError | sqlite3.NotSupportedError)


def _told_by_system(error: OSError, folder: Path) -> FacilitatorError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return full(folder)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return LibraryReadOnly(
            "Something in {folder} cannot be read or written. Nothing was changed. Allow it, or choose another folder.",
            folder=folder,
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError | FileExistsError | IsADirectoryError):
        return LibraryMissing(
            "{folder} is not there or is no folder for a library. Nothing was changed. Choose another folder.",
            folder=error.filename or folder,
        )
    return FacilitatorError(
        "The system refused something in {folder}: {reason}. Nothing was lost. Try again.",
        folder=folder,
        reason=error.strerror or type(error).__name__,
    )


def _no_room(folder: Path) -> bool:
    import shutil

    try:
        return shutil.disk_usage(folder).free < 1 << 20
    except OSError:
        return False


def full(folder: Path) -> LibraryFull:
    """No room left."""
    return LibraryFull(
        "There is no room left on the disk of {folder}. What was saved before is safe; the last words were not saved. "
        "Make room, then give them again.",
        folder=folder,
    )


def damaged(folder: Path) -> LibraryDamaged:
    """The file cannot be trusted: the sentence names the last good backup and what to do with it."""
    from facilitator.storage.backups import last_good

    good = last_good(folder)
    if good is None:
        return LibraryDamaged(
            "The library in {folder} is damaged, and there is no backup of it. Its file was left as it is. "
            "Try: facilitator check --repair",
            folder=folder,
        )
    return LibraryDamaged(
        "The library in {folder} is damaged. Its file was left as it is. The last good backup is of {when}: "
        'facilitator restore "{file}"',
        folder=folder,
        when=good.when,
        file=good.path,
    )


@contextmanager
def saying(folder: Path) -> Iterator[None]:
    """Turn errors of the file into sentences; anything else is a bug and goes on as it is."""
    try:
        yield
    except (*SPOILT, OSError) as error:
        sentence = told(error, folder)
        if sentence is None:
            raise
        raise sentence from error
