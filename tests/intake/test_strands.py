"""Documents with several lists in which people say something."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.intake import NotUnderstood, Transcript, read_transcript

Turns = list[dict[str, Any]]


def _read(path: Path, document: object) -> Transcript:
    path.write_text(json.dumps(document), encoding="utf-8")
    return read_transcript(path)


def _said(found: Transcript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in found.turns]


def _turns(*said: tuple[str, str], **more: object) -> Turns:
    return [{"speaker": who, "text": text, **more} for who, text in said]


TALK = [
    ("Ann", "hello there you all"),
    ("Bob", "hi"),
    ("Ann", "let us start"),
    ("Bob", "yes"),
    ("Ann", "the end is near"),
]
CHAT = [
    ("Cem", "a much longer line that somebody wrote into the chat"),
    ("Ann", "and another one, as long as that one"),
]

_part = st.lists(st.tuples(st.sampled_from(["Ann", "Bob"]), st.sampled_from(["yes", "no", "we met", "so it is", "ho"])))


@pytest.mark.parametrize("shape", ["keys", "inner keys", "sections", "deep sections"])
@given(parts=st.lists(_part.filter(lambda part: len(part) > 1), min_size=2, max_size=70))
def test_parts_are_read_one_after_the_other(
    shape: str, parts: list[list[tuple[str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A talk cut into lists of one kind is read whole and in order, however many they are and however they stand."""
    lists = [_turns(*((who, f"{text} {at}.{place}") for place, (who, text) in enumerate(part)))
             for at, part in enumerate(parts)]  # fmt: skip
    document: object = {
        "keys": {"title": "T", **{f"part {at}": turns for at, turns in enumerate(lists[:50])}},
        "inner keys": {f"day {at}": {"room": "x", "turns": turns} for at, turns in enumerate(lists[:50])},
        "sections": {"sections": [{"title": f"S{at}", "turns": turns} for at, turns in enumerate(lists)]},
        "deep sections": {
            "days": [{"parts": [{"lines": one} for one in lists[:1]]}, {"parts": [{"lines": one} for one in lists[1:]]}]
        },
    }[shape]
    if shape.endswith("keys"):
        lists = lists[:50]
    found = _read(tmp_path_factory.getbasetemp() / "parts.json", document)
    assert _said(found) == [(turn["speaker"], turn["text"]) for part in lists for turn in part]
    assert not found.skipped
    assert found.title != "S0"


def test_a_chat_beside_the_transcript_is_told(tmp_path: Path) -> None:
    """The transcript is read, however long the chat beside it is, and what was left out is listed with its place."""
    for document in (
        {"transcript": _turns(*TALK), "chat": _turns(*CHAT)},
        {"chat": _turns(*CHAT), "transcript": _turns(*TALK)},
    ):
        found = _read(tmp_path / "t.json", document)
        assert _said(found) == TALK
        assert [(place.where, place.why[:9]) for place in found.skipped] == [("chat", "2 entries")]


def test_lists_of_another_build_are_told(tmp_path: Path) -> None:
    """Talk with other keys beside the longest list is left out and listed."""
    other = [{"from": who, "message": text} for who, text in CHAT]
    found = _read(tmp_path / "t.json", {"said": _turns(*TALK * 3), "asides": other})
    assert _said(found) == TALK * 3
    assert [place.where for place in found.skipped] == ["asides"]


def test_the_same_talk_in_several_forms_is_read_once(tmp_path: Path) -> None:
    """By the turn, by the sentence and by the word, raw and with points: it is one talk, and nothing is left out."""
    words = [{"speaker": who, "text": word, "start": 1} for who, text in TALK for word in text.split()]
    pointed = [{"speaker": who, "text": f"{text.title()}."} for who, text in TALK]
    found = _read(tmp_path / "t.json", {"segments": _turns(*TALK), "words": words, "paragraphs": pointed})
    assert [text.strip(".").casefold() for _who, text in _said(found)] == [text for _who, text in TALK]
    assert not found.skipped


def test_a_translation_is_not_more_of_the_talk(tmp_path: Path) -> None:
    """The same talk in two languages is read in one of them, and the other is listed."""
    german = [(who, f"etwas anderes zum Punkt {at}") for at, (who, _text) in enumerate(TALK)]
    found = _read(tmp_path / "t.json", {"turns_en": _turns(*TALK), "turns_de": _turns(*german)})
    assert _said(found) in (TALK, german)
    assert len(found.skipped) == 1


def test_channels_are_put_together_by_time(tmp_path: Path) -> None:
    """One list for each speaker, with times: the talk is in the order in which it was said."""
    lists = [
        {"turns": [{"speaker": name, "text": f"{name} at {at}", "start": at} for at in moments]}
        for name, moments in (("Ann", (0, 4, 9)), ("Bob", (2, 5)))
    ]
    found = _read(tmp_path / "t.json", {"channels": lists})
    assert [text for _who, text in _said(found)] == ["Ann at 0", "Bob at 2", "Ann at 4", "Bob at 5", "Ann at 9"]


def test_meetings_under_a_key_are_several(tmp_path: Path) -> None:
    """Meetings listed under their name are refused as several, as those without are."""
    with pytest.raises(NotUnderstood, match="several meetings"):
        _read(tmp_path / "t.json", {"meetings": [{"turns": _turns(*TALK)}, {"turns": _turns(*CHAT)}]})
