"""A film on the room screen: a surface that takes frames and fills the screen with them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtMultimedia import QVideoFrame, QVideoSink
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from facilitator.ui.stages.video.picture import CaptionItem
from facilitator.ui.theme import Theme


class FilmArea(QWidget):
    """Paints the newest frame, as large as fits, with its captions, on black."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.sink = QVideoSink(self)
        self._caption = CaptionItem(theme, as_read=False)
        self._frame = QVideoFrame()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.sink.videoFrameChanged.connect(self._take)

    def _take(self, frame: QVideoFrame) -> None:
        self._frame = frame
        self.update()

    @property
    def caption(self) -> str:
        """The words under the picture."""
        return self._caption.words

    def put(self, words: str) -> None:
        """These words are to be read under the picture; none takes them away."""
        self._caption.put(words)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words grow with the screen."""
        super().resizeEvent(event)
        self._caption.within(QRectF(self.rect()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), Qt.GlobalColor.black)
        if self._frame.isValid():
            options = QVideoFrame.PaintOptions()
            options.aspectRatioMode = Qt.AspectRatioMode.KeepAspectRatio
            self._frame.paint(painter, QRectF(self.rect()), options)
        self._caption.paint(painter, QStyleOptionGraphicsItem())
