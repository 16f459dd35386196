"""Dates with times as chat programs write them before a message, in the language and habits of a phone.

A stamp alone does not say whether its day or its month stands first; the whole file does. So stamps are first only
taken apart, and `moments` reads all of them together and says what it had to assume.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from facilitator.session.frozen import quickly_made
from facilitator.words import _

LONGEST = 72
"""Characters of a line that may belong to a stamp, marks included."""

_MORNING = (
    "a. m.|a.m.|am|vorm.|לפנה״צ|"
    "午前|上午|凌晨|清晨|早上|오전|ص|ق.ظ.|ق.ظ|قبل‌ازظهر|قبل از ظهر|öö|π.μ.|π.μ|πμ|पूर्वाह्न|पू|sa|de.|de|dop.|dop|ip.|ip|"
    "fm|f.h.|pg|prijepodne|pre podne|पूर्व|পূর্বাহ্ণ|ก่อนเที่ยง"
)
_EVENING = (
    "p. m.|p.m.|pm|nachm.|אחה״צ|"
    "午後|下午|中午|晚上|오후|م|ب.ظ.|ب.ظ|بعدازظهر|بعد از ظهر|ös|μ.μ.|μ.μ|μμ|अपराह्न|अप|ch|du.|du|odp.|odp|ap.|ap|"
    "em|e.h.|ptg|poslijepodne|po podne|অপরাহ্ণ|หลังเที่ยง"
)
_DAY_WORDS = "à|at|um|kl.|kl|klo|às|as|a las|alle|ore|в|o|le|u"
_HALVES = {word: half for half, words in (("am", _MORNING), ("pm", _EVENING)) for word in words.split("|")}
_HALF = "|".join(re.escape(word) for word in sorted(_HALVES, key=len, reverse=True))
_BETWEEN = "|".join(re.escape(word) for word in sorted(_DAY_WORDS.split("|"), key=len, reverse=True))
_DATE = r"(?P<a>\d{1,4})(?:[./-]|\. |년 ?|年)(?P<b>\d{1,2})(?:[./-]|\. |월 ?|月)(?P<c>\d{1,4})(?:\.|일|日)?"
_CLOCK = (
    rf"(?:(?P<before>{_HALF}) ?)?(?P<h>\d{{1,2}})[:.](?P<m>\d{{2}})(?:[:.](?P<s>\d{{2}}))?"
    rf"(?: ?(?P<after>{_HALF}))?(?: uhr)?"
)
_STAMP = re.compile(rf"{_DATE}(?:, ?| )(?:(?:{_BETWEEN}) )?{_CLOCK}", re.IGNORECASE)

_ZEROS = "\u0660\u06f0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0e50\u0ed0\u0f20\u1040\u17e0\uff10"
"""The digit zero of the scripts that have digits of their own."""

_MARKS = "\u200e\u200f\u061c\ufeff\u200b\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e"
_FOLD: dict[int, str | None] = {ord(zero) + digit: str(digit) for zero in _ZEROS for digit in range(10)}
_FOLD |= {ord(mark): None for mark in _MARKS}
_FOLD |= {ord(space): " " for space in "\u00a0\u202f\u2009\u2007\t\u3000"}
_FOLD |= {ord("،"): ",", ord("，"): ",", ord("："): ":"}


@quickly_made
@dataclass(frozen=True, slots=True)
class Stamp:
    """A date and time taken apart: three numbers of the date as they stand, and the time of day."""

    date: tuple[int, int, int]
    hour: int
    minute: int
    second: int = 0
    widths: tuple[int, int, int] = (2, 2, 4)
    dotted: bool = False
    american: bool = False


def folded(line: str) -> str:
    """The head of a line with plain digits and spaces and without direction marks, as stamps are looked for in it."""
    head = line[:LONGEST]
    return head if head.isascii() and "\t" not in head else head.translate(_FOLD)


def place(line: str, count: int) -> int:
    """Where in ``line`` so many characters of its folded head end."""
    if line[: count + 1].isascii():
        return count
    at = 0
    while at < len(line) and (count > 0 or _FOLD.get(ord(line[at]), "") is None):
        count -= _FOLD.get(ord(line[at]), "") is not None
        at += 1
    return at


def begin(head: str, at: int = 0) -> tuple[Stamp, int] | None:
    """The stamp at a place of a folded head, and where it ends; None where none stands there."""
    found = _STAMP.match(head, at)
    if found is None:
        return None
    half = _HALVES.get((found["before"] or found["after"] or "").lower(), "")
    hour, minute, second = int(found["h"]), int(found["m"]), int(found["s"] or 0)
    if half == "am" and hour == 12:
        hour = 0
    elif half == "pm" and hour < 12:
        hour += 12
    if hour > 23 or minute > 59 or second > 59:
        return None
    parts = found["a"], found["b"], found["c"]
    date, widths = tuple(map(int, parts)), tuple(map(len, parts))
    # Americans write no zero before a day or month, and AM in capitals; others who write AM do.
    padded = any(wide == 2 and value < 10 for wide, value in zip(widths[:2], date[:2], strict=True))
    american = found["after"] in ("AM", "PM") and widths[2] == 2 and not padded
    dotted = head[found.end("a")] == "."
    return Stamp(
        (date[0], date[1], date[2]),
        hour,
        minute,
        second,
        (widths[0], widths[1], widths[2]),
        dotted,
        american,
    ), found.end()


# --- all stamps together ---------------------------------------------------------------------------------------


def moments(stamps: Sequence[Stamp]) -> tuple[list[datetime | None], list[str]]:
    """The moment of each stamp, None where it is no day, and sentences about what had to be assumed."""
    notes: list[str] = []
    order = _order(stamps, notes)
    read: dict[tuple[int, int, int], tuple[int, int, int] | None] = {}
    found: list[datetime | None] = []
    strange = False
    for stamp in stamps:
        if stamp.date not in read:
            read[stamp.date] = _day(stamp, order)
        day = read[stamp.date]
        strange = strange or day is None
        found.append(None if day is None else datetime(*day, stamp.hour, stamp.minute, stamp.second))
    if strange:
        notes.append(_("Some dates are no days of the common calendar; those posts have no time."))
    return found, notes


def _order(stamps: Sequence[Stamp], notes: list[str]) -> str:
    """Which number is which: ``ymd``, ``dmy`` or ``mdy``."""
    if not stamps or any(stamp.widths[0] >= 3 for stamp in stamps[:5]):
        return "ymd"
    first = max(stamp.date[0] for stamp in stamps)
    second = max(stamp.date[1] for stamp in stamps)
    if first > 31:
        return "ymd"
    if first > 12 or second > 12:
        return "dmy" if second <= 12 else "mdy"
    dates = list(dict.fromkeys(_consecutive(stamps)))
    if len(set(dates)) > 1:
        day_first = _backwards((date[2], date[1], date[0]) for date in dates)
        month_first = _backwards((date[2], date[0], date[1]) for date in dates)
        if day_first != month_first:
            return "dmy" if day_first < month_first else "mdy"
    if all(date[0] == date[1] for date in dates):
        return "dmy"
    if stamps[0].dotted:
        return "dmy"
    american = all(stamp.american for stamp in stamps)
    notes.append(
        _("Nothing in the file says whether day or month stands first in a date; the month was read first.")
        if american
        else _("Nothing in the file says whether day or month stands first in a date; the day was read first.")
    )
    return "mdy" if american else "dmy"


def _consecutive(stamps: Sequence[Stamp]) -> Iterable[tuple[int, int, int]]:
    before = None
    for stamp in stamps:
        if stamp.date != before:
            yield stamp.date
            before = stamp.date


def _backwards(dates: Iterable[tuple[int, int, int]]) -> int:
    """How often time would go backwards."""
    count, before = 0, (0, 0, 0)
    for date in dates:
        count += date < before
        before = date
    return count


def _day(stamp: Stamp, order: str) -> tuple[int, int, int] | None:
    numbers = dict(zip(order, stamp.date, strict=True))
    year, month, day = numbers["y"], numbers["m"], numbers["d"]
    if year < 100:
        year += 2000
    if 2400 < year < 2700:
        year -= 543
    if not 1970 <= year < 2200:
        return None
    try:
        datetime(year, month, day)
    except ValueError:
        return None
    return year, month, day
