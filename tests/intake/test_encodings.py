"""Which encoding a file is in, where zero bytes and other control characters stand among its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.intake import read_transcript
from facilitator.intake.encodings import decode

_LINES = (
    "Ann: hello there everybody\nBob: a word here\nAnn: fine\n",
    "Анна: Доброе утро всем\nБорис: Здравствуйте, коллеги\nАнна: Начнём\n",
    "王小明：大家好，我们开始吧\n李娜：好的，没有问题\n王小明：谢谢 ok\n",
    "नेहा: सबको नमस्ते जी\nरवि: हाँ ठीक है\nनेहा: चलिए\n",
    "أحمد: صباح الخير للجميع\nليلى: أهلا وسهلا\nأحمد: لنبدأ\n",
    "สมชาย: สวัสดี ทุกคน\nสมหญิง: ค่ะ เริ่มเลย\nสมชาย: ดี\n",
)


@given(
    text=st.sampled_from(_LINES),
    stray=st.lists(st.tuples(st.integers(0, 200), st.sampled_from("\x00\x00\x01\x07\x1b")), min_size=1, max_size=9),
)
def test_stray_zeros_stay(text: str, stray: list[tuple[int, str]]) -> None:
    """Text in any script with a few control characters in it, zero too, is the same text, however short the file."""
    text *= len(stray)
    for at, mark in stray:
        at %= len(text) - 1
        text = text[:at] + mark + text[at:]
    found = decode(text.encode())
    assert found is not None
    assert (found.text, found.encoding) == (text, "utf-8")


@pytest.mark.parametrize("text", _LINES)
@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("times", [1, 40])
def test_wide_characters_without_a_mark(name: str, text: str, times: int) -> None:
    """Two and four bytes a character are found by their pattern in every script, short and long."""
    found = decode((text * times).encode(name))
    assert found is not None
    assert (found.text, found.encoding) == (text * times, name)


def test_a_stray_zero_in_an_old_encoding() -> None:
    """One zero in a short Windows-1252 file makes no Chinese of it."""
    found = decode("José: buenos días a todos\nAna: ho\x00la, ¿qué tal?\n".encode("cp1252"))
    assert found is not None
    assert found.encoding == "cp1252"
    assert "José" in found.text and "ho\x00la" in found.text


def test_a_short_file_with_a_zero_comes_in(tmp_path: Path) -> None:
    """Control characters are kept as given, recognised or insisted on."""
    path = tmp_path / "t.txt"
    path.write_bytes(b"Ana: hello there everybody\nBen: a \x00 nul here\nAna: \x1b[31m fine\n")
    for kind in (None, "transcript"):
        turns = [(turn.speaker, turn.text) for turn in read_transcript(path, kind=kind).turns]
        assert turns == [("Ana", "hello there everybody"), ("Ben", "a \x00 nul here"), ("Ana", "\x1b[31m fine")]
