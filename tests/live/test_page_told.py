"""What the phone's page tells: a role, a card that was not taken, who is next, the time, what was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.live.browser import PROGRAM, WITHOUT, Phone
from tests.live.laptop import TOKEN, stage
from tests.live.phone_room import BRIEF, ask, browsers, card, join, room, run, tab

pytestmark = [pytest.mark.skipif(not PROGRAM, reason=WITHOUT), pytest.mark.timeout(120)]
NOTE = "document.querySelector('#note')"
AGREED = {"rule": "lessons_leave_stories_stay", "anonymity": "named", "kept_until": "2027-03-12"}


@pytest.fixture(scope="module", autouse=True)
def _browsers() -> Iterator[None]:
    with browsers():
        yield


async def _box(phone: Phone, selector: str) -> dict[str, float]:
    return dict(await phone.js(f"document.querySelector('{selector}').getBoundingClientRect().toJSON()"))


def test_a_new_role_is_told_once_and_covers_nothing() -> None:
    """The words under it give way; a reload, the outcome card, help and the end show none; another role is told."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            await join(phone, laptop)
            await phone.js("document.querySelector('#top .mark').click()")
            await phone.until("document.querySelector('.help')")
            await laptop.tell(t="brief", brief=BRIEF)
            await laptop.tell(t="floor", place=None, speaking=False, next=[])
            await phone.js("history.back()")
            await phone.until(f"{NOTE}.textContent === 'New role'")
            note, head = await _box(phone, "#note"), await _box(phone, "main h1")
            assert note["bottom"] <= head["top"] and note["top"] >= (await _box(phone, "#top"))["bottom"]
            laptop.says.append({"t": "brief", "brief": BRIEF})
            laptop.sockets.clear()  # the page of before is gone
            await phone.reload()
            await phone.until("(e => e && e.getClientRects().length)(document.querySelector('#field'))")
            await tab(phone, 3)
            await phone.sees("Only you know")
            await tab(phone, 0)
            assert await phone.js(f"{NOTE}.textContent") == ""
            await laptop.tell(t="ask", ask=ask("outcome"))
            await phone.until("document.querySelector('.scale')")
            await laptop.tell(t="brief", brief=BRIEF | {"round": 3, "role": "Day nurse"})
            await laptop.tell(t="ask", ask=ask("outcome", turn="2"))
            await phone.until("document.querySelector('.scale')")
            assert await phone.js(f"{NOTE}.textContent") == ""
            await laptop.tell(t="ask", ask=None)
            await phone.until(f"{NOTE}.textContent === 'New role'")
            await laptop.tell(t="bye", why="ended")
            await phone.sees("It is over. Thank you for what you gave.")
            assert await phone.js(f"{NOTE}.textContent") == ""

    run(story)


def test_a_card_that_waits_says_so_and_one_that_is_not_taken_keeps_its_words() -> None:
    """At once when it is given; refused by the facilitator is not taken back by oneself, and may be copied out."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            laptop.says = [stage(held=True)]
            await join(phone, laptop)
            await phone.type("#field", "Nobody asks us")
            await phone.tap("Give", "form")
            await phone.sees("Given. It waits to be read.")
            (given,) = await laptop.heard("give")
            await tab(phone, 2)
            await phone.sees("waits to be read")
            mine: dict[str, Any] = {"id": given["id"], "text": "Nobody asks us", "kind": "note", "at": 1}
            own = dict(mine, id=card(7, "")["id"], text="Not this", state="taken_back", edit=False, refused=False)
            refused = dict(mine, state="taken_back", edit=False, refused=True)
            await laptop.tell(t="mine", put=[refused, own], all=True)
            await phone.sees("not taken up")
            text = await phone.text()
            assert "Nobody asks us" in text and "taken back" in text.lower() and "Not this" not in text
            assert "Change" not in text

    run(story)


def test_who_is_not_named_is_a_participant_in_the_words_of_the_phone() -> None:
    """The place in the list is kept, the name is not."""

    async def story() -> None:
        async with room("de") as (_browser, phone, laptop):
            await join(phone, laptop)
            await tab(phone, 4)
            await laptop.tell(t="floor", place=3, speaking=False, next=["a participant", "Tomasz"], unnamed=[0])
            await phone.sees("jemand aus der Runde, Tomasz")
            text = await phone.text()
            assert "a participant" not in text and "3" in text

    run(story)


@pytest.mark.parametrize(
    ("left", "shown"), [(120_000, "02:00"), (3_725_000, "1:02:05"), (0, "00:00"), (-62_000, "−01:02")]
)
def test_the_time_is_written_as_on_the_room_screen(left: int, shown: str) -> None:
    """The same seconds, hours where there are any, a minus once it is over."""

    async def story() -> None:
        async with room() as (_browser, phone, laptop):
            laptop.says = [stage(left_ms=left, paused=True)]
            await join(phone, laptop)
            await phone.until("document.querySelector('#time').textContent")
            assert await phone.js("document.querySelector('#time').textContent") == shown

    run(story)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-GB", "Lessons leave, stories stay. Your name stands with what you give. It is kept until 12 March 2027."),
        ("de", "Es wird bis zum 12. März 2027 aufgehoben."),
        ("fr", "C’est gardé jusqu’au 12 mars 2027."),
        ("es", "Se guarda hasta el 12 de marzo de 2027."),
        ("tr", "12 Mart 2027 tarihine kadar saklanır."),
        ("ar", "الدروس تخرج والقصص تبقى. يظهر اسمك مع ما تعطيه."),
    ],
)
def test_the_agreement_is_in_the_language_of_the_phone_and_in_sight(language: str, words: str) -> None:
    """Also with the code to type, on a small phone: rule, names and the day, written as the phone writes it."""

    async def story() -> None:
        async with room(language) as (_browser, phone, laptop):
            laptop.hello |= AGREED
            await phone.look(height=600)
            await phone.go(laptop.address)
            await phone.until("document.querySelector('#code').getClientRects().length")
            said = (await phone.js("document.querySelector('.agreement').textContent")).translate(
                {0x2068: "", 0x2069: ""}
            )
            assert words in said and "2027-03-12" not in said
            shown = await _box(phone, ".agreement span")
            assert shown["bottom"] <= 600

    run(story)


def test_a_rule_the_page_does_not_know_is_said_in_the_words_of_the_laptop() -> None:
    """A newer laptop, or an older one: nothing is left out and no code is shown."""

    async def story() -> None:
        async with room("de") as (_browser, phone, laptop):
            laptop.hello |= AGREED | {"rule": "a_new_rule", "promise": "What is new holds."}
            await phone.go(f"{laptop.address}#k={TOKEN}")
            await phone.until("document.querySelector('.agreement').textContent")
            assert await phone.js("document.querySelector('.agreement').textContent") == "What is new holds."

    run(story)


def test_an_empty_field_stands_the_way_the_page_does() -> None:
    """Right to left, the hint and the first letter's place are at the right; what is written keeps its own way."""

    async def story() -> None:
        async with room("ar") as (_browser, phone, laptop):
            await join(phone, laptop, "ليلى")
            look = "(s => [s.direction, s.textAlign])(getComputedStyle(document.querySelector('#field')))"
            assert await phone.js(look) == ["rtl", "right"]
            await phone.type("#field", "in English")
            assert (await phone.js(look))[0] == "ltr"

    run(story)
