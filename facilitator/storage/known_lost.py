"""What is lost for good and was told: numbers of facts that could not be read any more and were in no backup.

The mending that found them says so once, as something that is not well, and notes them in the file. From then on a
check still names them, and calls the library well but for them: nobody can do anything about it any more. What comes
back by another way (an older backup, another copy) is no loss then, whatever is noted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from itertools import pairwise

KEY = "lost"
"""The row of the table of small values that holds them."""

Span = tuple[int, int]
Lost = Mapping[tuple[str, str], tuple[Span, ...]]
"""Spans of numbers (both ends within) that are missing, by session and writer."""


def gaps(numbers: Iterable[int]) -> tuple[Span, ...]:
    """The spans of numbers missing from 1 up to the highest."""
    return tuple((low + 1, high - 1) for low, high in pairwise([0, *sorted(set(numbers))]) if high - low > 1)


def count(spans: Iterable[Span]) -> int:
    """How many numbers there are in spans."""
    return sum(high - low + 1 for low, high in spans)


def beyond(missing: Iterable[Span], known: Iterable[Span]) -> int:
    """How many missing numbers are not known to be lost."""
    within = sum(max(min(high, end) - max(low, begin) + 1, 0) for low, high in missing for begin, end in known)
    return count(missing) - within


def as_text(lost: Lost) -> str:
    """For the file."""
    return json.dumps([[stream, device, spans] for (stream, device), spans in sorted(lost.items())])


def from_text(text: str | None) -> Lost:
    """What a file has noted; nothing where it is damaged."""
    try:
        return {
            (str(stream), str(device)): tuple(sorted((int(low), int(high)) for low, high in spans))
            for stream, device, spans in json.loads(text or "[]")
        }
    except (ValueError, TypeError):
        return {}


def noted(below: sqlite3.Connection) -> Lost:
    """What is noted in a library's file."""
    found = below.execute("SELECT value FROM meta WHERE key = ?", (KEY,)).fetchone()
    return from_text(found[0] if found else None)
