"""The head of the stream: how many cards there are, and their order."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout

from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button

PADDING = 4
ICON_INSET = 6
"""The room at both sides of the first button's icon, in px."""


class OrderButton(Button):
    """The order of the cards in small quiet words; pressing it turns the order round."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", look="quiet")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the typing where it is

    def restyle(self) -> None:
        """Take the theme as it is now."""
        super().restyle()
        theme = self._theme
        self.setFont(theme.font("small"))
        self.setStyleSheet(
            f"QPushButton {{ color: {theme.hex('text.secondary')}; border: none; background: transparent;"
            f" padding: 0 {PADDING}px; min-width: 0; min-height: {theme.tall(24)}px; }}"
            f"QPushButton:hover {{ color: {theme.hex('text.primary')}; text-decoration: underline; }}"
        )


def narrow_head(head: QHBoxLayout, cards: QAbstractItemView, side: int) -> None:
    """Let the head begin and end where the words of cards with this inset (px) begin and end."""
    near, far = side - ICON_INSET, side + cards.verticalScrollBar().sizeHint().width() - PADDING
    if cards.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        near, far = far, near
    head.setContentsMargins(near, 12, far, 4)
