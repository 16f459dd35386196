"""The record on disk: facts in SQLite, their index, backups and attachments. The only place with SQL.

Names are fetched when first asked for: a window shows its list (:mod:`.glance`) before the machinery is loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from facilitator.storage.backups import BackupInfo
    from facilitator.storage.check import CheckReport, Problem
    from facilitator.storage.derive import SessionRow
    from facilitator.storage.errors import (
        LibraryBusy,
        LibraryDamaged,
        LibraryFull,
        LibraryGone,
        LibraryMissing,
        LibraryNewer,
        LibraryReadOnly,
        NoBackup,
    )
    from facilitator.storage.library import Library
    from facilitator.storage.restore import RestoreReport
    from facilitator.storage.search import Hit, SearchPage

_ROOMS = {
    "BackupInfo": "backups",
    "CheckReport": "check",
    "Hit": "search",
    "Library": "library",
    "Problem": "check",
    "RestoreReport": "restore",
    "SearchPage": "search",
    "SessionRow": "derive",
}

__all__ = [
    "BackupInfo",
    "CheckReport",
    "Hit",
    "Library",
    "LibraryBusy",
    "LibraryDamaged",
    "LibraryFull",
    "LibraryGone",
    "LibraryMissing",
    "LibraryNewer",
    "LibraryReadOnly",
    "NoBackup",
    "Problem",
    "RestoreReport",
    "SearchPage",
    "SessionRow",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_ROOMS.get(name, 'errors')}"), name)
    globals()[name] = value
    return value
