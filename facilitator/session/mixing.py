"""Groups drawn so that people meet new people. Pure, and the same for the same seed.

A draw starts by lot and is mended by swapping two people at a time for as long as that spares somebody a repeated
meeting (a search that remembers its last moves, so that it does not go in circles). It looks at a fixed number of
swaps, not at a clock: every machine draws the same groups.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import ceil

Pair = frozenset[str]
Met = Mapping[Pair, int]
"""How often two people were in one group."""

MOST = 5
"""A sixth voice usually splits a conversation (domain 2.11)."""

_FORBIDDEN = 10_000
_LOOKS = 90_000
_RESTS = 7


def met_in(groupings: Iterable[Iterable[Sequence[str]]]) -> Counter[Pair]:
    """Who met whom how often, from earlier groupings, each a list of groups."""
    found: Counter[Pair] = Counter()
    for groups in groupings:
        for group in groups:
            found.update(frozenset(pair) for pair in combinations(dict.fromkeys(group), 2))
    return found


def repeats(groups: Iterable[Sequence[str]], met: Met) -> int:
    """How many meetings in these groups are not the first between two people."""
    return sum(met.get(frozenset(pair), 0) > 0 for group in groups for pair in combinations(group, 2))


def count_for(people: int, size: int) -> int:
    """How many groups so many people make, of about ``size``: none above five, none below two, or three where asked."""
    if people <= 0:
        return 0
    least = min(size, 3)
    count = max(1, round(people / size), ceil(people / max(size, MOST)))
    while count > 1 and people // count < least:
        count -= 1
    return count


def draw(
    people: Sequence[str],
    met: Met | None = None,
    *,
    size: int = 4,
    count: int = 0,
    apart: Iterable[Pair] = (),
    together: Iterable[Pair] = (),
    fixed: Mapping[str, int] | None = None,
    seed: int = 0,
) -> list[tuple[str, ...]]:
    """People in groups whose sizes differ by one at most, with as few repeated meetings as the search finds.

    Args:
        people: everybody who is there, each once.
        met: how often two people met before.
        size: about how many in a group.
        count: how many groups, instead of ``size``; 0 for as ``size`` says.
        apart: pairs who are not put into one group, such as boss and report; no repeated meeting outweighs that.
        together: pairs who stay together.
        fixed: who stays in which group (counted from 0), such as the hosts of tables.
        seed: another seed, another lot.
    """
    order = list(dict.fromkeys(people))
    if not order:
        return []
    groups = min(count or count_for(len(order), size), len(order))
    if groups == 1:
        return [tuple(order)]
    dice = random.Random(seed)
    table = _Table(order, groups, met or {}, apart, together, fixed or {}, dice)
    table.search(dice)
    return table.result()


class _Table:
    """People at their groups, and what each person would cost in each group."""

    def __init__(
        self,
        people: list[str],
        groups: int,
        met: Met,
        apart: Iterable[Pair],
        together: Iterable[Pair],
        fixed: Mapping[str, int],
        dice: random.Random,
    ) -> None:
        self.people, self.groups = people, groups
        place = {person: at for at, person in enumerate(people)}
        many = len(people)
        self.cost = [[0] * many for _ in range(many)]
        weights: Counter[Pair] = Counter({pair: often * often for pair, often in met.items() if often > 0})
        for pair in apart:
            weights[frozenset(pair)] += _FORBIDDEN
        for pair in together:
            weights[frozenset(pair)] -= _FORBIDDEN
        for pair, weight in weights.items():
            ends = [place[person] for person in pair if person in place]
            if len(ends) == 2:
                self.cost[ends[0]][ends[1]] = self.cost[ends[1]][ends[0]] = weight
        self.need = [sum(min(weight, 0) for weight in row) for row in self.cost]
        self.stays = [people[at] in fixed for at in range(many)]
        self.at = self._seat(fixed, place, dice)
        self.load = [[0] * groups for _ in range(many)]
        for other, group in enumerate(self.at):
            for person, row in enumerate(self.cost):
                if row[other]:
                    self.load[person][group] += row[other]
        self.total = sum(self.load[person][group] for person, group in enumerate(self.at)) // 2
        self.least = sum(self.need) // 2

    def _seat(self, fixed: Mapping[str, int], place: Mapping[str, int], dice: random.Random) -> list[int]:
        """By lot, even, the fixed ones where they stay."""
        many = len(self.people)
        rooms = [many // self.groups + (group < many % self.groups) for group in range(self.groups)]
        at = [-1] * many
        for person, group in fixed.items():
            if person in place and rooms[group % self.groups] > 0:
                at[place[person]] = group % self.groups
                rooms[group % self.groups] -= 1
        self.stays = [stays and at[person] >= 0 for person, stays in enumerate(self.stays)]
        free = [group for group, room in enumerate(rooms) for _ in range(room)]
        dice.shuffle(free)
        return [free.pop() if group < 0 else group for group in at]

    def swap(self, one: int, other: int) -> None:
        here, there = self.at[one], self.at[other]
        row_one, row_other = self.cost[one], self.cost[other]
        self.total += self._worth(one, other)
        for person, row in enumerate(self.load):
            by = row_other[person] - row_one[person]
            if by:
                row[here] += by
                row[there] -= by
        self.at[one], self.at[other] = there, here

    def _worth(self, one: int, other: int) -> int:
        """What swapping two people adds to the cost; below nought is better."""
        here, there = self.at[one], self.at[other]
        mine, theirs = self.load[one], self.load[other]
        return mine[there] - mine[here] + theirs[here] - theirs[there] - 2 * self.cost[one][other]

    def _troubled(self) -> list[int]:
        """Who could be better off."""
        return [
            person
            for person, group in enumerate(self.at)
            if not self.stays[person] and self.load[person][group] > self.need[person]
        ]

    def search(self, dice: random.Random) -> None:
        """Swap until nobody meets anybody again, or everything was looked at that is to be looked at."""
        best, best_at = self.total, list(self.at)
        rests = [0] * len(self.at)
        looked = turn = 0
        while looked < _LOOKS and self.total > self.least:
            turn += 1
            troubled = self._troubled()
            if not troubled:
                break
            one = dice.choice(troubled)
            found: list[int] = []
            least = 0
            here, row, mine = self.at[one], self.cost[one], self.load[one]
            stay = mine[here]
            looked += len(self.at) + 20
            for other, there in enumerate(self.at):
                if there == here or self.stays[other]:
                    continue
                theirs = self.load[other]
                worth = mine[there] - stay + theirs[here] - theirs[there] - 2 * row[other]
                if rests[other] > turn and self.total + worth >= best:
                    continue
                if not found or worth < least:
                    found, least = [other], worth
                elif worth == least:
                    found.append(other)
            if not found:
                continue
            other = dice.choice(found)
            self.swap(one, other)
            rests[one] = rests[other] = turn + _RESTS + dice.randrange(_RESTS)
            if self.total < best:
                best, best_at = self.total, list(self.at)
        self.at = best_at

    def result(self) -> list[tuple[str, ...]]:
        """The groups; whoever stays in one is named first."""
        rows: list[list[str]] = [[] for _ in range(self.groups)]
        for person in sorted(range(len(self.at)), key=lambda at: not self.stays[at]):
            rows[self.at[person]].append(self.people[person])
        return [tuple(row) for row in rows if row]


def merged(
    groups: Sequence[Sequence[str]], met: Met | None = None, *, size: int = 4, seed: int = 0
) -> list[tuple[str, ...]]:
    """Whole groups joined to larger ones of about ``size`` people: pairs become fours, and no pair is parted."""
    rows = [tuple(group) for group in groups if group]
    if not rows:
        return []
    each = max(round(sum(map(len, rows)) / len(rows)), 1)
    count = max(len(rows) // max(size // each, 1), 1)
    names = [str(place) for place in range(len(rows))]
    weight: Counter[Pair] = Counter()
    for one, other in combinations(range(len(rows)), 2):
        often = repeats_between(rows[one], rows[other], met or {})
        if often:
            weight[frozenset((names[one], names[other]))] = often
    # The largest groups are dealt first, one to each table, so that the threes do not meet.
    large = sorted(range(len(rows)), key=lambda at: (-len(rows[at]), at))
    fixed = {names[at]: place for place, at in enumerate(large[:count]) if len(rows[at]) > each}
    dealt = draw(names, weight, count=count, fixed=fixed, seed=seed)
    return [tuple(person for name in table for person in rows[int(name)]) for table in dealt]


def repeats_between(one: Sequence[str], other: Sequence[str], met: Met) -> int:
    """How many pairs across two groups met before."""
    return sum(met.get(frozenset((a, b)), 0) > 0 for a in one for b in other)


def redo_when_changed(
    groups: Sequence[Sequence[str]],
    joined: Sequence[str] = (),
    left: Iterable[str] = (),
    met: Met | None = None,
    *,
    size: int = 4,
    apart: Iterable[Pair] = (),
) -> list[tuple[str, ...]]:
    """The same groups after somebody came or went. As few people as possible change their place.

    Groups keep their order; an empty tuple is a group that is one no more. Who comes joins a group that has become too
    small, otherwise the smallest, and of those the one where they meet new people. A group too small to talk is filled
    from larger ones or goes into the others, whichever moves fewer people. New groups stand at the end.
    """
    mending = _Mending(groups, set(left), met or {}, apart, size)
    mending.fill(joined)
    mending.keep_or_dissolve()
    mending.seat()
    return [tuple(row) for row in mending.rows]


class _Mending:
    """Groups after somebody came or went, and who looks for one."""

    def __init__(
        self, groups: Sequence[Sequence[str]], gone: set[str], met: Met, apart: Iterable[Pair], size: int
    ) -> None:
        self.rows = [[person for person in group if person not in gone] for group in groups]
        self.gone, self.met = gone, met
        self.apart = {frozenset(pair) for pair in apart}
        self.least = min(size, 3)
        self.most = max(size + 1, 3) if size < MOST else MOST
        self.looking: list[str] = []

    def _may_not(self, person: str, row: Iterable[str]) -> bool:
        return any(frozenset((person, other)) in self.apart for other in row)

    def fill(self, joined: Sequence[str]) -> None:
        """Those who came fill up what has become too small, before anybody has to move."""
        here = {person for row in self.rows for person in row}
        self.looking = [person for person in dict.fromkeys(joined) if person not in here and person not in self.gone]
        for row in sorted(self.rows, key=len, reverse=True):
            while self.looking and 0 < len(row) < self.least:
                fits = next((person for person in self.looking if not self._may_not(person, row)), None)
                if fits is None:
                    break
                self.looking.remove(fits)
                row.append(fits)

    def keep_or_dissolve(self) -> None:
        """A group too small is filled from larger ones where fewer people move that way; else it is one no more."""
        for row in sorted((row for row in self.rows if row), key=len):
            missing = self.least - len(row)
            if missing <= 0 or sum(map(bool, self.rows)) < 2:
                continue
            room = sum(max(self.most - len(other), 0) for other in self.rows if other and other is not row)
            if missing < len(row) or room < len(row) + len(self.looking):
                self._pull(row)
            if len(row) < self.least:
                self.looking[:0] = row
                row.clear()

    def _pull(self, row: list[str]) -> None:
        """Take the last ones of the largest groups, if there are enough who can be spared."""
        others = [other for other in self.rows if other is not row]
        if sum(max(len(other) - self.least, 0) for other in others) < self.least - len(row):
            return
        while len(row) < self.least:
            donor = max(others, key=len)
            fits = next((person for person in reversed(donor) if not self._may_not(person, row)), donor[-1])
            donor.remove(fits)
            row.append(fits)

    def seat(self) -> None:
        """Everybody who looks for a group joins one with room, or makes a new one."""
        while self.looking:
            room = [row for row in self.rows if row and len(row) < self.most]
            if room:
                person = self.looking.pop(0)
                min(room, key=lambda row: (self._may_not(person, row), len(row), self._known(person, row))).append(
                    person
                )
                continue
            new, self.looking = self.looking[: self.most], self.looking[self.most :]
            self._pull(new)
            if len(new) >= self.least or not any(self.rows):
                self.rows.append(new)
                continue
            for person in new:
                min((row for row in self.rows if row), key=len).append(person)

    def _known(self, person: str, row: Iterable[str]) -> int:
        return sum(self.met.get(frozenset((person, other)), 0) for other in row)
