"""What the tests of the record share: a library with a session in it, and how to add to it."""

from __future__ import annotations

from pathlib import Path

from facilitator.session.contributions import GiveContribution
from facilitator.session.people import JoinPerson
from facilitator.session.ports import uuid7
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.storage import Library


def fill(folder: Path, words: list[str], title: str = "Night handover", stream: str = "") -> str:
    """A library with one session more, one person and these contributions. Returns the session's id."""
    stream = stream or uuid7()
    with Library.open(folder, create=True) as library:
        store = Store(library.journal)
        store.dispatch(stream, CreateSession(title=title))
        store.dispatch(stream, JoinPerson(person="p1", name="Zoë Şahin"))
        for text in words:
            store.dispatch(stream, GiveContribution(text=text, authors=("p1",)))
        library.settle()
    return stream


def texts(library: Library, stream: str) -> list[str]:
    """The words of a session, in order."""
    return [given.text for given in library.load(stream).state.contributions.by_id.values()]
