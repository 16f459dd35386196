"""Formats of a discussion: what a room does while it talks. Which one is on is the method's own word, or was chosen.

A format is data. A method of one's own may name one in its file (``"talk_format": "fishbowl"``); a name that nobody
knows is an open discussion under that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import Block, known_block
from facilitator.session.facts import Body, Fact
from facilitator.session.modalities import Modality
from facilitator.session.rules import Asking, Command, decides, folds, name_of, undone_by
from facilitator.session.steps import RunStep

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

FIELD = "talk_format"
"""Where a method's file names its format."""

OPEN, ROUND, CAFE, CLINIC = "open", "round", "world_cafe", "case_clinic"


@dataclass(frozen=True, slots=True)
class Format:
    """What a format asks of the stage.

    ``groups`` is how many people are in a group where it works in groups throughout, 0 where only some steps do.
    ``circle``: everybody in turn. ``chairs``: an inner circle of so many, one of them kept empty. ``hosts``: one of
    each group stays when the others travel. ``owners``: one of each group after the other has the case. ``mixes``:
    some of its steps are for groups, so that groups can be drawn.
    """

    id: str
    groups: int = 0
    circle: bool = False
    chairs: int = 0
    hosts: bool = False
    owners: bool = False
    mixes: bool = False


FORMATS: dict[str, Format] = {
    one.id: one
    for one in (
        Format(OPEN),
        Format(ROUND, circle=True),
        Format("think_pair_share", mixes=True),
        Format("one_two_four_all", mixes=True),
        Format("fishbowl", chairs=5),
        Format(CAFE, groups=4, hosts=True, mixes=True),
        Format(CLINIC, groups=3, owners=True, mixes=True),
    )
}
"""The formats the stage knows, by the name a method uses."""

_ALL = re.compile(r"\b(harvest|plenary|everybody|all together|the whole room)\b", re.IGNORECASE)
_SIZES = (
    (2, re.compile(r"\b(pairs?|twos|in two)\b", re.IGNORECASE)),
    (3, re.compile(r"\b(trios?|threes|in three)\b", re.IGNORECASE)),
    (4, re.compile(r"\b(fours|in four|tables)\b", re.IGNORECASE)),
)
_CASE = re.compile(r"\bcase\s+(\d{1,2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FormatChosen(Body):
    """A format was chosen for a block; empty for the method's own."""

    KIND: ClassVar[str] = "format_chosen"
    block: str
    format: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseFormat(Command):
    """Choose the format of a block; empty for the method's own."""

    block: str
    format: str = ""


def format_of(state: SessionState, block: Block, method: Modality | None) -> Format:
    """The format of a block: as chosen, as its method's file says, or the one that has the method's name."""
    said = method.extra.get(FIELD) if method is not None else None
    names = (
        state.speaking.formats.get(block.id, ""),
        said if isinstance(said, str) else "",
        next((name for name in (_as_id(block.method), block.modality) if name in FORMATS), ""),
    )
    name = next((name for name in names if name), OPEN)
    return FORMATS.get(name) or Format(name)


def _as_id(words: str) -> str:
    """The name of a format as people write it, such as ``Round`` or ``World cafe``, as its id."""
    return "_".join(words.casefold().split())


def group_size(one: Format, step: RunStep | None) -> int:
    """How many people talk in a group at a step: 2 for pairs, 0 for all together."""
    if one.groups:
        return 0 if _together(step) else one.groups
    for text in _words(step):
        for size, pattern in _SIZES:
            if pattern.search(text):
                return size
    return 0


def _words(step: RunStep | None) -> tuple[str, ...]:
    return () if step is None else (step.name, step.say, step.people)


def _together(step: RunStep | None) -> bool:
    return any(_ALL.search(text) for text in _words(step))


def in_groups(state: SessionState, block: Block, one: Format, steps: Sequence[RunStep], at: int) -> bool:
    """Whether people work in groups at a step: as the step says; where no step says it, as the plan does."""
    step = steps[min(at, len(steps) - 1)] if steps else None
    if group_size(one, step) >= 2:
        return True
    if any(group_size(one, other) >= 2 for other in steps) or _together(step):
        return False
    return any(group.planned for group in state.groups.of(block.id))


def case_at(steps: Iterable[RunStep], at: int) -> int:
    """Which case of a clinic is on at a step, from 1."""
    found = 1
    for step in list(steps)[: at + 1]:
        for text in (step.name, step.say, step.people):
            number = _CASE.search(text)
            if number:
                found = max(int(number.group(1)), 1)
    return found


@decides(ChooseFormat)
def _choose(state: SessionState, command: ChooseFormat, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    name = name_of(command.format) if command.format.strip() else ""
    if name != state.speaking.formats.get(block.id, ""):
        yield FormatChosen(block.id, name)


@folds(FormatChosen)
def _chosen(state: SessionState, body: FormatChosen, fact: Fact) -> None:
    if body.format:
        state.speaking.formats[body.block] = body.format
    else:
        state.speaking.formats.pop(body.block, None)


@undone_by(FormatChosen)
def _unchoose(state: SessionState, body: FormatChosen) -> Iterable[Body]:
    yield FormatChosen(body.block, state.speaking.formats.get(body.block, ""))
