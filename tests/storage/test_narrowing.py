"""Narrowing a search: since when, by whom, what kind, in what, in which series; and what a hit says of itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from facilitator.session.activities import StartActivity
from facilitator.session.agenda import WITHOUT_NAMES, AddBlock, ChangeBlock, RemoveBlock
from facilitator.session.contributions import GiveContribution
from facilitator.session.narrowing import ALL, Narrowing
from facilitator.session.people import DescribePerson, JoinPerson
from facilitator.session.rules import Command
from facilitator.session.series import JoinSeries
from facilitator.session.sessions import CreateSession, DescribeSession
from facilitator.session.store import Store
from facilitator.storage import Library

MARCH, JANUARY = "2026-03-12T13:30+00:00", "2026-01-20T09:00+00:00"
FEBRUARY_MS = 1_769_904_000_000


class Shelf:
    """Two sessions: a discussion and a role play in March, a reading in January, the first of a series."""

    def __init__(self, folder: Path) -> None:
        ticks = count(1_700_000_000_000, 1000)
        self.library = Library.open(folder, create=True)
        self.store = Store(self.library.journal, clock=lambda: next(ticks))
        self.do("night", CreateSession(title="Night handover"), DescribeSession(starts=MARCH, place="Seminar room"))
        self.do("night", JoinPerson(person="a", name="Amina", also=("Mina",)), JoinPerson(person="h", name="Hiroshi"))
        self.do("night", AddBlock(block="d", title="What got lost?", modality="discussion", minutes=40))
        self.do("night", AddBlock(block="r", title="At the bed", modality="role_play", minutes=20))
        self.do("night", StartActivity(block="d"))
        self.do("night", GiveContribution(id="idea", text="bedside first", kind="idea", authors=("a",)))
        self.do("night", GiveContribution(id="ask", text="whose bedside?", kind="question", authors=("h",)))
        self.do("night", StartActivity(block="r"))
        self.do("night", GiveContribution(id="story", text="a bedside story", kind="story", authors=("a",)))
        self.do("winter", CreateSession(title="Winter beds"), DescribeSession(starts=JANUARY))
        self.do("winter", JoinPerson(person="x", name="AMINA"), JoinSeries(series="w", name="Winter", number=1))
        self.do("winter", AddBlock(block="b", title="Papers", modality="reading", minutes=15))
        self.do("winter", GiveContribution(id="fact", text="bedside falls", kind="information", authors=("x",)))

    def do(self, stream: str, *commands: Command) -> None:
        for command in commands:
            self.store.dispatch(stream, command)
        self.library.settle()

    def found(self, narrowing: Narrowing = ALL, query: str = "bedside") -> list[str]:
        page = self.library.search(query, narrowing=narrowing)
        assert page.total == len(page.hits)
        assert page.sessions == len({hit.session for hit in page.hits})
        return [hit.contribution or hit.what for hit in page.hits]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path / "library")
    yield made
    assert made.library.check().ok
    made.library.close()


@pytest.mark.parametrize(
    ("narrowing", "found"),
    [
        (ALL, ["fact", "story", "ask", "idea"]),
        (Narrowing(kind="idea"), ["idea"]),
        (Narrowing(person="amina"), ["fact", "story", "idea"]),
        (Narrowing(person="Amin"), []),
        (Narrowing(modality="discussion"), ["ask", "idea"]),
        (Narrowing(modality="discussion", person="Amina"), ["idea"]),
        (Narrowing(since_ms=FEBRUARY_MS), ["story", "ask", "idea"]),
        (Narrowing(series="w"), ["fact"]),
        (Narrowing(series="w", since_ms=FEBRUARY_MS), []),
    ],
)
def test_hits_are_narrowed(shelf: Shelf, narrowing: Narrowing, found: list[str]) -> None:
    """Every condition holds for each hit, and the numbers are those of what is left."""
    assert shelf.found(narrowing) == found


@pytest.mark.parametrize(
    ("narrowing", "left"),
    [
        (ALL, {"night", "winter"}),
        (Narrowing(kind="question"), {"night"}),
        (Narrowing(kind="question", person="Amina"), set()),
        (Narrowing(kind="idea", person="Amina", modality="discussion"), {"night"}),
        (Narrowing(kind="idea", modality="role_play"), set()),
        (Narrowing(person="Hiroshi"), {"night"}),
        (Narrowing(person="Amina"), {"night", "winter"}),
        (Narrowing(modality="reading"), {"winter"}),
        (Narrowing(modality="read"), set()),
        (Narrowing(since_ms=FEBRUARY_MS), {"night"}),
        (Narrowing(series="w"), {"winter"}),
    ],
)
def test_sessions_are_narrowed_without_words(shelf: Shelf, narrowing: Narrowing, left: set[str]) -> None:
    """A plan is enough for a modality; a kind has to have been given, by that person and there."""
    assert shelf.library.narrowed(narrowing) == left


def test_narrowing_follows_every_change(shelf: Shelf) -> None:
    """Another modality, another name, another date: what is found by them is what holds now."""
    shelf.do("night", ChangeBlock(block="d", modality="fishbowl", title="In the ring"))
    assert shelf.found(Narrowing(modality="discussion")) == []
    assert shelf.found(Narrowing(modality="fishbowl")) == ["ask", "idea"]
    assert {hit.activity for hit in shelf.library.search("whose").hits} == {"In the ring"}
    shelf.do("night", DescribePerson(person="h", name="Zeynep"))
    assert shelf.found(Narrowing(person="Hiroshi")) == []
    assert shelf.found(Narrowing(person="Zeynep")) == ["ask"]
    shelf.do("winter", DescribeSession(starts=MARCH))
    assert shelf.library.narrowed(Narrowing(since_ms=FEBRUARY_MS)) == {"night", "winter"}
    shelf.do("night", RemoveBlock(block="d"))
    assert shelf.found(Narrowing(modality="fishbowl")) == ["ask", "idea"], "what was given there was given there"


def test_where_nobody_is_named_nobody_is_found(shelf: Shelf) -> None:
    """In an activity without names a person finds nothing of what was given there, neither by name nor by filter."""
    shelf.do("night", AddBlock(block="secret", title="Without names", modality="discussion", anonymity=WITHOUT_NAMES))
    shelf.do("night", StartActivity(block="secret"))
    shelf.do("night", GiveContribution(id="quiet", text="bedside quiet", kind="idea"))
    assert "quiet" in shelf.found(Narrowing(modality="discussion"))
    assert "quiet" not in shelf.found(Narrowing(person="Amina"))
    shelf.do("night", ChangeBlock(block="d", anonymity=WITHOUT_NAMES))
    assert shelf.found(Narrowing(person="Amina")) == ["fact", "story"]


def test_a_hit_says_where_it_was_given_and_why_it_was_found(shelf: Shelf) -> None:
    """The activity, the giver's name, another name, the place of a session: each is marked where the words stand."""
    [hit] = shelf.library.search("whose").hits
    assert (hit.modality, hit.activity, hit.person) == ("discussion", "What got lost?", "Hiroshi")
    [person, asked] = sorted(shelf.library.search("hiroshi").hits, key=lambda hit: hit.what != "person")
    assert (person.what, person.marks) == ("person", ((0, 7),))
    assert (asked.marks, asked.person_marks) == ((), ((0, 7),))
    mina = [hit for hit in shelf.library.search("mina").hits if hit.what == "contribution"]
    assert [(hit.also, hit.also_marks) for hit in mina] == [("Mina", ((0, 4),))] * 2
    [room] = shelf.library.search("seminar").hits
    assert (room.what, room.marks, room.also, room.also_marks) == ("title", (), "Seminar room", ((0, 7),))


def test_the_heading_of_a_contribution_is_shown_where_it_was_found(shelf: Shelf) -> None:
    """What was found by the heading somebody gave it shows that heading, marked."""
    shelf.do("winter", GiveContribution(text="No idea why.", title="Corridor light"))
    [hit] = shelf.library.search("corridor").hits
    assert hit.text[slice(*hit.marks[0])] == "Corridor"


def test_hits_are_counted_by_session(shelf: Shelf) -> None:
    """Cards are counted in each session, titles and themes are not among them."""
    assert shelf.library.search("bedside", limit=1).by_session == {"night": 3, "winter": 1}
    assert shelf.library.search("winter").by_session == {"winter": 0}


def test_every_session_is_found_however_many_hits_one_has(shelf: Shelf) -> None:
    """Sessions newest first, each with a few hits and its own number, page by page; titles come with them."""
    for number in range(40):
        shelf.do("night", GiveContribution(text=f"winter beds {number}"))
    page = shelf.library.search_by_session("bed", limit=1, each=3)
    assert (page.total, page.sessions, page.by_session) == (45, 2, {"night": 43, "winter": 1})
    assert [(hit.session, hit.text) for hit in page.hits] == [("night", f"winter beds {n}") for n in (39, 38, 37)]
    other = shelf.library.search_by_session("bed", limit=1, offset=1, each=3)
    assert [(hit.session, hit.what) for hit in other.hits] == [("winter", "title"), ("winter", "contribution")]
    assert other.total == page.total
    assert shelf.library.search_by_session("bed", narrowing=Narrowing(kind="idea")).by_session == {"night": 1}
    assert shelf.library.search_by_session(" ").total == 0
    assert shelf.library.search_by_session("?").by_session == {"night": 1}


def test_the_list_knows_agenda_and_series(shelf: Shelf) -> None:
    """A row of the list carries what its strip and its series need."""
    rows = {row.id: row for row in shelf.library.sessions()}
    assert rows["night"].agenda == '[["discussion",40,"What got lost?"],["role_play",20,"At the bed"]]'
    assert (rows["winter"].series, rows["winter"].series_name, rows["winter"].series_number) == ("w", "Winter", 1)


def test_an_index_of_an_older_shape_is_made_again(tmp_path: Path) -> None:
    """A library whose derived tables a former version made is opened, and searched and narrowed like any other."""
    shelf = Shelf(tmp_path)
    shelf.library.close()
    file = sqlite3.connect(tmp_path / "library.sqlite3")
    for statement in (
        "ALTER TABLE entry DROP COLUMN who",
        "ALTER TABLE session_row DROP COLUMN agenda",
        "UPDATE meta SET value = '2' WHERE key = 'derived'",
    ):
        file.execute(statement)
    file.commit()
    file.close()
    with Library.open(tmp_path, write=False) as reading:
        assert reading.narrowed(Narrowing(series="w")) == {"winter"}
    with Library.open(tmp_path) as library:
        assert [hit.contribution for hit in library.search("bedside", narrowing=Narrowing(kind="idea")).hits] == [
            "idea"
        ]
        assert library.check().ok
