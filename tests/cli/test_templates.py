"""``new --template``: a session begins from a plan."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Call


def test_a_session_begins_from_a_template(call: Call) -> None:
    """The plan's blocks are in it, under the title that was asked for; the id or the name will do."""
    made = call("new", "The fall on bay 3", "--template", "case-clinic", "--json").json
    shown = call("show", made["session"], "--json").json
    assert shown["title"] == "The fall on bay 3"
    assert [block["modality"] for block in shown["activities"]] == ["pens_first", "case_clinic", "discussion"]
    assert call("new", "Again", "--template", "Case clinic", "--json").json["title"] == "Again"


def test_a_template_that_is_not_there_is_said(call: Call, library: Path) -> None:
    """One line that names those there are, exit 2, and no library is made for it."""
    said = call("new", "X", "--template", "nope")
    assert said.code == 2
    assert "There is no template called “nope”. There are: workshop," in said.err
    assert not library.exists()
