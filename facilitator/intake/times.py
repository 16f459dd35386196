"""Times as transcripts write them: clock readings, seconds, milliseconds, ISO durations and moments.

All results are milliseconds from the beginning of the recording, or moments of the calendar (`datetime`). A number
alone says no unit: a whole column of them does, because people speak some fifteen characters a second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,6})?"
"""A clock reading in a longer pattern: 0:07, 12:33, 1:02:33.250."""

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,:](\d{1,7}))?\s*([AaPp]\.?[Mm]\.?)?", re.ASCII)
_DURATION = re.compile(
    r"(?:PT)?(?:(\d+)\s*h(?:ours?|rs?)?)?\s*(?:(\d+)\s*m(?:in(?:ute)?s?)?)?\s*(?:(\d+)(?:[.,](\d+))?\s*s(?:ec(?:ond)?s?)?)?",
    re.IGNORECASE | re.ASCII,
)
_NUMBER = re.compile(r"\s*(\d+)(?:[.,](\d+))?\s*(ms|s|sec)?\s*", re.IGNORECASE | re.ASCII)
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]|$)", re.ASCII)
_WRITTEN = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d{2}),?\s+(\d.*)", re.ASCII)
_IN_NAME = re.compile(r"(?<!\d)(20\d{2}|19\d{2})-([01]\d)-([0-3]\d)(?!\d)", re.ASCII)
_GMT_NAME = re.compile(r"GMT(\d{8})-(\d{6})(?!\d)", re.ASCII)

_YEAR_2000 = 946_684_800
_YEAR_2100 = 4_102_444_800
_LONGEST = 1_000 * 3_600_000
"""Milliseconds; a thousand hours. No recording is longer, so a larger number is no place in one."""

_LATE = 5 * 3_600_000
_DAY = 24 * 3_600_000
_TENTH_OF_A_MICROSECOND = 10_000
_PER_MILLISECOND = 0.15
"""Characters per unit of time above which the unit is a second: talk has about 15 a second and 0.015 a millisecond."""


@dataclass(frozen=True, slots=True)
class When:
    """A place in a recording (milliseconds), or a moment by the calendar, or neither."""

    ms: int | None = None
    moment: datetime | None = None


NEVER = When()


def clock_ms(text: str) -> int | None:
    """Milliseconds of ``HH:MM:SS.mmm``, ``MM:SS``, ``12 m 3 s`` or ``PT1M2.5S``; None for anything else."""
    text = text.strip()
    if len(text) > 40:
        return None
    found = _CLOCK.fullmatch(text)
    if found:
        hours, minutes, seconds = int(found[1] or 0), int(found[2]), int(found[3])
        if seconds > 59 or (found[1] and minutes > 59):
            return None
        if found[5]:
            # 10:15 PM has no seconds: what was read as minutes are hours.
            if found[1] is None:
                hours, minutes, seconds = minutes, seconds, 0
            if not 1 <= hours <= 12:
                return None
            hours = hours % 12 + (12 if found[5][0] in "pP" else 0)
        return _ms(hours, minutes, seconds, found[4])
    found = _DURATION.fullmatch(text)
    if found and any(found.group(1, 2, 3)):
        hours, minutes, seconds = (int(part[:6]) if part else 0 for part in found.group(1, 2, 3))
        ms = _ms(hours, minutes, seconds, found[4])
        return ms if ms <= _LONGEST else None
    return None


def moment(text: str) -> datetime | None:
    """A date, or a date with a time, in ISO 8601; None for anything else."""
    text = text.strip()
    if len(text) > 40 or not _DATED.match(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def moments(texts: Sequence[str]) -> list[datetime | None]:
    """Dates with times as people write them, ``14/03/2026, 10:03 PM``, one for each text, None for anything else.

    Whether the day or the month stands first is told from all of them together; where nothing tells, there are none.
    """
    found = [_WRITTEN.fullmatch(text.strip()) for text in texts]
    first = max((int(match[1]) for match in found if match), default=0)
    second = max((int(match[3]) for match in found if match), default=0)
    dotted = any(match[2] == "." for match in found if match)
    if max(first, second) > 12 or dotted:
        day_first = second <= 12
    else:
        return [moment(text) for text in texts]
    return [
        moment(text) if match is None else _written(match, day_first) for text, match in zip(texts, found, strict=True)
    ]


def _written(match: re.Match[str], day_first: bool) -> datetime | None:
    day, month = (int(match[1]), int(match[3])) if day_first else (int(match[3]), int(match[1]))
    clock = match[5] if match[5].count(":") > 1 or match[5][-1:] in "mM." else f"{match[5]}:00"
    year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
    ms = clock_ms(clock)
    try:
        return None if ms is None else datetime(year, month, day) + timedelta(milliseconds=ms)
    except ValueError:
        return None


def moment_in_name(stem: str) -> datetime | None:
    """The date in a file's name: ``2026-03-14 staff`` or a recorder's ``GMT20260314-091500``."""
    found = _GMT_NAME.search(stem)
    try:
        if found:
            return datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        found = _IN_NAME.search(stem)
        return datetime(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def unit_of(values: Sequence[object], lengths: Sequence[int]) -> str:
    """Whether a column's plain numbers are seconds (``s``) or milliseconds (``ms``).

    Args:
        values: One a row, as found: text, a number, or None.
        lengths: How many characters were said in each row.
    """
    plain = [(_number(value), length) for value, length in zip(values, lengths, strict=True) if value is not None]
    kept = [(number, length) for number, length in plain if number is not None and 0 <= number < _YEAR_2000]
    if len(kept) < 2 or any(number != int(number) for number, _length in kept):
        return "s"
    span = max(number for number, _length in kept) - min(number for number, _length in kept)
    said = sum(length for _number, length in kept[:-1])
    return "ms" if span > 1000 and said / span < _PER_MILLISECOND else "s"


def when(value: object, unit: str) -> When:
    """What one entry of a column of times means, its numbers counted in ``s``, ``ms`` or ``ticks``."""
    return _when(value, _number(value), unit)


def from_first(times: Sequence[int | None]) -> list[int | None] | None:
    """Times of day counted from the first of them, past midnight too; None where they are places in a recording.

    A first time later than five hours is no place in a recording but the time of day.
    """
    first = next((ms for ms in times if ms is not None), None)
    if first is None or first < _LATE:
        return None
    return [None if ms is None else (ms - first) % _DAY for ms in times]


def unit_in_name(name: str) -> str:
    """The unit a column's folded name ends in: ``ms``, ``s``, ``ticks`` or nothing."""
    if name.endswith(("ms", "millis", "milliseconds", "msec", "msecs")):
        return "ms"
    if name.endswith("ticks"):
        return "ticks"
    if name.endswith(("sec", "secs", "seconds")):
        return "s"
    return ""


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        try:
            number = float(value)
        except OverflowError:
            return None
        return number if 0 <= number < 1e15 else None
    if isinstance(value, str) and len(value) < 40:
        found = _NUMBER.fullmatch(value)
        if found:
            number = float(f"{found[1]}.{found[2] or 0}")
            if found[3] and found[3].lower() != "ms":
                number = number * 1000
            return number if not found[3] else -number
    return None


def _when(value: object, number: float | None, unit: str) -> When:
    if number is not None:
        if number < 0 or value == 0:
            return When(_sane(-number))
        if unit != "ticks" and _YEAR_2000 <= number < _YEAR_2100:
            return When(moment=datetime.fromtimestamp(number, UTC))
        if unit != "ticks" and _YEAR_2000 * 1000 <= number < _YEAR_2100 * 1000:
            return When(moment=datetime.fromtimestamp(number / 1000, UTC))
        factor = {"ms": 1.0, "ticks": 1 / _TENTH_OF_A_MICROSECOND}.get(unit, 1000.0)
        return When(_sane(number * factor))
    if isinstance(value, str):
        found = moment(value)
        return When(moment=found) if found else When(clock_ms(value))
    return NEVER


def _sane(ms: float) -> int | None:
    return round(ms) if 0 <= ms <= _LONGEST else None


def _ms(hours: int, minutes: int, seconds: int, fraction: str | None) -> int:
    part = round(int(fraction) * 1000 / 10 ** len(fraction)) if fraction else 0
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + part
