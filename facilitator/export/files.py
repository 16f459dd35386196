"""A file appears whole or not at all: written beside its target, then put in its place in one step."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from facilitator import paths
from facilitator.session.errors import FacilitatorError

LONGEST_NAME = 120
"""Bytes of a file's name, without its ending."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


class ExportFailed(FacilitatorError):
    """The file could not be written. Nothing was left behind, and nothing that was there was changed."""


class TargetRefused(ExportFailed):
    """The place asked for cannot take a file; another one may."""

    mistake = True


class Cancelled(FacilitatorError):
    """The person stopped the export. Nothing was written."""

    def __init__(self) -> None:
        super().__init__("Cancelled. Nothing was written.")


def file_name(title: str, form: str) -> str:
    """A name for a file that every system takes: the title without what is no part of names, with its ending."""
    name = unicodedata.normalize("NFC", title)
    name = "".join(ch if unicodedata.category(ch)[0] != "C" or ch == "\u200d" else " " for ch in name)
    name = _FORBIDDEN.sub(" ", name)
    name = " ".join(name.split()).strip(" .")
    while len(name.encode()) > LONGEST_NAME:
        name = name[:-1]
    name = name.strip(" .")
    if not name or _DEVICES.match(name.split(".")[0]):
        name = f"Session {name}".strip()
    return f"{name}.{form}"


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A path beside ``target`` to write to; it takes the target's place at the end, and is gone after any failure.

    Where the target is a symbolic link, the file behind it is written and the link stays.

    Raises:
        ExportFailed: the target cannot be written; the sentence says why.
    """
    try:
        target = paths.behind_link(target)
    except OSError as error:
        raise _told(error, target) from error
    _possible(target)
    beside = target.with_name(f".{secrets.token_hex(6)}.part")
    try:
        yield beside
        if target.exists():
            # Who may read the old file may read the new one, and nobody else.
            shutil.copymode(target, beside)
        _settle(beside)
        beside.replace(target)
    except OSError as error:
        raise _told(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _possible(target: Path) -> None:
    try:
        if target.is_dir():
            raise TargetRefused("“{file}” is a folder. Nothing was written; name a file in it.", file=_shown(target))
        if target.exists() and not target.is_file():
            # A device or a pipe would be replaced by a file: never.
            raise TargetRefused(
                "“{file}” is not an ordinary file. It was left as it is; choose another name.", file=_shown(target)
            )
        folder = target.parent
        if not folder.exists():
            raise TargetRefused(
                "The folder “{folder}” does not exist. Nothing was written; make it or choose another.",
                folder=_shown(folder),
            )
        if not folder.is_dir():
            raise TargetRefused(
                "“{folder}” is no folder. Nothing was written; choose another place.", folder=_shown(folder)
            )
        if target.exists() and not os.access(target, os.W_OK):
            raise TargetRefused(
                "“{file}” is protected against writing. It was left as it is; choose another name.",
                file=_shown(target),
            )
    except (OSError, ValueError) as error:
        raise _told(error, target) from error


def _settle(beside: Path) -> None:
    """Make sure that the bytes are on the disk before the name is."""
    descriptor = os.open(beside, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _told(error: OSError | ValueError, target: Path) -> ExportFailed:
    number = getattr(error, "errno", None)
    file, folder = _shown(target), _shown(target.parent)
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return ExportFailed("There is no room left for “{file}”. Nothing was written; free some room.", file=file)
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return TargetRefused(
            "“{folder}” may not be written to. Nothing was written; choose another folder.", folder=folder
        )
    if number == errno.ENAMETOOLONG:
        return TargetRefused("The name “{file}” is too long here. Nothing was written; choose a shorter.", file=file)
    return ExportFailed(
        "“{file}” could not be written ({why}). Nothing was left behind; choose another place.",
        file=file,
        why=getattr(error, "strerror", None) or str(error),
    )


def _shown(path: Path) -> str:
    name = path.name or str(path)
    return name if len(name) <= 80 else f"{name[:79]}…"
