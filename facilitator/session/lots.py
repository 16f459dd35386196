"""Drawing by lot: who plays what, by chance, fairly and with what must not be. The same seed gives the same draw.

Chance is taken from a hash of the seed and the id, so that a draw comes out the same on every machine and in every
version of Python.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

TRIES = 60
"""Orders that are tried where people kept apart stand in one another's way."""


@dataclass(frozen=True, slots=True)
class Lots:
    """What is drawn from.

    ``turns`` is how often somebody played already, ``barred`` which people may not play a role, ``apart`` pairs that do
    not play at the same time, ``playing`` who plays in this round already.
    """

    roles: Sequence[str]
    people: Sequence[str]
    turns: Mapping[str, int] = field(default_factory=dict)
    barred: Mapping[str, Collection[str]] = field(default_factory=dict)
    apart: Collection[tuple[str, str]] = ()
    playing: Collection[str] = ()


def shuffled(items: Sequence[str], seed: int, salt: str = "") -> list[str]:
    """The items in an order that hangs on the seed alone."""
    return sorted(dict.fromkeys(items), key=lambda item: hashlib.sha256(f"{seed}|{salt}|{item}".encode()).digest())


def drawn(lots: Lots, seed: int) -> dict[str, str]:
    """Who was drawn for which role, by role. A role nobody may play is left out.

    Whoever had fewer turns is drawn before whoever had more, as far as the rest allows.
    """
    best: dict[str, str] = {}
    for number in range(TRIES if lots.apart else 1):
        found = _once(lots, seed, f"try {number}")
        if len(found) > len(best):
            best = found
        if len(best) == len(lots.roles):
            break
    return {role: best[role] for role in lots.roles if role in best}


def _once(lots: Lots, seed: int, salt: str) -> dict[str, str]:
    """One order of people, each given a role if others can move over for them (augmenting paths, Kuhn 1955)."""
    order = sorted(shuffled(lots.people, seed, salt), key=lambda person: lots.turns.get(person, 0))
    roles = shuffled(lots.roles, seed, salt)
    held: dict[str, str] = {}
    away = _strangers(lots.apart)
    inside = set(lots.playing)
    for person in order:
        if len(held) == len(roles):
            break
        if person in inside or away.get(person, set()) & inside:
            continue
        turned = roles[len(held) :] + roles[: len(held)]
        if _place(person, turned, held, lots.barred, set()):
            inside.add(person)
    return held


def _place(
    person: str, roles: Sequence[str], held: dict[str, str], barred: Mapping[str, Collection[str]], seen: set[str]
) -> bool:
    open_to = [role for role in roles if person not in barred.get(role, ())]
    for role in open_to:
        if role not in held:
            held[role] = person
            return True
    for role in open_to:
        if role not in seen:
            seen.add(role)
            if _place(held[role], roles, held, barred, seen):
                held[role] = person
                return True
    return False


def _strangers(apart: Collection[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one, other in apart:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found
