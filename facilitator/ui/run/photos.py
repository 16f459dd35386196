"""Pictures that come to the capture bar, pasted or dropped: caught here, cleaned in a thread, shown as a chip.

They wait beside the line and go with it when Enter is pressed; on an empty line the picture is a card of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from facilitator import tasks
from facilitator.session.errors import Told
from facilitator.ui import photo
from facilitator.ui.clipboard import on_clipboard
from facilitator.ui.messages import worded
from facilitator.ui.photo import BadPhoto, Photo
from facilitator.ui.widgets.chips import Chip
from facilitator.words import _

MOST_AT_ONCE = 6

Make = Callable[[], Photo]
"""Makes the clean picture; called in a thread."""

_RAW = (("image/jpeg", ".jpg"), ("image/png", ".png"), ("image/webp", ".webp"), ("image/bmp", ".bmp"))


def carries_pictures(mime: QMimeData) -> bool:
    """Whether a clipboard or a drop is of pictures, without reading one. Words win over a picture of the words."""
    files = _files(mime)
    if files:
        return all(file.suffix.lower() in photo.SUFFIXES for file in files)
    if mime.hasFormat("text/plain") and mime.text().strip():
        return False
    return mime.hasImage() or any(mime.hasFormat(kind) for kind, _ending in _RAW)


def pictures_in(mime: QMimeData) -> list[Make]:
    """The pictures of a clipboard or a drop, in their order, to be made ready in a thread."""
    if not carries_pictures(mime):
        return []
    files = _files(mime)
    if files:
        return [partial(photo.from_file, file) for file in files]
    name = _("Photo")
    for kind, ending in _RAW:
        if mime.hasFormat(kind):
            data = bytes(mime.data(kind).data())
            return [partial(photo.from_bytes, data, name + ending)]
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage):
            return [partial(photo.from_image, image, name)]
    return []


def _files(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


class PhotoCatcher(QObject):
    """Catches pictures on their way to a widget, such as the line of the capture bar.

    Signals:
        waiting_changed: a picture came, or went (see :attr:`waiting`).
        refused: a picture could not be taken: the sentence.
    """

    waiting_changed = Signal()
    refused = Signal(str)

    def __init__(self, *watched: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent or (watched[0] if watched else None))
        self.waiting: list[Photo] = []
        self.busy = 0
        for widget in watched:
            self.watch(widget)

    def watch(self, widget: QWidget) -> None:
        """Catch what comes to this widget, too."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is a picture; everything else goes its way."""
        kind = event.type()
        if (
            kind == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Paste)
        ):
            return self.paste()
        if (
            kind == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Backspace
            and isinstance(watched, QLineEdit)
            and not watched.text()
            and not event.isAutoRepeat()  # a line held away with Backspace takes no picture with it
        ):
            return self.drop_last()
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove) and isinstance(event, QDragMoveEvent):
            if carries_pictures(event.mimeData()):
                event.acceptProposedAction()
                return True
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            found = pictures_in(event.mimeData())
            if found:
                event.acceptProposedAction()
                self.take(found)
                return True
        return super().eventFilter(watched, event)

    def paste(self) -> bool:
        """Take the picture of the clipboard. Returns whether there was one."""
        found = pictures_in(on_clipboard())
        if found:
            self.take(found)
        return bool(found)

    def take(self, found: list[Make]) -> None:
        """Clean these in a thread; they wait one after another when they are ready."""
        if len(self.waiting) + self.busy + len(found) > MOST_AT_ONCE:
            self.refused.emit(_("At most {count} pictures go with one line.").format(count=MOST_AT_ONCE))
            return
        self.busy += len(found)
        self.waiting_changed.emit()
        tasks.start(self._clean(found), "a picture is made ready")

    async def _clean(self, found: list[Make]) -> None:
        for make in found:
            made, why = await self._cleaned(make)
            if not shiboken6.isValid(self):
                return  # the page was closed meanwhile
            self.busy -= 1
            if made is not None:
                self.waiting.append(made)
            else:
                self.refused.emit(why)
            self.waiting_changed.emit()

    async def _cleaned(self, make: Make) -> tuple[Photo | None, str]:
        try:
            return await tasks.in_thread(make), ""
        except Told as error:
            return None, worded(error)
        except MemoryError:
            return None, worded(BadPhoto("There is not enough memory for this picture. Nothing was taken."))

    def chips(self) -> list[Chip]:
        """What the chip row shows of them."""
        shown = [
            Chip(_("Photo, {size} KB").format(size=max(len(one.data) // 1000, 1)), "image") for one in self.waiting
        ]
        return [*shown, *[Chip(_("Photo …"), "image", "text.tertiary") for _one in range(self.busy)]]

    def hand_over(self) -> list[Photo]:
        """The pictures that wait; they wait no longer."""
        taken, self.waiting = self.waiting, []
        if taken:
            self.waiting_changed.emit()
        return taken

    def drop_last(self) -> bool:
        """Take the newest picture away again. Returns whether there was one."""
        if not self.waiting:
            return False
        self.waiting.pop()
        self.waiting_changed.emit()
        return True
