"""What *Today* shows, gathered from the record: the next session, drafts, what falls due, what stayed unanswered."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from facilitator.ui import times
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.session.conversations import TalkGlimpse
    from facilitator.session.errors import Rejected
    from facilitator.session.repeat import LeftOpen
    from facilitator.session.state import SessionState
    from facilitator.session.timetable import Timetable
    from facilitator.ui.services import Services, SessionRow

DRAFTS, TALKS, QUESTIONS = 5, 3, 5


@dataclass(frozen=True, slots=True)
class Next:
    """The next session, or the one that is running. ``begins`` is None where only the day is known."""

    session: str
    title: str
    table: Timetable | None
    place: str
    people: int
    day: datetime.date
    begins: datetime.datetime | None
    ends: datetime.datetime | None
    ready: bool
    missing: Rejected | None
    unnamed: int
    briefs: int
    running: bool = False
    cards: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan nothing was given in yet. ``day`` is None where there is none."""

    session: str
    title: str
    day: datetime.date | None
    blocks: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Today:
    """All of it. ``empty`` is a library with nothing in it."""

    now: datetime.datetime
    next: Next | None = None
    due: Sequence[LeftOpen] = ()
    standing: int = 0
    questions: Sequence[LeftOpen] = ()
    drafts: Sequence[Draft] = ()
    talks: Sequence[TalkGlimpse] = ()
    sessions: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing was ever kept here."""
        return not self.sessions and not self.talks


def at_a_glance(rows: Sequence[SessionRow], now: datetime.datetime) -> Today:
    """What the list of sessions alone tells: shown first, while the record is being opened."""
    row = _coming(rows, now)
    if row is None:
        return Today(now, sessions=len(rows))
    begin = times.said(row.starts)
    clocked = len(row.starts) > len("2026-03-12")
    day = (begin or now).date()
    ends = times.said(row.ends)
    found = Next(
        row.id, row.title, None, row.place, row.people, day, begin if clocked else None, ends, False, None, 0, 0
    )
    return Today(now, found, sessions=len(rows))


async def gather(services: Services, now: datetime.datetime) -> Today:
    """Read what there is. ``now`` has a zone."""
    talks = await services.talks(TALKS)  # waits for the record: the list of sessions is whole then, not a glance
    rows = await services.sessions()
    plans = [row for row in rows if not getattr(row, "talk", 0) and not row.source and not row.contributions]
    runs = await services.running_session()
    coming = next((row for row in rows if row.id == runs), None) or _coming(rows, now) or await _going(services, rows)
    found: Next | None = None
    if coming is not None:
        await services.open_session(coming.id)
        state = services.store.state(coming.id)
        found = _next(state, coming.id)
        if _runs(state):
            found = replace(found, running=True, cards=len(state.contributions.standing()))
    drafts: list[Draft] = []
    for row in plans:
        if len(drafts) >= DRAFTS or (coming is not None and row.id == coming.id):
            continue
        if _over(row, now):
            continue
        await services.open_session(row.id)
        drafts.append(_draft(services.store.state(row.id), row.id))
    loose = await services.loose_ends()
    mine = {row.id for row in rows if getattr(row, "talk", 0)}
    return Today(
        now,
        found,
        tuple(replace(one, person=_("You")) if not one.person and one.session in mine else one for one in loose.due),
        loose.open,
        tuple(loose.questions[:QUESTIONS]),
        tuple(drafts),
        tuple(talks),
        len(rows),
    )


async def _going(services: Services, rows: Sequence[SessionRow]) -> SessionRow | None:
    """Where nothing is to come: the session last worked on, if it still runs, whatever day it is planned for."""
    told = [row for row in rows if not row.source and not getattr(row, "talk", 0)]
    last = max(told, key=lambda row: getattr(row, "changed_ms", row.date_ms), default=None)
    if last is None:
        return None
    await services.open_session(last.id)
    return last if _runs(services.store.state(last.id)) else None


def _runs(state: SessionState) -> bool:
    return state.agenda.running is not None and state.running.closed_ms is None


def _over(row: SessionRow, now: datetime.datetime) -> bool:
    end = _moment(row.ends) or _moment(row.starts)
    return end is not None and end.date() < now.date()


def _moment(iso: str) -> datetime.datetime | None:
    found = times.said(iso)
    return found.astimezone() if found is not None else None


def _coming(rows: Sequence[SessionRow], now: datetime.datetime) -> SessionRow | None:
    """The session that runs now, or the nearest that is still to come."""
    best: tuple[datetime.datetime, SessionRow] | None = None
    for row in rows:
        begin = _moment(row.starts)
        if begin is None or row.source:
            continue
        dated_only = len(row.starts) <= len("2026-03-12")
        end = _moment(row.ends) or (begin + datetime.timedelta(days=1) if dated_only else begin)
        if end >= now and (best is None or begin < best[0]):
            best = (begin, row)
    return best[1] if best is not None else None


def _next(state: SessionState, session: str) -> Next:
    from facilitator.session.planning import missing_for_ready, planned
    from facilitator.session.timetable import timetable

    plan, table = planned(state), timetable(state)
    begin = times.said(state.about.starts)
    people = state.people.present()
    clocked = "T" in state.about.starts or " " in state.about.starts
    day = datetime.date.fromisoformat(plan.date) if plan.date else (begin or datetime.datetime.now()).date()
    return Next(
        session,
        state.about.title,
        table,
        state.about.place,
        len(people),
        day,
        begin if clocked else None,
        times.said(state.about.ends),
        state.plan.ready,
        missing_for_ready(state),
        sum(not person.named for person in people),
        sum(bool(role.secret or role.situation) for role in state.role_play.roles.values() if not role.removed),
    )


def _draft(state: SessionState, session: str) -> Draft:
    from facilitator.session.planning import planned
    from facilitator.session.timetable import timetable

    plan, table = planned(state), timetable(state)
    day = datetime.date.fromisoformat(plan.date) if plan.date else None
    return Draft(session, state.about.title, day, len(state.agenda.in_order()), table.planned or plan.minutes)
