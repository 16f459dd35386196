"""Talks in a library: the newest ones, and the last one with somebody, for their owner alone.

The list of sessions knows which streams are talks; those asked for are read and folded, which for a talk is a handful
of facts. So the cost is that of what is shown, not of what there is.
"""

from __future__ import annotations

from sqlalchemy import Engine, select

from facilitator.session.conversations import TalkGlimpse, glimpse
from facilitator.storage import derive, schema
from facilitator.storage.engine import driver
from facilitator.storage.folding import folded
from facilitator.storage.index import read_ledger

Sources = list[tuple[Engine, frozenset[str]]]


def newest(record: Engine, sources: Sources, limit: int) -> list[TalkGlimpse]:
    """The newest talks, newest first."""
    table = schema.session_row
    wanted = (
        select(table.c.stream, table.c.date_ms)
        .where(table.c.listed == 1, table.c.talk != "")
        .order_by(table.c.date_ms.desc(), table.c.stream.desc())
    )
    rows: list[tuple[int, str]] = []
    for engine, without in sources:
        with engine.connect() as connection:
            found = connection.execute(wanted.limit(limit + len(without)))
            rows += [(date_ms, stream) for stream, date_ms in found if stream not in without]
    rows.sort(reverse=True)
    return _read(record, [stream for _ms, stream in rows[:limit]])


def last_with(record: Engine, sources: Sources, name: str) -> TalkGlimpse | None:
    """The last talk with the person of this name, whatever its case and accents."""
    words = folded(name)
    if not words:
        return None
    table, entry = schema.session_row, schema.entry
    wanted = (
        select(table.c.stream, table.c.date_ms)
        .join(entry, entry.c.stream == table.c.stream)
        .where(table.c.listed == 1, table.c.talk != "", entry.c.what == derive.PERSON, entry.c.words == words)
        .order_by(table.c.date_ms.desc(), table.c.stream.desc())
    )
    rows: list[tuple[int, str]] = []
    for engine, without in sources:
        with engine.connect() as connection:
            found = connection.execute(wanted.limit(1 + len(without)))
            rows += [(date_ms, stream) for stream, date_ms in found if stream not in without]
    read = _read(record, [max(rows)[1]]) if rows else []
    return read[0] if read else None


def _read(record: Engine, streams: list[str]) -> list[TalkGlimpse]:
    with record.connect() as connection:
        connection.begin()
        below = driver(connection)
        found = (glimpse(read_ledger(below, stream)[0].state) for stream in streams)
        return [one for one in found if one is not None]
