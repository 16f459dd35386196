"""The hub with phones that are no browsers: kept before told, once each, the same for all, what nobody finds out."""

from __future__ import annotations

import asyncio
import json
import random

import pytest

from facilitator.live.hub import Hub
from facilitator.live.ports import Picture, Refusal
from facilitator.session.asks import CloseAsk, OpenAsk, ReopenAsk
from facilitator.session.people import JoinPerson
from facilitator.session.ports import uuid7
from facilitator.session.slips import RevealSlips
from facilitator.session.tally import results
from tests.live.phones import Room
from tests.waiting import until

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


# ---- the door --------------------------------------------------------------------------------------------------------


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
        await until(lambda: room.rig.journal.waiting, "what waits for the disk")
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
        await until(lambda: room.rig.journal.waiting, "what waits for the disk")
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


# ---- kept before told ------------------------------------------------------------------------------------------------


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


# ---- what phones may do ----------------------------------------------------------------------------------------------


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
