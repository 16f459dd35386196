"""People's words as they are drawn."""

from __future__ import annotations

import json
from pathlib import Path

from facilitator.ui import shown

NAUGHTY = json.loads((Path(__file__).parent.parent / "data" / "naughty.json").read_text("utf-8"))


def test_controls_become_signs():
    """A control character is seen and does nothing: no bell, no turned line, no lost place."""
    text = "a\x00b\x07c\u202ed\u2066e\x7ff\x9bg"
    drawn = shown.visible(text)
    assert drawn == "a␀b␇c\ufffdd\ufffde␡f\ufffdg"
    assert len(drawn) == len(text)


def test_marks_needed_for_reading_stay():
    """Joiners, direction marks and a letter's own accents are part of writing and stay as they are."""
    for text in ("a\u200db", "\u200fשלום\u200e", "نص‌ها", "e\u0301\u0323", "ก็ได้", "नमस्ते", "👩‍👩‍👧"):
        assert shown.visible(text) == text


def test_a_pile_of_marks_is_cut():
    """Ten thousand marks on one letter are drawn as a few."""
    assert len(shown.visible("Z" + "\u0301" * 10_000 + "algo")) == 1 + shown.MARKS_KEPT + 4


def test_a_name_in_a_sentence_is_isolated():
    """A name of another direction cannot move the words around it, whatever controls it brings."""
    assert shown.isolated("a\u2069b\nc") == "\u2068a\ufffdb c\u2069"


def test_direction_is_that_of_the_first_strong_letter():
    """Digits and signs do not decide the direction."""
    assert shown.right_to_left("(2026) שלום Ana")
    assert not shown.right_to_left("2026: Ana שלום")
    assert not shown.right_to_left("12:30")


def test_every_naughty_string_can_be_drawn():
    """None of the strings raises, and none keeps a control that acts."""
    for text in NAUGHTY:
        drawn = shown.visible(text)
        assert not any(char in drawn for char in "\x00\x07\x1b\u202d\u202e\u2066\u2067\u2068\u2069")
        assert "\n" not in shown.one_line(text)


def test_places_are_counted_as_qt_counts():
    """A sign outside the first plane counts twice for Qt."""
    assert shown.units("a😀b", 2) == 3
    assert shown.units("abc", 2) == 2
