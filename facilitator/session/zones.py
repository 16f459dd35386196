"""Clocks on the wall: a date and a time of day in a zone as one moment, also where clocks skip or repeat an hour."""

from __future__ import annotations

import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

_NO_PLACES = ("Etc/", "posix/", "right/", "SystemV/")


@lru_cache(maxsize=64)
def zone_named(name: str) -> datetime.tzinfo | None:
    """A zone by its IANA name, or None where there is none of that name."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return None


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """The zones of places, by their IANA names, in order."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith(_NO_PLACES)))


def read_zone(text: str) -> str | None:
    """The IANA name these words mean: the name itself, or a place of it such as *dublin*. None where none fits."""
    wanted = "_".join(text.strip().casefold().split())
    if not wanted:
        return None
    if wanted in ("utc", "gmt"):
        return "UTC"
    whole = [name for name in zone_names() if name.casefold() == wanted]
    places = [name for name in zone_names() if name.casefold().rpartition("/")[2] == wanted]
    begins = [name for name in zone_names() if name.casefold().rpartition("/")[2].startswith(wanted)]
    found = whole or places or begins
    return found[0] if whole or len(found) == 1 else None


def at_wall(date: datetime.date, time: str, zone: datetime.tzinfo) -> datetime.datetime:
    """The moment when the wall clock in ``zone`` shows ``time`` (HH:MM) on ``date``.

    In the hour that clocks repeat it is the first of the two; in the hour they skip it is as long after the jump as
    the clock would have shown, which is what a person who did not turn the clock would do.
    """
    naive = datetime.datetime.combine(date, datetime.time.fromisoformat(time))
    return naive.replace(tzinfo=zone).astimezone(datetime.UTC).astimezone(zone)


def later(moment: datetime.datetime, minutes: int) -> datetime.datetime:
    """``minutes`` of real time later, as the wall clock of the same zone then shows it."""
    zone = moment.tzinfo or datetime.UTC
    return (moment.astimezone(datetime.UTC) + datetime.timedelta(minutes=minutes)).astimezone(zone)
