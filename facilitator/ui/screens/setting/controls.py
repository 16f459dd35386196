"""Controls of the page *Settings* alone: choices that wrap, a list in a box, a switch with its line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from facilitator.ui.shown import one_line
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.plain import Choice, Words
from facilitator.ui.widgets.switch import TRACK_W, Switch

SWITCH_GAP = 12


class WrapChoice(Choice):
    """Choices side by side, which go on in the next line where they have no room."""

    def __init__(self, theme: Theme, name: str, choices: Sequence[tuple[str, str]], value: str) -> None:
        super().__init__(theme, name, choices, value, role="small")
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _lines(self, wide: int) -> list[list[int]]:
        lines: list[list[int]] = [[]]
        for width in self._widths():
            if lines[-1] and 2 + sum(lines[-1]) + width + 2 > wide:
                lines.append([])
            lines[-1].append(width)
        return lines

    def heightForWidth(self, width: int) -> int:
        """As many lines as it takes."""
        return self._theme.tall(32) * len(self._lines(width))

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest."""
        return QSize(max(self._widths()) + 4, self._theme.tall(32))

    def _rects(self) -> list[QRect]:
        rects, mirrored, tall = [], self.layoutDirection() == Qt.LayoutDirection.RightToLeft, self._theme.tall(32)
        for place, line in enumerate(self._lines(self.width())):
            x = 2
            for width in line:
                width = min(width, self.width() - 4)
                left = self.width() - x - width if mirrored else x
                rects.append(QRect(left, place * tall + 2, width, tall - 4))
                x += width
        return rects


class PickBox(QComboBox):
    """A list of choices in a box, with its arrow.

    Signals:
        picked: a choice was taken by hand (its value).
    """

    picked = Signal(object)

    def __init__(self, theme: Theme, name: str, choices: Sequence[tuple[object, str]], value: object) -> None:
        super().__init__()
        self._theme, self._name = theme, name
        for each, words in choices:
            self.addItem(words, each)
        self.setCurrentIndex(max(self.findData(value), 0))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.activated.connect(lambda place: self.picked.emit(self.itemData(place)))
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(self._theme.font("body"))
        self.setMinimumWidth(round(208 * min(self._theme.scale, 1.4)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls; turning over a choice changes nothing."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, and its arrow at the far side."""
        super().paintEvent(event)
        size = self._theme.mark(16)
        left = 12 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - 12 - size
        role = "text.secondary" if self.isEnabled() else "text.disabled"
        pixmap = self._theme.pixmap("chevron-down", role, size, self.devicePixelRatioF())
        QPainter(self).drawPixmap(left, (self.height() - size) // 2, pixmap)


class SwitchLine(QWidget):
    """A switch, its words, and a smaller line under them. A click anywhere on it turns the switch.

    Signals:
        turned: it was turned by hand (whether it is on).
    """

    turned = Signal(bool)

    def __init__(self, theme: Theme, words: str, told: str = "", *, on: bool) -> None:
        super().__init__()
        self._theme = theme
        self.switch = Switch(theme, words, gap=SWITCH_GAP)
        self.switch.setChecked(on)
        self.switch.setAccessibleDescription(told)
        self.switch.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.switch.clicked.connect(self.turned)
        self.setFocusProxy(self.switch)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(0)
        column.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeading)
        self._told = Words(theme, told, "small", "text.secondary", wraps=True)
        column.addWidget(self._told)
        self._told.setVisible(bool(told))
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.switch.setFixedHeight(self._theme.tall(20))
        aside = self._theme.mark(TRACK_W) + SWITCH_GAP
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._told.setContentsMargins(0 if mirrored else aside, 0, aside if mirrored else 0, 0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """On the words too."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.switch.click()


class Written(QPlainTextEdit):
    """Words of one's own, as tall as they are, never with a line end: Enter goes on to the next control.

    Signals:
        written: they became others by hand (as they are now).
    """

    written = Signal(str)

    def __init__(self, theme: Theme, name: str, text: str, *, least: int = 56, most: int = 1000) -> None:
        super().__init__(one_line(text))
        self._theme, self._least, self._most = theme, least, most
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.fonts.ensure(text)
        self.textChanged.connect(self._changed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(self._theme.font("body"))
        self._grow()

    def _around(self) -> int:
        """What stands over and under the words, in px."""
        return 24

    def _grow(self) -> None:
        lines = max(round(self.document().size().height()), 1)
        self.setFixedHeight(
            max(lines * self.fontMetrics().lineSpacing() + self._around(), self._theme.tall(self._least))
        )

    def _changed(self) -> None:
        self._grow()
        self.written.emit(one_line(self.toPlainText())[: self._most])

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted is one line."""
        self.insertPlainText(one_line(source.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is no letter here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self._grow()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls: all of the words are in sight."""
        event.ignore()


class SmallWritten(Written):
    """The same in small letters under another field, without edges until one comes near."""

    def __init__(self, theme: Theme, name: str, text: str, *, hint: str) -> None:
        super().__init__(theme, name, text, least=20, most=200)
        self.setPlaceholderText(hint)

    def _around(self) -> int:
        return 4

    def _restyle(self) -> None:
        theme = self._theme
        self.setFont(theme.font("small"))
        self.document().setDocumentMargin(0)
        self.setStyleSheet(
            "QPlainTextEdit { border: none; border-bottom: 1px solid transparent; border-radius: 0; padding: 2px 0 0 0;"
            f" background: transparent; min-height: 0; color: {theme.hex('text.secondary')}; }}"
            f"QPlainTextEdit:hover {{ border-bottom-color: {theme.hex('line.control')}; }}"
            f"QPlainTextEdit:focus {{ border-bottom: 2px solid {theme.hex('accent.focus')}; padding: 2px 0 0 0;"
            f" color: {theme.hex('text.primary')}; }}"
        )
        self._grow()


class Beside(QWidget):
    """Parts in one line, level with each other; the line goes on in the next where there is no more room."""

    def __init__(self, theme: Theme, *parts: QWidget) -> None:
        super().__init__()
        self._theme, self._parts = theme, parts
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        flow = Flow(self, gap=12)
        for part in parts:
            flow.addWidget(part)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        for part in self._parts:
            if isinstance(part, Words):
                part.setFixedHeight(self._theme.tall(32))


def row_of(*parts: QWidget) -> QWidget:
    """Parts in one line, at its leading side."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    row.addStretch()
    return holder
