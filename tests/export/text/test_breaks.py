"""Where lines may end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitator.export.text.breaks import clusters, line_breaks


def pieces(text: str, ends: list[int]) -> list[str]:
    """The stretches between the ends."""
    return [text[a:b] for a, b in zip([0, *ends], ends, strict=False)]


def test_dictionary_scripts() -> None:
    """Thai, Lao, Khmer and Burmese are broken between words though they write no spaces."""
    assert pieces("ภาษาไทยง่ายมาก", line_breaks("ภาษาไทยง่ายมาก")) == ["ภาษา", "ไทย", "ง่าย", "มาก"]
    for text in ("ສະບາຍດີເພື່ອນ", "មនុស្សទាំងអស់កើតមក", "လူတိုင်းသည်တူညီ"):
        assert len(line_breaks(text)) > 1


def test_korean_words_stay_whole() -> None:
    """Korean is broken at its spaces, not inside words."""
    assert pieces("모든 인간은 태어날", line_breaks("모든 인간은 태어날")) == ["모든 ", "인간은 ", "태어날"]


def test_offsets_count_characters() -> None:
    """Offsets stay right after characters that take two units in UTF-16."""
    assert line_breaks("😀😀 ab cd") == [1, 3, 6, 8]
    assert clusters("👨‍👩‍👧é") == [5, 6]
    assert clusters("e\u0301x") == [2, 3]


@given(st.text(max_size=200))
def test_ends_cover_the_text(text: str) -> None:
    """Both lists of ends rise and reach the end of the text, whatever it is."""
    for ends in (line_breaks(text), clusters(text)):
        assert ends == sorted(set(ends))
        assert (ends[-1] if ends else 0) == len(text)
