"""The next session of a series: the same plan and people at the next date, opening with what is still open."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from facilitator.session.agenda import INCLUDED, OPENING, AddBlock
from facilitator.session.agreements import MakeAgreement
from facilitator.session.blueprint import block_commands, blocks_data
from facilitator.session.commitments import OPEN
from facilitator.session.people import JoinPerson
from facilitator.session.planning import DescribePlan, planned
from facilitator.session.ports import Ids, uuid7
from facilitator.session.questions import answered
from facilitator.session.rules import Command, Together
from facilitator.session.series import EXCHANGE, MONTH, JoinSeries, next_date
from facilitator.session.sessions import CreateSession, DescribeSession

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

COMMITMENT, QUESTION = "commitment", "question"
_TOLD = (
    "purpose",
    "inform",
    "perspective",
    "decision",
    "work",
    "place",
    "organisation",
    "learning",
    "units",
)


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """Something a session left open: a commitment (with its owner's name and date) or a question nobody answered."""

    kind: str
    session: str
    title: str
    contribution: str
    text: str
    person: str = ""
    due: str = ""
    at_ms: int = 0


class Opening(NamedTuple):
    """The words of the block with which the next session opens; worded by whoever asks."""

    title: str
    verb: str
    prompt: str
    minutes: int = 10


class Repeated(NamedTuple):
    """The next session: its stream and the step that makes it, and what this session has to be told of its series."""

    stream: str
    step: Together
    here: JoinSeries | None


def left_open(state: SessionState) -> list[LeftOpen]:
    """What stands open at the end of a session, commitments by date first, then questions as they were asked."""
    commitments: list[LeftOpen] = []
    questions: list[LeftOpen] = []
    for given in state.contributions.standing():
        about = (state.stream, state.about.title, given.id, given.text)
        if given.kind == COMMITMENT:
            made = state.commitments.get(given.id)
            if made is None or made.state == OPEN:
                owner = state.people.get(made.owner) if made is not None else None
                name = owner.name if owner is not None else ""
                due = made.due if made is not None else ""
                commitments.append(LeftOpen(COMMITMENT, *about, name, due, given.when_ms))
        elif given.kind == QUESTION and not answered(state, given.id):
            asked = [person.name for who in given.authors if (person := state.people.get(who)) is not None]
            questions.append(LeftOpen(QUESTION, *about, ", ".join(asked), "", given.when_ms))
    commitments.sort(key=lambda item: item.due or "9999")
    return [*commitments, *questions]


def next_session(
    state: SessionState, opening: Opening, *, every: str = "", ids: Ids = uuid7, stream: str | None = None
) -> Repeated:
    """The session after this one. ``every`` is the rhythm where the series has none yet."""
    series = state.series
    rhythm = series.every or every or MONTH
    key, number = series.series or ids(), series.number or 1
    here = None
    if not series.series:
        name = series.name or state.about.title
        here = JoinSeries(id=ids(), series=key, number=number, name=name, every=rhythm, cycle=series.cycle or EXCHANGE)
    about = {name: value for name in _TOLD if (value := getattr(state.about, name))}
    commands: list[Command] = [
        CreateSession(id=ids(), title=state.about.title, zone=state.about.zone, language=state.about.language)
    ]
    if about:
        commands.append(DescribeSession(id=ids(), **about))
    commands.append(_plan(state, rhythm, ids))
    agreed = state.agreement
    if agreed.rule or agreed.photos or agreed.capture:
        commands.append(MakeAgreement(id=ids(), rule=agreed.rule, photos=agreed.photos, capture=agreed.capture))
    commands += [
        JoinPerson(
            id=ids(),
            person=ids(),
            name=person.name,
            also=person.also,
            roles=person.roles,
            unit=person.unit,
            note=person.note,
            named=person.named,
            quoted=person.quoted,
        )
        for person in state.people.present()
    ]
    commands += _blocks(state, opening, ids)
    commands.append(
        JoinSeries(
            id=ids(),
            series=key,
            name=series.name or state.about.title,
            number=number + 1,
            every=rhythm,
            cycle=series.cycle or EXCHANGE,
            follows=state.stream,
        )
    )
    return Repeated(stream or ids(), Together(id=ids(), commands=tuple(commands)), here)


def _plan(state: SessionState, rhythm: str, ids: Ids) -> DescribePlan:
    plan = planned(state)
    date = follow_up = ""
    if plan.date:
        was = datetime.date.fromisoformat(plan.date)
        then = next_date(was, rhythm)
        date = then.isoformat()
        if plan.follow_up:
            wait = datetime.date.fromisoformat(plan.follow_up) - was
            follow_up = (then + wait).isoformat()
    return DescribePlan(
        id=ids(),
        date=date,
        time=plan.time,
        minutes=plan.minutes,
        days=plan.days,
        setting=plan.setting,
        follow_up=follow_up,
        hears_back=plan.hears_back,
        leader=plan.leader,
        kept_for=plan.kept_for,
        lens=plan.lens,
        template=plan.template,
        before=state.about.title,
    )


def _blocks(state: SessionState, opening: Opening, ids: Ids) -> Sequence[Command]:
    blocks, _made = block_commands(blocks_data(state), ids=ids)
    already = any(block.title == opening.title for block in state.agenda.in_order())
    if already or not left_open(state):
        return blocks
    first = AddBlock(
        id=ids(),
        block=ids(),
        title=opening.title,
        verb=opening.verb,
        prompt=opening.prompt,
        minutes=opening.minutes,
        part=OPENING,
        exchange=INCLUDED,
        after="",
    )
    return [*blocks, first]
