"""JSON: the whole session as it may be shown, complete enough that taking it in again gives the same session.

What the gate keeps back is not in it: not released, taken back, hidden; who is not to be named is *a participant*.
Earlier wordings are not in it either. Times are milliseconds since 1970 (UTC) where their name ends with ``_ms``.
`facilitator.session.rebuild` reads it.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from facilitator.export.voice import Voice
from facilitator.session.contributions import Contribution
from facilitator.session.decisions import Decision
from facilitator.session.people import Person
from facilitator.session.privacy import Names
from facilitator.session.questions import HAVE_ENDS, OpenEnd

FORMAT, VERSION = "facilitator-session", 1

Json = dict[str, Any]


def write(voice: Voice) -> bytes:
    """The whole file."""
    return (json.dumps(session(voice), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def session(voice: Voice) -> Json:
    """The session as plain values."""
    about = dataclasses.asdict(voice.state.about)
    about.pop("removed")
    told = {name: voice.written_text(value) if isinstance(value, str) else value for name, value in about.items()}
    return {
        "format": FORMAT,
        "version": VERSION,
        "audience": voice.gate.audience.value,
        "names": voice.gate.names.value,
        "session": {"id": voice.state.stream, **told, "title": voice.state.about.title},
        "agreement": _written(voice, dataclasses.asdict(voice.state.agreement)),
        "people": [_person(voice, person) for person in voice.state.people.by_id.values()],
        "activities": _activities(voice),
        "plan": _plan(voice),
        "contributions": [_contribution(voice, given) for given in voice.carried],
        "relations": _relations(voice),
        "themes": _themes(voice),
        "commitments": _commitments(voice),
        "decisions": _decisions(voice),
        "open_ends": _open_ends(voice),
        "outcomes": _outcomes(voice),
        "attachments": _attachments(voice),
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
    return {**values, "topics": [voice.written_text(topic) for topic in voice.state.talk.topics]}


def _written(voice: Voice, values: Json) -> Json:
    """Words written by those who tend the session, with names as they may appear."""
    return {name: _masked(voice, value) for name, value in values.items()}


def _masked(voice: Voice, value: Any) -> Any:
    if isinstance(value, str):
        return voice.written_text(value)
    if isinstance(value, tuple | list):
        return [_masked(voice, item) for item in value]
    return value


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
                    "name": voice.written_text(group.name),
                    "people": people,
                    "place": voice.written_text(group.place),
                }
            )
    scenarios = [
        _written(voice, dataclasses.asdict(item)) | {"block": item.block}
        for item in state.role_play.scenarios.values()
        if item.block in standing
    ]
    roles = []
    for role in [role for block in standing for role in state.role_play.cast(block)]:
        told = _written(voice, dataclasses.asdict(role))
        told.pop("removed")
        told.pop("rank")
        if not voice.gate.inside:
            told.pop("secret")
        roles.append({**told, "id": role.id, "block": role.block})
    return {
        **_written(voice, dataclasses.asdict(state.plan)),
        "series": _written(voice, dataclasses.asdict(state.series)),
        "answers": _written(voice, dataclasses.asdict(state.answers)),
        "groups": groups,
        "scenarios": sorted(scenarios, key=lambda item: str(item["block"])),
        "roles": sorted(roles, key=lambda item: (str(item["block"]), str(item["id"]))),
    }


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


def _activities(voice: Voice) -> list[Json]:
    agenda = voice.state.agenda
    meant = {given.activity for given in voice.carried}
    blocks = sorted(agenda.by_id.values(), key=lambda block: (block.rank, block.id))
    found = []
    for block in blocks:
        if block.removed and block.id not in meant:
            continue
        values = _written(voice, dataclasses.asdict(block))
        values.pop("rank")
        found.append({**values, "id": block.id, "modality": block.modality, "running": agenda.running == block.id})
    return found


def _contribution(voice: Voice, given: Contribution) -> Json:
    return {
        "id": given.id,
        "number": int(voice.number[given.id]),
        "people": [person.id for person in voice.gate.authors(voice.state, given)],
        "group": voice.written_text(voice.gate.group(voice.state, given)),
        "kind": given.kind,
        "text": given.text,
        "title": voice.written_text(given.title),
        "source": voice.written_text(given.source),
        "activity": given.activity if voice.block(given) is not None else None,
        "at": voice.iso(voice.said_ms(given)) or None,
        "said_ms": given.said_ms,
        "recorded_ms": given.at_ms,
        "offset_ms": given.offset_ms,
        "until_ms": given.until_ms,
        "consent": given.consent,
    }


def _relations(voice: Voice) -> list[Json]:
    place = {card: int(number) for card, number in voice.number.items()}
    found = [
        (place[later], place[earlier], relation, later, earlier)
        for later, relation, earlier in voice.state.relations.all()
        if later in place and earlier in place
    ]
    return [
        {"later": later, "relation": relation, "earlier": earlier} for _l, _e, relation, later, earlier in sorted(found)
    ]


def _themes(voice: Voice) -> list[Json]:
    themes = voice.state.themes
    standing = {theme.id for theme in themes.standing()}
    return [
        {
            "id": theme.id,
            "name": voice.written_text(theme.name),
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
            values = _written(voice, dataclasses.asdict(details))
            values["owner"] = "" if voice.nameless(given) else details.owner
            found.append({**values, "contribution": given.id})
    return found


def _decisions(voice: Voice) -> list[Json]:
    found = []
    for given in voice.carried:
        ground = voice.state.decisions.get(given.id)
        if given.kind == "decision" and ground is not None and ground != Decision(given.id):
            values = _written(voice, dataclasses.asdict(ground))
            values["considered"] = [voice.written_text(text) for text in ground.considered]
            found.append({**values, "contribution": given.id})
    return found


def _open_ends(voice: Voice) -> list[Json]:
    found = []
    for given in voice.carried:
        end = voice.state.open_ends.get(given.id)
        if given.kind in HAVE_ENDS and end is not None and end != OpenEnd(given.id):
            found.append({**_written(voice, dataclasses.asdict(end)), "contribution": given.id, "keeper": end.keeper})
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
            found.append(values)
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
            "title": voice.written_text(chain.title),
            "cards": [chain.cards[place] for place in kept],
            "links": links,
            "turn": voice.written_text(chain.turn),
        })  # fmt: skip
    passages = [
        {"id": one.id, "part": one.part, **_written(voice, {"title": one.title, "text": one.text, "note": one.note})}
        for one in harvest.passages.values()
        if not one.removed
    ]
    return {
        "summary": _written(voice, dataclasses.asdict(harvest.summary)),
        "passages": passages,
        "chains": chains,
    }
