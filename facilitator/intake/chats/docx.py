"""The words of a text document in the Office form, paragraph by paragraph: meeting programs save transcripts so."""

from __future__ import annotations

import html
import re
from pathlib import Path

from facilitator.intake.files import shown
from facilitator.intake.transcript import NotUnderstood

_TOKEN = re.compile(r"<w:t(?: [^<>]*)?>([^<]*)</w:t>|<w:(?:br|cr)(?: [^<>]*)?/>|<w:(tab)(?: [^<>]*)?/>|(</w:p>)")

_BEGINS = re.compile(r"[^\W\d][^\n]{0,100}[ \t]\d{1,2}:\d{2}(?::\d{2})?")
_HEADING = 12
"""Lines in which a heading ends."""


def words_of(document: bytes, path: Path) -> str:
    """The paragraphs of ``word/document.xml`` as lines. No entity is ever followed.

    Raises:
        NotUnderstood: it declares things no Office program declares, or cannot be read.
    """
    if b"<!DOCTYPE" in document[:4_000] or b"<!ENTITY" in document:
        raise NotUnderstood("“{file}” is no document of an Office program. Nothing was imported.", file=shown(path))
    try:
        text = document.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotUnderstood("“{file}” is a damaged document. Save it again.", file=shown(path)) from None
    out: list[str] = []
    for found in _TOKEN.finditer(text):
        if found[3]:
            out.append("\n")
        elif found[2]:
            out.append("\t")
        elif found[1] is not None:
            out.append(html.unescape(found[1]))
        else:
            out.append("\n")
    return _spoken("".join(out))


def _spoken(text: str) -> str:
    """The words from the first name with a time on: above it stand a title, a date and how long it took."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines[:_HEADING]) if _BEGINS.fullmatch(line.strip())), 0)
    return "\n".join(lines[first:])
