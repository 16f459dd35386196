"""What the window asks for, done by storage, intake and export in threads of their own.

The window knows :class:`facilitator.ui.services.Services`; this is the one real thing behind it. Nothing in here waits
on the window's thread: the record is read and folded elsewhere and handed over folded.
"""

from __future__ import annotations

import asyncio
import datetime
import gc
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator import __version__, crash, paths, pulse, settings, tasks
from facilitator.running_desk import RunningDesk
from facilitator.session.errors import FacilitatorError, Told
from facilitator.session.ports import uuid7, wall_clock
from facilitator.settings import Settings
from facilitator.tasks import in_thread
from facilitator.timekeeper import Timekeeper
from facilitator.words import tell

if TYPE_CHECKING:
    from facilitator.arrivals import Arrival
    from facilitator.intake import GuestList
    from facilitator.session.conversations import TalkGlimpse
    from facilitator.session.facts import Fact
    from facilitator.session.modalities import Catalogue, Modality
    from facilitator.session.people import JoinPerson
    from facilitator.session.repeat import LeftOpen
    from facilitator.session.store import Change, Store
    from facilitator.session.talk_steps import TalkWords
    from facilitator.session.templates import Template
    from facilitator.storage import BackupInfo, CheckReport, Library, SessionRow
    from facilitator.storage.directory import KnownPerson
    from facilitator.storage.glance import Glimpse
    from facilitator.storage.loose_ends import LooseEnds
    from facilitator.ui.services import Cancelled, ExportRequest, Tick
    from facilitator.ui.services import GuestList as FoundGuests

SESSIONS_HELD = 16
"""Sessions kept folded in memory: the one shown, and those looked at last. The others are read again when asked for."""

LISTEN_SECONDS = 1.0
"""How often the library is asked whether another program wrote into it."""


@dataclass(frozen=True, slots=True)
class Left:
    """Something an import left out."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one file."""

    file: Path
    session: str | None = None
    title: str = ""
    contributions: int = 0
    people: int = 0
    skipped: tuple[Left, ...] = ()
    problem: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A backup as the window lists it; ``at`` in ms UTC."""

    path: Path
    at: int
    good: bool


def saved(backups: Sequence[BackupInfo]) -> list[Saved]:
    """Backups as the window lists them."""
    return [Saved(info.path, int(info.at.timestamp() * 1000), info.good) for info in backups]


def _today() -> datetime.date:
    """The day by this computer's clock and zone."""
    return datetime.datetime.now().astimezone().date()


class Desktop(RunningDesk):
    """The services of one library, which is opened when something first needs it: the list shows before that."""

    def __init__(
        self, folder: Path, opens: Callable[[], Coroutine[None, None, Library]], chosen: Settings, file: Path
    ) -> None:
        super().__init__()
        self._folder = folder
        self._opens = opens
        self._opening: asyncio.Task[Library] | None = None
        self._opened: tuple[Library, Store] | None = None
        self._settings = chosen
        self._settings_file = file
        self._saving = asyncio.Lock()
        self._missed: dict[str, list[Fact]] = {}
        """What others wrote into streams while these are being read."""
        self._recent: OrderedDict[str, None] = OrderedDict()
        self._catalogue: tuple[list[Modality], Catalogue] | None = None
        self.time = Timekeeper(self.drafts / pulse.FILE_NAME)
        """The clock of what runs."""

    async def ready(self) -> Library:
        """The library, once it is open. What failed to open is tried again when asked again."""
        if self._opening is None:
            self._opening = tasks.start(self._opens(), "open the library", lambda _error: None)
        opening = self._opening
        try:
            library = await asyncio.shield(opening)
        except FacilitatorError:
            if self._opening is opening:
                self._opening = None
            raise
        if self._opened is None:
            from facilitator.session.store import Store

            store = Store(library.journal, clock=self.time.clock, on_listener_error=crash.caught)
            self.time.listen(store)
            self._opened = (library, store)
        return library

    # ---- what holds -----------------------------------------------------------------------------------------------

    @property
    def store(self) -> Store:
        """The one door for changes. There is one as soon as anything was opened."""
        assert self._opened is not None, "asked for the store before the library was open"
        return self._opened[1]

    @property
    def settings(self) -> Settings:
        """What holds now."""
        return self._settings

    @property
    def library(self) -> Path:
        """The folder of the record."""
        return self._folder

    @property
    def warnings(self) -> Sequence[str]:
        """Sentences about the place the library lies in."""
        return self._opened[0].warnings if self._opened is not None else ()

    @property
    def read_only(self) -> str:
        """Why nothing can be written; empty where writing works."""
        return self._opened[0].why_read_only if self._opened is not None and self._opened[0].read_only else ""

    @property
    def drafts(self) -> Path:
        """The folder for lines not yet given."""
        return self._folder / "drafts"

    @property
    def logs(self) -> Path:
        """The folder of the program's log."""
        return paths.log_folder()

    @property
    def version(self) -> str:
        """The program's version."""
        return __version__

    # ---- sessions and search ----------------------------------------------------------------------------------------

    async def sessions(self) -> Sequence[SessionRow] | Sequence[Glimpse]:
        """Every session, newest first; while the library is opening, the newest of them at a glance."""
        if self._opened is None:
            from facilitator.storage.glance import glance

            glimpsed = await in_thread(glance, self._folder)
            if glimpsed is not None:
                return glimpsed
        return await in_thread((await self.ready()).sessions)

    async def open_session(self, session: str) -> None:
        """Read a session, so that the store has it open afterwards."""
        await self._have_open(session)
        await self.time.opened(session, self.store.state(session))
        self._recent[session] = None
        self._recent.move_to_end(session)
        if len(self._recent) > SESSIONS_HELD:
            self.store.close(self._recent.popitem(last=False)[0])
            gc.unfreeze()
            gc.collect()
        gc.freeze()  # what stays is not looked through for garbage in the middle of a word: 0.1 s at 10,000 cards

    async def _have_open(self, stream: str) -> None:
        library = await self.ready()
        if self.store.is_open(stream):
            return
        self._missed.setdefault(stream, [])
        try:
            self.store.adopt(await in_thread(library.load, stream))
        finally:
            missed = self._missed.pop(stream, [])
        if missed:
            self.store.admit(stream, missed, keep=False)

    # ---- planning ---------------------------------------------------------------------------------------------------

    async def begin_session(self, title: str, template: Template | None = None) -> str:
        """Begin a session, from a template if one is given, in this computer's zone; gives its id."""
        await self.ready()
        from facilitator.planner import begin, first_choices, here

        stream, first = uuid7(), first_choices(self._settings, _today())
        self.store.dispatch(stream, begin(title, template, zone=here(), first=first))
        return stream

    async def open_sample(self) -> str:
        """Put the sample session into this library, unless it is there already; gives its id."""
        from facilitator.demo import Sample, played

        library = await self.ready()

        def play() -> tuple[str, list[Fact]]:
            sample = Sample()
            there = any(row.id == sample.stream for row in library.sessions())
            return sample.stream, [] if there else played(sample, library.journal.device)

        stream, facts = await in_thread(play)
        if facts:
            await self._settled(lambda: self.store.admit(stream, facts))
        return stream

    async def open_library(self) -> str:
        """Have the stream of the library itself open in the store (methods, templates); gives its id."""
        from facilitator.session.library import LIBRARY

        await self._have_open(LIBRARY)
        return LIBRARY

    async def catalogue(self) -> Catalogue:
        """Every method: those that come with the program, then one's own; made anew only when they became others."""
        from facilitator.catalogue import built_in

        own = self.store.state(await self.open_library()).methods.own()
        if self._catalogue is None or self._catalogue[0] != own:
            self._catalogue = (own, built_in().with_own(own))
        return self._catalogue[1]

    async def export_method(self, method: str, target: Path) -> None:
        """Write a method as one file, whole or not at all."""
        from facilitator.export.files import whole_file
        from facilitator.session.modalities import as_method

        found = (await self.catalogue()).get(method)
        if found is None:
            raise FacilitatorError("There is no such method in this library.")
        content = json.dumps(as_method(found), ensure_ascii=False, indent=2) + "\n"

        def write() -> None:
            with whole_file(target) as beside:
                beside.write_text(content, encoding="utf-8", newline="\n")

        await in_thread(write)

    async def templates(self) -> Sequence[Template]:
        """One's own templates, then those that come with the program."""
        from facilitator.planner import all_templates

        stream = await self.open_library()
        return all_templates(self.store.state(stream))

    async def keep_template(self, session: str, name: str) -> str:
        """Keep a session's plan as a template; gives the template's id."""
        from facilitator.planner import keeping

        stream = await self.open_library()
        await self.open_session(session)
        keep = keeping(self.store.state(session), name)
        await self._keep(stream, keep)
        return keep.template

    async def next_session(self, session: str, every: str = "") -> str:
        """Make the next session of a series, with the same plan; gives its id."""
        from facilitator.planner import kept_as_usual, opening
        from facilitator.session.repeat import next_session

        await self.open_session(session)
        made = next_session(self.store.state(session), opening(), every=every)
        if made.here is not None:
            self.store.dispatch(session, made.here)
        await self._keep(made.stream, kept_as_usual(made.step, self._settings, _today()))
        return made.stream

    async def last_time(self, session: str) -> Sequence[LeftOpen]:
        """What the session before this one in its series left open."""
        from facilitator.session.repeat import left_open

        await self.open_session(session)
        follows = self.store.state(session).series.follows
        if not follows:
            return ()
        library = await self.ready()
        return await in_thread(lambda: left_open(library.load(follows).state))

    async def known_people(self) -> Sequence[KnownPerson]:
        """Everybody who was ever in a session here, the one met last first."""
        return await in_thread((await self.ready()).people)

    async def read_guests(self, text: str) -> GuestList:
        """People from text that was typed or pasted; what cannot be used is listed."""
        from facilitator.intake import read_guests

        return await in_thread(read_guests, text)

    def joining(self, found: FoundGuests, session: str) -> Sequence[JoinPerson]:
        """What brings a list into a session."""
        from facilitator import intake
        from facilitator.arrivals import joining

        assert isinstance(found, intake.GuestList)  # the only lists there are come from reading one
        return joining(found, self.store.state(session))[0]

    async def read_guest_file(self, file: Path) -> GuestList:
        """People from a file."""
        from facilitator.intake import read_guest_file

        return await in_thread(read_guest_file, file)

    async def loose_ends(self, days: int = 7) -> LooseEnds:
        """Commitments due within these days and questions nobody answered, over all sessions."""
        library = await self.ready()
        return await in_thread(library.loose_ends, _today() + datetime.timedelta(days=days))

    # ---- talks ------------------------------------------------------------------------------------------------------

    async def log_talk(self, words: TalkWords, stream: str) -> str:
        """Log a talk; gives its stream once it is kept for good. One that is in the record already is left as it is."""
        from facilitator.session.talk_steps import log_step
        from facilitator.talks import title_of

        await self.open_session(stream)
        if not self.store.state(stream).talk.logged:
            logged = log_step(words, title_of(words.name, words.where), _today(), stream=stream)
            await self._keep(stream, logged.step)
        return stream

    async def change_talk(self, session: str, words: TalkWords) -> None:
        """Make a logged talk say this; returns once it is kept for good."""
        from facilitator.session.talk_steps import change_step, words_of
        from facilitator.talks import title_of

        await self.open_session(session)
        state = self.store.state(session)
        was = words_of(state)
        ours = state.about.title == title_of(was.name, was.where)
        title = title_of(words.name, words.where) if ours else None
        await self._keep(session, change_step(state, words, title, _today()))

    async def last_talk(self, name: str) -> TalkGlimpse | None:
        """The last talk with somebody."""
        return await in_thread((await self.ready()).last_talk, name)

    async def talks(self, limit: int) -> Sequence[TalkGlimpse]:
        """The newest talks, newest first."""
        return await in_thread((await self.ready()).talks, limit)

    async def share_line(self, session: str, contribution: str, into: str, *, leave: bool) -> str:
        """Give a line of a talk in another session, without names: first it is noted that leave was given."""
        from facilitator.session.conversations import ShareLine, line_for_sharing
        from facilitator.talks import somebody

        await self.open_session(session)
        await self.open_session(into)
        await self._keep(session, ShareLine(contribution=contribution, leave=leave))
        give = line_for_sharing(self.store.state(session), contribution, somebody())
        await self._keep(into, give)
        return give.id

    # ---- files ------------------------------------------------------------------------------------------------------

    def export_name(self, title: str, format: str) -> str:
        """A file name that every system takes, for a session's title."""
        from facilitator.export import file_name

        return file_name(title, format)

    async def import_files(self, files: Sequence[Path], tick: Tick, cancelled: Cancelled) -> Sequence[Taken]:
        """Take files in, each as a session of its own or as a method of one's own, each all or nothing."""
        from facilitator.arrivals import METHOD

        taken: list[Taken] = []
        library = await self.ready()
        for place, file in enumerate(files):
            if cancelled():
                break

            def part(share: float, place: int = place, name: str = file.name) -> None:
                if cancelled():
                    raise _Stopped
                tick((place + share) / len(files), name)

            try:
                arrival = await in_thread(self._read, library, file, part)
                if arrival.kind == METHOD:
                    taken.append(await self._take_method(file, arrival))
                else:
                    taken.append(await in_thread(self._take, library, file, arrival, part))
            except _Stopped:
                break
            except Told as error:
                if not isinstance(error, FacilitatorError) or error.mistake:
                    taken.append(Taken(file, problem=tell(error.message, error.params)))
                else:
                    raise
        return taken

    async def _take_method(self, file: Path, arrival: Arrival) -> Taken:
        """A method goes through the window's own store, whose methods are on the screen; what is there is no news."""
        stream = await self.open_library()
        before = self.store.state(stream).methods.own()
        await self._keep(stream, arrival.step)
        news = self.store.state(stream).methods.own() != before
        left = tuple(Left(item.where, item.why) for item in arrival.skipped if arrival.taken)
        return Taken(file, title=arrival.title, contributions=int(news), method=arrival.title, skipped=left)

    def _read(self, library: Library, file: Path, tick: Callable[[float], None]) -> Arrival:
        from facilitator.arrivals import SESSION, read_arrival

        arrival = read_arrival(file, tick=tick)
        if arrival.kind == SESSION and any(row.id == arrival.stream for row in library.sessions()):
            raise _Here("“{title}” is in this library already. Nothing was changed.", title=arrival.title)
        return arrival

    def _take(self, library: Library, file: Path, arrival: Arrival, tick: Callable[[float], None]) -> Taken:
        from facilitator.arrivals import PEOPLE
        from facilitator.session.store import Status, Store

        settled = threading.Event()
        ends: list[Change] = []

        def heard(change: Change) -> None:
            if change.status is not Status.HEARD:
                ends.append(change)
                settled.set()

        # A store of its own: the step is decided and folded in this thread, and only kept together with the others.
        store = Store(library.journal, epoch=self.store.epoch)
        store.subscribe(heard)
        store.dispatch(arrival.stream, arrival.step)
        settled.wait()
        if ends[0].status is Status.WITHDRAWN:
            library.deliver(self.store.renew)
            raise ends[0].error or FacilitatorError("It could not be saved.")
        state = store.state(arrival.stream)
        tick(1.0)
        return Taken(
            file,
            arrival.stream,
            state.about.title,
            0 if arrival.kind == PEOPLE else arrival.taken,
            len(state.people.present()),
            tuple(Left(item.where, item.why) for item in arrival.skipped),
        )

    async def export(self, request: ExportRequest, tick: Tick, cancelled: Cancelled) -> Path | None:
        """Write a report beside its target and rename it. None when it was cancelled and nothing was written."""
        await self.open_session(request.session)
        state = self.store.state(request.session).snapshot()

        def write() -> Path | None:
            from facilitator import export
            from facilitator.session.privacy import Audience, Names

            options = export.Options(
                audience=Audience(request.audience),
                names=Names(request.names),
                paper=request.paper,
                organisation=self._settings.organisation,
                learning=self._settings.learning_statement,
                accent=self._settings.report_accent,
                made_ms=wall_clock(),
                program_version=__version__,
            )
            try:
                result = export.export(
                    state,
                    request.format,
                    request.target,
                    options,
                    tick=lambda part: tick(part, ""),
                    cancelled=cancelled,
                )
            except export.Cancelled:
                return None
            return result.wrote

        return await in_thread(write)

    async def print_sheet(self, session: str, sheet: str, target: Path, paper: str = "", count: int = 0) -> Path:
        """Write a sheet of paper beside its target and rename it. Gives the file."""
        await self.open_session(session)
        state = self.store.state(session).snapshot()
        left = await self.last_time(session) if sheet == "run-sheet" else ()
        chosen = self._settings

        def write() -> Path:
            from facilitator.export import paper as sheets

            choices = sheets.Choices(
                paper=paper or chosen.paper,
                organisation=chosen.organisation,
                accent=chosen.report_accent,
                learning=chosen.learning_statement,
                count=count,
                last_time=tuple(sheets.left_line(item) for item in left),
            )
            return sheets.print_sheet(state, sheet, target, choices).wrote

        return await in_thread(write)

    # ---- settings and care ------------------------------------------------------------------------------------------

    async def save_settings(self, chosen: Settings) -> None:
        """Let these hold from now on, and keep them."""
        self._settings = chosen
        async with self._saving:  # two writings at once might leave the older one
            await in_thread(settings.save, self._settings, self._settings_file)

    async def backups(self) -> Sequence[Saved]:
        """Every backup, newest first."""
        return saved(await in_thread((await self.ready()).backups))

    async def back_up(self) -> Path:
        """Make a backup now."""
        return await in_thread((await self.ready()).backup)

    async def check(self, tick: Tick) -> CheckReport:
        """Check every fact of the record."""
        return await in_thread((await self.ready()).check, tick=lambda part: tick(part, ""))

    # ---- in the background ------------------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Take in, for ever, what other programs write into this library (the command line, for one)."""
        poll = (await self.ready()).changes()
        while True:
            await asyncio.sleep(LISTEN_SECONDS)
            try:
                facts = await in_thread(poll)
            except FacilitatorError:
                continue  # whoever writes next is told; asking again costs nothing
            for stream in dict.fromkeys(fact.stream for fact in facts):
                new = [fact for fact in facts if fact.stream == stream]
                if self.store.is_open(stream):
                    self.store.admit(stream, new, keep=False)
                elif stream in self._missed:
                    self._missed[stream] += new

    async def keep_safe(self) -> None:
        """Make the rolling backup that is due, once the window is up."""
        library = await self.ready()
        if not library.read_only:
            await in_thread(library.backup_if_due)

    async def close(self) -> None:
        """Wait until everything heard is kept, then give the library back."""
        await self.end_phones()
        if self._opened is not None:
            await self.time.keep()
            await in_thread(self._opened[0].close)


class _Stopped(Exception):
    """The import was cancelled."""


class _Here(FacilitatorError):
    mistake = True
