"""The stage of every method that asks for no other: its question, its steps and what each is for, from its data.

Where the plan has people work in groups, it shows who is in which.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from facilitator.session.agenda import CLOSE, OPENING, ChangeBlock
from facilitator.session.running import ReachStep, minutes_of, next_block
from facilitator.session.saying import catch_at, say_at
from facilitator.session.store import Change, Status
from facilitator.ui import shown
from facilitator.ui.actions import Action
from facilitator.ui.stages.base import Stage, StageGiven
from facilitator.ui.stages.parts import PromptWords, StepsLine
from facilitator.ui.stages.planned import GROUP_FACTS, PlannedGroups
from facilitator.ui.widgets.chips import Chip
from facilitator.ui.widgets.plain import Button, Hairline, Words
from facilitator.words import _, ngettext


class Part(QWidget):
    """A small heading over one or several lines of words."""

    def __init__(self, given: StageGiven, heading: str) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(Words(given.theme, heading, "caption_strong", "text.secondary"))
        self.words = Words(given.theme, "", "body", wraps=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(self.words)

    def put(self, words: str) -> None:
        """Show these; without words the part goes."""
        self.words.setText(shown.visible(words))
        self.setVisible(bool(words.strip()))


class PlainStage(Stage):
    """An activity as its data describe it."""

    def __init__(self, given: StageGiven) -> None:
        super().__init__(given)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("panel")
        area.setWidget(page)
        outer.addWidget(area)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        self.prompt = PromptWords(self.theme)
        column.addWidget(self.prompt)
        self.line = StepsLine(self.theme)
        self.line.step_asked.connect(lambda step: self.dispatch(ReachStep(step=step)))
        column.addWidget(self.line)
        self.groups = PlannedGroups(self, area)
        column.addWidget(self.groups.part)
        self.say = Part(given, _("You say and do"))
        self.people = Part(given, _("What people do"))
        self.catch = Part(given, _("What to catch"))
        for part in (self.say, self.people, self.catch):
            column.addWidget(part)
        self._rule = Hairline(self.theme)
        column.addWidget(self._rule)
        self.own = QVBoxLayout()
        """Where a stage that builds on this one puts its own parts."""
        self.own.setSpacing(16)
        column.addLayout(self.own)
        self._asks = QVBoxLayout()
        self._asks.setSpacing(4)
        column.addLayout(self._asks)
        self.trouble = Part(given, _("If it goes wrong"))
        column.addWidget(self.trouble)
        self.close_with = Part(given, _("To close with"))
        column.addWidget(self.close_with)
        self.then = Part(given, _("Then"))
        column.addWidget(self.then)
        column.addStretch()
        self._fill_asks()
        self.show_state()

    def _fill_asks(self) -> None:
        """Other questions of the method: each goes into the line with one click, to be asked or caught."""
        method, block = self.given.method, self.block
        if block.part in (OPENING, CLOSE) and block.prompt.strip():
            return  # a check-in is no place for another question of the method
        others = [ask for ask in (method.prompts if method is not None else ()) if ask.strip() != block.prompt.strip()]
        if not others:
            return
        self._asks.addWidget(Words(self.theme, _("Or ask"), "caption_strong", "text.secondary"))
        for ask in others:
            button = Button(self.theme, shown.on_button(ask), look="link")
            button.setToolTip(_("Make this the question of the activity"))
            button.clicked.connect(lambda _checked=False, words=ask: self._take_ask(words))
            self._asks.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)

    def _take_ask(self, words: str) -> None:
        self.dispatch(ChangeBlock(block=self.given.block, prompt=words), _("The question was changed"))

    def show_state(self) -> None:
        """Show the activity as it is."""
        block, steps, method = self.block, self.steps(), self.given.method
        step = steps[min(self.step, len(steps) - 1)] if steps else None
        bare = not (block.prompt.strip() or block.verb.strip() or block.say.strip() or steps)
        self.prompt.put(block.prompt or block.verb or (block.title if bare else ""))
        self.line.show_steps(steps, self.step)
        self.groups.show()
        self.say.put(say_at(block, method, step))
        self.people.put(step.people if step is not None else "")
        self.catch.put(catch_at(block, method, step))
        self.trouble.put("\n".join(block.trouble))
        last = not steps or self.step >= len(steps) - 1
        debrief = method.debrief if method is not None and not block.steps else ()
        self.close_with.put("\n".join(debrief) if last else "")
        self.then.put(self._then() if bare else "")
        below = (self.trouble, self.close_with, self.then)
        self._rule.setVisible(bool(self._asks.count()) or any(not part.isHidden() for part in below))

    def _then(self) -> str:
        """What comes after something that was put in between and says nothing of itself."""
        after = next_block(self.state)
        if after is None:
            return ""
        minutes = minutes_of(self.state, after)
        told = [ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)] if minutes else []
        told += [words] if (words := shown.one_line(after.prompt or after.verb)).strip() else []
        return "\n".join([shown.one_line(after.title), " · ".join(told)])

    # ---- what it says -------------------------------------------------------------------------------------------

    def stamps(self) -> dict[str, Any]:
        """The group that is heard now."""
        return self.groups.stamps()

    def chips(self) -> list[Chip]:
        """The same, to be seen."""
        return self.groups.chips()

    def hint(self) -> str:
        """What stands in the empty line while a group is heard."""
        return self.groups.hint()

    def regions(self) -> list[QWidget]:
        """The groups, where there are any."""
        return self.groups.regions()

    def offers(self) -> list[Action]:
        """What can be done with the groups."""
        return self.groups.offers()

    def heard(self, change: Change) -> None:
        """The plan or the step changed."""
        if change.status is not Status.KEPT and (
            change.folded_again or any(fact.kind in _SHOWN for fact in change.facts)
        ):
            self.show_state()
            self.told.emit()


_SHOWN = GROUP_FACTS | {
    "block_changed", "step_reached", "activity_extended", "activity_started", "activity_returned", "block_added",
    "block_removed", "block_restored", "block_skipped",
}  # fmt: skip
