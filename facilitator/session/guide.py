"""The guide: which methods fit a purpose, people and a slot of time, and why. Pure, visible, and only advice.

The rule of the domain, section 4.2: gates set a method aside and say what would change it; points are all shown; what
is level stays level; composition rules turn a choice into a plan that ends in exchange. The weights are judgement.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from facilitator.session.errors import Rejected, fill
from facilitator.session.modalities import INPUT, SETTINGS, Catalogue, Modality

ASYNC, FULLY = "async", 3

PEN_MINUTES, MODEL_MINUTES, LEAST_CLOSE = (3, 5), 5, 5
PLENARY = 14
MOST_GROUPS = 6
"""More groups than this are no advice any more."""

OWN_VIEW_FIRST = ("decide", "ideas", "perspective")
OWN_VIEW, MODEL, REHEARSAL, TRYING = "pens_first", "demonstration", "role_play", "hands_on"
"""The four methods that rules R2 and R3 name. A catalogue without one of them goes without that rule's step."""

ENERGY = {"low": (0, 1, -2), "ok": (0, 0, 0), "high": (-1, 0, 1)}
"""Points for how it goes with the energy in the room: a method that asks little, some, much."""


Known = Collection[str] | None
"""The questions that were answered, by their ids; None is all of them."""


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


class Said(NamedTuple):
    """A sentence to be worded outside: an English source and what fills its places.

    What fills a place may be a value of the answers (``hybrid``, ``model_person``) or several of them as a tuple: the
    door words those too; :meth:`plain` leaves them as they are.
    """

    message: str
    params: Mapping[str, Any] = {}

    def plain(self) -> str:
        """The sentence in the rule's own words, for other programs."""
        joined = {name: " or ".join(v) if isinstance(v, tuple) else v for name, v in self.params.items()}
        return fill(self.message, joined)


class Points(NamedTuple):
    """What one criterion gave. ``weak`` marks what gave less than it could, and is worth watching; ``asks`` is the
    question (its id in :mod:`.interview`) whose answer it looked at.
    """

    points: int
    words: Said
    asks: str
    weak: bool = False

    @property
    def label(self) -> str:
        """The criterion in the rule's own words."""
        return self.words.plain()


class Gate(NamedTuple):
    """Why a method is set aside, what would change it, and the question whose answer it looked at."""

    words: Said
    changes: Said
    asks: str

    @property
    def label(self) -> str:
        """The reason in the rule's own words."""
        return self.words.plain()


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


def recommend(
    situation: Situation, catalogue: Catalogue, choice: str | None = None, *, known: Known = None
) -> Recommendation:
    """The advice for a situation. ``choice`` is what the facilitator prefers to the first of the ranking.

    ``known`` names the questions that were answered, all of them where it is None: what looks at the answer to another
    one sets nothing aside, gives no point and asks for nothing.
    """
    ranking: list[Ranked] = []
    aside: list[SetAside] = []
    for method in catalogue:
        gates = tuple(gate for gate in _gates(method, situation) if _is_known(gate.asks, known))
        if gates:
            aside.append(SetAside(method, gates))
            continue
        points = (item for item in _points(method, situation) if _is_known(item.asks, known))
        reasons = tuple(item for item in points if item.points)
        ranking.append(Ranked(method, sum(item.points for item in reasons), reasons))
    ranking.sort(key=lambda r: (-r.score, r.method.prep, r.method.trust[0], catalogue.place(r.id)))
    first = catalogue.get(choice) or (ranking[0].method if ranking else None)
    plan, remarks = _composed(first, ranking, situation, catalogue, known)
    return Recommendation(tuple(ranking), tuple(aside), plan, remarks)


def _is_known(question: str, known: Known) -> bool:
    return known is None or question in known


def without_answers(catalogue: Catalogue) -> Recommendation:
    """Before any question: everything may still fit."""
    return Recommendation(tuple(Ranked(method, 0, ()) for method in catalogue), (), ())


# ---- step 1: gates -------------------------------------------------------------------------------------------------


def _gates(method: Modality, at: Situation) -> Iterator[Gate]:
    if not method.purposes.get(at.purpose, 0):
        yield Gate(Said("does not serve this purpose"), Said("for another purpose"), "purpose")
    least, _low, _high, most = method.size
    if at.people < least:
        missing = Said("if {count} more came", {"count": least - at.people})
        yield Gate(Said("needs at least {count} people", {"count": least}), missing, "people")
    elif at.people > most:
        count = math.ceil(at.people / most)
        several = Said("in {count} groups at the same time", {"count": count})
        fewer = Said("with fewer people")
        changes = several if count <= MOST_GROUPS and at.people // count >= least else fewer
        yield Gate(Said("works up to {count} people", {"count": most}), changes, "people")
    if not method.settings.get(at.setting, 0):
        best = max(method.settings, key=lambda name: method.settings[name], default=SETTINGS[0])
        elsewhere = Said("in another setting: {setting}", {"setting": best})
        yield Gate(Said("not workable {setting}", {"setting": at.setting}), elsewhere, "setting")
    if not at.network and not method.offline:
        yield Gate(Said("needs a network"), Said("where there is a network"), "setting")
    if at.setting == ASYNC:
        if method.days is None:
            yield Gate(Said("not enough days"), Said("at one time, together"), "setting")
        elif at.days < method.days[0]:
            yield Gate(Said("not enough days"), Said("with {days} days", {"days": method.days[0]}), "minutes")
    elif at.minutes < method.time[0]:
        minutes = {"minutes": method.time[0]}
        yield Gate(Said("needs at least {minutes} min", minutes), Said("with {minutes} minutes", minutes), "minutes")
    if at.trust < method.trust[0]:
        yield Gate(Said("trust is too low for it"), Said("later, when people know one another better"), "trust")
    if at.prep is not None and at.prep < method.prep:
        minutes = {"minutes": method.prep}
        changes = Said("with {minutes} minutes to prepare", minutes)
        yield Gate(Said("needs {minutes} min preparation", minutes), changes, "prep")
    for choice in method.needs:
        if at.has.isdisjoint(choice):
            things = {"things": choice}
            yield Gate(Said("missing: {things}", things), Said("if there is: {things}", things), "has")


# ---- step 2: points ------------------------------------------------------------------------------------------------


def _points(method: Modality, at: Situation) -> Iterator[Points]:
    fit = method.purposes.get(at.purpose, 0)
    yield Points(5 * fit, Said("purpose fit {fit}/3", {"fit": fit}), "purpose", weak=fit == 1)
    if at.second:
        second = method.purposes.get(at.second, 0)
        yield Points(2 * second, Said("second purpose fit {fit}/3", {"fit": second}), "purpose")
    ideal = method.size[1] <= at.people <= method.size[2]
    size = Said("group size ideal") if ideal else Said("group size workable")
    yield Points(4 if ideal else 2, size, "people", weak=not ideal)
    yield _time(method, at)
    setting = method.settings.get(at.setting, 0)
    yield Points(3 * (setting - 1), Said("setting fit {fit}/3", {"fit": setting}), "setting")
    if not at.network and method.offline < FULLY:
        yield Points(-2, Said("no network: downloaded copy"), "setting")
    if at.trust >= method.trust[1]:
        yield Points(2, Said("trust comfortable"), "trust")
    yield Points(2 * method.prior.get(at.prior, 0), Said("prior knowledge {prior}", {"prior": at.prior}), "prior")
    yield Points(ENERGY[at.energy][method.energy - 1], Said("energy {energy}", {"energy": at.energy}), "energy")
    if at.power_gap:
        yield Points(2 * method.power, Said("power gap"), "power_gap")
    if at.private:
        yield Points({-1: -3, 0: 0, 1: 2}[method.conf], Said("confidentiality"), "private")
    for need in sorted(at.access):
        points = {0: 0, 1: -1, 2: -3}[method.access.get(need, 0)]
        yield Points(points, Said("access: {access}", {"access": need}), "access")


def _time(method: Modality, at: Situation) -> Points:
    if at.setting == ASYNC:
        _least, low, high = method.days or (1, 1, 1)
        ideal = low <= at.days <= high
        return Points(3 if ideal else 1, Said("days"), "minutes", weak=not ideal)
    _least, low, high = method.time
    if at.minutes < low:
        return Points(1, Said("time tight"), "minutes", weak=True)
    if at.minutes <= high:
        return Points(3, Said("time ideal"), "minutes")
    if at.minutes <= 2 * high:
        return Points(2, Said("time leaves time over"), "minutes")
    return Points(1, Said("time uses a fraction of the slot"), "minutes", weak=True)


# ---- step 3: composition -------------------------------------------------------------------------------------------


def close_minutes(total: int) -> int:
    """How long debrief and commitments want: the larger of five minutes and a tenth of the time (R4)."""
    return max(LEAST_CLOSE, math.ceil(total / 10))


def _composed(
    first: Modality | None, ranking: list[Ranked], at: Situation, catalogue: Catalogue, known: Known
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
    if _is_known("people", known):
        _own_view(first, plan, remarks, fitting, at, catalogue)
    _model_first(plan, remarks, fitting, at.prior == "new" and _is_known("prior", known), catalogue)
    if at.setting == ASYNC or not _is_known("minutes", known):
        words = Said("Keep the end for what it meant and who does what by when.")
    else:
        words = Said(
            "Keep {minutes} minutes at the end for what it meant and who does what by when.",
            {"minutes": close_minutes(at.minutes)},
        )
    remarks.append(Remark("R4", words))
    if at.people > PLENARY and _is_known("people", known):
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
    if at.purpose not in OWN_VIEW_FIRST or at.people < 3 or opener is None:
        return
    least, most = PEN_MINUTES
    params = {"least": least, "most": most, "name": opener.name}
    if first.id == opener.id:
        words = Said("Own view first: {name} opens, which is the choice itself.", params)
    elif opener.id in fitting:
        plan[:] = [opener.id, *(step for step in plan if step != opener.id)]
        words = Said("Own view first: open with {least} to {most} minutes of {name}.", params)
    else:
        words = Said("Own view first: let everybody write for {least} to {most} minutes before the talk.", params)
    remarks.append(Remark("R2", words))


def _model_first(plan: list[str], remarks: list[Remark], fitting: set[str], new: bool, catalogue: Catalogue) -> None:
    """R3: seen before it is rehearsed, and by people to whom it is ``new`` before it is tried."""
    model = catalogue.get(MODEL)
    rehearsed = next((step for step in plan if step == REHEARSAL or (step == TRYING and new)), None)
    if model is None or rehearsed is None:
        return
    params = {"minutes": MODEL_MINUTES, "name": model.name}
    if model.id in plan[: plan.index(rehearsed)]:
        words = Said("A model before the rehearsal: {name} stands before it, at least {minutes} minutes.", params)
    elif model.id in fitting:
        plan.insert(plan.index(rehearsed), model.id)
        words = Said("A model before the rehearsal: at least {minutes} minutes of {name}.", params)
    else:
        words = Said("A model before the rehearsal: show it for {minutes} minutes, with whoever can.", params)
    remarks.append(Remark("R3", words))


# ---- step 4: words -------------------------------------------------------------------------------------------------


def because(item: Ranked) -> tuple[Points, ...]:
    """What speaks for a method, the strongest first; what is weak only where nothing else does."""
    gains = sorted((point for point in item.reasons if point.points > 0), key=lambda point: -point.points)
    return tuple(point for point in gains if not point.weak) or tuple(gains)


def watch_out(item: Ranked) -> tuple[Points, ...]:
    """What speaks against it: every criterion that took points, and those that gave less than they could."""
    return tuple(point for point in item.reasons if point.points < 0 or point.weak)


def would_change(item: Ranked, at: Situation, known: Known = None) -> tuple[Said, ...]:
    """What would set a method aside that fits now: the limits that are near, and what it cannot do without.

    A limit is near to an answer that was given: of questions that are not ``known``, no number is near.
    """
    return tuple(_limits(item.method, at, known))


def _limits(method: Modality, at: Situation, known: Known) -> Iterator[Said]:
    least, _low, _high, most = method.size
    counted, timed = _is_known("people", known), _is_known("minutes", known)
    if counted and least > 1 and at.people <= 2 * least:
        yield Said("with fewer than {count} people", {"count": least})
    if counted and most <= 2 * at.people:
        yield Said("with more than {count} people", {"count": most})
    if not timed:
        pass
    elif at.setting == ASYNC:
        if method.days is not None and method.days[0] > 1 and at.days <= 2 * method.days[0]:
            yield Said("with fewer than {days} days", {"days": method.days[0]})
    elif at.minutes <= 2 * method.time[0]:
        yield Said("with less than {minutes} minutes", {"minutes": method.time[0]})
    if method.trust[0] > 1:
        yield Said("if people did not trust one another")
    if at.network and not method.offline:
        yield Said("without a network")
    for choice in method.needs:
        yield Said("without: {things}", {"things": choice})


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


def fits(method: Modality, situation: Situation, known: Known = None) -> bool:
    """Whether no gate sets a method aside, of those that look at an answer that is ``known``."""
    return not any(_is_known(gate.asks, known) for gate in _gates(method, situation))


def ids(items: Iterable[Ranked]) -> tuple[str, ...]:
    """The ids of ranked methods, in order."""
    return tuple(item.id for item in items)
