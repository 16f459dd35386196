"""The program's words and their translations."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from facilitator import words
from facilitator.words import _, ngettext, pgettext, tell


@pytest.fixture
def german(tmp_path: Path) -> Path:
    """A folder with a small German catalogue."""
    catalogue = Catalog(locale="de")
    catalogue.add("Save", "Speichern")
    catalogue.add("Nobody called {name} is here.", "Niemand namens {name} ist hier.")
    catalogue.add(("{count} person", "{count} people"), ("{count} Mensch", "{count} Menschen"))
    catalogue.add("Order", "Reihenfolge", context="sorting")
    out = io.BytesIO()
    write_mo(out, catalogue)
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "facilitator.mo").write_bytes(out.getvalue())
    return tmp_path


def test_words_follow_the_language(german: Path) -> None:
    """A regional tag finds its language, and every kind of word is translated."""
    assert words.use_language("de_CH.UTF-8", german) == "de"
    assert words.language() == "de"
    assert _("Save") == "Speichern"
    assert ngettext("{count} person", "{count} people", 1).format(count=1) == "1 Mensch"
    assert ngettext("{count} person", "{count} people", 3).format(count=3) == "3 Menschen"
    assert pgettext("sorting", "Order") == "Reihenfolge"
    assert tell("Nobody called {name} is here.", {"name": "Zoë"}) == "Niemand namens Zoë ist hier."


def test_unknown_language_is_english(german: Path) -> None:
    """Where nobody translated, the source sentences stand."""
    assert words.use_language("xx", german) == "en"
    assert _("Save") == "Save"
    assert ngettext("{count} person", "{count} people", 0) == "{count} people"
    assert _("") == ""


def test_empty_tag_follows_the_system(german: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not having chosen means the language of the computer."""
    monkeypatch.setenv("LANGUAGE", "de:en")
    assert words.use_language("", german) == "de"


def test_english_is_offered_first() -> None:
    """The choice of languages always has English, even before any translation."""
    assert words.languages()[0] == "en"


@given(st.text())
def test_parameters_are_taken_literally(value: str) -> None:
    """A title may hold braces, percent signs or anything else: it arrives as it was given."""
    assert tell("«{title}» is kept.", {"title": value}) == f"«{value}» is kept."


def test_missing_parameter_stays_visible() -> None:
    """A sentence with a hole is shown with the hole, rather than failing while telling about a failure."""
    assert tell("{name} has {count}.", {"count": 2}) == "{name} has 2."
    assert tell("Nothing to put in.") == "Nothing to put in."
