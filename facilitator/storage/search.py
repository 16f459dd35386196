"""Finding words in every session, newest first. Nothing is ranked: ranking a common word reads the whole index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine

from facilitator.session.narrowing import ALL, Narrowing
from facilitator.storage import derive, narrowed
from facilitator.storage.folding import Term, marks, terms

SNIPPET = 160
_SPACES = dict.fromkeys((*range(9, 14), *range(28, 32), 0x85, 0x2028, 0x2029), " ")
COUNTED_BY_SESSION = 300
SHOWN = "e.row, e.stream, e.what, e.ref, e.kind, e.at_ms, e.person, e.text, e.also, e.modality, e.activity, e.sum"
Places = tuple[tuple[int, int], ...]


class Hit(NamedTuple):
    """Something found. ``marks`` are places (start, end) in ``text``; ``snippet`` is a piece of it around the first.
    ``what`` is ``contribution``, ``title``, ``person`` or ``theme``; ``at_ms`` milliseconds UTC.

    ``text`` of a session is its title and, on a line of its own, its purpose. ``modality`` and ``activity`` (its title)
    are of the block it was given in. Words may also stand in the giver's name (``person_marks``) or in what is shown
    nowhere else, ``also``: somebody's other names, a session's place.
    """

    session: str
    title: str
    what: str
    contribution: str | None
    person: str
    kind: str
    text: str
    snippet: str
    marks: Places
    at_ms: int
    person_marks: Places = ()
    also: str = ""
    also_marks: Places = ()
    modality: str = ""
    activity: str = ""


class SearchPage(NamedTuple):
    """A page of hits, newest first, and how many there are in all, in how many sessions (None: too many to count).
    ``by_session`` says how many contributions and people were found in each; empty where there are too many to count.
    """

    total: int
    hits: tuple[Hit, ...]
    sessions: int | None
    order: str = "newest"
    by_session: Mapping[str, int] = {}


def match_words(asked: list[Term], within: str | None = None, without: Iterable[str] = ()) -> str:
    """The question in the index's own language: every term, in words or names, in one session or without some."""
    parts = []
    for term in asked:
        phrase = " ".join(term.tokens).replace('"', '""')
        part = f'"{phrase}"*' if term.open_end else f'"{phrase}"'
        parts.append(f'({part} OR "{term.noun}")' if term.noun else part)
    question = "{words names} : (" + " AND ".join(parts) + ")"
    if within is not None:
        question = f'(place : "{derive.place_word(within)}") AND ({question})'
    left_out = " OR ".join(f'"{derive.place_word(stream)}"' for stream in without)
    if left_out:
        question = f"({question}) NOT (place : ({left_out}))"
    return question


class Asked(NamedTuple):
    """A question as SQL: what follows FROM, its parameters, and whether the full-text index alone can count it."""

    source: str
    params: tuple[object, ...]
    bare: bool


_JOINED = "found JOIN entry e ON e.row = found.rowid WHERE found MATCH ?"
_BARE = "found WHERE found MATCH ?"


def ask(query: str, asked: list[Term], within: str | None, without: frozenset[str], narrowing: Narrowing) -> Asked:
    """The question about some words, in one session or without some, narrowed."""
    wanted, more = narrowed.of_entries(narrowing)
    if asked:
        source, params = _JOINED, (match_words(asked, within, without), *more)
        return Asked(f"{source} AND {wanted}" if wanted else source, params, not wanted)
    # No letter, digit or sign to look up: the marks of punctuation are looked for in the texts themselves.
    needle = query.strip()
    source = "entry e WHERE (instr(e.text, ?) OR instr(e.person, ?))"
    given: tuple[object, ...] = (needle, needle)
    if within is not None:
        source += " AND e.stream = ?"
        given += (within,)
    if without:
        source += f" AND e.stream NOT IN ({','.join('?' * len(without))})"
        given += tuple(without)
    return Asked(f"{source} AND {wanted}" if wanted else source, (*given, *more), False)


def asked_words(query: str) -> str:
    """The words as they can be asked for; empty where there are none."""
    return query.replace("\0", " ").encode("utf-8", "replace").decode().strip()


def find(
    sources: list[tuple[Engine, frozenset[str]]],
    query: str,
    limit: int,
    offset: int,
    within: str | None,
    narrowing: Narrowing = ALL,
) -> SearchPage:
    """Search several places, each without some sessions, as if they were one."""
    query = asked_words(query)
    if not query or limit < 0:
        return SearchPage(0, (), 0)
    asked = terms(query)
    total = 0
    by_session: dict[str, int] | None = {}
    found: list[tuple[Any, str]] = []
    order = "found.rowid" if asked else "e.row"
    for engine, without in sources:
        question = ask(query, asked, within, without, narrowing)
        with engine.connect() as connection:
            count, places = _count(connection, question)
            total += count
            by_session = None if by_session is None or places is None else by_session | places
            rows = connection.exec_driver_sql(
                f"SELECT {SHOWN} FROM {question.source} ORDER BY {order} DESC LIMIT ? OFFSET ?",
                (*question.params, limit + (offset if len(sources) > 1 else 0), 0 if len(sources) > 1 else offset),
            ).fetchall()
            titles = titles_of(connection, {row[1] for row in rows})
        found.extend((row, titles.get(row[1], "")) for row in rows)
    if len(sources) > 1:
        found.sort(key=lambda pair: -pair[0][0])
        found = found[offset : offset + limit]
    hits = tuple(hit_of(row, title, query, asked) for row, title in found)
    if by_session is None:
        return SearchPage(total, hits, None)
    return SearchPage(total, hits, len(by_session), by_session=by_session)


def says(sources: list[tuple[Engine, frozenset[str]]], query: str, narrowing: Narrowing) -> bool:
    """Whether these words stand anywhere."""
    asked = terms(query)
    for engine, without in sources:
        question = ask(query, asked, None, without, narrowing)
        with engine.connect() as connection:
            if connection.exec_driver_sql(f"SELECT 1 FROM {question.source} LIMIT 1", question.params).first():
                return True
    return False


def total_of(sources: list[tuple[Engine, frozenset[str]]], query: str, narrowing: Narrowing) -> tuple[int, int]:
    """How many hits there are, and in how many sessions, however many they are."""
    asked = terms(query)
    total = 0
    streams: set[str] = set()
    for engine, without in sources:
        question = ask(query, asked, None, without, narrowing)
        with engine.connect() as connection:
            sql = f"SELECT e.stream, count(*) FROM {question.source} GROUP BY e.stream"
            for stream, count in connection.exec_driver_sql(sql, question.params):
                total += count
                streams.add(stream)
    return total, len(streams)


def _count(connection: Connection, asked: Asked) -> tuple[int, dict[str, int] | None]:
    """How many hits, and how many in each session as far as that is quick to say."""
    counted = asked.source.replace(_JOINED, _BARE) if asked.bare else asked.source
    total = int(connection.exec_driver_sql(f"SELECT count(*) FROM {counted}", asked.params).scalar() or 0)
    if total > COUNTED_BY_SESSION:
        return total, None
    rows = connection.exec_driver_sql(
        f"SELECT e.stream, sum(e.what IN (?, ?)) FROM {asked.source} GROUP BY e.stream",
        (derive.CONTRIBUTION, derive.PERSON, *asked.params),
    )
    return total, {str(stream): int(count) for stream, count in rows}


def titles_of(connection: Connection, streams: set[str]) -> dict[str, str]:
    """What some sessions are called."""
    if not streams:
        return {}
    marks_for = ",".join("?" * len(streams))
    rows = connection.exec_driver_sql(
        f"SELECT stream, title FROM session_row WHERE stream IN ({marks_for})", tuple(streams)
    )
    return {row[0]: row[1] for row in rows}


def hit_of(row: Any, title: str, query: str, asked: list[Term]) -> Hit:
    """What was found, from a row selected as :data:`SHOWN`; raises where a byte of it changed."""
    *shown, proof = row
    if derive.shown_sum(*shown) != proof:
        raise derive.IndexSpoilt
    _row, stream, what, ref, kind, at_ms, person, text, also, modality, activity = shown

    def places(words: str) -> Places:
        return (marks(words, asked) if asked else _literal(words, query)) if words else ()

    found = places(text)
    return Hit(
        stream,
        title,
        what,
        ref if what == derive.CONTRIBUTION else None,
        person,
        kind,
        text,
        snippet(text, found),
        found,
        at_ms,
        places(person) if what == derive.CONTRIBUTION else (),
        also,
        places(also),
        modality,
        activity,
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
