"""What tables and JSON share: entries with a speaker, words and perhaps times, which become turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.intake import times
from facilitator.intake.lines import MANY
from facilitator.intake.transcript import Draft, Tick, Turn
from facilitator.words import _


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as found; ``text`` is None where it has none, times are whatever the file says."""

    where: str
    speaker: str | None
    text: str | None
    start: object = None
    end: object = None
    duration: object = None


@dataclass(frozen=True, slots=True)
class Units:
    """What the names of the time columns say about their unit: ``s``, ``ms``, ``ticks``, or nothing."""

    start: str = ""
    end: str = ""
    duration: str = ""


def of_day_note() -> str:
    """What is said where times of day were made places in a recording."""
    return _("The times are times of day; they were counted from the first one.")


def _are_clocks(rows: Sequence[Row]) -> bool:
    first = next((row.start for row in rows if row.start is not None and row.start != ""), None)
    return isinstance(first, str) and ":" in first


def take(rows: Sequence[Row], units: Units, draft: Draft, tick: Tick | None = None) -> None:
    """Make turns of entries; those without words are listed as skipped."""
    found = ""
    if not units.start:
        found = times.unit_of([row.start for row in rows], [len(row.text or "") for row in rows])
    start_unit = units.start or found
    end_unit, long_unit = units.end or start_unit, units.duration or units.end or start_unit
    starts = [times.when(row.start, start_unit) for row in rows]
    clocks = times.from_first([start.ms for start in starts]) if _are_clocks(rows) else None
    if clocks is not None:
        draft.notes.append(of_day_note())
    for number, row in enumerate(rows):
        if tick is not None and number % MANY == 0:
            tick(number / len(rows))
        if row.text is None or not row.text.strip():
            draft.skip(row.where, _("It has no words."))
            continue
        start, end = starts[number], times.when(row.end, end_unit).ms
        if end is None and row.duration is not None and start.ms is not None:
            length = times.when(row.duration, long_unit).ms
            end = None if length is None else start.ms + length
        if end is not None and start.ms is not None and end < start.ms:
            end = None
        if clocks is not None and start.ms is not None:
            begin = clocks[number] or 0
            end = None if end is None else begin + end - start.ms
            start = times.When(begin)
        speaker = (row.speaker or "").strip() or None
        draft.take(Turn(speaker, row.text.strip(), start.ms, end, start.moment, row.where))
