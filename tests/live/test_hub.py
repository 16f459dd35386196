"""The hub with phones that are no browsers: kept before told, once each, the same for all, what nobody finds out."""

from __future__ import annotations

import asyncio
import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.live.guests import AWAY, AWAY_MS, DOOR, HAND, HELD, HERE, REMOVED, WAITING
from facilitator.live.hub import Hub
from facilitator.live.lines import MOST_WAITING, STANDS_S
from facilitator.live.ports import NotUnderstood, Picture, Refusal
from facilitator.session.activities import EndActivity, StartActivity
from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.asks import CloseAsk, OpenAsk, ReopenAsk
from facilitator.session.contributions import GiveContribution, HideContribution
from facilitator.session.people import JoinPerson
from facilitator.session.ports import uuid7
from facilitator.session.slips import RevealSlips
from facilitator.session.tally import results
from tests.live.phones import Phone, Room, Table

NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202egnp.exe",
    "a\x00b\x1b[31m",
    "{{7*7}} ${7*7} %s {name}",
    "'; DROP TABLE cards; --",
    "👩\u200d⚕️ مرحبا שלום ก็",
    "=HYPERLINK(1)",
    "x" * 2_000,
)


def ask(room: Room, form: str = "poll", **more: object) -> str:
    key = uuid7()
    room.rig.do(OpenAsk(ask=key, form=form, question="Which?", options=("One", "Two"), **more))  # type: ignore[arg-type]
    return key


def ballot() -> str:
    return f"{random.getrandbits(128):032x}"


# ---- the door ----------------------------------------------------------------------------------------------------


def refused(room: Room, hub: Hub | None = None, **body: object) -> Refusal:
    with pytest.raises(Refusal) as found:
        asyncio.run((hub or room.hub).join(json.dumps(body).encode(), "10.0.0.9"))
    return found.value


def test_somebody_comes_in_once_it_is_on_the_disk() -> None:
    """With a name they are a person of the session; the cookie is given only when that is kept."""
    room = Room(at_once=False)

    async def come() -> None:
        body = json.dumps({"k": room.hub.access.token, "name": " Lotte\u202e "}).encode()
        task = asyncio.ensure_future(room.hub.join(body, "10.0.0.7"))
        for _turn in range(5):
            await asyncio.sleep(0)
        assert not task.done()
        room.rig.journal.keep()
        joined = await task
        assert joined.name == "Lotte" and room.hub.guest_of(joined.cookie) is not None
        assert joined.cookie not in repr(joined) + str(room.table.rows)

    asyncio.run(come())
    assert [person.name for person in room.rig.state.people.present()] == ["Lotte"]
    assert not room.rig.store.can_undo(room.rig.stream) or room.rig.store.undo(room.rig.stream) is not None
    assert [person.name for person in room.rig.state.people.present()] == ["Lotte"]


def test_what_is_not_kept_opens_no_door() -> None:
    """The disk is full: nobody is in, and the same name comes in later."""
    room = Room(at_once=False)

    async def come() -> None:
        body = json.dumps({"k": room.hub.access.token, "name": "Lotte"}).encode()
        task = asyncio.ensure_future(room.hub.join(body, "10.0.0.7"))
        await asyncio.sleep(0)
        room.rig.journal.fail()
        with pytest.raises(Refusal) as found:
            await task
        assert found.value.status == 503

    asyncio.run(come())
    assert room.hub.guests() == [] and room.phone("Lotte")


def test_the_door_says_no_in_words() -> None:
    """Every refusal has its status, a word for the page and a sentence; a name that is taken gets another offered."""
    room = Room()
    room.phone("Lotte")
    k = room.hub.access.token
    assert refused(room, k="x" * 22).status == 401
    assert refused(room, code="000000" if room.hub.access.code != "000000" else "000001").status == 401
    taken = refused(room, k=k, name="lotté")
    assert (taken.status, taken.more) == (409, {"suggest": "lotté B"})
    assert refused(room, k=k, name="x" * 41).code == "name"
    assert refused(room, k=k, nickname="x").status == 400
    room.hub.unnamed = False
    assert refused(room, k=k).code == "name"
    room.hub.pause_joining(True)
    assert refused(room, k=k, name="Ben").code == "paused"
    assert room.hub.hello()["joining"] is False


def test_an_invited_person_s_name_is_not_taken() -> None:
    """Whoever types it joins as a guest; one tap makes them that person, with what they gave so far."""
    room = Room()
    room.rig.do(JoinPerson(person="invited", name="Lotte"))
    lotte = room.phone("Lotte")
    card = lotte.give("mine")
    room.settle(lotte)
    room.hub.become(lotte.guest, "invited")
    edited = lotte.event("edit", card=card, text="still mine")
    room.settle(lotte)
    assert room.rig.state.contributions.by_id[card].authors == ("invited",)
    assert [person.id for person in room.rig.state.people.present()] == ["invited"]
    assert lotte.answers[edited]["t"] == "ok"


# ---- kept before told --------------------------------------------------------------------------------------------


def test_nothing_is_acknowledged_or_shown_before_it_is_kept() -> None:
    """Heard is not kept: neither the giver nor anybody else is told before the disk has it."""
    room = Room(at_once=False)
    ana, ben = room.phone("Ana"), room.phone("Ben")
    room.settle(ana, ben)
    card = ana.give("hello")
    room.hands.turn(5)
    assert ana.read().answers == {} and ana.cards == {} and ana.mine == {} and ben.read().cards == {}
    room.rig.journal.keep()
    room.hands.turn()
    assert ana.read().answers[card]["t"] == "ok" and ben.read().texts == ["hello"]
    assert ana.mine[card]["state"] == "landed"


def test_what_could_not_be_kept_is_said_and_can_be_sent_again() -> None:
    """The phone keeps it, sends the same again, and then it is there once."""
    room = Room(at_once=False)
    ana, ben = room.phone("Ana"), room.phone("Ben")
    room.settle(ana, ben)
    card = ana.give("hello")
    room.rig.journal.fail()
    room.hands.turn()
    assert ana.read().answers[card]["code"] == "busy" and ben.read().cards == {}
    ana.give("hello", id=card)
    room.settle(ana, ben)
    assert ana.answers[card]["t"] == "ok" and ben.texts == ["hello"]


def test_an_event_said_again_is_done_once_and_gets_the_first_answer() -> None:
    """In flight, afterwards, on another line, refused, and after a restart of the program."""
    room = Room(at_once=False)
    ana = room.phone("Ana")
    card = ana.give("once")
    ana.give("once", id=card)
    room.settle(ana)
    assert [message["t"] for message in ana.heard if message.get("id") == card] == ["ok", "ok"]
    first = ana.answers[card]
    ana.cut()
    ana.open().give("other words", id=card)
    assert ana.read().answers[card] == first
    wrong = ana.event("edit", card=uuid7(), text="x")
    sentence = ana.read().answers[wrong]
    ana.event("edit", id=wrong, card=uuid7(), text="x")
    assert ana.read().answers[wrong] == sentence
    room.hub.close("closing")
    room.hub = room.new_hub()
    ana.open().give("once", id=card)
    room.settle(ana)
    assert ana.answers[card]["t"] == "ok"
    assert [given.text for given in room.rig.state.contributions.standing()] == ["once"]


def test_a_wish_that_changes_nothing_waits_for_what_it_stands_on() -> None:
    """A hand raised twice is acknowledged the second time only when the first is kept."""
    room = Room(at_once=False)
    ana = room.phone("Ana")
    room.settle(ana)
    ana.event("hand", up=True)
    again = ana.event("hand", up=True)
    assert again not in ana.read().answers
    room.settle(ana)
    assert ana.answers[again]["t"] == "ok" and ana.last["floor"]["place"] == 1


# ---- what phones may do ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", NASTY)
def test_nasty_words_arrive_as_words(words: str) -> None:
    """They come through as what they are, without control characters and signs that turn the line."""
    room = Room()
    ana, ben = room.phone(words[:20].strip() or "x"), room.phone("Ben")
    card = ana.give(words)
    room.settle(ana, ben)
    assert ana.answers[card]["t"] == "ok"
    text = ben.cards[card]["text"]
    assert "\x00" not in text and "\x1b" not in text and "\u202e" not in text
    assert text == words.replace("\x00", "").replace("\x1b", "").replace("\u202e", "")


def test_a_card_grows_and_goes() -> None:
    """Built on, thanked for, changed and taken back; everybody's wall says so."""
    room = Room()
    ana, ben = room.phone("Ana"), room.phone("Ben")
    question = ana.give("How?", kind="question")
    room.settle(ana, ben)
    answer = ben.give("So.", on=question)
    room.settle(ana, ben)
    thanks = ana.event("thank", card=answer, text="for saying it")
    room.settle(ana, ben)
    assert ben.cards[answer]["on"] == {"id": question, "who": "Ana", "text": "How?"}
    assert ben.cards[answer]["kind"] == "answer"
    assert ana.cards[answer]["thanks"] == [{"who": "Ana", "text": "for saying it"}] and thanks not in ana.cards
    ana.event("edit", card=question, text="How then?")
    room.settle(ana, ben)
    assert ben.cards[answer]["on"]["text"] == "How then?" and ben.cards[question]["text"] == "How then?"
    ana.event("take_back", card=question)
    room.settle(ana, ben)
    assert question not in ben.cards and ben.cards[answer]["on"] is None
    assert ana.mine[question]["state"] == "taken_back"


def test_nobody_touches_what_is_not_theirs() -> None:
    """Another's card cannot be changed, and the answer is the same as for a card that is not there."""
    room = Room()
    ana, ben = room.phone("Ana"), room.phone("Ben")
    card = ana.give("mine")
    room.settle(ana, ben)
    tries = [
        ben.event("edit", card=card, text="x"),
        ben.event("edit", card=uuid7(), text="x"),
        ben.event("take_back", card=card),
        ben.give("x", on=uuid7()),
        ana.event("thank", card=card, text="me"),
    ]
    room.settle(ana, ben)
    answers = [(ben.answers.get(key) or ana.answers[key])["t"] for key in tries]
    assert answers == ["no"] * 5
    assert ben.answers[tries[0]]["why"] == ben.answers[tries[1]]["why"]
    assert room.rig.state.contributions.by_id[card].text == "mine"


def test_without_a_name_one_gives_and_votes_and_raises_no_hand() -> None:
    """No person is made; what was given is the phone's own all the same."""
    room = Room()
    nobody = room.phone()
    card = nobody.give("hello")
    hand = nobody.event("hand", up=True)
    edit = nobody.event("edit", card=card, text="hello again")
    room.settle(nobody)
    assert room.rig.state.people.present() == []
    assert nobody.answers[hand]["code"] == "name" and nobody.answers[edit]["t"] == "ok"
    assert nobody.cards[card]["who"] == "" and nobody.last["stage"]["hand"] is False


def test_a_phone_has_one_vote_and_nobody_learns_which() -> None:
    """Another ballot from the same phone is refused; its own may be changed and taken back; no fact names anybody."""
    room = Room()
    ana, ben = room.phone("Ana"), room.phone("Ben")
    key, mine = ask(room), ballot()
    room.settle(ana, ben)
    before = len(room.rig.journal.facts)
    first = ana.event("vote", ask=key, ballot=mine, marks=[1, 0])
    second = ana.event("vote", ask=key, ballot=ballot(), marks=[0, 1])
    stolen = ben.event("vote", ask=key, ballot=mine, marks=[0, 1])
    changed = ana.event("vote", ask=key, ballot=mine, marks=[0, 1])
    room.settle(ana, ben)
    assert [phone.answers[one]["t"] for phone, one in ((ana, first), (ana, second), (ben, stolen), (ana, changed))] == [
        "ok", "no", "no", "ok",
    ]  # fmt: skip
    assert ana.last["ask"]["ask"]["mine"] and not ben.last["ask"]["ask"]["mine"]
    assert ben.last["ask"]["ask"]["results"] is None and ben.last["ask"]["ask"]["in"] == 1
    person = next(one.id for one in room.rig.state.people.present() if one.name == "Ana")
    facts = room.rig.journal.facts[before:]
    assert all(person not in str(tuple(fact)) and ana.guest not in str(tuple(fact)) for fact in facts)
    back = ana.event("unvote", ask=key, ballot=mine)
    again = ana.event("vote", ask=key, ballot=ballot(), marks=[1, 0])
    room.settle(ana, ben)
    assert ana.answers[back]["t"] == ana.answers[again]["t"] == "ok"
    room.rig.do(CloseAsk(ask=key))
    late = ben.event("vote", ask=key, ballot=ballot(), marks=[1, 0])
    room.settle(ana, ben)
    assert ben.answers[late]["code"] == "closed"
    assert [row["count"] for row in ben.last["ask"]["ask"]["results"]] == [1, 0]
    room.rig.do(ReopenAsk(ask=key))
    twice = ana.event("vote", ask=key, ballot=ballot(), marks=[1, 0])
    room.settle(ana)
    assert ana.answers[twice]["t"] == "no"


def test_an_outcome_card_is_counted_once_and_may_be_given_anew() -> None:
    """Said twice it is one card; given anew it takes the place of the first; under five nothing is shown."""
    room = Room()
    ana = room.phone("Ana")
    key, mine = ask(room, "outcome"), ballot()
    card = {"items": [{"item": "informed", "now": 3, "then": 1}, {"item": "decision"}], "through": "others"}
    event = ana.event("outcome", ask=key, ballot=mine, card=card)
    ana.event("outcome", id=event, ask=key, ballot=mine, card=card)
    ana.event("outcome", ask=key, ballot=mine, card={"items": [{"item": "informed", "now": 4, "then": 1}]})
    room.settle(ana)
    assert [(one.item, one.now) for one in room.rig.state.outcomes.standing()] == [("informed", 4)]
    room.rig.do(CloseAsk(ask=key))
    room.settle(ana)
    assert ana.last["ask"]["ask"]["few"] and ana.last["ask"]["ask"]["results"] == []
    assert results(room.rig.state, room.rig.state.votes.by_id[key]) is not None


def test_photos_hang_on_cards_one_may_see() -> None:
    """A photo comes before its card; others see it once the card is on the wall, and not while it is held."""
    room = Room()
    kept: dict[str, bytes] = {}

    class Shelf:
        async def keep(self, data: bytes, name: str, media_type: str) -> str:
            kept["f" * 64] = data
            return "f" * 64

        async def read(self, sha256: str) -> bytes | None:
            return kept.get(sha256)

    room.hub.photos = Shelf()
    ana, ben = room.phone("Ana"), room.phone("Ben")
    early = ana.give("x", photo="f" * 64)
    key = uuid7()
    room.hub.may_send_photo(room.hub.guest_of(ana.cookie), key)
    picture = Picture(b"jpeg", "image/jpeg", "photo")
    sha = asyncio.run(room.hub.add_photo(room.hub.guest_of(ana.cookie), key, picture))
    room.hub.hold(True)
    ana.give("", id=key, photo=sha)
    room.settle(ana, ben)
    assert ana.answers[early]["code"] == "photo" and ana.answers[key]["t"] == "ok"
    look = room.hub.photo(room.hub.guest_of(ben.cookie), sha)
    assert asyncio.run(look) is None
    room.hub.approve(key)
    room.settle(ana, ben)
    assert ben.cards[key]["photo"] == sha
    assert asyncio.run(room.hub.photo(room.hub.guest_of(ben.cookie), sha)) == (b"jpeg", "image/jpeg")
    with pytest.raises(Refusal):
        room.hub.may_send_photo(room.hub.guest_of(ben.cookie), "../x")


def test_slips_are_for_nobody_before_they_are_opened() -> None:
    """Not on the wall, in no message to anybody; then those to be shared, with a name only where wished."""
    room = Room()
    ana, ben = room.phone("Ana"), room.phone("Ben")
    mine, other, kept = uuid7(), uuid7(), uuid7()
    ana.event("slip", slip=mine, text="my secret", wish="share_without_name")
    ben.event("slip", slip=other, text="by Ben", wish="share")
    ben.event("slip", slip=kept, text="for myself", wish="keep")
    stolen = ben.event("slip", slip=mine, text="changed", wish="share")
    room.settle(ana, ben)
    assert ben.answers[stolen]["t"] == "no"
    assert ana.last["stage"]["slip"] == "write" and ana.last["stage"]["in"] == 3 and ana.cards == {}
    assert "by Ben" not in ana.bytes and "my secret" not in ben.bytes and "for myself" not in room.facts
    room.rig.do(RevealSlips(block=room.block))
    room.settle(ana, ben)
    assert {card["text"]: card["who"] for card in ana.cards.values()} == {"my secret": "", "by Ben": "Ben"}
    person = next(one.id for one in room.rig.state.people.present() if one.name == "Ana")
    assert all(person not in str(tuple(fact)) for fact in room.rig.journal.facts if "my secret" in str(fact))


# ---- names -------------------------------------------------------------------------------------------------------


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


# ---- the facilitator ---------------------------------------------------------------------------------------------


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


# ---- lines -------------------------------------------------------------------------------------------------------


def test_a_phone_that_never_reads_is_dropped_and_costs_the_others_nothing() -> None:
    """By the number of its unread messages, and by how long the first of them stands."""
    room = Room()
    ana, deaf, asleep = room.phone("Ana"), room.phone("Deaf"), room.phone("Asleep")
    room.settle(ana, asleep)
    for number in range(MOST_WAITING + 50):
        room.rig.do(GiveContribution(text=f"card {number}"))
        room.hands.turn(0.02)
        ana.read()
        if number < 200:
            asleep.read()
    assert deaf.line is not None and deaf.line.closed and deaf.line.bye == "slow" and deaf.line.take() is None
    assert asleep.line is not None and not asleep.line.closed
    room.hands.turn(STANDS_S + 2)
    assert asleep.line.closed
    room.settle(ana)
    assert len(ana.cards) == MOST_WAITING + 50
    deaf.cut()
    deaf.open()
    room.settle(deaf)
    assert len(deaf.cards) == MOST_WAITING + 50


def test_one_slow_phone_does_not_make_the_others_wait() -> None:
    """Idle lines are told at once; who has not read for a moment is not waited for."""
    room = Room()
    ana, slow = room.phone("Ana"), room.phone("Slow")
    room.settle(ana, slow)
    room.rig.do(GiveContribution(text="first"))
    room.hands.turn(0.02)
    room.hands.turn(0.6)
    ana.read()
    room.rig.do(GiveContribution(text="second"))
    room.hands.turn(0.11)
    ana.read()
    room.rig.do(GiveContribution(text="third"))
    room.hands.turn(0.02)
    assert ana.read().texts == ["first", "second", "third"]


def test_a_burst_is_gathered() -> None:
    """A hundred cards at once are a few messages, not a hundred, and everybody has them all."""
    room = Room(at_once=False)
    phones = [room.phone(f"Guest {number}") for number in range(10)]
    room.settle(*phones)
    before = room.hub.out.spent.times
    for phone in phones:
        for number in range(10):
            phone.give(f"{phone.guest} {number}")
    room.settle(*phones)
    assert all(len(phone.cards) == 100 for phone in phones)
    assert room.hub.out.spent.times - before <= 4
    assert all(sum(message["t"] == "wall" for message in phone.heard) <= 8 for phone in phones)


def test_who_posts_too_fast_is_told_to_wait_and_is_taken_later() -> None:
    """Twenty at once, then three a second; the same event is taken when it comes again."""
    room = Room()
    ana = room.phone("Ana")
    sent = [ana.give(f"card {number}") for number in range(25)]
    room.hands.turn(0)
    ana.read()
    answers = [ana.answers[key] for key in sent]
    assert [answer["t"] for answer in answers] == ["ok"] * 20 + ["no"] * 5
    assert {answer["code"] for answer in answers[20:]} == {"slow"} and answers[20]["retry_ms"] > 0
    room.hands.turn(2)
    for number, key in enumerate(sent[20:]):
        ana.give(f"card {number + 20}", id=key)
    room.settle(ana)
    assert all(ana.answers[key]["t"] == "ok" for key in sent)


def test_a_third_connection_takes_the_place_of_the_first() -> None:
    """Two pages of one guest, not more; the oldest is told why."""
    room = Room()
    first = room.phone("Ana")
    second, third = replace_line(first), replace_line(first)
    room.settle(first, second, third)
    assert first.last["bye"]["why"] == "elsewhere" and first.line is not None and first.line.closed
    third.give("hello")
    room.settle(second, third)
    assert second.texts == third.texts == ["hello"]
    assert room.hub.counts().here == 1
    first.cut()
    assert room.hub.counts().here == 1


def replace_line(phone: Phone) -> Phone:
    return Phone(phone.room, phone.cookie).open()


def test_what_is_no_message_ends_the_connection_and_a_flood_too() -> None:
    """Neither reaches the session."""
    room = Room()
    ana = room.phone("Ana")
    facts = len(room.rig.journal.facts)
    assert ana.line is not None
    for words in ("", "{}", '{"t":"give"}', "[[[[", '{"t":"ping","x":1}', "\ud83d"):
        with pytest.raises(NotUnderstood):
            ana.line.heard(words)
    for _time in range(300):
        ana.line.heard('{"t":"ping"}')
        ana.line.take()
    assert ana.line.closed and len(room.rig.journal.facts) == facts


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=60), st.randoms(use_true_random=False))
def test_after_any_cuts_all_phones_hold_the_same(steps: list[tuple[int, int]], chance: random.Random) -> None:
    """Cut in mid-burst, restarted, hidden, taken back: once the network is back everybody holds what the wall holds."""
    room = Room(at_once=False, table=Table())
    phones = [room.phone(f"Guest {number}") for number in range(4)]
    sent: dict[str, tuple[Phone, str]] = {}
    for step, who in steps:
        phone = phones[who]
        if step == 0 and phone.line is not None:
            text = f"card {len(sent)}"
            sent[phone.give(text)] = (phone, text)
        elif step == 1:
            phone.cut() if phone.line is not None else phone.open()
        elif step == 2:
            room.rig.journal.keep()
            room.hands.turn(0.05)
        elif step == 3:
            phone.read()
        elif step == 4 and room.rig.state.contributions.by_id:
            card = chance.choice(list(room.rig.state.contributions.by_id))
            shown = room.rig.state.contributions.by_id[card].hidden
            room.rig.do(HideContribution(contribution=card, hidden=not shown))
        elif step == 5 and who == 0:
            room.rig.journal.keep()
            room.hub.close("closing")
            for each in phones:
                each.line = None
            room.hub = room.new_hub()
    for phone in phones:
        phone.cut()
        phone.open()
    for key, (phone, text) in sent.items():
        if key not in phone.answers:
            phone.give(text, id=key)
    room.hands.turn(3)
    room.settle(*phones)
    wall = {given.id: given.text for given in room.rig.state.contributions.standing()}
    for phone in phones:
        assert {key: card["text"] for key, card in phone.cards.items()} == wall
    for key, (phone, text) in sent.items():
        assert phone.answers[key]["t"] == "ok" or phone.answers[key]["code"] == "slow"
        if phone.answers[key]["t"] == "ok":
            assert room.rig.state.contributions.by_id[key].text == text


def test_the_hub_ends_and_nothing_opens_any_more() -> None:
    """Every phone is told, cookies and links are gone; with *closing* they stay for the next run."""
    room = Room(anonymity="without_names")
    ana = room.phone("Ana")
    ana.give("hush")
    room.settle(ana)
    room.hub.close("closing")
    ana.read()
    assert ana.last["bye"]["why"] == "closing" and room.table.rows and room.table.held
    room.hub = room.new_hub()
    ana.open()
    room.settle(ana)
    assert ana.texts == ["hush"] and len(ana.mine) == 1
    room.hub.close("ended")
    ana.read()
    assert ana.last["bye"]["why"] == "ended" and room.table.rows == {} == room.table.held
    assert room.hub.guest_of(ana.cookie) is None


def test_a_local_row_is_a_value() -> None:
    """What is kept beside the library has the hash and never the cookie."""
    room = Room()
    ana = room.phone("Ana")
    row = room.table.rows[ana.guest]
    assert ana.cookie not in str(row) and replace(row, name="x").cookie_hash == row.cookie_hash
