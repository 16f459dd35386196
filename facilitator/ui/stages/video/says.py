"""What the facilitator says and does with a film: quiet words under its question while it stands."""

from __future__ import annotations

from facilitator.ui import shown
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Words


class SaysWords(Words):
    """The plan's words, or the step's."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "small", "text.secondary", wraps=True)
        self.hide()

    def put(self, words: str) -> None:
        """Say this; whether there is room for it is the stage's to know."""
        line = shown.one_line(words).strip()
        if line != self.text():
            self._theme.fonts.ensure(line)
            self.setText(line)

    def height_at(self, wide: int) -> int:
        """How high they are at a width, in px; 0 where nothing is said."""
        return self.heightForWidth(wide) if self.text() else 0
