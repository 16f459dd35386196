"""What a vote shows, to whom and when; small groups; ratings as a spread; a result as a decision somebody may take."""

from __future__ import annotations

import dataclasses

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
    ReopenAsk,
    TakeTurn,
    new_ballot,
)
from facilitator.session.casting import observers
from facilitator.session.contributions import GiveContribution, HideContribution
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.ledger import Ledger
from facilitator.session.outcome_card import Rated, give_card
from facilitator.session.people import DescribePerson, LeavePerson, expected, leads
from facilitator.session.ports import uuid7
from facilitator.session.privacy import Audience
from facilitator.session.rules import Together
from facilitator.session.speaking import NextSpeaker, next_in_circle
from facilitator.session.tally import Results, as_decision, counting, option_words, progress, results, room_view
from facilitator.session.vote_records import commands, records
from facilitator.session.votes import AskClosed, AskOpened, BallotCast, BallotTakenBack, CountsEntered
from tests.session.rig import Rig

ITEMS = ("bed", "door", "hall")
SCALE = ("not at all", "a little", "partly", "mostly", "fully")


def asked(form: str, **more: object) -> Rig:
    """A session in which something is asked, called ``a``."""
    rig = Rig()
    told = {"question": "Which?", "options": ITEMS if form != "outcome" else (), **more}
    rig.do(OpenAsk(ask="a", form=form, **told))  # type: ignore[arg-type]
    return rig


def cast(rig: Rig, *ballots: tuple[int, ...]) -> None:
    """Each one somebody else's."""
    for marks in ballots:
        rig.do(CastBallot(ask="a", ballot=f"b{len(rig.state.votes.ballots.get('a', {}))}", marks=marks))


def closed(rig: Rig, audience: Audience = Audience.EVERYONE) -> Results:
    """The result, after closing."""
    rig.do(CloseAsk(ask="a"))
    told = results(rig.state, rig.state.votes.by_id["a"], audience)
    assert told is not None
    return told


@pytest.mark.parametrize("audience", Audience)
def test_nobody_sees_a_figure_before_the_vote_is_closed(audience: Audience) -> None:
    """Open, there is only how many are in, for the facilitator too; opened again, the figures are gone again."""
    rig = asked("dots")
    cast(rig, (3, 0, 0), (0, 2, 1))
    ask = rig.state.votes.by_id["a"]
    assert results(rig.state, ask, audience) is None
    assert progress(rig.state, ask).given == 2
    assert closed(rig, audience).given == 2
    rig.do(ReopenAsk(ask="a"))
    assert results(rig.state, rig.state.votes.by_id["a"], audience) is None


def test_dots_are_added_and_voices_counted_apart() -> None:
    """Seven dots may be from three people: both are told, and the option with most leads."""
    rig = asked("dots")
    cast(rig, (3, 0, 0), (2, 1, 0), (2, 0, 1), (0, 0, 0))
    told = closed(rig)
    assert [(bar.count, bar.voices, bar.leads) for bar in told.bars] == [(7, 3, True), (1, 1, False), (1, 1, False)]
    assert (told.given, told.blank) == (4, 1)


def test_options_that_are_level_lead_together_and_nothing_leads_an_empty_vote() -> None:
    """No order is made up where there is none."""
    rig = asked("poll")
    cast(rig, (1, 0, 0), (0, 0, 1))
    assert [bar.option for bar in closed(rig).leaders] == [0, 2]
    assert closed(asked("poll")).leaders == ()


def test_a_show_of_hands_is_added_to_what_phones_gave() -> None:
    """People without phones count the same; where dots were counted in the room, nobody knows how many people gave."""
    rig = asked("poll")
    cast(rig, (1, 0, 0))
    rig.do(EnterCounts(ask="a", counts=(2, 5, 0)))
    told = closed(rig)
    assert [(bar.count, bar.voices) for bar in told.bars] == [(3, 3), (5, 5), (0, 0)]
    assert told.given == 8
    rig = asked("dots")
    rig.do(EnterCounts(ask="a", counts=(6, 3, 0)))
    told = closed(rig)
    assert ([bar.voices for bar in told.bars], told.given) == ([None, None, None], 3)


def test_the_facilitators_own_choice_is_in_no_figure_others_see() -> None:
    """Neither among how many are in, nor in the result, for any audience but the facilitator's own copy."""
    rig = asked("dots")
    cast(rig, (1, 0, 0))
    rig.do(CastBallot(ask="a", ballot="mine", marks=(0, 3, 0), own=True))
    assert progress(rig.state, rig.state.votes.by_id["a"]).given == 1
    assert [bar.count for bar in closed(rig).bars] == [1, 0, 0]
    view = room_view(rig.state, rig.state.votes.by_id["a"])
    assert view.results is not None and [bar.count for bar in view.results.bars] == [1, 0, 0]
    own = results(rig.state, rig.state.votes.by_id["a"], Audience.FACILITATOR)
    assert own is not None and [(bar.option, bar.count) for bar in own.bars] == [(1, 3), (0, 1), (2, 0)]


@pytest.mark.parametrize(("answers", "few"), [(4, True), (5, False)])
def test_a_pulse_shows_figures_from_five_answers_on(answers: int, few: bool) -> None:
    """Four answers give none; a fifth that was left blank is no answer."""
    rig = asked("pulse", options=SCALE)
    cast(rig, *[(0, 0, 1, 0, 0)] * answers, (0, 0, 0, 0, 0))
    told = closed(rig)
    assert (told.few, bool(told.bars), told.leaders) == (few, not few, ())


def test_the_outcome_card_counts_as_the_domain_says() -> None:
    """The test vector of the domain, 2.3; four cards show nothing."""
    rig = asked("outcome")
    pairs = list(zip((1, 1, 2, 0, 2, 3, 1, 2), (3, 2, 2, 2, 3, 3, 3, 2), strict=True))
    for place, (then, now) in enumerate(pairs[:4]):
        rig.do(give_card("a", f"c{place}", [Rated("informed", now, then)]))
    assert closed(rig).few
    rig.store.undo(rig.stream)
    for place, (then, now) in enumerate(pairs[4:], 4):
        rig.do(give_card("a", f"c{place}", [Rated("informed", now, then)]))
    told = closed(rig)
    informed, perspective, _decision = told.moved
    assert (informed.higher, informed.same, informed.lower) == (5, 3, 0)
    assert (informed.middle_then, informed.middle_now) == (1.5, 2.5)
    assert (perspective.shown, perspective.counts_now) == (False, ())


def card(rig: Rig, ask: str, now: int) -> None:
    """One card more, on one item."""
    rig.do(give_card(ask, new_ballot(), [Rated("informed", now, 1)]))


def test_no_answer_of_an_outcome_card_is_read_from_the_difference_of_two_results() -> None:
    """Asked afresh, one card shows nothing and changes nothing of what was told; with five it tells of these alone."""
    rig = asked("outcome")
    for _each in range(5):
        card(rig, "a", 3)
    first = closed(rig).moved
    assert first[0].counts_now == (0, 0, 0, 5, 0)
    rig.do(OpenAsk(ask="b", form="outcome", question="Again?"))
    card(rig, "b", 0)
    rig.do(CloseAsk(ask="b"))
    shown = [results(rig.state, rig.state.votes.by_id[ask]) for ask in ("a", "b")]
    assert shown[0] is not None and shown[0].moved == first
    assert shown[1] is not None and (shown[1].few, shown[1].moved, shown[1].given) == (True, (), 1)
    rig.store.undo(rig.stream)
    for _each in range(4):
        card(rig, "b", 4)
    rig.do(CloseAsk(ask="b"))
    later = results(rig.state, rig.state.votes.by_id["b"])
    assert later is not None and later.moved[0].counts_now == (1, 0, 0, 0, 4)
    told = results(rig.state, rig.state.votes.by_id["a"])
    assert told is not None and told.moved == first
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)


@pytest.mark.parametrize("form", ["pulse", "outcome"])
def test_taking_back_the_close_takes_no_more_once_figures_were_told(form: str) -> None:
    """Undo is no way round: with five answers it stays closed; with four nothing was told and it opens again."""
    for answers, open_again in ((4, True), (5, False)):
        rig = asked(form, options=() if form == "outcome" else ITEMS)
        for _each in range(answers):
            card(rig, "a", 3) if form == "outcome" else cast(rig, (1, 0, 0))
        before = closed(rig)
        rig.store.undo(rig.stream)
        assert rig.state.votes.by_id["a"].open == open_again
        if not open_again:
            with pytest.raises(Rejected, match="closed"):
                cast(rig, ()) if form == "outcome" else cast(rig, (0, 0, 1))
            with pytest.raises(Rejected, match="difference"):
                rig.do(ReopenAsk(ask="a"))
            assert results(rig.state, rig.state.votes.by_id["a"]) == before
        assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)


def test_a_rating_is_told_as_a_spread() -> None:
    """How many chose each word, the middle ones, the ends; what was left out is no answer; no mean anywhere."""
    rig = asked("rating", criteria=("useful", "soon"), scale=SCALE)
    cast(rig, (4, 0, UNSAID, 1, 2, 2), (3, 4, UNSAID, 1, 2, 2), (3, 0, UNSAID, 3, 2, 2), (4, 4, UNSAID, 3, 2, 2))
    told = closed(rig)
    useful, soon, unrated, two = told.spreads[:4]
    assert (useful.counts, useful.middle, useful.low, useful.high) == ((0, 0, 0, 2, 2), (3, 4), 3, 4)
    assert (soon.middle, soon.apart, useful.apart) == ((0, 4), True, False)
    assert (unrated.answered, unrated.low, unrated.middle) == (0, -1, ())
    assert (two.criterion, two.middle, two.words) == (1, (1, 3), "door")


def test_who_is_here_to_answer() -> None:
    """Those who left and those who lead are not waited for."""
    rig = asked("dots")
    ana, ben = rig.join("Ana"), rig.join("Ben")
    rig.join("Carmen")
    rig.do(DescribePerson(person=ben, roles=("facilitator",)))
    rig.do(LeavePerson(person=ana))
    assert progress(rig.state, rig.state.votes.by_id["a"]).people == 1


@pytest.mark.parametrize("roles", [(), ("gardener",), ("facilitator", "participant"), ("scribe",), ("co_facilitator",)])
def test_one_rule_says_who_is_waited_for(roles: tuple[str, ...]) -> None:
    """In a vote, in writing alone, in a round of speaking and in a play the same people are asked."""
    rig = asked("dots")
    rig.join("Ana")
    somebody = rig.join("Somebody")
    rig.do(DescribePerson(person=somebody, roles=roles))
    rig.do(AddBlock(block="b", title="B", minutes=5))
    person = rig.state.people[somebody]
    waited_for = not leads(person)
    assert waited_for == (roles in ((), ("facilitator", "participant"), ("scribe",)))
    assert expected(rig.state) == progress(rig.state, rig.state.votes.by_id["a"]).people == 1 + waited_for
    assert (person in observers(rig.state, "b")) == waited_for
    rig.do(StartActivity(block="b"))
    rig.do(NextSpeaker(circle=True))
    assert (next_in_circle(rig.state, "b") == somebody) == waited_for


def test_a_card_taken_from_the_room_is_no_longer_read_as_an_option() -> None:
    """An option that was a card keeps its figure; its words go when the card is hidden."""
    rig = Rig()
    card = GiveContribution(text="the words of somebody", kind="idea")
    rig.do(card)
    rig.do(OpenAsk(ask="a", form="poll", question="?", options=("the words of somebody", "free"), refs=(card.id, "")))
    rig.do(HideContribution(contribution=card.id))
    assert option_words(rig.state, rig.state.votes.by_id["a"]) == ("", "free")
    cast(rig, (1, 0))
    assert [(bar.words, bar.count) for bar in closed(rig).bars] == [("", 1), ("free", 0)]


def test_a_result_becomes_a_decision_only_when_somebody_takes_it() -> None:
    """Nothing happens by itself; the commands done together write the decision, its reason and what else was asked."""
    rig = Rig()
    card = GiveContribution(text="bed", kind="idea")
    rig.do(card)
    rig.do(OpenAsk(ask="a", form="dots", question="Which?", options=ITEMS, refs=(card.id,)))
    assert as_decision(rig.state, rig.state.votes.by_id["a"], 0) == ()
    cast(rig, (3, 0, 0))
    rig.do(CloseAsk(ask="a"))
    before = len(rig.state.contributions)
    commands = as_decision(rig.state, rig.state.votes.by_id["a"], 0, because="3 of 3 dots", decided_by="dot vote")
    assert len(rig.state.contributions) == before
    rig.do(Together(commands=commands))
    made = rig.state.contributions.standing()[-1]
    ground = rig.state.decisions.get(made.id)
    assert (made.kind, made.text) == ("decision", "bed")
    assert ground is not None and (ground.because, ground.considered) == ("3 of 3 dots", ("door", "hall"))
    assert rig.state.relations.has(made.id, card.id, "builds_on")
    assert as_decision(rig.state, rig.state.votes.by_id["a"], 9) == ()


def test_the_room_sees_the_question_and_how_many_are_in_and_then_the_bars() -> None:
    """Plain data for the room screen; after the options changed the earlier votes are told as void."""
    rig = asked("dots")
    cast(rig, (3, 0, 0))
    view = room_view(rig.state, rig.state.votes.by_id["a"])
    assert (view.open, view.progress.given, view.results, view.options) == (True, 1, None, ITEMS)
    rig.do(AskAgain(ask="a", question="Now?", options=("one", "two")))
    view = room_view(rig.state, rig.state.votes.by_id["a"])
    assert (view.question, view.progress.given, view.progress.void) == ("Now?", 0, 1)


def test_what_leaves_the_session_whole_comes_in_again_with_the_same_figures() -> None:
    """Each form, written as records and brought into another session: same results, no ids of ballots, no order."""
    rig = asked("dots")
    cast(rig, (3, 0, 0), (0, 1, 2), (0, 0, 0))
    rig.do(EnterCounts(ask="a", counts=(1, 1, 4), people=5))
    rig.do(CastBallot(ask="a", ballot="mine", marks=(0, 3, 0), own=True))
    rig.do(PutAskAway(ask="a"))
    rig.do(OpenAsk(ask="r", form="rating", question="?", options=ITEMS, criteria=("useful",), scale=SCALE))
    rig.do(CastBallot(ask="r", ballot="x", marks=(1, UNSAID, 4)))
    rig.do(PutAskAway(ask="r"))
    rig.do(OpenAsk(ask="i", form="check_in", question="?"))
    rig.do(TakeTurn(ask="i"))
    written = records(rig.state)
    assert "mine" not in str(written) and "b0" not in str(written)
    other = Rig()
    for command in commands(written):
        other.do(command)
    assert records(other.state) == written
    for ask in ("a", "r"):
        assert results(other.state, other.state.votes.by_id[ask]) == results(rig.state, rig.state.votes.by_id[ask])


def test_what_may_not_be_told_does_not_leave_either() -> None:
    """An open vote and a pulse under five leave how many are in, and no ballot, for every audience."""
    rig = asked("poll")
    cast(rig, (1, 0, 0))
    assert all((one.counts, one.given) == ((), 1) for audience in Audience for one in records(rig.state, audience))
    rig = asked("pulse", options=SCALE)
    cast(rig, *[(0, 0, 1, 0, 0)] * 4)
    closed(rig)
    assert all((one.counts, one.given) == ((), 4) for audience in Audience for one in records(rig.state, audience))


Marks = st.lists(st.tuples(*(st.integers(UNSAID, 4) for _each in range(4))), max_size=7)


@settings(max_examples=40, deadline=None)
@given(Marks)
def test_a_rating_leaves_as_sums_and_comes_back_with_the_same_spread(ballots: list[tuple[int, ...]]) -> None:
    """No row of marks is in the record; ballots made up from the sums show exactly what the true ones showed."""
    rig = asked("rating", options=("bed", "door"), criteria=("useful", "new"), scale=SCALE)
    cast(rig, *ballots)
    told = closed(rig)
    (written,) = records(rig.state)
    assert not any(hasattr(written, name) for name in ("ballots", "rows"))
    other = Rig()
    for command in commands([written]):
        other.do(command)
    assert results(other.state, other.state.votes.by_id["a"]) == told
    assert records(other.state) == [written]


@pytest.mark.parametrize(
    ("form", "marks"), [("poll", (1, 0, 0)), ("dots", (2, 0, 1)), ("pulse", (0, 1, 0)), ("rating", (1, 0, 2))]
)
def test_no_row_of_marks_leaves_the_session(form: str, marks: tuple[int, ...]) -> None:
    """Five who chose in five ways leave as one sum; nobody could find their row in it."""
    rig = asked(form, criteria=("useful",), scale=SCALE)
    cast(rig, marks, *[(0, 0, 1)] * 5)
    closed(rig)
    told = dataclasses.asdict(records(rig.state, Audience.FACILITATOR)[0])
    assert not any(
        isinstance(item, tuple | list) for value in told.values() if isinstance(value, tuple) for item in value
    )
    assert told["given"] == 6


Anything = st.tuples(*(st.integers(-3, 9) for _each in range(3))) | st.lists(st.integers(-3, 9), max_size=5)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(("poll", "dots", "rating", "outcome", "pulse", "check_in", "quiz")),
    st.lists(Anything, max_size=6),
    Anything,
    st.integers(-2, 4),
    st.booleans(),
)
def test_facts_from_elsewhere_never_break_the_count(form, ballots, hands, budget, shut) -> None:
    """Whatever another program wrote is folded and counted without an error; what is over the budget does not count."""
    rig = Rig()
    bodies: list[Body] = [AskOpened("a", "nowhere", form, "?", ITEMS, ("gone",), budget, budget, ("one",), SCALE[:2])]
    bodies += [BallotCast("a", f"b{at}", "a", tuple(marks)) for at, marks in enumerate(ballots)]
    bodies += [BallotCast("z", "b", "a", (1,)), CountsEntered("a", "a", tuple(hands), 2), BallotTakenBack("z", "b")]
    bodies += [AskClosed("a")] if shut else []
    facts = [
        Fact(uuid7(), rig.stream, "w9", seq, rig.ms + seq, 0, None, body.KIND, 1, body.as_json())
        for seq, body in enumerate(bodies, 1)
    ]
    rig.store.admit(rig.stream, facts)
    for ask in rig.state.votes.by_id.values():
        view = room_view(rig.state, ask)
        assert (view.results is None) == (not shut or form == "check_in")
        for ballot in counting(rig.state, ask):
            assert form not in ("poll", "dots") or sum(ballot.marks) <= max(budget, 1)
        if view.results is not None:
            assert all(bar.count >= 0 for bar in view.results.bars)
        assert len(records(rig.state)) == 1
