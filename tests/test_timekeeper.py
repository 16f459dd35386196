"""The session's time: steady while it runs, and found again after the program was gone."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator import pulse
from facilitator.session.activities import EndActivity, StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.ports import uuid7
from facilitator.session.running import MINUTE, CloseSession, remaining_ms
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.timekeeper import Timekeeper
from tests.session.rig import Kept
from tests.waiting import PATIENCE, until

DAY = 86_400_000


class Machine:
    """A computer: its wall clock can be set, what it counts since its start cannot."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.wall, self.count, self.boot = 1_773_322_200_000, 5_000, "first"

    def passes(self, ms: int) -> None:
        self.wall += ms
        self.count += ms

    def program(self) -> Timekeeper:
        """The program is started."""
        return Timekeeper(self.file, wall=lambda: self.wall, steady=lambda: self.count, boot=lambda: self.boot)


def running(machine: Machine) -> tuple[Timekeeper, Store, str]:
    """A program in which a block of ten minutes runs."""
    program = machine.program()
    store = Store(Kept(), clock=program.clock)
    program.listen(store)
    session = uuid7()
    store.dispatch(session, CreateSession(title="S"))
    store.dispatch(session, AddBlock(block="a", title="A", minutes=10))
    store.dispatch(session, StartActivity(block="a"))
    return program, store, session


def left(store: Store, session: str) -> float:
    state = store.state(session)
    return remaining_ms(state, state.agenda.by_id["a"], store.now_ms()) / MINUTE


@pytest.mark.parametrize("jump", [DAY, -DAY, 3_600_000, -3_600_000])
def test_setting_the_clock_disturbs_nothing(tmp_path: Path, jump: int) -> None:
    """The clock is set by a day or an hour while a block runs: its time goes on, and so do the stamps of facts."""
    machine = Machine(tmp_path / "pulse.json")
    _program, store, session = running(machine)
    machine.passes(2 * MINUTE)
    machine.wall += jump
    machine.passes(MINUTE)
    assert left(store, session) == 7
    store.dispatch(session, EndActivity())
    block = store.state(session).agenda.by_id["a"]
    assert block.started_ms is not None
    assert block.ended_ms == block.started_ms + 3 * MINUTE


def test_when_nothing_runs_the_wall_holds(tmp_path: Path) -> None:
    """After the end the clock is the machine's again, and no pulse is left."""
    machine = Machine(tmp_path / "pulse.json")
    program, store, session = running(machine)
    machine.wall += DAY
    store.dispatch(session, CloseSession())
    assert not program.clock.held
    assert store.now_ms() == machine.wall
    store.undo(session)
    assert program.clock.held


@pytest.mark.asyncio
@pytest.mark.parametrize("jump", [0, DAY, -DAY])
async def test_killed_and_started_again(tmp_path: Path, jump: int) -> None:
    """Killed while a block runs, the clock set meanwhile, started again: the time is what has really passed."""
    machine = Machine(tmp_path / "pulse.json")
    program, store, session = running(machine)
    machine.passes(MINUTE)
    await program.keep()
    machine.passes(MINUTE)
    machine.wall += jump
    again = machine.program()
    other = Store(Kept("w2"), clock=again.clock)
    again.listen(other)
    other.adopt(store.ledger(session))
    await again.opened(session, other.state(session))
    machine.passes(MINUTE)
    assert left(other, session) == 7
    other.dispatch(session, EndActivity())
    assert not again.clock.held
    assert not machine.file.exists()


@pytest.mark.asyncio
async def test_after_a_new_start_of_the_system_the_wall_is_asked(tmp_path: Path) -> None:
    """The count began anew: then the wall clock stands in, never before what was said."""
    machine = Machine(tmp_path / "pulse.json")
    program, store, session = running(machine)
    machine.passes(MINUTE)
    await program.keep()
    machine.wall += 4 * MINUTE
    machine.count, machine.boot = 10, "second"
    again = machine.program()
    other = Store(Kept("w2"), clock=again.clock)
    other.adopt(store.ledger(session))
    await again.opened(session, other.state(session))
    assert left(other, session) == 5


@pytest.mark.asyncio
async def test_ended_while_it_is_opened_the_wall_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs is opened, and ended by somebody else before its time was found again: no clock is held for it."""
    machine = Machine(tmp_path / "pulse.json")
    program, store, session = running(machine)
    await program.keep()
    again = machine.program()
    other = Store(Kept("w2"), clock=again.clock)
    again.listen(other)
    other.adopt(store.ledger(session))
    read, asked, go_on = pulse.read, threading.Event(), threading.Event()

    def slowly(file: Path) -> pulse.Pulse | None:
        asked.set()
        assert go_on.wait(PATIENCE)
        return read(file)

    monkeypatch.setattr(pulse, "read", slowly)
    opening = asyncio.ensure_future(again.opened(session, other.state(session)))
    await until(asked.is_set)
    other.dispatch(session, CloseSession())
    go_on.set()
    await opening
    assert not again.clock.held
    assert await again.running() == ""


@given(data=st.binary(max_size=200))
def test_a_spoilt_pulse_is_none(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Whatever stands in the file, reading it gives a pulse or None."""
    file = tmp_path_factory.mktemp("pulse") / "pulse.json"
    file.write_bytes(data)
    assert pulse.read(file) is None or isinstance(pulse.read(file), pulse.Pulse)


def test_a_pulse_comes_back(tmp_path: Path) -> None:
    """What is kept is read again; where it cannot be kept, nothing happens."""
    kept = pulse.Pulse("x", 5, 10)
    pulse.write(tmp_path / "new" / "pulse.json", kept)
    assert pulse.read(tmp_path / "new" / "pulse.json") == kept
    (tmp_path / "file").write_text("")
    pulse.write(tmp_path / "file" / "pulse.json", kept)
    pulse.forget(tmp_path / "file" / "pulse.json")
    assert pulse.read(tmp_path / "file" / "pulse.json") is None


@pytest.mark.asyncio
async def test_the_running_session_is_found_again(tmp_path: Path) -> None:
    """Which session runs is known, also by the next program after a kill, and by nobody once it is over."""
    machine = Machine(tmp_path / "pulse.json")
    program, store, session = running(machine)
    assert await program.running() == session
    await program.keep()
    again = machine.program()
    assert await again.running() == session
    store.dispatch(session, CloseSession())
    assert await program.running() == ""
    assert await machine.program().running() == ""


def test_a_clock_set_back_between_two_activities(tmp_path: Path) -> None:
    """Set back by an hour while nothing runs, or before the first start: the next activity's time goes on at once."""
    machine = Machine(tmp_path / "pulse.json")
    _program, store, session = running(machine)
    store.dispatch(session, AddBlock(block="b", title="B", minutes=10))
    machine.passes(MINUTE)
    store.dispatch(session, EndActivity())
    machine.wall -= 60 * MINUTE
    store.dispatch(session, StartActivity(block="b"))
    machine.passes(2 * MINUTE)
    state = store.state(session)
    assert remaining_ms(state, state.agenda.by_id["b"], store.now_ms()) == 8 * MINUTE
