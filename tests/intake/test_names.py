"""When the words before a colon are a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.intake import read_transcript
from facilitator.intake.names import MAYBE, NAME, shape_of, take_apart, usage


@pytest.mark.parametrize(
    "name",
    [
        "Ann",
        "ANN",
        "Zoë Müller",
        "Jean-Luc de la Tour",
        "Dr. J. R. O'Neil",
        "Mr. Chris d'Entremont (West Nova, CPC)",
        "The Chair (Hon. Anthony Rota (NipissingTimiskaming, Lib.))",
        "Project Manager",
        "Speaker 1",
        "Grad A",
        "王小明",
        "أحمد",
        "สมชาย",
        "Ольга Иванова",
        "Ann & Ben",
    ],
)
def test_names(name: str) -> None:
    """Names in several scripts, with titles, initials, particles and offices, have the shape of a name."""
    assert shape_of(name) == NAME


@pytest.mark.parametrize("name", ["ann", "user_1", "an hon. member", "@zoe"])
def test_what_could_be_a_name(name: str) -> None:
    """Small letters alone do not decide; the file does."""
    assert shape_of(name) == MAYBE


@pytest.mark.parametrize(
    "line",
    [
        "http://example.org/a",
        "10:30: tea",
        "10:30 tea",
        "std::string x",
        "x = {a: 1}",
        "Note: this matters",
        ": nothing",
        "no colon at all",
        "a" * 300 + ": too long",
        "12: a number",
    ],
)
def test_what_is_no_name(line: str) -> None:
    """Addresses, times of day, code, remarks and endless words are text."""
    assert take_apart(line) is None


@pytest.mark.parametrize(
    ("line", "name", "text"),
    [
        ("Ann: Hello: there", "Ann", "Hello: there"),
        ("Ann : bonjour", "Ann", "bonjour"),
        ("王：你好", "王", "你好"),
        ("\u200fأحمد: مرحبا", "أحمد", "مرحبا"),
        ("**Ann:** Hello", "Ann", "Hello"),
        ("[SPEAKER_00]: Hello", "SPEAKER_00", "Hello"),
        ("ሰላም፦ እንዴት", "ሰላም", "እንዴት"),
    ],
)
def test_taking_apart(line: str, name: str, text: str) -> None:
    """The first colon of any script parts the name from the words."""
    found = take_apart(line)
    assert found is not None
    assert (found.name, found.text) == (name, text)


def test_the_file_decides() -> None:
    """A word that stands once before a colon is no name where nobody else is named, and may be one in a talk."""
    alone = usage([take_apart("Remember that: drink"), *[None] * 20])
    assert not alone.names
    talk = usage(take_apart(line) for line in ["ann: hi", "ben: ho", "ann: well", "zoe: yes"])
    assert talk.names == {"ann", "ben", "zoe"}


def test_a_sentence_that_goes_on_is_no_name(tmp_path: Path) -> None:
    """Where a long turn is broken over lines, the next line's colon makes no new person."""
    path = tmp_path / "court.txt"
    path.write_text(
        "THE COURT: Good morning.\n\nMR. SMITH: Good morning. The\nquestion is this: who?\n\nTHE COURT: Go on.\n"
    )
    assert read_transcript(path).speakers == ("THE COURT", "MR. SMITH")


def test_people_who_speak_once_each(tmp_path: Path) -> None:
    """A round in which each of twelve says one thing is a transcript."""
    path = tmp_path / "round.txt"
    people = ["Ann", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gül", "Hana", "Ivo", "Jo", "Kai", "Lea"]
    path.write_text("".join(f"{who}: fine\n" for who in people), encoding="utf-8")
    assert read_transcript(path).speakers == tuple(people)


def test_short_answers_again_and_again(tmp_path: Path) -> None:
    """One word a line is a talk as well."""
    path = tmp_path / "short.txt"
    path.write_text("Ann: hello\nBob: hi\n" * 30)
    assert len(read_transcript(path).turns) == 60
