"""Right to left and left to right, held against the official test files where the system has them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.export.text import bidi

UCD = Path("/usr/share/unicode")
FULL = os.environ.get("FACILITATOR_FAULTS") == "full"

SAMPLE = {
    "L": "a", "R": "\u05d0", "AL": "\u0627", "EN": "1", "AN": "\u0661", "ES": "+", "ET": "$", "CS": ",",
    "NSM": "\u0300", "BN": "\u00ad", "B": "\u2029", "S": "\t", "WS": " ", "ON": "!",
    "LRE": "\u202a", "RLE": "\u202b", "LRO": "\u202d",
    "RLO": "\u202e", "PDF": "\u202c", "LRI": "\u2066", "RLI": "\u2067", "FSI": "\u2068", "PDI": "\u2069",
}  # fmt: skip
"""A character for each bidi class."""


def shown(text: str, direction: bidi.Direction) -> tuple[int, list[int], list[int]]:
    """Base level, levels, and the visual order of a text on one line."""
    base = bidi.base_level(text, direction)
    line = bidi.line_levels(text, bidi.levels(text, base), 0, len(text), base)
    order: list[int] = []
    for start, end, level in bidi.visual_runs(line):
        order += range(end - 1, start - 1, -1) if level & 1 else range(start, end)
    return base, line, order


def rows(name: str, every: int) -> Iterator[str]:
    """Lines of an official file, or a skipped test."""
    path = UCD / name
    if not path.exists():
        pytest.skip("the Unicode data files are not installed (Debian package unicode-data)")
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        if line.startswith("@") or (line and line[0] != "#" and number % every == 0):
            yield line


def test_character_cases() -> None:
    """Levels and order are those of BidiCharacterTest.txt, brackets and isolates among them."""
    count = 0
    for line in rows("BidiCharacterTest.txt", 1 if FULL else 23):
        codes, direction, base, levels, order = line.split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        wanted = levels.split()
        got = shown(text, {"0": "ltr", "1": "rtl", "2": "auto"}[direction])  # type: ignore[arg-type]
        assert got[0] == int(base), line
        assert [str(g) if w != "x" else "x" for g, w in zip(got[1], wanted, strict=True)] == wanted, line
        assert [i for i in got[2] if wanted[i] != "x"] == [int(i) for i in order.split()], line
        count += 1
    assert count > 3000


def test_class_cases() -> None:
    """Levels and order are those of BidiTest.txt, which tries the classes in every combination."""
    wanted: list[str] = []
    order: list[int] = []
    count = 0
    for line in rows("BidiTest.txt", 1 if FULL else 97):
        if line.startswith("@Levels"):
            wanted = line.split()[1:]
        elif line.startswith("@Reorder"):
            order = [int(i) for i in line.split()[1:]]
        elif not line.startswith("@"):
            classes, bits = line.split(";")
            text = "".join(SAMPLE[name] for name in classes.split())
            for bit, direction in enumerate(("auto", "ltr", "rtl")):
                if int(bits, 16) >> bit & 1:
                    got = shown(text, direction)  # type: ignore[arg-type]
                    assert [str(g) if w != "x" else "x" for g, w in zip(got[1], wanted, strict=True)] == wanted, line
                    assert [i for i in got[2] if wanted[i] != "x"] == order, line
                    count += 1
    assert count > 3000


@given(st.text(st.sampled_from("".join(SAMPLE.values()) + "()[]"), max_size=200))
def test_balanced_leaks_nothing(text: str) -> None:
    """Whatever controls somebody's words hold, made balanced and isolated they leave what follows as it was."""
    line = text.replace("\u2029", "")
    alone = bidi.levels("one \u2068x\u2069 two", 0)
    whole = bidi.levels(f"one \u2068{bidi.balanced(line)}\u2069 two", 0)
    assert whole[:4] == alone[:4]
    assert whole[-4:] == alone[-4:]


def test_deep_and_unclosed_is_quick() -> None:
    """Ten thousand unclosed isolates are no attack on anybody's patience (the time limit of the tests holds it)."""
    for control in "\u2068\u202e\u2067":
        text = control * 10_000 + "abc"
        assert len(bidi.levels(text, bidi.base_level(text))) == len(text)
