"""Small parts every page uses: labels in a type role, hairlines, buttons, choices side by side, key caps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QPushButton, QSizePolicy, QStyle, QToolButton, QWidget

from facilitator.ui import shown
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.wrapped import UNBOUND, Lines, lay_out


class Words(QLabel):
    """A label in a type role and a colour role, which follows the theme. Plain text always: words are never markup.

    Wrapped words have the line height of their role; one line stands at the side the window is read from, whatever
    script it is in. Words that can be selected are left to the toolkit.
    """

    def __init__(
        self, theme: Theme, text: str = "", role: str = "body", colour: str = "text.primary", *, wraps: bool = False
    ) -> None:
        super().__init__(text)
        self._theme, self._role, self._colour = theme, role, colour
        self._laid: tuple[tuple[str, QFont, int, int], Lines] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        self.setFont(self._theme.font(self._role))
        self.setStyleSheet(f"color: {self._theme.hex(self._colour)};")

    def recolour(self, colour: str) -> None:
        """Another colour role."""
        self._colour = colour
        self.restyle()

    # ---- lines --------------------------------------------------------------------------------------------------

    @property
    def _ours(self) -> bool:
        return self.textInteractionFlags() == Qt.TextInteractionFlag.LinksAccessibleByMouse

    def _lines(self, wide: int) -> Lines:
        key = (self.text(), self.font(), wide, self._theme.generation)
        if self._laid is None or self._laid[0] != key:
            self._laid = (key, lay_out(self.text(), key[1], self._theme.line(self._role), wide))
        return self._laid[1]

    def _around(self) -> tuple[int, int]:
        margins, margin = self.contentsMargins(), 2 * self.margin()
        return margins.left() + margins.right() + margin, margins.top() + margins.bottom() + margin

    def heightForWidth(self, width: int) -> int:
        """As many lines as the words take at a width, each as tall as its role says."""
        if not self.wordWrap() or not self._ours:
            return super().heightForWidth(width)
        across, along = self._around()
        return self._lines(width - across).tall + along if self.text() else along

    def sizeHint(self) -> QSize:
        """As wide as the toolkit would, as tall as our lines are."""
        usual = super().sizeHint()
        if not self.wordWrap() or not self._ours:
            return usual
        return QSize(usual.width(), self.heightForWidth(usual.width()))

    def minimumSizeHint(self) -> QSize:
        """A word wide, a line tall."""
        usual = super().minimumSizeHint()
        if not self.wordWrap() or not self._ours:
            return usual
        one = self._theme.line(self._role) + self._around()[1] if self.text() else self._around()[1]
        return QSize(usual.width(), min(one, self.sizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words."""
        if not self._ours or not self.text():
            super().paintEvent(event)
            return
        box = self.contentsRect().adjusted(self.margin(), self.margin(), -self.margin(), -self.margin())
        lines = self._lines(box.width() if self.wordWrap() else UNBOUND)
        given = self.alignment()
        top = box.top()
        if lines.tall < box.height() or not self.wordWrap():
            low, high = given & Qt.AlignmentFlag.AlignBottom, given & Qt.AlignmentFlag.AlignTop
            spare = box.height() - lines.tall
            top += spare if low else 0 if high else spare // 2
        painter = QPainter(self)
        side = QStyle.visualAlignment(self.layoutDirection(), given)
        colour = self.palette().color(self.foregroundRole())
        lines.draw(painter, QRect(box.left(), top, box.width(), lines.tall), side, colour)


class OneLine(Words):
    """A label that shortens at the end what does not fit; the whole stands in the tool tip and is its name."""

    def setText(self, text: str) -> None:
        """Other words."""
        super().setText(text)
        self.setToolTip(shown.tip(text))
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        """It may be very short."""
        return QSize(48, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words that fit."""
        del event
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self._theme.colour(self._colour))
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, words)


class Hairline(QFrame):
    """A line of one px between regions."""

    def __init__(self, theme: Theme, *, upright: bool = False) -> None:
        super().__init__()
        self._theme = theme
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        QPainter(self).fillRect(event.rect(), self._theme.colour("line.hairline"))


class Button(QPushButton):
    """A push button. ``look`` is empty, filled, quiet, link or danger."""

    def __init__(self, theme: Theme, text: str, *, look: str = "", icon: str = "", key: str = "") -> None:
        super().__init__(text)
        self._theme, self._look, self._icon = theme, look, icon
        self.setProperty("look", look)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if key:
            self.setToolTip(f"{text} ({key})")
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        self.setFont(theme.font("body", weight=500))
        if self._icon:
            roles = {"filled": "accent.on", "link": "text.link", "quiet": "text.secondary", "danger": "semantic.danger"}
            role = roles.get(self._look, "text.primary")
            size = theme.mark(16)
            self.setIcon(theme.icon(self._icon, role, size))
            self.setIconSize(QSize(size, size))
            spaced = self.text().strip()
            self.setText(f" {spaced}" if spaced else "")
            if spaced:
                self.setAccessibleName(spaced)

    def show_icon(self, icon: str) -> None:
        """Another icon."""
        self._icon = icon
        self.restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as the space bar does."""
        if not _pressed(self, event):
            super().keyPressEvent(event)


class IconButton(QToolButton):
    """A button that is only an icon: its name and key stand in the tool tip and for screen readers."""

    def __init__(
        self, theme: Theme, icon: str, name: str, key: str = "", *, size: int = 32, flips: bool = False
    ) -> None:
        super().__init__()
        self._theme, self._icon, self._flips, self._side = theme, icon, flips, size
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})" if key else name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        side = self._theme.mark(self._side)
        self.setFixedSize(side, side)
        size = min(self._theme.mark(20), side - 4)
        icon = self._icon
        if self._flips and self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            icon = icon.replace("left", "right") if "left" in icon else icon.replace("right", "left")
        self.setIcon(self._theme.icon(icon, "text.secondary", size))
        self.setIconSize(QSize(size, size))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as the space bar does."""
        if not _pressed(self, event):
            super().keyPressEvent(event)


def _pressed(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press a button that has the focus by Enter; whether it was that."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.isAutoRepeat():
        return False
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    button.click()
    return True


class Choice(QWidget):
    """A few choices side by side, one of them taken. Arrow keys move; it is one stop for the Tab key.

    Signals:
        chosen: a choice was taken by hand (its value).
    """

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, name: str, choices: Sequence[tuple[str, str]], value: str, *, role: str = "body"
    ) -> None:
        super().__init__()
        self._theme, self._role = theme, role
        self._choices = list(choices)
        self.value = value
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self._restyle)
        self._tell()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _tell(self) -> None:
        word = next((word for value, word in self._choices if value == self.value), "")
        self.setAccessibleName(f"{self._name}: {word}")

    def take(self, value: str) -> None:
        """Take a choice without telling anybody."""
        self.value = value
        self._tell()
        self.update()

    def _widths(self) -> list[int]:
        from PySide6.QtGui import QFontMetrics

        metrics = QFontMetrics(self._theme.font(self._role, weight=600))
        return [metrics.horizontalAdvance(word) + 28 for _value, word in self._choices]

    def sizeHint(self) -> QSize:
        """Wide enough for every word."""
        return QSize(sum(self._widths()) + 4, self._theme.tall(32))

    def _rects(self) -> list[QRect]:
        x, rects = 2, []
        for width in self._widths():
            left = self.width() - x - width if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else x
            rects.append(QRect(left, 2, width, self.height() - 4))
            x += width
        return rects

    def paintEvent(self, event: QPaintEvent) -> None:
        """The track, the taken choice raised."""
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface.sunken"))
        painter.drawRoundedRect(self.rect(), 6, 6)
        for (value, word), rect in zip(self._choices, self._rects(), strict=True):
            taken = value == self.value
            if taken:
                painter.setPen(QPen(theme.colour("line.strong"), 1))
                painter.setBrush(theme.colour("surface.raised"))
                painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 5, 5)
            painter.setFont(theme.font(self._role, weight=600 if taken else 400))
            painter.setPen(theme.colour("text.primary" if taken else "text.secondary"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, word)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take what was clicked."""
        for (value, _word), rect in zip(self._choices, self._rects(), strict=True):
            if rect.contains(event.position().toPoint()):
                self._take(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the choice."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(
            Qt.Key(event.key()), 0
        )
        if not step:
            super().keyPressEvent(event)
            return
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft and event.key() in (
            Qt.Key.Key_Left,
            Qt.Key.Key_Right,
        ):
            step = -step
        values = [value for value, _word in self._choices]
        place = values.index(self.value) if self.value in values else 0
        self._take(values[(place + step) % len(values)])

    def _take(self, value: str) -> None:
        if value != self.value:
            self.take(value)
            self.chosen.emit(value)


class Track(QWidget):
    """How far long work is: a flat track of 6 px. A negative share says that nobody knows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.share = 0.0
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, share: float) -> None:
        """Show a share from 0 to 1."""
        self.share = share
        self.setAccessibleName(f"{round(max(share, 0) * 100)} %")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The track."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("surface.sunken"))
        painter.drawRoundedRect(self.rect(), 3, 3)
        painter.setBrush(self._theme.colour("accent.base"))
        if self.share < 0:
            painter.setOpacity(0.4)
            painter.drawRoundedRect(self.rect(), 3, 3)
            return
        width = round(self.width() * min(self.share, 1.0))
        if width >= 4:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            painter.drawRoundedRect(QRect(self.width() - width if mirrored else 0, 0, width, 6), 3, 3)
