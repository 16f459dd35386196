"""The theme of the room screen: the same colours and faces, as large as the screen asks and not as the person reads."""

from __future__ import annotations

from PySide6.QtGui import QFont

from facilitator.ui.theme import Theme, tokens

WIDTH, HEIGHT = 1920, 1080
"""The size the room screen is drawn for, in px."""


class RoomTheme(Theme):
    """Follows the window's theme in light and dark. A role may name a size of its own: ``room_prompt:44``."""

    def __init__(self, of: Theme) -> None:
        self._room_scale = 1.0
        super().__init__("dark" if of.dark else "light", fonts=of.fonts)
        self._of = of
        of.changed.connect(self._follow)

    def _follow(self) -> None:
        self.choose("dark" if self._of.dark else "light", 1.0)

    @property
    def scale(self) -> float:
        """How large the screen is beside the one of the design."""
        return self._room_scale

    def fit(self, width: int, height: int) -> None:
        """Take the size of the screen, in px."""
        scale = max(min(width / WIDTH, height / HEIGHT), 0.1)
        if scale != self._room_scale:
            self._room_scale = scale
            self._again()

    def px(self, size: float) -> int:
        """A length of the design on this screen."""
        return round(size * self._room_scale)

    def font(self, role: str, *, weight: int | None = None) -> QFont:
        """The font of a role, at the size named behind a colon where there is one."""
        base, _colon, size = role.partition(":")
        made = super().font(base, weight=weight)
        if size:
            made = QFont(made)
            made.setPixelSize(max(round(float(size) * self._room_scale), 1))
        return made

    def line(self, role: str) -> int:
        """The line height of a role in px."""
        base, _colon, size = role.partition(":")
        given = tokens()["type"][base]
        ratio = float(size) / float(given["size"]) if size else 1.0
        return round(float(given["line"]) * ratio * self._room_scale)
