"""Two captures of one talk side by side: what both caught, what only one of them did, and where they differ.

It tells what was caught, with examples; it grades nobody. Two cards are taken for the same exchange when their words
overlap; who said it and when it was caught decide between several.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from facilitator.session.comparing import folded_name
from facilitator.session.relations import UPTAKE
from facilitator.session.state import SessionState

LEAST = 0.34
"""How much of the shorter card's words must be in the other, at least."""

FEWEST = 2
"""Words that must be the same, at least, where the shorter card has so many."""

NEAR_MS = 90_000
"""Cards given further apart than this (of the talk) are less likely to be of the same exchange."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Gist:
    """A card as far as it is compared. ``people`` and ``themes`` are names made comparable; ``on`` are cards' ids."""

    id: str
    kind: str
    text: str
    at_ms: int = 0
    people: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """An exchange that both caught: ``theirs`` is the experienced hand's, ``mine`` the player's.

    ``link`` is None where theirs builds on nothing, or on a card the player did not catch.
    """

    theirs: Gist
    mine: Gist
    same_kind: bool
    same_people: bool
    same_theme: bool
    link: bool | None


@dataclass(frozen=True, slots=True)
class Compared:
    """The two captures. ``missed`` only the experienced hand caught, ``more`` only the player; all in their order."""

    pairs: tuple[Pair, ...]
    missed: tuple[Gist, ...]
    more: tuple[Gist, ...]

    @property
    def of(self) -> int:
        """How many exchanges the experienced hand caught."""
        return len(self.pairs) + len(self.missed)

    @property
    def links(self) -> tuple[int, int]:
        """(links the player made, links that could be made between what the player caught)."""
        asked = [pair.link for pair in self.pairs if pair.link is not None]
        return sum(asked), len(asked)


def gists(state: SessionState) -> tuple[Gist, ...]:
    """The standing cards of a session, in their order."""
    names = {person.id: folded_name(person.name) for person in state.people.by_id.values()}
    themes = {theme.id: folded_name(theme.name) for theme in state.themes.standing()}
    return tuple(
        Gist(
            card.id,
            card.kind,
            card.text,
            card.at_ms,
            frozenset(names[who] for who in card.authors if who in names),
            frozenset(themes[bed] for bed in state.themes.of(card.id) if bed in themes),
            tuple(earlier for earlier, relation in state.relations.of(card.id) if relation in UPTAKE),
        )
        for card in state.contributions.standing()
    )


def compare(theirs: Sequence[Gist], mine: Sequence[Gist]) -> Compared:
    """Both captures side by side. Each card stands in at most one pair."""
    found = sorted(
        (
            (-_alike(one, other), place, spot)
            for place, one in enumerate(theirs)
            for spot, other in enumerate(mine)
            if _alike(one, other) > 0
        )
    )
    to_mine: dict[int, int] = {}
    taken: set[int] = set()
    for _weight, place, spot in found:
        if place not in to_mine and spot not in taken:
            to_mine[place] = spot
            taken.add(spot)
    twin = {theirs[place].id: mine[spot].id for place, spot in to_mine.items()}
    pairs = tuple(_pair(theirs[place], mine[spot], twin) for place, spot in sorted(to_mine.items()))
    missed = tuple(one for place, one in enumerate(theirs) if place not in to_mine)
    more = tuple(one for spot, one in enumerate(mine) if spot not in taken)
    return Compared(pairs, missed, more)


def _pair(one: Gist, other: Gist, twin: dict[str, str]) -> Pair:
    wanted = {twin[earlier] for earlier in one.on if earlier in twin}
    link = None if not wanted else not wanted.isdisjoint(other.on)
    themed = not one.themes.isdisjoint(other.themes) if one.themes else not other.themes
    return Pair(one, other, one.kind == other.kind, one.people == other.people, themed, link)


def _alike(one: Gist, other: Gist) -> float:
    """How much two cards are the same exchange: 0 where they are not, else above it."""
    first, second = words_of(one.text), words_of(other.text)
    fewer = min(len(first), len(second))
    both = len(first & second)
    if not fewer or both < min(FEWEST, fewer):
        return 0.0
    share = both / fewer
    if share < LEAST:
        return 0.0
    near = max(1 - abs(one.at_ms - other.at_ms) / NEAR_MS, 0.0)
    return share + 0.2 * bool(one.people & other.people) + 0.2 * near


@lru_cache(maxsize=2_048)
def words_of(text: str) -> frozenset[str]:
    """The words of a card that say something: made comparable, without the shortest ones.

    Where words are not written apart, pairs of characters stand for them.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    found: set[str] = set()
    for word in _WORD.findall(plain):
        if _together(word):
            found.update(word[at : at + 2] for at in range(max(len(word) - 1, 1)))
        elif len(word) > 3 or word.isdigit():
            found.add(_stem(word))
    return frozenset(found) or frozenset(_WORD.findall(plain))


def _stem(word: str) -> str:
    """A word without what changes most at its end, so that *bed* meets *beds* and *asked* meets *ask*."""
    for tail in ("ing", "ed", "es", "s"):
        if len(word) - len(tail) >= 3 and word.endswith(tail):
            return word[: -len(tail)]
    return word


def _together(word: str) -> bool:
    """Whether it is of a script that writes words together: Han, kana, Thai, Lao, Khmer, Burmese."""
    return any(
        "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\u0e00" <= char <= "\u0eff"
        or "\u1780" <= char <= "\u17ff" or "\u1000" <= char <= "\u109f" or char > "\U0001ffff"
        for char in word
    )  # fmt: skip
