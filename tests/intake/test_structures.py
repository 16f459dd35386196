"""Tables and documents that are built in less usual ways."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.intake import NotUnderstood, Transcript, read_transcript

TALK = [("Ann", "hello there you all"), ("Bob", "hi"), ("Ann", "let us start")]


def _read(path: Path, text: str) -> Transcript:
    path.write_text(text, encoding="utf-8")
    return read_transcript(path)


def _said(found: Transcript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in found.turns]


@pytest.mark.parametrize(
    "text",
    [
        '[{"Ann": "hello there you all"}, {"Bob": "hi"}, {"Ann": "let us start"}]',
        '["Ann: hello there you all", "Bob: hi", "Ann: let us start"]',
        '{"dialogue": [["Ann", "hello there you all"], ["Bob", "hi"], ["Ann", "let us start"]]}',
        '{"transcript": "Ann: hello there you all\\nBob: hi\\nAnn: let us start"}',
        '{"a": {"1": {"who": "Ann", "text": "hello there you all"}, "2": {"who": "Bob", "text": "hi"},'
        ' "3": {"who": "Ann", "text": "let us start"}}}',
        '{"speakers": [{"id": "s1", "name": "Ann"}, {"id": "s2", "name": "Bob"}], "segments":'
        ' [{"speaker_id": "s1", "text": "hello there you all"}, {"speaker_id": "s2", "text": "hi"},'
        ' {"speaker_id": "s1", "text": "let us start"}]}',
        '{"utt": ["hello there you all", "hi", "let us start"], "speaker": ["Ann", "Bob", "Ann"]}',
        '{"speaker": "Ann", "text": "hello there you all"}\n\n{"speaker": "Bob", "text": "hi"}\n'
        '{"speaker": "Ann", "text": "let us start"}\n',
        '[{"name": "Ann", "comment": "hello there you all"}, {"name": "Bob", "comment": "hi"},'
        ' {"name": "Ann", "comment": "let us start"}]',
        '[{"user": {"profile": 1, "display_name": "Ann"}, "body": {"content": "hello there you all"}},'
        ' {"user": {"display_name": "Bob"}, "body": {"content": "hi"}},'
        ' {"user": {"display_name": "Ann"}, "body": {"content": "let us start"}}]',
    ],
)
def test_shapes_of_json(text: str, tmp_path: Path) -> None:
    """Whatever the shape of the list, it says the same talk."""
    assert _said(_read(tmp_path / "t.json", text)) == TALK


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nName;Text\nAnn;hello there you all\nBob;hi\nAnn;let us start\n",
        "Meeting of the team\n\nspeaker,start,text\nAnn,0,hello there you all\nBob,1,hi\nAnn,2,let us start\n",
        '"speaker", "text"\n"Ann", "hello there you all"\n"Bob", "hi"\n"Ann", "let us start"\n',
        "no|who|said\n1|Ann|hello there you all\n2|Bob|hi\n3|Ann|let us start\n",
        "speaker,text,,\nAnn,hello there you all,,\n,,,\nBob,hi,,\nAnn,let us start,,\n",
        "Ann,hello there you all\nBob,hi\nAnn,let us start\n",
        "Gravin;Gezegdes\nAnn;hello there you all\nBob;hi\nAnn;let us start\n",
        "speaker,text\n" + "".join(f"{who},{text}\n" for who, text in TALK),
    ],
)
def test_shapes_of_tables(text: str, tmp_path: Path) -> None:
    """Titles above, unknown headings, odd delimiters and empty columns change nothing in what is said."""
    found = _read(tmp_path / "t.csv", text)
    assert [turn for turn in _said(found) if turn[0] not in {"Gravin"}] == TALK


def test_a_table_in_markdown(tmp_path: Path) -> None:
    """A table drawn with bars is a table, whatever the file is called."""
    text = "| Speaker | Text |\n|---|---|\n| Ann | hello, you |\n| Bob | hi |\n"
    assert _said(_read(tmp_path / "t.md", text)) == [("Ann", "hello, you"), ("Bob", "hi")]


def test_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    """A stray quotation mark costs nobody's words: the row is taken as it stands and the next ones as they are."""
    rows = "".join(f"Bob,answer {at} is yes\n" for at in range(20))
    found = _read(tmp_path / "t.csv", f'speaker,text\nAnn,"hello there\n{rows}')
    assert len(found.turns) == 21
    assert found.turns[0].text == '"hello there'
    assert found.turns[20].text == "answer 19 is yes"
    assert [place.where for place in found.skipped] == ["row 2"]


_cell = st.sampled_from(["yes", "well, yes", 'she said "no" to us', "in two\nlines, at least", "on; and | on", "x\ty"])
_talk = st.lists(st.tuples(st.sampled_from(["Ann", "Bob", "Sousa, Cem"]), _cell), min_size=2, max_size=9)


@given(talk=_talk, delimiter=st.sampled_from(",;\t"), at=st.integers(0, 99), left=st.booleans())
def test_one_mark_swallows_nothing(
    talk: list[tuple[str, str]], delimiter: str, at: int, left: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whichever row opens a cell with a mark that is never closed: it is said there, and every row is taken."""
    at %= len(talk)
    talk[at] = ("Dan", "a row of its own")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([("speaker", "text"), *talk])
    cut = f"Dan{delimiter}a row of its own\n"
    before, _cut, after = out.getvalue().partition(cut)
    broken = f'"{cut}' if left else cut.replace("a row", '"a row')
    found = _read(tmp_path_factory.getbasetemp() / "t.csv", before + broken + after)
    talk[at] = ("Dan", found.turns[at].text)
    assert _said(found) == talk
    assert talk[at][1].strip('"') == "a row of its own"
    # A mark before the very last words swallows nothing and only ends too early.
    last = at == len(talk) - 1 and not left
    assert [place.where for place in found.skipped] == ([] if last else [f"row {at + 2}"])


def test_a_table_that_breaks_off_in_a_cell(tmp_path: Path) -> None:
    """A table cut off within quoted words keeps them, over their lines."""
    found = _read(tmp_path / "t.csv", 'speaker,text\nAnn,"one\ntwo, or"\nBob,"said ""no"" and\nleft')
    assert _said(found) == [("Ann", "one\ntwo, or"), ("Bob", 'said "no" and\nleft')]
    assert not found.skipped


def test_clock_times_in_a_table(tmp_path: Path) -> None:
    """Times of day are counted from the first row, with their ends, and this is said."""
    text = "Time,End,Name,Comment\n10:03:01,10:03:04,Ann,hi\n10:03:09,10:03:10,Bob,ho\n"
    found = _read(tmp_path / "t.csv", text)
    assert [(turn.start_ms, turn.end_ms) for turn in found.turns] == [(0, 3_000), (8_000, 9_000)]
    assert len(found.notes) == 1


def test_lengths_stand_for_ends(tmp_path: Path) -> None:
    """Where a document gives beginning and length, the end is counted."""
    text = '[{"speaker": "A", "text": "x", "start": 1.5, "duration": 2}, {"speaker": "B", "text": "y", "start": 4}]'
    found = _read(tmp_path / "t.json", text)
    assert [(turn.start_ms, turn.end_ms) for turn in found.turns] == [(1_500, 3_500), (4_000, None)]


def test_names_written_twice_in_captions(tmp_path: Path) -> None:
    """Where every caption has the name in its tag and again before the words, it is taken once."""
    cues = "".join(f"\n00:0{at}.000 --> 00:0{at}.900\n<v Ann>Ann: part {at}\n" for at in range(4))
    assert _said(_read(tmp_path / "t.vtt", "WEBVTT\n" + cues))[3] == ("Ann", "part 3")


def test_a_name_in_the_words_stays_there(tmp_path: Path) -> None:
    """Who says their own name once is quoted with it."""
    text = "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ann>Ann: that is me\n\n00:01.000 --> 00:02.000\n<v Ann>Yes\n"
    assert _said(_read(tmp_path / "t.vtt", text))[0] == ("Ann", "Ann: that is me")


def test_an_arrow_in_the_words(tmp_path: Path) -> None:
    """An arrow in what somebody said is no time."""
    text = "1\n00:00:00,000 --> 00:00:01,000\nfrom a --> b we go\n\n2\n00:00:01,000 --> 00:00:02,000\nyes\n"
    assert [turn.text for turn in _read(tmp_path / "t.srt", text).turns] == ["from a --> b we go", "yes"]


def test_a_list_of_options_is_no_talk(tmp_path: Path) -> None:
    """Names with remarks of one word, never twice the same, are a list of something else."""
    with pytest.raises(NotUnderstood):
        _read(tmp_path / "t.json", '[{"name": "A", "comment": "x"}, {"name": "B", "comment": "y"}]')


def test_several_meetings_are_refused(tmp_path: Path) -> None:
    """Two meetings in one list are not silently mixed or halved."""
    meeting = '{"title": "%s", "turns": [{"speaker": "A", "text": "x"}, {"speaker": "B", "text": "y"}]}'
    with pytest.raises(NotUnderstood, match="several meetings"):
        _read(tmp_path / "t.json", f"[{meeting % 'one'}, {meeting % 'two'}]")
