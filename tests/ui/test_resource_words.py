"""The words of our data files reach translators, and their translations reach the screen."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from facilitator import paths, words
from facilitator.beginnings import built_in_templates, template_called
from facilitator.catalogue import built_in
from facilitator.coaching import action_line, built_in_rules, hint_line, why_line
from facilitator.resource_words import FIELDS, extract, words_in
from facilitator.session.agenda import Block
from facilitator.session.coach import Hint
from facilitator.session.modalities import Modality
from facilitator.session.notation import Known
from facilitator.session.rehearsal import experienced
from facilitator.ui.capture import CaptureBar
from facilitator.ui.dialogs.begin import BeginDialog
from facilitator.ui.rehearsal.subtitles import Subtitles
from facilitator.ui.rehearsal.talks import built_in_talks
from facilitator.ui.run.coach import CoachLine
from facilitator.ui.run.scaffolds import StarterButton
from facilitator.ui.theme import Theme

FILES = [
    file
    for file in sorted(paths.resources().rglob("*.json"))
    if json.loads(file.read_text("utf-8")).get("format") in FIELDS
]


def _translated(text: str) -> str:
    """Another language: every text ends with a letter that English has not."""
    return f"{text} ö"


def _extracted(file: Path) -> list[Any]:
    with file.open("rb") as stream:
        return list(extract(stream, (), (), {}))


@pytest.fixture
def german(tmp_path: Path) -> Iterator[None]:
    """A catalogue made of what is extracted, put into another language."""
    catalogue = Catalog(locale="de")
    for file in FILES:
        for _line, _call, told, _comments in _extracted(file):
            if isinstance(told, tuple):
                catalogue.add(told, tuple(map(_translated, told)))
            else:
                catalogue.add(told, _translated(told))
    out = io.BytesIO()
    write_mo(out, catalogue)
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "facilitator.mo").write_bytes(out.getvalue())
    before = words.language()
    assert words.use_language("de", tmp_path) == "de"
    yield
    words.use_language(before)


def test_every_data_file_is_one_a_translator_gets() -> None:
    """The list of what Babel reads names every folder with words, by the extractor that knows them."""
    text = (paths.resources().parent / "babel.cfg").read_text("utf-8")
    assert "resource = facilitator.resource_words:extract" in text
    folders = {file.parent.name for file in FILES}
    assert folders == {"coach", "modalities", "rehearsal", "scaffolds", "templates"}
    parser = ConfigParser()
    parser.read_string(text)
    assert {section for section in parser.sections() if section.startswith("resource:")} == {
        f"resource: resources/{folder}/*.json" for folder in folders
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_words_are_extracted_with_their_lines(file: Path) -> None:
    """Each text stands in the line that is named, as Babel takes it; a sentence for counts brings both forms."""
    lines = file.read_text("utf-8").splitlines()
    found = [
        (line, told)
        for line, told, _comments, _context in extract_from_file(
            extract, file, keywords={"_": None, "ngettext": (1, 2)}
        )
    ]
    assert found
    for line, told in found:
        first = told[0] if isinstance(told, tuple) else told
        assert json.dumps(first, ensure_ascii=False) in lines[line - 1]
    assert len(found) == len(list(words_in(json.loads(file.read_text("utf-8")))))


def test_methods_templates_and_talks_are_read_in_the_language(german: None) -> None:
    """Every one of them, whole; ids stay, and a template is still found by its id."""
    del german
    for method in built_in():
        assert method.name.endswith(" ö")
        assert all(step.facilitator.endswith(" ö") for step in method.steps if step.facilitator)
        assert all(one.sign.endswith(" ö") and one.remedy.endswith(" ö") for one in method.failures)
    for template in built_in_templates():
        assert template.name.endswith(" ö")
        assert all(block["title"].endswith(" ö") for block in template.data["blocks"])
    assert template_called("workshop").name == "Workshop ö"
    for talk in built_in_talks():
        assert talk.prompt.endswith(" ö")
        assert all(turn.says.endswith(" ö") for turn in talk.turns)
        _store, _session, lines = experienced(talk, talk.length_ms, 1_700_000_000_000)
        assert len(lines) == len(talk.capture)


def test_the_language_can_change(german: None) -> None:
    """What was read in one language is not shown in the next."""
    del german
    assert built_in().get("reading") is not None
    words.use_language("en")
    assert [method.name for method in built_in() if method.id == "reading"] == ["Read and talk (reading)"]
    assert template_called("workshop").name == "Workshop"
    assert not built_in_talks()[0].prompt.endswith(" ö")


def test_they_stand_on_the_screen(german: None, theme: Theme, qtbot: QtBot) -> None:
    """A hint of the coach, a sentence starter, a turn of a sample talk and a template, where people read them."""
    del german
    rule = next(one for one in built_in_rules().rules if one.id == "hand_waiting")
    params = {"minutes": 5}
    hint = Hint(rule.id, "x", rule.one, rule.many, rule.why, params, ("Ana",), rule.action, rule.action_words)
    assert hint_line(hint) == "Ana has had a hand up for 5 minutes. ö"
    assert why_line(hint).endswith(" ö")
    line = CoachLine(theme)
    qtbot.addWidget(line)
    line.hint = hint
    line._show()
    assert line.text().endswith(" ö")
    assert action_line(hint) == "Let Ana in ö"
    bar = CaptureBar(theme)
    known = Known([], [])
    at = (Block("b", "Talk", "discussion"), Modality("discussion", "Talk", family="discussion"))
    starters = StarterButton(theme, bar, lambda: known, lambda: at)
    for widget in (bar, starters):
        qtbot.addWidget(widget)
    entries = [entry for entry in starters.menu_now().actions() if entry.text()]
    assert entries
    assert all(entry.text().endswith((" ö", " ö …")) for entry in entries)
    subtitles = Subtitles(theme)
    qtbot.addWidget(subtitles)
    subtitles.begin(built_in_talks()[0])
    subtitles.show_turns(1)
    assert subtitles.accessibleName().endswith(" ö")
    dialog = BeginDialog(theme, built_in_templates())
    qtbot.addWidget(dialog)
    told = dialog.plans.index(1).data(Qt.ItemDataRole.AccessibleTextRole) or dialog.plans.index(1).data()
    assert str(told).startswith("Workshop ö. ")


def test_a_translation_that_does_not_fit_is_left(tmp_path: Path) -> None:
    """A name longer than a name may be: that method stays as it is in English, and the others are translated."""
    catalogue = Catalog(locale="de")
    catalogue.add("Read and talk (reading)", "ö" * 300)
    catalogue.add("Read inside the session", "Gleich dort lesen")
    out = io.BytesIO()
    write_mo(out, catalogue)
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "facilitator.mo").write_bytes(out.getvalue())
    before = words.language()
    words.use_language("de", tmp_path)
    try:
        (reading,) = [method for method in built_in() if method.id == "reading"]
        assert reading.name == "Read and talk (reading)"
        assert reading.failures[0].remedy == "Read inside the session"
    finally:
        words.use_language(before)
