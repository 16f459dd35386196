"""Lines that are slow, cut, too many or flooded, and that all phones hold the same afterwards."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.live.lines import MOST_WAITING, STANDS_S
from facilitator.live.ports import NotUnderstood
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.contributions import GiveContribution, HideContribution
from facilitator.session.ports import uuid7
from tests.live.phones import Phone, Room, Table


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


def test_a_very_long_wall_comes_as_fast_as_it_is_read() -> None:
    """Megabytes of cards fill no queue, and what happens meanwhile comes after them, not before."""
    room = Room()
    ana = room.phone("Ana")
    first = GiveContribution(text="first " + "x" * 1_900)
    room.rig.do(first)
    for number in range(1_000):
        room.rig.do(GiveContribution(text=f"{number} " + "x" * 1_900))
    room.settle(ana)
    ben = Phone(room, room.cookie("Ben")).open()
    assert ben.line is not None
    for _message in range(12):
        ben.bytes += ben.line.take() or ""
    room.rig.do(HideContribution(contribution=first.id))
    room.rig.do(GiveContribution(text="last"))
    room.hands.turn()
    assert ben.line.waiting <= 3 and not ben.line.closed
    ben.cut()
    ben.open()
    for _message in range(20):
        message = json.loads(ben.line.take() or "{}")
        if message.get("t") == "wall":
            ben.cards.update({card["id"]: card for card in message["put"]})
    hidden = next(card for card in room.rig.state.contributions.by_id.values() if card.text.startswith("7 "))
    room.rig.do(HideContribution(contribution=hidden.id))
    room.settle(ana, ben)
    assert ana.cards == ben.cards and len(ben.cards) == 1_000 and hidden.id not in ben.cards
    other = uuid7()
    room.rig.do(AddBlock(block=other, title="Other"))
    for block, count in ((other, 0), (room.block, 1_000)):
        room.rig.do(StartActivity(block=block))
        room.settle(ana, ben)
        assert len(ana.cards) == len(ben.cards) == count


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
