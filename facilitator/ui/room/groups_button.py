"""The button beside drawn groups that shows them to the room."""

from __future__ import annotations

from collections.abc import Callable

from facilitator.ui.actions import tip
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button
from facilitator.words import _

GROUPS_KEY = "Ctrl+F5"


class GroupsButton(Button):
    """Shows the groups on the room screen, or takes them off. It is nobody's until a room screen adopts it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", icon="monitor")
        self._toggle: Callable[[], object] | None = None
        self._offered = False
        self.clicked.connect(self._clicked)
        self.put(False)
        self.hide()

    def offer(self, there: bool) -> None:
        """It stands there while there are groups, and a room screen to show them on."""
        self._offered = there
        self.setVisible(there and self._toggle is not None)

    def belongs(self, toggle: Callable[[], object], on: bool) -> None:
        """It does this from now on; ``on`` is whether the room sees the groups already."""
        self._toggle = toggle
        self.put(on)
        self.offer(self._offered)

    def put(self, on: bool) -> None:
        """Whether the room sees them now."""
        words = _("Take from the room screen") if on else _("Show on the room screen")
        if words != self.text().strip():
            self.setText(words)
            self.restyle()
            self.setToolTip(tip(words, GROUPS_KEY))

    def _clicked(self) -> None:
        if self._toggle is not None:
            self._toggle()
