"""Lengths as people type them: ``90``, ``20m``, ``1h30``, ``1:30``, ``1.5 h``, ``2d``."""

from __future__ import annotations

import re
import unicodedata

from facilitator.session.agenda import LONGEST_MINUTES
from facilitator.session.errors import Rejected

_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")
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
