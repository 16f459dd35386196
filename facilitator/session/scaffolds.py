"""Scaffolds: beginnings of sentences that help to say what moves a talk on. Data; an option, no duty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from facilitator.session.agenda import PARTS, Block
from facilitator.session.errors import FacilitatorError
from facilitator.session.kinds import KINDS
from facilitator.session.modalities import Modality
from facilitator.session.notation import Known, format_line, parse_line

FORMAT, VERSION = "facilitator-scaffolds", 1


class BadScaffolds(FacilitatorError):
    """What was given are no sentence starters."""

    mistake = True


@dataclass(frozen=True, slots=True)
class Starter:
    """The beginning of a sentence: what kind it begins, and whether it takes up an earlier card."""

    kind: str
    words: str
    builds_on: bool = False


@dataclass(frozen=True, slots=True)
class Scaffold:
    """A set of starters. Without methods, families and parts it is offered everywhere."""

    id: str
    name: str
    starters: tuple[Starter, ...]
    methods: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def everywhere(self) -> bool:
        """Whether it is bound to nothing."""
        return not (self.methods or self.families or self.parts)

    def fits(self, block: Block | None, method: Modality | None) -> bool:
        """Whether it is made for this activity."""
        if block is None:
            return False
        names = {block.modality, "" if method is None else method.id} - {""}
        family = "" if method is None else method.family
        return block.part in self.parts or not names.isdisjoint(self.methods) or family in self.families


def offered(sets: Iterable[Scaffold], block: Block | None, method: Modality | None, kind: str = "") -> list[Scaffold]:
    """The sets for an activity, those made for it first, then those for everywhere.

    ``kind`` keeps only the starters of that kind, unless there are none of it.
    """
    every = list(sets)
    found = [one for one in every if one.fits(block, method)] + [one for one in every if one.everywhere]
    if not kind:
        return found
    narrowed = [replace(one, starters=tuple(s for s in one.starters if s.kind == kind)) for one in found]
    return [one for one in narrowed if one.starters] or found


def begun(text: str, known: Known, starter: Starter) -> tuple[str, int]:
    """The line with a starter before its words, and where to type on (in characters): names, themes and date stay."""
    line = parse_line(text, known)
    rest = line.text.strip()
    words = f"{starter.words} {rest}" if rest else starter.words
    if line.due is not None and starter.kind != "commitment":
        words, line = f"{words} {known.dates.by[0]} {line.due_words}", replace(line, due=None, due_words="")
    line = replace(line, kind=starter.kind, builds_on=line.builds_on or starter.builds_on, text=words, literal=False)
    written = format_line(line, known)
    at = written.find(starter.words) + len(starter.words)
    if at == len(written):
        written += " "
    return written, at + 1


# ---- reading -------------------------------------------------------------------------------------------------------


def read_scaffold(data: object) -> Scaffold:
    """A set from plain JSON values.

    Raises:
        BadScaffolds: what is wrong with it.
    """
    if not isinstance(data, Mapping) or data.get("format") != FORMAT or data.get("version") != VERSION:
        raise BadScaffolds("These are no sentence starters of this program.")
    name, key = data.get("name"), data.get("id")
    if not isinstance(name, str) or not name.strip() or not isinstance(key, str) or not key:
        raise BadScaffolds("A set of sentence starters needs a name.")
    starters = data.get("starters")
    if not isinstance(starters, list) or not starters:
        raise BadScaffolds("{name} has no sentence starters.", name=name)
    parts = _texts(data, "parts", name)
    if not set(parts) <= set(PARTS):
        raise BadScaffolds("{name} is for a part there is not.", name=name)
    found = tuple(_starter(one, name) for one in starters)
    return Scaffold(key, name, found, _texts(data, "methods", name), _texts(data, "families", name), parts)


def _starter(part: object, name: str) -> Starter:
    if isinstance(part, Mapping):
        kind, words, builds = part.get("kind"), part.get("words"), part.get("builds_on", False)
        if isinstance(words, str) and words.strip() and kind in KINDS and isinstance(builds, bool):
            return Starter(str(kind), " ".join(words.split()), builds)
    raise BadScaffolds("{name} has a sentence starter without words or with an unknown kind.", name=name)


def _texts(data: Mapping[str, object], field: str, name: str) -> tuple[str, ...]:
    value = data.get(field, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise BadScaffolds("“{field}” of {name} must be a list of words.", field=field, name=name)
    return tuple(value)
