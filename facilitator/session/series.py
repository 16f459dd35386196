"""A series: the same people meet again. A session says where it stands in it and in the cycle of learning around it."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, as_it_was, said
from facilitator.session.rules import Asking, Command, decides, folds, undone_by, whole
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

PREPARE, EXCHANGE, APPLY, REVIEW = "prepare", "exchange", "apply", "review"
CYCLE = ("", PREPARE, EXCHANGE, APPLY, REVIEW)
"""The points of a learning cycle (domain 1.2, row 22), and none."""

WEEK, FORTNIGHT, MONTH, QUARTER, YEAR = "week", "fortnight", "month", "quarter", "year"
EVERY = ("", WEEK, FORTNIGHT, MONTH, QUARTER, YEAR)


@dataclass(frozen=True)
class Series:
    """Where a session stands in a series: its id (empty: in none), its number there, and the session it ``follows``."""

    series: str = ""
    name: str = ""
    number: int = 0
    every: str = ""
    cycle: str = ""
    follows: str = ""


@dataclass(frozen=True, slots=True)
class SeriesJoined(Body):
    """The session's place in a series was said; None leaves a field as it was."""

    KIND: ClassVar[str] = "series_joined"
    series: str | None = None
    name: str | None = None
    number: int | None = None
    every: str | None = None
    cycle: str | None = None
    follows: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinSeries(Command):
    """Say where the session stands in a series; None leaves a field as it is, an empty ``series`` leaves it."""

    series: str | None = None
    name: str | None = None
    number: int | None = None
    every: str | None = None
    cycle: str | None = None
    follows: str | None = None


def next_date(date: datetime.date, every: str) -> datetime.date:
    """The date of the next session. A month after the 31st is the last day of that month."""
    if every in (WEEK, FORTNIGHT):
        return date + datetime.timedelta(weeks=1 if every == WEEK else 2)
    months = {MONTH: 1, QUARTER: 3, YEAR: 12}.get(every, 1)
    place = date.year * 12 + date.month - 1 + months
    year, month = divmod(place, 12)
    return date.replace(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


@decides(JoinSeries)
def _join(state: SessionState, command: JoinSeries, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    if command.every is not None and command.every not in EVERY:
        raise Rejected("“{every}” is no rhythm known here.", every=command.every)
    if command.cycle is not None and command.cycle not in CYCLE:
        raise Rejected("“{cycle}” is no point of a learning cycle known here.", cycle=command.cycle)
    if command.number is not None and not 0 <= command.number <= 100_000:
        raise Rejected("The sessions of a series are counted from one.")
    body = SeriesJoined(
        command.series,
        None if command.name is None else whole(command.name),
        command.number,
        command.every,
        command.cycle,
        command.follows,
    )
    if any(value != getattr(state.series, name) for name, value in said(body).items()):
        yield body


@folds(SeriesJoined)
def _joined(state: SessionState, body: SeriesJoined, fact: Fact) -> None:
    state.series = replace(state.series, **said(body))


@undone_by(SeriesJoined)
def _unjoin(state: SessionState, body: SeriesJoined) -> Iterable[Body]:
    yield as_it_was(state.series, body)
