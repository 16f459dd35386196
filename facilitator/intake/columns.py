"""The names that speakers, words and times have as columns of a table or keys of JSON, in the languages in use.

A name is compared folded: small letters, no accents, nothing but letters and digits (*Speaker-Name* is
``speakername``). The order within each list is the order of preference.
"""

from __future__ import annotations

import re
import unicodedata

from facilitator.intake import vocabulary


def fold(name: str) -> str:
    """A column's name as it is compared."""
    kept = (mark for mark in unicodedata.normalize("NFKD", name[:200].casefold()) if mark.isalnum())
    return "".join(kept)


def _ranks(names: tuple[str, ...]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for name in names:
        ranks.setdefault(fold(name), len(ranks))
    return ranks


SPEAKER_RANK, TEXT_RANK = _ranks(vocabulary.SPEAKER), _ranks(vocabulary.TEXT)
START_RANK, END_RANK, DURATION_RANK = _ranks(vocabulary.START), _ranks(vocabulary.END), _ranks(vocabulary.DURATION)


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


_SAID = _folded(
    "gesagt gesagtes gesprochen spoken said dit dite dijo dicho disse dito detto gezegd sagt сказал сказано"
)
"""Words that mean *said* and stand in headings of several words only."""

_SPEAKS = _folded("spoke speaks speaking spricht sprach sagte sagt parle parlait habla hablo fala falou parla said dit")
"""Words that mean *speaks*."""

_WHO = _folded("who wer qui quien quem chi wie кто")
"""Words that mean *who*."""

_AROUND = _folded(
    """
    what which was were is are has have had been the a an of in full exact actual original own their they he she who it
    made given we you people person persons
    wurde wurden ist hat haben der die das ce qui que a ete est le la les lo el o foi cosa che e stato wat is er foi что
    было
    """
)
"""Words around them that change nothing: *What was said*, *Text of the message*."""

_APART = re.compile(r"[\W_]+")


def tells_words(name: str) -> bool:
    """Whether a column's name says that what was said stands in it, in one word or in several."""
    plain = fold(name)
    if plain in TEXT_RANK or plain == "what":
        return True
    parts = [part for part in map(fold, _APART.split(name[:200])) if part]
    telling = [part for part in parts if part not in _AROUND]
    return bool(telling) and len(parts) > 1 and all(part in TEXT_RANK or part in _SAID for part in telling)


def tells_speaker(name: str) -> bool:
    """Whether a column's name says in several words that who spoke stands in it: *Who said it*, *Quem falou*."""
    parts = [part for part in map(fold, _APART.split(name[:200])) if part]
    return (
        len(parts) > 1
        and parts[0] in _WHO
        and any(part in _SPEAKS for part in parts[1:])
        and all(part in _SPEAKS or part in _AROUND for part in parts[1:])
    )


def best(names: list[str], ranks: dict[str, int], taken: frozenset[str] = frozenset()) -> str | None:
    """The preferred one of ``names`` for what ``ranks`` stands for, or None where none fits."""
    found = [
        (ranks[fold(name)], at, name) for at, name in enumerate(names) if name not in taken and fold(name) in ranks
    ]
    if not found and ranks is TEXT_RANK:
        return next((name for name in names if name not in taken and tells_words(name)), None)
    if not found and ranks is SPEAKER_RANK:
        return next((name for name in names if name not in taken and tells_speaker(name)), None)
    return min(found)[2] if found else None
