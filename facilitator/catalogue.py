"""The methods that come with the program, in the order of their files."""

from __future__ import annotations

from functools import lru_cache

from facilitator import paths, words
from facilitator.resource_words import read_in_language
from facilitator.session.modalities import Catalogue, read_method


def built_in() -> Catalogue:
    """The catalogue in the language in use, read once. Own methods are put behind it with `Catalogue.with_own`."""
    return _in_words_of(words.in_use())


@lru_cache(maxsize=4)
def _in_words_of(_language: object) -> Catalogue:
    folder = paths.resources() / "modalities"
    return Catalogue(read_in_language(file, read_method) for file in sorted(folder.glob("*.json")))
