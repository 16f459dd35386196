"""The run sheet: the whole session on a page to hold in the hand, with room for how it really went.

It is the facilitator's own paper. Up to some twelve blocks stand on one page; where they do not, sentences shorten to
the first, never the type; what still does not fit flows to further pages.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from facilitator.export.document import Words
from facilitator.export.paper import wording
from facilitator.export.paper.kit import Leaf, leaf
from facilitator.export.phrases import date_day, date_long, one_line
from facilitator.export.voice import Voice
from facilitator.session.agenda import Block
from facilitator.session.planning import planned
from facilitator.session.timetable import Day, Slot, Timetable, timetable
from facilitator.session.zones import later
from facilitator.words import _, ngettext

BEFORE_MINUTES = 15
"""So long before the beginning everything is ready."""
_LEAST_NAME = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A block. ``name`` is its title without what explains it, for where two lines would not hold all;
    ``short`` is the first sentence of what is said and done, ``note`` what goes before it.
    """

    start: str
    minutes: str
    title: str
    name: str
    modality: str
    note: str = ""
    say: str = ""
    short: str = ""
    catch: str = ""
    groups: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DayPart:
    """A day: its heading (empty where there is but one), its blocks, and how it ends."""

    title: str
    lines: tuple[Line, ...]
    end: str
    end_words: Words


@dataclass(frozen=True, slots=True)
class RunSheet:
    """Everything on the sheet. ``trouble`` are (sign, remedy); ``brief_before`` and ``brief_trouble`` hold the first of
    each block, for where there is no room for all.
    """

    leaf: Leaf
    title: str
    when: Words
    leads: str
    purposes: tuple[tuple[str, str], ...]
    strip: tuple[tuple[int, str, str], ...]
    last_time: tuple[str, ...]
    days: tuple[DayPart, ...]
    before_title: str
    before: tuple[str, ...]
    bring: tuple[str, ...]
    trouble: tuple[tuple[str, str], ...]
    brief_before: tuple[str, ...]
    brief_trouble: tuple[tuple[str, str], ...]
    in_days: bool
    length_head: str
    foot: Words
    learning: Words = ()


def run_sheet(voice: Voice, last_time: tuple[str, ...] = ()) -> RunSheet:
    """The run sheet of a session. ``last_time`` are lines about what the session before it left open."""
    state, table = voice.state, timetable(voice.state)
    about = state.about
    blocks = state.agenda.in_order()
    purposes = [
        (label, " ".join(words.split()))
        for label, words in (
            (_("Better informed about"), about.inform),
            (_("See more widely"), about.perspective),
            (_("Decide better"), about.decision),
        )
        if words.strip()
    ]
    if not purposes and about.purpose.strip():
        purposes = [(_("What it is for"), " ".join(about.purpose.split()))]
    several = len(table.days) > 1
    days = [_day(voice, table, day, several) for day in table.days]
    return RunSheet(
        leaf=leaf(voice, _("Run sheet")),
        title=about.title,
        when=_when(voice, table),
        leads=_leads(voice),
        purposes=tuple(purposes),
        strip=tuple((block.minutes, _family(block), one_line(block.title)) for block in blocks if block.minutes > 0),
        last_time=tuple(one_line(line) for line in last_time if line.strip()),
        days=tuple(days),
        before_title=_before_title(table),
        before=_gathered(line for block in blocks for line in block.prepare),
        bring=_gathered(line for block in blocks for line in block.materials),
        trouble=_trouble(line for block in blocks for line in block.trouble),
        brief_before=_gathered(line for block in blocks for line in block.prepare[:1]),
        brief_trouble=_trouble(line for block in blocks for line in block.trouble[:1]),
        in_days=table.in_days,
        length_head=_("Length") if table.in_days else _("Min"),
        foot=wording.together(
            (
                (wording.rule(voice), False),
                (wording.not_named(voice), False),
                (wording.sentence(one_line(state.agreement.photos)), True),
                (wording.asked_again(voice), False),
            )
        ),
        learning=wording.together(((_("What we mean by learning here:"), False), (one_line(voice.learning), True)))
        if voice.learning
        else (),
    )


def _when(voice: Voice, table: Timetable) -> Words:
    count = len(wording.participants(voice))
    people = ngettext("{count} person", "{count} people", count).format(count=count) if count else ""
    time, where = wording.when(voice, table), wording.place(voice)
    parts = ((time, False), (wording.inside(where) if time else where, True), (people, False))
    return wording.together(parts, _(", "))


def _leads(voice: Voice) -> str:
    parts = [wording.called(voice, wording.with_role(voice, "facilitator", "co_facilitator"))]
    gardener = wording.called(voice, wording.with_role(voice, "gardener"))
    if gardener:
        parts.append(_("gardener {name}").format(name=gardener))
    return _(", ").join(part for part in parts if part)


def _family(block: Block) -> str:
    return "break" if block.is_break else block.modality


def _day(voice: Voice, table: Timetable, day: Day, several: bool) -> DayPart:
    title = ""
    if several:
        title = _("Day {number}").format(number=day.number)
        if table.dated:
            title = _("{day}, {date}").format(day=title, date=date_long(day.begins.date()))
    lines = tuple(_line(voice, table, slot) for slot in day.slots)
    last = day is table.days[-1]
    return DayPart(title, lines, _moment(table, day.ends, day), _ending(voice, table, day, last))


def _moment(table: Timetable, moment: datetime.datetime, day: Day) -> str:
    if table.in_days:
        if not table.dated:
            passed = _minutes(day.begins, moment) // (24 * 60) + 1
            return _("day {number}").format(number=passed)
        return date_day(moment.date(), day.begins.date())
    if table.clocked:
        return wording.clock(moment)
    passed = _minutes(day.begins, moment)
    return f"+{passed // 60}:{passed % 60:02}"


def _minutes(earlier: datetime.datetime, late: datetime.datetime) -> int:
    """Minutes of real time from one moment to the other, also where the clocks change between them."""
    return round((late.astimezone(datetime.UTC) - earlier.astimezone(datetime.UTC)).total_seconds() / 60)


def _line(voice: Voice, table: Timetable, slot: Slot) -> Line:
    block = slot.block
    notes = []
    if slot.overlaps:
        notes.append(
            ngettext("{count} minute too late.", "{count} minutes too late.", slot.overlaps).format(count=slot.overlaps)
        )
    if block.fixed and table.clocked:
        notes.append(_("Fixed time."))
    say = " ".join(block.say.split())
    if not say:
        prompt = " ".join(block.prompt.split())
        quoted = _("“{words}”").format(words=prompt) if prompt else ""
        say = " ".join(part for part in (wording.sentence(block.method), quoted) if part)
    groups = tuple(
        (
            one_line(group.name),
            _(", ").join(part for part in (_names(voice, group.people), group.place.strip()) if part),
        )
        for group in voice.state.groups.of(block.id)
    )
    return Line(
        start=_moment(table, slot.starts, _of(table, slot)),
        minutes=wording.length(block.minutes),
        title=one_line(block.title),
        name=_name(block.title),
        modality=_family(block),
        note=" ".join(notes),
        say=say,
        short=wording.first_sentence(say),
        catch=" ".join(block.catch.split()),
        groups=groups,
    )


def _name(title: str) -> str:
    """A title without what stands behind a colon or in brackets at its end."""
    whole = one_line(title)
    name, colon, rest = whole.partition(": ")
    if colon and len(name) >= _LEAST_NAME and rest.strip():
        return name
    name, bracket, _rest = whole.partition(" (")
    return name if bracket and whole.endswith(")") and len(name) >= _LEAST_NAME else whole


def _of(table: Timetable, slot: Slot) -> Day:
    return next(day for day in table.days if day.number == slot.day)


def _names(voice: Voice, people: Iterable[str]) -> str:
    found = [person for key in people if (person := voice.state.people.get(key)) is not None and not person.removed]
    return _(", ").join(one_line(voice.short(person)) for person in found)


def _ending(voice: Voice, table: Timetable, day: Day, last: bool) -> Words:
    ours = [_("End.")]
    spare = _minutes(day.ends, day.until) if day.until else 0
    if day.over and not table.in_days:
        ours.append(ngettext("{count} minute too long.", "{count} minutes too long.", day.over).format(count=day.over))
    elif spare > 0 and not table.in_days:
        ours.append(ngettext("{count} minute to spare.", "{count} minutes to spare.", spare).format(count=spare))
    back = one_line(planned(voice.state).hears_back) if last else ""
    if back and not back.endswith((".", "!", "。", "؟", "।")):
        ours.append(_("Hears back:"))
        back = f"{back}."
    return wording.together(((" ".join(ours), False), (back, True)))


def _before_title(table: Timetable) -> str:
    if not table.clocked or table.in_days or not table.days:
        return _("Before")
    try:
        ready = later(table.days[0].begins, -BEFORE_MINUTES)
    except OverflowError:  # the first quarter of an hour there is
        return _("Before")
    return _("Before {time}").format(time=wording.clock(ready))


def _gathered(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines of several blocks, each once."""
    found: dict[str, str] = {}
    for line in lines:
        words = one_line(line)
        if words:
            found.setdefault(words.casefold().rstrip("."), words)
    return tuple(found.values())


def _trouble(lines: Iterable[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for line in _gathered(lines):
        sign, colon, remedy = line.partition(":")
        found.append((sign.strip(), remedy.strip()) if colon and remedy.strip() else (line, ""))
    return tuple(found)
