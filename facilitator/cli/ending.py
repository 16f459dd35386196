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


@contextlib.contextmanager
def tidily() -> Iterator[None]:
    """Raise :class:`Ended` where the process would just be gone; told twice, it is gone.

    What whoever started us has us ignore stays ignored: Ctrl+C in the background, a closed terminal with ``nohup``.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = [one for one in ENDINGS if signal.getsignal(one) is signal.SIG_DFL]

    def end(number: int, _frame: FrameType | None) -> None:
        for one in ours:
            signal.signal(one, signal.SIG_DFL)
        raise Ended(number)

    for one in ours:
        signal.signal(one, end)
    try:
        yield
    finally:
        for one in ours:
            signal.signal(one, signal.SIG_DFL)
