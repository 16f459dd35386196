"""Lists of people: typed or pasted, as a table, or as vCards.

`read_guests` takes what was pasted and never refuses it: what was left out stands in the list. `read_guest_file` takes
a file and refuses one that has nobody in it. A file is recognised as people only where it can be nothing else: cards,
a table with a column of names and none of words, lines with an address each, or names under a heading for them. Names
alone may be anything; such a list has to be called one.
"""

from __future__ import annotations

from pathlib import Path

from facilitator.intake import guest_lines, guest_table, recognition, vcard
from facilitator.intake.encodings import Decoded, UnclearEncoding, decode
from facilitator.intake.files import binary, kind_words, read_bytes, shown
from facilitator.intake.fit import title_for
from facilitator.intake.guest import Guest, GuestDraft, GuestList
from facilitator.intake.lines import unified
from facilitator.intake.transcript import NotUnderstood
from facilitator.words import _

__all__ = ["Guest", "GuestList", "read_guest_file", "read_guests", "recognised"]

TABLES = frozenset({".csv", ".tsv", ".tab", ".psv"})
_LOOK = 400
_UNSAID = "latin-1"
"""A codec that keeps every byte, for cards that say the encoding of each line themselves."""


def read_guests(text: str) -> GuestList:
    """Everybody on a list that was typed or pasted."""
    draft = GuestDraft()
    _read(unified(text.lstrip("\ufeff")), draft, is_table=False)
    return draft.finish()


def read_guest_file(path: Path) -> GuestList:
    """Everybody on the list in a file.

    Raises:
        NotUnderstood: the file cannot be read, is something else, or nobody is on it.
    """
    decoded = _decoded(path)
    text = unified(decoded.text)
    if not is_cards(text):
        _refuse_others(path, text)
    return _listed(path, decoded, text)


def recognised(path: Path, decoded: Decoded, text: str) -> GuestList | None:
    """The list in a file that is certainly one of people, or None. ``text`` has unified line ends."""
    if is_cards(text):
        return _listed(path, decoded, text)
    is_table = path.suffix.lower() in TABLES
    if not is_people_table(text, is_table=is_table) and (is_table or not guest_lines.is_sure(text)):
        return None
    try:
        return _listed(path, decoded, text)
    except NotUnderstood:
        return None


def is_cards(text: str) -> bool:
    """Whether the text is vCards."""
    return vcard.BEGINS.match(text[:_LOOK]) is not None


def is_people_table(text: str, *, is_table: bool) -> bool:
    """Whether the text is a table that can only be one of people."""
    columns = guest_table.by_headings(text, is_table=is_table)
    return columns is not None and guest_table.is_sure(text, columns, is_table=is_table)


def _listed(path: Path, decoded: Decoded, text: str) -> GuestList:
    draft = GuestDraft(notes=list(decoded.notes) if not (is_cards(text) and decoded.encoding != "utf-8") else [])
    raw = decoded.encoding if decoded.encoding in ("cp1252", _UNSAID) else ""
    _read(text, draft, is_table=path.suffix.lower() in TABLES, raw=raw)
    found = draft.finish(title_for("", path) or _("People"))
    if found.guests:
        return found
    if found.skipped:
        raise NotUnderstood(
            "There are no names in “{file}”. The first place that could not be used: {where}. {why}",
            file=shown(path),
            where=found.skipped[0].where,
            why=found.skipped[0].why,
        )
    raise NotUnderstood("There are no names in “{file}”. Nothing was imported.", file=shown(path))


def _read(text: str, draft: GuestDraft, *, is_table: bool, raw: str = "") -> None:
    if is_cards(text):
        vcard.read(text, draft, raw)
        return
    columns = guest_table.by_headings(text, is_table=is_table) or guest_table.by_content(text, is_table=is_table)
    if columns is not None:
        guest_table.read(text, columns, draft)
    else:
        guest_lines.read(text, draft)


def _decoded(path: Path) -> Decoded:
    data = read_bytes(path, people=True)
    try:
        decoded = decode(data)
    except UnclearEncoding:
        if vcard.BEGINS.match(data[:_LOOK].decode(_UNSAID)):
            return Decoded(data.decode(_UNSAID), _UNSAID)
        raise NotUnderstood(
            "“{file}” is written in an old character encoding that does not say which. "
            "Save it as UTF-8 and import it again.",
            file=shown(path),
        ) from None
    if decoded is None:
        raise binary(path, people=True)
    return decoded


def _refuse_others(path: Path, text: str) -> None:
    """Refuse what is plainly something else than a list of people."""
    found = recognition.look(text, path.suffix.lower())
    if found.other is not None and found.other != "table":
        raise NotUnderstood(
            "“{file}” is {kind}, not a list of people. Choose a text, CSV or vCard file.",
            file=shown(path),
            kind=kind_words(found.other),
        )
    if found.form in ("vtt", "srt", "json"):
        raise NotUnderstood(
            "“{file}” is no list of people. Choose a text, CSV or vCard file, or import it as what it is.",
            file=shown(path),
        )
