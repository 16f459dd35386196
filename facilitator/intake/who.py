"""Who is meant by the speakers' ids in a JSON document: its lists of people say so, in the shapes programs write.

A list of objects with an id and a name, an object of names under ids (``{"0": "Ann"}``), or plain names counted from 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from facilitator.intake.columns import fold
from facilitator.intake.rows import Row

_PEOPLE = frozenset(
    {"speakers", "participants", "users", "people", "members", "attendees", "persons", "authors", "parties"}
    | {"speakermap", "speakernames", "participantnames", "usernames"}
)
_IDS = ("id", "speaker_id", "speakerId", "user_id", "userId", "key", "tag", "label", "speaker")
_NAMES = ("display_name", "displayName", "real_name", "full_name", "speaker_name", "speakerName", "name", "username")

Path = tuple[str | int, ...]


def named(rows: list[Row], found: Iterable[tuple[Path, Any]]) -> list[Row]:
    """The rows with names for their speakers' ids.

    Every id must be known, or most of them where they are no mere numbers: numbers stand for many things.

    Args:
        rows: What was said.
        found: The lists and objects of the document with their places.
    """
    spoken = {row.speaker for row in rows if row.speaker is not None}
    for path, items in found:
        if not path or fold(str(path[-1])) not in _PEOPLE:
            continue
        for known in _readings(items, spoken):
            hits = sum(one in known for one in spoken)
            if hits and (hits == len(spoken) or (hits * 2 > len(spoken) and not any(map(str.isdecimal, spoken)))):
                return [replace(row, speaker=known.get(row.speaker or "", row.speaker)) for row in rows]
    return rows


def _readings(items: Any, spoken: set[str]) -> Iterator[Mapping[str, str]]:
    """Every way to read a list of people as names for ids."""
    if isinstance(items, dict):
        under = {str(key): _name(item) for key, item in items.items()}
        yield {key: name for key, name in under.items() if name}
    elif isinstance(items, list) and items and all(isinstance(item, str) for item in items):
        if "0" in spoken:
            yield {str(at): name.strip() for at, name in enumerate(items) if name.strip()}
    elif isinstance(items, list):
        people = [item for item in items if isinstance(item, dict)]
        for key in _IDS:
            yield _by_key(people, key)


def _by_key(people: Sequence[dict[str, Any]], key: str) -> Mapping[str, str]:
    """Names by one of the keys, as far as it tells people apart."""
    ids = Counter(str(item[key]) for item in people if isinstance(item.get(key), str | int))
    return {
        str(item[key]): name
        for item in people
        if isinstance(item.get(key), str | int) and ids[str(item[key])] == 1 and (name := _name(item))
    }


def _name(item: Any) -> str:
    if isinstance(item, str):
        return item.strip()
    if not isinstance(item, dict):
        return ""
    return next((item[key].strip() for key in _NAMES if isinstance(item.get(key), str) and item[key].strip()), "")
