"""The pulse of a running session: how far its time had come, so that a program that was killed goes on from there.

Wall clocks cannot be asked: one may have been set while the program was gone. What the system counts since it was
started can be, as long as it was not started again; then only the wall clock is left.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FILE_NAME = "pulse.json"
LONGEST = 4_096


@dataclass(frozen=True, slots=True)
class Pulse:
    """``session_ms`` is the session's time (ms UTC) when the system's steady count stood at ``steady_ms``."""

    boot: str
    steady_ms: int
    session_ms: int
    session: str = ""
    """The session that ran (its id)."""


def boot_id() -> str:
    """What tells one start of this system from another; empty where the system does not say."""
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    return ""


def read(file: Path) -> Pulse | None:
    """The last pulse, None where there is none that can be read."""
    try:
        with file.open("rb") as stream:
            found = json.loads(stream.read(LONGEST))
        boot, steady, session = found["boot"], found["steady_ms"], found["session_ms"]
        which = found.get("session", "")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if type(boot) is not str or type(steady) is not int or type(session) is not int or type(which) is not str:
        return None
    return Pulse(boot, steady, session, which)


def write(file: Path, pulse: Pulse) -> None:
    """Keep a pulse, whole or not at all. A pulse that cannot be kept is no harm: the wall clock stands in."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}.{os.getpid()}.new")
        new.write_text(json.dumps(asdict(pulse)), "ascii")
        new.replace(file)


def forget(file: Path) -> None:
    """Nothing runs any more."""
    with contextlib.suppress(OSError):
        file.unlink(missing_ok=True)


def now_by(pulse: Pulse | None, boot: str, steady_ms: int, wall_ms: int, newest_ms: int) -> int:
    """The session's time now, in ms UTC: by the pulse where the system was not started again, else by the wall clock.

    It never stands before the newest fact: what was said was said.
    """
    if pulse is not None and boot and pulse.boot == boot and steady_ms >= pulse.steady_ms:
        return max(pulse.session_ms + steady_ms - pulse.steady_ms, newest_ms)
    return max(wall_ms, newest_ms)
