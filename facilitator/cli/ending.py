"""Being told to end: by the system, by a script, by a terminal that closes. It ends as Ctrl+C does, tidily."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

ENDINGS = tuple(one for name in ("SIGTERM", "SIGHUP") if (one := getattr(signal, name, None)) is not None)


class Ended(KeyboardInterrupt):
    """Told to end. ``code`` is the exit code shells know it by: 128 and the signal's number."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number


class Heard:
    """Whether the process was told to end, and the exit code for it; None while it was not.

    Libraries that catch everything, as ReportLab does in places, turn the exception into another one of theirs.
    """

    def __init__(self) -> None:
        self.code: int | None = None


@contextlib.contextmanager
def tidily() -> Iterator[Heard]:
    """Raise :class:`Ended` where the process would just be gone; told twice, it is gone.

    What whoever started us has us ignore stays ignored: Ctrl+C in the background, a closed terminal with ``nohup``.
    """
    heard = Heard()
    if threading.current_thread() is not threading.main_thread():
        yield heard
        return
    ours = [one for one in ENDINGS if signal.getsignal(one) is signal.SIG_DFL]
    keys = signal.getsignal(signal.SIGINT) is signal.default_int_handler

    def end(number: int, _frame: FrameType | None) -> None:
        for one in ours:
            signal.signal(one, signal.SIG_DFL)
        heard.code = 128 + number
        raise Ended(number)

    def stop(number: int, frame: FrameType | None) -> None:
        heard.code = 128 + number
        signal.default_int_handler(number, frame)

    for one in ours:
        signal.signal(one, end)
    if keys:
        signal.signal(signal.SIGINT, stop)
    try:
        yield heard
    finally:
        for one in ours:
            signal.signal(one, signal.SIG_DFL)
        if keys:
            signal.signal(signal.SIGINT, signal.default_int_handler)
