"""The record on disk: facts in SQLite, their index, backups and attachments. The only place with SQL."""

from facilitator.storage.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryFull,
    LibraryMissing,
    LibraryNewer,
    LibraryReadOnly,
)
from facilitator.storage.library import Library

__all__ = [
    "Library",
    "LibraryBusy",
    "LibraryDamaged",
    "LibraryFull",
    "LibraryMissing",
    "LibraryNewer",
    "LibraryReadOnly",
]
