"""Where things are on this computer: our own resources, the library, settings, logs and caches.

The folders follow the platform's customs (through platformdirs). Two variables change them:
``FACILITATOR_LIBRARY`` moves the library alone, ``FACILITATOR_HOME`` moves everything under one folder,
which is how the tests and a portable copy keep away from a person's own data.
"""

from __future__ import annotations

import errno
import os
from functools import cache
from pathlib import Path

import platformdirs

APP_NAME = "Facilitator"


@cache
def resources() -> Path:
    """The folder of what ships with the program: fonts, icons, themes, modalities, samples.

    Inside an installed wheel it lies in the package; in a checkout it stands beside it.

    Raises:
        FileNotFoundError: if neither is there, which means the installation is damaged.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"The program's resources are missing beside {package}. Install it again.")


def library_folder() -> Path:
    """The folder that holds the record: the database, attachments and backups. It may not exist yet."""
    named = os.environ.get("FACILITATOR_LIBRARY")
    if named:
        return Path(named).expanduser().absolute()
    return _folder("library", platformdirs.user_data_path(APP_NAME, appauthor=False))


def state_folder() -> Path:
    """What belongs to this computer alone and is never copied with a library: locks and writer leases."""
    return _folder("state", platformdirs.user_state_path(APP_NAME, appauthor=False) / "state")


def config_folder() -> Path:
    """The folder of the settings file."""
    return _folder("config", platformdirs.user_config_path(APP_NAME, appauthor=False))


def log_folder() -> Path:
    """The folder of the rotating log and of crash reports."""
    return _folder("logs", platformdirs.user_log_path(APP_NAME, appauthor=False))


def cache_folder() -> Path:
    """What may be deleted at any time and is made again: thumbnails, font coverage."""
    return _folder("cache", platformdirs.user_cache_path(APP_NAME, appauthor=False))


def behind_link(target: Path) -> Path:
    """The file that somebody means who names ``target``: where it is a symbolic link, the file behind it.

    A file that is written beside its target and then put in its place would put itself in the place of the link.

    Raises:
        OSError: the links lead round in a circle.
    """
    if not target.is_symlink():
        return target
    behind = Path(os.path.realpath(target))
    if behind.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(target))
    return behind


def _folder(name: str, usual: Path) -> Path:
    home = os.environ.get("FACILITATOR_HOME")
    if home:
        return Path(home).expanduser().absolute() / name
    return usual
