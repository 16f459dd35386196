"""The film's picture with its captions: never cropped, on black, round at the corners."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtMultimediaWidgets import QGraphicsVideoItem
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from facilitator.ui import shown
from facilitator.ui.theme import Theme
from facilitator.words import _

WIDE, HIGH = 728, 412
"""The picture's size where there is room for it; captions are measured by its width."""

CAPTION_PX, FOOT_PX = 20, 20
_WHITE, _BOX = QColor("white"), QColor(0, 0, 0, round(255 * 0.78))


class CaptionItem(QGraphicsItem):
    """Words in a flat box above the lower edge; each line in its own direction."""

    def __init__(self, theme: Theme, *, as_read: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self._as_read = as_read
        """Whether they grow with the size text has in the window; the room screen is as large as it is."""
        self.words = ""
        self._lines: list[tuple[QTextLayout, float]] = []
        self._box = QRectF()
        self._room = QRectF()
        self.setZValue(2)

    def put(self, words: str) -> None:
        """Show these words; none takes the box away."""
        if words != self.words:
            self.words = words
            self._theme.fonts.ensure(words)
            self._lay()

    def within(self, room: QRectF) -> None:
        """The picture is this large now."""
        self._room = room
        self._lay()

    def _lay(self) -> None:
        self.prepareGeometryChange()
        self._lines, self._box = [], QRectF()
        words = shown.visible(self.words).strip()
        self.setVisible(bool(words))
        if not words or self._room.isEmpty():
            return
        scale = min(self._room.width() / WIDE, self._room.height() / HIGH)
        font = QFont(self._theme.font("body"))
        font.setPixelSize(max(round(CAPTION_PX * scale * (min(self._theme.scale, 1.5) if self._as_read else 1.0)), 9))
        pad_x, pad_y = 12 * scale, 5 * scale
        most = self._room.width() * 0.9 - 2 * pad_x
        widest = y = 0.0
        for paragraph in words.split("\n"):
            layout = QTextLayout(paragraph, font)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            right = shown.right_to_left(paragraph)
            option.setTextDirection(Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)
            option.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.setTextOption(option)
            layout.beginLayout()
            top = y
            while (line := layout.createLine()).isValid():
                line.setLineWidth(most)
                line.setPosition(QPointF(0, y - top))
                widest = max(widest, line.naturalTextWidth())
                y += line.height()
            layout.endLayout()
            self._lines.append((layout, top))
        width = ceil(widest) + 2 * pad_x
        foot = self._room.bottom() - FOOT_PX * scale
        self._box = QRectF(self._room.center().x() - width / 2, foot - y - 2 * pad_y, width, y + 2 * pad_y)
        left = self._room.center().x() - most / 2
        self._places = [QPointF(left, self._box.top() + pad_y + top) for _layout, top in self._lines]
        self.update()

    def boundingRect(self) -> QRectF:
        return self._box.adjusted(-1, -1, 1, 1)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        del option, widget
        if self._box.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_BOX)
        painter.drawRoundedRect(self._box, 4, 4)
        painter.setPen(_WHITE)
        for (layout, _top), place in zip(self._lines, self._places, strict=True):
            layout.draw(painter, place)


class FilmPicture(QGraphicsView):
    """The picture.

    Signals:
        pressed: it was clicked: play, or stop.
    """

    pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._scene = QGraphicsScene(self)
        self._scene.setBackgroundBrush(QColor("black"))
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setStyleSheet("background: black; border: none;")
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setAccessibleName(_("Film"))
        self._film: QGraphicsVideoItem | None = None
        self._corners = QPainterPath()
        self.caption = CaptionItem(theme)
        self._scene.addItem(self.caption)

    def show_film(self, item: QGraphicsVideoItem | None) -> None:
        """Show the picture of a player; None for none."""
        if self._film is not None and self._film.scene() is self._scene:
            self._scene.removeItem(self._film)
        self._film = item
        if item is not None:
            item.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
            self._scene.addItem(item)
        self._fit()

    def _fit(self) -> None:
        room = QRectF(self.viewport().rect())
        self._scene.setSceneRect(room)
        corners, inside = QPainterPath(), QPainterPath()
        corners.addRect(room.adjusted(-1, -1, 1, 1))
        inside.addRoundedRect(room, 8, 8)
        self._corners = corners.subtracted(inside)
        if self._film is not None:
            self._film.setSize(QSizeF(room.size()))
        self.caption.within(room)

    def refit(self) -> None:
        """The text has another size."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """The corners."""
        del rect
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(self._corners, self._theme.colour("surface.panel"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()
