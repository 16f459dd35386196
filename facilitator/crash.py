"""What happens when the program is wrong: nothing is lost, it is said, and a report can be copied.

Every change was given to the record the moment it was made, so by the time a fault shows the work is safe. A report
holds versions, the places in the code and the last records of the log; neither holds anybody's words (see
:mod:`facilitator.logs`). A fault so hard that no Python runs any more leaves a file, read at the next start.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import faulthandler
import logging
import os
import platform
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from facilitator import __version__, logs

Listener = Callable[[str], None]
"""Hears the report of a fault; may be called in any thread."""

_FAULTS = "fault-*.log"
_OLD_SECONDS = 86_400
_log = logging.getLogger(__name__)
_listeners: list[Listener] = []
_earlier: list[str] = []
_file: IO[str] | None = None


def install(folder: Path) -> None:
    """Set the doors: Python's own hooks, threads, and the file of last resort in ``folder``."""
    global _file
    sys.excepthook = _excepthook
    threading.excepthook = _thread_hook
    _collect(folder)
    if _file is not None:
        return
    name = folder / f"fault-{os.getpid()}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _file = name.open("w", encoding="utf-8")
    except OSError:
        _log.warning("The file for hard faults cannot be written; going on without it.")
        return
    faulthandler.enable(_file)
    atexit.register(_leave, name)


def listen(listener: Listener) -> Callable[[], None]:
    """Hear of every fault from now on. Returns the function that ends it."""
    _listeners.append(listener)

    def end() -> None:
        if listener in _listeners:
            _listeners.remove(listener)

    return end


def earlier() -> str:
    """The report of a fault so hard that an earlier run could not tell it; empty when there was none."""
    return "\n\n".join(_earlier)


def report(error: BaseException) -> str:
    """A report of a fault, without anybody's words."""
    return "\n".join([*_head(), "", *logs.describe(error), "", "The last records of the log:", *logs.recent()[-60:]])


def caught(error: BaseException) -> None:
    """A fault caught at one of the program's doors: into the log, then to whoever listens. Never raises."""
    try:
        _log.error("A fault was caught.", exc_info=error)
        text = report(error)
    except Exception:  # a report that fails must not hide what it was to report
        text = "\n".join(_head())
    if not _listeners:
        with contextlib.suppress(Exception):
            sys.stderr.write(text + "\n")
    for listener in tuple(_listeners):
        with contextlib.suppress(Exception):
            listener(text)


def in_loop(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """The event loop's door: for ``loop.set_exception_handler``."""
    error = context.get("exception")
    if isinstance(error, BaseException):
        caught(error)
    else:
        loop.default_exception_handler(context)


def _excepthook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    if error.__traceback__ is None:
        error = error.with_traceback(trace)
    caught(error)


def _thread_hook(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None and not issubclass(given.exc_type, SystemExit):
        caught(given.exc_value)


def _head() -> list[str]:
    qt = sys.modules.get("PySide6")
    return [
        f"Facilitator {__version__}",
        f"Python {platform.python_version()}, PySide6 {getattr(qt, '__version__', 'not loaded')}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    ]


def _collect(folder: Path) -> None:
    """Read what hard faults of earlier runs left, and clear it away."""
    with contextlib.suppress(OSError):
        for left in sorted(folder.glob(_FAULTS)):
            with contextlib.suppress(OSError):
                text = left.read_text("utf-8", "replace").strip()
                if text:
                    _earlier.append(text[-20_000:])
                if text or time.time() - left.stat().st_mtime > _OLD_SECONDS:
                    left.unlink()


def _leave(name: Path) -> None:
    """A clean end: the file of last resort is not needed."""
    global _file
    faulthandler.disable()
    if _file is not None:
        _file.close()
        _file = None
    with contextlib.suppress(OSError):
        name.unlink()
