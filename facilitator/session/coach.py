"""The coach: one quiet hint at a time, with its reason, never twice of the same. Its rules are data.

A rule names measures (:mod:`.coach_measures`), where it holds, and what is said then. Priority is the order of the
rules. What was told is a small value that is kept beside the session on this computer alone: no fact, in no export, and
with a mark of each occasion in place of whom it was about.
"""

from __future__ import annotations

import hashlib
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from facilitator.session.agenda import PARTS, Block
from facilitator.session.coach_measures import MEASURES, Around, Measured, View
from facilitator.session.errors import FacilitatorError
from facilitator.session.modalities import Failure, Modality
from facilitator.session.running import MINUTE
from facilitator.session.state import SessionState

FORMAT, VERSION = "facilitator-coach", 1

ACTIONS = (
    "let_in",
    "show_card",
    "line",
    "show_ungrouped",
    "add_minutes",
    "next_group",
    "consent",
    "break",
    "parked",
    "signs",
)
"""What a hint may offer to do. The page does it; :attr:`Hint.ids` says with what."""

_COMPARES: Mapping[str, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}


class BadRules(FacilitatorError):
    """What was given are no rules for the coach."""


class When(NamedTuple):
    """One condition: a measure, how it compares, and to what."""

    measure: str
    compares: str
    than: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One hint. ``about`` is the measure whose names and numbers the sentence tells.

    ``one`` and ``many`` are the sentence, ``why`` its reason. ``most`` is how often it is told in a session, ``rest``
    the minutes between, ``stays`` how many minutes it stands before it makes room. ``stages`` are methods or families,
    ``parts`` parts of the agenda; empty means everywhere but in breaks. ``fills`` is what the action puts in.
    """

    id: str
    when: tuple[When, ...]
    about: str
    one: str
    many: str
    why: str
    stages: tuple[str, ...] = ()
    not_stages: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    action: str = ""
    action_words: str = ""
    fills: str = ""
    most: int = 1
    rest: int = 15
    stays: int = 6


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, the most urgent first; ``quiet`` minutes of silence follow a dismissal."""

    rules: tuple[Rule, ...] = ()
    quiet: int = 5


@dataclass(frozen=True, slots=True)
class Hint:
    """What to tell now: English sources and what fills them. It is worded outside (:mod:`facilitator.coaching`)."""

    rule: str
    form: str
    one: str
    many: str
    why: str
    params: Mapping[str, Any] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    action: str = ""
    action_words: str = ""
    fills: str = ""
    ids: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many it is about, for the form of the sentence."""
        return int(self.params.get("count", len(self.names) or 1))


class Told(NamedTuple):
    """That a hint was told: which, since when (ms UTC). ``form`` is the mark of what it was of (`mark`): kept, it names
    nobody. A hint that stands may come to be of something else.
    """

    rule: str
    form: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Memory:
    """What is kept between two looks: all that was told, which one stands (in its activity), quiet until when."""

    told: tuple[Told, ...] = ()
    standing: Told | None = None
    block: str = ""
    quiet_until: int = 0


def look(rules: Rules, state: SessionState, now_ms: int, memory: Memory, around: Around) -> tuple[Hint | None, Memory]:
    """What to tell now, if anything, and what to remember of it.

    A hint that stands stays as long as it is so, for its minutes at most, and its numbers follow the session.
    """
    block = state.agenda.get(state.agenda.running)
    if block is None or block.removed or block.is_break or state.running.closed_ms is not None:
        return None, replace(memory, standing=None, block="")
    view = View(state, block, now_ms, around)
    standing = memory.standing if memory.block == block.id else None
    memory = replace(memory, standing=standing, block=block.id)
    if standing is not None:
        rule = next((one for one in rules.rules if one.id == standing.rule), None)
        if rule is not None and now_ms - standing.at_ms < rule.stays * MINUTE:
            found = _holds(rule, view)
            if found is not None:
                if mark(found.form) != standing.form:
                    standing = standing._replace(form=mark(found.form))
                    memory = replace(memory, told=(*memory.told, standing), standing=standing)
                return _hint(rule, found), memory
        memory = replace(memory, standing=None)
    if now_ms < memory.quiet_until:
        return None, memory
    for rule in rules.rules:
        if not _may(rule, memory, now_ms):
            continue
        found = _holds(rule, view)
        if found is None or any((told.rule, told.form) == (rule.id, mark(found.form)) for told in memory.told):
            continue
        told = Told(rule.id, mark(found.form), now_ms)
        return _hint(rule, found), replace(memory, told=(*memory.told, told), standing=told)
    return None, memory


def mark(form: str) -> str:
    """What tells one occasion from another without saying whom or what it was about."""
    return hashlib.sha256(form.encode("utf-8", "replace")).hexdigest()[:16]


def dismissed(rules: Rules, memory: Memory, now_ms: int) -> Memory:
    """It was waved away: silence for a while, and never again of the same."""
    return replace(memory, standing=None, quiet_until=now_ms + rules.quiet * MINUTE)


def done(memory: Memory) -> Memory:
    """What it offered was done."""
    return replace(memory, standing=None)


def troubles(block: Block, method: Modality | None) -> tuple[Failure, ...]:
    """What may go wrong here, each with its remedy, told when asked: the activity's own, then its method's."""
    own = []
    for line in block.trouble:
        sign, colon, remedy = line.partition(":")
        if colon and sign.strip() and remedy.strip():
            own.append(Failure(sign.strip(), remedy.strip()))
    signs = {one.sign for one in own}
    return (*own, *(one for one in (method.failures if method is not None else ()) if one.sign not in signs))


def _may(rule: Rule, memory: Memory, now_ms: int) -> bool:
    at = {told.at_ms for told in memory.told if told.rule == rule.id}
    return len(at) < rule.most and (not at or now_ms - max(at) >= rule.rest * MINUTE)


def _holds(rule: Rule, view: View) -> Measured | None:
    """The measure the rule is about, where all its conditions hold."""
    block, method = view.block, view.around.method
    stages = {block.modality, "" if method is None else method.id, "" if method is None else method.family} - {""}
    if (rule.stages and stages.isdisjoint(rule.stages)) or not stages.isdisjoint(rule.not_stages):
        return None
    if rule.parts and block.part not in rule.parts:
        return None
    for condition in rule.when:
        if not _COMPARES[condition.compares](view.measured(condition.measure).value, condition.than):
            return None
    return view.measured(rule.about)


def _hint(rule: Rule, found: Measured) -> Hint:
    return Hint(
        rule.id,
        found.form,
        rule.one,
        rule.many,
        rule.why,
        found.params,
        found.names,
        rule.action,
        rule.action_words,
        rule.fills,
        found.ids,
    )


# ---- reading -------------------------------------------------------------------------------------------------------


def read_rules(files: Sequence[object]) -> Rules:
    """The rules of several files, one after another.

    Raises:
        BadRules: which rule is wrong, and how.
    """
    rules: list[Rule] = []
    quiet = Rules().quiet
    for data in files:
        if not isinstance(data, Mapping) or data.get("format") != FORMAT or data.get("version") != VERSION:
            raise BadRules("These are no rules for the coach.")
        quiet = _count(data, "quiet", "coach", quiet)
        rules.extend(_rule(part) for part in data.get("rules", []))
    if len({rule.id for rule in rules}) < len(rules):
        raise BadRules("Two of the coach's rules have one name.")
    return Rules(tuple(rules), quiet)


_FIELDS = {*Rule.__dataclass_fields__} - {"action_words"} | {"words"}


def _rule(part: object) -> Rule:
    if not isinstance(part, Mapping) or not isinstance(part.get("id"), str) or not part["id"]:
        raise BadRules("A rule of the coach has no name.")
    name = part["id"]
    unknown = set(part) - _FIELDS
    if unknown:
        raise BadRules("The coach's rule {name} has an unknown field: {field}.", name=name, field=min(unknown))
    when = tuple(_when(name, line) for line in part.get("when", []))
    about = _text(part, "about", name)
    action = _text(part, "action", name, needed=False)
    parts = _texts(part, "parts", name)
    if not when or about not in MEASURES or action not in ("", *ACTIONS) or not set(parts) <= set(PARTS):
        raise BadRules("The coach's rule {name} names something there is not.", name=name)
    one = _text(part, "one", name)
    return Rule(
        name,
        when,
        about,
        one,
        _text(part, "many", name, needed=False) or one,
        _text(part, "why", name),
        _texts(part, "stages", name),
        _texts(part, "not_stages", name),
        parts,
        action,
        _text(part, "words", name, needed=bool(action)),
        _text(part, "fills", name, needed=False),
        _count(part, "most", name, 1),
        _count(part, "rest", name, 15),
        _count(part, "stays", name, 6),
    )


def _when(name: str, line: object) -> When:
    if isinstance(line, list) and len(line) == 3:
        measure, compares, than = line
        if measure in MEASURES and compares in _COMPARES and type(than) is int:
            return When(measure, compares, than)
    raise BadRules("The coach's rule {name} has a condition that cannot be asked.", name=name)


def _text(part: Mapping[str, Any], key: str, name: str, *, needed: bool = True) -> str:
    value = part.get(key, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise BadRules("The coach's rule {name} lacks words: {field}.", name=name, field=key)
    return value


def _texts(part: Mapping[str, Any], key: str, name: str) -> tuple[str, ...]:
    value = part.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadRules("The coach's rule {name} needs a list: {field}.", name=name, field=key)
    return tuple(value)


def _count(part: Mapping[str, Any], key: str, name: str, otherwise: int) -> int:
    value = part.get(key, otherwise)
    if type(value) is not int or not 0 <= value <= 1_000:
        raise BadRules("The coach's rule {name} needs a number: {field}.", name=name, field=key)
    return value
