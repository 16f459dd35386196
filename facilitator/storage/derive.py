"""What lists and search show of a session, made from its state. Pure functions: no database here.

Search belongs to the facilitator, who was in the room; the privacy gate is asked who gave what all the same, so that an
activity without names stays without names here too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from zlib import crc32

from facilitator.session.agenda import BREAK, Block, BlockChanged
from facilitator.session.contributions import Contribution
from facilitator.session.facts import Fact
from facilitator.session.ledger import Ledger
from facilitator.session.library import LIBRARY
from facilitator.session.people import Person, name_key
from facilitator.session.privacy import Audience, Gate
from facilitator.session.rules import whole
from facilitator.session.sessions import SessionCreated
from facilitator.session.state import SessionState
from facilitator.session.themes import Theme
from facilitator.storage.folding import folded

CONTRIBUTION, TITLE, PERSON, THEME = "contribution", "title", "person", "theme"
Subject = tuple[str, str]
"""What an entry is of: its sort and an id."""

BETWEEN = "\x1f"
"""Stands before and behind each name in what a person is found by."""

_TALKS = {"coffee": "coffee", "lunch": "networking_lunch", "mentoring": "mentoring"}
"""The modality a logged talk had, by where it was."""

_BLOCK_SHOWN = frozenset({"title", "modality", "part"})
"""What of a block is shown with everything that was given in it."""

_LATEST_MS = (1 << 42) - 1
_gate = Gate(Audience.FACILITATOR)


class SessionRow(NamedTuple):
    """A session in a list. ``date_ms`` is when it began or was made, ``changed_ms`` when its newest fact was made, both
    milliseconds UTC; ``modalities`` are those of its agenda, each once, in order; ``facts`` is how many there are;
    ``talk`` says who may see a logged talk and is empty for any other session. ``agenda`` is its blocks as a line of
    JSON (:func:`agenda_line`), ``series`` the id of its series, with the series' name and its number there.
    """

    id: str
    title: str
    date_ms: int
    created_ms: int
    changed_ms: int
    starts: str
    ends: str
    place: str
    source: str
    contributions: int
    people: int
    modalities: tuple[str, ...]
    listed: bool
    facts: int
    talk: str = ""
    agenda: str = ""
    series: str = ""
    series_name: str = ""
    series_number: int = 0


class Entry(NamedTuple):
    """Something that can be found. ``also`` is what is found of it and shown nowhere else: other names of a person, the
    place of a session. ``modality`` and ``activity`` are of the block it was given in (its title), ``who`` the people
    who gave it, told apart by name and each between two :data:`BETWEEN`.
    """

    what: str
    ref: str
    kind: str
    at_ms: int
    person: str
    text: str
    words: str
    names: str
    also: str = ""
    modality: str = ""
    activity: str = ""
    who: str = ""


def shown_sum(*shown: object) -> int:
    """CRC-32 over what is shown of something derived."""
    return crc32("\x1f".join(map(str, shown)).encode("utf-8", "surrogatepass"))


def entry_sum(row: int, stream: str, given: Entry) -> int:
    """The same over what is shown of an entry."""
    what, ref, kind, at_ms, person, text, _words, _names, also, modality, activity, _who = given
    return shown_sum(row, stream, what, ref, kind, at_ms, person, text, also, modality, activity)


class IndexSpoilt(Exception):
    """Something derived is not what was written: a byte changed on the disk. The index is made again."""


def beginning_lost(ledger: Ledger) -> bool:
    """Whether the fact that made the session is in the record and cannot be read: words without a head.

    Facts that came from elsewhere before their beginning did have lost nothing: none of their numbers is missing.
    """
    if ledger.state.about.created_ms is not None or ledger.stream == LIBRARY:
        return False
    if not ledger.facts:  # a row whose session's id changed on the disk stands alone, and is no session
        return any(aside.fact.kind == SessionCreated.KIND for aside in ledger.aside.values())
    return ledger.unreadable > 0 or sum(ledger.vector.values()) > len(ledger.facts)


def session_row(ledger: Ledger) -> SessionRow:
    """The line of a session in a list. One that lost its beginning stays there, so that opening it says so."""
    state = ledger.state
    about = state.about
    created = about.created_ms or (ledger.facts[0].ms if ledger.facts else 0)
    return SessionRow(
        ledger.stream,
        about.title,
        _ms_of(about.starts, created),
        created,
        max(state.newest.ms, 0),
        about.starts,
        about.ends,
        about.place,
        about.source,
        sum(not (given.withdrawn or given.hidden) for given in state.contributions.by_id.values()),
        len(state.people.present()),
        tuple(dict.fromkeys(block.modality for block in state.agenda.in_order() if block.modality)),
        about.exists or (beginning_lost(ledger) and not about.removed),
        len(ledger.facts) + ledger.unreadable,
        state.talk.visible if state.talk.logged else "",
        agenda_line(state),
        state.series.series,
        state.series.name,
        state.series.number,
    )


def agenda_line(state: SessionState) -> str:
    """The blocks in order, each as modality (*break* for one), minutes and title; empty where there are none."""
    blocks = [[_modality(block), block.minutes, block.title] for block in state.agenda.in_order()]
    return whole(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) if blocks else ""


def _modality(block: Block) -> str:
    return BREAK if block.is_break else block.modality


def _ms_of(iso: str, otherwise: int) -> int:
    try:
        return int(datetime.fromisoformat(iso).timestamp() * 1000)
    except (ValueError, OverflowError, OSError):
        return otherwise


def place_word(stream: str) -> str:
    """A session as one word of the index: letters and digits alone."""
    if stream.isascii() and stream.replace("-", "").isalnum():
        return "s" + stream.replace("-", "").lower()
    return "x" + stream.encode("utf-8", "surrogatepass").hex()


def entries(state: SessionState) -> Iterator[Entry]:
    """Everything that can be found in a session."""
    if not state.about.exists:
        return
    yield of_title(state)
    for person in state.people.by_id.values():
        if not person.removed:
            yield of_person(person)
    for theme in state.themes.by_id.values():
        if not theme.removed:
            yield of_theme(state, theme)
    for given in state.contributions.by_id.values():
        if not given.withdrawn:
            yield of_contribution(state, given)


def entry(state: SessionState, subject: Subject) -> Entry | None:
    """The entry of one thing, or None when there is nothing of it to be found."""
    what, ref = subject
    if not state.about.exists:
        return None
    if what == TITLE:
        return of_title(state)
    if what == CONTRIBUTION:
        given = state.contributions.by_id.get(ref)
        return None if given is None or given.withdrawn else of_contribution(state, given)
    if what == PERSON:
        person = state.people.by_id.get(ref)
        return None if person is None or person.removed else of_person(person)
    theme = state.themes.by_id.get(ref)
    return None if theme is None or theme.removed else of_theme(state, theme)


def of_title(state: SessionState) -> Entry:
    """The session itself: its title and purpose."""
    about = state.about
    text = about.title + "\n" + about.purpose if about.purpose else about.title
    at_ms = _sane(_ms_of(about.starts, about.created_ms or 0))
    return Entry(TITLE, "", "", at_ms, "", text, folded(text), folded(about.place), about.place)


def of_person(person: Person) -> Entry:
    """Somebody in the session."""
    return Entry(
        PERSON,
        person.id,
        "",
        _sane(person.joined_ms),
        person.name,
        person.name,
        folded(person.name),
        folded(" ".join(person.also)),
        ", ".join(person.also),
        who=_who((person,)),
    )


def of_theme(state: SessionState, theme: Theme) -> Entry:
    """A theme."""
    return Entry(THEME, theme.id, "", _sane(state.about.created_ms or 0), "", theme.name, folded(theme.name), "")


def of_contribution(state: SessionState, given: Contribution) -> Entry:
    """A contribution with the names of those who gave it, as far as the activity names anybody."""
    people = _gate.authors(state, given)
    text = given.title + "\n" + given.text if given.title else given.text
    names = ", ".join([person.name for person in people])
    also = ", ".join([other for person in people for other in person.also]) if people else ""
    block = state.agenda.get(given.activity)
    return Entry(
        CONTRIBUTION,
        given.id,
        given.kind,
        _sane(given.when_ms),
        names,
        text,
        folded(text),
        folded(f"{names} {also}") if also else folded(names),
        also,
        _modality(block) if block is not None else _TALKS.get(state.talk.where, "") if state.talk.logged else "",
        block.title if block is not None else "",
        _who(people) if people else "",
    )


def _who(people: Iterable[Person]) -> str:
    return BETWEEN + BETWEEN.join([name_key(person.name) for person in people]) + BETWEEN


def _sane(ms: int) -> int:
    return min(max(ms, 0), _LATEST_MS)


def subjects(facts: Iterable[Fact], state: SessionState) -> set[Subject]:
    """What facts may have changed, to be looked at again. ``state`` is the one after them."""
    out: set[Subject] = set()
    people: set[str] = set()
    blocks: set[str] = set()
    for fact in facts:
        body = fact.body
        if not isinstance(body, dict):
            continue
        if fact.kind.startswith("session_"):
            out.add((TITLE, ""))
            continue
        if fact.kind == BlockChanged.KIND and not _BLOCK_SHOWN.isdisjoint(body):
            blocks.add(str(body.get("block")))
            continue
        card, person = body.get("contribution"), body.get("person")
        if type(card) is str:
            out.add((CONTRIBUTION, card))
        for key in ("theme", "into"):
            theme = body.get(key)
            if type(theme) is str:
                out.add((THEME, theme))
        if type(person) is str:
            out.add((PERSON, person))
            people.add(person)
    if people or blocks:
        out.update(
            (CONTRIBUTION, given.id)
            for given in state.contributions.by_id.values()
            if (given.authors and not people.isdisjoint(given.authors)) or given.activity in blocks
        )
    return out
