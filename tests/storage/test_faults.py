"""Flipped bytes, torn files, full and locked disks: a sentence, never a traceback, never wrong words."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from facilitator.session.contributions import GiveContribution
from facilitator.session.errors import FacilitatorError
from facilitator.session.store import Store
from facilitator.storage import Library, LibraryDamaged, LibraryFull, LibraryReadOnly
from tests.conftest import fill_up
from tests.storage.shelf import fill, texts

pytestmark = pytest.mark.faults

FULL = os.environ.get("FACILITATOR_FAULTS") == "full"
FLIPS, CUTS = (500, 50) if FULL else (40, 12)
PARTS = 4 if FULL else 1
"""Into how many tests the flips are dealt, so that several processors may do them."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A library with two sessions and a backup, to be damaged in copies."""
    previous = os.environ.get("FACILITATOR_HOME")
    os.environ["FACILITATOR_HOME"] = str(tmp_path_factory.mktemp("home"))
    folder = tmp_path_factory.mktemp("model") / "library"
    rnd = random.Random(1)
    words = [
        " ".join(rnd.choice(("bed", "ward", "night", "夜勤", "Ünal", "round")) for _n in range(30)) for _w in range(250)
    ]
    stream = fill(folder, words)
    fill(folder, words[:40], "Another")
    with Library.open(folder) as library:
        library.backup()
    if previous is None:
        del os.environ["FACILITATOR_HOME"]
    else:
        os.environ["FACILITATOR_HOME"] = previous
    return folder, stream


def texts_in(folder: Path, stream: str) -> list[str]:
    """The words of a session of a library that is whole."""
    with Library.open(folder, write=False) as library:
        return texts(library, stream)


def _use(folder: Path, stream: str, given: set[str], among: set[str]) -> str:
    """Open, list, read, search, write. What comes out must be what was given; what cannot be read is said."""
    try:
        with Library.open(folder) as library:
            library.sessions()
            said = texts(library, stream)
            assert set(said) <= given, "words that nobody said"
            assert len(set(said)) == len(given) or library.load(stream).aside, "words vanished without being noticed"
            for hit in library.search("night", limit=400).hits:
                assert hit.text in among or hit.what != "contribution"
            store = Store(library.journal)
            store.adopt(library.load(stream))
            store.dispatch(stream, GiveContribution(text="after the damage"))
            library.settle()
            assert "after the damage" in texts(library, stream)
        return "works"
    except LibraryDamaged as error:
        said_well = "facilitator restore" in str(error) and "last good backup" in str(error)
        return "damaged" if said_well else f"said badly: {error}"
    except FacilitatorError as error:
        return type(error).__name__


def _damaged_copy(model: Path, target: Path) -> Path:
    shutil.copytree(model, target)
    return target / "library.sqlite3"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
def test_flipped_bytes(model: tuple[Path, str], tmp_path: Path, part: int) -> None:
    """One byte changed anywhere: it works, or it says so and names the backup; nobody's words are ever wrong."""
    folder, stream = model
    with Library.open(folder, write=False) as library:
        given = set(texts(library, stream))
        other = {hit.text for hit in library.search("night", limit=1000).hits}
    rnd = random.Random(7 + part)
    outcomes: dict[str, int] = {}
    for number in range(FLIPS // PARTS):
        target = tmp_path / str(number)
        file = _damaged_copy(folder, target)
        raw = bytearray(file.read_bytes())
        at = rnd.randrange(len(raw))
        raw[at] ^= 1 << rnd.randrange(8)
        file.write_bytes(raw)
        outcome = _use(target, stream, given, given | other)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        shutil.rmtree(target)
    assert set(outcomes) <= {"works", "damaged", "LibraryNewer", "LibraryReadOnly"}, outcomes


@pytest.mark.parametrize("seen", [True, False], ids=["when opened", "when writing"])
def test_nothing_is_acknowledged_that_cannot_be_found(
    model: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seen: bool
) -> None:
    """With the place of the newest row torn, words would land where nobody finds them: that is said, none is kept."""
    folder, stream = model
    file = _damaged_copy(folder, tmp_path / "x")
    below = sqlite3.connect(file)
    newest = below.execute("SELECT id FROM fact ORDER BY row DESC LIMIT 1").fetchone()[0]
    below.close()
    raw = bytearray(file.read_bytes())
    page = next(at for at in range(0, len(raw), 4096) if raw[at] == 13 and newest.encode() in raw[at : at + 4096])
    cells = int.from_bytes(raw[page + 3 : page + 5], "big")
    raw[page + 8 + 2 * cells - 1] ^= 1 << 5  # where the last cell begins
    file.write_bytes(raw)
    if seen:
        with pytest.raises(LibraryDamaged, match="last good backup"):
            Library.open(tmp_path / "x")
        return
    monkeypatch.setattr("facilitator.storage.library.LAST_ROWS", 1)
    with Library.open(tmp_path / "x") as library:
        store = Store(library.journal)
        store.adopt(library.load(stream))
        before = texts(library, stream)
        store.dispatch(stream, GiveContribution(text="after the damage"))
        with pytest.raises(LibraryDamaged, match="last good backup"):
            library.settle()
        assert texts(library, stream) == before


SHAPE = [
    b'fact (\n\t"row" INTEGER',
    b"id TEXT NOT NULL, \n\tuses",
    b"TABLE found USING fts5",
    b"content='entry'",
    b"columnsize",
]


@pytest.mark.parametrize("place", SHAPE)
def test_every_byte_of_the_shape(model: tuple[Path, str], tmp_path: Path, place: bytes) -> None:
    """The description of the tables with a byte changed: understood as it was, or said to be damaged."""
    folder, stream = model
    given = set(texts_in(folder, stream))
    raw = (folder / "library.sqlite3").read_bytes()
    outcomes: dict[str, int] = {}
    for at in range(raw.index(place), raw.index(place) + len(place), 1 if FULL else 4):
        for bit in (0, 1, 7):
            file = _damaged_copy(folder, tmp_path / f"{at}-{bit}")
            file.write_bytes(raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :])
            outcome = _use(file.parent, stream, given, given)
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
            shutil.rmtree(file.parent)
    assert outcomes["damaged"]
    assert set(outcomes) <= {"works", "damaged"}


def test_a_shape_that_is_no_text_any_more(model: tuple[Path, str], tmp_path: Path) -> None:
    """Where a byte of the tables' own description is no letter it is said as any damage is, in a backup too."""
    folder, stream = model
    given = texts_in(folder, stream)
    file = _damaged_copy(folder, tmp_path / "x")
    good = next((tmp_path / "x" / "backups").iterdir())
    for damaged in (file, shutil.copy(good, good.with_name("library-20990101T000000Z-294.sqlite3"))):
        raw = bytearray(damaged.read_bytes())
        raw[raw.index(b"CREATE INDEX ix_fact_stream") + 5] ^= 1 << 7
        damaged.write_bytes(raw)
    for write in (True, False):
        with pytest.raises(LibraryDamaged) as said:
            Library.open(tmp_path / "x", write=write)
        assert str(good) in str(said.value)
    assert Library.mend(tmp_path / "x").ok
    with Library.open(tmp_path / "x") as library:
        assert texts(library, stream) == given


@pytest.mark.parametrize("change", ["kind = 'session_treated'", "body = '{}'", "stream = 'elsewhere'", "id = x'ff'"])
def test_a_session_that_lost_its_beginning(model: tuple[Path, str], tmp_path: Path, change: str) -> None:
    """With the first fact of a session unreadable it stays in the list, and opening it says so and names the backup."""
    folder, stream = model
    below = sqlite3.connect(_damaged_copy(folder, tmp_path / "x"))
    below.execute(f"UPDATE fact SET {change} WHERE stream = ? AND kind = 'session_created'", (stream,))
    below.commit()
    below.close()
    for again in (False, True):
        with Library.open(tmp_path / "x", write=not again) as library:
            if library._index is not None:
                library._index.rebuild()
            listed = {row.id: row for row in library.sessions()}
            assert listed[stream].contributions == len(texts_in(folder, stream))
            assert listed[stream].title == "Its title cannot be read"
            with pytest.raises(LibraryDamaged, match="last good backup"):
                library.load(stream)
            assert not library.check().ok
    assert Library.mend(tmp_path / "x").ok
    with Library.open(tmp_path / "x") as library:
        assert texts(library, stream) == texts_in(folder, stream)
        assert library.find_session(stream).title == "Night handover"


def test_mending_a_shape_saves_what_no_backup_has(model: tuple[Path, str], tmp_path: Path) -> None:
    """Where only the description of an index is damaged every word is read from the file itself."""
    folder, stream = model
    file = _damaged_copy(folder, tmp_path / "x")
    shutil.rmtree(tmp_path / "x" / "backups")
    raw = bytearray(file.read_bytes())
    raw[raw.index(b"CREATE INDEX ix_fact_stream") + 5] ^= 1 << 7
    file.write_bytes(raw)
    assert Library.mend(tmp_path / "x").ok
    with Library.open(tmp_path / "x") as library:
        assert texts(library, stream) == texts_in(folder, stream)
        assert library.check().ok


@pytest.mark.parametrize("listed", [True, False])
def test_mending_begins_a_session_again(model: tuple[Path, str], tmp_path: Path, listed: bool) -> None:
    """A beginning that can be read nowhere is made again, under the old title where the list still has it."""
    folder, stream = model
    below = sqlite3.connect(_damaged_copy(folder, tmp_path / "x"))
    shutil.rmtree(tmp_path / "x" / "backups")
    below.execute("UPDATE fact SET body = '{}' WHERE stream = ? AND kind = 'session_created'", (stream,))
    if not listed:
        below.execute("UPDATE session_row SET title = 'Wrong' WHERE stream = ?", (stream,))
    below.commit()
    below.close()
    report = Library.mend(tmp_path / "x")
    assert any("beginning" in problem.what for problem in report.problems)
    with Library.open(tmp_path / "x") as library:
        title = library.find_session(stream).title
        assert title == "Night handover" if listed else title.startswith("Session of 2")
        assert texts(library, stream) == texts_in(folder, stream)
        store = Store(library.journal)
        store.adopt(library.load(stream))
        store.dispatch(stream, GiveContribution(text="and on"))
        library.settle()
        assert texts(library, stream)[-1] == "and on"
        assert [row.title for row in library.sessions()].count("Another") == 1


def test_truncated_files(model: tuple[Path, str], tmp_path: Path) -> None:
    """A file cut off anywhere is said to be damaged, is left as it is, and the backup brings everything back."""
    folder, stream = model
    with Library.open(folder, write=False) as library:
        given = texts(library, stream)
    rnd = random.Random(8)
    for number in range(CUTS):
        target = tmp_path / str(number)
        file = _damaged_copy(folder, target)
        size = rnd.randrange(file.stat().st_size)
        os.truncate(file, size)
        torn = file.read_bytes()
        if _use(target, stream, set(given), set(given)) == "damaged":
            assert file.read_bytes()[: len(torn)] == torn
        with Library.open(folder, write=False) as library:
            good = library.backups()[0].path
        report = Library.restore(target, good)
        assert report.kept is not None
        with Library.open(target) as library:
            assert texts(library, stream) == given
            assert library.check().ok
        shutil.rmtree(target)


def test_mending_saves_what_can_be_read(model: tuple[Path, str], tmp_path: Path) -> None:
    """With a page of rubbish in the middle everything comes back, partly from the backup; the bad file is kept."""
    folder, stream = model
    with Library.open(folder, write=False) as library:
        given = texts(library, stream)
    file = _damaged_copy(folder, tmp_path / "x")
    raw = bytearray(file.read_bytes())
    page = raw.index(b"contribution_given") // 4096
    raw[page * 4096 : page * 4096 + 4096] = b"\xa5" * 4096
    file.write_bytes(raw)
    report = Library.mend(tmp_path / "x")
    assert report.ok
    assert any("backups" in problem.what for problem in report.problems)
    with Library.open(tmp_path / "x") as library:
        assert texts(library, stream) == given
    kept = next((tmp_path / "x").glob("library-damaged-*.sqlite3"))
    assert kept.read_bytes() == bytes(raw)


def test_a_damaged_log(tmp_path: Path) -> None:
    """Bytes changed in the write-ahead log of a run that was killed: older words stand, wrong ones never appear."""
    for number in range(30 if FULL else 6):
        folder = tmp_path / str(number)
        stream = fill(folder, ["first", "second"])
        library = Library.open(folder)
        store = Store(library.journal)
        store.adopt(library.load(stream))
        for place in range(20):
            store.dispatch(stream, GiveContribution(text=f"later {place}"))
        library.settle()
        copy = tmp_path / f"{number}-copy"
        shutil.copytree(folder, copy)
        library.close()
        log = copy / "library.sqlite3-wal"
        raw = bytearray(log.read_bytes())
        raw[random.Random(number).randrange(len(raw))] ^= 0x55
        log.write_bytes(raw)
        (copy / "library.sqlite3-shm").unlink(missing_ok=True)
        given = {"first", "second", *(f"later {place}" for place in range(20))}
        with Library.open(copy) as library:
            assert {"first", "second"} <= set(texts(library, stream)) <= given
            assert library.check().ok


def test_no_library_at_all_in_the_file(tmp_path: Path) -> None:
    """An empty file, a text and another program's database are said to be no library, and are left alone."""
    for name, content in (("empty", b""), ("text", b"Dear diary, " * 1000)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "library.sqlite3").write_bytes(content)
        with pytest.raises(LibraryDamaged, match="no backup"):
            Library.open(tmp_path / name)
        assert (tmp_path / name / "library.sqlite3").read_bytes() == content
    (tmp_path / "other").mkdir()
    other = sqlite3.connect(tmp_path / "other" / "library.sqlite3")
    other.execute("CREATE TABLE cats (name TEXT)")
    other.commit()
    other.close()
    with pytest.raises(LibraryDamaged):
        Library.open(tmp_path / "other")


def test_a_full_disk_refuses_and_recovers(small_disk: Path) -> None:
    """With no room left nothing is acknowledged; what was before is whole; with room again writing works again."""
    refused = _full_disk(small_disk, lambda: fill_up(small_disk / "ballast"), (small_disk / "ballast").unlink)
    assert refused


def _full_disk(disk: Path, use_up, make_room) -> None:  # type: ignore[no-untyped-def]
    stream = fill(disk / "library", ["before"])
    with Library.open(disk / "library") as library:
        store = Store(library.journal)
        store.adopt(library.load(stream))
        use_up()
        kept = ["before"]
        refused = 0
        for number in range(400):
            store.dispatch(stream, GiveContribution(text=f"{number} " + "x" * 8000))
            try:
                library.settle()
                kept.append(f"{number} ")
            except LibraryFull as error:
                refused += "no room left" in str(error)
                if refused > 3:
                    break
        assert [text[: len(known)] for text, known in zip(texts(library, stream), kept, strict=True)] == kept
        make_room()
        store.dispatch(stream, GiveContribution(text="room again"))
        library.settle()
        assert texts(library, stream)[-1] == "room again"
        assert library.check().ok
    return refused


@pytest.mark.skipif(os.name == "nt", reason="no such limit there")
def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """The same by the system's limit on the size of files, for those who are not root."""
    stream = fill(tmp_path, ["before"])
    script = (
        "import pathlib, resource, signal, sys\n"
        "from facilitator.session.contributions import GiveContribution\n"
        "from facilitator.session.errors import FacilitatorError\n"
        "from facilitator.session.store import Store\n"
        "from facilitator.storage import Library\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "library = Library.open(pathlib.Path(sys.argv[1]))\n"
        "store = Store(library.journal)\n"
        "store.adopt(library.load(sys.argv[2]))\n"
        "for number in range(200):\n"
        "    given = GiveContribution(text='x' * 5000)\n"
        "    store.dispatch(sys.argv[2], given)\n"
        "    try:\n"
        "        library.settle()\n"
        "        print(given.id, flush=True)\n"
        "    except FacilitatorError as error:\n"
        "        print(error, file=sys.stderr)\n"
        "        break\n"
        "library.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), stream], capture_output=True, text=True, timeout=60
    )
    assert "saved before is safe" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.split(), "nothing was kept before the file was full"
    with Library.open(tmp_path) as library:
        assert set(done.stdout.split()) <= set(library.load(stream).state.contributions.by_id)
        assert library.check().ok


def test_a_place_that_cannot_be_written(small_disk: Path) -> None:
    """Mounted read-only, with and without a log left by a kill, reading works and says why it is only that."""
    stream = fill(small_disk / "library", ["first"])
    library = Library.open(small_disk / "library")
    store = Store(library.journal)
    store.adopt(library.load(stream))
    store.dispatch(stream, GiveContribution(text="in the log"))
    library.settle()
    shutil.copytree(small_disk / "library", small_disk / "killed")
    library.close()
    library._index = None
    del library
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for name in ("library", "killed"):
        with Library.open(small_disk / name) as still:
            assert still.read_only
            assert "cannot be written" in still.why_read_only
            assert texts(still, stream) == ["first", "in the log"]
            assert still.search("log").total == 1
            reader = Store(still.journal)
            reader.adopt(still.load(stream))
            reader.dispatch(stream, GiveContribution(text="no"))
            with pytest.raises(LibraryReadOnly):
                still.settle()
