"""What a person chose, in sections; saved as it is changed, with the time it was saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from facilitator import tasks
from facilitator.session.errors import Told
from facilitator.session.ports import wall_clock
from facilitator.settings import Settings
from facilitator.ui import setting_names as names
from facilitator.ui import times
from facilitator.ui.messages import Messages, worded
from facilitator.ui.screens.setting.about import About
from facilitator.ui.screens.setting.backups import Backups
from facilitator.ui.screens.setting.form import Form
from facilitator.ui.screens.setting.keys import KeysAndCapture
from facilitator.ui.screens.setting.look import Look
from facilitator.ui.screens.setting.phones import PhonesAndNetwork
from facilitator.ui.screens.setting.privacy import Privacy
from facilitator.ui.screens.setting.reports import Reports
from facilitator.ui.screens.setting.sections import SectionList
from facilitator.ui.screens.setting.work import HowWeWork
from facilitator.ui.services import Services
from facilitator.ui.setting_names import NamedSetting
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Hairline, Words
from facilitator.words import _

SIDE_WIDTH = 263
PAUSE_MS = 400
"""What was chosen or typed is saved after this pause."""


class SettingsScreen(QWidget):
    """The page *Settings*.

    Signals:
        introduction_asked, keys_asked, rehearsal_asked: its buttons that open something else.
    """

    introduction_asked = Signal()
    keys_asked = Signal()
    rehearsal_asked = Signal()

    def __init__(self, services: Services, theme: Theme, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self.theme, self.messages = services, theme, messages
        self._saved_ms = 0
        self._news: dict[str, Any] = {}
        self._saving: asyncio.Task[None] | None = None
        self._asked = False
        """Whether the window asked for what may have changed meanwhile."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._save_now)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        side = self._side = QWidget()
        side.setObjectName("canvas")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 20, 12, 12)
        column.setSpacing(0)
        heading = self._heading = Words(theme, _("Settings"), "title")
        heading.setContentsMargins(12, 0, 12, 0)
        column.addWidget(heading)
        column.addSpacing(12)
        self.sections = SectionList(theme, _("Sections of the settings"), names.sections())
        column.addWidget(self.sections, 1)
        self.pages = QStackedWidget()
        row.addWidget(side)
        row.addWidget(Hairline(theme, upright=True))
        row.addWidget(self.pages, 1)
        self._fill()
        self.sections.currentRowChanged.connect(self._show)
        self._show(0)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _fill(self) -> None:
        named = {setting.id: setting for setting in names.named_settings()}
        self.forms = {section.id: Form(self, section, named) for section in names.sections()}
        for form in self.forms.values():
            self.pages.addWidget(form)
        self._rooms: dict[str, Callable[[], object]] = {
            names.WORK: lambda: self.work,
            names.LOOK: lambda: self.look,
            names.KEYS: lambda: self.keys,
            names.PHONES: lambda: self.phones,
            names.PRIVACY: lambda: self.privacy,
            names.REPORTS: lambda: self.reports,
            names.BACKUPS: lambda: self.backups,
            names.ABOUT: lambda: self.about,
        }

    # ---- the rooms, each made when it is first shown or asked for -------------------------------------------------

    @cached_property
    def work(self) -> HowWeWork:
        """*How we work*."""
        room = HowWeWork(self.forms[names.WORK])
        room.headphones.clicked.connect(self.rehearsal_asked)
        return room

    @cached_property
    def look(self) -> Look:
        """*Look and language*."""
        return Look(self.forms[names.LOOK])

    @cached_property
    def keys(self) -> KeysAndCapture:
        """*Keys and capture*."""
        room = KeysAndCapture(self.forms[names.KEYS])
        room.map.clicked.connect(self.keys_asked)
        return room

    @cached_property
    def phones(self) -> PhonesAndNetwork:
        """*Phones and network*."""
        return PhonesAndNetwork(self.forms[names.PHONES])

    @cached_property
    def privacy(self) -> Privacy:
        """*Privacy and keeping*."""
        return Privacy(self.forms[names.PRIVACY])

    @cached_property
    def reports(self) -> Reports:
        """*Reports*."""
        return Reports(self.forms[names.REPORTS])

    @cached_property
    def backups(self) -> Backups:
        """*Backups and team*."""
        room = Backups(self.forms[names.BACKUPS])
        if self._asked:
            room.refresh()
        return room

    @cached_property
    def about(self) -> About:
        """*Help and about*."""
        room = About(self.forms[names.ABOUT])
        room.introduction.clicked.connect(self.introduction_asked)
        return room

    def _show(self, place: int) -> None:
        self._rooms[self.sections.sections[place].id]()
        self.pages.setCurrentIndex(place)

    @property
    def services(self) -> Services:
        """The program around the page."""
        return self._services

    def _restyle(self) -> None:
        self._heading.setFixedHeight(self.theme.line("title"))
        self._side.setFixedWidth(round(SIDE_WIDTH * max(min(self.theme.scale, 1.5), 1.0)))

    def regions(self) -> Sequence[QWidget]:
        """The sections, then the first control of the one that is shown."""
        return [self.sections, *self.forms[self.sections.sections[self.sections.currentRow()].id].stops()[:1]]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the sections."""
        if event.key() == Qt.Key.Key_Escape and not self.sections.hasFocus():
            self.sections.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        super().keyPressEvent(event)

    def to_main(self) -> None:
        """Where the focus goes first."""
        self.sections.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Say what may have changed meanwhile."""
        self._asked = True
        if "backups" in self.__dict__:
            self.backups.refresh()

    # ---- saving -------------------------------------------------------------------------------------------------

    def change(self, **news: Any) -> None:
        """Let these fields of the settings hold, and save them in a moment."""
        before = self._chosen()
        self._news.update(news)
        chosen = self._chosen()
        if chosen == before:
            return
        if "theme" in news or "text_scale" in news:
            self.theme.choose(chosen.theme, chosen.text_scale)
        self.theme.still = chosen.motion == "less"
        self._pause.start()

    def _chosen(self) -> Settings:
        """Only what was changed here is other than what holds: elsewhere other choices may have been made meanwhile."""
        return replace(self._services.settings, **self._news)

    def _save_now(self) -> None:
        chosen = self._chosen()
        self._news = {}
        self._saving = tasks.start(self._save(chosen), "save the settings", self._not_saved)

    async def _save(self, chosen: Settings) -> None:
        await self._services.save_settings(chosen)
        time = times.clock(wall_clock())
        for form in self.forms.values():
            form.say_saved(time)

    def _not_saved(self, error: BaseException) -> None:
        if not isinstance(error, OSError):
            self.failed(error)
            return
        self.messages.warn(
            _("The settings could not be written. They hold until the program is closed. Is the disk full?")
        )

    def failed(self, error: BaseException) -> None:
        """Say what went wrong; what is no sentence for a person is raised."""
        if not isinstance(error, Told):
            raise error
        self.messages.warn(worded(error))

    def flush(self) -> None:
        """Save what is still waiting."""
        if self._pause.isActive():
            self._pause.stop()
            self._save_now()

    async def flushed(self) -> None:
        """The same, until it is in the file or could not be put there: for the end of the program."""
        self.flush()
        if self._saving is not None:
            await asyncio.wait([self._saving])

    # ---- finding a setting ----------------------------------------------------------------------------------------

    def named(self) -> list[NamedSetting]:
        """Every setting that has a row, in order."""
        for make in self._rooms.values():
            make()
        return [setting for form in self.forms.values() for setting, _control in form.controls]

    def show_named(self, name: str) -> None:
        """Show a setting, and put the focus into it; where there is nothing to choose, onto its section."""
        section = next((setting.section for setting in names.named_settings() if setting.name == name), "")
        place = next((row for row, one in enumerate(self.sections.sections) if one.name == section), -1)
        if place < 0:
            return
        self.sections.setCurrentRow(place)
        form = self.forms[self.sections.sections[place].id]
        control = next(control for setting, control in form.controls if setting.name == name)
        form.ensureWidgetVisible(control, 0, 80)
        (control if control in form.stops() else self.sections).setFocus(Qt.FocusReason.TabFocusReason)
