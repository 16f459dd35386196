"""What the guide shows beside a plan: answers, what fits, what is set aside, the plan check. Gathered, not judged.

Rules are asked (:mod:`facilitator.session.guide`, ``plan_check``), and what they say is put into words. Values compare,
so that a column draws again only what became different.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from facilitator.advice import answer_word, change_line, worded
from facilitator.session.guide import fits, recommend
from facilitator.session.interview import QUESTIONS
from facilitator.session.plan_check import ASKED_AGAIN_WEEKS, plan_check
from facilitator.session.planning import planned
from facilitator.session.situation import answered, purposes, situation_of
from facilitator.ui import hues, shown
from facilitator.ui.models.guide_words import in_a_word, in_words, watch_line, why_line
from facilitator.words import _, ngettext, tell

if TYPE_CHECKING:
    from facilitator.session.guide import Known, Points, Ranked, Recommendation, SetAside, Situation
    from facilitator.session.guiding import Answers
    from facilitator.session.modalities import Catalogue, Modality
    from facilitator.session.remarks import Mend, Remark
    from facilitator.session.rules import Command
    from facilitator.session.state import SessionState

READY_RULE = "R6"
"""The composition rule that the plan check says in full."""

MOST_REMARKS = 12
"""Of more remarks than these the first are worded, and the others counted."""

_CALLED = re.compile(r"(.*\S)\s*\(([^()]+)\)")


def short_name(method: Modality) -> str:
    """A method's name without what stands in brackets behind it."""
    found = _CALLED.fullmatch(method.name.strip())
    return shown.one_line(found[1] if found else method.name)


def verb_line(method: Modality) -> str:
    """Noun and verb together: *Role play. Rehearse a conversation one will really have.* Empty without a verb."""
    verb = shown.one_line(method.verb)
    found = _CALLED.fullmatch(method.name.strip())
    if not verb:
        return ""
    noun = shown.one_line(found[2]) if found else short_name(method)
    noun = noun[:1].upper() + noun[1:]
    return f"{noun}. {verb}" if verb.endswith((".", "!", "?")) else f"{noun}. {verb}."


def length_words(minutes: int) -> str:
    """A length in minutes."""
    return ngettext("{count} min", "{count} min", minutes).format(count=minutes)


def days_words(days: int) -> str:
    """A length in days."""
    return ngettext("{count} day", "{count} days", days).format(count=days)


# ---- answers -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the guide and its answer. ``brief`` and ``short`` are both of them for narrow places; ``unsure``
    marks the careful answer.
    """

    id: str
    name: str
    brief: str
    words: str
    short: str
    unsure: bool = False

    @property
    def given(self) -> bool:
        """Whether there is one."""
        return bool(self.words)


_SHORT: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "trust": {"1": lambda: _("wary"), "2": lambda: _("working"), "3": lambda: _("high")},
    "prior": {"new": lambda: _("new"), "mixed": lambda: _("mixed"), "experienced": lambda: _("well")},
    "setting": {
        "in_person": lambda: _("one room"),
        "online": lambda: _("online"),
        "hybrid": lambda: _("mixed"),
        "async": lambda: _("over time"),
    },
    "private": {"no": lambda: _("no")},
    "prep": {"15": lambda: _("15 min"), "30": lambda: _("30 min"), "60": lambda: _("60 min"),
             "240": lambda: _("half a day")},
}  # fmt: skip

_BRIEF: Mapping[str, Callable[[], str]] = {
    "people": lambda: _("People"),
    "minutes": lambda: _("Time"),
    "prior": lambda: _("They know it"),
    "private": lambda: _("Private"),
    "prep": lambda: _("To prepare"),
}


def listed(words: Iterable[str]) -> str:
    """Words one after another."""
    return ", ".join(words)


def answers_of(state: SessionState) -> tuple[Answer, ...]:
    """All thirteen, in their order."""
    there = answered(state)
    return tuple(_answer(question.id, _(question.name), state, question.id in there) for question in QUESTIONS)


def _answer(question: str, name: str, state: SessionState, there: bool) -> Answer:
    brief = _BRIEF[question]() if question in _BRIEF else name
    if not there:
        return Answer(question, name, brief, "", "")
    value, words = _value(question, state)
    short = _SHORT.get(question, {}).get(value)
    unsure = question in state.answers.unsure
    return Answer(question, name, brief, words, short() if short is not None else words, unsure)


def _value(question: str, state: SessionState) -> tuple[str, str]:
    """What was answered: its value, and its words."""
    said, plan = state.answers, planned(state)
    at = situation_of(state, replace(said, purpose=said.purpose or "perspective"))
    assert at is not None
    if question == "purpose":
        purpose, second = purposes(state)
        first, then = answer_word("purpose", purpose), answer_word("purpose", second)
        if not second:
            return purpose, first
        return purpose, _("{first}, then {second}").format(first=first, second=then)
    if question == "in_hands":
        parts = [shown.one_line(state.about.work), answer_word("in_hands", shown.one_line(said.in_hands))]
        return "", "; ".join(part for part in parts if part) or _("not known yet")
    if question == "people":
        return "", str(at.people)
    if question == "minutes":
        return "", days_words(at.days) if at.setting == "async" else length_words(at.minutes)
    if question == "trust":
        return str(at.trust), answer_word("trust", str(at.trust))
    if question == "setting":
        where = said.setting or plan.setting or at.setting
        words = answer_word("setting", where)
        return where, words if at.network else _("{where}, no network").format(where=words)
    if question == "has":
        return "", listed(answer_word("has", thing) for thing in said.has) or _("nothing")
    if question == "access":
        return "", listed(answer_word("access", need) for need in said.access) or _("nothing known")
    if question == "prep":
        return str(said.prep), _prep_words(said.prep)
    value = str(getattr(said, question))
    return value, answer_word(question, value)


def _prep_words(minutes: int) -> str:
    if minutes < 0:
        return _("not known yet")
    words = answer_word("prep", str(minutes))
    return length_words(minutes) if words == str(minutes) else words


_BY_PLAN: Mapping[str, dict[str, object]] = {
    "purpose": {"purpose": "", "second": ""},
    "in_hands": {},
    "people": {"people": 0},
    "minutes": {"minutes": 0, "days": 0},
    "setting": {"setting": ""},
}
"""The questions a plan can answer, with the answers that leave it to the plan."""


def careful(question: str, state: SessionState) -> tuple[dict[str, object], str]:
    """What is taken when somebody is not sure: the changed answers, and the sentence that says so.

    Where the plan says it, that is taken.
    """
    from facilitator.session.guiding import Answers
    from facilitator.session.situation import CAREFUL_MINUTES, CAREFUL_PEOPLE

    if question in _BY_PLAN and question in answered(state, Answers()):
        return dict(_BY_PLAN[question]), _("What the plan says is taken.")
    found = next(one for one in QUESTIONS if one.id == question)
    words = _(found.careful_words) if found.careful_words else ""
    if question == "people":
        taken = ngettext("{count} is taken until somebody counts.", "{count} are taken until somebody counts.", 8)
        return {"people": 0}, taken.format(count=CAREFUL_PEOPLE)
    if question == "minutes":
        return {"minutes": 0, "days": 0}, _("An hour is taken; spread over days, a week.") if CAREFUL_MINUTES else ""
    if question == "in_hands":
        return {}, _("Nothing is taken. The plan check asks again.")
    if question == "trust":
        return {"trust": int(found.careful)}, words
    if question == "prep":
        return {"prep": int(found.careful)}, words
    if question in ("has", "access"):
        return {question: (found.careful,) if found.careful else (), f"{question}_said": True}, words
    return {question: found.careful}, words


# ---- what fits -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fit:
    """A method that fits. ``used`` says that it stands in the agenda."""

    id: str
    name: str
    family: str
    score: int
    why: str
    brief: str
    sums: str
    watch: str
    change: str
    prep: int
    lonely: bool
    used: bool


@dataclass(frozen=True, slots=True)
class Aside:
    """A method that is set aside. ``chosen`` is the reason why it was taken all the same."""

    id: str
    name: str
    why: str
    change: str
    chosen: str
    used: bool


@dataclass(frozen=True, slots=True)
class Check:
    """A remark of the plan check. ``asks`` is the field of the plan that asks where no command mends it."""

    key: str
    words: str
    ok: bool
    why: str = ""
    mend: str = ""
    asks: str = ""
    block: str = ""
    does: Mend | None = field(default=None, compare=False)

    @property
    def commands(self) -> tuple[Command, ...]:
        """What the mend does, as one step."""
        return self.does.commands if self.does is not None else ()


@dataclass(frozen=True, slots=True)
class Guidance:
    """Everything the guide says about a plan. ``more`` counts remarks that are not among those of ``check``; ``next``
    is the first suggestion that is not in the agenda yet.
    """

    answers: tuple[Answer, ...]
    places: tuple[tuple[Fit, ...], ...] = ()
    aside: tuple[Aside, ...] = ()
    then: tuple[str, ...] = ()
    check: tuple[Check, ...] = ()
    more: int = 0
    next: str = ""
    asked: bool = False
    methods: int = 0

    @property
    def given(self) -> int:
        """How many questions have an answer."""
        return sum(answer.given for answer in self.answers)

    @property
    def so_far(self) -> str:
        """What the advice rests on while not everything is answered; empty when it is, and before there is any."""
        if not self.asked or self.given == len(self.answers):
            return ""
        words = ngettext(
            "By {count} of {all} answers. What is not answered yet sets nothing aside and gives no points.",
            "By {count} of {all} answers. What is not answered yet sets nothing aside and gives no points.",
            self.given,
        )
        return words.format(count=self.given, all=len(self.answers))


def guidance(
    state: SessionState,
    catalogue: Catalogue,
    today: datetime.date,
    *,
    rule: str = "",
    weeks: int = ASKED_AGAIN_WEEKS,
    checked: bool = True,
) -> Guidance:
    """Ask the rules, and word what they say. ``rule`` and ``weeks`` are what the plan check's mends propose."""
    answers = answers_of(state)
    remarks = plan_check(state, catalogue, today, rule=rule, weeks=weeks) if checked else []
    check, more = tuple(_check(remark) for remark in remarks[:MOST_REMARKS]), max(len(remarks) - MOST_REMARKS, 0)
    at = situation_of(state)
    if at is None:
        return Guidance(answers, check=check, more=more, methods=len(catalogue))
    known = answered(state)
    found = recommend(at, catalogue, known=known)
    used = frozenset(block.modality for block in state.agenda.in_order() if block.modality)
    reasons = dict(state.answers.overridden)
    places = tuple(tuple(_fit(item, at, known, catalogue, used) for item in place) for place in found.places)
    return Guidance(
        answers,
        places,
        tuple(_aside(item, reasons, used) for item in found.set_aside),
        _then(found),
        check,
        more,
        next((fit.id for place in places for fit in place if not fit.used), ""),
        asked=True,
        methods=len(catalogue),
    )


def _fit(item: Ranked, at: Situation, known: Known, catalogue: Catalogue, used: frozenset[str]) -> Fit:
    method = item.method
    return Fit(
        item.id,
        short_name(method),
        hues.family(item.id, catalogue),
        item.score,
        why_line(item),
        _brief(item),
        _sums(item.reasons),
        watch_line(item),
        change_line(item, at, known),
        method.prep,
        method.is_input,
        item.id in used,
    )


def _brief(item: Ranked) -> str:
    """The strongest reason for it, and the strongest against it."""
    gains = max(item.reasons, key=lambda point: point.points, default=None)
    losses = min(item.reasons, key=lambda point: point.points, default=None)
    parts = []
    if gains is not None and gains.points > 0:
        parts.append(in_words(gains))
    if losses is not None and losses.points < 0:
        parts.append(_("{reason} (−{points})").format(reason=in_words(losses), points=-losses.points))
    if item.method.is_input:
        parts.append(_("needs an exchange after it"))
    return "; ".join(parts)


def _sums(points: Sequence[Points]) -> str:
    """Every criterion with its points: *15 purpose + 4 people − 2 energy*."""

    def joined(told: str, point: Points) -> str:
        sign = "−" if point.points < 0 else "+"
        part = f"{abs(point.points)} {in_a_word(point)}"
        if not told:
            return f"−{part}" if point.points < 0 else part
        return f"{told} {sign} {part}"

    return reduce(joined, points, "")


def _aside(item: SetAside, reasons: Mapping[str, str], used: frozenset[str]) -> Aside:
    why = "; ".join(worded(gate.words) for gate in item.gates)
    changes = "; ".join(dict.fromkeys(worded(gate.changes) for gate in item.gates))
    return Aside(item.id, short_name(item.method), why, changes, reasons.get(item.id, ""), item.id in used)


def _then(found: Recommendation) -> tuple[str, ...]:
    return tuple(worded(remark.words) for remark in found.remarks if remark.rule != READY_RULE)


# ---- the plan check ------------------------------------------------------------------------------------------------


def _check(remark: Remark) -> Check:
    mend = remark.mend
    return Check(
        f"{remark.id}:{remark.block}",
        _sentence(remark.words),
        remark.ok,
        _sentence(remark.why),
        _sentence(mend.words) if mend is not None else "",
        mend.field if mend is not None else "",
        remark.block,
        mend,
    )


def _sentence(said: tuple[str, Mapping[str, object]]) -> str:
    """A sentence of the check, with dates and people's words as they are shown."""
    message, params = said
    return tell(message, {name: _shown(value) for name, value in params.items()}) if message else ""


def _shown(value: object) -> object:
    if isinstance(value, datetime.date):
        return QLocale().toString(QDate(value.year, value.month, value.day), "d MMMM")
    return shown.isolated(value) if isinstance(value, str) else value


# ---- before an answer is taken -------------------------------------------------------------------------------------


def would_set_aside(state: SessionState, catalogue: Catalogue, changes: Mapping[str, object]) -> str:
    """What another answer would set aside of what fits now, in words; empty where nothing is lost."""
    answers = _changed(state.answers, changes)
    now, then = situation_of(state), situation_of(state, answers)
    if now is None or then is None or now.purpose != then.purpose:
        return ""
    known = answered(state)
    after = {item.id: item for item in recommend(then, catalogue, known=answered(state, answers)).set_aside}
    lost = [method for method in catalogue if fits(method, now, known) and method.id in after]
    if not lost:
        return ""
    if len(lost) == 1:
        reason = worded(after[lost[0].id].gates[0].words)
        return _("sets {name} aside: {reason}").format(name=short_name(lost[0]), reason=reason)
    if len(lost) == 2:
        return _("sets {first} and {second} aside").format(first=short_name(lost[0]), second=short_name(lost[1]))
    return ngettext("sets {count} aside", "sets {count} aside", len(lost)).format(count=len(lost))


def _changed(answers: Answers, changes: Mapping[str, object]) -> Answers:
    return replace(answers, **changes)  # type: ignore[arg-type]  # fields by name
