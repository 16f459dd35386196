"""Keeping the laptop awake: asked off the window's thread, given back always, and never in the way of a session."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.ui import awake_bus, awake_ways
from facilitator.ui.awake import Awake, Held
from facilitator.ui.awake_ways import (
    ES_CONTINUOUS,
    ES_DISPLAY_REQUIRED,
    ES_SYSTEM_REQUIRED,
    BusWay,
    HelperWay,
    WindowsWay,
    way_here,
)
from tests.waiting import PATIENCE, until


class Script:
    """A way that does as told and remembers what was asked, and in which thread."""

    def __init__(self, held: Held | Exception = Held(True)) -> None:  # noqa: B008
        self.answer = held
        self.asked: list[str] = []
        self.threads: set[int] = set()
        self.gate = threading.Event()
        self.gate.set()

    def hold(self) -> Held:
        self.asked.append("hold")
        assert self.gate.wait(PATIENCE)
        self.threads.add(threading.get_ident())
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def release(self) -> None:
        self.asked.append("release")
        self.threads.add(threading.get_ident())
        if isinstance(self.answer, Exception):
            raise self.answer


def run(work: object) -> None:
    """Run in a loop of its own."""
    asyncio.run(work)  # type: ignore[arg-type]


def test_it_is_held_once_and_given_back_once_off_the_windows_thread() -> None:
    """Asking twice asks the system once; the calling thread never waits for it."""
    way, told = Script(), list[str]()

    async def course() -> None:
        awake = Awake(told.append, way)
        awake.hold()
        awake.hold()
        await until(lambda: awake.held is not None)
        awake.release()
        awake.release()
        await until(lambda: way.asked == ["hold", "release"])
        assert awake.held is None

    run(course())
    assert threading.get_ident() not in way.threads
    assert told == []


def test_a_change_of_mind_while_the_system_thinks_is_followed() -> None:
    """Held and let go before the system answered: in the end it is let go."""
    way = Script()
    way.gate.clear()

    async def course() -> None:
        awake = Awake(lambda words: None, way)
        awake.hold()
        await until(lambda: way.asked)
        awake.release()
        way.gate.set()
        await until(lambda: len(way.asked) == 2)
        await until(lambda: awake.held is None)

    run(course())
    assert way.asked == ["hold", "release"]


def test_what_is_not_possible_is_said_once_in_one_sentence_each() -> None:
    """No way to stay awake, none to hold notifications back: two sentences, not again for the next activity."""
    told: list[str] = []

    async def course() -> None:
        awake = Awake(told.append, Script(Held(False, False)))
        for _time in range(2):
            awake.hold()
            await until(lambda: awake.held is not None)
            awake.release()
            await until(lambda: awake.held is None)

    run(course())
    assert told == [
        "The program cannot keep this laptop awake. Switch sleep off in the system’s settings.",
        "Notifications may show over the room screen. Switch on “Do not disturb”.",
    ]


def test_a_system_that_fails_stops_nothing() -> None:
    """Whatever the other side throws, nothing is raised here, and the sentence is said."""
    told: list[str] = []

    async def course() -> None:
        awake = Awake(told.append, Script(OSError("gone")))
        awake.hold()
        await until(lambda: awake.held is not None)
        awake.close()
        assert awake.held is None

    run(course())
    assert told[0].startswith("The program cannot keep")


def test_closing_gives_back_and_waits_for_nobody() -> None:
    """When the program ends nothing is left held, and the window does not wait for a system that is slow."""
    slow = threading.Event()

    class Slow(Script):
        def release(self) -> None:
            assert slow.wait(PATIENCE)
            super().release()

    way = Slow()

    async def course() -> None:
        awake = Awake(lambda words: None, way)
        awake.hold()
        await until(lambda: awake.held is not None)
        awake.close()
        assert awake.held is None
        assert way.asked == ["hold"]
        slow.set()
        await until(lambda: way.asked == ["hold", "release"])

    run(course())


def test_windows_keeps_and_takes_back_the_flag_in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The flag belongs to the thread that set it, so the same one clears it."""
    monkeypatch.setattr(awake_ways, "PATIENCE_MS", PATIENCE * 1000)
    asked: list[tuple[int, int]] = []

    def set_state(flags: int) -> int:
        asked.append((flags, threading.get_ident()))
        return 1

    way = WindowsWay(set_state)
    assert way.hold() == Held(True)
    way.release()
    (first, one), (second, other) = asked
    assert first == ES_CONTINUOUS | ES_SYSTEM_REQUIRED | ES_DISPLAY_REQUIRED
    assert (second, other) == (ES_CONTINUOUS, one)
    assert one != threading.get_ident()
    assert WindowsWay(lambda flags: 0).hold() == Held(False)


def test_a_helper_runs_while_held_and_is_ended() -> None:
    """The program that keeps a Mac awake: started, ended, waited for."""
    way = HelperWay((sys.executable, "-c", "import time; time.sleep(60)"))
    assert way.hold().awake
    process = way.process
    assert process is not None
    assert process.poll() is None
    way.release()
    assert process.poll() is not None
    way.release()


_SERVICE = """
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, QTimer, Slot
from PySide6.QtDBus import QDBusConnection
app = QCoreApplication([])
bus = QDBusConnection.sessionBus()
others, timer = set(), QTimer()
def look():
    now = {name for name in bus.interface().registeredServiceNames().value() if name.startswith(":")}
    now.discard(bus.baseService())
    if now != others:
        print("there" if now else "gone", flush=True)
        others.clear()
        others.update(now)
timer.timeout.connect(look)
@ClassInfo(**{"D-Bus Interface": "org.freedesktop.ScreenSaver"})
class Saver(QObject):
    @Slot(str, str, result="uint")
    def Inhibit(self, name, why):
        print("awake", name, why, flush=True)
        timer.start(20)
        return 7
saver = Saver()
bus.registerObject("/org/freedesktop/ScreenSaver", saver, QDBusConnection.RegisterOption.ExportAllSlots)
bus.registerService("org.freedesktop.ScreenSaver")
print("ready", flush=True)
app.exec()
"""


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bus of its own, which is waited for; its address."""
    monkeypatch.setattr(awake_bus, "PATIENCE_S", PATIENCE)
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("no D-Bus here")
    command = [daemon, "--session", f"--address=unix:path={tmp_path}/bus", "--print-address", "--nofork", "--nopidfile"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


def test_on_a_desktops_bus_the_screen_saver_is_asked_and_let_go(bus: str) -> None:
    """A real bus with a screen saver on it: it hears our name and why, and we leave the bus on release."""
    environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _SERVICE]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as service:
        try:
            assert service.stdout is not None
            assert service.stdout.readline() == "ready\n"
            way = BusWay(bus, "unix:path=/nowhere/at/all")
            assert way.hold() == Held(True, False)
            assert service.stdout.readline() == "awake Facilitator A session is running\n"
            assert service.stdout.readline() == "there\n"
            way.release()
            assert service.stdout.readline() == "gone\n"
        finally:
            service.terminate()


def test_a_bus_with_nobody_on_it_says_that_it_is_not_possible(bus: str) -> None:
    """No screen saver, no notifications, no logind: an honest no, and nothing left open."""
    way = BusWay(bus, "unix:path=/nowhere/at/all")
    assert way.hold() == Held(False, False)
    way.release()
    assert way.buses == []


_PORTAL = """
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection
app = QCoreApplication([])
bus = QDBusConnection.sessionBus()
@ClassInfo(**{"D-Bus Interface": "org.freedesktop.portal.Inhibit"})
class Portal(QObject):
    @Slot(str, "uint", "QVariantMap", result=str)
    def Inhibit(self, window, flags, options):
        print([window, flags, options], flush=True)
        return "handle"
portal = Portal()
bus.registerObject("/org/freedesktop/portal/desktop", portal, QDBusConnection.RegisterOption.ExportAllSlots)
bus.registerService("org.freedesktop.portal.Desktop")
print("ready", flush=True)
app.exec()
"""


def test_the_portal_is_asked_where_there_is_no_screen_saver(bus: str) -> None:
    """Numbers and mappings arrive as they were meant: hold off suspending and idling, and why."""
    environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _PORTAL]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as service:
        try:
            assert service.stdout is not None
            assert service.stdout.readline() == "ready\n"
            way = BusWay(bus, "unix:path=/nowhere/at/all")
            assert way.hold().awake
            assert service.stdout.readline() == "['', 12, {'reason': 'A session is running'}]\n"
            way.release()
        finally:
            service.terminate()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no such sockets here")
@pytest.mark.parametrize("answer", [b"", b"ERR\r\n", b"OK 1\r\nAGREE_UNIX_FD\r\n" + b"\xff" * 64, b"x" * 5000])
def test_a_bus_that_is_none_or_says_nothing_is_waited_for_with_a_bound(
    answer: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silence, a refusal, nonsense: each ends in an honest no, and the other threads go on meanwhile."""
    monkeypatch.setattr(awake_bus, "PATIENCE_S", 0.2)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "bus"))
        server.listen()
        others: list[socket.socket] = []

        def serve() -> None:
            other, _address = server.accept()
            others.append(other)
            with contextlib.suppress(OSError):  # it may have stopped waiting
                other.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        way = BusWay(f"unix:path={tmp_path}/bus", "unix:path=/nowhere/at/all")
        assert way.hold() == Held(False, False)
        thread.join(PATIENCE)
        others[0].close()


def test_addresses_are_read_as_the_desktop_writes_them() -> None:
    """A path, an abstract name, the first of several; others are none for us."""
    assert awake_bus.place("unix:path=/run/user/1000/bus,guid=ab") == "/run/user/1000/bus"
    assert awake_bus.place("unix:abstract=/run/dbus-x") == "\0/run/dbus-x"
    assert awake_bus.place("tcp:host=localhost;unix:path=/b") == "/b"
    assert awake_bus.place("autolaunch:") is None


def test_a_message_that_is_none_is_no_crash() -> None:
    """Fields cut off or of an unknown sort: an error of the connection or no answer, whatever the bytes."""
    call = awake_bus.Call("a.b", "/c", "a.b", "D", ("x", 7, {"k": "v"}))
    whole = awake_bus.message(call, 3)
    assert awake_bus.answers_to(whole) is None, "a call answers nothing"
    for end in range(16, len(whole)):
        try:
            awake_bus.answers_to(whole[:end])
        except (IndexError, struct.error):
            continue


def test_this_system_has_a_way() -> None:
    """Whatever runs the tests: there is a way to ask, and making it asks nothing yet."""
    assert type(way_here()) in (BusWay, WindowsWay, HelperWay)
