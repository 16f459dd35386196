"""What the world does to the command line: no room, nothing may be written, Ctrl+C at any moment, links in the way."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from facilitator import paths
from tests.cli.conftest import Call, Said, hears_interrupts, ignores_interrupts
from tests.conftest import fill_up, full_faults
from tests.waiting import PATIENCE

ROOT = Path(__file__).parent.parent.parent
MEETING = ROOT / "tests" / "data" / "meetings" / "ES2005a.json"
LONG = pytest.mark.timeout(1800 if full_faults() else 300)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals, links and file systems of POSIX")
WRITING = (
    ("new", "Another"),
    ("give", "S", "more words"),
    ("import", str(MEETING)),
    ("log", "--with", "Priya", "--gave", "a card"),
)


def refused(said: Said, *words: str) -> None:
    """Exit 1 or 2 with one line that holds these words, and nothing on standard output."""
    assert said.code in (1, 2), said
    assert said.out == ""
    assert said.err.count("\n") == 1, said.err
    assert "Traceback" not in said.err
    for word in words:
        assert word in said.err


def texts(call: Call, session: str, *more: object) -> list[str]:
    return [given["text"] for given in call("show", session, "--json", *more).json["contributions"]]


# ---- no room ------------------------------------------------------------------------------------------------------


@pytest.mark.faults
def test_a_full_disk_is_said_and_nothing_is_half_done(call: Call, small_disk: Path) -> None:
    """No room left: exit 1 and one line, nothing acknowledged or left lying about; with room again it goes on."""
    where = ("--library", small_disk / "library")
    call("new", "S", *where)
    call("give", "S", "before", *where)
    ballast = small_disk / "ballast"
    fill_up(ballast)
    kept = ["before"]
    for number in range(60):
        text = f"{number} " + "x" * 15_000
        said = call("give", "S", text, "--json", *where)
        if said.code:
            refused(said, "no room left", "saved before is safe")
            break
        kept.append(text)
    else:
        pytest.fail("the disk took everything")
    refused(call("import", MEETING, *where), "no room left")
    assert texts(call, "S", *where) == kept
    assert len(call("list", "--json", *where).json) == 1
    fill_up(small_disk / "more ballast")
    there = set(small_disk.rglob("*"))
    for form in ("pdf", "md", "csv", "json"):
        refused(call("export", "S", "-o", small_disk / f"report.{form}", *where), "no room left", "Nothing was written")
    refused(call("backup", small_disk / "saved.db", *where), "no room left")
    refused(call("new", "Elsewhere", "--library", small_disk / "second"))
    assert there == {path for path in small_disk.rglob("*") if "second" not in path.parts}
    ballast.unlink()
    (small_disk / "more ballast").unlink()
    assert call("new", "Elsewhere", "--library", small_disk / "second").code == 0
    assert call("give", "S", "room again", *where).code == 0
    assert texts(call, "S", *where) == [*kept, "room again"]
    assert call("check", "--json", *where).json["problems"] == []


@pytest.mark.faults
def test_lines_on_a_full_disk_are_never_acknowledged_in_vain(call: Call, small_disk: Path) -> None:
    """`give -` on a disk that fills up: it ends with exit 1, and every line it acknowledged is there."""
    library = small_disk / "library"
    call("new", "S", "--library", library)
    words = [sys.executable, "-m", "facilitator", "--library", str(library), "give", "S", "-", "--json"]
    lines = "".join(f"line {number} {'x' * 4000}\n" for number in range(4000))
    done = subprocess.run(words, cwd=ROOT, input=lines.encode(), capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode == 1
    assert b"no room left" in done.stderr
    assert done.stderr.count(b"\n") == 1
    acknowledged = {json.loads(line)["id"] for line in done.stdout.splitlines()}
    assert acknowledged
    shown = call("show", "S", "--json", "--library", library).json["contributions"]
    assert acknowledged <= {given["id"] for given in shown}


# ---- nothing may be written ---------------------------------------------------------------------------------------


@pytest.mark.faults
def test_a_library_that_cannot_be_written_can_be_read(call: Call, small_disk: Path, tmp_path: Path) -> None:
    """Mounted read-only: what reads works; what writes says so in one line and changes nothing."""
    where = ("--library", small_disk / "library")
    call("new", "S", *where)
    call("give", "S", "before", *where)
    call("backup", tmp_path / "saved.db", *where)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for words in WRITING:
        refused(call(*words, *where), "cannot be written")
    refused(call("restore", tmp_path / "saved.db", *where))
    refused(call("backup", *where))
    refused(call("check", "--repair", *where))
    refused(call("new", "S", "--library", small_disk / "new"))
    refused(call("export", "S", "-o", small_disk / "report.pdf", *where), "may not be written")
    assert [row["title"] for row in call("list", "--json", *where).json] == ["S"]
    assert texts(call, "S", *where) == ["before"]
    assert call("search", "before", "--json", *where).json["total"] == 1
    assert call("export", "S", "-o", tmp_path / "report.md", *where).code == 0
    assert call("backup", tmp_path / "again.db", *where).code == 0
    assert call("check", "--json", *where).json["ok"]


@pytest.mark.parametrize("home", ["state", "cache", "config", "logs"])
def test_a_folder_of_our_own_that_cannot_be_used_stops_nobody(
    call: Call, home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where this computer's notes, caches, settings or logs cannot be kept, the record works all the same."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / home).write_text("a file where a folder should be")
    monkeypatch.setenv("FACILITATOR_HOME", str(folder))
    assert call("new", "S").code == 0
    for text in ("one", "two"):
        said = call("give", "S", text)
        assert (said.code, said.err) == (0, "")
    assert call("import", MEETING).code == 0
    assert call("search", "two", "--json").json["total"] == 1
    for form in ("pdf", "md"):
        assert call("export", "S", "-o", tmp_path / f"report.{form}").code == 0
    assert call("check", "--json").json["problems"] == []
    assert (folder / home).read_text() == "a file where a folder should be"


# ---- Ctrl+C -------------------------------------------------------------------------------------------------------


def _command(library: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "facilitator", "--library", str(library), *words]


def _worked(process: subprocess.Popen[bytes]) -> float:
    """Seconds of processor time a process has used, or 0: a busy machine comes as far in them as an idle one."""
    stat = Path(f"/proc/{process.pid}/stat")
    if stat.exists():
        used = stat.read_text("utf-8", "replace").rpartition(")")[2].split()[11:13]
        return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")
    said = subprocess.run(["ps", "-o", "time=", "-p", str(process.pid)], capture_output=True, text=True, check=False)
    minutes, _colon, seconds = said.stdout.strip().rpartition(":")
    return 60 * float(minutes or 0) + float(seconds or 0)


def interrupted(
    library: Path, work: float, *words: str, by: int = signal.SIGINT, before: Callable[[], None] = hears_interrupts
) -> tuple[int, str]:
    """One call that gets Ctrl+C once it has used this much processor time, if it still runs then.

    Returns its exit code, and what it complained of.
    """
    with subprocess.Popen(
        _command(library, *words), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=before
    ) as process:
        assert process.stderr is not None
        while process.poll() is None and _worked(process) < work:
            time.sleep(0.002)
        process.send_signal(by)  # says nothing to one that has ended
        code = process.wait(PATIENCE)
        # Before the program has begun the system ends it, which shells count the same; so does Python, which notes
        # the signal and dies of it while classes are made.
        return 128 + by if code == -by else code, process.stderr.read().decode()


MANY = 40 if full_faults() else 4
MOMENTS = [0.15 + 0.85 * number / MANY for number in range(MANY)]
"""Parts of the work of a whole call, from when the program has surely begun."""


@POSIX
@pytest.mark.faults
@LONG
@pytest.mark.usefixtures("in_background")
def test_an_interrupted_import_is_all_or_nothing(call: Call, library: Path, tmp_path: Path) -> None:
    """Ctrl+C at any moment of an import: exit 130 without a word, and the meeting is there whole or not at all."""
    file = tmp_path / "long.txt"
    file.write_text("".join(f"{'Ann' if number % 2 else 'Ben'}: sentence {number}\n" for number in range(6_000)))
    call("new", "Before")
    whole = _work_of(library, "import", str(file))
    codes = []
    for part in MOMENTS:
        code, said = interrupted(library, whole * part, "import", str(file))
        assert (code, said) in ((130, ""), (0, ""))
        codes.append(code)
    assert 130 in codes
    listed = call("list", "--json").json
    counts = [row["contributions"] for row in listed if row["title"] != "Before"]
    assert set(counts) == {6_000}
    assert len(counts) >= 1 + codes.count(0)
    assert call("check", "--json").json["problems"] == []


@POSIX
@pytest.mark.faults
@LONG
@pytest.mark.parametrize("form", ["pdf", "json"])
def test_an_interrupted_export_leaves_the_old_file(call: Call, library: Path, tmp_path: Path, form: str) -> None:
    """Ctrl+C at any moment of an export: the old file as it was or the new one whole, and nothing beside it."""
    session = call("import", MEETING, "--json").json[0]["session"]
    target = tmp_path / "out" / f"report.{form}"
    target.parent.mkdir()
    whole = _work_of(library, "export", session, "-o", str(target))
    size = target.stat().st_size
    ends = []
    for part in MOMENTS:
        target.write_bytes(b"the old report")
        code, said = interrupted(library, whole * part, "export", session, "-o", str(target))
        assert (code, said) in ((130, ""), (0, ""))
        found = target.read_bytes()
        old = found == b"the old report"
        # A signal may still come between the file's change of place and the last line of the program.
        assert old or (abs(len(found) - size) < 200 and _reads(found, form)), f"{len(found)} bytes of about {size}"
        assert not (old and code == 0)
        assert [path.name for path in target.parent.iterdir()] == [target.name]
        ends.append((code, old))
    assert (130, True) in ends


@POSIX
@pytest.mark.faults
@LONG
@pytest.mark.parametrize("form", ["pdf", "json"])
def test_an_export_told_to_end_leaves_the_old_file(call: Call, library: Path, tmp_path: Path, form: str) -> None:
    """SIGTERM at any moment, where Ctrl+C is ignored: exit 143 without a word, old or new whole, nothing beside it."""
    session = call("import", MEETING, "--json").json[0]["session"]
    target = tmp_path / "out" / f"report.{form}"
    target.parent.mkdir()
    words = ("export", session, "-o", str(target))
    whole = _work_of(library, *words)
    ends = []
    for part in MOMENTS:
        target.write_bytes(b"the old report")
        code, said = interrupted(library, whole * part, *words, by=signal.SIGTERM, before=ignores_interrupts)
        assert (code, said) in ((143, ""), (0, ""))
        old = target.read_bytes() == b"the old report"
        assert old or _reads(target.read_bytes(), form)
        assert not (old and code == 0)
        assert [path.name for path in target.parent.iterdir()] == [target.name]
        ends.append((code, old))
    assert (143, True) in ends
    assert interrupted(library, whole * 0.5, *words, before=ignores_interrupts) == (0, "")


def _reads(data: bytes, form: str) -> bool:
    """Whether another program can read this file to its end."""
    if form == "json":
        return bool(json.loads(data))
    return len(PdfReader(io.BytesIO(data)).pages) > 1


def _work_of(library: Path, *words: str) -> float:
    """Seconds of processor time a whole call takes here."""
    import resource  # not on every system

    def used() -> float:
        so_far = resource.getrusage(resource.RUSAGE_CHILDREN)
        return so_far.ru_utime + so_far.ru_stime

    before = used()
    subprocess.run(_command(library, *words), cwd=ROOT, capture_output=True, check=True, timeout=PATIENCE)
    return used() - before


# ---- links --------------------------------------------------------------------------------------------------------


@POSIX
@pytest.mark.parametrize("form", ["pdf", "md", "csv", "json"])
def test_an_export_goes_through_a_link(call: Call, tmp_path: Path, form: str) -> None:
    """The file behind a symbolic link is written and the link stays, also through several links, and where none was."""
    call("new", "S")
    call("give", "S", "words")
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    behind, link, second = shelf / f"real.{form}", tmp_path / f"link.{form}", tmp_path / f"second.{form}"
    link.symlink_to(behind)
    second.symlink_to(link.name)
    for name in (link, second):
        for old in (b"the old report", None):
            behind.unlink(missing_ok=True)
            if old is not None:
                behind.write_bytes(old)
                behind.chmod(0o600)
            said = call("export", "S", "-o", name, "--json")
            assert said.json == {"wrote": str(name), "format": form}
            assert link.is_symlink()
            assert second.is_symlink()
            assert not behind.is_symlink()
            assert len(behind.read_bytes()) > 50
            assert old is None or behind.stat().st_mode & 0o777 == 0o600, "who could not read it still cannot"
    assert [path.name for path in shelf.iterdir()] == [behind.name]


@POSIX
def test_links_that_lead_nowhere_are_refused(call: Call, tmp_path: Path) -> None:
    """A circle of links, a link into a missing folder, to a folder or to a device: one line, and the link stays."""
    call("new", "S")
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")
    (tmp_path / "missing.md").symlink_to(tmp_path / "no" / "where.md")
    (tmp_path / "folder.md").symlink_to(tmp_path)
    (tmp_path / "null.md").symlink_to(os.devnull)
    for name in ("a.md", "missing.md", "folder.md", "null.md"):
        refused(call("export", "S", "-o", tmp_path / name))
        assert (tmp_path / name).is_symlink()
    assert {path.name for path in tmp_path.iterdir()} == {
        "a.md",
        "b.md",
        "missing.md",
        "folder.md",
        "null.md",
        "library",
    }
    refused(call("backup", tmp_path / "a.md"), "No backup could be written to")


@POSIX
@pytest.mark.parametrize("target", ["/proc/friday.db", "/dev/null/friday.db", "{}/library/library.sqlite3/x.db"])
def test_a_backup_that_has_no_place(call: Call, tmp_path: Path, target: str) -> None:
    """Where no file can be, the sentence names the place that was asked for, not one of the program's own."""
    call("new", "S")
    place = target.format(tmp_path)
    said = call("backup", place)
    refused(said, "No backup could be written to", place)
    assert ".new" not in said.err
    assert texts(call, "S") == []


def test_an_empty_name_is_no_library(call: Call, tmp_path: Path) -> None:
    """An unset variable of a script never leads into the user's own library."""
    for words in (("new", "S"), ("list",), ("check",)):
        said = call(*words, "--library", "")
        assert said.code == 2
        refused(said, "the name of a folder is needed")


@POSIX
def test_a_backup_goes_through_a_link(call: Call, tmp_path: Path) -> None:
    """A link to the last backup still is one afterwards, and what is behind it can be restored."""
    call("new", "S")
    link, behind = tmp_path / "last.db", tmp_path / "behind.db"
    link.symlink_to(behind)
    assert call("backup", link).code == 0
    assert link.is_symlink()
    assert behind.is_file()
    assert call("restore", link).code == 0
    assert link.is_symlink()


def test_settings_behind_a_link_stay_behind_it(tmp_path: Path) -> None:
    """People keep their settings in one place and link to them: saving goes through the link."""
    from facilitator import settings

    behind, link = tmp_path / "dotfiles.toml", tmp_path / settings.FILE_NAME
    behind.write_text('# mine\ntheme = "dark"\n', encoding="utf-8")
    try:
        link.symlink_to(behind)
    except OSError:
        pytest.skip("this system lets nobody make links")
    settings.save(settings.Settings(theme="light"), link)
    assert link.is_symlink()
    assert behind.read_text("utf-8").splitlines()[:2] == ["# mine", 'theme = "light"']
    assert paths.behind_link(link) == behind.resolve()


# ---- nothing that is not needed -----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [["--help"], ["give", "--help"], ["--version"], ["nonsense"]])
def test_help_needs_no_database(words: list[str]) -> None:
    """Whoever asks for help does not wait for the machinery of the record, of reports or of windows."""
    script = (
        "import sys\n"
        "from facilitator.app import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "heavy = {'sqlalchemy', 'sqlite3', 'alembic', 'reportlab', 'PySide6'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words], cwd=ROOT, capture_output=True, timeout=PATIENCE, check=True
    )
    assert done.stderr.decode().splitlines()[-1] == "[]"
