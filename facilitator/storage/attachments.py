"""Attachments: files named by the SHA-256 of their bytes, each stored once."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from facilitator.storage.engine import ATTACHMENTS, saying

_HASH = re.compile(r"[0-9a-f]{64}")
_PIECE = 1 << 20


def put(folder: Path, given: bytes | Path) -> str:
    """Store bytes or a file's bytes; durable when it returns. Returns the hash that names them."""
    with saying(folder):
        home = folder / ATTACHMENTS
        home.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        descriptor, name = tempfile.mkstemp(prefix=".new-", dir=home)
        beside = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as out:
                if isinstance(given, bytes):
                    digest.update(given)
                    out.write(given)
                else:
                    with given.open("rb") as stream:
                        while piece := stream.read(_PIECE):
                            digest.update(piece)
                            out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            named = digest.hexdigest()
            target = home / named[:2] / named
            if target.is_file() and target.stat().st_size == beside.stat().st_size:
                return named
            target.parent.mkdir(exist_ok=True)
            beside.replace(target)
            sync_folder(target.parent)
            return named
        finally:
            beside.unlink(missing_ok=True)


def path(folder: Path, sha256: str) -> Path | None:
    """Where an attachment is, or None when it is missing."""
    if not _HASH.fullmatch(sha256):
        return None
    file = folder / ATTACHMENTS / sha256[:2] / sha256
    return file if file.is_file() else None


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable, where the system knows how."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
