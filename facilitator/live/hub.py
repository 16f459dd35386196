"""The hub of one session, as the web and the window know it: phones' photos, and what the facilitator may do.

Made by the window or by ``serve``. What happens by itself is in :mod:`.core`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from facilitator.live.changes import STAGE
from facilitator.live.core import Core
from facilitator.live.core import Methods as Methods
from facilitator.live.core import Photos as Photos
from facilitator.live.guests import AWAY, Guest, GuestRow, Visit
from facilitator.live.ports import Picture, Refusal
from facilitator.live.protocol import Bye, told
from facilitator.live.views import PICTURES, Floors
from facilitator.session.contributions import AttributeContribution, HideContribution, WithdrawContribution
from facilitator.session.people import JoinPerson, LeavePerson, ReturnPerson, TakeOutPerson, known
from facilitator.session.privacy import Audience, Gate
from facilitator.session.rules import Command, Together
from facilitator.words import _

PHOTOS_HELD = 20
GIVERS = Gate(Audience.FACILITATOR)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many guests are here, away, and came in at all."""

    here: int
    away: int
    all: int


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A card that waits for the facilitator. Who gave it is empty where nobody is named."""

    id: str
    guest: str
    name: str
    kind: str
    text: str


class Hub(Core):
    """One session's hub."""

    # ---- photos -----------------------------------------------------------------------------------------------

    def may_send_photo(self, guest: Any, give: str) -> None:
        """Whether this guest may send a photo for the card with the id ``give`` now.

        Raises:
            Refusal: not now, not so many, no such id.
        """
        visit = self.visit(guest.id)
        if visit is None:
            raise Refusal(401, _("Join again, please."), "gone")
        if not _UUID.fullmatch(give):
            raise Refusal(400, _("That is no id."), "malformed")
        if self.photos is None:
            raise Refusal(403, _("No photos are taken here."), "photo")
        if self.frozen:
            raise Refusal(403, _("Nothing is taken at the moment."), "frozen")
        wait = self._desks[visit.id].photos.wait_s(self._clock())
        if wait:
            raise Refusal(429, _("Slowly, please."), "slow", retry_s=int(wait) + 1)

    async def add_photo(self, guest: Any, give: str, picture: Picture) -> str:
        """Keep a clean picture for this card; the SHA-256 that names it."""
        visit = self.visit(guest.id)
        if self.photos is None or visit is None:
            raise Refusal(403, _("No photos are taken here."), "photo")
        sha = await self.photos.keep(picture.data, picture.name, picture.media_type)
        visit.photos[sha] = (sha, len(picture.data), picture.media_type)
        while len(visit.photos) > PHOTOS_HELD:
            del visit.photos[next(iter(visit.photos))]
        return sha

    async def photo(self, guest: Any, sha256: str) -> tuple[bytes, str] | None:
        """The bytes and media type of a picture this guest may see now."""
        visit = self.visit(guest.id)
        if visit is None or self.photos is None:
            return None
        media = self._media(visit, sha256)
        data = await self.photos.read(sha256) if media else None
        return None if data is None else (data, media)

    def _media(self, visit: Visit, sha256: str) -> str:
        own = visit.photos.get(sha256)
        if own is not None:
            return own[2]
        for item in self.state.attachments.standing():
            if item.sha256 != sha256 or item.media_type not in PICTURES or not item.contribution:
                continue
            shown = self.out.log.cards.get(item.contribution)
            if (shown is not None and shown.photo == sha256) or self.owner(item.contribution) == visit.id:
                return item.media_type
        return ""

    # ---- what the window shows --------------------------------------------------------------------------------

    def guests(self) -> list[Guest]:
        """Every guest, in the order they came, removed ones too."""
        hands = Floors(self.state).hands
        return [
            Guest(
                visit.id, visit.name, visit.person, visit.state(visit.person in hands), visit.waiting,
                len(visit.held & self.judged.held), visit.address, visit.since_ms, len(visit.hidden),
            )
            for visit in self._visits.values()
        ]  # fmt: skip

    def counts(self) -> Counts:
        """How many are here, away, and in all."""
        present = [visit for visit in self._visits.values() if not visit.removed]
        here = sum(visit.sockets > 0 for visit in present)
        away = sum(visit.state(False) == AWAY for visit in present)
        return Counts(here, away, len(present))

    def held(self) -> list[str]:
        """The cards that wait for the facilitator, first to last."""
        return [card for card in self.state.contributions.by_id if card in self.judged.held]

    def held_cards(self) -> list[HeldCard]:
        """What they say, and who gave them where that is no secret."""
        found = []
        for card in self.held():
            given = self.state.contributions.by_id[card]
            giver = GIVERS.authors(self.state, given)
            guest = self._people.get(giver[0].id, "") if giver else ""
            found.append(HeldCard(card, guest, giver[0].name if giver else "", given.kind, given.text))
        return found

    # ---- what the facilitator may do --------------------------------------------------------------------------

    def hold(self, on: bool) -> None:
        """Hold every new card until it was read, or no longer. What waits already goes on waiting."""
        self.holding = on
        self._switched()

    def freeze(self, on: bool) -> None:
        """Take nothing from any phone, or take it again."""
        self.frozen = on
        self._switched()

    def pause_joining(self, on: bool) -> None:
        """Let nobody else in, or let them in again. Who is in stays in."""
        self.access.joining = not on
        self._tell_window()

    def new_code(self) -> None:
        """Another QR code and another code to type."""
        self.access.new_code()
        self._tell_window()

    def _switched(self) -> None:
        self.out.look_again(STAGE)
        self._tell_window()

    def approve(self, card: str) -> None:
        """Show a card that was held."""
        self._store.dispatch(self._stream, HideContribution(contribution=card, hidden=False))

    def refuse(self, card: str) -> None:
        """A held card is not taken."""
        self._store.dispatch(self._stream, WithdrawContribution(contribution=card))

    def remove(self, guest: str, *, unnamed_too: bool = False) -> None:
        """Send a guest away and hide their cards, in one step that undo takes back.

        Cards of activities that name nobody stay, or everybody could see whose they were; with ``unnamed_too`` they
        go as well.
        """
        visit = self.visit(guest)
        if visit is None:
            return
        state = self.state
        linked = frozenset(self._links.cards(visit.id))
        hidden: list[str] = []
        for card in self.own_cards(visit):
            given = state.contributions.by_id[card]
            if given.withdrawn or given.hidden or (card in linked and not given.authors and not unnamed_too):
                continue
            hidden.append(card)
        commands: list[Command] = [HideContribution(contribution=card) for card in hidden]
        person = state.people.get(visit.person)
        if person is not None and not person.removed:
            commands.append(TakeOutPerson(person=person.id) if not visit.invited else LeavePerson(person=person.id))
        if commands:
            self._store.dispatch(self._stream, Together(commands=tuple(commands)))
        visit.removed, visit.hidden, visit.cookie_hash = True, tuple(hidden), self.access.hash_of(visit.id)
        visit.since_ms = self._store.now_ms()
        self.access.forget(visit.id)
        self._local.forget_guest(visit.id)
        self._forget_what_they_gave(visit)
        for line in list(self.out.lines.get(visit.id, ())):
            line.close(told(Bye("removed")), "removed")
            self.out.remove(line)
        visit.sockets = 0
        self._tell_window()

    def bring_back(self, guest: str) -> None:
        """Take a removal back, in one step: their cards are shown, and their phone comes in again."""
        visit = self._visits.get(guest)
        if visit is None or not visit.removed:
            return
        state = self.state
        commands: list[Command] = [
            HideContribution(contribution=card, hidden=False)
            for card in visit.hidden
            if (given := state.contributions.get(card)) is not None and given.hidden and not given.withdrawn
        ]
        person = state.people.get(visit.person)
        if person is not None and person.removed:
            commands.append(JoinPerson(person=person.id, name=person.name))
        elif person is not None and not person.here:
            commands.append(ReturnPerson(person=person.id))
        if commands:
            self._store.dispatch(self._stream, Together(commands=tuple(commands)))
        self._let_back(visit)

    def become(self, guest: str, person: str) -> None:
        """This guest is that invited person: what they gave becomes theirs, in one step."""
        visit = self.visit(guest)
        if visit is None or visit.person == person:
            return
        found = known(self.state, person)
        commands: list[Command] = [
            AttributeContribution(contribution=card, authors=(person,))
            for card in self.own_cards(visit)
            if visit.person and self.state.contributions.by_id[card].authors == (visit.person,)
        ]
        if visit.person and not visit.invited:
            commands.append(TakeOutPerson(person=visit.person))
        if not found.here:
            commands.append(ReturnPerson(person=person))
        if commands:
            self._store.dispatch(self._stream, Together(commands=tuple(commands)))
        self._people.pop(visit.person, None)
        visit.person, visit.name, visit.invited = person, found.name, True
        self._people[person] = visit.id
        self._local.keep_guest(GuestRow(visit.id, self.access.hash_of(visit.id), visit.name, person, True))
        self.out.look_again()
        self.out.mine_again((visit.id,))
        self._tell_window()
