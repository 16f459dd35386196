"""print, and export to a calendar: sheets and dates by the command line."""

from __future__ import annotations

import subprocess
from pathlib import Path

import icalendar
import pypdf
import pytest

from facilitator.demo import Sample, fill
from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import GiveContribution
from facilitator.session.repeat import Opening, next_session
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.storage import Library
from tests.cli.conftest import Call

SHEETS = ("run-sheet", "participant-card", "role-slips", "observer-sheet", "capture-cards", "join-poster")


@pytest.fixture
def sample(library: Path) -> str:
    """The sample session in the library."""
    opened = Library.open(library, create=True)
    try:
        played = Sample()
        fill(opened, played)
    finally:
        opened.close()
    return played.stream


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_sheet_by_its_name(call: Call, sample: str, tmp_path: Path, sheet: str) -> None:
    """One PDF, and JSON that says which and where."""
    target = tmp_path / "sheet.pdf"
    said = call("print", sample[:8], "--sheet", sheet, "-o", target, "--json")
    assert (said.code, said.json) == (0, {"wrote": str(target), "sheet": sheet})
    assert len(pypdf.PdfReader(target).pages) >= 1


def test_a_run_sheet_without_an_option(call: Call, sample: str, tmp_path: Path) -> None:
    """Just a session and a file: the run sheet on A4; Letter where it is asked for."""
    target = tmp_path / "run.pdf"
    assert call("print", "Night handover, Ward 4B", "-o", target).out.strip() == f"Wrote {target}"
    assert round(float(pypdf.PdfReader(target).pages[0].mediabox.width)) == 595
    call("print", sample, "-o", target, "--paper", "letter")
    assert round(float(pypdf.PdfReader(target).pages[0].mediabox.width)) == 612
    call("print", sample, "--sheet", "capture-cards", "--count", "3", "--from", "40", "-o", target)
    text = subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True, check=True).stdout
    assert [number in text.split() for number in ("39", "40", "42", "43")] == [False, True, True, False]


def test_mistakes_are_one_line(call: Call, sample: str, tmp_path: Path) -> None:
    """No such session, no roles, an unknown sheet, too many, a folder that is not there: exit 2, nothing written."""
    call("new", "Bare")
    for words in (
        ("print", "Nobody's", "-o", tmp_path / "a.pdf"),
        ("print", "Bare", "--sheet", "role-slips", "-o", tmp_path / "a.pdf"),
        ("print", "Bare", "--sheet", "poem", "-o", tmp_path / "a.pdf"),
        ("print", sample, "--sheet", "capture-cards", "--count", "99999", "-o", tmp_path / "a.pdf"),
        ("print", sample, "-o", tmp_path / "no" / "a.pdf"),
        ("export", "Bare", "-o", tmp_path / "a.ics"),
    ):
        said = call(*words)
        assert (said.code, said.err.count("\n")) == (2, 1), said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["library"]


def test_the_calendar_by_its_ending(call: Call, sample: str, tmp_path: Path) -> None:
    """A file called .ics is a calendar; --format says so for any other name."""
    said = call("export", sample, "-o", tmp_path / "s.ics", "--json")
    assert said.json == {"wrote": str(tmp_path / "s.ics"), "format": "ics"}
    assert call("export", sample, "--format", "ics", "-o", tmp_path / "s.txt").code == 0
    for name in ("s.ics", "s.txt"):
        calendar = icalendar.Calendar.from_ical((tmp_path / name).read_bytes())
        assert str(calendar.events[0]["summary"]) == "Night handover, Ward 4B"


def test_the_next_of_a_series_opens_with_what_is_open(call: Call, library: Path, tmp_path: Path) -> None:
    """The run sheet of the second session lists the promise that the first left open, with its owner and date."""
    opened = Library.open(library, create=True)
    try:
        store = Store(opened.journal)
        store.dispatch("one", CreateSession(title="First", zone="UTC"))
        store.dispatch("one", GiveContribution(id="c", text="ask the night shift", kind="commitment"))
        store.dispatch("one", MakeCommitment(contribution="c", due="2026-04-01"))
        made = next_session(store.state("one"), Opening("Open", "Look back", "What became of it?"))
        store.dispatch(made.stream, made.step)
        opened.settle()
    finally:
        opened.close()
    target = tmp_path / "run.pdf"
    assert call("print", made.stream, "-o", target).code == 0
    text = " ".join(
        subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True, check=True).stdout.split()
    )
    assert "Still open from last time ask the night shift (by 1 April 2026)" in text
