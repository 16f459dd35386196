"""The four checks of a session in which people are to learn a skill from watching and trying (domain, section 2.2).

See it, keep it, try it, want it: somebody shows it, people put it into their own words, they try it while they are
still together, and something at work waits for it. Where one is missing the plan check says so and mends it; what is
there is told as well, because a skill session is planned by these four.
"""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.session.agenda import CLOSE, INCLUDED, INPUT, WHOLE, AddBlock, Block
from facilitator.session.modalities import Modality
from facilitator.session.planning import planned
from facilitator.session.remarks import Looking, Mend, Remark
from facilitator.session.remarks import say as _say

SKILLS = ("skill_people", "skill_task")
"""The purposes of the guide that are skills."""

SHOWS, TRAINS = 2, 3
"""From how well a method serves a skill on, it can show it; and it is made for it."""

SHARE = 3
"""Where no purpose was told, a session is one of skills when one part in so many of its time is made for one."""

_SHOWN, _KEPT, _TRIED = "Somebody shows it", "The key points, in our own words", "A first try, in pairs"


def skills_of(look: Looking) -> tuple[str, ...]:
    """The skills a plan is for: as the guide was told, or else by what most of its time is made for. Empty for none."""
    said = look.state.answers
    told = tuple(one for one in (said.purpose, said.second) if one in SKILLS)
    if told or said.purpose:
        return told
    whole = sum(block.minutes for block in look.blocks)
    for skill in SKILLS:
        given = sum(block.minutes for block in look.blocks if _serves(look.modality(block), (skill,)) >= TRAINS)
        if given and given * SHARE >= whole:
            return (skill,)
    return ()


def skill_checks(look: Looking) -> Iterator[Remark]:
    """What of the four there is, and what not."""
    skills = skills_of(look) if look.blocks else ()
    if not skills:
        return
    seen = next((block for block in look.blocks if _shows(look, block, skills)), None)
    tried = next((block for block in look.blocks if _trains(look, block, skills)), None)
    yield _see(look, seen, tried, skills)
    yield _keep(look, seen or tried)
    yield _try(look, seen, tried, skills)
    yield _want(look)


def _serves(method: Modality | None, skills: tuple[str, ...]) -> int:
    return max((method.purposes.get(skill, 0) for skill in skills), default=0) if method is not None else 0


def _shows(look: Looking, block: Block, skills: tuple[str, ...]) -> bool:
    """Whether a model is seen here: in an input, or in one another where the exchange is the whole of it."""
    return _serves(look.modality(block), skills) >= SHOWS and block.exchange in (INPUT, WHOLE)


def _trains(look: Looking, block: Block, skills: tuple[str, ...]) -> bool:
    return _serves(look.modality(block), skills) >= TRAINS


def _see(look: Looking, seen: Block | None, tried: Block | None, skills: tuple[str, ...]) -> Remark:
    if seen is not None:
        return Remark("see_it", _say("See it: “{title}”.", title=seen.title), ok=True)
    above = look.blocks[: look.blocks.index(tried)] if tried is not None else look.blocks[:1]
    after = above[-1].id if above else ""
    return Remark(
        "see_it",
        _say("See it: nobody shows it yet."),
        why=_say("A skill begins with somebody who does it, like the others and seen to cope. Can all see and hear?"),
        mend=_added(look, _SHOWN, _best(look, skills, INPUT), INPUT, "Watch, and say what made the difference", after),
    )


def _keep(look: Looking, model: Block | None) -> Remark:
    after = look.blocks[look.blocks.index(model) + 1 :] if model is not None else look.blocks
    kept = next((block for block in after if block.exchanges or block.part == CLOSE), None)
    if kept is not None:
        return Remark("keep_it", _say("Keep it: “{title}”.", title=kept.title), ok=True)
    last = model or look.blocks[-1]
    return Remark(
        "keep_it",
        _say("Keep it: nobody puts the key points into their own words yet."),
        why=_say("What is said aloud after it was seen is remembered; what was only seen is not."),
        mend=_added(look, _KEPT, None, WHOLE, "Tell each other the key points in your own words", last.id),
    )


def _try(look: Looking, seen: Block | None, tried: Block | None, skills: tuple[str, ...]) -> Remark:
    if tried is not None:
        return Remark("try_it", _say("Try it: “{title}”.", title=tried.title), ok=True)
    after = seen or look.blocks[-1]
    return Remark(
        "try_it",
        _say("Try it: there is no first try within the session yet."),
        why=_say("Having done it once is what makes people believe that they can."),
        mend=_added(look, _TRIED, _best(look, skills, INCLUDED), WHOLE, "Try it, and say what worked", after.id),
    )


def _want(look: Looking) -> Remark:
    plan = planned(look.state)
    if plan.after.strip() or plan.leader.strip():
        return Remark("want_it", _say("Want it: it is said what comes of it at work."), ok=True)
    return Remark(
        "want_it",
        _say("Want it: what happens at work when they do it, and who notices?"),
        why=_say("What nobody waits for is not done twice."),
        mend=Mend(_say("Say it"), field="after"),
    )


def _best(look: Looking, skills: tuple[str, ...], exchange: int) -> Modality | None:
    """The method for it: one that takes this many people here, serves the skill best and wants least preparation.

    Where none takes so many, the best of the others: in groups it goes all the same.
    """
    people, setting = max(look.people, 2), planned(look.state).setting or "in_person"

    def rank(item: Modality) -> tuple[bool, int, int, int]:
        fits = item.size[0] <= people <= item.size[3] and item.settings.get(setting, 0) > 0
        return (not fits, -_serves(item, skills), item.prep, item.time[0])

    serving = [
        item
        for item in look.catalogue
        if (item.exchange == INPUT if exchange == INPUT else item.exchange >= exchange)
        and _serves(item, skills) >= (SHOWS if exchange == INPUT else TRAINS)
    ]
    return min(serving, key=rank, default=None)


def _added(look: Looking, title: str, method: Modality | None, exchange: int, verb: str, after: str) -> Mend:
    """A block of this method, or a plain one where there is none; at the beginning without ``after``."""
    new = look.ids()
    if method is None:
        plain = AddBlock(id=look.ids(), block=new, title=title, minutes=10, verb=verb, exchange=exchange, after=after)
        return Mend(_say("Add “{title}”", title=title), (plain,))
    made = AddBlock(
        id=look.ids(),
        block=new,
        title=method.name,
        modality=method.id,
        minutes=method.time[1],
        verb=method.verb,
        prompt=method.prompts[0] if method.prompts else "",
        exchange=method.exchange,
        after=after,
    )
    return Mend(_say("Add {name}", name=method.name), (made,))
