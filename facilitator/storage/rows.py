"""A fact as a row, and back. Every row carries a checksum, so that a flipped byte never passes for somebody's words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any
from zlib import crc32

import msgspec

from facilitator.session.facts import Fact, Json
from facilitator.session.ledger import Aside

COLUMNS = "id, stream, device, seq, ms, n, actor, kind, version, body, sum"
_PLACES = "(?,?,?,?,?,?,?,?,?,?,?)"
TOGETHER = 100
"""Rows of one statement. Each lets the other threads in and then has to wait for its turn again, so few are made."""


def _insert_words(rows: int) -> str:
    return f"INSERT INTO fact ({COLUMNS}) VALUES {','.join([_PLACES] * rows)} ON CONFLICT (id) DO NOTHING"


INSERT, _INSERT_TOGETHER = _insert_words(1), _insert_words(TOGETHER)

Row = tuple[str, str, str, int, int, int, str | None, str, int, str, int]

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


def body_text(body: Json) -> str:
    """A body as JSON text. Lone surrogates, which no UTF-8 can carry, are escaped."""
    try:
        return _encode(body).decode()
    except (UnicodeEncodeError, OverflowError, TypeError):
        return json.dumps(body, ensure_ascii=True, separators=(",", ":"))


def _read_text(text: str) -> Json:
    try:
        return _decode(text)
    except (msgspec.DecodeError, UnicodeError):
        return json.loads(text)


def checksum(given: Sequence[Any]) -> int:
    """CRC-32 over the ten columns of a row before ``sum``."""
    i, stream, device, seq, ms, n, actor, kind, version, body = given
    return crc32(
        f"{i}\x1f{stream}\x1f{device}\x1f{seq}\x1f{ms}\x1f{n}\x1f{actor!r}\x1f{kind}\x1f{version}\x1f{body}".encode(
            "utf-8", "surrogatepass"
        )
    )


def pack(fact: Fact) -> Row:
    """The row of a fact."""
    i, stream, device, seq, ms, n, actor, kind, version, body = fact
    text = body_text(body)
    line = f"{i}\x1f{stream}\x1f{device}\x1f{seq}\x1f{ms}\x1f{n}\x1f{actor!r}\x1f{kind}\x1f{version}\x1f{text}"
    return (i, stream, device, seq, ms, n, actor, kind, version, text, crc32(line.encode()))


def insert(connection: sqlite3.Connection, rows: Sequence[Row]) -> int:
    """Put rows into the record, in their order; what is there already stays. Returns how many were new."""
    whole = len(rows) // TOGETHER * TOGETHER
    added = 0
    for at in range(0, whole, TOGETHER):
        added += connection.execute(_INSERT_TOGETHER, list(chain.from_iterable(rows[at : at + TOGETHER]))).rowcount
    if whole + 1 == len(rows):
        return added + connection.execute(INSERT, rows[whole]).rowcount
    return added + (connection.executemany(INSERT, rows[whole:]).rowcount if whole < len(rows) else 0)


def unpack(rows: Iterable[Sequence[Any]]) -> tuple[list[Fact], list[Aside]]:
    """The facts of rows as selected by :data:`COLUMNS`, and those that are not what was written. Never raises."""
    facts: list[Fact] = []
    aside: list[Aside] = []
    keep, make, read = facts.append, Fact._make, _decode
    for i, stream, device, seq, ms, n, actor, kind, version, text, known in rows:
        line = f"{i}\x1f{stream}\x1f{device}\x1f{seq}\x1f{ms}\x1f{n}\x1f{actor!r}\x1f{kind}\x1f{version}\x1f{text}"
        try:
            if crc32(line.encode()) != known:
                aside.append(_spoilt((i, stream, device, seq, ms, n, actor, kind, version), "checksum"))
                continue
            keep(make((i, stream, device, seq, ms, n, actor, kind, version, read(text))))
        except (msgspec.DecodeError, UnicodeError):
            _second_look((i, stream, device, seq, ms, n, actor, kind, version, text, known), facts, aside)
    return facts, aside


def _second_look(row: Sequence[Any], facts: list[Fact], aside: list[Aside]) -> None:
    """A row whose words need the slower reader, or are no JSON at all."""
    try:
        if checksum(row[:10]) == row[10]:
            body = _read_text(row[9])
            if isinstance(body, dict):
                facts.append(Fact._make((*row[:9], body)))
                return
    except (ValueError, TypeError, RecursionError):
        pass
    aside.append(_spoilt(row[:9], "words"))


def _spoilt(head: Sequence[Any], why: str) -> Aside:
    """What is left of a damaged row, made safe to carry about. Its body is not shown: nobody may have said it."""
    texts = [value if isinstance(value, str) else str(value) for value in head]
    numbers = [value if type(value) is int else 0 for value in head]
    fact = Fact(
        texts[0],
        texts[1],
        texts[2],
        numbers[3],
        numbers[4],
        numbers[5],
        head[6] if isinstance(head[6], str) else None,
        texts[7],
        numbers[8],
        {},
    )
    return Aside(fact, "damaged: " + why)
