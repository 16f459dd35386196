"""Nothing says all of it: the part that something does say, in whole words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.contributions import GiveContribution
from facilitator.session.narrowing import Narrowing
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.storage import Library
from facilitator.storage.nearest import Nearest, parts

SAID = (
    ("one", "Hand over at the bedside, quietly"),
    ("two", "The bedside lockers are locked"),
    ("two", "bedside again"),
    ("one", "床边交接班需要时间"),
    ("one", "夜勤の引き継ぎノート"),
    ("two", "ผู้ป่วยเป็นคนเดียวที่อยู่ตลอดคืน"),
    ("two", "הטיפול בתבונה"),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("nearest"), create=True) as opened:
        store = Store(opened.journal)
        for stream in ("one", "two"):
            store.dispatch(stream, CreateSession(title=stream))
        for stream, text in SAID:
            store.dispatch(stream, GiveContribution(text=text, kind="idea" if stream == "one" else "note"))
        opened.settle()
        yield opened


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("bedside cart", Nearest("bedside", 3, 2)),
        ("cart, bedside", Nearest("bedside", 3, 2)),
        ("bedside lockers cart", Nearest("bedside lockers", 1, 1)),
        ("bedsidecart", None),
        ("cart", None),
        ("?!", None),
        ("床边推车", Nearest("床边", 1, 1)),
        ("引き継ぎ会議", Nearest("引き継ぎ", 1, 1)),
        ("ノート会", Nearest("ノート", 1, 1)),
        ("ผู้ป่วยใหม่", Nearest("ผู้ป่วย", 1, 1)),
        ("床边 cart", Nearest("床边", 1, 1)),
        ("תבונה", Nearest("בתבונה", 1, 1)),
    ],
)
def test_the_largest_part_that_is_said(library: Library, query: str, nearest: Nearest | None) -> None:
    """Whole words, never a piece of one; a sensible run where words are written without spaces; the true numbers."""
    assert library.search(query).total == 0
    assert library.nearest(query) == nearest


def test_a_narrowing_holds_for_the_part_too(library: Library) -> None:
    """What is offered is found with the filters that hold."""
    assert library.nearest("bedside cart", Narrowing(kind="idea")) == Nearest("bedside", 1, 1)
    assert library.nearest("bedside cart", Narrowing(kind="story")) is None


@given(st.lists(st.text("abcdé-'", min_size=1), max_size=9))
def test_no_word_is_ever_cut(words: list[str]) -> None:
    """Of words with spaces between only whole ones are offered, in their order, and never all of them again."""
    query = " ".join(words)
    whole = {word.strip("-'") for word in words}
    for part in parts(query):
        assert set(part.split()) <= whole
        assert part != query


@given(st.text("เกิดมาผู้ป่วยក្រុមស្រី", min_size=1, max_size=20))
def test_no_sign_is_torn_from_its_letter(run: str) -> None:
    """A part of a run begins with no sign that hangs on a letter before it, nor ends with a vowel of the next one."""
    for part in parts(run):
        assert run.endswith(part) or part[-1] not in "เ\u17d2"
