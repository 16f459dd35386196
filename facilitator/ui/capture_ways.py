"""What a line carries besides its words: how it may leave the room, the number of a paper card; and saying it again.

Consent is asked for at the moment of capture and holds for one line; the next one is as lines usually are here.
"""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QObject, Signal

from facilitator.session.contributions import DO_NOT_CARRY, PARAPHRASE, QUOTE
from facilitator.session.notation import Line
from facilitator.ui.widgets.chips import Chip
from facilitator.words import _

ORDER = (QUOTE, PARAPHRASE, DO_NOT_CARRY)
CONSENT_KEY, REPEAT_KEY, PAPER_KEY = "Ctrl+Shift+Q", "Ctrl+D", "Ctrl+Shift+P"
_NUMBER = re.compile(r"\s*(\d{1,4})[\s.)]+(?=\S)")


def consent_word(consent: str) -> str:
    """How something may be carried out of the room, in a few words."""
    return {
        QUOTE: _("May be quoted"),
        PARAPHRASE: _("Only in other words"),
        DO_NOT_CARRY: _("Stays in the room"),
    }[consent]


class Ways(QObject):
    """The state beside the line.

    Signals:
        changed: something of it is different.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.consent = self._usual = QUOTE
        self.paper: int | None = None
        """The number of the next paper card; None while nobody types paper in."""
        self.head = ""
        """Sign and names of the line before, to be said again."""

    def start_with(self, consent: str) -> None:
        """How this line may be carried, and every later one where nothing else is said."""
        self.consent = self._usual = consent
        self.changed.emit()

    def next_consent(self) -> None:
        """The next way it may be carried."""
        self.consent = ORDER[(ORDER.index(self.consent) + 1) % len(ORDER)]
        self.changed.emit()

    def type_paper(self, on: bool) -> None:
        """Begin typing numbered cards in, or stop."""
        self.paper = 1 if on else None
        self.changed.emit()

    def numbered(self, text: str) -> tuple[int | None, str]:
        """While paper is typed in, a number before the words is the card's own: ``12 Ana: …``."""
        found = _NUMBER.match(text) if self.paper is not None else None
        if found is None:
            return self.paper, text
        return int(found.group(1)), text[found.end() :]

    def stamps(self, number: int | None) -> dict[str, Any]:
        """The fields of the contribution that say it."""
        found: dict[str, Any] = {}
        if self.consent != QUOTE:
            found["consent"] = self.consent
        if number is not None:
            found["source"] = _("paper card {number}").format(number=number)
        return found

    def chips(self, number: int | None) -> list[Chip]:
        """The same, to be seen before it is given."""
        found: list[Chip] = []
        if number is not None:
            found.append(Chip(_("card {number}").format(number=number), "sticky-note"))
        if self.consent != QUOTE:
            found.append(Chip(consent_word(self.consent), "lock", "semantic.warning"))
        return found

    def given(self, line: Line, text: str, number: int | None) -> None:
        """A line was given: remember how it began, and begin the next one afresh."""
        body = line.text.split("\n", 1)[0][:24]
        at = text.find(body) if body and not line.literal else -1
        self.head = text[:at] if at > 0 else ""
        self.consent = self._usual
        if number is not None and self.paper is not None:
            self.paper = number + 1
        self.changed.emit()
