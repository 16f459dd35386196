"""*Backups and team*: where the record lies, whether it is safe, and how somebody else gets a session."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from facilitator import tasks
from facilitator.ui import shown, times
from facilitator.ui.screens.setting.form import Form
from facilitator.ui.sides import near_side
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _, ngettext


class Backups:
    """The section."""

    def __init__(self, form: Form) -> None:
        self._around = form.around
        self._services, theme = form.around.services, form.theme
        self._folder: Path | None = None
        where = Words(theme, shown.one_line(str(self._services.library)), "body", wraps=True)
        mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        where.setAlignment(near_side(mirrored))
        where.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        warned = (*self._services.warnings, self._services.read_only)
        notes = [form.small(text, "semantic.warning") for text in warned if text]
        self.show = Button(theme, _("Show the folder"), icon="folder-open")
        self.show.clicked.connect(lambda: _open(self._services.library))
        form.row("library", where, *notes, self.show, focus=self.show)
        self.line = Words(theme, "", "body", wraps=True)
        self.back_up = Button(theme, _("Back up now"), icon="save")
        self.back_up.clicked.connect(lambda: tasks.start(self._back_up(), "back up", self._around.failed))
        form.row("backups", self.line, self.back_up, focus=self.back_up)
        told = _(
            "Close the program, then type the command “facilitator restore” with the backup’s name. A library that "
            "cannot be trusted is offered its last good backup at the start, by itself."
        )
        self.show_backups = Button(theme, _("Show the backups"), icon="folder-open")
        self.show_backups.clicked.connect(lambda: _open(self._where()))
        form.row("restore", Words(theme, told, wraps=True), self.show_backups, focus=self.show_backups)
        self.found = Words(theme, _("Not looked at since the program was started."), "body", wraps=True)
        self.check = Button(theme, _("Check the record"), icon="shield-check")
        self.check.clicked.connect(lambda: tasks.start(self._check(), "check", self._around.failed))
        form.row("check", self.found, self.check, focus=self.check)
        told = _(
            "Make a report of it in the format JSON and hand the file on: whoever imports it has the whole session. "
            "Everybody keeps a library of their own."
        )
        form.row("team", Words(theme, told, wraps=True))

    def _where(self) -> Path:
        return self._services.library if self._folder is None else self._folder

    def refresh(self) -> None:
        """Say when the last backup was made."""
        tasks.start(self._last(), "list the backups", self._around.failed)

    async def _last(self) -> None:
        backups = [one for one in await self._services.backups() if one.good]
        self.show_backups.setEnabled(bool(backups))
        if not backups:
            self.line.setText(_("There is none yet."))
            return
        newest = max(backups, key=lambda one: one.at)
        self._folder = newest.path.parent
        words = ngettext(
            "{count} backup, the last one {day}, {time}", "{count} backups, the last one {day}, {time}", len(backups)
        )
        self.line.setText(words.format(count=len(backups), day=times.long_day(newest.at), time=times.clock(newest.at)))

    async def _back_up(self) -> None:
        self.back_up.setEnabled(False)
        try:
            file = await self._services.back_up()
        finally:
            self.back_up.setEnabled(True)
        self._around.messages.say(_("Backed up as {name}").format(name=shown.isolated(file.name)))
        await self._last()

    async def _check(self) -> None:
        self.check.setEnabled(False)
        self.found.setText(_("Reading everything"))
        try:
            found = await self._services.check(lambda share, words: None)
        finally:
            self.check.setEnabled(True)
        if found.ok:
            facts = ngettext("{count} fact", "{count} facts", found.facts).format(count=found.facts)
            told = _("Everything is whole: {facts} were read.").format(facts=facts)
            if found.problems:  # nothing but what was lost before and told then
                told = _(
                    "All that is here is whole: {facts} were read. The command “facilitator check” names what is lost."
                )
            self.found.setText(told.format(facts=facts))
            return
        count = len(found.problems)
        words = ngettext(
            "{count} place is damaged. What is whole was kept; the command “facilitator check” names it.",
            "{count} places are damaged. What is whole was kept; the command “facilitator check” names them.",
            count,
        )
        self.found.setText(words.format(count=count))


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
