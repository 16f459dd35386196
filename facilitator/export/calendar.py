"""The session for people's calendars (iCalendar, RFC 5545): its days, when it is asked again, who does what by when.

Nothing only a player knows is in it. Times stand in the session's own zone with the rules of that zone beside them, so
that they are right wherever they are read; a moment that the wall clock shows twice is written in UTC.
"""

from __future__ import annotations

import calendar as months
import datetime
import re
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    Todo,
    vRecur,
    vText,
)

from facilitator.export.phrases import one_line, rule_words
from facilitator.export.voice import Voice
from facilitator.session.commitments import DONE, DROPPED
from facilitator.session.errors import FacilitatorError
from facilitator.session.planning import planned
from facilitator.session.privacy import Audience
from facilitator.session.timetable import Day, Timetable, lay_out
from facilitator.session.zones import zone_named
from facilitator.words import _, ngettext

_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Zulu", "Etc/Zulu", "UCT", "Etc/UCT", "Universal", "Etc/Universal", "GMT",
                        "Etc/GMT", "GMT0", "Etc/GMT0", "Etc/Greenwich", "Greenwich"})  # fmt: skip
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_STATES = {DONE: "COMPLETED", DROPPED: "CANCELLED"}


class NoDate(FacilitatorError):
    """The session has no date, so it has no place in a calendar. Nothing was written."""

    mistake = True


def write(voice: Voice) -> bytes:
    """The whole file.

    Raises:
        NoDate: the session has no date yet.
    """
    made = _calendar(voice).to_ical(sorted=False)
    assert isinstance(made, bytes)
    return made


def _calendar(voice: Voice) -> Calendar:
    state = voice.state
    if state.talk.guarded:
        return _what_follows(voice)
    plan = planned(state)
    if not plan.date:
        raise NoDate(
            "“{title}” has no date yet. Set one in the plan, then make the calendar file.",
            title=one_line(voice.written_text(state.about.title)),
        )
    zone, floating = _zone(voice)
    table = lay_out(state.agenda.in_order(), plan, zone)
    whole = _begun(voice)
    if isinstance(zone, ZoneInfo) and table.clocked and not table.in_days and not _is_utc(zone):
        moments = [moment for day in table.days for moment in (day.begins, _until(day))]
        whole.add_component(rules_of(zone, min(moments), max(moments)))
    for entry in (*_events(voice, table, floating), *_asked_again(voice), *_todos(voice)):
        whole.add_component(entry)
    return whole


def _begun(voice: Voice) -> Calendar:
    """A calendar with nothing in it yet."""
    whole = Calendar()
    version = voice.options.program_version
    whole.add("prodid", f"-//Facilitator//Facilitator {version}".rstrip() + "//EN")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    return whole


def _what_follows(voice: Voice) -> Calendar:
    """A talk has no agenda: its calendar holds what was promised, with its date."""
    whole = _begun(voice)
    promised = list(_todos(voice))
    if not promised:
        raise NoDate("Nothing follows from this talk, so there is nothing for a calendar.")
    for entry in promised:
        whole.add_component(entry)
    return whole


def _zone(voice: Voice) -> tuple[datetime.tzinfo, bool]:
    """The zone of the session's times, and whether they float because none is known.

    Where an imported session names a zone that does not exist, the offset of its own start holds.
    """
    about = voice.state.about
    named = zone_named(about.zone) or zone_named(voice.options.zone or "")
    if named is not None:
        return named, False
    try:
        own = datetime.datetime.fromisoformat(about.starts).tzinfo if about.starts else None
    except ValueError:
        own = None
    return (datetime.UTC, True) if own is None else (own, False)


def _is_utc(zone: datetime.tzinfo) -> bool:
    return zone is datetime.UTC or (isinstance(zone, ZoneInfo) and zone.key in _UTC_NAMES)


# ---- what happens when ---------------------------------------------------------------------------------------------


def _events(voice: Voice, table: Timetable, floating: bool) -> Iterable[Event]:
    title = _clean(voice.written_text(voice.state.about.title))
    for day in table.days:
        event = Event()
        key = voice.state.stream if day is table.days[0] else f"{voice.state.stream}-day-{day.number}"
        _stamp(voice, event, key)
        several = len(table.days) > 1
        named = _("{title}, day {number}").format(title=title, number=day.number) if several else title
        event.add("summary", one_line(named))
        if table.in_days:
            event.add("dtstart", day.begins.date())
            event.add("dtend", _after(_last_day(day)))
            event.add("transp", "TRANSPARENT")
        elif not table.clocked:
            event.add("dtstart", day.begins.date())
            event.add("dtend", _after(day.begins.date()))
        else:
            event.add("dtstart", _moment(day.begins, floating))
            until = _until(day)
            if _instant(until) > _instant(day.begins):
                event.add("dtend", _moment(until, floating))
        place = _clean(voice.written_text(voice.state.about.place))
        if place:
            event.add("location", place)
        told = _told(voice, table, day)
        if told:
            event.add("description", told)
        yield event


def _until(day: Day) -> datetime.datetime:
    """When a day is over: as planned, or later where its blocks run past that."""
    return day.ends if day.until is None else max(day.until, day.ends, key=_instant)


def _last_day(day: Day) -> datetime.date:
    until = _until(day)
    whole = until.time() == datetime.time() and until.date() > day.begins.date()
    return until.date() - datetime.timedelta(days=1) if whole else until.date()


def _after(date: datetime.date) -> datetime.date:
    """The day after, where there is one."""
    return date if date == datetime.date.max else date + datetime.timedelta(days=1)


def _instant(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC)


def _moment(moment: datetime.datetime, floating: bool) -> datetime.datetime:
    """A moment as it is written: in its zone, without one where none is known, in UTC where the wall shows it twice."""
    if floating:
        return moment.replace(tzinfo=None)
    zone = moment.tzinfo
    if moment.fold or not isinstance(zone, ZoneInfo) or _is_utc(zone):
        return _instant(moment)
    return moment


def _told(voice: Voice, table: Timetable, day: Day) -> str:
    """What it is for, the agenda with its starts, and the rule of the room."""
    about = voice.state.about
    parts: list[str] = []
    purposes = [
        f"{label}: {_clean(voice.written_text(words))}"
        for label, words in (
            (_("Better informed about"), about.inform),
            (_("See more widely"), about.perspective),
            (_("Decide better"), about.decision),
        )
        if words.strip()
    ]
    if not purposes and about.purpose.strip():
        purposes = [_clean(voice.written_text(about.purpose))]
    parts += ["\n".join(purposes)]
    lines = []
    for slot in day.slots:
        name = one_line(_clean(voice.written_text(slot.block.title)))
        if table.in_days:
            start = slot.starts.date().isoformat()
        else:
            start = f"{slot.starts:%H:%M}" if table.clocked else ""
        length = ""
        if slot.block.minutes and not table.in_days:
            length = ngettext("{count} min", "{count} min", slot.block.minutes).format(count=slot.block.minutes)
        lines.append("  ".join(part for part in (start, name, f"({length})" if length else "") if part))
    parts += ["\n".join(lines), rule_words(voice.state.agreement.rule)]
    return "\n\n".join(part for part in parts if part)


def _asked_again(voice: Voice) -> Iterable[Event]:
    """The day on which it is asked what became of it."""
    given = planned(voice.state).follow_up
    if not given:
        return
    date = datetime.date.fromisoformat(given)
    title = one_line(_clean(voice.written_text(voice.state.about.title)))
    event = Event()
    _stamp(voice, event, f"{voice.state.stream}-follow-up")
    event.add("summary", _("{title}: what became of it?").format(title=title))
    event.add("dtstart", date)
    event.add("dtend", _after(date))
    event.add("transp", "TRANSPARENT")
    yield event


def _todos(voice: Voice) -> Iterable[Todo]:
    """Commitments, each with who gave it as far as they may be named. The researcher's edition has none."""
    if voice.options.audience is Audience.RESEARCH:
        return
    title = one_line(_clean(voice.written_text(voice.state.about.title)))
    for given in voice.carried:
        if given.kind != "commitment":
            continue
        made = voice.state.commitments.get(given.id)
        todo = Todo()
        _stamp(voice, todo, f"{voice.state.stream}-{given.id}")
        owner = voice.state.people.get(made.owner) if made is not None and not voice.nameless(given) else None
        who = (
            one_line(voice.name(owner)) if owner is not None else voice.who(given) if voice.knows_author(given) else ""
        )
        words = one_line(_clean(given.text))
        todo.add("summary", _("{who}: {words}").format(who=_clean(who), words=words) if who else words)
        todo.add("description", title)
        due = made.due if made is not None else ""
        if due:
            todo.add("due", datetime.date.fromisoformat(due))
        todo.add("status", _STATES.get(made.state if made is not None else "", "NEEDS-ACTION"))
        yield todo


def _stamp(voice: Voice, entry: Event | Todo, key: str) -> None:
    """What every entry has: an id that stays the same, and when it was made."""
    entry.add("uid", f"{key}@facilitator")
    made = voice.options.made_ms or voice.state.about.created_ms or 0
    entry.add("dtstamp", datetime.datetime.fromtimestamp(made // 1000, datetime.UTC))


def _clean(text: str) -> str:
    """Words that a calendar may hold: line ends alike, no controls."""
    return _CONTROLS.sub("\ufffd", _LINE_ENDS.sub("\n", text)).strip()


# ---- the rules of a zone -------------------------------------------------------------------------------------------


def rules_of(zone: ZoneInfo, first: datetime.datetime, last: datetime.datetime) -> Timezone:
    """The zone as it is from the year before ``first`` to the year after ``last``.

    Changes that come every year on the same weekday of a month are told as a rule, others one by one. Each begins at
    the time the wall shows before it, as the standard wants it.
    """
    start = datetime.datetime(max(_instant(first).year - 1, 1), 1, 1, tzinfo=datetime.UTC)
    end = datetime.datetime(min(_instant(last).year + 2, 9999), 1, 1, tzinfo=datetime.UTC)
    found = Timezone()
    found.add("tzid", zone.key)
    changes = _changes(zone, start, end)
    if not changes or changes[0][0] > _instant(first):
        local = start.astimezone(zone)
        offset = local.utcoffset() or datetime.timedelta()
        found.add_component(_observance(TimezoneStandard(), start.replace(tzinfo=None), offset, offset, local.tzname()))
    groups: dict[tuple[datetime.timedelta, datetime.timedelta, str | None], list[datetime.datetime]] = {}
    for moment, before, after, name in changes:
        groups.setdefault((before, after, name), []).append(moment.replace(tzinfo=None) + before)
    for (before, after, name), walls in groups.items():
        kind = TimezoneDaylight if after > before else TimezoneStandard
        rule = _yearly(walls, years=end.year - start.year)
        for wall in walls[:1] if rule else walls:
            observance = _observance(kind(), wall, before, after, name)
            if rule:
                observance.add("rrule", rule)
            found.add_component(observance)
    return found


def _observance(entry: Any, wall: datetime.datetime, before: datetime.timedelta, after: datetime.timedelta,
                name: str | None) -> Any:  # fmt: skip
    entry.add("dtstart", wall)
    entry.add("tzoffsetfrom", before)
    entry.add("tzoffsetto", after)
    if name:
        entry["tzname"] = vText(name)
    return entry


_Change = tuple[datetime.datetime, datetime.timedelta, datetime.timedelta, str | None]


def _changes(zone: ZoneInfo, start: datetime.datetime, end: datetime.datetime) -> list[_Change]:
    """Every change of the offset between two moments: when (UTC), from, to, and the name from then on."""
    found: list[_Change] = []
    day = datetime.timedelta(days=1)
    at = start
    while at < end:
        following = min(at + day, end)
        before, after = _offset(zone, at), _offset(zone, following)
        if before != after:
            low, high = at, following
            while high - low > datetime.timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
            found.append((high, before, after, high.astimezone(zone).tzname()))
        at = following
    return found


def _offset(zone: ZoneInfo, moment: datetime.datetime) -> datetime.timedelta:
    return moment.astimezone(zone).utcoffset() or datetime.timedelta()


def _yearly(walls: list[datetime.datetime], years: int) -> vRecur | None:
    """The rule by which these come once each year, if there is one."""
    if len(walls) != years or len({(wall.month, wall.weekday(), wall.time()) for wall in walls}) != 1:
        return None
    places = set.intersection(*(_places(wall) for wall in walls))
    if not places:
        return None
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[walls[0].weekday()]
    return vRecur({"freq": "yearly", "bymonth": walls[0].month, "byday": f"{min(places)}{weekday}"})


def _places(wall: datetime.datetime) -> set[int]:
    """Which of its weekday in the month this day is: the second, say, and -1 where it is the last."""
    last = wall.day + 7 > months.monthrange(wall.year, wall.month)[1]
    return {(wall.day - 1) // 7 + 1, *({-1} if last else set())}
