"""Small numbers as words, for the beginning of a sentence: *Two sessions say it*."""

from __future__ import annotations

from facilitator.words import pgettext


def number_word(count: int) -> str:
    """One to nine as a word with a capital, anything else in figures."""
    words = {
        1: pgettext("how many, at the beginning of a sentence", "One"),
        2: pgettext("how many, at the beginning of a sentence", "Two"),
        3: pgettext("how many, at the beginning of a sentence", "Three"),
        4: pgettext("how many, at the beginning of a sentence", "Four"),
        5: pgettext("how many, at the beginning of a sentence", "Five"),
        6: pgettext("how many, at the beginning of a sentence", "Six"),
        7: pgettext("how many, at the beginning of a sentence", "Seven"),
        8: pgettext("how many, at the beginning of a sentence", "Eight"),
        9: pgettext("how many, at the beginning of a sentence", "Nine"),
    }
    return words.get(count, str(count))
