"""The values of an exported session, asked for by name and checked: what is wrong is said with its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from facilitator.session.errors import FacilitatorError


class NotASession(FacilitatorError):
    """What was given is no session exported by this program, or not whole. Nothing was taken in."""

    mistake = True


class Values:
    """The values of one object of the file, asked for by name and checked."""

    def __init__(self, values: Any, place: str) -> None:
        self.place = place
        if not isinstance(values, Mapping):
            raise self.wrong("")
        self.values = values

    def wrong(self, name: str) -> NotASession:
        """The refusal that names a place in the file."""
        return NotASession(
            "This file is no whole session: something is wrong at {place}. Nothing was taken in.",
            place=f"{self.place}.{name}" if name else self.place,
        )

    def text(self, name: str) -> str:
        """A text; empty where there is none."""
        value = self.values.get(name, "")
        if not isinstance(value, str):
            raise self.wrong(name)
        return value

    def maybe(self, name: str) -> str | None:
        """A text or None."""
        return None if self.values.get(name) is None else self.text(name)

    def count(self, name: str) -> int | None:
        """A whole number or None."""
        value = self.values.get(name)
        if value is not None and (type(value) is not int or abs(value) >= 2**53):
            raise self.wrong(name)
        return value

    def truth(self, name: str, otherwise: bool) -> bool:
        """True or false."""
        value = self.values.get(name, otherwise)
        if not isinstance(value, bool):
            raise self.wrong(name)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(name)
        return tuple(value)

    def rows(self, name: str, kind: type) -> list[list[Any]]:
        """A list of lists of texts or whole numbers."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(
            isinstance(row, list) and all(type(item) is kind for item in row) for row in value
        ):
            raise self.wrong(name)
        return value

    def numbers(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(type(item) is int for item in value):
            raise self.wrong(name)
        return tuple(value)

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """A list of pairs of texts."""
        return tuple((row[0], row[1]) for row in self._wide(name, 2))

    def triples(self, name: str) -> tuple[tuple[str, str, str], ...]:
        """A list of three texts each."""
        return tuple((row[0], row[1], row[2]) for row in self._wide(name, 3))

    def _wide(self, name: str, wide: int) -> list[list[str]]:
        rows: list[list[str]] = self.rows(name, str)
        if any(len(row) != wide for row in rows):
            raise self.wrong(name)
        return rows


def part_of(data: Mapping[str, Any], name: str) -> Values:
    """A part of the file; an empty one where there is none."""
    return Values(data.get(name, {}), name)


def list_of(data: Mapping[str, Any], name: str, within: str = "") -> list[Values]:
    """A list of parts, each with its place."""
    place = f"{within}.{name}" if within else name
    values = data.get(name, [])
    if not isinstance(values, list):
        raise NotASession(
            "This file is no whole session: something is wrong at {place}. Nothing was taken in.", place=place
        )
    return [Values(value, f"{place}[{number}]") for number, value in enumerate(values)]
