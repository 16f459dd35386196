"""Templates: a plan without people and dates, to begin a session from. Data, never code.

Those that come with the program lie in its resources; one's own are kept as facts of the library itself.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from facilitator.session.agreements import RULES, MakeAgreement
from facilitator.session.blueprint import block_commands, blocks_data
from facilitator.session.errors import FacilitatorError, Rejected
from facilitator.session.facts import MAX_STRING, Body, Fact
from facilitator.session.planning import SETTINGS, DescribePlan, planned
from facilitator.session.ports import Ids, uuid7
from facilitator.session.rules import Asking, Command, decides, folds, name_of, undone_by
from facilitator.session.series import CYCLE, EVERY, JoinSeries
from facilitator.session.sessions import DescribeSession

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

FORMAT, VERSION = "facilitator-template", 1
_ABOUT = ("purpose", "inform", "perspective", "decision", "work")
_PLAN = ("hears_back", "leader", "before", "after", "kept_for", "lens")


class BadTemplate(FacilitatorError):
    """What was given is no template. Nothing was taken."""

    mistake = True


@dataclass(frozen=True)
class Template:
    """A plan to begin from. ``data`` holds all of it; ``people`` is the size it is made for, (least, most) or None."""

    id: str
    name: str
    words: str
    minutes: int
    people: tuple[int, int] | None
    data: Mapping[str, Any]
    own: bool = False

    @property
    def modalities(self) -> tuple[str, ...]:
        """The modality of each block, in order."""
        return tuple(str(block.get("modality", "")) for block in self.data["blocks"])


def read_template(data: object, *, own: bool = False) -> Template:
    """A template from plain JSON values, checked as far as beginning a session from it needs.

    Raises:
        BadTemplate: what is wrong, in one sentence.
    """
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise BadTemplate("This is no template of this program. Nothing was taken.")
    version = data.get("version")
    if type(version) is not int or version > VERSION:
        raise BadTemplate("This template was made by a newer program. Nothing was taken; update this one first.")
    for name in ("id", "name"):
        if not isinstance(data.get(name), str) or not data[name].strip():
            raise _wrong(name)
    if not isinstance(data.get("blocks"), list) or not all(isinstance(block, Mapping) for block in data["blocks"]):
        raise _wrong("blocks")
    try:
        block_commands(data["blocks"])
    except FacilitatorError as error:
        raise BadTemplate(error.message, **error.params) from error
    for name in ("words", "setting", "rule", "every", "cycle", *_ABOUT, *_PLAN):
        if not isinstance(data.get(name, ""), str):
            raise _wrong(name)
    for name, choices in (("setting", SETTINGS), ("rule", RULES), ("every", EVERY), ("cycle", CYCLE)):
        if data.get(name, "") not in choices:
            raise _wrong(name)
    for name in ("minutes", "days", "follow_up_days"):
        value = data.get(name, 1)
        if type(value) is not int or not 0 <= value <= 100_000:
            raise _wrong(name)
    people = data.get("people")
    if people is not None:
        if not isinstance(people, list) or len(people) != 2 or not all(type(count) is int for count in people):
            raise _wrong("people")
        people = (people[0], people[1])
    name, words = data["name"].strip(), data.get("words", "")
    return Template(data["id"], name, words, data.get("minutes", 0), people, data, own)


def _wrong(name: str) -> BadTemplate:
    return BadTemplate("This template cannot be used: “{field}” is missing or wrong. Nothing was taken.", field=name)


def begin_from(template: Template, *, date: datetime.date | None = None, ids: Ids = uuid7) -> list[Command]:
    """The commands that fill a session just begun. ``date`` is when it will be, if that is known."""
    data = template.data
    about = {name: data[name] for name in _ABOUT if data.get(name)}
    commands: list[Command] = [DescribeSession(id=ids(), **about)] if about else []
    follow_up = None
    if date is not None and data.get("follow_up_days"):
        follow_up = (date + datetime.timedelta(days=data["follow_up_days"])).isoformat()
    commands.append(
        DescribePlan(
            id=ids(),
            template=template.id,
            minutes=data.get("minutes", 0),
            days=max(data.get("days", 1), 1),
            setting=data.get("setting", ""),
            date=None if date is None else date.isoformat(),
            follow_up=follow_up,
            **{name: data[name] for name in _PLAN if data.get(name)},
        )
    )
    if data.get("rule"):
        commands.append(MakeAgreement(id=ids(), rule=data["rule"]))
    if data.get("every") or data.get("cycle"):
        commands.append(JoinSeries(id=ids(), every=data.get("every", ""), cycle=data.get("cycle", "")))
    blocks, _made = block_commands(data["blocks"], ids=ids)
    return [*commands, *blocks]


def template_data(state: SessionState, key: str, name: str, words: str = "") -> dict[str, Any]:
    """A session's plan as a template: what is planned, without the people, the dates and what was given."""
    about, plan = state.about, planned(state)
    data: dict[str, Any] = {"format": FORMAT, "version": VERSION, "id": key, "name": name, "words": words}
    data.update({field: value for field in _ABOUT if (value := getattr(about, field))})
    data.update({field: value for field in _PLAN if (value := getattr(plan, field))})
    data.update({"minutes": plan.minutes, "days": plan.days, "setting": plan.setting})
    if state.agreement.rule:
        data["rule"] = state.agreement.rule
    if plan.follow_up and plan.date:
        wait = datetime.date.fromisoformat(plan.follow_up) - datetime.date.fromisoformat(plan.date)
        data["follow_up_days"] = max(wait.days, 0)
    data.update({field: value for field in ("every", "cycle") if (value := getattr(state.series, field))})
    people = len(state.people.present())
    if people:
        data["people"] = [people, people]
    data["blocks"] = blocks_data(state)
    return data


# ---- one's own, kept in the library's stream ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """A template of one's own as it lies in the library; ``template`` is None where its content cannot be read."""

    content: str
    template: Template | None
    removed: bool = False


@dataclass
class Templates:
    """The templates kept in this library, by id."""

    by_id: dict[str, Kept] = field(default_factory=dict)

    def own(self) -> list[Template]:
        """Those that can be used, by name."""
        found = [kept.template for kept in self.by_id.values() if kept.template is not None and not kept.removed]
        return sorted(found, key=lambda item: (item.name.casefold(), item.id))


@dataclass(frozen=True, slots=True)
class TemplateKept(Body):
    """A template was kept; ``content`` is its JSON."""

    KIND: ClassVar[str] = "template_kept"
    template: str
    content: str


@dataclass(frozen=True, slots=True)
class TemplateRemoved(Body):
    """A template was put away."""

    KIND: ClassVar[str] = "template_removed"
    template: str


@dataclass(frozen=True, slots=True)
class TemplateRestored(Body):
    """A template put away was taken back."""

    KIND: ClassVar[str] = "template_restored"
    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepTemplate(Command):
    """Keep a template in the library; an older one of the same id is replaced."""

    template: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTemplate(Command):
    """Put a template away."""

    template: str


def _parsed(content: str) -> Template:
    try:
        return read_template(json.loads(content), own=True)
    except (ValueError, RecursionError):
        raise BadTemplate("This is no template of this program. Nothing was taken.") from None


@decides(KeepTemplate)
def _keep(state: SessionState, command: KeepTemplate, asking: Asking) -> Iterable[Body]:
    if len(command.content) > MAX_STRING:
        raise Rejected("This template is too long to be kept.")
    try:
        name_of(_parsed(command.content).name)
    except BadTemplate as error:
        raise Rejected(error.message, **error.params) from None
    was = state.templates.by_id.get(command.template)
    if was is None or was.removed or was.content != command.content:
        yield TemplateKept(command.template, command.content)


@decides(RemoveTemplate)
def _remove(state: SessionState, command: RemoveTemplate, asking: Asking) -> Iterable[Body]:
    was = state.templates.by_id.get(command.template)
    if was is None or was.removed:
        raise Rejected("There is no such template here.")
    yield TemplateRemoved(command.template)


@folds(TemplateKept)
def _kept(state: SessionState, body: TemplateKept, fact: Fact) -> None:
    try:
        template: Template | None = replace(_parsed(body.content), id=body.template)
    except FacilitatorError:
        template = None
    state.templates.by_id[body.template] = Kept(body.content, template)


def _mark(state: SessionState, template: str, removed: bool) -> None:
    was = state.templates.by_id.get(template)
    if was is not None:
        state.templates.by_id[template] = replace(was, removed=removed)


@folds(TemplateRemoved)
def _removed(state: SessionState, body: TemplateRemoved, fact: Fact) -> None:
    _mark(state, body.template, True)


@folds(TemplateRestored)
def _restored(state: SessionState, body: TemplateRestored, fact: Fact) -> None:
    _mark(state, body.template, False)


@undone_by(TemplateKept)
def _unkeep(state: SessionState, body: TemplateKept) -> Iterable[Body]:
    was = state.templates.by_id.get(body.template)
    if was is None or was.removed:
        yield TemplateRemoved(body.template)
    else:
        yield TemplateKept(body.template, was.content)


@undone_by(TemplateRemoved)
def _unremove(state: SessionState, body: TemplateRemoved) -> Iterable[Body]:
    yield TemplateRestored(body.template)


@undone_by(TemplateRestored)
def _unrestore(state: SessionState, body: TemplateRestored) -> Iterable[Body]:
    yield TemplateRemoved(body.template)
