"""What is kept of names and what is destroyed, and what the facilitator may do with guests and their cards."""

from __future__ import annotations

import random

import pytest

from facilitator.live.guests import AWAY, AWAY_MS, DOOR, HAND, HELD, HERE, REMOVED, WAITING
from facilitator.session.activities import EndActivity, StartActivity
from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.asks import OpenAsk
from facilitator.session.contributions import GiveContribution
from facilitator.session.ports import uuid7
from tests.live.phones import Phone, Room


def ask(room: Room, form: str = "poll", **more: object) -> str:
    key = uuid7()
    room.rig.do(OpenAsk(ask=key, form=form, question="Which?", options=("One", "Two"), **more))  # type: ignore[arg-type]
    return key


def ballot() -> str:
    return f"{random.getrandbits(128):032x}"


# ---- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("anonymity", ["by_group", "without_names"])
def test_where_nobody_is_named_no_fact_and_no_byte_tells_who(anonymity: str) -> None:
    """Given, changed, thanked for, taken back: neither the record nor any phone knows, only the table beside it."""
    room = Room(anonymity=anonymity)
    ana, ben = room.phone("Ana"), room.phone("Ben")
    room.settle(ana, ben)
    before, heard = len(room.rig.journal.facts), len(ben.bytes)
    card = ana.give("hush")
    room.settle(ana, ben)
    ana.event("edit", card=card, text="hush now")
    ben.event("thank", card=card, text="for this")
    room.settle(ana, ben)
    assert ana.mine[card]["text"] == "hush now" and ben.cards[card]["at"] == 0
    people = {one.name: one.id for one in room.rig.state.people.present()}
    told = "\n".join(str(tuple(fact)) for fact in room.rig.journal.facts[before:])
    for secret in (people["Ana"], people["Ben"], ana.guest, ben.guest):
        assert secret not in told
    for secret in (people["Ana"], ana.guest, "Ana"):
        assert secret not in ben.bytes[heard:]
    assert room.table.held[card].guest == ana.guest
    with pytest.raises(KeyError):
        room.table.held[uuid7()]


def test_the_link_is_destroyed_at_the_close_and_after_twenty_minutes_away() -> None:
    """Afterwards nobody knows whose the card is: not the table, not the phone, and it cannot be changed."""
    room = Room(anonymity="without_names")
    ana, ben = room.phone("Ana"), room.phone("Ben")
    card, other = ana.give("one"), ben.give("two")
    room.settle(ana, ben)
    ben.cut()
    room.rig.ms += AWAY_MS + 1_000
    room.hub.look_after()
    assert set(room.table.held) == {card}
    ben.open()
    late = ben.event("take_back", card=other)
    room.settle(ben)
    assert ben.mine == {} and ben.answers[late]["code"] == "gone"
    room.rig.do(EndActivity())
    room.settle(ana, ben)
    assert room.table.held == {} and ana.mine == {} and ana.last["mine"]["all"]
    gone = ana.event("edit", card=card, text="x")
    room.settle(ana)
    assert ana.answers[gone]["t"] == "no"


def told_of(found: object, words: str, depth: int = 9) -> bool:
    """Whether something anywhere inside an object says these words."""
    if isinstance(found, str):
        return words in found
    if depth == 0 or isinstance(found, int | float | bytes | type(None)):
        return False
    if isinstance(found, dict):
        return any(told_of(one, words, depth - 1) for pair in found.items() for one in pair)
    if isinstance(found, list | tuple | set | frozenset):
        return any(told_of(one, words, depth - 1) for one in found)
    names = [*getattr(type(found), "__slots__", ()), *getattr(found, "__dict__", {})]
    return any(told_of(getattr(found, name, None), words, depth - 1) for name in names if name != "room")


@pytest.mark.parametrize("how", ["close", "away"])
def test_afterwards_nothing_in_the_hub_s_memory_says_whose_it_was(how: str) -> None:
    """Links, first answers, ballots, photos: all that stood beside a guest is gone, and a repeat is still done once."""
    room = Room(anonymity="without_names")
    ana = room.phone("Ana")
    key, mine = ask(room), ballot()
    ana.event("vote", ask=key, ballot=mine, marks=[1, 0])
    card = ana.give("hush")
    room.settle(ana)
    beside = (room.hub._visits, room.hub._desks, room.hub._links, room.hub._acts, room.table)
    assert told_of(beside, card) and told_of(beside, mine)
    if how == "close":
        room.rig.do(EndActivity())
    else:
        ana.cut()
        room.rig.ms += AWAY_MS + 1_000
        room.hub.look_after()
    room.settle(ana)
    assert not told_of(beside, card) and not told_of(beside, mine)
    if how == "away":
        ana.open()
        twice = ana.event("vote", ask=key, ballot=ballot(), marks=[1, 0])
        assert ana.read().answers[twice]["t"] == "no"
    ana.give("hush", id=card)
    room.settle(ana)
    assert ana.answers[card]["t"] == "ok" and len(room.rig.state.contributions.by_id) == 1


def test_loosening_is_announced_and_touches_nothing_that_exists() -> None:
    """Neither what was given nor what was written offline under the promise; the next card has its name."""
    room = Room(anonymity="without_names")
    ana, ben = room.phone("Ana"), room.phone("Ben")
    before = ana.give("before")
    room.settle(ana, ben)
    room.rig.do(ChangeBlock(block=room.block, anonymity="named"))
    room.settle(ana, ben)
    assert ana.last["stage"]["notice"] == "loosened" and ana.last["stage"]["anonymity"] == "named"
    waited = ana.give("written before", block=room.block, anonymity="without_names")
    after = ana.give("after", block=room.block, anonymity="named")
    room.settle(ana, ben)
    assert [ben.cards[card]["who"] for card in (before, waited, after)] == ["", "", "Ana"]
    edited = ana.event("edit", card=waited, text="still mine")
    room.settle(ana, ben)
    assert ana.answers[edited]["t"] == "ok"


def test_tightening_applies_to_all_at_once() -> None:
    """Names go from every card on every phone, and what follows names nobody in any fact."""
    room = Room()
    ana, ben = room.phone("Ana"), room.phone("Ben")
    card = ana.give("named")
    room.settle(ana, ben)
    assert ben.cards[card]["who"] == "Ana"
    room.rig.do(ChangeBlock(block=room.block, anonymity="without_names"))
    room.settle(ana, ben)
    assert ben.cards[card]["who"] == "" and ben.last["stage"]["notice"] == "tightened"
    before = len(room.rig.journal.facts)
    ana.event("edit", card=card, text="x")
    room.settle(ana, ben)
    assert "x" in ben.texts
    assert all(fact.actor is None for fact in room.rig.journal.facts[before:])


def test_a_card_written_in_one_activity_goes_there_however_late() -> None:
    """Sent in the next one it lands where it was written; nobody can change it, for that activity is closed."""
    room = Room(anonymity="without_names")
    ana = room.phone("Ana")
    following = uuid7()
    room.rig.do(AddBlock(block=following, title="Next", minutes=5))
    room.rig.do(StartActivity(block=following))
    late = ana.give("late", block=room.block, anonymity="without_names")
    nowhere = ana.give("x", block=uuid7())
    room.settle(ana)
    given = room.rig.state.contributions.by_id[late]
    assert given.activity == room.block and given.authors == ()
    assert ana.answers[nowhere]["code"] == "closed" and room.table.held == {} and late not in ana.cards


# ---- the facilitator -------------------------------------------------------------------------------------------------


def test_held_cards_are_seen_by_their_giver_alone_until_approved() -> None:
    """Not on any wall and in no byte to others; a changed card is held again; after a restart they still wait."""
    room = Room()
    ana, ben = room.phone("Ana"), room.phone("Ben")
    room.hub.hold(True)
    card = ana.give("wait for me")
    room.settle(ana, ben)
    assert ana.mine[card]["state"] == "held" and ana.last["stage"]["held"] and "wait for me" not in ben.bytes
    assert room.hub.held() == [card] and room.hub.guests()[0].state == HELD
    room.hub.close("closing")
    room.hub = room.new_hub()
    assert room.hub.held() == [card]
    ana.open(), ben.open()
    room.hub.approve(card)
    room.settle(ana, ben)
    assert ben.texts == ["wait for me"] and room.hub.held() == []
    room.hub.hold(True)
    ana.event("edit", card=card, text="something else")
    room.settle(ana, ben)
    assert ben.texts == [] and "something else" not in ben.bytes


def test_frozen_means_nothing_is_taken_but_taking_back() -> None:
    """Everything is refused with a word for it, and goes on afterwards."""
    room = Room()
    ana = room.phone("Ana")
    card = ana.give("before")
    room.hub.freeze(True)
    no = ana.give("x")
    back = ana.event("take_back", card=card)
    room.settle(ana)
    assert ana.answers[no]["code"] == "frozen" and ana.answers[back]["t"] == "ok" and ana.last["stage"]["frozen"]
    room.hub.freeze(False)
    yes = ana.give("x")
    room.settle(ana)
    assert ana.answers[yes]["t"] == "ok"


def test_a_guest_is_removed_with_their_cards_in_one_step_that_undo_takes_back() -> None:
    """The cookie opens nothing, the line is closed, the cards are out of sight; undo shows the cards again."""
    room = Room()
    ana, ben = room.phone("Ana"), room.phone("Ben")
    ana.give("one"), ana.give("two"), ben.give("three")
    room.settle(ana, ben)
    room.hub.remove(ana.guest)
    room.settle(ana, ben)
    assert ana.last["bye"]["why"] == "removed" and ana.line is not None and ana.line.closed
    assert room.hub.guest_of(ana.cookie) is None and ben.texts == ["three"]
    assert {guest.name: guest.state for guest in room.hub.guests()}["Ana"] == REMOVED
    room.rig.store.undo(room.rig.stream)
    room.settle(ben)
    assert sorted(ben.texts) == ["one", "three", "two"]
    ana.line = None
    ana.open()
    room.settle(ana)
    assert sorted(ana.texts) == ["one", "three", "two"] and len(ana.mine) == 2


def test_a_removed_guest_can_be_brought_back() -> None:
    """Also long after, when undo has other steps to take back first: cards, person and cookie."""
    room = Room()
    ana, ben = room.phone("Ana"), room.phone("Ben")
    ana.give("one"), ben.give("two")
    room.settle(ana, ben)
    room.hub.remove(ana.guest)
    assert [guest.hidden for guest in room.hub.guests()] == [1, 0]
    room.rig.do(GiveContribution(text="three"))
    room.hub.bring_back(ana.guest)
    ana.line = None
    ana.open()
    room.settle(ana, ben)
    assert sorted(ana.texts) == sorted(ben.texts) == ["one", "three", "two"]
    assert ana.guest in room.table.rows and all(not one.removed for one in room.rig.state.people.by_id.values())


def test_the_facilitator_reads_held_cards_and_where_nobody_is_named_not_whose() -> None:
    """The words and, in a named activity, the giver; a card that is refused leaves the list."""
    for anonymity, name in (("named", "Ana"), ("without_names", "")):
        room = Room(anonymity=anonymity)
        ana = room.phone("Ana")
        room.hub.hold(True)
        card = ana.give("hold me")
        room.settle(ana)
        held = room.hub.held_cards()
        assert [(one.id, one.text, one.name) for one in held] == [(card, "hold me", name)]
        assert (held[0].guest == ana.guest) == (anonymity == "named")
        assert room.hub.guests()[0].held == (anonymity == "named")
        room.hub.refuse(card)
        room.settle(ana)
        assert room.hub.held_cards() == [] and ana.mine[card]["state"] == "taken_back"
        assert ana.mine[card]["refused"] and ana.mine[card]["text"] == "hold me"


@pytest.mark.parametrize("anonymity", ["named", "without_names"])
def test_who_took_a_card_away_is_told_to_its_giver(anonymity: str) -> None:
    """Refused by the facilitator is not taken back by oneself; after a restart what the record knows is known."""
    room = Room(anonymity=anonymity)
    ana = room.phone("Ana")
    room.hub.hold(True)
    refused, own = ana.give("refused"), ana.give("my own")
    room.settle(ana)
    ana.event("take_back", card=own)
    room.hub.refuse(refused)
    room.settle(ana)
    assert (ana.mine[refused]["refused"], ana.mine[own]["refused"]) == (True, False)
    room.hub.close("closing")
    room.hub = room.new_hub()
    ana.open()
    room.settle(ana)
    assert (ana.mine[refused]["refused"], ana.mine[own]["refused"]) == (anonymity == "named", False)


def test_undo_of_a_refusal_lets_the_card_wait_again() -> None:
    """It stands among the held cards once more, and its giver hears that it waits."""
    room = Room()
    ana = room.phone("Ana")
    room.hub.hold(True)
    card = ana.give("hold me")
    room.settle(ana)
    room.hub.refuse(card)
    room.rig.store.undo(room.rig.stream)
    room.settle(ana)
    assert room.hub.held() == [card]
    assert (ana.mine[card]["state"], ana.mine[card]["refused"]) == ("held", False)


def test_removing_a_guest_does_not_tell_which_unnamed_cards_were_theirs() -> None:
    """They stay, unless it is asked for by name."""
    room = Room(anonymity="without_names")
    ana, ben = room.phone("Ana"), room.phone("Ben")
    ana.give("one"), ben.give("two")
    room.settle(ana, ben)
    room.hub.remove(ana.guest)
    room.settle(ben)
    assert sorted(ben.texts) == ["one", "two"] and not any(ana.guest == link.guest for link in room.table.held.values())
    cat = room.phone("Cat")
    cat.give("three")
    room.settle(cat, ben)
    room.hub.remove(cat.guest, unnamed_too=True)
    room.settle(ben)
    assert sorted(ben.texts) == ["one", "two"]


def test_a_guest_s_state_is_one_word() -> None:
    """At the door, here, with a hand up, with cards waiting, away, and the window hears of it."""
    room = Room()
    heard: list[int] = []
    end = room.hub.subscribe(lambda: heard.append(1))
    ana = Phone(room, room.cookie("Ana"))

    def state() -> str:
        return room.hub.guests()[0].state

    assert state() == DOOR
    ana.open()
    assert state() == HERE
    ana.event("hand", up=True)
    assert state() == HAND
    ana.event("hand", up=False)
    ana.say(t="ping", waiting=3)
    assert (state(), room.hub.guests()[0].waiting) == (WAITING, 3)
    ana.cut()
    assert state() == AWAY and room.hub.counts().away == 1 and len(heard) >= 5
    end()


def test_leaving_takes_the_cookie_and_the_link_along() -> None:
    """Whoever leaves is a person who left; their unnamed cards are nobody's from then on."""
    room = Room(anonymity="without_names")
    ana = room.phone("Ana")
    ana.give("hush")
    ana.event("leave")
    room.settle(ana)
    assert ana.last["bye"]["why"] == "ended" and room.hub.guest_of(ana.cookie) is None
    assert room.table.held == {} and room.table.rows == {}
    assert [person.here for person in room.rig.state.people.present()] == [False]
