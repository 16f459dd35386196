"""Two orders in one list: each end keeps its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.orders import in_both_orders

_pairs = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), unique=True, max_size=30)


@given(written=_pairs)
def test_both_orders_come_back(written: list[tuple[int, int]]) -> None:
    """Pairs written in any order: out of the orders at the two ends comes a list that gives both again."""
    chains = [[pair for pair in written if pair[end] == key] for end in (0, 1) for key in range(7)]
    rank = {pair: at for at, pair in enumerate(sorted(written))}
    found = in_both_orders(chains, rank)
    assert sorted(found) == sorted(written)
    for end in (0, 1):
        for key in range(7):
            ours = [pair for pair in found if pair[end] == key]
            assert ours == [pair for pair in written if pair[end] == key]


@given(chains=st.lists(st.lists(st.integers(0, 9), unique=True, max_size=6), max_size=8))
def test_orders_that_contradict_lose_nothing(chains: list[list[int]]) -> None:
    """Orders that cannot hold together, as in a file written by hand: every item is there once."""
    assert sorted(in_both_orders(chains, {item: item for item in range(10)})) == list(range(10))
