"""What the programs in use write, a short file each in ``tests/data/transcripts``, and what is understood of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from facilitator.intake import NotUnderstood, read_transcript, recognise

DATA = Path(__file__).parents[1] / "data"
FILES = DATA / "transcripts"
OTHERS = DATA / "no-transcripts"


@dataclass(frozen=True)
class Expected:
    """Form, turns (speaker, words, start and end in milliseconds) and skipped places."""

    form: str
    turns: list[tuple[str | None, str, int | None, int | None]]
    skipped: list[str] = field(default_factory=list)


EXPECTED: dict[str, Expected] = {
    "teams.vtt": Expected(
        "vtt",
        [
            ("Ann Smith", "Good morning,\neveryone.", 3000, 5500),
            ("Bob O'Neil", "Morning & hello. Really", 5600, 8000),
        ],
        [],
    ),
    "zoom.vtt": Expected(
        "vtt",
        [
            ("Ann Smith", "Hello: there", 1000, 2000),
            ("Bob", "Remember: drink water", 2100, 4000),
            (None, "no name here", 5000, 6000),
        ],
        [],
    ),
    "webex.vtt": Expected(
        "vtt",
        [
            ("Ann Smith", "Hello: all", 1000, 4000),
            ("Bob", "Hi", 5000, 6000),
        ],
        [],
    ),
    "several-voices.vtt": Expected(
        "vtt",
        [
            ("Ann", "Hello", 1000, 4000),
            ("Bob", "Hi there\nsecond line", 1000, 4000),
            (None, "before", 5000, 6000),
            ("Ann", "x", 5000, 6000),
            (None, "after a < b and <3", 5000, 6000),
        ],
        [],
    ),
    "teams-old.txt": Expected(
        "vtt",
        [
            ("Ann Smith", "Hello all.", 0, 2700),
            ("Bob Jones", "Hi Ann.", 2700, 5100),
            ("Ann Smith", "Let's begin.", 5200, 8000),
        ],
        [],
    ),
    "whisperx.srt": Expected(
        "srt",
        [
            ("SPEAKER_00", "Hello", 0, 2000),
            ("SPEAKER_01", "Hi", 2000, 4000),
        ],
        [],
    ),
    "broadcast.srt": Expected(
        "srt",
        [
            ("ANN", "Good evening.", 0, 2000),
            ("BOB", "Thanks.", 0, 2000),
            (None, "Who is there?", 2000, 4000),
            (None, "[MUSIC] la la", 4000, 6000),
        ],
        [],
    ),
    "youtube.sbv": Expected(
        "srt",
        [
            ("Ann", "hello\ntwo", 1000, 3000),
            ("Bob", "hi", 3000, 5000),
        ],
        [],
    ),
    "google-meet.txt": Expected(
        "text",
        [
            ("Ann Smith", "Hello everyone.", None, None),
            ("Bob Jones", "Hi. The plan is this: first tea.", None, None),
            ("Ann Smith", "Fine.\nAnd a second paragraph.", 300000, None),
        ],
        ["line 1", "line 2", "line 3", "line 4", "line 13"],
    ),
    "teams-docx.txt": Expected(
        "text",
        [
            ("Ann Smith", "Hello all. We start\nin five minutes.", 3000, None),
            ("Bob Jones | Berlin", "Yes.", 35000, None),
            ("+49 170 1234567", "I am here too.", 65000, None),
        ],
        ["line 1", "line 2", "line 3", "line 5", "line 17"],
    ),
    "zoom-names.vtt": Expected(
        "vtt",
        [
            ("Prof. Dr. rer. nat. Karl Schmidt", "Good morning", 1000, 2000),
            ("Ann | Berlin", "Hello", 2000, 3000),
            ("+49 170 1234567", "Can you hear me?", 3000, 4000),
            ("Ann | Berlin", "Here is the thing: yes", 4000, 5000),
            (None, "To be clear: nobody leaves", 5000, 6000),
            ("bell hooks", "Fine", 6000, 7000),
            ("Ann | Berlin", "Good", 6000, 7000),
            ("bell hooks", "So we go on", 7000, 8000),
        ],
        [],
    ),
    "otter.txt": Expected(
        "text",
        [
            ("Ann Smith", "Hello everyone, welcome.", 3000, None),
            ("Bob Jones", "Thanks. At 10:30 we stop.", 12000, None),
            ("Unknown Speaker", "Who is this?", 3723000, None),
        ],
        [],
    ),
    "zoom.txt": Expected(
        "text",
        [
            ("Ann Smith", "Hello.", 0, None),
            ("Bob", "Hi.", 17000, None),
        ],
        [],
    ),
    "zoom-chat.txt": Expected(
        "text",
        [
            ("Ann Smith", "hello", 0, None),
            ("Bob", "hi", 6000, None),
        ],
        [],
    ),
    "zoom-chat-new.txt": Expected(
        "text",
        [
            ("Ann Smith", "hello", 0, None),
            ("Bob", "hi there", 6000, None),
        ],
        [],
    ),
    "rev.txt": Expected(
        "text",
        [
            ("Speaker 1", "Hello.", 1000, None),
            ("Speaker 2", "Hi. How are you?", 5000, None),
        ],
        [],
    ),
    "happyscribe.txt": Expected(
        "text",
        [
            ("Speaker 1", "Hello there.", 1000, None),
            ("Speaker 2", "Good morning to you.", 10000, None),
        ],
        [],
    ),
    "descript.txt": Expected(
        "text",
        [
            ("Ann", "Hello there.\nMore of it.", 1000, None),
            ("Bob", "Good morning.", 10000, None),
        ],
        [],
    ),
    "name-over-time.txt": Expected(
        "text",
        [
            ("Ann Smith", "Hello everyone.", 3000, None),
            ("Bob Jones", "Good morning.", 9000, None),
        ],
        [],
    ),
    "whisper.txt": Expected(
        "text",
        [
            (None, "Hello there", 0, 5000),
            (None, "This is talk", 5000, 8000),
        ],
        [],
    ),
    "scripts.txt": Expected(
        "text",
        [
            ("Zoë", "Hello", None, None),
            ("王小明", "你好", None, None),
            ("أحمد", "مرحبا", None, None),
            ("สมชาย", "สวัสดี", None, None),
        ],
        [],
    ),
    "french.txt": Expected(
        "text",
        [
            ("Zoë", "Bonjour à tous", None, None),
            ("Jean-Luc de la Tour", "Oui : très bien\nhttp://x.y/z\n10:30: tea", None, None),
            ("Zoë", "Encore", None, None),
        ],
        [],
    ),
    "bold.md": Expected(
        "text",
        [
            ("Ann", "Hello", None, None),
            ("Bob", "Hi there", None, None),
            ("Ann", "Bye", None, None),
        ],
        ["line 1"],
    ),
    "play.txt": Expected(
        "text",
        [
            ("ANN", "Hello there.", None, None),
            ("BOB", "Hi.", None, None),
            ("ANN", "Bye.", None, None),
        ],
        [],
    ),
    "right-to-left.txt": Expected(
        "text",
        [
            ("أحمد", "مرحبا", None, None),
            ("ليلى", "نعم: هذا جيد", None, None),
            ("أحمد", "شكرا", None, None),
        ],
        [],
    ),
    "interview.txt": Expected(
        "text",
        [
            ("Interviewer", "How old are you?", None, None),
            ("Respondent", "Well, it depends: on what?\nA new line.", None, None),
            ("Interviewer", "Sure.", None, None),
            ("Respondent", "Yes.", None, None),
        ],
        [],
    ),
    "questions.txt": Expected(
        "text",
        [
            ("Q", "What is it?", None, None),
            ("A", "Tea.", None, None),
            ("Q", "Why?", None, None),
            ("A", "Because.", None, None),
        ],
        [],
    ),
    "nicknames.txt": Expected(
        "text",
        [
            ("ann", "hello you", None, None),
            ("bob", "hi there", None, None),
            ("ann", "so what", None, None),
        ],
        [],
    ),
    "time-of-day.txt": Expected(
        "text",
        [
            ("Ann Smith", "Hello.", 0, None),
            ("Bob", "Hi", 180000, None),
        ],
        [],
    ),
    "one-line.txt": Expected(
        "text",
        [
            ("Ann", "hello everybody", None, None),
        ],
        [],
    ),
    "german.csv": Expected(
        "csv",
        [
            ("Zoë", "Guten Tag; ja", 1000, 5000),
            ("Ben", "zwei\nZeilen", 6000, 7000),
        ],
        ["row 4"],
    ),
    "excel.csv": Expected(
        "csv",
        [
            ("Ann", "Hi", None, None),
        ],
        [],
    ),
    "segments.csv": Expected(
        "csv",
        [
            ("A", "hello there you", 500, 1500),
            ("B", "hi", 2000, 3000),
        ],
        [],
    ),
    "chinese.csv": Expected(
        "csv",
        [
            ("王", "你好吗，大家", None, None),
            ("李", "很好", None, None),
        ],
        [],
    ),
    "unquoted.csv": Expected(
        "csv",
        [
            ("Ann", "Hello, how are you", None, None),
            ("Bob", 'She said "hi"', None, None),
            ("Cy", "open quote", None, None),
        ],
        [],
    ),
    "milliseconds.csv": Expected(
        "csv",
        [
            ("Ann", "hi", 1000, 2000),
            ("Bob", "ho", 3000, 4000),
        ],
        [],
    ),
    "no-headings.tsv": Expected(
        "csv",
        [
            ("Ann", "Hello there everyone", 1000, None),
            ("Bob", "Hi", 5000, None),
            ("Ann", "Well then let us start", 9000, None),
        ],
        [],
    ),
    "whisper.json": Expected(
        "json",
        [
            (None, "Hello there.", 0, 2500),
            (None, "Good", 2500, 4000),
        ],
        [],
    ),
    "assemblyai.json": Expected(
        "json",
        [
            ("A", "Hello there.", 250, 900),
            ("B", "Hi.", 2000, 2300),
        ],
        [],
    ),
    "rev.json": Expected(
        "json",
        [
            ("0", "Hello all.", None, None),
            ("1", "Hi.", None, None),
        ],
        [],
    ),
    "deepgram.json": Expected(
        "json",
        [
            ("0", "Hello there.", 0, 1000),
            ("1", "Hi.", 2000, 3000),
        ],
        [],
    ),
    "aws.json": Expected(
        "json",
        [
            ("spk_0", "Hello there.", 500, 1500),
            ("spk_1", "Hi.", 2000, 3000),
        ],
        [],
    ),
    "azure.json": Expected(
        "json",
        [
            ("1", "Hello there.", 400, 1900),
            ("2", "Hi.", 3000, 4000),
        ],
        [],
    ),
    "teams.json": Expected(
        "json",
        [
            ("Ann", "Hello", 3200, 5000),
            ("Bob", "Hi", 63200, 65000),
        ],
        [],
    ),
    "slack.json": Expected(
        "json",
        [
            ("U1", "hello", None, None),
            ("U2", "hi", None, None),
        ],
        [],
    ),
    "telegram.json": Expected(
        "json",
        [
            ("Ann", "see http://x ok", None, None),
            ("Bob", "hi", None, None),
        ],
        [],
    ),
    "single-keys.json": Expected(
        "json",
        [
            ("Ann", "hello", None, None),
            ("Bob", "hi", None, None),
        ],
        [],
    ),
    "google-chat.json": Expected(
        "json",
        [
            ("Ann", "hello", None, None),
            ("Bob", "hi", None, None),
        ],
        [],
    ),
    "columns.json": Expected(
        "json",
        [
            ("Ann", "hi", None, None),
            ("Bob", "ho", None, None),
        ],
        [],
    ),
    "meeting.jsonl": Expected(
        "json",
        [
            ("A", "x y", None, None),
            ("B", "z", None, None),
        ],
        [],
    ),
    "cut-off.jsonl": Expected(
        "json",
        [
            ("A", "x y", None, None),
            ("B", "z", None, None),
        ],
        ["line 3"],
    ),
}


def test_every_file_is_expected() -> None:
    """No example lies in the folder without an expectation."""
    assert {path.name for path in FILES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_what_programs_write(name: str) -> None:
    """Speakers, words, times and skipped places of each program's file are found as a person would find them."""
    expected, found = EXPECTED[name], read_transcript(FILES / name)
    assert [(turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in found.turns] == expected.turns
    assert [place.where for place in found.skipped] == expected.skipped
    assert found.form == expected.form
    assert recognise(FILES / name) == "transcript"


@pytest.mark.parametrize("path", sorted(OTHERS.iterdir()), ids=lambda path: path.name)
def test_what_is_no_transcript(path: Path) -> None:
    """Manuals, letters, programs, settings, logs and other lists are refused with one sentence that names the file."""
    for read in (read_transcript, recognise):
        with pytest.raises(NotUnderstood) as refusal:
            read(path)
        sentence = str(refusal.value)
        assert path.name in sentence
        assert "\n" not in sentence
        assert "{" not in sentence
