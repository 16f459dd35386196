"""Cells: a table's text cut into records, where quotation marks are not always closed.

A record may go over several lines if a quoted cell does. A quotation mark that is never closed would swallow all that
follows; so a record is believed only if its quotation marks are in order, else the rows in it are given back.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator

from facilitator.intake.lines import each
from facilitator.words import _

_LOOK = 200_000
_PATIENCE = 50
"""After so many quotation marks that are never closed, quotation marks mean nothing in this file."""


def never_closed_note() -> str:
    """What is said of a row whose quotation mark has no partner."""
    return _("A quotation mark in this row is never closed; the row was read as it stands.")


def is_rule(cells: list[str]) -> bool:
    """The line under the headings of a table drawn in text."""
    return all(set(cell.strip()) <= set("-:=") for cell in cells) and any(
        mark in cell for cell in cells for mark in ("--", ":-", "-:")
    )


def width_of(rows: list[list[str]]) -> int:
    """How many cells the longest row has."""
    return max((len(cells) for cells in rows), default=0)


def stated_delimiter(text: str) -> str:
    """The delimiter that the first line of some spreadsheets' files names (``sep=;``), else nothing."""
    line = text[:6].partition("\n")[0]
    return line[4] if _is_statement(line) else ""


def _is_statement(line: str) -> bool:
    return len(line) == 5 and line.lower().startswith("sep=")


def numbered_rows(text: str, delimiter: str, unclosed: list[int] | None = None) -> Iterator[tuple[int, list[str]]]:
    """Every record with its number as a spreadsheet counts, from 1.

    The number of a record with a quotation mark that is never closed is put into ``unclosed`` before it is given; the
    mark stays in its cell.
    """
    before = csv.field_size_limit(max(csv.field_size_limit(), len(text) + 2))
    try:
        yield from _records(text, delimiter, [] if unclosed is None else unclosed)
    finally:
        csv.field_size_limit(before)


class _Source:
    """Lines for the csv reader, which remembers those of the record being read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.ended = False

    def __iter__(self) -> _Source:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        return line + "\n"

    def put_back(self, lines: list[str]) -> None:
        """Give these lines again."""
        self._again.extendleft(reversed(lines))
        self.ended = False


def _records(text: str, delimiter: str, unclosed: list[int]) -> Iterator[tuple[int, list[str]]]:
    spaced = text.count(f'{delimiter} "', 0, _LOOK) > text.count(f'{delimiter}"', 0, _LOOK)
    source = _Source(line for number, line in each(text) if number > 1 or not _is_statement(line))
    number = 1 if stated_delimiter(text) else 0
    least = 0
    while not source.ended:
        quoting = len(unclosed) < _PATIENCE
        for cells in _reader(source, delimiter, quoting=quoting, spaced=spaced):
            number += 1
            taken, source.taken = source.taken, []
            swallowed = None
            if quoting and (len(taken) > 1 or source.ended) and not _in_order(taken, delimiter, spaced=spaced):
                cells, swallowed = _as_it_stands(taken, cells, delimiter, least, spaced=spaced)
            if swallowed is not None:
                unclosed.append(number)
                source.put_back(swallowed)
            if len(cells) > 1:
                least = min(least or len(cells), len(cells))
            yield number, cells
            if swallowed is not None:
                break


def _in_order(taken: list[str], delimiter: str, *, spaced: bool) -> bool:
    """Whether every quotation mark that opens a cell has one that closes it, with nothing behind it in the cell."""
    text = re.sub(rf'"[ \t]+(?={re.escape(delimiter)}|$)', '"', "\n".join(taken), flags=re.MULTILINE)
    lines = (line + "\n" for line in text.split("\n"))
    try:
        for _cells in csv.reader(lines, delimiter=delimiter, skipinitialspace=spaced, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _as_it_stands(
    taken: list[str], cells: list[str], delimiter: str, least: int, *, spaced: bool
) -> tuple[list[str], list[str] | None]:
    """The record of the first line alone, and the lines after it that are rows of their own; None if nothing is wrong.

    Lines that are none, having fewer than ``least`` cells, go on with what the first one says.
    """
    first, mark = taken[0], _open_mark(taken[0], delimiter, spaced=spaced)
    if mark < 0:
        return cells, None
    before = next(_reader(iter([first[:mark]]), delimiter, quoting=True, spaced=spaced), [])
    own = next(_reader(iter([first[:mark] + first[mark + 1 :]]), delimiter, quoting=True, spaced=spaced), []) or [""]
    at = max(len(before) - 1, 0)
    own = [*own[:at], '"' + own[at], *own[at + 1 :]]
    wide = least or len(own)
    for place, line in enumerate(taken[1:], 1):
        found = next(_reader(iter([line]), delimiter, quoting=True, spaced=spaced), [])
        if len(found) >= wide and line.strip():
            return _going_on(own, taken[1:place]), taken[place:]
    if _in_order([*taken, '"'], delimiter, spaced=spaced):
        # The file breaks off within the cell; where no cell is missing, what was read of it is right.
        return (cells, None) if len(cells) >= max(wide, 2) else (_going_on(own, taken[1:]), [])
    return cells, None


def _going_on(cells: list[str], lines: list[str]) -> list[str]:
    return [*cells[:-1], "\n".join((cells[-1], *lines)).rstrip()] if lines else cells


def _open_mark(line: str, delimiter: str, *, spaced: bool) -> int:
    """Where the quotation mark stands that opens a cell and is not closed in the line; -1 where there is none."""
    start, at, begins = -1, 0, True
    while at < len(line):
        mark = line[at]
        if start >= 0:
            if mark == '"' and line[at + 1 : at + 2] == '"':
                at += 1
            elif mark == '"':
                start = -1
        elif mark == '"' and begins:
            start = at
        begins = mark == delimiter or (begins and spaced and mark == " ")
        at += 1
    return start


def _reader(lines: Iterator[str], delimiter: str, *, quoting: bool, spaced: bool) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=delimiter,
        skipinitialspace=spaced,
        quoting=csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE,
    )
