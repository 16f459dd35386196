"""Tables as text: CSV with any delimiter, with or without a row of headings."""

from __future__ import annotations

import csv
import unicodedata
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from facilitator.intake import names, times
from facilitator.intake.columns import DURATION_RANK, END_RANK, SPEAKER_RANK, START_RANK, TEXT_RANK, best
from facilitator.intake.lines import each
from facilitator.intake.rows import Row, Units, take
from facilitator.intake.transcript import MOST_TURNS, Draft, Tick, TooMany
from facilitator.words import _

_DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x1f")
_SAMPLE = 200
_LOOK = 200_000
_HEADINGS_WITHIN = 10
_PATIENCE = 50
"""After so many quotation marks that are never closed, quotation marks mean nothing in this file."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table keeps what. Columns count from 0; None where the table has none.

    Attributes:
        delimiter: What stands between cells.
        first: The row (from 0) the data begin in.
        width: How many columns the headings name; 0 without headings.
        text: The column of what was said.
        guessed: Headings of columns chosen by what they hold, because their headings say nothing known.
    """

    delimiter: str
    first: int
    width: int
    speaker: int | None
    text: int
    start: int | None = None
    end: int | None = None
    duration: int | None = None
    units: Units = field(default_factory=Units)
    guessed: tuple[str, ...] = ()

    @property
    def is_talk(self) -> bool:
        """Whether it says who spoke, or at least when; words alone may be anything."""
        return self.speaker is not None or self.start is not None


def layout(text: str, *, is_table: bool) -> Layout | None:
    """How the table is laid out, or None where this is no table of what people said.

    Args:
        text: The whole file, with unified line ends.
        is_table: The file's name says that it is a table, so headings may be missing or unknown.
    """
    stated = stated_delimiter(text)
    sample = text if len(text) <= _LOOK else text[:_LOOK].rpartition("\n")[0] or text[:_LOOK]
    found: list[tuple[int, Layout]] = []
    for delimiter in (stated,) if stated else _DELIMITERS:
        if delimiter not in sample:
            continue
        numbered = list(islice(numbered_rows(sample, delimiter), _SAMPLE))
        rows = [cells for _number, cells in numbered]
        by_name = _by_headings(numbered, delimiter, is_table=is_table)
        if by_name is not None:
            known = 2 * (by_name.speaker is not None) + (by_name.start is not None) + (not by_name.guessed)
            found.append((100 + known, by_name))
            continue
        by_content = _by_content(rows, delimiter, is_table=is_table)
        if by_content is not None:
            found.append((_width(rows), by_content))
    if not found and is_table and sample.strip():
        only = best([sample.strip().split("\n", 1)[0].strip().strip('"')], TEXT_RANK)
        if only is not None:
            return Layout(",", 1, 1, None, 0)
    return max(found, key=lambda entry: entry[0])[1] if found else None


def read(text: str, plan: Layout, tick: Tick | None = None) -> Draft:
    """Turns of a table laid out as ``plan`` says."""
    draft = Draft("csv")
    rows: list[Row] = []
    for number, cells in numbered_rows(text, plan.delimiter):
        if number <= plan.first or not any(cell.strip() for cell in cells) or is_rule(cells):
            continue
        if len(rows) > MOST_TURNS:
            raise TooMany
        cells = _fitted(cells, plan)
        rows.append(
            Row(
                _("row {number}").format(number=number),
                _cell(cells, plan.speaker),
                _cell(cells, plan.text),
                _cell(cells, plan.start),
                _cell(cells, plan.end),
                _cell(cells, plan.duration),
            )
        )
    for heading in plan.guessed:
        draft.notes.append(_("The column “{heading}” was chosen by what it holds.").format(heading=heading))
    take(rows, plan.units, draft, tick)
    return draft


def _cell(cells: list[str], at: int | None) -> str | None:
    return cells[at] if at is not None and at < len(cells) else None


def _fitted(cells: list[str], plan: Layout) -> list[str]:
    """The row in the headings' width: words with the delimiter in them were cut apart if nobody quoted them."""
    if not plan.width or len(cells) <= plan.width:
        return cells
    while len(cells) > plan.width and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > plan.width and plan.text == plan.width - 1:
        return [*cells[: plan.text], plan.delimiter.join(cells[plan.text :])]
    return cells


def is_rule(cells: list[str]) -> bool:
    """The line under the headings of a table drawn in text."""
    return all(set(cell.strip()) <= set("-:=") for cell in cells) and any("-" in cell for cell in cells)


# --- cells -----------------------------------------------------------------------------------------------------


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


def numbered_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with its number as a spreadsheet counts, from 1."""
    before = csv.field_size_limit(max(csv.field_size_limit(), len(text) + 2))
    try:
        yield from _records(text, delimiter)
    finally:
        csv.field_size_limit(before)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    spaced = text.count(f'{delimiter} "', 0, _LOOK) > text.count(f'{delimiter}"', 0, _LOOK)
    source = _Source(line for number, line in each(text) if number > 1 or not _is_statement(line))
    number = 1 if stated_delimiter(text) else 0
    tries = 0
    quoting: bool = True
    while not source.ended:
        for cells in _reader(source, delimiter, quoting=quoting, spaced=spaced):
            number += 1
            taken, source.taken = source.taken, []
            if quoting and len(taken) > 5 and _never_closed(source, taken):
                tries += 1
                quoting = tries < _PATIENCE
                source.put_back(taken[1:])
                yield number, next(_reader(iter([taken[0] + "\n"]), delimiter, quoting=False, spaced=False), [])
                break
            yield number, cells


def _never_closed(source: _Source, taken: list[str]) -> bool:
    """Whether a record swallowed the rest of the file, because a quotation mark in it has no partner."""
    if sum(line.count('"') for line in taken) % 2 == 0:
        return False
    further = next(source, None)
    if further is None:
        return True
    source.put_back([source.taken.pop()])
    return False


def _reader(lines: Iterator[str], delimiter: str, *, quoting: bool, spaced: bool) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=delimiter,
        skipinitialspace=spaced,
        quoting=csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE,
    )


def _is_statement(line: str) -> bool:
    return len(line) == 5 and line.lower().startswith("sep=")


def stated_delimiter(text: str) -> str:
    """The delimiter that the first line of some spreadsheets' files names (``sep=;``), else nothing."""
    line = text[:6].partition("\n")[0]
    return line[4] if _is_statement(line) else ""


def _width(rows: list[list[str]]) -> int:
    return max((len(cells) for cells in rows), default=0)


# --- columns ---------------------------------------------------------------------------------------------------


def _by_headings(numbered: list[tuple[int, list[str]]], delimiter: str, *, is_table: bool) -> Layout | None:
    rows = [cells for _number, cells in numbered]
    for at, (number, cells) in enumerate(numbered[:_HEADINGS_WITHIN]):
        headings = [cell.strip().removesuffix(":") if is_table else cell.strip() for cell in cells]
        if len(headings) < 2 or any(len(heading) > 60 for heading in headings):
            continue
        if not is_table and (at > 0 or not all(_is_plain(heading) for heading in headings) or not _even(rows)):
            continue
        text = best(headings, TEXT_RANK)
        speaker = best(headings, SPEAKER_RANK, frozenset({text} if text else ()))
        start = best(headings, START_RANK, frozenset({text or "", speaker or ""}))
        guessed: list[str] = []
        if text is None and speaker is not None and at == 0:
            column = longest_words(rows[1:], len(headings))
            if column is not None and headings[column] not in {speaker, start}:
                text = headings[column]
                guessed.append(text)
        if text is None or (speaker is None and start is None and (at > 0 or not is_table)):
            continue
        if speaker is None:
            column = _recurring_names(rows[at + 1 :], headings.index(text))
            if column is not None and column < len(headings):
                speaker = headings[column]
                guessed.append(speaker)
        used = frozenset({text, speaker or "", start or ""})
        end, duration = best(headings, END_RANK, used), best(headings, DURATION_RANK, used)

        def place(heading: str | None, headings: list[str] = headings) -> int | None:
            return headings.index(heading) if heading is not None else None

        return Layout(
            delimiter,
            number,
            len(headings),
            place(speaker),
            headings.index(text),
            place(start),
            place(end),
            place(duration),
            Units(*(times.unit_in_name(name or "") for name in (start, end, duration))),
            tuple(guessed),
        )
    return None


def _even(rows: list[list[str]]) -> bool:
    """Whether most rows have as many cells as the headings."""
    filled = [cells for cells in rows if any(cells)]
    return sum(len(cells) == len(rows[0]) for cells in filled) * 5 >= len(filled) * 3


def _is_plain(heading: str) -> bool:
    """Whether the heading is words and nothing else: no code, no sentence."""
    return all(mark.isalnum() or mark in " _-*/()." or unicodedata.category(mark)[0] == "M" for mark in heading)


def _by_content(rows: list[list[str]], delimiter: str, *, is_table: bool) -> Layout | None:
    """Columns by what they hold: times, names that come again, and words."""
    rows = [cells for cells in rows if any(cell.strip() for cell in cells)]
    width = _width(rows)
    alike = sum(len(cells) == width for cells in rows)
    if width < 2 or alike * 10 < len(rows) * 9 or len(rows) < (1 if is_table else 3) or width > 40:
        return None
    text = longest_words(rows, width)
    if text is None:
        return None
    speaker = _recurring_names(rows, text)
    if speaker is None and not (is_table and width == 2 and _named(rows, 1 - text)):
        return None
    if speaker is None:
        speaker = 1 - text
    clocks = [at for at in range(width) if at not in {text, speaker} and _all_times(rows, at)]
    start, end = [*clocks, None, None][:2]
    return Layout(delimiter, 0, 0, speaker, text, start, end)


def _column(rows: list[list[str]], at: int) -> list[str]:
    return [cells[at].strip() for cells in rows if at < len(cells) and cells[at].strip()]


def longest_words(rows: list[list[str]], width: int) -> int | None:
    """The column with the longest cells, if they are words: several a cell, or a script without spaces."""
    sizes = []
    for at in range(width):
        cells = _column(rows, at)
        said = [cell for cell in cells if sum(map(str.isalpha, cell)) * 2 >= len(cell)]
        said = [cell for cell in said if len(cell.split()) >= 3 or (not cell.isascii() and len(cell) >= 5)]
        sizes.append((sum(map(len, cells)) if len(said) * 3 >= len(rows) and said else 0, at))
    size, at = max(sizes, default=(0, 0))
    return at if size else None


def _recurring_names(rows: list[list[str]], text: int) -> int | None:
    found: list[tuple[float, int]] = []
    for at in range(_width(rows)):
        cells = _column(rows, at)
        if at == text or len(cells) * 2 < len(rows) or not _named(rows, at):
            continue
        share = len(set(cells)) / len(cells)
        if share <= 0.7 and len(set(cells)) > 1:
            found.append((share, at))
    return min(found)[1] if found else None


def _named(rows: list[list[str]], at: int) -> bool:
    cells = _column(rows, at)
    return bool(cells) and sum(names.shape_of(cell) == names.NAME for cell in cells) * 10 >= len(cells) * 8


def _all_times(rows: list[list[str]], at: int) -> bool:
    cells = _column(rows, at)
    return bool(cells) and all(times.when(cell, "s") != times.NEVER for cell in cells)
