"""Hearing of what other programs write into the same library."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from facilitator.session.facts import Fact
from facilitator.storage.engine import driver, saying
from facilitator.storage.rows import COLUMNS, unpack


class Watch:
    """Notices facts that other programs put into the file: one small read while nothing changes.

    ``own`` are the ranges of rows this program wrote itself; the journal goes on filling it.
    """

    def __init__(self, folder: Path, reader: Engine, last: int, own: list[tuple[int, int]]) -> None:
        self._folder = folder
        self._reader = reader
        self._last = last
        self._own = own
        self._version = -1
        self._held: Connection | None = None

    def poll(self) -> list[Fact]:
        """The facts of others since the last call."""
        with saying(self._folder):
            if self._held is None:
                self._held = self._reader.connect()
            below = driver(self._held)
            version = below.execute("PRAGMA data_version").fetchone()[0]
            if version == self._version:
                return []
            rows = self._rows(below)
            self._version = version
        if not rows:
            return []
        # Our own commit may be on disk before its rows are in the list: what is too much, `admit` knows already.
        own = list(self._own)
        foreign = [row[:11] for row in rows if not any(low <= row[11] <= high for low, high in own)]
        self._last = rows[-1][11]
        while self._own and self._own[0][1] <= self._last:
            del self._own[0]
        return unpack(foreign)[0]

    def _rows(self, below: sqlite3.Connection) -> list[Any]:
        return below.execute(f"SELECT {COLUMNS}, row FROM fact WHERE row > ? ORDER BY row", (self._last,)).fetchall()
