"""From a method of the catalogue to a block of the agenda, with everything a facilitator needs on the day."""

from __future__ import annotations

import re

from facilitator.session.agenda import NAMED, AddBlock
from facilitator.session.interview import QUESTIONS
from facilitator.session.modalities import Modality
from facilitator.session.ports import Ids, uuid7

LONGEST_SAY = 600
MOST_LINES = 6
_ASIDE = re.compile(r"\([^()]*\)")


def block_from(
    method: Modality,
    *,
    minutes_left: int = 0,
    after: str | None = None,
    ids: Ids = uuid7,
    in_days: bool = False,
    usual: int = 0,
    anonymity: str = NAMED,
) -> AddBlock:
    """The command that puts a method into an agenda.

    It brings what people do with one another, its length, the first prompt, the running order in short, what to catch,
    what to bring and to prepare, and what to do when it goes wrong. ``minutes_left`` is what there is still room for; 0
    where that is not known. ``in_days`` is for plans that are spread over days. ``usual`` minutes are what it usually
    takes here, 0 where nobody knows.
    """
    return AddBlock(
        id=ids(),
        block=ids(),
        title=method.name,
        modality=method.id,
        minutes=_minutes(method, minutes_left, in_days, usual),
        exchange=method.exchange,
        verb=method.verb,
        prompt=method.prompts[0] if method.prompts else "",
        say=said_in_short(method),
        catch=kinds_to_catch(method),
        materials=_things(method),
        prepare=method.prepare[:MOST_LINES],
        trouble=tuple(f"{failure.sign}: {failure.remedy}" for failure in method.failures[:MOST_LINES]),
        anonymity=anonymity,
        after=after,
    )


def _minutes(method: Modality, left: int, in_days: bool, usual: int) -> int:
    if in_days and method.days is not None:
        return method.days[1] * 1440
    least, low, high = method.time
    if usual:
        return usual if not left else max(min(usual, left), min(least, usual))
    if not left:
        return low
    return min(max(least, min(left, high)), high)


def said_in_short(method: Modality) -> str:
    """The running order as sentences, as far as a run sheet holds them."""
    said = ""
    for step in method.steps:
        line = step.facilitator.strip()
        if not line:
            continue
        more = line if line.endswith((".", "!", "?", '"', "”")) else f"{line}."
        if len(said) + len(more) > LONGEST_SAY:
            break
        said = f"{said} {more}" if said else more
    return said


def kinds_to_catch(method: Modality) -> str:
    """What to catch, each kind once, in the order it comes."""
    found: dict[str, None] = {}
    for step in method.steps:
        for part in _ASIDE.sub("", step.capture).replace(" or ", ",").split(","):
            kind = part.strip()
            if kind and kind != "not":
                found.setdefault(kind)
    return ", ".join(found)


def _things(method: Modality) -> tuple[str, ...]:
    """What must be there, in plain words; alternatives side by side."""
    (there,) = (question for question in QUESTIONS if question.id == "has")
    words = {choice.value: choice.words for choice in there.choices}
    return tuple(" or ".join(words.get(one, one.replace("_", " ")) for one in choice) for choice in method.needs)
