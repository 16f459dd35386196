"""The derived tables: kept up with the facts, made again from nothing, and read where they lag behind.

What was indexed is one number, ``indexed_to``, written in the same transaction as the entries: a crash at any moment
leaves an index that is behind, never one that is wrong. Indexing a fact costs what the fact touches, not what its
session holds: the state is kept in a twin of the ledger and moved on by the new facts.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, select
from sqlalchemy.pool import StaticPool

from facilitator.session.facts import Fact
from facilitator.session.ledger import Ledger
from facilitator.session.rules import whole
from facilitator.storage import derive, schema
from facilitator.storage.derive import Entry, SessionRow, Subject
from facilitator.storage.engine import driver
from facilitator.storage.rows import COLUMNS, unpack

DERIVED_VERSION = "5"
"""Raised whenever folding or entries change, so that older indexes are made again."""
STEP = 500
E = TypeVar("E", Entry, Entry | None)
TWINS = 3

ENTRY_COLUMNS = ", ".join(Entry._fields)
_WIDE = len(Entry._fields)
_ENTRY = f"INSERT INTO entry (row, stream, {ENTRY_COLUMNS}, place, sum) VALUES ({','.join('?' * (_WIDE + 4))})"
_FOUND = "INSERT INTO found (rowid, words, names, place) VALUES (?,?,?,?)"
_UNFOUND = "INSERT INTO found (found, rowid, words, names, place) VALUES ('delete',?,?,?,?)"
_HELD = f"SELECT {ENTRY_COLUMNS}, row FROM entry WHERE stream = ?"


def read_ledger(connection: sqlite3.Connection, stream: str, upto: int | None = None) -> tuple[Ledger, int]:
    """A session folded from its rows, and the highest row among them. Damaged rows are set aside in the ledger."""
    limit = "" if upto is None else f" AND row <= {upto}"
    sql = f"SELECT {COLUMNS}, row FROM fact WHERE stream = ?{limit} ORDER BY device, seq"
    rows: list[Any] = fetched(connection, sql, (stream,))
    facts, aside = unpack([row[:11] for row in rows])
    ledger = Ledger(stream, facts)
    if aside:
        used = connection.execute("SELECT device, max(seq) FROM fact WHERE stream = ? GROUP BY device", (stream,))
        ledger.spoilt(aside, {str(device): seq for device, seq in used if type(seq) is int})
    return ledger, max((row[11] for row in rows if type(row[11]) is int), default=0)


def fetched(connection: sqlite3.Connection, sql: str, params: tuple[object, ...]) -> list[Any]:
    """The rows of a question, also where a flipped byte is no text any more."""
    try:
        return connection.execute(sql, params).fetchall()
    except sqlite3.OperationalError as error:
        if "decode" not in str(error):
            raise
    # A flipped byte broke the UTF-8 of some row: read all, and let the checksums say which.
    usual = connection.text_factory
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        return connection.execute(sql, params).fetchall()
    finally:
        connection.text_factory = usual


class Index:
    """Keeps the derived tables of one library up with its facts."""

    def __init__(self, folder: Path, write: Engine, read: Engine) -> None:
        self._folder = folder
        self._write = write
        self._read = read
        self._lock = threading.Lock()
        self._twins: OrderedDict[str, tuple[Ledger, int]] = OrderedDict()

    def remember(self, ledger: Ledger, row: int) -> None:
        """Keep a twin of a ledger just read, so that indexing its next facts need not read it again."""
        twin = ledger.twin()
        with self._lock:
            self._keep(twin, row)

    def catch_up(self) -> None:
        """Index everything there is. Called before searching; costs next to nothing when nothing is new."""
        while self.step(lambda: False, 20_000):
            pass

    def step(self, interrupted: Callable[[], bool], most: int = STEP) -> bool:
        """Index up to ``most`` facts. Returns whether there may be more. Stops early when ``interrupted``."""
        with self._lock:
            with self._read.connect() as connection:
                below = driver(connection)
                connection.begin()
                marker = marker_of(connection)
                rows = fetched(
                    below, f"SELECT {COLUMNS}, row FROM fact WHERE row > ? ORDER BY row LIMIT {most}", (marker,)
                )
                if not rows:
                    return False
                upto = int(rows[-1][11])
                by_stream: dict[str, list[Fact]] = {}
                facts, aside = unpack([row[:11] for row in rows])
                for fact in facts:
                    by_stream.setdefault(fact.stream, []).append(fact)
                for spoilt in aside:
                    by_stream.setdefault(spoilt.fact.stream, [])
                work: list[tuple[Ledger, set[Subject] | None]] = []
                for stream, news in by_stream.items():
                    if interrupted():
                        return True
                    ledger = self._ledger(below, stream, news, marker, upto)
                    work.append((ledger, _touched(ledger, news)))
            if interrupted():
                return True
            with self._write.begin() as connection:
                if marker_of(connection) != marker:
                    return True  # another program was faster
                for ledger, touched in work:
                    bring_up(driver(connection), ledger, touched)
                set_meta(connection, "indexed_to", str(upto))
            return len(rows) >= most

    def rebuild(self) -> None:
        """Drop the derived tables and make them again from the facts."""
        with self._lock, self._write.begin() as connection:
            self._twins.clear()
            schema.drop_derived(connection)
            schema.create_derived(connection)
            set_meta(connection, "indexed_to", "0")
            set_meta(connection, "derived", DERIVED_VERSION)
        self.catch_up()

    def verify(self) -> None:
        """Let SQLite compare the full-text index with the entries; raises its error where they differ."""
        with self._lock, self._write.begin() as connection:
            connection.exec_driver_sql("INSERT INTO found (found, rank) VALUES ('integrity-check', 1)")

    def close(self) -> None:
        """Give the connections back."""
        with self._lock:
            self._twins.clear()
            self._write.dispose()

    def _ledger(self, below: sqlite3.Connection, stream: str, news: list[Fact], marker: int, upto: int) -> Ledger:
        ledger, row = self._twins.get(stream, (None, -1))
        if ledger is None:
            ledger, _row = read_ledger(below, stream, upto)
        else:
            if row < marker:  # another program indexed some facts meanwhile
                sql = f"SELECT {COLUMNS} FROM fact WHERE row > ? AND row <= ? AND +stream = ?"
                ledger.add(unpack(fetched(below, sql, (row, marker, stream)))[0])
            ledger.add(news)
        self._keep(ledger, max(row, upto))
        return ledger

    def _keep(self, ledger: Ledger, row: int) -> None:
        self._twins[ledger.stream] = (ledger, row)
        self._twins.move_to_end(ledger.stream)
        while len(self._twins) > TWINS:
            self._twins.popitem(last=False)


def _touched(ledger: Ledger, news: list[Fact]) -> set[Subject] | None:
    """What to look at again after ``news``; None for everything, when they changed who may be named or found."""
    for fact in news:
        if fact.kind in ("session_created", "session_removed", "session_restored", "talk_logged", "talk_changed"):
            return None
        if fact.kind == "block_changed" and "anonymity" in fact.body:
            return None
        if fact.kind == "block_added" and ledger.since(fact.order)[0] != ledger.facts[-1]:
            return None  # it may have come after what was given in it
    return derive.subjects(news, ledger.state)


def marker_of(connection: Connection) -> int:
    """The last fact indexed."""
    found = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == "indexed_to")).scalar()
    return int(found) if found and found.isdigit() else 0


def set_meta(connection: Connection, key: str, value: str) -> None:
    """Note something about the library."""
    connection.exec_driver_sql(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def bring_up(below: sqlite3.Connection, ledger: Ledger, touched: Iterable[Subject] | None) -> None:
    """Make the derived rows of a session what its state says; ``touched`` limits what is looked at."""
    stream, state = ledger.stream, ledger.state
    wanted: Mapping[Subject, Entry | None]
    held: dict[Subject, tuple[Entry, int]] = {}
    if touched is None:
        wanted = {(entry.what, entry.ref): _storable(entry) for entry in derive.entries(state)}
        for row in below.execute(_HELD, (stream,)):
            held[row[0], row[1]] = (Entry._make(row[:_WIDE]), row[_WIDE])
    else:
        wanted = {subject: _storable(derive.entry(state, subject)) for subject in touched}
        one = _HELD + " AND what = ? AND ref = ?"
        for subject in wanted:
            found = below.execute(one, (stream, *subject)).fetchone()
            if found is not None:
                held[subject] = (Entry._make(found[:_WIDE]), found[_WIDE])
    place = derive.place_word(stream)
    kept: dict[Subject, int] = {}
    gone: list[int] = []
    unfound: list[tuple[object, ...]] = []
    for subject, (entry, row) in held.items():
        now = wanted.get(subject)
        if now == entry:
            kept[subject] = row
            continue
        gone.append(row)
        unfound.append((row, entry.words, entry.names, place))
    if gone:
        below.executemany(_UNFOUND, unfound)
        below.executemany("DELETE FROM entry WHERE row = ?", [(row,) for row in gone])
    free = _free_rows(below, gone)
    put: list[tuple[object, ...]] = []
    find: list[tuple[object, ...]] = []
    for subject, entry_now in wanted.items():
        if entry_now is None or subject in kept:
            continue
        was = held.get(subject)
        at_ms = entry_now.at_ms
        row = was[1] if was is not None and was[0].at_ms == at_ms else free(at_ms)
        put.append((row, stream, *entry_now, place, derive.entry_sum(row, stream, entry_now)))
        find.append((row, entry_now.words, entry_now.names, place))
    if put:
        below.executemany(_ENTRY, put)
        below.executemany(_FOUND, find)
    _put_row(below, derive.session_row(ledger))


def _storable(given: E) -> E:
    """An entry that SQLite takes: a lone surrogate delivered by a stranger is shown as U+FFFD."""
    if given is not None:
        what, ref, kind, at_ms, *rest = given
        try:
            "".join((ref, kind, *rest)).encode()
        except UnicodeEncodeError:
            return Entry(what, whole(ref), whole(kind), at_ms, *map(whole, rest))
    return given


def _free_rows(below: sqlite3.Connection, gone: Iterable[int]) -> Callable[[int], int]:
    """Gives row numbers that sort by time: the next free one in a millisecond, behind those just given up.

    What was given up may be taken again by the same entry, so nobody else gets it.
    """
    last: dict[int, int] = {}
    behind: dict[int, int] = {}
    for one in gone:
        behind[one >> 20] = max(one, behind.get(one >> 20, one))

    def free(at_ms: int) -> int:
        row = last.get(at_ms)
        if row is None:
            first = at_ms << 20
            row = below.execute(
                "SELECT max(row) FROM entry WHERE row >= ? AND row < ?", (first, first + (1 << 20))
            ).fetchone()[0]
            row = max(first - 1 if row is None else row, behind.get(at_ms, first - 1))
        last[at_ms] = row = row + 1
        return row

    return free


def _put_row(below: sqlite3.Connection, row: SessionRow) -> None:
    columns = (*row[:11], "\n".join(row.modalities), int(row.listed), *row[13:])
    values = [whole(value) if isinstance(value, str) else value for value in columns]
    names = (
        "stream, title, date_ms, created_ms, changed_ms, starts, ends, place, source, contributions, people, "
        "modalities, listed, facts, talk, agenda, series, series_name, series_number, sum"
    )
    below.execute(
        f"INSERT OR REPLACE INTO session_row ({names}) VALUES ({','.join('?' * 20)})",
        (*values, derive.shown_sum(*values)),
    )


class Overlay:
    """The derived rows of sessions whose own are behind and may not be written: the same tables, in memory."""

    def __init__(self, folder: Path, read: Engine) -> None:
        self._folder = folder
        self._read = read
        self._lock = threading.Lock()
        self._known: tuple[int, int] | None = None
        self._engine: Engine | None = None
        self._streams: frozenset[str] = frozenset()

    @contextmanager
    def over(self, *, all_of_it: bool) -> Iterator[tuple[Engine | None, frozenset[str]]]:
        """The engine for what lags behind (None when nothing does) and the sessions it stands for."""
        with self._lock, self._read.connect() as connection:
            marker = 0 if all_of_it else marker_of(connection)
            newest = connection.exec_driver_sql("SELECT max(row) FROM fact").scalar() or 0
            if self._known != (marker, newest):
                streams = [
                    str(row[0])
                    for row in connection.exec_driver_sql("SELECT DISTINCT stream FROM fact WHERE row > ?", (marker,))
                ]
                self._engine = memory_index(driver(connection), streams) if streams else None
                self._streams = frozenset(streams)
                self._known = (marker, newest)
            yield self._engine, self._streams


def memory_index(source: sqlite3.Connection, streams: Iterable[str]) -> Engine:
    """Derived tables of some sessions, made from their facts, in memory."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None),
        poolclass=StaticPool,
    )
    with engine.connect() as connection:
        schema.create_derived(connection)
        below = driver(connection)
        below.execute("BEGIN")
        for stream in streams:
            bring_up(below, read_ledger(source, stream)[0], None)
        below.execute("COMMIT")
    return engine


def stored_row(connection: Connection, stream: str) -> SessionRow | None:
    """The line of a session as the derived table has it."""
    found = connection.execute(select(schema.session_row).where(schema.session_row.c.stream == stream)).first()
    return None if found is None else row_of(found)


def row_of(found: Sequence[Any]) -> SessionRow:
    """A line as selected from ``session_row``, in the order of its columns; raises where a byte of it changed."""
    *columns, proof = found
    if derive.shown_sum(*columns) != proof:
        raise derive.IndexSpoilt
    modal, listed = columns[11:13]
    return SessionRow._make((*columns[:11], tuple(modal.split("\n")) if modal else (), bool(listed), *columns[13:]))
