"""Under an empty line: what it can begin with, as buttons that bear their sign, and the two signs of the middle."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QToolButton, QWidget

from facilitator.session.kinds import SIGN_OF
from facilitator.ui import kinds
from facilitator.ui.sides import near_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.key_caps import caps_height, caps_of, caps_width, paint_caps
from facilitator.words import _, pgettext

GAP, APART = 4, 9


class KindButton(QToolButton):
    """A kind as an icon; ``keyed`` with its sign beside it."""

    def __init__(self, theme: Theme, kind: str) -> None:
        super().__init__()
        self._theme, self.kind, self.keyed = theme, kind, False
        self.setCheckable(True)
        self.setAccessibleName(kinds.word(kind))
        self.setAccessibleDescription(kinds.meaning(kind))
        words = _("{kind}: begin with {sign}")
        self.setToolTip(words.format(kind=kinds.explained(kind), sign=SIGN_OF[kind]))

    def _cap(self) -> int:
        return caps_width(self._theme, caps_of(SIGN_OF[self.kind]))

    def width_keyed(self) -> int:
        """How wide it is with its sign, in px."""
        return self._theme.mark(16) + GAP + self._cap() + APART

    def restyle(self) -> None:
        """In the theme as it is now, with its sign or without."""
        theme = self._theme
        size = theme.mark(16)
        self.setIcon(theme.icon(kinds.icon(self.kind), f"kind.{kinds.hue(self.kind)}.solid", size))
        self.setIconSize(QSize(size, size))
        self.setFixedSize(self.width_keyed() if self.keyed else size + 8, theme.tall(24))

    def key(self, keyed: bool) -> None:
        """With its sign beside it, or without."""
        if keyed != self.keyed:
            self.keyed = keyed
            self.setFixedWidth(self.width_keyed() if keyed else self._theme.mark(16) + 8)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon in the middle; or the icon and the sign after it."""
        if not self.keyed:
            super().paintEvent(event)
            return
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        icon, size = self.icon(), self.iconSize()
        option.icon = QIcon()
        painter = QPainter(self)
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, self)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = (self.width() - size.width() - GAP - self._cap()) // 2
        top = (self.height() - size.height()) // 2
        x = self.width() - left - size.width() if mirrored else left
        painter.drawPixmap(QPoint(x, top), icon.pixmap(size, self.devicePixelRatioF()))
        cap = left if mirrored else left + size.width() + GAP
        paint_caps(
            painter, self._theme, caps_of(SIGN_OF[self.kind]), cap, (self.height() - caps_height(self._theme)) / 2
        )


class Signs(QWidget):
    """``^ builds on   # theme``, for the eye: the keyboard map tells the same."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _parts(self) -> list[tuple[str, str]]:
        return [("^", pgettext("sign", "builds on")), ("#", pgettext("sign", "theme"))]

    def needed(self) -> int:
        """How wide it is, in px."""
        theme = self._theme
        metrics = theme.metrics("small")
        return 2 * APART + sum(
            caps_width(theme, caps_of(sign)) + GAP + 2 + metrics.horizontalAdvance(words) + APART
            for sign, words in self._parts()
        )

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(self.needed(), self._theme.tall(24))

    def minimumSizeHint(self) -> QSize:
        """One row; it gives way."""
        return QSize(0, self._theme.tall(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Sign, words, sign, words."""
        del event
        theme, painter = self._theme, QPainter(self)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        metrics = theme.metrics("small")
        x = APART
        for sign, words in self._parts():
            cap, wide = caps_width(theme, caps_of(sign)), metrics.horizontalAdvance(words) + 2
            left = self.width() - x - cap if mirrored else x
            paint_caps(painter, theme, caps_of(sign), left, (self.height() - caps_height(theme)) / 2)
            x += cap + GAP + 2
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text.secondary"))
            place = QRect(self.width() - x - wide if mirrored else x, 0, wide, self.height())
            painter.drawText(place, near_side(mirrored), words)
            x += wide + APART
