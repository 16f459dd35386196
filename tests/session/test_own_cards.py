"""What a phone may do with cards and with coming and going: rules, refusals, and what is in no fact."""

from __future__ import annotations

import pytest

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.contributions import GiveContribution
from facilitator.session.errors import Rejected
from facilitator.session.joining import JoinFromPhone, LeaveFromPhone, ReturnFromPhone
from facilitator.session.ledger import Ledger
from facilitator.session.own_cards import EditOwnCard, GiveFromPhone, TakeBackOwnCard
from facilitator.session.rules import GUEST, Command
from facilitator.session.store import Change
from tests.session.rig import Rig


def room(anonymity: str = "named") -> tuple[Rig, str]:
    rig = Rig()
    ana = rig.join("Ana")
    rig.do(AddBlock(block="talk", title="Talk", minutes=20, anonymity=anonymity))
    rig.do(StartActivity(block="talk"))
    return rig, ana


def say(rig: Rig, command: Command, person: str | None = None) -> Change:
    return rig.store.dispatch(rig.stream, command, role=GUEST, person=person)


def test_a_card_with_all_that_belongs_to_it_comes_as_one_and_twice_is_once() -> None:
    """Words, what it builds on, the photo, and that it is held: one command, told again it does nothing."""
    rig, ana = room()
    first = GiveContribution(text="first", authors=(ana,))
    rig.do(first)
    card = GiveFromPhone(
        text="second", kind="idea", on=first.id, held=True, attachment="photo", sha256="a" * 64,
        media_type="image/jpeg", size=3,
    )  # fmt: skip
    say(rig, card, ana)
    assert say(rig, card, ana).facts == ()
    given = rig.state.contributions.by_id[card.id]
    assert (given.authors, given.hidden, given.activity) == ((ana,), True, "talk")
    assert rig.state.relations.of(card.id) == [(first.id, "builds_on")]
    assert [item.contribution for item in rig.state.attachments.standing()] == [card.id]
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)


def test_on_a_phone_everybody_changes_their_own_cards_alone() -> None:
    """The author may; somebody else, and nobody, may not. What a guest did is no step of the facilitator's undo."""
    rig, ana = room()
    ben = rig.join("Ben")
    card = GiveFromPhone(text="mine")
    undoable = rig.store.can_undo(rig.stream)
    say(rig, card, ana)
    for person in (ben, None):
        with pytest.raises(Rejected, match="everybody speaks for themself"):
            say(rig, EditOwnCard(card=card.id, text="yours"), person)
        with pytest.raises(Rejected, match="everybody speaks for themself"):
            say(rig, TakeBackOwnCard(card=card.id), person)
    say(rig, EditOwnCard(card=card.id, text="still mine", held=True), ana)
    assert rig.state.contributions.by_id[card.id].text == "still mine"
    assert rig.state.contributions.by_id[card.id].hidden
    say(rig, TakeBackOwnCard(card=card.id), ana)
    assert rig.state.contributions.by_id[card.id].withdrawn
    assert rig.store.can_undo(rig.stream) == undoable
    with pytest.raises(Rejected, match="Only the facilitator"):
        rig.do(TakeBackOwnCard(card=card.id))


@pytest.mark.parametrize("anonymity", ["by_group", "without_names"])
def test_where_nobody_is_named_a_command_with_a_person_is_refused(anonymity: str) -> None:
    """So no fact can ever name the giver, not even as the one who asked."""
    rig, ana = room(anonymity)
    with pytest.raises(Rejected, match="nobody is named"):
        say(rig, GiveFromPhone(text="hush"), ana)
    card = GiveFromPhone(text="hush", group="Table 2")
    facts = [*say(rig, card).facts, *say(rig, EditOwnCard(card=card.id, text="hush now")).facts]
    assert all(ana not in str(tuple(fact)) for fact in facts)


def test_a_card_given_by_name_is_changed_by_nobody_s_name_once_names_are_off() -> None:
    """Tightened afterwards, its own phone may still change it, and the new fact names nobody."""
    rig, ana = room()
    card = GiveFromPhone(text="mine")
    say(rig, card, ana)
    rig.do(ChangeBlock(block="talk", anonymity="without_names"))
    change = say(rig, TakeBackOwnCard(card=card.id))
    assert all(ana not in str(tuple(fact)) for fact in change.facts)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (GiveFromPhone(text=" "), "There are no words in it yet."),
        (GiveFromPhone(text="x", on="nowhere"), "There is no such contribution"),
        (GiveFromPhone(text="x", activity="nowhere"), "not in the agenda"),
        (GiveFromPhone(text="x", sha256="../etc", attachment="a"), "SHA-256"),
        (EditOwnCard(card="nowhere", text="x"), "There is no such contribution"),
    ],
)
def test_refusals_change_nothing(command: Command, sentence: str) -> None:
    """One plain sentence, and the record is as it was."""
    rig, ana = room()
    facts = list(rig.store.ledger(rig.stream).facts)
    with pytest.raises(Rejected, match=sentence):
        say(rig, command, ana)
    assert rig.store.ledger(rig.stream).facts == facts


def test_guests_come_and_go_by_themselves() -> None:
    """A person of their own each time, here or away; nobody comes as somebody who is there already."""
    rig, ana = room()
    say(rig, JoinFromPhone(person="p", name="Lotte"))
    with pytest.raises(Rejected, match="already"):
        say(rig, JoinFromPhone(person=ana, name="Ana"))
    say(rig, LeaveFromPhone(), "p")
    assert not rig.state.people["p"].here
    say(rig, ReturnFromPhone(), "p")
    assert rig.state.people["p"].here
    assert say(rig, ReturnFromPhone(), "p").facts == () and say(rig, LeaveFromPhone()).facts == ()
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)
