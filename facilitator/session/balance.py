"""How evenly people gave, beside what chance alone would give (domain, sections 6.2 and 6.4). Pure functions.

A bare balance misleads: if everybody were equally likely to speak, a group with five contributions a head would still
show about 0.75. So the range that chance gives is always told with it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST_PEOPLE = 4
FEWEST_EACH = 3
_DRAWS = 4_000
_MANY_EACH = 25


@dataclass(frozen=True, slots=True)
class Chance:
    """What equal chances give: the middle nine tenths of the balance, and of each place from most to least."""

    low: float
    high: float
    places: tuple[tuple[int, int], ...]


def balance(counts: Sequence[int]) -> float:
    """One minus the corrected Gini of contributions: 1 where all gave alike, 0 where one gave all."""
    people, total = len(counts), sum(counts)
    if people < 2 or total == 0:
        return 1.0
    rising = sorted(counts)
    gini = sum((2 * place - people - 1) * given for place, given in enumerate(rising, start=1)) / (people * total)
    return 1.0 - gini * people / (people - 1)


def may_be_told(counts: Sequence[int]) -> bool:
    """Whether there is enough to tell a balance: four people, three contributions a head (domain, section 6.5)."""
    return len(counts) >= FEWEST_PEOPLE and sum(counts) >= FEWEST_EACH * len(counts)


def chance(people: int, total: int, seed: int = 12) -> Chance:
    """What balance ``total`` contributions of ``people`` show when all are equally likely; the same at each call."""
    dice = random.Random(seed)
    draws = [_draw(dice, people, total) for _ in range(_DRAWS)]
    balances = sorted(balance(draw) for draw in draws)
    places = []
    for place in range(people):
        at = sorted(draw[place] for draw in draws)
        places.append((at[_DRAWS // 20], at[_DRAWS - 1 - _DRAWS // 20]))
    return Chance(balances[_DRAWS // 20], balances[_DRAWS - 1 - _DRAWS // 20], tuple(places))


def _draw(dice: random.Random, people: int, total: int) -> list[int]:
    if total > _MANY_EACH * people:  # then the bell curve is as good and does not throw every die
        mean = total / people
        spread = (mean * (1 - 1 / people)) ** 0.5
        return sorted((max(0, round(dice.gauss(mean, spread))) for _ in range(people)), reverse=True)
    counts = [0] * people
    for one in dice.choices(range(people), k=total):
        counts[one] += 1
    counts.sort(reverse=True)
    return counts
