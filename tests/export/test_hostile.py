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
def test_what_goes_out_and_in_is_the_same(seed: int, tmp_path: Path) -> None:
    """A session's file for the facilitator, taken in, gives the same files to the byte, and every order as it was.

    What a card stands in and refers to has an order of its own beside that of the themes and of the whole session.
    """
    was, options = Hostile(seed).session(), export.Options(audience=Audience.FACILITATOR)
    for form in ("json", "csv"):
        export.export(was, form, tmp_path / f"t.{form}", options)
    data = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    back = from_commands(*commands_from_export(data))
    for form in ("json", "csv"):
        export.export(back, form, tmp_path / f"again.{form}", options)
        assert (tmp_path / f"again.{form}").read_bytes() == (tmp_path / f"t.{form}").read_bytes()
    cards = [given["id"] for given in data["contributions"]]
    there = frozenset(cards)
    assert any(len(back.themes.of(card)) > 1 for card in cards)
    for card in cards:
        assert back.themes.of(card) == was.themes.of(card)
        assert back.relations.of(card) == [end for end in was.relations.of(card) if end[0] in there]
        assert back.relations.to(card) == [end for end in was.relations.to(card) if end[0] in there]
    for theme in was.themes.standing():
        assert back.themes.cards(theme.id) == [card for card in was.themes.cards(theme.id) if card in there]


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
