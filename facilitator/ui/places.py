"""The places on the rail: a line each. A page is built when somebody first goes there.

A page may have ``refresh()`` (it is shown again), ``to_main()`` (take the focus), ``to_search()``, ``regions()`` (where
F6 leads), ``offers()`` and ``finds()`` (see :mod:`facilitator.ui.actions`), ``rest()`` (the window is closing).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from facilitator.ui.widgets.rail import Place
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.ui.window import MainWindow

TODAY, SESSIONS, METHODS, LOG, SETTINGS = "today", "sessions", "methods", "log", "settings"


@dataclass(frozen=True, slots=True)
class Built:
    """A place and how its page is made."""

    name: str
    icon: str
    words: Callable[[], str]
    build: Callable[[MainWindow], QWidget]


def _today(window: MainWindow) -> QWidget:
    from facilitator.ui.screens.today import TodayScreen

    page = TodayScreen(window.services, window.theme, window.messages)
    page.open_asked.connect(window.open_session)
    page.plan_asked.connect(window.plan_session)
    page.start_asked.connect(window.run_session)
    page.log_asked.connect(window.log)
    page.talk_asked.connect(window.log)
    return page


def _sessions(window: MainWindow) -> QWidget:
    window.sessions.plan_asked.connect(window.plan_session)
    return window.sessions


def _methods(window: MainWindow) -> QWidget:
    from facilitator.ui.screens.methods import MethodsScreen

    def open_session() -> str:
        return window.session.session if window.session is not None else ""

    page = MethodsScreen(window.services, window.theme, window.messages, open_session)
    page.import_asked.connect(window.files.choose_files)
    page.plan_asked.connect(window.plan_session)
    page.rehearse_asked.connect(window.rehearse)
    return page


TOP: tuple[Built, ...] = (
    Built(TODAY, "sun", lambda: _("Today"), _today),
    Built(SESSIONS, "library", lambda: _("Sessions"), _sessions),
    Built(METHODS, "blocks", lambda: _("Methods"), _methods),
)
"""From the top of the rail; the first is where the program starts. Their keys are Ctrl+1, Ctrl+2 and so on."""

FOOT: tuple[Place, ...] = (
    Place(LOG, "notebook-pen", lambda: _("Log talk"), "Ctrl+L", stays=False),
    Place(SETTINGS, "settings", lambda: _("Settings"), "Ctrl+,"),
)

HOME = TOP[0].name


def rail_places() -> list[Place]:
    """The upper places as the rail shows them."""
    return [Place(one.name, one.icon, one.words, f"Ctrl+{number}") for number, one in enumerate(TOP, 1)]
