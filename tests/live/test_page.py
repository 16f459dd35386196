"""The phone's page in a real browser: joined, given, taken away and brought back, against a laptop the tests hold."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest

from tests.live.browser import PROGRAM, WITHOUT
from tests.live.laptop import CODE, TOKEN, stage
from tests.live.phone_room import BRIEF, NASTY, PROMPT, ask, browsers, card, join, room, run, tab

pytestmark = [pytest.mark.skipif(not PROGRAM, reason=WITHOUT), pytest.mark.timeout(120)]


@pytest.fixture(scope="module", autouse=True)
def _browsers() -> Iterator[None]:
    with browsers():
        yield


def test_a_phone_joins_by_picture_by_code_and_without_a_name() -> None:
    """The picture's code leaves the address once it is used, a wrong and a taken one are said, no name is a choice."""

    async def story() -> None:
        async with room() as (browser, phone, laptop):
            await join(phone, laptop)
            assert await phone.js("location.hash") == ""
            assert laptop.guest == {"guest": "g1", "name": "Lotte"}
            laptop.guest = None
            other = await browser.phone()
            await other.go(laptop.address)
            await other.type("#name", "Ben")
            await other.until("document.querySelector('#name').value === 'Ben'")
            await other.type("#code", "111 111")
            await other.tap("Join")
            await other.sees("That is not the code.")
            laptop.join_status = (409, {"why": "", "suggest": "Ben K"})
            await other.type("#code", CODE)
            await other.tap("Join")
            await other.sees("There is a Ben already. Add a letter?")
            assert await other.js("document.querySelector('#name').value") == "Ben K"
            laptop.join_status = (200, {})
            await other.tap("Join without a name")
            await other.sees(PROMPT)
            assert laptop.guest == {"guest": "g1", "name": ""}
            assert not other.complaints

    run(story)


def test_before_the_start_the_page_waits_and_goes_on_by_itself() -> None:
    """Not begun, no joining, no unnamed: each is said or left out, and nothing has to be touched when it changes."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            laptop.hello |= {"started": False, "unnamed": False}
            await phone.go(f"{laptop.address}#k={TOKEN}")
            await phone.sees("Waiting for the start. This page goes on by itself.")
            assert "Your name" not in await phone.text()
            laptop.hello |= {"started": True}
            await phone.sees("Your name, as people call you")
            assert "Join without a name" not in await phone.text()
            assert "stays on Ines’s laptop" in await phone.text()

    run(story)


def test_a_card_is_given_with_its_kind_its_level_and_what_it_builds_on_and_is_changed_and_taken_back() -> None:
    """What is given says what was on the screen while it was written; it stands in Mine and can be changed there."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            laptop.wall = [card(1, "Nobody asks the assistants.\nSecond line")]
            await join(phone, laptop)
            await phone.sees("Your name stands beside it.")
            await phone.tap("Build on")
            await phone.until("document.activeElement.id === 'field'")
            await phone.type("#field", "They do not ask students either.")
            await phone.tap("Concern")
            await phone.tap("Give", "form")
            (given,) = await laptop.heard("give")
            assert given | {"id": ""} == {
                "t": "give", "id": "", "text": "They do not ask students either.", "kind": "concern",
                "on": card(1, "")["id"], "photo": None, "block": "b1", "anonymity": "named",
            }  # fmt: skip
            await phone.until("document.querySelector('form [role=status]').textContent === 'Given.'")
            await tab(phone, 2)
            await phone.sees("landed")
            await phone.tap("Change")
            await phone.type(".card textarea", "They ask nobody.")
            await phone.tap("Save")
            (edit,) = await laptop.heard("edit")
            assert (edit["card"], edit["text"]) == (given["id"], "They ask nobody.")
            await phone.tap("Take back")
            (back,) = await laptop.heard("take_back")
            assert back["card"] == given["id"]
            await phone.tap("Leave")
            await phone.sees("will know any more that it was yours")
            await phone.tap("Leave")
            await laptop.heard("leave")

    run(story)


def test_thanks_say_what_for_and_words_of_others_are_only_words() -> None:
    """Thanks without words are not sent; what others wrote never runs and never becomes markup, in any field."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            thanks = [{"who": NASTY, "text": NASTY}]
            on = {"id": "x", "who": NASTY, "text": NASTY}
            laptop.wall = [card(1, NASTY, who=NASTY, themes=[NASTY], on=on, thanks=thanks)]
            laptop.says = [
                stage(prompt=NASTY, group=NASTY, title=NASTY),
                {"t": "floor", "place": 1, "speaking": False, "next": [NASTY]},
                {"t": "mine", "all": True, "put": [dict(card(2, NASTY), state="landed")]},
                {"t": "brief", "brief": {"block": "b", "round": 1, "rounds": 1, "role": NASTY, "situation": NASTY,
                 "secret": NASTY, "wants": NASTY, "if_stuck": NASTY, "phase": "brief"}},
            ]  # fmt: skip
            await join(phone, laptop, NASTY[:40])
            await phone.sees("onerror")
            await phone.tap("Thank")
            await phone.key("Enter", 13)
            await phone.type(".card input", "For saying it.")
            await phone.key("Enter", 13)
            (thank,) = await laptop.heard("thank")
            assert (thank["text"], thank["card"], thank["anonymity"]) == ("For saying it.", card(1, "")["id"], "named")
            for place in range(5):
                await tab(phone, place)
            await laptop.tell(t="ask", ask=ask("dots", question=NASTY, options=[NASTY, "b"]))
            await tab(phone, 0)
            await phone.until("document.querySelector('.row')")
            assert await phone.js("window.ran") is None
            assert await phone.js("document.querySelectorAll('main img, main script').length") == 0

    run(story)


def test_offline_writing_waits_in_order_survives_a_reload_and_arrives_once_each() -> None:
    """The laptop goes away: cards wait, one changes, one goes, the page is loaded anew; all arrive in order."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            await join(phone, laptop)
            laptop.silent = True
            await phone.type("#field", "before it went")
            await phone.tap("Give", "form")
            await laptop.heard("give")  # it arrived, and the answer never comes
            await laptop.stop()
            await phone.sees("No connection. Keep writing.")
            for text in ("second", "third", "to be dropped"):
                await phone.type("#field", text)
                await phone.tap("Give", "form")
            await phone.sees("4 things wait here and will be sent, in order, once each.")
            await tab(phone, 2)
            await phone.sees("waits, number 4")
            await phone.tap("Take back")
            await phone.loses("to be dropped")
            await phone.tap("Change")
            await phone.type(".card textarea", "third, better")
            await phone.tap("Save")
            await phone.sees("third, better")
            laptop.silent = False
            await laptop.start()
            await phone.reload()
            await laptop.heard("give", 3)
            assert [given["text"] for given in laptop.of("give")] == ["before it went", "second", "third, better"]
            assert laptop.repeats >= 1  # sent again because nobody had said that it arrived; kept once
            await phone.until("Object.keys(localStorage).filter(k => k.includes('send')).length === 0")

    run(story)


def test_a_line_that_comes_back_is_said_and_after_ten_minutes_the_words_can_be_copied() -> None:
    """Without a reload the phone finds the laptop again by itself within seconds, and says what it sent."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            await join(phone, laptop)
            await laptop.stop()
            await phone.sees("No connection. Keep writing.")
            await phone.type("#field", "written in between")
            await phone.tap("Give", "form")
            await phone.js("(now => { Date.now = () => now + 700000 })(Date.now())")  # from here on it stands still
            await phone.tap("Show my things as text")
            await phone.until("(document.querySelector('textarea.all') || {}).value === 'Note: written in between'")
            await phone.tap("Back")
            laptop.late_s = 0.2  # as over a Wi-Fi: the page is drawn before the answer
            await laptop.start()
            await phone.sees("Back. One thing sent.")
            assert [given["text"] for given in laptop.of("give")] == ["written in between"]

    run(story)


def test_a_refused_card_stays_with_the_reason_and_can_be_sent_again() -> None:
    """Nothing that was written is lost when the laptop says no: it stands in Mine with the sentence and a way on."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            await join(phone, laptop)
            laptop.refuse = {"why": "Only two cards each, please.", "code": "rule"}
            await phone.type("#field", "too late?")
            await phone.tap("Give", "form")
            await tab(phone, 2)
            await phone.sees("Only two cards each, please.")
            laptop.refuse = {"why": "The activity is over.", "code": "closed"}
            await phone.tap("Try again")
            await phone.until("(document.querySelector('.card .bad') || {}).textContent === 'That is already over.'")
            laptop.refuse = None
            await phone.tap("Try again")
            (given,) = await laptop.heard("give")
            assert given["text"] == "too late?"
            await phone.sees("landed")

    run(story)


def test_what_is_too_long_or_refused_is_said_to_everybody_and_nothing_private_stays_after_the_end() -> None:
    """A sentence to be seen and heard; after the end the phone keeps no draft, slip or ballot, only what waits."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            laptop.wall = [card(1, "there")]
            await join(phone, laptop)
            await phone.type("#field", "x" * 2001)
            await phone.sees("2,001 / 2,000")
            await phone.tap("Give", "form")
            await phone.until("document.querySelector('#note').textContent === 'This is too long. Make two of it.'")
            laptop.refuse = {"why": "", "code": "gone"}
            await phone.tap("Thank")
            await phone.type(".card input", "For it.")
            await phone.key("Enter", 13)
            await phone.until("document.querySelector('#note').textContent === 'That is not there any more.'")
            assert await phone.js("localStorage.length") == 1  # the draft
            await laptop.tell(t="bye", why="ended")
            await phone.sees("It is over. Thank you for what you gave.")
            assert await phone.js("localStorage.length") == 0

    run(story)


def test_what_the_laptop_cannot_read_does_not_hold_up_what_comes_after_it() -> None:
    """It is set aside with a sentence after the line broke once; the next card arrives."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            await join(phone, laptop)
            for text in ("unreadable", "after it"):
                await phone.type("#field", text)
                await phone.tap("Give", "form")
            (given,) = await laptop.heard("give")
            assert given["text"] == "after it"
            await tab(phone, 2)
            await phone.until("(document.querySelector('.card .bad') || {}).textContent === 'That was not taken.'")

    run(story)


def test_new_cards_wait_behind_a_button_and_a_hidden_wall_tells_only_how_many() -> None:
    """The words under a thumb do not move; before the reveal nothing is shown but a number."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            laptop.wall = [card(1, "the first one", themes=["Places"])]
            await join(phone, laptop)
            await tab(phone, 1)
            await phone.sees("Places")
            await laptop.tell(t="wall", n=7, block="b1", gone=[], put=[card(2, "fresh one", themes=["Places"])])
            await phone.sees("One new")
            assert "fresh one" not in await phone.text()
            await phone.tap("One new")
            await phone.sees("fresh one")
            await laptop.tell(t="wall", n=8, block="b1", put=[], gone=[card(1, "")["id"]])
            await phone.sees("Taken back")
            assert "the first one" not in await phone.text()
            await laptop.tell(**stage(wall="hidden", **{"in": 11}))
            await phone.sees("11 are in. They appear when all are opened.")
            assert "fresh one" not in await phone.text()

    run(story)


def test_dots_are_given_by_tap_and_by_keys_and_taken_back_and_totals_come_after_closing() -> None:
    """A vote replaces the field; the last dot or a button takes one back; figures stand only once it is closed."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            await join(phone, laptop)
            await laptop.tell(t="ask", ask=ask("dots"))
            await phone.sees("3 are still in your hand")
            spot = "(r => [r.x + 20, r.y + 20])(document.querySelector('.row').getBoundingClientRect())"
            for _tap in range(2):
                await phone.touch(*await phone.js(spot))
            await phone.sees("one is still in your hand")
            await phone.js("document.querySelectorAll('[data-step=more1]')[0].focus()")
            await phone.key("Enter", 13)
            await phone.sees("none left in your hand")
            await phone.js("document.querySelectorAll('[data-step=less0]')[0].focus()")
            await phone.key("Enter", 13)
            await phone.tap("Give my 2 dots")
            (vote,) = await laptop.heard("vote")
            assert vote["marks"] == [1, 1, 0] and len(vote["ballot"]) == 32
            await phone.tap("Take my dots back")
            (unvote,) = await laptop.heard("unvote")
            assert unvote["ballot"] == vote["ballot"]
            await laptop.tell(
                t="ask", ask=ask("dots", open=False, results=[{"words": "At the bed", "count": 9, "behind": ""}])
            )
            await phone.until("(document.querySelector('.result b') || {}).textContent === '9'")
            await laptop.tell(
                t="ask", ask=ask("rating", options=["A card"], criteria=["Effort", "Effect"], scale=["low", "high"])
            )
            await phone.until("document.querySelectorAll('select').length === 2")
            await phone.js(
                "(e => { e.value = '1'; e.dispatchEvent(new Event('change')) })(document.querySelectorAll('select')[1])"
            )
            await phone.tap("Give", ".asking")
            assert (await laptop.heard("vote", 2))[1]["marks"] == [-1, 1]
            await laptop.tell(t="ask", ask=None)
            await phone.until("document.querySelector('#field').getClientRects().length")

    run(story)


def test_the_outcome_card_is_given_whole_or_not_at_all() -> None:
    """Four pages; one that is skipped is left out; leaving half-way sends nothing; the card comes once."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            await join(phone, laptop)
            await laptop.tell(t="ask", ask=ask("outcome", question="the 07:00 handover", options=[]))
            await phone.sees("If a colleague asked you about the 07:00 handover")
            await phone.tap("now: answer ordinary questions")
            await phone.tap("when we started: name the main points")
            await phone.type("#evidence", "Days do not read the book.")
            await phone.tap("Next")
            await phone.sees("2 of 4")
            await phone.tap("Back")
            await phone.tap("Back")
            await phone.sees("There is a short card to fill in")
            assert not laptop.got
            await phone.tap("Open the card")
            await phone.tap("Next")
            await phone.tap("Skip")
            await phone.tap("Nothing to decide")
            await phone.js("document.querySelector('input[name=through]').click()")
            await phone.tap("Give the card")
            (given,) = await laptop.heard("outcome")
            assert given["card"] == {
                "items": [
                    {"item": "informed", "now": 3, "then": 1, "evidence": "Days do not read the book."},
                    {"item": "decision", "now": None, "then": None, "evidence": ""},
                ],
                "through": "others",
            }
            await phone.sees(PROMPT)

    run(story)


def test_roles_sheets_hands_and_slips() -> None:
    """My role only while it is mine, an observer's ticks, a place on the list, a slip with the wish of its writer."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            await join(phone, laptop)
            await tab(phone, 3)
            await phone.sees("You have no role just now.")
            await tab(phone, 0)
            await laptop.tell(t="ask", ask=ask("check_in", question="One word to begin with?", options=[]))
            await phone.until("document.querySelector('main h1').textContent === 'One word to begin with?'")
            await laptop.tell(t="ask", ask=None)
            await laptop.tell(t="brief", brief=BRIEF)
            await phone.until("document.querySelector('#note').textContent === 'New role'")
            assert "insulin" not in await phone.text()
            await tab(phone, 3)
            await phone.sees("Only you know")
            await phone.tap("I am ready")
            await laptop.heard("brief_read")
            await laptop.tell(t="brief", brief=BRIEF | {"round": 3, "role": "Day nurse", "secret": "Nothing."})
            await phone.sees("Day nurse")
            assert "New role" in await phone.text()
            assert "insulin" not in await phone.text()
            await laptop.tell(t="brief", brief=None)
            await laptop.tell(t="sheet", sheet={"block": "b", "round": 3, "behaviours": ["Said it back"], "ticked": []})
            await phone.sees("You observe")
            await phone.tap("Said it back")
            (tick,) = await laptop.heard("tick")
            assert (tick["behaviour"], tick["on"]) == (0, True)
            await phone.type("#heard", "one more thing")
            await phone.tap("It went warmer")
            assert (await laptop.heard("words"))[0]["mark"] == "warmer"
            await tab(phone, 4)
            await phone.tap("Raise my hand")
            assert (await laptop.heard("hand"))[0]["up"] is True
            await laptop.tell(t="floor", place=2, speaking=False, next=["Tomasz"])
            await phone.sees("Your hand is up: number 2.")
            await tab(phone, 0)
            await laptop.tell(**stage(slip="write", modality="pens_first", wall="hidden"))
            await phone.sees("Nobody reads it before all are opened.")
            await phone.type("#field", "we tried that on nights")
            await phone.tap("Share it without my name")
            await phone.tap("Hand in")
            await phone.tap("Share it")
            await phone.tap("Hand in")
            first, second = await laptop.heard("slip", 2)
            assert first["slip"] == second["slip"] and first["id"] != second["id"]
            assert (first["wish"], second["wish"]) == ("share_without_name", "share")
            assert not laptop.of("give")

    run(story)


def test_a_photo_is_made_small_and_sent_before_its_card() -> None:
    """The picture is drawn anew on the phone (nothing else of the file leaves it) and named by the card."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            await join(phone, laptop)
            draw = """(async () => {
                const c = document.createElement('canvas'); c.width = 3000; c.height = 1000;
                c.getContext('2d').fillRect(0, 0, 9, 9);
                const blob = await new Promise(d => c.toBlob(d, 'image/png'));
                const box = new DataTransfer(); box.items.add(new File([blob], 'x.png', {type: 'image/png'}));
                const pick = document.querySelector('input[type=file]'); pick.files = box.files;
                pick.dispatchEvent(new Event('change')) })()"""
            await phone.js(draw)
            await phone.until("document.querySelector('.preview img')")
            await phone.tap("Give", "form")
            (given,) = await laptop.heard("give")
            assert given["photo"] == "a" * 64
            sent = laptop.photos[given["id"]]
            assert sent[:3] == b"\xff\xd8\xff"
            source = "data:image/jpeg;base64," + base64.b64encode(sent).decode()
            shown = (
                f"(i => i.decode().then(() => [i.width, i.height]))(Object.assign(new Image(), {{src: '{source}'}}))"
            )
            assert await phone.js(shown) == [1600, 533]

    run(story)


def test_giving_works_by_keyboard_alone_and_a_new_prompt_is_said() -> None:
    """Tab from field to kinds to Give, space and enter press; a change of the prompt is told to those who hear."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            await join(phone, laptop)
            await phone.js("document.querySelector('#field').focus()")
            await phone.call("Input.insertText", text="by keys")
            await phone.key("Tab", 9)
            await phone.key("Tab", 9)
            await phone.key(" ", 32)
            await phone.until("document.activeElement.getAttribute('aria-pressed') === 'true'")
            for _kind in range(8):
                await phone.key("Tab", 9)
            await phone.key("Enter", 13)
            (given,) = await laptop.heard("give")
            assert (given["text"], given["kind"]) == ("by keys", "idea")
            await laptop.tell(**stage(block="b2", prompt="And what helped?"))
            await phone.until("document.querySelector('#say').textContent.includes('And what helped?')")

    run(story)


def test_the_protocol_of_the_page_is_plain_json() -> None:
    """Everything the page sends is one JSON object with a type; ids are UUIDs that differ."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            await join(phone, laptop)
            for text in ("one", "two", "three"):
                await phone.type("#field", text)
                await phone.tap("Give", "form")
            ids = [given["id"] for given in await laptop.heard("give", 3)]
            assert len(set(ids)) == 3 and all(len(one) == 36 and one[14] == "4" for one in ids)
            assert json.loads(json.dumps(laptop.got)) == laptop.got

    run(story)
