"""Files in and out of the window: chosen or dropped, taken in; reports asked for, written, stopped, failed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from facilitator import tasks
from facilitator.session.errors import Told
from facilitator.ui import shown
from facilitator.ui.messages import Messages, worded
from facilitator.ui.screens.sessions import SessionsScreen
from facilitator.ui.services import ExportRequest, Imported, Services
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.work import WorkLine
from facilitator.words import _, ngettext

TAKES = "*.vtt *.srt *.txt *.csv *.tsv *.json *.md *.zip *.mbox *.eml *.docx"
MOST_NAMED = 3
"""Methods that were taken in and are named; of more the first are."""

_AndSo = tuple[str, Callable[[], object]]


def _method_line(one: Imported) -> str:
    """What came of a file with a method."""
    words = _("{title}: a method of yours") if one.contributions else _("{title}: here already")
    return words.format(title=shown.isolated(shown.one_line(one.title)))


class FileWork(QObject):
    """Imports and exports of one window, each with a line at its foot.

    Signals:
        open_asked: a session that was taken in is to be shown (its id).
        begun: a piece of work begins; its line is to be shown.
    """

    open_asked = Signal(str)
    begun = Signal(object)

    def __init__(
        self, services: Services, theme: Theme, messages: Messages, sessions: SessionsScreen, window: QWidget
    ) -> None:
        super().__init__(window)
        self._services, self._theme, self.messages = services, theme, messages
        self._sessions, self._window = sessions, window

    def _start(self, work: Coroutine[Any, Any, object], name: str) -> None:
        tasks.start(work, name, self._failed)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self.messages.refused(error)

    # ---- import -------------------------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for files to take in."""
        if self._services.read_only:
            self.messages.warn(self._services.read_only)
            return
        dialog = QFileDialog(self._window, _("Import"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        transcripts = _("Transcripts, sessions and methods")
        everything = _("All files")
        dialog.setNameFilters([f"{transcripts} ({TAKES})", f"{everything} (*)"])
        dialog.filesSelected.connect(lambda files: self.import_files([Path(file) for file in files]))
        dialog.open()

    def import_files(self, files: Sequence[Path]) -> None:
        """Take files in."""
        if files:
            self._start(self._import(list(files)), "import files")

    async def _import(self, files: list[Path]) -> None:
        title = (
            _("Importing {name}").format(name=shown.isolated(files[0].name))
            if len(files) == 1
            else ngettext("Importing {count} file", "Importing {count} files", len(files)).format(count=len(files))
        )
        work = self._work(title)
        try:
            results = await self._services.import_files(files, work.progress.tick, work.progress.cancelled)
        except Told as error:
            work.failed(worded(error))
            return
        except BaseException:
            work.gone()
            raise
        await self._sessions.read()
        if not results:
            work.gone()
            return
        self._tell_import(work, results)

    def _tell_import(self, work: WorkLine, results: Sequence[Imported]) -> None:
        good = [result for result in results if result.session]
        left = sum(len(result.skipped) for result in results)
        actions: list[tuple[str, Callable[[], object]]] = []
        if len(good) == 1:
            one = good[0]
            words = ngettext("{title}: {count} card", "{title}: {count} cards", one.contributions)
            line = words.format(title=shown.isolated(one.title), count=one.contributions)
            session = one.session or ""
            actions.append((_("Open"), lambda: self.open_asked.emit(session)))
        else:
            line = ngettext("{count} session was taken in", "{count} sessions were taken in", len(good)).format(
                count=len(good)
            )
        methods = [result for result in results if result.method]
        if methods:
            told = ". ".join(_method_line(one) for one in methods[:MOST_NAMED])
            line = f"{line}. {told}" if good else told
        problems = [result for result in results if not result.session and not result.method]
        if left or problems:
            if left:
                words = ngettext("{count} line was left out", "{count} lines were left out", left)
                line += ". " + words.format(count=left)
            actions.append((_("What was left out"), lambda: self._show_left_out(results)))
        if problems and not good and not methods:
            one = problems[0]
            sentence = shown.one_line(one.problem)
            if len(problems) > 1:
                words = ngettext("{count} file could not be read.", "{count} files could not be read.", len(problems))
                sentence = words.format(count=len(problems))
            else:
                actions = [action for action in actions if one.skipped]
            work.failed(sentence, *actions)
            return
        if problems:
            words = ngettext("{count} file could not be read", "{count} files could not be read", len(problems))
            line += ". " + words.format(count=len(problems))
        if good:
            self._sessions.choose(good[0].session or "")
        work.done(line, *actions)

    def _show_left_out(self, results: Sequence[Imported]) -> None:
        from facilitator.ui.dialogs.tell import LeftOutDialog

        dialog = LeftOutDialog(self._theme, results, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # ---- export -------------------------------------------------------------------------------------------------

    def export(self, session: str) -> None:
        """Ask what the report is to be, and make it while work goes on."""
        self._start(self._export(session), "export")

    async def _export(self, session: str) -> None:
        from facilitator.session.privacy import Audience, Gate
        from facilitator.ui.dialogs.ask import ask
        from facilitator.ui.dialogs.export import ExportDialog

        await self._services.open_session(session)
        closed = Gate(Audience.FACILITATOR).closed(self._services.store.state(session))
        if closed is not None:
            self.messages.refused(closed)
            return
        folder, taken = await tasks.in_thread(_export_folder, self._services.settings.export_folder)
        dialog = ExportDialog(self._services, self._theme, session, folder, self._window, taken=taken)
        if await ask(dialog) == QDialog.DialogCode.Accepted:
            await self.write(dialog.request)

    async def write(self, request: ExportRequest) -> None:
        """Write a report, with progress and a way to stop it."""
        work = self._work(_("Exporting {name}").format(name=shown.isolated(request.target.name)))
        try:
            file = await self._services.export(request, work.progress.tick, work.progress.cancelled)
        except Told as error:
            again = lambda: self.export(request.session)  # noqa: E731
            work.failed(worded(error), (_("Choose another place"), again))
            return
        except BaseException:
            work.gone()
            raise
        if file is None:
            work.gone()
            self.messages.say(_("Stopped. Nothing was written."))
            return
        work.done(
            _("Saved as {name}").format(name=shown.isolated(file.name)),
            (_("Show"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))),
            (_("Open"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))),
        )
        if str(file.parent) != self._services.settings.export_folder:
            with contextlib.suppress(OSError):  # only the next dialog's first folder
                await self._services.save_settings(replace(self._services.settings, export_folder=str(file.parent)))

    def _work(self, title: str) -> WorkLine:
        work = WorkLine(self._theme, title)
        self.begun.emit(work)
        return work


def _export_folder(last: str) -> tuple[Path, frozenset[str]]:
    """Where the next report goes by itself, and the names that are taken there."""
    folder = Path(last) if last and Path(last).is_dir() else None
    if folder is None:
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
        if not folder.is_dir():
            folder = Path.home()
    try:
        return folder, frozenset(os.listdir(folder))  # noqa: PTH208 - names are all that is wanted
    except OSError:
        return folder, frozenset()
