"""Groups drawn so that people meet new people."""

from __future__ import annotations

import random
import time
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.session.mixing import MOST, count_for, draw, merged, met_in, redo_when_changed

PEOPLE = st.integers(1, 60).map(lambda many: [f"p{number}" for number in range(many)])


def earlier(people: list[str], seed: int, rounds: int) -> list[list[tuple[str, ...]]]:
    """Rounds drawn by lot alone."""
    dice = random.Random(seed)
    found = []
    for _round in range(rounds):
        order = list(people)
        dice.shuffle(order)
        count = count_for(len(order), 4)
        found.append([tuple(order[place::count]) for place in range(count)])
    return found


@settings(max_examples=60, deadline=None)
@given(PEOPLE, st.integers(2, 5), st.integers(0, 99), st.integers(0, 3))
def test_everybody_is_in_exactly_one_group_of_about_the_same_size(people, size, seed, rounds):
    """Nobody is left over or twice in, sizes differ by one at most, and the same seed draws the same."""
    met = met_in(earlier(people, seed, rounds))
    groups = draw(people, met, size=size, seed=seed)
    assert sorted(person for group in groups for person in group) == sorted(people)
    sizes = [len(group) for group in groups]
    assert max(sizes) - min(sizes) <= 1
    assert max(sizes) <= MOST
    if len(people) >= 3:
        assert min(sizes) >= min(size, 3)
    assert draw(people, met, size=size, seed=seed) == groups


@settings(max_examples=25, deadline=None)
@given(st.integers(8, 40), st.integers(0, 999))
def test_a_draw_repeats_no_more_meetings_than_the_lot_would(many, seed):
    """Never worse than ten lots on average, meeting somebody a third time weighing more than a second time."""

    def again(groups):
        return sum(met[frozenset(pair)] ** 2 for group in groups for pair in combinations(group, 2))

    people = [f"p{number}" for number in range(many)]
    met = met_in(earlier(people, seed, 3))
    lots = [again(lot) for lot in earlier(people, seed + 1, 10)]
    assert again(draw(people, met, seed=seed)) <= sum(lots) / len(lots)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("stay", [False, True], ids=["all travel", "hosts stay"])
def test_in_a_cafe_of_sixteen_nobody_meets_twice_in_three_rounds(seed, stay):
    """Four tables of four, three rounds, drawn one after the other: every meeting is a first one."""
    people = [f"p{number}" for number in range(16)]
    rounds = [draw(people, size=4, seed=seed)]
    hosts = {group[0]: table for table, group in enumerate(rounds[0])} if stay else {}
    for number in (1, 2):
        rounds.append(draw(people, met_in(rounds), size=4, fixed=hosts, seed=seed * 10 + number))
    assert max(met_in(rounds).values()) == 1
    assert all(person in groups[table] for groups in rounds for person, table in hosts.items())


def test_another_seed_draws_other_groups():
    """*Draw again* gives another lot."""
    people = [f"p{number}" for number in range(12)]
    assert draw(people, seed=1) != draw(people, seed=2)


@settings(max_examples=30, deadline=None)
@given(st.integers(9, 30), st.integers(0, 99))
def test_who_must_not_meet_does_not_and_who_stays_together_does(many, seed):
    """A boss and a report are parted and two who asked for it stay, even where others then meet again."""
    people = [f"p{number}" for number in range(many)]
    apart = [frozenset(("p0", "p1")), frozenset(("p2", "p3"))]
    together = [frozenset(("p4", "p5"))]
    met = met_in([*earlier(people, seed, 2), *[[("p4", "p5")]] * 3])
    groups = draw(people, met, size=3, apart=apart, together=together, seed=seed)
    pairs = {frozenset(pair) for group in groups for pair in combinations(group, 2)}
    assert not pairs & set(apart)
    assert set(together) <= pairs


def test_two_hundred_people_are_drawn_in_a_blink():
    """Quickly with ten rounds behind them; the best of three, with room for a busy machine that counts lines."""
    people = [f"p{number}" for number in range(200)]
    met = met_in(earlier(people, 1, 10))
    half = met_in([[people[:100], people[100:]]])
    for known in (met, half):
        took = []
        for seed in range(3):
            start = time.process_time()
            draw(people, known, seed=seed)
            took.append(time.process_time() - start)
        assert min(took) < 0.8


@settings(max_examples=40, deadline=None)
@given(st.integers(4, 60), st.integers(0, 99))
def test_pairs_become_fours_and_no_pair_is_parted(many, seed):
    """Whole pairs move and everybody is in; where the number is odd, three pairs make a group."""
    people = [f"p{number}" for number in range(many)]
    pairs = draw(people, size=2, seed=seed)
    fours = merged(pairs, met_in([pairs]), size=4, seed=seed)
    assert sorted(person for group in fours for person in group) == sorted(people)
    assert all(any(set(pair) <= set(four) for four in fours) for pair in pairs)
    assert all(3 <= len(four) <= 7 for four in fours)
    if many % 4 == 0:
        assert {len(four) for four in fours} == {4}


CHANGES = st.tuples(st.integers(4, 40), st.integers(2, 5), st.integers(0, 6), st.integers(0, 6), st.integers(0, 99))


@settings(max_examples=150, deadline=None)
@given(CHANGES)
def test_who_comes_or_goes_disturbs_as_few_as_possible(change):
    """Everybody present is in one group; no more people move than were left in groups too small to talk.

    Where newcomers need a group of their own, two at most go with them.
    """
    many, size, came, went, seed = change
    people = [f"p{number}" for number in range(many)]
    groups = draw(people, size=size, seed=seed)
    dice = random.Random(seed)
    left = set(dice.sample(people, min(went, many - 1)))
    joined = [f"n{number}" for number in range(came)]
    after = redo_when_changed(groups, joined, left, size=size)
    assert sorted(p for group in after for p in group) == sorted([p for p in people if p not in left] + joined)
    least = min(size, 3)
    stayed = [[person for person in group if person not in left] for group in groups]
    moved = sum(person not in now for was, now in zip(stayed, after, strict=False) for person in was)
    assert moved <= sum(len(was) for was in stayed if len(was) < least) + (2 if came else 0)
    if not came and all(len(was) >= least for was in stayed):
        assert after == [tuple(was) for was in stayed]
    sizes = [len(group) for group in after if group]
    if sum(sizes) >= least:
        assert min(sizes) >= least
    if sum(sizes) > 2 * MOST:
        assert max(sizes) <= MOST


def test_one_who_comes_joins_where_they_meet_new_people():
    """Of two groups of the same size it is the one without old acquaintances, and never the one of their boss."""
    groups = [("a", "b", "c"), ("d", "e", "f"), ("g", "h", "i")]
    met = met_in([[("new", "a")]])
    assert redo_when_changed(groups, ["new"], (), met)[1] == ("d", "e", "f", "new")
    apart = [frozenset(("new", "e"))]
    assert redo_when_changed(groups, ["new"], (), met, apart=apart)[2] == ("g", "h", "i", "new")


def test_nobody_at_all():
    """An empty room gives no group, and one person is a group of one."""
    assert draw([]) == []
    assert draw(["a"], size=4) == [("a",)]
    assert merged([]) == []
    assert redo_when_changed([], ["a"]) == [("a",)]
