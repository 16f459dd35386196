"""The main window: it only wires. Pages ask, services do, and what takes long shows at its foot."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from facilitator import paths, tasks
from facilitator.session.errors import Told
from facilitator.ui import shown
from facilitator.ui.actions import FIND, Registry
from facilitator.ui.files import FileWork
from facilitator.ui.messages import Messages, worded
from facilitator.ui.places import FOOT, HOME, SESSIONS, SETTINGS, TOP, rail_places
from facilitator.ui.screens.sessions import SessionsScreen
from facilitator.ui.services import ExportRequest, Services
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.drop import DropVeil
from facilitator.ui.widgets.plain import Hairline
from facilitator.ui.widgets.rail import Rail
from facilitator.ui.widgets.toast import Toast
from facilitator.ui.widgets.work import WorkLine
from facilitator.ui.window_actions import sessions_actions, told_keys, window_actions
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.ui.log_door import LogDoor
    from facilitator.ui.screens.settings import SettingsScreen
    from facilitator.ui.screens.steps import SessionPages
    from facilitator.ui.widgets.palette import Palette

SMALLEST = (760, 520)
USUAL = (1440, 900)


class MainWindow(QMainWindow):
    """The window of one library.

    Signals:
        closed: it was closed by hand; what is not kept yet is still on its way.
        session_shown: a session is on the screen (its id).
    """

    closed = Signal()
    session_shown = Signal(str)

    def __init__(
        self, services: Services, theme: Theme, messages: Messages | None = None, *, remember: Path | None = None
    ) -> None:
        super().__init__()
        self._services, self._theme = services, theme
        self.messages = messages or Messages()
        self._remember = remember if remember is not None else paths.state_folder() / "window.ini"
        self.session: SessionPages | None = None
        """The session that is open, also while another page is shown."""
        self.registry = Registry(self)
        self._places: dict[str, QWidget] = {}
        self._palette: Palette | None = None
        self._log_door: LogDoor | None = None
        self._opening = 0
        self._started = False
        self.setWindowTitle("Facilitator")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.setAcceptDrops(True)
        self._build()
        self.registry.add(*window_actions(self), *told_keys())
        self.registry.add(*sessions_actions(self), owner=self.sessions)
        self.registry.refused.connect(self.messages.say)
        self._place_window()
        self.pages.setCurrentWidget(self.place(HOME))
        self.rail.take(HOME)

    @property
    def services(self) -> Services:
        """The program around this window."""
        return self._services

    @property
    def theme(self) -> Theme:
        """The theme this window follows."""
        return self._theme

    # ---- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        whole = self._whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail(theme, rail_places(), FOOT)
        self.rail.gone_to.connect(self.go)
        row.addWidget(self.rail)
        row.addWidget(Hairline(theme, upright=True))
        column = QVBoxLayout()
        column.setSpacing(0)
        self.pages = QStackedWidget()
        column.addWidget(self.pages, 1)
        self._works = QVBoxLayout()
        self._works.setSpacing(0)
        column.addLayout(self._works)
        row.addLayout(column, 1)
        self.setCentralWidget(whole)
        self.sessions = SessionsScreen(self._services, theme, self.messages)
        self.sessions.open_asked.connect(self.open_session)
        self.sessions.new_asked.connect(self.new_session)
        self.files = FileWork(self._services, theme, self.messages, self.sessions, self)
        self.files.open_asked.connect(self.open_session)
        self.files.begun.connect(self._begun)
        self.sessions.import_asked.connect(self.files.choose_files)
        self.sessions.export_asked.connect(self.files.export)
        self.toast = Toast(theme, self, foot=self._foot)  # above everything else in the window, drawers too
        self.toast.follow(lambda: self._services.store)
        self.pages.currentChanged.connect(lambda _page: QTimer.singleShot(0, self.toast, self.toast.place))
        self.messages.said.connect(self.toast.show_message)
        self._veil = DropVeil(theme, whole)

    def _foot(self) -> int:
        """How much at the foot of the window a message must not cover: work under way, status line, capture bar."""
        foot = sum(work.height() for work in self.findChildren(WorkLine) if not work.isHidden())
        if self._in_session() and self.session is not None:
            foot += self.session.foot_height
        return foot

    def _place_window(self) -> None:
        kept = QSettings(str(self._remember), QSettings.Format.IniFormat)
        geometry = kept.value("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            screen = QGuiApplication.primaryScreen()
            if screen is not None:
                room = screen.availableSize()
                self.resize(min(USUAL[0], room.width()), min(USUAL[1], room.height()))
        used = kept.value("used")
        if isinstance(used, str):
            self.registry.used = [one for one in used.split("\n") if one]

    # ---- places -------------------------------------------------------------------------------------------------

    def start(self, session: str = "") -> None:
        """Fill the window, once it is shown: the list, and a session when one was asked for."""
        self._started = True
        self._refresh()
        if session:
            self.open_session(session)

    def place(self, name: str) -> QWidget:
        """The page of a place on the rail, built when it is first asked for."""
        if name not in self._places:
            if name == SETTINGS:
                made: QWidget = self._build_settings()
            else:
                made = next(one.build for one in TOP if one.name == name)(self)
            self._places[name] = made
            self.pages.addWidget(made)
            self.registry.take_offers(made)
        return self._places[name]

    def _build_settings(self) -> SettingsScreen:
        from facilitator.ui.screens.settings import SettingsScreen

        page = SettingsScreen(self._services, self._theme, self.messages)
        page.introduction_asked.connect(self.introduce)
        page.keys_asked.connect(self.show_keys)
        page.rehearsal_asked.connect(self.rehearse)
        return page

    @property
    def home(self) -> QWidget:
        """The page the program starts with."""
        return self.place(HOME)

    def home_filled(self) -> bool:
        """Whether that page shows something already."""
        return getattr(self.home, "today", None) is not None

    def _in_session(self) -> bool:
        return self.session is not None and self.pages.currentWidget() is self.session

    def _ask(self, name: str) -> Any:
        """Call what the page on the screen has; None where it has no such method."""
        method = getattr(self.pages.currentWidget(), name, None)
        return method() if method is not None else None

    def _refresh(self) -> None:
        if not self._in_session():
            self._ask("refresh")

    def go(self, name: str) -> None:
        """To a place of the rail. *Sessions* leads back to the open session, and from there to the list of all."""
        if name == "log":
            self.log()
            return
        if self._in_session() and self.session is not None:
            self.session.keep_place()
        elif name == SESSIONS and self.session is not None and self.pages.currentWidget() is not self.sessions:
            self._show_session()
            self.session.back_to_place()
            return
        page = self.place(name)
        self.pages.setCurrentWidget(page)
        self.rail.take(name)
        self.setWindowTitle("Facilitator")
        if self._started or name == SETTINGS:
            self._refresh()
        if name == SESSIONS and self.session is not None:
            self.sessions.choose(self.session.session)
            self._leave_session()
        self._ask("to_main")

    def can_go_back(self) -> bool:
        """Whether there is a list behind what is shown."""
        return self.pages.currentWidget() is not self.sessions

    def go_back(self) -> None:
        """From a session to the list of all, from elsewhere to the session that is open or the list."""
        self.go(SESSIONS)

    def show_settings(self) -> None:
        """The page *Settings*."""
        self.go(SETTINGS)

    def to_search(self) -> None:
        """Into the search field of what is shown; where there is none, into the one for every word."""
        page = self.pages.currentWidget()
        if self._in_session() and self.session is not None and self.session.to_search():
            return
        if not self._in_session() and getattr(page, "to_search", None) is not None:
            self._ask("to_search")
            return
        self.search_everywhere("")

    def search_everywhere(self, words: str) -> None:
        """Search every word, on the page for that."""
        if self._in_session():
            self.go(SESSIONS)
        elif self.pages.currentWidget() is not self.sessions:
            self._leave_session()
            self.go(SESSIONS)
        if words:
            self.sessions.field.line.setText(words)
        self.sessions.to_search()

    def next_region(self, step: int) -> None:
        """The focus goes to the next part of the window."""
        rail = next((button for button in self.rail.buttons.values() if button.isChecked()), None)
        page = self.pages.currentWidget()
        regions: Sequence[QWidget] = self._ask("regions") or ([page] if page is not None else [])
        places = [place for place in (rail, *regions) if place is not None and place.isVisible()]
        if not places:
            return
        focus = QApplication.focusWidget()
        now = next((n for n, place in enumerate(places) if focus is place or place.isAncestorOf(focus or self)), 0)
        target = places[(now + step) % len(places)]
        if target.focusPolicy() == Qt.FocusPolicy.NoFocus:
            target.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def full_screen(self) -> None:
        """Fill the screen, or stop doing so."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def to_front(self, session: str = "") -> None:
        """Another start asked for this window."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()
        if session:
            self.open_session(session)

    # ---- sessions -----------------------------------------------------------------------------------------------

    def _start(self, work: Coroutine[Any, Any, object], name: str) -> None:
        tasks.start(work, name, self._failed)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self.messages.warn(worded(error))

    def open_session(self, session: str, contribution: str = "") -> None:
        """Show a session, at one of its contributions if one is given."""
        self._start(self._open(session, contribution), "open a session")

    def plan_session(self, session: str = "") -> None:
        """Show a session's plan; without one, begin a session."""
        if session:
            self._start(self._open(session, step="plan"), "open a plan")
        else:
            self.new_session()

    def run_session(self, session: str) -> None:
        """Show a session where it is run."""
        self._start(self._open(session, step="run"), "open a session")

    async def _open(self, session: str, contribution: str = "", *, step: str = "") -> None:
        from facilitator.ui.drafts import DraftKeeper
        from facilitator.ui.screens.steps import STEPS, SessionPages, first_step

        self._opening += 1
        mine = self._opening
        await self._services.open_session(session)
        if mine != self._opening:
            return
        if not self._services.store.state(session).about.exists:
            self.messages.warn(_("There is no such session in this library."))
            return
        if self.session is None or self.session.session != session:
            keeper = DraftKeeper(self._services.drafts, session, self)
            await tasks.in_thread(keeper.read)
            if mine != self._opening:
                keeper.close()
                return
            self._leave_session()
            pages = SessionPages(
                self._services,
                session,
                self._theme,
                self.messages,
                keeper,
                self.registry,
                read_only=self._services.read_only,
            )
            pages.export_asked.connect(self.files.export)
            pages.retitle_asked.connect(self.retitle)
            pages.talk_asked.connect(self.log)
            pages.find_asked.connect(self.show_palette)
            pages.open_asked.connect(self.open_session)
            self.session = pages
            self.pages.addWidget(pages)
        self._show_session()
        asked = step if any(one.id == step and one.build is not None for one in STEPS) else ""
        before = self.session.step
        if contribution:
            self.session.show_card(contribution)
        elif asked or not before:
            self.session.go(asked or first_step(self.session.state))
        if not contribution and before == self.session.step:
            self.session.back_to_place()
        self.session_shown.emit(session)

    def _show_session(self) -> None:
        if self.session is not None:
            self.pages.setCurrentWidget(self.session)
            self.rail.take(SESSIONS)
            title = self.session.state.about.title
            self.setWindowTitle(f"{shown.one_line(title)[:120]} – Facilitator")

    def _leave_session(self) -> None:
        screen, self.session = self.session, None
        if screen is not None:
            screen.close_session()
            self.pages.removeWidget(screen)
            screen.deleteLater()

    def new_session(self) -> None:
        """Ask for a title, and begin."""
        if self._services.read_only:
            self.messages.warn(self._services.read_only)
            return
        self._start(self._new(), "begin a session")

    async def _new(self) -> None:
        from facilitator.ui.dialogs.ask import ask
        from facilitator.ui.dialogs.begin import BeginDialog

        dialog = BeginDialog(self._theme, await self._services.templates(), self)
        if await ask(dialog) != QDialog.DialogCode.Accepted:
            return
        session = await self._services.begin_session(dialog.text, dialog.template)
        await self._open(session)

    def log(self, session: str = "") -> None:
        """Log a conversation in a window of its own, or change one that is logged."""
        from facilitator.ui.log_door import LogDoor

        if self._log_door is None:
            self._log_door = LogDoor(self._services, self._theme, self.messages, self)
            self._log_door.kept.connect(lambda _session: self._refresh())
        self._log_door.open(session)

    def retitle(self, session: str) -> None:
        """Ask for another title."""
        self._start(self._retitle(session), "change a title")

    async def _retitle(self, session: str) -> None:
        from facilitator.ui.dialogs.ask import AskLine, ask

        title = self._services.store.state(session).about.title
        dialog = AskLine(self._theme, _("Change the title"), _("What is it called?"), _("Change"), title, self)
        if await ask(dialog) == QDialog.DialogCode.Accepted and dialog.text != title and self.session is not None:
            self.session.describe(dialog.text)

    # ---- finding and help ---------------------------------------------------------------------------------------

    def show_palette(self) -> None:
        """Every action, place, session, person and theme by its name."""
        if self._palette is None:
            from facilitator.ui.finder import Doors, Finder
            from facilitator.ui.widgets.palette import Palette

            doors = Doors(
                self.open_session,
                lambda: self.session.session if self.session is not None else "",
                lambda person: self._in_stream("person", person),
                lambda theme: self._in_stream("theme", theme),
                self._show_block,
                self._show_setting,
                self.search_everywhere,
            )
            self._palette = Palette(self._theme, Finder(self.registry, self._services, doors), self._whole)
            self.registry.did.connect(self._did)
        self._palette.open()

    def _did(self, action: str) -> None:
        if action != FIND:
            self._close_palette()

    def _close_palette(self) -> None:
        if self._palette is not None:
            self._palette.close_up()

    def _in_stream(self, what: str, key: str) -> None:
        if self.session is None:
            return
        self._show_session()
        self.session.go("run")
        if what == "person":
            self.session.run.show_person(key)
        else:
            self.session.run.show_theme(key)

    def _show_block(self, block: str) -> None:
        if self.session is not None:
            self._show_session()
            self.session.show_block(block)

    def _settings_page(self) -> SettingsScreen:
        from facilitator.ui.screens.settings import SettingsScreen

        page = self.place(SETTINGS)
        assert isinstance(page, SettingsScreen)
        return page

    def _show_setting(self, name: str) -> None:
        self.go(SETTINGS)
        self._settings_page().show_named(name)

    def show_keys(self) -> None:
        """Every key, in groups."""
        from facilitator.ui.dialogs.keys import KeysDialog

        dialog = KeysDialog(self._theme, self.registry.all(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.introduction_asked.connect(self.introduce)
        dialog.open()

    def introduce(self) -> None:
        """What learning from each other is, in two minutes. From then on it is not shown by itself again."""
        from facilitator.ui.dialogs.introduction import IntroductionDialog

        if any(isinstance(child, IntroductionDialog) and child.isVisible() for child in self.children()):
            return
        dialog = IntroductionDialog(self._theme, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        if not self._services.settings.introduced:
            self._start(self._introduced(), "remember the introduction")

    def rehearse(self) -> None:
        """Headphones mode: catch a sample talk alone, and compare. Nothing of it is kept."""
        from facilitator.ui.rehearsal.window import RehearsalWindow

        RehearsalWindow(self._theme, self.messages, self).open()

    async def _introduced(self) -> None:
        try:
            await self._services.save_settings(replace(self._services.settings, introduced=True))
        except OSError:
            return  # it is shown once more at the next start, which does no harm

    # ---- files --------------------------------------------------------------------------------------------------

    def export_current(self) -> None:
        """A report of what is shown or marked."""
        if self._in_session() and self.session is not None:
            self.files.export(self.session.session)
        elif self.sessions.preview.session:
            self.files.export(self.sessions.preview.session)

    def import_files(self, files: Sequence[Path]) -> None:
        """Take files in."""
        self.files.import_files(files)

    async def write(self, request: ExportRequest) -> None:
        """Write a report, with progress and a way to stop it."""
        await self.files.write(request)

    def _begun(self, work: WorkLine) -> None:
        for old in self.findChildren(WorkLine):
            if old.ended:
                old.gone()
        self._works.addWidget(work)
        work.installEventFilter(self.toast)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()) and not self._services.read_only:
            event.acceptProposedAction()
            self._veil.show_over()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They were carried away again."""
        self._veil.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take dropped files in."""
        self._veil.hide()
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.files.import_files(files)

    # ---- faults and the end -------------------------------------------------------------------------------------

    def show_crash(self, report: str) -> None:
        """Tell of a fault of the program; in the window's thread."""
        from facilitator.ui.dialogs.tell import CrashDialog

        if any(isinstance(child, CrashDialog) for child in self.children()):
            return
        dialog = CrashDialog(self._theme, report, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def warn_of_place(self) -> None:
        """Say what is to be known about where the library lies, after the window is up."""
        for sentence in (*self._services.warnings, self._services.read_only):
            if sentence:
                self.messages.warn(sentence)
                return

    async def finish(self) -> None:
        """Let go of everything: the draft written, the settings saved."""
        settings = self._places.get(SETTINGS)
        if settings is not None:
            await self._settings_page().flushed()
        if self._log_door is not None:
            self._log_door.close()
        self._leave_session()
        await asyncio.sleep(0)

    def changeEvent(self, event: QEvent) -> None:
        """Back from another program, which may have written into the library too."""
        super().changeEvent(event)
        activated = event.type() == QEvent.Type.ActivationChange and self._started and self.isActiveWindow()
        if activated and self.pages.currentWidget() is not self._places.get(SETTINGS):
            self._refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window stood."""
        kept = QSettings(str(self._remember), QSettings.Format.IniFormat)
        kept.setValue("geometry", self.saveGeometry())
        kept.setValue("used", "\n".join(self.registry.used))
        kept.sync()
        self._started = False
        self._close_palette()
        self.sessions.rest()
        for page in self._places.values():
            rest = getattr(page, "rest", None)
            if rest is not None and page is not self.sessions:
                rest()
        event.accept()
        QTimer.singleShot(0, self, self.closed.emit)
