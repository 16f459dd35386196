"""What a check of a plan says: remarks, each with its reason and its mend, and what a check looks at."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from facilitator.session.agenda import Block
from facilitator.session.ports import Ids
from facilitator.session.rules import Command
from facilitator.session.timetable import Timetable

if TYPE_CHECKING:
    from facilitator.session.modalities import Catalogue, Modality
    from facilitator.session.state import SessionState


class Sentence(NamedTuple):
    """An English source sentence and what fills its places; the translation door words it."""

    message: str
    params: dict[str, Any]


def say(message: str, **params: Any) -> Sentence:
    """A sentence and what fills its places."""
    return Sentence(message, params)


@dataclass(frozen=True, slots=True)
class Mend:
    """What one key does about a remark: ``commands`` as one step, or ``field``, the place that asks for an answer.

    Where the commands are many, ``makes`` makes them when they are asked for.
    """

    words: Sentence
    ready: tuple[Command, ...] = ()
    field: str = ""
    makes: Callable[[], tuple[Command, ...]] | None = None

    @property
    def commands(self) -> tuple[Command, ...]:
        """The one step."""
        return self.makes() if self.makes is not None else self.ready


@dataclass(frozen=True, slots=True)
class Remark:
    """Something seen in a plan. ``ok`` marks what is well; otherwise there is a ``why`` and a ``mend``.

    ``block`` is the block it is about, if it is about one.
    """

    id: str
    words: Sentence
    ok: bool = False
    why: Sentence = field(default_factory=lambda: Sentence("", {}))
    mend: Mend | None = None
    block: str = ""


class Looking(NamedTuple):
    """What every check looks at."""

    state: SessionState
    catalogue: Catalogue
    today: datetime.date
    ids: Ids
    table: Timetable
    blocks: tuple[Block, ...]
    people: int
    weeks: int

    def modality(self, block: Block) -> Modality | None:
        """The catalogue's entry for a block."""
        return self.catalogue.get(block.modality)
