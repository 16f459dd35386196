"""Words for comparing: every script, blind to case and accents, the same for what is stored and what is asked.

A text becomes tokens with their places in it. Letters and digits that stand together are one token. In scripts without
spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese, Tibetan) each letter is a token and a run of them is
asked as a phrase, so that two letters are found inside a long line. Emoji and other signs are a token each. A word that
carries an article (:mod:`.articles`) is found by the noun alone, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from facilitator.storage.articles import may_carry, without_article
from facilitator.storage.han import SIMPLIFIED


class Token(NamedTuple):
    """A folded word, where it stands in the text as given, and whether its script writes without spaces. ``noun`` is
    the word without its article, where it carries one.
    """

    text: str
    start: int
    end: int
    alone: bool = False
    noun: str = ""


_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
        "ĸ": "k", "ŋ": "n", "ß": "ss",
        # Arabic: variants of alef, ya, kaf, ha; Persian and Urdu type them differently.
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ۀ": "ه",
        # Hebrew letters at the end of a word are the letters, so that a beginning finds the whole.
        "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
        "ς": "σ",
        "ँ": "ं",  # Hindi is written with either
        # Japanese: the two syllabaries spell the same sounds.
        **{chr(code): chr(code - 0x60) for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)},
        **SIMPLIFIED,
    }
)  # fmt: skip

_STRIPPED = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x061A), (0x0640, 0x0640), (0x064B, 0x065F),
    (0x0670, 0x0670), (0x06D6, 0x06ED), (0x08CA, 0x08FF), (0x093C, 0x093C), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF), (0x1F3FB, 0x1F3FF),
)  # fmt: skip
"""Signs that do not tell words apart: accents, Hebrew and Arabic vowel signs, tatweel, the dot under Hindi letters,
variants, skin tones.
"""

_APOSTROPHES = frozenset("\u02bb\u02bc")
"""Letters by name, typed as apostrophes all the same: Ukrainian and Hawaiian words fall apart there either way."""

_ALONE = (
    (0x0E00, 0x0E7F), (0x0E80, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x19DF),
    (0x1A20, 0x1AAF), (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3021, 0x3029), (0x3040, 0x30FF), (0x3105, 0x312F),
    (0x31A0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA9E0, 0xA9FF), (0xAA60, 0xAADF), (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F), (0x16FE0, 0x18DFF), (0x1AFF0, 0x1B16F), (0x20000, 0x3FFFF),
)  # fmt: skip
"""Letters of scripts that write without spaces."""

_GAP, _WORD, _LONE, _JOINED, _VOICED = range(5)
"""What a character does: end a word, belong to one, stand alone, vanish, or change the lone letter before it."""

_PLAIN = re.compile(r"[a-z0-9]+")


def _in(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


@lru_cache(maxsize=20_000)
def _fold(char: str) -> tuple[int, str]:
    """What a character does, and its folded letters."""
    code, category = ord(char), unicodedata.category(char)
    if _in(code, _STRIPPED) or category == "Cf" or char in "\u02be\u02bf":
        return _JOINED, ""
    if char in _APOSTROPHES:
        return _GAP, ""
    if category in ("Cc", "Cs", "Zs", "Zl", "Zp") or (category[0] == "P" and not _in(code, _ALONE)):
        return _GAP, ""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return _WORD, str(digit)
    if code in (0x3099, 0x309A, 0xFF9E, 0xFF9F):
        return _VOICED, unicodedata.normalize("NFKD", char)
    if category[0] == "P":
        return _GAP, ""
    alone = _in(code, _ALONE)
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold()).translate(_LETTERS)
    letters = "".join(
        part for part in plain if not _in(ord(part), _STRIPPED) and unicodedata.category(part)[0] in "LNMSC"
    ).replace("\0", "")
    if not letters or (letters.isascii() and not any(part.isalnum() for part in letters)):
        return _GAP, ""  # a wide sign of punctuation is the plain one
    if alone or (category[0] == "S" and code > 127) or category in ("Co", "Cn"):
        return _LONE, letters.replace(" ", "")
    if code < 128 and not char.isalnum():
        return _GAP, ""
    return _WORD, "".join(part for part in letters if part > "\x7f" or part.isalnum())


def tokens(text: str) -> list[Token]:
    """The tokens of a text, in order, with their places in it."""
    if text.isascii():
        return [Token(found.group(), found.start(), found.end()) for found in _PLAIN.finditer(text.lower())]
    out: list[Token] = []
    word: list[str] = []
    start = end = 0
    for at, char in enumerate(text):
        does, letters = _fold(char)
        if does == _WORD:
            if not word:
                start = at
            word.append(letters)
            end = at + 1
            continue
        if does == _JOINED:
            if word:
                end = at + 1
            elif out and out[-1].alone and out[-1].end == at:
                out[-1] = out[-1]._replace(end=at + 1)
            continue
        if does == _VOICED and out and not word and out[-1].end == at:
            out[-1] = out[-1]._replace(text=out[-1].text + letters, end=at + 1)
            continue
        if word:
            _close(out, word, start, end, text)
            word = []
        if does in (_LONE, _VOICED):
            out.append(Token(letters, at, at + 1, True))
    if word:
        _close(out, word, start, end, text)
    return out


def _close(out: list[Token], word: list[str], start: int, end: int, text: str) -> None:
    whole = "".join(word)
    if whole:
        noun = without_article(whole, text[start:end], text) if may_carry(whole) else ""
        out.append(Token(whole, start, end, False, noun))


def folded(text: str) -> str:
    """The tokens of a text with spaces between, as the full-text index takes them; behind them the nouns of words that
    carry an article.
    """
    if text.isascii():
        return " ".join(_PLAIN.findall(text.lower()))
    found = tokens(text)
    nouns = dict.fromkeys(token.noun for token in found if token.noun)
    return " ".join([*[token.text for token in found], *nouns])


class Term(NamedTuple):
    """A part of a question: tokens that stand together. ``open_end``: the last may go on (a word being typed).
    ``noun`` is what is looked for as well, as a whole word: the word asked for without its article.
    """

    tokens: tuple[str, ...]
    open_end: bool
    noun: str = ""


def terms(query: str) -> list[Term]:
    """What a question asks for: each word as a beginning, each run of a script without spaces as a phrase."""
    out: list[Term] = []
    run: list[str] = []
    last = -1
    for token in tokens(query):
        if token.alone:
            if run and token.start != last:
                out.append(Term(tuple(run), False))
                run = []
            run.append(token.text)
            last = token.end
            continue
        if run:
            out.append(Term(tuple(run), False))
            run = []
        out.append(Term((token.text,), True, token.noun))
    if run:
        out.append(Term(tuple(run), False))
    return list(dict.fromkeys(out))


def marks(text: str, asked: list[Term]) -> tuple[tuple[int, int], ...]:
    """The places in a text, as given, where something asked for stands: (start, end), in order, not overlapping."""
    places: list[tuple[int, int]] = []
    if text.isascii():
        lower = text.lower()
        for term in asked:
            if term.open_end and term.tokens[0].isascii():
                places.extend(_beginnings(lower, term.tokens[0]))
    else:
        words = tokens(text)
        for term in asked:
            length = len(term.tokens)
            places.extend(
                (words[at].start, words[at + length - 1].end)
                for at in range(len(words) - length + 1)
                if _stands(words, at, term)
            )
    places.sort()
    out: list[tuple[int, int]] = []
    for start, end in places:
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


_REST = re.compile("[a-z0-9]*")


def _beginnings(lower: str, token: str) -> Iterator[tuple[int, int]]:
    """The words of a plain text in small letters that begin with a token."""
    at = lower.find(token)
    while at >= 0:
        if at and lower[at - 1].isalnum():
            at = lower.find(token, at + 1)
            continue
        rest = _REST.match(lower, at + len(token))
        end = rest.end() if rest is not None else at + len(token)
        yield at, end
        at = lower.find(token, end)


def _stands(words: list[Token], at: int, term: Term) -> bool:
    *first, last = term.tokens
    if any(words[at + step].text != token for step, token in enumerate(first)):
        return False
    found, _start, _end, _alone, noun = words[at + len(first)]
    if not term.open_end:
        return found == last
    return found.startswith(last) or noun.startswith(last) or bool(term.noun and term.noun in (found, noun))
