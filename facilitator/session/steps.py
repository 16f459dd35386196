"""The steps of an activity: its own where somebody wrote them, otherwise those of its method, laid into its minutes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from facilitator.session.agenda import Block
from facilitator.session.modalities import Modality

_TAIL = re.compile(r"[,:;]?\s*(\d{1,4})\s*(?:min\.?|minutes?|m|’|')?\s*$", re.IGNORECASE)
SHORT = 28
"""A step's name longer than this many characters is shortened where it is shown in a row."""


@dataclass(frozen=True, slots=True)
class RunStep:
    """One step. ``minutes`` may be 0 where nobody said; ``say`` is for the facilitator, ``people`` what they do."""

    name: str
    minutes: int
    say: str = ""
    people: str = ""
    catch: str = ""


def steps_of(block: Block, method: Modality | None, minutes: int = 0) -> tuple[RunStep, ...]:
    """The steps of a block, first to last. ``minutes`` is what it has now; a method's own are scaled to them.

    Written ones keep the minutes they were given, as long as there are so many: a block made shorter shortens them.
    """
    if block.steps:
        return _within(tuple(_written(line) for line in block.steps), minutes or block.minutes)
    if method is None or not method.steps:
        return ()
    found = [(step, _length(step.start, step.end)) for step in method.steps]
    whole = sum(length for _step, length in found)
    wanted = minutes or block.minutes or whole
    lengths = share([length for _step, length in found], wanted) if whole else [0] * len(found)
    return tuple(
        RunStep(_name(step.participants, step.facilitator), length, step.facilitator, step.participants, step.capture)
        for (step, _was), length in zip(found, lengths, strict=True)
    )


def _within(steps: tuple[RunStep, ...], minutes: int) -> tuple[RunStep, ...]:
    given = [step.minutes for step in steps]
    if not 0 < minutes < sum(given):
        return steps
    return tuple(replace(step, minutes=length) for step, length in zip(steps, share(given, minutes), strict=True))


def share(parts: Sequence[int], whole: int) -> list[int]:
    """``whole`` minutes shared out as the ``parts`` stand to each other, in full minutes that add up to it."""
    total = sum(parts)
    if total <= 0:
        return [0] * len(parts)
    exact = [part * whole / total for part in parts]
    shares = [int(one) for one in exact]
    missing = whole - sum(shares)
    rest = sorted(range(len(parts)), key=lambda at: (shares[at] - exact[at], at))
    for at in rest[:missing]:
        shares[at] += 1
    return shares


def step_at(steps: Sequence[RunStep], elapsed_ms: int) -> int:
    """The step that should be on after this long, from 0."""
    end = 0
    for place, step in enumerate(steps):
        end += step.minutes * 60_000
        if elapsed_ms < end:
            return place
    return max(len(steps) - 1, 0)


def _written(line: str) -> RunStep:
    found = _TAIL.search(line)
    if found is None or not line[: found.start()].strip():
        return RunStep(line.strip(), 0)
    return RunStep(line[: found.start()].strip(), int(found.group(1)))


def _length(start: int | str, end: int | str) -> int:
    return max(end - start, 0) if isinstance(start, int) and isinstance(end, int) else 0


def _name(people: str, facilitator: str) -> str:
    """A few words for a step: what people do, as far as the first comma or full stop."""
    words = people.strip() or facilitator.strip()
    head = re.split(r"[,.;:(]", words.strip('"“”'), maxsplit=1)[0].strip()
    return head or words
