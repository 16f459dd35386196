"""One order out of two: pairs that stand in an order by their left and in another by their right end.

What was planted or related keeps its place at both ends, and a file has room for one list. Since both orders come from
the same record they never contradict one another; where a file written by hand does, nothing is lost all the same.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


def in_both_orders(chains: Iterable[Sequence[Item]], rank: Mapping[Item, int]) -> list[Item]:
    """Every item once, so that each chain's own order holds; among those that are free the lowest rank comes first.

    Args:
        chains: The orders to keep. An item may stand in several.
        rank: Where an item stands if no chain says anything; every item has one.
    """
    waits = dict.fromkeys(rank, 0)
    after: dict[Item, list[Item]] = {}
    for chain in chains:
        for first, second in pairwise(chain):
            after.setdefault(first, []).append(second)
            waits[second] += 1
    free = [(place, item) for item, place in rank.items() if not waits[item]]
    heapq.heapify(free)
    found: dict[Item, None] = {}
    while free:
        _place, item = heapq.heappop(free)
        found[item] = None
        for following in after.get(item, ()):
            waits[following] -= 1
            if not waits[following]:
                heapq.heappush(free, (rank[following], following))
    # Chains that contradict one another leave a circle: what stands in it comes last, by rank.
    found.update(dict.fromkeys(sorted(rank, key=rank.__getitem__)))
    return list(found)
