"""What a person may choose about an export."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.session.conversations import BOTH, GARDEN
from facilitator.session.privacy import Audience, Gate, Names
from facilitator.session.state import SessionState

PAPERS = ("a4", "letter")
NAMELESS_RULES = frozenset({"chatham_house", "everything_stays"})
"""Rules of the room under which nobody is named in what leaves it (domain, section 7.2)."""


@dataclass(frozen=True, slots=True)
class Options:
    """How an export is made.

    Attributes:
        audience: For whom.
        names: How people appear; None means full names, and none in the researcher's edition.
        paper: ``a4`` or ``letter``, for formats with pages.
        language: The language of the report (a tag such as ``de``); None means the program's.
        organisation: Printed on the cover where the session says nothing else.
        learning: What the organisation means by learning, likewise.
        accent: A colour as ``#rrggbb`` in place of ours, taken if it can be read on white.
        zone: The IANA time zone for sessions that say none; None means UTC.
        made_ms: When the export is made (ms UTC); 0 leaves it out.
        program_version: Named in the method note when given.
    """

    audience: Audience = Audience.EVERYONE
    names: Names | None = None
    paper: str = "a4"
    language: str | None = None
    organisation: str = ""
    learning: str = ""
    accent: str = ""
    zone: str | None = None
    made_ms: int = 0
    program_version: str = ""

    def gate(self, state: SessionState) -> Gate:
        """The gate for these choices. Where the agreement says that nobody is named, nobody is, outside the room; a
        talk that is for the garden names nobody anywhere.
        """
        names = self.names
        if names is None:
            names = Names.NONE if self.audience is Audience.RESEARCH else Names.FULL
        if state.agreement.rule in NAMELESS_RULES and self.audience is not Audience.FACILITATOR:
            names = Names.NONE
        if state.talk.visible == GARDEN:
            names = Names.NONE
        return Gate(self.audience, names, between=state.talk.visible == BOTH)
