"""From what a phone says to a command of the session, and in whose name. Pure: asks the state and the links, no more.

In whose name is decided here and nowhere else: in an activity that names nobody, and with every vote, in nobody's.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace

from facilitator.live import protocol as said
from facilitator.live.guests import Links, Visit
from facilitator.live.views import KINDS, group_of, running, tighter
from facilitator.session.agenda import BY_GROUP, NAMED
from facilitator.session.asks import CastBallot, TakeBackBallot
from facilitator.session.casting import OpenBrief
from facilitator.session.errors import Told
from facilitator.session.joining import LeaveFromPhone
from facilitator.session.outcome_card import Rated, give_card
from facilitator.session.outcomes import ITEMS, RateOutcome
from facilitator.session.own_cards import EditOwnCard, GiveFromPhone, TakeBackOwnCard, names_authors
from facilitator.session.rules import Command, Together
from facilitator.session.slips import SHARE, PutSlip
from facilitator.session.speaking import LowerHand, RaiseHand
from facilitator.session.state import SessionState
from facilitator.session.watching import ExactWords, TickBehaviour

_OURS = uuid.UUID("6f1c5b5e-52c1-5f0e-9d3b-3a6f0a0f2b11")


MAY_GIVE = frozenset(KINDS) | {"note", "answer", "perspective", "resource", "observation", "request", "offer"}
"""Kinds a phone may give. Decisions, gathered findings and notes on the session are the facilitator's."""


class Refused(Told):
    """A phone's wish was refused: one sentence, and a word for the page."""

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(message, **params)
        self.code = code


@dataclass(frozen=True, slots=True)
class Act:
    """A command, in whose name (None: nobody's), and what is linked to the guest once it is heard.

    ``link`` is a card or slip of this guest in the activity ``block``; ``held`` says that it waits for the facilitator.
    """

    command: Command
    person: str | None = None
    link: str = ""
    block: str | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """What the facilitator switched."""

    holding: bool = False
    frozen: bool = False


def derived(event: str, what: str) -> str:
    """An id made from an event's: the same each time it is said again."""
    return str(uuid.uuid5(_OURS, f"{event}:{what}"))


class Acts:
    """What guests may do, decided against the state as it is."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self._ballots: dict[str, dict[str, str]] = {}
        self._answers: dict[str, tuple[str, ...]] = {}

    # ---- whose it is ------------------------------------------------------------------------------------------

    def is_own(self, state: SessionState, guest: Visit, card: str) -> bool:
        """Whether this card is the guest's own, as far as anybody knows."""
        if self.links.guest_of(card) == guest.id:
            return True
        given = state.contributions.get(card)
        return given is not None and bool(guest.person) and given.authors == (guest.person,)

    def has_voted(self, ask: str, guest: str) -> bool:
        """Whether a ballot of this guest is held. Which one it is, or what is on it, nobody can ask."""
        return guest in self._ballots.get(ask, {})

    def forget_votes(self, but: Collection[str]) -> None:
        """Every activity but that of these votes is over: which phone held which ballot is destroyed."""
        for ask in [ask for ask in self._ballots if ask not in but]:
            for ballot in self._ballots.pop(ask).values():
                self._answers.pop(ballot, None)

    def forget_guest(self, guest: str) -> None:
        """Destroy all that ties cards and ballots to a guest. That they voted is still known, and no longer how."""
        self.links.destroy(self.links.cards(guest))
        for held in self._ballots.values():
            if guest in held:
                self._answers.pop(held[guest], None)
                held[guest] = ""

    # ---- what they say ----------------------------------------------------------------------------------------

    def act(self, state: SessionState, guest: Visit, event: said.Event, rules: Rules, seen: Collection[str]) -> Act:
        """The command for an event, or :class:`Refused`. ``seen`` are the cards everybody may see now."""
        if rules.frozen and not isinstance(event, said.Leave | said.BriefRead | said.Unvote | said.TakeBack):
            raise Refused("frozen", "Nothing is taken at the moment. The facilitator stopped everything for a while.")
        match event:
            case said.Give():
                return self._give(state, guest, event, rules, seen)
            case said.Thank():
                return self._thank(state, guest, event, rules, seen)
            case said.Edit():
                self._changeable(state, guest, event.card)
                command: Command = EditOwnCard(
                    id=event.id, card=event.card, text=_words(event.text), held=rules.holding
                )
                return Act(command, self._name_on(state, guest, event.card), held=rules.holding, link=event.card)
            case said.TakeBack():
                self._changeable(state, guest, event.card)
                command = TakeBackOwnCard(id=event.id, card=event.card)
                return Act(command, self._name_on(state, guest, event.card))
            case said.Hand():
                person = _person(guest)
                raised = RaiseHand(id=event.id, person=person) if event.up else LowerHand(id=event.id, person=person)
                return Act(raised, person)
            case said.Vote() | said.Unvote() | said.Outcome():
                return self._vote(state, guest, event)
            case said.Tick():
                command = TickBehaviour(
                    id=event.id, block=_block(state), observer=_person(guest), behaviour=event.behaviour, seen=event.on
                )
                return Act(command, guest.person)
            case said.ExactlySaid():
                return self._exactly(state, guest, event)
            case said.BriefRead():
                return Act(OpenBrief(id=event.id, block=_block(state), person=_person(guest)), guest.person)
            case said.Slip():
                return self._slip(state, guest, event)
            case said.Leave():
                return Act(LeaveFromPhone(id=event.id), guest.person or None)
        raise Refused("rule", "That is not known here.")

    def _where(self, state: SessionState, block: str | None) -> str:
        if block is not None:
            found = state.agenda.get(block)
            if found is None or found.removed or found.started_ms is None:
                raise Refused("closed", "This activity is not there any more.")
            return block
        if state.running.closed_ms is not None:
            raise Refused("closed", "This session is over.")
        return _block(state)

    def _author(self, state: SessionState, guest: Visit, block: str, seen_level: str | None) -> tuple[str | None, str]:
        """(who is written down, which group): by the tighter of the level now and the one the writer was promised."""
        found = state.agenda.get(block)
        level = tighter(NAMED if found is None else found.anonymity, seen_level)
        if level == NAMED:
            return guest.person or None, ""
        return None, group_of(state, block, guest.person) if level == BY_GROUP else ""

    def _give(
        self, state: SessionState, guest: Visit, event: said.Give, rules: Rules, seen: Collection[str]
    ) -> Act:  # fmt: skip
        block = self._where(state, event.block)
        photo = guest.photos.get(event.photo or "")
        if event.photo and photo is None:
            raise Refused("photo", "The photo is not here yet.")
        text = _words(event.text, else_=_photo() if photo is not None else None)
        if event.kind not in MAY_GIVE:
            raise Refused("rule", "“{kind}” is no kind of contribution.", kind=event.kind)
        kind, relation = event.kind, "builds_on"
        if event.on is not None:
            earlier = self._seen(state, guest, event.on, seen)
            if state.contributions.by_id[earlier].kind == "question":
                relation, kind = "answers", "answer" if kind == "note" else kind
            elif kind == "thanks":
                relation = "appreciates"
        person, group = self._author(state, guest, block, event.anonymity)
        command = GiveFromPhone(
            id=event.id, text=text, kind=kind, group=group, activity=block, on=event.on, relation=relation,
            held=rules.holding,
        )  # fmt: skip
        if photo is not None:
            sha, size, media = photo
            command = replace(command, attachment=derived(event.id, "photo"), sha256=sha, size=size, media_type=media)
        return Act(command, person, event.id, block, rules.holding)

    def _thank(
        self, state: SessionState, guest: Visit, event: said.Thank, rules: Rules, seen: Collection[str]
    ) -> Act:  # fmt: skip
        card = self._seen(state, guest, event.card, seen)
        if self.is_own(state, guest, card):
            raise Refused("rule", "This is your own card.")
        block = state.contributions.by_id[card].activity or _block(state)
        person, group = self._author(state, guest, block, event.anonymity)
        command = GiveFromPhone(
            id=event.id, text=_words(event.text), kind="thanks", group=group, activity=block, on=card,
            relation="appreciates", held=rules.holding,
        )  # fmt: skip
        return Act(command, person, event.id, block, rules.holding)

    def _seen(self, state: SessionState, guest: Visit, card: str, seen: Collection[str]) -> str:
        if card not in seen and not self.is_own(state, guest, card):
            raise Refused("gone", "That card is not there any more.")
        if card not in state.contributions.by_id:
            raise Refused("gone", "That card is not there any more.")
        return card

    def _changeable(self, state: SessionState, guest: Visit, card: str) -> None:
        """Ids of others are never accepted: whether the card exists or not, the answer is the same."""
        if not self.is_own(state, guest, card):
            raise Refused("gone", "That is no card of yours any more.")
        given = state.contributions.get(card)
        if given is None or given.activity != state.agenda.running:
            raise Refused("closed", "This activity is over. What was given stands.")

    def _name_on(self, state: SessionState, guest: Visit, card: str) -> str | None:
        given = state.contributions.by_id[card]
        named = given.authors and names_authors(state, given.activity)
        return guest.person if named else None

    def _vote(self, state: SessionState, guest: Visit, event: said.Vote | said.Unvote | said.Outcome) -> Act:
        ask = state.votes.get(event.ask)
        if ask is None:
            raise Refused("gone", "This is not asked any more.")
        if not ask.open or ask.block != (state.agenda.running or ""):
            raise Refused("closed", "This vote is closed.")
        held = self._ballots.setdefault(ask.id, {})
        was = held.get(guest.id)
        others = (ballot for who, ballot in held.items() if who != guest.id)
        if event.ballot in others or (was not in (None, event.ballot)):
            raise Refused("rule", "A vote of this phone is in already. Take it back first.")
        if isinstance(event, said.Unvote):
            answers = self._answers.get(event.ballot, ())
            return Act(TakeBackBallot(id=event.id, ask=ask.id, ballot=event.ballot, answers=answers))
        if isinstance(event, said.Vote):
            return Act(CastBallot(id=event.id, ask=ask.id, ballot=event.ballot, marks=event.marks))
        return Act(self._card(ask.id, event))

    def _card(self, ask: str, event: said.Outcome) -> Together:
        """An outcome card whose parts have the same ids each time it is said, so that it is counted once."""
        rated = [Rated(one.item, one.now, one.then, _words(one.evidence, else_="")) for one in event.card.items]
        before = self._answers.get(event.ballot, ())
        earlier = [answer for answer in before if answer not in {derived(event.id, item) for item in ITEMS}]
        given = give_card(ask, event.ballot, rated, through=event.card.through, earlier=earlier)
        parts = []
        for part in given.commands:
            what = part.item if isinstance(part, RateOutcome) else type(part).__name__
            parts.append(replace(part, id=derived(event.id, what)))
        return Together(id=event.id, commands=tuple(parts))

    def voted(self, guest: Visit, event: said.Vote | said.Unvote | said.Outcome, act: Act) -> None:
        """The vote was taken: hold whose ballot it is until the vote closes."""
        held = self._ballots.setdefault(event.ask, {})
        if isinstance(event, said.Unvote):
            held.pop(guest.id, None)
            self._answers.pop(event.ballot, None)
            return
        held[guest.id] = event.ballot
        if isinstance(act.command, Together):
            ids = tuple(part.id for part in act.command.commands if isinstance(part, RateOutcome))
            self._answers[event.ballot] = ids

    def _exactly(self, state: SessionState, guest: Visit, event: said.ExactlySaid) -> Act:
        block = _block(state)
        person = guest.person if guest.person and names_authors(state, block) else ""
        command = ExactWords(
            id=event.id, note=event.id, block=block, words=_words(event.words), observer=person, mark=event.mark
        )  # fmt: skip
        return Act(command, person or None)

    def _slip(self, state: SessionState, guest: Visit, event: said.Slip) -> Act:
        block = self._where(state, event.block)
        was = state.slips.by_id.get(event.slip)
        if was is not None and self.links.guest_of(event.slip) != guest.id and was.writer != (guest.person or "-"):
            raise Refused("gone", "This is no slip of yours any more.")
        # A name is on a slip only where its writer wants it there: what is not said yet may become without a name.
        person, _group = self._author(state, guest, block, event.anonymity)
        if event.wish != SHARE and (was is None or was.writer is None):
            person = None
        command = PutSlip(
            id=event.id, slip=event.slip, text=_words(event.text, else_="") if event.wish == "keep"
            else _words(event.text), writer=person, wish=event.wish, block=block,
        )  # fmt: skip
        return Act(command, person, event.slip, block)


def _words(text: str, else_: str | None = None) -> str:
    words = said.clean(text)
    if len(words) > said.LONGEST_TEXT:
        raise Refused(
            "full", "That is {length} characters long; {longest} is the most.", length=len(words),
            longest=said.LONGEST_TEXT,
        )  # fmt: skip
    if not words and else_ is None:
        raise Refused("rule", "There are no words in it yet.")
    return words or else_ or ""


def _photo() -> str:
    from facilitator.words import _

    return _("Photo")


def _person(guest: Visit) -> str:
    if not guest.person:
        raise Refused("name", "This needs a name. Join again with one.")
    return guest.person


def _block(state: SessionState) -> str:
    block = running(state)
    if block is None:
        raise Refused("closed", "Nothing is running at the moment.")
    return block.id
