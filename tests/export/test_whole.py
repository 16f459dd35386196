"""JSON: taking an exported session in again gives the same session."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from facilitator import export
from facilitator.session.activities import EndActivity, StartActivity
from facilitator.session.agenda import BY_GROUP, WITHOUT_NAMES, AddBlock, ChangeBlock, RemoveBlock
from facilitator.session.asks import CastBallot, OpenAsk, PutAskAway
from facilitator.session.attachments import AddAttachment
from facilitator.session.casting import CastPlayer
from facilitator.session.contributions import (
    GiveContribution,
    HideContribution,
    RewordContribution,
    WithdrawContribution,
)
from facilitator.session.facts import Fact
from facilitator.session.film import AddCue, ChooseFilm
from facilitator.session.kinds import KINDS
from facilitator.session.outcomes import RateOutcome
from facilitator.session.parking import ParkForLater
from facilitator.session.people import GiveConsent, JoinPerson, LeavePerson, TakeOutPerson
from facilitator.session.privacy import Audience, Names
from facilitator.session.rebuild import commands_from_export
from facilitator.session.relations import Relate
from facilitator.session.role_play import AddRole, WriteScenario
from facilitator.session.rules import Command
from facilitator.session.running import (
    CloseSession,
    ExtendActivity,
    PauseActivity,
    ReachStep,
    ResumeActivity,
    SkipBlock,
)
from facilitator.session.state import SessionState
from facilitator.session.themes import MergeThemes, NameTheme, PlantCard, RemoveTheme
from facilitator.session.thread_posts import ThreadPost
from facilitator.session.threads import BringThread
from facilitator.session.watching import CountHands
from tests.export.making import from_commands, giving, made, meeting, naughty, night_handover
from tests.session.rig import Rig


def exported(state: SessionState, folder: Path, **options: Any) -> dict[str, Any]:
    """The file, read."""
    export.export(state, "json", folder / "t.json", export.Options(**options))
    data: dict[str, Any] = json.loads((folder / "t.json").read_text(encoding="utf-8"))
    return data


def again(data: dict[str, Any]) -> SessionState:
    """The session made from a file."""
    stream, commands = commands_from_export(data)
    return from_commands(stream, commands)


def test_the_sample_comes_back(tmp_path: Path) -> None:
    """The sample session: exported, taken in, exported again, the files are the same."""
    data = exported(night_handover(), tmp_path)
    assert exported(again(data), tmp_path) == data
    inside = exported(night_handover(), tmp_path, audience=Audience.FACILITATOR)
    assert exported(again(inside), tmp_path, audience=Audience.FACILITATOR) == inside


def test_a_session_of_everything_comes_back(tmp_path: Path) -> None:
    """Removed blocks, merged themes, people who left, groups, attachments: nothing is lost or invented."""
    state = made(
        JoinPerson(person="ann", name="Ann", also=("A.",), unit="x", note="y", roles=("facilitator",)),
        JoinPerson(person="bob", name="Bob", named=False, quoted=False),
        JoinPerson(person="cem", name="Cem"),
        GiveConsent(person="ann", photographed=True),
        AddBlock(block="b1", title="One", minutes=5, fixed="14:25", modality="video", method="m", verb="v", prompt="p"),
        AddBlock(block="b2", title="Two", anonymity=WITHOUT_NAMES),
        AddBlock(block="b3", title="Three", anonymity=BY_GROUP),
        AddBlock(block="b4", title="Four"),
        StartActivity(block="b1"),
        GiveContribution(id="a", text="first\nline\r\n\tand more", authors=("ann", "bob"), kind="idea", title="T"),
        StartActivity(block="b2"),
        GiveContribution(id="b", text="nobody's", authors=("ann",), kind="concern"),
        StartActivity(block="b3"),
        GiveContribution(id="c", text="a group's", group="left table", kind="question", offset_ms=5, until_ms=9),
        EndActivity(),
        GiveContribution(id="d", text="outside", authors=("cem",), activity="", said_ms=1_700_000_000_123),
        GiveContribution(id="e", text="gone", activity=""),
        WithdrawContribution(contribution="e"),
        GiveContribution(id="f", text="hidden", activity=""),
        HideContribution(contribution="f"),
        GiveContribution(id="g", text="in the fourth", activity="b4"),
        RemoveBlock(block="b4"),
        RewordContribution(contribution="d", text="outside, said better"),
        Relate(later="c", earlier="a"),
        Relate(later="d", earlier="a", relation="supports"),
        NameTheme(theme="t1", name="T1", letter="A"),
        NameTheme(theme="t2", name="T2"),
        NameTheme(theme="t3", name="T3"),
        NameTheme(theme="t4", name="T4"),
        PlantCard(contribution="a", theme="t1"),
        PlantCard(contribution="c", theme="t2"),
        MergeThemes(theme="t1", into="t2"),
        MergeThemes(theme="t2", into="t3"),
        RemoveTheme(theme="t4"),
        LeavePerson(person="bob"),
        TakeOutPerson(person="cem"),
        AddAttachment(id="file", sha256="0" * 64, name="film.mp4", size=3, contribution="a"),
        *[RateOutcome(id=f"o{n}", item="informed", then=1, now=n % 5, through="others") for n in range(6)],
        RateOutcome(id="p", item="decision", then=2, now=3, evidence="a line"),
    )
    for options in ({}, {"audience": Audience.FACILITATOR}, {"names": Names.NONE}):
        data = exported(state, tmp_path, **options)
        assert exported(again(data), tmp_path, **options) == data
    data = exported(state, tmp_path)
    texts = [given["text"] for given in data["contributions"]]
    assert "gone" not in texts
    assert "hidden" not in texts
    assert "first\nline\r\n\tand more" in texts
    assert [answer["now"] for answer in data["outcomes"] if answer["item"] == "decision"] == [None]


def test_naughty_strings_come_back(tmp_path: Path) -> None:
    """Every string that breaks programs survives the way out and in, as name and as words, in every kind."""
    state = giving(naughty(), KINDS)
    data = exported(state, tmp_path)
    assert exported(again(data), tmp_path) == data
    for given in data["contributions"]:
        assert state.contributions.by_id[given["id"]].text == given["text"]


def test_a_meeting_comes_back(tmp_path: Path) -> None:
    """A transcript taken in keeps its turns, its speakers and that nobody knows the times."""
    data = exported(meeting("ES2005a"), tmp_path)
    assert exported(again(data), tmp_path) == data
    assert all(given["at"] is None for given in data["contributions"])


def test_who_is_not_named_is_not_in_the_file(tmp_path: Path) -> None:
    """Names, other names and units of those who did not agree are in the file nowhere."""
    export.export(night_handover(), "json", tmp_path / "t.json")
    text = (tmp_path / "t.json").read_text(encoding="utf-8")
    assert "Carmen Ruiz" not in text
    assert "Lotte de Vries" not in text
    assert "Student nurse" not in text


def test_how_it_ran_comes_back(tmp_path: Path) -> None:
    """Minutes given, a pause, a step, one left out, a plan shortened, a vote, a round of a role play, the end."""
    state = made(
        JoinPerson(person="ann", name="Ann"),
        JoinPerson(person="bob", name="Bob", named=False),
        AddBlock(block="b1", title="One", minutes=5, steps=("Alone, 2", "All, 3"), optional=True),
        AddBlock(block="b2", title="Two", minutes=20, modality="role_play"),
        AddBlock(block="b3", title="Three", minutes=10),
        WriteScenario(block="b2", situation="Seven o'clock", checklist=("names the reason", "asks back")),
        AddRole(role="r1", block="b2", name="Night nurse"),
        AddRole(role="r2", block="b2", name="Patient"),
        StartActivity(block="b1", ms=1_000_000),
        ExtendActivity(minutes=2),
        ReachStep(step=1),
        PauseActivity(ms=1_060_000),
        ResumeActivity(ms=1_090_000),
        OpenAsk(ask="q", form="poll", question="Which one, Bob?", options=("this", "that"), block="b1"),
        CastBallot(ask="q", ballot="x", marks=(1, 0)),
        CastBallot(ask="q", ballot="y", marks=(0, 1)),
        CastBallot(ask="q", ballot="z", marks=(0, 1)),
        PutAskAway(ask="q"),
        StartActivity(block="b2", ms=1_300_000),
        ChangeBlock(block="b2", minutes=15),
        CastPlayer(block="b2", role="r1", person="ann", round=1),
        CastPlayer(block="b2", role="r2", person="bob", round=1),
        CountHands(block="b2", behaviour=1, count=4, round=1),
        SkipBlock(block="b3"),
        ChooseFilm(block="b3", file="films/of/ann/night.webm", duration_ms=60_000),
        AddCue(cue="cue", block="b3", at_ms=30_000, prompt="What did Bob see?", minutes=2),
        ParkForLater(id="later", text="Who pays, Bob?", person="bob"),
        BringThread(
            thread="chat",
            block="b1",
            title="Ward chat",
            source="a chat",
            asked="agreed",
            names="full",
            permission="all agreed",
            posts=(ThreadPost("1", "Cem K", "It was cold", 5_000), ThreadPost("2", "Bob", "so it was", 6_000, "1")),
        ),
        CloseSession(ms=2_000_000),
    )
    for audience in (Audience.EVERYONE, Audience.FACILITATOR):
        data = exported(state, tmp_path, audience=audience)
        back = again(data)
        assert exported(back, tmp_path, audience=audience) == data
        assert back.running.planned == {"b1": 5, "b2": 20, "b3": 10}
        assert back.agenda.by_id["b2"].minutes == 15
        assert back.running.closed_ms == 2_000_000
        assert (back.running.of("b1").extra, back.running.of("b1").rested_ms) == (2, 30_000)
        (asked,) = data["votes"]
        assert (asked["counts"], asked["given"]) == ([1, 2], 3)
        assert ("Bob" in asked["question"]) == (audience is Audience.FACILITATOR)
        assert [film["file"] for film in data["films"]] == ["night.webm"], "where it lies is nobody else's concern"
        assert [cue["at_ms"] for cue in data["films"][0]["cues"]] == [30_000]
        assert [post["reply_to"] for post in data["threads"][0]["posts"]] == ["", "1"]
        assert ("Bob" in json.dumps(data["parked"])) == (audience is Audience.FACILITATOR)
        players = data["rounds"][0]["players"]
        assert ["r1", "ann"] in players
        assert (["r2", "bob"] in players) == (audience is Audience.FACILITATOR)


def test_options_that_become_the_same_word_are_still_two(tmp_path: Path) -> None:
    """Two people who are not named are two options of a vote, in the file and when it comes in again."""
    state = made(
        JoinPerson(person="ann", name="Anastasia", named=False),
        JoinPerson(person="ben", name="Benedikt", named=False),
        AddBlock(block="b", title="One"),
        OpenAsk(ask="k", form="poll", question="Who?", options=("Anastasia", "Benedikt"), block="b"),
        CastBallot(ask="k", ballot="v", marks=(0, 1)),
        PutAskAway(ask="k"),
    )
    data = exported(state, tmp_path)
    assert len(set(data["votes"][0]["options"])) == 2 and "Anastasia" not in json.dumps(data)
    back = again(data)
    assert exported(back, tmp_path) == data
    assert data["votes"][0]["counts"] == [0, 1]


def test_a_vote_in_an_activity_that_was_taken_out_comes_back(tmp_path: Path) -> None:
    """What was asked keeps its activity in the file, though the agenda has it no more."""
    state = made(
        AddBlock(block="b", title="One"),
        StartActivity(block="b"),
        OpenAsk(ask="k", form="poll", question="Who?", options=("x", "y")),
        CastBallot(ask="k", ballot="v", marks=(1, 0)),
        PutAskAway(ask="k"),
        EndActivity(),
        RemoveBlock(block="b"),
    )
    data = exported(state, tmp_path)
    assert exported(again(data), tmp_path) == data


@pytest.mark.parametrize("form", ["poll", "pulse", "dots"])
def test_what_is_still_asked_is_asked_again(tmp_path: Path, form: str) -> None:
    """An open vote comes back open with as many in; a closed one that was not put away is still on."""
    state = made(
        AddBlock(block="b", title="One"),
        StartActivity(block="b"),
        OpenAsk(ask="k", form=form, question="Who?", options=("x", "y")),
        CastBallot(ask="k", ballot="v", marks=(1, 0)),
    )
    data = exported(state, tmp_path, audience=Audience.FACILITATOR)
    back = again(data)
    assert exported(back, tmp_path, audience=Audience.FACILITATOR) == data
    assert back.votes.by_id["k"].open and data["votes"][0]["given"] == 1
    data["votes"][0].update(open=False, away=False)
    back = again(data)
    assert (back.votes.by_id["k"].open, back.votes.by_id["k"].away) == (False, False)


@pytest.mark.parametrize(
    "changes",
    [
        (ExtendActivity(minutes=-8), ChangeBlock(block="b", minutes=30), ExtendActivity(minutes=-15)),
        (ExtendActivity(minutes=-10), ChangeBlock(block="b", minutes=3)),
        (ChangeBlock(block="b", minutes=30), ExtendActivity(minutes=-23)),
        (ExtendActivity(minutes=20), ChangeBlock(block="b", minutes=0)),
    ],
)
def test_minutes_given_and_planned_come_back_in_whatever_order(tmp_path: Path, changes: tuple[Command, ...]) -> None:
    """What a block was given while it ran fits again, though the minutes it was given on were changed since."""
    state = made(AddBlock(block="b", title="One", minutes=10), StartActivity(block="b"), *changes, EndActivity())
    data = exported(state, tmp_path)
    assert exported(again(data), tmp_path) == data


def test_a_pause_that_is_on_goes_on(tmp_path: Path) -> None:
    """A session exported in a break of its time stands still again when it comes back."""
    state = made(AddBlock(block="b", title="One", minutes=10), StartActivity(block="b"), PauseActivity())
    data = exported(state, tmp_path)
    back = again(data)
    assert back.running.of("b").paused_ms == state.running.of("b").paused_ms is not None
    assert exported(back, tmp_path) == data


def test_a_running_activity_another_window_took_out_comes_back_as_over(tmp_path: Path) -> None:
    """Two windows at once: what runs in one is taken out in the other. The file still comes in, and gives itself."""
    rig = Rig()
    for command in (AddBlock(block="b", title="One"), StartActivity(block="b"), GiveContribution(id="c", text="words")):
        rig.do(command)
    gone = Fact("x", rig.stream, "zz", 1, rig.ms, 9, None, "block_removed", 1, {"block": "b"})
    rig.store.admit(rig.stream, [gone])
    data = exported(rig.state.snapshot(), tmp_path)
    back = again(data)
    assert (back.agenda.running, back.agenda.by_id["b"].removed) == (None, True)
    assert [given.activity for given in back.contributions.standing()] == ["b"]
