"""Writer ids: numbers are never used twice, whatever happens to the file."""

from __future__ import annotations

import shutil
from pathlib import Path

from facilitator.session.contributions import GiveContribution
from facilitator.session.store import Store
from facilitator.storage import Library
from tests.storage.shelf import fill


def _give(library: Library, stream: str, text: str) -> str:
    store = Store(library.journal)
    store.adopt(library.load(stream))
    store.dispatch(stream, GiveContribution(text=text))
    library.settle()
    return library.journal.device


def _writer(folder: Path, stream: str, text: str = "more") -> str:
    with Library.open(folder) as library:
        return _give(library, stream, text)


def _whole(folder: Path, stream: str) -> None:
    with Library.open(folder, write=False) as library:
        assert library.check().ok
        ledger = library.load(stream)
        for device, last in ledger.vector.items():
            assert sorted(fact.seq for fact in ledger.facts if fact.device == device) == list(range(1, last + 1))


def test_runs_after_one_another_share_a_writer(tmp_path: Path) -> None:
    """A run that ended well hands its writer id to the next, so that they do not pile up."""
    stream = fill(tmp_path, ["one"])
    assert _writer(tmp_path, stream) == _writer(tmp_path, stream) == _writer(tmp_path, stream)
    _whole(tmp_path, stream)


def test_two_runs_at_once_have_two_writers(tmp_path: Path) -> None:
    """While one holds the writer id, another gets its own."""
    stream = fill(tmp_path, ["one"])
    with Library.open(tmp_path) as first, Library.open(tmp_path) as second:
        assert _give(first, stream, "a") != _give(second, stream, "b")
    _whole(tmp_path, stream)


def test_a_copied_folder_gets_another_writer(tmp_path: Path) -> None:
    """A copy of the whole folder never counts with the numbers of the original."""
    stream = fill(tmp_path / "a", ["one"])
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    assert _writer(tmp_path / "a", stream) != _writer(tmp_path / "b", stream)


def test_a_restored_backup_gets_another_writer(tmp_path: Path) -> None:
    """After a restore the numbers given since the backup are not given again."""
    stream = fill(tmp_path, ["one"])
    with Library.open(tmp_path) as library:
        kept = library.backup()
    before = _writer(tmp_path, stream)
    Library.restore(tmp_path, kept)
    assert _writer(tmp_path, stream) != before
    _whole(tmp_path, stream)


def test_a_file_put_back_by_hand_gets_another_writer(tmp_path: Path) -> None:
    """An older copy put in the same place is noticed, whether made between runs or in the middle of one."""
    stream = fill(tmp_path, ["one"])
    file, kept = tmp_path / "library.sqlite3", tmp_path / "kept"
    shutil.copy(file, kept)
    before = _writer(tmp_path, stream)
    shutil.copy(kept, file)
    after = _writer(tmp_path, stream)
    assert after != before
    with Library.open(tmp_path) as library:
        _give(library, stream, "x")
        shutil.copy(library.backup(tmp_path / "middle"), kept)
        _give(library, stream, "y")
    shutil.copy(kept, file)
    assert _writer(tmp_path, stream) not in (before, after)


def test_a_run_that_died_leaves_its_writer_behind(tmp_path: Path) -> None:
    """After a crash a new id is minted: nobody can be sure what the last run wrote."""
    stream = fill(tmp_path, ["one"])
    library = Library.open(tmp_path)
    before = _give(library, stream, "two")
    library.journal._lease.give_back()  # type: ignore[attr-defined]  # the lock goes with the process, the note stays
    library.journal._lease = None  # type: ignore[attr-defined]
    assert _writer(tmp_path, stream) != before


def test_without_a_place_for_notes_every_run_has_its_own(tmp_path: Path, home: Path) -> None:
    """Where this computer keeps no notes, writing still works, with a fresh id each time."""
    stream = fill(tmp_path, ["one"])
    shutil.rmtree(home / "state")
    (home / "state").write_text("in the way")
    assert _writer(tmp_path, stream) != _writer(tmp_path, stream)
    _whole(tmp_path, stream)
