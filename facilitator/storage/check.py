"""Looking at everything in a library: the file, every fact, the numbers, the derived tables, the attachments.

What is derived is dropped and made again; what is damaged in the record itself is mended by :mod:`.mend`, from what can
still be read and from the backups.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection

from facilitator.session.ledger import Ledger
from facilitator.storage import attachments, derive, known_lost
from facilitator.storage.derive import Entry
from facilitator.storage.engine import SPOILT, driver, saying
from facilitator.storage.errors import LibraryDamaged
from facilitator.storage.index import ENTRY_COLUMNS, marker_of, read_ledger, stored_row
from facilitator.words import _, ngettext, tell

if TYPE_CHECKING:
    from facilitator.storage.library import Library

Tick = Callable[[float], None]


class Problem(NamedTuple):
    """Something not as it should be: where, what, whether it was mended, whether it is a loss that was told before."""

    where: str
    what: str
    mended: bool = False
    known: bool = False


class CheckReport(NamedTuple):
    """What a check found. ``ok`` when nothing is wrong, or nothing any more, but for losses that were told before."""

    ok: bool
    sessions: int
    facts: int
    problems: list[Problem]


def check(library: Library, *, repair: bool, tick: Tick | None) -> CheckReport:
    """Look at everything, mend what can be mended when ``repair``."""
    looking = _Looking(library, tick)
    problems = looking.look()
    if looking.torn and repair:
        from facilitator.storage.mend import mend

        library.close()
        mended = mend(library.folder, library._clock())
        library._open_again()
        after = _Looking(library, None)
        left = after.look()
        return _report(after, [*(problem._replace(mended=True) for problem in problems), *mended, *left])
    if repair and looking.stale and library._index is not None:
        with saying(library.folder):
            library._index.rebuild()
        after = _Looking(library, None)
        still = {problem[:2] for problem in after.look()}
        problems = [problem._replace(mended=problem[:2] not in still) for problem in problems]
    return _report(looking, problems)


def _report(looking: _Looking, problems: list[Problem]) -> CheckReport:
    return CheckReport(well(problems), looking.sessions, looking.facts, problems)


def well(problems: list[Problem]) -> bool:
    """Whether nothing is left that somebody should do something about."""
    return all(problem.mended or problem.known for problem in problems)


class _Looking:
    """One look at everything. ``torn``: the record is damaged; ``stale``: something derived is wrong."""

    def __init__(self, library: Library, tick: Tick | None) -> None:
        self._library = library
        self._tick = tick
        self.sessions = 0
        self.facts = 0
        self.torn = False
        self.stale = False

    def look(self) -> list[Problem]:
        """Everything that is wrong, in the order it was found."""
        library = self._library
        if library._index is not None:
            try:
                with saying(library.folder):
                    library._index.catch_up()
            except LibraryDamaged:
                self.torn = True
                return [Problem(str(library._file), _("The file is damaged."))]
        try:
            with library._reader.connect() as connection:
                connection.begin()
                below = driver(connection)
                marker = 0 if library._stale_index else marker_of(connection)
                problems = list(self._file(below))
                problems += self._numbers(below)
                problems += self._each_session(connection, below, marker)
        except SPOILT:
            self.torn = True
            return [Problem(str(library._file), _("The file is damaged."))]
        problems += self._found_table()
        return problems

    def _file(self, below: sqlite3.Connection) -> Iterator[Problem]:
        for (said,) in below.execute("PRAGMA integrity_check(20)").fetchall():
            if said != "ok":
                self.torn = True
                yield Problem(str(self._library._file), tell("The file is damaged: {detail}", {"detail": said}))

    def _numbers(self, below: sqlite3.Connection) -> Iterator[Problem]:
        known = known_lost.noted(below)
        rows = below.execute(
            "SELECT stream, device, count(*), count(DISTINCT seq), min(seq), max(seq) FROM fact GROUP BY stream, device"
        ).fetchall()
        for stream, device, count, distinct, low, high in rows:
            self.facts += count
            where = tell("session {session}, writer {writer}", {"session": stream, "writer": device})
            if count != distinct:
                yield Problem(where, tell("Numbers used more than once: {count}.", {"count": count - distinct}))
            if low != 1 or high != distinct:
                gone = self._lost(below, stream, device, known)
                if gone:
                    words = ngettext(
                        "{count} entry is lost for good. This was told when the library was mended.",
                        "{count} entries are lost for good. This was told when the library was mended.",
                        gone,
                    )
                    yield Problem(where, words.format(count=gone), known=True)
                    continue
                self.torn = True
                missing = high - distinct if type(high) is int else "?"
                yield Problem(where, tell("Of its numbers, {count} missing.", {"count": missing}))

    def _lost(self, below: sqlite3.Connection, stream: str, device: str, known: known_lost.Lost) -> int:
        """How many numbers of a writer are missing, where all of them are known to be lost; else 0."""
        spans = known.get((stream, device))
        if not spans:
            return 0
        sql = "SELECT seq FROM fact WHERE stream = ? AND device = ?"
        missing = known_lost.gaps(row[0] for row in below.execute(sql, (stream, device)) if type(row[0]) is int)
        return 0 if known_lost.beyond(missing, spans) else known_lost.count(missing)

    def _each_session(self, connection: Connection, below: sqlite3.Connection, marker: int) -> Iterator[Problem]:
        streams = [row[0] for row in below.execute("SELECT DISTINCT stream FROM fact")]
        behind = {row[0] for row in below.execute("SELECT DISTINCT stream FROM fact WHERE row > ?", (marker,))}
        for at, stream in enumerate(streams):
            if self._tick is not None:
                self._tick(at / len(streams))
            ledger, _row = read_ledger(below, stream)
            self.sessions += ledger.state.about.exists
            where = tell("session {session}", {"session": ledger.state.about.title or stream})
            for aside in ledger.aside.values():
                place = tell("{session}, fact {fact}", {"session": where, "fact": aside.fact.id})
                if aside.why.startswith("damaged: "):
                    self.torn = True
                    yield Problem(place, _("It is not what was written: its bytes changed on the disk."))
                else:
                    yield Problem(place, tell("It was set aside: {why}.", {"why": aside.why}))
            if stream not in behind:
                yield from self._derived(connection, below, ledger, where)
            yield from self._attachments(ledger, where)
        known = {
            row[0] for row in below.execute("SELECT DISTINCT stream FROM entry UNION SELECT stream FROM session_row")
        }
        for stream in known - set(streams):
            self.stale = True
            yield Problem(
                tell("session {session}", {"session": stream}), _("The index holds a session that is not there.")
            )
        if self._tick is not None:
            self._tick(1.0)

    def _derived(
        self, connection: Connection, below: sqlite3.Connection, ledger: Ledger, where: str
    ) -> Iterator[Problem]:
        wanted = {(entry.what, entry.ref): entry for entry in derive.entries(ledger.state)}
        held = {
            (row[0], row[1]): Entry._make(row)
            for row in below.execute(f"SELECT {ENTRY_COLUMNS} FROM entry WHERE stream = ?", (ledger.stream,))
        }
        try:
            line = stored_row(connection, ledger.stream)
        except derive.IndexSpoilt:
            line = None
        if wanted != held or line != derive.session_row(ledger):
            self.stale = True
            yield Problem(where, _("The index is not what the record says."))

    def _attachments(self, ledger: Ledger, where: str) -> Iterator[Problem]:
        for item in ledger.state.attachments.standing():
            file = attachments.path(self._library.folder, item.sha256)
            place = tell("{session}, attachment {name}", {"session": where, "name": item.name})
            if file is None:
                yield Problem(place, _("Its file is missing."))
            elif _hash_of(file) != item.sha256:
                yield Problem(place, _("Its file is damaged."))

    def _found_table(self) -> Iterator[Problem]:
        """SQLite's own check of the full-text index, which needs to write."""
        library = self._library
        if library._index is None or self.torn:
            return
        try:
            library._index.verify()
        except SPOILT:
            self.stale = True
            yield Problem(_("the full-text index"), _("It does not hold what it should."))


def _hash_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
