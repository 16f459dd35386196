"""The guide's points in the words of somebody who does not know the rule: in a sentence, and in one word for a sum.

The rule's own names (*purpose fit 3/3*) are for whoever checks it; here they say what they mean (*serves the purpose
fully*). A criterion this file does not know keeps the rule's name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from facilitator.advice import answer_word, worded
from facilitator.session.guide import because, watch_out
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.session.guide import Points, Ranked

SECOND, SLOT = "second purpose fit {fit}/3", "time uses a fraction of the slot"
DAYS, OVER, TIGHT = "days", "time leaves time over", "time tight"


def in_words(point: Points) -> str:
    """What one criterion says about a method: *serves the purpose fully*, *asks a lot where energy is low*."""
    say = _SENTENCES.get(point.asks)
    return (say(point) if say is not None else "") or worded(point.words)


def in_a_word(point: Points) -> str:
    """The criterion's name in a sum: *15 purpose + 4 people*."""
    if point.asks == "access":
        return answer_word("access", str(point.words.params.get("access", "")))
    if point.words.message == SECOND:
        return _("second purpose")
    return {
        "purpose": _("purpose"),
        "people": _("people"),
        "minutes": _("time"),
        "setting": _("where they are") if point.points > 0 else _("no network"),
        "trust": _("trust"),
        "prior": _("they know it"),
        "energy": _("energy"),
        "power_gap": _("rank"),
        "private": _("stays in the room"),
    }.get(point.asks) or worded(point.words)


def why_line(item: Ranked) -> str:
    """*Suggested because: serves the purpose fully, right for this many people.* Empty where nothing was answered."""
    said = ", ".join(in_words(point) for point in because(item))
    return _("Suggested because: {reasons}.").format(reasons=said) if said else ""


def watch_line(item: Ranked) -> str:
    """*Watch out for: the time is tight.* Empty where nothing speaks against it."""
    said = ", ".join(in_words(point) for point in watch_out(item))
    return _("Watch out for: {reasons}.").format(reasons=said) if said else ""


def _purpose(point: Points) -> str:
    fit = point.words.params.get("fit")
    if point.words.message == SECOND:
        return {
            1: _("serves the second purpose a little"),
            2: _("serves the second purpose well"),
            3: _("serves the second purpose fully"),
        }.get(fit, "")  # type: ignore[arg-type]  # another kind of value is no key
    return {
        1: _("serves the purpose a little"),
        2: _("serves the purpose well"),
        3: _("serves the purpose fully"),
    }.get(fit, "")  # type: ignore[arg-type]  # another kind of value is no key


def _people(point: Points) -> str:
    return _("workable with this many people") if point.weak else _("right for this many people")


def _time(point: Points) -> str:
    message = point.words.message
    if message == DAYS:
        return _("fewer or more days would suit it better") if point.weak else _("the days are right for it")
    said = {
        OVER: _("leaves some of the time over"),
        TIGHT: _("the time is tight for it"),
        SLOT: _("fills only a part of the time"),
    }
    return said.get(message) or _("the time is right for it")


def _setting(point: Points) -> str:
    if point.points < 0:
        return _("without a network it needs a copy brought along")
    fully = point.words.params.get("fit") == 3
    return _("works very well where they are") if fully else _("works well where they are")


def _prior(point: Points) -> str:
    good = point.points > 0
    return {
        "new": _("suits people to whom it is new") if good else _("hard for people to whom it is new"),
        "mixed": _("suits people of whom some know it well")
        if good
        else _("hard where some know it well and some do not"),
        "experienced": _("suits people who know it well") if good else _("gives people who know it well less"),
    }.get(str(point.words.params.get("prior")), "")


def _energy(point: Points) -> str:
    good = point.points > 0
    return {
        "low": _("wakes people up where energy is low") if good else _("asks a lot where energy is low"),
        "high": _("uses the high energy") if good else _("asks little where energy is high"),
    }.get(str(point.words.params.get("energy")), "")


def _rank(point: Points) -> str:
    return _("protects quiet voices") if point.points > 0 else _("exposes people where rank differs")


def _private(point: Points) -> str:
    return _("what is said stays in the room") if point.points > 0 else _("what is said may leave the room")


def _access(point: Points) -> str:
    need = answer_word("access", str(point.words.params.get("access", "")))
    words = _("needs adapting: {access}") if point.points > -3 else _("keeps somebody out: {access}")
    return words.format(access=need)


_SENTENCES: dict[str, Callable[[Points], str]] = {
    "purpose": _purpose,
    "people": _people,
    "minutes": _time,
    "setting": _setting,
    "trust": lambda _point: _("there is trust enough for it"),
    "prior": _prior,
    "energy": _energy,
    "power_gap": _rank,
    "private": _private,
    "access": _access,
}
