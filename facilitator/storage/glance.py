"""The list of sessions at a glance: what a window shows before the library is open.

Opening a library loads the whole machinery; its derived list of sessions is one small table that can be read without
it. Nothing is checked and nothing is promised: the open library's own list takes its place a moment later.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

FILE_NAME = "library.sqlite3"
MOST = 200


class Glimpse(NamedTuple):
    """A session as the list shows it; ``date_ms`` in ms UTC."""

    id: str
    title: str
    date_ms: int
    starts: str
    ends: str
    place: str
    source: str
    contributions: int
    people: int
    modalities: tuple[str, ...]
    talk: str
    agenda: str
    series: str
    series_name: str
    series_number: int


def glance(folder: Path) -> list[Glimpse] | None:
    """The newest sessions of a library that lies still; None where there is nothing that can be read like that."""
    file = folder / FILE_NAME
    if not file.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=0.05)) as connection:
            rows = connection.execute(
                "SELECT stream, title, date_ms, starts, ends, place, source, contributions, people, modalities,"
                " talk, agenda, series, series_name, series_number"
                " FROM session_row WHERE listed = 1 ORDER BY date_ms DESC, stream DESC LIMIT ?",
                (MOST,),
            ).fetchall()
    except (sqlite3.Error, ValueError):
        return None
    return [Glimpse._make((*row[:9], tuple(str(row[9]).split("\n")) if row[9] else (), *row[10:])) for row in rows]
