"""The sample talks that come with the program, read once."""

from __future__ import annotations

from functools import lru_cache

from facilitator import paths, words
from facilitator.resource_words import read_in_language
from facilitator.session.rehearsal import Talk, read_talk


def built_in_talks() -> tuple[Talk, ...]:
    """The talks in the order of their files, in the language in use."""
    return _in_words_of(words.in_use())


@lru_cache(maxsize=4)
def _in_words_of(_language: object) -> tuple[Talk, ...]:
    folder = paths.resources() / "rehearsal"
    return tuple(read_in_language(file, read_talk) for file in sorted(folder.glob("*.json")))
