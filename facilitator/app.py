"""The story of start and stop.

A call with a command goes to the command line and never touches a window. Otherwise, in this order: the crash doors are
set, the words and settings read, the Qt application made; a second start on the same library brings the first window to
the front and ends. The library is opened in a thread (its migrations and locks may take a moment) while the frame is
painted; then the window gets its services and shows. From there on one loop carries everything.

Stopping unwinds the same stack backwards: the window's geometry, what is heard and not yet kept, the writer's lease,
the lock. Closing the last window only rings a bell; nothing is torn down while the loop still has work.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

INTERRUPTED = 130
"""Ended by Ctrl+C, as shells count it: 128 and the signal's number."""

WINDOW_OPTIONS = {"--library": 1, "--session": 1, "--full-screen": 0}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(words)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(words: list[str]) -> int:
    if not _wants_window(words):
        from facilitator import cli

        return cli.main(words)
    if not has_screen():
        from facilitator import cli
        from facilitator.words import _

        cli.speak_utf8(sys.stderr)
        note = _("facilitator: there is no screen here, so the sample session is played instead. Commands: --help")
        print(note, file=sys.stderr)
        return cli.main(["demo"])
    from facilitator.window import run

    return run(words)


def has_screen() -> bool:
    """Whether a window can be shown: on Linux somebody must say where, elsewhere there always is a place."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _wants_window(words: list[str]) -> bool:
    """Whether these words hold window options and nothing else: then no grammar needs to be built."""
    rest = list(words)
    while rest:
        name, equals, _value = rest.pop(0).partition("=")
        if name not in WINDOW_OPTIONS:
            return False
        if WINDOW_OPTIONS[name] and not equals:
            if not rest:
                return False
            rest.pop(0)
    return True
