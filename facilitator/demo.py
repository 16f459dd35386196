"""The sample session, played through the real path: commands, store, ledger on disk, and every export.

The data lie in ``resources/samples``; its clock is the afternoon's own, so the record reads as if it had been kept
then. All ids follow from the data, so playing it twice into one library gives it once.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from facilitator import export, paths, settings
from facilitator.export import paper
from facilitator.session.activities import EndActivity, StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.agreements import MakeAgreement
from facilitator.session.casting import CastPlayer, OpenBrief
from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import GiveContribution
from facilitator.session.decisions import ExplainDecision
from facilitator.session.facts import Fact
from facilitator.session.film import AddCue, ChooseFilm
from facilitator.session.groups import FormGroup
from facilitator.session.harvest import PickChain, WritePassage, WriteSummary
from facilitator.session.memory_journal import NothingKept
from facilitator.session.outcomes import RateOutcome
from facilitator.session.parking import ParkForLater, Unpark
from facilitator.session.people import JoinPerson
from facilitator.session.planning import DescribePlan
from facilitator.session.play import GoToPhase, NextRound
from facilitator.session.ports import wall_clock
from facilitator.session.questions import SettleOpenEnd
from facilitator.session.relations import Relate
from facilitator.session.role_play import AddRole, WriteScenario
from facilitator.session.rules import Command, Together
from facilitator.session.running import ReachStep
from facilitator.session.sessions import CreateSession, DescribeSession
from facilitator.session.slips import CountSlips, RevealSlips
from facilitator.session.speaking import EndSpeech, GiveFloor, NextSpeaker, RaiseHand, SetFirstTimeFirst
from facilitator.session.store import Change, Store
from facilitator.session.themes import NameTheme, PlantCard
from facilitator.session.watching import CountHands
from facilitator.storage import Library

SAMPLE = "night-handover"
_NAMESPACE = uuid.UUID("5f0f6c5e-8a1b-5f55-9c4e-0d6f1a2b3c4d")


class Sample:
    """The sample as timed commands. ``stream`` is its session's id, the same everywhere."""

    def __init__(self, name: str = SAMPLE) -> None:
        file = paths.resources() / "samples" / name / "session.json"
        self.data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        self.stream = self.id("session")
        self.starts = datetime.fromisoformat(self.data["session"]["starts"])

    def id(self, *keys: str) -> str:
        """The id of something in the sample, always the same."""
        return str(uuid.uuid5(_NAMESPACE, "/".join((SAMPLE, *keys))))

    def ms(self, time: str) -> int:
        """A local time of that afternoon (HH:MM:SS) in milliseconds since 1970."""
        hour, minute, *second = (int(part) for part in time.split(":"))
        at = self.starts.replace(hour=hour, minute=minute, second=second[0] if second else 0)
        return int(at.timestamp() * 1000)

    def steps(self) -> Iterator[tuple[int, Command]]:
        """Every command with the moment it was given, in order of time."""
        yield from self._before()
        timed: list[tuple[int, int, Command]] = []
        for place, block in enumerate(self.data["blocks"]):
            begin = StartActivity(id=self.id("start", block["key"]), block=self.id("block", block["key"]))
            timed.append((self.ms(block["started"]), 1, begin))
            for step, at in enumerate(block.get("reached", ()), 1):
                reached = ReachStep(id=self.id("reached", block["key"], str(step)), step=step)
                timed.append((self.ms(at), 1, reached))
            if place + 1 == len(self.data["blocks"]):
                timed.append((self.ms(block["ended"]), 3, EndActivity(id=self.id("end"))))
        timed.extend((self.ms(card["at"]), 2, self._card(card)) for card in self.data["cards"])
        timed.extend((self.ms(event["at"]), 2, self._event(event, str(n))) for n, event in enumerate(self.data["run"]))
        for ms, _order, command in sorted(timed, key=lambda item: item[:2]):
            yield ms, command
        yield from self._after()

    def _event(self, event: dict[str, Any], number: str) -> Command:
        """Something that was done to run the afternoon: who spoke, what the film did, who played."""
        key = self.id("event", number)
        person = self.id("person", event["person"]) if "person" in event else ""
        block = self.id("block", event["block"]) if "block" in event else ""
        role = self.id("role", event["role"]) if "role" in event else ""
        match event["do"]:
            case "floor":
                return GiveFloor(id=key, person=person)
            case "hand":
                return RaiseHand(id=key, person=person)
            case "next":
                return NextSpeaker(id=key)
            case "quiet":
                return EndSpeech(id=key)
            case "first_time_first":
                return SetFirstTimeFirst(id=key, on=event["on"])
            case "park":
                return ParkForLater(id=self.id("parked", event["key"]), text=event["text"], person=person)
            case "unpark":
                return Unpark(id=key, parked=self.id("parked", event["key"]))
            case "film":
                return ChooseFilm(id=key, block=block, file=event["file"], duration_ms=event["duration_ms"])
            case "cue":
                return AddCue(
                    id=key, cue=self.id("cue", number), block=block, at_ms=event["at_ms"], prompt=event["prompt"],
                    minutes=event["minutes"],
                )  # fmt: skip
            case "cast":
                return CastPlayer(id=key, block=block, role=role, person=person, round=event["round"])
            case "read":
                return OpenBrief(id=key, block=block, person=person, round=event["round"])
            case "phase":
                return GoToPhase(id=key, block=block, phase=event["phase"])
            case "round":
                return NextRound(id=key, block=block, round=event["round"])
            case "rounds":
                return WriteScenario(id=key, block=block, rounds=event["rounds"])
            case "saw":
                return CountHands(
                    id=key, block=block, behaviour=event["behaviour"], count=event["count"], round=event["round"]
                )
            case "count":
                return CountSlips(id=key, block=block, count=event["count"])
            case "reveal":
                return RevealSlips(id=key, block=block)
        raise ValueError(f"the sample says something unknown: {event['do']}")

    def _before(self) -> Iterator[tuple[int, Command]]:
        data, ms = self.data, int((self.starts - timedelta(days=2)).timestamp() * 1000)
        about = data["session"]
        yield (
            ms,
            CreateSession(id=self.id("session", "created"), title=about["title"], zone=about["zone"], language="en"),
        )
        told = ("report_title", "purpose", "inform", "perspective", "decision", "work", "place", "starts", "ends")
        more = ("ended", "organisation", "verbs", "units")
        words = {name: about[name] for name in (*told, *more)}
        yield ms, DescribeSession(id=self.id("described"), learning=about["learning_statement"], **words)
        agreement = data["agreement"]
        yield (
            ms,
            MakeAgreement(
                id=self.id("agreed"),
                rule=agreement["rule"],
                kept_until=agreement["kept_until"],
                photos=agreement["photos"],
                capture=agreement["capture"],
            ),
        )
        yield ms, DescribePlan(id=self.id("planned"), **data["plan"])
        for person in data["people"]:
            yield (
                ms,
                JoinPerson(
                    id=self.id("joined", person["key"]),
                    person=self.id("person", person["key"]),
                    name=person["name"],
                    also=tuple(person["also"]),
                    roles=tuple(person["roles"]),
                    unit=person["unit"],
                    note=person.get("job") or person["note"],
                    named=person["named"],
                ),
            )
        for block in data["blocks"]:
            yield (
                ms,
                AddBlock(
                    id=self.id("added", block["key"]),
                    block=self.id("block", block["key"]),
                    title=block["title"],
                    modality=block["modality"],
                    method=block["method"],
                    minutes=block["minutes"],
                    fixed=block["fixed"] or "",
                    prompt=block["prompt"] or "",
                    verb=block["verb"],
                    exchange=block["exchange"],
                    part=block.get("part", ""),
                    then=block.get("then", ""),
                    say=block["say"],
                    catch=block.get("catch", ""),
                    materials=tuple(block.get("materials", ())),
                    prepare=tuple(block.get("prepare", ())),
                    steps=tuple(block.get("steps", ())),
                    optional=bool(block.get("optional", False)),
                    trouble=tuple(block.get("trouble", ())),
                ),
            )
        for command in (*self._groups(), *self._role_play()):
            yield ms, command
        for theme in data["themes"]:
            name = NameTheme(
                id=self.id("named", theme["key"]),
                theme=self.id("theme", theme["key"]),
                name=theme["name"],
                letter=theme["letter"],
            )
            yield ms, name

    def _groups(self) -> Iterator[Command]:
        for place, group in enumerate(self.data["groups"]):
            yield FormGroup(
                id=self.id("formed", str(place)),
                group=self.id("group", str(place)),
                block=self.id("block", group["block"]),
                name=group["name"],
                people=tuple(self.id("person", person) for person in group["people"]),
            )

    def _role_play(self) -> Iterator[Command]:
        played = self.data["role_play"]
        block = self.id("block", played["block"])
        yield WriteScenario(
            id=self.id("scenario"),
            block=block,
            situation=played["situation"],
            task=played["task"],
            rounds=played["rounds"],
            checklist=tuple(played["checklist"]),
        )
        for role in played["roles"]:
            brief = {name: role[name] for name in ("name", "situation", "secret", "wants", "if_stuck")}
            key = role["key"]
            yield AddRole(id=self.id("role", "added", key), role=self.id("role", key), block=block, **brief)

    def _card(self, card: dict[str, Any]) -> Together:
        key = card["key"]
        given = self.id("card", key)
        authors = () if card["by"] is None else (self.id("person", card["by"]),)
        film = card.get("film")
        parts: list[Command] = [
            GiveContribution(
                id=given,
                text=card["text"],
                kind=card["kind"],
                authors=authors,
                activity=self.id("block", card["block"]),
                consent=card["quote"],
                said_ms=self.ms(card["at"]),
                offset_ms=_film_ms(film) if film else None,
            )
        ]
        parts += [
            PlantCard(id=self.id("planted", key, theme), contribution=given, theme=self.id("theme", theme))
            for theme in card["themes"]
        ]
        parts += [
            Relate(
                id=self.id("related", key, link["to"]),
                later=given,
                earlier=self.id("card", link["to"]),
                relation=link["relation"],
            )
            for link in card["relations"]
        ]
        if card.get("for") and any(other["key"] == card["for"] for other in self.data["cards"]):
            thanked = self.id("card", card["for"])
            parts.append(Relate(id=self.id("thanked", key), later=given, earlier=thanked, relation="appreciates"))
        return Together(id=self.id("gave", key), commands=tuple(parts))

    def _after(self) -> Iterator[tuple[int, Command]]:
        data, ms = self.data, self.ms(self.data["session"]["ended"][11:19]) + 60_000
        for item in data["commitments"]:
            yield (
                ms,
                MakeCommitment(
                    id=self.id("committed", item["card"]),
                    contribution=self.id("card", item["card"]),
                    owner=self.id("person", item["owner"]),
                    due=item["due"] or "",
                    due_words=item["due_words"] or "",
                ),
            )
        for item in data["decisions"]:
            yield (
                ms,
                ExplainDecision(
                    id=self.id("explained", item["card"]),
                    contribution=self.id("card", item["card"]),
                    because=item["because"],
                    considered=tuple(item["considered"]),
                    decided_by=item["decided_by"],
                    review_on=item["review_on"],
                    review_words=item.get("review_words") or "",
                ),
            )
        for item in (*data["questions"], *data["concerns"]):
            keeper = item["looked_after_by"]
            said = {"answered": "settled", "met": "settled"}.get(item["state"], item["state"])
            yield (
                ms,
                SettleOpenEnd(
                    id=self.id("settled", item["card"]),
                    contribution=self.id("card", item["card"]),
                    state=said,
                    keeper=self.id("person", keeper) if keeper else "",
                    keeper_words=item.get("looked_after_words") or "",
                ),
            )
        yield from self._outcomes(ms)
        yield ms, WriteSummary(id=self.id("summary"), **data["summary"])
        yield from self._harvest(ms)

    def _outcomes(self, ms: int) -> Iterator[tuple[int, Command]]:
        """The outcome cards. Through whom or what is on the first item's answers; no answer has a person."""
        method = self.data["method"]
        through = [words for words, count in method["through"].items() for _each in range(count)]
        for place, item in enumerate(self.data["outcomes"]):
            told = through.pop(0) if item["item"] == "informed" and through else ""
            rate = RateOutcome(
                id=self.id("outcome", str(place)),
                item=item["item"],
                then=item["then"],
                now=item["now"],
                evidence=item["evidence"] or "",
                through=told,
            )
            yield ms, rate
        for place in range(method["nothing_to_decide"]):
            yield ms, RateOutcome(id=self.id("undecided", str(place)), item="decision")

    def _harvest(self, ms: int) -> Iterator[tuple[int, Command]]:
        data = self.data
        gardener = next(person["key"] for person in data["people"] if "gardener" in person["roles"])
        for place, item in enumerate(data["found"]):
            given = self.id("found", str(place))
            parts: list[Command] = [
                GiveContribution(
                    id=given,
                    text=item["text"],
                    kind="synthesis",
                    authors=(self.id("person", gardener),),
                    activity="",
                    title=item["title"],
                    source=item.get("note") or "",
                )
            ]
            for relation, cards in (("synthesises", item["gathers"]), ("cites", item["quotes"])):
                parts += [
                    Relate(
                        id=self.id(relation, str(place), card),
                        later=given,
                        earlier=self.id("card", card),
                        relation=relation,
                    )
                    for card in cards
                ]
            yield ms, Together(id=self.id("gathered", str(place)), commands=tuple(parts))
        for place, side in enumerate(data["sides"]):
            part = "disagreement" if side.get("turns_on") else "minority" if side.get("minority") else "standpoint"
            note = side.get("turns_on") or side.get("note") or ""
            yield ms, self._passage(f"side-{place}", part, side["standpoint"] or "", side["text"], note)
            if side.get("changed"):
                yield ms, self._passage(f"changed-{place}", "changed", side["standpoint"] or "", side["changed"], "")
        for place, chain in enumerate(data["chains"]):
            yield (
                ms,
                PickChain(
                    id=self.id("picked", str(place)),
                    chain=self.id("chain", str(place)),
                    title=chain["title"],
                    cards=tuple(self.id("card", card) for card in chain["cards"]),
                    turn=chain["turn"] or "",
                    links=tuple(link or "" for link in chain.get("links", ())),
                ),
            )
        method = data["method"]
        for name, value in method.items():
            if isinstance(value, str) and value:
                yield ms, self._passage(f"method-{name}", "method", name, value, "")
        for place, source in enumerate(method.get("sources", [])):
            terms = ", ".join(text for text in (source.get("licence"), source.get("permission")) if text)
            yield ms, self._passage(f"source-{place}", "source", source["title"], terms, "")

    def _passage(self, key: str, part: str, title: str, text: str, note: str) -> WritePassage:
        return WritePassage(
            id=self.id("wrote", key), passage=self.id("passage", key), part=part, title=title, text=text, note=note
        )


def _film_ms(film: str | float) -> int:
    if isinstance(film, str):
        minutes, _colon, seconds = film.rpartition(":")
        return int((int(minutes or 0) * 60 + float(seconds)) * 1000)
    return int(film * 1000)


def fill(library: Library, sample: Sample) -> Store:
    """Play the sample into a library, with the afternoon's own clock, and wait until all of it is on disk."""
    now = [0]
    store = Store(library.journal, clock=lambda: now[0])
    if any(row.id == sample.stream for row in library.sessions()):
        store.adopt(library.load(sample.stream))
    _dispatch(store, sample, now)
    library.settle()
    return store


def played(sample: Sample, device: str) -> list[Fact]:
    """What :func:`fill` would keep, numbered by the writer ``device``: for a store that admits all of it at once."""
    now = [0]
    store = Store(NothingKept(device), clock=lambda: now[0])
    return [fact for change in _dispatch(store, sample, now) for fact in change.facts]


def _dispatch(store: Store, sample: Sample, now: list[int]) -> list[Change]:
    changes = []
    for ms, command in sample.steps():
        now[0] = ms
        changes.append(store.dispatch(sample.stream, command))
    return changes


def play(folder: Path, tick: Callable[[float], None] | None = None) -> list[Path]:
    """Play the sample and write every export into ``folder``, the report first. Returns the files written."""
    sample = Sample()
    library = Library.open(folder / "library", create=True)
    try:
        state = fill(library, sample).state(sample.stream).snapshot()
    finally:
        library.close()
    chosen = settings.Settings()
    options = export.Options(learning=chosen.learning_statement, accent=chosen.report_accent, made_ms=wall_clock())
    wrote = []
    every = len(export.FORMATS) + len(paper.SHEETS)
    for form in export.FORMATS:
        target = folder / export.file_name(state.about.title, form)
        wrote.append(export.export(state, form, target, options).wrote)
        if tick is not None:
            tick(len(wrote) / every)
    choices = paper.Choices(accent=chosen.report_accent, learning=chosen.learning_statement)
    for sheet in paper.SHEETS:
        name = export.file_name(f"{state.about.title}, {paper.sheet_word(sheet).lower()}", "pdf")
        wrote.append(paper.print_sheet(state, sheet, folder / name, choices).wrote)
        if tick is not None:
            tick(len(wrote) / every)
    return wrote
