"""Looking for a film's file and its captions, away from the window's thread: a folder may lie on a slow network."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath

from facilitator import paths
from facilitator.session.captions import LARGEST, Captions, decode, language_at_end, language_in_name, read_captions

OURS = "resources/"
"""Before the place of a film that came with the program."""

MOST_FILES = 20_000
MOST_CAPTIONS = 40


@dataclass(frozen=True, slots=True)
class Found:
    """A film's file, whether it is there, and the captions beside it by language (empty where none is said)."""

    path: Path
    there: bool
    captions: dict[str, Captions]


def kept(path: Path) -> str:
    """A file's place as the record keeps it: no more of this computer than is needed to find it again."""
    for base, before in ((paths.resources(), OURS), (Path.home(), "~/")):
        if path.is_relative_to(base):
            return before + path.relative_to(base).as_posix()
    return str(path)


def file_name(place: str) -> str:
    """The name of a file alone, from a place any system wrote."""
    return PurePath(place.replace("\\", "/")).name or place


_asked: set[str] = set()


def asked_for(place: str) -> str:
    """Somebody chose this file here by hand: it may be looked for wherever it lies. Gives the place."""
    _asked.add(place)
    return place


def elsewhere(place: str) -> bool:
    """Whether a place lies on another computer: asking for it would tell that one, which may be a stranger's, who asks.

    Such a place is looked for only where it was chosen by hand in this run of the program, for a record may come from
    anybody.
    """
    if place in _asked:
        return False
    rests = (place, place.removeprefix(OURS), place.removeprefix("~/"))
    return any(rest.replace("\\", "/").startswith("//") or "://" in rest for rest in rests)


def look(place: str, chosen: tuple[str, ...] = ()) -> Found:
    """Look for a film where the record says it lies, and for its captions: those chosen by hand, then those beside it.

    Blocks; what cannot be read is not there, and what lies :func:`elsewhere` counts as not there.
    """
    path = _path(place)
    if elsewhere(place):
        return Found(path, False, {})
    chosen = tuple(file for file in chosen if not elsewhere(file))
    try:
        there = path.is_file()
    except (OSError, ValueError):
        there = False
    return Found(path, there, _captions(path, chosen) if there else {})


def _path(place: str) -> Path:
    if place.startswith(OURS):
        return paths.resources() / place.removeprefix(OURS)
    if place.startswith("~/"):
        return Path.home() / place.removeprefix("~/")
    return Path(place)


def _captions(film: Path, chosen: tuple[str, ...]) -> dict[str, Captions]:
    files = [(_path(place), language_at_end(file_name(place))) for place in chosen]
    files += _beside(film)
    found: dict[str, Captions] = {}
    for file, language in files[:MOST_CAPTIONS]:
        try:
            with file.open("rb") as opened:
                read = read_captions(decode(opened.read(LARGEST)))
        except (OSError, ValueError):
            continue
        tag = language or read.language
        if len(read) and not any(tag.casefold() == other.casefold() for other in found):
            found[tag] = read
    return found


def _beside(film: Path) -> list[tuple[Path, str]]:
    """Files that bear the film's name, each with the language its own says."""
    try:
        names = sorted(path.name for path in islice(film.parent.iterdir(), MOST_FILES))
    except OSError:
        return []
    told = [(name, language_in_name(name, film.name)) for name in names]
    return [(film.parent / name, language) for name, language in told if language is not None]
