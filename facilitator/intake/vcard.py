"""vCard: the cards that address books, phones and mail programs write, in versions 2.1, 3.0 and 4.0."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from facilitator.intake.guest import MAIL, Guest, GuestDraft
from facilitator.intake.guest_lines import roles_in
from facilitator.intake.lines import each, excerpt
from facilitator.intake.whole_names import join_name
from facilitator.words import _

BEGINS = re.compile(r"\s*(?:[\w-]+\.)?BEGIN\s*:\s*VCARD\s*(?:\n|$)", re.IGNORECASE)
_VERSIONS = ("2.1", "3.0", "4.0")
_NAME = re.compile(r"(?:[\w-]+\.)?([A-Za-z][\w-]*)\s*(?=[;:])")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_OTHER_KINDS = frozenset({"group", "org", "organization", "location", "device", "application"})
_SHOWN = frozenset({"FN", "N", "NICKNAME", "ORG", "TITLE", "ROLE", "NOTE", "EMAIL", "VERSION", "KIND", "LABEL"})


@dataclass(slots=True)
class _Property:
    """A line of a card: its name without the group, its parameters, and the value as written."""

    name: str
    params: dict[str, list[str]]
    value: str


@dataclass(slots=True)
class _Card:
    number: int
    line: int
    properties: list[_Property] = field(default_factory=list)
    unread: list[tuple[int, str]] = field(default_factory=list)

    @property
    def where(self) -> str:
        return _("card {number}, line {line}").format(number=self.number, line=self.line)

    def all(self, name: str) -> list[_Property]:
        """The properties of this name, in order."""
        return [given for given in self.properties if given.name == name]

    @property
    def version(self) -> str:
        found = self.all("VERSION")
        return found[0].value.strip() if found else ""


def read(text: str, draft: GuestDraft, raw: str = "") -> None:
    """Take everybody whose card is whole. ``text`` has unified line ends.

    ``raw`` is the codec that gives a value's bytes back, for old cards that name another encoding than the file's.
    """
    strange: set[str] = set()
    for card in _cards(text, draft):
        if card.version and card.version not in _VERSIONS and card.version not in strange:
            strange.add(card.version)
            draft.notes.append(
                _("Version {version} of vCard is not known here; its cards were read as version 4.0.").format(
                    version=excerpt(card.version, 20)
                )
            )
        for number, line in card.unread:
            draft.skip(
                _("line {number}").format(number=number),
                _("“{line}” is no line of a card; the rest of the card was taken.").format(line=excerpt(line)),
            )
        _take(card, draft, raw)


# --- lines and cards -------------------------------------------------------------------------------------------


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their number, those that were cut put together: by a space on the next, or a ``=`` at the end."""
    held: list[str] = []
    start, soft = 0, False
    for number, line in each(text):
        if held and line[:1] in (" ", "\t") and line.strip() and not soft:
            held.append(line[1:])
        elif held and soft:
            held[-1] = held[-1][:-1]
            held.append(line)
        else:
            if held:
                yield start, "".join(held)
            held, start = [line], number
        soft = line.endswith("=") and "QUOTED-PRINTABLE" in held[0].partition(":")[0].upper()
    if held:
        yield start, "".join(held)


def _cards(text: str, draft: GuestDraft) -> Iterator[_Card]:
    card: _Card | None = None
    number = inside = 0
    coded = False
    for at, line in _unfolded(text):
        word = line.strip().upper().replace(" ", "")
        begins, ends = word.endswith("BEGIN:VCARD"), word.endswith("END:VCARD")
        if inside:  # a card within a card: somebody's assistant
            inside += begins - ends
            continue
        if begins:
            if card is not None and card.properties and card.properties[-1].name == "AGENT":
                inside = 1
                continue
            if card is not None:
                draft.skip(card.where, _unfinished())
            number += 1
            card = _Card(number, at)
        elif card is None:
            if word and not ends:
                draft.skip(_("line {number}").format(number=at), _("It stands outside the cards."))
        elif ends:
            yield card
            card = None
        elif line.strip():
            found = _property(line)
            if found is not None:
                card.properties.append(found)
                coded = _encoding(found) in ("BASE64", "B")
            elif not coded:
                card.unread.append((at, line))
        else:
            coded = False
    if card is not None:
        draft.skip(card.where, _unfinished())


def _unfinished() -> str:
    return _("The card is not whole: its last line, END:VCARD, is missing.")


def _property(line: str) -> _Property | None:
    found = _NAME.match(line)
    if found is None:
        return None
    at, quoted = found.end(), False
    cuts: list[int] = []
    while at < len(line):
        mark = line[at]
        if mark == '"':
            quoted = not quoted
        elif not quoted and mark == ";":
            cuts.append(at)
        elif not quoted and mark == ":":
            break
        at += 1
    else:
        return None
    params: dict[str, list[str]] = {}
    for start, stop in pairwise([*cuts, at]):
        key, equals, value = line[start + 1 : stop].partition("=")
        if not equals:  # version 2.1 writes the value alone
            key, value = ("ENCODING" if key.upper() in ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT") else "TYPE"), key
        params.setdefault(key.strip().upper(), []).append(value.strip().strip('"'))
    return _Property(found[1].upper(), params, line[at + 1 :])


# --- values ----------------------------------------------------------------------------------------------------


def _encoding(given: _Property) -> str:
    return given.params.get("ENCODING", [""])[0].upper()


def _decoded(given: _Property, raw: str) -> str:
    """The value as text, still with its escapes."""
    charset = given.params.get("CHARSET", [""])[0]
    encoding = _encoding(given)
    try:
        if encoding == "QUOTED-PRINTABLE":
            return _text(quopri.decodestring(given.value.encode("utf-8", "surrogatepass")), charset)
        if encoding in ("BASE64", "B") and given.name in _SHOWN:
            return _text(base64.b64decode(given.value.replace(" ", "")), charset)
        if raw and not given.value.isascii():
            return _text(given.value.encode(raw), charset)
    except (binascii.Error, UnicodeError, ValueError):
        pass
    return given.value


def _text(data: bytes, charset: str) -> str:
    for name in (charset, "utf-8", "cp1252"):
        if name:
            try:
                return data.decode(name)
            except (LookupError, UnicodeError):
                continue
    return data.decode("utf-8", "replace")


def _split(text: str, mark: str) -> list[str]:
    """The parts of a value, cut where the mark stands unescaped. The escapes stay."""
    parts, start, at = [], 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == mark:
            parts.append(text[start:at])
            start = at + 1
        at += 1
    return [*parts, text[start:]]


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text).strip()


def _said(card: _Card, name: str, raw: str) -> list[str]:
    return [plain for given in card.all(name) if (plain := _plain(_decoded(given, raw)))]


# --- people ----------------------------------------------------------------------------------------------------


def _take(card: _Card, draft: GuestDraft, raw: str) -> None:
    kinds = [*_said(card, "KIND", raw), *_said(card, "X-ADDRESSBOOKSERVER-KIND", raw)]
    if any(kind.casefold() in _OTHER_KINDS for kind in kinds) or "COMPANY" in _said(card, "X-ABSHOWAS", raw):
        draft.skip(card.where, _("It is the card of a group or an organisation, not of a person."))
        return
    emails = [found[0] for words in _said(card, "EMAIL", raw) if (found := MAIL.search(words))]
    nicknames = [
        plain for given in card.all("NICKNAME") for part in _split(_decoded(given, raw), ",") if (plain := _plain(part))
    ]
    name = next((shown for shown in _said(card, "FN", raw) if not MAIL.fullmatch(shown)), "") or _structured(card, raw)
    if not name and nicknames:
        name = nicknames.pop(0)
    roles: list[str] = []
    notes: list[str] = []
    for words in (*_said(card, "TITLE", raw), *_said(card, "ROLE", raw)):
        said, rest = roles_in(words)
        roles += said
        notes += [rest] if rest else []
    notes += _said(card, "NOTE", raw)
    units = [
        ", ".join(plain for part in _split(_decoded(given, raw), ";") if (plain := _plain(part)))
        for given in card.all("ORG")
    ]
    draft.take(
        Guest(
            name,
            also=tuple(nicknames),
            roles=tuple(dict.fromkeys(roles)),
            unit=next(filter(None, units), ""),
            note="\n".join(dict.fromkeys(notes)),
            email=next(iter(emails), ""),
            where=card.where,
        )
    )


def _structured(card: _Card, raw: str) -> str:
    """The name put together from its parts: family, given, additional."""
    for given in card.all("N"):
        parts = [[_plain(one) for one in _split(part, ",")] for part in _split(_decoded(given, raw), ";")]
        family, first, more = (*parts, [], [], [])[:3]
        name = join_name(first, more, family)
        if name:
            return name
    return ""
