"""Words that carry an article at their front: Arabic and Hebrew write it, and what stands before it, as one word.

*The patient* is one word in both, and so is *and to the patient*. Such a word is found by the noun alone, too. The rule
is kept narrow, because a front letter may as well belong to the word: a lone preposition is never taken off (Arabic
*kitab*, a book, is no *like + tab*; Hebrew *mispar*, a number, no *from + book*), an article written with a hamza is
none, little must not be left over, and Persian and Urdu, which share the letters and have no article, are left alone.
"""

from __future__ import annotations

import re
import unicodedata

_ARABIC = re.compile("(?P<front>ال)(?P<rest>..+)|(?P<longer>[وف]?[بك]?ال|[وف]?لل)(?P<noun>...+)", re.DOTALL)
"""The article; and with *and, so, in, like, to* before it, where more must be left: *walid*, a father, has none."""

_HEBREW = re.compile("(?:ו?(?:כש|ש|מ)?ה|ו)(?P<rest>...+)", re.DOTALL)
"""The article, alone or after *and, when, that, from*; and the *and* that stands before any word."""

_OTHERS = re.compile("[\u0679\u067e\u0686\u0688\u0691\u0698\u06a9\u06af\u06ba\u06be\u06c1\u06c3\u06cc\u06d2]")
"""Letters of Persian and Urdu that Arabic does not have."""

_HAMZA = re.compile("[\u0622\u0623\u0625]")
_SIGNS = re.compile("[\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670]")

_ARABIC_FRONTS = frozenset("اوفبكل")
_HEBREW_FRONTS = frozenset("הושמכ")


def may_carry(word: str) -> bool:
    """Whether a folded word may begin with an article: a quick look at its first letter."""
    return word[0] in _ARABIC_FRONTS or word[0] in _HEBREW_FRONTS


def without_article(word: str, written: str, text: str) -> str:
    """The word without its article, empty where it has none.

    Args:
        word: The folded word.
        written: The word as it stands in the text.
        text: The text, which tells languages apart that share letters.
    """
    if word[0] in _HEBREW_FRONTS:
        found = _HEBREW.fullmatch(word)
        return found["rest"] if found is not None else ""
    found = _ARABIC.fullmatch(word)
    if found is None or _OTHERS.search(text) is not None:
        return ""
    rest = found["rest"] or found["noun"]
    front = _SIGNS.sub("", unicodedata.normalize("NFC", written))[: len(word) - len(rest)]
    return "" if _HAMZA.search(front) else rest
