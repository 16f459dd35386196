"""Archives and folders of an export, read with care: nothing is unpacked, and what is read is counted while it is read.

An archive that holds a path leading out of it, a link, a lock, or far more than it can honestly hold is refused as a
whole, with one sentence.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from facilitator.intake.files import read_bytes, shown
from facilitator.intake.transcript import LARGEST_FILE, NotUnderstood

MOST_FILES = 50_000
"""Files an export may hold, pictures and all."""

MOST_BYTES = 200 * 1024 * 1024
"""Bytes that are read of an export in all, unpacked."""

HIGHEST_RATIO = 200
"""How many times smaller than its words a packed text can honestly be."""

_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The other ways unpack a few bytes into very many at once, before anybody can count them."""

_RATIO_FROM = 1024 * 1024
_LARGEST_DIRECTORY = 32 * 1024 * 1024
_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Archive:
    """The files of an export: their names, with ``/`` between folders, and how one is read.

    A context manager: behind it nothing of the export is held open.
    """

    names: tuple[str, ...]
    read: Callable[[str], bytes]
    close: Callable[[], object] = lambda: None

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_how: object) -> None:
        self.close()


def is_zip(path: Path) -> bool:
    """Whether an ordinary file begins as a ZIP archive does."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as stream:
            return stream.read(4) in {b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"}
    except (OSError, ValueError):
        return False


def open_zip(path: Path) -> Archive:
    """The files of a ZIP archive.

    Raises:
        NotUnderstood: it is damaged, locked, or built to do harm.
    """
    _check_directory(path)
    try:
        packed = zipfile.ZipFile(path)  # held open: its list of files is read once, not once a file
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, UnicodeError) as error:
        raise _damaged(path) from error
    entries = packed.infolist()
    try:
        if len(entries) > MOST_FILES:
            raise _too_many_files(path)
        for entry in entries:
            _check_entry(path, entry)
    except NotUnderstood:
        packed.close()
        raise
    known = {entry.filename: entry for entry in entries if not entry.is_dir()}
    budget = _Budget(path)

    def read(name: str) -> bytes:
        entry = known[name]
        if entry.compress_type not in _PACKED:
            raise NotUnderstood(
                "“{file}” is packed in a way no chat program uses. Unpack it and import what is in it.",
                file=shown(path),
            )
        try:
            with packed.open(entry) as stream:
                return budget.take(stream.read, entry.compress_size)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error) as error:
            raise _damaged(path) from error

    return Archive(tuple(known), read, packed.close)


def open_folder(path: Path) -> Archive:
    """The files of a folder, three levels deep; links are passed by.

    Raises:
        NotUnderstood: it cannot be read, or holds more files than an export does.
    """
    found: dict[str, Path] = {}
    try:
        _list(path, "", found, 3)
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotUnderstood("“{file}” could not be read: {reason}.", file=shown(path), reason=reason) from None
    if len(found) > MOST_FILES:
        raise _too_many_files(path)
    budget = _Budget(path)

    def read(name: str) -> bytes:
        data = read_bytes(found[name])
        budget.count(len(data))
        return data

    return Archive(tuple(found), read)


def _list(folder: Path, before: str, found: dict[str, Path], depth: int) -> None:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if len(found) > MOST_FILES or entry.is_symlink():
                continue
            if entry.is_file(follow_symlinks=False):
                found[f"{before}{entry.name}"] = Path(entry.path)
            elif depth > 1 and entry.is_dir(follow_symlinks=False):
                _list(Path(entry.path), f"{before}{entry.name}/", found, depth - 1)


@dataclass(slots=True)
class _Budget:
    """How much may still be read of one export."""

    path: Path
    left: int = field(default_factory=lambda: MOST_BYTES)

    def count(self, size: int) -> None:
        """Take note of bytes read."""
        self.left -= size
        if self.left < 0:
            raise _swollen(self.path)

    def take(self, read: Callable[[int], bytes], packed: int) -> bytes:
        """All bytes of a stream, unless they become too many for their packed size."""
        parts: list[bytes] = []
        size = 0
        while piece := read(_PIECE):
            size += len(piece)
            self.count(len(piece))
            if size > LARGEST_FILE or (size > _RATIO_FROM and size > HIGHEST_RATIO * max(packed, 1)):
                raise _swollen(self.path)
            parts.append(piece)
        return b"".join(parts)


def _check_directory(path: Path) -> None:
    """Look at the end of the archive before its list of files is read into memory."""
    try:
        with path.open("rb") as stream:
            size = stream.seek(0, os.SEEK_END)
            stream.seek(max(size - 65_557, 0))
            tail = stream.read(65_557)
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotUnderstood("“{file}” could not be read: {reason}.", file=shown(path), reason=reason) from None
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise _damaged(path)
    count, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    if count > MOST_FILES or length > _LARGEST_DIRECTORY:
        raise _too_many_files(path)


def _check_entry(path: Path, entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename.replace("\\", "/")
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/") or "\x00" in name:
        raise NotUnderstood(
            "“{file}” holds a path that leads out of it, as no chat program writes. Nothing was imported.",
            file=shown(path),
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise NotUnderstood(
            "“{file}” holds a link to another file, as no chat program writes. Nothing was imported.", file=shown(path)
        )
    if entry.flag_bits & 0x1:
        raise NotUnderstood("“{file}” is locked with a password. Unpack it and import what is in it.", file=shown(path))


def _damaged(path: Path) -> NotUnderstood:
    return NotUnderstood("“{file}” is a damaged archive. Export the conversation again.", file=shown(path))


def _swollen(path: Path) -> NotUnderstood:
    return NotUnderstood(
        "“{file}” unpacks to far more than a conversation has. Nothing was imported.", file=shown(path)
    )


def _too_many_files(path: Path) -> NotUnderstood:
    return NotUnderstood(
        "“{file}” holds more files than the {most} that can be looked through. "
        "Unpack it and import the channel that is wanted.",
        file=shown(path),
        most=MOST_FILES,
    )
