"""Who speaks now: face, name, who they are here, and how long already."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from facilitator.ui import shown
from facilitator.ui.lines import fit
from facilitator.ui.sides import far_side, near_side
from facilitator.ui.theme import Theme
from facilitator.ui.times import offset
from facilitator.ui.widgets.avatar import paint_initials
from facilitator.words import _

FACE = 40
GAP = 12


class SpeakingNow(QWidget):
    """The one who has the floor, painted. The running time is all that changes with the clock."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.name = ""
        self.line = ""
        self.time = ""
        self.point_of_order = False
        self.nobody = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def put(self, name: str, line: str, *, point_of_order: bool = False, nobody: str = "", timed: bool = True) -> None:
        """Show somebody; with an empty name the words for nobody."""
        self.name, self.line = shown.one_line(name), shown.one_line(line)
        self.point_of_order, self.nobody = point_of_order, nobody
        self._theme.fonts.ensure(self.name + self.line)
        self.setToolTip(shown.tip(f"{name}\n{line}") if name else "")
        if not name or not timed:
            self.time = ""
        self._tell()
        self.update()

    def put_time(self, ms: int) -> None:
        """How long already; painted anew only when another second is reached."""
        time = offset(ms) if self.name else ""
        if time != self.time:
            self.time = time
            self._tell()
            self.update(self._time_box())

    def _tell(self) -> None:
        if self.name:
            told = _("Speaking now: {name}").format(name=shown.isolated(self.name))
            told = f"{told}, {self.time}" if self.time else told
        else:
            told = self.nobody
        self.setAccessibleName(told)

    def _time_box(self) -> QRect:
        wide = QFontMetrics(self._theme.figures("title")).horizontalAdvance("0:00:00") + 4
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return QRect(0 if mirrored else self.width() - wide, 0, wide, self.height())

    def sizeHint(self) -> QSize:
        """Two lines, or the face."""
        theme = self._theme
        lines = theme.line("title_small") + theme.line("caption") - 2
        return QSize(240, max(theme.mark(FACE), lines))

    def minimumSizeHint(self) -> QSize:
        """It may be narrow."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Face, two lines, time."""
        del event
        theme, painter = self._theme, QPainter(self)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        lead = near_side(mirrored)
        if not self.name:
            painter.setFont(theme.font("body"))
            painter.setPen(theme.colour("text.tertiary"))
            painter.drawText(self.rect(), int(lead | Qt.TextFlag.TextWordWrap), self.nobody)
            return
        face = theme.mark(FACE)
        left = self.width() - face if mirrored else 0
        paint_initials(painter, theme, QRectF(left, (self.height() - face) / 2, face, face), self.name)
        figures = theme.figures("title")
        wide = QFontMetrics(figures).horizontalAdvance(self.time) + 2
        time_left = 0 if mirrored else self.width() - wide
        painter.setFont(figures)
        painter.setPen(theme.colour("accent.base"))
        painter.drawText(QRect(time_left, 0, wide, self.height()), far_side(mirrored), self.time)
        room = QRect(0, 0, self.width() - face - GAP - wide - 8, 0)
        room.moveLeft(wide + 8 if mirrored else face + GAP)
        high, low = theme.line("title_small") - 2, theme.line("caption")
        line = _("point of order") if self.point_of_order else self.line
        top = (self.height() - high - (low if line else 0)) // 2
        font = theme.font("title_small")
        painter.setFont(font)
        painter.setPen(theme.colour("text.primary"))
        room.setTop(top)
        room.setHeight(high)
        painter.drawText(room, lead, fit(self.name, font, room.width()))
        font = theme.font("caption")
        painter.setFont(font)
        painter.setPen(theme.colour("semantic.warning" if self.point_of_order else "text.secondary"))
        room = QRect(room.left(), top + high, room.width(), low)
        painter.drawText(room, lead, fit(line, font, room.width()))
