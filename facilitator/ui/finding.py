"""What the palette finds: actions, places, sessions, the people and themes of the open one, settings, and words said.

Plain data and ranking; the palette only shows it. Groups stand in a fixed order unless another one holds a clearly
better match: what was typed in full is never below what only resembles it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from facilitator.ui import fuzzy
from facilitator.ui.actions import Action
from facilitator.words import _

DO, GO, WHO, SAID, NOT_NOW = "do", "go", "who", "said", "not_now"
_ORDER = (DO, GO, WHO, SAID, NOT_NOW)

HOW_MANY = {DO: 12, GO: 12, WHO: 12, SAID: 8, NOT_NOW: 6}
"""How many of each group are shown at most."""

ALSO_COSTS = 150
"""How much less a match counts in other words something goes by than in its own."""

RECENT = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found. ``words``, ``place`` and ``told`` are safe to draw; ``initials`` draw a person."""

    id: str
    words: str
    does: Callable[[], object]
    group: str = DO
    icon: str = ""
    place: str = ""
    keys: str = ""
    also: str = ""
    told: str = ""
    why_not: str = ""
    initials: str = ""
    family: str = ""
    """The modality whose hue marks it, for a block of an agenda."""
    marks: tuple[tuple[int, int], ...] = ()
    """Where the words stand that were searched for, in what others said; elsewhere the ranking finds them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the palette: a heading (no entry), or an entry and where it matches."""

    heading: str = ""
    entry: Entry | None = None
    marks: tuple[tuple[int, int], ...] = ()


def group_heading(group: str) -> str:
    """The heading over a group."""
    return {
        DO: _("Do"),
        GO: _("Go to"),
        WHO: _("People and themes"),
        SAID: _("What was said"),
        NOT_NOW: _("Not now"),
    }[group]


def entry_of(action: Action, perform: Callable[[Action], object]) -> Entry:
    """An action as something to be found."""
    return Entry(
        action.id,
        action.words(),
        lambda: perform(action),
        GO if action.goes else DO,
        action.icon,
        action.place(),
        action.keys[0] if action.keys else "",
        action.also(),
        action.told(),
        action.why_not(),
    )


def ranked(entries: Sequence[Entry], query: str) -> list[Row]:
    """The entries that match, best first in each group; what cannot be done now last, with its reason."""
    if not query.strip():
        return []
    found: dict[str, list[tuple[int, int, Entry, tuple[tuple[int, int], ...]]]] = {}
    for place, entry in enumerate(entries):
        if entry.group == SAID:
            found.setdefault(SAID, []).append((0, place, entry, entry.marks))
            continue
        matched = fuzzy.match(query, entry.words)
        score, marks = (matched.score, matched.places) if matched is not None else (-1, ())
        if score < fuzzy.WORD and entry.also:
            also = fuzzy.match(query, entry.also)
            if also is not None and also.score - ALSO_COSTS > score:
                score, marks = also.score - ALSO_COSTS, marks
        if score < 0:
            continue
        group = NOT_NOW if entry.why_not else entry.group
        found.setdefault(group, []).append((-score, place, entry, marks))
    for rows in found.values():
        rows.sort(key=lambda row: row[:2])
    late = {SAID: 1, NOT_NOW: 2}
    groups = sorted(found, key=lambda one: (late.get(one, 0), _class(found[one][0][0]), _ORDER.index(one)))
    rows_out: list[Row] = []
    for group in groups:
        rows_out.append(Row(group_heading(group)))
        rows_out.extend(Row("", entry, marks) for _score, _place, entry, marks in found[group][: HOW_MANY[group]])
    return rows_out


def _class(score: int) -> int:
    """Matches as good as each other for the order of groups: letters left out come after words, and no finer."""
    return 0 if -score >= fuzzy.INSIDE - 50 else 1


def at_first(entries: Sequence[Entry], used: Sequence[str]) -> list[Row]:
    """What an empty field shows: what was used last, then what can be done here."""
    by_id = {entry.id: entry for entry in entries}
    last = [by_id[one] for one in used if one in by_id and not by_id[one].why_not][:RECENT]
    rows: list[Row] = []
    if last:
        rows.append(Row(_("Used last")))
        rows.extend(Row("", entry) for entry in last)
    if len(last) < RECENT:
        rest = [one for one in entries if one.group == DO and not one.why_not and one not in last]
        if rest:
            rows.append(Row(group_heading(DO)))
            rows.extend(Row("", entry) for entry in rest[: RECENT - len(last)])
    return rows


def count(rows: Iterable[Row]) -> int:
    """How many rows can be chosen."""
    return sum(row.entry is not None for row in rows)
