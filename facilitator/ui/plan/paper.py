"""The sheets of a plan: which one, where to, written, and opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from facilitator import tasks
from facilitator.session.errors import Told
from facilitator.ui import shown
from facilitator.ui.actions import Action
from facilitator.ui.messages import Messages, worded
from facilitator.ui.services import Services
from facilitator.words import _

RUN_SHEET = "run-sheet"


def sheet_words(sheet: str) -> str:
    """The name of a sheet."""
    return {
        RUN_SHEET: _("Run sheet"),
        "participant-card": _("Participant card"),
        "role-slips": _("Role slips"),
        "observer-sheet": _("Observer sheet"),
        "capture-cards": _("Capture cards"),
        "join-poster": _("Join poster"),
    }[sheet]


def sheet_line(sheet: str) -> str:
    """What a sheet is for."""
    return {
        RUN_SHEET: _("The whole plan on paper, for whoever leads: times, words to say, what to lay out."),
        "participant-card": _("One page for everybody who comes: what for, when, where, and the rule of the room."),
        "role-slips": _("To cut apart: each role's brief, and what only that role knows."),
        "observer-sheet": _("For those who watch a role play: what to look for."),
        "capture-cards": _("Cards with a number and one prompt, to be written on and typed in later."),
        "join-poster": _("How phones join, large enough for the wall."),
    }[sheet]


SHEETS = (RUN_SHEET, "participant-card", "role-slips", "observer-sheet", "capture-cards", "join-poster")


class Paper:
    """Writes the sheets of one session."""

    def __init__(self, services: Services, messages: Messages, session: str, page: QWidget) -> None:
        self._services, self._messages, self._session, self._page = services, messages, session, page

    def offers(self) -> list[Action]:
        """One action a sheet; the run sheet is a button at the top."""
        return [self._offer(sheet) for sheet in SHEETS]

    def _offer(self, sheet: str) -> Action:
        first = sheet == RUN_SHEET
        return Action(
            f"plan.print.{sheet}",
            lambda: sheet_words(sheet) if first else _("Print: {sheet}").format(sheet=sheet_words(sheet)),
            lambda: self.choose(sheet),
            ("Ctrl+P",) if first else (),
            "printer",
            "plan",
            told=lambda: sheet_line(sheet),
            header=first,
            menu=not first,
        )

    def choose(self, sheet: str) -> None:
        """Ask where the sheet goes, then write it."""
        folder = self._services.settings.export_folder or QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        title = self._services.store.state(self._session).about.title
        name = self._services.export_name(f"{title} {sheet_words(sheet)}", "pdf")
        dialog = QFileDialog(self._page.window(), sheet_words(sheet))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("PDF") + " (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.setDirectory(folder or str(Path.home()))
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda file: self.write(sheet, Path(file)))
        dialog.open()

    def write(self, sheet: str, target: Path) -> None:
        """Write a sheet, whole or not at all; what is wrong is said."""
        tasks.start(self._write(sheet, target), "write a sheet", self._failed)

    async def _write(self, sheet: str, target: Path) -> None:
        file = await self._services.print_sheet(self._session, sheet, target)
        self._messages.say(
            _("Saved as {name}").format(name=shown.isolated(file.name)),
            action=_("Open"),
            does=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))),
        )

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self._messages.warn(worded(error))
