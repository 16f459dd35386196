"""The room screen in small, for whoever sits at the laptop: the question, the time and what else is told."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from facilitator.session.room import MESSAGE, RoomView
from facilitator.ui.lines import Typesetter, fit
from facilitator.ui.room.wording import middle
from facilitator.ui.run.timer import timer_words
from facilitator.ui.theme import Theme
from facilitator.words import _, ngettext

PAD = 16


class RoomPreview(QWidget):
    """Sixteen to nine, as large as its column allows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._setter = Typesetter(theme)
        self.view = RoomView()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(160)
        theme.changed.connect(self._again)

    def show_view(self, view: RoomView) -> None:
        """Show this; painted again only where a figure or a word differs."""
        told = (self.words(), self.time())
        changed = view.prompt != self.view.prompt or view.paused != self.view.paused
        self.view = view
        if changed or told != (self.words(), self.time()):
            self._theme.fonts.ensure(view.prompt)
            self.setAccessibleName(
                _("On the room screen: {words}").format(words=f"{view.prompt} {self.words()}".strip())
            )
            self.update()

    def words(self) -> str:
        """The small line at the foot."""
        view = self.view
        cards = ngettext("{count} card", "{count} cards", view.cards).format(count=view.cards) if view.cards else ""
        return middle(view) or cards

    def time(self) -> str:
        """The time left."""
        return "" if self.view.left_ms is None else timer_words(self.view.left_ms)

    def sizeHint(self) -> QSize:
        """About what a column holds."""
        return QSize(280, self._high(280))

    def _high(self, width: int) -> int:
        """A little higher than sixteen to nine; where text is large, two lines of the question and the time."""
        theme = self._theme
        return max(round(width * 0.53), 2 * theme.line("body_strong") + theme.line("heading") + 2 * PAD + 8)

    def _again(self) -> None:
        self.setFixedHeight(self._high(max(self.width(), 160)))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its height follows its width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._again()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame, the question, what is told, the time."""
        del event
        theme, view, painter = self._theme, self.view, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(theme.colour("surface.panel"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        inner = self.rect().adjusted(PAD, PAD, -PAD, -PAD + 4)
        words = view.message if view.shows == MESSAGE else view.prompt
        most = max((inner.height() - theme.line("heading")) // theme.line("body_strong"), 1)
        laid = self._setter.lay(words, "body_strong", inner.width(), most=min(most, 4))
        laid.draw(painter, inner.left(), inner.top(), theme.colour("text.primary"))
        foot = QRect(inner.left(), inner.bottom() - theme.line("heading"), inner.width(), theme.line("heading"))
        side = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
        painter.setFont(theme.figures("heading"))
        over = self.time().startswith("−")
        role = "text.tertiary" if view.paused else "semantic.warning_solid" if over else "text.primary"
        painter.setPen(theme.colour(role))
        flags = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(foot, flags | side, self.time())
        room = inner.width() - painter.fontMetrics().horizontalAdvance(self.time()) - 12
        small = theme.font("caption")
        painter.setFont(small)
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(
            foot.adjusted(0, 0, 0, -4), Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeading,
            fit(self.words(), small, room),
        )  # fmt: skip
