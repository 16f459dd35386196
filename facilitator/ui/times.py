"""Times and dates in the words of the person's language."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QDate, QLocale

from facilitator.session.zones import zone_named
from facilitator.words import _

LONGEST_DAY = 9
"""Letters of a day and month that fit a list's first column."""


def moment(ms: int, where: datetime.tzinfo | None = None) -> datetime.datetime:
    """Milliseconds since 1970 (UTC) as local time; what no calendar holds becomes its nearest end."""
    seconds = min(max(ms / 1000, 0.0), 253_370_000_000.0)
    return datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC).astimezone(where)


def clock(ms: int, where: datetime.tzinfo | None = None) -> str:
    """Hours and minutes: 14:15."""
    return moment(ms, where).strftime("%H:%M")


def clock_seconds(ms: int) -> str:
    """Hours, minutes and seconds: 14:16:20."""
    return moment(ms).strftime("%H:%M:%S")


def offset(ms: int) -> str:
    """A place in a recording: 0:16, 1:02:09."""
    seconds = max(ms, 0) // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def short_day(ms: int, now_ms: int, where: datetime.tzinfo | None = None) -> str:
    """A day for a list: 12 March, with the year (12 Mar 2024) when it is another one."""
    day = moment(ms, where).date()
    this_year = moment(now_ms, where).year
    date, locale = QDate(day.year, day.month, day.day), QLocale()
    if day.year != this_year:
        return locale.toString(date, "d MMM yyyy")
    full = locale.toString(date, "d MMMM")
    return full if len(full) <= LONGEST_DAY else locale.toString(date, "d MMM")


def long_day(ms: int, where: datetime.tzinfo | None = None) -> str:
    """A day in full: Thursday 12 March 2026."""
    day = moment(ms, where).date()
    return QLocale().toString(QDate(day.year, day.month, day.day), "dddd d MMMM yyyy")


def full_day(ms: int, now_ms: int, where: datetime.tzinfo | None = None) -> str:
    """A day in full: Thursday 12 March, with the year when it is another one."""
    day = moment(ms, where).date()
    if day.year != moment(now_ms, where).year:
        return long_day(ms, where)
    return QLocale().toString(QDate(day.year, day.month, day.day), "dddd d MMMM")


def due_day(iso: str) -> str:
    """A date somebody promised for (ISO 8601): Fri 20 March. What is no date stays as it is."""
    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return iso
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMMM")


def said(iso: str) -> datetime.datetime | None:
    """A session's stated start or end (ISO 8601), None when nothing sensible was said."""
    try:
        return datetime.datetime.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def session_line(starts: str, ends: str, created_ms: int | None, zone_name: str) -> str:
    """The line under a session's title: Thu 12 March, 13:30 – 16:00."""
    begin, end = said(starts), said(ends)
    if begin is None:
        if created_ms is None:
            return ""
        begin, end = moment(created_ms, zone_named(zone_name)), None
        begin = begin.replace(hour=0, minute=0)
        return QLocale().toString(QDate(begin.year, begin.month, begin.day), "ddd d MMMM yyyy")
    day = QLocale().toString(QDate(begin.year, begin.month, begin.day), "ddd d MMMM")
    if len(starts) <= len("2026-03-12"):
        return day  # the day is known, the time is not yet
    if end is None:
        return _("{day}, {start}").format(day=day, start=begin.strftime("%H:%M"))
    return _("{day}, {start} – {end}").format(day=day, start=begin.strftime("%H:%M"), end=end.strftime("%H:%M"))
