"""What the hub remembers on this computer, so that phones go on: kept at once, and truly gone when it is destroyed."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.live.access import Access
from facilitator.live.guests import GuestRow, Link
from facilitator.live.hub import Hub
from facilitator.live.memory import Door, Memory
from tests.session.rig import Rig
from tests.waiting import PATIENCE

STREAM = "0199-session"


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    """Guests, links and the way in come back as they were; a guest kept again is one guest."""
    memory = Memory(tmp_path, STREAM)
    assert memory.door is None
    memory.keep_door(Door("token", "482913", 24000, "192.168.1.5"))
    memory.keep_guest(GuestRow("g1", "hash1", "Lotte", "p1"))
    memory.keep_guest(GuestRow("g2", "hash2"))
    memory.keep_guest(GuestRow("g1", "hash1", "Lotte B", "p1", invited=True))
    memory.keep_link(Link("c1", "g2", "b1"))
    memory.close()
    again = Memory(tmp_path, STREAM)
    assert again.door == Door("token", "482913", 24000, "192.168.1.5")
    assert list(again.guests()) == [GuestRow("g1", "hash1", "Lotte B", "p1", True), GuestRow("g2", "hash2")]
    assert list(again.links()) == [Link("c1", "g2", "b1")]
    again.close()


def test_what_is_destroyed_is_in_no_byte(tmp_path: Path) -> None:
    """A destroyed link, a forgotten guest and an old code are not in the file any more; other sessions keep theirs."""
    memory, other = Memory(tmp_path, STREAM), Memory(tmp_path, "other")
    other.keep_link(Link("card-one", "guest-two"))
    memory.keep_door(Door("token-old", "111111"))
    for number in range(20):
        memory.keep_link(Link(f"card-{number}", "guest-two"))
    memory.keep_guest(GuestRow("guest-two", "hash-two", "Lotte"))
    memory.destroy_links([f"card-{number}" for number in range(20)])
    memory.forget_guest("guest-two")
    memory.keep_door(Door("token-new", "222222"))
    memory.close()
    other.close()
    files = list((tmp_path / "phones").iterdir())
    assert sorted(file.name for file in files) == [f"{STREAM}.jsonl", "other.jsonl"]
    left = (tmp_path / "phones" / f"{STREAM}.jsonl").read_text("utf-8")
    for gone in ("card-", "guest-two", "hash-two", "Lotte", "token-old", "111111"):
        assert gone not in left
    assert "token-new" in left
    assert list(Memory(tmp_path, "other").links()) == [Link("card-one", "guest-two")]


def test_the_end_leaves_nothing(tmp_path: Path) -> None:
    """When the phones of a session are over, its file is gone, and the program knows that nobody goes on."""
    memory = Memory(tmp_path, STREAM)
    memory.keep_guest(GuestRow("g1", "hash"))
    memory.close()
    assert Memory.goes_on(tmp_path, STREAM)
    again = Memory(tmp_path, STREAM)
    again.keep_link(Link("c1", "g1"))
    again.forget()
    assert not Memory.goes_on(tmp_path, STREAM)
    assert not list((tmp_path / "phones").iterdir())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    """The file opens doors, so it is nobody else's, also after it was written anew."""
    memory = Memory(tmp_path, STREAM)
    memory.keep_guest(GuestRow("g1", "hash"))
    memory.keep_guest(GuestRow("g1", "other"))
    memory.close()
    (file,) = (tmp_path / "phones").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_disk_that_refuses_costs_only_the_going_on(tmp_path: Path) -> None:
    """Where nothing can be written the hub goes on, and the next run begins anew."""
    (tmp_path / "phones").write_text("in the way", "utf-8")
    memory = Memory(tmp_path, STREAM)
    memory.keep_guest(GuestRow("g1", "hash"))
    assert [row.guest for row in memory.guests()] == ["g1"]
    memory.close()
    assert list(Memory(tmp_path, STREAM).guests()) == []


def test_who_is_let_in_comes_back_however_the_program_ends(tmp_path: Path) -> None:
    """The writer is late: who was told their cookie finds the door open in the next run, killed or not."""
    late = threading.Event()
    memory = Memory(tmp_path, STREAM)
    memory._writer.submit(late.wait, PATIENCE)
    rig = Rig()

    async def comes_in() -> str:
        hub = Hub(rig.store, rig.stream, Access(), local=memory)
        hub.start()
        asyncio.get_running_loop().call_later(0.05, late.set)
        body = json.dumps({"k": hub.access.token, "name": "Lotte"}).encode()
        return (await hub.join(body, "10.0.0.7")).guest

    guest = asyncio.run(comes_in())
    assert [row.guest for row in Memory(tmp_path, STREAM).guests()] == [guest], "read as by another program, now"
    memory.close()


@given(st.lists(st.tuples(st.sampled_from("kfld"), st.integers(0, 4)), max_size=25), st.binary(max_size=30))
def test_whatever_happens_the_file_says_what_holds(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]], torn: bytes
) -> None:
    """Any order of keeping and destroying, then half a line of a pulled plug: what is read is what held."""
    folder = tmp_path_factory.mktemp("state")
    memory = Memory(folder, STREAM)
    memory.keep_door(Door("t", "1"))
    for step, number in steps:
        if step == "k":
            memory.keep_guest(GuestRow(f"g{number}", f"h{number}"))
        elif step == "f":
            memory.forget_guest(f"g{number}")
        elif step == "l":
            memory.keep_link(Link(f"c{number}", f"g{number}"))
        else:
            memory.destroy_links([f"c{number}"])
    memory.close()
    file = folder / "phones" / f"{STREAM}.jsonl"
    file.write_bytes(file.read_bytes() + torn.replace(b"\n", b""))
    again = Memory(folder, STREAM)
    assert {row.guest for row in again.guests()} == {row.guest for row in memory.guests()}
    assert {link.card for link in again.links()} == {link.card for link in memory.links()}
    assert again.door == Door("t", "1")
    again.keep_link(Link("after the plug", "g9"))
    again.close()
    assert "after the plug" in {link.card for link in Memory(folder, STREAM).links()}
