"""Captions: when which words are to be read under the picture, from files as they are."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.captions import (
    AT_ONCE,
    MOST,
    Caption,
    Captions,
    decode,
    language_at_end,
    language_in_name,
    read_captions,
)

DATA = Path(__file__).parent.parent / "data" / "captions"

WEB = """WEBVTT - Three handovers
Language: en

STYLE
::cue { color: yellow }

NOTE written on the ward --> by us

intro
00:01.000 --> 00:03.500 align:start position:10%
<v Ines>Bay two was quiet.</v>
Nothing <i>special</i>, really &amp; truly.

00:00:04.000 --> 00:00:05.000
&rlm;هل يمكنني الجلوس؟
"""

SRT = """1
00:00:01,000 --> 00:00:03,500
{\\an8}Bay two was quiet.<br>Nothing special.

And no empty line ends it.

2
00:00:04,000 --> 00:00:05,000
2
"""


def test_webvtt() -> None:
    """Times with and without hours, settings, markup and references; style and notes are no captions."""
    read = read_captions(WEB)
    assert read.language == "en"
    assert read.all == (
        Caption(1_000, 3_500, "Bay two was quiet.\nNothing special, really & truly."),
        Caption(4_000, 5_000, "\u200fهل يمكنني الجلوس؟"),
    )


def test_srt() -> None:
    """Words go on to the next time, over empty lines; a number that is the caption itself stays."""
    assert read_captions(SRT.replace("\n", "\r\n")).all == (
        Caption(1_000, 3_500, "Bay two was quiet.\nNothing special.\nAnd no empty line ends it."),
        Caption(4_000, 5_000, "2"),
    )


def test_what_stands_at_a_moment() -> None:
    """The first moment belongs to it, the last does not; two at once stand one under the other."""
    read = Captions((Caption(0, 9_000, "long"), Caption(1_000, 2_000, "short"), Caption(1_500, 1_600, "third")))
    assert read.at(999) == "long"
    assert read.at(1_000) == "long\nshort"
    assert read.at(1_550) == "long\nshort\nthird"
    assert read.at(2_000) == "long"
    assert read.at(9_000) == ""
    assert read.at(-5) == ""


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 300)), max_size=30), st.integers(-1, 900))
def test_every_caption_stands_exactly_as_long_as_it_says(spans: list[tuple[int, int]], ms: int) -> None:
    """Asked at any moment, those come that have begun and not ended, however they overlap: the newest few of them."""
    made = [Caption(start, start + length, f"{start}/{length}/{n}") for n, (start, length) in enumerate(spans)]
    read = Captions(tuple(made))
    standing = [one.text for one in read.all if one.start_ms <= ms < one.end_ms]
    assert list(filter(None, read.at(ms).split("\n"))) == standing[-AT_ONCE:]


def test_a_file_of_captions_that_all_stand_at_once_stays_small() -> None:
    """Fifty thousand over one another: a few lines, and each look takes a bounded time."""
    read = Captions(tuple(Caption(n, 10_000_000, "x" * 100) for n in range(MOST)))
    assert len(read.at(MOST)) < 1_000
    short = [Caption(n, n + 1, "x") for n in range(1, MOST)]
    read = Captions((Caption(0, 10_000_000, "long"), *short))
    begun = time.process_time()
    for _look in range(200):
        read.at(MOST + 5)
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("file", sorted(path.name for path in DATA.glob("*.*t")))
def test_files_of_other_programs_give_what_they_hold(file: str) -> None:
    """Real files, with and without faults: what can be read is read, in order, without markup."""
    read = read_captions(decode((DATA / file).read_bytes()))
    assert len(read) > 0
    assert all(one.start_ms < one.end_ms and one.text.strip() for one in read.all)
    assert not any("-->" in one.text or "<v" in one.text for one in read.all)


@given(st.text())
def test_nothing_given_breaks_it(text: str) -> None:
    """Whatever stands in a file, reading it gives captions or none."""
    assert isinstance(read_captions(text), Captions)
    assert isinstance(read_captions(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}"), Captions)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_words_come_whole_out_of_every_encoding(encoding: str) -> None:
    """With a mark or without, the same words."""
    assert read_captions(decode(SRT.encode(encoding))).all == read_captions(SRT).all


def test_old_western_files_are_read_too() -> None:
    """What is no UTF-8 is what a Western program of the last century wrote."""
    text = "1\n00:00:01,000 --> 00:00:02,000\nÜbergabe für Zoë\n"
    assert read_captions(decode(text.encode("cp1252"))).at(1_500) == "Übergabe für Zoë"
    assert decode("fü".encode()[:-1]) == "f\ufffd"


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("talk.vtt", ""),
        ("Talk.EN.vtt", "EN"),
        ("talk.pt_BR.srt", "pt-BR"),
        ("talk.zh-Hant.vtt", "zh-Hant"),
        ("talk.part.two.vtt", None),
        ("talks.vtt", None),
        ("talk.txt", None),
        ("talk", None),
    ],
)
def test_the_language_stands_in_the_name(name: str, language: str | None) -> None:
    """Only files that belong to the film are taken, each with the language it says."""
    assert language_in_name(name, "talk.mp4") == language


@pytest.mark.parametrize(
    ("name", "language"),
    [("notes.pt-BR.srt", "pt-BR"), ("notes.de.vtt", "de"), ("part.two.vtt", ""), ("de.vtt", ""), ("notes.vtt", "")],
)
def test_the_language_at_the_end_of_any_name(name: str, language: str) -> None:
    """For captions chosen by hand; a word of three letters is no language."""
    assert language_at_end(name) == language
