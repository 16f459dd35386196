"""Sheets printed for tests, and read back by other programs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pypdf

from facilitator.catalogue import built_in
from facilitator.export import paper
from facilitator.session.adding import block_from
from facilitator.session.agreements import MakeAgreement
from facilitator.session.people import JoinPerson
from facilitator.session.planning import DescribePlan
from facilitator.session.rules import Command
from facilitator.session.sessions import DescribeSession
from facilitator.session.state import SessionState
from tests.export.making import DATA, made


def printed(state: SessionState, sheet: str, folder: Path, **choices: Any) -> Path:
    """A sheet of a session."""
    target = folder / f"{sheet}.pdf"
    paper.print_sheet(state, sheet, target, paper.Choices(**choices))
    return target


def pages(file: Path) -> list[str]:
    """The text of each page as pdftotext finds it."""
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def words(file: Path) -> str:
    """All words in the order in which they were written, on one line."""
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def placed(file: Path, page: int = 0) -> list[tuple[str, float, float, float]]:
    """Every piece of text on a page with its place (points from the left and the foot) and its size."""
    found: list[tuple[str, float, float, float]] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((text, x, y, round(size * abs(tm[3] or 1), 2)))

    pypdf.PdfReader(file).pages[page].extract_text(visitor_text=visit)
    return found


def sizes(file: Path) -> set[float]:
    """Every size of letters in a file."""
    return {size for page in range(len(pypdf.PdfReader(file).pages)) for *_rest, size in placed(file, page)}


def full_plan(count: int) -> SessionState:
    """A plan of so many blocks, each as the catalogue brings it, with everything it says."""
    methods = list(built_in())
    commands: list[Command] = [block_from(methods[place % len(methods)]) for place in range(count)]
    return made(
        *commands,
        DescribePlan(date="2026-03-12", time="09:00", minutes=480, zone="Europe/Vienna", follow_up="2026-04-09",
                     hears_back="Everybody who was there gets the draft within two working days."),
        DescribeSession(inform="how others do it", perspective="the day from seven jobs", decision="what to stop",
                        place="Room 3"),
        JoinPerson(person="p", name="Ann Lee", roles=("facilitator",)),
        MakeAgreement(rule="chatham_house", photos="No photos of people."),
        title="A full day",
    )  # fmt: skip


def scripts() -> list[dict[str, str]]:
    """Article 1 of the declaration of human rights in 26 languages."""
    found: list[dict[str, str]] = json.loads((DATA / "scripts.json").read_text(encoding="utf-8"))
    return found
