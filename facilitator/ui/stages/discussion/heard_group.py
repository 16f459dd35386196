"""The group that is heard now: what is captured is from it, until another one is heard or nobody in particular."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facilitator.ui import shown
from facilitator.ui.stages.base import Stage
from facilitator.ui.stages.discussion.groups_view import BoardView
from facilitator.ui.widgets.chips import Chip
from facilitator.words import _


class HeardGroup:
    """Which group is lit on a board. ``on`` says whether the board is what the stage shows."""

    def __init__(self, stage: Stage, board: BoardView, on: Callable[[], bool]) -> None:
        self._stage, self._board, self._on = stage, board, on
        self._group = ""
        board.chosen.connect(self.choose)

    def choose(self, group: str) -> None:
        """What is captured now is from this group; the same group again, from nobody in particular."""
        self._group = "" if group == self._group else group
        self.light()
        self._stage.told.emit()

    def forget(self) -> None:
        """Nobody in particular."""
        self._group = ""

    def light(self) -> None:
        """Show it on the board."""
        self._board.choose(self._group)

    @property
    def name(self) -> str:
        """The group's name, empty for none."""
        found = self._stage.state.groups.get(self._group or None)
        return found.name if found is not None and not found.removed and self._on() else ""

    def stamps(self) -> dict[str, Any]:
        """Fields of what is captured."""
        return {"group": self.name} if self.name else {}

    def chips(self) -> list[Chip]:
        """The same, to be seen."""
        return [Chip(shown.one_line(self.name), "users-round")] if self.name else []

    def hint(self) -> str:
        """What stands in the empty line."""
        return _("What {group} says").format(group=shown.isolated(self.name)) if self.name else ""
