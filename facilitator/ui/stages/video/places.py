"""What stands where the picture would: the way to a film, what is wrong with it, or a clock run by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from facilitator.ui import times
from facilitator.ui.actions import tip
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _

PLAY_KEY = "Ctrl+Shift+Space"

Way = tuple[str, Callable[[], object]]
"""Words on a button, and what it does."""


class Offer(QWidget):
    """An empty place with what can be done about it; files can be dropped on it.

    Signals:
        dropped: a file was dropped (its path).
    """

    dropped = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._wrong = False
        self.setAcceptDrops(True)
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = Words(theme, "", "title", wraps=True)
        self.words = Words(theme, "", "body", "text.secondary", wraps=True)
        for label in (self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 16, 32, 16)
        column.setSpacing(8)
        column.addStretch()
        for part in (self._icon, self.title, self.words):
            column.addWidget(part)
        column.addSpacing(8)
        column.addLayout(self._row)
        column.addStretch()
        self.buttons: list[Button] = []
        self._shows = ""

    def put(self, icon: str, title: str, words: str, ways: Sequence[Way], *, wrong: bool = False) -> None:
        """Say this; the first way is the likeliest."""
        self._wrong, self._shows = wrong, icon
        self.title.setText(title)
        self.words.setText(words)
        self.words.recolour("text.primary" if wrong else "text.secondary")
        self.title.recolour("semantic.danger" if wrong else "text.primary")
        while self._row.count():
            self._row.takeAt(0)
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = []
        self._row.addStretch()
        for place, (label, does) in enumerate(ways):
            button = Button(self._theme, label, look="filled" if not place else "")
            button.clicked.connect(lambda _checked=False, does=does: does())
            self._row.addWidget(button)
            self.buttons.append(button)
        self._row.addStretch()
        self.setAccessibleName(f"{title}. {words}")
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        role = "semantic.danger" if self._wrong else "text.tertiary"
        if self._shows:
            size = self._theme.mark(32)
            self._icon.setPixmap(self._theme.pixmap(self._shows, role, size, self.devicePixelRatioF()))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the words have it."""
        super().resizeEvent(event)
        self._icon.setVisible(self.height() >= round(220 * self._theme.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed edge for an empty place, a tint for a wrong."""
        del event
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._wrong:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("semantic.danger_tint"))
        else:
            painter.setPen(QPen(theme.colour("line.strong"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(theme.colour("surface.canvas"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files[0])


class HandFace(QWidget):
    """A large clock that is started and stopped by hand.

    Signals:
        pressed: it was clicked.
        choose_asked: a film is to be chosen after all.
    """

    pressed = Signal()
    choose_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown = "0:00"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tip(_("Start or stop the clock"), PLAY_KEY))
        self.words = Words(theme, _("Start the clock when the film starts."), "body", "text.secondary", wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = Button(theme, _("Choose a film"), look="link")
        self.choose.clicked.connect(self.choose_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.addStretch()
        column.addWidget(self.words)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        self._say()

    def put(self, at_ms: int, playing: bool) -> None:
        """It is here."""
        words = times.offset(at_ms)
        if words != self._shown:
            self._shown = words
            self._say()
            self.update()
        told = _("The clock runs.") if playing else _("Start the clock when the film starts.")
        if not playing and at_ms:
            told = _("The clock stands. Start it when the film goes on.")
        if told != self.words.text():
            self.words.setText(told)

    def _say(self) -> None:
        self.setAccessibleName(_("Clock of the film: {time}").format(time=self._shown))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The time, as large as there is room."""
        del event
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface.sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        room = QRectF(self.rect()).adjusted(0, 0, 0, -self.words.height() - self.choose.height() - 16)
        font = QFont(theme.figures("room_timer"))
        font.setPixelSize(max(round(min(room.height() * 0.55, self.width() / 5)), 24))
        painter.setFont(font)
        painter.setPen(theme.colour("text.primary"))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._shown)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()
