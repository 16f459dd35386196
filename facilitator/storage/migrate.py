"""Bringing an older library to today's shape: all steps or none, with a backup before.

Alembic is imported here alone, because a library of today's shape, which is nearly every start, does not need it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from facilitator.session.errors import FacilitatorError
from facilitator.session.ports import Clock, wall_clock
from facilitator.storage.backups import backup
from facilitator.storage.engine import DATABASE, connect_read, connect_write, damaged, engine_for, saying, told

STEPS = Path(__file__).parent / "migrations"


def migrate(folder: Path, *, clock: Clock = wall_clock, to: str = "head", more: Sequence[Path] = ()) -> Path:
    """Migrate the library in ``folder``.

    Args:
        folder: The folder of the library.
        clock: Wall milliseconds, for the backup's name.
        to: The step to reach.
        more: Further folders with steps.

    Returns:
        The backup made before.

    Raises:
        FacilitatorError: a step failed; the library is as it was.
    """
    import alembic.command
    import alembic.config

    file = folder / DATABASE
    with saying(folder):
        kept = backup(folder, engine_for(lambda: connect_read(file)), None, clock())
        if "-damaged" in kept.name:
            raise damaged(folder)
        config = alembic.config.Config()
        config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
        config.set_main_option("path_separator", "newline")
        places = "\n".join(str(place).replace("%", "%%") for place in (STEPS / "versions", *more))
        config.set_main_option("version_locations", places)
        try:
            # BEGIN IMMEDIATE first, and no commit of Alembic's own: a step that raises leaves no table behind.
            with engine_for(lambda: connect_write(file), write=True).begin() as connection:
                config.attributes["connection"] = connection
                alembic.command.upgrade(config, to)
        except Exception as error:  # whatever a step raised, the transaction rolled it back
            sentence = told(error, folder)
            if sentence is not None:
                raise
            raise FacilitatorError(
                "The library in {folder} could not be brought to the present version. It is as it was, and a backup "
                "is in {kept}. Go on with the version of the program you used before, and report this.",
                folder=folder,
                kept=kept,
            ) from error
    return kept
