"""How much a few words look like somebody's name, judged by their shape alone.

Meeting programs show what people typed as their name: *Anna | Berlin*, *Karl Schmidt <k@x.org>*, a telephone number,
*«Karl»*. So what stands around a name is taken off first and the rest is judged; what keeps marks that names do not
have is `ODD`, and only coming again makes it a name (see `names`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from facilitator.intake import vocabulary
from facilitator.intake.transcript import LONGEST_NAME

NAME = 3
"""The words have the shape of a name."""
MAYBE = 2
"""They could be a name if the file uses them as one."""
ODD = 1
"""They hold marks that names do not have; only a file that uses them again and again can make them one."""

_INVISIBLE = "\u200e\u200f\u061c\ufeff\u200b\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e"
_ASIDE = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]")
_NEVER = re.compile(r"[{}\\`\t\n]|//|\*\*|::|[a-z]\(")
_STRANGE = re.compile(r"[=<>;|^~$%?!¿¡“”«»„。！？]")
_MAIL = re.compile(r"(\S.*?)\s*<[^<>\s@]+@[^<>\s@]+>")
_QUOTED_NAME = re.compile(
    r"«([^«»]+)»|‹([^‹›]+)›|[“„”]([^“”„]+)[”“]|「([^「」]+)」|『([^『』]+)』|~([^~]+)~|\"([^\"]+)\""
)
_QUOTED_WORD = re.compile(r"(?<=\s)(?:«([^«»]+)»|[“„”]([^“”„]+)[”“]|\"([^\"]+)\")(?=\s)")
_PHONE = re.compile(r"\+\s?[\d(][\d\s().*/-]{5,40}", re.ASCII)
_WORD = re.compile(r"[^\s,/&+–—-]+")
_DATE_PART = re.compile(r"\d+|[^\W\d_]+")
_SPOKEN_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NEW_SENTENCE = re.compile(r"[?!…]\s+\S|[。！？]\S")
_SMALL_WORDS = frozenset(vocabulary.SMALL_WORDS)
_NO_NAMES = frozenset(vocabulary.NO_NAMES)
_TELLING = frozenset(vocabulary.TELLING)
_ANNOUNCED = frozenset(vocabulary.ANNOUNCED)
_OPENINGS = frozenset(vocabulary.OPENINGS)
_MONTHS = frozenset(vocabulary.MONTHS)

_MOST_WORDS = 12
_MOST_ODD_WORDS = 20


def bare(name: str) -> str:
    """A name without white space and invisible direction marks around it."""
    return name.strip().strip(_INVISIBLE).strip()


def shape(name: str) -> int:
    """How much the words look like somebody's name: 0 not at all, `ODD`, `MAYBE`, or `NAME`."""
    return _shape(name) if len(name) <= LONGEST_NAME else _shape(bare(name))


@lru_cache(maxsize=4_096)
def _shape(name: str) -> int:
    """The same, remembered: the few names of a transcript stand before each of its many lines."""
    name = bare(name)
    if not name or len(name) > LONGEST_NAME:
        return 0
    if _PHONE.fullmatch(name) and sum(mark.isdigit() or mark == "*" for mark in name) >= 6:
        return NAME
    if _NEVER.search(name) or not any(mark.isalpha() for mark in name) or is_date(name):
        return 0
    undressed = _undressed(name)
    if undressed is not None:
        plain, most = undressed
        return min(_shape(plain), most)
    if _STRANGE.search(name):
        return ODD if name[0].isalnum() and len(_WORD.findall(name)) <= _MOST_WORDS else 0
    if name[0] in "@([":
        return MAYBE
    if name[0] in "#-–—‣◦*•>/+.,\"'’":
        # 't Hooft and 's Gravesande begin so, and so does what is quoted.
        return MAYBE if re.match(r"['’][a-z]\s?[A-Z]", name) else 0
    return _plain_shape(name)


def _plain_shape(name: str) -> int:
    """The shape of a name without marks around it or strange ones in it."""
    core = core_of(name)
    if core.casefold().rstrip(".") in _NO_NAMES:
        return 0
    words = _WORD.findall(core)
    if len(words) > _MOST_ODD_WORDS:
        return 0
    if len(words) > _MOST_WORDS or (len(words) > 1 and core.endswith((".", ",")) and len(words[-1]) > 5):
        return ODD
    words = words[_titles(words) :]
    if len(words) <= 7 and all(_fits(word) for word in words) and any(_begins_name(word) for word in words):
        return NAME
    return MAYBE


def _undressed(name: str) -> tuple[str, int] | None:
    """The name without what people put around it, and the most its shape can then be; None where nothing is."""
    found = _MAIL.fullmatch(name)
    if found:
        return found[1], NAME
    if "|" in name:
        first, *others = (part.strip() for part in name.split("|"))
        if first and all(part and not _STRANGE.search(part) for part in others):
            return first, NAME
        return None
    found = _QUOTED_NAME.fullmatch(name)
    if found:
        return next(part for part in found.groups() if part), MAYBE
    plain = _QUOTED_WORD.sub(lambda word: next(part for part in word.groups() if part), name)
    return (plain, NAME) if plain != name else None


def core_of(name: str) -> str:
    """The name without what stands in brackets behind it."""
    core = name
    for _depth in range(4):
        shorter = _ASIDE.sub("", core)
        if shorter == core:
            break
        core = shorter
    return core.strip() or name


def is_one_word(name: str) -> bool:
    """Whether the name has no space in it, besides what stands in brackets."""
    return len(core_of(name).split()) == 1


def is_date(words: str) -> bool:
    """Whether the words are a day of the calendar: *3 June 2026*, *14. März*, *Saturday, March 14, 2026*."""
    if not any(mark.isdigit() for mark in words):
        return False
    parts = [part.casefold() for part in _DATE_PART.findall(words)]
    numbers = [int(part) for part in parts if part.isdecimal() and len(part) <= 4]
    others = [part for part in parts if not part.isdecimal()]
    if len(numbers) != len(parts) - len(others) or len(others) > 4:
        return False
    days = sum(1 <= number <= 31 for number in numbers)
    if len(numbers) in {2, 3} and days == len(numbers) - 1 and any(1900 <= number < 2100 for number in numbers):
        return True
    months = [part for part in others if part in _MONTHS]
    # Without a year only the name of a month tells, with a weekday and small words beside it.
    return len(numbers) == days == 1 and len(months) == 1 and len(others) - 1 <= ("," in words) + ("de" in others)


def is_sentence(name: str) -> bool:
    """Whether the words read like the beginning of a sentence: *What I mean is*, *To be clear*, *Really? I think*."""
    core = core_of(name)
    if _NEW_SENTENCE.search(core):
        return True
    words = _SPOKEN_WORD.findall(core)
    if len(words) < 2:
        return False
    if "I" in words or words[-1].casefold() in _ANNOUNCED:
        return True
    # What is written in capitals is a short form: *Hywel D. M'Entee AM*.
    return any(word.casefold().replace("’", "'") in _TELLING for word in words if not word.isupper())


def is_opening(name: str) -> bool:
    """Whether people open a sentence with it, however it is written: *Also:*, *Question:*, *Meine Frage:*."""
    words = _SPOKEN_WORD.findall(core_of(name).casefold())
    return bool(words) and (words[-1] in _ANNOUNCED if len(words) > 1 else name.casefold() in _OPENINGS)


def _titles(words: list[str]) -> int:
    """How many of the words are titles in front: *Prof. Dr. rer. nat. Karl Schmidt* has four."""
    if not words[:1] or not words[0][:1].isupper():
        return 0
    count = next((at for at, word in enumerate(words) if not (word.endswith(".") and len(word) <= 7)), len(words))
    return count if count < len(words) else 0


def _begins_name(word: str) -> bool:
    short, apostrophe, rest = word.replace("’", "'").partition("'")
    if apostrophe and len(short) <= 2 and rest[:1].isupper():
        return True
    first = next((mark for mark in word if mark.isalnum()), "")
    if not first.isalpha():
        return False
    return first.isupper() or first.istitle() or unicodedata.category(first) in {"Lo", "Lm"}


def _fits(word: str) -> bool:
    if word.casefold() in _SMALL_WORDS or not any(mark.isalnum() for mark in word):
        return True
    if word[0].isdigit() or (word[0] in "#№" and word[1:].isdigit()):
        return len(word) <= 8
    # A full stop inside a name belongs to a short form (Dr., J. R., Hon.), never to the end of a sentence.
    if "." in word.rstrip(".") and not all(len(part) <= 4 for part in word.split(".")):
        return "@" in word
    if word.endswith(".") and len(word) > 6:
        return False
    return _begins_name(word)
