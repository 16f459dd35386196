"""The names that speakers, words and times have as columns of a table or keys of JSON, in the languages in use.

A name is compared folded: small letters, no accents, nothing but letters and digits (*Speaker-Name* is
``speakername``). The order within each list is the order of preference.
"""

from __future__ import annotations

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


def best(names: list[str], ranks: dict[str, int], taken: frozenset[str] = frozenset()) -> str | None:
    """The preferred one of ``names`` for what ``ranks`` stands for, or None where none fits."""
    found = [
        (ranks[fold(name)], at, name) for at, name in enumerate(names) if name not in taken and fold(name) in ranks
    ]
    return min(found)[2] if found else None
