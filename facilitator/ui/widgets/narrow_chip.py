"""A filter as a chip over a list: its name, or what was chosen; pressed, it opens what there is to choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from facilitator.ui.actions import tip
from facilitator.ui.lines import fit
from facilitator.ui.models.choices import Choice
from facilitator.ui.sides import near_side
from facilitator.ui.theme import Theme
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.ui.widgets.choice_list import ChoiceList

TALL, WIDEST = 28, 200
SIDE, GAP = 8, 6


class NarrowChip(QAbstractButton):
    """A filter.

    Signals:
        chosen: another value holds.
    """

    chosen = Signal()

    def __init__(self, theme: Theme, name: str, any_words: str, none_words: str, key: str) -> None:
        super().__init__()
        self._theme, self._name, self._any, self._none, self._key = theme, name, any_words, none_words, key
        self._choices: Sequence[Choice] = ()
        self._words = ""
        self.value = ""
        self.list: ChoiceList | None = None
        """What there is to choose, while it is open."""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open)
        theme.changed.connect(self.updateGeometry)
        self._tell()

    # ---- what holds ---------------------------------------------------------------------------------------------

    def offer(self, choices: Sequence[Choice]) -> None:
        """Let these be chosen from. What was chosen stays, also where it is no longer among them."""
        self._choices = choices
        found = next((choice for choice in choices if choice.value == self.value), None)
        if found is not None:
            self._words = found.label
        self._tell()

    def take(self, value: str) -> None:
        """Let this value hold, empty for none."""
        if value == self.value:
            return
        self.value = value
        self._words = next((choice.label for choice in self._choices if choice.value == value), value)
        self._theme.fonts.ensure(self._words)
        self._tell()
        self.chosen.emit()

    @property
    def there(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self._choices or self.value)

    @property
    def words(self) -> str:
        """What the chip says."""
        return self._words if self.value else self._name

    def _tell(self) -> None:
        self.setEnabled(self.there)
        if not self.there:
            name = words = self._none
        elif self.value:
            name = _("Filter {name}: {value}").format(name=self._name, value=self._words)
            words = _("{filter}. Del takes it back").format(filter=name)
        else:
            name = words = _("Filter by {name}").format(name=self._name)
        self.setAccessibleName(name)
        self.setToolTip(tip(words, self._key))
        self.updateGeometry()
        self.update()

    # ---- choosing -----------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Show what there is to choose, under the chip."""
        if not self.there:
            return
        # The rows of a stream and its domain are loaded when somebody first narrows, not when the window is painted.
        from facilitator.ui.widgets.choice_list import ChoiceList

        made = ChoiceList(self._theme, self._name, [Choice("", self._any), *self._choices], self.value, self)
        made.chosen.connect(self.take)
        made.destroyed.connect(self._closed)
        self.list = made
        made.open_under(self.mapToGlobal(QPoint(0, self.height() + 4)), self.width())

    def _closed(self) -> None:
        self.list = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down open it, Del takes back what was chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.value:
            self.take("")
        else:
            super().keyPressEvent(event)

    # ---- painting -----------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """The words and the icon behind them."""
        theme = self._theme
        wide = min(
            QFontMetrics(theme.font("small", weight=500)).horizontalAdvance(self.words) + 2, round(WIDEST * theme.scale)
        )
        return QSize(2 * SIDE + wide + GAP + theme.mark(14), theme.tall(TALL))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chip."""
        del event
        theme, taken = self._theme, bool(self.value)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.isEnabled() and (self.underMouse() or self.isDown() or self.list is not None)
        edge = "line.control" if lit else "accent.tint" if taken else "line.strong"
        painter.setPen(QPen(theme.colour(edge), 1))
        painter.setBrush(theme.colour("accent.tint") if taken else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        ink = "accent.base" if taken else "text.secondary" if self.isEnabled() else "text.disabled"
        side = theme.mark(14)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = SIDE if mirrored else self.width() - SIDE - side
        painter.drawPixmap(
            x, (self.height() - side) // 2, theme.pixmap("chevron-down", ink, side, self.devicePixelRatioF())
        )
        font = theme.font("small", weight=500)
        painter.setFont(font)
        painter.setPen(theme.colour(ink))
        room = self.width() - 2 * SIDE - GAP - side
        box = (
            self.rect().adjusted(self.width() - SIDE - room, 0, -SIDE, 0)
            if mirrored
            else self.rect().adjusted(SIDE, 0, SIDE + room - self.width(), 0)
        )
        painter.drawText(box, near_side(mirrored), fit(self.words, font, room))
