"""What in a whole session the program reads and nobody says: keys, ids and dates. No name is ever taken out of them.

Whoever is called *09*, *video* or *open* is withheld in words and nowhere else. Whatever is not named here counts as
words, so that what comes new to the record rather loses a name than shows one.
"""

from __future__ import annotations

import datetime
from typing import Any

from facilitator.export.parts.common import TITLES
from facilitator.session.agenda import Block
from facilitator.session.agreements import Agreement
from facilitator.session.commitments import Commitment
from facilitator.session.decisions import Decision
from facilitator.session.guiding import Answers
from facilitator.session.harvest import Passage, Summary
from facilitator.session.interview import QUESTIONS
from facilitator.session.planning import Plan
from facilitator.session.questions import OpenEnd
from facilitator.session.role_play import Role, Scenario
from facilitator.session.series import Series
from facilitator.session.sessions import About

KEYS: dict[type, frozenset[str]] = {
    About: frozenset({"zone", "language"}),
    Agreement: frozenset({"rule"}),
    Plan: frozenset({"setting", "lens", "template"}),
    Series: frozenset({"series", "every", "cycle", "follows"}),
    Answers: frozenset({
        "purpose", "second", "setting", "network", "energy", "has", "prior", "power_gap", "private", "access", "unsure",
    }),
    Block: frozenset({"id", "modality", "method", "anonymity", "part", "stage"}),
    Scenario: frozenset({"block"}),
    Role: frozenset({"id", "block"}),
    Commitment: frozenset({"contribution", "owner", "state"}),
    Decision: frozenset({"contribution"}),
    OpenEnd: frozenset({"contribution", "state", "keeper"}),
    Passage: frozenset({"id", "part"}),
    Summary: frozenset(),
}  # fmt: skip
"""Fields that hold an id or one of the program's own words."""

DATES: dict[type, frozenset[str]] = {
    About: frozenset({"starts", "ends", "ended"}),
    Agreement: frozenset({"kept_until"}),
    Plan: frozenset({"date", "time", "follow_up"}),
    Block: frozenset({"fixed"}),
    Commitment: frozenset({"due"}),
    Decision: frozenset({"review_on"}),
    Passage: frozenset({"text"}),
}
"""Fields that hold a day or a time (ISO 8601); where they hold anything else, it is words."""

_IN_HANDS = frozenset(one.value for question in QUESTIONS if question.id == "in_hands" for one in question.choices)


def is_key(of: type, name: str, value: Any) -> bool:
    """Whether the value of this field of a part of the record is none of anybody's words."""
    if name in KEYS[of]:
        return True
    if name in DATES.get(of, ()):
        return _is_time(value)
    if of is Passage and name == "title":
        return value in TITLES
    return of is Answers and name == "in_hands" and value in _IN_HANDS


def _is_time(value: str) -> bool:
    for read in (datetime.datetime.fromisoformat, datetime.time.fromisoformat):
        try:
            read(value)
        except ValueError:
            continue
        return True
    return False
