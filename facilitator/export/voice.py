"""How people, times and words appear in one export: everything the gate has to say, asked in one place.

Parts of the report never look at a person or a clock themselves; they ask the voice.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from functools import cached_property

from facilitator.export.document import Run, Words
from facilitator.export.options import Options
from facilitator.export.phrases import and_list, capital, offset, one_line
from facilitator.session.agenda import NAMED, Block
from facilitator.session.asks import Ask
from facilitator.session.contributions import Contribution
from facilitator.session.masking import standing, stands_in_words
from facilitator.session.people import Person
from facilitator.session.privacy import Names, initials
from facilitator.session.state import SessionState
from facilitator.session.tally import option_words
from facilitator.session.zones import zone_named
from facilitator.talks import as_it_may_leave
from facilitator.words import _

_EARLIEST, _LATEST = -62_000_000_000_000, 253_000_000_000_000
"""Milliseconds that a calendar can show, years 5 to 9987; what lies beyond is shown as the nearest."""


class Voice:
    """Names, times and words for one session and one set of choices."""

    def __init__(self, state: SessionState, options: Options) -> None:
        """Raises :class:`~facilitator.session.privacy.Closed` where nothing of it is for this audience."""
        self.options = options
        self.gate = options.gate(state)
        self.state = state = as_it_may_leave(state, self.gate)
        self.zone = zone_named(state.about.zone or options.zone or "") or datetime.UTC
        self.imported = bool(state.about.source)
        self.lang = state.about.language or None
        self.carried = self.gate.carried(state)
        """Every contribution that may appear, in the order of the record."""
        self.number = {given.id: str(place) for place, given in enumerate(self.carried, start=1)}
        """The number each of them has in the report."""
        firsts = Counter(person.name.split()[0] for person in state.people.by_id.values() if person.name.split())
        self._short = {} if self.imported else {name for name, times in firsts.items() if times == 1 and len(name) > 1}
        self._replace = self._replacements()

    # ---- people -------------------------------------------------------------------------------------------------

    def name(self, person: Person | None) -> str:
        """A person as they may appear, *a participant* where they may not; empty for nobody."""
        if person is None:
            return ""
        return self.gate.name(person) or _("a participant")

    def short(self, person: Person) -> str:
        """The first name where that is enough to know who is meant, otherwise as `name`."""
        name = self.name(person)
        first = person.name.split()[0] if person.name.split() else ""
        return first if name == person.name and first in self._short else name

    def who(self, given: Contribution, *, short: bool = False) -> str:
        """Who gave it: names, *a participant*, the group, or *without a name*."""
        people = self.gate.authors(self.state, given)
        if people:
            names = [self.short(person) if short else self.name(person) for person in people]
            return and_list(list(dict.fromkeys(one_line(name) for name in names)))
        group = self.gate.group(self.state, given)
        if group:
            return one_line(self.written_text(group))
        return _("without a name")

    def knows_author(self, given: Contribution) -> bool:
        """Whether anything is said about who gave it."""
        return bool(self.gate.authors(self.state, given) or self.gate.group(self.state, given))

    def withheld(self) -> list[Person]:
        """People in the session who are not named here."""
        return [person for person in self.state.people.present() if self.gate.name(person) is None]

    # ---- words --------------------------------------------------------------------------------------------------

    def said(self, text: str) -> Words:
        """Words people gave, untouched."""
        return (Run(text, said=True, lang=self.lang),)

    def written(self, text: str) -> Words:
        """Words written for the report by those who tend it: who may not be named is not named in them either."""
        return (Run(self.written_text(text), said=True, lang=self.lang),) if text else ()

    def written_text(self, text: str) -> str:
        """The same, as plain text."""
        if not self._replace or not text:
            return text
        alone = self._replace.get(text.strip())
        return capital(alone) if alone is not None else self._pattern.sub(self._instead, text)

    @property
    def learning(self) -> str:
        """What this session, or else the organisation, means by learning, in quotation marks; may be empty."""
        words = self.state.about.learning or self.options.learning
        return words if not words or words[:1] in '“"«„「' else _("“{words}”").format(words=words)

    def choices(self, ask: Ask) -> tuple[str, ...]:
        """What could be chosen, as it may appear; empty for a card that was taken back or is not for this audience."""
        found = []
        for place, words in enumerate(option_words(self.state, ask)):
            card = self.state.contributions.get(ask.refs[place]) if place < len(ask.refs) else None
            carried = card is None or self.gate.carries(card)
            found.append(self.written_text(words) if carried else "")
        return tuple(found)

    def _instead(self, found: re.Match[str]) -> str:
        word, before = self._replace[found.group()], found.string[: found.start()].rstrip()
        return capital(word) if not before or before[-1] in ".!?" else word

    def _replacements(self) -> dict[str, str]:
        instead: dict[str, str] = {}
        people = list(self.state.people.by_id.values())
        firsts = Counter(person.name.split()[0] for person in people if person.name.split())
        for person in people:
            shown = self.gate.name(person)
            if shown == person.name:
                continue
            word = shown or _("a participant")
            names = [person.name, *person.also]
            first = person.name.split()[0] if person.name.split() else ""
            if len(first) > 2 and firsts[first] == 1 and first[0].isalpha() and first != first.lower():
                names.append(first)
            for name in filter(None, map(str.strip, names)):
                instead.setdefault(name, initials(name) if self._initials(person) else word)
        longest_first = sorted(filter(stands_in_words, instead), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(standing, longest_first)) if longest_first else r"(?!)")
        return instead

    def _initials(self, person: Person) -> bool:
        return self.gate.names is Names.INITIALS and self.gate.may_name(person)

    # ---- times --------------------------------------------------------------------------------------------------

    def local(self, ms: int) -> datetime.datetime:
        """A moment as a local time of the session."""
        return datetime.datetime.fromtimestamp(min(max(ms, _EARLIEST), _LATEST) / 1000, self.zone)

    def moment(self, text: str) -> datetime.datetime | None:
        """A time of the record (ISO 8601) as a local time of the session, or None."""
        try:
            found = datetime.datetime.fromisoformat(text)
        except ValueError:
            return None
        return found.replace(tzinfo=self.zone) if found.tzinfo is None else found.astimezone(self.zone)

    def day(self) -> datetime.date | None:
        """The day of the session as far as known: when it starts, else when the first words were said."""
        return self._day

    @cached_property
    def _day(self) -> datetime.date | None:
        starts = self.moment(self.state.about.starts)
        if starts is not None:
            return starts.date()
        for given in self.state.contributions.by_id.values():
            ms = self.said_ms(given)
            if ms is not None:
                return self.local(ms).date()
        if self.imported or self.state.about.created_ms is None:
            return None
        return self.local(self.state.about.created_ms).date()

    def said_ms(self, given: Contribution) -> int | None:
        """When it was said (ms UTC); None where only the time is known at which it was taken in from elsewhere."""
        if given.said_ms is not None:
            return given.said_ms
        return None if self.imported or given.source else given.at_ms

    def time(self, given: Contribution) -> str:
        """The time to print: the place in a recording, else the clock; empty where nothing is known."""
        if given.offset_ms is not None and (self.imported or given.said_ms is None):
            return offset(given.offset_ms)
        ms = self.said_ms(given)
        if ms is None:
            return ""
        at, day = self.local(ms), self.day()
        clock = f"{at.hour:02}:{at.minute:02}"
        if day is not None and at.date() != day:
            return f"{at.date().isoformat()} {clock}"
        return clock

    def iso(self, ms: int | None) -> str:
        """A moment as ISO 8601 with the session's zone, to the millisecond; empty for none."""
        return "" if ms is None else self.local(ms).isoformat(timespec="milliseconds")

    def block(self, given: Contribution) -> Block | None:
        """The block of the agenda it was given in, if any."""
        return self.state.agenda.get(given.activity)

    def nameless(self, given: Contribution) -> bool:
        """Whether it was given where nobody is named."""
        block = self.block(given)
        return block is not None and block.anonymity != NAMED
