"""What a script or a careless shell does to the command line: odd streams, odd targets, files that are not whole."""

from __future__ import annotations

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Call, hears_interrupts, ignores_interrupts
from tests.waiting import PATIENCE

ROOT = Path(__file__).parent.parent.parent
ODD = pytest.mark.skipif(sys.platform == "win32", reason="shell redirections and pipes of POSIX")


def shell(library: Path, words: str) -> subprocess.CompletedProcess[bytes]:
    """One call by a shell, with its redirections."""
    command = f'"{sys.executable}" -m facilitator --library "{library}" {words}'
    return subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, timeout=PATIENCE, check=False)


@ODD
def test_closed_streams_neither_hang_nor_crash(call: Call, library: Path) -> None:
    """A closed standard input is said, a closed output swallowed; no traceback, and nothing waits for ever."""
    call("new", "S")
    said = shell(library, "give S - <&-")
    assert said.returncode == 2
    assert b"no standard input" in said.stderr
    assert shell(library, "list >&-").returncode == 0
    assert b"Traceback" not in shell(library, "list >&-").stderr


@ODD
@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no device that is always full here")
def test_output_that_cannot_be_written_is_a_failure_in_one_line(call: Call, library: Path) -> None:
    """Where our own words go may be full: exit 1 and one line."""
    call("new", "S")
    said = shell(library, "show S --json >/dev/full")
    assert said.returncode == 1
    assert said.stderr.count(b"\n") == 1


def test_utf16_lines_are_refused_before_anything_is_given(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words in another encoding are not kept as rubbish: nothing is given and the sentence says what to do."""
    call("new", "S")
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("one\ntwo\n".encode(encoding)), "utf-8"))
        said = call("give", "S", "-")
        assert (said.code, said.out) == (2, "")
        assert "UTF-8" in said.err
    assert call("show", "S", "--json").json["contributions"] == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_an_export_never_takes_the_place_of_a_device_or_pipe(call: Call, tmp_path: Path) -> None:
    """What is no ordinary file is left as it is. (A pipe of our own stands for every device.)"""
    call("new", "S")
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    said = call("export", "S", "-o", pipe)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert pipe.is_fifo()


def test_sessions_that_are_not_whole_are_refused_in_one_line(call: Call, tmp_path: Path) -> None:
    """Cut off, of another kind, binary, a folder, missing, a pipe: exit 2, one line, nothing taken in."""
    call("new", "S")
    whole = tmp_path / "whole.json"
    call("export", "S", "-o", whole)
    text = whole.read_text(encoding="utf-8")
    cut, other, binary = tmp_path / "cut.json", tmp_path / "other.vtt", tmp_path / "binary.json"
    cut.write_text(text[:-100], encoding="utf-8")
    other.write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nAna: hi\n", encoding="utf-8")
    binary.write_bytes(bytes(range(256)) * 8)
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps({**json.loads(text), "contributions": {}}), encoding="utf-8")
    for file in (cut, other, binary, wrong, tmp_path, tmp_path / "nowhere.json"):
        said = call("import", file, "--kind", "session")
        assert (said.code, said.err.count("\n")) == (2, 1), said.err
    assert len(call("list", "--json").json) == 1


def test_a_whole_session_is_not_poured_into_another(call: Call, tmp_path: Path) -> None:
    """It keeps its own id; asked to join another session it is refused instead of quietly becoming its own."""
    call("new", "S")
    whole = tmp_path / "whole.json"
    call("export", "S", "-o", whole)
    call("new", "T", "--library", tmp_path / "other")
    said = call("import", whole, "--session", "T", "--library", tmp_path / "other")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert len(call("list", "--json", "--library", tmp_path / "other").json) == 1


def test_a_session_in_utf16_is_read_like_any_other(call: Call, tmp_path: Path) -> None:
    """Encodings are recognised for our own files too."""
    call("new", "Süd")
    whole = tmp_path / "whole.json"
    call("export", "Süd", "-o", whole)
    whole.write_bytes(whole.read_text(encoding="utf-8").encode("utf-16"))
    assert call("import", whole, "--json", "--library", tmp_path / "other").json[0]["title"] == "Süd"


def test_the_limit_of_a_search_is_a_number_that_counts(call: Call) -> None:
    """Enormous is all of it, negative and wordy are mistakes in one line."""
    call("new", "S")
    call("give", "S", "hello")
    assert call("search", "--limit", "9" * 20, "hello", "--json").json["total"] == 1
    for limit in ("-5", "many"):
        said = call("search", "--limit", limit, "hello")
        assert (said.code, said.err.count("\n")) == (2, 1)
        assert "whole number" in said.err


def test_options_without_a_command_are_a_mistake(call: Call) -> None:
    """--json alone asks for nothing: exit 2 and one line."""
    said = call("--json")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "command" in said.err


def waiting(library: Path, before: Callable[[], None], *signals: signal.Signals) -> tuple[str, int, bytes]:
    """`give -` while it waits for the second line, and these signals: what it acknowledged, its end, its complaint."""
    words = [sys.executable, "-m", "facilitator", "--library", str(library), "give", "S", "-", "--json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, preexec_fn=before) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"one\n")
        process.stdin.flush()
        given: str = json.loads(process.stdout.readline())["id"]
        for one in signals:
            process.send_signal(one)
        return given, process.wait(PATIENCE), process.stderr.read()


@ODD
@pytest.mark.usefixtures("in_background")
def test_an_interrupted_stream_ends_in_order(call: Call, library: Path) -> None:
    """Ctrl+C while it waits for the next line: its own exit code, no crash, and what was acknowledged is there."""
    call("new", "S")
    given, code, said = waiting(library, hears_interrupts, signal.SIGINT)
    assert (code, said) == (130, b"")
    assert [one["id"] for one in call("show", "S", "--json").json["contributions"]] == [given]


@ODD
@pytest.mark.parametrize("ending", ["SIGTERM", "SIGHUP"])
def test_a_stream_in_the_background_ends_when_told(call: Call, library: Path, ending: str) -> None:
    """Where Ctrl+C is ignored it stays ignored; told to end it closes the library, so that its writer id is free."""
    call("new", "S")
    writers = set()
    for _run in range(2):
        given, code, said = waiting(library, ignores_interrupts, signal.SIGINT, signal.Signals[ending])
        assert (code, said) == (128 + signal.Signals[ending], b"")
        assert call("show", "S", "--json").json["contributions"][-1]["id"] == given
        with sqlite3.connect(library / "library.sqlite3") as below:
            writers.update(below.execute("SELECT device FROM fact ORDER BY row DESC LIMIT 1").fetchall())
        below.close()
    assert len(writers) == 1, "a run that did not end well leaves its writer id to nobody"


@ODD
def test_what_is_ignored_stays_ignored(call: Call, library: Path) -> None:
    """`nohup`: a closed terminal ends nothing."""

    def before() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    call("new", "S")
    assert waiting(library, before, signal.SIGHUP, signal.SIGTERM)[1:] == (143, b"")


@ODD
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("turned", [KeyError, ValueError, OSError])
def test_an_end_that_a_library_swallows_is_one_all_the_same(
    call: Call, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, code: int, turned: type[Exception]
) -> None:
    """ReportLab catches everything here and there and raises an error of its own: no traceback comes of it."""
    before = signal.getsignal(number)

    def swallows(_args: object) -> int:
        try:
            os.kill(os.getpid(), number)
            while True:
                signal.pause()
        except BaseException:
            raise turned("forward reference not resolved") from None

    # While a command runs, and while what it needs is still being imported, where Python itself does so.
    for place in ("facilitator.cli.record.run_list", "facilitator.cli.record.add_to"):
        with monkeypatch.context() as patched:
            patched.setattr(place, swallows)
            said = call("list")
        assert (said.code, said.out, said.err) == (code, "", "")
        assert signal.getsignal(number) is before


@ODD
def test_a_mistake_of_ours_is_not_hidden(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails without anybody having ended it is a bug and is shown as one."""

    def fails(_args: object) -> int:
        raise KeyError("a bug")

    monkeypatch.setattr("facilitator.cli.record.run_list", fails)
    with pytest.raises(KeyError):
        call("list")
