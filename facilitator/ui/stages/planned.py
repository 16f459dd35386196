"""Groups of the plan on a stage: who is in which, drawn and mended there, and the one that is heard now.

Every stage shows them by this, so that a plan that breaks a room into groups is to be seen whatever the activity is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QScrollArea, QWidget

from facilitator.session.formats import case_at, format_of, group_size
from facilitator.session.people import expected
from facilitator.session.rules import Command, Together
from facilitator.ui.actions import Action
from facilitator.ui.stages.base import Stage
from facilitator.ui.stages.discussion.groups import GroupsPart
from facilitator.ui.stages.discussion.heard_group import HeardGroup
from facilitator.ui.widgets.chips import Chip
from facilitator.words import _

GROUP_FACTS = frozenset(
    {
        "group_formed", "group_changed", "group_dissolved", "group_back", "person_joined", "person_described",
        "person_left", "person_came_back", "person_taken_out", "person_put_back", "format_chosen", "round_held",
        "round_forgotten", "apart_kept",
    }
)  # fmt: skip
"""Facts after which groups look different."""


class PlannedGroups:
    """The groups of a stage's activity. ``part`` goes into the stage's page; without groups it is not to be seen.

    Args:
        stage: Whose groups they are.
        area: What scrolls on it, so that a group one comes to by keyboard is in sight.
        shown: Called when they came, went or have another height.
        above: Room over them while they are to be seen, in px.
        below: Room under them.
    """

    def __init__(
        self, stage: Stage, area: QScrollArea, shown: Callable[[], object] = bool, *, above: int = 0, below: int = 0
    ) -> None:
        self._stage, self._area, self._shown = stage, area, shown
        self._step = -1
        self.part = GroupsPart(stage.theme, self._all_of)
        self.part.setContentsMargins(0, above, 0, below)
        self.part.hide()
        self.part.view.came_to.connect(self._to_group)
        self.heard = HeardGroup(stage, self.part.view, lambda: self.there)

    @property
    def there(self) -> bool:
        """Whether there are groups of this activity to be seen."""
        return bool(self._stage.state.groups.of(self._stage.given.block))

    def show(self) -> None:
        """Show them as they are; at another step nobody in particular is heard any more."""
        if self._step != self._stage.step:
            self._step = self._stage.step
            self.heard.forget()
            self.part.step_changed()
        there = self.there
        if there:
            self._put()
        self.part.setVisible(there)
        self._shown()

    def _put(self) -> None:
        stage = self._stage
        steps, one = stage.steps(), format_of(stage.state, stage.block, stage.given.method)
        step = steps[min(stage.step, len(steps) - 1)] if steps else None
        self.heard.light()
        self.part.put(stage.state, stage.given.block, one, group_size(one, step), case_at(steps, stage.step))

    def draw(self) -> None:
        """Everybody into new groups, also where none were planned."""
        self._put()
        self.part.draw()

    def _all_of(self, commands: Sequence[Command], said: str) -> object:
        if len(commands) == 1:
            return self._stage.dispatch(commands[0], said)
        return self._stage.dispatch(Together(commands=tuple(commands)), said) if commands else None

    def _to_group(self, place: QRect) -> None:
        page = self._area.widget()
        if page is None:
            return
        middle = self.part.view.viewport().mapTo(page, place.center())
        self._area.ensureVisible(middle.x(), middle.y(), 0, place.height() // 2)

    # ---- what a stage says ----------------------------------------------------------------------------------------

    def stamps(self) -> dict[str, Any]:
        """The group that is heard now, as fields of what is captured."""
        return self.heard.stamps()

    def chips(self) -> list[Chip]:
        """The same, to be seen."""
        return self.heard.chips()

    def hint(self) -> str:
        """What stands in the empty line while a group is heard."""
        return self.heard.hint()

    def regions(self) -> list[QWidget]:
        """Where F6 leads, where there are any."""
        view = self.part.view
        return [view if view.board.cells else self.part.draw_button] if self.there else []

    def offers(self) -> list[Action]:
        """What can be done with them."""
        return [
            Action(
                "groups.draw", lambda: _("Draw groups"), self.draw, (), "shuffle", "run", why_not=self._why_not_draw
            ),
            Action(
                "groups.mend", lambda: _("Somebody came or left"), self.part.mend, (), "user-round-plus", "run",
                why_not=self._why_not_mend,
            ),
        ]  # fmt: skip

    def _why_not_draw(self) -> str:
        return self._stage.given.read_only or ("" if expected(self._stage.state) else _("Nobody is here yet."))

    def _why_not_mend(self) -> str:
        reason = self.part.why_not("mend") if self.there else _("There are no groups.")
        return self._stage.given.read_only or reason
