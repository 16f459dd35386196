"""Blocks as plain data and back: what templates hold, what is copied between sessions, what a series repeats.

A block in this form carries its parallel groups by name and its role play whole; it carries no ids, no people and no
times that really happened, so that it can be put into any session.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from facilitator.session import film_records
from facilitator.session.agenda import ANONYMITY, NAMED, PARTS, AddBlock, Block
from facilitator.session.errors import FacilitatorError
from facilitator.session.groups import FormGroup
from facilitator.session.ports import Ids, uuid7
from facilitator.session.role_play import AddRole, WriteScenario
from facilitator.session.rules import Command

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

_TEXTS = ("modality", "method", "fixed", "prompt", "verb", "then", "say", "catch", "stage")
_LISTS = ("materials", "prepare", "trouble", "steps")
MOST_BLOCKS = 1000


class NotABlock(FacilitatorError):
    """What was given describes no block. Nothing was taken."""

    mistake = True


def block_data(state: SessionState, block: Block) -> dict[str, Any]:
    """A block with its groups and its role play, as plain JSON values; what holds its default is left out."""
    data: dict[str, Any] = {"title": block.title, "minutes": block.minutes}
    data.update({name: value for name in _TEXTS if (value := getattr(block, name))})
    data.update({name: list(value) for name in _LISTS if (value := getattr(block, name))})
    if block.exchange:
        data["exchange"] = block.exchange
    if block.part:
        data["part"] = block.part
    if block.anonymity != NAMED:
        data["anonymity"] = block.anonymity
    if block.optional:
        data["optional"] = True
    if block.day != 1:
        data["day"] = block.day
    groups = state.groups.of(block.id)
    if groups:
        data["groups"] = [{"name": group.name, **({"place": group.place} if group.place else {})} for group in groups]
    scenario, cast = state.role_play.scenario(block.id), state.role_play.cast(block.id)
    if block.id in state.role_play.scenarios or cast:
        told = {"situation": scenario.situation, "task": scenario.task, "rounds": scenario.rounds}
        roles = [
            {
                "name": role.name,
                "situation": role.situation,
                "secret": role.secret,
                "wants": role.wants,
                "if_stuck": role.if_stuck,
            }
            for role in cast
        ]
        data["role_play"] = {**told, "checklist": list(scenario.checklist), "roles": roles}
    film = film_records.record(state, block.id)
    if film is not None:
        cues = [{"at_ms": at, "prompt": prompt, "minutes": minutes} for at, prompt, minutes in film.cues]
        # On one's own computer the film is where it was.
        told_film = {"file": state.films.of(block.id).file, "external": film.external, "duration_ms": film.duration_ms}
        data["film"] = {**told_film, "cues": cues}
    return data


def blocks_data(state: SessionState, blocks: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Blocks of a session in the order of the agenda; all of them when none are named."""
    chosen = [block for block in state.agenda.in_order() if blocks is None or block.id in blocks]
    return [block_data(state, block) for block in chosen]


def block_commands(
    data: Sequence[Mapping[str, Any]], *, after: str | None = None, ids: Ids = uuid7
) -> tuple[list[Command], list[str]]:
    """The commands that put blocks into an agenda, one behind the other, and the ids the blocks get.

    Raises:
        NotABlock: the data have not the shape of blocks; the sentence names the place.
    """
    if len(data) > MOST_BLOCKS:
        raise NotABlock("That is more than {most} blocks. Nothing was taken.", most=MOST_BLOCKS)
    commands: list[Command] = []
    made: list[str] = []
    for place, values in enumerate(data, 1):
        block = ids()
        commands += _one(_Values(values, place), block, after, ids)
        made.append(block)
        after = block
    return commands, made


def _one(values: _Values, block: str, after: str | None, ids: Ids) -> Iterator[Command]:
    part = values.text("part")
    anonymity = values.text("anonymity") or NAMED
    if part not in PARTS:
        raise values.wrong("part")
    if anonymity not in ANONYMITY:
        raise values.wrong("anonymity")
    yield AddBlock(
        id=ids(),
        block=block,
        title=values.text("title") or values.text("method") or values.wrong_if_missing("title"),
        minutes=values.count("minutes", 0),
        exchange=values.count("exchange", 0),
        part=part,
        anonymity=anonymity,
        day=values.count("day", 1),
        after=after,
        modality=values.text("modality"),
        method=values.text("method"),
        fixed=values.text("fixed"),
        prompt=values.text("prompt"),
        verb=values.text("verb"),
        then=values.text("then"),
        say=values.text("say"),
        catch=values.text("catch"),
        stage=values.text("stage"),
        materials=values.texts("materials"),
        prepare=values.texts("prepare"),
        trouble=values.texts("trouble"),
        steps=values.texts("steps"),
        optional=values.values.get("optional") is True,
    )
    for group in values.parts("groups"):
        name = group.text("name") or group.wrong_if_missing("name")
        yield FormGroup(id=ids(), group=ids(), block=block, name=name, place=group.text("place"))
    if "film" in values.values:
        yield from film_records.commands(_film(_Values(values.values["film"], values.place), block), ids)
    play = values.values.get("role_play")
    if play is not None:
        told = _Values(play, values.place)
        yield WriteScenario(
            id=ids(),
            block=block,
            situation=told.text("situation"),
            task=told.text("task"),
            rounds=told.count("rounds", 1),
            checklist=told.texts("checklist"),
        )
        for role in told.parts("roles"):
            yield AddRole(
                id=ids(),
                role=ids(),
                block=block,
                name=role.text("name") or role.wrong_if_missing("name"),
                situation=role.text("situation"),
                secret=role.text("secret"),
                wants=role.text("wants"),
                if_stuck=role.text("if_stuck"),
            )


def _film(told: _Values, block: str) -> film_records.FilmRecord:
    return film_records.FilmRecord(
        block,
        told.text("file"),
        told.values.get("external") is True,
        told.count("duration_ms", 0),
        cues=tuple((cue.count("at_ms", 0), cue.text("prompt"), cue.count("minutes", 0)) for cue in told.parts("cues")),
    )


class _Values:
    """The values of one block, asked for by name and checked. Names we do not know are left alone."""

    def __init__(self, values: Any, place: int) -> None:
        self.place = place
        if not isinstance(values, Mapping):
            raise self.wrong("")
        self.values = values

    def wrong(self, name: str) -> NotABlock:
        """The refusal that names a block and its field."""
        return NotABlock(
            "Block {place} cannot be read: “{field}” is missing or wrong. Nothing was taken.",
            place=self.place,
            field=name or "block",
        )

    def wrong_if_missing(self, name: str) -> str:
        """For a field that must be there."""
        raise self.wrong(name)

    def text(self, name: str) -> str:
        value = self.values.get(name, "")
        if not isinstance(value, str):
            raise self.wrong(name)
        return value

    def count(self, name: str, otherwise: int) -> int:
        value = self.values.get(name, otherwise)
        if type(value) is not int or not 0 <= value < 2**31:
            raise self.wrong(name)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(name)
        return tuple(value)

    def parts(self, name: str) -> list[_Values]:
        value = self.values.get(name, [])
        if not isinstance(value, list):
            raise self.wrong(name)
        return [_Values(item, self.place) for item in value]
