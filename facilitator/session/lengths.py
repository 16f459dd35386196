"""What activities really took, from the facilitator's own sessions: the next plan begins with those lengths. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilitator.session.running import MINUTE

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

FEWEST = 3
"""A modality that was run less often says nothing about how long it takes here."""

SHORTEST_MS = MINUTE
"""What ended sooner was begun by mistake, or skipped with *Next*."""

FULL_STEP = 5
"""Suggested lengths above a quarter of an hour are told in steps of this many minutes."""


@dataclass(frozen=True, slots=True)
class Took:
    """One activity that ran: its modality, the minutes planned for it, and those it took."""

    modality: str
    planned: int
    took: int


@dataclass(frozen=True, slots=True)
class Usual:
    """What a modality usually takes here, in minutes: the middle of ``times`` runs, and of what was planned."""

    minutes: int
    planned: int
    times: int

    def suggested(self) -> int:
        """The length a new plan begins with."""
        if self.minutes <= 3 * FULL_STEP:
            return self.minutes
        return round(self.minutes / FULL_STEP) * FULL_STEP


def took(state: SessionState) -> list[Took]:
    """Every activity of a session that ran to its end. Breaks count too: theirs are the lengths most often missed."""
    found = []
    for block in state.agenda.in_order():
        if block.started_ms is None or block.ended_ms is None or not block.modality:
            continue
        ms = block.ended_ms - block.started_ms - state.running.of(block.id).rested_ms
        if ms >= SHORTEST_MS:
            planned = state.running.planned.get(block.id, block.minutes)
            found.append(Took(block.modality, planned, round(ms / MINUTE)))
    return found


def usual(past: Iterable[Took]) -> Mapping[str, Usual]:
    """By modality, what it usually takes; only those that were run at least three times."""
    by_modality: dict[str, list[Took]] = {}
    for one in past:
        by_modality.setdefault(one.modality, []).append(one)
    return {
        modality: Usual(
            round(statistics.median(one.took for one in runs)),
            round(statistics.median(one.planned for one in runs)),
            len(runs),
        )
        for modality, runs in by_modality.items()
        if len(runs) >= FEWEST
    }
