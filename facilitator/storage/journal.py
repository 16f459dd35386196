"""The writer thread: facts go in from the store's thread, their fate comes back to it.

All that waits is committed in one transaction, so a thousand contributions at once cost little more than one. When
nothing waits the same thread brings the derived tables up to date, in a second transaction nobody waits for.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import NamedTuple

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from facilitator.session.errors import FacilitatorError
from facilitator.session.facts import Fact
from facilitator.session.ledger import claim
from facilitator.storage.engine import DATABASE, damaged, driver, told
from facilitator.storage.errors import LibraryGone
from facilitator.storage.index import fetched
from facilitator.storage.lease import Lease
from facilitator.storage.rows import COLUMNS, insert, pack, unpack

_log = logging.getLogger(__name__)

Done = Callable[[Exception | None], None]
Deliver = Callable[[Callable[[], None]], None]

INDEX_PAUSE_S = 0.05
"""The index waits until no fact came for this long, so that it never stands in the way of words being saved."""
CLOSING_S = 3.0
"""How long closing may go on indexing. What is left is read past its index by whoever only reads, each time anew."""
MOST_FACTS_AT_ONCE = 20_000


class _Item(NamedTuple):
    facts: Sequence[Fact]
    epoch: int
    done: Done


class FileJournal:
    """Keeps facts in a library's file (the domain's ``Journal``). Its thread starts with the first fact."""

    def __init__(
        self,
        folder: Path,
        engine: Engine,
        lease: Callable[[], Lease],
        deliver: Deliver | None,
        index: Callable[[Callable[[], bool]], bool],
        identity: tuple[int, int] | None,
    ) -> None:
        self._folder = folder
        self._file = folder / DATABASE
        self._engine = engine
        self._take_lease = lease
        self._lease: Lease | None = None
        self._deliver = deliver
        self._index = index
        self._queue: SimpleQueue[_Item | None] = SimpleQueue()
        self._told: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._door = threading.RLock()
        """Held for a moment by whoever appends, starts or ends: a file is taken in beside the window's own changes."""
        self._waiting = 0
        self._count = threading.Condition(threading.Lock())
        self._error: FacilitatorError | None = None
        self._refused: tuple[int, FacilitatorError] | None = None
        self._next: dict[str, int] = {}
        self._identity = identity
        self._held: Connection | None = None
        self.own_rows: list[tuple[int, int]] = []
        """Ranges of rows this program wrote itself, for telling them from those of others."""
        self.committed = 0
        """Transactions committed in this run."""
        self.closed = False

    # ---- called from the thread of any store ----------------------------------------------------------------------

    @property
    def device(self) -> str:
        """The writer id held by this run; taken when first asked for."""
        return (self._lease or self._leased()).writer

    def _leased(self) -> Lease:
        with self._door:  # two ids in one run, and what is numbered with the one is not looked at by the other
            if self._lease is None:
                self._lease = self._take_lease()
            return self._lease

    def append(self, facts: Sequence[Fact], epoch: int, done: Done) -> None:
        """Keep ``facts``, all or none; ``done`` is told in the thread of the window's store."""
        item = _Item(facts, epoch, done)
        with self._door:
            closed = self.closed
            if not closed:
                with self._count:
                    self._waiting += 1
                self._queue.put(item)
                if self._thread is None:
                    self._start()
        if closed:
            error = LibraryGone("The library is closed. Nothing was saved. Open it again.")
            self._tell([item], error, counted=False)

    def deliver(self, work: Callable[[], None]) -> None:
        """Run something in the store's thread."""
        if self._deliver is None:
            self._told.put(work)
        else:
            self._deliver(work)

    def settle(self, timeout: float | None = None) -> None:
        """Wait until all that was appended is kept or failed, telling the store meanwhile where it has no loop.

        Raises:
            FacilitatorError: why something could not be kept, the first since the last call.
            TimeoutError: if it takes longer than ``timeout`` seconds.
        """
        if self._deliver is None:
            while self._waiting or not self._told.empty():
                try:
                    self._told.get(timeout=timeout)()
                except Empty:
                    raise TimeoutError from None
        else:
            with self._count:
                if not self._count.wait_for(lambda: not self._waiting, timeout):
                    raise TimeoutError
        error, self._error = self._error, None
        if error is not None:
            raise error

    def wake(self) -> None:
        """Start the thread although no fact came, to bring the index up to date."""
        with self._door:
            if not self.closed and self._thread is None:
                self._start()

    def close(self) -> None:
        """Commit what waits, index what is left, lay the writer id down."""
        with self._door:
            if self.closed:
                return
            self.closed = True
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None
        if self._lease is not None:
            self._lease.give_back()

    def _start(self) -> None:
        self._leased()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    # ---- the thread ---------------------------------------------------------------------------------------------

    def _run(self) -> None:
        behind = True
        get, get_now = self._queue.get, self._queue.get_nowait
        while True:
            try:
                item = get(timeout=INDEX_PAUSE_S) if behind else get()
            except Empty:
                behind = self._bring_index_up()
                continue
            if item is None:
                break
            batch, size, last = [item], len(item.facts), False
            while size < MOST_FACTS_AT_ONCE:
                try:
                    more = get_now()
                except Empty:
                    break
                if more is None:
                    last = True
                    break
                batch.append(more)
                size += len(more.facts)
            self._commit(batch)
            behind = True
            if last:
                break
        ends = time.monotonic() + CLOSING_S
        while self._bring_index_up(patient=False) and time.monotonic() < ends:
            pass
        self._lay_down()
        self._drop_connection()

    def _connection(self) -> sqlite3.Connection:
        if self._held is None:
            self._held = self._engine.connect()
        return driver(self._held)

    def _drop_connection(self) -> None:
        """After a failure nothing of the old connection is trusted: the next commit opens another."""
        if self._held is None:
            return
        below, self._held = driver(self._held), None
        try:
            if below.in_transaction:
                below.execute("ROLLBACK")
        except sqlite3.Error:
            pass
        below.close()

    def _commit(self, batch: list[_Item]) -> None:
        refused = self._refused
        if refused is not None:
            late = [item for item in batch if item.epoch <= refused[0]]
            if late:
                batch = [item for item in batch if item.epoch > refused[0]]
                self._tell(late, refused[1])
                if not batch:
                    return
        lease = self._lease
        assert lease is not None
        try:
            rows = [pack(fact) for item in batch for fact in item.facts]
            self._same_file()
            connection = self._connection()
            used = self._numbers(connection, batch, lease.writer)
            first = not lease.taken_up
            uses = lease.before_first() if first else 0
            execute = connection.execute
            execute("BEGIN IMMEDIATE")
            if first:
                execute(
                    "INSERT INTO writer (id, uses) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET uses = excluded.uses",
                    (lease.writer, uses),
                )
            added = insert(connection, rows)
            if added != len(rows):
                self._settle_claims(connection, [fact for item in batch for fact in item.facts])
                newest = execute("SELECT max(row) FROM fact").fetchone()[0]
            else:
                newest = execute("SELECT last_insert_rowid()").fetchone()[0]
                self._read_back(connection, batch)
            execute("COMMIT")
        except Exception as error:  # whatever it was, nobody may be told that it was kept
            self._drop_connection()
            self._failed(batch, error)
            return
        if first:
            lease.after_first()
        if added:
            self.own_rows.append((newest - added + 1, newest))
        self.committed += 1
        self._next.update(used)
        self._tell(batch, None)

    def _numbers(self, connection: sqlite3.Connection, batch: list[_Item], writer: str) -> dict[str, int]:
        """The last number used in each session after this batch; refuses a gap or a number used before."""
        used: dict[str, int] = {}
        for item in batch:
            for fact in item.facts:
                if fact.device != writer:
                    continue
                stream = fact.stream
                last = used.get(stream)
                if last is None:
                    last = self._next.get(stream)
                if last is None:
                    last = connection.execute(
                        "SELECT max(seq) FROM fact WHERE stream = ? AND device = ?", (stream, writer)
                    ).fetchone()[0]
                if fact.seq != (last or 0) + 1:
                    raise FacilitatorError(
                        "The session changed on disk in a way this program did not expect. What was saved before is "
                        "safe; the last words were not saved. Close the session, open it again and give them again."
                    )
                used[stream] = fact.seq
        return used

    def _read_back(self, connection: sqlite3.Connection, batch: list[_Item]) -> None:
        """See that a session read now holds what was just put in: a torn file may take rows to where nobody finds them.

        Raises:
            LibraryDamaged: it does not; nothing of the batch may be kept.
        """
        put: dict[tuple[str, str], dict[int, str]] = {}
        for item in batch:
            for fact in item.facts:
                put.setdefault((fact.stream, fact.device), {})[fact.seq] = fact.id
        for (stream, device), ids in put.items():
            wanted = "SELECT seq, id FROM fact WHERE stream = ? AND device = ? AND seq BETWEEN ? AND ?"
            found = fetched(connection, wanted, (stream, device, min(ids), max(ids)))
            if not ids.items() <= set(found):
                raise damaged(self._folder)

    def _settle_claims(self, connection: sqlite3.Connection, facts: list[Fact]) -> None:
        """Some ids were here already. Where words differ the same one holds as in every other copy."""
        for fact in facts:
            row = connection.execute(f"SELECT row, {COLUMNS} FROM fact WHERE id = ?", (fact.id,)).fetchone()
            known, _aside = unpack([row[1:]])
            if known and (known[0] == fact or claim(known[0]) <= claim(fact)):
                continue
            columns = ", ".join(f"{name} = ?" for name in COLUMNS.split(", "))
            connection.execute(
                f"UPDATE fact SET {columns}, row = (SELECT max(row) + 1 FROM fact) WHERE row = ?",
                (*pack(fact), row[0]),
            )
            # What the old words stood for may be in the index under another name: it is made again at the next start.
            connection.execute("DELETE FROM meta WHERE key = 'derived'")

    def _same_file(self) -> None:
        """A file that was moved, deleted or replaced under us would take our words with it."""
        try:
            found = self._file.stat()
        except FileNotFoundError:
            found = None
        identity = None if found is None else (found.st_dev, found.st_ino)
        if identity is None or identity != self._identity:
            raise LibraryGone(
                "The library in {folder} was moved, deleted or replaced while it was open. The last words were not "
                "saved. Close the program, put the library back and start again.",
                folder=self._folder,
            )

    def _failed(self, batch: list[_Item], error: Exception) -> None:
        sentence = told(error, self._folder)
        if sentence is None:
            sentence = FacilitatorError("It could not be saved. What was saved before is safe. Give it again.")
            sentence.__cause__ = error
        self._next.clear()
        self._refused = (max(item.epoch for item in batch), sentence)
        self._tell(batch, sentence)

    def _tell(self, items: list[_Item], error: FacilitatorError | None, *, counted: bool = True) -> None:
        def tell() -> None:
            if error is not None and self._error is None:
                self._error = error
            try:
                for item in items:
                    item.done(error)
            finally:
                if counted:
                    with self._count:
                        self._waiting -= len(items)
                        if not self._waiting:
                            self._count.notify_all()

        self.deliver(tell)

    def _bring_index_up(self, *, patient: bool = True) -> bool:
        """A step of indexing. Returns whether more is left to do."""
        try:
            return self._index((lambda: not self._queue.empty()) if patient else (lambda: False))
        except Exception as error:  # derived: saving goes on, and the next search does it again and says what is wrong
            if told(error, self._folder) is None:
                _log.exception("The index could not be brought up to date")
            else:
                _log.info("The index waits: %s", type(error).__name__)
            return False

    def _lay_down(self) -> None:
        lease = self._lease
        if lease is None or not lease.taken_up:
            return
        try:
            self._same_file()
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE writer SET uses = ? WHERE id = ?", (lease.uses + 1, lease.writer))
            connection.execute("COMMIT")
            lease.lay_down()
        except (sqlite3.Error, DBAPIError, OSError, FacilitatorError):
            self._drop_connection()  # the next run mints a new writer id
