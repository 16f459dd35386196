"""Asking everybody: what may be asked and given, that nobody is in it, and that every step goes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.asks import (
    UNSAID,
    AskAgain,
    CastBallot,
    CloseAsk,
    EnterCounts,
    OpenAsk,
    PutAskAway,
    RemoveAsk,
    ReopenAsk,
    TakeBackBallot,
    TakeBackTurn,
    TakeTurn,
    fits,
    new_ballot,
)
from facilitator.session.errors import Rejected
from facilitator.session.ledger import Ledger
from facilitator.session.outcome_card import Rated, give_card
from facilitator.session.rules import GUEST, Command
from facilitator.session.tally import counting, progress, results
from facilitator.session.votes import on_now
from tests.session.rig import Rig

ITEMS = ("At the bed, bay 2", "Day shift at 07:10", "صيدلي نتصل به بعد السادسة")


def voting(form: str = "dots", **more: object) -> Rig:
    """A session in a running activity with something asked, called ``a``."""
    rig = Rig()
    rig.do(AddBlock(block="talk", title="Talk", minutes=20))
    rig.do(AddBlock(block="close", title="Close", minutes=5))
    rig.do(StartActivity(block="talk"))
    given_ = {"question": "Which do we try first?", "options": ITEMS if form != "outcome" else (), **more}
    rig.do(OpenAsk(ask="a", form=form, **given_))  # type: ignore[arg-type]
    return rig


def seen(rig: Rig) -> object:
    """What of the votes a person can come to see: what is asked, who is in, what would be shown if closed."""
    state = rig.state
    return (
        [(ask, progress(state, ask), results(state, ask)) for ask in state.votes.by_id.values() if not ask.removed],
        on_now(state),
        {ask.id: counting(state, ask, own=True) for ask in state.votes.by_id.values() if not ask.removed},
        {ask: list(turns.values()) for ask, turns in state.votes.turns.items()},
        state.outcomes.standing(),
    )


def _closed(rig: Rig) -> None:
    rig.do(CloseAsk(ask="a"))


def _ballot(rig: Rig) -> None:
    rig.do(CastBallot(ask="a", ballot="b1", marks=(2, 1, 0)))


def _none(rig: Rig) -> None:
    """Nothing before."""


STEPS: dict[str, tuple[str, Callable[[Rig], None], Callable[[Rig], Command]]] = {
    "open another": ("dots", _closed, lambda rig: OpenAsk(ask="b", form="poll", question="?", options=("yes", "no"))),
    "remove": ("dots", _ballot, lambda rig: RemoveAsk(ask="a")),
    "close": ("dots", _ballot, lambda rig: CloseAsk(ask="a")),
    "reopen": ("dots", _closed, lambda rig: ReopenAsk(ask="a")),
    "put away": ("dots", _ballot, lambda rig: PutAskAway(ask="a")),
    "fetch": ("dots", lambda rig: rig.do(PutAskAway(ask="a")) and None, lambda rig: PutAskAway(ask="a", away=False)),
    "ask again": ("dots", _ballot, lambda rig: AskAgain(ask="a", question="Now?", options=("one", "two"))),
    "ask again closed": ("dots", _closed, lambda rig: AskAgain(ask="a", question="Now?", options=("one", "two"))),
    "cast": ("dots", _none, lambda rig: CastBallot(ask="a", ballot="b1", marks=(1, 1, 1))),
    "cast again": ("dots", _ballot, lambda rig: CastBallot(ask="a", ballot="b1", marks=(0, 0, 3))),
    "own": ("dots", _ballot, lambda rig: CastBallot(ask="a", ballot="mine", marks=(0, 0, 3), own=True)),
    "take back": ("dots", _ballot, lambda rig: TakeBackBallot(ask="a", ballot="b1")),
    "hands": ("dots", _none, lambda rig: EnterCounts(ask="a", counts=(4, 3, 2))),
    "other hands": (
        "dots",
        lambda rig: rig.do(EnterCounts(ask="a", counts=(4, 3, 2))) and None,
        lambda rig: EnterCounts(ask="a", counts=(4, 3, 5), people=6),
    ),
    "no hands": (
        "dots",
        lambda rig: rig.do(EnterCounts(ask="a", counts=(4, 3, 2))) and None,
        lambda rig: EnterCounts(ask="a"),
    ),
    "turn": ("check_in", _none, lambda rig: TakeTurn(ask="a", person=rig.join("Ana"))),
    "no turn": (
        "check_in",
        lambda rig: rig.do(TakeTurn(ask="a", id="t")) and None,
        lambda rig: TakeBackTurn(ask="a", turn="t"),
    ),
    "card": (
        "outcome",
        _none,
        lambda rig: give_card("a", "c1", [Rated("informed", 3, 1, "I asked")], through="others"),
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_every_step_of_a_vote_goes_back_and_forth(name: str) -> None:
    """Undo brings back what could be seen before, redo what could be seen after, and a replay gives the same."""
    form, before_it, step = STEPS[name]
    rig = voting(form)
    before_it(rig)
    command = step(rig)
    before = seen(rig)
    rig.do(command)
    after = seen(rig)
    assert after != before
    for _round in range(2):
        rig.store.undo(rig.stream)
        assert seen(rig) == before
        rig.store.redo(rig.stream)
        assert seen(rig) == after
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)


REFUSED: dict[str, tuple[str, Callable[[], Command], str]] = {
    "twice": ("poll", lambda: OpenAsk(ask="b", form="poll", question="?", options=("a", "b")),
              "One thing at a time: “Which do we try first?” is still open."),
    "no form": ("poll", lambda: OpenAsk(ask="b", form="quiz", question="?"), "“quiz” is no way of asking."),
    "no options": ("poll", lambda: AskAgain(ask="a", question="?", options=("one", "  ")),
                   "There is nothing to choose from yet."),
    "same": ("poll", lambda: AskAgain(ask="a", question="?", options=("one", "one ")),
             "The same option stands there twice."),
    "too many dots": ("dots", lambda: CastBallot(ask="a", ballot="b", marks=(2, 2, 0)),
                      "That is more than 3 for one person."),
    "below nought": ("dots", lambda: CastBallot(ask="a", ballot="b", marks=(3, -1, 0)),
                     "This does not fit what is asked now. Look at the options again."),
    "other options": ("dots", lambda: CastBallot(ask="a", ballot="b", marks=(1, 0)),
                      "This does not fit what is asked now. Look at the options again."),
    "no id": ("dots", lambda: CastBallot(ask="a", ballot=" ", marks=(1, 0, 0)), "This vote has no number of its own."),
    "nowhere": ("dots", lambda: CastBallot(ask="z", ballot="b"), "This was not asked here."),
    "few hands": ("dots", lambda: EnterCounts(ask="a", counts=(4, 3, 2), people=2),
                  "So many can only be from 3 people or more."),
    "hands missing": ("dots", lambda: EnterCounts(ask="a", counts=(4,)),
                      "There is a number for each option, none below nought."),
    "hands at a card": ("outcome", lambda: EnterCounts(ask="a", counts=(4,)), "This is answered one by one."),
    "turn in a vote": ("dots", lambda: TakeTurn(ask="a"), "This is no check-in."),
    "vote in a turn": ("check_in", lambda: CastBallot(ask="a", ballot="b"), "A check-in is spoken, not voted."),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(name: str) -> None:
    """A rule that says no says why, and the record is as it was."""
    form, command, sentence = REFUSED[name]
    rig = voting(form)
    facts = list(rig.store.ledger(rig.stream).facts)
    with pytest.raises(Rejected) as refusal:
        rig.do(command())
    assert str(refusal.value) == sentence
    assert rig.store.ledger(rig.stream).facts == facts


def test_a_rating_needs_criteria_and_a_scale() -> None:
    """Without a criterion or with one word of scale nothing is asked; with both each option has a place for each."""
    rig = voting("poll")
    rig.do(PutAskAway(ask="a"))
    with pytest.raises(Rejected, match="between one criterion and 8"):
        rig.do(OpenAsk(ask="b", form="rating", question="?", options=ITEMS, scale=("no", "yes")))
    with pytest.raises(Rejected, match="between 2 and 7 different words"):
        rig.do(OpenAsk(ask="b", form="rating", question="?", options=ITEMS, criteria=("useful",), scale=("no", "no")))
    rig.do(
        OpenAsk(ask="b", form="rating", question="?", options=ITEMS, criteria=("useful", "soon"), scale=("no", "yes"))
    )
    assert rig.state.votes.by_id["b"].places == 6
    rig.do(CastBallot(ask="b", ballot="x", marks=(0, 1, UNSAID, 1, 0, 0)))
    with pytest.raises(Rejected):
        rig.do(CastBallot(ask="b", ballot="y", marks=(0, 2, 0, 0, 0, 0)))


def test_no_fact_of_a_vote_can_name_a_person() -> None:
    """A ballot with a person beside it is refused, as is one whose id is a person's; no fact holds a person."""
    rig = voting()
    ana = rig.join("Ana")
    with pytest.raises(Rejected, match="without a name"):
        rig.store.dispatch(
            rig.stream, CastBallot(ask="a", ballot=new_ballot(), marks=(1, 0, 0)), role=GUEST, person=ana
        )
    with pytest.raises(Rejected, match="without a name"):
        rig.store.dispatch(rig.stream, CastBallot(ask="a", ballot=ana, marks=(1, 0, 0)), role=GUEST)
    change = rig.store.dispatch(rig.stream, CastBallot(ask="a", ballot=new_ballot(), marks=(1, 0, 0)), role=GUEST)
    assert all(ana not in str(fact) and fact.actor is None for fact in change.facts)
    assert len({new_ballot() for _each in range(200)}) == 200


def test_a_guest_votes_and_takes_back_and_opens_nothing() -> None:
    """From a phone a ballot is given, changed and taken back until closing; everything else is the facilitator's."""
    rig = voting()

    def ask(command: Command) -> object:
        return rig.store.dispatch(rig.stream, command, role=GUEST)

    ask(CastBallot(ask="a", ballot="b", marks=(3, 0, 0)))
    ask(CastBallot(ask="a", ballot="b", marks=(0, 3, 0)))
    assert progress(rig.state, rig.state.votes.by_id["a"]).given == 1
    ask(TakeBackBallot(ask="a", ballot="b"))
    assert progress(rig.state, rig.state.votes.by_id["a"]).given == 0
    for command in (
        CloseAsk(ask="a"),
        EnterCounts(ask="a", counts=(1, 1, 1)),
        CastBallot(ask="a", ballot="b", marks=(1, 0, 0), own=True),
        OpenAsk(ask="b", form="poll", question="?", options=("a", "b")),
    ):
        with pytest.raises(Rejected, match="Only the facilitator"):
            ask(command)
    rig.do(CloseAsk(ask="a"))
    with pytest.raises(Rejected, match="closed"):
        ask(CastBallot(ask="a", ballot="c", marks=(1, 0, 0)))
    with pytest.raises(Rejected, match="closed"):
        ask(TakeBackBallot(ask="a", ballot="b"))


def test_other_options_void_what_was_given() -> None:
    """Asked again, earlier ballots and hands count no more and are told as void; taking it back counts them again."""
    rig = voting()
    rig.do(CastBallot(ask="a", ballot="b", marks=(3, 0, 0)))
    rig.do(EnterCounts(ask="a", counts=(1, 1, 1)))
    rig.do(AskAgain(ask="a", question="And now?", options=ITEMS))
    ask = rig.state.votes.by_id["a"]
    assert (progress(rig.state, ask).given, progress(rig.state, ask).void, ask.question) == (0, 1, "And now?")
    rig.do(CastBallot(ask="a", ballot="b", marks=(0, 0, 1)))
    assert (progress(rig.state, ask).given, progress(rig.state, ask).void) == (1, 0)
    rig.store.undo(rig.stream)
    rig.store.undo(rig.stream)
    ask = rig.state.votes.by_id["a"]
    assert progress(rig.state, ask).given == 2
    assert [ballot.marks for ballot in counting(rig.state, ask)] == [(3, 0, 0)]


def test_what_was_left_open_elsewhere_is_put_away_by_the_next_ask() -> None:
    """An ask belongs to its activity; another one in the next activity closes and puts it away, with what it has."""
    rig = voting()
    rig.do(CastBallot(ask="a", ballot="b", marks=(3, 0, 0)))
    rig.do(StartActivity(block="close"))
    assert on_now(rig.state) is None
    rig.do(OpenAsk(ask="b", form="poll", question="?", options=("yes", "no")))
    left = rig.state.votes.by_id["a"]
    assert (left.open, left.away, on_now(rig.state)) == (False, True, rig.state.votes.by_id["b"])
    told = results(rig.state, left)
    assert told is not None and told.bars[0].count == 3


def test_a_pulse_is_not_opened_again_for_one_more() -> None:
    """One more answer after the result was shown could be read from the difference; a dot vote may go on."""
    rig = voting("pulse", options=("0", "1", "2", "3", "4"))
    for ballot in "vwxyz":
        rig.do(CastBallot(ask="a", ballot=ballot, marks=(1, 0, 0, 0, 0)))
    rig.do(CloseAsk(ask="a"))
    with pytest.raises(Rejected, match="difference"):
        rig.do(ReopenAsk(ask="a"))
    dots = voting()
    dots.do(CloseAsk(ask="a"))
    dots.do(ReopenAsk(ask="a"))
    assert dots.state.votes.by_id["a"].open


def test_a_check_in_names_people_only_where_the_activity_does() -> None:
    """With names each has one turn; in an activity without names a turn is counted and nobody is in any fact."""
    rig = voting("check_in")
    ana = rig.join("Ana")
    rig.do(TakeTurn(ask="a", person=ana))
    rig.do(TakeTurn(ask="a", person=ana))
    assert list(rig.state.votes.turns["a"].values()) == [ana]
    rig.do(AddBlock(block="hush", title="Hush", anonymity="without_names"))
    rig.do(StartActivity(block="hush"))
    rig.do(OpenAsk(ask="h", form="check_in", question="How are you here?"))
    changes = [rig.do(TakeTurn(ask="h", person=ana)) for _each in range(2)]
    assert all(ana not in str(fact) for change in changes for fact in change.facts)
    assert progress(rig.state, rig.state.votes.by_id["h"]).given == 2


def test_a_card_is_given_and_taken_back_whole() -> None:
    """A card is its answers and one ballot, which does not say which answers; taken back, all of it goes."""
    rig = voting("outcome")
    card = give_card("a", "c", [Rated("informed", 3, 1), Rated("decision", None, None)], through="mostly others")
    rig.do(card)
    told = rig.state.outcomes.standing()
    assert [(one.item, one.then, one.now, one.through) for one in told] == [
        ("informed", 1, 3, "mostly others"),
        ("decision", None, None, ""),
    ]
    answers = tuple(one.id for one in told)
    assert rig.state.votes.ballots["a"]["c"].marks == ()
    rig.do(give_card("a", "c", [Rated("informed", 4, 1)], earlier=answers))
    assert [(one.item, one.now) for one in rig.state.outcomes.standing()] == [("informed", 4)]
    assert progress(rig.state, rig.state.votes.by_id["a"]).given == 1
    with pytest.raises(Rejected):
        rig.do(give_card("z", "c2", [Rated("informed", 4, 1)]))
    assert len(rig.state.outcomes.standing()) == 1


Marks = st.tuples(*(st.integers(-1, 4) for _each in ITEMS))
Step = st.one_of(
    st.tuples(st.just("cast"), st.integers(0, 4), Marks),
    st.tuples(st.just("back"), st.integers(0, 4), Marks),
    st.tuples(st.just("hands"), st.integers(0, 8), Marks),
    st.tuples(st.sampled_from(("again", "undo", "redo", "close", "reopen")), st.just(0), st.just((0, 0, 0))),
)


def play(rig: Rig, steps: list[tuple[str, int, tuple[int, ...]]]) -> None:
    """Do what can be done of it."""
    for what, number, marks in steps:
        made: dict[str, Callable[[], object]] = {
            "cast": lambda n=number, m=marks: rig.do(CastBallot(ask="a", ballot=f"b{n}", marks=m, own=n == 4)),  # type: ignore[misc]
            "back": lambda n=number: rig.do(TakeBackBallot(ask="a", ballot=f"b{n}")),  # type: ignore[misc]
            "hands": lambda n=number, m=marks: rig.do(EnterCounts(ask="a", counts=m, people=n)),  # type: ignore[misc]
            "again": lambda: rig.do(AskAgain(ask="a", question="?", options=ITEMS)),
            "undo": lambda: rig.store.undo(rig.stream),
            "redo": lambda: rig.store.redo(rig.stream),
            "close": lambda: rig.do(CloseAsk(ask="a")),
            "reopen": lambda: rig.do(ReopenAsk(ask="a")),
        }
        try:
            made[what]()
        except Rejected:
            continue


@settings(max_examples=60, deadline=None)
@given(st.lists(Step, max_size=14), st.randoms(use_true_random=False))
def test_whatever_is_done_and_however_it_arrives_the_count_is_the_same_and_in_budget(steps, chance) -> None:
    """Any order of arrival, and repeats, fold to the same votes; nobody's ballot ever has more dots than there are."""
    rig = voting()
    play(rig, steps)
    facts = list(rig.journal.facts)
    again = facts + facts[::2]
    chance.shuffle(again)
    late = Ledger(rig.stream)
    for fact in again:
        late.add([fact])
    assert late.state.same_as(rig.state)
    for state in (rig.state, late.state):
        ask = state.votes.by_id.get("a")
        if ask is None or ask.removed:
            continue
        assert all(sum(ballot.marks) <= 3 and fits(ask, ballot.marks) for ballot in counting(state, ask, own=True))
        told = results(state, ask)
        assert (told is None) == ask.open
        if told is not None:
            hands = state.votes.hands.get("a")
            shown = sum(hands.counts) if hands is not None and hands.turn == ask.turn else 0
            assert sum(bar.count for bar in told.bars) == shown + sum(sum(b.marks) for b in counting(state, ask))
            assert sum(bar.count for bar in told.bars) <= 3 * told.given
