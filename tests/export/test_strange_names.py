"""People called *09*, *video*, *a* or *-* who are not to be named: gone from words, and nothing else is harmed."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pypdf
import pytest

from facilitator import export
from facilitator.export.keys import DATES, KEYS
from facilitator.session.agenda import AddBlock
from facilitator.session.agreements import MakeAgreement
from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import GiveContribution
from facilitator.session.decisions import ExplainDecision
from facilitator.session.groups import FormGroup
from facilitator.session.guiding import AnswerGuide, OverrideGuide
from facilitator.session.harvest import PickChain, WritePassage
from facilitator.session.people import JoinPerson
from facilitator.session.planning import DescribePlan
from facilitator.session.privacy import Names
from facilitator.session.questions import SettleOpenEnd
from facilitator.session.rebuild import commands_from_export
from facilitator.session.rules import LONGEST_NAME
from facilitator.session.series import JoinSeries
from facilitator.session.sessions import DescribeSession
from facilitator.session.state import SessionState
from facilitator.session.themes import NameTheme
from tests.export.making import from_commands, made

STRANGE = (
    "09", "2026", "04", "13:30", "2026-04-09", "a", "-", "--", "b0", "c1", "UTC", "video", "in_person", "named", "open",
    "chatham_house", "method", "found_note", "consent", "participant", "week", "cooperate", "kept", "en", "s1", "dream",
)  # fmt: skip


def session(*names: str) -> SessionState:
    """A session in which dates and keys are said, and people of these names, who are not to be named, decide."""
    people = [JoinPerson(person=f"p{place}", name=name, named=False) for place, name in enumerate(names)]
    return made(
        *people,
        DescribeSession(starts="2026-04-09T13:30", ends="2026-04-09", ended="2026-04-09T15:00", language="en"),
        MakeAgreement(rule="chatham_house", kept_until="2026-04-09", capture=f"{names[0]} wrote along"),
        AddBlock(block="b0", title="See it", modality="video", method="video", fixed="13:30", part="", stage="dream"),
        DescribePlan(
            date="2026-04-09", time="13:30", setting="in_person", follow_up="2026-04-09", lens="dream", template="named"
        ),
        JoinSeries(series="s1", name=f"Rounds of {names[0]}", every="week", number=2),
        AnswerGuide(purpose="cooperate", in_hands=f"what {names[0]} needs", setting="in_person", has=("video",)),
        OverrideGuide(method="video", reason=f"because of {names[0]}"),
        FormGroup(group="g", block="b0", name=f"Group of {names[0]}", people=()),
        GiveContribution(id="c0", text="We try it", kind="commitment", authors=("p0",), activity="b0"),
        GiveContribution(id="c1", text="We keep it", kind="decision", authors=("p0",), activity="b0"),
        GiveContribution(id="c2", text="Who pays?", kind="question", authors=("p0",), activity="b0"),
        MakeCommitment(contribution="c0", due="2026-04-09", owner="p0", state="done"),
        ExplainDecision(contribution="c1", decided_by=names[0], review_on="2026-04-09", considered=("at 13:30",)),
        SettleOpenEnd(contribution="c2", state="parked", keeper="p0"),
        NameTheme(theme="t", name=f"Theme of {names[0]}"),
        PickChain(chain="k", title=f"Thread of {names[0]}", cards=("c0", "c1")),
        WritePassage(passage="w0", part="method", title="found_note", text=f"On 2026-04-09, at 13:30: {names[0]}"),
        WritePassage(passage="w2", part="method", title="Times", text="From 2026-04-09, 13:30 on"),
        WritePassage(passage="w1", part="method", title="ask_again_on", text="2026-04-09"),
        title="Of beds",
    )


def exported(state: SessionState, form: str, folder: Path, **options: Any) -> Path:
    """A file of it."""
    export.export(state, form, folder / f"t.{form}", export.Options(**options))
    return folder / f"t.{form}"


def without_names(state: SessionState, folder: Path) -> Any:
    """What is read from the file of the whole session."""
    return json.loads(exported(state, "json", folder).read_text(encoding="utf-8"))


def test_keys_and_dates_of_the_whole_session_stay(tmp_path: Path) -> None:
    """Whatever people are called, what the program reads is as it was, and the file is taken in again."""
    data = without_names(session(*STRANGE), tmp_path)
    plain = without_names(session(*(f"Zoë {place}" for place in range(len(STRANGE)))), tmp_path)
    parts = {
        "session": "About", "agreement": "Agreement", "plan": "Plan", "activities": "Block",
        "commitments": "Commitment", "decisions": "Decision", "open_ends": "OpenEnd",
    }  # fmt: skip
    for part, of in parts.items():
        sort = next(one for one in KEYS if one.__name__ == of)
        names = KEYS[sort] | DATES.get(sort, frozenset())
        found, wanted = (one[part] if isinstance(one[part], list) else [one[part]] for one in (data, plain))
        assert len(found) == len(wanted) > 0
        for one, other in zip(found, wanted, strict=True):
            assert {name: one.get(name) for name in names} == {name: other.get(name) for name in names}
    assert {one["title"] for one in data["harvest"]["passages"]} == {"found_note", "ask_again_on", "Times"}
    assert {one["text"] for one in data["harvest"]["passages"]} >= {"2026-04-09"}
    assert data["plan"]["series"]["every"] == "week"
    assert data["plan"]["answers"]["purpose"] == "cooperate"
    assert data["plan"]["answers"]["overridden"][0][0] == "video"
    again = from_commands(*commands_from_export(data))
    assert without_names(again, tmp_path) == data


@pytest.mark.parametrize("name", ["09", "2026", "04", "a", "-", "--"])
def test_every_format_keeps_its_dates_and_hides_the_name(name: str, tmp_path: Path) -> None:
    """Days and times are printed whole; who decided is *a participant*, and so is whoever gave it."""
    state = session(name)
    rows = list(csv.DictReader(exported(state, "csv", tmp_path).read_text("utf-8-sig").splitlines()))
    assert [row["due"] for row in rows] == ["2026-04-09", "2026-04-09", ""]
    assert {row["person"] for row in rows} == {"a participant"}
    assert {row["id"] for row in rows} == {"c0", "c1", "c2"}
    report = exported(state, "md", tmp_path).read_text("utf-8")
    pages = pypdf.PdfReader(exported(state, "pdf", tmp_path)).pages
    for said in (report, " ".join(" ".join(page.extract_text() for page in pages).split())):
        assert "9 April 2026" in said
        assert "From 2026-04-09, 13:30 on" in said.replace("\\", "")
        assert "A participant" in said
    dates = exported(state, "ics", tmp_path).read_text("utf-8")
    assert "DTSTART;TZID=UTC:20260409T133000" in dates or "DTSTART:20260409T133000Z" in dates
    data = without_names(state, tmp_path)
    assert data["decisions"][0]["decided_by"] == "A participant"
    assert data["decisions"][0]["review_on"] == "2026-04-09"
    assert [one["people"] for one in data["contributions"]] == [["p0"], ["p0"], ["p0"]]


def test_names_that_are_numbers_go_where_they_stand_alone(tmp_path: Path) -> None:
    """In words a number that is somebody's name is taken out, also where only initials or none are shown."""
    for names in (None, Names.NONE):
        data = json.loads(exported(session("09"), "json", tmp_path, names=names).read_text("utf-8"))
        assert data["plan"]["series"]["name"] == "Rounds of a participant"
        assert data["plan"]["groups"][0]["name"] == "Group of a participant"
        assert data["agreement"]["capture"] == "A participant wrote along"
        assert data["plan"]["answers"]["overridden"] == [["video", "because of a participant"]]
        assert data["plan"]["answers"]["in_hands"] == "what a participant needs"
        assert {one["text"] for one in data["harvest"]["passages"]} >= {"On 2026-04-09, at 13:30: a participant"}


def test_who_is_not_named_is_not_in_the_title_either(tmp_path: Path) -> None:
    """The whole session says no more than its report does."""
    state = made(JoinPerson(person="p", name="Priya Raman", named=False), title="Mentoring Priya Raman")
    assert without_names(state, tmp_path)["session"]["title"] == "Mentoring a participant"


def test_names_that_grow_are_still_taken_in_again(tmp_path: Path) -> None:
    """A title full of short names is longer without them; it ends where titles end instead of being refused."""
    long = ("Bo " * LONGEST_NAME)[:LONGEST_NAME].strip()
    state = made(
        JoinPerson(person="p", name="Bo", named=False),
        AddBlock(block="b", title=long),
        NameTheme(theme="t", name=long),
        title=long,
    )
    data = without_names(state, tmp_path)
    assert "Bo" not in json.dumps(data)
    assert without_names(from_commands(*commands_from_export(data)), tmp_path) == data
