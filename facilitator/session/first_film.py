"""Choosing a film: the first one of an activity may come with how it treats what is typed."""

from __future__ import annotations

from facilitator.session.film import ChooseFilm, DescribeFilm, Film
from facilitator.session.rules import Command, Together


def choosing(film: Film, command: ChooseFilm, *, waits: bool) -> Command:
    """The step that chooses a film in place of ``film``. Without ``waits`` an activity's first one goes on while
    somebody types; where there was one before, what was said of it stays.
    """
    if waits or film.file or film.external:
        return command
    return Together(commands=(command, DescribeFilm(block=command.block, typing_pauses=False)))
