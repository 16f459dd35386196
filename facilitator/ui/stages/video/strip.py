"""The strip under a film: how far it is, where it stops, where people reacted. It runs from left to right always."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from facilitator.session.cues import number
from facilitator.session.film import FilmCue
from facilitator.ui import shown, times
from facilitator.ui.theme import Theme
from facilitator.words import _

STEP_MS = 5_000
KNOB, TRACK, DOT = 14, 6, 6
CUE_W, CUE_H = 2.5, 14.0


class CueStrip(QWidget):
    """A track with its marks.

    Signals:
        sought: send the film here (ms).
        cue_asked: set a cue where the film is.
        edit_asked: change the cue the film stands at, or the next.
        remove_asked: take that cue out.
        toggled: play, or stop.
    """

    sought = Signal(int)
    cue_asked = Signal()
    edit_asked = Signal()
    remove_asked = Signal()
    toggled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._at = self._length = 0
        self._cues: Sequence[FilmCue] = ()
        self._reactions: Sequence[int] = ()
        self._held = False
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(240, 40)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 40)

    # ---- what it shows ------------------------------------------------------------------------------------------

    def put(self, at_ms: int, length_ms: int) -> None:
        """The film is here, and so long."""
        if (at_ms, length_ms) == (self._at, self._length):
            return
        said, seen = self._at // 1000, (round(self._x(self._at)), self._length)
        self._at, self._length = at_ms, length_ms
        if seen != (round(self._x(at_ms)), length_ms):
            self.update()
        if said != at_ms // 1000:
            self._tell()

    def mark(self, cues: Sequence[FilmCue], reactions: Sequence[int]) -> None:
        """Where it stops, and where people reacted (ms)."""
        self._cues, self._reactions = tuple(cues), tuple(reactions)
        self._tell()
        self.update()

    def _tell(self) -> None:
        words = _("Place in the film: {time} of {length}")
        self.setAccessibleName(words.format(time=times.offset(self._at), length=times.offset(self._length)))

    def _x(self, ms: int) -> float:
        room = self.width() - KNOB
        return KNOB / 2 + (room * min(max(ms / self._length, 0.0), 1.0) if self._length else 0.0)

    def _ms(self, x: float) -> int:
        room = max(self.width() - KNOB, 1)
        return round(self._length * min(max((x - KNOB / 2) / room, 0.0), 1.0))

    def dots(self) -> list[QPointF]:
        """The centre of every reaction: one that would lie on another stands above it, and never higher than two."""
        low, high = self._line() - 13, self._line() - 20
        made: list[QPointF] = []
        last_low = -100.0
        for ms in self._reactions:
            x = self._x(ms)
            if x - last_low >= DOT + 1:
                made.append(QPointF(x, low))
                last_low = x
            else:
                made.append(QPointF(x, high))
        return made

    def _line(self) -> float:
        return self.height() / 2 + 7

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, cues, reactions, and where it is."""
        del event
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        y, x = self._line(), self._x(self._at)
        left, right = KNOB / 2, self.width() - KNOB / 2
        painter.setBrush(theme.colour("surface.sunken"))
        painter.drawRoundedRect(QRectF(left, y - TRACK / 2, right - left, TRACK), 3, 3)
        painter.setBrush(theme.colour("accent.base"))
        if x - left >= 1:
            painter.drawRoundedRect(QRectF(left, y - TRACK / 2, max(x - left, TRACK), TRACK), 3, 3)
        painter.setBrush(theme.colour("text.tertiary"))
        for centre in self.dots():
            painter.drawEllipse(centre, DOT / 2, DOT / 2)
        painter.setBrush(theme.colour("text.primary"))
        for cue in self._cues:
            painter.drawRoundedRect(QRectF(self._x(cue.at_ms) - CUE_W / 2, y - CUE_H / 2, CUE_W, CUE_H), 1, 1)
        painter.setBrush(theme.colour("surface.panel"))
        painter.drawEllipse(QPointF(x, y), KNOB / 2 + 2, KNOB / 2 + 2)
        painter.setBrush(theme.colour("accent.base"))
        painter.drawEllipse(QPointF(x, y), KNOB / 2, KNOB / 2)

    # ---- hands --------------------------------------------------------------------------------------------------

    def _cue_near(self, place: QPoint) -> FilmCue | None:
        near = [cue for cue in self._cues if abs(self._x(cue.at_ms) - place.x()) <= 6]
        return min(near, key=lambda cue: abs(self._x(cue.at_ms) - place.x()), default=None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._length:
            self._held = True
            cue = self._cue_near(event.position().toPoint())
            self.sought.emit(cue.at_ms if cue is not None else self._ms(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self.sought.emit(self._ms(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows 5 s, Page up and down from cue to cue, Enter changes a cue, Delete takes it out."""
        key, keys = Qt.Key(event.key()), Qt.Key
        if key == keys.Key_B and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.cue_asked.emit()
        elif key in (keys.Key_Left, keys.Key_Right):
            step = STEP_MS if key == keys.Key_Right else -STEP_MS
            self.sought.emit(min(max(self._at + step, 0), self._length))
        elif key == keys.Key_Home:
            self.sought.emit(0)
        elif key == keys.Key_End:
            self.sought.emit(self._length)
        elif key == keys.Key_PageDown:
            ahead = [cue.at_ms for cue in self._cues if cue.at_ms > self._at]
            self.sought.emit(min(ahead, default=self._length))
        elif key == keys.Key_PageUp:
            self.sought.emit(max((cue.at_ms for cue in self._cues if cue.at_ms < self._at), default=0))
        elif key in (keys.Key_Return, keys.Key_Enter):
            self.edit_asked.emit()
        elif key in (keys.Key_Delete, keys.Key_Backspace):
            self.remove_asked.emit()
        elif key == keys.Key_Space:
            self.toggled.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """A cue's question, or the time, under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cue = self._cue_near(event.pos())
            words = times.offset(self._ms(event.pos().x()))
            if cue is not None:
                asks = shown.one_line(cue.prompt) or _("Cue {number}").format(number=number(self._cues, cue.id))
                words = f"{times.offset(cue.at_ms)}  {asks}"
            QToolTip.showText(event.globalPos(), shown.tip(words), self)
            return True
        return super().event(event)
