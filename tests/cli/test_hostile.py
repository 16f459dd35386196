"""Strings that have broken other programs, through the command line's own door: given, found, exported, read again."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pypdf
import pytest

from facilitator.session.rules import LONGEST_NAME
from tests.cli.conftest import Call
from tests.conftest import full_faults

ROOT = Path(__file__).parent.parent.parent
STRINGS: list[str] = json.loads((ROOT / "tests" / "data" / "naughty.json").read_text("utf-8"))
FORMS = ("pdf", "md", "csv", "json")
PARTS, EVERY = (4, 1) if full_faults() else (1, 16)
"""Libraries the strings are dealt to, so that several processors may test at once; which go the longest way."""


SOME = STRINGS[:: 1 if full_faults() else 8]
"""The strings that go a shorter way one by one: all of them with ``bin/test --faults``."""


def may_name(text: str) -> bool:
    """Whether the rules let a string be a name: not empty, and no longer than a name."""
    return 0 < len(text.strip()) <= LONGEST_NAME


def words(text: str) -> str:
    """The string as words for `give`, to which a hyphen alone means standard input."""
    return "- " if text == "-" else text


def letters(text: str) -> str:
    """What another program can be held to find again: letters and digits, composed."""
    return "".join(ch for ch in unicodedata.normalize("NFKC", text) if ch.isalnum())


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", range(PARTS))
def test_each_is_title_and_name_and_words(call: Call, part: int) -> None:
    """Each string begins a session of its own, is said there by somebody called so, is listed, shown and found."""
    mine = STRINGS[part :: PARTS * EVERY]
    sessions: dict[str, str] = {}
    for text in mine:
        said = call("new", "--json", "--", text)
        if not may_name(text):
            assert (said.code, said.out, said.err.count("\n")) == (2, "", 1), text
            said = call("new", "--json", "Plain")
        session = said.json["session"]
        sessions[session] = text
        given = call("give", session, "--json", *([f"--as={text}"] if may_name(text) else []), "--", words(text))
        assert given.code == (0 if text.strip() else 2), given.err
    titles = {row["session"]: row["title"] for row in call("list", "--json").json}
    assert titles == {key: text.strip() if may_name(text) else "Plain" for key, text in sessions.items()}
    for session, text in sessions.items():
        if not text.strip():
            continue
        shown = call("show", session, "--json").json
        assert [one["text"] for one in shown["contributions"]] == [words(text)]
        assert [one["name"] for one in shown["people"]] == ([text.strip()] if may_name(text) else [])
        found = call("search", "--json", "--limit", "1000", "--", text)
        assert found.code == 0
        here = {hit["what"] for hit in found.json["hits"] if hit["session"] == session}
        assert "contribution" in here, text
        assert not may_name(text) or {"title", "person"} & here, text
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", call("show", session).out)
    report = call("check", "--json").json
    assert (report["ok"], report["sessions"]) == (True, len(mine))


def test_each_begins_a_session(call: Call) -> None:
    """Each string is a title, kept as it is and listed; what can be none is refused in one line."""
    made = {}
    for text in SOME:
        said = call("new", "--json", "--", text)
        if may_name(text):
            made[said.json["session"]] = text.strip()
        else:
            assert (said.code, said.out, said.err.count("\n")) == (2, "", 1), text
    assert {row["session"]: row["title"] for row in call("list", "--json").json} == made


@pytest.fixture
def everything(call: Call, tmp_path: Path) -> str:
    """One session in which everybody says their own name, taken in through the door for files."""
    file = tmp_path / "everything.json"
    turns = [{"speaker": text, "text": text} for text in STRINGS if may_name(text)]
    file.write_text(json.dumps({"title": STRINGS[-1][:LONGEST_NAME], "turns": turns}), encoding="utf-8")
    session: str = call("import", file, "--json").json[0]["session"]
    return session


@pytest.mark.timeout(300)
def test_each_is_found(call: Call, everything: str) -> None:
    """Each string that was said, asked for as it is, is found where it was said, with who said it."""
    for text in SOME:
        if may_name(text):
            found = call("search", "--json", "--limit", "1000", "--", text)
            assert (found.code, found.err) == (0, "")
            said = [hit["person"] for hit in found.json["hits"] if hit["text"] == text.strip() and hit["contribution"]]
            assert text.strip() in said, text
            assert {hit["session"] for hit in found.json["hits"]} == {everything}


@pytest.mark.timeout(300)
def test_every_format_holds_them_all(call: Call, everything: str, tmp_path: Path) -> None:
    """Each string is in the PDF, the Markdown, the table and the JSON as other programs read them."""
    texts = [text.strip() for text in STRINGS if may_name(text)]
    for form in FORMS:
        assert call("export", everything, "-o", tmp_path / f"all.{form}").code == 0
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, strict=True))
    assert [row["text"].removeprefix("'") for row in rows] == [text.removeprefix("'") for text in texts]
    assert [letters(row["person"]) for row in rows] == [letters(text) for text in texts]
    assert all(row["person"].strip() for row in rows)
    assert not [row for row in rows if row["text"][0] in "=+-@\t\r" or row["person"][0] in "=+-@\t\r"]
    document = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert [given["text"] for given in document["contributions"]] == texts
    again = call("import", tmp_path / "all.json", "--json", "--library", tmp_path / "other").json[0]
    shown = call("show", again["session"], "--json", "--library", tmp_path / "other").json
    assert [(one["person"], one["text"]) for one in shown["contributions"]] == list(zip(texts, texts, strict=True))
    markdown = letters((tmp_path / "all.md").read_text("utf-8"))
    assert not [text for text in texts if letters(text) not in markdown]
    sound = subprocess.run(["qpdf", "--check", tmp_path / "all.pdf"], capture_output=True, check=False)
    assert sound.returncode == 0, sound.stdout
    read = subprocess.run(["pdftotext", "-raw", tmp_path / "all.pdf", "-"], capture_output=True, check=True)
    page = letters(read.stdout.decode())
    lost = [text for text in texts if text.isascii() and letters(text) not in page]
    assert not lost
    scripts = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "all.pdf").pages)
    assert "<script>" in scripts


@pytest.mark.timeout(900 if full_faults() else 300)
def test_each_may_stand_on_the_cover(call: Call, tmp_path: Path) -> None:
    """As a session's title each string comes out in every format, in a file that others can read."""
    titles = [text for text in STRINGS if may_name(text)][:: 1 if full_faults() else 40]
    for text in titles:
        session = call("new", "--json", "--", text).json["session"]
        call("give", session, "--as=Ana", "words")
        said: dict[str, Any] = {}
        for form in FORMS:
            target = tmp_path / f"one.{form}"
            assert call("export", session, "-o", target).code == 0, text
            said[form] = target.read_bytes()
        assert json.loads(said["json"])["session"]["title"] == text.strip()
        assert letters(text) in letters(said["md"].decode("utf-8"))
        assert b"words" in said["csv"]
        reader = pypdf.PdfReader(tmp_path / "one.pdf")
        assert len(reader.pages) > 0
        assert reader.metadata is not None
        assert letters(reader.metadata.title or "") == letters(text)


@pytest.mark.timeout(300)
def test_as_lines_of_a_stream(call: Call, library: Path) -> None:
    """All of them as lines for `give -` in a real process: each acknowledged or refused in words, none lost."""
    session = call("new", "Stream", "--json").json["session"]
    lines = [text for text in STRINGS if text.strip() and not set(text) & set("\r\n\0")]
    command = [sys.executable, "-m", "facilitator", "--library", str(library), "give", session, "-", "--json"]
    fed = "\n".join(lines).encode("utf-8", "surrogatepass")
    done = subprocess.run(command, cwd=ROOT, input=fed, capture_output=True, timeout=200, check=False)
    told = done.stderr.decode("utf-8")
    refused = {int(number) for number in re.findall(r"^facilitator: line (\d+): .", told, re.MULTILINE)}
    acknowledged = {one["line"]: one["id"] for one in map(json.loads, done.stdout.splitlines())}
    assert "Traceback" not in told
    assert told.count("\n") == len(refused)
    assert done.returncode == (2 if refused else 0)
    assert refused.isdisjoint(acknowledged)
    assert refused | acknowledged.keys() == set(range(1, len(lines) + 1))
    assert len(refused) < len(lines) / 20
    shown = call("show", session, "--json").json["contributions"]
    assert [one["id"] for one in shown] == [acknowledged[number] for number in sorted(acknowledged)]
    assert call("check", "--json").json["problems"] == []
