"""log: a talk kept in one line, found again, and shown to nobody it is not for."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.cli.conftest import Call


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cable is out: any attempt to reach somewhere fails the test."""

    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError("somebody reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
def test_a_talk_is_logged_in_one_line_and_found_again(call: Call) -> None:
    """One line makes it, a word in it finds it, and the owner's own list and show hold it, marked as a talk."""
    said = call(
        "log", "--with", "Priya Raman", "--where", "lunch", "--gave", "My prompt card", "--received",
        "She rehearses in the lift", "--follow", "She leads bay 2 by 2099-03-20", "--json",
    )  # fmt: skip
    assert (said.code, set(said.json), said.err) == (0, {"session", "id"}, "")
    hit = call("search", "PROMPT", "--json").json["hits"][0]
    assert (hit["session"], hit["contribution"]) == (said.json["session"], said.json["id"])
    assert (hit["title"], hit["kind"]) == ("Talk with Priya Raman, lunch", "note")
    shown = call("show", said.json["session"], "--json").json
    assert [given["kind"] for given in shown["contributions"]] == ["note", "note", "commitment"]
    assert [given["person"] for given in shown["contributions"]] == [None, "Priya Raman", None]
    assert shown["commitments"][0]["due"] == "2099-03-20"
    assert shown["commitments"][0]["text"] == "She leads bay 2"
    assert (shown["talk"]["where"], shown["talk"]["visible"]) == ("lunch", "me")
    call("new", "A session")
    assert [row.get("talk", False) for row in call("list", "--json").json] == [False, True]


@pytest.mark.parametrize("line", ["--gave", "--received", "--follow"])
def test_one_line_is_enough(call: Call, line: str) -> None:
    """Any one of the three; with whom may be left out; any text may follow, in any script."""
    said = call("log", line, "李娜 – ‮ “so” --where", "--json")
    assert said.code == 0
    shown = call("show", said.json["session"], "--json").json
    assert shown["contributions"][0]["text"] == "李娜 – ‮ “so” --where"
    assert (shown["contributions"][0]["id"], shown["people"]) == (said.json["id"], [])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--with", "Priya"), "Write one line first: what you gave, what you received or what follows."),
        (("--gave", "  "), "Write one line first"),
        (("--gave", "x", "--where", "roof"), "--where"),
        (("--gave", "x", "--visible", "all"), "--visible"),
        (("--gave", "x", "--with", "n" * 201), "201 characters"),
        (("--gave", "x" * 20_001), "20001 characters"),
    ],
)
def test_a_mistake_is_one_line_and_nothing_is_logged(
    call: Call, library: Path, words: tuple[str, ...], sentence: str
) -> None:
    """What cannot be logged is told in one line, exit 2, and no talk is there afterwards."""
    said = call("log", *words)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1
    assert not library.exists() or call("list", "--json").json == []


def test_a_talk_goes_only_where_it_may(call: Call, tmp_path: Path) -> None:
    """Private: no format, exit 2, one line, no file. For both: theirs alone. For the garden: without a name."""
    made = {
        visible: call("log", "--with", "Priya Raman", "--gave", f"Priya {visible}", "--visible", visible, "--json").json
        for visible in ("me", "both", "garden")
    }
    for form in ("pdf", "md", "csv", "json"):
        out = tmp_path / f"out.{form}"
        for audience in ("everyone", "sponsor", "participant", "facilitator", "research"):
            said = call("export", made["me"]["session"], "-o", out, "--audience", audience)
            assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 1)
            assert "Only you may see this talk" in said.err
            assert not out.exists()
        assert call("export", made["both"]["session"], "-o", out).code == 2
        assert not out.exists()
        assert call("export", made["both"]["session"], "-o", out, "--audience", "participant").code == 0
        assert call("export", made["garden"]["session"], "-o", out).code == 0
    assert "priya" not in (tmp_path / "out.md").read_text("utf-8").casefold()


def test_help_says_how(call: Call) -> None:
    """The command has its own help with an example."""
    said = call("log", "--help")
    assert said.code == 0
    assert "Example: facilitator log --with" in said.out
