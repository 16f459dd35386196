"""Talks: what is logged, refused, changed, taken back, shared with leave; and who may see any of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.contributions import GiveContribution
from facilitator.session.conversations import (
    EXCHANGED,
    VISIBLE,
    ChangeTalk,
    LogTalk,
    ShareLine,
    glimpse,
    line_for_sharing,
    standing,
)
from facilitator.session.errors import Rejected
from facilitator.session.ledger import Ledger
from facilitator.session.masking import masked
from facilitator.session.privacy import Audience, Closed, Gate, Names
from facilitator.session.rules import Command
from facilitator.session.sessions import RestoreSession
from facilitator.session.state import SessionState
from facilitator.session.store import Store
from facilitator.session.talk_steps import TalkWords, change_step, log_step, words_of
from tests.session.rig import Kept, Rig

TODAY = datetime.date(2026, 3, 12)
PRIYA = TalkWords(
    name="Priya Raman",
    where="lunch",
    gave="My prompt card",
    received="She rehearses the handover in the lift",
    follows="She leads the bay 2 handover once by fri",
)


class Talking:
    """One talk in a store."""

    def __init__(self, words: TalkWords = PRIYA) -> None:
        self.journal = Kept()
        ticks = iter(range(1_773_320_000_000, 1_773_330_000_000))
        self.store = Store(self.journal, clock=lambda: next(ticks))
        self.logged = log_step(words, "Talk with Priya Raman, lunch", TODAY)
        self.stream = self.logged.stream
        self.store.dispatch(self.stream, self.logged.step)

    def do(self, command: Command) -> None:
        self.store.dispatch(self.stream, command)

    @property
    def state(self) -> SessionState:
        return self.store.state(self.stream)


def test_a_talk_is_one_step_of_ordinary_contributions() -> None:
    """Given and received are notes, what follows is a commitment with its date, the other gave what was received."""
    talking = Talking()
    state, talk = talking.state, talking.state.talk
    gave, received, follows = (state.contributions.by_id[line] for line in talk.lines)
    assert talking.logged.first == gave.id
    assert [(one.kind, one.text) for one in (gave, received, follows)] == [
        ("note", "My prompt card"),
        ("note", "She rehearses the handover in the lift"),
        ("commitment", "She leads the bay 2 handover once"),
    ]
    assert (gave.authors, received.authors) == ((), (talk.person,))
    assert (state.commitments.by_id[follows.id].due, state.commitments.by_id[follows.id].due_words) == (
        "2026-03-13",
        "fri",
    )
    person = state.people[talk.person]
    assert (person.name, person.named, person.quoted) == ("Priya Raman", False, False)
    assert (talk.visible, talk.where, talk.minutes) == ("me", "lunch", None)
    assert Ledger(talking.stream, talking.journal.facts).state.same_as(state)


def test_one_line_is_enough_and_it_may_be_any() -> None:
    """Each of the three lines alone makes a talk, with nobody named; the first line there is names it."""
    for line in ("gave", "received", "follows"):
        talking = Talking(TalkWords(**{line: "I now write it down"}))
        found = glimpse(talking.state)
        assert found is not None
        assert (found.person, found.line, talking.state.talk.lines) == (
            "",
            "I now write it down",
            (talking.logged.first,),
        )


def test_a_date_that_was_chosen_holds_over_the_words() -> None:
    """With a date given, *by* in the words stays words; a date alone is no promise without words."""
    words = TalkWords(follows="We walk by the river by fri", due=datetime.date(2026, 4, 1))
    talking = Talking(words)
    made = talking.state.commitments.by_id[talking.logged.first]
    assert (talking.state.contributions.by_id[talking.logged.first].text, made.due) == (
        "We walk by the river by fri",
        "2026-04-01",
    )
    assert Talking(TalkWords(follows="by friday")).state.contributions.standing()[0].text == "by friday"


REFUSED: dict[str, tuple[Callable[[Talking], Command], str]] = {
    "twice": (
        lambda talking: LogTalk(),
        "This talk is logged already.",
    ),
    "where": (
        lambda talking: ChangeTalk(where="roof"),
        "A talk is over coffee, at lunch, mentoring, at the desk or a call; “roof” is none of these.",
    ),
    "who": (
        lambda talking: ChangeTalk(visible="all"),
        "A talk is seen by me, by both or by the garden; “all” is none of these.",
    ),
    "minutes": (lambda talking: ChangeTalk(minutes=-1), "A talk lasts up to 1440 minutes."),
    "topics": (lambda talking: ChangeTalk(topics=("a", "b", "c", "d")), "A talk has up to 3 topics."),
    "carried": (lambda talking: ChangeTalk(exchanged=("money",)), "“money” is not among what a talk may carry."),
    "no line left": (
        lambda talking: ChangeTalk(gave="", received="", follows=""),
        "Write one line first: what you gave, what you received or what follows.",
    ),
    "stranger's line": (
        lambda talking: ChangeTalk(gave="nowhere"),
        "There is no such contribution in this session.",
    ),
    "no leave": (
        lambda talking: ShareLine(contribution=talking.logged.first),
        "Ask the other person first: a line leaves a talk only with their leave.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_is_one_plain_sentence_and_changes_nothing(name: str) -> None:
    """A rule that says no says why, and the talk is as it was."""
    command, sentence = REFUSED[name]
    talking = Talking()
    facts = list(talking.journal.facts)
    with pytest.raises(Rejected) as refusal:
        talking.do(command(talking))
    assert str(refusal.value) == sentence
    assert talking.journal.facts == facts


def test_a_talk_without_a_line_is_refused_before_anything_is_made() -> None:
    """White space is no line."""
    with pytest.raises(Rejected, match="Write one line first"):
        log_step(TalkWords(name="Priya", gave=" \n"), "Talk", TODAY)


def test_an_ordinary_session_has_no_talk() -> None:
    """Changing a talk that is none is refused; such a session opens for everybody."""
    rig = Rig()
    with pytest.raises(Rejected, match=r"This is no talk\."):
        rig.do(ChangeTalk(visible="garden"))
    assert glimpse(rig.state) is None
    assert all(Gate(audience).opens(rig.state) for audience in Audience)


CHANGES: dict[str, Callable[[Talking], Command]] = {
    "who may see it": lambda talking: ChangeTalk(visible="garden"),
    "where": lambda talking: ChangeTalk(where="call"),
    "how long": lambda talking: ChangeTalk(minutes=40),
    "topics": lambda talking: ChangeTalk(topics=("handover", "nerves")),
    "what it carried": lambda talking: ChangeTalk(exchanged=("story", "idea")),
    "a line shared": lambda talking: ShareLine(contribution=talking.logged.first, leave=True),
    "everything": lambda talking: change_step(
        talking.state,
        TalkWords(name="Zoë", where="desk", gave="", received="Hers, again", follows="", visible="both", minutes=10),
        "Talk with Zoë, at the desk",
        TODAY,
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_can_be_taken_back_and_done_again(name: str) -> None:
    """Undo brings back what was so, redo what was so after, by adding facts only."""
    talking = Talking()

    def looks() -> object:
        return words_of(talking.state), talking.state.talk, talking.state.about.title

    before = looks()
    talking.do(CHANGES[name](talking))
    after = looks()
    assert after != before
    for _round in range(2):
        talking.store.undo(talking.stream)
        assert looks() == before
        talking.store.redo(talking.stream)
        assert looks() == after
    assert Ledger(talking.stream, talking.journal.facts).state.same_as(talking.state)


def test_undoing_a_log_takes_the_talk_away_and_opens_nothing() -> None:
    """What was a talk for one never becomes a session for all, even brought back without its logging."""
    talking = Talking()
    talking.store.undo(talking.stream)
    assert not talking.state.about.exists
    talking.do(RestoreSession())
    assert talking.state.about.exists
    assert not any(Gate(audience).opens(talking.state) for audience in Audience)
    talking.store.undo(talking.stream)
    talking.store.redo(talking.stream)
    assert not any(Gate(audience).opens(talking.state) for audience in Audience)


def test_changing_everything_says_what_was_asked() -> None:
    """Edited words are what the talk says afterwards: lines taken away, put back, dates moved, names gone."""
    talking = Talking()
    again = words_of(talking.state)
    assert (again.name, again.due, again.follows) == (
        "Priya Raman",
        datetime.date(2026, 3, 13),
        "She leads the bay 2 handover once",
    )
    unchanged = len(talking.journal.facts)
    talking.do(change_step(talking.state, again, None, TODAY))
    assert len(talking.journal.facts) == unchanged
    less = TalkWords(received="Only this", visible="garden", when_ms=again.when_ms)
    talking.do(change_step(talking.state, less, "Talk", TODAY))
    assert words_of(talking.state) == less
    assert talking.state.people.present() == []
    assert [one.text for one in talking.state.contributions.standing()] == ["Only this"]
    talking.do(change_step(talking.state, again, None, TODAY))
    assert words_of(talking.state) == again
    received = standing(talking.state, talking.state.talk.received)
    assert received is not None
    assert received.authors == (talking.state.talk.person,)


def test_a_line_leaves_with_leave_and_without_names() -> None:
    """What goes into another session has no giver, no name in its words, and is the line otherwise."""
    talking = Talking(TalkWords(name="Priya Raman", received="Priya told me: PRIYA RAMAN writes twice. Not Priyanka."))
    line = talking.logged.first
    with pytest.raises(Rejected, match="Ask the other person first"):
        line_for_sharing(talking.state, line, "somebody")
    talking.do(ShareLine(contribution=line, leave=True))
    give = line_for_sharing(talking.state, line, "somebody")
    assert (give.text, give.authors) == ("somebody told me: somebody writes twice. Not Priyanka.", ())
    talking.store.undo(talking.stream)
    with pytest.raises(Rejected, match="Ask the other person first"):
        line_for_sharing(talking.state, line, "somebody")
    rig = Rig()
    rig.do(give)
    assert rig.state.contributions.standing()[-1].text == give.text
    assert isinstance(give, GiveContribution)


OPENS = {
    "me": frozenset[Audience](),
    "both": frozenset({Audience.PARTICIPANT, Audience.FACILITATOR}),
    "garden": frozenset(Audience),
}


@pytest.mark.parametrize("visible", VISIBLE)
def test_the_gate_opens_a_talk_for_whom_it_is(visible: str) -> None:
    """One for me opens for nobody, one for both for the two, one for the garden for all; closed means empty."""
    talking = Talking(TalkWords(name="Priya Raman", received="words", visible=visible))
    for audience in Audience:
        gate = Gate(audience, Names.NONE if visible == "garden" else Names.FULL, between=visible == "both")
        opens = audience in OPENS[visible]
        assert gate.opens(talking.state) == gate.finds(talking.state) == opens
        assert bool(gate.carried(talking.state)) == opens
        assert isinstance(gate.closed(talking.state), Closed) != opens
        shown = gate.name(talking.state.people[talking.state.talk.person])
        assert (shown is not None) == (visible == "both" or (visible == "me" and audience is Audience.FACILITATOR))
    assert Closed.mistake


def test_strange_facts_are_the_most_private() -> None:
    """Who may see it in words of a newer program counts as *me*; a change before the log is nothing."""
    talking = Talking()
    fact = talking.journal.facts[-1]
    body = {**fact.body, "visible": "everybody there is", "where": "moon"}
    ledger = Ledger(talking.stream, [*talking.journal.facts[:-1], fact._replace(body=body)])
    assert (ledger.state.talk.visible, ledger.state.talk.where) == ("me", "")
    alone = fact._replace(kind="talk_changed", body={"visible": "garden"})
    assert not Ledger(talking.stream, [*talking.journal.facts[:-1], alone]).state.talk.guarded


@pytest.mark.parametrize(
    ("text", "name", "after"),
    [
        ("Zoe and ZOË went", "Zoë", "- and - went"),
        ("Zoe\u0308 went", "Zoë", "- went"),
        ("how long it takes, said Long", "Ana Long", "how long it takes, said -"),
        ("李娜说得对", "李娜", "-说得对"),
        ("قال ليوسف حداد شيئا", "يوسف حداد", "قال ل- شيئا"),
        ("nothing here", "Q", "nothing here"),
        ("Anaconda", "Ana", "Anaconda"),
        ("ana's list", "Ana Ruiz", "-'s list"),
        ("Ana  Ruiz\nRuiz", "Ana Ruiz", "-\n-"),
    ],
)
def test_names_are_taken_out_of_words(text: str, name: str, after: str) -> None:
    """Whole and first names in any case and script, other words of a name where written as one; no part of a word."""
    assert masked(text, {name: "-"}) == after


@given(st.text(), st.lists(st.text(max_size=20), max_size=4))
def test_taking_names_out_never_fails_and_keeps_what_is_no_name(text: str, names: list[str]) -> None:
    """Any text, any names: it ends, and without names the text is as it was."""
    masked(text, dict.fromkeys(names, "-"))
    assert masked(text, {}) == text


def test_what_was_carried_is_kept_in_the_domains_order() -> None:
    """Ticks are a set: their order is that of the list."""
    talking = Talking(TalkWords(gave="x", exchanged=("contact", "idea"), minutes=20, topics=("a ", "", "a")))
    assert talking.state.talk.exchanged == ("idea", "contact")
    assert set(talking.state.talk.exchanged) <= set(EXCHANGED)
    assert (talking.state.talk.minutes, talking.state.talk.topics) == (20, ("a",))
