"""What a text is: which of the known forms, or which well-known thing that is no transcript."""

from __future__ import annotations

import re
from dataclasses import dataclass

from facilitator.intake import cues, plain, srt, table
from facilitator.intake.lines import head
from facilitator.intake.transcript import Form

_JSON = re.compile(
    r"\s*(?:\{\s*(?:\"|\}|$)|\[\s*(?:[\[{\"\]]|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*[,\]]|(?:true|false|null)\s*[,\]]|$))"
)
_WEB_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(r"\s*<(?:\?xml|!doctype|tt|transcript|svg|rss|feed)\b", re.IGNORECASE)
_OTHERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_WEB_PAGE, "web_page"),
    (_XML, "xml"),
    (re.compile(r"\s*\[Script Info\]"), "other_subtitles"),
    (re.compile(r"%!PS"), "postscript"),
    (re.compile(r"BEGIN:VCALENDAR", re.IGNORECASE), "calendar"),
    (re.compile(r"\s*BEGIN\s*:\s*VCARD", re.IGNORECASE), "cards"),
    (re.compile(r"\s*-----BEGIN [A-Z ]+-----"), "key"),
)
_TABLES = frozenset({".csv", ".tsv", ".tab", ".psv"})
_CAPTIONS = frozenset({".vtt", ".srt", ".sbv"})


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a text is.

    Attributes:
        form: Its form, or None where it is no transcript.
        other: What else it is, where that is known: a kind `files.kind_words` names, or ``table``.
        layout: How its columns or lines are laid out, for tables and plain text.
    """

    form: Form | None
    other: str | None = None
    layout: table.Layout | plain.Plan | None = None


def look(text: str, suffix: str) -> Recognised:
    """What the text is, by its content; the file's ending helps only where the content leaves it open.

    Args:
        text: The words, with unified line ends.
        suffix: The ending of the file's name with its dot, in small letters; may be empty.
    """
    if text.startswith("WEBVTT") and text[6:7] in {"", " ", "\t", "\n"}:
        return Recognised("vtt")
    if _JSON.match(text[:500] if len(text) > 500 else text):
        return Recognised("json")
    for pattern, other in _OTHERS:
        if pattern.match(text[:4_000]):
            return Recognised(None, other)
    captions = _captions(text, suffix)
    if captions is not None:
        return Recognised(captions)
    columns = table.layout(text, is_table=suffix in _TABLES)
    if columns is not None and (columns.width or suffix in _TABLES):
        return Recognised("csv", None, columns)
    lines = plain.plan(text)
    if lines.sure:
        return Recognised("text", None, lines)
    if columns is not None:
        return Recognised("csv", None, columns)
    if suffix in _TABLES:
        return Recognised(None, "table")
    return Recognised(None)


def _captions(text: str, suffix: str) -> Form | None:
    """Captions without a first line that names them: a time line stands at the top, or the file's ending says so."""
    lines = head(text[:100_000])
    timed = [at for at, line in enumerate(lines) if cues.timing(line) is not None or srt.is_sbv(line)]
    arrows = any(cues.is_time_line(line) for line in lines)
    if not timed and not (arrows and suffix in _CAPTIONS):
        return None
    if suffix not in _CAPTIONS and (timed[0] > 3 or len(timed) * 12 < len(lines)):
        return None
    if suffix == ".vtt":
        return "vtt"
    if suffix == ".srt" or not timed:
        return "srt"
    first = lines[timed[0]]
    numbered = timed[0] > 0 and lines[timed[0] - 1].strip().isdigit()
    return "srt" if numbered or "," in first.partition(cues.ARROW)[0] or srt.is_sbv(first) else "vtt"
