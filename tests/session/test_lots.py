"""Drawing by lot, and a role play under whatever is done to it: rules that hold for every seed and every order."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.session.casting import CastPlayer, DrawLots, PassRole, SwapRoles, TagIn, observers, players
from facilitator.session.errors import Rejected
from facilitator.session.ledger import Ledger
from facilitator.session.lots import Lots, drawn
from facilitator.session.people import LeavePerson
from facilitator.session.play import PLAY, GoToPhase, NextRound, play_of
from facilitator.session.role_play import RemoveRole
from facilitator.session.rules import Command, Together
from tests.session.test_casting import PEOPLE, ROLES, cast, looks, names, playing

ids_drawn = st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=10)


@given(
    people=ids_drawn,
    roles=st.integers(0, 6),
    seed=st.integers(),
    turned=st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 3)),
    barred=st.dictionaries(st.sampled_from("012345"), st.sets(st.sampled_from("abcdefghij"), max_size=8)),
    apart=st.sets(st.tuples(st.sampled_from("abcdefghij"), st.sampled_from("abcdefghij")), max_size=4),
)
@settings(max_examples=120, deadline=None)
def test_lots_break_no_rule(
    people: list[str],
    roles: int,
    seed: int,
    turned: dict[str, int],
    barred: dict[str, set[str]],
    apart: set[tuple[str, str]],
) -> None:
    """Whatever is drawn from: nobody twice, nobody barred, nobody beside whom they are kept from; the same again."""
    lots = Lots([str(number) for number in range(roles)], people, turned, barred, apart)
    found = drawn(lots, seed)
    assert found == drawn(lots, seed)
    assert len(set(found.values())) == len(found) and set(found.values()) <= set(people)
    assert all(person not in barred.get(role, ()) for role, person in found.items())
    inside = set(found.values())
    assert not any(one != other and {one, other} <= inside for one, other in apart)
    if not barred and not apart:
        assert len(found) == min(roles, len(people))
        left = set(people) - inside
        most = max((turned.get(person, 0) for person in inside), default=0)
        assert all(turned.get(person, 0) >= most for person in left)


@given(seed=st.integers(0, 10**9))
@settings(max_examples=15, deadline=None)
def test_nobody_plays_twice_until_everybody_had_a_turn(seed: int) -> None:
    """Eight people and four roles: the second draw takes the other four, and tagging in counts as a turn."""
    rig, ids = playing()
    rig.do(DrawLots(block="play", seed=seed))
    rig.do(Together(commands=(NextRound(block="play"), DrawLots(block="play", seed=seed + 1))))
    assert set(names(rig, 1).values()) | set(names(rig, 2).values()) == {name.title() for name in PEOPLE}
    rig, ids = playing()
    cast(rig, ids, night="ana")
    rig.do(GoToPhase(block="play", phase=PLAY))
    rig.do(TagIn(block="play", role="night", person=ids["ben"]))
    rig.do(Together(commands=(NextRound(block="play"), DrawLots(block="play", seed=seed))))
    assert not {"Ana", "Ben"} & set(names(rig, 2).values())


someone = st.sampled_from(PEOPLE)
somewhere = st.sampled_from(ROLES)
doing = st.lists(
    st.one_of(
        st.tuples(st.just("cast"), somewhere, someone, st.integers(0, 3)),
        st.tuples(st.just("draw"), st.integers(0, 99), st.integers(0, 3), st.booleans()),
        st.tuples(st.just("swap"), st.sampled_from(("rotate", "pairs", "same")), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("pass"), someone, st.sampled_from(("playing", "all", "")), st.just(0)),
        st.tuples(st.just("tag"), somewhere, someone, st.just(0)),
        st.tuples(st.just("phase"), st.sampled_from(("brief", "play", "step_out", "debrief")), st.just(0), st.just(0)),
        st.tuples(st.just("round"), st.just(0), st.just(0), st.just(0)),
        st.tuples(st.just("leave"), someone, st.just(0), st.just(0)),
        st.tuples(st.just("take out"), somewhere, st.just(0), st.just(0)),
    ),
    max_size=14,
)


def wish(step: tuple[object, ...], ids: dict[str, str]) -> Command:
    """A generated step as a command."""
    what, one, two, three = step
    made: dict[str, Callable[[], Command]] = {
        "cast": lambda: CastPlayer(block="play", role=str(one), person=ids[str(two)], round=int(str(three))),
        "draw": lambda: DrawLots(block="play", seed=int(str(one)), round=int(str(two)), anew=bool(three)),
        "swap": lambda: SwapRoles(block="play", how=str(one), round=int(str(two)), source=int(str(three))),
        "pass": lambda: PassRole(block="play", person=ids[str(one)], what=str(two)),
        "tag": lambda: TagIn(block="play", role=str(one), person=ids[str(two)]),
        "phase": lambda: GoToPhase(block="play", phase=str(one)),
        "round": lambda: NextRound(block="play"),
        "leave": lambda: LeavePerson(person=ids[str(one)]),
        "take out": lambda: RemoveRole(role=str(one)),
    }
    return made[str(what)]()


@given(steps=doing)
@settings(max_examples=30, deadline=None)
def test_whatever_is_done_no_rule_is_broken(steps: list[tuple[object, ...]]) -> None:
    """Nobody plays twice, who passed plays no more, players do not observe; all of it undone is as before."""
    rig, ids = playing()
    before, done = looks(rig.state), 0
    for step in steps:
        try:
            done += bool(rig.do(wish(step, ids)).facts)
        except Rejected:
            continue
        passed = set(rig.state.casting.passed.get("play", {}))
        for number in range(play_of(rig.state, "play").round, 5):
            held = [person.id for person in players(rig.state, "play", number).values()]
            assert len(set(held)) == len(held) and not passed & set(held)
            assert not set(held) & {one.id for one in observers(rig.state, "play", number)}
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)
    for _step in range(done):
        rig.store.undo(rig.stream)
    assert looks(rig.state) == before
