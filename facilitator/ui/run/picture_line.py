"""A line with pictures: they are kept on disk first, then given with the line in one step."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from facilitator import tasks
from facilitator.session.attaching import Kept
from facilitator.session.errors import Told
from facilitator.session.notation import Line
from facilitator.session.state import SessionState
from facilitator.ui.messages import Messages, worded
from facilitator.ui.photo import Photo
from facilitator.ui.run.photos import PhotoCatcher
from facilitator.ui.screens.session import SessionScreen
from facilitator.ui.services import Services
from facilitator.ui.widgets.chips import Chip
from facilitator.words import _


class PictureLine(QObject):
    """Pictures that wait beside the capture bar of a page, and go with its next line.

    Signals:
        changed: pictures came or went.
    """

    changed = Signal()

    def __init__(self, page: SessionScreen, services: Services, messages: Messages) -> None:
        super().__init__(page)
        self._page, self._services, self._messages = page, services, messages
        self.catcher = PhotoCatcher(page.capture.field, page.stream_part, parent=self)
        self.catcher.waiting_changed.connect(self.changed)
        self.catcher.refused.connect(page.capture.say)
        page.capture.gives_empty = self.waits

    def waits(self) -> bool:
        """Whether pictures are there to be given."""
        return bool(self.catcher.waiting)

    def chips(self) -> list[Chip]:
        """What the chip row shows of them."""
        return self.catcher.chips()

    def take(self, line: Line, typed: str) -> bool:
        """Give a line with the pictures that wait; False where none does, and nothing was done."""
        if not self.waits():
            return False
        tasks.start(self._give(line, typed), "keep pictures and give them")
        return True

    async def _give(self, line: Line, typed: str) -> None:
        pictures = self.catcher.hand_over()
        kept: list[Kept] = []
        try:
            for picture in pictures:
                named = await self._services.keep_file(picture.data)
                kept.append(Kept(named, picture.name, picture.media_type, len(picture.data)))
        except Told as error:
            self._back(pictures)
            self._page.capture.say(worded(error))
            return
        given = line if typed.strip() else Line(_("Photo"))
        if not self._page.give(given, typed, kept):
            self._back(pictures)

    def _back(self, pictures: list[Photo]) -> None:
        self.catcher.waiting[:0] = pictures
        self.changed.emit()

    def open(self, state: SessionState, contribution: str) -> None:
        """Show the pictures of a card in the system's own viewer."""
        for item in state.attachments.standing():
            if item.contribution == contribution:
                tasks.start(self._open(item.sha256, item.name), "show a picture")

    async def _open(self, sha256: str, name: str) -> None:
        file = await self._services.kept_file(sha256)
        if file is None or not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            self._messages.warn(_("“{name}” cannot be shown here.").format(name=name))
