"""What it costs to keep a contribution: through ``dispatch``, on disk, and the store told that it is kept."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.common import bare, figure, library, middle, size, talk, timed
from facilitator.session.contributions import GiveContribution
from facilitator.session.ports import uuid7
from facilitator.session.sessions import CreateSession

NAME = "give"
ROUNDS = size(7, 2)
ONES = size(150, 3)
THOUSAND = size(1000, 20)


def figures() -> Iterator[dict[str, object]]:
    """``one`` and ``thousand``, each beside one INSERT and COMMIT with sqlite3, WAL, FULL."""
    words = talk()
    with (
        tempfile.TemporaryDirectory(prefix="facilitator-bench-") as beside,
        bare(Path(beside)) as floor_base,
        library() as (opened, store),
    ):
        store.dispatch("bench", CreateSession(title="Bench"))
        opened.settle()
        ones: list[float] = []
        each: list[float] = []
        floors: list[float] = []

        def give(texts: list[str]) -> None:
            for text in texts:
                store.dispatch("bench", GiveContribution(text=text))
            opened.settle()

        def floor(text: str) -> None:
            body = json.dumps({"contribution": uuid7(), "text": text})
            floor_base.execute("INSERT INTO fact VALUES (?,?,?,?)", (uuid7(), "bench", 1, body))

        for _round in range(ROUNDS):
            some_ones, some_floors = [], []
            for _place in range(ONES):
                some_floors.append(timed(partial(floor, next(words)[1])))
                some_ones.append(timed(partial(give, [next(words)[1]])))
            ones.append(middle(some_ones))
            floors.append(middle(some_floors))
            said = [next(words)[1] for _place in range(THOUSAND)]
            each.append(timed(partial(give, said)) / THOUSAND)
    note = "ms until the store knows it is on disk; the rest beside the commit is two hand-overs between threads"
    yield figure(NAME, "one", "ms", middle(ones), middle(floors), ROUNDS * ONES, note)
    share = middle(each) / middle(ones)
    yield figure(
        NAME,
        "thousand",
        "ms each",
        middle(each),
        middle(floors),
        ROUNDS,
        f"{share:.3f} of our own `one`; of 1,000 given at once, until the last is on disk",
    )
