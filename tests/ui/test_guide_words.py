"""The guide's points on the screen: words a newcomer understands, for every criterion the rule knows."""

from __future__ import annotations

import itertools

from facilitator.advice import worded
from facilitator.catalogue import built_in
from facilitator.session.guide import Points, Said, Situation, recommend
from facilitator.ui.models.guide_words import in_a_word, in_words, watch_line, why_line


def every_point() -> set[tuple[str, bool, int, str, str]]:
    """Points of all kinds, over many situations."""
    found = {}
    for purpose, energy, prior, people, minutes, network, setting in itertools.product(
        ("ideas", "skill_people"), ("low", "high"), ("new", "mixed", "experienced"), (4, 30), (25, 60, 400),
        (True, False), ("in_person", "async"),
    ):  # fmt: skip
        at = Situation(
            purpose, people, 3, setting, second="perspective", minutes=minutes, days=minutes // 25, network=network,
            energy=energy, prior=prior, power_gap=True, private=True, access=frozenset({"language", "hearing"}),
            has=frozenset({"screen", "pens", "tables", "movable_chairs", "shared_space", "text"}),
        )  # fmt: skip
        for item in recommend(at, built_in()).ranking:
            for point in item.reasons:
                found[(point.words.message, point.weak, point.points, in_words(point), in_a_word(point))] = point
    return set(found)


def test_every_criterion_is_said_in_words() -> None:
    """No *fit 3/3*, no value's name, nothing of the rule's own; what differs in points differs in words."""
    points = every_point()
    assert len({message for message, *_rest in points}) >= 14
    for message, _weak, count, sentence, word in points:
        for words in (sentence, word):
            assert words
            assert not set("_{}/3") & set(words)
        assert sentence != worded(Said(message))
        assert (count < 0) == (sentence in _against(points))


def _against(points: set[tuple[str, bool, int, str, str]]) -> set[str]:
    return {sentence for _message, _weak, count, sentence, _word in points if count < 0}


def test_a_line_says_why_and_what_to_watch() -> None:
    """Step 4 of the rule: suggested because, watch out for."""
    at = Situation("perspective", 10, 2, "in_person", minutes=40, access=frozenset({"language"}), prior="new")
    first = recommend(at, built_in()).ranking[0]
    assert why_line(first).startswith("Suggested because: serves the purpose well, works very well where they are")
    assert watch_line(first) == "Watch out for: fills only a part of the time."


def test_a_criterion_nobody_knows_keeps_the_rules_name() -> None:
    """A later rule is shown as it words itself."""
    point = Points(2, Said("moon full"), "moon")
    assert (in_words(point), in_a_word(point)) == ("moon full", "moon full")
