"""The files of the phone's page: an allow-list read once, so that no name in a request ever meets the disk."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from pathlib import Path

TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
}
"""What a page may be made of; anything else in the folder is not served."""

INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class PageFile:
    """One file, also packed: a full room opens the page at the same moment."""

    data: bytes = field(repr=False)
    packed: bytes = field(repr=False)
    media_type: str


def page_files(folder: Path) -> dict[str, PageFile]:
    """Every file of the page by the path it is asked for.

    The page itself is ``/``, strings are ``/strings/LANG.json``, the rest ``/static/NAME``. A folder that is not there
    gives nothing.
    """
    files: dict[str, PageFile] = {}
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        if file.suffix in TYPES and file.is_file():
            files["/" if file.name == INDEX else f"/static/{file.name}"] = _read(file)
    for file in sorted((folder / "strings").glob("*.json")):
        files[f"/strings/{file.name}"] = _read(file)
    return files


def _read(file: Path) -> PageFile:
    data = file.read_bytes()
    return PageFile(data, gzip.compress(data, mtime=0), TYPES[file.suffix])
