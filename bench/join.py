"""A full room comes in at one instant, through one router: how long until each phone is greeted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from bench.common import figure, middle, size
from bench.hubs import child
from bench.phones import join

NAME = "join"
ROUNDS = size(20, 2)
CROWD = size(200, 4)
KINDS = ("ours", "least")


def figures() -> Iterator[dict[str, object]]:
    """``all``: from the first call to the last greeting."""
    took = asyncio.run(_rounds())
    worst = max(took["ours"])
    note = f"{CROWD} of {CROWD} in every round, the slowest {worst:.0f} ms; name, cookie, socket, kept before told"
    yield figure(NAME, "all", "ms", middle(took["ours"]), middle(took["least"]), ROUNDS, note)


async def _rounds() -> dict[str, list[float]]:
    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    loop = asyncio.get_running_loop()
    async with child("ours") as ours, child("least") as least:
        servers = {"ours": ours, "least": least}
        for lap in range(ROUNDS):
            for kind in KINDS if lap % 2 else reversed(KINDS):
                way = await servers[kind].fresh()
                start = loop.time()
                phones = await join(way, CROWD)
                took[kind].append((loop.time() - start) * 1000)
                for phone in phones:
                    phone.close()
    return took
