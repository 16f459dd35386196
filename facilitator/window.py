"""The window's start and stop: one loop, one library, one window.

``facilitator.app`` decides that a window is wanted; from here on everything runs in the Qt loop, and what takes time
runs in threads. A library that cannot be trusted is offered its last good backup before anything else is shown.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator import crash, garbage, logs, paths, settings, tasks, words
from facilitator.session.errors import FacilitatorError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from facilitator.desktop import Desktop
    from facilitator.storage import Library
    from facilitator.ui.instance import SingleInstance
    from facilitator.ui.theme import Theme
    from facilitator.ui.window import MainWindow

PAINTED = "FACILITATOR_BENCH_PAINTED"
"""Names a file that gets the monotonic time of the first painted page with words on it, for ``bin/bench startup``."""

FIRST_PAINTING_SECONDS = 0.5
"""How long the opening of the library waits for that page; with nothing recorded yet there is none."""

BACKUP_SECONDS = 600.0
"""How often it is asked whether a rolling backup is due."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the call asked for."""

    folder: Path
    session: str = ""
    full_screen: bool = False
    introduce: bool = False
    """Whether the introduction may come up by itself, the very first time."""


def wanted(given: list[str]) -> Wanted:
    """The window's own arguments; ``facilitator.app`` has seen to it that there are no others."""
    found: dict[str, str] = {}
    rest = list(given)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        found[name] = value if equals or name == "--full-screen" else rest.pop(0)
    named = found.get("--library")
    folder = Path(named).expanduser().absolute() if named else paths.library_folder()
    return Wanted(folder, found.get("--session", ""), "--full-screen" in found, introduce=True)


def run(given: list[str]) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    with garbage.put_off():
        return _run(wanted(given))


def _run(asked: Wanted) -> int:
    from facilitator.ui.instance import SingleInstance
    from facilitator.ui.start import leave_clipboard, log_qt_messages, make_application

    logs.start(paths.log_folder())
    crash.install(paths.log_folder())
    file = paths.config_folder() / settings.FILE_NAME
    chosen = settings.load(file)
    words.use_language(chosen.language)
    log_qt_messages()
    application = make_application(sys.argv[:1])
    instance = SingleInstance(asked.folder)
    if not instance.first:
        return 0 if instance.call(asked.session) else 1
    # Painting and folding share one interpreter: a short switch interval keeps keys ahead of long work in threads.
    sys.setswitchinterval(0.002)
    os.environ.setdefault("QT_API", "pyside6")
    import qasync

    with instance, asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner:
        code = runner.run(live(asked, chosen, file, instance, application))
    leave_clipboard()
    return code


async def live(
    asked: Wanted, chosen: settings.Settings, file: Path, instance: SingleInstance, application: QApplication
) -> int:
    """From the opened library to the last fact on disk; what is set up is unwound in the opposite order."""
    from facilitator.desktop import Desktop
    from facilitator.ui.start import dress
    from facilitator.ui.theme import Theme
    from facilitator.ui.window import MainWindow

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(crash.in_loop)
    over = asyncio.Event()
    theme = Theme(chosen.theme, chosen.text_scale)
    theme.still = chosen.motion == "less"
    dress(application, theme)
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(garbage.put_off())
        for ending in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(ending) is signal.SIG_IGN:
                continue  # whoever started this in the background meant it not to hear others' Ctrl+C
            with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
                loop.add_signal_handler(ending, over.set)
                stack.callback(loop.remove_signal_handler, ending)
        stack.push_async_callback(tasks.stop_all)
        desktop = Desktop(asked.folder, lambda: _open(asked.folder, loop.call_soon_threadsafe), chosen, file)
        window = MainWindow(desktop, theme)
        stack.push_async_callback(_part, window, desktop)
        window.closed.connect(over.set)
        instance.called.connect(window.to_front)

        def crashed(report: str) -> None:
            loop.call_soon_threadsafe(window.show_crash, report)

        stack.callback(crash.listen(crashed))
        painted = _first_painting(window)
        window.start()
        window.showFullScreen() if asked.full_screen else window.show()
        # The page stands at a glance before the library is opened: loading the machinery would only hold it up.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FIRST_PAINTING_SECONDS):
                await painted.wait()
        tasks.start(garbage.collect_here(), "collect garbage")
        if crash.earlier():
            window.show_crash(crash.earlier())
        while True:
            try:
                await desktop.ready()
                break
            except FacilitatorError as error:
                if not await _rescue(theme, asked.folder, error, window):
                    return 1
        window.start(asked.session)
        window.warn_of_place()
        if asked.introduce and not desktop.settings.introduced:
            window.introduce()
        if chosen.tray:
            _beside_the_clock(window, theme, stack)
        tasks.start(desktop.listen(), "hear other programs")
        tasks.start(_keep_safe(desktop), "rolling backups")
        tasks.start(desktop.time.beat(), "keep the session's time")
        await over.wait()
    return 0


def _beside_the_clock(window: MainWindow, theme: Theme, stack: contextlib.AsyncExitStack) -> None:
    """The icon beside the clock, from which a talk is logged while another program is in front."""
    from facilitator.ui.log_door import Tray

    tray = Tray(theme, window.log, window.to_front, window.close, window)
    stack.callback(tray.close)


async def _open(folder: Path, deliver: Callable[[Callable[[], None]], object]) -> Library:
    def in_thread() -> Library:
        from facilitator.storage import Library

        return Library.open(folder, create=True, deliver=lambda work: (deliver(work), None)[1])

    return await tasks.in_thread(in_thread)


async def _keep_safe(desktop: Desktop) -> None:
    """Rolling backups, the first one once the window has settled. A full disk is told where something is saved."""
    while True:
        await asyncio.sleep(1.0)
        with contextlib.suppress(FacilitatorError):
            await desktop.keep_safe()
        await asyncio.sleep(BACKUP_SECONDS)


async def _part(window: MainWindow, desktop: Desktop) -> None:
    """Drafts and settings first, then work in progress, then what is heard and not kept yet, then the library."""
    await window.finish()
    await tasks.stop_all()
    await desktop.close()
    window.deleteLater()


async def _rescue(theme: Theme, folder: Path, error: FacilitatorError, window: MainWindow) -> bool:
    """Tell why the library cannot be opened, and offer its last good backup. Returns whether to try again."""
    from facilitator.desktop import saved
    from facilitator.storage import Library, LibraryDamaged
    from facilitator.storage.backups import backups
    from facilitator.ui.dialogs.ask import ask
    from facilitator.ui.dialogs.rescue import RescueDialog

    sentence = words.tell(error.message, error.params)
    good = saved(await tasks.in_thread(backups, folder)) if isinstance(error, LibraryDamaged) else []
    dialog = RescueDialog(theme, sentence, good, window)
    backup = dialog.backup
    if not await ask(dialog) or backup is None:
        return False
    await tasks.in_thread(Library.restore, folder, backup.path)
    return True


def _first_painting(window: MainWindow) -> asyncio.Event:
    """Set when the page the program starts with has been painted for the first time with something in it."""
    from PySide6.QtCore import QEvent, QObject

    painted = asyncio.Event()
    loop = asyncio.get_running_loop()

    def done() -> None:
        painted.set()
        if PAINTED in os.environ:
            file = Path(os.environ[PAINTED])
            beside = file.with_suffix(".part")
            beside.write_text(str(time.monotonic()), encoding="ascii")
            beside.replace(file)

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and window.home_filled():
                watched.removeEventFilter(self)
                loop.call_soon(done)
            return False

    window.home.installEventFilter(Watch(window))
    return painted
