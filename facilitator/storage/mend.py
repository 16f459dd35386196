"""Making a damaged library whole: every row that can still be read, and from the backups what cannot.

The damaged file is kept beside. The new one has a new generation, so that no number is ever used twice.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from facilitator.session.facts import Fact
from facilitator.session.library import LIBRARY
from facilitator.session.ports import uuid7
from facilitator.session.sessions import SessionCreated
from facilitator.storage import known_lost
from facilitator.storage.backups import _named
from facilitator.storage.check import Problem
from facilitator.storage.derive import IndexSpoilt
from facilitator.storage.engine import DATABASE, saying
from facilitator.storage.errors import LibraryMissing
from facilitator.storage.index import row_of
from facilitator.storage.lease import new_writer
from facilitator.storage.making import make, remove
from facilitator.storage.restore import put_in_place
from facilitator.storage.rows import COLUMNS, checksum, pack
from facilitator.storage.schema import session_row
from facilitator.words import _, ngettext, tell

MOST_PROBED = 200_000
_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
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
        titles = _titles(file)
        for row in _readable(file, values):
            (saved if _whole(row) else spoilt).setdefault(str(row[0]), row)
        here = len(saved)
        for info in _named(folder):
            for row in _readable(info.path, values):
                if _whole(row):
                    saved.setdefault(str(row[0]), row)
        found = {row[1:4] for row in saved.values()}
        gone = [known for known, row in spoilt.items() if known not in saved and row[1:4] not in found]
        missing = _missing(saved.values())
        told = known_lost.from_text(values.get(known_lost.KEY))
        # What could not even be read as a row is known by its number alone, and what was the last by its row alone.
        lost = max(len(gone), sum(known_lost.beyond(spans, told.get(of, ())) for of, spans in missing.items()))
        begun = list(_begun_again(saved.values(), titles))
        beside = folder / f".{DATABASE}.{os.urandom(6).hex()}.new"
        try:
            rows = sorted([*saved.values(), *begun], key=_order)
            make(beside, library=values.get("library"), rows=rows, lost=known_lost.as_text(missing))
            kept = put_in_place(folder, beside, now_ms, word="damaged")
        finally:
            remove(beside)
    return [*_said(file, here, len(saved) - here, lost, kept), *_said_of(begun)]


def _missing(rows: Iterable[Row]) -> dict[tuple[str, str], tuple[known_lost.Span, ...]]:
    """The numbers that no row has any more, by session and writer."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        numbers.setdefault((row[1], row[2]), []).append(row[3])
    spans = {of: known_lost.gaps(used) for of, used in numbers.items()}
    return {of: found for of, found in spans.items() if found}


def _begun_again(rows: Iterable[Row], titles: dict[str, str]) -> Iterator[Row]:
    """A beginning for each session that lost its own and is in no backup: without one nobody would see its words."""
    earliest: dict[str, int] = {}
    heads = {LIBRARY}
    numbers: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        stream, device, seq, ms, kind = row[1], row[2], row[3], row[4], row[7]
        earliest[stream] = min(ms, earliest.get(stream, ms))
        numbers.setdefault((stream, device), []).append(seq)
        if kind == SessionCreated.KIND:
            heads.add(stream)
    torn = {stream for (stream, _device), used in numbers.items() if len(used) < max(used)}
    writer = new_writer()
    for stream in sorted(torn - heads):
        ms = earliest[stream]
        day = datetime.fromtimestamp(max(ms, 0) / 1000, UTC).date().isoformat()
        body = SessionCreated(title=titles.get(stream) or _("Session of {date}").format(date=day))
        yield pack(Fact(uuid7(), stream, writer, 1, ms, 0, None, body.KIND, body.VERSION, body.as_json()))


def _said_of(begun: list[Row]) -> Iterator[Problem]:
    for row in begun:
        title = json.loads(row[9])["title"]
        what = tell("Its beginning can no longer be read. It is called “{title}” now.", {"title": title})
        yield Problem(tell("session {session}", {"session": row[1]}), what, True)


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
    except _UNREADABLE:
        return
    try:
        below.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            for key, value in below.execute("SELECT key, value FROM meta"):
                values.setdefault(str(key), str(value))
        except _UNREADABLE:
            pass
        yield from _from_both_ends(below)
    finally:
        below.close()


def _titles(file: Path) -> dict[str, str]:
    """What sessions were called, from the list of them, as far as each line of it is what was written."""
    found: dict[str, str] = {}
    try:
        with closing(_connect(file)) as below:
            names = ", ".join(column.name for column in session_row.columns)
            for row in below.execute(f"SELECT {names} FROM session_row"):
                with suppress(IndexSpoilt):
                    found[row[0]] = row_of(row).title
    except _UNREADABLE:
        pass
    return found


def _connect(file: Path) -> sqlite3.Connection:
    log = file.with_name(file.name + "-wal")
    if log.exists() and log.stat().st_size:
        below = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        try:
            return _patient(below)
        except _UNREADABLE:
            below.close()  # the log is what cannot be read
    return _patient(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None))


def _patient(below: sqlite3.Connection) -> sqlite3.Connection:
    """A connection that reads what it can: one table described in a way nobody understands hides no other."""
    below.execute("PRAGMA writable_schema=ON")
    below.execute("PRAGMA query_only=1")
    below.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return below


def _from_both_ends(below: sqlite3.Connection) -> Iterator[Row]:
    sql = f"SELECT {COLUMNS}, row FROM fact NOT INDEXED "
    low = high = None
    try:
        for row in below.execute(sql + "ORDER BY row"):
            low = row[11]
            yield row[:11]
        return
    except _UNREADABLE:
        pass
    try:
        for row in below.execute(sql + "ORDER BY row DESC"):
            if low is not None and type(row[11]) is int and row[11] <= low:
                return
            high = row[11]
            yield row[:11]
    except _UNREADABLE:
        pass
    first = low + 1 if type(low) is int else 1
    last = high if type(high) is int else first + MOST_PROBED
    for number in range(first, min(last, first + MOST_PROBED)):
        try:
            row = below.execute(sql + "WHERE row = ?", (number,)).fetchone()
        except _UNREADABLE:
            continue
        if row is not None:
            yield row[:11]
