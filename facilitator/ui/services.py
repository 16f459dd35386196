"""What the window needs from the rooms it may not import, as protocols: the record on disk, search, import, export.

Everything that may take longer than a blink is ``async`` and does its work in a thread of its own. Failures come as
:class:`~facilitator.session.errors.Told` (a sentence for a person); anything else is a bug and goes to the crash
dialog. ``facilitator.app`` gives the one real implementation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from facilitator.session.narrowing import ALL, Narrowing
from facilitator.settings import Settings

if TYPE_CHECKING:
    from facilitator.session.conversations import TalkGlimpse
    from facilitator.session.lengths import Usual
    from facilitator.session.modalities import Catalogue
    from facilitator.session.people import JoinPerson
    from facilitator.session.repeat import LeftOpen
    from facilitator.session.store import Store
    from facilitator.session.talk_steps import TalkWords
    from facilitator.session.templates import Template
    from facilitator.ui.phones.door import PhonesService

Tick = Callable[[float, str], None]
"""Hears progress: a share from 0.0 to 1.0 (negative: not known) and a few words such as *page 6 of 9*. Any thread."""

Cancelled = Callable[[], bool]
"""Asked by long work, in its own thread: whether it should stop and leave nothing behind."""


class SessionRow(Protocol):
    """One session as a list shows it. Times are ms UTC; texts are empty where nothing was said.

    ``talk`` says who may see a logged talk, ``modalities`` are those of the agenda in its order, ``agenda`` is its
    blocks as a line of JSON (modality, minutes, title), ``series`` the id of the series it stands in.
    """

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def date_ms(self) -> int: ...
    @property
    def contributions(self) -> int: ...
    @property
    def people(self) -> int: ...
    @property
    def place(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def starts(self) -> str: ...
    @property
    def ends(self) -> str: ...
    @property
    def talk(self) -> str: ...
    @property
    def modalities(self) -> Sequence[str]: ...
    @property
    def agenda(self) -> str: ...
    @property
    def series(self) -> str: ...
    @property
    def series_name(self) -> str: ...
    @property
    def series_number(self) -> int: ...


class Hit(Protocol):
    """One place where the searched words stand. ``what`` is contribution, title (with the purpose behind it, on a line
    of its own), person or theme; ``marks`` are (start, end) in ``text``, in characters. Words may also stand in the
    giver's name, or in what is shown nowhere else, ``also``: somebody's other names, the place of a session.
    ``modality`` and ``activity`` (its title) are of the block it was given in.
    """

    @property
    def session(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def contribution(self) -> str | None: ...
    @property
    def person(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def marks(self) -> Sequence[tuple[int, int]]: ...
    @property
    def at_ms(self) -> int | None: ...
    @property
    def person_marks(self) -> Sequence[tuple[int, int]]: ...
    @property
    def also(self) -> str: ...
    @property
    def also_marks(self) -> Sequence[tuple[int, int]]: ...
    @property
    def modality(self) -> str: ...
    @property
    def activity(self) -> str: ...


class SearchPage(Protocol):
    """The newest hits and how many there are in all. ``by_session`` says how many cards and people were found in each
    session; empty where there are too many to count.
    """

    @property
    def total(self) -> int: ...
    @property
    def hits(self) -> Sequence[Hit]: ...
    @property
    def by_session(self) -> Mapping[str, int]: ...


class Nearest(Protocol):
    """A part of what was looked for that something does say: how many hits it has, in how many sessions."""

    @property
    def words(self) -> str: ...
    @property
    def hits(self) -> int: ...
    @property
    def sessions(self) -> int: ...


class Skipped(Protocol):
    """Something an import left out: where in the file, and why, as sentences."""

    @property
    def where(self) -> str: ...
    @property
    def reason(self) -> str: ...


class Imported(Protocol):
    """What came of one file: a session, a method (its name; ``contributions`` is 0 where it was here already), or a
    sentence saying why not.
    """

    @property
    def file(self) -> Path: ...
    @property
    def session(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def contributions(self) -> int: ...
    @property
    def people(self) -> int: ...
    @property
    def skipped(self) -> Sequence[Skipped]: ...
    @property
    def problem(self) -> str: ...
    @property
    def method(self) -> str: ...


class Backup(Protocol):
    """One backup of the library. ``at`` is ms UTC."""

    @property
    def path(self) -> Path: ...
    @property
    def at(self) -> int: ...
    @property
    def good(self) -> bool: ...


class Checked(Protocol):
    """What checking the whole record found; ``problems`` are sentences."""

    @property
    def ok(self) -> bool: ...
    @property
    def sessions(self) -> int: ...
    @property
    def facts(self) -> int: ...
    @property
    def problems(self) -> Sequence[object]: ...


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to write where. ``format`` is pdf, md, csv, json or ics; audience and names as in ``session.privacy``."""

    session: str
    format: str
    target: Path
    audience: str = "everyone"
    names: str = "full"
    paper: str = "a4"


class KnownPerson(Protocol):
    """Somebody already known."""

    @property
    def name(self) -> str: ...
    @property
    def also(self) -> Sequence[str]: ...
    @property
    def unit(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def roles(self) -> Sequence[str]: ...
    @property
    def named(self) -> bool: ...
    @property
    def sessions(self) -> int: ...
    @property
    def last_ms(self) -> int: ...


class Guest(Protocol):
    """Somebody on a list that was typed, pasted or dropped. ``told`` is for the person's note: the list's note and the
    mail address; ``named`` is None where the list does not say whether they may be named; ``where`` is their place on
    the list.
    """

    @property
    def name(self) -> str: ...
    @property
    def also(self) -> tuple[str, ...]: ...
    @property
    def roles(self) -> tuple[str, ...]: ...
    @property
    def unit(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def told(self) -> str: ...
    @property
    def named(self) -> bool | None: ...
    @property
    def where(self) -> str: ...


class LeftOut(Protocol):
    """A place in a list that could not be used, and why."""

    @property
    def where(self) -> str: ...
    @property
    def why(self) -> str: ...


class GuestList(Protocol):
    """People from a list, each once."""

    @property
    def guests(self) -> Sequence[Guest]: ...
    @property
    def skipped(self) -> Sequence[LeftOut]: ...
    @property
    def notes(self) -> Sequence[str]: ...


class LooseEnds(Protocol):
    """What sessions left open."""

    @property
    def due(self) -> Sequence[LeftOpen]:
        """Open commitments due soon or late, earliest first."""

    @property
    def open(self) -> int:
        """How many commitments are open in the sessions looked at."""

    @property
    def questions(self) -> Sequence[LeftOpen]:
        """Questions nobody answered, newest first."""


class Services(Protocol):
    """Everything the window asks of the program around it."""

    @property
    def store(self) -> Store:
        """The one door for changes."""

    @property
    def settings(self) -> Settings:
        """What holds now."""

    @property
    def library(self) -> Path:
        """The folder of the record."""

    @property
    def warnings(self) -> Sequence[str]:
        """Sentences about the place the library lies in (a sync service, a network drive)."""

    @property
    def read_only(self) -> str:
        """Why nothing can be written, as a sentence; empty where writing works."""

    @property
    def drafts(self) -> Path:
        """The folder for lines not yet given."""

    @property
    def logs(self) -> Path:
        """The folder of the program's log."""

    @property
    def version(self) -> str:
        """The program's version."""

    def export_name(self, title: str, format: str) -> str:
        """A file name that every system takes, for a session's title."""

    async def sessions(self) -> Sequence[SessionRow]:
        """Every session, newest first."""

    async def search(
        self, query: str, *, limit: int = 200, session: str | None = None, offset: int = 0, narrowing: Narrowing = ALL
    ) -> SearchPage:
        """The newest places where these words stand."""

    async def search_by_session(
        self, query: str, *, limit: int = 60, offset: int = 0, narrowing: Narrowing = ALL
    ) -> SearchPage:
        """The sessions in which these words stand, newest first, each with a few of its hits: where hits are many."""

    async def nearest(self, query: str, narrowing: Narrowing = ALL) -> Nearest | None:
        """The largest part of these words that something says; None where nothing says any of them."""

    async def narrowed(self, narrowing: Narrowing) -> frozenset[str]:
        """The sessions a narrowing leaves, where no words are looked for."""

    async def open_session(self, session: str) -> None:
        """Read a session, so that the store has it open afterwards."""

    async def import_files(self, files: Sequence[Path], tick: Tick, cancelled: Cancelled) -> Sequence[Imported]:
        """Take files in, each as a session of its own."""

    async def export(self, request: ExportRequest, tick: Tick, cancelled: Cancelled) -> Path | None:
        """Write a report. Gives the file, or None when it was cancelled and nothing was written."""

    async def print_sheet(self, session: str, sheet: str, target: Path, paper: str = "", count: int = 0) -> Path:
        """Write a sheet of paper as a PDF: run-sheet, participant-card, role-slips, observer-sheet, capture-cards or
        join-poster; on the paper of the settings when none is named. Gives the file.
        """

    async def begin_session(self, title: str, template: Template | None = None) -> str:
        """Begin a session, from a template if one is given; gives its id, open in the store."""

    async def open_sample(self) -> str:
        """Put the sample session into this library, unless it is there already; gives its id."""

    async def open_library(self) -> str:
        """Have the stream of the library itself open in the store (methods, templates); gives its id."""

    async def catalogue(self) -> Catalogue:
        """Every method: those that come with the program, then one's own."""

    async def export_method(self, method: str, target: Path) -> None:
        """Write a method as one file, whole or not at all."""

    async def templates(self) -> Sequence[Template]:
        """One's own templates, then those that come with the program."""

    async def keep_template(self, session: str, name: str) -> str:
        """Keep a session's plan as a template; gives the template's id."""

    async def next_session(self, session: str, every: str = "") -> str:
        """Make the next session of a series, with the same plan; gives its id."""

    async def last_time(self, session: str) -> Sequence[LeftOpen]:
        """What the session before this one in its series left open."""

    async def known_people(self) -> Sequence[KnownPerson]:
        """Everybody who was ever in a session here, the one met last first."""

    async def read_guests(self, text: str) -> GuestList:
        """People from text that was typed or pasted; what cannot be used is listed."""

    def joining(self, found: GuestList, session: str) -> Sequence[JoinPerson]:
        """What brings a list into a session. Nobody is there twice; whoever was taken out comes back as they were."""

    async def read_guest_file(self, file: Path) -> GuestList:
        """People from a file (text, CSV, vCard)."""

    async def loose_ends(self, days: int = 7) -> LooseEnds:
        """Commitments due within these days and questions nobody answered, over all sessions."""

    async def log_talk(self, words: TalkWords, stream: str) -> str:
        """Log a talk in a stream of its own; gives its id once it is kept for good. Asking twice logs it once."""

    async def change_talk(self, session: str, words: TalkWords) -> None:
        """Make a logged talk say this; returns once it is kept for good."""

    async def last_talk(self, name: str) -> TalkGlimpse | None:
        """The last talk with somebody, None where there was none."""

    async def talks(self, limit: int) -> Sequence[TalkGlimpse]:
        """The newest talks, newest first."""

    async def share_line(self, session: str, contribution: str, into: str, *, leave: bool) -> str:
        """Give a line of a talk in another session, without names; gives the new contribution's id."""

    async def running_session(self) -> str:
        """The session that runs now, or ran when the program was left (its id); empty where none does."""

    async def usual_lengths(self) -> Mapping[str, Usual]:
        """What each modality usually took in this library's newest sessions, by modality."""

    @property
    def phones(self) -> PhonesService | None:
        """The phones of the room; None where none can take part."""

    @property
    def keeps_awake(self) -> bool:
        """Whether the laptop is kept from sleeping while a session runs."""

    async def keep_file(self, data: bytes) -> str:
        """Keep bytes beside the record; gives the SHA-256 that names them, once they are on disk."""

    async def kept_file(self, sha256: str) -> Path | None:
        """Where kept bytes are, None where they are missing."""

    async def save_settings(self, settings: Settings) -> None:
        """Let these hold from now on, and keep them."""

    async def backups(self) -> Sequence[Backup]:
        """Every backup, newest first."""

    async def back_up(self) -> Path:
        """Make a backup now."""

    async def check(self, tick: Tick) -> Checked:
        """Check every fact of the record."""
