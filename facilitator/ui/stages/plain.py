"""The stage of every method that asks for no other: its question, its steps and what each is for, from its data."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from facilitator.session.running import ReachStep
from facilitator.session.store import Change, Status
from facilitator.ui import shown
from facilitator.ui.stages.base import Stage, StageGiven
from facilitator.ui.stages.parts import PromptWords, StepsLine
from facilitator.ui.widgets.plain import Button, Hairline, Words
from facilitator.words import _


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
        column.addStretch()
        self._fill_asks()
        self.show_state()

    def _fill_asks(self) -> None:
        """Other questions of the method: each goes into the line with one click, to be asked or caught."""
        method, block = self.given.method, self.block
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
        from facilitator.session.agenda import ChangeBlock

        self.dispatch(ChangeBlock(block=self.given.block, prompt=words), _("The question was changed"))

    def show_state(self) -> None:
        """Show the activity as it is."""
        block, steps = self.block, self.steps()
        self.prompt.put(block.prompt or block.verb)
        self.line.show_steps(steps, self.step)
        step = steps[min(self.step, len(steps) - 1)] if steps else None
        self.say.put(step.say if step is not None and step.say else block.say)
        self.people.put(step.people if step is not None else "")
        self.catch.put(step.catch if step is not None and step.catch else block.catch)
        self.trouble.put("\n".join(block.trouble))
        last = not steps or self.step >= len(steps) - 1
        debrief = self.given.method.debrief if self.given.method is not None else ()
        self.close_with.put("\n".join(debrief) if last else "")
        self._rule.setVisible(bool(steps or block.say))

    def heard(self, change: Change) -> None:
        """The plan or the step changed."""
        if change.status is not Status.KEPT and (
            change.folded_again or any(fact.kind in _SHOWN for fact in change.facts)
        ):
            self.show_state()
            self.told.emit()


_SHOWN = frozenset({"block_changed", "step_reached", "activity_extended", "activity_started", "activity_returned"})
