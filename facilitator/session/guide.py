"""The guide: which methods fit a purpose, people and a slot of time, and why. Pure, visible, and only advice.

The rule of the domain, section 4.2: gates set a method aside and say what would change it; points are all shown; what
is level stays level; composition rules turn a choice into a plan that ends in exchange. The weights are judgement.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from facilitator.session.errors import Rejected
from facilitator.session.modalities import INPUT, Catalogue, Modality

PEN_MINUTES, MODEL_MINUTES, LEAST_CLOSE = (3, 5), 5, 5
PLENARY = 14
MOST_GROUPS = 6
"""More groups than this are no advice any more."""

OWN_VIEW_FIRST = ("decide", "ideas", "perspective")
OWN_VIEW, MODEL, REHEARSAL, TRYING = "pens_first", "demonstration", "role_play", "hands_on"
"""The four methods that rules R2 and R3 name. A catalogue without one of them goes without that rule's step."""

ENERGY = {"low": (0, 1, -2), "ok": (0, 0, 0), "high": (-1, 0, 1)}
"""Points for how it goes with the energy in the room: a method that asks little, some, much."""


@dataclass(frozen=True, slots=True)
class Situation:
    """The answers the rule works with. ``days`` for what is spread over time, ``minutes`` otherwise; ``prep`` None is
    all the time there could be; ``has`` is what is there, and what is not in it is not there.
    """

    purpose: str
    people: int
    trust: int
    setting: str
    second: str = ""
    minutes: int = 0
    days: int = 0
    network: bool = True
    energy: str = "ok"
    has: frozenset[str] = frozenset()
    prior: str = "mixed"
    power_gap: bool = False
    private: bool = False
    access: frozenset[str] = frozenset()
    prep: int | None = None


class Points(NamedTuple):
    """What one criterion gave, in the rule's own words."""

    points: int
    label: str


class Said(NamedTuple):
    """A sentence to be worded outside: an English source and what fills its places."""

    message: str
    params: dict[str, Any] = {}  # noqa: RUF012 - never changed


class Gate(NamedTuple):
    """Why a method is set aside, in the rule's words, and what would change it."""

    label: str
    changes: Said


@dataclass(frozen=True, slots=True)
class Ranked:
    """A method that fits, with its points."""

    method: Modality
    score: int
    reasons: tuple[Points, ...]

    @property
    def id(self) -> str:
        """The method's id."""
        return self.method.id


@dataclass(frozen=True, slots=True)
class SetAside:
    """A method that does not fit, with every reason."""

    method: Modality
    gates: tuple[Gate, ...]

    @property
    def id(self) -> str:
        """The method's id."""
        return self.method.id

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons in the rule's words."""
        return tuple(gate.label for gate in self.gates)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a composition rule asks for: its name, and a sentence."""

    rule: str
    words: Said


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The advice: what fits, best first; what is set aside; the plan that follows from the first choice."""

    ranking: tuple[Ranked, ...]
    set_aside: tuple[SetAside, ...]
    plan: tuple[str, ...]
    remarks: tuple[Remark, ...] = field(default=())

    @property
    def places(self) -> tuple[tuple[Ranked, ...], ...]:
        """The ranking with level methods together."""
        found: list[list[Ranked]] = []
        for item in self.ranking:
            if found and found[-1][0].score == item.score:
                found[-1].append(item)
            else:
                found.append([item])
        return tuple(tuple(place) for place in found)


def recommend(situation: Situation, catalogue: Catalogue, choice: str | None = None) -> Recommendation:
    """The advice for a situation. ``choice`` is what the facilitator prefers to the first of the ranking."""
    ranking: list[Ranked] = []
    aside: list[SetAside] = []
    for method in catalogue:
        gates = tuple(_gates(method, situation))
        if gates:
            aside.append(SetAside(method, gates))
            continue
        reasons = tuple(item for item in _points(method, situation) if item.points)
        ranking.append(Ranked(method, sum(item.points for item in reasons), reasons))
    ranking.sort(key=lambda r: (-r.score, r.method.prep, r.method.trust[0], catalogue.place(r.id)))
    first = catalogue.get(choice) or (ranking[0].method if ranking else None)
    plan, remarks = _composed(first, ranking, situation, catalogue)
    return Recommendation(tuple(ranking), tuple(aside), plan, remarks)


def without_answers(catalogue: Catalogue) -> Recommendation:
    """Before any question: everything may still fit."""
    return Recommendation(tuple(Ranked(method, 0, ()) for method in catalogue), (), ())


# ---- step 1: gates -------------------------------------------------------------------------------------------------


def _gates(method: Modality, at: Situation) -> Iterator[Gate]:
    if not method.purposes.get(at.purpose, 0):
        yield Gate("does not serve this purpose", Said("another purpose"))
    least, _low, _high, most = method.size
    if at.people < least:
        yield Gate(f"needs at least {least} people", Said("with {count} more people", {"count": least - at.people}))
    elif at.people > most:
        count = math.ceil(at.people / most)
        several = Said("in {count} groups at the same time", {"count": count})
        yield Gate(f"works up to {most} people", several if count <= MOST_GROUPS else Said("with fewer people"))
    if not method.settings.get(at.setting, 0):
        best = max(method.settings, key=lambda name: method.settings[name], default="in_person")
        yield Gate(f"not workable {at.setting}", Said("in another setting: {setting}", {"setting": best}))
    if not at.network and not method.offline:
        yield Gate("needs a network", Said("where there is a network"))
    if at.setting == "async":
        if method.days is None or at.days < method.days[0]:
            changes = Said("at one time, together")
            if method.days is not None:
                changes = Said("with {days} days", {"days": method.days[0]})
            yield Gate("not enough days", changes)
    elif at.minutes < method.time[0]:
        yield Gate(f"needs at least {method.time[0]} min", Said("with {minutes} minutes", {"minutes": method.time[0]}))
    if at.trust < method.trust[0]:
        yield Gate("trust is too low for it", Said("later, when people know one another better"))
    if at.prep is not None and at.prep < method.prep:
        yield Gate(
            f"needs {method.prep} min preparation", Said("with {minutes} minutes to prepare", {"minutes": method.prep})
        )
    for choice in method.needs:
        if at.has.isdisjoint(choice):
            yield Gate("missing: " + " or ".join(choice), Said("if there is: {things}", {"things": tuple(choice)}))


# ---- step 2: points ------------------------------------------------------------------------------------------------


def _points(method: Modality, at: Situation) -> Iterator[Points]:
    fit = method.purposes.get(at.purpose, 0)
    yield Points(5 * fit, f"purpose fit {fit}/3")
    if at.second:
        second = method.purposes.get(at.second, 0)
        yield Points(2 * second, f"second purpose fit {second}/3")
    ideal = method.size[1] <= at.people <= method.size[2]
    yield Points(4, "group size ideal") if ideal else Points(2, "group size workable")
    yield _time(method, at)
    setting = method.settings.get(at.setting, 0)
    yield Points(3 * (setting - 1), f"setting fit {setting}/3")
    if not at.network and method.offline < 3:
        yield Points(-2, "no network: downloaded copy")
    if at.trust >= method.trust[1]:
        yield Points(2, "trust comfortable")
    yield Points(2 * method.prior.get(at.prior, 0), f"prior knowledge {at.prior}")
    yield Points(ENERGY[at.energy][method.energy - 1], f"energy {at.energy}")
    if at.power_gap:
        yield Points(2 * method.power, "power gap")
    if at.private:
        yield Points({-1: -3, 0: 0, 1: 2}[method.conf], "confidentiality")
    for need in sorted(at.access):
        yield Points({0: 0, 1: -1, 2: -3}[method.access.get(need, 0)], f"access: {need}")


def _time(method: Modality, at: Situation) -> Points:
    if at.setting == "async":
        _least, low, high = method.days or (1, 1, 1)
        return Points(3 if low <= at.days <= high else 1, "days")
    _least, low, high = method.time
    if at.minutes < low:
        return Points(1, "time tight")
    if at.minutes <= high:
        return Points(3, "time ideal")
    if at.minutes <= 2 * high:
        return Points(2, "time leaves time over")
    return Points(1, "time uses a fraction of the slot")


# ---- step 3: composition -------------------------------------------------------------------------------------------


def close_minutes(total: int) -> int:
    """How long debrief and commitments want: the larger of five minutes and a tenth of the time (R4)."""
    return max(LEAST_CLOSE, math.ceil(total / 10))


def _composed(
    first: Modality | None, ranking: list[Ranked], at: Situation, catalogue: Catalogue
) -> tuple[tuple[str, ...], tuple[Remark, ...]]:
    if first is None:
        return (), ()
    fitting = {item.id for item in ranking}
    plan = [first.id]
    remarks: list[Remark] = []
    if first.exchange == INPUT:
        partner = next((item for item in ranking if item.method.exchange > INPUT and item.id != first.id), None)
        if partner is not None:
            plan.append(partner.id)
            words = Said("An input needs an exchange: then {name}.", {"name": partner.method.name})
        else:
            words = Said("An input needs an exchange after it, and nothing that fits here is one.")
        remarks.append(Remark("R1", words))
    _own_view(first, plan, remarks, fitting, at, catalogue)
    _model_first(first, plan, remarks, fitting, at, catalogue)
    if at.setting != "async":
        close = close_minutes(at.minutes)
        words = Said(
            "Keep {minutes} minutes at the end for what it meant and who does what by when.", {"minutes": close}
        )
        remarks.append(Remark("R4", words))
    if at.people > PLENARY:
        words = Said("With {people} people, break into threes to fives before any plenary.", {"people": at.people})
        remarks.append(Remark("R5", words))
    remarks.append(
        Remark("R6", Said("Not ready without an exchange, somebody who captures, a consent line and a follow-up date."))
    )
    return tuple(dict.fromkeys(plan)), tuple(remarks)


def _own_view(
    first: Modality, plan: list[str], remarks: list[Remark], fitting: set[str], at: Situation, catalogue: Catalogue
) -> None:
    """R2: everybody's own view before the talk, for what a group could otherwise talk itself into."""
    opener = catalogue.get(OWN_VIEW)
    if at.purpose not in OWN_VIEW_FIRST or at.people < 3 or opener is None or first.id == opener.id:
        return
    least, most = PEN_MINUTES
    params = {"least": least, "most": most, "name": opener.name}
    if opener.id in fitting:
        plan[:] = [opener.id, *(step for step in plan if step != opener.id)]
        words = Said("Own view first: open with {least} to {most} minutes of {name}.", params)
    else:
        words = Said("Own view first: let everybody write for {least} to {most} minutes before the talk.", params)
    remarks.append(Remark("R2", words))


def _model_first(
    first: Modality, plan: list[str], remarks: list[Remark], fitting: set[str], at: Situation, catalogue: Catalogue
) -> None:
    """R3: seen before it is rehearsed."""
    model = catalogue.get(MODEL)
    wanted = first.id == REHEARSAL or (first.id == TRYING and at.prior == "new")
    if model is None or not wanted:
        return
    params = {"minutes": MODEL_MINUTES, "name": model.name}
    if model.id in fitting:
        plan.insert(plan.index(first.id), model.id)
        words = Said("A model before the rehearsal: at least {minutes} minutes of {name}.", params)
    else:
        words = Said("A model before the rehearsal: show it for {minutes} minutes, with whoever can.", params)
    remarks.append(Remark("R3", words))


# ---- step 4: words -------------------------------------------------------------------------------------------------


def because(item: Ranked) -> tuple[Points, ...]:
    """What speaks for a method, the strongest first."""
    return tuple(sorted((point for point in item.reasons if point.points > 0), key=lambda point: -point.points))


def watch_out(item: Ranked) -> tuple[Points, ...]:
    """What speaks against it: every criterion that took points, and those that gave the least."""
    weak = {"time tight", "time uses a fraction of the slot", "group size workable", "purpose fit 1/3"}
    return tuple(point for point in item.reasons if point.points < 0 or point.label in weak)


def known_words(catalogue: Catalogue) -> tuple[frozenset[str], frozenset[str]]:
    """What may be said to be there, and what may make it hard for somebody: every word the catalogue knows."""
    needs = frozenset(word for method in catalogue for choice in method.needs for word in choice)
    return needs, frozenset(word for method in catalogue for word in method.access)


def checked(situation: Situation) -> Situation:
    """The situation, or a refusal in words where a number cannot be."""
    if situation.people < 1:
        raise Rejected("At least one person is needed.")
    if situation.setting == "async" and situation.days < 1:
        raise Rejected("Say over how many days it is spread.")
    if situation.setting != "async" and situation.minutes < 1:
        raise Rejected("Say how many minutes there are.")
    return situation


def fits(method: Modality, situation: Situation) -> bool:
    """Whether no gate sets a method aside."""
    return not any(True for _gate in _gates(method, situation))


def ids(items: Iterable[Ranked]) -> tuple[str, ...]:
    """The ids of ranked methods, in order."""
    return tuple(item.id for item in items)
