"""Sessions in which every field is hostile: every format comes out sound, and JSON goes in again."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import pypdf
import pytest

from facilitator import export
from facilitator.export import paper
from facilitator.export.calendar import NoDate
from facilitator.session.planning import planned
from facilitator.session.privacy import Audience, Names
from facilitator.session.rebuild import commands_from_export
from tests.export.hostile import Hostile
from tests.export.making import from_commands

SEEDS = range(200 if os.environ.get("FACILITATOR_FAULTS") == "full" else 6)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_field_hostile(seed: int, tmp_path: Path) -> None:
    """Nothing that the rules let into a record stops a report, its files, or the way back in."""
    state = Hostile(seed).session()
    options = export.Options(
        audience=list(Audience)[seed % 5],
        names=(None, Names.FULL, Names.NONE)[seed % 3],
        paper=export.PAPERS[seed % 2],
        language=(None, "ar", "de")[seed % 3],
    )
    for form in export.FORMATS:
        with contextlib.suppress(NoDate) if form == "ics" else contextlib.nullcontext():
            export.export(state, form, tmp_path / f"t.{form}", options)
    assert (tmp_path / "t.ics").exists() == bool(planned(state).date)
    assert len(pypdf.PdfReader(tmp_path / "t.pdf").pages) > 1
    data = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    export.export(from_commands(*commands_from_export(data)), "json", tmp_path / "again.json", options)
    assert json.loads((tmp_path / "again.json").read_text(encoding="utf-8")) == data


@pytest.mark.parametrize("seed", SEEDS)
def test_every_sheet_hostile(seed: int, tmp_path: Path) -> None:
    """Nothing that the rules let into a plan stops a sheet of paper: each is a sound file with words on it."""
    state = Hostile(seed).session()
    for sheet in paper.SHEETS:
        choices = paper.Choices(
            paper=export.PAPERS[seed % 2],
            language=(None, "ar", "de")[seed % 3],
            large=seed % 2 == 1,
            last_time=("words " * 400, "\u202ex"),
        )
        target = tmp_path / f"{sheet}.pdf"
        try:
            printed = paper.print_sheet(state, sheet, target, choices)
        except paper.NothingToPrint:
            assert sheet == "role-slips" and not target.exists()
            continue
        reader = pypdf.PdfReader(target)
        assert len(reader.pages) == printed.pages
        assert reader.pages[0].extract_text().strip()
