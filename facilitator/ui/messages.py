"""What the window tells a person: one short line at a time, and what they can do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from facilitator.session.errors import Told
from facilitator.words import tell

STAYS_MS = 4000
UNDO_MS = 8000


@dataclass(frozen=True)
class Message:
    """One line. ``warns`` stays until it is dismissed; ``action`` is a word and what it does, ``key`` its key.

    ``undoes`` takes back the last step: once another one is made, the line would take back that one.
    """

    words: str
    icon: str = "circle-check"
    warns: bool = False
    action: str = ""
    does: Callable[[], object] | None = None
    key: str = ""
    stays_ms: int = STAYS_MS
    undoes: bool = False


class Messages(QObject):
    """The one way to say something.

    Signals:
        said: a message to show (a :class:`Message`).
    """

    said = Signal(object)

    def say(self, words: str, *, action: str = "", does: Callable[[], object] | None = None) -> None:
        """Something was done."""
        self.said.emit(Message(words, action=action, does=does))

    def undoable(self, words: str, action: str, does: Callable[[], object], key: str) -> None:
        """Something was done that can be taken back."""
        self.said.emit(Message(words, "", action=action, does=does, key=key, stays_ms=UNDO_MS, undoes=True))

    def warn(self, words: str, *, action: str = "", does: Callable[[], object] | None = None) -> None:
        """Something is wrong; it stays until it is dismissed."""
        self.said.emit(Message(words, "triangle-alert", warns=True, action=action, does=does))

    def refused(self, error: Told) -> None:
        """A rule, or the world, said no."""
        self.warn(worded(error))


def worded(error: BaseException) -> str:
    """An error's sentence in the person's language."""
    return tell(error.message, error.params) if isinstance(error, Told) else str(error)
