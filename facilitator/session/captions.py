"""Captions of a film (WebVTT, SRT): when which words are to be read under the picture.

Words only: places, colours and markup are left aside, for they are drawn as the window draws them. Whatever cannot be
read is left out and the rest is taken: half the captions are better than none in front of people.
"""

from __future__ import annotations

import codecs
import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

LARGEST = 8_000_000
"""Bytes of a caption file that are read; a day of talk has fewer."""

MOST = 50_000
LONGEST = 1_000
"""Characters of one caption that are shown."""

AT_ONCE = 4
"""Captions that are read at one moment; a file with more of them is broken, or meant to do harm."""

FAR_BACK = 2_000
"""So many captions before a moment are looked through for those that still stand."""

_STAMP = r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,:](\d{1,6}))?"
_TIMING = re.compile(rf"\s*{_STAMP}\s*--?>\s*{_STAMP}(?:\s.*)?", re.ASCII)
_MARKUP = re.compile(
    r"</?(?:[cibuv]|lang|ruby|rt|font|em|strong|span|s)(?:[.\s][^<>]*)?/?>|<\d[\d:.,]*>|\{\\[^{}]*\}", re.IGNORECASE
)
_BREAK = re.compile(r"<br\s*/?>|\\N", re.IGNORECASE)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TWO = re.compile(r"[A-Za-z]{2}(?:-[A-Za-z0-9]{2,8})*")
"""A tag of two letters: three could as well be a word."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Caption:
    """Words from one moment of the film to another, in ms."""

    start_ms: int
    end_ms: int
    text: str


class Captions:
    """The captions of one file, asked by film time many times a second."""

    def __init__(self, found: tuple[Caption, ...] = (), language: str = "") -> None:
        self.all = tuple(sorted(found, key=lambda one: (one.start_ms, one.end_ms)))
        self.language = language
        self._starts = [one.start_ms for one in self.all]
        self._ends = list(accumulate((one.end_ms for one in self.all), max))

    def __len__(self) -> int:
        return len(self.all)

    def at(self, ms: int) -> str:
        """What is to be read at a moment; the newest few captions one under the other, empty for none."""
        shown: list[str] = []
        place = last = bisect_right(self._starts, ms) - 1
        while place >= 0 and self._ends[place] > ms and len(shown) < AT_ONCE and last - place < FAR_BACK:
            if self.all[place].end_ms > ms:
                shown.append(self.all[place].text)
            place -= 1
        return "\n".join(reversed(shown))


def read_captions(text: str) -> Captions:
    """Captions from the words of a WebVTT or SRT file; none where there are none.

    A caption begins at its line of times and its words go on to the next empty line (WebVTT) or to the next line of
    times (SRT, whose words may hold empty lines).
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    web = lines[0].startswith("WEBVTT")
    found: list[Caption] = []
    times: tuple[int, int] | None = None
    words: list[str] = []
    for line in lines:
        timing = _timing(line) if "->" in line else None
        if timing is not None:
            if not web and words and words[-1].strip().isdigit() and (len(words) == 1 or not words[-2].strip()):
                words.pop()
            _close(times, words, found, web)
            times, words = timing, []
        elif web and not line.strip():
            _close(times, words, found, web)
            times, words = None, []
        elif times is not None:
            words.append(line)
        if len(found) >= MOST:
            break
    _close(times, words, found, web)
    return Captions(tuple(found), _language(lines) if web else "")


def decode(data: bytes) -> str:
    """The words of a caption file: by its mark, as UTF-8, as UTF-16 without a mark, else as Windows-1252."""
    data = data[:LARGEST]
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if data[:200].count(0) * 3 > min(len(data), 200):
        return data.decode("utf-16-le" if data[1:200:2].count(0) >= data[:200:2].count(0) else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:
            return data.decode("utf-8", "replace")
        return data.decode("cp1252", "replace")


def language_in_name(name: str, film: str) -> str | None:
    """The language a caption file says in its name: ``talk.en.vtt`` beside ``talk.mp4`` gives ``en``.

    Empty where it says none (``talk.vtt``); None where the file belongs to another film.
    """
    stem, dot, ending = name.rpartition(".")
    if not dot or ending.casefold() not in ("vtt", "srt"):
        return None
    of = film.rpartition(".")[0] or film
    if stem.casefold() == of.casefold():
        return ""
    if not stem.casefold().startswith(f"{of.casefold()}."):
        return None
    tag = stem[len(of) + 1 :].replace("_", "-")
    return tag if _TAG.fullmatch(tag) else None


def language_at_end(name: str) -> str:
    """The language the end of a file's name says, whatever it is the name of: ``notes.pt-BR.srt`` gives ``pt-BR``."""
    tag = name.rpartition(".")[0].rpartition(".")[2].replace("_", "-")
    return tag if _TWO.fullmatch(tag) and "." in name.rpartition(".")[0] else ""


def _timing(line: str) -> tuple[int, int] | None:
    found = _TIMING.fullmatch(line)
    if found is None:
        return None
    start, end = _stamp(found.group(1, 2, 3, 4)), _stamp(found.group(5, 6, 7, 8))
    return None if start is None or end is None or end <= start else (start, end)


def _stamp(parts: tuple[str | None, ...]) -> int | None:
    hours, minutes, seconds, fraction = parts
    if int(seconds or 0) > 59 or (hours and int(minutes or 0) > 59):
        return None
    part = round(int(fraction) * 1000 / 10 ** len(fraction)) if fraction else 0
    return ((int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)) * 1000 + part


def _close(times: tuple[int, int] | None, lines: list[str], found: list[Caption], web: bool) -> None:
    if times is None:
        return
    words = _MARKUP.sub("", _BREAK.sub("\n", "\n".join(lines)))
    if web and "&" in words:
        words = html.unescape(words)
    kept = "\n".join(line.strip() for line in words.split("\n") if line.strip())
    if kept:
        found.append(Caption(*times, kept[:LONGEST]))


def _language(lines: list[str]) -> str:
    for line in lines[1:12]:
        key, colon, value = line.partition(":")
        if not line.strip() or "->" in line:
            break
        if colon and key.strip().casefold() == "language" and _TAG.fullmatch(value.strip()):
            return value.strip()
    return ""
