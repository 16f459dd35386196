"""CSV: one row a contribution, found word for word by a reader, and never a formula."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from facilitator import export
from facilitator.session.contributions import GiveContribution
from facilitator.session.people import JoinPerson
from facilitator.session.privacy import Names
from facilitator.session.relations import Relate
from facilitator.session.state import SessionState
from tests.export.making import giving, made, meeting, naughty, night_handover


def rows(state: SessionState, folder: Path, options: export.Options | None = None) -> list[dict[str, str]]:
    """What a reader finds in the file."""
    target = folder / "t.csv"
    export.export(state, "csv", target, options)
    with target.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def test_every_turn_with_its_speaker(tmp_path: Path) -> None:
    """Every turn of a real meeting is a row, word for word, with who said it."""
    state = meeting("Bro008")
    found = rows(state, tmp_path)
    given = list(state.contributions.by_id.values())
    assert len(found) == len(given)
    for row, one in zip(found, given, strict=True):
        assert row["text"].removeprefix("'") == one.text.removeprefix("'")
        assert row["person"] == state.people[one.authors[0]].name


def test_begins_with_the_mark_and_ends_lines_as_the_rule_says(tmp_path: Path) -> None:
    """UTF-8 with a mark, so that spreadsheets read it right; lines end with CR LF."""
    export.export(night_handover(), "csv", tmp_path / "t.csv")
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfnumber,id,time")
    assert data.count(b"\r\n") == len(rows(night_handover(), tmp_path)) + 1


@pytest.mark.parametrize("text", ["=1+1", "+49 1", "-3", "@SUM(A1)", "\tx", "\rx", "＝1", "\n=1"])
def test_no_cell_is_a_formula(text: str, tmp_path: Path) -> None:
    """Whatever could begin a formula has an apostrophe before it, and nothing else is changed."""
    found = rows(giving([text]), tmp_path)
    assert found[0]["text"] == f"'{text}"


def test_naughty_strings_come_back(tmp_path: Path) -> None:
    """Every string that breaks programs is read back as it was, with at most that one apostrophe."""
    state = giving(naughty())
    found = {row["id"]: row["text"] for row in rows(state, tmp_path)}
    assert len(found) == len(state.contributions)
    for one in state.contributions.by_id.values():
        assert found[one.id] in (one.text, f"'{one.text}")
        assert found[one.id][0] not in "=+-@\t\r"


def test_what_it_takes_up_and_what_became_of_it(tmp_path: Path) -> None:
    """Relations stand as numbers of rows; owner and date of a commitment have their columns."""
    state = made(
        GiveContribution(id="a", text="one", kind="idea"),
        GiveContribution(id="b", text="two", kind="concern"),
        Relate(later="b", earlier="a"),
        Relate(later="b", earlier="a", relation="challenges"),
    )
    found = rows(state, tmp_path)
    assert found[1]["builds_on"] == "1"
    assert found[1]["relations"] == "challenges 1"
    assert found[1]["state"] == "open"
    sample = {row["text"]: row for row in rows(night_handover(), tmp_path)}
    card = sample["A first card at the bed, one bay"]
    assert (card["owner"], card["due"], card["state"]) == ("Амина Садыкова", "2026-03-18", "open")
    assert card["activity"] == "What each of us will do"


def test_names_as_asked_for(tmp_path: Path) -> None:
    """Initials or no names hold for every column."""
    state = made(JoinPerson(person="ann", name="Ann Example"), GiveContribution(text="words", authors=("ann",)))
    assert rows(state, tmp_path, export.Options(names=Names.INITIALS))[0]["person"] == "AE"
    assert rows(state, tmp_path, export.Options(names=Names.NONE))[0]["person"] == "a participant"
