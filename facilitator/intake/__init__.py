"""Files in: a transcript of a real meeting, or a list of people, whatever program wrote it, becomes plain values.

`read_transcript` is the door. It parses and nothing else: what becomes of the turns is decided where they are taken
in. A file that cannot be understood raises `NotUnderstood` with one sentence, and nothing of it is taken; of a file
that is understood, what was left out is listed with its place and reason.

The way of a file: its bytes (`files`), its characters (`encodings`), what it is (`recognition`), the reader of its
form (`vtt` and `srt` over `cues`, `plain` over `habits` and `names`, `table` over `cells`, `tree` over `strands`,
`entries` and `who`, the last two over `rows`), and the limits of the record (`fit`). Lists of people go their own way
(`guests` over `guest_lines`, `guest_table` and `vcard`), and so do methods (`method`).
"""

from __future__ import annotations

from pathlib import Path

from facilitator.intake import guest_lines, guests, method, plain, recognition, srt, table, tree, vtt
from facilitator.intake.encodings import Decoded, UnclearEncoding, decode
from facilitator.intake.files import binary, kind_words, read_bytes, shown
from facilitator.intake.fit import fit
from facilitator.intake.guests import Guest, GuestList, read_guest_file, read_guests
from facilitator.intake.lines import unified
from facilitator.intake.method import mended as mended_method
from facilitator.intake.transcript import (
    LARGEST_FILE,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_TURNS,
    Draft,
    NotUnderstood,
    Skipped,
    Tick,
    TooMany,
    Transcript,
    Turn,
)

__all__ = [
    "LARGEST_FILE",
    "LONGEST_NAME",
    "LONGEST_TEXT",
    "Guest",
    "GuestList",
    "NotUnderstood",
    "Skipped",
    "Transcript",
    "Turn",
    "mended_method",
    "read_file",
    "read_guest_file",
    "read_guests",
    "read_method_document",
    "read_session",
    "read_transcript",
    "recognise",
]


def recognise(path: Path) -> str:
    """What kind of file this is: ``transcript``, ``session`` for a session exported as JSON by this program,
    ``method`` for a method of the catalogue, or ``people`` for contacts and tables of people.

    Raises:
        NotUnderstood: it is neither; the sentence says what is the matter.
    """
    return read_file(path)[0]


def read_file(path: Path, *, tick: Tick | None = None) -> tuple[str, object]:
    """What kind of file this is (see `recognise`), and what it holds: a `Transcript`, a `GuestList`, or the document.

    Raises:
        NotUnderstood: it is none of them; the sentence says what is the matter.
    """
    decoded, text = _text(path)
    people = guests.recognised(path, decoded, text)
    if people is not None:
        return "people", people
    found = _look(path, text)
    if found.form == "json":
        document = _document(path, text)
        if tree.is_session(document):
            return "session", document
        if method.is_method(document):
            return "method", document
    return "transcript", _transcript(path, decoded, text, found, tick, insist=False)


def read_session(path: Path) -> object:
    """The document of a session that was exported as JSON, as it stands; what it means is decided elsewhere.

    Raises:
        NotUnderstood: the file cannot be read or is no such document.
    """
    _decoded, text = _text(path)
    document = _document(path, text)
    if not tree.is_session(document):
        raise NotUnderstood("“{file}” is no session exported by this program. Nothing was imported.", file=shown(path))
    return document


def read_method_document(path: Path) -> object:
    """The document of a method's file as it stands; `mended_method` takes what is good of it.

    Raises:
        NotUnderstood: the file cannot be read or is no JSON.
    """
    _decoded, text = _text(path)
    return _document(path, text)


def read_transcript(path: Path, *, kind: str | None = None, tick: Tick | None = None) -> Transcript:
    """Read a transcript: WebVTT, SRT, ``Name: text`` lines, CSV or JSON.

    Args:
        path: The file.
        kind: ``transcript`` insists that the file is one, so that a text without speakers is taken line by line.
        tick: Called now and then with the part done, 0 to 1. What it raises ends the reading.

    Raises:
        NotUnderstood: the file cannot be read or is no transcript.
    """
    decoded, text = _text(path)
    return _transcript(path, decoded, text, _look(path, text), tick, insist=kind == "transcript")


def _transcript(
    path: Path, decoded: Decoded, text: str, found: recognition.Recognised, tick: Tick | None, *, insist: bool
) -> Transcript:
    draft = _read(path, text, found, tick, insist=insist)
    try:
        transcript = fit(draft, path, decoded.encoding, decoded.notes)
    except TooMany:
        raise _too_many(path) from None
    if tick is not None:
        tick(1.0)
    return transcript


def _text(path: Path) -> tuple[Decoded, str]:
    data = read_bytes(path)
    try:
        decoded = decode(data)
    except UnclearEncoding:
        raise NotUnderstood(
            "“{file}” is written in an old character encoding that does not say which. "
            "Save it as UTF-8 and import it again.",
            file=shown(path),
        ) from None
    if decoded is None:
        raise binary(path)
    text = unified(decoded.text)
    if not text.strip("\x00 \t\n\ufeff"):
        raise NotUnderstood("“{file}” is empty. Nothing was imported.", file=shown(path))
    return decoded, text


def _look(path: Path, text: str) -> recognition.Recognised:
    try:
        return recognition.look(text, path.suffix.lower())
    except TooMany:
        raise _too_many(path) from None


def _read(path: Path, text: str, found: recognition.Recognised, tick: Tick | None, *, insist: bool) -> Draft:
    try:
        draft = _read_form(path, text, found, tick, insist=insist)
    except TooMany:
        raise _too_many(path) from None
    if draft.turns:
        return draft
    if draft.skipped:
        first = draft.skipped[0]
        raise NotUnderstood(
            "Nobody says anything in “{file}”. The first place that could not be used: {where}. {why}",
            file=shown(path),
            where=first.where,
            why=first.why,
        )
    raise NotUnderstood("Nobody says anything in “{file}”. Nothing was imported.", file=shown(path))


def _read_form(path: Path, text: str, found: recognition.Recognised, tick: Tick | None, *, insist: bool) -> Draft:
    if found.form == "vtt":
        return vtt.read(text, tick)
    if found.form == "srt":
        return srt.read(text, tick)
    if found.form == "json":
        return _read_document(path, text, tick, insist=insist)
    if isinstance(found.layout, table.Layout) and (insist or found.layout.is_talk):
        return table.read(text, found.layout, tick)
    if isinstance(found.layout, plain.Plan):
        return plain.read(text, found.layout, tick)
    if insist and found.other != "table":
        layout = plain.plan(text)
        return plain.read(text, layout, tick) if layout.layouts else plain.read_unspoken(text, tick)
    if found.layout is None and found.other is None and guest_lines.may_be_people(text):
        raise NotUnderstood(
            "“{file}” is no transcript: nobody says anything in it. If it is a list of people, add it to the people "
            "of a plan, or import it with “--kind people”.",
            file=shown(path),
        )
    raise _no_transcript(path, found)


def _read_document(path: Path, text: str, tick: Tick | None, *, insist: bool) -> Draft:
    document = _document(path, text)
    if tree.is_session(document):
        raise NotUnderstood(
            "“{file}” is a session exported by this program, not a transcript. Import it as it is.", file=shown(path)
        )
    try:
        draft = tree.read(document, tick, insist=insist)
    except tree.SeveralMeetings:
        raise NotUnderstood(
            "“{file}” holds several meetings. Save each in a file of its own and import those.", file=shown(path)
        ) from None
    if draft is None:
        raise NotUnderstood(
            "“{file}” is JSON, but no list in it says who said what. "
            "It needs a list of entries with “speaker” and “text”.",
            file=shown(path),
        )
    return draft


def _document(path: Path, text: str) -> object:
    try:
        return tree.load(text)
    except tree.Broken as broken:
        if broken.ends:
            raise NotUnderstood(
                "“{file}” is JSON that breaks off at line {line}, column {column}. Nothing was imported; "
                "save or fetch the file again.",
                file=shown(path),
                line=broken.line,
                column=broken.column,
            ) from None
        raise NotUnderstood(
            "“{file}” looks like JSON, but has a mistake at line {line}, column {column}. Nothing was imported.",
            file=shown(path),
            line=broken.line,
            column=broken.column,
        ) from None
    except TooMany:
        raise _too_many(path) from None


def _no_transcript(path: Path, found: recognition.Recognised) -> NotUnderstood:
    if isinstance(found.layout, table.Layout) or found.other == "table":
        return NotUnderstood(
            "“{file}” is a table, but its columns do not say who said what. "
            "Name one column “speaker” and one “text”, and import it again.",
            file=shown(path),
        )
    if found.other is not None:
        return NotUnderstood(
            "“{file}” is {kind}, not a transcript. Choose a WebVTT, SRT, text, CSV or JSON file.",
            file=shown(path),
            kind=kind_words(found.other),
        )
    return NotUnderstood(
        "“{file}” is no transcript: no names stand before what is said. A line should read “Ann: Good morning”.",
        file=shown(path),
    )


def _too_many(path: Path) -> NotUnderstood:
    return NotUnderstood(
        "“{file}” has more parts than any transcript; up to {most} turns can be imported. Split it and try again.",
        file=shown(path),
        most=MOST_TURNS,
    )
