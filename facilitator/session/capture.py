"""From a typed line to one step: the people, themes, contribution and relations it speaks of, given together."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import GiveContribution
from facilitator.session.dates import DateWords
from facilitator.session.errors import Rejected
from facilitator.session.notation import Known, Line
from facilitator.session.people import JoinPerson
from facilitator.session.ports import Ids, uuid7
from facilitator.session.relations import Relate
from facilitator.session.rules import Command, Together
from facilitator.session.themes import NameTheme, PlantCard

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


def known_in(
    state: SessionState,
    today: datetime.date,
    *,
    kind_words: Mapping[str, str] | None = None,
    dates: DateWords | None = None,
) -> Known:
    """What the parser may recognise in this session: people who are here first, then the others; standing themes."""
    people = state.people.present()
    ordered = [p for p in people if p.here] + [p for p in people if not p.here]
    names = [(p.id, name) for p in ordered for name in (p.name, *p.also)]
    themes = [(theme.id, theme.name) for theme in state.themes.standing()]
    return Known(names, themes, kind_words or {}, dates or DateWords(), today)


def compose(
    line: Line,
    state: SessionState,
    *,
    selected: str | None = None,
    ids: Ids = uuid7,
    command_id: str | None = None,
    themes: tuple[str, ...] = (),
    relation: str | None = None,
    stamps: Mapping[str, Any] | None = None,
) -> Together:
    """One step for one line. ``selected`` is the contribution that ``^`` builds on, else the newest one.

    The contribution's id is ``command_id`` (made here when not given), so that giving twice gives once. ``themes`` are
    ids of themes to plant it in besides those in the line; ``relation`` overrides what the line says. ``stamps`` are
    further fields of the contribution, such as ``offset_ms`` in a film, ``group``, ``consent`` or ``source``.
    """
    if line.empty:
        raise Rejected("There are no words in it yet.")
    contribution = command_id or ids()
    before: list[Command] = []
    authors: list[str] = []
    for part in line.names:
        person = part.person
        if person is None:
            person = ids()
            before.append(JoinPerson(id=ids(), person=person, name=part.name))
        if person not in authors:
            authors.append(person)
    beds = list(themes)
    for bed in line.themes:
        theme = bed.theme
        if theme is None:
            theme = ids()
            before.append(NameTheme(id=ids(), theme=theme, name=bed.name))
        if theme not in beds:
            beds.append(theme)
    earlier = _earlier(state, selected) if line.builds_on or relation else None
    said = relation or _relation(line, state, earlier)
    kind = line.kind or ("answer" if said == "answers" else "note")
    given = {"authors": tuple(authors), **(stamps or {})}
    give = GiveContribution(id=contribution, text=line.text, kind=kind, **given)
    after: list[Command] = [PlantCard(id=ids(), contribution=contribution, theme=theme) for theme in beds]
    if earlier is not None and said is not None:
        after.append(Relate(id=ids(), later=contribution, earlier=earlier, relation=said))
    if kind == "commitment":
        due = line.due.isoformat() if line.due else None
        owner = authors[0] if authors else None
        after.append(
            MakeCommitment(id=ids(), contribution=contribution, owner=owner, due=due, due_words=line.due_words or None)
        )
    return Together(id=ids(), commands=(*before, give, *after))


def _earlier(state: SessionState, selected: str | None) -> str:
    if selected is not None and state.contributions.get(selected) is not None:
        return selected
    for given in reversed(state.contributions.by_id.values()):
        if not given.withdrawn and not given.hidden:
            return given.id
    raise Rejected("There is nothing to build on yet.")


def _relation(line: Line, state: SessionState, earlier: str | None) -> str | None:
    if earlier is None:
        return None
    if line.kind == "thanks":
        return "appreciates"
    other = state.contributions.by_id[earlier]
    return "answers" if other.kind == "question" else "builds_on"
