"""Dates as people type them: ISO always; weekday, tomorrow, in 2 weeks, day and month in the interface's language.

Words come from outside (:class:`DateWords`), so that this file needs no catalogue; the defaults are English.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
LONGEST_WAIT = 3660


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of one language. Weekdays from Monday, months from January; a beginning of three letters is enough."""

    by: Sequence[str] = ("by",)
    today: Sequence[str] = ("today",)
    tomorrow: Sequence[str] = ("tomorrow",)
    into: Sequence[str] = ("in",)
    next: Sequence[str] = ("next",)
    day: Sequence[str] = ("day", "days")
    week: Sequence[str] = ("week", "weeks")
    month: Sequence[str] = ("month", "months")
    weekdays: Sequence[str] = _DAYS
    months: Sequence[str] = _MONTHS


def read_date(text: str, today: datetime.date, words: DateWords | None = None) -> datetime.date | None:
    """The date these words mean, seen from ``today``, or None. A day without a year is the next one."""
    words = words or DateWords()
    plain = " ".join(_fold(text).replace(",", " ").split())
    if not plain:
        return None
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", plain)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    numeric = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.?\s?(\d{4})?", plain)
    if numeric:
        return _coming(int(numeric[1]), int(numeric[2]), numeric[3], today)
    return _relative(plain, today, words) or _named(plain, today, words)


def _relative(plain: str, today: datetime.date, words: DateWords) -> datetime.date | None:
    if plain in map(_fold, words.today):
        return today
    if plain in map(_fold, words.tomorrow):
        return today + datetime.timedelta(days=1)
    pieces = plain.split(" ")
    if len(pieces) == 3 and pieces[0] in map(_fold, words.into) and pieces[1].isdecimal():
        return _after(int(pieces[1]), pieces[2], today, words)
    if pieces[0] in map(_fold, words.next):
        if len(pieces) == 2 and pieces[1] in map(_fold, (*words.week, *words.month)):
            return _after(1, pieces[1], today, words)
        pieces = pieces[1:]
    if len(pieces) == 1:
        day = _place(pieces[0], words.weekdays)
        if day is not None:
            return today + datetime.timedelta(days=(day - today.weekday() - 1) % 7 + 1)
    return None


def _after(number: int, unit: str, today: datetime.date, words: DateWords) -> datetime.date | None:
    if not 0 <= number <= LONGEST_WAIT:
        return None
    if unit in map(_fold, words.day):
        return today + datetime.timedelta(days=number)
    if unit in map(_fold, words.week):
        return today + datetime.timedelta(weeks=min(number, LONGEST_WAIT // 7))
    if unit in map(_fold, words.month) and number <= LONGEST_WAIT // 31:
        return months_later(today, number)
    return None


def months_later(today: datetime.date, number: int) -> datetime.date | None:
    """The same day so many months later, or the last of that month; None where the calendar ends before."""
    months = today.month - 1 + number
    year, month = today.year + months // 12, months % 12 + 1
    for day in range(today.day, 27, -1):
        if (found := _date(year, month, day)) is not None:
            return found
    return _date(year, month, today.day)


def _named(plain: str, today: datetime.date, words: DateWords) -> datetime.date | None:
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|\.)? ?(?:of |de )?([^\W\d_]+)\.?(?: (?:de )?(\d{4}))?", plain)
    if match:
        month = _place(match[2], words.months)
        return None if month is None else _coming(int(match[1]), month + 1, match[3], today)
    match = re.fullmatch(r"([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?", plain)
    if match:
        month = _place(match[1], words.months)
        return None if month is None else _coming(int(match[2]), month + 1, match[3], today)
    return None


def _coming(day: int, month: int, year: str | None, today: datetime.date) -> datetime.date | None:
    if year is not None:
        return _date(int(year), month, day)
    for ahead in range(9):
        found = _date(today.year + ahead, month, day)
        if found is not None and found >= today:
            return found
    return None


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _place(word: str, names: Sequence[str]) -> int | None:
    folded = [_fold(name) for name in names]
    if word in folded:
        return folded.index(word)
    begins = [place for place, name in enumerate(folded) if len(word) >= 3 and name.startswith(word)]
    return begins[0] if len(begins) == 1 else None


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(ch for ch in plain if not unicodedata.combining(ch))
