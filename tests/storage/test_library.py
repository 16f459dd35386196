"""Opening, writing and reading a library."""

from __future__ import annotations

import json
import os
import queue
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from facilitator.session.contributions import GiveContribution
from facilitator.session.errors import FacilitatorError, Rejected
from facilitator.session.facts import Fact
from facilitator.session.rules import Together
from facilitator.session.sessions import CreateSession, RemoveSession
from facilitator.session.store import Change, Status, Store
from facilitator.storage import Library, LibraryGone, LibraryMissing, LibraryNewer, LibraryReadOnly
from facilitator.storage.places import network_drive, sync_service
from tests.storage.shelf import fill, texts
from tests.waiting import PATIENCE


def test_what_was_given_is_there_after_opening_again(tmp_path: Path) -> None:
    """Words come back exactly as given, with all their facts."""
    words = ["At the bedside", "夜勤の引き継ぎ", "a\u202eb\x00c", "🙂" * 50]
    stream = fill(tmp_path / "library", words)
    with Library.open(tmp_path / "library") as library:
        assert texts(library, stream) == words
        row = library.find_session(stream[:13])
        assert (row.title, row.contributions, row.people) == ("Night handover", 4, 1)
        assert library.check().ok


def test_no_library_is_said_and_none_is_made(tmp_path: Path) -> None:
    """Reading where nothing is says so and leaves nothing behind."""
    with pytest.raises(LibraryMissing, match="There is no library"):
        Library.open(tmp_path / "nowhere")
    with pytest.raises(LibraryMissing):
        Library.open(tmp_path / "nowhere", create=True, write=False)
    assert not (tmp_path / "nowhere").exists()


def test_sessions_are_found_by_id_beginning_or_title(tmp_path: Path) -> None:
    """Two of one title are not guessed between; an unknown word is refused in a sentence."""
    first = fill(tmp_path, ["one"], "Twice", "aaaa-1")
    fill(tmp_path, ["two"], "Twice", "aaaa-2")
    with Library.open(tmp_path, write=False) as library:
        assert library.find_session(first).id == first
        with pytest.raises(Rejected, match="2 sessions are called “Twice”"):
            library.find_session("Twice")
        with pytest.raises(Rejected, match="Give more of it"):
            library.find_session("aaaa")
        with pytest.raises(Rejected, match="There is no session “Thrice”"):
            library.find_session("Thrice")


def test_a_removed_session_is_neither_listed_nor_found(tmp_path: Path) -> None:
    """What was put away is out of lists and search, and comes back when that is taken back."""
    stream = fill(tmp_path, ["bedside"])
    with Library.open(tmp_path) as library:
        store = Store(library.journal)
        store.adopt(library.load(stream))
        store.dispatch(stream, RemoveSession())
        library.settle()
        assert library.sessions() == []
        assert library.search("bedside").total == 0
        store.undo(stream)
        library.settle()
        assert library.search("bedside").total == 1
        assert library.check().ok


def test_a_change_is_kept_only_after_it_is_on_disk(tmp_path: Path) -> None:
    """When the store says kept, another connection reads the fact."""
    seen: list[int] = []
    with Library.open(tmp_path, create=True) as library:
        store = Store(library.journal)

        def hear(change: Change) -> None:
            if change.status is Status.KEPT:
                other = sqlite3.connect(tmp_path / "library.sqlite3")
                seen.append(
                    other.execute("SELECT count(*) FROM fact WHERE id = ?", (change.facts[0].id,)).fetchone()[0]
                )
                other.close()

        store.subscribe(hear)
        store.dispatch("s", CreateSession(title="S"))
        library.settle()
    assert seen == [1]


def test_many_at_once_share_few_commits(tmp_path: Path) -> None:
    """A thousand given at once are one batch or a few, and all are kept, in order, without a gap."""
    with Library.open(tmp_path, create=True) as library:
        store = Store(library.journal)
        store.dispatch("s", CreateSession(title="S"))
        for number in range(1000):
            store.dispatch("s", GiveContribution(text=str(number)))
        library.settle()
        assert library._journal.committed < 100  # type: ignore[union-attr]
        ledger = library.load("s")
    assert [fact.seq for fact in ledger.facts] == list(range(1, 1002))
    assert [given.text for given in ledger.state.contributions.by_id.values()] == [str(n) for n in range(1000)]


def test_outcomes_arrive_where_the_store_lives(tmp_path: Path) -> None:
    """With a loop of one's own, the fate of facts is told by the function given, and never in the writer's thread."""
    posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    told_in: list[str] = []
    with Library.open(tmp_path, create=True, deliver=posted.put) as library:
        store = Store(library.journal)
        store.subscribe(lambda change: told_in.append(threading.current_thread().name))
        store.dispatch("s", CreateSession(title="S"))
        posted.get(timeout=PATIENCE)()
        assert store.waiting == 0
    assert set(told_in) == {threading.current_thread().name}


def test_reading_only_changes_nothing(tmp_path: Path) -> None:
    """Opened for reading, a library takes nothing and not a byte of its file changes."""
    stream = fill(tmp_path, ["bedside"])
    before = (tmp_path / "library.sqlite3").read_bytes()
    with Library.open(tmp_path, write=False) as library:
        store = Store(library.journal)
        store.adopt(library.load(stream))
        assert library.search("bed").total == 1
        store.dispatch(stream, GiveContribution(text="no"))
        with pytest.raises(LibraryReadOnly):
            library.settle()
        assert texts(library, stream) == ["bedside"]
        assert len(store.state(stream).contributions) == 1
    assert (tmp_path / "library.sqlite3").read_bytes() == before


def test_a_newer_library_opens_for_reading(tmp_path: Path) -> None:
    """A library of a newer shape is read and searched, says why it is not written, and refuses writing in words."""
    stream = fill(tmp_path, ["bedside"])
    other = sqlite3.connect(tmp_path / "library.sqlite3")
    other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.execute("DROP TABLE session_row")
    other.commit()
    other.close()
    with Library.open(tmp_path) as library:
        assert library.read_only
        assert "newer version" in library.why_read_only
        assert texts(library, stream) == ["bedside"]
        assert library.sessions()[0].title == "Night handover"
        assert library.search("bedside").total == 1
        store = Store(library.journal)
        store.adopt(library.load(stream))
        store.dispatch(stream, GiveContribution(text="no"))
        with pytest.raises(LibraryNewer):
            library.settle()


def test_unknown_kinds_and_newer_versions_are_kept_and_passed_on(tmp_path: Path) -> None:
    """Facts this program does not understand are on disk as they came, and change nothing it shows."""
    stream = fill(tmp_path, ["bedside"])
    strange = [
        Fact("f1", stream, "other", 1, 5, 0, None, "hologram_shown", 7, {"depth": 1.5, "of": [1, None, {"a": "ü"}]}),
        Fact("f2", stream, "other", 2, 6, 0, "p9", "contribution_given", 99, {"anything": True}),
        Fact("f3", stream, "other", 3, 7, 0, None, "contribution_given", 1, {"text": 5, "broken": "\ud800"}),
    ]
    with Library.open(tmp_path) as library:
        store = Store(library.journal)
        store.adopt(library.load(stream))
        before = store.ledger(stream).state
        store.admit(stream, strange)
        library.settle()
        assert store.ledger(stream).state.same_as(before)
    with Library.open(tmp_path) as library:
        ledger = library.load(stream)
        assert [ledger.by_id[fact.id] for fact in strange] == strange
        assert set(ledger.unknown) == {"f1", "f2"}
        assert set(ledger.aside) == {"f3"}


def test_the_same_facts_again_change_nothing(tmp_path: Path) -> None:
    """A repeated delivery of an id is no news, in memory and on disk."""
    stream = fill(tmp_path / "a", ["one", "two"])
    with Library.open(tmp_path / "a") as library:
        facts = library.load(stream).facts
    with Library.open(tmp_path / "b", create=True) as library:
        for _time in range(2):
            store = Store(library.journal)
            store.admit(stream, facts)
            library.settle()
        assert library.load(stream).facts == facts
        assert library.check().ok


def test_facts_of_another_program_are_noticed_once(tmp_path: Path) -> None:
    """Polling gives what another program wrote, each once, and never what this one wrote itself."""
    stream = fill(tmp_path, ["one"])
    with Library.open(tmp_path) as library, Library.open(tmp_path) as beside:
        poll = library.changes()
        store, other = Store(library.journal), Store(beside.journal)
        store.adopt(library.load(stream))
        other.adopt(beside.load(stream))
        assert poll() == []
        store.dispatch(stream, GiveContribution(text="mine"))
        library.settle()
        other.dispatch(stream, GiveContribution(text="theirs"))
        beside.settle()
        news = poll()
        assert [fact.body["text"] for fact in news] == ["theirs"]
        store.admit(stream, news, keep=False)
        assert poll() == []
        assert [given.text for given in store.state(stream).contributions.by_id.values()] == ["one", "mine", "theirs"]
        assert library.journal.device != beside.journal.device


def test_a_file_that_went_away_takes_no_words(tmp_path: Path) -> None:
    """A library deleted or replaced under the program refuses, instead of writing into nothing."""
    stream = fill(tmp_path, ["one"])
    with Library.open(tmp_path) as library:
        store = Store(library.journal)
        store.adopt(library.load(stream))
        (tmp_path / "library.sqlite3").rename(tmp_path / "elsewhere.sqlite3")
        store.dispatch(stream, GiveContribution(text="lost"))
        with pytest.raises(LibraryGone, match="moved, deleted or replaced"):
            library.settle()
        assert len(store.state(stream).contributions) == 1


@pytest.mark.skipif(os.name == "nt", reason="permissions work differently there")
def test_two_programs_write_one_session_at_once(tmp_path: Path) -> None:
    """Two processes giving 300 each into one session: everything is there, no number twice, and both fold alike."""
    stream = fill(tmp_path, [])
    script = (
        "import sys, pathlib\n"
        "from facilitator.storage import Library\n"
        "from facilitator.session.store import Store\n"
        "from facilitator.session.contributions import GiveContribution\n"
        "library = Library.open(pathlib.Path(sys.argv[1]))\n"
        "store = Store(library.journal)\n"
        "store.adopt(library.load(sys.argv[2]))\n"
        "for number in range(300):\n"
        "    store.dispatch(sys.argv[2], GiveContribution(text=sys.argv[3] + str(number)))\n"
        "    if number % 10 == 0: library.settle()\n"
        "    if number == 0: print('writing', flush=True); sys.stdin.readline()\n"
        "library.settle()\n"
        "library.close()\n"
    )
    pipe = subprocess.PIPE
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path), stream, name], stdin=pipe, stdout=pipe, stderr=pipe
        )
        for name in ("a", "b")
    ]
    for process in running:  # both hold their writer ids before either goes on
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
    for process in running:
        _out, said = process.communicate(b"\n", timeout=100)
        assert process.returncode == 0, said.decode()
    with Library.open(tmp_path) as library:
        assert sorted(texts(library, stream)) == sorted(f"{name}{n}" for name in "ab" for n in range(300))
        ledger = library.load(stream)
        for device, last in ledger.vector.items():
            assert sorted(fact.seq for fact in ledger.facts if fact.device == device) == list(range(1, last + 1))
        assert len(ledger.vector) == 2  # one took up the id that the filling laid down
        assert library.check().ok
        assert library.search("a29").total == 11


def test_an_attachment_is_stored_once_by_its_hash(tmp_path: Path) -> None:
    """The same bytes twice are one file; a missing one is told as missing; a wild name leads nowhere."""
    fill(tmp_path, [])
    with Library.open(tmp_path) as library:
        named = library.put_attachment(b"a photo")
        source = tmp_path / "photo"
        source.write_bytes(b"a photo")
        assert library.put_attachment(source) == named
        found = library.attachment_path(named)
        assert found is not None
        assert found.read_bytes() == b"a photo"
        assert library.attachment_path("0" * 64) is None
        assert library.attachment_path("../../etc/passwd") is None
    assert len([file for file in (tmp_path / "attachments").rglob("*") if file.is_file()]) == 1


@pytest.mark.parametrize(
    ("place", "service"),
    [
        ("OneDrive - School/x", "OneDrive"),
        ("Dropbox/x", "Dropbox"),
        ("Library/Mobile Documents/x", "iCloud"),
        ("Google Drive/x", "Google Drive"),
        ("Nextcloud/x", "Nextcloud"),
        ("plain/x", None),
    ],
)
def test_folders_of_sync_services_are_known(tmp_path: Path, place: str, service: str | None) -> None:
    """The service is named from the path."""
    (tmp_path / place).mkdir(parents=True)
    assert sync_service(tmp_path / place) == service


def test_a_marker_of_a_sync_service_warns(tmp_path: Path) -> None:
    """Syncthing's marker in a parent folder gives a sentence at opening."""
    (tmp_path / ".stfolder").mkdir()
    with Library.open(tmp_path / "deep" / "library", create=True) as library:
        assert len(library.warnings) == 1
        assert "Syncthing" in library.warnings[0]


def test_network_drives_are_known(tmp_path: Path) -> None:
    """The longest mount point decides; UNC paths are on the network."""
    mounts = tmp_path / "mounts"
    here = str(tmp_path).replace(" ", "\\040")  # as the system writes it
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {here}/far\\040away nfs4 rw 0 0\n", "utf-8")
    assert network_drive(tmp_path / "far away" / "library", mounts)
    assert not network_drive(tmp_path / "near", mounts)
    assert network_drive(Path("//server/share"), mounts)


def test_the_import_stays_light() -> None:
    """Alembic is not imported for a library of today's shape: it costs a start a fifth of a second."""
    script = (
        "import json, sys, tempfile, pathlib\n"
        "from facilitator.storage import Library\n"
        "with tempfile.TemporaryDirectory() as place:\n"
        "    Library.open(pathlib.Path(place) / 'x', create=True).close()\n"
        "    Library.open(pathlib.Path(place) / 'x').close()\n"
        "print(json.dumps([name for name in ('alembic', 'sqlalchemy.orm') if name in sys.modules]))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=60)
    assert json.loads(done.stdout) == []


def test_a_failed_commit_is_withdrawn_and_writing_goes_on(tmp_path: Path) -> None:
    """What could not be numbered is refused, withdrawn from the state, and the next words are kept."""
    stream = fill(tmp_path, ["one"])
    with Library.open(tmp_path) as library:
        store = Store(library.journal)
        store.adopt(library.load(stream))
        device = library.journal.device
        wrong = Fact("x1", stream, device, 99, 1, 0, None, "contribution_withdrawn", 1, {"contribution": "none"})
        store.admit(stream, [wrong])
        with pytest.raises(FacilitatorError, match="did not expect"):
            library.settle()
        store.dispatch(stream, GiveContribution(text="two"))
        library.settle()
        assert texts(library, stream) == ["one", "two"]
        assert library.check().ok


def test_files_taken_in_beside_the_window_share_one_writer_and_one_count(tmp_path: Path) -> None:
    """Stores in threads of their own append at one instant: one writer id, and nobody is told too early."""
    together, before = 8, set(threading.enumerate())
    with Library.open(tmp_path, create=True, deliver=lambda work: work()) as library:
        ready = threading.Barrier(together)

        def take(place: int) -> tuple[str, int]:
            store, stream = Store(library.journal), f"taken-{place}"
            step = Together(commands=(CreateSession(title=stream), *(_gift(number) for number in range(20))))
            ready.wait()
            facts = list(store.dispatch(stream, step).facts)
            for number in range(20):
                facts += store.dispatch(stream, _gift(number)).facts
            library.settle()
            assert library.load(stream).facts == facts
            return facts[0].device, len(facts)

        with ThreadPoolExecutor(together) as pool:
            ended = list(pool.map(take, range(together)))
        assert len({writer for writer, _count in ended}) == 1
        assert [thread.name for thread in threading.enumerate() if thread not in before].count("writer") == 1
        assert [count for _writer, count in ended] == [41] * together


def _gift(number: int) -> GiveContribution:
    return GiveContribution(text=f"word {number}")
