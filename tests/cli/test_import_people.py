"""People come in by the command line: lists, tables and cards, into a session or a new one, nobody twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.session.people import Person, TakeOutPerson
from facilitator.session.store import Store
from facilitator.storage import Library
from tests.cli.conftest import Call

FILES = Path(__file__).parent.parent / "data" / "guests"


def people(library: Path, session: str) -> list[Person]:
    """Everybody in a session, read from the disk again."""
    with Library.open(library, write=False) as opened:
        return opened.load(session).state.people.present()


def test_cards_begin_a_session_called_after_the_file(call: Call, library: Path) -> None:
    """Recognised by content; units, roles, other names, notes and addresses are kept; what was left out is listed."""
    said = call("import", FILES / "address-book-3.0.vcf", FILES / "server-4.0.vcf", "--json")
    assert said.code == 0
    book, server = said.json
    assert list(book) == ["file", "kind", "session", "title", "taken", "skipped"]
    assert (book["kind"], book["title"], book["taken"], book["skipped"]) == ("people", "address book 3.0", 2, [])
    zoe, ben = people(library, book["session"])
    assert (zoe.name, zoe.also, zoe.roles, zoe.unit) == (
        'Zoë "Zo" Şahin, RN',
        ("Zo", "Zoe S"),
        ("facilitator",),
        "Ward 4B, Cardiology, adults",
    )
    assert zoe.note == "Brings\nthe cards, all of them\nzoe@example.org"
    assert (ben.name, ben.roles) == ("Ben Chike Okafor", ("participant",))
    assert (server["taken"], [item["where"] for item in server["skipped"]]) == (2, ["card 2, line 10"])
    assert [item["title"] for item in call("list", "--json").json] == ["server-4.0", "address book 3.0"]
    assert call("check", "--json").json["ok"]


def test_a_list_joins_a_session_and_nobody_is_there_twice(call: Call, library: Path) -> None:
    """A plain list has to be called people. The second time everybody is there, and this is said."""
    session = call("new", "Night handover", "--json").json["session"]
    call("give", session, "--as", "ana SOUSA", "I am here already")
    refused = call("import", FILES / "plain-list.txt", "--session", session)
    assert (refused.code, people(library, session)[1:]) == (2, [])
    taken = call("import", FILES / "plain-list.txt", "--kind", "people", "--session", session, "--json").json[0]
    assert (taken["session"], taken["title"], taken["taken"]) == (session, "Night handover", 9)
    assert {"where": "line 3", "why": "“Ana Sousa” is already there."} in taken["skipped"]
    names = [person.name for person in people(library, session)]
    assert len(names) == 10
    assert names[:2] == ["ana SOUSA", "Ben Okafor"]
    again = call("import", FILES / "plain-list.txt", "--kind", "people", "--session", session)
    assert again.code == 0
    assert "Night handover: 0 people" in again.out
    assert again.out.count("is already there") == 10
    assert len(people(library, session)) == 10


def test_who_was_taken_out_comes_back_as_the_same_person(call: Call, library: Path, tmp_path: Path) -> None:
    """A list brings back who was taken out, with what they gave still theirs."""
    session = call("new", "Handover", "--json").json["session"]
    call("give", session, "--as", "Ana", "mine")
    (ana,) = people(library, session)
    with Library.open(library) as opened:
        store = Store(opened.journal)
        store.adopt(opened.load(session))
        store.dispatch(session, TakeOutPerson(person=ana.id))
        opened.settle()
    names = tmp_path / "names.txt"
    names.write_text("ANA\n", encoding="utf-8")
    assert call("import", names, "--kind", "people", "--session", session, "--json").json[0]["taken"] == 1
    assert [(person.id, person.name) for person in people(library, session)] == [(ana.id, "Ana")]


def test_who_said_no_is_not_named(call: Call, library: Path, tmp_path: Path) -> None:
    """A list that says who may not be named is obeyed by what leaves the room."""
    taken = call("import", FILES / "consent.csv", "--json").json[0]
    assert [(person.name, person.named) for person in people(library, taken["session"])] == [
        ("Ana", True),
        ("Ben", False),
        ("Carla", False),
        ("Dora", True),
    ]
    for name in ("Ana", "Ben"):
        call("give", taken["session"], "--as", name, f"Words of {name[0]}.")
    out = tmp_path / "report.md"
    assert call("export", taken["session"], "-o", out).code == 0
    report = out.read_text(encoding="utf-8")
    assert "Ana" in report
    assert "Ben" not in report


def test_remarks_are_shown_to_people(call: Call) -> None:
    """Notes about the whole list and what was left out stand under its line; scripts get the list alone."""
    said = call("import", FILES / "strange-and-broken.vcf")
    lines = said.out.splitlines()
    assert lines[0].startswith("strange and broken: 2 people  ")
    assert any("Version 5.0" in line for line in lines)
    assert sum("left out" in line for line in lines) == 5


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [("talk.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", "no list of people"), ("a.txt", "12\n", "no names")],
)
def test_what_is_no_list_is_refused(call: Call, tmp_path: Path, name: str, text: str, word: str) -> None:
    """One sentence, exit 2, and no session is left behind."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    said = call("import", path, "--kind", "people")
    assert (said.code, said.out) == (2, "")
    assert word in said.err
    assert said.err.count("\n") == 1
    assert call("list", "--json").json == []


def test_a_large_list_is_kept(call: Call, library: Path, tmp_path: Path) -> None:
    """5,000 rows with duplicates and broken rows come in whole and are there when read again."""
    path = tmp_path / "large.csv"
    rows = [f"Person {number},Ward {number % 9}" for number in range(5_000)]
    path.write_text("\n".join(["Name,Unit", *rows[:2_500], ",Ward 1", "person 7,", *rows[2_500:]]), encoding="utf-8")
    taken = call("import", path, "--json").json[0]
    assert taken["taken"] == 5_000
    assert [item["where"] for item in taken["skipped"]] == ["row 2502", "row 2503"]
    assert len(people(library, taken["session"])) == 5_000
