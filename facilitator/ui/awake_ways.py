"""How each system is asked to stay awake: the desktop's bus on Linux, a thread's flag on Windows, a helper on the Mac.

Everything held here ends with the program by itself: bus connections close, a thread's flag goes with the thread, the
helper watches our process.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

from facilitator.ui.awake import Held, Way
from facilitator.ui.awake_bus import Bus, Call, session_address, system_address
from facilitator.words import _

PATIENCE_MS = 2000
NAME = "Facilitator"
SUSPEND, IDLE = 4, 8
"""What the portal is asked to hold off."""
ES_CONTINUOUS, ES_SYSTEM_REQUIRED, ES_DISPLAY_REQUIRED = 0x80000000, 0x1, 0x2


def way_here() -> Way:
    """The way of this system."""
    if sys.platform == "win32":
        return WindowsWay(ctypes.windll.kernel32.SetThreadExecutionState)
    if sys.platform == "darwin":
        return HelperWay(("/usr/bin/caffeinate", "-di", "-w", str(os.getpid())))
    return BusWay()


class BusWay:
    """Linux and its like: screen saver, portal or logind keep it awake; notifications wait where they can."""

    def __init__(self, session: str = "", system: str = "") -> None:
        self._session, self._system = session, system
        self.buses: list[Bus] = []

    def hold(self) -> Held:
        """Ask everybody who may have a say; one yes is enough to stay awake."""
        why = _("A session is running")
        saver, power = "org.freedesktop.ScreenSaver", "org.freedesktop.PowerManagement.Inhibit"
        portal, login = "org.freedesktop.portal", "org.freedesktop.login1"
        notes = "org.freedesktop.Notifications"
        screens = [
            Call(saver, "/org/freedesktop/ScreenSaver", saver, "Inhibit", (NAME, why)),
            Call(
                f"{portal}.Desktop", "/org/freedesktop/portal/desktop", f"{portal}.Inhibit", "Inhibit",
                ("", SUSPEND | IDLE, {"reason": why}),
            ),
            Call(power, "/org/freedesktop/PowerManagement/Inhibit", power, "Inhibit", (NAME, why)),
        ]  # fmt: skip
        quiet = Call(notes, "/org/freedesktop/Notifications", notes, "Inhibit", (NAME.lower(), why, {}))
        sleep = Call(
            login, "/org/freedesktop/login1", f"{login}.Manager", "Inhibit", ("idle:sleep", NAME, why, "block")
        )
        session = self._bus(self._session or session_address())
        awake = session is not None and any(_yes(session, call) for call in screens)
        held_back = session is not None and _yes(session, quiet)
        system = self._bus(self._system or system_address())
        asleep_never = system is not None and _yes(system, sleep)
        return Held(awake or asleep_never, held_back)

    def _bus(self, address: str) -> Bus | None:
        try:
            bus = Bus(address)
        except OSError:
            return None
        self.buses.append(bus)
        return bus

    def release(self) -> None:
        """Leave the buses."""
        while self.buses:
            self.buses.pop().close()


def _yes(bus: Bus, call: Call) -> bool:
    try:
        return bus.ask(call)
    except OSError:
        return False


class WindowsWay:
    """Windows keeps the flag with the thread that set it: a thread of our own sets it, waits, and takes it back."""

    def __init__(self, set_state: Callable[[int], int]) -> None:
        self._set_state = set_state
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def hold(self) -> Held:
        """Start the thread, and hear what the system said."""
        answered, said = threading.Event(), [0]
        self._done = done = threading.Event()

        def keep() -> None:
            try:
                said[0] = self._set_state(ES_CONTINUOUS | ES_SYSTEM_REQUIRED | ES_DISPLAY_REQUIRED)
            finally:
                answered.set()
            done.wait()
            self._set_state(ES_CONTINUOUS)

        self._thread = threading.Thread(target=keep, name="keep awake", daemon=True)
        self._thread.start()
        answered.wait(PATIENCE_MS / 1000)
        return Held(said[0] != 0)

    def release(self) -> None:
        """Let the thread end."""
        self._done.set()
        if self._thread is not None:
            self._thread.join(PATIENCE_MS / 1000)
            self._thread = None


class HelperWay:
    """A small program of the system that keeps it awake while it runs."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self.process: subprocess.Popen[bytes] | None = None

    def hold(self) -> Held:
        """Start it."""
        nothing = subprocess.DEVNULL
        self.process = subprocess.Popen(self._command, stdin=nothing, stdout=nothing, stderr=nothing)
        return Held(True)

    def release(self) -> None:
        """End it, and wait until it has ended."""
        process, self.process = self.process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(PATIENCE_MS / 1000)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
