"""Where a line may end and where one visible character ends: ICU's breakers, in code point offsets."""

from __future__ import annotations

import re
from functools import lru_cache

from icu4py.breakers import CharacterBreaker, LineBreaker

_SIMPLE = re.compile(
    "[\u0020-\u007e\u00a0-\u02ff\u0370-\u0373\u0386-\u03ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u20ac]*"
)
_LOCALES = {"ko": "ko@lw=phrase"}


def is_simple(text: str) -> bool:
    """True when every code point is a visible character of its own (no marks, no joiners, no pairs)."""
    return _SIMPLE.fullmatch(text) is not None


def line_breaks(text: str, lang: str | None = None) -> list[int]:
    """Offsets after which a line may end, in order; the last is the end of the text. Forced breaks are the caller's."""
    if not text:
        return []
    return _points(text, [end for _, end in LineBreaker(text, _locale(lang, text)).segments()])


def clusters(text: str) -> list[int]:
    """The end offset of every grapheme cluster."""
    if is_simple(text):
        return list(range(1, len(text) + 1))
    return _points(text, [end for _, end in CharacterBreaker(text, "en").segments()])


def _points(text: str, ends: list[int]) -> list[int]:
    """UTF-16 offsets as code point offsets."""
    if text.isascii() or max(text) < "\U00010000":
        return ends
    out: list[int] = []
    units = 0
    position = 0
    for end in ends:
        while units < end:
            units += 2 if text[position] > "\uffff" else 1
            position += 1
        out.append(position)
    return out


def _locale(lang: str | None, text: str) -> str:
    """ICU's locale for breaking: Korean words stay whole, whatever the language said."""
    if lang:
        return _known(lang)
    return "ko@lw=phrase" if _HANGUL.search(text) else "en"


_HANGUL = re.compile("[\uac00-\ud7a3]")


@lru_cache(maxsize=256)
def _known(lang: str) -> str:
    primary = re.split("[-_]", lang)[0].lower()
    if not re.fullmatch("[a-z]{2,3}", primary):
        return "en"
    return _LOCALES.get(primary, primary)
