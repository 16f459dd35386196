"""A filter as a chip: its name, or what was chosen and the way to take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIntValidator, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy

from facilitator.ui import shown
from facilitator.ui.dialogs.ask import AskLine
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.guide_rows import draw_words
from facilitator.words import _


class FilterChip(QAbstractButton):
    """A filter: its name until something is chosen, then what was chosen with a way to take it back.

    Signals:
        chosen: another value holds.
    """

    chosen = Signal()

    def __init__(
        self, theme: Theme, name: str, choices: Sequence[tuple[str, str]], counted: Callable[[int], str] | None = None
    ) -> None:
        super().__init__()
        self._theme, self._name, self._choices, self._counted = theme, name, choices, counted
        self.value = ""
        self._words = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._pressed)
        theme.changed.connect(self.updateGeometry)
        self._tell()

    def _tell(self) -> None:
        if self.value:
            words = _("Filter {name}: {value}. Press to take it back").format(name=self._name, value=self._words)
        else:
            words = _("Filter by {name}").format(name=self._name)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The words and the icon behind them."""
        theme = self._theme
        font = theme.font("small", weight=500 if self.value else 400)
        wide = QFontMetrics(font).horizontalAdvance(self._words if self.value else self._name)
        return QSize(wide + theme.mark(14) + 24, theme.tall(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chip."""
        del event
        theme, taken = self._theme, bool(self.value)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.isDown()
        edge = "accent.tint" if taken and not lit else "line.control" if lit else "line.strong"
        painter.setPen(QPen(theme.colour(edge), 1))
        painter.setBrush(theme.colour("accent.tint") if taken else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        ink = "accent.base" if taken else "text.secondary"
        side = theme.mark(14)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = 7 if mirrored else self.width() - 7 - side
        pixmap = theme.pixmap("x" if taken else "chevron-down", ink, side, self.devicePixelRatioF())
        painter.drawPixmap(x, (self.height() - side) // 2, pixmap)
        painter.setFont(theme.font("small", weight=500 if taken else 400))
        painter.setPen(theme.colour(ink))
        box = self.rect().adjusted(side + 12, 0, -8, 0) if mirrored else self.rect().adjusted(8, 0, -side - 12, 0)
        draw_words(
            painter,
            box,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self._words if taken else self._name,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down open it, too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (event.key() == Qt.Key.Key_Down and not self.value):
            self.click()
        else:
            super().keyPressEvent(event)

    def take(self, value: str, words: str = "") -> None:
        """Let this value hold; empty for none."""
        self.value = value
        self._words = words or next((word for key, word in self._choices if key == value), value)
        self._tell()
        self.chosen.emit()

    def take_number(self, count: int) -> None:
        """Let a number hold that may not be among the choices."""
        self.take(str(count), self._counted(count) if self._counted is not None else str(count))

    def _pressed(self) -> None:
        if self.value:
            self.take("")
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for value, words in self._choices:
            menu.addAction(shown.on_button(words)).triggered.connect(
                lambda _on=False, value=value, words=words: self.take(value, words)
            )
        if self._counted is not None:
            menu.addSeparator()
            menu.addAction(_("Another number")).triggered.connect(self._ask)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _ask(self) -> None:
        dialog = AskLine(self._theme, self._name, _("A number"), _("Filter"), "", self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.field.setValidator(QIntValidator(1, 100_000, dialog))
        dialog.accepted.connect(lambda: self.take_number(int(dialog.text)))
        dialog.open()
