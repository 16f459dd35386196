"""Every message between a phone and the hub, both ways, as typed values. ``docs/protocol.md`` has an example of each.

Nothing else is understood: unknown fields, unknown messages, wrong types and long texts are refused while reading.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

VERSION = 1
LONGEST_TEXT = 2_000
LONGEST_NAME = 40
LONGEST_MESSAGE = 16 * 1024
"""Bytes of one message of a phone."""

_UUID = r"\A[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z"

Id = Annotated[str, Meta(pattern=_UUID)]
"""An id, made by whoever makes the thing: a UUID in small letters."""
Ballot = Annotated[str, Meta(pattern=r"\A[0-9a-f-]{32,36}\Z")]
Words = Annotated[str, Meta(max_length=2 * LONGEST_TEXT)]
"""Words as they come; longer ones than :data:`LONGEST_TEXT` once they are clean are refused with a sentence."""
Count = Annotated[int, Meta(ge=0, le=100_000)]
Mark = Annotated[int, Meta(ge=-1, le=100)]
Sha256 = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Level = Literal["named", "by_group", "without_names"]

_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BREAKS = {"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\t": " "}


class _Cleaning(dict[int, str]):
    """What becomes of a character, found out when it is first met. Held small: there are few that change."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if char in _BREAKS:
            kept = _BREAKS[char]
        elif char == "\n":
            kept = char
        elif category in ("Cc", "Cs") or char in _BIDI or char == "\ufeff" or (code & 0xFFFE) == 0xFFFE:
            kept = ""
        else:
            kept = char
        if len(self) < 20_000:
            self[code] = kept
        return kept


_CLEANING = _Cleaning()


def clean(text: str) -> str:
    """Words without what is no word: composed (NFC), no control characters but line breaks, none that turn the line."""
    text = text.replace("\r\n", "\n").translate(_CLEANING)
    return unicodedata.normalize("NFC", text).strip()


def clean_name(name: str) -> str:
    """A name on one line, clean, with single blanks."""
    return " ".join(clean(name).split())


# ---- from a phone ----------------------------------------------------------------------------------------------


class Heard(Struct, frozen=True, forbid_unknown_fields=True, tag_field="t"):
    """Base of what a phone says."""


class Since(Heard, frozen=True, tag="since"):
    """Everything of the wall after ``n``, please; all of it with 0. ``waiting`` is how many cards wait on the phone."""

    n: Annotated[int, Meta(ge=0, le=2**53)] = 0
    waiting: Count = 0


class Ping(Heard, frozen=True, tag="ping"):
    """Is anybody there?"""

    waiting: Count = 0


class Event(Heard, frozen=True):
    """Base of what is answered with ``ok`` or ``no``. ``id`` is the event's own: said twice it is done once."""

    id: Id


class Give(Event, frozen=True, tag="give"):
    """A card. ``block`` and ``anonymity`` are what the phone showed while it was written."""

    text: Words
    kind: Annotated[str, Meta(max_length=20)] = "note"
    on: Id | None = None
    photo: Sha256 | None = None
    block: Id | None = None
    anonymity: Level | None = None


class Edit(Event, frozen=True, tag="edit"):
    """Other words for one of the phone's own cards."""

    card: Id
    text: Words


class TakeBack(Event, frozen=True, tag="take_back"):
    """One of the phone's own cards is taken back."""

    card: Id


class Thank(Event, frozen=True, tag="thank"):
    """Thanks for a card, with words: what for."""

    card: Id
    text: Words
    anonymity: Level | None = None


class Hand(Event, frozen=True, tag="hand"):
    """A hand goes up, or down."""

    up: bool


class Vote(Event, frozen=True, tag="vote"):
    """A ballot, or another one in its place. Nobody's name is on it."""

    ask: Id
    ballot: Ballot
    marks: Annotated[tuple[Mark, ...], Meta(max_length=480)] = ()


class Unvote(Event, frozen=True, tag="unvote"):
    """The ballot is taken back."""

    ask: Id
    ballot: Ballot


class CardItem(Struct, frozen=True, forbid_unknown_fields=True):
    """One item of the outcome card: anchors 0 to 4, None where nothing applies."""

    item: Literal["informed", "perspective", "decision"]
    now: Annotated[int, Meta(ge=0, le=4)] | None = None
    then: Annotated[int, Meta(ge=0, le=4)] | None = None
    evidence: Words = ""


class OutcomeCard(Struct, frozen=True, forbid_unknown_fields=True):
    """An outcome card as it was filled in; what was skipped is left out."""

    items: Annotated[tuple[CardItem, ...], Meta(max_length=3)] = ()
    through: Literal["", "others", "half", "material", "none"] = ""


class Outcome(Event, frozen=True, tag="outcome"):
    """An outcome card is given, or another one in its place."""

    ask: Id
    ballot: Ballot
    card: OutcomeCard


class Tick(Event, frozen=True, tag="tick"):
    """An observer saw a behaviour of the sheet, or takes that back."""

    behaviour: Count
    on: bool = True


class ExactlySaid(Event, frozen=True, tag="words"):
    """An observer writes exact words down, and what they did."""

    words: Words
    mark: Literal["", "warmer", "colder"] = ""


class BriefRead(Event, frozen=True, tag="brief_read"):
    """The player has read their brief."""


class Slip(Event, frozen=True, tag="slip"):
    """A slip, pens first. ``slip`` is its own id; it is written anew under the same until the slips are opened."""

    slip: Id
    text: Words = ""
    wish: Literal["", "keep", "share", "share_without_name"] = ""
    block: Id | None = None
    anonymity: Level | None = None


class Leave(Event, frozen=True, tag="leave"):
    """The guest goes. What the phone needs to change its cards is destroyed."""


Said = (
    Since | Ping | Give | Edit | TakeBack | Thank | Hand | Vote | Unvote | Outcome | Tick | ExactlySaid | BriefRead
    | Slip | Leave
)  # fmt: skip


class Join(Struct, frozen=True, forbid_unknown_fields=True):
    """What opens the door: the token of the QR code, or the code that was typed, and a name or none."""

    name: Annotated[str, Meta(max_length=400)] = ""
    k: Annotated[str, Meta(max_length=64)] = ""
    code: Annotated[str, Meta(max_length=16)] = ""


# ---- to a phone ------------------------------------------------------------------------------------------------


class Told(Struct, frozen=True, tag_field="t"):
    """Base of what a phone is told."""


class Limits(Struct, frozen=True):
    """How much is taken."""

    text: int = LONGEST_TEXT


class Hello(Told, frozen=True, tag="hello"):
    """Always first. ``n`` is where the wall stands, ``now`` the session's clock (ms UTC)."""

    guest: str
    name: str
    n: int
    now: int
    limits: Limits = Limits()


class Stage(Told, frozen=True, tag="stage"):
    """What runs, and what may be done in it. ``in`` counts what is in while the wall does not show it, otherwise 0."""

    block: str | None = None
    title: str = ""
    prompt: str = ""
    modality: str = ""
    part: str = ""
    left_ms: int | None = None
    paused: bool = False
    over: bool = False
    kinds: tuple[str, ...] = ()
    promise: str = ""
    anonymity: str = "named"
    notice: str = ""
    wall: str = "as_it_comes"
    inside: int = msgspec.field(default=0, name="in")
    frozen: bool = False
    held: bool = False
    group: str = ""
    slip: str = ""
    hand: bool = False


class Thanks(Struct, frozen=True):
    """Thanks for a card."""

    who: str
    text: str


class On(Struct, frozen=True):
    """The card another one builds on, in its first words."""

    id: str
    who: str
    text: str


class Card(Struct, frozen=True):
    """A card as everybody may see it."""

    id: str
    text: str
    kind: str
    who: str = ""
    themes: tuple[str, ...] = ()
    on: On | None = None
    at: int = 0
    thanks: tuple[Thanks, ...] = ()
    photo: str = ""


class Wall(Told, frozen=True, tag="wall"):
    """Cards that came or changed, and ids of those gone. With ``all`` the phone forgets what it holds first."""

    n: int
    block: str | None
    put: tuple[Card, ...] = ()
    gone: tuple[str, ...] = ()
    all: bool = False


class MineCard(Struct, frozen=True):
    """One of the guest's own cards: ``landed``, ``held`` or ``taken_back``; ``edit`` while it may be changed.

    ``refused`` where it is not there because the facilitator did not take it, or took it away.
    """

    id: str
    text: str
    kind: str
    state: str
    at: int
    edit: bool = False
    refused: bool = False


class Mine(Told, frozen=True, tag="mine"):
    """The guest's own cards, as long as anybody knows that they are."""

    put: tuple[MineCard, ...] = ()
    all: bool = False


class Row(Struct, frozen=True):
    """A row of a result. ``count`` is -1 where no figure is told."""

    words: str
    count: int
    behind: str = ""


class AskView(Struct, frozen=True):
    """What everybody is asked; ``results`` only once it is closed, ``few`` where too few answered for any."""

    id: str
    form: str
    question: str
    options: tuple[str, ...] = ()
    budget: int = 1
    per_option: int = 1
    criteria: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    turn: str = ""
    open: bool = True
    inside: int = msgspec.field(default=0, name="in")
    mine: bool = False
    few: bool = False
    results: tuple[Row, ...] | None = None


class Asked(Told, frozen=True, tag="ask"):
    """What is asked now, or nothing."""

    ask: AskView | None = None


class BriefView(Struct, frozen=True):
    """The guest's own role. Nobody else's is ever sent."""

    block: str
    round: int
    rounds: int
    role: str
    situation: str
    secret: str
    wants: str
    if_stuck: str
    phase: str
    new: bool = False
    read: bool = False


class Brief(Told, frozen=True, tag="brief"):
    """The role the guest plays now, or none."""

    brief: BriefView | None = None


class SheetView(Struct, frozen=True):
    """What an observer watches for, and their own ticks."""

    block: str
    round: int
    behaviours: tuple[str, ...]
    ticked: tuple[int, ...] = ()


class Sheet(Told, frozen=True, tag="sheet"):
    """The observers' sheet of this guest, or none."""

    sheet: SheetView | None = None


class Floor(Told, frozen=True, tag="floor"):
    """The guest's place on the speaking list (from 1), whether they speak, and who is next where people are named.

    Who has a place is told who comes before. ``unnamed`` are places in ``next`` (from 0) of people whose name is not
    told; a word for them stands there.
    """

    place: int | None = None
    speaking: bool = False
    next: tuple[str, ...] = ()
    unnamed: tuple[int, ...] = ()


class Ok(Told, frozen=True, tag="ok"):
    """The event is on the disk."""

    id: str
    at: int


class No(Told, frozen=True, tag="no"):
    """The event was refused, and why."""

    id: str
    why: str
    code: str = "rule"
    retry_ms: int = 0


class Pong(Told, frozen=True, tag="pong"):
    """Somebody is there."""


class Bye(Told, frozen=True, tag="bye"):
    """The last word on this connection."""

    why: str


_encoder = msgspec.json.Encoder()
_said: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Said)
_join = msgspec.json.Decoder(Join)


class Malformed(ValueError):
    """No message of this protocol."""


def told(message: Told) -> str:
    """A message to a phone, as it is sent."""
    return _encoder.encode(message).decode()


def said(text: str | bytes) -> Said:
    """A message of a phone, or :class:`Malformed`."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(data) > LONGEST_MESSAGE:
        raise Malformed("too long")
    try:
        return _said.decode(data)  # type: ignore[no-any-return]
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Malformed("not understood") from error


def asked_to_join(body: bytes) -> Join:
    """What was asked at the door, or :class:`Malformed`."""
    try:
        return _join.decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Malformed("not understood") from error
