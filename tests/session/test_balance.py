"""Balance and what chance gives: the domain's test vectors."""

from __future__ import annotations

import pytest

from facilitator.session.balance import balance, chance, may_be_told


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((10, 5, 3, 2, 0), 0.425), ((4, 4, 4, 4, 4), 1.0), ((20, 0, 0, 0, 0), 0.0), ((6, 5, 4, 3, 2), 0.75)],
)
def test_vectors(counts: tuple[int, ...], expected: float) -> None:
    """The balances of section 6.3."""
    assert balance(counts) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("people", "each", "low", "high"),
    [(4, 5, 0.57, 0.90), (8, 3, 0.54, 0.82), (12, 5, 0.66, 0.84), (20, 10, 0.78, 0.87), (6, 2, 0.40, 0.83)],
)
def test_chance_agrees_with_the_table(people: int, each: int, low: float, high: float) -> None:
    """The ranges of section 6.4, to within a draw's luck."""
    found = chance(people, people * each)
    assert found.low == pytest.approx(low, abs=0.04)
    assert found.high == pytest.approx(high, abs=0.04)


def test_same_answer_every_time() -> None:
    """A report made twice says the same."""
    assert chance(14, 77) == chance(14, 77)
    assert chance(5, 4000).low > 0.9


def test_when_it_may_be_told() -> None:
    """Four people and three contributions a head are the least."""
    assert may_be_told([3, 3, 3, 3])
    assert not may_be_told([3, 3, 3])
    assert not may_be_told([3, 3, 3, 2])
