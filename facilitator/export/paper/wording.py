"""Words and times that several sheets share: when it is, for how long, which rule holds, who leads."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from facilitator.export.document import Run, Words
from facilitator.export.phrases import (
    and_list,
    capital,
    date_day,
    date_long,
    date_plain,
    month,
    number_word,
    one_line,
    read_date,
    rule_words,
    weekday,
)
from facilitator.export.voice import Voice
from facilitator.session.people import Person
from facilitator.session.planning import planned
from facilitator.session.timetable import Timetable
from facilitator.words import _, ngettext

_SENTENCE = re.compile(r".+?(?:[.!?…]+[”’\"'»)]*(?=\s)|[。！？؟।]+[”」』]*)", re.DOTALL)
_DAY = 24 * 60
_LEAST = 24
"""A first sentence shorter than this says too little: *Round.*, *3 min.*"""


def clock(moment: datetime.datetime) -> str:
    """A time of day."""
    return f"{moment.hour:02}:{moment.minute:02}"


def first_sentence(text: str) -> str:
    """The first sentence of words in any script, with the next where it is no more than a word or two."""
    whole = " ".join(text.split())
    for found in _SENTENCE.finditer(whole):
        if found.end() >= _LEAST:
            return whole[: found.end()]
    return whole


def sentence(text: str) -> str:
    """Words with a stop behind them."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…。！？؟।”’»)" else f"{text}."


def length(minutes: int) -> str:
    """How long something lasts, short: the number of minutes, or days where it lasts some."""
    if minutes >= _DAY:
        days = round(minutes / _DAY)
        return ngettext("{count} day", "{count} days", days).format(count=days)
    return str(minutes) if minutes else ""


_ROOMS = frozenset(("seminar", "meeting", "room", "conference", "lecture", "hall", "the", "our", "in", "at", "online"))
"""First words of places that are no names of their own."""


def inside(place: str) -> str:
    """A place as it stands inside a sentence."""
    return place[:1].lower() + place[1:] if place.partition(" ")[0].lower() in _ROOMS else place


def when(voice: Voice, table: Timetable, *, year: bool = True, end: bool = True) -> str:
    """The date and the times of the day, or the days where there are several: *Thursday 12 March 2026, 13:30 to 16:00*.

    Empty where nothing was said.
    """
    if not table.dated or not table.days:
        return ""
    first, last = table.days[0], table.days[-1]
    begins = first.begins
    if table.in_days:
        until = (last.until or last.ends).date()
        if until > begins.date() and (last.until or last.ends).time() == datetime.time():
            until -= datetime.timedelta(days=1)
        return until_day(begins.date(), until)
    if len(table.days) > 1:
        days = until_day(begins.date(), last.begins.date())
        if not table.clocked:
            return days
        return _("{days}, from {start}").format(days=days, start=clock(begins))
    date = begins.date()
    named = _("{weekday} {day} {month}").format(weekday=weekday(date), day=date.day, month=month(date))
    day = date_long(date) if year else named
    if not table.clocked:
        return day
    over = first.until or (first.ends if first.slots else None)
    if over is None or not end:
        return _("{date}, {start}").format(date=day, start=clock(begins))
    return _("{date}, {start} to {end}").format(date=day, start=clock(begins), end=clock(over))


def until_day(first: datetime.date, last: datetime.date) -> str:
    """Several days: *12 to 14 March 2026*."""
    if last <= first:
        return date_plain(first)
    if (first.year, first.month) == (last.year, last.month):
        return _("{first} to {last} {month} {year}").format(
            first=first.day, last=last.day, month=month(last), year=last.year
        )
    return _("{first} to {last}").format(first=date_day(first, last), last=date_plain(last))


def together(parts: Iterable[tuple[str, bool]], between: str = " ") -> Words:
    """Several words in one line: each with whether people gave it. Empty ones are left out."""
    runs: list[Run] = []
    for words, said in parts:
        if words:
            if runs:
                runs.append(Run(between))
            runs.append(Run(words, said=said))
    return tuple(runs)


def place(voice: Voice) -> str:
    """Where it is."""
    return one_line(voice.written_text(voice.state.about.place))


def participants(voice: Voice) -> list[Person]:
    """The people it is for; everybody where nobody is marked as taking part."""
    people = voice.state.people.present()
    return [person for person in people if "participant" in person.roles] or people


def with_role(voice: Voice, *roles: str) -> list[Person]:
    """The people who hold one of these roles."""
    return [person for person in voice.state.people.present() if any(role in person.roles for role in roles)]


def called(voice: Voice, people: Iterable[Person]) -> str:
    """These people by their short names, those who may be named."""
    return and_list([one_line(voice.short(one)) for one in people if voice.gate.name(one) is not None])


def rule(voice: Voice) -> str:
    """The rule of the room in one sentence."""
    return rule_words(voice.state.agreement.rule)


def not_named(voice: Voice) -> str:
    """How many are not to be named, as a sentence; empty where everybody may be."""
    count = sum(not person.named for person in voice.state.people.present())
    if not count:
        return ""
    words = ngettext("{count} person is not to be named.", "{count} people are not to be named.", count)
    return capital(words.format(count=number_word(count)))


def asked_again(voice: Voice) -> str:
    """When it is asked what became of it, as a sentence."""
    plan = planned(voice.state)
    day, near = read_date(plan.follow_up), read_date(plan.date)
    if day is None:
        return ""
    return _("We ask again on {date}.").format(date=date_day(day, near or day))
