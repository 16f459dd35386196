"""A session that was exported as JSON, as the commands that make it again.

Pure: it checks the shape and gives commands; whoever calls dispatches them as one step, so that all of it is taken in
or nothing. Exporting what they give with the same choices gives the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from facilitator.session import play_records, run_records, vote_records
from facilitator.session.agenda import AddBlock, RemoveBlock
from facilitator.session.agreements import MakeAgreement
from facilitator.session.attachments import AddAttachment
from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import GiveContribution
from facilitator.session.conversations import LogTalk, ShareLine
from facilitator.session.decisions import ExplainDecision
from facilitator.session.errors import FacilitatorError
from facilitator.session.groups import FormGroup
from facilitator.session.guiding import AnswerGuide, OverrideGuide
from facilitator.session.harvest import PickChain, WritePassage, WriteSummary
from facilitator.session.outcomes import RateOutcome
from facilitator.session.people import GiveConsent, JoinPerson, LeavePerson, TakeOutPerson
from facilitator.session.planning import DescribePlan, MakeReady
from facilitator.session.questions import SettleOpenEnd
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


class NotASession(FacilitatorError):
    """What was given is no session exported by this program, or not whole. Nothing was taken in."""

    mistake = True


def commands_from_export(data: Any) -> tuple[str, list[Command]]:
    """The session's id, and the commands that make it again, to be dispatched together.

    Raises:
        NotASession: the shape is wrong; the sentence names the place.
    """
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise NotASession("This file holds no session exported by this program. Nothing was taken in.")
    if not isinstance(data.get("version"), int) or data["version"] > VERSION:
        raise NotASession("This session was exported by a newer program. Nothing was taken in; update this one first.")
    about = _part(data, "session")
    stream = about.text("id")
    if not stream:
        raise about.wrong("id")
    return stream, list(_commands(data, about))


class _Values:
    """The values of one object of the file, asked for by name and checked."""

    def __init__(self, values: Any, place: str) -> None:
        self.place = place
        if not isinstance(values, Mapping):
            raise self.wrong("")
        self.values = values

    def wrong(self, name: str) -> NotASession:
        """The refusal that names a place in the file."""
        return NotASession(
            "This file is no whole session: something is wrong at {place}. Nothing was taken in.",
            place=f"{self.place}.{name}" if name else self.place,
        )

    def text(self, name: str) -> str:
        """A text; empty where there is none."""
        value = self.values.get(name, "")
        if not isinstance(value, str):
            raise self.wrong(name)
        return value

    def maybe(self, name: str) -> str | None:
        """A text or None."""
        return None if self.values.get(name) is None else self.text(name)

    def count(self, name: str) -> int | None:
        """A whole number or None."""
        value = self.values.get(name)
        if value is not None and (type(value) is not int or abs(value) >= 2**53):
            raise self.wrong(name)
        return value

    def truth(self, name: str, otherwise: bool) -> bool:
        """True or false."""
        value = self.values.get(name, otherwise)
        if not isinstance(value, bool):
            raise self.wrong(name)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(name)
        return tuple(value)

    def rows(self, name: str, kind: type) -> list[list[Any]]:
        """A list of lists of texts or whole numbers."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(
            isinstance(row, list) and all(type(item) is kind for item in row) for row in value
        ):
            raise self.wrong(name)
        return value

    def numbers(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(type(item) is int for item in value):
            raise self.wrong(name)
        return tuple(value)

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """A list of pairs of texts."""
        return tuple((row[0], row[1]) for row in self._wide(name, 2))

    def triples(self, name: str) -> tuple[tuple[str, str, str], ...]:
        """A list of three texts each."""
        return tuple((row[0], row[1], row[2]) for row in self._wide(name, 3))

    def _wide(self, name: str, wide: int) -> list[list[str]]:
        rows: list[list[str]] = self.rows(name, str)
        if any(len(row) != wide for row in rows):
            raise self.wrong(name)
        return rows


def _part(data: Mapping[str, Any], name: str) -> _Values:
    return _Values(data.get(name, {}), name)


def _list(data: Mapping[str, Any], name: str, within: str = "") -> list[_Values]:
    place = f"{within}.{name}" if within else name
    values = data.get(name, [])
    if not isinstance(values, list):
        raise NotASession(
            "This file is no whole session: something is wrong at {place}. Nothing was taken in.", place=place
        )
    return [_Values(value, f"{place}[{number}]") for number, value in enumerate(values)]


def _commands(data: Mapping[str, Any], about: _Values) -> Iterator[Command]:
    yield CreateSession(
        title=about.text("title"),
        zone=about.text("zone"),
        language=about.text("language"),
        source=about.text("source"),
        created_ms=about.count("created_ms"),
    )
    if "plan" in data:
        plan = _part(data, "plan")
        told = {name: plan.text(name) for name in _PLANNED}
        # Before the session's own times, which are taken over as they were written.
        yield DescribePlan(minutes=plan.count("minutes") or 0, days=plan.count("days") or 1, **told)
    yield DescribeSession(**{name: about.text(name) for name in _TOLD})
    agreed = _part(data, "agreement")
    yield MakeAgreement(**{name: agreed.text(name) for name in ("rule", "kept_until", "photos", "capture")})
    people = _list(data, "people")
    for person in people:
        yield from _person(person)
    activities = _list(data, "activities")
    for block in activities:
        yield _block(block)
    yield from _plan(data)
    for given in _list(data, "contributions"):
        yield _contribution(given)
    for tie in _list(data, "relations"):
        yield Relate(later=tie.text("later"), earlier=tie.text("earlier"), relation=tie.text("relation"))
    yield from _themes(_list(data, "themes"))
    yield from _what_became(data)
    for answer in _list(data, "outcomes"):
        yield RateOutcome(
            id=answer.text("id"),
            item=answer.text("item"),
            then=answer.count("then"),
            now=answer.count("now"),
            evidence=answer.text("evidence"),
            through=answer.text("through"),
        )
    for item in _list(data, "attachments"):
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
        yield from _talk(_part(data, "talk"))
    yield from _rounds(data)
    yield from _times(activities, _Values(data, "").count("closed_ms"))
    if _part(data, "plan").truth("ready", False):
        yield MakeReady(again=True)
    for person in people:
        if person.truth("removed", False):
            yield TakeOutPerson(person=person.text("id"))


def _person(person: _Values) -> Iterator[Command]:
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


def _talk(talk: _Values) -> Iterator[Command]:
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


def _block(block: _Values) -> AddBlock:
    return AddBlock(
        block=block.text("id"),
        title=block.text("title"),
        modality=block.text("modality"),
        method=block.text("method"),
        minutes=run_records.planned_minutes(_run(block)),
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
    plan = _part(data, "plan")
    series = _Values(plan.values.get("series", {}), "plan.series")
    yield JoinSeries(
        number=series.count("number") or 0,
        **{name: series.text(name) for name in ("series", "name", "every", "cycle", "follows")},
    )
    yield from _answers(_Values(plan.values.get("answers", {}), "plan.answers"))
    for group in _list(plan.values, "groups", "plan"):
        yield FormGroup(
            group=group.text("id"),
            block=group.text("block"),
            name=group.text("name"),
            people=group.texts("people"),
            place=group.text("place"),
        )
    for item in _list(plan.values, "scenarios", "plan"):
        yield WriteScenario(
            block=item.text("block"),
            situation=item.text("situation"),
            task=item.text("task"),
            rounds=item.count("rounds") or 1,
            checklist=item.texts("checklist"),
        )
    for role in _list(plan.values, "roles", "plan"):
        yield AddRole(
            role=role.text("id"),
            block=role.text("block"),
            name=role.text("name"),
            situation=role.text("situation"),
            secret=role.text("secret"),
            wants=role.text("wants"),
            if_stuck=role.text("if_stuck"),
        )


def _answers(given: _Values) -> Iterator[Command]:
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


def _contribution(given: _Values) -> GiveContribution:
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


def _themes(themes: list[_Values]) -> Iterator[Command]:
    for theme in themes:
        yield NameTheme(theme=theme.text("id"), name=theme.text("name"), letter=theme.text("letter"))
    for theme in themes:
        for card in theme.texts("cards"):
            yield PlantCard(contribution=card, theme=theme.text("id"))
    for theme in themes:
        into = theme.maybe("into")
        if into is not None:
            yield MergeThemes(theme=theme.text("id"), into=into)


def _what_became(data: Mapping[str, Any]) -> Iterator[Command]:
    for item in _list(data, "commitments"):
        yield MakeCommitment(
            contribution=item.text("contribution"),
            owner=item.text("owner"),
            due=item.text("due"),
            due_words=item.text("due_words"),
            state=item.text("state"),
        )
    for item in _list(data, "decisions"):
        yield ExplainDecision(
            contribution=item.text("contribution"),
            because=item.text("because"),
            considered=item.texts("considered"),
            decided_by=item.text("decided_by"),
            review_on=item.text("review_on"),
            review_words=item.text("review_words"),
        )
    for item in _list(data, "open_ends"):
        yield SettleOpenEnd(
            contribution=item.text("contribution"),
            state=item.text("state"),
            keeper=item.text("keeper"),
            keeper_words=item.text("keeper_words"),
        )


def _harvest(data: Mapping[str, Any]) -> Iterator[Command]:
    harvest = _part(data, "harvest")
    summary = _Values(harvest.values.get("summary", {}), "harvest.summary")
    yield WriteSummary(**{name: summary.text(name) for name in ("why", "found", "decided", "next", "open")})
    for item in _list(harvest.values, "passages", "harvest"):
        yield WritePassage(
            passage=item.text("id"),
            part=item.text("part"),
            title=item.text("title"),
            text=item.text("text"),
            note=item.text("note"),
        )
    for item in _list(harvest.values, "chains", "harvest"):
        yield PickChain(
            chain=item.text("id"),
            title=item.text("title"),
            cards=item.texts("cards"),
            turn=item.text("turn"),
            links=item.texts("links"),
        )


def _run(block: _Values) -> run_records.RunRecord:
    return run_records.RunRecord(
        block.text("id"),
        block.count("minutes") or 0,
        block.count("planned"),
        block.count("started_ms"),
        block.count("ended_ms"),
        block.truth("running", False),
        block.count("extra") or 0,
        block.count("rested_ms") or 0,
        block.count("step") or 0,
        block.truth("skipped", False),
    )


def _times(activities: list[_Values], closed_ms: int | None) -> Iterator[Command]:
    """How blocks ran, the running one last; then those that were taken out of the agenda."""
    yield from run_records.commands([_run(block) for block in activities], closed_ms)
    for block in activities:
        if block.truth("removed", False):
            yield RemoveBlock(block=block.text("id"))


def _rounds(data: Mapping[str, Any]) -> Iterator[Command]:
    """Rounds of role plays, and what everybody was asked. Files from before have none."""
    for told in _list(data, "rounds"):
        yield from play_records.commands(
            play_records.RoundRecord(
                told.text("activity"),
                told.count("round") or 1,
                told.pairs("players"),
                told.numbers("seen"),
                told.triples("words"),
            )
        )
    for told in _list(data, "votes"):
        yield from vote_records.commands(
            vote_records.VoteRecord(
                told.text("id"),
                told.text("activity"),
                told.text("form"),
                told.text("question"),
                told.texts("options"),
                told.count("budget") or 1,
                told.count("per_option") or 1,
                told.texts("criteria"),
                told.texts("scale"),
                told.count("given") or 0,
                tuple(tuple(marks) for marks in told.rows("ballots", int)),
                told.numbers("hands"),
                told.count("people") or 0,
                told.count("turns") or 0,
            )
        )
