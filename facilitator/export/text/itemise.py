"""Cuts one paragraph into words of one face, script, direction and style, and has them shaped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from fontTools import unicodedata as ft_unicode

from facilitator.export.text import bidi
from facilitator.export.text.book import FontBook
from facilitator.export.text.breaks import clusters
from facilitator.export.text.face import IGNORABLE, Face
from facilitator.export.text.word import JOINING, Word, box_word, overflow_word

_LATIN = re.compile("[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u20ac]*")
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_WORDS = re.compile(f" +(?![{_MARKS}])| ?[^ ]+| +")
"""Words and the spaces between them; a space that carries a mark belongs to the word."""
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_HAN = re.compile("[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

MARKS_DRAWN = 6
"""How many accents above and below one letter are drawn."""
STACKED_DRAWN = 12
"""How many dependent letters (vowel signs, Tibetan stacks) of one letter are drawn."""


class Segment(NamedTuple):
    """A stretch of a paragraph in one style; `style` is the caller's number for it."""

    start: int
    end: int
    style: int
    weight: int
    lang: str | None


class Piece(NamedTuple):
    """A shaped word in its place in the paragraph."""

    start: int
    end: int
    word: Word
    style: int
    level: int
    lang: str | None


class _Item(NamedTuple):
    start: int
    end: int
    face: Face | None
    script: str
    segment: Segment
    level: int
    overflow: bool


def itemise(text: str, segments: Sequence[Segment], base: int, book: FontBook) -> tuple[list[Piece], list[int] | None]:
    """The words of a paragraph in logical order, and the bidi level of each character (None: all run left to right)."""
    if base == 0 and _LATIN.fullmatch(text):
        pieces = _plain(text, segments, book)
        if pieces is not None:
            return pieces, None
    levels: list[int] | None = None
    if base or not bidi.is_plain(text):
        levels = bidi.levels(text, base)
        if not any(levels):
            levels = None
    return _shape_items(text, _items(text, segments, levels, book), book), levels


def _plain(text: str, segments: Sequence[Segment], book: FontBook) -> list[Piece] | None:
    """The short way for Latin text that the first face shows entirely."""
    out: list[Piece] = []
    for segment in segments:
        face = book.primary(segment.weight)
        stretch = text[segment.start : segment.end]
        known = face.chars
        for char in set(stretch):
            if char not in known:
                known[char] = face.shows(char, False, "Latn")
            if not known[char]:
                return None
        get = book.words.get
        start, style, lang = segment.start, segment.style, segment.lang
        out += [
            Piece(start + m.start(), start + m.end(), get(face, m.group(), False, "Latn", None), style, 0, lang)
            for m in _WORDS.finditer(stretch)
        ]
    return out


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    """The script of one character; 'Zyyy' for shared ones and marks."""
    script: str = ft_unicode.script(char)
    if script not in ("Zinh", "Zyyy"):
        return script
    extensions = ft_unicode.script_extension(char)
    if len(extensions) == 1:
        only: str = next(iter(extensions))
        return only if only != "Zinh" else "Zyyy"
    return "Zyyy"


def han_shapes(text: str, lang: str | None) -> str:
    """Whose shapes Han characters take: SC, TC, JP or KR. Without a language it is a guess from the text."""
    tag = (lang or "").lower().replace("_", "-")
    if tag.startswith("ja"):
        return "JP"
    if tag.startswith("ko"):
        return "KR"
    if tag.startswith("zh"):
        if re.search("hant|-tw|-hk|-mo", tag):
            return "TC"
        return "SC" if re.search("hans|-cn|-sg", tag) else _guess(text)
    return _guess(text)


def _guess(text: str) -> str:
    if _KANA.search(text):
        return "JP"
    if _HANGUL.search(text):
        return "KR"
    balance = 0
    for char in set(_HAN.findall(text)):
        balance += _encodes(char, "big5") - _encodes(char, "gb2312")
    return "TC" if balance > 0 else "SC"


def _encodes(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _clamped(cluster: str) -> int:
    """How many code points of a cluster are drawn as letters; the rest is marks too many."""
    if len(cluster) <= MARKS_DRAWN + 1:
        return len(cluster)
    accents = stacked = 0
    for i, char in enumerate(cluster):
        if i and unicodedata.category(char)[0] == "M" and not IGNORABLE.match(char):
            if unicodedata.combining(char):
                accents += 1
            else:
                stacked += 1
            if accents > MARKS_DRAWN or stacked > STACKED_DRAWN:
                return i
        if i > 4 * STACKED_DRAWN:
            return i
    return len(cluster)


def _items(text: str, segments: Sequence[Segment], levels: list[int] | None, book: FontBook) -> list[_Item]:
    """Neighbouring clusters of one face, script, style and level, put together."""
    ends = clusters(text)
    scripts = _scripts(text, ends)
    out: list[_Item] = []
    hints: dict[int, Face] = {}
    ahead = iter(segments)
    segment = next(ahead)
    han = ""
    start = 0
    for index, end in enumerate(ends):
        while start >= segment.end:
            segment = next(ahead)
            han = ""
        whole = text[start:end]
        level = levels[start] if levels is not None else 0
        drawn = start + _clamped(whole)
        cluster = text[start:drawn]
        script, own = scripts[index]
        if script in ("Hani", "Zyyy") or own == "Zyyy":
            han = han or han_shapes(text, segment.lang)
            lang = han
        else:
            lang = "ur" if script == "Arab" and (segment.lang or "").lower().split("-")[0] == "ur" else ""
        face = book.choose(cluster, own, segment.weight, lang, bool(level & 1), hints.get(segment.weight))
        if face is not None and own != "Zyyy":
            hints[segment.weight] = face
        if own == "Zyyy" and cluster.isascii():
            script = "Latn"
        if face is None and len(cluster) > 1:
            # No font shows all of it together: show what can be shown one by one.
            for i, char in enumerate(cluster, start):
                alone = book.choose(char, script_of(char), segment.weight, lang, bool(level & 1), None)
                _append(out, _Item(i, i + 1, alone, script, segment, level, False))
        else:
            _append(out, _Item(start, drawn, face, script, segment, level, False))
        if drawn < end:
            out.append(_Item(drawn, end, face, script, segment, level, True))
        start = end
    return out


def _append(items: list[_Item], item: _Item) -> None:
    """Add an item, to the last one if they are alike."""
    if items:
        last = items[-1]
        if last.face is item.face and last._replace(start=item.start, end=item.end) == item:
            items[-1] = last._replace(end=item.end)
            return
    items.append(item)


def _scripts(text: str, ends: list[int]) -> list[tuple[str, str]]:
    """For each cluster: the script it is shaped with (shared characters join their neighbours) and its own."""
    own: list[str] = []
    start = 0
    for end in ends:
        script = script_of(text[start])
        if script == "Zyyy" and end - start > 1:
            script = next((s for c in text[start + 1 : min(end, start + 8)] if (s := script_of(c)) != "Zyyy"), "Zyyy")
        own.append(script)
        start = end
    first = next((s for s in own if s != "Zyyy"), "Zyyy")
    out: list[tuple[str, str]] = []
    previous = first
    for script in own:
        if script != "Zyyy":
            previous = script
        out.append((previous, script))
    return out


def _shape_items(text: str, items: list[_Item], book: FontBook) -> list[Piece]:
    """Each item's words, shaped."""
    out: list[Piece] = []
    get = book.words.get
    for number, item in enumerate(items):
        rtl = bool(item.level & 1)
        segment = item.segment
        if item.overflow:
            stretch = text[item.start : item.end]
            word = overflow_word(book.primary(segment.weight), stretch, rtl, len(stretch))
            out.append(Piece(item.start, item.end, word, segment.style, item.level, segment.lang))
            continue
        if item.face is None:
            word = box_word(book.primary(segment.weight), text[item.start : item.end], rtl)
            out.append(Piece(item.start, item.end, word, segment.style, item.level, segment.lang))
            continue
        joins = item.script in JOINING
        for match in _WORDS.finditer(text, item.start, item.end):
            start, end = match.span()
            before = after = ""
            if joins and text[start] != " ":
                if start == item.start and number and items[number - 1].script == item.script:
                    before = text[max(items[number - 1].start, start - 3) : start]
                if end == item.end and number + 1 < len(items) and items[number + 1].script == item.script:
                    after = text[end : min(items[number + 1].end, end + 3)]
            word = get(item.face, match.group(), rtl, item.script, segment.lang, before, after)
            out.append(Piece(start, end, word, segment.style, item.level, segment.lang))
    return out
