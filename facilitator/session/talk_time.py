"""How long people spoke, by person and by category. Pure, over the turns of :mod:`.speaking`.

For the facilitator's own screen alone. Nothing of it goes into a report, and no number is told below four people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilitator.session.people import Person, name_key
from facilitator.session.speaking import Turn, is_speech, talk_ms

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

FEWEST_PEOPLE = 4
"""Below so many people nothing is told of how the talk is spread (domain 6.5)."""

LEAST_MS = 60_000
"""Before so much was said there is nothing to tell."""

_USUAL = ("participant",)


@dataclass(frozen=True, slots=True)
class Spread:
    """So many ``voices``, those who spoke longest, hold a ``share`` of all talk (0 to 1)."""

    voices: int
    share: float


def category(person: Person) -> str:
    """What somebody is counted under: where they come from, otherwise what they are here; empty for neither."""
    unit = " ".join(person.unit.split())
    return unit or next((role for role in person.roles if role not in _USUAL), "")


def categories(state: SessionState) -> list[str]:
    """The categories of everybody present, in the order they came; one that is written in two ways is one."""
    found: dict[str, str] = {}
    for person in state.people.present():
        name = category(person)
        found.setdefault(name_key(name), name)
    return list(found.values())


def counted(state: SessionState, block: str) -> list[Turn]:
    """The turns of a block that count as talk, first to last."""
    return [turn for turn in state.speaking.of(block) if is_speech(state, turn)]


def by_person(state: SessionState, block: str, now_ms: int) -> dict[str, int]:
    """How long everybody spoke in a block, in ms. Whoever did not speak is not in it."""
    found: dict[str, int] = {}
    for turn in counted(state, block):
        if turn.person:
            found[turn.person] = found.get(turn.person, 0) + talk_ms(state, turn, now_ms)
    return found


def by_category(state: SessionState, block: str, now_ms: int) -> dict[str, int]:
    """The same by category; a turn given to a group as a whole is that group's."""
    names = {name_key(name): name for name in reversed(categories(state))}
    found: dict[str, int] = {}
    for turn in counted(state, block):
        person = state.people.get(turn.person or None)
        name = turn.group or (category(person) if person is not None else "")
        name = names.get(name_key(name), name)
        found[name] = found.get(name, 0) + talk_ms(state, turn, now_ms)
    return found


def spread(times: Mapping[str, int], people: int) -> Spread | None:
    """How few voices hold about half of the talk; None where that is not to be told, or cannot be said yet."""
    whole = sum(times.values())
    if people < FEWEST_PEOPLE or whole < LEAST_MS:
        return None
    held = 0
    for voices, ms in enumerate(sorted(times.values(), reverse=True), start=1):
        held += ms
        if held / whole >= 0.45:
            return Spread(voices, held / whole)
    return None
