"""A session that was exported as JSON, as the commands that make it again.

Pure: it checks the shape and gives commands; whoever calls dispatches them as one step, so that all of it is taken in
or nothing. Exporting what they give with the same choices gives the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from facilitator.session.agenda import AddBlock
from facilitator.session.agreements import MakeAgreement
from facilitator.session.attachments import AddAttachment
from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import GiveContribution
from facilitator.session.conversations import LogTalk, ShareLine
from facilitator.session.decisions import ExplainDecision
from facilitator.session.groups import FormGroup
from facilitator.session.guiding import AnswerGuide, OverrideGuide
from facilitator.session.harvest import PickChain, WritePassage, WriteSummary
from facilitator.session.orders import in_both_orders
from facilitator.session.outcomes import RateOutcome
from facilitator.session.people import GiveConsent, JoinPerson, LeavePerson, TakeOutPerson
from facilitator.session.planning import DescribePlan, MakeReady
from facilitator.session.questions import SettleOpenEnd
from facilitator.session.rebuild_run import how_it_ran, planned_of, what_ran
from facilitator.session.rebuild_values import NotASession, Values, list_of, part_of
from facilitator.session.relations import Relate
from facilitator.session.role_play import AddRole, WriteScenario
from facilitator.session.rules import Command
from facilitator.session.series import JoinSeries
from facilitator.session.sessions import CreateSession, DescribeSession
from facilitator.session.themes import MergeThemes, NameTheme, PlantCard

FORMAT, VERSION = "facilitator-session", 1

_TOLD = (
    "report_title", "purpose", "inform", "perspective", "decision", "work", "place", "starts", "ends", "ended",
    "organisation", "learning", "verbs", "units",
)  # fmt: skip


_PLANNED = (
    "date", "time", "setting", "follow_up", "hears_back", "leader", "before", "after", "kept_for", "lens", "template",
)  # fmt: skip


def commands_from_export(data: Any) -> tuple[str, list[Command]]:
    """The session's id, and the commands that make it again, to be dispatched together.

    Raises:
        NotASession: the shape is wrong; the sentence names the place.
    """
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise NotASession("This file holds no session exported by this program. Nothing was taken in.")
    if not isinstance(data.get("version"), int) or data["version"] > VERSION:
        raise NotASession("This session was exported by a newer program. Nothing was taken in; update this one first.")
    about = part_of(data, "session")
    stream = about.text("id")
    if not stream:
        raise about.wrong("id")
    return stream, list(_commands(data, about))


def _commands(data: Mapping[str, Any], about: Values) -> Iterator[Command]:
    yield CreateSession(
        title=about.text("title"),
        zone=about.text("zone"),
        language=about.text("language"),
        source=about.text("source"),
        created_ms=about.count("created_ms"),
    )
    if "plan" in data:
        plan = part_of(data, "plan")
        told = {name: plan.text(name) for name in _PLANNED}
        # Before the session's own times, which are taken over as they were written.
        yield DescribePlan(minutes=plan.count("minutes") or 0, days=plan.count("days") or 1, **told)
    yield DescribeSession(**{name: about.text(name) for name in _TOLD})
    agreed = part_of(data, "agreement")
    yield MakeAgreement(**{name: agreed.text(name) for name in ("rule", "kept_until", "photos", "capture")})
    people = list_of(data, "people")
    for person in people:
        yield from _person(person)
    activities = list_of(data, "activities")
    for block in activities:
        yield _block(block)
    yield from _plan(data)
    for given in list_of(data, "contributions"):
        yield _contribution(given)
    for tie in list_of(data, "relations"):
        yield Relate(later=tie.text("later"), earlier=tie.text("earlier"), relation=tie.text("relation"))
    yield from _themes(list_of(data, "themes"), list_of(data, "contributions"))
    yield from _what_became(data)
    for answer in list_of(data, "outcomes"):
        yield RateOutcome(
            id=answer.text("id"),
            item=answer.text("item"),
            then=answer.count("then"),
            now=answer.count("now"),
            evidence=answer.text("evidence"),
            through=answer.text("through"),
        )
    for item in list_of(data, "attachments"):
        yield AddAttachment(
            id=item.text("id"),
            sha256=item.text("sha256"),
            name=item.text("name"),
            media_type=item.text("media_type"),
            size=item.count("size") or 0,
            contribution=item.maybe("contribution"),
        )
    yield from _harvest(data)
    if "talk" in data:
        yield from _talk(part_of(data, "talk"))
    yield from what_ran(data)
    yield from how_it_ran(activities, Values(data, "").count("closed_ms"))
    if part_of(data, "plan").truth("ready", False):
        yield MakeReady(again=True)
    for person in people:
        if person.truth("removed", False):
            yield TakeOutPerson(person=person.text("id"))


def _person(person: Values) -> Iterator[Command]:
    key = person.text("id")
    yield JoinPerson(
        person=key,
        name=person.text("name"),
        also=person.texts("also"),
        roles=person.texts("roles"),
        unit=person.text("unit"),
        note=person.text("note"),
        named=person.truth("named", False),
        quoted=person.truth("quoted", False),
    )
    if person.truth("photographed", False):
        yield GiveConsent(person=key, photographed=True)
    if not person.truth("here", True):
        yield LeavePerson(person=key)


def _talk(talk: Values) -> Iterator[Command]:
    """A talk comes back as one: who may see it holds in this library too."""
    yield LogTalk(
        **{name: talk.text(name) for name in ("where", "visible", "person", "gave", "received", "follows")},
        when_ms=talk.count("when_ms"),
        minutes=talk.count("minutes"),
        topics=talk.texts("topics"),
        exchanged=talk.texts("exchanged"),
    )
    for line in talk.texts("shared"):
        yield ShareLine(contribution=line, leave=True)


def _block(block: Values) -> AddBlock:
    return AddBlock(
        block=block.text("id"),
        title=block.text("title"),
        modality=block.text("modality"),
        method=block.text("method"),
        minutes=planned_of(block),
        fixed=block.text("fixed"),
        prompt=block.text("prompt"),
        verb=block.text("verb"),
        anonymity=block.text("anonymity"),
        exchange=block.count("exchange") or 0,
        part=block.text("part"),
        then=block.text("then"),
        say=block.text("say"),
        catch=block.text("catch"),
        materials=block.texts("materials"),
        prepare=block.texts("prepare"),
        trouble=block.texts("trouble"),
        day=block.count("day") or 1,
        stage=block.text("stage"),
        steps=block.texts("steps"),
        optional=block.truth("optional", False),
    )


def _plan(data: Mapping[str, Any]) -> Iterator[Command]:
    """The plan around the agenda. A file from before there were plans has none."""
    if "plan" not in data:
        return
    plan = part_of(data, "plan")
    series = Values(plan.values.get("series", {}), "plan.series")
    yield JoinSeries(
        number=series.count("number") or 0,
        **{name: series.text(name) for name in ("series", "name", "every", "cycle", "follows")},
    )
    yield from _answers(Values(plan.values.get("answers", {}), "plan.answers"))
    for group in list_of(plan.values, "groups", "plan"):
        yield FormGroup(
            group=group.text("id"),
            block=group.text("block"),
            name=group.text("name"),
            people=group.texts("people"),
            place=group.text("place"),
        )
    for item in list_of(plan.values, "scenarios", "plan"):
        yield WriteScenario(
            block=item.text("block"),
            situation=item.text("situation"),
            task=item.text("task"),
            rounds=item.count("rounds") or 1,
            checklist=item.texts("checklist"),
        )
    for role in list_of(plan.values, "roles", "plan"):
        yield AddRole(
            role=role.text("id"),
            block=role.text("block"),
            name=role.text("name"),
            situation=role.text("situation"),
            secret=role.text("secret"),
            wants=role.text("wants"),
            if_stuck=role.text("if_stuck"),
        )


def _answers(given: Values) -> Iterator[Command]:
    texts = ("purpose", "second", "in_hands", "setting", "network", "energy", "prior", "power_gap", "private")
    yield AnswerGuide(
        people=given.count("people") or 0,
        minutes=given.count("minutes") or 0,
        days=given.count("days") or 0,
        trust=given.count("trust") or 0,
        has=given.texts("has"),
        has_said=given.truth("has_said", False),
        access=given.texts("access"),
        access_said=given.truth("access_said", False),
        prep=-1 if given.count("prep") is None else given.count("prep"),
        unsure=given.texts("unsure"),
        **{name: given.text(name) for name in texts},
    )
    overridden = given.values.get("overridden", [])
    if not isinstance(overridden, list):
        raise given.wrong("overridden")
    for pair in overridden:
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(item, str) and item for item in pair):
            raise given.wrong("overridden")
        yield OverrideGuide(method=pair[0], reason=pair[1])


def _contribution(given: Values) -> GiveContribution:
    return GiveContribution(
        id=given.text("id"),
        text=given.text("text"),
        kind=given.text("kind"),
        authors=given.texts("people"),
        group=given.text("group"),
        activity=given.maybe("activity") or "",
        said_ms=given.count("said_ms"),
        offset_ms=given.count("offset_ms"),
        until_ms=given.count("until_ms"),
        consent=given.text("consent"),
        title=given.text("title"),
        source=given.text("source"),
        recorded_ms=given.count("recorded_ms"),
    )


def _themes(themes: list[Values], contributions: list[Values]) -> Iterator[Command]:
    for theme in themes:
        yield NameTheme(theme=theme.text("id"), name=theme.text("name"), letter=theme.text("letter"))
    for card, bed in _planted(themes, contributions):
        yield PlantCard(contribution=card, theme=bed)
    for theme in themes:
        into = theme.maybe("into")
        if into is not None:
            yield MergeThemes(theme=theme.text("id"), into=into)


def _planted(themes: list[Values], contributions: list[Values]) -> list[tuple[str, str]]:
    """What stands where, so that the cards of a theme and the themes of a card come in the order they had.

    A file from before contributions told their themes keeps the first of the two.
    """
    beds = [[(card, theme.text("id")) for card in dict.fromkeys(theme.texts("cards"))] for theme in themes]
    rank = {pair: at for at, pair in enumerate(pair for bed in beds for pair in bed)}
    told = [[(card.text("id"), bed) for bed in dict.fromkeys(card.texts("themes"))] for card in contributions]
    return in_both_orders([*beds, *([pair for pair in pairs if pair in rank] for pairs in told)], rank)


def _what_became(data: Mapping[str, Any]) -> Iterator[Command]:
    for item in list_of(data, "commitments"):
        yield MakeCommitment(
            contribution=item.text("contribution"),
            owner=item.text("owner"),
            due=item.text("due"),
            due_words=item.text("due_words"),
            state=item.text("state"),
        )
    for item in list_of(data, "decisions"):
        yield ExplainDecision(
            contribution=item.text("contribution"),
            because=item.text("because"),
            considered=item.texts("considered"),
            decided_by=item.text("decided_by"),
            review_on=item.text("review_on"),
            review_words=item.text("review_words"),
        )
    for item in list_of(data, "open_ends"):
        yield SettleOpenEnd(
            contribution=item.text("contribution"),
            state=item.text("state"),
            keeper=item.text("keeper"),
            keeper_words=item.text("keeper_words"),
        )


def _harvest(data: Mapping[str, Any]) -> Iterator[Command]:
    harvest = part_of(data, "harvest")
    summary = Values(harvest.values.get("summary", {}), "harvest.summary")
    yield WriteSummary(**{name: summary.text(name) for name in ("why", "found", "decided", "next", "open")})
    for item in list_of(harvest.values, "passages", "harvest"):
        yield WritePassage(
            passage=item.text("id"),
            part=item.text("part"),
            title=item.text("title"),
            text=item.text("text"),
            note=item.text("note"),
        )
    for item in list_of(harvest.values, "chains", "harvest"):
        yield PickChain(
            chain=item.text("id"),
            title=item.text("title"),
            cards=item.texts("cards"),
            turn=item.text("turn"),
            links=item.texts("links"),
        )
