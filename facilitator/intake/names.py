"""When the words before a colon are a name, and when a colon is only a colon.

One line alone often cannot tell: *Remember: drink water* and *Ann: drink water* look the same. The whole file can: in
a transcript most lines have a name in front and the same few names come again. So a line's prefix is first judged by
its shape (`name_shapes`), and then by how the file uses it. Where it could have been either, `doubts` says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from facilitator.intake import name_shapes
from facilitator.intake.lines import excerpt
from facilitator.intake.name_shapes import MAYBE, NAME, ODD, bare
from facilitator.intake.transcript import LONGEST_NAME
from facilitator.words import ngettext

__all__ = ["COLONS", "MAYBE", "NAME", "ODD", "Prefixed", "Usage", "bare", "doubts", "shape_of", "take_apart", "usage"]

COLONS = ":：﹕︓៖፦"
"""The colon of Latin and most scripts, its full-width and small forms, and those of Khmer and Ethiopic."""

_SPLIT = re.compile(rf"[{COLONS}]")
_MARKED = re.compile(r"(\*\*\*?|__|[*_](?=\S))\s*(.{1,200}?)\s*(?:\1\s*[:：]|[:：]\s*\1)\s*(.*)", re.DOTALL)

_MOST_DOUBTS = 8
"""How many prefixes a sentence about doubts lists."""


@dataclass(frozen=True, slots=True)
class Prefixed:
    """A line taken apart.

    Attributes:
        name: A candidate for a name.
        text: The words after it.
        shape: How likely the shape is: `NAME`, `MAYBE`, `ODD`.
        broken: Whether the line before stops in the middle of a sentence, as a wrapped line does.
    """

    name: str
    text: str
    shape: int
    broken: bool = False


def take_apart(line: str) -> Prefixed | None:
    """The candidate for a name in front of the line's first colon, or None where there can be none."""
    if line[:1] in {"*", "_"}:
        marked = _MARKED.fullmatch(line)
        if marked:
            shape = name_shapes.shape(marked[2])
            return Prefixed(bare(marked[2]), marked[3].strip(), shape) if shape else None
    found = _SPLIT.search(line, 0, LONGEST_NAME + 20)
    if found is None or found.start() == 0:
        return None
    before, after = line[: found.start()], line[found.end() :]
    if found[0] == ":" and after[:1] not in {"", " ", "\t", "\u00a0", "\u202f"}:
        if after.startswith(("//", ":", "=", ")", "-", "(", "/")) or (before[-1:].isdigit() and after[0].isdigit()):
            return None
        tight = True
    else:
        tight = False
    name = bare(before)
    if name[:1] == "[" and name[-1:] == "]" and "[" not in name[1:]:
        name = bare(name[1:-1])
    shape = name_shapes.shape(name)
    if not shape:
        return None
    if tight and (shape == ODD or (name.isascii() and not name[:1].isupper())):
        return None
    return Prefixed(name, after.strip(), shape)


def shape_of(name: str) -> int:
    """How much the words look like somebody's name where no file tells: 0 not at all, `MAYBE`, or `NAME`."""
    shape = name_shapes.shape(name)
    return 0 if shape == ODD else shape


@dataclass(frozen=True, slots=True)
class Usage:
    """How a file uses prefixes: which of them are names.

    Attributes:
        names: The prefixes that are names here.
        share: The part of all lines (0 to 1) that begin with one.
        again: How many lines begin with a name that comes more than once.
        taken: Those of the names that could have been words as well.
        left: Prefixes that were left as words and could have been names as well.
    """

    names: frozenset[str]
    share: float
    again: int
    taken: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(slots=True)
class _Counted:
    """What one look over all prefixes of a file counts, and what follows from it for one of them."""

    counts: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    shapes: dict[str, int] = field(default_factory=dict)
    lines: int = 0
    share: float = 0.0
    labelled: bool = False
    talk: bool = False
    steady: bool = False
    stops: bool = False
    few_others: bool = False

    def add(self, prefix: Prefixed | None) -> None:
        self.lines += 1
        if prefix is not None:
            self.counts[prefix.name] += 1
            self.broken[prefix.name] += prefix.broken
            self.shapes[prefix.name] = max(self.shapes.get(prefix.name, 0), prefix.shape)

    def settle(self) -> None:
        """Judge the whole file, before any of its prefixes is."""
        shaped = {name: count for name, count in self.counts.items() if self.shapes[name] == NAME}
        likely = sum(shaped.values())
        repeated = sum(count for count in shaped.values() if count > 1)
        told = sum(count for name, count in self.counts.items() if count > 1 or self.shapes[name] != ODD)
        self.share = told / self.lines
        self.labelled = likely / self.lines >= 0.5 or (repeated / self.lines >= 0.1 and likely / self.lines >= 0.25)
        self.talk = self.labelled or self.share >= 0.5 or repeated / self.lines >= 0.08
        self.steady = any(count > 1 and not self._is_sentence(name) for name, count in self.counts.items())
        self.few_others = repeated >= 4 and repeated >= 0.7 * likely
        # In a text that is written without full stops, a line without one says nothing.
        judged = shaped or self.counts
        self.stops = sum(self.broken[name] for name in judged) * 2 < sum(judged.values())

    def _is_sentence(self, name: str) -> bool:
        return self.shapes[name] != NAME and name_shapes.is_sentence(name)

    def is_name(self, name: str, *, begins: bool) -> bool:
        """Whether the file uses this prefix as a name."""
        count, shape = self.counts[name], self.shapes[name]
        if self.stops and name[:1].islower() and " " in name and self._goes_on(name):
            return False
        if count == 1 and self.steady and name_shapes.is_opening(name):
            return False
        if shape == NAME:
            return self.is_plain(name) or self._full_name_once(name)
        return self._comes_again(name, count) if count > 1 else self._once(name, begins=begins)

    def is_plain(self, name: str) -> bool:
        """Whether what has the shape of a name is one beyond doubt."""
        return self.share >= 0.9 or self.labelled or self.counts[name] > 1 or (name.isupper() and len(name) > 1)

    def _goes_on(self, name: str) -> bool:
        """Whether it is the rest of a sentence that goes on over the line: *the / question is this: who?*"""
        count, broken = self.counts[name], self.broken[name]
        return broken * 2 > count if count < 5 else broken * 10 > count * 9

    def _full_name_once(self, name: str) -> bool:
        """Whether somebody with a full name speaks once, among long turns of others whose names come again."""
        return self.few_others and not name_shapes.is_one_word(name) and not (self.stops and self.broken[name])

    def _once(self, name: str, *, begins: bool) -> bool:
        """Whether somebody has this name who speaks only once: a word, or in a round where everybody does so."""
        if self.shapes[name] == ODD or not (self.share >= 0.9 or begins) or name_shapes.is_sentence(name):
            return False
        if name_shapes.is_one_word(name):
            return True
        return self.share >= 0.9 and not self.steady and len(name_shapes.core_of(name).split()) <= 5

    def _comes_again(self, name: str, count: int) -> bool:
        if self._is_sentence(name):
            return count >= 4 and count * 10 >= self.counts.total()
        if self.share >= 0.9 or count * 50 > self.lines:
            return count > 2 or self.talk
        # A line that was only wrapped there would mostly stand after one that stops in the middle.
        whole = self.stops and not self.broken[name]
        return count * 500 > self.lines and count >= (3 if whole or name_shapes.is_one_word(name) else 5)

    def is_open(self, name: str, *, taken: bool) -> bool:
        """Whether a careful reader wants to know how this prefix was understood."""
        count, shape = self.counts[name], self.shapes[name]
        if taken and shape == NAME:
            return not self.is_plain(name)
        if taken:
            return shape == ODD or (shape == MAYBE and name[:1].islower() and not name_shapes.is_one_word(name))
        return self.steady and self.talk and (self.share >= 0.9 or (count > 1 and count * 50 > self.lines))


def usage(prefixes: Iterable[Prefixed | None], *, begins: bool = False) -> Usage:
    """Judge the prefixes of a whole file, one entry a line (None for a line without one).

    Args:
        prefixes: What stands in front of each line.
        begins: Whether every line begins what somebody says anyway, because a time stands before it.
    """
    seen = _Counted()
    for prefix in prefixes:
        seen.add(prefix)
    if not seen.counts:
        return Usage(frozenset(), 0.0, 0)
    seen.settle()
    names: set[str] = set()
    taken: list[str] = []
    left: list[str] = []
    for name in seen.counts:
        if seen.is_name(name, begins=begins):
            names.add(name)
            if seen.is_open(name, taken=True):
                taken.append(name)
        elif seen.is_open(name, taken=False):
            left.append(name)
    lines = sum(seen.counts[name] for name in names)
    again = sum(seen.counts[name] for name in names if seen.counts[name] > 1)
    return Usage(frozenset(names), lines / seen.lines, again, tuple(taken), tuple(left))


def doubts(use: Usage) -> list[str]:
    """Sentences for a careful reader: what was understood as a name, or as words, and could be the other."""
    found: list[str] = []
    if use.taken:
        found.append(
            ngettext(
                "{names} stands before a colon and was taken as the name of a person.",
                "{names} stand before a colon and were taken as names of people.",
                len(use.taken),
            ).format(names=_listed(use.taken))
        )
    if use.left:
        found.append(
            ngettext(
                "{names} stands before a colon and was taken as words, not as a name.",
                "{names} stand before a colon and were taken as words, not as names.",
                len(use.left),
            ).format(names=_listed(use.left))
        )
    return found


def _listed(prefixes: tuple[str, ...]) -> str:
    listed = ", ".join(f"“{excerpt(name)}”" for name in prefixes[:_MOST_DOUBTS])
    return f"{listed}, …" if len(prefixes) > _MOST_DOUBTS else listed
