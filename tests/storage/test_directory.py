"""The people already known, over the whole library: each once, the newest use first, as their sessions have them."""

from __future__ import annotations

import datetime
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.session.errors import Rejected
from facilitator.session.people import (
    DescribePerson,
    GiveConsent,
    JoinPerson,
    LeavePerson,
    TakeOutPerson,
)
from facilitator.session.ports import uuid7
from facilitator.session.rules import Command, Together
from facilitator.session.sessions import CreateSession, DescribeSession, RemoveSession
from facilitator.session.store import Store
from facilitator.session.talk_steps import TalkWords, log_step
from facilitator.storage import Library
from facilitator.storage.directory import KnownPerson
from facilitator.storage.engine import DATABASE
from tests.storage.shelf import fill


def session(store: Store, stream: str, starts: str, *people: JoinPerson) -> None:
    """A session on a day, with these people."""
    about = (CreateSession(title=stream), DescribeSession(starts=starts))
    store.dispatch(stream, Together(commands=(*about, *people)))


def test_each_person_once_the_newest_use_first(tmp_path: Path) -> None:
    """Spellings are taken together; what was said last holds; roles are those held most often."""
    with Library.open(tmp_path, create=True) as library:
        store = Store(library.journal)
        ana = {"name": "Ana Sousa", "roles": ("facilitator",), "unit": "Ward 4", "note": "early"}
        session(
            store, "one", "2026-01-05T10:00+00:00", JoinPerson(person="a", **ana), JoinPerson(person="b", name="Ben")
        )
        session(store, "two", "2026-02-05T10:00+00:00", JoinPerson(person="a", **{**ana, "unit": "Ward 5"}))
        newest = JoinPerson(person="x", name="ANA  SOUSÁ", also=("Aninha",), named=False)
        session(store, "three", "2026-03-05T10:00+00:00", newest)
        library.settle()
        assert library.people() == [
            KnownPerson(
                "ANA  SOUSÁ", ("Aninha", "Ana Sousa"), "Ward 5", "early", ("facilitator",), False, 3, 1772704800000
            ),
            KnownPerson("Ben", (), "", "", ("participant",), True, 1, 1767607200000),
        ]


def test_what_changes_is_seen_at_once(tmp_path: Path) -> None:
    """Renaming, consent, taking out, undo, a removed session and another program's words, without opening it again."""
    with Library.open(tmp_path, create=True) as library:
        store = Store(library.journal)
        session(store, "one", "2026-01-05T10:00+00:00", JoinPerson(person="a", name="Ana"))

        def names() -> list[str]:
            library.settle()
            return [person.name for person in library.people()]

        assert names() == ["Ana"]
        store.dispatch("one", DescribePerson(person="a", name="Anna", unit="ICU"))
        store.dispatch("one", GiveConsent(person="a", named=False))
        library.settle()
        assert [(one.name, one.unit, one.named) for one in library.people()] == [("Anna", "ICU", False)]
        store.dispatch("one", TakeOutPerson(person="a"))
        assert names() == []
        store.undo("one")
        assert names() == ["Anna"]
        fill(tmp_path, [], title="Another program")
        assert sorted(names()) == ["Anna", "Zoë Şahin"]
        store.dispatch("one", RemoveSession())
        assert names() == ["Zoë Şahin"]


def test_people_of_talks_are_offered_to_their_owner(tmp_path: Path) -> None:
    """Somebody met in a private talk is known to the one who logged it."""
    with Library.open(tmp_path, create=True) as library:
        store = Store(library.journal)
        words = TalkWords(name="Priya Raman", unit="nurse", gave="a card")
        step = log_step(words, "Coffee with Priya", datetime.date(2026, 3, 12))
        store.dispatch(step.stream, step.step)
        library.settle()
        assert [(one.name, one.unit) for one in library.people()] == [("Priya Raman", "nurse")]


@pytest.mark.parametrize("write", [True, False], ids=["written", "only read"])
def test_a_flipped_byte_makes_nobody(tmp_path: Path, write: bool) -> None:
    """A damaged row is nobody's word: its person is not offered under a wrong name; the others are."""
    with Library.open(tmp_path, create=True) as library:
        store = Store(library.journal)
        people = (JoinPerson(person="a", name="Ana"), JoinPerson(person="b", name="Ben"))
        session(store, "one", "2026-01-05T10:00+00:00", *people)
        library.settle()
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        sql = "UPDATE fact SET body = CAST(replace(body, 'Ana', x'ff6e61') AS TEXT) WHERE kind = 'person_joined'"
        connection.execute(sql + " AND body LIKE '%Ana%'")
    connection.close()
    with Library.open(tmp_path, write=write) as library:
        assert [person.name for person in library.people()] == ["Ben"]


PEOPLE = st.sampled_from(["p", "q", "r"])
WORDS = st.sampled_from(["Ana", "ANA", "Zoë", "Ben"])
COMMANDS = st.lists(
    st.one_of(
        st.builds(JoinPerson, id=st.builds(uuid7), person=PEOPLE, name=WORDS, unit=st.sampled_from(["", "ICU"])),
        st.builds(DescribePerson, id=st.builds(uuid7), person=PEOPLE, name=st.none() | WORDS, note=st.none() | WORDS),
        st.builds(DescribePerson, id=st.builds(uuid7), person=PEOPLE, roles=st.just(("scribe",)), unit=st.just("")),
        st.builds(GiveConsent, id=st.builds(uuid7), person=PEOPLE, named=st.none() | st.booleans()),
        st.builds(TakeOutPerson, id=st.builds(uuid7), person=PEOPLE),
        st.builds(LeavePerson, id=st.builds(uuid7), person=PEOPLE),
        st.just(None),
    ),
    max_size=14,
)


@given(COMMANDS)
@settings(max_examples=40, deadline=None)
def test_as_the_session_folds_them(tmp_path_factory: pytest.TempPathFactory, commands: list[Command | None]) -> None:
    """Whatever is done and undone, the directory has exactly the people, and says of them what the session does."""
    with Library.open(tmp_path_factory.mktemp("library"), create=True) as library:
        store = Store(library.journal)
        store.dispatch("s", CreateSession(title="S"))
        for command in commands:
            try:
                if command is None:
                    store.undo("s")
                else:
                    store.dispatch("s", command)
            except Rejected:
                continue
        library.settle()
        there = library.load("s").state.people.present()
        known = library.people()
        assert {name for one in known for name in (one.name, *one.also)} == {person.name for person in there}
        alone = [one for one in known if not one.also and sum(person.name == one.name for person in there) == 1]
        for one in alone:
            (person,) = (person for person in there if person.name == one.name)
            assert (one.unit, one.note, one.roles, one.named) == (person.unit, person.note, person.roles, person.named)


def test_a_thousand_sessions_are_quick(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """1,000 sessions of 14 people: the first question reads them all, the next cost what is new."""
    with Library.open(tmp_path, create=True) as library:
        store = Store(library.journal)
        for number in range(1_000):
            joins = [
                JoinPerson(person=f"{number}-{at}", name=f"Zoë {(number * 14 + at) % 900}", unit="Ward 4")
                for at in range(14)
            ]
            session(store, f"s{number}", "2026-01-05T10:00+00:00", *joins)
            store.close(f"s{number}")
        library.settle()
        library.sessions()
        began = time.process_time()
        found = library.people()
        first = time.process_time() - began
        began = time.process_time()
        again = library.people()
        second = time.process_time() - began
        assert (len(found), again) == (900, found)
        assert sum(person.sessions for person in found) == 14_000
        record_property("first_ms", round(first * 1000))
        record_property("again_ms", round(second * 1000))
        assert first < 1.5
        assert second < 0.3
