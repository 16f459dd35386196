"""What the coach has told in a session, kept beside it on this computer: a program that starts again repeats nothing.

One small file a session among what is kept for it here alone; it is no fact, in no backup and in no export.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from facilitator.session.coach import Memory, Told

MOST_TOLD = 1_000
"""The newest that are kept; far more than a session hears."""


class CoachNotes:
    """The coach's memory of one session.

    Args:
        file: Where it is kept.
        put: Writes a file, somewhere else than on the window's thread.
    """

    def __init__(self, file: Path, put: Callable[[Path, bytes], object]) -> None:
        self._file, self._put = file, put
        self.memory = Memory()

    def read(self) -> None:
        """What an earlier run left; nothing where there is none or it cannot be read."""
        try:
            found = json.loads(self._file.read_text("utf-8"))
            told = tuple(_told(one) for one in found["told"])
            standing = found["standing"]
            self.memory = Memory(
                told, None if standing is None else _told(standing), str(found["block"]), int(found["quiet_until"])
            )
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            self.memory = Memory()

    def keep(self, memory: Memory) -> None:
        """Keep it, if it is another than before."""
        if memory == self.memory:
            return
        self.memory = memory
        document = {
            "told": memory.told[-MOST_TOLD:],
            "standing": memory.standing,
            "block": memory.block,
            "quiet_until": memory.quiet_until,
        }
        self._put(self._file, json.dumps(document).encode())


def _told(found: Any) -> Told:
    rule, form, at_ms = found
    return Told(str(rule), str(form), int(at_ms))
