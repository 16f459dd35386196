"""Films as they may leave the session, and the commands that bring them into another one.

Where a file lies on somebody's computer is nobody else's concern: only its name leaves, with its cues. What came with
the program is found by the same name everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilitator.session.film import AddCue, ChooseFilm, DescribeFilm
from facilitator.session.ports import Ids, uuid7
from facilitator.session.rules import Command

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

OURS = "resources/"


@dataclass(frozen=True, slots=True)
class FilmRecord:
    """The film of a block; ``cues`` are (ms, question, minutes)."""

    activity: str
    file: str = ""
    external: bool = False
    duration_ms: int = 0
    source: str = ""
    licence: str = ""
    permission: str = ""
    cues: tuple[tuple[int, str, int], ...] = ()


def record(state: SessionState, block: str) -> FilmRecord | None:
    """The film of a block with its cues; None where there is neither."""
    film, cues = state.films.of(block), state.films.cues(block)
    if not film.file and not film.external and not cues:
        return None
    file = film.file if film.file.startswith(OURS) else re.split(r"[\\/]", film.file)[-1]
    return FilmRecord(
        block,
        file,
        film.external,
        film.duration_ms,
        film.source,
        film.licence,
        film.permission,
        tuple((cue.at_ms, cue.prompt, cue.minutes) for cue in cues),
    )


def commands(told: FilmRecord, ids: Ids = uuid7) -> Iterator[Command]:
    """What brings a film and its cues to a block."""
    if told.file or told.external:
        yield ChooseFilm(
            id=ids(), block=told.activity, file=told.file, external=told.external, duration_ms=told.duration_ms
        )
        yield DescribeFilm(
            id=ids(), block=told.activity, source=told.source, licence=told.licence, permission=told.permission
        )
    for at_ms, prompt, minutes in told.cues:
        yield AddCue(id=ids(), cue=ids(), block=told.activity, at_ms=at_ms, prompt=prompt, minutes=minutes)
