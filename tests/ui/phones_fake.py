"""Phones without a server: they say what they are told to say, and keep what they were asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from facilitator.session.errors import FacilitatorError
from facilitator.ui.phones.door import REMOVED, Clean, LaptopAddress, PhoneGuest, PhonesStatus

OWN, GUEST_WIFI, VPN = "192.168.8.1", "10.20.4.17", "10.8.0.2"


class FakePhones:
    """The service, in memory."""

    def __init__(self) -> None:
        self.status = PhonesStatus()
        self.asked: list[tuple[str, object]] = []
        self.fails = ""
        self.crashed = False
        self.now = 0
        self._heard: list[Callable[[], None]] = []

    def put(self, **changes: object) -> None:
        """Another status, told to everybody who listens."""
        self.status = replace(self.status, **changes)  # type: ignore[arg-type]
        for heard in list(self._heard):
            heard()

    def guest(self, which: str) -> PhoneGuest:
        return next(guest for guest in self.status.guests if guest.id == which)

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        self._heard.append(heard)
        return lambda: self._heard.remove(heard)

    def addresses(self, found: Sequence[tuple[str, str]]) -> list[LaptopAddress]:
        return [LaptopAddress(ip, "VPN, not for phones" if ip == VPN else name, ip != VPN) for ip, name in found]

    def goes_on(self, session: str) -> bool:
        return self.crashed

    async def start(self, session: str, address: str, clean: Clean) -> None:
        if self.fails:
            raise FacilitatorError(self.fails)
        self.asked.append(("start", address))
        self.clean = clean
        rows = ("101", "010", "111")
        self.put(session=session, address=address, port=42137, code="418206", modules=rows, began_ms=self.now)

    async def again(self, session: str, useful: Sequence[str], clean: Clean) -> None:
        await self.start(session, useful[0], clean)

    async def stop(self) -> None:
        self.asked.append(("stop", None))
        self.status = PhonesStatus()
        self.put()

    async def test(self) -> None:
        self.asked.append(("test", None))

    async def poster(self, session: str, target: Path, wifi: str, password: str) -> Path:
        self.asked.append(("poster", (wifi, password)))
        return target

    def wifi_code(self, wifi: str, password: str) -> tuple[str, ...]:
        return ("10", "01")

    def new_code(self) -> None:
        self.put(code="123456")

    def open_joining(self, open: bool) -> None:
        self.put(joining=open)

    def hold_all(self, hold: bool) -> None:
        self.put(hold_all=hold)

    def freeze(self, frozen: bool) -> None:
        self.put(frozen=frozen)

    def _change(self, which: str, **changes: object) -> None:
        self.put(
            guests=tuple(
                replace(one, **changes) if one.id == which else one  # type: ignore[arg-type]
                for one in self.status.guests
            )
        )

    def remove(self, guest: str) -> None:
        self._change(guest, state=REMOVED)

    def bring_back(self, guest: str) -> None:
        self._change(guest, state="here")

    def is_person(self, guest: str, person: str) -> None:
        self.asked.append(("is", (guest, person)))
        self._change(guest, name=self.guest(guest).may_be_name, may_be="", may_be_name="")

    def let_through(self, card: str) -> None:
        self.asked.append(("through", card))
        self.put(held=tuple(one for one in self.status.held if one.id != card))

    def refuse(self, card: str) -> None:
        self.asked.append(("refuse", card))
        self.put(held=tuple(one for one in self.status.held if one.id != card))
