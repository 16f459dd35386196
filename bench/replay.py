"""What it costs to open a session by replaying its facts, and what one more fact costs in a long one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from bench.common import figure, library, middle, size, talk, timed
from facilitator.session.contributions import GiveContribution
from facilitator.session.people import JoinPerson
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.session.themes import NameTheme, PlantCard
from facilitator.storage import Library

NAME = "replay"
FACTS = size(20_000, 300)
FEW = 100
ROUNDS = size(7, 2)
LIVE = size(150, 3)


def _fill(store: Store, opened: Library, stream: str, facts: int) -> None:
    words = talk()
    store.dispatch(stream, CreateSession(title=stream))
    for number in range(10):
        store.dispatch(stream, JoinPerson(person=f"p{number}", name=f"Person {number}"))
        store.dispatch(stream, NameTheme(theme=f"t{number}", name=f"Theme {number}"))
    made = 21
    while made < facts:
        given = GiveContribution(text=next(words)[1], kind="idea", authors=(f"p{made % 10}",))
        store.dispatch(stream, given)
        made += 1
        if made % 4 == 0 and made < facts:
            store.dispatch(stream, PlantCard(contribution=given.id, theme=f"t{made % 10}"))
            made += 1
    opened.settle()


def figures() -> Iterator[dict[str, object]]:
    """``open`` beside reading and decoding the same rows, ``live`` at 20,000 facts beside the same at 100."""
    with library() as (opened, store):
        _fill(store, opened, "long", FACTS)
        _fill(store, opened, "short", FEW)
        opened.sessions()
        ours: list[float] = []
        floors: list[float] = []
        plain = sqlite3.connect(opened.folder / "library.sqlite3")

        def floor() -> None:
            rows = plain.execute(
                "SELECT id, stream, device, seq, ms, n, actor, kind, version, body FROM fact WHERE stream = 'long'"
            ).fetchall()
            assert len([json.loads(row[9]) for row in rows]) == FACTS

        for _round in range(ROUNDS):
            floors.append(timed(floor))
            ours.append(timed(lambda: opened.load("long")))
        plain.close()
        note = f"ms for {FACTS:,} facts: rows, checksums and JSON, then every fact checked and folded"
        yield figure(NAME, "open", "ms", middle(ours), middle(floors), ROUNDS, note)

        at_long: list[float] = []
        at_short: list[float] = []

        def live(stream: str) -> None:
            store.dispatch(stream, GiveContribution(text="One more thing", kind="idea", authors=("p1",)))

        for _round in range(LIVE):
            for stream, taken in (("short", at_short), ("long", at_long)):
                taken.append(timed(lambda stream=stream: live(stream)))  # type: ignore[misc]
                opened.settle()
        note = "ms of `dispatch`: decided, folded, told and handed to the writer; the floor is a session of 100 facts"
        yield figure(NAME, "live", "ms", middle(at_long), middle(at_short), LIVE, note)
