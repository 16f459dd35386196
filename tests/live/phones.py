"""A session with a hub and phones that are no browsers: for tests of what is said and told."""

from __future__ import annotations

import asyncio
import heapq
import json
from collections.abc import Callable, Iterable
from typing import Any

from facilitator.live.access import Access
from facilitator.live.guests import GuestRow, Link
from facilitator.live.hub import Hub, Methods
from facilitator.live.lines import Line
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.ports import uuid7
from tests.session.rig import Rig


class Hands:
    """A clock and a calendar that tests turn by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self._due: list[tuple[float, int, Hands._Timer]] = []
        self._count = 0

    class _Timer:
        def __init__(self, call: Callable[[], None]) -> None:
            self.call: Callable[[], None] | None = call

        def cancel(self) -> None:
            self.call = None

    def clock(self) -> float:
        return self.now

    def later(self, seconds: float, call: Callable[[], None]) -> Hands._Timer:
        timer = Hands._Timer(call)
        self._count += 1
        heapq.heappush(self._due, (self.now + seconds, self._count, timer))
        return timer

    def turn(self, seconds: float = 0.5) -> None:
        """Let this much time pass, and do what is due in it."""
        end = self.now + seconds
        while self._due and self._due[0][0] <= end:
            when, _count, timer = heapq.heappop(self._due)
            self.now = max(self.now, when)
            if timer.call is not None:
                timer.call()
        self.now = end


class Table:
    """The local table, in memory; it outlives a hub."""

    def __init__(self) -> None:
        self.rows: dict[str, GuestRow] = {}
        self.held: dict[str, Link] = {}

    def guests(self) -> Iterable[GuestRow]:
        return tuple(self.rows.values())

    def links(self) -> Iterable[Link]:
        return tuple(self.held.values())

    def keep_guest(self, row: GuestRow) -> None:
        self.rows[row.guest] = row

    def forget_guest(self, guest: str) -> None:
        self.rows.pop(guest, None)

    def keep_link(self, link: Link) -> None:
        self.held[link.card] = link

    def destroy_links(self, cards: Iterable[str]) -> None:
        for card in cards:
            self.held.pop(card, None)

    async def written(self) -> None:
        pass


class Phone:
    """A phone's page as it holds what it was told. It reads when it is asked to."""

    def __init__(self, room: Room, cookie: str) -> None:
        self.room, self.cookie = room, cookie
        guest = room.hub.guest_of(cookie)
        assert guest is not None
        self.guest = guest.id
        self.line: Line | None = None
        self.n = 0
        self.cards: dict[str, dict[str, Any]] = {}
        self.mine: dict[str, dict[str, Any]] = {}
        self.last: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self.bytes = ""
        self.heard: list[dict[str, Any]] = []

    def open(self, n: int | None = None) -> Phone:
        guest = self.room.hub.guest_of(self.cookie)
        assert guest is not None
        self.line = self.room.hub.connect(guest)
        self.say(t="since", n=self.n if n is None else n)
        return self

    def cut(self) -> None:
        """The network is gone: what was on its way is lost."""
        if self.line is not None:
            self.line.gone()
            self.line = None

    def say(self, **words: Any) -> str:
        assert self.line is not None
        self.line.heard(json.dumps(words))
        return str(words.get("id", ""))

    def event(self, t: str, **words: Any) -> str:
        return self.say(t=t, id=words.pop("id", None) or uuid7(), **words)

    def give(self, text: str, **more: Any) -> str:
        return self.event("give", text=text, kind=more.pop("kind", "note"), **more)

    def read(self) -> Phone:
        """Take in all that waits."""
        while self.line is not None and (text := self.line.take()) is not None:
            self.bytes += text
            message = json.loads(text)
            self.heard.append(message)
            t = message["t"]
            self.last[t] = message
            if t in ("ok", "no"):
                self.answers[message["id"]] = message
            elif t == "wall":
                if message["all"]:
                    self.cards.clear()
                for card in message["put"]:
                    self.cards[card["id"]] = card
                for card in message["gone"]:
                    self.cards.pop(card, None)
                self.n = message["n"]
            elif t == "mine":
                if message["all"]:
                    self.mine.clear()
                self.mine.update({card["id"]: card for card in message["put"]})
        return self

    @property
    def texts(self) -> list[str]:
        return [card["text"] for card in self.cards.values()]


class Room:
    """A session that runs, its hub, and guests coming in."""

    def __init__(self, *, anonymity: str = "named", at_once: bool = True, table: Table | None = None) -> None:
        self.rig = Rig(at_once=True)
        self.hands = Hands()
        self.table = table if table is not None else Table()
        self.block = uuid7()
        self.rig.do(
            AddBlock(block=self.block, title="Talk", minutes=20, prompt="What helped?", anonymity=anonymity)
        )  # fmt: skip
        self.rig.do(StartActivity(block=self.block))
        self.rig.journal.at_once = at_once
        self.hub = self.new_hub()

    def new_hub(self, methods: Methods | None = None) -> Hub:
        access = Access(clock=self.hands.clock)
        hub = Hub(
            self.rig.store, self.rig.stream, access, local=self.table, clock=self.hands.clock, later=self.hands.later,
            methods=methods,
        )  # fmt: skip
        hub.start()
        return hub

    def cookie(self, name: str = "") -> str:
        body = json.dumps({"k": self.hub.access.token, "name": name}).encode()

        async def come_in() -> str:
            task = asyncio.ensure_future(self.hub.join(body, "10.0.0.7"))
            await asyncio.sleep(0)
            self.rig.journal.keep()
            return (await task).cookie

        return asyncio.run(come_in())

    def phone(self, name: str = "") -> Phone:
        return Phone(self, self.cookie(name)).open()

    def settle(self, *phones: Phone) -> None:
        """Keep, tell, read: until nothing is on its way."""
        for _round in range(3):
            self.rig.journal.keep()
            self.hands.turn()
            for phone in phones:
                phone.read()

    @property
    def facts(self) -> str:
        """Every fact of the session as it is on the disk, as one text."""
        return "\n".join(str(tuple(fact)) for fact in self.rig.journal.facts)
