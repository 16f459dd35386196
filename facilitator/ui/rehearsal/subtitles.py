"""What is said in a sample talk, as it is said: the running turn large, those before it above as room allows."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from facilitator.session.rehearsal import Talk, Turn
from facilitator.ui import shown
from facilitator.ui.lines import Laid, Typesetter
from facilitator.ui.theme import Theme
from facilitator.words import _

BEFORE = 2
"""Turns that may stand above the running one."""

SIDE, TOP, GAP = 32, 24, 18
SIZES = ("heading", "title", "title_small", "body")
"""The running turn is as large as it fits."""


class Subtitles(QWidget):
    """The question at the top, the last turns of the talk from the middle down. Nothing of a running turn is cut."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._lines = theme, Typesetter(theme)
        self.talk: Talk | None = None
        self.told = -1
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)
        theme.fonts.grown.connect(self.update)

    def sizeHint(self) -> QSize:
        """A third of a window."""
        return QSize(440, 400)

    def begin(self, talk: Talk) -> None:
        """Show this talk from its beginning."""
        self.talk, self.told = talk, 0
        self.setAccessibleName(talk.prompt)
        self.update()

    def show_turns(self, said: int) -> None:
        """So many turns have begun."""
        if said == self.told or self.talk is None:
            return
        self.told = said
        running = self.running()
        if running is not None:
            name = shown.isolated(self.talk.name(running.who))
            self.setAccessibleName(_("{name} says: {words}").format(name=name, words=running.says))
        self.update()

    def running(self) -> Turn | None:
        """The turn that is spoken now."""
        return None if self.talk is None or self.told <= 0 else self.talk.turns[self.told - 1]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The running turn first, then as much of the rest as there is room for."""
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(event.rect(), theme.colour("surface.canvas"))
        talk = self.talk
        if talk is None:
            return
        width, room = max(self.width() - 2 * SIDE, 80), self.height() - 2 * TOP
        prompt = self._lines.lay(talk.prompt, "title_small" if self.told > 0 else "prompt", width)
        blocks: list[tuple[Laid, Laid, bool]] = []
        used = 0
        for turn in reversed(talk.turns[max(self.told - BEFORE - 1, 0) : max(self.told, 0)]):
            block = self._block(talk, turn, width, room, now=not blocks)
            high = block[0].height + block[1].height + (GAP if blocks else 0)
            if blocks and used + high > room:
                break
            blocks.append(block)
            used += high
        prompted = not blocks or used + prompt.height + 2 * GAP <= room
        if prompted:
            prompt.draw(painter, SIDE, TOP, theme.colour("text.primary"))
        least = TOP + (prompt.height + 2 * GAP if prompted else 0)
        bottom = min(max(least + used, self.height() * 3 // 4), self.height() - TOP)
        self._draw(painter, blocks, max(bottom, TOP + used))

    def _draw(self, painter: QPainter, blocks: list[tuple[Laid, Laid, bool]], bottom: int) -> None:
        """From the running turn upwards."""
        for name, says, now in blocks:
            bottom -= says.height
            says.draw(painter, SIDE, bottom, self._theme.colour("text.primary" if now else "text.secondary"))
            bottom -= name.height
            name.draw(painter, SIDE, bottom, self._theme.colour("accent.base" if now else "text.secondary"))
            bottom -= GAP

    def _block(self, talk: Talk, turn: Turn, width: int, room: int, *, now: bool) -> tuple[Laid, Laid, bool]:
        name = self._lines.lay(talk.name(turn.who), "body_strong" if now else "small", width, most=1)
        says = self._lines.lay(turn.says, SIZES[-1], width)
        for role in SIZES if now else ():
            says = self._lines.lay(turn.says, role, width)
            if name.height + says.height <= room:
                break
        return name, says, now
