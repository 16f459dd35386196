"""Tables as text: CSV with any delimiter, with or without a row of headings."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from itertools import islice

from facilitator.intake import names, times
from facilitator.intake.cells import is_rule, never_closed_note, numbered_rows, stated_delimiter, width_of
from facilitator.intake.columns import DURATION_RANK, END_RANK, SPEAKER_RANK, START_RANK, TEXT_RANK, best, fold
from facilitator.intake.guest_words import COLUMN_KINDS, FIRST, LAST, NAME
from facilitator.intake.rows import Row, Units, take
from facilitator.intake.transcript import MOST_TURNS, Draft, Tick, TooMany
from facilitator.intake.whole_names import join_name
from facilitator.words import _

_DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x1f")
_SAMPLE = 200
_LOOK = 200_000
_HEADINGS_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table keeps what. Columns count from 0; None where the table has none.

    Attributes:
        delimiter: What stands between cells.
        first: The row (from 0) the data begin in.
        width: How many columns the headings name; 0 without headings.
        text: The column of what was said.
        guessed: Headings of columns chosen by what they hold, because their headings say nothing known.
        given: The column of given names, where a name has two columns; ``speaker`` is the family's then.
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
    given: int | None = None

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
            found.append((width_of(rows), by_content))
    if not found and is_table and sample.strip():
        only = best([sample.strip().split("\n", 1)[0].strip().strip('"')], TEXT_RANK)
        if only is not None:
            return Layout(",", 1, 1, None, 0)
    return max(found, key=lambda entry: entry[0])[1] if found else None


def read(text: str, plan: Layout, tick: Tick | None = None) -> Draft:
    """Turns of a table laid out as ``plan`` says."""
    draft = Draft("csv")
    rows: list[Row] = []
    unclosed: list[int] = []
    for number, cells in numbered_rows(text, plan.delimiter, unclosed):
        if number <= plan.first or not any(cell.strip() for cell in cells) or is_rule(cells):
            continue
        if len(rows) > MOST_TURNS:
            raise TooMany
        cells, speaker = _fitted(cells, plan), _cell(cells, plan.speaker)
        where = _("row {number}").format(number=number)
        if unclosed and unclosed[-1] == number:
            draft.skip(where, never_closed_note())
            speaker = speaker.lstrip('"') if speaker else speaker
        if plan.given is not None:
            speaker = join_name([_cell(cells, plan.given) or ""], [], [speaker or ""])
        rows.append(
            Row(
                where,
                speaker,
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
        given, family = _halves(headings, frozenset({text or "", start or ""}))
        if given is not None and speaker in {None, given, family}:
            speaker = family
        else:
            given = None
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
            place(given),
        )
    return None


def _halves(headings: list[str], taken: frozenset[str]) -> tuple[str | None, str | None]:
    """The columns of given and family names, where both stand there: one half alone would make one of two people."""

    def called(kind: str) -> str | None:
        return next((one for one in headings if one not in taken and COLUMN_KINDS.get(fold(one)) == kind), None)

    given, family = called(FIRST), called(LAST) or called(NAME)
    return (given, family) if given is not None and family is not None else (None, None)


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
    width = width_of(rows)
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
    for at in range(width_of(rows)):
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
