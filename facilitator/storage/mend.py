"""Making a damaged library whole: every row that can still be read, and from the backups what cannot.

The damaged file is kept beside. The new one has a new generation, so that no number is ever used twice.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from facilitator.storage.backups import _named
from facilitator.storage.check import Problem
from facilitator.storage.engine import DATABASE, connect_still, read_shape, saying
from facilitator.storage.errors import LibraryMissing
from facilitator.storage.making import make, remove
from facilitator.storage.restore import put_in_place
from facilitator.storage.rows import COLUMNS, checksum
from facilitator.words import ngettext, tell

MOST_PROBED = 200_000
Row = tuple[Any, ...]


def mend(folder: Path, now_ms: int) -> list[Problem]:
    """Exchange the library's file for one with all that can be saved. Returns what was done, as problems mended."""
    file = folder / DATABASE
    with saying(folder):
        if not file.exists():
            raise LibraryMissing("There is no library in {folder}. Nothing was changed.", folder=folder)
        saved: dict[str, Row] = {}
        spoilt: dict[str, Row] = {}
        values: dict[str, str] = {}
        for row in _readable(file, values):
            (saved if _whole(row) else spoilt).setdefault(str(row[0]), row)
        here = len(saved)
        for info in _named(folder):
            for row in _readable(info.path, values):
                if _whole(row):
                    saved.setdefault(str(row[0]), row)
        for known in saved:
            spoilt.pop(known, None)
        beside = folder / f".{DATABASE}.{os.urandom(6).hex()}.new"
        try:
            make(beside, library=values.get("library"), rows=sorted(saved.values(), key=_order))
            kept = put_in_place(folder, beside, now_ms, word="damaged")
        finally:
            remove(beside)
    return list(_said(file, here, len(saved) - here, len(spoilt), kept))


def _said(file: Path, here: int, fetched: int, lost: int, kept: Path | None) -> Iterator[Problem]:
    where = str(file)
    yield Problem(
        where,
        ngettext("{count} fact was saved from it.", "{count} facts were saved from it.", here).format(count=here),
        True,
    )
    if fetched:
        yield Problem(
            where,
            ngettext("{count} fact came from the backups.", "{count} facts came from the backups.", fetched).format(
                count=fetched
            ),
            True,
        )
    if lost:
        yield Problem(
            where,
            ngettext(
                "{count} fact can no longer be read and is in no backup.",
                "{count} facts can no longer be read and are in no backup.",
                lost,
            ).format(count=lost),
            True,
        )
    if kept is not None:
        yield Problem(where, tell("The damaged file is kept as {file}.", {"file": kept}), True)


def _order(row: Row) -> Row:
    return (row[4], row[5], row[2], row[3])


def _whole(row: Row) -> bool:
    return bool(checksum(row[:10]) == row[10])


def _readable(file: Path, values: dict[str, str]) -> Iterator[Row]:
    """Every row of a file's record that can be read, by whatever way leads to it."""
    try:
        below = _connect(file)
    except sqlite3.Error:
        return
    try:
        below.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            for key, value in below.execute("SELECT key, value FROM meta"):
                values.setdefault(str(key), str(value))
        except sqlite3.Error:
            pass
        yield from _from_both_ends(below)
    finally:
        below.close()


def _connect(file: Path) -> sqlite3.Connection:
    log = file.with_name(file.name + "-wal")
    if not log.exists() or not log.stat().st_size:
        return connect_still(file)
    below = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    try:
        read_shape(below)
        below.execute("PRAGMA query_only=1")
    except sqlite3.Error:
        below.close()
        return connect_still(file)  # the log is what cannot be read
    return below


def _from_both_ends(below: sqlite3.Connection) -> Iterator[Row]:
    sql = f"SELECT {COLUMNS}, row FROM fact "
    low = high = None
    try:
        for row in below.execute(sql + "ORDER BY row"):
            low = row[11]
            yield row[:11]
        return
    except sqlite3.Error:
        pass
    try:
        for row in below.execute(sql + "ORDER BY row DESC"):
            if low is not None and type(row[11]) is int and row[11] <= low:
                return
            high = row[11]
            yield row[:11]
    except sqlite3.Error:
        pass
    first = low + 1 if type(low) is int else 1
    last = high if type(high) is int else first + MOST_PROBED
    for number in range(first, min(last, first + MOST_PROBED)):
        try:
            row = below.execute(sql + "WHERE row = ?", (number,)).fetchone()
        except sqlite3.Error:
            continue
        if row is not None:
            yield row[:11]
