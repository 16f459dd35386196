"""The files of the phone's page: small, in six languages, and without what its policy forbids. No browser is needed."""

from __future__ import annotations

import gzip
import json
import re
import tomllib
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "resources" / "phone"
LANGUAGES = ("en", "de", "fr", "es", "tr", "ar")
FORMS = {"en": {"one", "other"}, "ar": {"one", "two", "few", "other"}}
MODULES = sorted(PAGE.glob("*.js"))
MOST_BYTES = 60_000


def _said(language: str) -> dict[str, str | dict[str, str]]:
    return dict(json.loads((PAGE / "strings" / f"{language}.json").read_text("utf-8")))


def test_the_page_with_all_its_languages_is_under_sixty_kilobytes_on_the_line() -> None:
    """As the hub sends it, packed: every file of the page together, all six languages included."""
    sent = [len(gzip.compress(file.read_bytes(), mtime=0)) for file in PAGE.rglob("*") if file.is_file()]
    assert 20_000 < sum(sent) < MOST_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_in_every_language_with_the_same_gaps(language: str) -> None:
    """No key is missing or left over, numbers have their forms, and what is filled in is the same."""
    said, english = _said(language), _said("en")
    assert said.keys() == english.keys()
    for key, words in english.items():
        here = said[key]
        assert isinstance(here, str) == isinstance(words, str), key
        if isinstance(words, dict) and isinstance(here, dict):
            assert set(here) == FORMS.get(language, FORMS["en"]), key
            words, here = words["other"], here["other"]
        assert isinstance(words, str) and isinstance(here, str)
        assert here.strip(), key
        assert sorted(re.findall(r"\{\w+\}", here)) == sorted(re.findall(r"\{\w+\}", words)), key
        assert here.count("*") == words.count("*"), key


def test_every_key_the_page_asks_for_is_there_and_none_is_left_over() -> None:
    """Keys named in the modules exist; keys put together there (``k_`` and a kind) cover the rest."""
    code = "\n".join(file.read_text("utf-8") for file in MODULES)
    built = re.compile(r"(k_|m_|n_|p_|w_|x_|s_|e_|o_|r_|bye_|h|i|d|p)\w*\d?\Z")
    keys = _said("en").keys()
    asked = set(re.findall(r"\bt\('(\w+)'[,)]", code)) | set(re.findall(r"'(way_\w+)'", code))
    assert not asked - keys
    quoted = set(re.findall(r"'(\w+)'", code))
    assert not {key for key in keys if key not in quoted and not built.match(key)}


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.name)
def test_modules_use_no_words_that_are_too_new_and_no_markup_from_text(file: Path) -> None:
    """A five-year-old phone reads them (2019's language at most), and the policy has nothing to forbid."""
    code = re.sub(r"//[^\n]*|/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
    too_new = (
        r"\?\.[a-zA-Z_(\[]|\?\?|\|\|=|&&=|\breplaceAll\b|\.at\(|\bthis\.#"
        r"|\bstructuredClone\b|\brandomUUID\b|\bstatic\s*\{|^\s*await "
    )
    assert not re.search(too_new, re.sub(r"'[^'\n]*'", "''", code))
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\.cssText|import\(", code
    )
    assert not re.search(r"serviceWorker|indexedDB|https?://(?!www\.w3\.org)", code)


def test_the_page_itself_holds_no_script_and_no_style() -> None:
    """One style sheet, one module, nothing in the line, nothing from elsewhere."""
    page = (PAGE / "index.html").read_text("utf-8")
    assert re.findall(r"<script[^>]*>([^<]*)</script>", page) == [""]
    assert not re.search(r"<style|\sstyle=|\son\w+=|https?:", page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_those_of_the_window(theme: str) -> None:
    """Every colour of the page is one of the tokens of its theme."""
    tokens = tomllib.loads((PAGE.parent / "themes" / "tokens.toml").read_text("utf-8"))[theme]
    known = {value.lower() for value in re.findall(r"#[0-9A-Fa-f]{6}", json.dumps(tokens))}
    style = (PAGE / "phone.css").read_text("utf-8")
    roots = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    used = set(re.findall(r"#[0-9a-f]{3,6}", roots[theme == "dark"].replace("#fff;", "#ffffff;")))
    assert used and not used - known
    assert not re.search(
        r"#[0-9a-f]{3,6}\b", style.replace(roots[0], "").replace(roots[1], "").replace("#top", "").replace("#line", "")
    )
