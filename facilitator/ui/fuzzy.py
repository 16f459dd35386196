"""Finding by a few letters: words that begin with them first, then words that hold them, then first letters of words.

Case and accents do not count, in any script. Letters may be left out, but only so that what is found still looks like
what was typed; letters in a wrong order find nothing, and :func:`nearest` says what may have been meant.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

WHOLE, BEGINNING, WORD, INSIDE, SCATTERED = 1000, 900, 800, 500, 300
"""What a match is worth: the whole, its beginning, the beginning of a word, inside a word, letters left out."""

LONGEST, LONGEST_TYPED = 200, 60
"""Characters of a text, and of what was typed, that are looked at."""


@dataclass(frozen=True, slots=True)
class Match:
    """How well something matches, and where: (start, end) in its characters."""

    score: int
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text without case and accents; for each letter where it came from and which word it stands in."""

    text: str
    source: tuple[int, ...]
    starts: tuple[bool, ...]
    word: tuple[int, ...]


@lru_cache(maxsize=32768)
def _folded(text: str) -> _Folded:
    letters: list[str] = []
    source: list[int] = []
    starts: list[bool] = []
    word: list[int] = []
    count, inside = 0, False
    for place, char in enumerate(text[:LONGEST]):
        plain = [part for part in unicodedata.normalize("NFKD", char.casefold()) if not unicodedata.combining(part)]
        first = True
        for part in plain:
            of_word = part.isalnum() or (inside and unicodedata.category(part)[0] == "M")
            begins = of_word and not inside and first
            count += begins
            letters.append(part)
            source.append(place)
            starts.append(begins)
            word.append(count if of_word else -1)
            inside, first = of_word, False
    return _Folded("".join(letters), tuple(source), tuple(starts), tuple(word))


def plain(text: str) -> str:
    """A text without case, accents and needless space, for comparing."""
    return " ".join(_folded(text).text.split())


def match(query: str, text: str) -> Match | None:
    """How a text matches what was typed; None where it does not. Typed words may stand in any order."""
    wanted = plain(query[:LONGEST_TYPED])
    if not wanted:
        return Match(0)
    held = _folded(text)
    found = _one(wanted, held)
    if found is None and " " in wanted:
        parts = [_one(word, held) for word in wanted.split(" ")]
        if not all(parts):
            return None
        kept = [part for part in parts if part is not None]
        worth = sum(part.score for part in kept) // len(kept) - 20
        found = Match(worth, tuple(place for part in kept for place in part.places))
    if found is None:
        return None
    return Match(found.score - min(len(text), 80) // 4, _in_text(found.places, held))


def _one(wanted: str, held: _Folded) -> Match | None:
    """Where the letters stand, in places of the folded text."""
    at = held.text.find(wanted)
    if at >= 0:
        inside = at
        while at >= 0 and not held.starts[at]:
            at = held.text.find(wanted, at + 1)
        if at < 0:
            return Match(INSIDE, ((inside, inside + len(wanted)),))
        end = at + len(wanted)
        worth = WORD
        if at == 0:
            worth = WHOLE if end == len(held.text) else BEGINNING
        elif end == len(held.text) or held.word[end] != held.word[end - 1]:
            worth += 20
        return Match(worth, ((at, end),))
    places = _scattered(wanted, held) if len(wanted) > 1 and " " not in wanted else None
    if places is None:
        return None
    runs = sum(1 for before, here in pairwise(places) if here != before + 1)
    return Match(SCATTERED - 10 * runs, tuple((place, place + 1) for place in places))


def _scattered(wanted: str, held: _Folded) -> list[int] | None:
    """Letters in order: the first begins a word, each further one goes on in its word or begins a later one."""
    ahead = iter(held.text)
    if not all(letter in ahead for letter in wanted):
        return None
    failed: set[tuple[int, int, int]] = set()
    most = len(wanted) - 1
    """Letters that may be left out inside words: fewer than were typed."""

    def onwards(letter: int, before: int, left_out: int) -> list[int] | None:
        if letter == len(wanted):
            return []
        if (letter, before, left_out) in failed:
            return None
        for place in range(before + 1, len(held.text)):
            if held.text[place] != wanted[letter]:
                continue
            gap = 0
            if not held.starts[place]:
                if before < 0 or held.word[place] != held.word[before] or held.word[place] < 0:
                    continue
                gap = place - before - 1
            if left_out + gap > most:
                continue
            rest = onwards(letter + 1, place, left_out + gap)
            if rest is not None:
                return [place, *rest]
        failed.add((letter, before, left_out))
        return None

    return onwards(0, -1, 0)


def _in_text(places: Iterable[tuple[int, int]], held: _Folded) -> tuple[tuple[int, int], ...]:
    """Places in the folded text as places in the text itself, joined where they touch."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted((held.source[a], held.source[b - 1] + 1) for a, b in places if b > a):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def words_of(text: str) -> list[str]:
    """The words of a text as they are written."""
    found: list[str] = []
    word = ""
    for char in text[:LONGEST]:
        if char.isalnum() or (word and unicodedata.category(char)[0] == "M"):
            word += char
        elif word:
            found.append(word)
            word = ""
    return [*found, word] if word else found


def nearest(query: str, texts: Iterable[str]) -> str:
    """The word, among those of the texts, that may have been meant; empty where none is near."""
    wanted = plain(query)
    if len(wanted) < 3:
        return ""
    most = 1 if len(wanted) < 6 else 2
    best, distance = "", most + 1
    seen: set[str] = set()
    for text in texts:
        for word in words_of(text):
            folded = plain(word)
            if folded in seen or folded == wanted:
                continue
            seen.add(folded)
            apart = _apart(wanted, folded, most)
            if apart < distance or (apart == distance <= most and len(word) < len(best)):
                best, distance = word, apart
    return best if distance <= most else ""


def _apart(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or changed about; more than ``most`` is not counted out."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        here = [i]
        for j, against in enumerate(other, 1):
            cost = min(row[j] + 1, here[j - 1] + 1, row[j - 1] + (char != against))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            here.append(cost)
        before, row = row, here
        if min(row) > most:
            return most + 1
    return row[-1]


def get_ready(texts: Iterable[str]) -> None:
    """Fold texts ahead of the first letter typed; for a thread."""
    for text in texts:
        _folded(text)
