"""Names taken out of words: for what leaves a talk without names. Pure, in every script.

The whole name is found whatever its case and accents; the first name too; the other words of a name where they are
written as a name (with a capital), since *long* and *young* are words as well. Whoever is called by one letter, or by
signs alone, is found where nothing else is said; whoever is called by a number, where the number stands by itself and
is no part of a date, a time or another number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

LEAST = 2


def stands_in_words(name: str) -> bool:
    """Whether a name can be told from the words around it: one letter is a word too, and signs alone are no name."""
    return len(name) >= LEAST and any(char.isalnum() or unicodedata.category(char) == "So" for char in name)


def standing(name: str) -> str:
    """A pattern for a name where it stands by itself, as it is written."""
    before = r"(?<!\d[-:./,])" if name[0].isdecimal() else ""
    after = r"(?![-:./,]\d)" if name[-1].isdecimal() else ""
    return rf"(?<!\w){before}{re.escape(name)}(?!\w){after}"


def masked(text: str, instead: Mapping[str, str]) -> str:
    """The text with every name in ``instead`` replaced by the word that stands for it."""
    plain, places = _folded(text)
    alone = plain.split()
    for name, word in instead.items():
        if alone and alone == _folded(name)[0].split():
            return word
    found: list[tuple[int, int, str]] = []
    for name, word in instead.items():
        for pattern, as_name in _patterns(name):
            for match in pattern.finditer(plain):
                start, end = places[match.start()], places[match.end() - 1] + 1
                if not as_name or _capital(text[start]):
                    found.append((start, _with_marks(text, end), word))
    if not found:
        return text
    found.sort(key=lambda place: (place[0], place[0] - place[1]))
    out: list[str] = []
    last = 0
    for start, end, word in found:
        if start < last:
            continue
        out += (text[last:start], word)
        last = end
    return "".join(out) + text[last:]


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without case and accents, and for each character of that its place in the text."""
    out: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char).casefold():
            if not unicodedata.combining(part):
                out.append(part)
                places.append(place)
    return "".join(out), places


def _with_marks(text: str, end: int) -> int:
    """The end of a word with the accents that are written after its last letter."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _capital(char: str) -> bool:
    return not char.islower()


def _patterns(name: str) -> list[tuple[re.Pattern[str], bool]]:
    """What to look for of a name, and whether it counts only where it is written as one."""
    words = _folded(name)[0].split()
    patterns: list[tuple[re.Pattern[str], bool]] = []
    if stands_in_words("".join(words)):
        patterns.append((_pattern(r"\s+".join(map(re.escape, words)), " ".join(words)), False))
    if len(words) > 1:
        for place, word in enumerate(words):
            if len(word) > (2 if _cased(word) else 1) and any(char.isalpha() for char in word):
                patterns.append((_pattern(re.escape(word), word), place > 0))
    return patterns


def _pattern(words: str, name: str) -> re.Pattern[str]:
    if name[0].isdecimal() or name[-1].isdecimal():
        return re.compile(standing(name).replace(re.escape(name), words))
    # Where letters have no case, words may be written together with what stands around them.
    return re.compile(rf"(?<!\w){words}(?!\w)" if _cased(name) else words)


def _cased(text: str) -> bool:
    return any(char.upper() != char for char in text)
