"""The wall as phones hold it: which cards changed when, so that who was away is told what is missing and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from facilitator.live.protocol import Card, Wall

AT_ONCE = 40
"""Cards of one message."""
MOST_BYTES = 48 * 1024
MOST_GONE = 2_000


class WallLog:
    """Cards of one activity and the number at which each changed last. ``n`` only grows, over restarts too."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.block: str | None = None
        self.cards: dict[str, Card] = {}
        self._at: dict[str, int] = {}
        self._gone: dict[str, int] = {}
        self._since = n

    def turn_to(self, block: str | None) -> None:
        """Another activity: an empty wall, and whoever held the old one forgets it."""
        self.n += 1
        self.block = block
        self.cards.clear()
        self._at.clear()
        self._gone.clear()
        self._since = self.n

    def update(self, cards: Mapping[str, Card | None]) -> bool:
        """Take in how these cards look now (None: not to be seen). Whether anything changed."""
        changed = False
        for key, card in cards.items():
            was = self.cards.get(key)
            if card == was:
                continue
            self.n += 1
            changed = True
            if card is None:
                del self.cards[key]
                del self._at[key]
                self._gone[key] = self.n
                while len(self._gone) > MOST_GONE:
                    first = next(iter(self._gone))
                    self._since = max(self._since, self._gone.pop(first))
            else:
                self._gone.pop(key, None)
                self.cards[key] = card
                self._at.pop(key, None)
                self._at[key] = self.n
        return changed

    def since(self, n: int) -> list[Wall]:
        """What a phone that knows the wall up to ``n`` is told: what changed, or everything. Empty for nothing new."""
        everything = not self._since <= n <= self.n
        if everything:
            put, gone = list(self.cards.values()), []
        else:
            put = [self.cards[key] for key in _after(self._at, n)]
            gone = list(_after(self._gone, n))
        if not (put or gone or everything):
            return []
        parts = list(_parts(put)) or [[]]
        short = 0 if everything else n
        told = [Wall(short, self.block, tuple(part)) for part in parts]
        told[0] = Wall(short, self.block, told[0].put, tuple(gone), everything)
        told[-1] = msgspec.structs.replace(told[-1], n=self.n)
        return told


def _after(at: dict[str, int], n: int) -> list[str]:
    """The keys changed after ``n``, in the order they changed; newest stand last in the table."""
    found = []
    for key in reversed(at):
        if at[key] <= n:
            break
        found.append(key)
    found.reverse()
    return found


def _parts(cards: Iterable[Card]) -> Iterator[list[Card]]:
    part: list[Card] = []
    size = 0
    for card in cards:
        weight = 200 + 3 * len(card.text) + sum(len(one.text) * 3 for one in card.thanks)
        if part and (len(part) >= AT_ONCE or size + weight > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(card)
        size += weight
    if part:
        yield part
