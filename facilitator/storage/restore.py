"""Putting another file in the library's place: a backup, or what could be saved of a damaged file.

The new file is made and read through beside the old one; what was there is kept under a dated name; the exchange
itself is one rename. The new file gets a new generation, so that every program mints new writer ids for it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path
from typing import NamedTuple

from facilitator.session.ports import uuid7
from facilitator.storage import schema
from facilitator.storage.attachments import sync_folder
from facilitator.storage.backups import Verified, copy_database, stamp, verify
from facilitator.storage.engine import DATABASE, saying, told
from facilitator.storage.errors import LibraryBusy, LibraryDamaged, LibraryMissing, LibraryNewer, NoBackup
from facilitator.storage.lease import FileLock
from facilitator.storage.making import SIDES, remove

LOCK = "library.lock"


class RestoreReport(NamedTuple):
    """What came back: the file, its facts, those among them that cannot be read, its sessions; and where the file that
    was there before is kept.
    """

    restored: Path
    facts: int
    spoilt: int
    sessions: int
    kept: Path | None


def restore(folder: Path, file: Path, now_ms: int) -> RestoreReport:
    """Put the backup ``file`` in the place of the library in ``folder``, which may be damaged or missing."""
    if not file.is_file():
        raise LibraryMissing("There is no file {file}. Nothing was changed.", file=file)
    with saying(folder):
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f".{DATABASE}.{os.urandom(6).hex()}.new"
        try:
            _copy_in(file, beside)
            found = _trusted(beside, file)
            new_generation(beside)
            kept = put_in_place(folder, beside, now_ms)
        finally:
            remove(beside)
    return RestoreReport(file, found.facts, found.spoilt, found.streams, kept)


def _copy_in(file: Path, beside: Path) -> None:
    # The bytes are copied first, with the log that may lie beside them, so that the backup itself is never written.
    raw = beside.with_name(beside.name + ".raw")
    try:
        shutil.copyfile(file, raw)
        log = file.with_name(file.name + "-wal")
        if log.is_file():
            shutil.copyfile(log, raw.with_name(raw.name + "-wal"))
        below = sqlite3.connect(raw, isolation_level=None)
        try:
            copy_database(below, beside)
        finally:
            below.close()
    except sqlite3.Error as error:
        raise _no_backup(file, error) from error
    finally:
        remove(raw)


def _no_backup(file: Path, error: Exception) -> Exception:
    sentence = told(error, file.parent)
    if sentence is not None and not isinstance(sentence, LibraryDamaged):
        return sentence
    return NoBackup("{file} is damaged or is no backup of a library. Nothing was changed. Try an older one.", file=file)


def _trusted(beside: Path, file: Path) -> Verified:
    try:
        found = verify(beside)
        below = sqlite3.connect(beside, isolation_level=None)
        try:
            version = str(below.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        finally:
            below.close()
    except (sqlite3.Error, LibraryDamaged, TypeError) as error:
        raise _no_backup(file, error) from error
    if version > schema.HEAD:
        raise LibraryNewer(
            "{file} was written by a newer version of this program. Nothing was changed. Update this program first.",
            file=file,
        )
    return found


def new_generation(file: Path) -> None:
    """Mark a file as another life of its library; leaves it in one piece, without a log beside it."""
    below = sqlite3.connect(file, isolation_level=None)
    try:
        below.execute("PRAGMA journal_mode=WAL")
        below.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (uuid7(),))
        below.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        below.close()
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def put_in_place(folder: Path, new: Path, now_ms: int, *, word: str = "before-restore") -> Path | None:
    """Exchange the library's file for ``new`` in one rename; returns where the one before is kept."""
    target = folder / DATABASE
    lock = FileLock(folder / LOCK)
    if not lock.take():
        raise LibraryBusy(
            "The library in {folder} is open in another window or program. Nothing was changed. Close it first.",
            folder=folder,
        )
    try:
        kept = None
        if target.exists():
            _take_log_in(target)
            kept = _free(folder, f"library-{word}-{stamp(now_ms)}")
            try:
                os.link(target, kept)
            except OSError:
                shutil.copyfile(target, kept)
            log = target.with_name(target.name + "-wal")
            if log.exists() and log.stat().st_size:
                shutil.copyfile(log, kept.with_name(kept.name + "-wal"))
        # A log left behind would be played into the new file.
        for side in SIDES:
            target.with_name(target.name + side).unlink(missing_ok=True)
        sync_folder(folder)
        new.replace(target)
        sync_folder(folder)
        return kept
    finally:
        lock.give_back()


def _take_log_in(target: Path) -> None:
    """Let SQLite bring the log of a healthy file into it; of a damaged one it is kept beside."""
    try:
        below = sqlite3.connect(f"{target.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        try:
            below.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            below.close()
    except (sqlite3.Error, UnicodeDecodeError):
        pass


def _free(folder: Path, name: str) -> Path:
    target, more = folder / f"{name}.sqlite3", 1
    while target.exists():
        more += 1
        target = folder / f"{name}-{more}.sqlite3"
    return target
