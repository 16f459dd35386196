"""Somebody on a list of people, and the list while it is read: names judged, the same name taken once, limits kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from facilitator.intake.lines import excerpt
from facilitator.intake.names import bare
from facilitator.intake.transcript import LONGEST_NAME, MOST_SKIPPED, Skipped
from facilitator.session.people import name_key
from facilitator.session.rules import whole
from facilitator.words import _, ngettext

MOST_GUESTS = 20_000
"""People a list may bring; what comes after them is counted and left out."""

LONGEST_NOTE = 2_000
"""Characters of a note beside a name."""

MOST_WORDS = 10
"""Words a name has at most; more are a sentence."""

MAIL = re.compile(r"[^\s<>()\[\]@,;:\"“”]+@[^\s<>()\[\]@,;:\"“”]+\.[^\s<>()\[\]@,;:\"“”.]{2,}")
"""A mail address."""

_ADDRESS = re.compile(r"(?:https?|ftp)://|www\.", re.IGNORECASE)
_NEVER = re.compile(r"[{}<>=|\\^~`\x00-\x08]")
_SENTENCE = re.compile(r"[!?。！？؟]|\.\s*$")
_LOCAL = re.compile(r"[._+\-]+|\d+")


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on a list, as the list has it.

    Attributes:
        name: The name, as it is written there.
        also: Other spellings and nicknames.
        roles: Roles of the session that the list names; empty where it names none.
        unit: Where the person belongs: a team, a ward, an organisation.
        note: What else stands there.
        email: The mail address, if there is one.
        named: Whether the person may be named outside the room; None where the list does not say.
        where: The place in the list, for people: ``line 4``, ``row 7``, ``card 2, line 12``.
    """

    name: str
    also: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    unit: str = ""
    note: str = ""
    email: str = ""
    named: bool | None = None
    where: str = ""

    @property
    def told(self) -> str:
        """What the session keeps in its note about the person: the note and the mail address."""
        return "\n".join(filter(None, (self.note, self.email)))


@dataclass(frozen=True, slots=True)
class GuestList:
    """A whole list, understood.

    Attributes:
        guests: Everybody on it, each name once, in the list's order.
        skipped: What was left out or taken together, each with place and reason.
        notes: Sentences about the whole list that a careful reader wants to know.
        title: The file's name made readable; empty for a list that was pasted.
    """

    guests: tuple[Guest, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    title: str = ""


@dataclass(slots=True)
class GuestDraft:
    """What the reader of a form fills in."""

    notes: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    _guests: dict[str, Guest] = field(default_factory=dict)
    _again: dict[str, list[Guest]] = field(default_factory=dict)
    _too_many: int = 0
    _unlisted: int = 0
    _from_mail: int = 0

    def skip(self, where: str, why: str) -> None:
        """List a place that was left out."""
        if len(self.skipped) >= MOST_SKIPPED:
            self._unlisted += 1
        else:
            self.skipped.append(Skipped(where, why))

    def take(self, guest: Guest) -> None:
        """Add somebody, or say why not. Whoever has no name but a mail address is called after that."""
        guest = self._fitted(guest)
        if not guest.name and guest.email:
            guest = replace(guest, name=name_in(guest.email))
            self._from_mail += bool(guest.name)
        why = why_no_name(guest.name)
        if why:
            self.skip(guest.where, why)
            return
        key = name_key(guest.name)
        if key in self._guests:
            self._again.setdefault(key, []).append(guest)
            self._guests[key] = _together(self._guests[key], guest)
        elif len(self._guests) >= MOST_GUESTS:
            self._too_many += 1
        else:
            self._guests[key] = guest

    def finish(self, title: str = "") -> GuestList:
        """The list."""
        for key, more in self._again.items():
            self.skip(_places(more), _said_again(self._guests[key], more))
        if self._from_mail:
            self.notes.append(
                ngettext(
                    "{count} name was made from a mail address.",
                    "{count} names were made from mail addresses.",
                    self._from_mail,
                ).format(count=self._from_mail)
            )
        if self._too_many:
            self.notes.append(
                ngettext(
                    "{most} people are the most a list may bring; {count} further one was left out.",
                    "{most} people are the most a list may bring; {count} further ones were left out.",
                    self._too_many,
                ).format(most=MOST_GUESTS, count=self._too_many)
            )
        if self._unlisted:
            self.notes.append(
                ngettext(
                    "{count} further place was skipped and is not listed.",
                    "{count} further places were skipped and are not listed.",
                    self._unlisted,
                ).format(count=self._unlisted)
            )
        return GuestList(tuple(self._guests.values()), tuple(self.skipped), tuple(self.notes), title)

    def _fitted(self, guest: Guest) -> Guest:
        """The same with white space put in order and within the limits of the record."""
        unit, note = _flat(guest.unit), whole(guest.note).strip()
        if len(unit) > LONGEST_NAME or len(note) > LONGEST_NOTE:
            self.skip(guest.where, _("What stands beside the name is very long; only its beginning was taken."))
        also = tuple(dict.fromkeys(other for name in guest.also if not why_no_name(other := _flat(name))))
        name = _flat(guest.name)
        return replace(
            guest,
            name=name,
            also=tuple(other for other in also if other != name),
            unit=unit[:LONGEST_NAME],
            note=note[:LONGEST_NOTE],
            email=_flat(guest.email),
        )


def why_no_name(name: str) -> str:
    """Why these words are nobody's name, as a sentence; empty where they may be one."""
    if not any(map(str.isalpha, name)):
        return _("There is no name in it.")
    if len(name) > LONGEST_NAME:
        return _("The name “{name}” has {length} letters; {most} is the most.").format(
            name=excerpt(name, 30), length=len(name), most=LONGEST_NAME
        )
    if _ADDRESS.search(name):
        return _("“{words}” is an address in the web, not a name.").format(words=excerpt(name))
    words = len(name.split())
    if words > MOST_WORDS or (words > 4 and _SENTENCE.search(name)):
        return _("“{words}” reads like a sentence, not a name.").format(words=excerpt(name))
    if _NEVER.search(name):
        return _("“{words}” is not a name.").format(words=excerpt(name))
    return ""


def name_in(email: str) -> str:
    """A name made of what stands before the @: *ana.sousa@…* is *Ana Sousa*."""
    parts = [part for part in _LOCAL.split(email.partition("@")[0]) if part]
    return " ".join(part if any(map(str.isupper, part)) else part.title() for part in parts)


def _flat(text: str) -> str:
    return " ".join(bare(whole(text)).split())


def _together(first: Guest, more: Guest) -> Guest:
    """One person of two places in the list: what the first leaves open, the other fills in."""
    name, other = first.name, more.name
    if name in (name.lower(), name.upper()) and other not in (other.lower(), other.upper()):
        name, other = other, name
    return replace(
        first,
        name=name,
        also=_spelt(name, (*first.also, *more.also, other)),
        roles=tuple(dict.fromkeys((*first.roles, *more.roles))),
        unit=first.unit or more.unit,
        note=first.note or more.note,
        email=first.email or more.email,
        # Whoever said no once is not named because another line says yes.
        named=first.named if more.named is None else more.named and first.named is not False,
    )


def _spelt(name: str, others: tuple[str, ...]) -> tuple[str, ...]:
    """Other spellings of a name, those that differ in case alone once."""
    found = {name.casefold(): name}
    for other in others:
        found.setdefault(other.casefold(), other)
    return tuple(found.values())[1:]


def _places(guests: list[Guest]) -> str:
    places = [guest.where for guest in guests]
    return ", ".join(places) if len(places) <= 3 else ", ".join(places[:3]) + ", …"


def _said_again(first: Guest, more: list[Guest]) -> str:
    other = next((guest.email for guest in more if guest.email.casefold() not in ("", first.email.casefold())), "")
    if other:
        return _(
            "“{name}” is at {where} too, with another mail address, and was taken once. "
            "If they are two people, add something to one of the names."
        ).format(name=excerpt(first.name), where=first.where)
    return _("“{name}” is at {where} already and was taken once.").format(name=excerpt(first.name), where=first.where)
