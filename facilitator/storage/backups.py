"""Backups: whole copies of the library's file made by SQLite itself, verified before they count, thinned by age.

A copy gets its final name only after every page and every checksum in it was read back; the name says when it was made
and how many facts it holds: ``library-20261123T225531Z-1503.sqlite3``.
"""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from facilitator import paths
from facilitator.storage.attachments import sync_folder
from facilitator.storage.engine import BACKUPS, connect_still, driver, saying
from facilitator.storage.errors import LibraryDamaged, LibraryFull, NotWritten
from facilitator.storage.rows import COLUMNS, unpack

_NAME = re.compile(r"library-(\d{8}T\d{6}Z)-(\d+)(-damaged)?(?:-\d+)?\.sqlite3")
_STAMP = "%Y%m%dT%H%M%SZ"


class BackupInfo(NamedTuple):
    """A backup. ``at`` is when it was made (UTC), ``facts`` how many it holds, ``good`` whether it still opens."""

    path: Path
    at: datetime
    facts: int
    good: bool

    @property
    def when(self) -> str:
        """When it was made, for a sentence: local time, ISO 8601 to the minute."""
        return self.at.astimezone().isoformat(sep=" ", timespec="minutes")[:16]


class Verified(NamedTuple):
    """What a copy was found to hold: facts, those among them that cannot be read, sessions."""

    facts: int
    spoilt: int
    streams: int


def stamp(now_ms: int) -> str:
    """A moment as a part of a file name, UTC."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).strftime(_STAMP)


def copy_database(source: sqlite3.Connection, target: Path) -> None:
    """A whole copy at one moment, while others go on writing; on disk when it returns."""
    out = sqlite3.connect(target, isolation_level=None)
    try:
        source.backup(out)
    finally:
        out.close()
    with target.open("rb+") as stream:
        os.fsync(stream.fileno())


def verify(file: Path) -> Verified:
    """Read a copy through: every page, every fact.

    Raises:
        sqlite3.Error: it cannot be read, or is no library.
        LibraryDamaged: SQLite found it damaged.
    """
    below = connect_still(file)
    try:
        said = below.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise LibraryDamaged("The copy {file} is damaged. Nothing was changed.", file=file)
        facts = spoilt = 0
        below.text_factory = lambda raw: raw.decode("utf-8", "replace")
        rows = below.execute(f"SELECT {COLUMNS} FROM fact ORDER BY row")
        while some := rows.fetchmany(5000):
            good, aside = unpack(some)
            facts += len(good) + len(aside)
            spoilt += len(aside)
        below.execute("SELECT value FROM meta WHERE key = 'library'").fetchone()[0]
        streams = below.execute("SELECT count(DISTINCT stream) FROM fact").fetchone()[0]
        return Verified(facts, spoilt, int(streams))
    except TypeError as error:
        raise sqlite3.DatabaseError("no library") from error
    finally:
        below.close()


def backup(folder: Path, reader: Engine, target: Path | None, now_ms: int) -> Path:
    """Write a verified copy to ``target``, or under a dated name among the library's backups. Returns where it is."""
    with _onto(target or folder / BACKUPS):
        target = None if target is None else paths.behind_link(target.absolute())
    home = folder / BACKUPS if target is None else target.parent
    with _onto(target or home):
        home.mkdir(parents=True, exist_ok=True)
        beside = home / f".{os.urandom(6).hex()}.new"
        try:
            beside.touch()
            with saying(folder), _room_for(home), reader.connect() as connection:
                copy_database(driver(connection), beside)
            with saying(folder):
                found = verify(beside)
            if target is None:
                target = _free_name(home, f"library-{stamp(now_ms)}-{found.facts}{'-damaged' if found.spoilt else ''}")
            beside.replace(target)
            sync_folder(home)
            return target
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
                beside.with_name(beside.name + "-journal").unlink(missing_ok=True)


@contextmanager
def _onto(place: Path) -> Iterator[None]:
    """Say what keeps a copy from being written where it was to go; the library has nothing to do with it."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise _no_room(place) from error
        raise NotWritten(
            "No backup could be written to {place} ({why}). Nothing was changed; choose another place.",
            place=place,
            why=error.strerror or type(error).__name__,
        ) from error


@contextmanager
def _room_for(home: Path) -> Iterator[None]:
    """SQLite says of the copy that it is full, never of the library, which is only read."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
            raise _no_room(home) from error
        raise


def _no_room(place: Path) -> LibraryFull:
    return LibraryFull("There is no room left for a backup in {place}. Nothing was lost; free some room.", place=place)


def _free_name(home: Path, name: str) -> Path:
    target, more = home / f"{name}.sqlite3", 1
    while target.exists():
        more += 1
        target = home / f"{name}-{more}.sqlite3"
    return target


def backups(folder: Path) -> list[BackupInfo]:
    """The backups in a library's folder, newest first, each opened to see whether it still is one."""
    return [info._replace(good=info.good and _opens(info)) for info in _named(folder)]


def _named(folder: Path) -> list[BackupInfo]:
    out = []
    try:
        files = list((folder / BACKUPS).iterdir())
    except OSError:
        return []
    for file in files:
        found = _NAME.fullmatch(file.name)
        if found is not None:
            at = datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)
            out.append(BackupInfo(file, at, int(found[2]), found[3] is None))
    out.sort(key=lambda info: (info.at, info.path.name), reverse=True)
    return out


def _opens(info: BackupInfo) -> bool:
    try:
        below = connect_still(info.path)
        try:
            return bool(below.execute("SELECT count(*) FROM fact").fetchone()[0] == info.facts)
        finally:
            below.close()
    except sqlite3.Error:
        return False


def last_good(folder: Path) -> BackupInfo | None:
    """The newest backup that opens, if there is one."""
    return next((info for info in _named(folder) if info.good and _opens(info)), None)


def backup_if_due(folder: Path, reader: Engine, now_ms: int) -> Path | None:
    """A rolling backup when the newest is an hour old and the record has grown; then the old ones are thinned.

    A library with damaged facts gives no rolling backup: it would push good ones out.
    """
    known = [info for info in _named(folder) if info.good]
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    with saying(folder), reader.connect() as connection:
        facts = connection.exec_driver_sql("SELECT count(*) FROM fact").scalar() or 0
    if not facts or (known and (known[0].facts == facts or abs(now - known[0].at) < timedelta(hours=1))):
        return None
    made = backup(folder, reader, None, now_ms)
    if "-damaged" in made.name:
        made.unlink()
        raise LibraryDamaged(
            "Some of what is in the library in {folder} can no longer be read, so no new backup was made; the older "
            "ones are kept. Try: facilitator check --repair",
            folder=folder,
        )
    for info in thinned(_named(folder), now):
        info.path.unlink(missing_ok=True)
    return made


def thinned(known: Iterable[BackupInfo], now: datetime) -> list[BackupInfo]:
    """Which backups go: of the last day all stay, then the last of each day for a month, of each week for a year.

    The newest good one always stays.
    """
    ordered = sorted(known, key=lambda info: info.at, reverse=True)
    newest_good = next((info for info in ordered if info.good), None)
    kept: set[object] = set()
    gone = []
    for info in ordered:
        age = now - info.at
        if age < timedelta(days=1):
            continue
        slot: object
        if age < timedelta(days=31):
            slot = ("day", info.at.date())
        elif age < timedelta(days=366):
            slot = ("week", info.at.isocalendar()[:2])
        else:
            slot = None
        if info is newest_good:
            kept.add(slot)
            continue
        if slot is None or slot in kept:
            gone.append(info)
        else:
            kept.add(slot)
    return gone
