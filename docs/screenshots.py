"""Makes the pictures of README and docs from the real program: ``python docs/screenshots.py [FOLDER]``.

The sample session is played into a library of its own, the window opens on it, and each page is grabbed. No screen is
needed.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SIZE = (1440, 900)


async def _shown(kind: type) -> Any:
    """The window of this kind, once it is there."""
    from PySide6.QtWidgets import QApplication

    for _turn in range(500):
        for one in QApplication.topLevelWidgets():
            if isinstance(one, kind) and one.isVisible():
                return one
        await asyncio.sleep(0.02)
    raise SystemExit(f"{kind.__name__} never came.")


async def _grab(folder: Path, library: Path, session: str, application: Any, instance: Any) -> None:
    from facilitator import settings, window
    from facilitator.ui.dialogs.export import ExportDialog
    from facilitator.ui.window import MainWindow

    life = asyncio.ensure_future(
        window.live(window.Wanted(library), settings.Settings(), library / "settings.toml", instance, application)
    )
    shown = await _shown(MainWindow)
    shown.resize(*SIZE)
    await asyncio.sleep(1.0)

    async def picture(name: str, widget: Any = None) -> None:
        await asyncio.sleep(0.4)
        (widget or shown).grab().save(str(folder / f"{name}.png"))

    more = sorted((Path(__file__).parents[1] / "tests" / "data" / "meetings").glob("*.json"))[:5]
    await shown.services.import_files(more, lambda share, words: None, lambda: False)
    await shown.sessions.read()
    await shown.home.read() if hasattr(shown.home, "read") else None
    await picture("today")
    shown.go("sessions")
    shown.sessions.field.line.setText("bed")
    await asyncio.sleep(0.5)
    shown.sessions.choose(session)
    await picture("sessions")
    shown.sessions.field.line.clear()
    shown.plan_session(session)
    await asyncio.sleep(1.5)
    await picture("plan")
    shown.go("methods")
    await asyncio.sleep(1.0)
    await picture("methods")
    shown.run_session(session)
    await asyncio.sleep(1.0)
    shown.session.run.capture.put("& Margit: ^ in January we met at 07:10 and nobody was late #first-ten")
    await picture("session")
    shown.theme.choose("dark", 1.0)
    await picture("session-dark")
    shown.theme.choose("light", 1.0)
    shown.session.run.capture.put("")
    shown.files.export(session)
    dialog = await _shown(ExportDialog)
    dialog.path.setText("Night handover, Ward 4B.pdf")
    await picture("export", dialog)
    dialog.reject()
    shown.show_settings()
    await picture("settings")
    shown.close()
    await life


RUNNING = (("run", "14:16:20"), ("run-film", "13:46:50"), ("run-role-play", "14:57:37"))
"""Moments of the sample's afternoon at which its live window is shown."""


async def _grab_running(folder: Path, library: Path, session: str, application: Any, instance: Any, name: str) -> None:
    from facilitator import settings, window
    from facilitator.ui.window import MainWindow

    life = asyncio.ensure_future(
        window.live(
            window.Wanted(library), settings.Settings(introduced=True), library / "settings.toml", instance, application
        )
    )
    shown = await _shown(MainWindow)
    shown.resize(*SIZE)
    shown.run_session(session)
    await asyncio.sleep(2.5)
    if name == "run":
        shown.session.run.capture.put("& Margit: ^ in January we met at 07:10 and nobody was late #first-ten")
    await asyncio.sleep(0.5)
    shown.grab().save(str(folder / f"{name}.png"))
    if name == "run":
        shown.session.run.room.open()
        await asyncio.sleep(1.0)
        shown.session.run.room.screen.grab().save(str(folder / "room.png"))
        shown.session.run.room.toggle()
    shown.session.run.capture.put("")
    shown.close()
    await life


def _play_until(library: Path, sample: Any, at: str) -> None:
    """The sample as it stood at a moment of its afternoon, as if the program had been left then."""
    from facilitator import pulse
    from facilitator.session.steady import steady_ms
    from facilitator.session.store import Store
    from facilitator.storage import Library

    until = sample.ms(at)
    opened = Library.open(library, create=True)
    now = [0]
    store = Store(opened.journal, clock=lambda: now[0])
    for ms, command in sample.steps():
        if ms > until:
            break
        now[0] = ms
        store.dispatch(sample.stream, command)
    opened.settle()
    opened.close()
    pulse.write(library / "drafts" / pulse.FILE_NAME, pulse.Pulse(pulse.boot_id(), steady_ms(), until))


def main() -> int:
    """Play the sample, open the window, grab."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "images")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["FACILITATOR_HOME"] = home
        library = Path(home) / "library"
        import PySide6.QtWidgets  # noqa: F401 - before qasync, which takes the first binding it finds
        import qasync

        from facilitator.demo import Sample, fill
        from facilitator.storage import Library
        from facilitator.ui.instance import SingleInstance
        from facilitator.ui.start import make_application

        sample = Sample()
        opened = Library.open(library, create=True)
        fill(opened, sample)
        opened.close()
        application = make_application(sys.argv[:1])
        with (
            SingleInstance(library) as instance,
            asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner,
        ):
            runner.run(_grab(folder, library, sample.stream, application, instance))
        for name, at in RUNNING:
            library = Path(home) / name
            _play_until(library, sample, at)
            with (
                SingleInstance(library) as instance,
                asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner,
            ):
                runner.run(_grab_running(folder, library, sample.stream, application, instance, name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
