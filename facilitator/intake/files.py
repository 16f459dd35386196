"""Reading a file with care: only regular files, only of a sane size, and binary ones named by what they are.

Everything that is wrong with the file itself, before its words are looked at, is refused here with one sentence.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from facilitator.intake.transcript import LARGEST_FILE, NotUnderstood
from facilitator.words import _

_MEGABYTE = 1024 * 1024

_KNOWN: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "pdf_document"),
    (0, b"\x89PNG\r\n", "png_picture"),
    (0, b"\xff\xd8\xff", "jpeg_picture"),
    (0, b"GIF8", "gif_picture"),
    (0, b"II*\x00", "tiff_picture"),
    (0, b"MM\x00*", "tiff_picture"),
    (8, b"WEBP", "webp_picture"),
    (8, b"WAVE", "sound_recording"),
    (8, b"AVI ", "film"),
    (4, b"ftyp", "film_or_sound_recording"),
    (0, b"ID3", "sound_recording"),
    (0, b"OggS", "sound_recording"),
    (0, b"fLaC", "sound_recording"),
    (0, b"\x1aE\xdf\xa3", "film"),
    (0, b"SQLite format 3\x00", "database"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office_document"),
    (0, b"\x1f\x8b", "compressed_archive"),
    (0, b"BZh", "compressed_archive"),
    (0, b"\xfd7zXZ\x00", "compressed_archive"),
    (0, b"\x28\xb5\x2f\xfd", "compressed_archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "compressed_archive"),
    (0, b"Rar!\x1a\x07", "compressed_archive"),
    (0, b"\x7fELF", "program"),
    (0, b"\xcf\xfa\xed\xfe", "program"),
    (0, b"\xca\xfe\xba\xbe", "program"),
    (0, b"\x00asm", "program"),
    (0, b"{\\rtf", "rich_text_document"),
)

_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/", "word_document"),
    (b"xl/", "excel_workbook"),
    (b"ppt/", "powerpoint_presentation"),
    (b"opendocument.text", "opendocument_text"),
    (b"opendocument.spreadsheet", "opendocument_spreadsheet"),
    (b"opendocument", "opendocument_file"),
    (b"epub", "electronic_book"),
)


def shown(path: Path) -> str:
    """The file's name as it may stand in a sentence: short, on one line, and with no character that reorders it."""
    name = path.name or str(path)
    name = "".join(mark if mark.isprintable() else "�" for mark in name)
    return name if len(name) <= 80 else f"{name[:50]}…{name[-25:]}"


def read_bytes(path: Path, *, people: bool = False) -> bytes:
    """The bytes of a regular file of sane size that is not plainly something else than text.

    With ``people`` a list of people is wanted, and a refusal says what that may be.

    Raises:
        NotUnderstood: it is missing, a folder, a device, unreadable, empty, too large, or a known binary kind.
    """
    name = shown(path)
    try:
        about = path.stat()
    except FileNotFoundError:
        raise NotUnderstood("There is no file “{file}”.", file=name) from None
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from None
    _check_kind(name, about.st_mode)
    if about.st_size > LARGEST_FILE:
        raise _too_large(name, about.st_size)
    try:
        with path.open("rb") as stream:
            _check_kind(name, os.fstat(stream.fileno()).st_mode)
            data = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _unreadable(name, error) from None
    if len(data) > LARGEST_FILE:
        raise _too_large(name, len(data))
    if not data.strip(b"\x00\t\n\r\x0c \xef\xbb\xbf\xff\xfe"):
        raise NotUnderstood("“{file}” is empty. Nothing was imported.", file=name)
    kind = _binary_kind(data)
    if kind is not None:
        raise binary(path, kind, people=people)
    return data


def binary(path: Path, kind: str | None = None, *, people: bool = False) -> NotUnderstood:
    """The refusal for a file that holds no text; ``kind`` says what it is (see `kind_words`) where that is known."""
    if people and kind is None:
        return NotUnderstood(
            "“{file}” holds no readable text. Save the list as text, CSV or vCard and import that.", file=shown(path)
        )
    if people:
        return NotUnderstood(
            "“{file}” is {kind}. Save the list as text, CSV or vCard and import that.",
            file=shown(path),
            kind=kind_words(kind or ""),
        )
    if kind is None:
        return NotUnderstood(
            "“{file}” holds no readable text. Choose the transcript itself: WebVTT, SRT, text, CSV or JSON.",
            file=shown(path),
        )
    return NotUnderstood(
        "“{file}” is {kind}. Choose the transcript itself: WebVTT, SRT, text, CSV or JSON.",
        file=shown(path),
        kind=kind_words(kind),
    )


def kind_words(kind: str) -> str:
    """What a known kind of file is called, in the language in use: *a PDF document*."""
    words = {
        "pdf_document": _("a PDF document"),
        "png_picture": _("a PNG picture"),
        "jpeg_picture": _("a JPEG picture"),
        "gif_picture": _("a GIF picture"),
        "tiff_picture": _("a TIFF picture"),
        "webp_picture": _("a WebP picture"),
        "sound_recording": _("a sound recording"),
        "film": _("a film"),
        "film_or_sound_recording": _("a film or sound recording"),
        "database": _("a database"),
        "old_office_document": _("an old Office document"),
        "compressed_archive": _("a compressed archive"),
        "program": _("a program"),
        "rich_text_document": _("a rich text document"),
        "word_document": _("a Word document"),
        "excel_workbook": _("an Excel workbook"),
        "powerpoint_presentation": _("a PowerPoint presentation"),
        "opendocument_text": _("an OpenDocument text"),
        "opendocument_spreadsheet": _("an OpenDocument spreadsheet"),
        "opendocument_file": _("an OpenDocument file"),
        "electronic_book": _("an electronic book"),
        "zip_archive": _("a ZIP archive"),
        "web_page": _("a web page"),
        "xml": _("an XML file"),
        "other_subtitles": _("a subtitle file of another kind"),
        "postscript": _("a PostScript file"),
        "calendar": _("a calendar"),
        "cards": _("a file of address cards"),
        "key": _("a key or certificate"),
    }
    return words[kind]


def _check_kind(name: str, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise NotUnderstood("“{file}” is a folder. Choose the files in it.", file=name)
    if not stat.S_ISREG(mode):
        raise NotUnderstood("“{file}” is not an ordinary file, so it cannot be imported.", file=name)


def _too_large(name: str, size: int) -> NotUnderstood:
    return NotUnderstood(
        "“{file}” has {size} MB; transcripts of up to {most} MB can be imported. Split it and try again.",
        file=name,
        size=f"{size / _MEGABYTE:.0f}",
        most=LARGEST_FILE // _MEGABYTE,
    )


def _unreadable(name: str, error: OSError | ValueError) -> NotUnderstood:
    if isinstance(error, PermissionError):
        return NotUnderstood("“{file}” may not be read by you. Ask its owner for permission.", file=name)
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return NotUnderstood("“{file}” could not be read: {reason}.", file=name, reason=reason)


def _binary_kind(data: bytes) -> str | None:
    if data.startswith(b"PK\x03\x04"):
        head = data[:4096] + data[-65536:]
        return next((kind for mark, kind in _ZIPPED if mark in head), "zip_archive")
    if data.startswith(b"PK\x05\x06"):
        return "zip_archive"
    if data[:2] == b"MZ" and b"\x00\x00" in data[:256]:
        return "program"
    if data[:3] in {b"\xff\xfb\x90", b"\xff\xfb\xb0", b"\xff\xf3\x40"}:
        return "sound_recording"
    return next((kind for at, mark, kind in _KNOWN if data[at : at + len(mark)] == mark), None)
