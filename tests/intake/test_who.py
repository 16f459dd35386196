"""Names for ids in JSON, and names that stand in two columns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from facilitator.intake import read_transcript


def _speakers(folder: Path, document: Any) -> list[str | None]:
    file = folder / "talk.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return [turn.speaker for turn in read_transcript(file).turns]


def _said(*who: Any) -> list[dict[str, Any]]:
    return [{"speaker": one, "text": f"what number {at} says"} for at, one in enumerate(who)]


@pytest.mark.parametrize(
    "people",
    [
        [{"id": "a", "name": "Ann"}, {"id": "b", "name": "Ben"}],
        [{"id": "a", "speaker_name": "Ann"}, {"id": "b", "speaker_name": "Ben"}],
        [{"id": 1, "label": "a", "name": "Ann"}, {"id": 2, "label": "b", "name": "Ben"}],
        {"a": "Ann", "b": "Ben"},
        {"a": {"name": "Ann"}, "b": {"name": "Ben"}},
    ],
)
def test_ids_have_names(tmp_path: Path, people: Any) -> None:
    """Every way in which programs write who an id is."""
    assert _speakers(tmp_path, {"speakers": people, "turns": _said("a", "b", "a")}) == ["Ann", "Ben", "Ann"]


def test_an_id_nobody_is_listed_for_stays(tmp_path: Path) -> None:
    """Most ids are known: those get their names, the other keeps its id."""
    people = [{"id": "p1", "name": "Ann"}, {"id": "p2", "name": "Ben"}]
    assert _speakers(tmp_path, {"people": people, "turns": _said("p1", "p2", "p3")}) == ["Ann", "Ben", "p3"]


def test_numbers_of_another_list_are_not_mixed_up(tmp_path: Path) -> None:
    """Plain numbers are only names where the list knows all of them; one key is used for the whole list."""
    people = [{"id": 1, "name": "Ann"}, {"id": 2, "name": "Ben"}]
    assert _speakers(tmp_path, {"people": people, "turns": _said(1, 2, 3)}) == ["1", "2", "3"]
    crossed = [{"id": 1, "label": "2", "name": "Ann"}, {"id": 2, "label": "1", "name": "Ben"}]
    assert _speakers(tmp_path, {"people": crossed, "turns": _said(1, 2, 1)}) == ["Ann", "Ben", "Ann"]


def test_a_list_of_names_is_counted_from_nought(tmp_path: Path) -> None:
    """Names without ids stand for 0, 1, 2; where nobody is 0, nothing is known and nothing changes."""
    assert _speakers(tmp_path, {"speakers": ["Ann", "Ben"], "turns": _said(0, 1, 0)}) == ["Ann", "Ben", "Ann"]
    assert _speakers(tmp_path, {"speakers": ["Ann", "Ben"], "turns": _said(1, 2, 1)}) == ["1", "2", "1"]


def test_names_in_two_columns_are_whole(tmp_path: Path) -> None:
    """Given and family name make one person: two who share one half stay two."""
    file = tmp_path / "talk.csv"
    file.write_text(
        "Vorname;Name;Beitrag\nAnn;Lee;Wir fangen an\nBo;Lee;Guten Tag\nAnn;Ray;Bis bald\n", encoding="utf-8"
    )
    assert read_transcript(file).speakers == ("Ann Lee", "Bo Lee", "Ann Ray")
    file.write_text("姓,名,内容\n王,小明,你好\n李,雷,好的\n", encoding="utf-8")
    assert read_transcript(file).speakers == ("王小明", "李雷")


def test_headings_that_are_sentences(tmp_path: Path) -> None:
    """*Who spoke* and *What was said* in another language are found."""
    file = tmp_path / "talk.csv"
    file.write_text("hora,quem falou,o que foi dito\n10:00,João,Bom dia\n10:01,Ana,Olá\n", encoding="utf-8")
    assert [(turn.speaker, turn.text) for turn in read_transcript(file).turns] == [("João", "Bom dia"), ("Ana", "Olá")]


def test_a_channel_is_somebody(tmp_path: Path) -> None:
    """A recogniser that numbers its channels says who speaks."""
    heard = [
        {"alternatives": [{"transcript": "good evening everyone", "confidence": 0.9}], "channelTag": 1},
        {"alternatives": [{"transcript": "hello", "confidence": 0.9}, {"transcript": "yellow"}], "channelTag": 2},
    ]
    file = tmp_path / "talk.json"
    file.write_text(json.dumps({"results": heard}), encoding="utf-8")
    assert [(turn.speaker, turn.text) for turn in read_transcript(file).turns] == [
        ("1", "good evening everyone"),
        ("2", "hello"),
    ]
