"""What may go wrong, as sentences for people.

Two roads (a third one, bugs, has no class here): :class:`Rejected` when a rule says no, shown beside the control, and
:class:`FacilitatorError` when the world says no (disk full, damaged file). Both carry an English source sentence and
its parameters; the translation door words them outside, so that this package needs no catalogue.
"""

from __future__ import annotations

from typing import ClassVar


class Told(Exception):
    """A sentence for a person: ``message`` is the English source with ``{named}`` places, ``params`` fill them."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        """The English sentence with its parameters put in."""
        return fill(self.message, self.params)


class Rejected(Told):
    """A rule said no to a command. Nothing changed."""


class FacilitatorError(Told):
    """The world said no. The sentence says what happened, what was kept and what to do.

    ``mistake`` is true where the person who asked can mend it by asking differently (a wrong file, a missing folder).
    """

    mistake: ClassVar[bool] = False


def fill(message: str, params: dict[str, object]) -> str:
    """Put ``params`` into the ``{named}`` places of ``message``, each once, never reading braces inside a value."""
    parts = message.split("{")
    if len(parts) == 1:
        return message
    out = [parts[0]]
    for part in parts[1:]:
        name, brace, rest = part.partition("}")
        out.append(f"{params[name]}{rest}" if brace and name in params else "{" + part)
    return "".join(out)
