"""A loss nobody can mend is told once as such, then named as known; a new one is told again."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.contributions import GiveContribution
from facilitator.session.store import Store
from facilitator.storage import Library, known_lost
from facilitator.storage.check import CheckReport
from tests.storage.shelf import fill, texts


def _run(folder: Path, sql: str) -> None:
    with closing(sqlite3.connect(folder / "library.sqlite3")) as below:
        below.execute(sql)
        below.commit()


def _check(folder: Path, *, repair: bool = False) -> CheckReport:
    with Library.open(folder, write=repair) as library:
        return library.check(repair=repair)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE fact SET body = replace(body, 'three', 'thrXe') WHERE body LIKE '%three%'",
        "DELETE FROM fact WHERE body LIKE '%three%'",
    ],
)
def test_a_loss_is_told_once_and_then_known(tmp_path: Path, harm: str) -> None:
    """The mending is not well; each check after it is, and still names the loss. Nothing is mended a second time."""
    folder = tmp_path / "library"
    stream = fill(folder, ["one", "two", "three", "four"])
    _run(folder, harm)
    assert not _check(folder).ok
    mended = _check(folder, repair=True)
    assert not mended.ok
    assert [problem.what for problem in mended.problems if not problem.mended and not problem.known] == [
        "1 fact can no longer be read and is in no backup."
    ]
    files = sorted(folder.glob("library-damaged-*"))
    for repair in (False, True, False):
        report = _check(folder, repair=repair)
        assert report.ok
        assert [(problem.known, problem.what) for problem in report.problems] == [
            (True, "1 entry is lost for good. This was told when the library was mended.")
        ]
    assert sorted(folder.glob("library-damaged-*")) == files
    with Library.open(folder) as library:
        assert texts(library, stream) == ["one", "two", "four"]


def test_a_new_loss_beside_a_known_one_is_told(tmp_path: Path) -> None:
    """What is known excuses nothing else: the second loss is not well until it was told too, then both are known."""
    folder = tmp_path / "library"
    fill(folder, ["one", "two", "three", "four"])
    _run(folder, "DELETE FROM fact WHERE body LIKE '%two%'")
    _check(folder, repair=True)
    assert _check(folder).ok
    _run(folder, "DELETE FROM fact WHERE body LIKE '%three%'")
    assert not _check(folder).ok
    mended = _check(folder, repair=True)
    assert not mended.ok
    assert "1 fact can no longer be read and is in no backup." in [problem.what for problem in mended.problems]
    report = _check(folder)
    assert report.ok
    assert [problem.what for problem in report.problems] == [
        "2 entries are lost for good. This was told when the library was mended."
    ]


def test_a_library_goes_on_with_a_known_loss(tmp_path: Path) -> None:
    """Words, a backup and going back to it keep the note; a backup from before the loss has no loss."""
    folder = tmp_path / "library"
    stream = fill(folder, ["one", "two", "three"])
    with Library.open(folder) as library:
        before = library.backup(tmp_path / "before.db")
    _run(folder, "DELETE FROM fact WHERE body LIKE '%two%'")
    shutil.rmtree(folder / "backups", ignore_errors=True)
    _check(folder, repair=True)
    with Library.open(folder) as library:
        store = Store(library.journal)
        store.adopt(library.load(stream))
        store.dispatch(stream, GiveContribution(text="and on"))
        library.settle()
        after = library.backup(tmp_path / "after.db")
    Library.restore(tmp_path / "other", after)
    assert _check(tmp_path / "other").ok
    assert [problem.known for problem in _check(tmp_path / "other").problems] == [True]
    Library.restore(folder, before)
    assert _check(folder).problems == []


@given(st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60)))
def test_spans(numbers: set[int], known: set[int]) -> None:
    """Gaps are exactly what is missing below the highest number; what is beyond the known ones is counted exactly."""
    missing = set(range(1, max(numbers, default=0) + 1)) - numbers
    spans = known_lost.gaps(numbers)
    assert {number for low, high in spans for number in range(low, high + 1)} == missing
    assert known_lost.count(spans) == len(missing)
    noted = known_lost.gaps(set(range(1, 62)) - known)
    assert known_lost.beyond(spans, noted) == len(missing - known)
    lost = {("session", "writer"): noted}
    assert known_lost.from_text(known_lost.as_text(lost)) == lost


@pytest.mark.parametrize("text", [None, "", "null", "[1]", '[["a"]]', '[["a", "b", [["x", 1]]]]', "{", "[[1, 2, 3]]"])
def test_a_damaged_note_knows_nothing(text: str | None) -> None:
    """What cannot be read excuses no loss."""
    assert known_lost.from_text(text) == {}
