"""Generated histories: whatever way facts travel, every copy folds to the same state."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from facilitator.session.contributions import (
    AttributeContribution,
    GiveContribution,
    HideContribution,
    RestoreContribution,
    RewordContribution,
    TypeContribution,
    WithdrawContribution,
)
from facilitator.session.errors import Rejected
from facilitator.session.facts import Fact
from facilitator.session.ledger import Ledger
from facilitator.session.people import DescribePerson, JoinPerson, TakeOutPerson
from facilitator.session.rules import Command
from facilitator.session.sessions import CreateSession, DescribeSession
from facilitator.session.store import Store
from facilitator.session.themes import MergeThemes, NameTheme, PartThemes, PlantCard, RenameTheme, UprootCard
from facilitator.storage import Library
from tests.session.rig import Kept, Rig

CARDS, PEOPLE, THEMES = ("c0", "c1", "c2"), ("p0", "p1"), ("t0", "t1", "t2")
card, person, theme = st.sampled_from(CARDS), st.sampled_from(PEOPLE), st.sampled_from(THEMES)
words = st.text(min_size=1, max_size=12)

commands = st.one_of(
    st.builds(lambda c, t: GiveContribution(id=c, text=t), card, words),
    st.builds(RewordContribution, contribution=card, text=words),
    st.builds(TypeContribution, contribution=card, kind=st.sampled_from(("idea", "question", "note"))),
    st.builds(AttributeContribution, contribution=card, authors=st.lists(person, max_size=2, unique=True).map(tuple)),
    st.builds(WithdrawContribution, contribution=card),
    st.builds(RestoreContribution, contribution=card),
    st.builds(HideContribution, contribution=card, hidden=st.booleans()),
    st.builds(JoinPerson, person=person, name=words),
    st.builds(DescribePerson, person=person, name=words),
    st.builds(TakeOutPerson, person=person),
    st.builds(NameTheme, theme=theme, name=words),
    st.builds(RenameTheme, theme=theme, name=words),
    st.builds(PlantCard, contribution=card, theme=theme),
    st.builds(UprootCard, contribution=card, theme=theme),
    st.builds(MergeThemes, theme=theme, into=theme),
    st.builds(PartThemes, theme=theme),
    st.builds(DescribeSession, title=words, purpose=st.none() | words),
)
steps = st.lists(st.tuples(st.integers(0, 1), st.integers(-5, 50), commands), max_size=40)


def history(moves: list[tuple[int, int, Command]]) -> list[Fact]:
    """Two laptops with clocks of their own, apart from one another after the session was made; all their facts."""
    now = [1_700_000_000_000, 1_700_000_000_000]
    kept = (Kept("w0"), Kept("w1"))
    stores = [Store(kept[at], clock=lambda at=at: now[at]) for at in (0, 1)]  # type: ignore[misc]
    stores[0].dispatch("s", CreateSession(title="S"))
    stores[1].admit("s", kept[0].facts, keep=False)
    owner: dict[str, int] = {}
    for at, later, command in moves:
        now[at] += later
        if isinstance(command, GiveContribution) and owner.setdefault(command.id, at) != at:
            continue  # an id is made once, by one sender
        try:
            stores[at].dispatch("s", command)
        except Rejected:
            continue
    return [*kept[0].facts, *kept[1].facts]


@given(steps, st.randoms(use_true_random=False))
def test_any_order_repetition_and_split_folds_alike(moves: list[tuple[int, int, Command]], rnd: random.Random) -> None:
    """A union of facts is a union, however it came about: shuffled, repeated, in pieces, by way of another copy."""
    facts = history(moves)
    whole = Ledger("s", facts)
    shuffled = [*facts, *rnd.choices(facts, k=5)]
    rnd.shuffle(shuffled)
    pieces = Ledger("s")
    cut = rnd.randrange(len(shuffled) + 1)
    pieces.add(shuffled[:cut])
    for fact in shuffled[cut:]:
        pieces.add((fact,))
    assert pieces.state.same_as(whole.state)
    assert pieces.facts == whole.facts
    assert pieces.vector == whole.vector
    assert whole.twin().state.same_as(whole.state)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps, st.randoms(use_true_random=False))
def test_two_libraries_exchange_and_agree(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[int, int, Command]], rnd: random.Random
) -> None:
    """Facts admitted into two libraries in different orders and pieces: same state when reopened, clean indexes."""
    facts = history(moves)
    states = []
    for _copy in range(2):
        folder = tmp_path_factory.mktemp("copy") / "library"
        order = list(facts)
        rnd.shuffle(order)
        with Library.open(folder, create=True) as library:
            store = Store(library.journal)
            cut = rnd.randrange(len(order) + 1)
            for piece in (order[:cut], order[cut:], order[: cut // 2]):
                store.admit("s", piece)
                library.settle()
                library.search("a")
            report = library.check()
            assert report.ok, report.problems
        with Library.open(folder, write=False) as library:
            states.append(library.load("s").state)
    assert states[0].same_as(states[1])
    assert states[0].same_as(Ledger("s", facts).state)


@settings(max_examples=20)
@example(
    [
        (0, 0, DescribeSession(title="1")),
        (0, 1, NameTheme(theme="t0", name="0")),
        (0, 0, DescribeSession(title="0")),
    ]
)
@given(steps)
def test_the_index_follows_every_history(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[int, int, Command]]
) -> None:
    """Indexed step by step, the derived tables are what they would be if made from the whole record at once.

    All of it happens within one millisecond, so that rows are taken, given up and taken again.
    """
    folder: Path = tmp_path_factory.mktemp("index") / "library"
    with Library.open(folder, create=True) as library:
        store = Store(library.journal, clock=lambda: 1_700_000_000_000)
        store.dispatch("s", CreateSession(title="S"))
        for _at, later, command in moves:
            try:
                store.dispatch("s", command)
            except Rejected:
                continue
            if later % 3 == 0:
                library.settle()
                library.sessions()
        library.settle()
        report = library.check()
        assert report.ok, report.problems


@given(steps)
def test_undo_all_then_redo_all(moves: list[tuple[int, int, Command]]) -> None:
    """Taking every step back leads to nothing standing; doing all again leads to where it was. Only facts are added."""
    store = Store(Kept(), clock=lambda: 1_700_000_000_000)
    store.dispatch("s", CreateSession(title="S"))
    done = 0
    for _at, _later, command in moves:
        try:
            done += bool(store.dispatch("s", command).facts)
        except Rejected:
            continue
    before = Ledger("s", store.ledger("s").facts).state
    for _step in range(done):
        assert store.undo("s") is not None
    state = store.state("s")
    assert not state.contributions.standing()
    assert not state.themes.standing()
    assert not state.people.present()
    for _step in range(done):
        assert store.redo("s") is not None
    after = store.state("s")
    assert [(c.id, c.text, c.kind, c.authors) for c in after.contributions.standing()] == [
        (c.id, c.text, c.kind, c.authors) for c in before.contributions.standing()
    ]
    assert after.themes.standing() == before.themes.standing()
    assert after.about == before.about


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.lists(
        st.builds(
            lambda i, seq, kind, version, body: Fact(f"f{i}", "s", "x", seq, seq, 0, None, kind, version, body),
            st.integers(0, 9),
            st.integers(1, 9),
            st.sampled_from(("contribution_given", "theme_named", "session_described", "block_added", "what_is_this")),
            st.integers(-1, 3),
            st.dictionaries(st.sampled_from(("contribution", "text", "theme", "name", "title", "block")), anything),
        ),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_folding_never_raises(facts: list[Fact], rnd: random.Random) -> None:
    """Whatever a stranger sends, folding goes on, keeps it, and every copy agrees on what it means."""
    one = Ledger("s", facts)
    other_order = list(facts)
    rnd.shuffle(other_order)
    other = Ledger("s", other_order)
    assert set(one.by_id) == {fact.id for fact in facts}
    assert one.facts == other.facts
    assert one.state.same_as(other.state)


@pytest.mark.parametrize("body", [["a"], "text", None, 5])
def test_a_body_that_is_no_object_is_set_aside(body: object) -> None:
    """Whatever stands where an object should be, admitting it breaks nothing; it is kept and passed on."""
    rig = Rig()
    rig.store.admit(rig.stream, [Fact("x", rig.stream, "zz", 1, rig.ms, 9, None, "wall_set", 1, body)])  # type: ignore[arg-type]
    assert "x" in rig.store.ledger(rig.stream).aside
    assert rig.state.about.title == "Night handover"
