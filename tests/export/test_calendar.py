"""The calendar file: right times in every zone, folded and escaped as the standard wants, read back by two parsers."""

from __future__ import annotations

import datetime
import io
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil import tz as other_zones
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator import export
from facilitator.export.calendar import NoDate, rules_of
from facilitator.export.options import Options
from facilitator.session.agenda import WITHOUT_NAMES, AddBlock
from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import GiveContribution
from facilitator.session.people import JoinPerson
from facilitator.session.planning import DescribePlan
from facilitator.session.privacy import Audience, Names
from facilitator.session.role_play import AddRole
from facilitator.session.rules import Command
from facilitator.session.sessions import DescribeSession
from facilitator.session.state import SessionState
from tests.export.making import made, naughty, night_handover


def write(state: SessionState, folder: Path, **options: object) -> bytes:
    """The bytes of the file."""
    target = folder / "session.ics"
    export.export(state, "ics", target, Options(**options))  # type: ignore[arg-type]
    return target.read_bytes()


def plan(zone: str, date: str = "2026-03-12", time: str = "13:30", minutes: int = 150, **more: object) -> Command:
    """A plan at a time in a zone."""
    return DescribePlan(zone=zone, date=date, time=time, minutes=minutes, **more)  # type: ignore[arg-type]


def unfolded(data: bytes) -> list[tuple[str, dict[str, str], str]]:
    """A parser of our own, from the standard's grammar: name, parameters, value of every line; nothing is forgiven."""
    assert data.endswith(b"\r\n")
    raw = data.split(b"\r\n")[:-1]
    for line in raw:
        assert len(line) <= 75 and b"\n" not in line and b"\r" not in line, line
        line.decode("utf-8")  # no letter is cut by a fold
    lines: list[bytes] = []
    for line in raw:
        if line[:1] in b" \t" and line:
            lines[-1] += line[1:]
        else:
            lines.append(line)
    found = []
    for line in lines:
        match = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^;:\"]+)*):(.*)", line.decode("utf-8"), re.DOTALL)
        assert match, line
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", match[3])
        parameters = dict(part.split("=", 1) for part in match[2].split(";") if part)
        found.append((match[1], parameters, match[3]))
    return found


def test_the_sample_in_a_calendar(tmp_path: Path) -> None:
    """One event at the right time with purpose, agenda and starts; the day of asking again; every commitment."""
    data = write(night_handover(), tmp_path)
    unfolded(data)
    calendar = icalendar.Calendar.from_ical(data)
    events, todos = calendar.events, calendar.todos
    first, again = events
    assert first["summary"] == "Night handover, Ward 4B"
    assert first["location"] == "Seminar room 2.14"
    assert first.start == datetime.datetime(2026, 3, 12, 13, 30, tzinfo=ZoneInfo("Europe/Dublin"))
    assert first.end - first.start == datetime.timedelta(minutes=150)
    assert "what nights know that days never hear" in first["description"]
    assert "14:37  The seven o’clock handover  (40 min)" in first["description"]
    assert (again.start, again.end) == (datetime.date(2026, 4, 9), datetime.date(2026, 4, 10))
    assert len(todos) == 9
    due = {str(todo["summary"]): todo.get("due") for todo in todos}
    assert due["Ben Okafor: List of who did not eat, by 06:45"].dt == datetime.date(2026, 3, 23)
    assert sum(when is None for when in due.values()) == 1


def test_the_same_session_keeps_its_ids(tmp_path: Path) -> None:
    """A second file, made later, has the same ids and a newer stamp, so that calendars change what they have."""
    uids, stamps = [], []
    for made_ms in (1_780_000_000_000, 1_790_000_000_000):
        calendar = icalendar.Calendar.from_ical(write(night_handover(), tmp_path, made_ms=made_ms))
        parts = [*calendar.events, *calendar.todos]
        uids.append([str(part["uid"]) for part in parts])
        stamps.append({part["dtstamp"].dt for part in parts})
    assert uids[0] == uids[1] and len(set(uids[0])) == 11
    assert [len(one) for one in stamps] == [1, 1] and max(stamps[0]) < max(stamps[1])


def test_nobody_else_learns_what_only_a_player_knows(tmp_path: Path) -> None:
    """No audience finds a role's brief or what the facilitator says and does."""
    state = made(
        plan("UTC"),
        AddBlock(block="b", title="Play", minutes=10, say="whisper-one", prompt="whisper-two", catch="whisper-three"),
        AddRole(role="r", block="b", name="whisper-four", secret="whisper-five", situation="whisper-six"),
    )
    for audience in Audience:
        assert b"whisper" not in write(state, tmp_path, audience=audience)


def test_commitments_only_where_the_gate_opens(tmp_path: Path) -> None:
    """Who may not be named is not; what is not released is not there; the researcher's edition has no commitments."""
    commands: list[Command] = [
        plan("UTC"),
        JoinPerson(person="p", name="Carmen Ruiz", named=False),
        AddBlock(block="quiet", title="Quiet", minutes=5, anonymity=WITHOUT_NAMES),
        GiveContribution(id="c", text="I ask twice", kind="commitment", authors=("p",)),
        MakeCommitment(contribution="c", owner="p", due="2026-04-01", state="done"),
        GiveContribution(id="d", text="secret-promise", kind="commitment", authors=("p",), consent="no"),
        GiveContribution(id="e", text="in the quiet", kind="commitment", activity="quiet"),
    ]
    state = made(*commands)
    for audience in (Audience.EVERYONE, Audience.SPONSOR, Audience.PARTICIPANT):
        calendar = icalendar.Calendar.from_ical(write(state, tmp_path, audience=audience))
        told = [str(todo["summary"]) for todo in calendar.todos]
        assert told == ["a participant: I ask twice", "in the quiet"]
        assert calendar.todos[0]["status"] == "COMPLETED"
    inside = write(state, tmp_path, audience=Audience.FACILITATOR)
    assert b"Carmen Ruiz: I ask twice" in inside and b"secret-promise" in inside
    assert b"I ask twice" not in write(state, tmp_path, audience=Audience.RESEARCH)
    assert b"Carmen" not in write(state, tmp_path, audience=Audience.FACILITATOR, names=Names.NONE)


# ---- time ----------------------------------------------------------------------------------------------------------


def instants(data: bytes) -> tuple[datetime.datetime, datetime.datetime]:
    """Start and end of the first event in UTC, computed by another program from the file alone: dateutil reads the
    zone's rules out of the file, and the property lines are split by the parser above.
    """
    text = data.decode("utf-8")
    zones = None
    if "BEGIN:VTIMEZONE" in text:
        block = re.search(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE", text, re.DOTALL)
        assert block
        reader = other_zones.tzical(io.StringIO(block[0].replace("\r\n", "\n") + "\n"))
        zones = reader.get(reader.keys()[0])
    found = {}
    lines = unfolded(data)
    event = lines[[line[0::2] for line in lines].index(("BEGIN", "VEVENT")) :]
    for name, parameters, value in event:
        if name in ("DTSTART", "DTEND") and name not in found:
            moment = datetime.datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
            if value.endswith("Z"):
                found[name] = moment.replace(tzinfo=datetime.UTC)
            else:
                assert "TZID" in parameters and zones is not None
                found[name] = moment.replace(tzinfo=zones).astimezone(datetime.UTC)
    return found["DTSTART"], found["DTEND"]


def utc(*parts: int) -> datetime.datetime:
    """A moment in UTC."""
    return datetime.datetime(*parts, tzinfo=datetime.UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("zone", "date", "time", "minutes", "starts", "ends"),
    [
        # The clocks go forward inside the session, and back inside it; the night from Saturday to Sunday.
        ("Europe/Vienna", "2026-03-29", "01:30", 120, utc(2026, 3, 29, 0, 30), utc(2026, 3, 29, 2, 30)),
        ("Europe/Vienna", "2026-10-25", "01:30", 90, utc(2026, 10, 24, 23, 30), utc(2026, 10, 25, 1, 0)),
        ("Europe/Vienna", "2026-10-25", "01:30", 240, utc(2026, 10, 24, 23, 30), utc(2026, 10, 25, 3, 30)),
        ("America/New_York", "2026-03-08", "01:30", 60, utc(2026, 3, 8, 6, 30), utc(2026, 3, 8, 7, 30)),
        ("Australia/Lord_Howe", "2026-04-05", "01:00", 120, utc(2026, 4, 4, 14, 0), utc(2026, 4, 4, 16, 0)),
        ("Africa/Casablanca", "2026-02-20", "10:00", 60, utc(2026, 2, 20, 10, 0), utc(2026, 2, 20, 11, 0)),
        ("Asia/Kolkata", "2026-06-01", "09:15", 45, utc(2026, 6, 1, 3, 45), utc(2026, 6, 1, 4, 30)),
        ("Pacific/Chatham", "2026-01-15", "09:00", 60, utc(2026, 1, 14, 19, 15), utc(2026, 1, 14, 20, 15)),
        ("Etc/GMT+5", "2026-01-15", "09:00", 60, utc(2026, 1, 15, 14, 0), utc(2026, 1, 15, 15, 0)),
        ("UTC", "2026-01-15", "09:00", 60, utc(2026, 1, 15, 9, 0), utc(2026, 1, 15, 10, 0)),
    ],
)
def test_times_are_right_by_the_rules_in_the_file(
    tmp_path: Path, zone: str, date: str, time: str, minutes: int, starts: datetime.datetime, ends: datetime.datetime
) -> None:
    """Another program that knows no zones computes the right moments from the file, across every kind of change."""
    data = write(made(plan(zone, date, time, minutes)), tmp_path)
    assert instants(data) == (starts, ends)
    event = icalendar.Calendar.from_ical(data).events[0]
    assert (event.start.astimezone(datetime.UTC), event.end.astimezone(datetime.UTC)) == (starts, ends)
    if zone == "UTC":
        assert b"VTIMEZONE" not in data


ZONES = ("Europe/London", "Europe/Dublin", "America/Sao_Paulo", "America/Santiago", "Asia/Tehran", "Africa/Cairo",
         "Antarctica/Troll", "Asia/Kathmandu", "America/Caracas", "Pacific/Apia", "Asia/Gaza")  # fmt: skip


@settings(max_examples=60)
@given(
    zone=st.sampled_from(ZONES),
    moment=st.datetimes(datetime.datetime(2008, 1, 1), datetime.datetime(2035, 12, 31)).map(
        lambda at: at.replace(second=0, microsecond=0, tzinfo=datetime.UTC)
    ),
)
def test_the_rules_agree_with_the_zone(zone: str, moment: datetime.datetime) -> None:
    """Whatever the zone and the day, another program reads the zone's own offset out of the rules written."""
    own = ZoneInfo(zone)
    text = rules_of(own, moment, moment).to_ical().decode("utf-8").replace("\r\n", "\n")
    reader = other_zones.tzical(io.StringIO(text))
    read = reader.get(zone)
    wall = moment.astimezone(own)
    if wall.fold or wall.replace(fold=1).utcoffset() != wall.replace(fold=0).utcoffset():
        return  # what the wall shows twice is written in UTC
    assert wall.replace(tzinfo=read).utcoffset() == wall.utcoffset()


def test_a_session_without_a_zone_floats(tmp_path: Path) -> None:
    """Where no zone is known and no offset, the time is what the wall shows wherever it is read."""
    state = made(DescribeSession(starts="2026-03-12T13:30", ends="2026-03-12T15:00", zone=""), title="T")
    lines = unfolded(write(state, tmp_path))
    assert ("DTSTART", {}, "20260312T133000") in lines and ("DTEND", {}, "20260312T150000") in lines


@pytest.mark.parametrize("zone", ["W. Europe Standard Time", "(UTC+01:00) Amsterdam", "No/Where", "CET-1CEST"])
def test_a_zone_nobody_knows_is_no_harm(tmp_path: Path, zone: str) -> None:
    """An imported session in a zone that does not exist keeps the moment that its own offset says."""
    state = made(DescribeSession(starts="2026-03-12T13:30:00+01:00", ends="2026-03-12T15:00:00+01:00", zone=zone))
    assert instants(write(state, tmp_path)) == (utc(2026, 3, 12, 12, 30), utc(2026, 3, 12, 14, 0))


def test_days_and_spans(tmp_path: Path) -> None:
    """Several days are an event each; a plan spread over days one span of whole days; a date without a time a day."""
    blocks = [AddBlock(block=f"b{day}", title=f"Day {day} talk", minutes=30, day=day) for day in (1, 2)]
    several = icalendar.Calendar.from_ical(
        write(made(plan("Europe/Vienna", "2026-03-28", days=2), *blocks, title="Two days"), tmp_path)
    )
    assert [str(event["summary"]) for event in several.events] == ["Two days, day 1", "Two days, day 2"]
    assert [event.start.isoformat() for event in several.events] == [
        "2026-03-28T13:30:00+01:00",
        "2026-03-29T13:30:00+02:00",
    ]
    assert "Day 2 talk" in several.events[1]["description"] and "Day 1 talk" not in several.events[1]["description"]
    slow = made(
        DescribePlan(date="2026-03-09", days=12, setting="async", zone="Europe/Vienna"),
        AddBlock(block="b", title="Read", minutes=3 * 1440),
    )
    (event,) = icalendar.Calendar.from_ical(write(slow, tmp_path)).events
    assert (event.start, event.end) == (datetime.date(2026, 3, 9), datetime.date(2026, 3, 21))
    whole = made(DescribePlan(date="2026-03-09"), title="A day")
    (event,) = icalendar.Calendar.from_ical(write(whole, tmp_path)).events
    assert (event.start, event.end) == (datetime.date(2026, 3, 9), datetime.date(2026, 3, 10))


def test_without_a_date_it_is_refused(tmp_path: Path) -> None:
    """One sentence, and no file."""
    with pytest.raises(NoDate, match="has no date yet"):
        write(made(title="Some day"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_hostile_words_come_back(tmp_path: Path) -> None:
    """Places and purposes of every script and shape come back as they were, but for what no line may hold."""
    for text in naughty():
        words = text[:180].strip()
        if not words:
            continue
        state = made(plan("Asia/Tokyo"), DescribeSession(place=text, inform=text), title="x")
        data = write(state, tmp_path)
        unfolded(data)
        event = icalendar.Calendar.from_ical(data).events[0]
        kept = re.sub(
            "[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]", "\ufffd", re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
        )
        # A mark of byte order alone is nothing to the reader.
        assert str(event.get("location", "")).strip("\ufeff") == kept.strip().strip("\ufeff")
        assert kept.strip() in str(event.get("description", ""))
