"""One session's facts in order, and the state they fold to.

Facts usually arrive in order and are taken in at once, at a cost that does not grow with the session. A fact that sorts
before the newest (a merge, a second writer) makes the session fold again from the start; folding is pure, so every
machine that holds the same facts holds the same state.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from facilitator.session.facts import Body, Fact, Malformed, read_body
from facilitator.session.rules import BODIES, FOLDS, LIFTS
from facilitator.session.state import SessionState


class Aside(NamedTuple):
    """A fact that could not be folded, and why: kept and passed on all the same."""

    fact: Fact
    why: str


class Ledger:
    """The facts of one stream, ordered, each once, and the state they fold to."""

    def __init__(self, stream: str, facts: Iterable[Fact] = ()) -> None:
        self.stream = stream
        self.facts: list[Fact] = []
        self.by_id: dict[str, Fact] = {}
        self.vector: dict[str, int] = {}
        self.state = SessionState(stream)
        self.aside: dict[str, Aside] = {}
        self.unknown: dict[str, Fact] = {}
        self._spoilt: dict[str, Aside] = {}
        self._used: dict[str, int] = {}
        self.add(facts)

    def spoilt(self, asides: Iterable[Aside], used: Mapping[str, int]) -> None:
        """Note facts that are in the record but cannot be read, and the numbers in use, so that none is given twice."""
        self._spoilt.update((aside.fact.id, aside) for aside in asides)
        self._used.update(used)
        self.aside.update(self._spoilt)
        self.state.unreadable = len(self._spoilt)
        for device, seq in used.items():
            self.vector[device] = max(self.vector.get(device, 0), seq)

    @property
    def unreadable(self) -> int:
        """How many facts are in the record and cannot be read."""
        return len(self._spoilt)

    def twin(self) -> Ledger:
        """A ledger of the same facts that lives on by itself, made without folding again."""
        twin = Ledger(self.stream)
        twin.facts = list(self.facts)
        twin.by_id = dict(self.by_id)
        twin.vector = dict(self.vector)
        twin.state = self.state.snapshot()
        twin.aside = dict(self.aside)
        twin.unknown = dict(self.unknown)
        twin._spoilt = dict(self._spoilt)
        twin._used = dict(self._used)
        return twin

    def add(self, facts: Iterable[Fact]) -> tuple[list[Fact], bool]:
        """Take facts in, in any order, with repeats. Returns those that were new, and whether all was folded again."""
        new: list[Fact] = []
        fold_again = False
        for fact in facts:
            if fact.stream != self.stream:
                continue
            known = self.by_id.get(fact.id)
            if known is not None:
                if known == fact or claim(known) <= claim(fact):
                    continue
                if known in new:
                    new.remove(known)
                else:
                    self.facts.remove(known)
                    fold_again = True
            self.by_id[fact.id] = fact
            self.vector[fact.device] = max(self.vector.get(fact.device, 0), fact.seq)
            new.append(fact)
        if not new:
            return new, False
        if len(new) > 1:
            new.sort(key=_order)
        if self.facts and _order(new[0]) < _order(self.facts[-1]):
            fold_again = True
        if fold_again:
            self.facts.extend(new)
            self.facts.sort(key=_order)
            self.fold_again()
        else:
            for fact in new:
                self.facts.append(fact)
                self._fold(fact)
        return new, fold_again

    def append(self, fact: Fact, body: Body) -> None:
        """Take in a fact just made here. It is the newest, unless a stranger's clock ran far ahead of ours."""
        if self.facts:
            last = self.facts[-1]
            if fact.ms <= last.ms and _order(fact) < _order(last):
                self.add((fact,))
                return
        self.facts.append(fact)
        self.by_id[fact.id] = fact
        self.vector[fact.device] = fact.seq
        self.state.newest = fact.stamp
        FOLDS[fact.kind](self.state, body, fact)

    def remove(self, ids: Iterable[str]) -> None:
        """Take back facts that were never kept (a failed commit), by folding again without them."""
        gone = set(ids)
        self.facts = [fact for fact in self.facts if fact.id not in gone]
        self.by_id = {fact.id: fact for fact in self.facts}
        self.vector = dict(self._used)
        for fact in self.facts:
            self.vector[fact.device] = max(self.vector.get(fact.device, 0), fact.seq)
        self.fold_again()

    def since(self, order: tuple[int, int, str, int]) -> list[Fact]:
        """The facts that sort at or after a place."""
        return self.facts[bisect_left(self.facts, order, key=lambda fact: fact.order) :]

    def fold_again(self) -> None:
        """Fold every fact from the start."""
        self.state = SessionState(self.stream)
        self.state.unreadable = len(self._spoilt)
        self.aside = dict(self._spoilt)
        self.unknown.clear()
        for fact in self.facts:
            self._fold(fact)

    def _fold(self, fact: Fact) -> None:
        self.state.newest = fact.stamp
        body_type = BODIES.get(fact.kind)
        if body_type is None or fact.version > body_type.VERSION:
            self.unknown[fact.id] = fact
            return
        try:
            given = fact.body
            for version in range(fact.version, body_type.VERSION):
                given = LIFTS[fact.kind, version](given)
            body = read_body(body_type, given)
        except (Malformed, KeyError, TypeError, ValueError) as error:
            self.aside[fact.id] = Aside(fact, str(error))
            return
        FOLDS[fact.kind](self.state, body, fact)


def _order(fact: Fact) -> tuple[int, int, str, int, str]:
    """The order of the record; the id decides between strangers' facts that claim the same place."""
    return (fact.ms, fact.n, fact.device, fact.seq, fact.id)


def claim(fact: Fact) -> tuple[object, ...]:
    """Which of two different facts with one id holds, alike on every machine: the earlier, then the smaller words."""
    return (*_order(fact), fact.kind, fact.version, repr(fact.actor), repr(sorted(fact.body.items())))
