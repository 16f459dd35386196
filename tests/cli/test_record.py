"""new, list, show, search, give: the record without a window."""

from __future__ import annotations

import io
import json
import re
import sys
from datetime import datetime
from pathlib import Path

import pytest

from facilitator.app import main
from tests.cli.conftest import Call

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$")


def begin(call: Call, title: str = "Night handover") -> str:
    session: str = call("new", title, "--json").json["session"]
    return session


def test_version_and_help_need_no_library(call: Call, library: Path) -> None:
    """One line for the version; help for every command with an example; no library appears."""
    assert re.fullmatch(r"facilitator \d+\.\d+\.\d+\n", call("--version").out)
    for command in ("new", "list", "show", "search", "give", "import", "export", "demo", "check", "backup", "restore"):
        said = call(command, "--help")
        assert said.code == 0
        assert "Example: facilitator " in said.out
    assert not library.exists()


def test_what_is_given_is_shown_and_found(call: Call) -> None:
    """Two contributions, one built on the other: shown with person, kind, theme and time, found by a word."""
    session = begin(call)
    first = call(
        "give", session, "--as", "Zoë", "--kind", "idea", "--theme", "Bedside", "We hand over at the bed", "--json"
    )
    second = call(
        "give", "Night handover", "--as", "zoë", "--builds-on", first.json["id"], "and the patient listens", "--json"
    )
    assert (first.code, second.code) == (0, 0)
    shown = call("show", session, "--json").json
    assert [person["name"] for person in shown["people"]] == ["Zoë"]
    one, two = shown["contributions"]
    assert (one["kind"], one["person"], one["themes"]) == ("idea", "Zoë", ["Bedside"])
    assert (two["kind"], two["builds_on"], two["person"]) == ("note", one["id"], "Zoë")
    assert ISO.match(one["at"])
    found = call("search", "PATIENT", "--json").json
    assert (found["query"], found["total"]) == ("PATIENT", 1)
    assert found["hits"][0]["contribution"] == two["id"]
    assert found["hits"][0]["session"] == session
    listed = call("list", "--json").json
    assert [(row["session"], row["title"], row["contributions"]) for row in listed] == [(session, "Night handover", 2)]


def test_options_stand_before_or_after_and_text_may_be_anything(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--library and --json in any place; behind -- everything is text; signs mean nothing in a literal text."""
    where = ["--library", str(library)]
    assert main(["new", "Any", *where, "--json"]) == 0
    session = json.loads(capsys.readouterr().out)["session"]
    assert main(["--json", "give", session, "--as", "Ana", *where, "--", "--kind is not an option here"]) == 0
    assert main(["--json", *where, "give", session, "? no question: #tag"]) == 0
    capsys.readouterr()
    assert main(["--json", *where, "show", session[:13]]) == 0
    given = json.loads(capsys.readouterr().out)["contributions"]
    assert [one["text"] for one in given] == ["--kind is not an option here", "? no question: #tag"]
    assert {one["kind"] for one in given} == {"note"}


def test_lines_are_acknowledged_one_by_one(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """The notation works line by line; each acknowledgement names its line, and so does a refusal."""
    session = begin(call)
    lines = "* Ana: pair juniors #nights\n\n^ Ben: with whom\n! Ana: ask by 2026-04-01\nAna:\n? Lotte: who\n^ Ana: me\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode()), "utf-8"))
    said = call("give", session, "-", "--json")
    acknowledged = [json.loads(line) for line in said.out.splitlines()]
    assert [one["line"] for one in acknowledged] == [1, 3, 4, 6, 7]
    assert said.code == 2
    assert "line 5: There are no words in it yet." in said.err
    shown = call("show", session, "--json").json
    assert [one["id"] for one in shown["contributions"]] == [one["id"] for one in acknowledged]
    assert [one["kind"] for one in shown["contributions"]] == ["idea", "note", "commitment", "question", "answer"]
    assert shown["contributions"][1]["builds_on"] == acknowledged[0]["id"]
    assert shown["commitments"][0]["due"] == "2026-04-01"
    assert all(datetime.fromisoformat(one["at"]).tzinfo for one in acknowledged)


def test_an_unknown_or_ambiguous_session_is_said(call: Call) -> None:
    """No guess is made between two titles; the sentence says what to use instead."""
    assert call("list").code == 2
    first, second = begin(call, "Twice"), begin(call, "Twice")
    said = call("show", "Twice")
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert "Twice" in said.err
    assert call("show", "nowhere").code == 2
    assert call("show", first).code == 0
    shared = next(n for n in range(1, 36) if first[:n] != second[:n])
    assert call("show", second[:shared]).code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["new", "t" * 65_536], "65536 characters"),
        (["new", "  "], "A name is needed."),
        (["give", "S", "--kind", "like", "x"], "like"),
        (["give", "S", "--builds-on", "nothing", "x"], "nothing"),
        (["give", "S", "x" * 20_001], "20001 characters"),
        (["give", "S", "--as", "n" * 201, "x"], "201 characters"),
        (["search"], "WORDS"),
        (["dance"], "dance"),
    ],
)
def test_a_mistake_is_one_clear_line(call: Call, words: list[str], sentence: str) -> None:
    """Exit 2, one line on standard error, nothing on standard output, nothing changed."""
    begin(call, "S")
    said = call(*words)
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert sentence in said.err
    assert call("show", "S", "--json").json["contributions"] == []


def test_words_do_no_harm_on_a_terminal(call: Call) -> None:
    """Escape sequences and direction marks are printed as visible signs; JSON keeps them as they were given."""
    session = begin(call, "Bell \x07")
    call("give", session, "\x1b[31mred\u202e")
    assert "\x1b" not in call("show", session).out + call("list").out
    assert call("show", session, "--json").json["contributions"][0]["text"] == "\x1b[31mred\u202e"


def test_two_letters_of_chinese_and_a_word_without_accents_are_found(call: Call) -> None:
    """Search is blind to accents and case and finds any two signs of a Chinese sentence."""
    session = begin(call)
    call("give", session, "夜班的人都知道")
    call("give", session, "Übung macht den Meister")
    call("give", session, "לא אחד")
    for words in ("的人", "ubung", "meis", "אחד"):
        assert call("search", words, "--json").json["total"] == 1, words
    assert call("search", "zebra", "--json").json == {"query": "zebra", "total": 0, "order": "newest", "hits": []}
