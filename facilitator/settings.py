"""What a person chose: a small TOML file, read once at the start and written whole when something changes.

The file may be edited by hand, may come from a newer program and may be damaged. So comments and keys this program
does not know are kept, a value that makes no sense counts as not chosen, and a file that cannot be read is put aside
under another name. Writing happens beside the file and then takes its place. Older files are brought up by numbered
steps.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facilitator import paths

FILE_NAME = "settings.toml"

LEARNING_STATEMENT = "We have learned when one of us does something differently because of another."
REPORT_ACCENT = "#1D6B4A"

THEMES = ("system", "light", "dark")
PAPERS = ("a4", "letter")
NAMES = ("full", "initials", "none")
ROOM_RULES = ("chatham_house", "lessons_leave_stories_stay", "everything_stays")
LENSES = ("", "clam")
TEXT_SCALES = (0.8, 2.0)  # smallest and largest
MOTIONS = ("system", "less")
TALK_TIMES = ("person", "group", "none")
ASK_AGAIN_WEEKS = (2, 6)  # people know by then what they used, and remember it (domain 2.3)
CONSENTS = ("quote", "paraphrase", "no")
ANONYMITY = ("named", "by_group", "without_names")
KEEP_MONTHS = (0, 120)
PORTS = (1024, 65535)  # those a program may have without being an administrator's

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice, with what holds when nothing was chosen. Change one with `dataclasses.replace`."""

    theme: str = "system"
    """One of `THEMES`."""
    language: str = ""
    """A language tag; empty follows the system."""
    text_scale: float = 1.0
    """Size of the text beside the system's own, within `TEXT_SCALES`."""
    paper: str = "a4"
    """The report's paper, one of `PAPERS`."""
    names: str = "full"
    """How people are named in reports, one of `NAMES`."""
    export_folder: str = ""
    """Where the last export went; empty when there was none."""
    organisation: str = ""
    """Stands on the report's cover; empty leaves it out."""
    learning_statement: str = LEARNING_STATEMENT
    """What the organisation calls learning, one sentence, on the cover of reports."""
    learning_agreed: str = ""
    """Who agreed on that sentence, when, and when it is looked at again; in one's own words."""
    room_rule: str = "lessons_leave_stories_stay"
    """The first choice for a new session, one of `ROOM_RULES`."""
    lens: str = ""
    """Somebody's model that plans show as a column, one of `LENSES`; off until somebody asks for it."""
    coach: bool = True
    """Whether a running session has the coach's quiet line."""
    talk_time: str = "person"
    """How a discussion first shows talk time, one of `TALK_TIMES`."""
    ask_again_weeks: int = 4
    """After how many weeks the plan check proposes to ask what was used, within `ASK_AGAIN_WEEKS`."""
    motion: str = "system"
    """Whether the window moves less than the system asks for, one of `MOTIONS`."""
    film_waits: bool = True
    """Whether typing stops a film that is newly chosen; each film can say otherwise."""
    line_consent: str = "quote"
    """How a line may be carried where nothing else is said, one of `CONSENTS`."""
    keep_awake: bool = True
    """Whether the laptop is kept from sleeping while a session runs."""
    tray: bool = True
    """Whether there is an icon beside the clock; asked at the start."""
    phones_port: int = 0
    """The port for phones, within `PORTS`; 0 takes the one of the time before, else any."""
    phones_unnamed: bool = True
    """Whether one may join on a phone without a name."""
    phones_hold: bool = False
    """Whether new cards of phones wait for the facilitator from the beginning."""
    phones_one_router: bool = False
    """Whether every phone comes from one address, as behind a router of one's own."""
    anonymity: str = "named"
    """How people appear in a new activity, one of `ANONYMITY`."""
    keep_months: int = 0
    """For how many months a new session is kept, within `KEEP_MONTHS`; 0 says nothing of it."""
    report_accent: str = REPORT_ACCENT
    """The organisation's colour in reports, ``#RRGGBB``."""
    introduced: bool = False
    """Whether the introduction was shown once by itself."""


def load(file: Path) -> Settings:
    """Read the settings; what is missing or makes no sense is as if never chosen. Never raises for a bad file."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        _put_aside(file)
        return Settings()
    except OSError as error:
        _log.warning("The settings cannot be read: error %s", error.errno)
        return Settings()
    table = _brought_up(table)
    chosen = {name: table[name] for name in _SENSE if name in table and _makes_sense(name, table[name])}
    if "text_scale" in chosen:
        chosen["text_scale"] = float(chosen["text_scale"])
    return Settings(**chosen)


def save(settings: Settings, file: Path) -> None:
    """Write the settings so that the file is either the old or the new one, whatever happens in between.

    Comments, order, keys and choices of other programs' versions stay as they are. Untouched defaults are not written,
    so that a better default of a later version reaches the person.

    Raises:
        OSError: if the folder cannot be written.
    """
    import tomlkit  # only for writing: reading is on the way of every start

    try:
        document = tomlkit.parse(file.read_text("utf-8"))
    except (OSError, ValueError):
        document = tomlkit.document()
    version = document.get("version", 0)
    if not isinstance(version, int) or version < VERSION:
        for name, value in _brought_up(document.unwrap()).items():
            document[name] = value
    defaults, there = Settings(), document.unwrap()
    newer = isinstance(version, int) and version > VERSION
    for name in _SENSE:
        value = getattr(settings, name)
        if value != getattr(defaults, name):
            document[name] = value
        elif not (newer and name in there and not _SENSE[name](there[name])):  # a choice only a newer program knows
            document.pop(name, None)
    file = paths.behind_link(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(file.name + ".new")
    try:
        with beside.open("w", encoding="utf-8") as stream:
            stream.write(tomlkit.dumps(document))
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _put_aside(file: Path) -> None:
    """Keep a damaged file under another name, so that nothing typed by hand is lost by the next writing."""
    for number in range(1, 1000):
        other = file.with_name(f"{file.stem}.damaged-{number}{file.suffix}")
        if not other.exists():
            with contextlib.suppress(OSError):
                file.replace(other)
                _log.warning("The settings were damaged; they were put aside and start afresh.")
            return


# ---------------------------------------------------------------- what makes sense

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")


def _text(limit: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and len(value) <= limit


def _one_of(choices: tuple[str, ...]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in choices


def _scale(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and TEXT_SCALES[0] <= value <= TEXT_SCALES[1]


def _whole(least: int, most: int, *others: int) -> Callable[[Any], bool]:
    def sense(value: Any) -> bool:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return whole and (least <= value <= most or value in others)

    return sense


def _yes_or_no(value: Any) -> bool:
    return isinstance(value, bool)


_SENSE: dict[str, Callable[[Any], bool]] = {
    "theme": _one_of(THEMES),
    "language": lambda value: isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9_.@-]{0,35}", value) is not None,
    "text_scale": _scale,
    "paper": _one_of(PAPERS),
    "names": _one_of(NAMES),
    "export_folder": _text(4096),
    "organisation": _text(200),
    "learning_statement": _text(1000),
    "learning_agreed": _text(200),
    "room_rule": _one_of(ROOM_RULES),
    "lens": _one_of(LENSES),
    "report_accent": lambda value: isinstance(value, str) and _COLOUR.match(value) is not None,
    "coach": _yes_or_no,
    "talk_time": _one_of(TALK_TIMES),
    "ask_again_weeks": _whole(*ASK_AGAIN_WEEKS),
    "motion": _one_of(MOTIONS),
    "film_waits": _yes_or_no,
    "line_consent": _one_of(CONSENTS),
    "keep_awake": _yes_or_no,
    "tray": _yes_or_no,
    "phones_port": _whole(*PORTS, 0),
    "phones_unnamed": _yes_or_no,
    "phones_hold": _yes_or_no,
    "phones_one_router": _yes_or_no,
    "anonymity": _one_of(ANONYMITY),
    "keep_months": _whole(*KEEP_MONTHS),
    "introduced": _yes_or_no,
}
assert set(_SENSE) == {field.name for field in dataclasses.fields(Settings)}


def _makes_sense(name: str, value: Any) -> bool:
    if _SENSE[name](value):
        return True
    _log.warning("A setting makes no sense and counts as not chosen: %s", name)
    return False


# ---------------------------------------------------------------- older files


def _first(table: dict[str, Any]) -> dict[str, Any]:
    """Step 1: a file without a number is one written by hand; only the number is missing."""
    return table


_STEPS: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (_first,)
VERSION = len(_STEPS)


def _brought_up(table: dict[str, Any]) -> dict[str, Any]:
    """The table as this version writes it. A newer one is left as it is: its known keys still hold."""
    version = table.get("version", 0)
    if not isinstance(version, int) or version < 0:
        version = 0
    for number, step in enumerate(_STEPS[version:], start=version + 1):
        table = {**step(table), "version": number}
    return table
