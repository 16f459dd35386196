"""Contacts: vCard 2.1 (as old phones write it), 3.0 (RFC 2426) and 4.0 (RFC 6350), several in a file.

Lines are unfolded, values decoded; a card that breaks off is left out with its place, the others are taken.
"""

from __future__ import annotations

import quopri
import re

from facilitator.intake.transcript import LONGEST_NAME, Skipped

Card = tuple[str, tuple[str, ...], tuple[str, ...], str, str, str]
"""Name, other names, roles, unit, note, address."""

KNOWN = ("2.1", "3.0", "4.0")
_BEGIN = re.compile(r"\s*BEGIN:VCARD\s*$", re.IGNORECASE)
_END = re.compile(r"\s*END:VCARD\s*$", re.IGNORECASE)


def is_vcard(text: str) -> bool:
    """Whether a text is contacts."""
    first = next((line for line in text[:2000].split("\n") if line.strip()), "")
    return bool(_BEGIN.match(first))


def read(text: str) -> tuple[list[Card], list[Skipped], list[str]]:
    """The cards, what was left out, and remarks."""
    cards: list[Card] = []
    skipped: list[Skipped] = []
    notes: list[str] = []
    strange: set[str] = set()
    inside: list[str] | None = None
    began = 0
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if _BEGIN.match(line):
            if inside is not None:
                skipped.append(Skipped(f"card at line {began}", "It does not end before the next begins."))
            inside, began = [], number
        elif _END.match(line) and inside is not None:
            card, version = _card(inside)
            if version not in KNOWN and version not in strange:
                strange.add(version)
                said = f"version {version[:20]}" if version else "no version"
                notes.append(f"Contacts of {said} were read as far as this program knows them.")
            if card is None:
                skipped.append(Skipped(f"card at line {began}", "There is no name in it."))
            elif len(card[0]) > LONGEST_NAME:
                skipped.append(Skipped(f"card at line {began}", f"Its name is {len(card[0])} letters long."))
            else:
                cards.append(card)
            inside = None
        elif inside is not None:
            inside.append(line)
    if inside is not None:
        skipped.append(Skipped(f"card at line {began}", "It breaks off before its end."))
    return cards, skipped, notes


def _unfolded(lines: list[str]) -> list[str]:
    """Logical lines: one that begins with a space goes on, and so does quoted-printable that ends with ``=``."""
    found: list[str] = []
    soft = False
    for line in lines:
        if soft and found:
            found[-1] = found[-1][:-1] + line
        elif line[:1] in (" ", "\t") and found:
            found[-1] += line[1:]
        else:
            found.append(line)
        head = found[-1].partition(":")[0].upper()
        soft = "QUOTED-PRINTABLE" in head and found[-1].endswith("=")
    return found


def _card(lines: list[str]) -> tuple[Card | None, str]:
    values: dict[str, list[str]] = {}
    version = ""
    for line in _unfolded(lines):
        head, colon, raw = line.partition(":")
        if not colon:
            continue
        name, *params = head.split(";")
        name = name.rpartition(".")[2].strip().upper()
        value = _value(raw, [param.strip().upper() for param in params])
        if name == "VERSION":
            version = value.strip()
        elif value.strip():
            values.setdefault(name, []).append(value)
    structured = _split(values.get("N", [""])[0])
    full = _plain(values.get("FN", [""])[0]) or " ".join(
        _plain(structured[at]) for at in (1, 2, 0) if at < len(structured)
    )
    full = " ".join(full.split())
    if not full:
        company = _plain(_split(values.get("ORG", [""])[0])[0]) if "ORG" in values else ""
        if not company:
            return None, version
        full = company
    unit = ", ".join(part for part in map(_plain, _split(values.get("ORG", [""])[0])) if part)
    title = _plain(values.get("TITLE", values.get("ROLE", [""]))[0])
    nick = tuple(part for part in map(_plain, _split(values.get("NICKNAME", [""])[0], ",")) if part)
    note = _plain(values.get("NOTE", [""])[0])
    mail = _plain(values.get("EMAIL", [""])[0]).removeprefix("mailto:")
    where = ", ".join(part for part in (title, unit) if part)
    also = tuple(dict.fromkeys((*nick, *(_plain(other) for other in values.get("FN", [])[1:]))))
    return (full, also, (), where[:LONGEST_NAME], note[:LONGEST_NAME], mail), version


def _value(raw: str, params: list[str]) -> str:
    if any("QUOTED-PRINTABLE" in param for param in params):
        charset = next((param.partition("=")[2] for param in params if param.startswith("CHARSET=")), "UTF-8")
        data = quopri.decodestring(raw.encode("utf-8", "replace"))
        try:
            return data.decode(charset.strip('"') or "UTF-8")
        except (LookupError, UnicodeDecodeError):
            return data.decode("utf-8", "replace")
    return raw


def _split(value: str, mark: str = ";") -> list[str]:
    """The parts of a structured value; a mark with a backslash before it belongs to the words."""
    return re.split(rf"(?<!\\){mark}", value)


def _plain(value: str) -> str:
    """A value without its escapes."""
    return re.sub(r"\\([\\,;:])", r"\1", value.replace("\\n", " ").replace("\\N", " ")).strip()
