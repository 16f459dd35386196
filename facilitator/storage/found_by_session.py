"""Words found in very many places: the sessions they were found in, each with its newest hits and their number.

Where hits are few, a page of the newest holds them all (:mod:`.search`). Where they are many, such a page may come from
one long session alone; here every session counts its own, and a few of each are read.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Engine

from facilitator.session.narrowing import Narrowing
from facilitator.storage import derive
from facilitator.storage.folding import terms
from facilitator.storage.search import SHOWN, Hit, SearchPage, ask, asked_words, hit_of


class _Place(NamedTuple):
    date_ms: int
    stream: str
    title: str
    engine: Engine
    rows: list[int]


_RANKED = """
WITH said AS (
    SELECT e.stream AS stream, e.row AS row, e.what AS what FROM {source}
), ranked AS (
    SELECT stream, row, row_number() OVER one AS place, count(*) OVER whole AS of_all,
        sum(what IN (?, ?)) OVER whole AS cards
    FROM said WINDOW one AS (PARTITION BY stream ORDER BY what = ?, row DESC), whole AS (PARTITION BY stream)
)
SELECT r.stream, r.row, r.of_all, r.cards, s.date_ms, s.title
FROM ranked r LEFT JOIN session_row s USING (stream) WHERE r.place <= ? ORDER BY r.stream
"""
"""One pass over everything found: the first of each session, and how many there are in it."""


def find(
    sources: list[tuple[Engine, frozenset[str]]], query: str, narrowing: Narrowing, limit: int, offset: int, each: int
) -> SearchPage:
    """Some sessions in which words were found, newest first.

    Args:
        sources: Where to look, each without some sessions.
        query: The words.
        narrowing: What holds besides.
        limit: How many sessions.
        offset: How many to pass over.
        each: How many hits of each session; title, people and themes come first, then the newest cards.

    Returns:
        Their hits, session after session; the numbers are those of all sessions.
    """
    query = asked_words(query)
    if not query:
        return SearchPage(0, (), 0)
    asked = terms(query)
    total = 0
    places: list[_Place] = []
    by_session: dict[str, int] = {}
    for engine, without in sources:
        question = ask(query, asked, None, without, narrowing)
        with engine.connect() as connection:
            rows = connection.exec_driver_sql(
                _RANKED.format(source=question.source),
                (*question.params, derive.CONTRIBUTION, derive.PERSON, derive.CONTRIBUTION, each),
            )
            for stream, found, of_all, cards, date_ms, title in rows:
                if stream not in by_session:
                    by_session[stream] = int(cards)
                    places.append(_Place(date_ms or 0, stream, title or "", engine, []))
                    total += of_all
                places[-1].rows.append(found)
    places.sort(key=lambda place: place[:2], reverse=True)
    hits: list[Hit] = []
    for place in places[offset : offset + limit]:
        with place.engine.connect() as connection:
            picked = ",".join("?" * len(place.rows))
            sql = f"SELECT {SHOWN} FROM entry e WHERE e.row IN ({picked}) ORDER BY e.what = ?, e.row DESC"
            found_rows = connection.exec_driver_sql(sql, (*place.rows, derive.CONTRIBUTION))
            hits += [hit_of(row, place.title, query, asked) for row in found_rows]
    return SearchPage(total, tuple(hits), len(places), by_session=by_session)
