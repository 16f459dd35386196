"""When the words before a colon are a name, and when a colon is only a colon.

One line alone often cannot tell: *Remember: drink water* and *Ann: drink water* look the same. The whole file can: in
a transcript most lines have a name in front and the same few names come again. So a line's prefix is first judged by
its shape, and then by how the file uses it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from facilitator.intake import vocabulary
from facilitator.intake.transcript import LONGEST_NAME

COLONS = ":：﹕︓៖፦"
"""The colon of Latin and most scripts, its full-width and small forms, and those of Khmer and Ethiopic."""

_SPLIT = re.compile(rf"[{COLONS}]")
_INVISIBLE = "\u200e\u200f\u061c\ufeff\u200b\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e"
_ASIDE = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]")
_BOLD = re.compile(r"\*\*\s*(.{1,200}?)\s*(?:\*\*\s*([:：])|([:：])\s*\*\*)\s*(.*)", re.DOTALL)
_NEVER_IN_NAMES = re.compile(r"[={}<>;|\\^~`$%?!¿¡“”«»„\t\n。！？]|//|\*\*|::|[a-z]\(")
_SMALL_WORDS = frozenset(vocabulary.SMALL_WORDS)
_NO_NAMES = frozenset(vocabulary.NO_NAMES)
_WORD = re.compile(r"[^\s,/&+–—-]+")

NAME = 2
"""The prefix has the shape of a name."""
MAYBE = 1
"""The prefix could be a name if the file uses it as one."""


@dataclass(frozen=True, slots=True)
class Prefixed:
    """A line taken apart: a candidate for a name, the words after it, and how likely the shape is (`NAME`, `MAYBE`)."""

    name: str
    text: str
    shape: int


def bare(name: str) -> str:
    """A name without white space and invisible direction marks around it."""
    return name.strip().strip(_INVISIBLE).strip()


def take_apart(line: str) -> Prefixed | None:
    """The candidate for a name in front of the line's first colon, or None where there can be none."""
    if line.startswith("**"):
        bold = _BOLD.fullmatch(line)
        if bold:
            shape = shape_of(bold[1])
            return Prefixed(bare(bold[1]), bold[4].strip(), shape) if shape else None
    found = _SPLIT.search(line, 0, LONGEST_NAME + 20)
    if found is None or found.start() == 0:
        return None
    before, after = line[: found.start()], line[found.end() :]
    if found[0] == ":" and after[:1] not in {"", " ", "\t", "\u00a0", "\u202f"}:
        if after.startswith(("//", ":", "=", ")", "-", "(", "/")) or (before[-1:].isdigit() and after[0].isdigit()):
            return None
        tight = 1
    else:
        tight = 0
    name = bare(before)
    if name[:1] == "[" and name[-1:] == "]" and "[" not in name[1:]:
        name = bare(name[1:-1])
    shape = shape_of(name)
    if not shape:
        return None
    if tight and name.isascii() and not name[:1].isupper():
        return None
    return Prefixed(name, after.strip(), shape)


def shape_of(name: str) -> int:
    """How much the words look like somebody's name: 0 not at all, `MAYBE`, or `NAME`."""
    return _shape(name) if len(name) <= LONGEST_NAME else _shape(bare(name))


@lru_cache(maxsize=4_096)
def _shape(name: str) -> int:
    """The same, remembered: the few names of a transcript stand before each of its many lines."""
    name = bare(name)
    if not name or len(name) > LONGEST_NAME or not any(mark.isalpha() for mark in name):
        return 0
    if _NEVER_IN_NAMES.search(name) or name[0] in "#-*•>@/+.,([\"'":
        return MAYBE if name[0] in "@([" and not _NEVER_IN_NAMES.search(name) else 0
    core = _core(name)
    if core.casefold().rstrip(".") in _NO_NAMES:
        return 0
    words = _WORD.findall(core)
    if len(words) > 12 or (len(words) > 1 and core.endswith((".", ",")) and len(words[-1]) > 5):
        return 0
    if len(words) <= 7 and all(_fits(word) for word in words) and any(_begins_name(word) for word in words):
        return NAME
    return MAYBE


def _core(name: str) -> str:
    """The name without what stands in brackets behind it."""
    core = name
    for _depth in range(4):
        shorter = _ASIDE.sub("", core)
        if shorter == core:
            break
        core = shorter
    return core.strip() or name


def _begins_name(word: str) -> bool:
    short, apostrophe, rest = word.replace("’", "'").partition("'")
    if apostrophe and len(short) <= 2 and rest[:1].isupper():
        return True
    first = next((mark for mark in word if mark.isalnum()), "")
    if not first.isalpha():
        return False
    return first.isupper() or first.istitle() or unicodedata.category(first) in {"Lo", "Lm"}


def _fits(word: str) -> bool:
    if word.casefold() in _SMALL_WORDS or not any(mark.isalnum() for mark in word):
        return True
    if word[0].isdigit() or word.isdigit():
        return len(word) <= 8
    # A full stop inside a name belongs to a short form (Dr., J. R., Hon.), never to the end of a sentence.
    if "." in word.rstrip(".") and not all(len(part) <= 4 for part in word.split(".")):
        return "@" in word
    if word.endswith(".") and len(word) > 6:
        return False
    return _begins_name(word)


@dataclass(frozen=True, slots=True)
class Usage:
    """How a file uses prefixes: which of them are names.

    Attributes:
        names: The prefixes that are names here.
        share: The part of all lines (0 to 1) that begin with one.
        again: How many lines begin with a name that comes more than once.
    """

    names: frozenset[str]
    share: float
    again: int


def usage(prefixes: Iterable[Prefixed | None]) -> Usage:
    """Judge the prefixes of a whole file, one entry a line (None for a line without one)."""
    counts: Counter[str] = Counter()
    shapes: dict[str, int] = {}
    lines = 0
    for prefix in prefixes:
        lines += 1
        if prefix is not None:
            counts[prefix.name] += 1
            shapes[prefix.name] = max(shapes.get(prefix.name, 0), prefix.shape)
    if not counts:
        return Usage(frozenset(), 0.0, 0)
    share = sum(counts.values()) / lines
    likely = sum(count for name, count in counts.items() if shapes[name] == NAME)
    repeated = sum(count for name, count in counts.items() if count > 1 and shapes[name] == NAME)
    labelled = likely / lines >= 0.5 or (repeated / lines >= 0.1 and likely / lines >= 0.25)
    names: set[str] = set()
    for name, count in counts.items():
        if share >= 0.9 and (shapes[name] == NAME or len(_core(name).split()) <= 5 or count > 1):
            names.add(name)
        elif shapes[name] == NAME:
            if labelled or count > 1 or (name.isupper() and len(name) > 1):
                names.add(name)
        elif count > 2 and count / lines > 0.02 and len(name.split()) <= 4:
            names.add(name)
    taken = sum(counts[name] for name in names)
    return Usage(frozenset(names), taken / lines, sum(counts[name] for name in names if counts[name] > 1))
