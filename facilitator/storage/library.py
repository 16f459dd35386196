"""A library: one folder with the record of all sessions, its index, its backups and its attachments."""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection, Engine, select

from facilitator.session.conversations import TalkGlimpse
from facilitator.session.errors import FacilitatorError, Rejected
from facilitator.session.facts import Fact
from facilitator.session.ledger import Ledger
from facilitator.session.narrowing import ALL, Narrowing
from facilitator.session.ports import Clock, Journal, wall_clock
from facilitator.storage import attachments, found_by_session, narrowed, nearest, places, room, schema, search, talks
from facilitator.storage.derive import IndexSpoilt, SessionRow, beginning_lost
from facilitator.storage.engine import (
    DATABASE,
    connect_index,
    connect_read,
    connect_still,
    connect_write,
    damaged,
    driver,
    engine_for,
    full,
    saying,
)
from facilitator.storage.errors import LibraryMissing, LibraryNewer, LibraryReadOnly
from facilitator.storage.index import DERIVED_VERSION, Index, Overlay, read_ledger, row_of, set_meta, stored_row
from facilitator.storage.journal import Deliver, FileJournal
from facilitator.storage.lease import FileLock, Lease
from facilitator.storage.making import create as make_new
from facilitator.storage.nearest import Nearest
from facilitator.storage.refusing import RefusingJournal
from facilitator.storage.search import SearchPage
from facilitator.storage.watch import Watch
from facilitator.words import _, tell

if TYPE_CHECKING:
    from facilitator.storage.backups import BackupInfo
    from facilitator.storage.check import CheckReport
    from facilitator.storage.directory import Directory, KnownPerson
    from facilitator.storage.loose_ends import LooseEnds
    from facilitator.storage.restore import RestoreReport

LOCK = "library.lock"
LAST_ROWS = 64
"""How many of the newest rows are looked at when a library is opened: more than fit on the page that grows."""
T = TypeVar("T")


class Library:
    """The record on disk. Opened with :meth:`open`, closed with :meth:`close`; reading is safe from any thread."""

    def __init__(self, folder: Path, deliver: Deliver | None, clock: Clock) -> None:
        self.folder = folder
        self.read_only = False
        self.why_read_only = ""
        self.warnings: list[str] = []
        self._file = folder / DATABASE
        self._clock = clock
        self._deliver = deliver
        self._refusal: FacilitatorError | None = None
        self._newer = False
        self._lock: FileLock | None = None
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._id = self._generation = ""
        self._claim: tuple[int, int] | None = None
        self._loose: tuple[tuple[int, datetime.date], LooseEnds] | None = None
        self._directory: Directory | None = None
        self._reader: Engine
        self._writer: Engine | None = None
        self._index: Index | None = None
        self._overlay: Overlay
        self._journal: FileJournal | RefusingJournal

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether there is a library in this folder."""
        return (folder / DATABASE).exists()

    # ---- opening and closing --------------------------------------------------------------------------------------

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        create: bool = False,
        write: bool = True,
        deliver: Deliver | None = None,
        clock: Clock = wall_clock,
    ) -> Library:
        """Open the library in ``folder``.

        Args:
            folder: The folder of the library.
            create: Make the library when there is none.
            write: False never changes anything: no migration, no index, no lock.
            deliver: Runs a function in the store's thread, which is how the fate of facts is told; without it
                :meth:`settle` does.
            clock: Wall milliseconds.

        Raises:
            LibraryMissing: there is none.
            LibraryDamaged: its file cannot be trusted; it is left as it is.
            FacilitatorError: the system refused.
        """
        folder = Path(folder).expanduser().absolute()
        library = cls(folder, deliver, clock)
        with saying(folder):
            if not library._file.exists():
                if not (create and write):
                    raise LibraryMissing(
                        "There is no library in {folder} yet. Start a session there first, or name another folder.",
                        folder=folder,
                    )
                make_new(library._file)
            try:
                library._decide_way(write)
                library._look_inside(write)
                library._ready()
            except BaseException:
                library.close()
                raise
        library.warnings = places.warnings(folder)
        return library

    def _decide_way(self, write: bool) -> None:
        """How the file can be opened: to write, to read beside others, or as it lies on media nobody can write."""
        may_write = os.access(self._file, os.W_OK) and os.access(self.folder, os.W_OK)
        if not write:
            self.read_only = True
            self._refusal = LibraryReadOnly("The library was opened for reading only. Nothing was saved.")
        elif not may_write:
            self.read_only = True
            self._refusal = LibraryReadOnly(
                "The library in {folder} cannot be written, so it is open for reading only. "
                "Allow writing there, or copy the folder to another place.",
                folder=self.folder,
            )
        if not self.read_only:
            lock = FileLock(self.folder / LOCK)
            if not lock.take(shared=True):
                raise LibraryReadOnly(
                    "The library in {folder} is being restored or mended by another program. Nothing was changed. "
                    "Try again in a moment.",
                    folder=self.folder,
                )
            self._lock = lock
        file = self._file
        log = file.with_name(file.name + "-wal")
        clean = not log.exists() or not log.stat().st_size
        tight = room.cramped(self.folder)
        if tight and not self.read_only:
            raise full(self.folder)
        if os.access(self.folder, os.W_OK) and not (tight and clean):
            self._reader = engine_for(lambda: connect_read(file), pooled=True)
        elif clean:
            self._reader = engine_for(lambda: connect_still(file), pooled=True)
        else:
            # The last words of a run that did not end well are still in the log, which only a copy can take in.
            self._copy = tempfile.TemporaryDirectory(prefix="facilitator-")
            copied = Path(self._copy.name) / DATABASE
            copied.write_bytes(file.read_bytes())
            copied.with_name(log.name).write_bytes(log.read_bytes())
            self._reader = engine_for(lambda: connect_read(copied), pooled=True)

    def _look_inside(self, write: bool) -> None:
        """Is it a library, whose is it, and does this program write its shape?"""
        with self._reader.connect() as connection:
            found, derived = self._read_meta(connection)
        if found > schema.HEAD:
            self._newer = True
            self.read_only = True
            self._refusal = LibraryNewer(
                "The library in {folder} was written by a newer version of this program, so it is open for reading "
                "only. Nothing was changed. Update this program to write in it.",
                folder=self.folder,
            )
        elif found < schema.HEAD:
            if self.read_only:
                self._newer = True  # its derived tables are not ours either
            else:
                from facilitator.storage.migrate import migrate

                self._reader.dispose()
                migrate(self.folder, clock=self._clock)
                derived = ""
        if found <= schema.HEAD and not self._newer:
            with self._reader.connect() as connection:
                if not schema.is_ours(driver(connection), derived=derived == DERIVED_VERSION):
                    raise damaged(self.folder)
        if self._refusal is not None:
            self.why_read_only = tell(self._refusal.message, self._refusal.params) if write else ""
            self._stale_index = self._newer or derived != DERIVED_VERSION
            return
        self._stale_index = False
        if derived != DERIVED_VERSION:
            with engine_for(lambda: connect_write(self._file), write=True).begin() as connection:
                schema.drop_derived(connection)
                schema.create_derived(connection)
                set_meta(connection, "indexed_to", "0")
                set_meta(connection, "derived", DERIVED_VERSION)

    def _read_meta(self, connection: Connection) -> tuple[str, str]:
        found = connection.execute(select(schema.version.c.version_num)).scalar()
        values = dict(connection.execute(select(schema.meta.c.key, schema.meta.c.value)).all())
        self._id, self._generation = values.get("library", ""), values.get("generation", "")
        if not found or not self._id:
            raise damaged(self.folder)
        # The first and the last page of the record are looked at, so that a torn file is noticed at once, and nothing
        # is added behind a row whose number changed, where nobody would find it.
        connection.exec_driver_sql("SELECT min(row), max(row) FROM fact").fetchone()
        connection.exec_driver_sql("SELECT id FROM fact ORDER BY row DESC LIMIT 1").fetchone()
        last = connection.exec_driver_sql(f"SELECT row FROM fact ORDER BY row DESC LIMIT {LAST_ROWS}").scalars().all()
        if any(later <= row for later, row in pairwise(last)):
            raise damaged(self.folder)
        return str(found), values.get("derived", "")

    def _ready(self) -> None:
        self._overlay = Overlay(self.folder, self._reader)
        if self.read_only:
            assert self._refusal is not None
            self._journal = RefusingJournal(self._refusal, self._deliver)
            return
        file = self._file
        self._claim = room.hold(file)
        room.claim(self._claim)
        self._writer = engine_for(lambda: connect_write(file))
        index = Index(self.folder, engine_for(lambda: connect_index(file), write=True, pooled=True), self._reader)
        self._index = index
        stat = file.stat()
        self._journal = FileJournal(
            self.folder, self._writer, self._take_lease, self._deliver, index.step, (stat.st_dev, stat.st_ino)
        )

    def _take_lease(self) -> Lease:
        lease = Lease(self.folder, self._id, self._generation)
        with self._reader.connect() as connection:
            known = dict(connection.execute(select(schema.writer.c.id, schema.writer.c.uses)).all())
        lease.take(known)
        return lease

    def close(self) -> None:
        """Save what waits, index what is left, give the writer id back. Closing twice does nothing."""
        journal = getattr(self, "_journal", None)
        if journal is not None:
            journal.close()
        if self._index is not None:
            self._index.close()
        for engine in (getattr(self, "_reader", None), self._writer):
            if engine is not None:
                engine.dispose()
        room.release(self._claim)
        self._claim = None
        if self._lock is not None:
            self._lock.give_back()
            self._lock = None
        if self._copy is not None:
            self._copy.cleanup()
            self._copy = None

    def _open_again(self) -> None:
        """After the file was exchanged: everything of the old one is gone, nothing of it is trusted."""
        fresh = Library.open(self.folder, deliver=self._deliver, clock=self._clock)
        self.__dict__.update(fresh.__dict__)

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_why: object) -> None:
        self.close()

    def deliver(self, work: Callable[[], None]) -> None:
        """Run something in the store's thread, the way the fate of facts is told there."""
        self._journal.deliver(work)

    # ---- facts ----------------------------------------------------------------------------------------------------

    @property
    def journal(self) -> Journal:
        """Where the store puts facts."""
        return self._journal

    def settle(self, timeout: float | None = None) -> None:
        """Wait until everything appended is kept or failed, and tell the store where it has no loop of its own.

        Raises:
            FacilitatorError: why something was not kept.
            TimeoutError: it took longer than ``timeout`` seconds.
        """
        self._journal.settle(timeout)

    def load(self, stream: str) -> Ledger:
        """Read a session and fold it. Facts whose rows are damaged are set aside in the ledger. From any thread.

        Raises:
            LibraryDamaged: rows are missing, or the one without which there is no session cannot be read.
        """
        with saying(self.folder), self._reader.connect() as connection:
            connection.begin()
            below = driver(connection)
            newest = below.execute("SELECT max(row) FROM fact").fetchone()[0] or 0
            ledger, _row = read_ledger(below, stream)
            if beginning_lost(ledger):
                raise damaged(self.folder)
            if not self._stale_index:
                known = self._known_row(connection, stream)
                if known is not None and known.facts > len(ledger.facts) + ledger.unreadable:
                    raise damaged(self.folder)  # rows vanished without a trace
        if self._index is not None:
            self._index.remember(ledger, newest)
        return ledger

    def _known_row(self, connection: Connection, stream: str) -> SessionRow | None:
        try:
            return stored_row(connection, stream)
        except IndexSpoilt:
            return None

    def changes(self) -> Callable[[], list[Fact]]:
        """Gives a function to call now and then, in a thread: facts other programs put into this file since then."""
        with saying(self.folder), self._reader.connect() as held:
            last = held.exec_driver_sql("SELECT max(row) FROM fact").scalar() or 0
        own = self._journal.own_rows if isinstance(self._journal, FileJournal) else []
        return Watch(self.folder, self._reader, int(last), own).poll

    # ---- lists and search -----------------------------------------------------------------------------------------

    def _sources(self) -> list[tuple[Engine, frozenset[str]]]:
        """Where derived rows are to be read, each without some sessions."""
        if self._index is not None:
            self._index.catch_up()
            return [(self._reader, frozenset())]
        with self._overlay.over(all_of_it=self._stale_index) as (engine, streams):
            if self._stale_index:
                return [] if engine is None else [(engine, frozenset())]
            stored = (self._reader, streams)
            return [stored] if engine is None else [stored, (engine, frozenset())]

    def sessions(self, limit: int | None = None) -> list[SessionRow]:
        """The sessions, newest first."""
        return self._trusting(lambda: self._listed(limit))

    def _trusting(self, ask: Callable[[], T]) -> T:
        """Ask the index; where a byte of it changed on the disk, make it again (or read past it) and ask once more."""
        with saying(self.folder):
            try:
                return ask()
            except IndexSpoilt:
                if self._index is not None:
                    self._index.rebuild()
                else:
                    self._stale_index = True
            try:
                return ask()
            except IndexSpoilt:
                raise damaged(self.folder) from None

    def _listed(self, limit: int | None) -> list[SessionRow]:
        rows: list[SessionRow] = []
        table = schema.session_row
        wanted = select(table).where(table.c.listed == 1).order_by(table.c.date_ms.desc(), table.c.stream.desc())
        for engine, without in self._sources():
            with engine.connect() as connection:
                asked = wanted if limit is None else wanted.limit(limit + len(without))
                rows.extend(row_of(row) for row in connection.execute(asked) if row.stream not in without)
        rows.sort(key=lambda row: (row.date_ms, row.id), reverse=True)
        rows = [row if row.title else row._replace(title=_("Its title cannot be read")) for row in rows]
        return rows if limit is None else rows[:limit]

    def find_session(self, word: str) -> SessionRow:
        """The session meant by an id, the unique beginning of one, or an exact title.

        Raises:
            Rejected: there is none, or more than one.
        """
        rows = self.sessions()
        by_id = [row for row in rows if row.id == word]
        if by_id:
            return by_id[0]
        titled = [row for row in rows if row.title == word]
        if len(titled) > 1:
            raise Rejected(
                "{count} sessions are called “{title}”: {ids}. Use the id.",
                count=len(titled),
                title=word,
                ids=", ".join(row.id for row in titled),
            )
        if titled:
            return titled[0]
        begun = [row for row in rows if word and row.id.startswith(word)]
        if len(begun) > 1:
            raise Rejected(
                "{count} sessions have an id that begins with “{word}”. Give more of it.", count=len(begun), word=word
            )
        if begun:
            return begun[0]
        raise Rejected("There is no session “{word}” in this library.", word=word)

    def search(
        self, query: str, limit: int = 50, session: str | None = None, offset: int = 0, narrowing: Narrowing = ALL
    ) -> SearchPage:
        """Find words, in every session or one, newest first. From any thread."""
        return self._trusting(lambda: search.find(self._sources(), query, limit, offset, session, narrowing))

    def search_by_session(
        self, query: str, limit: int = 60, offset: int = 0, each: int = 6, narrowing: Narrowing = ALL
    ) -> SearchPage:
        """Find words that stand in very many places: the sessions, newest first, a few hits of each."""
        return self._trusting(lambda: found_by_session.find(self._sources(), query, narrowing, limit, offset, each))

    def nearest(self, query: str, narrowing: Narrowing = ALL) -> Nearest | None:
        """The largest part of what was asked for that something says; None where nothing does. From any thread."""
        return self._trusting(lambda: nearest.find(self._sources(), query, narrowing))

    def narrowed(self, narrowing: Narrowing) -> frozenset[str]:
        """The sessions a narrowing leaves, where no words are looked for. From any thread."""
        return self._trusting(lambda: narrowed.sessions(self._sources(), narrowing))

    def talks(self, limit: int) -> list[TalkGlimpse]:
        """The newest talks, newest first, for their owner. From any thread."""
        return self._trusting(lambda: talks.newest(self._reader, self._sources(), limit))

    def last_talk(self, name: str) -> TalkGlimpse | None:
        """The last talk with somebody, for its owner. From any thread."""
        return self._trusting(lambda: talks.last_with(self._reader, self._sources(), name))

    def people(self) -> list[KnownPerson]:
        """Everybody who was ever in a session here, the one met last first. From any thread."""
        from facilitator.storage.directory import Directory

        rows = self.sessions()
        if self._directory is None:
            self._directory = Directory(self._reader)
        with saying(self.folder):
            return self._directory.people(rows)

    def loose_ends(self, until: datetime.date) -> LooseEnds:
        """Open commitments due by a day and questions nobody answered, over all sessions. From any thread."""
        from facilitator.storage.loose_ends import loose_ends

        rows = self.sessions()
        with saying(self.folder), self._reader.connect() as held:
            newest = held.exec_driver_sql("SELECT max(row) FROM fact").scalar() or 0
        if self._loose is None or self._loose[0] != (newest, until):
            with saying(self.folder):
                self._loose = ((newest, until), loose_ends(self._reader, self.load, rows, until))
        return self._loose[1]

    # ---- care of the record ---------------------------------------------------------------------------------------

    def put_attachment(self, given: bytes | Path) -> str:
        """Store a file once; returns the SHA-256 that names it."""
        if self._refusal is not None:
            raise self._refusal
        return attachments.put(self.folder, given)

    def attachment_path(self, sha256: str) -> Path | None:
        """Where an attachment is, or None when it is missing."""
        return attachments.path(self.folder, sha256)

    def check(self, repair: bool = False, tick: Callable[[float], None] | None = None) -> CheckReport:
        """Look at everything; mend what can be when asked. ``tick`` hears the share done and may raise."""
        from facilitator.storage.check import check

        if repair and self._refusal is not None:
            raise self._refusal
        return check(self, repair=repair, tick=tick)

    def backup(self, target: Path | None = None) -> Path:
        """Write a verified backup, into the library's own folder when no ``target`` is given."""
        from facilitator.storage.backups import backup

        return backup(self.folder, self._reader, target, self._clock())

    def backup_if_due(self) -> Path | None:
        """Write a rolling backup if the last is an hour old and something changed since; thin the old ones."""
        from facilitator.storage.backups import backup_if_due

        return None if self.read_only else backup_if_due(self.folder, self._reader, self._clock())

    def backups(self) -> list[BackupInfo]:
        """The backups in the library's folder, newest first."""
        from facilitator.storage.backups import backups

        return backups(self.folder)

    @staticmethod
    def mend(folder: Path, *, clock: Clock = wall_clock) -> CheckReport:
        """Make a library whole whose file cannot even be opened: from what can be read and from its backups."""
        from facilitator.storage.check import CheckReport, well
        from facilitator.storage.mend import mend

        folder = Path(folder).expanduser().absolute()
        problems = mend(folder, clock())
        with Library.open(folder, clock=clock) as library:
            found = library.check()
        problems += found.problems
        return CheckReport(well(problems), found.sessions, found.facts, problems)

    @staticmethod
    def restore(folder: Path, file: Path, *, clock: Clock = wall_clock) -> RestoreReport:
        """Put a backup in the place of the library, damaged or not; what was there is kept aside."""
        from facilitator.storage.restore import restore

        return restore(Path(folder).expanduser().absolute(), Path(file).expanduser().absolute(), clock())
