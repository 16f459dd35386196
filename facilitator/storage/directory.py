"""The people already known: everybody who was ever in a session of this library, each once, the newest use first."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Engine

_KINDS = ("person_joined", "person_described", "person_taken_out", "person_put_back")
_READ = "SELECT stream, kind, ms, body FROM fact WHERE kind IN (?,?,?,?) ORDER BY ms, n, device, seq"


class KnownPerson(NamedTuple):
    """Somebody known. ``roles`` are those held most often, ``sessions`` in how many sessions they were."""

    name: str
    also: tuple[str, ...]
    unit: str
    note: str
    roles: tuple[str, ...]
    sessions: int
    last_ms: int


def known_people(read: Engine) -> list[KnownPerson]:
    """Everybody, the one met last first. Same names (case and accents apart) are one person here."""
    people: dict[tuple[str, str], dict[str, Any]] = {}
    with read.connect() as connection:
        for stream, kind, ms, text in connection.exec_driver_sql(_READ, _KINDS):
            try:
                body = msgspec.json.decode(text)
            except (msgspec.DecodeError, UnicodeError):
                continue
            key = (stream, str(body.get("person", ""))) if isinstance(body, dict) else ("", "")
            if kind == "person_joined":
                people.setdefault(key, {"ms": ms, **body})
            elif key in people:
                there = people[key]
                if kind == "person_described":
                    there.update({name: value for name, value in body.items() if value is not None})
                else:
                    there["gone"] = kind == "person_taken_out"
                there["ms"] = ms
    together: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for (stream, _person), one in people.items():
        name = one.get("name")
        if isinstance(name, str) and name.strip() and not one.get("gone"):
            together.setdefault(_folded(name), []).append((stream, one))
    found = [_one(group) for group in together.values()]
    found.sort(key=lambda person: (-person.last_ms, person.name.casefold()))
    return found


def _one(group: list[tuple[str, dict[str, Any]]]) -> KnownPerson:
    newest = sorted((one for _stream, one in group), key=lambda one: -int(one["ms"]))
    name = str(newest[0]["name"])
    also = dict.fromkeys(
        str(other) for one in newest for other in (*(one.get("also") or ()), one["name"]) if other != name
    )
    roles = Counter(str(role) for one in newest for role in one.get("roles") or () if role != "participant")

    def first(field: str) -> str:
        return next((str(one[field]) for one in newest if one.get(field)), "")

    return KnownPerson(
        name,
        tuple(also),
        first("unit"),
        first("note"),
        tuple(role for role, _count in roles.most_common(2)),
        len({stream for stream, _one in group}),
        int(newest[0]["ms"]),
    )


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).casefold().split())
