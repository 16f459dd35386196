"""What it costs to find words among 130,000 contributions of real talk, newest first, with the number of hits."""

from __future__ import annotations

import random
import sqlite3
import statistics
from collections import Counter
from collections.abc import Iterator

from bench.common import figure, library, middle, size, talk, timed
from facilitator.session.contributions import GiveContribution
from facilitator.session.sessions import CreateSession

NAME = "search"
CONTRIBUTIONS = size(130_000, 300)
A_SESSION = size(2_000, 100)
QUERIES = size(200, 5)
ROUNDS = size(3, 1)
BARE = (
    "SELECT e.row, e.text FROM found JOIN entry e ON e.row = found.rowid WHERE found MATCH ? "
    "ORDER BY found.rowid DESC LIMIT 50"
)


def figures() -> Iterator[dict[str, object]]:
    """``words``: the 95th percentile over words of real talk; ``commonest``: the commonest word."""
    words = talk()
    seen: Counter[str] = Counter()
    with library() as (opened, store):
        for number in range(CONTRIBUTIONS):
            stream = f"session-{number // A_SESSION}"
            if number % A_SESSION == 0:
                opened.settle()
                store.dispatch(stream, CreateSession(title=f"Meeting {number // A_SESSION}"))
            said = next(words)[1]
            if number < 20_000:
                seen.update(word for word in said.lower().split() if word.isascii() and word.isalpha())
            store.dispatch(stream, GiveContribution(text=said))
        opened.settle()
        opened.sessions()
        chosen = random.Random(4).sample([word for word in seen.elements() if len(word) > 2], QUERIES)
        commonest = seen.most_common(1)[0][0]
        plain = sqlite3.connect(opened.folder / "library.sqlite3")

        def bare(word: str) -> None:
            plain.execute(BARE, (f'"{word}"*',)).fetchall()

        ours: list[float] = []
        floors: list[float] = []
        for _round in range(ROUNDS):
            mine, theirs = [], []
            for word in chosen:
                theirs.append(timed(lambda word=word: bare(word)))  # type: ignore[misc]
                mine.append(timed(lambda word=word: opened.search(word)))  # type: ignore[misc]
            ours.append(statistics.quantiles(mine, n=20)[18])
            floors.append(statistics.quantiles(theirs, n=20)[18])
        note = f"p95 in ms of the first page of 50 with the number of hits, {QUERIES} words as often as they are said"
        yield figure(NAME, "words", "ms", middle(ours), middle(floors), ROUNDS * QUERIES, note)

        mine = [timed(lambda: opened.search(commonest)) for _round in range(15)]
        theirs = [timed(lambda: bare(commonest)) for _round in range(15)]
        hits = opened.search(commonest).total
        note = f"ms for the commonest word, in {hits} contributions"
        yield figure(NAME, "commonest", "ms", middle(mine), middle(theirs), 15, note)
        plain.close()
