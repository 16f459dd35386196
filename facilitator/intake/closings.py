"""The last lines of a transcript that a program wrote and nobody said: *Transcribed by …*, *Meeting ended after …*."""

from __future__ import annotations

import re

from facilitator.intake import vocabulary
from facilitator.intake.lines import each

_TAIL = 2_000
"""Characters at the end of a text that are looked through."""

_CLOCK_AT_END = re.compile(r"[^.?!]*?\b\d{1,3}:\d{2}:\d{2}[^\w?]*", re.ASCII)
_ADDRESS_AT_END = re.compile(r".*?(?:https?://|\b[\w-]+\.(?:ai|com|io|app|net|org)\b)\S*\s*", re.IGNORECASE)
_BY = re.compile(
    r"\W*\w+ (?:\w+ )?(?:by|with|via|using|from|von|mit|durch|par|avec|por|con|da|door|met)\b", re.IGNORECASE
)
_SAYS_SO = re.compile(
    r"[^\s:：][^:：]{0,120} (?:stopped|ended) (?:the )?(?:transcription|recording)\.?"
    r"|\W*(?:the )?end of (?:the )?(?:transcript|transcription|recording|meeting)\W*"
    r"|This editable transcript was computer generated\b.*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w’'-]+")
_RECORDS = frozenset(vocabulary.RECORDS)
_TRANSCRIBED = frozenset(vocabulary.TRANSCRIBED)


def closing_lines(text: str) -> frozenset[int]:
    """The numbers of the lines at the end of the text in which a program says it is done."""
    start = text.rfind("\n", 0, max(len(text) - _TAIL, 0)) + 1
    found: list[int] = []
    for number, line in reversed(list(each(text[start:], text.count("\n", 0, start)))):
        words = line.strip()
        if words and not _closes(words):
            break
        if words:
            found.append(number)
    return frozenset(found)


def _closes(line: str) -> bool:
    if len(line) > 240:
        return False
    if _SAYS_SO.fullmatch(line):
        return True
    words = [word.casefold() for word in _WORD.findall(line)]
    if len(line) <= 80 and _CLOCK_AT_END.fullmatch(line) and not _RECORDS.isdisjoint(words[:4]):
        return True
    if not words or words[0] not in _TRANSCRIBED or len(words) > 12:
        return False
    return _BY.match(line) is not None and _ADDRESS_AT_END.fullmatch(line) is not None
