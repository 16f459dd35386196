"""The report says what did not run and what took far longer than planned, and nothing where it ran as planned."""

from __future__ import annotations

from pathlib import Path

from facilitator import export
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import BREAK, AddBlock
from facilitator.session.contributions import GiveContribution
from facilitator.session.parking import ParkForLater
from facilitator.session.people import JoinPerson
from facilitator.session.rules import Command
from facilitator.session.running import MINUTE, CloseSession
from tests.export.making import made, night_handover

NOON = 1_773_316_800_000


def read(folder: Path, *commands: Command) -> str:
    """The report as text."""
    state = made(*commands)
    export.export(state, "md", folder / "r.md", export.Options())
    return (folder / "r.md").read_text(encoding="utf-8")


def test_ended_early(tmp_path: Path) -> None:
    """Ended with two activities to come: both are named, a break is not, and what was said stands."""
    text = read(
        tmp_path,
        AddBlock(block="a", title="Check-in", minutes=10),
        AddBlock(block="b", title="Film", minutes=20),
        AddBlock(block="c", title="Tea", minutes=10, part=BREAK),
        AddBlock(block="d", title="Talk", minutes=20),
        StartActivity(block="a", ms=NOON),
        GiveContribution(text="We met at seven."),
        CloseSession(ms=NOON + 10 * MINUTE),
    )
    assert "“Film” and “Talk” were planned and did not run." in text
    assert "Tea” were planned" not in text
    assert "We met at seven." in text


def test_far_longer_is_said_and_a_little_is_not(tmp_path: Path) -> None:
    """Ten minutes that took fourteen are told, twenty that took twenty-one are not."""
    text = read(
        tmp_path,
        AddBlock(block="a", title="Check-in", minutes=10),
        AddBlock(block="b", title="Film", minutes=20),
        StartActivity(block="a", ms=NOON),
        GiveContribution(text="We met at seven."),
        StartActivity(block="b", ms=NOON + 14 * MINUTE),
        CloseSession(ms=NOON + 35 * MINUTE),
    )
    assert "“Check-in” was planned for 10 minutes and took 14." in text
    assert "“Film” was planned" not in text


def test_as_planned_says_nothing(tmp_path: Path) -> None:
    """The sample ran as planned, within a minute or two: no such line."""
    export.export(night_handover(), "md", tmp_path / "r.md", export.Options())
    assert "was planned for" not in (tmp_path / "r.md").read_text(encoding="utf-8")


def test_what_was_parked_stays_open(tmp_path: Path) -> None:
    """What was parked stands under what stays open, with who said it; who may not be named is not."""
    text = read(
        tmp_path,
        JoinPerson(person="ann", name="Annabel"),
        JoinPerson(person="bob", name="Bobarino", named=False),
        AddBlock(block="a", title="Talk", minutes=10),
        StartActivity(block="a", ms=NOON),
        GiveContribution(text="We met at seven.", kind="idea"),
        ParkForLater(text="Who pays for the phone?", person="ann"),
        ParkForLater(text="And who pays Bobarino?", person="bob"),
    )
    assert "Parked for later" in text
    assert "Who pays for the phone?" in text
    assert "Annabel" in text
    assert "Bobarino" not in text
