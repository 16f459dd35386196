"""Lengths as people type them: ``90``, ``20m``, ``1h30``, ``1:30``, ``1.5 h``, ``2d``."""

from __future__ import annotations

import re
import unicodedata

from facilitator.session.agenda import LONGEST_MINUTES
from facilitator.session.errors import Rejected

_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")
_CLOCKED = re.compile(r"\d{1,2}[:.]\d{2}")
_PARTS = re.compile(
    r"(?:(?P<days>\d+(?:[.,]\d+)?)\s*(?:d|days?|дн?|天|日)\.?)?\s*"
    r"(?:(?P<hours>\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|std|ч|小时|時間)\.?)?\s*"
    r"(?:(?P<minutes>\d+(?:[.,]\d+)?)\s*(?:m|mins?|minutes?|['′]|мин|分钟?|分)?\.?)?"
)


def read_minutes(text: str, *, plain_is: int = 1) -> int:
    """The minutes these words mean. ``plain_is`` is how many minutes a number without a unit stands for (1440: a day).

    Raises:
        Rejected: the words are no length, in one sentence.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if not plain:
        raise Rejected("How long? Write minutes, such as 20, 1h30 or 1:30.")
    if plain[0] in "-−–" and any(char.isdigit() for char in plain):
        raise Rejected("A block cannot last less than nothing: “{text}”.", text=text.strip()[:40])
    clock = _CLOCK.fullmatch(plain)
    if clock:
        return _possible(int(clock[1]) * 60 + int(clock[2]), text)
    found = _PARTS.fullmatch(plain)
    if not found or not any(found.groups()):
        raise Rejected("“{text}” is no length. Write minutes, such as 20, 1h30 or 1:30.", text=text.strip()[:40])
    days, hours, minutes = (_number(found[name]) for name in ("days", "hours", "minutes"))
    alone = not found["days"] and not found["hours"] and plain[-1].isdigit()
    total = days * 1440 + hours * 60 + minutes * (plain_is if alone else 1)
    return _possible(round(total), text)


def _number(digits: str | None) -> float:
    return 0.0 if digits is None else float(digits.replace(",", "."))


def _possible(minutes: int, text: str) -> int:
    if minutes > LONGEST_MINUTES:
        raise Rejected("“{text}” is longer than sixty days.", text=text.strip()[:40])
    return minutes


def read_start(text: str) -> str:
    """A time of day as HH:MM: ``13:30``, ``13.30``, ``1330``, ``9``, ``9h``, ``9 am``; empty stays empty.

    Raises:
        Rejected: the words are no time of day, in one sentence.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace(" ", "")
    if not plain:
        return ""
    found = re.fullmatch(r"(\d{1,2})(?:[:.h]?(\d{2}))?[h:.]?([ap]\.?m\.?)?", plain)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    half = (found[3] or "")[:1] if found else ""
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half:
        hour = 99
    if hour > 23 or minute > 59:
        raise Rejected("“{text}” is no time of day. Write it as 13:30.", text=text.strip()[:40])
    return f"{hour:02}:{minute:02}"


def read_start_and_length(text: str) -> tuple[str | None, int | None]:
    """A start and a length in one line: ``13:30, 150 min``, ``13:30``, ``2h30``; None where a part is not said.

    What stands alone is a time of day when it is written as one (``13:30``), otherwise a length. Nothing at all takes
    both away.

    Raises:
        Rejected: a part cannot be read, in one sentence.
    """
    if not text.strip():
        return "", 0
    first, comma, rest = text.partition(",")
    if not comma:
        head, _gap, tail = text.strip().partition(" ")
        if _CLOCKED.fullmatch(head) and tail.strip():
            first, rest = head, tail
    if rest.strip():
        return read_start(first), read_minutes(rest)
    if _CLOCKED.fullmatch(first.strip()):
        return read_start(first), None
    return None, read_minutes(first)
