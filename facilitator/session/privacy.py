"""The one gate: what may be shown to whom. Every surface asks here, none decides for itself.

Three things decide together: the audience, how names are to appear, and what people agreed to. Somebody who did not
agree to be named is *a participant* on everything that leaves the room; in an activity without names nobody is named;
words that were not released are not carried, and words released for paraphrase are never printed as a quotation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from facilitator.session.agenda import BY_GROUP, NAMED
from facilitator.session.contributions import DO_NOT_CARRY, QUOTE, Contribution
from facilitator.session.conversations import BOTH, GARDEN
from facilitator.session.errors import FacilitatorError
from facilitator.session.people import Person

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

SMALLEST_GROUP = 5
"""Card results are shown from five answers on (domain 6.5). This cannot be lowered."""


class Audience(Enum):
    """For whom something is made."""

    EVERYONE = "everyone"
    SPONSOR = "sponsor"
    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    RESEARCH = "research"


class Names(Enum):
    """How people appear."""

    FULL = "full"
    INITIALS = "initials"
    NONE = "none"


class Closed(FacilitatorError):
    """A talk is not for this audience. Nothing of it was shown."""

    mistake = True


@dataclass(frozen=True, slots=True)
class Gate:
    """Answers for one audience and one way of naming. Asked with a state, so that it always sees what holds now.

    ``between`` is true for what is made for the two people of a talk alone, who know each other.
    """

    audience: Audience = Audience.EVERYONE
    names: Names = Names.FULL
    between: bool = False

    @property
    def inside(self) -> bool:
        """Whether it stays with the facilitator, who was in the room and knows who said what."""
        return self.audience is Audience.FACILITATOR

    def closed(self, state: SessionState) -> Closed | None:
        """Why nothing of this stream is for this audience, or None where it is.

        Only a talk can be closed: one for *me* is for no audience at all, one for *both* is for the two of them, one
        for the garden is for everybody, without names.
        """
        visible = state.talk.visible
        if not visible or visible == GARDEN:
            return None
        if visible == BOTH:
            if self.audience in (Audience.PARTICIPANT, Audience.FACILITATOR):
                return None
            return Closed(
                "Only the two of you may see this talk. Make it for a participant or for the facilitator, or change "
                "who may see it first."
            )
        return Closed("Only you may see this talk. Change who may see it before exporting it.")

    def opens(self, state: SessionState) -> bool:
        """Whether anything of this stream may appear in what is made for this audience."""
        return self.closed(state) is None

    def finds(self, state: SessionState) -> bool:
        """Whether somebody of this audience may find anything of this stream by searching. The owner, in their own
        window and command line, finds everything and does not ask.
        """
        return self.opens(state)

    def may_name(self, person: Person) -> bool:
        """Whether this person's name, or initials, may appear at all."""
        return self.names is not Names.NONE and (person.named or self.inside or self.between)

    def name(self, person: Person) -> str | None:
        """The name as it may appear; None stands for *a participant* and is worded outside."""
        if not self.may_name(person):
            return None
        return initials(person.name) if self.names is Names.INITIALS else person.name

    def authors(self, state: SessionState, given: Contribution) -> tuple[Person, ...]:
        """The people known to have given it, where the activity names anybody. They may still be nameless."""
        block = state.agenda.get(given.activity)
        if block is not None and block.anonymity != NAMED:
            return ()
        if state.talk.visible == GARDEN and not self.inside:
            return ()
        return tuple(person for author in given.authors if (person := state.people.get(author)) is not None)

    def group(self, state: SessionState, given: Contribution) -> str:
        """The group it came from, where the activity shows groups."""
        block = state.agenda.get(given.activity)
        return given.group if block is None or block.anonymity in (NAMED, BY_GROUP) else ""

    def carries(self, given: Contribution) -> bool:
        """Whether this contribution may appear in what is made for this audience."""
        if given.withdrawn or given.hidden:
            return False
        if self.inside:
            return True
        if given.kind in ("process_note", "reflection"):
            return False
        return given.consent != DO_NOT_CARRY

    def quotes(self, state: SessionState, given: Contribution) -> bool:
        """Whether its words may stand as a quotation, and not only among what was said."""
        people = self.authors(state, given)
        return self.carries(given) and given.consent == QUOTE and all(person.quoted for person in people)

    def carried(self, state: SessionState) -> list[Contribution]:
        """Every contribution that may appear, in the order of the record."""
        if not self.opens(state):
            return []
        return [given for given in state.contributions.by_id.values() if self.carries(given)]

    def kept_back(self, state: SessionState) -> int:
        """How many contributions stand in the record and do not appear here: said in the method note."""
        return sum(not self.carries(given) for given in state.contributions.by_id.values() if not given.withdrawn)

    def enough(self, answers: Iterable[object]) -> bool:
        """Whether there are enough answers to show a distribution."""
        return len(list(answers)) >= SMALLEST_GROUP


def initials(name: str) -> str:
    """The initials of a name, one letter for each of up to three words, in any script."""
    return "".join(word[0] for word in name.split() if word[0].isalnum())[:3].upper() or "?"
