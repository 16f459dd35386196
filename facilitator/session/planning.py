"""The plan around the agenda: when and how long, where people are, who leads, who hears back, and whether it is ready.

A session is ready when people will exchange something, for a purpose, and when what they give will be kept, with their
consent, and asked about again. What is missing is said in one sentence.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar

from facilitator.session.agenda import LAST_DAY, LONGEST_MINUTES, Block
from facilitator.session.agreements import date_of
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, Json, as_it_was, said
from facilitator.session.rules import Asking, Command, decides, folds, undone_by, whole
from facilitator.session.sessions import SessionDescribed, must_exist
from facilitator.session.zones import at_wall, zone_named

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

IN_PERSON, ONLINE, HYBRID, ASYNC = "in_person", "online", "hybrid", "async"
SETTINGS = ("", IN_PERSON, ONLINE, HYBRID, ASYNC)
FIRST_YEAR, LAST_YEAR = 1900, 9000
"""The years one can plan in: zones and days never reach beyond what a calendar holds."""
CAPTURING = ("gardener", "scribe")
"""Roles whose bearer writes down what people give; a facilitator alone counts where the agreement says so."""


@dataclass(frozen=True)
class Plan:
    """How a session is planned.

    ``date`` is ISO 8601 or empty, ``time`` HH:MM or empty; ``minutes`` is what there is on each of ``days`` days.
    ``follow_up`` is the date on which people are asked again; ``before`` and ``after`` name other learning around it.
    """

    date: str = ""
    time: str = ""
    minutes: int = 0
    days: int = 1
    setting: str = ""
    follow_up: str = ""
    hears_back: str = ""
    leader: str = ""
    before: str = ""
    after: str = ""
    kept_for: str = ""
    lens: str = ""
    template: str = ""
    ready: bool = False


@dataclass(frozen=True, slots=True)
class PlanDescribed(Body):
    """Something about the plan was said; None leaves a field as it was."""

    KIND: ClassVar[str] = "plan_described"
    date: str | None = None
    time: str | None = None
    minutes: int | None = None
    days: int | None = None
    setting: str | None = None
    follow_up: str | None = None
    hears_back: str | None = None
    leader: str | None = None
    before: str | None = None
    after: str | None = None
    kept_for: str | None = None
    lens: str | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True)
class SessionMadeReady(Body):
    """The plan was called ready."""

    KIND: ClassVar[str] = "session_made_ready"


@dataclass(frozen=True, slots=True)
class SessionMadeDraft(Body):
    """The plan became a draft again."""

    KIND: ClassVar[str] = "session_made_draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribePlan(Command):
    """Say something about the plan; None leaves a field as it is. Date, time and length move the session's times."""

    date: str | None = None
    time: str | None = None
    minutes: int | None = None
    days: int | None = None
    setting: str | None = None
    follow_up: str | None = None
    hears_back: str | None = None
    leader: str | None = None
    before: str | None = None
    after: str | None = None
    kept_for: str | None = None
    lens: str | None = None
    template: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeReady(Command):
    """Call the plan ready. Refused while something is missing without which nobody learns from anybody.

    ``again`` is for a session that comes back from an export and was called ready before.
    """

    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeDraft(Command):
    """Let the plan be a draft again."""


# ---- what holds ----------------------------------------------------------------------------------------------------


def planned(state: SessionState) -> Plan:
    """The plan, with date, time and length read from the session's own times where the plan does not say them."""
    plan = state.plan
    begins, ends = _moment(state.about.starts), _moment(state.about.ends)
    if not plan.date and begins is not None:
        zone = zone_named(state.about.zone)
        local = begins.astimezone(zone) if begins.tzinfo is not None and zone is not None else begins
        time = local.strftime("%H:%M") if "T" in state.about.starts or " " in state.about.starts else ""
        plan = replace(plan, date=local.date().isoformat(), time=plan.time or time)
    alike = begins is not None and ends is not None and (begins.tzinfo is None) == (ends.tzinfo is None)
    if not plan.minutes and alike and begins is not None and ends is not None:
        length = int((ends - begins).total_seconds()) // 60
        if 0 < length <= 24 * 60:
            plan = replace(plan, minutes=length)
    return plan


def _moment(iso: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def has_purpose(state: SessionState) -> bool:
    """Whether it is said what people shall be better informed about, see more widely or decide better."""
    about = state.about
    return any(text.strip() for text in (about.inform, about.perspective, about.decision))


def lonely_inputs(state: SessionState) -> list[Block]:
    """The inputs of the agenda after which nobody does anything with anybody, before the next input or the end."""
    lonely: list[Block] = []
    waiting: Block | None = None
    for block in state.agenda.in_order():
        if block.is_break:
            continue
        if block.exchanges:
            waiting = None
        elif block.is_input:
            if waiting is not None:
                lonely.append(waiting)
            waiting = block
    if waiting is not None:
        lonely.append(waiting)
    return lonely


def somebody_captures(state: SessionState) -> bool:
    """Whether it is settled who writes down what people give."""
    if state.agreement.capture.strip():
        return True
    return any(role in CAPTURING for person in state.people.present() for role in person.roles)


def missing_for_ready(state: SessionState) -> Rejected | None:
    """The first thing without which the plan cannot be called ready, as a refusal; None when nothing is missing."""
    if not has_purpose(state):
        return Rejected(
            "Say first what people shall be better informed about, see more widely or decide better with one another."
        )
    blocks = [block for block in state.agenda.in_order() if not block.is_break]
    lonely = lonely_inputs(state)
    if lonely:
        return Rejected(
            "After “{title}”, people do what with one another? An input alone is not ready.", title=lonely[0].title
        )
    if not any(block.exchanges for block in blocks):
        return Rejected("Nothing in the agenda lets people give each other anything yet. Add an exchange.")
    if not somebody_captures(state):
        return Rejected("Nobody captures yet. Make somebody gardener or scribe, or say who writes down what is given.")
    if not state.agreement.rule:
        return Rejected("Agree on a rule of the room first: what may leave it, and with whose name.")
    if not state.plan.follow_up:
        return Rejected("Set the date on which you will ask what became of it.")
    return None


# ---- deciding ------------------------------------------------------------------------------------------------------


def clock_of(given: str) -> str:
    """A time of day as HH:MM, or empty; anything else is refused."""
    if not given:
        return ""
    try:
        return datetime.time.fromisoformat(given.zfill(5)).strftime("%H:%M")
    except ValueError:
        raise Rejected("“{text}” is no time of day.", text=given) from None


def _in_reach(date: str) -> str:
    if date and not FIRST_YEAR <= datetime.date.fromisoformat(date).year <= LAST_YEAR:
        raise Rejected("{date} is no year to plan in.", date=date)
    return date


def _setting(given: str) -> str:
    if given not in SETTINGS:
        raise Rejected("“{setting}” is no setting known here.", setting=given)
    return given


def _within(most: int, least: int, message: str, given: int) -> int:
    if not least <= given <= most:
        raise Rejected(message, most=most)
    return given


@decides(DescribePlan)
def _describe(state: SessionState, command: DescribePlan, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    given: dict[str, Any] = {}
    for item in fields(PlanDescribed):
        name, value = item.name, getattr(command, item.name)
        if value is None:
            continue
        if name in ("date", "follow_up"):
            value = _in_reach(date_of(value))
        elif name == "time":
            value = clock_of(value)
        elif name == "setting":
            value = _setting(value)
        elif name == "minutes":
            value = _within(LONGEST_MINUTES, 0, "A session lasts between nothing and sixty days.", value)
        elif name == "days":
            value = _within(LAST_DAY, 1, "A session has between one and {most} days.", value)
        else:
            value = whole(value)
        given[name] = value
    news = {name: value for name, value in given.items() if value != getattr(state.plan, name)}
    if news:
        yield PlanDescribed(**news)
    if command.zone is not None or given.keys() & {"date", "time", "minutes", "days"}:
        yield from _moved(state, replace(planned(state), **given), command.zone)


def _span(plan: Plan, here: datetime.tzinfo) -> tuple[str, str]:
    """When it begins and when it ends, ISO 8601; no end without a length."""
    day = datetime.date.fromisoformat(plan.date)
    begin = at_wall(day, plan.time, here)
    last = at_wall(day + datetime.timedelta(days=plan.days - 1), plan.time, here)
    starts = begin.isoformat(timespec="minutes")
    if not plan.minutes:
        return starts, ""
    until = last.astimezone(datetime.UTC) + datetime.timedelta(minutes=plan.minutes)
    return starts, until.astimezone(here).isoformat(timespec="minutes")


def _moved(state: SessionState, plan: Plan, zone: str | None) -> Iterable[Body]:
    """The session's own start and end, as the plan now says them; where no start is said, there is none."""
    about = state.about
    news: dict[str, str] = {}
    if zone is not None and zone != about.zone:
        if zone_named(zone) is None:
            raise Rejected("“{zone}” is no time zone known here.", zone=zone)
        news["zone"] = zone
    starts = ends = ""
    if plan.date and plan.time:
        here = zone_named(news.get("zone", about.zone)) or datetime.UTC
        starts, ends = _span(plan, here)
    elif plan.date:
        starts = plan.date
    if _moment(starts) != _moment(about.starts):
        news["starts"] = starts
    if (ends or plan.minutes == 0) and _moment(ends) != _moment(about.ends):
        news["ends"] = ends
    if news:
        yield SessionDescribed(**news)


@decides(MakeReady)
def _ready(state: SessionState, command: MakeReady, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    missing = missing_for_ready(state)
    if missing is not None and not command.again:
        raise missing
    if not state.plan.ready:
        yield SessionMadeReady()


@decides(MakeDraft)
def _draft(state: SessionState, command: MakeDraft, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    if state.plan.ready:
        yield SessionMadeDraft()


# ---- folding and taking back ---------------------------------------------------------------------------------------


@folds(PlanDescribed)
def _described(state: SessionState, body: PlanDescribed, fact: Fact) -> None:
    state.plan = replace(state.plan, **_sound(said(body)))


def _sound(news: dict[str, Json]) -> dict[str, Json]:
    """What another program wrote, as far as it can be a plan: no date that is none, no day beyond the last."""
    checks: dict[str, Callable[[Json], Json]] = {
        "date": lambda value: _in_reach(date_of(value)),
        "follow_up": lambda value: _in_reach(date_of(value)),
        "time": clock_of,
        "minutes": lambda value: min(max(value, 0), LONGEST_MINUTES),
        "days": lambda value: min(max(value, 1), LAST_DAY),
    }
    found = {}
    for name, value in news.items():
        with suppress(Rejected):
            found[name] = checks[name](value) if name in checks else value
    return found


@folds(SessionMadeReady)
def _made_ready(state: SessionState, body: SessionMadeReady, fact: Fact) -> None:
    state.plan = replace(state.plan, ready=True)


@folds(SessionMadeDraft)
def _made_draft(state: SessionState, body: SessionMadeDraft, fact: Fact) -> None:
    state.plan = replace(state.plan, ready=False)


@undone_by(PlanDescribed)
def _undescribe(state: SessionState, body: PlanDescribed) -> Iterable[Body]:
    yield as_it_was(state.plan, body)


@undone_by(SessionMadeReady)
def _unready(state: SessionState, body: SessionMadeReady) -> Iterable[Body]:
    yield SessionMadeDraft()


@undone_by(SessionMadeDraft)
def _undraft(state: SessionState, body: SessionMadeDraft) -> Iterable[Body]:
    yield SessionMadeReady()
