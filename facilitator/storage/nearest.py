"""What to ask instead when nothing says all of it: the largest part that something does say.

A part is made of whole words as they were typed. Where a script writes without spaces a part is a run of its letters,
and no letter is torn from the signs that belong to it. An Arabic or Hebrew word is tried with the prepositions that may
stand before it and without them: a search leaves them alone, for such a letter may as well belong to the word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import combinations, islice
from typing import NamedTuple

from sqlalchemy import Engine

from facilitator.session.narrowing import ALL, Narrowing
from facilitator.storage.folding import tokens
from facilitator.storage.search import says, total_of

MOST_TRIED = 160
"""Parts looked for before giving up; each costs well under a millisecond."""

MOST_WORDS = 6
"""Words of which every selection is tried; of more, the neighbours and each alone."""

SHORTEST_RUN = 2
SHORTEST_SYLLABLES = 3
"""Letters of Chinese and Japanese, syllables of Thai, Khmer and their like: less is no word for certain."""

SHORTEST_FRONTED = 3
_FRONTS = ("وفبلك", "בלמשוכה")
"""Letters that stand as words before a word, in Arabic and in Hebrew."""

_BEFORE_ITS_LETTER = frozenset("เแโใไເແໂໃໄ")
"""Vowels written before the letter they are spoken after."""
_JOINING = frozenset("\u1039\u17d2")
"""Signs that put the next letter under the one before them."""


class Nearest(NamedTuple):
    """Words that something says: how many hits they have, in how many sessions."""

    words: str
    hits: int
    sessions: int


def find(sources: list[tuple[Engine, frozenset[str]]], query: str, narrowing: Narrowing = ALL) -> Nearest | None:
    """The largest part of a question that has an answer; None where no part of it has one."""
    for part in islice(parts(query), MOST_TRIED):
        if says(sources, part, narrowing):
            return Nearest(part, *total_of(sources, part, narrowing))
    return None


def parts(query: str) -> Iterator[str]:
    """The parts of a question, the largest first, without the whole of it."""
    words = [word for chunk in query.split() for word in _words(chunk)]
    seen = {" ".join(query.split())}
    spaced = [word for word, alone in words if not alone]
    runs = [word for word, alone in words if alone]
    for part in (*_selections([word for word, _alone in words]), *_fronted(spaced), *_runs(runs)):
        if part not in seen:
            seen.add(part)
            yield part


def _selections(words: list[str]) -> list[str]:
    count = len(words)
    if count <= MOST_WORDS:
        chosen = [some for size in range(count - 1, 0, -1) for some in combinations(words, size)]
    else:
        chosen = [tuple(words[at : at + size]) for size in range(count - 1, 0, -1) for at in range(count - size + 1)]
    return [" ".join(some) for some in sorted(chosen, key=lambda some: (-len(some), -sum(map(len, some))))]


def _fronted(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        for fronts in _FRONTS:
            if _sort(word) == _sort(fronts):
                if len(word) > SHORTEST_FRONTED and word[0] in fronts:
                    yield word[1:]
                if len(word) >= SHORTEST_FRONTED:
                    yield from (front + word for front in fronts)


def _words(chunk: str) -> Iterator[tuple[str, bool]]:
    """The words of a piece without spaces, as typed, without the punctuation around them; and whether one is a run."""
    found = tokens(chunk)
    at = 0
    while at < len(found):
        upto = at + 1
        while upto < len(found) and found[upto].alone == found[at].alone:
            upto += 1
        yield chunk[found[at].start : found[upto - 1].end], found[at].alone
        at = upto


def _runs(runs: Iterable[str]) -> Iterator[str]:
    for run in sorted(runs, key=len, reverse=True):
        letters = _letters(run)
        ideographic = all(_ideographic(letter[0]) for letter in letters)
        shortest = SHORTEST_RUN if ideographic else max(SHORTEST_SYLLABLES, (len(letters) + 1) // 2)
        for size in range(len(letters) - 1, shortest - 1, -1):
            last = len(letters) - size
            # Words of a syllabic script end where nobody can tell; where the whole begins and ends, one does.
            starts = sorted(range(last + 1), key=lambda at: _torn(letters, at, size)) if ideographic else (0, last)
            for at in starts:
                yield "".join(letters[at : at + size])


def _torn(letters: list[str], at: int, size: int) -> int:
    """How many ends of a run lie inside letters of one sort, where a word is more likely to go on."""
    ends = 0
    for place in (at, at + size):
        if 0 < place < len(letters) and _sort(letters[place - 1]) == _sort(letters[place]):
            ends += 1
    return ends


def _sort(letter: str) -> str:
    return unicodedata.name(letter[0], "").split(" ")[0]


def _ideographic(char: str) -> bool:
    return _sort(char) in ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "BOPOMOFO", "IDEOGRAPHIC", "HALFWIDTH")


def _letters(run: str) -> list[str]:
    """A run in pieces that are not torn: a letter with its signs."""
    out: list[str] = []
    for char in run:
        signs = unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf", "Po") or char in "ะาำๅະາຳー"
        if out and (signs or out[-1][-1] in _JOINING or out[-1][-1] in _BEFORE_ITS_LETTER):
            out[-1] += char
        else:
            out.append(char)
    return out
