"""The guide's rule: the worked cases with every score, reason and exclusion, and the rule read a second time."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.catalogue import built_in
from facilitator.session.errors import Rejected
from facilitator.session.guide import Situation, because, checked, recommend, watch_out, would_change
from facilitator.session.interview import QUESTIONS
from facilitator.session.modalities import PRIOR, PURPOSES, SETTINGS, Catalogue, Modality, read_method

FILE = Path(__file__).parent.parent / "data" / "guide-cases.json"
CASES = {case["id"]: case for case in json.loads(FILE.read_text("utf-8"))["cases"]}
CATALOGUE = built_in()


def situation(given: dict[str, Any]) -> Situation:
    """A case's input."""
    return Situation(
        purpose=given["purpose"],
        second=given.get("second", ""),
        people=given["n"],
        minutes=given.get("minutes", 0),
        days=given.get("days", 0),
        trust=given["trust"],
        setting=given["setting"],
        network=not given.get("offline", False),
        energy=given.get("energy", "ok"),
        has=frozenset(given.get("equipment", ())),
        prior=given.get("prior", "mixed"),
        power_gap=given.get("power_gap", False),
        private=given.get("confidential", False),
        access=frozenset(given.get("access", ())),
        prep=given.get("prep"),
    )


@pytest.mark.parametrize("case", CASES)
def test_the_worked_cases(case: str) -> None:
    """Scores, reasons with their points, the order, and why each other method is set aside: exactly."""
    expected = CASES[case]
    found = recommend(situation(expected["input"]), CATALOGUE)
    assert [(item.id, item.score) for item in found.ranking] == [(r["id"], r["score"]) for r in expected["ranking"]]
    for item, wanted in zip(found.ranking, expected["ranking"], strict=True):
        assert [{"points": r.points, "label": r.label} for r in item.reasons] == wanted["why"]
    assert [(item.id, list(item.reasons)) for item in found.set_aside] == [
        (e["id"], e["why"]) for e in expected["excluded"]
    ]
    assert [item.id for item in found.ranking[:3]] == expected["expected_top3"]


@pytest.mark.parametrize(
    ("case", "plan"),
    [
        ("C1", ("video", "think_pair_share")),
        ("C3", ("demonstration", "think_pair_share")),
        ("C10", ("demonstration", "hands_on")),
        ("C11", ("pens_first", "one_two_four_all")),
        ("C5", ("pens_first", "discussion")),
        ("C2", ("demonstration", "role_play")),
        ("C4", ("pens_first", "world_cafe")),
        ("C8", ("mentoring",)),
    ],
)
def test_the_plan_after_the_composition_rules(case: str, plan: tuple[str, ...]) -> None:
    """An input gets its exchange, own views come first, a model before the rehearsal."""
    assert recommend(situation(CASES[case]["input"]), CATALOGUE).plan == plan


def test_trust_sets_role_play_aside() -> None:
    """G1: strangers do not rehearse in front of each other; showing leads."""
    at = Situation("skill_people", 12, 1, "in_person", minutes=90, has=frozenset({"floor", "pens", "model_person"}))
    found = recommend(at, CATALOGUE)
    assert (found.ranking[0].id, found.ranking[0].score) == ("demonstration", 29)
    aside = {item.id: item.reasons for item in found.set_aside}
    assert aside["role_play"] == ("trust is too low for it",)


def test_both_reasons_are_said_and_ties_stay_ties() -> None:
    """G2: a café is too big and too long; discussion and think-pair-share share a place."""
    at = Situation("perspective", 10, 3, "in_person", minutes=40, has=frozenset({"tables", "movable_chairs"}))
    found = recommend(at, CATALOGUE)
    aside = {item.id: item.reasons for item in found.set_aside}
    assert aside["world_cafe"] == ("needs at least 12 people", "needs at least 75 min")
    scores = [(item.id, item.score) for item in found.ranking]
    assert scores[:4] == [("anecdote", 28), ("case_clinic", 27), ("think_pair_share", 25), ("discussion", 25)]
    assert [item.id for item in found.places[2]] == ["think_pair_share", "discussion"]


def test_only_writing_is_left_without_a_network() -> None:
    """G3: ideas over ten days and no network."""
    at = Situation("ideas", 40, 1, "async", days=10, network=False, has=frozenset({"pens"}))
    found = recommend(at, CATALOGUE)
    assert [item.id for item in found.ranking] == ["pens_first"]
    aside = {item.id: item.reasons for item in found.set_aside}
    assert "needs a network" in aside["social_thread"]


def test_a_contested_policy() -> None:
    """G4: two circles level at the top, then writing; what asks for trust is set aside for it, talk for size."""
    has = frozenset({"pens", "movable_chairs", "tables"})
    at = Situation(
        "perspective", 25, 1, "in_person", minutes=60, has=has, power_gap=True, private=True, prep=30
    )  # fmt: skip
    found = recommend(at, CATALOGUE)
    assert [(item.id, item.score) for item in found.ranking][:3] == [
        ("think_pair_share", 27),
        ("one_two_four_all", 27),
        ("pens_first", 22),
    ]
    aside = {item.id: item.reasons for item in found.set_aside}
    for method in ("fishbowl", "anecdote", "case_clinic"):
        assert "trust is too low for it" in aside[method]
    assert "works up to 14 people" in aside["discussion"]


# ---- the rule read a second time, straight from its table -----------------------------------------------------------

THINGS = sorted({word for method in CATALOGUE for choice in method.needs for word in choice})
HARD = sorted({word for method in CATALOGUE for word in method.access})
SITUATIONS = st.builds(
    Situation,
    purpose=st.sampled_from(PURPOSES),
    people=st.integers(1, 320),
    trust=st.integers(1, 3),
    setting=st.sampled_from(SETTINGS),
    second=st.sampled_from(("", *PURPOSES)),
    minutes=st.integers(1, 400),
    days=st.integers(1, 30),
    network=st.booleans(),
    energy=st.sampled_from(("low", "ok", "high")),
    has=st.frozensets(st.sampled_from(THINGS)),
    prior=st.sampled_from(PRIOR),
    power_gap=st.booleans(),
    private=st.booleans(),
    access=st.frozensets(st.sampled_from(HARD), max_size=3),
    prep=st.one_of(st.none(), st.integers(0, 120)),
)


def second_reading(method: Modality, at: Situation) -> int | None:
    """The sum of the table of 4.2 for one method, or None where a gate closes."""
    slow = at.setting == "async"
    if method.purposes[at.purpose] == 0 or method.settings[at.setting] == 0:
        return None
    if not method.size[0] <= at.people <= method.size[3] or at.trust < method.trust[0]:
        return None
    if (slow and (method.days is None or at.days < method.days[0])) or (not slow and at.minutes < method.time[0]):
        return None
    if (not at.network and method.offline == 0) or (at.prep is not None and at.prep < method.prep):
        return None
    if any(not set(choice) & at.has for choice in method.needs):
        return None
    total = {1: 5, 2: 10, 3: 15}[method.purposes[at.purpose]]
    total += {0: 0, 1: 2, 2: 4, 3: 6}[method.purposes[at.second]] if at.second else 0
    total += 4 if method.size[1] <= at.people <= method.size[2] else 2
    if slow:
        assert method.days is not None
        total += 3 if method.days[1] <= at.days <= method.days[2] else 1
    else:
        low, high = method.time[1:]
        total += 3 if low <= at.minutes <= high else 2 if high < at.minutes <= 2 * high else 1
    total += {1: 0, 2: 3, 3: 6}[method.settings[at.setting]]
    total -= 2 if not at.network and method.offline < 3 else 0
    total += 2 if at.trust >= method.trust[1] else 0
    total += {-1: -2, 0: 0, 1: 2, 2: 4}[method.prior[at.prior]]
    total += {"ok": (0, 0, 0), "low": (0, 1, -2), "high": (-1, 0, 1)}[at.energy][method.energy - 1]
    total += {-1: -2, 0: 0, 1: 2}[method.power] if at.power_gap else 0
    total += {-1: -3, 0: 0, 1: 2}[method.conf] if at.private else 0
    return total - sum({0: 0, 1: 1, 2: 3}[method.access.get(need, 0)] for need in at.access)


@given(SITUATIONS)
def test_any_situation_agrees_with_the_rule(at: Situation) -> None:
    """Scores, what is set aside, the order and its ties, for whatever is asked."""
    found = recommend(at, CATALOGUE)
    expected = {method.id: second_reading(method, at) for method in CATALOGUE}
    assert {item.id: item.score for item in found.ranking} == {k: v for k, v in expected.items() if v is not None}
    assert {item.id for item in found.set_aside} == {key for key, value in expected.items() if value is None}
    order = [(-item.score, item.method.prep, item.method.trust[0], CATALOGUE.place(item.id)) for item in found.ranking]
    assert order == sorted(order)
    assert all(sum(reason.points for reason in item.reasons) == item.score for item in found.ranking)
    assert all(reason.points for item in found.ranking for reason in item.reasons)
    assert all(gate.changes.message for item in found.set_aside for gate in item.gates)


@given(SITUATIONS)
def test_every_plan_ends_in_an_exchange_where_one_can_be_had(at: Situation) -> None:
    """Nothing in a plan is set aside or there twice; an input is followed by something that is more than one."""
    found = recommend(at, CATALOGUE)
    fitting = {item.id for item in found.ranking}
    assert set(found.plan) <= fitting
    assert len(set(found.plan)) == len(found.plan)
    if found.plan and any(item.method.exchange > 1 for item in found.ranking):
        last = CATALOGUE.get(found.plan[-1])
        assert last is not None
        assert last.exchange > 1


@given(SITUATIONS, st.sampled_from([method.id for method in CATALOGUE]))
def test_more_time_to_prepare_and_more_trust_set_nothing_aside(at: Situation, method: str) -> None:
    """What would change it, changes it: without a limit on preparation and with high trust those gates are open."""
    more = recommend(replace(at, trust=3, prep=None), CATALOGUE)
    aside = {item.id: item.reasons for item in more.set_aside}.get(method, ())
    assert not any("trust" in reason or "preparation" in reason for reason in aside)


@given(SITUATIONS, st.sampled_from(THINGS))
def test_more_trust_and_more_things_never_take_away(at: Situation, thing: str) -> None:
    """With one thing more in the room, or a little more trust, what fitted fits, and scores no less."""
    before = {item.id: item.score for item in recommend(at, CATALOGUE).ranking}
    for more in (replace(at, has=at.has | {thing}), replace(at, trust=min(at.trust + 1, 3)), replace(at, prep=None)):
        after = {item.id: item.score for item in recommend(more, CATALOGUE).ranking}
        assert all(after.get(method, -1) >= score for method, score in before.items())


@given(SITUATIONS, st.sampled_from(HARD))
def test_what_is_hard_for_somebody_never_adds_a_point(at: Situation, hard: str) -> None:
    """One difficulty more takes points or none, by as much as the method's own table says, and sets nothing aside."""
    before = {item.id: item for item in recommend(at, CATALOGUE).ranking}
    after = {item.id: item for item in recommend(replace(at, access=at.access | {hard}), CATALOGUE).ranking}
    assert before.keys() == after.keys()
    for method, item in before.items():
        lost = 0 if hard in at.access else {0: 0, 1: 1, 2: 3}[item.method.access.get(hard, 0)]
        assert after[method].score == item.score - lost


@given(SITUATIONS)
def test_the_limits_it_names_are_its_limits(at: Situation) -> None:
    """*Would change with fewer than twelve people* is true: one below the number, and the method is set aside."""
    for item in recommend(at, CATALOGUE).ranking:
        for said in would_change(item, at):
            if said.message == "with fewer than {count} people":
                other = replace(at, people=said.params["count"] - 1)
            elif said.message == "with more than {count} people":
                other = replace(at, people=said.params["count"] + 1)
            elif said.message == "with less than {minutes} minutes":
                other = replace(at, minutes=said.params["minutes"] - 1)
            elif said.message == "with fewer than {days} days":
                other = replace(at, days=said.params["days"] - 1)
            elif said.message == "without: {things}":
                other = replace(at, has=at.has - set(said.params["things"]))
            elif said.message == "without a network":
                other = replace(at, network=False)
            else:
                other = replace(at, trust=1)
            assert item.id not in {fitting.id for fitting in recommend(other, CATALOGUE).ranking}


def test_what_speaks_for_it_and_what_to_watch() -> None:
    """What gave much is the reason, the strongest first; what gave little or took away is what to watch out for."""
    found = {item.id: item for item in recommend(situation(CASES["C1"]["input"]), CATALOGUE).ranking}
    assert [point.label for point in because(found["reading"])][:2] == ["purpose fit 3/3", "setting fit 3/3"]
    assert [point.label for point in watch_out(found["reading"])] == ["group size workable", "access: language"]
    assert not {point.label for point in because(found["reading"])} & {p.label for p in watch_out(found["reading"])}


def remarks(at: Situation, choice: str | None = None) -> dict[str, str]:
    """The composition rules that speak, and what each says."""
    return {remark.rule: remark.words.plain() for remark in recommend(at, CATALOGUE, choice).remarks}


def test_what_a_rule_would_add_is_advice_where_it_does_not_fit() -> None:
    """Without pens nobody opens with writing, and without somebody to show it nothing is shown: both are still said."""
    at = Situation("skill_people", 12, 2, "in_person", minutes=90, has=frozenset({"floor"}))
    assert recommend(at, CATALOGUE).plan[0] == "role_play"
    assert "whoever can" in remarks(at)["R3"]
    at = Situation("decide", 7, 3, "in_person", minutes=60)
    assert recommend(at, CATALOGUE).plan == ("discussion",)
    assert "let everybody write" in remarks(at)["R2"]
    eleven = situation(CASES["C11"]["input"])
    assert "the choice itself" in remarks(eleven)["R2"]
    assert recommend(eleven, CATALOGUE).plan.count("pens_first") == 1
    assert "R2" not in remarks(replace(at, people=2, has=frozenset({"pens"})), "mentoring")


def test_the_close_and_the_plenary() -> None:
    """The larger of five minutes and a tenth; above fourteen in small groups; days have an end without minutes."""
    assert "Keep 12 minutes" in remarks(situation(CASES["C4"]["input"]))["R4"]
    assert "Keep 5 minutes" in remarks(situation(CASES["C8"]["input"]))["R4"]
    assert "minutes" not in remarks(situation(CASES["C7"]["input"]))["R4"]
    assert "60 people" in remarks(situation(CASES["C4"]["input"]))["R5"]
    assert "R5" not in remarks(situation(CASES["C2"]["input"]))
    assert all("R6" in remarks(situation(case["input"])) for case in CASES.values())


def test_a_catalogue_without_the_methods_the_rules_name() -> None:
    """Where nobody has writing or showing, the rules go without them."""
    few = Catalogue([method for method in CATALOGUE if method.id in ("role_play", "discussion")])
    at = Situation("skill_people", 12, 2, "in_person", minutes=90, has=frozenset({"floor"}))
    assert recommend(at, few).plan == ("role_play",)
    assert recommend(replace(at, purpose="decide"), few).plan[-1] in ("role_play", "discussion")
    assert recommend(at, Catalogue()).plan == ()


def test_a_method_of_ones_own_takes_part() -> None:
    """Written with the same fields, it is scored, ranked and can lead."""
    own = read_method(
        {"id": "walk", "name": "A walk in pairs", "purposes": {"connect": 3}, "size": [2, 2, 40, 60], "exchange": 3},
        own=True,
    )
    catalogue = CATALOGUE.with_own([own])
    at = Situation("connect", 12, 1, "in_person", minutes=20)
    found = recommend(at, catalogue)
    assert found.ranking[0].id == "walk"
    assert found.plan[0] == "walk"
    assert len(catalogue) == len(CATALOGUE) + 1
    assert [item.id for item in Catalogue([own]).with_own([own])] == ["walk"]


def test_numbers_that_cannot_be_are_refused() -> None:
    """No people, no minutes, no days: a sentence."""
    for at in (
        Situation("inform", 0, 1, "in_person", minutes=20),
        Situation("inform", 5, 1, "in_person"),
        Situation("inform", 5, 1, "async"),
    ):
        with pytest.raises(Rejected):
            checked(at)


def test_what_nobody_answered_counts_neither_for_nor_against() -> None:
    """After the purpose alone only the purpose sets aside and gives points, and no other rule speaks."""
    at = Situation("perspective", 8, 1, "in_person", minutes=60)
    found = recommend(at, CATALOGUE, known={"purpose"})
    assert {gate.label for item in found.set_aside for gate in item.gates} == {"does not serve this purpose"}
    assert {item.id for item in found.ranking} == {m.id for m in CATALOGUE if m.purposes.get("perspective")}
    assert all(item.score == 5 * item.method.purposes["perspective"] for item in found.ranking)
    assert {remark.rule for remark in found.remarks} <= {"R1", "R4", "R6"}
    assert not any(
        said.params.keys() & {"count", "minutes"}
        for item in found.ranking
        for said in would_change(item, at, {"purpose"})
    )


@given(st.data())
def test_one_more_answer_only_adds_what_looks_at_it(data: st.DataObject) -> None:
    """Nothing comes back once it is set aside, and only what looks at the new answer changes the points."""
    at = situation(CASES[data.draw(st.sampled_from(sorted(CASES)))]["input"])
    asked = [question.id for question in QUESTIONS]
    known = data.draw(st.sets(st.sampled_from(asked)))
    news = data.draw(st.sampled_from(asked))
    before, after = recommend(at, CATALOGUE, known=known), recommend(at, CATALOGUE, known=known | {news})
    assert {item.id for item in before.set_aside} <= {item.id for item in after.set_aside}
    points = {item.id: item.reasons for item in before.ranking}
    for item in after.ranking:
        gained = [point for point in item.reasons if point not in points[item.id]]
        assert all(point.asks == news for point in gained)


def test_with_every_question_answered_it_is_the_rule() -> None:
    """Naming all the questions is the same as naming none."""
    for case in CASES.values():
        at = situation(case["input"])
        assert recommend(at, CATALOGUE, known={question.id for question in QUESTIONS}) == recommend(at, CATALOGUE)
