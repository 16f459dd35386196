"""The participant card word for word, and capture cards whose numbers go on."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from facilitator.export import PAPERS
from facilitator.export.options import Options
from facilitator.export.paper import MOST, NothingToPrint, print_sheet
from facilitator.export.paper.capture_cards import capture_cards
from facilitator.export.voice import Voice
from facilitator.session.kinds import SIGNS
from tests.export.making import made, night_handover
from tests.export.paper.reading import pages, printed, sizes, words

TEN = (
    "Bring one thing you know from doing.",
    "Say where it holds and where it may not.",
    "Before you counter, say back what you heard.",
    "Build: “yes, and at our place …”",
    "Disagree with a reason.",
    "Ask what you do not know; someone else needs it too.",
    "Ask for help with a real thing.",
    "Thank for something particular.",
    "Leave with one step and a date.",
    "You may pass.",
)
"""As the domain has them; written out here so that a change of the program's own copy is seen."""


@pytest.mark.parametrize("paper", PAPERS)
def test_ten_sentences_word_for_word_on_each_card(tmp_path: Path, paper: str) -> None:
    """Four cards to a page, each with the ten sentences in order, the three words people mix up, and the rule."""
    file = printed(night_handover(), "participant-card", tmp_path, paper=paper)
    text = words(file)
    assert len(pypdf.PdfReader(file).pages) == 1
    for sentence in TEN:
        assert text.count(sentence) == 4, sentence
    at = 0
    for number, sentence in enumerate(TEN, start=1):
        at = text.index(f"{number} {sentence}", at)
    for part in ("Idea could be, not tried here", "I know known from doing", "Fact can be looked up",
                 "The rule here: Lessons leave, stories stay."):  # fmt: skip
        assert text.count(part) == 4


def test_as_many_cards_as_asked_for_and_larger_ones(tmp_path: Path) -> None:
    """Five cards are two pages; in large letters two stand on a page."""
    assert [page.count(TEN[9]) for page in pages(printed(made(title="T"), "participant-card", tmp_path, count=5))] == [
        4,
        1,
    ]
    small = sizes(printed(made(title="T"), "participant-card", tmp_path))
    file = printed(made(title="T"), "participant-card", tmp_path, large=True)
    assert [page.count(TEN[9]) for page in pages(file)] == [2]
    assert min(sizes(file)) > min(small)


def test_numbers_go_on_over_pages_and_printings(tmp_path: Path) -> None:
    """Eight to a page, each number once; a second printing goes on where the first ended."""
    found = pages(printed(night_handover(), "capture-cards", tmp_path, count=20, first=9))
    assert [page.count("takes up card") for page in found] == [8, 8, 4]
    numbers = [word for page in found for word in page.split() if word.isdigit()]
    assert sorted(map(int, numbers)) == list(range(9, 29))


def test_two_cards_a_person_where_nobody_says_how_many() -> None:
    """Fourteen people get 32 cards, whole pages; a session without people one page."""
    assert len(capture_cards(Voice(night_handover(), Options())).numbers) == 32
    assert len(capture_cards(Voice(made(title="T"), Options())).numbers) == 8


def test_the_signs_are_those_of_the_capture_bar() -> None:
    """What is ringed on paper is what is typed later: the same eight signs."""
    kinds = capture_cards(Voice(made(title="T"), Options())).kinds
    assert {sign: kind for kind, sign, _word in kinds} == SIGNS


@pytest.mark.parametrize("asked", [{"count": MOST + 1}, {"count": -1}, {"first": 0}, {"first": MOST + 1}])
def test_too_many_are_refused(tmp_path: Path, asked: dict[str, int]) -> None:
    """More than can be meant is refused in a sentence before anything is set."""
    from facilitator.export.paper import Choices

    with pytest.raises(NothingToPrint, match=str(MOST)):
        print_sheet(made(title="T"), "capture-cards", tmp_path / "c.pdf", Choices(**asked))
    assert list(tmp_path.iterdir()) == []
