"""What every test stands on: a home folder of its own, no screen, English words, the program's own event loop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import itertools
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if os.environ.get("LC_ALL") in ("C", "POSIX"):
    os.environ["LC_ALL"] = "C.UTF-8"  # Qt would switch to it by itself, and say so in whichever test is the first

# A slow machine is no failure of a property, and what fails fails twice on the same example. New ones are looked for
# where there is time: at the full counts of the faults.
settings.register_profile("new", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("same", parent=settings.get_profile("new"), derandomize=True)
settings.load_profile("new" if os.environ.get("FACILITATOR_FAULTS") == "full" else "same")


@pytest.fixture(autouse=True)
def events_in_the_loop(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is due in an asynchronous test comes in its loop, as in the program, and not between two runs of it."""
    if request.node.get_closest_marker("asyncio") is not None:
        monkeypatch.setattr("pytestqt.plugin._process_events", lambda: None)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh folder for library, settings, locks and logs, so that no test meets a person's data or another test's."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("FACILITATOR_HOME", str(folder))
    monkeypatch.delenv("FACILITATOR_LIBRARY", raising=False)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    image, point = tmp_path / "disk.img", tmp_path / "disk"
    point.mkdir()
    with image.open("wb") as stream:
        stream.truncate(6 << 20)
    for words in (["mkfs.ext4", "-q", "-F", "-m", "0", image], ["mount", "-o", "loop", image, point]):
        if subprocess.run(words, capture_output=True, check=False).returncode:
            pytest.skip("this system mounts no loop file systems")
    yield point
    subprocess.run(["umount", "-l", str(point)], check=True)


def fill_up(file: Path) -> None:
    """Take all the room there is."""
    with file.open("wb", buffering=0) as stream:
        for size in (65536, 4096, 512):
            with contextlib.suppress(OSError):
                while True:
                    stream.write(b"\0" * size)
                    os.fsync(stream.fileno())


UNCOUNTED = (
    "intake/test_limits.py",
    "intake/test_bad_files.py",
    "intake/test_chats_generated.py",
    "intake/test_chats_hostile.py",
    "intake/test_roundtrip.py",
    "intake/test_strands.py",
    "export/test_hostile.py",
    "export/text/test_hostile.py",
    "export/test_pdf.py::test_naughty_strings_everywhere",
    "export/test_pdf.py::test_same_document_gives_the_same_pages",
    "session/test_ledger.py",
    "storage/test_directory.py",
    "ui/test_session_screen.py::test_naughty_strings_are_shown",
    "ui/test_session_screen.py::test_ten_thousand_cards",
)
"""Heaps and generated talk: they go a thousand times through lines that other tests count, and counting takes longer
than the going."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Run them without counting lines, so that the whole stays well under ten minutes on two cores."""
    stopped: list[Coverage] = []
    while item.nodeid.removeprefix("tests/").startswith(UNCOUNTED) and (counting := Coverage.current()) is not None:
        counting.stop()  # a worker may have one within another
        stopped.append(counting)
    try:
        return (yield)
    finally:
        for counting in reversed(stopped):
            counting.start()


_WINDOWS = frozenset({"qtbot", "qapp", "theme"})
_EVERY = 100
_ended = itertools.count(1)


@pytest.fixture(autouse=True)
def collected(request: pytest.FixtureRequest) -> Iterator[None]:
    """What windows leave behind is collected here, in their own thread; another thread would free it under Qt's hands.

    What was imported and what the program set aside is looked through once in a hundred tests.
    """
    windows = request.node.get_closest_marker("asyncio") is not None or not _WINDOWS.isdisjoint(request.fixturenames)
    if windows:
        gc.disable()
    yield
    now_and_then = next(_ended) % _EVERY == 1
    if now_and_then:
        gc.unfreeze()
    if windows or now_and_then:
        gc.collect()
    if now_and_then:
        gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test starts and leaves with English words."""
    from facilitator import words

    words.use_language("en")
    yield
    words.use_language("en")


def full_faults() -> bool:
    """Whether the fault tests run at their full counts (``bin/test --faults``)."""
    return os.environ.get("FACILITATOR_FAULTS") == "full"


_held: list[object] = []
"""The application lives as long as the tests do; a collection between two of them would end it under the next."""


@pytest.fixture(scope="session", autouse=True)
def application() -> Iterator[object]:
    """Made first and here: the thread of the first Qt object is the main one, and a test may paint in another."""
    import PySide6.QtWidgets

    made = PySide6.QtWidgets.QApplication.instance() or PySide6.QtWidgets.QApplication(sys.argv[:1])
    made.setQuitOnLastWindowClosed(False)  # as the program has it: the loop unwinds first
    _forbid_a_loop_in_the_loop()
    _held.append(made)
    yield made
    made.clipboard().clear()  # what Python put there would be freed behind Python's end, which ends in a crash


def _forbid_a_loop_in_the_loop() -> None:
    """Turning Qt's loop inside a task runs the steps of other tasks within it, and one may be lost for good."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    def guarded(turn: Callable[..., object]) -> Callable[..., object]:
        def turns(*args: object, **named: object) -> object:
            inside = asyncio._get_running_loop() is not None and asyncio.current_task() is not None
            assert not inside, "In a coroutine wait with `until` or `turned`."
            return turn(*args, **named)

        return turns

    QApplication.processEvents = staticmethod(guarded(QApplication.processEvents))  # type: ignore[method-assign, assignment]
    QTest.qWait = staticmethod(guarded(QTest.qWait))  # type: ignore[method-assign, assignment]


def _program_loop() -> asyncio.AbstractEventLoop:
    import PySide6.QtWidgets  # before qasync, which takes the first binding it finds
    import qasync
    import shiboken6

    application = PySide6.QtWidgets.QApplication.instance() or PySide6.QtWidgets.QApplication(sys.argv[:1])

    class ProgramLoop(qasync.QEventLoop):  # type: ignore[misc]
        """Frees its timers here: a collection in another thread would free them while they still run."""

        def close(self) -> None:
            timers = None if self.is_closed() else self._timer
            super().close()
            if timers is not None:
                shiboken6.delete(timers)

        def call_soon(self, callback: Callable[..., object], *args: object, **named: object) -> asyncio.Handle:
            if not self.is_closed():
                handle: asyncio.Handle = super().call_soon(callback, *args, **named)
                return handle
            # What a thread said while the loop was closing lies in Qt's queue, and comes out in the next test.
            late = asyncio.Handle(callback, args, self)
            late.cancel()
            return late

        def run_until_complete(self, future: Awaitable[Any]) -> Any:
            # It turns once more when the work is done: a timer that is due by then may begin a task, as in the program.
            try:
                return super().run_until_complete(future)
            finally:
                asyncio._set_running_loop(None)

        def _after_run_forever(self) -> None:
            super()._after_run_forever()
            asyncio._set_running_loop(self)

    loop: asyncio.AbstractEventLoop = ProgramLoop(application)
    return loop


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Asynchronous tests run in the loop the program runs in."""
    del config, item
    return {"qt": _program_loop}
