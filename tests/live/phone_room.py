"""A room for tests of the phone's page: one laptop that the test holds, and phones that come in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import Any

from tests.live.browser import Browser, Phone, running, talking
from tests.live.laptop import TOKEN, Laptop

BRIEF = {
    "block": "b", "round": 2, "rounds": 3, "role": "Night nurse", "situation": "It is 07:00.",
    "secret": "The insulin was changed.", "wants": "Home.", "if_stuck": "Say it.", "phase": "brief",
}  # fmt: skip
PROMPT = "What got lost on the way, and when did you notice?"
NASTY = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>\u202ejavascript:alert(1)'


def card(number: int, text: str, **other: Any) -> dict[str, Any]:
    """A card of the wall."""
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}", "text": text, "kind": "concern", "who": "Ben", "themes": [],
        "on": None, "at": number, "thanks": [], "photo": "",
    } | other  # fmt: skip


def ask(form: str, **other: Any) -> dict[str, Any]:
    """Something that everybody is asked."""
    return {
        "id": "00000000-0000-4000-8000-000000000050", "form": form, "question": "Which of these do we try first?",
        "options": ["At the bed", "Day shift", "Porters"], "budget": 3, "per_option": 3, "criteria": [], "scale": [],
        "turn": "1", "open": True, "in": 0, "mine": False, "few": False, "results": None,
    } | other  # fmt: skip


_address: dict[int, str] = {}
_open = ExitStack()


@contextmanager
def browsers() -> Iterator[None]:
    """Browsers live as long as a file of tests; each phone in them has storage of its own."""
    try:
        yield
    finally:
        _open.close()
        _address.clear()


@asynccontextmanager
async def room(*languages: str, text_px: int = 16) -> AsyncIterator[tuple[Browser, Phone, Laptop]]:
    """A laptop that serves, and a phone that has not opened the page yet."""
    if text_px not in _address:
        _address[text_px] = _open.enter_context(running(text_px))
    laptop = Laptop()
    await laptop.start()
    try:
        async with talking(_address[text_px]) as browser:
            phone = await browser.phone(*languages)
            yield browser, phone, laptop
            assert not phone.complaints, phone.complaints
    finally:
        await laptop.stop()


async def join(phone: Phone, laptop: Laptop, name: str = "Lotte") -> None:
    """Come in by the picture's code."""
    await phone.go(f"{laptop.address}#k={TOKEN}")
    await phone.until("document.querySelector('#name').getClientRects().length")
    await phone.type("#name", name)
    await phone.key("Enter", 13)
    await phone.until("(e => e && e.getClientRects().length)(document.querySelector('#field'))")


async def tab(phone: Phone, place: int) -> None:
    """Go to a part of the page by its place in the bar."""
    await phone.js(f"document.querySelectorAll('#tabs button')[{place}].click()")
    await phone.until(f"document.querySelectorAll('#tabs button')[{place}].getAttribute('aria-current') === 'page'")


def run(story: Callable[[], Awaitable[None]]) -> None:
    """Play a story in a loop of its own."""
    asyncio.run(story())  # type: ignore[arg-type]
