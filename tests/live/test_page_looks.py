"""The phone's page looked at as a whole: light, dark, right to left, narrow, large text; heard, read, touched."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.live.browser import PROGRAM, WITHOUT, Phone
from tests.live.laptop import TOKEN, Laptop, stage
from tests.live.phone_room import BRIEF, ask, browsers, card, join, room, run, tab

pytestmark = [pytest.mark.skipif(not PROGRAM, reason=WITHOUT), pytest.mark.timeout(120)]
RULES = (Path(__file__).parent / "page_rules.js").read_text("utf-8")
AXE = (Path(__file__).parents[1] / "data" / "axe" / "axe.min.js").read_text("utf-8")
FOUND = """axe.run(document).then((found) => found.violations.map((one) =>
  `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`))"""
"""Every rule of axe that is on by itself, over the whole page."""


@pytest.fixture(scope="module", autouse=True)
def _browsers() -> Iterator[None]:
    with browsers():
        yield


async def _look_at_everything(phone: Phone, laptop: Laptop, check: Callable[[str], Awaitable[None]]) -> None:
    laptop.wall = [card(1, "Nobody asks.", thanks=[{"who": "Carmen", "text": "For it."}], themes=["Places"])]
    await phone.go(f"{laptop.address}#k={TOKEN}")
    await phone.until("document.querySelector('#name').getClientRects().length")
    await check("join")
    await join(phone, laptop)
    await phone.until("document.querySelector('li.card')")
    await check("give")
    for place, what in ((1, "wall"), (3, "role"), (4, "hand")):
        await tab(phone, place)
        await check(what)
    await tab(phone, 0)
    for form, sign in (("dots", ".dots"), ("poll", "[name=one]"), ("outcome", ".scale")):
        await laptop.tell(t="ask", ask=ask(form, budget=3 if form == "dots" else 1))
        await phone.until(f"document.querySelector('{sign}')")
        await check(form)
    await laptop.tell(t="ask", ask=None)
    await phone.until("document.querySelector('#field')")
    await phone.js("document.querySelector('#top .mark').click()")
    await phone.until("document.querySelector('.help')")
    await check("help")
    await phone.js("history.back()")
    await phone.until("document.querySelector('#field')")
    await laptop.tell(t="sheet", sheet={"block": "b", "round": 1, "behaviours": ["Said it back"], "ticked": []})
    await tab(phone, 3)
    await phone.until("document.querySelector('#heard')")
    await check("sheet")
    await laptop.tell(t="brief", brief=BRIEF)
    await phone.until("document.querySelector('.secret')")
    await check("brief")
    await tab(phone, 0)
    await laptop.tell(**stage(slip="write", notice="tightened", held=True, frozen=True))
    await phone.until("document.querySelector('.choice')")
    await check("slip")
    await laptop.tell(**stage())
    await phone.until("document.querySelector('.kind').getClientRects().length")
    await laptop.stop()
    await phone.until("document.querySelector('#line.down')")
    await phone.type("#field", "kept here")
    await phone.js("document.querySelector('form .filled').click()")
    await tab(phone, 2)
    await phone.until("document.querySelector('.state.waits')")
    await check("mine")


@pytest.mark.parametrize(
    ("language", "width", "text_px", "dark"),
    [
        ("en", 390, 16, False),
        ("en", 390, 16, True),
        ("ar", 390, 16, False),
        ("de", 320, 16, False),
        ("fr", 390, 32, False),
    ],
)
def test_every_page_can_be_heard_read_and_touched(language: str, width: int, text_px: int, dark: bool) -> None:
    """Names, headings in order, contrast, height of what is touched, none wider than the screen; axe finds nothing."""

    async def story() -> None:
        async with room(language, text_px=text_px) as (_browser, phone, laptop):
            await phone.look(width=width, dark=dark, still=True)

            async def check(what: str) -> None:
                found = await phone.js(RULES)
                levels = found.pop("levels")
                assert levels[:1] == [1] and levels.count(1) == 1, (what, levels)
                assert all(after - before <= 1 for before, after in pairwise(levels)), (what, levels)
                assert found.pop("turned") == ("rtl" if language == "ar" else "ltr")
                assert not any(found.values()), (what, found)
                if not await phone.js("'axe' in window"):
                    await phone.js(AXE + ";0")
                assert await phone.js(FOUND) == [], what

            await _look_at_everything(phone, laptop, check)

    run(story)
