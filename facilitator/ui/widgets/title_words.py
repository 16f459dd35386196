"""A title at the head of a page: one line or two, shortened at its end; the whole stands in the tool tip."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent

from facilitator.ui import shown
from facilitator.ui.lines import in_two
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Words

MOST = 2


class TitleWords(Words):
    """The title. ``whole`` is what it says in full."""

    def __init__(self, theme: Theme, role: str = "heading") -> None:
        super().__init__(theme, "", role, wraps=True)
        self.whole = ""

    def say(self, title: str) -> None:
        """Another title."""
        self.whole = shown.one_line(title)
        self._theme.fonts.ensure(self.whole)
        self._fit()
        self.updateGeometry()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        super().restyle()
        if hasattr(self, "whole"):
            self._fit()

    def _fit(self) -> None:
        lines = in_two(self.whole, self.font(), max(self.contentsRect().width(), 1))
        self.setText("\n".join(lines))
        self.setAccessibleName(self.whole)
        self.setToolTip(shown.tip(self.whole) if "".join(lines).endswith("…") else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width holds other words."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def heightForWidth(self, width: int) -> int:
        """One line or two."""
        return len(in_two(self.whole, self.font(), max(width, 1))) * self._theme.line(self._role)

    def sizeHint(self) -> QSize:
        """It takes the width it is given."""
        return QSize(240, self.heightForWidth(max(self.width(), 240)))

    def minimumSizeHint(self) -> QSize:
        """It may be narrow, never shorter than its lines."""
        return QSize(80, self.heightForWidth(max(self.width(), 80)))
