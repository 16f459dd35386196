"""What a whole text does with its lines that differs from ``Name: text``: found by one look, undone line by line.

* *questioned*: ``Q.  State your name.`` and ``A.  Ruth Halloran.``, as court reporters write;
* *numbered*: ``1: Welcome`` and ``2: Thanks``, speakers who have only a number;
* *counted*: ``01 Ann: Hello``, every line with its running number in front;
* *listed*: ``- Ann: Hello``, every line a point of a list;
* *dotted*: ``00.00.07 Ann: Hello``, clocks written with full stops;
* *apart*: ``ANN:`` alone on a line, her words on the lines below.

Digits of other scripts in a time at either end of a line count as digits, and stars around a name before one are none
of it. Words are never changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from facilitator.intake import names
from facilitator.intake.lines import each

_QUESTIONED = re.compile(r"([QA])(?:\.[ \t\u00a0]+|[ \t\u00a0]{2,}|\t)(\S.*)")
_NUMBERED = re.compile(r"(\d{1,2})\s*(?::(?=\s)|：)\s*(\S.*)", re.ASCII)
_COUNTED = re.compile(r"\s*(\d{1,5})(?:[.)|:]?[ \t\u00a0]+|\t)(?=\S)", re.ASCII)
_LISTED = re.compile(r"\s*([-*•‣◦–—])[ \t\u00a0]+(?=\S)")
_BOLD = re.compile(r"(\*\*|__)([^*_\n]{1,200})\1(?=\s*[\[(])")
_DOTTED = re.compile(r"([\[(<]?\s*)(\d{1,2})\.([0-5]\d)\.([0-5]\d)(?=[\s\])>:,])", re.ASCII)
_CLOCK = r"\d{1,3}(?::\d{2}){1,2}(?:[.,]\d{1,6})?"
_CLOCK_FIRST = re.compile(rf"[\[(<]?\s*{_CLOCK}(?:\s*(?:--?>|[–—-])\s*{_CLOCK})?")
_CLOCK_LAST = re.compile(rf"[^:：]*?\s[\[(]?{_CLOCK}[\])]?")
_DIGIT = re.compile(r"\d")

_FEW = 3
_MOST_NUMBERED = 30
"""Numbers that stand for people are no higher."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What a text does with all of its lines."""

    questioned: bool = False
    numbered: bool = False
    counted: bool = False
    listed: bool = False
    dotted: bool = False
    apart: bool = False

    def line(self, line: str) -> str:
        """The line without its running number or the mark of a list."""
        if not (self.counted or self.listed):
            return line
        found = (_COUNTED if self.counted else _LISTED).match(line)
        return line[found.end() :] if found else line

    def bare(self, line: str) -> str:
        """The line for reading who speaks and when: its times are written in the common way."""
        if self.dotted:
            line = _DOTTED.sub(r"\1\2:\3:\4", line, count=1) if _DOTTED.match(line) else line
        if line[:2] in {"**", "__"}:
            line = _BOLD.sub(r"\2", line, count=1) if _BOLD.match(line) else line
        return line if line.isascii() else _with_common_digits(line)

    def prefix(self, line: str) -> names.Prefixed | None:
        """Who speaks where the line says it in the text's own way."""
        found = _QUESTIONED.fullmatch(line) if self.questioned else None
        found = found or (_NUMBERED.fullmatch(line) if self.numbered else None)
        return None if found is None else names.Prefixed(found[1], found[2], names.NAME)


NONE = Habits()
"""Nothing out of the common."""


def habits(text: str) -> Habits:
    """Look through a text with unified line ends."""
    asked: Counter[str] = Counter()
    running: list[tuple[int, str]] = []
    points: list[tuple[int, str]] = []
    alone = 0
    numbers: list[int] = []
    clocks: list[tuple[int, int, int]] = []
    lines = wordy = 0
    for _number, line in each(text):
        line = line.strip()
        if not line:
            continue
        lines += 1
        alone += line[-1] in names.COLONS
        if line[0] in "QA":
            found = _QUESTIONED.fullmatch(line)
            asked.update([found[1]] if found else ())
        elif line[0].isdecimal() or line[0] in "[(<":
            found = _NUMBERED.fullmatch(line)
            if found:
                numbers.append(int(found[1]))
                wordy += " " in found[2] or not found[2].isascii()
            found = _COUNTED.match(line)
            if found:
                running.append((int(found[1]), line[found.end() :]))
            found = _DOTTED.match(line)
            if found:
                clocks.append((int(found[2]), int(found[3]), int(found[4])))
        elif (found := _LISTED.match(line)) is not None:
            points.append((len(points), line[found.end() :]))
    return Habits(
        questioned=min(asked["Q"], asked["A"]) >= 2 and max(asked.values()) <= 3 * min(asked.values()),
        numbered=_are_people(numbers, lines, wordy) and _named(text) * 5 <= len(numbers),
        counted=len(running) == lines >= _FEW and _runs_on(running),
        listed=len(points) == lines >= _FEW and _runs_on(points),
        dotted=len(clocks) >= 2 and clocks == sorted(clocks) and len({clock[2] for clock in clocks}) > 1,
        apart=alone >= 2 and _are_apart(text),
    )


def _are_people(numbers: list[int], lines: int, wordy: int) -> bool:
    """Whether numbers before colons are speakers: they come again, in the order of talk and not of counting."""
    counts = Counter(numbers)
    if len(numbers) < _FEW + 1 or len(counts) < 2 or max(counts) > _MOST_NUMBERED or len(numbers) * 2 < lines:
        return False
    again = sum(count for count in counts.values() if count > 1)
    counting = all(new == old + 1 or new == min(counts) for old, new in pairwise(numbers))
    return again * 10 >= len(numbers) * 7 and wordy * 10 >= len(numbers) * 6 and not (counting and len(counts) > 2)


def _are_apart(text: str) -> bool:
    """Whether names stand alone on their lines: more often so than with words behind them, but for the line below."""
    alone = beside = 0
    below = False
    for _number, line in each(text):
        prefix = names.take_apart(line.strip())
        under, below = below, prefix is not None and not prefix.text
        if prefix is not None and prefix.shape == names.NAME:
            alone += not prefix.text
            beside += bool(prefix.text) and not under
    return alone >= 2 and beside < alone


def _named(text: str) -> int:
    """How many lines have what looks like a name in front."""
    prefixes = (names.take_apart(line.strip()) for _number, line in each(text))
    return sum(prefix is not None and prefix.shape == names.NAME for prefix in prefixes)


def _runs_on(running: list[tuple[int, str]]) -> bool:
    """Whether the numbers count the lines, and what stands behind them has names that come again."""
    if any(new != old + 1 for (old, _before), (new, _after) in pairwise(running)):
        return False
    found = Counter(prefix.name for prefix in _prefixes(running) if prefix.shape != names.ODD)
    again = [name for name, count in found.items() if count > 1]
    return len(again) > 1 and sum(found[name] for name in again) * 10 >= found.total() * 6


def _prefixes(running: list[tuple[int, str]]) -> Iterator[names.Prefixed]:
    for _number, line in running:
        prefix = names.take_apart(line)
        if prefix is not None:
            yield prefix


def _with_common_digits(line: str) -> str:
    found = _CLOCK_FIRST.match(line) or _CLOCK_LAST.fullmatch(line)
    if found is None or found[0].isascii():
        return line
    common = _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), found[0])
    return common + line[found.end() :]
