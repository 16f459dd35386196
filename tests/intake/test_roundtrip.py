"""What was written in any of the forms is read back the same, word for word."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from facilitator.intake import read_transcript
from tests.intake import writers

_ANY = {**writers.STRUCTURED, **writers.BY_COLON}

_text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80).map(str.strip).filter(bool)
_line = _text.filter(lambda text: "\u2028" not in text and "\u2029" not in text and "\ufeff" not in text)
_free_name = _line.filter(lambda name: len(name) <= 40)
_NAMES = (
    "Ann",
    "Zoë Müller",
    "王小明",
    "أحمد علي",
    "สมชาย",
    "Dr. O'Neil",
    "Grad A",
    "Jean-Luc de la Tour",
    "Ольга",
    "李",
    "The Chair (Hon. Anthony Rota (Nipissing, Lib.))",
    "SPEAKER_00",
    "Speaker 2",
    "नेहा",
    "Hywel D. M'Entee AM",
)
_WORDS = "so we met at 10:30 and said: yes , no . {laugh} <3 a<b http://x.y/z 100% שלום 你好 été I'm"
_names = st.sampled_from(_NAMES)
_words = st.lists(st.sampled_from(_WORDS.split()), min_size=1, max_size=12).map(" ".join)


def _back(folder: Path, form: str, talk: writers.Talk) -> list[tuple[str | None, str]]:
    suffix, write = _ANY[form]
    path = folder / f"talk{suffix}"
    path.write_text(write(talk), encoding="utf-8", newline="")
    return [(turn.speaker, turn.text) for turn in read_transcript(path).turns]


@pytest.mark.parametrize("form", _ANY)
@given(talk=st.lists(st.tuples(_names, _words), min_size=5, max_size=20))
def test_talk_is_read_back(form: str, talk: writers.Talk, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Any talk of people with real names comes back with the same names and words, from every form."""
    if form == "headers":
        # Below a line of name and time, words with a time of day at either end are another such line to any reader.
        assume(not any(words[:1].isdigit() or words.endswith("10:30") for _name, words in talk))
    folder = tmp_path_factory.getbasetemp()
    assert _back(folder, form, talk) == talk


@pytest.mark.parametrize("form", writers.STRUCTURED)
@given(talk=st.lists(st.tuples(_free_name, _line), min_size=2, max_size=8))
@example(talk=[("=", "-"), ("=", "-")])
def test_any_characters_are_read_back(form: str, talk: writers.Talk, tmp_path_factory: pytest.TempPathFactory) -> None:
    """In forms that mark the name, any characters at all come back, in the name as in the words."""
    if form == "columns":
        # Names with a colon in them are lines of a talk themselves: "Ann: yes".
        assume(not any(mark in who for who, _text in talk for mark in ":：﹕︓៖፦"))
    if form == "voices":
        # WebVTT itself folds white space in a voice's name and reads an arrow as a time line.
        talk = [(" ".join(who.split()), text.replace("-->", "->")) for who, text in talk]
    folder = tmp_path_factory.getbasetemp()
    assert _back(folder, form, talk) == talk


@pytest.mark.parametrize("form", sorted(writers.TIMED))
def test_times_are_read_back(form: str, tmp_path: Path) -> None:
    """Start and end come back to the millisecond where the form carries them."""
    suffix, write = _ANY[form]
    path = tmp_path / f"talk{suffix}"
    talk = [("Ann", "Good morning"), ("Ben", "Hello"), ("Ann", "Let us begin")] * 3
    path.write_text(write(talk), encoding="utf-8")
    found = [(turn.start_ms, turn.end_ms) for turn in read_transcript(path).turns]
    starts = itertools.count(0, writers.STEP_MS)
    assert found == [(start, start + writers.LONG_MS) for start, _turn in zip(starts, talk, strict=False)]


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-32", "utf-32-le")]
)
@pytest.mark.parametrize("form", ["voices", "semicolons", "plain", "nested", "names in srt"])
def test_marked_encodings(form: str, encoding: str, name: str, tmp_path: Path) -> None:
    """A byte order mark is obeyed, whatever the form, and is no part of the words."""
    suffix, write = _ANY[form]
    path = tmp_path / f"talk{suffix}"
    talk = [("Zoë", "Grüße, 你好"), ("أحمد", "مرحبا بكم"), ("Zoë", "Žluťoučký kůň 🐎")] * 2
    path.write_bytes(write(talk).encode(encoding))
    transcript = read_transcript(path)
    assert [(turn.speaker, turn.text) for turn in transcript.turns] == talk
    assert transcript.encoding == name
    assert transcript.notes == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8", "cp1252"])
def test_unmarked_encodings(encoding: str, tmp_path: Path) -> None:
    """Without a mark the encoding is told from the bytes; only the guess of Windows-1252 is said in a note."""
    talk = [("Zoë", "Grüße aus Köln – schön"), ("Bruño", "¿Qué tal?"), ("Zoë", "“Gut”, sagt er…")]
    path = tmp_path / "talk.txt"
    path.write_bytes(writers.lines(talk).encode(encoding))
    transcript = read_transcript(path)
    assert [(turn.speaker, turn.text) for turn in transcript.turns] == talk
    assert transcript.encoding == encoding
    assert len(transcript.notes) == (encoding == "cp1252")


def test_wide_characters_without_a_mark_and_without_latin(tmp_path: Path) -> None:
    """UTF-16 without a mark is told apart even where hardly any byte of it is zero."""
    talk = [("王小明", "一二三，大家好吗"), ("李", "很好，我们开始吧")] * 5
    path = tmp_path / "talk.txt"
    path.write_bytes(writers.wide_lines(talk).encode("utf-16-le"))
    assert [(turn.speaker, turn.text) for turn in read_transcript(path).turns] == talk
