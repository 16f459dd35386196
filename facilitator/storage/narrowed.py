"""Narrowing in SQL: which entries count when words are looked for, and which sessions when none are."""

from __future__ import annotations

from sqlalchemy import Engine

from facilitator.session.narrowing import Narrowing
from facilitator.session.people import name_key
from facilitator.storage import derive

Condition = tuple[str, tuple[object, ...]]
"""Words of SQL that hold or do not, and their parameters. Without any: empty."""


def of_entries(narrowing: Narrowing) -> Condition:
    """What an entry ``e`` has to be."""
    parts: list[str] = []
    params: list[object] = []
    if narrowing.since_ms or narrowing.series:
        sessions, given = _of_session(narrowing)
        parts.append(f"e.stream IN (SELECT s.stream FROM session_row s WHERE {sessions})")
        params += given
    if narrowing.person:
        parts.append("instr(e.who, ?)")
        params.append(_between(name_key(narrowing.person)))
    if narrowing.kind:
        parts.append("e.what = ? AND e.kind = ?")
        params += (derive.CONTRIBUTION, narrowing.kind)
    if narrowing.modality:
        parts.append("e.modality = ?")
        params.append(narrowing.modality)
    return " AND ".join(parts), tuple(params)


def sessions(sources: list[tuple[Engine, frozenset[str]]], narrowing: Narrowing) -> frozenset[str]:
    """The sessions that are left when no words are looked for.

    A modality is enough where the agenda has it, a person where they were in the session. Where a kind is wanted,
    something of that kind has to have been given, by that person and in that modality if they are wanted, too.
    """
    parts, params = _of_session(narrowing)
    every = [parts] if parts else []
    values = list(params)
    if narrowing.kind:
        wanted, more = of_entries(Narrowing(person=narrowing.person, kind=narrowing.kind, modality=narrowing.modality))
        every.append(f"s.stream IN (SELECT e.stream FROM entry e WHERE {wanted})")
        values += more
    else:
        if narrowing.person:
            every.append("s.stream IN (SELECT e.stream FROM entry e WHERE e.what = ? AND instr(e.who, ?))")
            values += (derive.PERSON, _between(name_key(narrowing.person)))
        if narrowing.modality:
            every.append(
                "(instr(char(10) || s.modalities || char(10), ?) OR (s.talk != '' AND "
                "s.stream IN (SELECT e.stream FROM entry e WHERE e.modality = ?)))"
            )
            values += (f"\n{narrowing.modality}\n", narrowing.modality)
    where = " AND ".join(("s.listed = 1", *every))
    found: set[str] = set()
    for engine, without in sources:
        with engine.connect() as connection:
            rows = connection.exec_driver_sql(f"SELECT s.stream FROM session_row s WHERE {where}", tuple(values))
            found.update(stream for (stream,) in rows if stream not in without)
    return frozenset(found)


def _of_session(narrowing: Narrowing) -> tuple[str, tuple[object, ...]]:
    parts: list[str] = []
    params: list[object] = []
    if narrowing.since_ms:
        parts.append("s.date_ms >= ?")
        params.append(narrowing.since_ms)
    if narrowing.series:
        parts.append("s.series = ?")
        params.append(narrowing.series)
    return " AND ".join(parts), tuple(params)


def _between(key: str) -> str:
    return derive.BETWEEN + key + derive.BETWEEN
