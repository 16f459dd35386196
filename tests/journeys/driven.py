"""What the drivers of the program in a process of its own share: how it starts, and its window."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import PySide6.QtWidgets  # noqa: F401 - before qasync, which takes the first binding it finds
import qasync
from PySide6.QtWidgets import QApplication

from facilitator.ui.instance import SingleInstance
from facilitator.ui.start import make_application
from facilitator.ui.window import MainWindow

Drive = Callable[[Path, str, QApplication, SingleInstance], Awaitable[None]]


def window_with_session() -> MainWindow | None:
    """The window, once it shows a session."""
    windows = (one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
    return next((one for one in windows if one.session is not None), None)


def start(drive: Drive) -> None:
    """Start the program as a person does, on the library and the session named on the command line, and drive it."""
    folder = Path(sys.argv[1])
    application = make_application(sys.argv[:1])
    with (
        SingleInstance(folder) as instance,
        asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner,
    ):
        runner.run(drive(folder, sys.argv[2], application, instance))  # type: ignore[arg-type]
