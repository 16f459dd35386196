"""Lists of people as tables: CSV and cells copied from a spreadsheet, with or without a row of headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from facilitator.intake.cells import is_rule, never_closed_note, numbered_rows, stated_delimiter
from facilitator.intake.columns import START_RANK, TEXT_RANK, fold, tells_words
from facilitator.intake.guest import MAIL, Guest, GuestDraft
from facilitator.intake.guest_lines import LONGEST_HEADING, roles_in
from facilitator.intake.guest_words import (
    ALSO,
    COLUMN_KINDS,
    COURTESY,
    EMAIL,
    FIRST,
    FULL,
    JOB,
    LAST,
    LIST_HEADINGS,
    MIDDLE,
    NAME,
    NAMED,
    NO,
    NOTE,
    PASSED,
    PEOPLES_OWN,
    ROLE,
    UNIT,
    YES,
)
from facilitator.intake.lines import excerpt
from facilitator.intake.table import longest_words
from facilitator.intake.whole_names import join_name
from facilitator.words import _

_DELIMITERS = ("\t", ";", ",", "|")
_SAMPLE = 200
_LOOK = 200_000
_HEADINGS_WITHIN = 10
_MOST_LISTED = 6
_NUMBERED = re.compile(r"\d+")
_LAST_STANDS_FIRST = frozenset(map(fold, ("vezetéknév", "családnév")))


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table of people keeps what.

    Attributes:
        delimiter: What stands between cells.
        first: The row (from 0) the people begin in.
        kinds: What each column holds, as in `guest_words`; empty where that is not known.
        headings: What stands over the columns; empty without headings.
        family_first: Whether the columns are of a language that puts the family's name first.
    """

    delimiter: str
    first: int
    kinds: tuple[str, ...]
    headings: tuple[str, ...] = ()
    family_first: bool = False


def by_headings(text: str, *, is_table: bool) -> Columns | None:
    """The columns of a table whose headings name one for names, or None.

    Args:
        text: The whole list, with unified line ends.
        is_table: The file's name says that it is a table; a single column is one only then.
    """
    best: tuple[int, Columns] | None = None
    for delimiter in _delimiters(text):
        for number, cells in islice(numbered_rows(_sample(text), delimiter), _HEADINGS_WITHIN):
            kinds = [_kind(cell) for cell in cells]
            known = sum(map(bool, kinds))
            if (
                not _has_name(kinds)
                or (known == 1 and number > 1)
                or any(len(cell) > LONGEST_HEADING for cell in cells)
            ):
                continue
            if len(cells) == 1 and not (is_table and number == 1):
                continue
            if not is_table and known == 1 and any(fold(cell) in LIST_HEADINGS for cell in cells):
                continue  # a line that begins with the word *Guests*
            if best is None or known > best[0]:
                family_first = any(fold(cell) in _LAST_STANDS_FIRST for cell in cells)
                best = known, Columns(delimiter, number, tuple(_settled(kinds)), tuple(cells), family_first)
            break
    return None if best is None else best[1]


def is_sure(text: str, columns: Columns, *, is_table: bool) -> bool:
    """Whether the table is certainly one of people: it is a table, and nothing in it may be what somebody said."""
    rows = [
        (number, cells)
        for number, cells in islice(numbered_rows(_sample(text), columns.delimiter), _SAMPLE)
        if any(cell.strip() for cell in cells)
    ]
    width = len(columns.headings)
    if not is_table and (rows[0][0] != columns.first or sum(len(row) == width for _n, row in rows) * 5 < len(rows) * 3):
        return False
    headings = [fold(heading) for heading in columns.headings]
    if any(heading in TEXT_RANK for heading in headings):
        return False
    if PEOPLES_OWN.intersection(columns.kinds):
        return True
    if any(heading in START_RANK for heading in headings):
        return False
    if any(not kind and tells_words(heading) for kind, heading in zip(columns.kinds, columns.headings, strict=True)):
        return False
    cells = [row for number, row in rows if number > columns.first]
    return bool(cells) and longest_words(cells, width) is None


def by_content(text: str, *, is_table: bool) -> Columns | None:
    """The columns of a table without headings, by what they hold; only tabs say by themselves that it is one."""
    for delimiter in _delimiters(text) if is_table else ("\t",):
        numbered = islice(numbered_rows(_sample(text), delimiter), _SAMPLE)
        rows = [cells for _number, cells in numbered if any(cell.strip() for cell in cells)]
        width = max(map(len, rows), default=0)
        if width < 2 or sum(len(cells) > 1 for cells in rows) * 2 < len(rows):
            continue
        kinds: list[str] = []
        for at in range(width):
            kinds.append(_held([cells[at].strip() for cells in rows if at < len(cells) and cells[at].strip()], kinds))
        if NAME in kinds or EMAIL in kinds:
            return Columns(delimiter, 0, tuple(_with_family(kinds, rows)))
    return None


def read(text: str, columns: Columns, draft: GuestDraft) -> None:
    """Take everybody in the table."""
    used: set[int] = set()
    unclosed: list[int] = []
    for number, cells in numbered_rows(text, columns.delimiter, unclosed):
        if number <= columns.first or not any(cell.strip() for cell in cells) or is_rule(cells):
            continue
        used.update(at for at, cell in enumerate(cells) if cell.strip())
        where = _("row {number}").format(number=number)
        if unclosed and unclosed[-1] == number:
            draft.skip(where, never_closed_note())
            cells = [cell.lstrip('"') for cell in cells]
        _take(cells, columns, where, draft)
    left = [
        heading.strip()
        for at, heading in enumerate(columns.headings)
        if at in used and heading.strip() and not columns.kinds[at]
    ]
    if left:
        shown = ", ".join(excerpt(heading, 30) for heading in left[:_MOST_LISTED])
        words = shown + (", …" if len(left) > _MOST_LISTED else "")
        draft.notes.append(_("Columns that were not taken in: {columns}.").format(columns=words))


# --- columns ---------------------------------------------------------------------------------------------------


def _delimiters(text: str) -> tuple[str, ...]:
    stated = stated_delimiter(text)
    if stated:
        return (stated,)
    found = tuple(delimiter for delimiter in _DELIMITERS if delimiter in text[:_LOOK])
    return found or (",",)


def _sample(text: str) -> str:
    return text if len(text) <= _LOOK else text[:_LOOK].rpartition("\n")[0] or text[:_LOOK]


def _kind(heading: str) -> str:
    plain = fold(heading)
    return COLUMN_KINDS.get(plain) or COLUMN_KINDS.get(
        _NUMBERED.sub("", plain), PASSED if heading.strip() in "#№" else ""
    )


def _has_name(kinds: list[str]) -> bool:
    return any(kind in (FULL, NAME, FIRST) for kind in kinds) or (LAST in kinds and sum(map(bool, kinds)) > 1)


def _settled(kinds: list[str]) -> list[str]:
    """*Name* beside *Vorname* is the family's name, *Nombre* beside *Apellidos* the given one."""
    if NAME in kinds and FULL not in kinds and (FIRST in kinds) != (LAST in kinds):
        half = LAST if FIRST in kinds else FIRST
        at = kinds.index(NAME)
        return [*kinds[:at], half, *kinds[at + 1 :]]
    return kinds


def _held(cells: list[str], before: list[str]) -> str:
    """What a column without heading holds, given what the columns before it hold."""
    if not cells:
        return ""
    if sum(MAIL.fullmatch(cell) is not None for cell in cells) * 2 >= len(cells):
        return EMAIL
    if sum(bool(roles_in(cell)[0]) for cell in cells) * 10 >= len(cells) * 8:
        return ROLE
    if sum(not any(map(str.isalpha, cell)) for cell in cells) * 2 >= len(cells):
        return PASSED
    if NAME not in before:
        named = sum(not any(map(str.isdigit, cell)) and len(cell.split()) <= 6 for cell in cells)
        return NAME if named * 10 >= len(cells) * 6 else ""
    return NOTE if UNIT in before else UNIT


def _with_family(kinds: list[str], rows: list[list[str]]) -> list[str]:
    """Two columns of names where the mail addresses hold both; else the second is where people belong."""
    if not {NAME, UNIT, EMAIL} <= set(kinds):
        return kinds
    name, unit, mail = kinds.index(NAME), kinds.index(UNIT), kinds.index(EMAIL)
    both = 0
    whole = [cells for cells in rows if len(cells) > max(name, unit, mail)]
    for cells in whole:
        local = fold(cells[mail].partition("@")[0])
        both += all(fold(cells[at]) and fold(cells[at]) in local for at in (name, unit))
    if not both or both * 2 < len(whole):
        return kinds
    settled = [*kinds]
    settled[name], settled[unit] = FIRST, LAST
    if NOTE in settled:
        settled[settled.index(NOTE)] = UNIT
    return settled


# --- people ----------------------------------------------------------------------------------------------------


def _take(cells: list[str], columns: Columns, where: str, draft: GuestDraft) -> None:
    held: dict[str, list[str]] = {}
    for kind, cell in zip(columns.kinds, cells, strict=False):
        if kind and cell.strip():
            held.setdefault(kind, []).append(cell.strip())
    roles: list[str] = []
    units, notes = held.get(UNIT, []), list(held.get(NOTE, []))
    if not columns.headings:
        parted = [roles_in(unit) for unit in units]
        roles += [role for said, _rest in parted for role in said]
        units = [rest for _said, rest in parted if rest]
    for words in held.get(ROLE, []):
        said, rest = roles_in(words)
        roles += said
        notes += [rest] if rest else []
    jobs = [job for job in held.get(JOB, []) if fold(job) not in COURTESY]
    for words in jobs:
        said, rest = roles_in(words)
        roles += said
        notes += [rest] if rest else []
    email = next((found[0] for words in held.get(EMAIL, []) if (found := MAIL.search(words))), "")
    draft.take(
        Guest(
            _name(held, family_first=columns.family_first),
            also=tuple(held.get(ALSO, [])),
            roles=tuple(dict.fromkeys(roles)),
            unit=", ".join(dict.fromkeys(units)),
            note="\n".join(dict.fromkeys(notes)),
            email=email,
            named=_named(held.get(NAMED, []), where, draft),
            where=where,
        )
    )


def _name(held: dict[str, list[str]], *, family_first: bool) -> str:
    whole = held.get(FULL) or held.get(NAME)
    if whole:
        return whole[0]
    return join_name(held.get(FIRST, []), held.get(MIDDLE, []), held.get(LAST, []), family_first=family_first)


def _named(cells: list[str], where: str, draft: GuestDraft) -> bool | None:
    """Yes or no to being named outside the room. What is neither is taken as no, and this is said."""
    if not cells:
        return None
    plain = fold(cells[0]) or cells[0].strip()
    if plain in YES:
        return True
    if plain not in NO:
        draft.skip(
            where, _("“{words}” is neither yes nor no, so the name stays in the room.").format(words=excerpt(cells[0]))
        )
    return False
