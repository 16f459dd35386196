"""Backups, restoring, checking, migrations."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from facilitator.session.contributions import GiveContribution
from facilitator.session.errors import FacilitatorError
from facilitator.session.store import Store
from facilitator.storage import BackupInfo, Library, LibraryBusy, LibraryMissing, NoBackup, schema
from facilitator.storage.backups import thinned
from facilitator.storage.making import make
from facilitator.storage.migrate import STEPS, migrate
from tests.storage.shelf import fill, texts

HOUR = 3_600_000


def test_rolling_backups_come_by_the_hour_and_only_with_news(tmp_path: Path) -> None:
    """One an hour at most, none when nothing was added, each read back before it counts."""
    now = [1_700_000_000_000]
    stream = fill(tmp_path, ["one"])
    with Library.open(tmp_path, clock=lambda: now[0]) as library:
        assert library.backup_if_due() is not None
        store = Store(library.journal)
        store.adopt(library.load(stream))
        store.dispatch(stream, GiveContribution(text="two"))
        library.settle()
        assert library.backup_if_due() is None
        now[0] += HOUR + 1
        assert library.backup_if_due() is not None
        now[0] += HOUR + 1
        assert library.backup_if_due() is None, "nothing is new"
        assert [info.facts for info in library.backups()] == [4, 3]
        assert all(info.good for info in library.backups())


def test_backups_are_thinned_by_age() -> None:
    """All of the last day, one a day for a month, one a week for a year, and always the newest good one."""
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    known = [BackupInfo(Path(f"{hours}"), now - timedelta(hours=hours), 1, True) for hours in range(24 * 500)]
    gone = set(thinned(known, now))
    kept = [info for info in known if info not in gone]
    assert sum(now - info.at < timedelta(days=1) for info in kept) == 24
    by_day = [info for info in kept if timedelta(days=1) <= now - info.at < timedelta(days=31)]
    assert len(by_day) == len({info.at.date() for info in by_day}) == 31
    by_week = [info for info in kept if timedelta(days=31) <= now - info.at]
    assert 47 <= len(by_week) <= 50
    assert max(now - info.at for info in kept) < timedelta(days=366)
    old = [info._replace(good=index > 0, at=info.at - timedelta(days=900)) for index, info in enumerate(known[:3])]
    assert old[1] not in thinned(old, now), "the last good one stays, however old"


def test_a_backup_made_while_words_come_in_is_whole(tmp_path: Path) -> None:
    """A backup between two words holds the first and opens by itself."""
    stream = fill(tmp_path / "a", ["one"])
    with Library.open(tmp_path / "a") as library:
        store = Store(library.journal)
        store.adopt(library.load(stream))
        store.dispatch(stream, GiveContribution(text="two"))
        library.settle()
        target = library.backup(tmp_path / "friday.db")
        store.dispatch(stream, GiveContribution(text="three"))
    report = Library.restore(tmp_path / "b", target)
    assert (report.facts, report.sessions, report.spoilt, report.kept) == (4, 1, 0, None)
    with Library.open(tmp_path / "b") as library:
        assert texts(library, stream) == ["one", "two"]
        assert library.check().ok


def test_restoring_keeps_what_was_there(tmp_path: Path) -> None:
    """The file before is kept whole under a dated name, and can be gone back to."""
    stream = fill(tmp_path, ["one"])
    with Library.open(tmp_path) as library:
        kept = library.backup()
        store = Store(library.journal)
        store.adopt(library.load(stream))
        store.dispatch(stream, GiveContribution(text="two"))
    report = Library.restore(tmp_path, kept)
    assert report.kept is not None
    with Library.open(tmp_path) as library:
        assert texts(library, stream) == ["one"]
    Library.restore(tmp_path, report.kept)
    with Library.open(tmp_path) as library:
        assert texts(library, stream) == ["one", "two"]


def test_restoring_refuses_what_it_cannot_trust(tmp_path: Path) -> None:
    """No file, no backup, a torn one, an open library: a sentence each, and nothing changes."""
    stream = fill(tmp_path, ["one"])
    with Library.open(tmp_path) as library:
        kept = library.backup()
        with pytest.raises(LibraryBusy, match="open in another window"):
            Library.restore(tmp_path, kept)
    with pytest.raises(LibraryMissing):
        Library.restore(tmp_path, tmp_path / "none.db")
    (tmp_path / "text.db").write_text("Dear diary")
    torn = tmp_path / "torn.db"
    torn.write_bytes(kept.read_bytes()[:9000])
    empty = tmp_path / "empty.db"
    empty.touch()
    for wrong in (tmp_path / "text.db", torn, empty):
        with pytest.raises(NoBackup, match="is damaged or is no backup"):
            Library.restore(tmp_path, wrong)
    with Library.open(tmp_path) as library:
        assert texts(library, stream) == ["one"]
    assert not list(tmp_path.glob(".*.new*"))


def test_checking_finds_and_mends_a_wrong_index(tmp_path: Path) -> None:
    """Derived rows that are not what the record says are named, and right again after repairing."""
    stream = fill(tmp_path, ["bedside", "corridor"])
    other = sqlite3.connect(tmp_path / "library.sqlite3")
    other.execute("UPDATE session_row SET title = 'Wrong'")
    other.execute("DELETE FROM entry WHERE text = 'bedside'")
    other.commit()
    other.close()
    with Library.open(tmp_path) as library:
        report = library.check()
        assert not report.ok
        assert report.facts == 4
        assert not any(problem.mended for problem in report.problems)
        mended = library.check(repair=True)
        assert mended.ok
        assert all(problem.mended for problem in mended.problems)
        assert library.check().problems == []
        assert library.search("bedside").total == 1
        assert texts(library, stream) == ["bedside", "corridor"]


def test_checking_names_missing_numbers_and_attachments(tmp_path: Path) -> None:
    """A fact taken out by hand leaves a gap that is said; so is a file of an attachment that is not there."""
    from facilitator.session.attachments import AddAttachment

    stream = fill(tmp_path, ["one", "two"])
    with Library.open(tmp_path) as library:
        store = Store(library.journal)
        store.adopt(library.load(stream))
        store.dispatch(stream, AddAttachment(sha256="0" * 64, name="flip chart.png"))
        library.settle()
        assert any("Its file is missing" in problem.what for problem in library.check().problems)
    other = sqlite3.connect(tmp_path / "library.sqlite3")
    other.execute("DELETE FROM fact WHERE seq = 3")
    other.commit()
    other.close()
    with Library.open(tmp_path, write=False) as library:
        assert any("Of its numbers, 1 missing" in problem.what for problem in library.check().problems)
        with pytest.raises(FacilitatorError, match="damaged"):
            library.load(stream)


# ---- migrations -----------------------------------------------------------------------------------------------------

STEP = """
revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

from alembic import op

def upgrade():
    op.execute("CREATE TABLE more (id INTEGER PRIMARY KEY)")
    op.execute("INSERT INTO more VALUES (1)")
    {then}
    op.execute("CREATE TABLE again (id INTEGER PRIMARY KEY)")
"""


def _shape(file: Path) -> list[tuple[str, str]]:
    other = sqlite3.connect(file)
    rows = other.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    version = other.execute("SELECT version_num FROM alembic_version").fetchall()
    other.close()
    return [*((name, " ".join(sql.split())) for name, sql in rows), ("version", str(version))]


def _steps(folder: Path, then: str) -> Path:
    folder.mkdir()
    (folder / "0002_more.py").write_text(STEP.format(then=then))
    return folder


def test_a_step_brings_an_older_library_on(tmp_path: Path) -> None:
    """A migration runs whole, after a verified backup, and the words are as before."""
    stream = fill(tmp_path / "library", ["one"])
    kept = migrate(tmp_path / "library", more=[_steps(tmp_path / "steps", "pass")])
    assert kept.is_file()
    assert {"more", "again"} <= {name for name, _sql in _shape(tmp_path / "library" / "library.sqlite3")}
    with Library.open(tmp_path / "library") as library:
        assert library.read_only, "the program of this test knows step 0001 alone"
        assert texts(library, stream) == ["one"]


def test_a_step_that_fails_leaves_the_library_as_it_was(tmp_path: Path) -> None:
    """A migration that raises half way leaves no table behind, says so, and the library opens and writes."""
    stream = fill(tmp_path / "library", ["one"])
    before = _shape(tmp_path / "library" / "library.sqlite3")
    with pytest.raises(FacilitatorError, match="as it was, and a backup"):
        migrate(tmp_path / "library", more=[_steps(tmp_path / "steps", "raise RuntimeError('half way')")])
    assert _shape(tmp_path / "library" / "library.sqlite3") == before
    with Library.open(tmp_path / "library") as library:
        assert not library.read_only
        assert texts(library, stream) == ["one"]
        assert library.check().ok


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_killed_in_mid_migration(tmp_path: Path) -> None:
    """A program killed between two statements of a step leaves the library as it was."""
    stream = fill(tmp_path / "library", ["one"])
    before = _shape(tmp_path / "library" / "library.sqlite3")
    steps = _steps(tmp_path / "steps", f"import os; os.kill(os.getpid(), {int(signal.SIGKILL)})")
    script = (
        "import pathlib, sys\n"
        "from facilitator.storage.migrate import migrate\n"
        "migrate(pathlib.Path(sys.argv[1]), more=[pathlib.Path(sys.argv[2])])\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "library"), str(steps)], timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert _shape(tmp_path / "library" / "library.sqlite3") == before
    with Library.open(tmp_path / "library") as library:
        assert texts(library, stream) == ["one"]


def test_the_steps_together_make_todays_shape(tmp_path: Path) -> None:
    """A library made anew and one brought up from nothing have the same tables; the newest step is ours."""
    import alembic.command
    import alembic.config
    from alembic.script import ScriptDirectory

    from facilitator.storage.engine import connect_write, engine_for

    make(tmp_path / "new.sqlite3")
    sqlite3.connect(tmp_path / "old.sqlite3").close()
    config = alembic.config.Config()
    config.set_main_option("script_location", str(STEPS))
    config.set_main_option("path_separator", "newline")
    with engine_for(lambda: connect_write(tmp_path / "old.sqlite3"), write=True).begin() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "head")
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]

    def bare(file: Path) -> list[tuple[str, str]]:
        return [
            (name, sql.replace(" NOT NULL", "").replace('"', ""))
            for name, sql in _shape(file)
            if name != "alembic_version"
        ]

    assert bare(tmp_path / "old.sqlite3") == bare(tmp_path / "new.sqlite3")
