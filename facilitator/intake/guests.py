"""People in: a list typed or pasted, a table, contacts. What cannot be used is said with its place; the rest is taken.

One name a line is enough. A line may say more: ``Ana Ruiz, night nurse``, ``Ben Okafor <ben@example.org>``,
``Zoë (gardener)``, cells of a spreadsheet between tabs. Tables are read by their headings in many languages, contacts
(vCard 2.1, 3.0, 4.0) by :mod:`.vcard`.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from facilitator.intake import vcard
from facilitator.intake.encodings import UnclearEncoding, decode
from facilitator.intake.files import binary, read_bytes, shown
from facilitator.intake.headings import HEADINGS, SAID, plain
from facilitator.intake.lines import unified
from facilitator.intake.transcript import LONGEST_NAME, NotUnderstood, Skipped

MOST_PEOPLE = 20_000
MOST_LISTED = 200
"""Places that are named one by one; more are counted."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on a list. ``roles`` are ids of roles, ``unit`` where they come from, ``also`` other spellings."""

    name: str
    also: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    unit: str = ""
    note: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class GuestList:
    """What a list says: everybody once, what was left out with its place and reason, and remarks."""

    guests: tuple[Guest, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()


# ---- the doors -----------------------------------------------------------------------------------------------------


def read_guests(text: str) -> GuestList:
    """A list from text that was typed or pasted. Never raises: what cannot be used is listed."""
    text = unified(text.removeprefix("\ufeff")).replace("\x00", "")
    if vcard.is_vcard(text):
        found, skipped, notes = vcard.read(text)
        return _together((Guest(*card) for card in found), skipped, notes)
    rows = _table(text)
    if rows is not None:
        return _from_table(rows)
    return _from_lines(text)


def read_guest_file(path: Path) -> GuestList:
    """A list from a file: plain text, CSV or contacts, in any usual encoding.

    Raises:
        NotUnderstood: the file cannot be read, or nobody is in it.
    """
    try:
        decoded = decode(read_bytes(path))
    except UnclearEncoding:
        raise NotUnderstood(
            "“{file}” is written in an old character encoding that does not say which. "
            "Save it as UTF-8 and import it again.",
            file=shown(path),
        ) from None
    if decoded is None:
        raise binary(path)
    found = read_guests(decoded.text)
    if not found.guests:
        why = f" {found.skipped[0].where}: {found.skipped[0].why}" if found.skipped else ""
        raise NotUnderstood("Nobody is in “{file}”. Nothing was imported.{why}", file=shown(path), why=why)
    return GuestList(found.guests, found.skipped, (*decoded.notes, *found.notes))


def is_guest_list(text: str) -> bool:
    """Whether a text is people beyond doubt: contacts, or a table with a column of names and none of what was said."""
    if vcard.is_vcard(text):
        return True
    rows = _table(text)
    if rows is None or len(rows) < 2:
        return False
    columns = _columns(rows[0])
    said = any(plain(cell) in SAID for cell in rows[0])
    return bool(columns) and not said and ("name" in columns or {"first", "last"} <= columns.keys())


# ---- everybody once ------------------------------------------------------------------------------------------------


def folded(name: str) -> str:
    """A name as it is compared: without case, accents and doubled spaces."""
    plain = unicodedata.normalize("NFKD", name)
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).casefold().split())


def _together(guests: Iterable[Guest], skipped: Sequence[Skipped], notes: Sequence[str] = ()) -> GuestList:
    found: dict[str, Guest] = {}
    again = 0
    left = list(skipped)
    for guest in guests:
        key = folded(guest.name)
        if key in found:
            again += 1
            found[key] = _merged(found[key], guest)
        elif len(found) >= MOST_PEOPLE:
            left.append(Skipped("the end", f"A list holds up to {MOST_PEOPLE} people."))
            break
        else:
            found[key] = guest
    said = list(notes)
    if again:
        said.append(f"{again} lines name somebody who is on the list already; each person is taken once.")
    if len(left) > MOST_LISTED:
        more = len(left) - MOST_LISTED
        left = [*left[:MOST_LISTED], Skipped("further down", f"{more} more lines could not be used.")]
    return GuestList(tuple(found.values()), tuple(left), tuple(said))


def _merged(first: Guest, second: Guest) -> Guest:
    also = dict.fromkeys((*first.also, *second.also, *([second.name] if second.name != first.name else [])))
    return replace(
        first,
        also=tuple(also),
        roles=tuple(dict.fromkeys((*first.roles, *second.roles))),
        unit=first.unit or second.unit,
        note=first.note or second.note,
        email=first.email or second.email,
    )


# ---- roles ---------------------------------------------------------------------------------------------------------

_ROLES = {
    "participant": "participant",
    "facilitator": "facilitator",
    "moderator": "facilitator",
    "co-facilitator": "co_facilitator",
    "cofacilitator": "co_facilitator",
    "co facilitator": "co_facilitator",
    "gardener": "gardener",
    "mentor": "mentor",
    "mentee": "mentee",
    "observer": "observer",
    "actor": "actor",
    "scribe": "scribe",
    "note taker": "scribe",
    "table host": "table_host",
    "case owner": "case_owner",
    "peer consultant": "peer_consultant",
    "model": "model",
    "sponsor": "sponsor",
    "leader": "sponsor",
}


def role_of(words: str) -> str:
    """The role these words name; empty where they name none."""
    return _ROLES.get(" ".join(words.casefold().replace("_", " ").split()), "")


def _placed(guest: Guest, words: Iterable[str]) -> Guest:
    """Words behind a name: a role where they name one, an address, otherwise where somebody comes from."""
    roles, unit, email = list(guest.roles), guest.unit, guest.email
    for word in words:
        word = word.strip(" \t,;")
        if not word:
            continue
        role = role_of(word)
        if role:
            roles.append(role)
        elif _MAIL.fullmatch(word):
            email = email or word
        else:
            unit = f"{unit}, {word}" if unit else word
    return replace(guest, roles=tuple(dict.fromkeys(roles)), unit=unit[:LONGEST_NAME], email=email)


# ---- lines ---------------------------------------------------------------------------------------------------------

_MAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
_BULLET = re.compile(r"\s*(?:[-*•–—·▪◦☐☑✓]|\(?\d{1,5}[.)\]:]|\d{1,5}\s*[-–]\s)\s+")
_BRACKET = re.compile(r"[(\[（]([^()\[\]（）]{1,120})[)\]）]\s*$")
_ANGLE = re.compile(r"<\s*([^<>]{1,200})\s*>")


def _from_lines(text: str) -> GuestList:
    guests: list[Guest] = []
    skipped: list[Skipped] = []
    for number, line in enumerate(text.split("\n"), 1):
        for part in _people_of(line):
            found = _guest(part)
            if isinstance(found, Guest):
                guests.append(found)
            elif found:
                skipped.append(Skipped(f"line {number}", found))
    return _together(guests, skipped)


def _people_of(line: str) -> Iterator[str]:
    """One line may name several people with semicolons between them, as mail programs write them."""
    if line.count(";") and not any(len(part.split()) > 8 for part in line.split(";")):
        yield from line.split(";")
    else:
        yield line


def _guest(line: str) -> Guest | str:
    """Somebody, or why there is nobody in this line; empty for a line with nothing in it."""
    line = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
    line = "".join(char for char in line if char == "\t" or unicodedata.category(char) not in ("Cc", "Co", "Cs"))
    line = line.strip().strip("\"'“”")
    if not line:
        return ""
    words: list[str] = []
    mail = ""
    angle = _ANGLE.search(line)
    if angle:
        address = angle[1].removeprefix("mailto:")
        mail = address if _MAIL.fullmatch(address) else ""
        line = f"{line[: angle.start()]} {line[angle.end() :]}".strip(" ,\t")
    if "\t" in line:
        line, *cells = line.split("\t")
        words += cells
    bracket = _BRACKET.search(line)
    if bracket:
        words.append(bracket[1])
        line = line[: bracket.start()]
    name, comma, rest = line.partition(",")
    if comma:
        words += rest.split(",")
    name = " ".join(name.split()).strip("\"'“” ")
    if not name and mail:
        name = _from_mail(mail)
    if _MAIL.fullmatch(name):
        mail, name = name, _from_mail(name)
    why = _no_name(name)
    if why:
        return why
    return _placed(Guest(name, email=mail), words)


def _from_mail(address: str) -> str:
    """A name guessed from an address that stands alone: ben.okafor@… is Ben Okafor."""
    local = re.sub(r"[\d+].*$", "", address.partition("@")[0])
    return " ".join(part.capitalize() for part in re.split(r"[._-]+", local) if part) or address


def _no_name(name: str) -> str:
    if not name:
        return "There is no name in it."
    if len(name) > LONGEST_NAME:
        return f"It is longer than a name: {len(name)} letters."
    if not any(char.isalpha() for char in name):
        return "There is no letter in it."
    return ""


# ---- tables --------------------------------------------------------------------------------------------------------


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Which column is what, by a row of headings; empty where it is none."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        kind = HEADINGS.get(plain(cell), "")
        if kind:
            found.setdefault(kind, place)
    if "first" in found and "name" in found and "last" not in found:
        found["last"] = found.pop("name")  # “Name” beside a first name is the family's
    if "last" in found and "first" not in found and "name" not in found:
        found["name"] = found.pop("last")
    return found


def _table(text: str) -> list[list[str]] | None:
    """The cells, where the text is a table: every line the same few columns, or a first line of known headings."""
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        return None
    best: list[list[str]] | None = None
    for mark in ("\t", ";", ",", "|"):
        if mark not in lines[0]:
            continue
        try:
            rows = [row for row in csv.reader(text.split("\n"), delimiter=mark) if any(cell.strip() for cell in row)]
        except csv.Error:
            continue
        columns = _columns(rows[0])
        if "name" in columns or {"first", "last"} <= columns.keys() or ("email" in columns and len(rows[0]) > 1):
            return rows
        widths = {len(row) for row in rows}
        if best is None and mark in "\t|" and len(rows) > 1 and widths == {len(rows[0])} and len(rows[0]) > 1:
            best = rows
    if best is None and _columns([lines[0]]) and len(lines) > 1 and len(lines[0]) < 40:
        return [[line] for line in lines]
    return best


def _from_table(rows: list[list[str]]) -> GuestList:
    columns = _columns(rows[0])
    body, first = (rows[1:], 2) if columns else (rows, 1)
    columns = columns or {"name": 0}
    guests: list[Guest] = []
    skipped: list[Skipped] = []
    named = set(columns.values())
    for number, row in enumerate(body, first):

        def cell(kind: str, row: list[str] = row) -> str:
            place = columns.get(kind, -1)
            return " ".join(row[place].split()) if 0 <= place < len(row) else ""

        name = cell("name") or " ".join(part for part in (cell("first"), cell("last")) if part)
        name = name.strip("\"'“” ")
        mail = cell("email")
        if not name and _MAIL.fullmatch(mail):
            name = _from_mail(mail)
        why = _no_name(name)
        if why:
            if any(value.strip() for value in row):
                skipped.append(Skipped(f"row {number}", why))
            continue
        also = tuple(part.strip() for part in re.split("[,;/]", cell("also")) if part.strip())
        guest = Guest(name, also, (), cell("unit")[:LONGEST_NAME], cell("note")[:LONGEST_NAME], mail)
        guest = _placed(guest, re.split("[,;/]", cell("role")))
        if columns == {"name": 0}:
            guest = _placed(guest, (value for place, value in enumerate(row) if place not in named))
        guests.append(guest)
    return _together(guests, skipped)
