"""The large timer: what is left of the activity, or by how much it runs over."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from facilitator.ui.theme import Theme
from facilitator.words import _

FAR_OVER_MS = 3 * 60_000
"""From here on running over is told in the colour of danger."""


def timer_words(left_ms: int) -> str:
    """``08:42``, ``1:05:00``, or with a minus sign once it runs over."""
    over = left_ms < 0
    seconds = abs(left_ms) // 1000 if over else -(-left_ms // 1000)
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    sign = "−" if over and (hours or minutes or seconds) else ""
    return f"{sign}{hours}:{minutes:02}:{seconds:02}" if hours else f"{sign}{minutes:02}:{seconds:02}"


def timer_role(left_ms: int | None) -> str:
    """The colour role of a time left: plain, a warning once it is over, danger three minutes later."""
    if left_ms is None:
        return "text.tertiary"
    if left_ms >= 0 or timer_words(left_ms)[0] != "−":
        return "text.primary"
    return "semantic.danger_solid" if left_ms < -FAR_OVER_MS else "semantic.warning_solid"


class TimerFace(QWidget):
    """The time left, in figures of one width. The session's clock tells it; it has none of its own."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.left_ms: int | None = None
        self.paused = False
        self.words = "–"
        self._share = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        theme.changed.connect(self._again)

    def _again(self) -> None:
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        font = QFont(self._theme.figures("timer"))
        font.setPixelSize(max(round(font.pixelSize() * self._share), 1))
        return font

    def wide(self) -> int:
        """How wide its figures are at their full size, in px."""
        return QFontMetrics(self._theme.figures("timer")).horizontalAdvance(self.words) + 8

    def fit(self, room: int) -> None:
        """Make the figures as large as so many px hold, and never larger than the text's size asks for.

        They are drawn large: with large text in a narrow window they grow less than the rest, and no digit is cut.
        """
        least = min(1 / max(self._theme.scale, 1.0), 1.0)
        share = min(max((room - 8) / max(self.wide() - 8, 1), least), 1.0)
        if share != self._share:
            self._share = share
            self._again()

    def put(self, left_ms: int | None, paused: bool = False) -> None:
        """Show this much, in ms; None for nothing running. Painted only when a figure changes."""
        words = "–" if left_ms is None else timer_words(left_ms)
        changed = (words, paused, timer_role(left_ms)) != (self.words, self.paused, timer_role(self.left_ms))
        longer = len(words) != len(self.words)
        self.left_ms, self.paused, self.words = left_ms, paused, words
        if longer:
            self.updateGeometry()
        if changed:
            told = _("paused at {time}") if paused else _("{time} left") if (left_ms or 0) >= 0 else _("over by {time}")
            self.setAccessibleName(told.format(time=words.lstrip("−")) if left_ms is not None else "")
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as its figures."""
        metrics = QFontMetrics(self._font())
        return QSize(metrics.horizontalAdvance(self.words) + 8, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """It is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The figures."""
        del event
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # the minus sign stands before the figures
        painter.setFont(self._font())
        painter.setPen(self._theme.colour("text.tertiary" if self.paused else timer_role(self.left_ms)))
        painter.drawText(
            QRect(0, 0, self.width(), self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            self.words,
        )
