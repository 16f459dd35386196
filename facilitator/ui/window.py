"""The main window: it only wires. Pages ask, services do, and what takes long shows at its foot."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
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
from facilitator.ui.files import FileWork
from facilitator.ui.messages import Messages, worded
from facilitator.ui.screens.sessions import SessionsScreen
from facilitator.ui.services import ExportRequest, Services
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.drop import DropVeil
from facilitator.ui.widgets.plain import Hairline
from facilitator.ui.widgets.rail import Rail
from facilitator.ui.widgets.toast import Toast
from facilitator.ui.widgets.work import WorkLine
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.ui.log_door import LogDoor
    from facilitator.ui.screens.session import SessionScreen

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
        self.session: SessionScreen | None = None
        self._settings: QWidget | None = None
        self._before_settings = "sessions"
        self._log_door: LogDoor | None = None
        self._opening = 0
        self._started = False
        self.setWindowTitle("Facilitator")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.setAcceptDrops(True)
        self._build()
        self._keys()
        self._place_window()
        self.rail.take("sessions")
        self.sessions.field.setFocus()

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
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail(theme)
        self.rail.gone_to.connect(self._go)
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
        self.pages.addWidget(self.sessions)
        self.toast = Toast(theme, whole, foot=self._foot)
        self.messages.said.connect(self.toast.show_message)
        self._veil = DropVeil(theme, whole)

    def _foot(self) -> int:
        """How much at the foot of the window a message must not cover: work under way, status line, capture bar."""
        foot = sum(work.height() for work in self.findChildren(WorkLine) if not work.isHidden())
        if self._in_session() and self.session is not None:
            foot += self.session.foot_height
        return foot

    def _keys(self) -> None:
        for keys, does in (
            ("Ctrl+1", lambda: self._go("sessions")),
            ("Ctrl+,", lambda: self._go("settings")),
            ("Ctrl+N", self.new_session),
            ("Ctrl+L", self.log),
            ("Ctrl+I", self.files.choose_files),
            ("Ctrl+R", self.export_current),
            ("Ctrl+F", self.to_search),
            ("Ctrl+Z", lambda: self.session.undo() if self._in_session() and self.session else None),
            ("Ctrl+Shift+Z", lambda: self.session.redo() if self._in_session() and self.session else None),
            ("F6", lambda: self._next_region(1)),
            ("Shift+F6", lambda: self._next_region(-1)),
            ("Alt+Left", lambda: self._go("sessions")),
            ("F11", self._full_screen),
            ("Ctrl+Q", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(does)

    def _place_window(self) -> None:
        kept = QSettings(str(self._remember), QSettings.Format.IniFormat)
        geometry = kept.value("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            screen = QGuiApplication.primaryScreen()
            if screen is not None:
                room = screen.availableSize()
                self.resize(min(USUAL[0], room.width()), min(USUAL[1], room.height()))

    # ---- places -------------------------------------------------------------------------------------------------

    def start(self, session: str = "") -> None:
        """Fill the window, once it is shown: the list, and a session when one was asked for."""
        self._started = True
        self.sessions.refresh()
        if session:
            self.open_session(session)

    def _in_session(self) -> bool:
        return self.session is not None and self.pages.currentWidget() is self.session

    def _go(self, place: str) -> None:
        if place == "log":
            self.log()
            return
        if place == "settings":
            self.show_settings()
            return
        self.rail.take("sessions")
        if self.pages.currentWidget() is self._settings and self.session is not None:
            self.pages.setCurrentWidget(self.session)
            self.session.to_capture()
            return
        self.pages.setCurrentWidget(self.sessions)
        self.setWindowTitle("Facilitator")
        self.sessions.refresh()
        if self.session is not None:
            self.sessions.choose(self.session.session)
            self._leave_session()
        self.sessions.field.setFocus()

    def show_settings(self) -> None:
        """The page *Settings*, built when it is first asked for."""
        from facilitator.ui.screens.settings import SettingsScreen

        if self._settings is None:
            self._settings = SettingsScreen(self._services, self._theme, self.messages)
            self.pages.addWidget(self._settings)
        assert isinstance(self._settings, SettingsScreen)
        self.pages.setCurrentWidget(self._settings)
        self.rail.take("settings")
        self._settings.refresh()

    def to_search(self) -> None:
        """Into the search field of what is shown."""
        if self._in_session() and self.session is not None:
            self.session.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.session.find_field.selectAll()
            return
        self._go("sessions")
        self.sessions.to_search()

    def _next_region(self, step: int) -> None:
        if self._in_session() and self.session is not None:
            screen = self.session
            places: list[QWidget] = [screen.find_field, screen.side, screen.stream, screen.capture.field]
        elif self.pages.currentWidget() is self.sessions:
            page = self.sessions
            places = [page.field.line, page.list, page.preview.open]
        else:
            places = [self.pages.currentWidget() or self]
        places = [self.rail.buttons["sessions"], *(place for place in places if place.isVisible())]
        focus = QApplication.focusWidget()
        now = next((n for n, place in enumerate(places) if focus is place or place.isAncestorOf(focus or self)), 0)
        target = places[(now + step) % len(places)]
        if target.focusPolicy() == Qt.FocusPolicy.NoFocus:
            target.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _full_screen(self) -> None:
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

    async def _open(self, session: str, contribution: str = "") -> None:
        from facilitator.ui.drafts import DraftKeeper
        from facilitator.ui.screens.session import SessionScreen

        self._opening += 1
        mine = self._opening
        await self._services.open_session(session)
        keeper = DraftKeeper(self._services.drafts, session, self)
        await tasks.in_thread(keeper.read)
        if mine != self._opening:
            keeper.close()
            return
        if not self._services.store.state(session).about.exists:
            keeper.close()
            self.messages.warn(_("There is no such session in this library."))
            return
        if self.session is None or self.session.session != session:
            self._leave_session()
            screen = SessionScreen(
                self._services.store,
                session,
                self._theme,
                self.messages,
                keeper,
                read_only=self._services.read_only,
            )
            screen.export_asked.connect(self.files.export)
            screen.back_asked.connect(lambda: self._go("sessions"))
            screen.retitle_asked.connect(self.retitle)
            screen.talk_asked.connect(self.log)
            self.session = screen
            self.pages.addWidget(screen)
        else:
            keeper.close()
        self.pages.setCurrentWidget(self.session)
        self.rail.take("sessions")
        title = self._services.store.state(session).about.title
        self.setWindowTitle(f"{shown.one_line(title)[:120]} – Facilitator")
        if contribution:
            self.session.show_card(contribution)
        else:
            self.session.to_capture()
        self.session_shown.emit(session)

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
        from facilitator.ui.dialogs.ask import AskLine, ask

        dialog = AskLine(self._theme, _("New session"), _("What is it called?"), _("Begin"), "", self)
        if await ask(dialog) != QDialog.DialogCode.Accepted:
            return
        session = await self._services.new_session(dialog.text)
        await self._open(session)

    def log(self, session: str = "") -> None:
        """Log a conversation in a window of its own, or change one that is logged."""
        from facilitator.ui.log_door import LogDoor

        if self._log_door is None:
            self._log_door = LogDoor(self._services, self._theme, self.messages, self)
            self._log_door.kept.connect(lambda _session: self.sessions.refresh())
        self._log_door.open(session)

    def retitle(self, session: str) -> None:
        """Ask for another title."""
        self._start(self._retitle(session), "change a title")

    async def _retitle(self, session: str) -> None:
        from facilitator.session.sessions import DescribeSession
        from facilitator.ui.dialogs.ask import AskLine, ask

        title = self._services.store.state(session).about.title
        dialog = AskLine(self._theme, _("Change the title"), _("What is it called?"), _("Change"), title, self)
        if await ask(dialog) == QDialog.DialogCode.Accepted and dialog.text != title and self.session is not None:
            self.session.dispatch(DescribeSession(title=dialog.text), _("The title was changed"))

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
        from facilitator.ui.screens.settings import SettingsScreen

        if isinstance(self._settings, SettingsScreen):
            self._settings.flush()
        if self._log_door is not None:
            self._log_door.close()
        self._leave_session()
        await asyncio.sleep(0)

    def changeEvent(self, event: QEvent) -> None:
        """Back from another program, which may have written into the library too."""
        super().changeEvent(event)
        activated = event.type() == QEvent.Type.ActivationChange and self._started and self.isActiveWindow()
        if activated and self.pages.currentWidget() is self.sessions:
            self.sessions.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window stood."""
        kept = QSettings(str(self._remember), QSettings.Format.IniFormat)
        kept.setValue("geometry", self.saveGeometry())
        kept.sync()
        self._started = False
        self.sessions.rest()
        event.accept()
        QTimer.singleShot(0, self, self.closed.emit)
