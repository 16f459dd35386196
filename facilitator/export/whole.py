"""JSON: the whole session as it may be shown, complete enough that taking it in again gives the same session.

What the gate keeps back is not in it: not released, taken back, hidden; who is not to be named is *a participant*.
Earlier wordings are not in it either. Times are milliseconds since 1970 (UTC) where their name ends with ``_ms``.
`facilitator.session.rebuild` reads it.
"""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from facilitator.export import ran
from facilitator.export.keys import is_key
from facilitator.export.voice import Voice
from facilitator.session import run_records
from facilitator.session.contributions import Contribution
from facilitator.session.decisions import Decision
from facilitator.session.orders import in_both_orders
from facilitator.session.people import Person
from facilitator.session.privacy import Names
from facilitator.session.questions import HAVE_ENDS, OpenEnd
from facilitator.session.rules import LONGEST_NAME, LONGEST_TEXT

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FORMAT, VERSION = "facilitator-session", 1

Json = dict[str, Any]


def write(voice: Voice) -> bytes:
    """The whole file."""
    return (json.dumps(session(voice), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def session(voice: Voice) -> Json:
    """The session as plain values."""
    about = _written(voice, voice.state.about)
    about.pop("removed")
    run = ran.parts(voice, _words)
    themes = _themes(voice)
    beds = {str(theme["id"]) for theme in themes}
    return {
        "format": FORMAT,
        "version": VERSION,
        "audience": voice.gate.audience.value,
        "names": voice.gate.names.value,
        "session": {"id": voice.state.stream, **about},
        "agreement": _written(voice, voice.state.agreement),
        "people": [_person(voice, person) for person in voice.state.people.by_id.values()],
        "activities": _activities(voice, {one["activity"] for name in ("votes", "threads") for one in run[name]}),
        "plan": _plan(voice),
        "contributions": [_contribution(voice, given, beds) for given in voice.carried],
        "relations": _relations(voice),
        "themes": themes,
        "commitments": _commitments(voice),
        "decisions": _decisions(voice),
        "open_ends": _open_ends(voice),
        "outcomes": _outcomes(voice),
        "attachments": _attachments(voice),
        "closed_ms": voice.state.running.closed_ms,
        **run,
        "harvest": _harvest(voice),
        **({"talk": _talk(voice)} if voice.state.talk.guarded else {}),
    }


def _talk(voice: Voice) -> Json:
    """What is said about a talk; the lines are among the contributions."""
    values = dataclasses.asdict(voice.state.talk)
    values.pop("logged")
    for line in ("gave", "received", "follows"):
        values[line] = values[line] if values[line] in voice.number else ""
    values["shared"] = [line for line in values["shared"] if line in voice.number]
    return {**values, "topics": [_name(voice, topic) for topic in voice.state.talk.topics]}


def _written(voice: Voice, part: DataclassInstance) -> Json:
    """A part of the record: names as they may appear in its words, its keys and dates as they are."""
    return {
        name: value if is_key(type(part), name, value) else _masked(voice, name, value)
        for name, value in dataclasses.asdict(part).items()
    }


def _masked(voice: Voice, name: str, value: Any) -> Any:
    if isinstance(value, str):
        return _words(voice, value, LONGEST_NAME if name in ("name", "title") else LONGEST_TEXT)
    if isinstance(value, tuple | list):
        return [_masked(voice, name, item) for item in value]
    return value


def _name(voice: Voice, text: str) -> str:
    """A name or title of something, no longer than such may be."""
    return _words(voice, text, LONGEST_NAME)


def _words(voice: Voice, text: str, longest: int = LONGEST_TEXT) -> str:
    """Words with names as they may appear. *A participant* is longer than most names: what outgrows its field ends."""
    told, room = voice.written_text(text), max(longest, len(text))
    return told if len(told) <= room else told[: room - 1].rstrip() + "…"


def _plan(voice: Voice) -> Json:
    """The plan around the agenda, with groups and role play; what only a player may know stays inside."""
    state = voice.state
    standing = {block.id for block in state.agenda.in_order()}
    shown = voice.gate.may_name
    groups = []
    for block in state.agenda.in_order():
        for group in state.groups.of(block.id):
            people = [key for key in group.people if (who := state.people.get(key)) is not None and shown(who)]
            groups.append(
                {
                    "id": group.id,
                    "block": block.id,
                    "name": _name(voice, group.name),
                    "people": people,
                    "place": _words(voice, group.place),
                }
            )
    scenarios = [_written(voice, item) for item in state.role_play.scenarios.values() if item.block in standing]
    roles = []
    for role in [role for block in standing for role in state.role_play.cast(block)]:
        told = _written(voice, role)
        told.pop("removed")
        told.pop("rank")
        if not voice.gate.inside:
            for private in _OF_THE_PLAYER:
                told.pop(private)
        roles.append(told)
    return {
        **_written(voice, state.plan),
        "series": _written(voice, state.series),
        "answers": {**_written(voice, state.answers), "overridden": _overridden(voice)},
        "groups": groups,
        "scenarios": sorted(scenarios, key=lambda item: str(item["block"])),
        "roles": sorted(roles, key=lambda item: (str(item["block"]), str(item["id"]))),
    }


_OF_THE_PLAYER = ("situation", "secret", "wants", "if_stuck")
"""What only the player of a role is told."""

_OF_THE_FACILITATOR = ("say", "catch", "trouble")
"""Notes of a block for the one who leads."""


def _overridden(voice: Voice) -> list[list[str]]:
    """Methods chosen against the guide's advice, each with its reason."""
    return [[method, _words(voice, reason)] for method, reason in voice.state.answers.overridden]


def _person(voice: Voice, person: Person) -> Json:
    full = voice.gate.may_name(person) and voice.gate.names is Names.FULL
    return {
        "id": person.id,
        "name": voice.name(person),
        "also": list(person.also) if full else [],
        "roles": list(person.roles),
        "unit": person.unit if full else "",
        "note": person.note if full else "",
        "named": person.named,
        "quoted": person.quoted,
        "photographed": person.photographed,
        "here": person.here,
        "removed": person.removed,
    }


def _activities(voice: Voice, ran_in: set[str]) -> list[Json]:
    """The blocks; of those taken out the ones that something else in the file is of."""
    agenda = voice.state.agenda
    meant = ran_in | {given.activity for given in voice.carried}
    blocks = sorted(agenda.by_id.values(), key=lambda block: (block.rank, block.id))
    found = []
    for block in blocks:
        if block.removed and block.id not in meant:
            continue
        values = _written(voice, block)
        values.pop("rank")
        if not voice.gate.inside:
            for private in _OF_THE_FACILITATOR:
                values.pop(private)
        run = dataclasses.asdict(run_records.record(voice.state, block.id))
        found.append({**values, **{name: run[name] for name in ran.OF_THE_RUN}})
    return found


def _contribution(voice: Voice, given: Contribution, beds: set[str]) -> Json:
    return {
        "id": given.id,
        "number": int(voice.number[given.id]),
        "people": [person.id for person in voice.gate.authors(voice.state, given)],
        "group": _words(voice, voice.gate.group(voice.state, given)),
        "kind": given.kind,
        "text": given.text,
        "title": _words(voice, given.title),
        "source": _words(voice, given.source),
        "activity": given.activity if voice.block(given) is not None else None,
        "themes": [theme for theme in voice.state.themes.beds.get(given.id, ()) if theme in beds],
        "at": voice.iso(voice.said_ms(given)) or None,
        "said_ms": given.said_ms,
        "recorded_ms": given.at_ms,
        "offset_ms": given.offset_ms,
        "until_ms": given.until_ms,
        "consent": given.consent,
    }


def _relations(voice: Voice) -> list[Json]:
    """By the number of the later one, as far as the orders at both ends allow: taking them in keeps these."""
    relations, place = voice.state.relations, {card: int(number) for card, number in voice.number.items()}
    shown = [one for one in relations.all() if one[0] in place and one[2] in place]
    shown.sort(key=lambda one: (place[one[0]], place[one[2]], one[1]))
    rank = {one: at for at, one in enumerate(shown)}
    chains = [
        *([(later, relation, card) for later, relation in relations.to(card)] for card in place),
        *([(card, relation, earlier) for earlier, relation in relations.of(card)] for card in place),
    ]
    found = in_both_orders([[one for one in chain if one in rank] for chain in chains], rank)
    return [{"later": later, "relation": relation, "earlier": earlier} for later, relation, earlier in found]


def _themes(voice: Voice) -> list[Json]:
    themes = voice.state.themes
    standing = {theme.id for theme in themes.standing()}
    return [
        {
            "id": theme.id,
            "name": _name(voice, theme.name),
            "letter": theme.letter,
            "into": theme.into,
            "cards": [card for card in themes.planted.get(theme.id, ()) if card in voice.number],
        }
        for theme in themes.by_id.values()
        if not theme.removed and themes.root(theme.id) in standing
    ]


def _commitments(voice: Voice) -> list[Json]:
    found = []
    for given in voice.carried:
        details = voice.state.commitments.get(given.id)
        if given.kind == "commitment" and details is not None:
            found.append({**_written(voice, details), "owner": "" if voice.nameless(given) else details.owner})
    return found


def _decisions(voice: Voice) -> list[Json]:
    found = []
    for given in voice.carried:
        ground = voice.state.decisions.get(given.id)
        if given.kind == "decision" and ground is not None and ground != Decision(given.id):
            found.append(_written(voice, ground))
    return found


def _open_ends(voice: Voice) -> list[Json]:
    found = []
    for given in voice.carried:
        end = voice.state.open_ends.get(given.id)
        if given.kind in HAVE_ENDS and end is not None and end != OpenEnd(given.id):
            found.append(_written(voice, end))
    return found


def _outcomes(voice: Voice) -> list[Json]:
    answers = voice.state.outcomes.standing()
    found = []
    for answer in answers:
        alike = [one for one in answers if one.item == answer.item]
        hidden = not voice.gate.inside and not voice.gate.enough(alike)
        if hidden and not answer.evidence:
            continue
        found.append({
            "id": answer.id,
            "item": answer.item,
            "then": None if hidden else answer.then,
            "now": None if hidden else answer.now,
            "evidence": answer.evidence,
            "through": "" if hidden else answer.through,
        })  # fmt: skip
    return found


def _attachments(voice: Voice) -> list[Json]:
    found = []
    for item in voice.state.attachments.standing():
        if item.contribution is None or item.contribution in voice.number:
            values = dataclasses.asdict(item)
            values.pop("removed")
            found.append({**values, "name": _name(voice, item.name)})
    return found


def _harvest(voice: Voice) -> Json:
    harvest = voice.state.harvest
    chains = []
    for chain in harvest.shown_chains():
        kept = [place for place, card in enumerate(chain.cards) if card in voice.number]
        if len(kept) < 2:
            continue
        links = [chain.links[place] if place < len(chain.links) else "" for place in kept] if chain.links else []
        chains.append({
            "id": chain.id,
            "title": _name(voice, chain.title),
            "cards": [chain.cards[place] for place in kept],
            "links": links,
            "turn": _words(voice, chain.turn),
        })  # fmt: skip
    passages = [
        {name: value for name, value in _written(voice, one).items() if name != "removed"}
        for one in harvest.passages.values()
        if not one.removed
    ]
    return {
        "summary": _written(voice, harvest.summary),
        "passages": passages,
        "chains": chains,
    }
