"""Finding words in every session, newest first. Nothing is ranked: ranking a common word reads the whole index."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine

from facilitator.storage import derive
from facilitator.storage.folding import Term, marks, terms

SNIPPET = 160
_SPACES = dict.fromkeys((*range(9, 14), *range(28, 32), 0x85, 0x2028, 0x2029), " ")
COUNTED_BY_SESSION = 300
_SHOWN = "e.row, e.stream, e.what, e.ref, e.kind, e.at_ms, e.person, e.text, e.sum"


class Hit(NamedTuple):
    """Something found. ``marks`` are places (start, end) in ``text``; ``snippet`` is a piece of it around the first.
    ``what`` is ``contribution``, ``title``, ``person`` or ``theme``; ``at_ms`` milliseconds UTC.
    """

    session: str
    title: str
    what: str
    contribution: str | None
    person: str
    kind: str
    text: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    at_ms: int


class SearchPage(NamedTuple):
    """A page of hits, newest first, and how many there are in all, in how many sessions (None: too many to count)."""

    total: int
    hits: tuple[Hit, ...]
    sessions: int | None
    order: str = "newest"


def match_words(asked: list[Term], within: str | None = None, without: Iterable[str] = ()) -> str:
    """The question in the index's own language: every term, in words or names, in one session or without some."""
    parts = []
    for term in asked:
        phrase = " ".join(term.tokens).replace('"', '""')
        parts.append(f'"{phrase}"*' if term.open_end else f'"{phrase}"')
    question = "{words names} : (" + " AND ".join(parts) + ")"
    if within is not None:
        question = f'(place : "{derive.place_word(within)}") AND ({question})'
    left_out = " OR ".join(f'"{derive.place_word(stream)}"' for stream in without)
    if left_out:
        question = f"({question}) NOT (place : ({left_out}))"
    return question


class _Asked(NamedTuple):
    """A question as SQL: what follows FROM, and its parameters."""

    source: str
    params: tuple[object, ...]


def _ask(query: str, asked: list[Term], within: str | None, without: frozenset[str]) -> _Asked:
    if asked:
        return _Asked(
            "found JOIN entry e ON e.row = found.rowid WHERE found MATCH ?", (match_words(asked, within, without),)
        )
    # No letter, digit or sign to look up: the marks of punctuation are looked for in the texts themselves.
    needle = query.strip()
    source = "entry e WHERE (instr(e.text, ?) OR instr(e.person, ?))"
    params: tuple[object, ...] = (needle, needle)
    if within is not None:
        source += " AND e.stream = ?"
        params += (within,)
    if without:
        source += f" AND e.stream NOT IN ({','.join('?' * len(without))})"
        params += tuple(without)
    return _Asked(source, params)


def find(
    sources: list[tuple[Engine, frozenset[str]]], query: str, limit: int, offset: int, within: str | None
) -> SearchPage:
    """Search several places, each without some sessions, as if they were one."""
    query = query.replace("\0", " ")
    if not query.strip() or limit < 0:
        return SearchPage(0, (), 0)
    query = query.encode("utf-8", "replace").decode()
    asked = terms(query)
    total = 0
    sessions: int | None = 0
    found: list[tuple[Any, str]] = []
    order = "found.rowid" if asked else "e.row"
    for engine, without in sources:
        question = _ask(query, asked, within, without)
        with engine.connect() as connection:
            count, places = _count(connection, question)
            total += count
            sessions = None if sessions is None or places is None else sessions + places
            rows = connection.exec_driver_sql(
                f"SELECT {_SHOWN} FROM {question.source} ORDER BY {order} DESC LIMIT ? OFFSET ?",
                (*question.params, limit + (offset if len(sources) > 1 else 0), 0 if len(sources) > 1 else offset),
            ).fetchall()
            titles = _titles(connection, {row[1] for row in rows})
        found.extend((row, titles.get(row[1], "")) for row in rows)
    if len(sources) > 1:
        found.sort(key=lambda pair: -pair[0][0])
        found = found[offset : offset + limit]
    return SearchPage(total, tuple(_hit(row, title, query.strip(), asked) for row, title in found), sessions)


def _count(connection: Connection, asked: _Asked) -> tuple[int, int | None]:
    """How many hits, and in how many sessions as far as that is quick to say."""
    bare = asked.source.replace("found JOIN entry e ON e.row = found.rowid WHERE", "found WHERE")
    total = int(connection.exec_driver_sql(f"SELECT count(*) FROM {bare}", asked.params).scalar() or 0)
    if total > COUNTED_BY_SESSION:
        return total, None
    places = connection.exec_driver_sql(f"SELECT count(DISTINCT e.stream) FROM {asked.source}", asked.params).scalar()
    return total, int(places or 0)


def _titles(connection: Connection, streams: set[str]) -> dict[str, str]:
    if not streams:
        return {}
    marks_for = ",".join("?" * len(streams))
    rows = connection.exec_driver_sql(
        f"SELECT stream, title FROM session_row WHERE stream IN ({marks_for})", tuple(streams)
    )
    return {row[0]: row[1] for row in rows}


def _hit(row: Any, title: str, query: str, asked: list[Term]) -> Hit:
    *shown, proof = row
    if derive.shown_sum(*shown) != proof:
        raise derive.IndexSpoilt
    _row, stream, what, ref, kind, at_ms, person, text = shown
    places = marks(text, asked) if asked else _literal(text, query)
    return Hit(
        stream,
        title,
        what,
        ref if what == derive.CONTRIBUTION else None,
        person,
        kind,
        text,
        snippet(text, places),
        places,
        at_ms,
    )


def _literal(text: str, needle: str) -> tuple[tuple[int, int], ...]:
    return tuple((found.start(), found.end()) for found in re.finditer(re.escape(needle), text))


def snippet(text: str, places: tuple[tuple[int, int], ...]) -> str:
    """A line of a text around the first mark, with … where it was cut."""
    line = text if text.isprintable() else text.translate(_SPACES)
    if len(line) <= SNIPPET:
        return line.strip()
    first = places[0][0] if places else 0
    start = max(0, first - SNIPPET // 3)
    if start:
        space = line.find(" ", start, first + 1)
        start = space + 1 if space >= 0 else start
    end = min(len(line), start + SNIPPET)
    if end < len(line):
        space = line.rfind(" ", start + SNIPPET // 2, end)
        end = space if space > 0 else end
    return ("… " if start else "") + line[start:end].strip() + (" …" if end < len(line) else "")
