"""The program around the window, in memory: a real store over a journal that keeps facts in a list."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from facilitator.beginnings import built_in_templates
from facilitator.catalogue import built_in
from facilitator.planner import begin
from facilitator.session.contributions import GiveContribution
from facilitator.session.facts import Fact
from facilitator.session.ledger import Ledger
from facilitator.session.library import LIBRARY
from facilitator.session.modalities import Catalogue
from facilitator.session.narrowing import ALL, Narrowing
from facilitator.session.people import JoinPerson
from facilitator.session.ports import uuid7
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.session.templates import Template
from facilitator.settings import Settings
from facilitator.ui.phones.door import PhonesService
from facilitator.ui.services import Cancelled, ExportRequest, Tick
from tests.waiting import until


class MemoryJournal:
    """Keeps facts at once, or when told to; refuses when told to."""

    device = "w1"

    def __init__(self) -> None:
        self.kept: list[Fact] = []
        self.waiting: list[tuple[Sequence[Fact], Callable[[Exception | None], None]]] = []
        self.slow = False

    def append(self, facts: Sequence[Fact], epoch: int, done: Callable[[Exception | None], None]) -> None:
        del epoch
        if self.slow:
            self.waiting.append((facts, done))
            return
        self.kept.extend(facts)
        done(None)

    def settle(self, error: Exception | None = None) -> None:
        """Answer everything that waits, with success or with an error."""
        waiting, self.waiting = self.waiting, []
        for facts, done in waiting:
            if error is None:
                self.kept.extend(facts)
            done(error)


@dataclass(frozen=True)
class Row:
    id: str
    title: str
    date_ms: int
    contributions: int
    people: int
    place: str = ""
    source: str = ""
    starts: str = ""
    ends: str = ""
    talk: str = ""
    modalities: tuple[str, ...] = ()
    agenda: str = ""
    series: str = ""
    series_name: str = ""
    series_number: int = 0


@dataclass(frozen=True)
class FoundHit:
    session: str
    title: str
    what: str
    contribution: str | None
    person: str
    kind: str
    text: str
    marks: tuple[tuple[int, int], ...]
    at_ms: int | None
    person_marks: tuple[tuple[int, int], ...] = ()
    also: str = ""
    also_marks: tuple[tuple[int, int], ...] = ()
    modality: str = ""
    activity: str = ""


@dataclass(frozen=True)
class Page:
    total: int
    hits: tuple[FoundHit, ...]
    by_session: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Near:
    words: str
    hits: int
    sessions: int


@dataclass(frozen=True)
class Result:
    file: Path
    session: str | None
    title: str
    contributions: int
    people: int
    skipped: tuple[object, ...] = ()
    problem: str = ""
    method: str = ""


@dataclass(frozen=True)
class Left:
    where: str
    reason: str


@dataclass(frozen=True)
class Copy:
    path: Path
    at: int
    good: bool = True


@dataclass(frozen=True)
class Report:
    ok: bool
    sessions: int
    facts: int
    problems: tuple[object, ...] = ()


@dataclass
class MemoryServices:
    """Every service, over memory."""

    drafts: Path
    library: Path
    logs: Path
    settings: Settings = field(default_factory=Settings)
    warnings: tuple[str, ...] = ()
    read_only: str = ""
    version: str = "0.1.0"
    keeps_awake: bool = False
    phones: PhonesService | None = None

    def __post_init__(self) -> None:
        self.journal = MemoryJournal()
        self.store = Store(self.journal)
        self.rows: dict[str, Row] = {}
        self.asked: list[str] = []
        self.exports: list[ExportRequest] = []
        self.export_gate = asyncio.Event()
        self.export_gate.set()
        self.export_error: Exception | None = None
        self.search_gate = asyncio.Event()
        self.search_gate.set()

    def begin(self, title: str) -> str:
        """A session at once, without waiting."""
        session = uuid7()
        self.store.dispatch(session, CreateSession(title=title))
        return session

    def person(self, session: str, name: str) -> str:
        person = uuid7()
        self.store.dispatch(session, JoinPerson(person=person, name=name))
        return person

    def give(self, session: str, text: str, person: str | None = None, kind: str = "note", **more: object) -> str:
        command = GiveContribution(text=text, kind=kind, authors=(person,) if person else (), **more)  # type: ignore[arg-type]
        self.store.dispatch(session, command)
        return command.id

    def export_name(self, title: str, format: str) -> str:
        return f"{title.lower().replace(' ', '-')}.{format}"

    async def sessions(self) -> list[Row]:
        rows = []
        for session in list(self.store._open):
            state = self.store.state(session)
            if state.about.exists:
                rows.append(
                    Row(
                        session,
                        state.about.title,
                        state.about.created_ms or 0,
                        len(state.contributions.standing()),
                        len(state.people.present()),
                        state.about.place,
                        state.about.source,
                    )
                )
        return sorted(rows, key=lambda row: (-row.date_ms, row.id))

    async def search(
        self, query: str, *, limit: int = 200, session: str | None = None, offset: int = 0, narrowing: Narrowing = ALL
    ) -> Page:
        assert not narrowing, "tests that narrow stand on the real services"
        self.asked.append(query)
        await self.search_gate.wait()
        hits = []
        word = query.strip().casefold()
        for row in await self.sessions():
            state = self.store.state(row.id)
            if session not in (None, row.id):
                continue
            for given in reversed(state.contributions.standing()):
                at = given.text.casefold().find(word)
                if at >= 0:
                    names = ", ".join(state.people[a].name for a in given.authors)
                    hits.append(
                        FoundHit(
                            row.id,
                            row.title,
                            "contribution",
                            given.id,
                            names,
                            given.kind,
                            given.text,
                            ((at, at + len(word)),),
                            given.at_ms,
                        )
                    )
        return Page(len(hits), tuple(hits[offset : offset + limit]))

    async def search_by_session(
        self, query: str, *, limit: int = 60, offset: int = 0, narrowing: Narrowing = ALL
    ) -> Page:
        page = await self.search(query, limit=100_000, narrowing=narrowing)
        counted = Counter(hit.session for hit in page.hits)
        chosen = list(counted)[offset : offset + limit]
        return Page(page.total, tuple(hit for hit in page.hits if hit.session in chosen), dict(counted))

    async def nearest(self, query: str, narrowing: Narrowing = ALL) -> Near | None:
        for word in query.split():
            page = await self.search(word, narrowing=narrowing)
            if page.total:
                return Near(word, page.total, len({hit.session for hit in page.hits}))
        return None

    async def narrowed(self, narrowing: Narrowing) -> frozenset[str]:
        assert not narrowing, "tests that narrow stand on the real services"
        return frozenset(row.id for row in await self.sessions())

    async def running_session(self) -> str:
        return ""

    async def keep_file(self, data: bytes) -> str:
        named = hashlib.sha256(data).hexdigest()
        self.library.mkdir(parents=True, exist_ok=True)
        (self.library / named).write_bytes(data)
        return named

    async def kept_file(self, sha256: str) -> Path | None:
        file = self.library / sha256
        return file if file.exists() else None

    async def catalogue(self) -> Catalogue:
        return built_in()

    async def open_session(self, session: str) -> None:
        assert self.store.is_open(session)

    async def begin_session(self, title: str, template: Template | None = None) -> str:
        session = uuid7()
        self.store.dispatch(session, begin(title, template))
        return session

    async def templates(self) -> list[Template]:
        return list(built_in_templates())

    async def usual_lengths(self) -> dict[str, object]:
        return {}

    async def open_library(self) -> str:
        if not self.store.is_open(LIBRARY):
            self.store.adopt(Ledger(LIBRARY))
        return LIBRARY

    async def known_people(self) -> list[object]:
        return []

    async def import_files(self, files: Sequence[Path], tick: Tick, cancelled: Cancelled) -> list[Result]:
        results = []
        for place, file in enumerate(files):
            tick(place / len(files), file.name)
            try:
                lines = file.read_text("utf-8").splitlines()
            except (OSError, UnicodeDecodeError):
                results.append(Result(file, None, "", 0, 0, (), "This is no transcript."))
                continue
            session = self.begin(file.stem)
            skipped = []
            for number, line in enumerate(lines, 1):
                if line.strip():
                    self.give(session, line)
                else:
                    skipped.append(Left(f"line {number}", "It is empty."))
            results.append(Result(file, session, file.stem, len(lines), 0, tuple(skipped)))
        return results

    async def export(self, request: ExportRequest, tick: Tick, cancelled: Cancelled) -> Path | None:
        self.exports.append(request)
        tick(0.5, "page 2 of 4")
        await until(lambda: self.export_gate.is_set() or cancelled())
        if cancelled():
            return None
        if self.export_error is not None:
            raise self.export_error
        request.target.write_text("report", "utf-8")
        return request.target

    async def save_settings(self, settings: Settings) -> None:
        self.settings = settings

    async def backups(self) -> list[Copy]:
        return [Copy(self.library / "backups" / "library-2026-03-12.db", 1773320000000)]

    async def back_up(self) -> Path:
        return self.library / "backups" / "library-now.db"

    async def check(self, tick: Tick) -> Report:
        tick(1.0, "")
        return Report(True, len(self.rows), len(self.journal.kept))
