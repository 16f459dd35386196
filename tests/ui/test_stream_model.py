"""The stream's rows: what the store says, as cards."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import HideContribution, RewordContribution, WithdrawContribution
from facilitator.session.people import GiveConsent
from facilitator.session.ports import uuid7
from facilitator.session.relations import Relate
from facilitator.session.sessions import DescribeSession
from facilitator.session.themes import NameTheme, PlantCard, RenameTheme
from facilitator.ui.models.facets import FACET, FacetModel, narrowed
from facilitator.ui.models.stream import CARD, Filter, StreamModel
from tests.ui.memory import MemoryServices


@pytest.fixture
def made(services: MemoryServices, qapp: object):
    """A session of three people and four cards, its model watched by Qt's own tester."""
    session = services.begin("Night handover")
    ana, ben = services.person(session, "Ana"), services.person(session, "Ben")
    cards = [
        services.give(session, "Who decides?", ana, "question"),
        services.give(session, "Beds are gone by seven", ben, "knowledge"),
        services.give(session, "One card at the bed", ana, "idea"),
        services.give(session, "I call the vendor", ben, "commitment"),
    ]
    model = StreamModel(services.store, session)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield services, session, model, (ana, ben), cards
    model.close()
    del tester


def texts(model: StreamModel) -> list[str]:
    return [model.card(row).text for row in range(model.rowCount())]


def test_newest_first_and_in_order(made):
    """Cards stand newest first, or in the order of the record when asked."""
    _services, _session, model, _people, _cards = made
    assert texts(model) == ["I call the vendor", "One card at the bed", "Beds are gone by seven", "Who decides?"]
    model.order(False)
    assert texts(model)[0] == "Who decides?"


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("only", [Filter(), Filter(kinds=frozenset({"idea"}))])
def test_cards_that_waited_stand_where_they_belong(made, newest_first, only):
    """Cards held back while somebody types, and one that was hidden meanwhile and comes back, stand as if read anew."""
    services, session, model, people, cards = made
    model.order(newest_first)
    model.show_only(only)
    services.store.dispatch(session, HideContribution(contribution=cards[2]))
    model.busy = lambda: True
    for number in range(6):
        services.give(session, f"Held {number}", people[0], "idea" if number % 2 else "note")
    services.store.dispatch(session, HideContribution(contribution=cards[2], hidden=False))
    model.release()
    waited = texts(model)
    anew = StreamModel(services.store, session)
    anew.order(newest_first)
    anew.show_only(only)
    assert waited == texts(anew)
    assert len(waited) == (4 if only.kinds else 10)
    anew.close()


def test_a_given_card_comes_in_alone(made, qtbot):
    """A new card is one inserted row, not a new model."""
    services, session, model, people, _cards = made
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    with qtbot.waitSignal(model.rowsInserted):
        services.give(session, "Tea first", people[0])
    assert texts(model)[0] == "Tea first"
    assert resets == []


def test_taking_back_and_undo(made):
    """A card taken back goes; undone, it stands where it stood."""
    services, session, model, _people, cards = made
    before = texts(model)
    services.store.dispatch(session, WithdrawContribution(contribution=cards[1]))
    assert "Beds are gone by seven" not in texts(model)
    services.store.undo(session)
    assert texts(model) == before


def test_hidden_cards_have_a_place_of_their_own(made):
    """A hidden card is out of the stream and can be looked at alone."""
    services, session, model, _people, cards = made
    services.store.dispatch(session, HideContribution(contribution=cards[0]))
    assert model.rowCount() == 3
    model.show_only(Filter(hidden=True))
    assert texts(model) == ["Who decides?"]


def test_relations_are_told_on_both_cards(made):
    """An answer names the question, and the question is no longer unanswered; thanks open, uncounted."""
    services, session, model, people, cards = made
    assert model.card(3).note == "nobody has answered this yet"
    services.store.dispatch(session, Relate(later=cards[2], earlier=cards[0], relation="answers"))
    thanks = services.give(session, "For asking at all", people[1], "thanks")
    services.store.dispatch(session, Relate(later=thanks, earlier=cards[0], relation="appreciates"))
    question = model.card(model.row_of(cards[0]))
    assert question.note == ""
    assert question.taken_up == 1
    assert [(t.names, t.text) for t in question.thanks] == [("Ben", "For asking at all")]
    assert model.card(model.row_of(cards[2])).refers == (("answers", "answers \u2068Ana\u2069"),)


def test_a_commitment_says_who_and_when(made):
    """Owner and date stand on the card, and what became of it."""
    services, session, model, people, cards = made
    row = model.row_of(cards[3])
    assert model.card(row).commitment == "nobody and no day yet"
    services.store.dispatch(session, MakeCommitment(contribution=cards[3], owner=people[1], due="2026-03-20"))
    assert model.card(row).commitment == "\u2068Ben\u2069, by Fri 20 March"
    services.store.dispatch(session, MakeCommitment(contribution=cards[3], state="done"))
    assert model.card(row).commitment == "done"


def test_changed_words_and_themes(made):
    """Words changed are shown changed, a theme renamed is renamed on its cards."""
    services, session, model, _people, cards = made
    theme = uuid7()
    services.store.dispatch(session, NameTheme(theme=theme, name="Bedside"))
    services.store.dispatch(session, PlantCard(contribution=cards[2], theme=theme))
    services.store.dispatch(session, RewordContribution(contribution=cards[2], text="One card at every bed"))
    card = model.card(model.row_of(cards[2]))
    assert (card.text, card.changed, card.themes) == ("One card at every bed", 1, ("Bedside",))
    services.store.dispatch(session, RenameTheme(theme=theme, name="At the bed"))
    assert model.card(model.row_of(cards[2])).themes == ("At the bed",)


def test_narrowing_by_words_kind_person_theme(made):
    """All words must stand in text, name or theme, accents and case ignored; facets narrow further."""
    services, session, model, people, _cards = made
    services.give(session, "Übergabe am Bett", people[0])
    model.show_only(Filter(words="ubergabe ANA"))
    assert texts(model) == ["Übergabe am Bett"]
    model.show_only(Filter(people=frozenset({people[1]})))
    assert len(texts(model)) == 2
    model.show_only(Filter(kinds=frozenset({"idea"})))
    assert texts(model) == ["One card at the bed"]
    services.give(session, "Another idea", people[1], "idea")
    services.give(session, "No idea", people[1], "concern")
    assert texts(model) == ["Another idea", "One card at the bed"]


def test_withdrawn_by_a_failed_save(made):
    """What could not be saved goes from the stream."""
    services, session, model, people, _cards = made
    services.journal.slow = True
    services.give(session, "Lost", people[0])
    assert texts(model)[0] == "Lost"
    services.journal.settle(OSError("full"))
    assert "Lost" not in texts(model)


def test_the_record_of_another_program_comes_in(made):
    """Facts taken in through the second door stand in the stream too."""
    services, session, model, _people, _cards = made
    other = MemoryServices(services.drafts, services.library, services.logs)
    other.journal.device = "w2"
    other.store.admit(session, services.store.ledger(session).facts)
    given = other.give(session, "From the command line")
    services.store.admit(session, other.store.ledger(session).facts, keep=False)
    assert model.row_of(given) >= 0


def test_the_facilitator_sees_every_name(made):
    """On the facilitator's own screen somebody who is not named outside still has a name."""
    services, session, model, people, cards = made
    services.store.dispatch(session, GiveConsent(person=people[0], named=False))
    assert model.card(model.row_of(cards[0])).names == "Ana"


def test_a_card_is_told_in_full(made):
    """A screen reader hears who, what kind and what was said."""
    _services, _session, model, _people, _cards = made
    told = str(model.data(model.index(0)))
    assert told.startswith("Ben. Commitment. ")
    assert "I call the vendor" in told
    assert model.data(model.index(0), CARD).text == "I call the vendor"


def test_an_import_without_times_shows_none(services, qapp):
    """The time a turn was recorded is not the time it was said, and is not shown as such."""
    session = services.begin("Meeting")
    services.store.dispatch(session, DescribeSession(source="meeting.vtt"))
    services.give(session, "Hello", source="meeting.vtt")
    services.give(session, "Later", source="meeting.vtt", offset_ms=3_726_000)
    model = StreamModel(services.store, session)
    assert [model.card(row).time for row in range(2)] == ["1:02:06", ""]
    model.close()


def test_facets_count_and_narrow(made):
    """Kinds and themes with counts, people without; a click narrows, another gives it up."""
    services, session, model, people, _cards = made
    facets = FacetModel()
    tester = QAbstractItemModelTester(facets, QAbstractItemModelTester.FailureReportingMode.Fatal)
    facets.show_state(services.store.state(session), model.filter)
    rows = [facets.index(row).data(FACET) for row in range(facets.rowCount())]
    kinds = {row.key: row.count for row in rows if row.group == "kind"}
    assert kinds == {"question": 1, "commitment": 1, "idea": 1, "knowledge": 1}
    assert all(row.count == -1 for row in rows if row.group == "person")
    ana = next(row for row in rows if row.key == people[0])
    chosen = narrowed(Filter(), ana)
    assert chosen.people == {people[0]}
    assert narrowed(chosen, ana) == Filter()
    del tester


def test_a_new_block_is_headed(services, qapp):
    """Where the block changes the first card says its title; a card between takes the heading over."""
    from facilitator.session.agenda import AddBlock
    from facilitator.ui.models.stream import BLOCK

    session = services.begin("Night handover")
    for block, title in (("b1", "Check-in"), ("b2", "Discussion")):
        services.store.dispatch(session, AddBlock(block=block, title=title))
    services.give(session, "hello", activity="b1")
    services.give(session, "lost", activity="b2")
    model = StreamModel(services.store, session)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    services.give(session, "found", activity="b2")
    headings = [model.index(row).data(BLOCK) for row in range(3)]
    assert headings == ["Discussion", "", "Check-in"]
    model.close()
    del tester
