"""A line with pictures: they are kept on disk first, then given with the line in one step."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from facilitator import tasks
from facilitator.session.attaching import Kept, with_files
from facilitator.session.capture import compose
from facilitator.session.errors import Told
from facilitator.session.notation import Line
from facilitator.session.ports import uuid7
from facilitator.session.state import SessionState
from facilitator.ui.actions import Action
from facilitator.ui.drafts import DraftKeeper
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

    def __init__(self, page: SessionScreen, services: Services, messages: Messages, drafts: DraftKeeper) -> None:
        super().__init__(page)
        self._page, self._services, self._messages, self._drafts = page, services, messages, drafts
        self._giving = self._closed = False
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
        """Give a line with the pictures that wait; False where none does, and nothing was done.

        While they are being kept, Enter waits: pressed twice it gives once.
        """
        if self._giving:
            return True
        if not self.waits():
            return False
        self._giving = True
        contribution = uuid7()
        self._drafts.given(contribution, typed)  # from here on a crash, or leaving the page, loses no word
        given = line if typed.strip() else Line(_("Photo"))
        built_on = self._page.selected()
        as_typed = {
            "selected": built_on.id if built_on is not None else None,
            "command_id": contribution,
            "stamps": dict(self._page.stamps()),
        }
        pictures = self.catcher.hand_over()
        tasks.start(self._give(given, typed, pictures, as_typed), "keep pictures and give them")
        return True

    async def _give(self, given: Line, typed: str, pictures: list[Photo], as_typed: dict[str, Any]) -> None:
        page, session, contribution = self._page, self._page.session, str(as_typed["command_id"])
        kept: list[Kept] = []
        try:
            for picture in pictures:
                named = await self._services.keep_file(picture.data)
                kept.append(Kept(named, picture.name, picture.media_type, len(picture.data)))
            if self._closed:  # the page was left meanwhile: the record takes it all the same
                store = self._services.store
                store.dispatch(session, with_files(compose(given, store.state(session), **as_typed), kept))
                return
        except Told as error:
            if not self._closed:  # else the line is in the draft, and comes back with the page
                self._giving = False
                self._drafts.taken_back(contribution)
                self._drafts.typed(page.capture.text())
                self._back(pictures)
                page.capture.say(worded(error))
            return
        self._giving = False
        if not page.give(given, typed, kept, contribution=contribution):
            self._back(pictures)

    def close(self) -> None:
        """The page is left: what is being kept is given without it."""
        self._closed = True

    def offers(self) -> list[Action]:
        """Its action; its key is Backspace in the empty line."""
        return [
            Action(
                "line.drop_picture", lambda: _("Take the newest picture from the line"), self.catcher.drop_last,
                icon="image", group="session",
                why_not=lambda: "" if self.waits() else _("No picture waits in the line."),
                told=lambda: _("Backspace in an empty line does the same."),
            )
        ]  # fmt: skip

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
