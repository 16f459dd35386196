"""The head of the stream: how many cards there are, and their order."""

from __future__ import annotations

from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button

PADDING = 4


class OrderButton(Button):
    """The order of the cards in small quiet words; pressing it turns the order round."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", look="quiet")

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
