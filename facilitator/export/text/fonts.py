"""Which font files there are and what they cover: the bundled ones, then the system's; remembered by date and size."""

from __future__ import annotations

import json
import logging
import os
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uharfbuzz as hb

log = logging.getLogger(__name__)

_VERSION = 3
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_OUTLINES = {"glyf", "CFF ", "CFF2"}


@dataclass(frozen=True)
class FontFile:
    """One face in one file: where it is, what it is called and which characters it has."""

    path: str
    index: int
    family: str
    weight: int
    bundled: bool
    variable: bool
    ranges: tuple[int, ...]
    """First, last + 1, first, last + 1, ... of the covered code points, ascending."""

    def has(self, code: int) -> bool:
        """Whether the character map names this code point."""
        return bool(bisect_right(self.ranges, code) & 1)


def bundled_files(folder: Path, cache: Path | None) -> list[FontFile]:
    """Every usable face under the program's own fonts folder."""
    return _index([folder], cache / "fonts-bundled.json" if cache else None, bundled=True)


def system_files(cache: Path | None) -> list[FontFile]:
    """Every usable face in the folders where this system keeps its fonts."""
    return _index(_system_folders(), cache / "fonts-system.json" if cache else None, bundled=False)


def _system_folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
        local = Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft/Windows/Fonts"
        return [windows, local]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    return [*(Path(p) / "fonts" for p in [own, *shared.split(":")] if p), home / ".fonts"]


def _index(folders: Iterable[Path], cache: Path | None, bundled: bool) -> list[FontFile]:
    known = _read(cache)
    fresh: dict[str, Any] = {}
    out: list[FontFile] = []
    for path in _files(folders):
        try:
            state = path.stat()
        except OSError:
            continue
        key = str(path)
        stamp = [state.st_mtime_ns, state.st_size]
        entry = known.get(key)
        if not isinstance(entry, dict) or entry.get("stamp") != stamp:
            entry = {"stamp": stamp, "faces": [_record(f) for f in _faces(path, bundled)]}
        fresh[key] = entry
        out += [FontFile(path=key, bundled=bundled, **{**f, "ranges": tuple(f["ranges"])}) for f in entry["faces"]]
    if cache is not None and fresh != known:
        _write(cache, fresh)
    return out


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    seen: set[str] = set()
    for folder in folders:
        for root, below, names in os.walk(folder, followlinks=False):
            below.sort()
            for name in sorted(names):
                path = os.path.realpath(Path(root, name))
                if name.lower().endswith(_SUFFIXES) and path not in seen:
                    seen.add(path)
                    yield Path(path)


def _record(font: FontFile) -> dict[str, Any]:
    return {
        "index": font.index,
        "family": font.family,
        "weight": font.weight,
        "variable": font.variable,
        "ranges": font.ranges,
    }


def _faces(path: Path, bundled: bool) -> Iterator[FontFile]:
    """The faces of one file that can be embedded: upright, with outlines, allowed by their maker."""
    try:
        blob = hb.Blob.from_file_path(str(path))
        count = max(1, hb.Face(blob, 0).count)
        for index in range(min(count, 64)):
            face = hb.Face(blob, index)
            if not _OUTLINES.intersection(face.table_tags) or not face.upem:
                continue
            os2 = bytes(face.reference_table("OS/2").data)
            weight, permission, selection = 400, 0, 0
            if len(os2) >= 64:
                weight = int.from_bytes(os2[4:6], "big")
                permission = int.from_bytes(os2[8:10], "big")
                selection = int.from_bytes(os2[62:64], "big")
            restricted = permission & 0x000F == 2 or permission & 0x0200
            if restricted or (selection & 0x0201):
                continue
            ranges = _ranges(face.unicodes)
            if not ranges:
                continue
            names = hb.OTNameIdPredefined
            family = face.get_name(names.TYPOGRAPHIC_FAMILY) or face.get_name(names.FONT_FAMILY) or path.stem
            weight = weight if 1 <= weight <= 1000 else 400
            yield FontFile(str(path), index, family, weight, bundled, bool(face.has_var_data), ranges)
    except (hb.HarfBuzzError, OSError, ValueError, RuntimeError) as error:
        log.info("font file left out: %s (%s)", path.name, error)


def _ranges(codes: Iterable[int]) -> tuple[int, ...]:
    out: list[int] = []
    for code in codes:
        if out and out[-1] == code:
            out[-1] = code + 1
        else:
            out += (code, code + 1)
    return tuple(out)


def _read(cache: Path | None) -> dict[str, Any]:
    if cache is None:
        return {}
    try:
        held = json.loads(cache.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    files = held.get("files") if isinstance(held, dict) and held.get("version") == _VERSION else None
    return files if isinstance(files, dict) else {}


def _write(cache: Path, files: dict[str, Any]) -> None:
    """Keep the index for the next start; that it cannot be kept is no misfortune."""
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        part = cache.with_name(f"{cache.name}.{os.getpid()}")
        part.write_text(json.dumps({"version": _VERSION, "files": files}), "utf-8")
        part.replace(cache)
    except OSError as error:
        log.info("font index not kept: %s", error)
