"""What a search over many sessions is narrowed to: since when, by whom, what kind, in what, in which series."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Every condition that is said must hold; empty ones hold always.

    ``since_ms`` is the earliest day of a session (ms UTC), ``series`` the id of a series: both are of the session.
    ``person`` is a name, told apart as :func:`~facilitator.session.people.name_key` does, ``kind`` a kind of
    contribution, ``modality`` the modality of the activity it was given in: these are of what was given.
    """

    since_ms: int = 0
    person: str = ""
    kind: str = ""
    modality: str = ""
    series: str = ""

    def __bool__(self) -> bool:
        """Whether anything is narrowed at all."""
        return self != ALL


ALL = Narrowing()
"""Nothing is left out."""
