"""Real meetings and real captions, word for word."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from facilitator.intake import Transcript, read_transcript

DATA = Path(__file__).parents[1] / "data"
MEETINGS = sorted((DATA / "meetings").glob("*.json"))
CAPTIONS = DATA / "captions"


@pytest.mark.parametrize("path", MEETINGS, ids=lambda path: path.stem)
def test_every_turn_of_a_meeting(path: Path) -> None:
    """Every turn with words comes in with its speaker, in order; the empty ones are listed with their place."""
    turns = json.loads(path.read_text(encoding="utf-8"))["meeting_transcripts"]
    found = read_transcript(path)
    assert [(turn.speaker, turn.text) for turn in found.turns] == [
        (turn["speaker"], turn["content"].strip()) for turn in turns if turn["content"].strip()
    ]
    assert [place.where for place in found.skipped] == [
        f"meeting_transcripts[{at}]" for at, turn in enumerate(turns) if not turn["content"].strip()
    ]
    assert found.title == path.stem
    assert found.form == "json"
    assert found.topics


def _captions(name: str) -> Transcript:
    return read_transcript(CAPTIONS / name)


@pytest.mark.parametrize(
    ("name", "count", "last"),
    [
        ("captions_with_bom.vtt", 4, "Caption text #4"),
        ("comments.vtt", 3, "- Ta en kopp"),
        ("cue_tags.vtt", 3, "That's amore"),
        ("invalid.vtt", 7, "Caption text #7"),
        ("invalid_timeframe.srt", 5, "Caption text #5"),
        ("sample.srt", 5, "Caption text #5"),
        ("sample.vtt", 16, "Caption text #16"),
        ("using_identifiers.vtt", 6, "Caption text #6"),
    ],
)
def test_captions(name: str, count: int, last: str) -> None:
    """Comments, identifiers, tags, byte order marks and a missing first line take nothing from the words."""
    found = _captions(name)
    assert (len(found.turns), found.turns[-1].text, found.skipped) == (count, last, ())
    assert all(turn.speaker is None and turn.start_ms is not None for turn in found.turns)


def test_a_missing_first_line_is_said() -> None:
    """A file without WEBVTT is read, and the reader is told."""
    assert any("WEBVTT" in note for note in _captions("invalid.vtt").notes)


def test_words_without_a_time_are_listed() -> None:
    """Words that stand outside every caption are shown with their place instead of being dropped in silence."""
    found = _captions("missing_timeframe.vtt")
    assert len(found.turns) == 6
    assert [place.where for place in found.skipped] == ["line 6"]
    assert "Caption text #2" in found.skipped[0].why


def test_rolling_captions_come_once() -> None:
    """Of captions that scroll, each line is taken once, where it first stands; the language is in the header."""
    found = _captions("youtube_dl.vtt")
    assert [turn.text for turn in found.turns] == ["yeah", "what", "this will happen is I'm telling"]
    assert found.language == "en"
    assert len(found.notes) == 1


def test_saying_the_same_twice_is_kept(tmp_path: Path) -> None:
    """Short answers that come again and again are no rolling captions."""
    path = tmp_path / "yes.vtt"
    path.write_text("WEBVTT\n" + "".join(f"\n00:{at:02}.000 --> 00:{at:02}.900\nAnn: Yes.\n" for at in range(20)))
    assert [turn.text for turn in read_transcript(path).turns] == ["Yes."] * 20


def test_a_long_meeting_is_quick(tmp_path: Path) -> None:
    """A meeting of 1,832 turns is read in well under a second; a tick tells how far it is and ends at 1."""
    said = [{"speaker": f"Grad {at % 7}", "content": f"And so {at} we said , um , that again ."} for at in range(1832)]
    path = tmp_path / "long.json"
    path.write_text(json.dumps({"meeting_transcripts": said}))
    ticks: list[float] = []
    began = time.process_time()
    found = read_transcript(path, tick=ticks.append)
    assert time.process_time() - began < 4.0
    assert len(found.turns) == 1832
    assert ticks[-1] == 1.0
    assert all(0 <= tick <= 1 for tick in ticks)


def test_a_tick_may_end_the_reading(tmp_path: Path) -> None:
    """What the tick raises comes out as it is, so that a person can cancel."""

    class Cancelled(Exception):
        pass

    def cancel(_done: float) -> None:
        raise Cancelled

    path = tmp_path / "talk.txt"
    path.write_text("Ann: Hello there\nBen: Good morning\n" * 2000)
    with pytest.raises(Cancelled):
        read_transcript(path, tick=cancel)
