"""The guide's advice in words: why a method is suggested, what to watch out for, what would change it.

Window and command line word it here, so that they say the same; the rule itself knows no language.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from facilitator.session.guide import Known, Points, Ranked, Said, SetAside, Situation, because, watch_out, would_change
from facilitator.session.interview import QUESTIONS
from facilitator.words import _, tell

_ANSWERS = {question.id: {choice.value: choice.words for choice in question.choices} for question in QUESTIONS}


def worded(said: Said) -> str:
    """A sentence of the guide, with the answers in it in words too."""
    params = {name: _value(name, value) for name, value in said.params.items()}
    return tell(said.message, params)


def answer_word(question: str, value: str) -> str:
    """An answer in words: *somebody who can show it*. A word this program does not know stays as it is."""
    return _(_ANSWERS.get(question, {}).get(value, "")) or value


def reasons(points: Iterable[Points]) -> str:
    """Criteria in words, one after another."""
    return ", ".join(worded(point.words) for point in points)


def because_line(item: Ranked) -> str:
    """*Suggested because: purpose fit 3/3, group size ideal.*"""
    return _("Suggested because: {reasons}.").format(reasons=reasons(because(item)))


def watch_line(item: Ranked) -> str:
    """*Watch out for: time tight.* Empty where nothing speaks against it."""
    against = watch_out(item)
    return _("Watch out for: {reasons}.").format(reasons=reasons(against)) if against else ""


def change_line(item: Ranked, at: Situation, known: Known = None) -> str:
    """*Would change: with fewer than 12 people; without: tables or rooms to break out into.* Empty where nothing is."""
    changes = would_change(item, at, known)
    return _("Would change: {changes}.").format(changes=_listed(changes)) if changes else ""


def aside_line(item: SetAside) -> str:
    """Why a method is set aside, and what would change it."""
    why = "; ".join(worded(gate.words) for gate in item.gates)
    changes = _listed(gate.changes for gate in item.gates)
    return _("{reasons} (would change: {changes})").format(reasons=why, changes=changes)


def _listed(sentences: Iterable[Said]) -> str:
    return "; ".join(dict.fromkeys(worded(said) for said in sentences))


def _value(name: str, value: object) -> object:
    if isinstance(value, tuple):
        words = [answer_word("has", str(thing)) for thing in value]
        return reduce(lambda first, second: _("{first} or {second}").format(first=first, second=second), words)
    if name == "prior":
        return {"new": _("new"), "mixed": _("mixed"), "experienced": _("experienced")}.get(str(value), value)
    return answer_word(name, value) if isinstance(value, str) and name in _ANSWERS else value
