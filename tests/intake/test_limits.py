"""The record's limits and characters that trouble: nothing that was said is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.intake import LONGEST_NAME, LONGEST_TEXT, NotUnderstood, read_transcript
from facilitator.intake.fit import pieces

DATA = Path(__file__).parents[1] / "data"


def _json(path: Path, *entries: dict[str, object]) -> Path:
    path.write_text(json.dumps(list(entries)))
    return path


def test_a_long_turn_becomes_several(tmp_path: Path) -> None:
    """A turn of 60,000 characters is cut after sentences into turns of the same person, and this is said."""
    sentence = "We agreed on the second point, as far as I remember. "
    text = (sentence * 1200).strip()
    found = read_transcript(_json(tmp_path / "t.json", {"speaker": "Ann", "text": text}, {"speaker": "B", "text": "x"}))
    turns = found.turns[:-1]
    assert len(turns) == 4
    assert all(len(turn.text) <= LONGEST_TEXT and turn.text.endswith(".") for turn in turns)
    assert " ".join(turn.text for turn in turns) == text
    assert {turn.speaker for turn in turns} == {"Ann"}
    assert len(found.notes) == 1


@given(st.text(max_size=300), st.integers(5, 50))
def test_pieces_lose_nothing(text: str, most: int) -> None:
    """Cut in pieces, a text keeps every character but the white space at the cuts."""
    found = list(pieces(text, most))
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(0 < len(piece) <= most for piece in found)


def test_marks_stay_with_their_letter() -> None:
    """A word without spaces is not cut between a letter and its mark."""
    text = "e\u0301" * 30
    assert all(not piece.startswith("\u0301") for piece in pieces(text, 7))


def test_a_name_of_64_kb(tmp_path: Path) -> None:
    """A name beyond the limit is left out and listed; the words stay."""
    name = "N" * 65_536
    entries = [{"speaker": name, "text": "first"}, {"speaker": "Ann", "text": "second"}]
    found = read_transcript(_json(tmp_path / "t.json", *entries))
    assert [(turn.speaker, turn.text) for turn in found.turns] == [(None, "first"), ("Ann", "second")]
    assert [place.where for place in found.skipped] == ["[0]"]
    assert str(LONGEST_NAME) in found.skipped[0].why


def test_a_line_with_an_endless_name_is_text(tmp_path: Path) -> None:
    """In plain text, what stands before the colon is no name when it is longer than a name may be."""
    path = tmp_path / "t.txt"
    path.write_text(f"Ann: hello\n{'N' * 300}: more\nBen: yes\nAnn: good\n")
    found = read_transcript(path)
    assert found.speakers == ("Ann", "Ben")
    assert "N: more" in found.turns[0].text


def test_naughty_strings_come_in_as_they_are(tmp_path: Path) -> None:
    """Every string that has broken other programs is kept as name and as words."""
    strings = [text for text in json.loads((DATA / "naughty.json").read_text("utf-8")) if text.strip()]
    entries: list[dict[str, object]] = [{"speaker": text, "text": text} for text in strings]
    found = read_transcript(_json(tmp_path / "t.json", *entries))
    whole = [text.strip() for text in strings if len(text) <= LONGEST_NAME]
    assert [turn.text for turn in found.turns] == [text.strip() for text in strings]
    assert [turn.speaker for turn in found.turns if turn.speaker is not None] == whole


def test_halves_of_characters(tmp_path: Path) -> None:
    """Half a character, which no file can hold, becomes a visible sign, and this is said."""
    path = tmp_path / "t.json"
    path.write_text('[{"speaker": "A\\ud800", "text": "x \\udc00 y"}, {"speaker": "B", "text": "\\ud83d\\ude00"}]')
    found = read_transcript(path)
    assert [(turn.speaker, turn.text) for turn in found.turns] == [("A\ufffd", "x \ufffd y"), ("B", "😀")]
    assert len(found.notes) == 1


def test_ten_thousand_combining_marks(tmp_path: Path) -> None:
    """They are kept as given."""
    text = "a" + "\u0301" * 10_000
    found = read_transcript(_json(tmp_path / "t.json", {"speaker": "A", "text": text}, {"speaker": "B", "text": "x"}))
    assert found.turns[0].text == text


def test_more_turns_than_any_meeting(tmp_path: Path) -> None:
    """Two hundred thousand turns are a limit that is said, not a wait."""
    path = tmp_path / "t.txt"
    path.write_text("Ann: a\n" * 200_001)
    with pytest.raises(NotUnderstood, match="200000"):
        read_transcript(path)


@pytest.mark.parametrize(
    ("name", "title", "date"),
    [
        ("night_handover_4B.json", "night handover 4B", None),
        ("Staff meeting.json", "Staff meeting", None),
        ("2026-03-14 staff.json", "2026-03-14 staff", datetime(2026, 3, 14)),
        ("GMT20260314-091500_Recording.json", "GMT20260314-091500 Recording", datetime(2026, 3, 14, 9, 15, tzinfo=UTC)),
        ("ES2002a.json", "ES2002a", None),
        ("会议.json", "会议", None),
    ],
)
def test_title_and_date_from_the_name(name: str, title: str, date: datetime | None, tmp_path: Path) -> None:
    """Where the file says no title, its name made readable is one, and a date in the name is the date."""
    found = read_transcript(_json(tmp_path / name, {"speaker": "A", "text": "x"}, {"speaker": "B", "text": "y"}))
    assert (found.title, found.date) == (title, date)


def test_what_the_file_says_of_itself(tmp_path: Path) -> None:
    """Title, date, language and topics come from the document around the turns."""
    path = tmp_path / "t.json"
    said = [{"speaker": "A", "text": "x", "time": "2026-03-14T09:15:00Z"}, {"speaker": "B", "text": "y"}]
    about = {"title": "Handover", "date": "2026-03-14", "language": "en", "topics": [{"topic": "Tea"}, "Coffee"]}
    path.write_text(json.dumps({**about, "turns": said}))
    found = read_transcript(path)
    assert (found.title, found.date, found.language) == ("Handover", datetime(2026, 3, 14), "en")
    assert found.topics == ("Tea", "Coffee")
    assert found.turns[0].said_at == datetime(2026, 3, 14, 9, 15, tzinfo=UTC)


def test_a_file_that_breaks_off_in_a_character(tmp_path: Path) -> None:
    """The rest of a UTF-8 file is not misread because its last character is cut in two."""
    path = tmp_path / "t.txt"
    path.write_bytes("Zoë: Grüße\nBen: 你好\nZoë: schön 你".encode()[:-1])
    found = read_transcript(path)
    assert found.encoding == "utf-8"
    assert found.turns[0].text == "Grüße"
    assert len(found.notes) == 1


def test_bytes_without_meaning_are_said(tmp_path: Path) -> None:
    """A byte that Windows-1252 does not know becomes a visible sign, and the count is said."""
    path = tmp_path / "t.txt"
    path.write_bytes(b"Zo\xeb: na\xefve \x81 caf\xe9\nBen: d\xe9j\xe0 vu\nZo\xeb: oui\n")
    found = read_transcript(path)
    assert found.encoding == "cp1252"
    assert found.turns[0].text == "naïve \ufffd café"
    assert len(found.notes) == 2
