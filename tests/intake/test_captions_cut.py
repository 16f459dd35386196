"""Where one caption ends and the next begins, as loosely as programs write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.intake import Transcript, read_transcript


def _read(path: Path, text: str) -> Transcript:
    path.write_text(text, encoding="utf-8")
    return read_transcript(path)


def _said(found: Transcript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in found.turns]


@pytest.mark.parametrize("suffix", [".srt", ".vtt"])
@pytest.mark.parametrize("gap", ["", "\n", " \n", "\n\n"])
def test_numbers_are_never_said(gap: str, suffix: str, tmp_path: Path) -> None:
    """Between numbered captions stands an empty line, one of spaces, or none: the numbers are no words, a year is."""
    words = ("Ann: hello there", "Bob: in the year\n1984", "Ann: twelve", "Bob: bye")
    cues = (f"{at}\n00:00:0{at}.000 --> 00:00:0{at}.900\n{said}\n" for at, said in enumerate(words, 1))
    found = _read(tmp_path / f"t{suffix}", ("WEBVTT\n\n" if suffix == ".vtt" else "") + gap.join(cues))
    assert _said(found) == [("Ann", "hello there"), ("Bob", "in the year\n1984"), ("Ann", "twelve"), ("Bob", "bye")]
    assert not found.skipped


def test_a_number_in_captions_without_numbers_is_said(tmp_path: Path) -> None:
    """Where no caption has a number, a last line that is one was said."""
    text = "00:00:01,000 --> 00:00:02,000\nAnn: How many?\n42\n00:00:03,000 --> 00:00:04,000\nBob: So many!\n"
    assert _said(_read(tmp_path / "t.srt", text)) == [("Ann", "How many?\n42"), ("Bob", "So many!")]


def test_a_line_of_spaces_ends_no_caption(tmp_path: Path) -> None:
    """Only an empty line ends a WebVTT caption: what follows a line of spaces is said too, first line or not."""
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n \n<v Ann>Hello\n\n00:02.000 --> 00:03.000\n"
        "<v Bob>line one\n\t\nline two</v>\n\n00:03.000 --> 00:04.000\n<v Ann>bye\n"
    )
    found = _read(tmp_path / "t.vtt", text)
    assert _said(found) == [("Ann", "Hello"), ("Bob", "line one\n\t\nline two"), ("Ann", "bye")]
    assert not found.skipped


def test_lines_of_spaces_between_captions(tmp_path: Path) -> None:
    """A file whose empty lines have spaces in them all: identifiers and captions stay apart."""
    text = "WEBVTT\n \na-1\n00:01.000 --> 00:02.000\n<v Ann>Hello\n \na-2\n00:02.000 --> 00:03.000\n<v Bob>Hi\n \n"
    found = _read(tmp_path / "t.vtt", text)
    assert _said(found) == [("Ann", "Hello"), ("Bob", "Hi")]
    assert not found.skipped
