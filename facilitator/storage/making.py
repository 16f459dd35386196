"""Making a library's file: beside its place first, whole, then put there at once."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from facilitator.session.ports import uuid7
from facilitator.storage import known_lost, schema
from facilitator.storage.attachments import sync_folder
from facilitator.storage.engine import driver, engine_for
from facilitator.storage.index import DERIVED_VERSION, set_meta
from facilitator.storage.rows import INSERT

SIDES = ("-wal", "-shm", "-journal")


def make(
    file: Path, *, library: str | None = None, rows: Iterable[tuple[Any, ...]] = (), lost: str | None = None
) -> None:
    """Make a library's file with these rows of facts, not indexed yet; on disk when it returns.

    ``lost`` is what is to be noted as lost for good (:mod:`.known_lost`).
    """
    below = sqlite3.connect(file, isolation_level=None)
    try:
        below.execute("PRAGMA journal_mode=WAL")
        with engine_for(lambda: below, write=True).begin() as connection:
            schema.create_all(connection)
            schema.version.create(connection)
            connection.execute(schema.version.insert().values(version_num=schema.HEAD))
            set_meta(connection, "library", library or uuid7())
            set_meta(connection, "generation", uuid7())
            set_meta(connection, "indexed_to", "0")
            set_meta(connection, "derived", DERIVED_VERSION)
            if lost is not None:
                set_meta(connection, known_lost.KEY, lost)
            driver(connection).executemany(INSERT, rows)
    finally:
        below.close()
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def remove(file: Path) -> None:
    """Take away a file and what SQLite may have left beside it."""
    for side in ("", *SIDES):
        file.with_name(file.name + side).unlink(missing_ok=True)


def create(file: Path) -> None:
    """Make an empty library, unless another program makes one at this moment: then that one holds."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.urandom(6).hex()}.new")
    try:
        make(beside)
        try:
            os.link(beside, file)
        except FileExistsError:
            return
        except OSError:
            beside.replace(file)  # a file system without links
        sync_folder(file.parent)
    finally:
        remove(beside)
