"""A full room gives: how long until all have seen all, beside the least server that keeps before it tells."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator

from bench.common import figure, middle, size, talk
from bench.hubs import Child, child
from bench.phones import Phone, join, seen_by_all

NAME = "hub"
ROUNDS = size(7, 1)
CROWDS = (size(100, 3), size(200, 4))
STEADY_S = size(5, 1)
SLICES = size(4, 1)
"""How often the two take turns at the steady stream, each time for so many seconds."""
A_SECOND = 20
KINDS = ("ours", "least")


def figures() -> Iterator[dict[str, object]]:
    """``burst100`` first, then ``burst200``, ``steady``, ``memory`` and ``gap``."""
    yield from asyncio.run(_all())


async def _all() -> list[dict[str, object]]:
    words = (said for _speaker, said in talk())
    bursts: dict[tuple[int, str], list[float]] = {}
    gaps: dict[str, list[float]] = {kind: [] for kind in KINDS}
    late: dict[str, list[float]] = {kind: [] for kind in KINDS}
    grown: dict[str, list[float]] = {kind: [] for kind in KINDS}
    async with child("ours") as ours, child("least") as least:
        servers: dict[str, Child] = {"ours": ours, "least": least}
        idle: dict[str, float] = {}
        for kind in KINDS:
            await servers[kind].ask("open")
            idle[kind] = (await servers[kind].ask("memory"))["kb"]
        for lap in range(ROUNDS):
            for crowd in CROWDS:
                for kind in KINDS if lap % 2 else reversed(KINDS):
                    phones = await join(await servers[kind].fresh(), crowd)
                    await asyncio.sleep(0.3)
                    await servers[kind].ask("gap")
                    bursts.setdefault((crowd, kind), []).append(await _burst(phones, words))
                    gaps[kind].append((await servers[kind].ask("gap"))["gap_ms"])
                    if crowd == CROWDS[1]:
                        grown[kind].append(((await servers[kind].ask("memory"))["kb"] - idle[kind]) / 1024)
                    _leave(phones)
        for kind in KINDS * SLICES:
            phones = await join(await servers[kind].fresh(), CROWDS[1])
            await asyncio.sleep(0.3)
            await servers[kind].ask("gap")
            late[kind] += await _steady(phones, words)
            gaps[kind].append((await servers[kind].ask("gap"))["gap_ms"])
            _leave(phones)

    def beside(what: str, unit: str, ours_is: float, least_is: float, rounds: int, note: str) -> dict[str, object]:
        return figure(NAME, what, unit, ours_is, max(least_is, 0.001), rounds, note)

    told = [
        beside(
            what,
            "ms",
            middle(bursts[crowd, "ours"]),
            middle(bursts[crowd, "least"]),
            ROUNDS,
            f"{crowd} phones give one each at one instant; until the last phone has seen the last",
        )
        for what, crowd in zip(("burst100", "burst200"), CROWDS, strict=True)
    ]
    share = {kind: sorted(late[kind])[int(len(late[kind]) * 0.99)] for kind in KINDS}
    note = f"p99 from giving to being seen, {A_SECOND} posts a second, {CROWDS[1]} phones, every post on every phone"
    told.append(beside("steady", "ms", share["ours"], share["least"], len(late["ours"]), note))
    note = f"{CROWDS[1]} phones and a burst, above the process with its library and session open; the first round"
    told.append(beside("memory", "MB", max(grown["ours"][0], 0.01), grown["least"][0], ROUNDS, note))
    told.append(beside("gap", "ms", max(0.01, *gaps["ours"]), max(gaps["least"]), ROUNDS, "the longest of all rounds"))
    return told


async def _burst(phones: list[Phone], words: Iterator[str]) -> float:
    texts = [next(words) for _phone in phones]
    start = min(phone.give(number, text) for number, (phone, text) in enumerate(zip(phones, texts, strict=True)))
    return (await seen_by_all(phones, range(len(phones))) - start) * 1000


async def _steady(phones: list[Phone], words: Iterator[str]) -> list[float]:
    """Milliseconds from giving to being seen, for every card on every phone."""
    chance = random.Random(4)
    given: list[float] = []
    loop = asyncio.get_running_loop()
    start = loop.time()
    for number in range(STEADY_S * A_SECOND):
        await asyncio.sleep(max(0.0, start + number / A_SECOND - loop.time()))
        given.append(chance.choice(phones).give(number, next(words)))
    await seen_by_all(phones, range(len(given)))
    return [(phone.seen[number] - moment) * 1000 for number, moment in enumerate(given) for phone in phones]


def _leave(phones: list[Phone]) -> None:
    for phone in phones:
        phone.close()
