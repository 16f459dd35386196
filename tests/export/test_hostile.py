"""Sessions in which every field is hostile: every format comes out sound, and JSON goes in again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pypdf
import pytest

from facilitator import export
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
        export.export(state, form, tmp_path / f"t.{form}", options)
    assert len(pypdf.PdfReader(tmp_path / "t.pdf").pages) > 1
    data = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    export.export(from_commands(*commands_from_export(data)), "json", tmp_path / "again.json", options)
    assert json.loads((tmp_path / "again.json").read_text(encoding="utf-8")) == data
