"""Where the stage of the running activity stands: built when it is on, let go of when another is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QWidget

from facilitator.session.agenda import Block
from facilitator.session.modalities import Catalogue
from facilitator.session.store import Change, Status
from facilitator.ui.stages.asks.part import AskPart
from facilitator.ui.stages.base import Stage, StageGiven, Unkept
from facilitator.ui.stages.registry import STAGES, stage_name


class StageHost(QStackedWidget):
    """One stage at a time.

    Signals:
        changed: another stage is on, or the one that is on says something else.
        made: a stage was made; its actions join the window's.
        focus_left: what had the focus goes: it belongs to the line.
        came_back: words typed into a stage that could not be kept, and have no field there any more.
        line_asked, card_asked: see :class:`~facilitator.ui.stages.base.Stage`.
    """

    changed = Signal()
    focus_left = Signal()
    made = Signal(QWidget)
    came_back = Signal(str)
    line_asked = Signal(str)
    card_asked = Signal(str)

    def __init__(self, given: StageGiven, catalogue: Catalogue) -> None:
        super().__init__()
        self._given, self.catalogue = given, catalogue
        self.stage: Stage | None = None
        self.ask: AskPart | None = None
        """What everybody is asked now, over the stage, which goes on below."""
        self._shown: tuple[str, str] = ("", "")
        self._left: list[Unkept] = []

    @property
    def front(self) -> Stage | None:
        """What is to be seen: an ask, or the stage."""
        return self.ask or self.stage

    def left_ms(self, now_ms: int) -> int | None:
        """What the large timer shows where it is not the activity's own time; see :meth:`Stage.left_ms`.

        An ask has no time of its own: while it is over a stage its phase goes on, as the room and the phones are told.
        """
        for part in (self.ask, self.stage):
            own = part.left_ms(now_ms) if part is not None else None
            if own is not None:
                return own
        return None

    def given(self, block: Block | None) -> StageGiven:
        """What a stage of this activity stands on."""
        given = self._given
        method = self.catalogue.get(block.modality) if block is not None else None
        return replace(given, block=block.id if block is not None else "", method=method)

    def show_block(self, block: Block | None) -> None:
        """The stage of this activity; none where there is no activity."""
        if block is None:
            self._leave()
            return
        method = self.catalogue.get(block.modality)
        name = stage_name(block, method)
        if self._shown == (block.id, name):
            return
        self._leave()
        self.stage = STAGES[name](self.given(block))
        self._shown = (block.id, name)
        self.stage.told.connect(self.changed)
        self.stage.line_asked.connect(self.line_asked)
        self.stage.card_asked.connect(self.card_asked)
        self.stage.finished.connect(self.focus_left)
        self.addWidget(self.stage)
        self.setCurrentWidget(self.stage)
        self._keep_focus_out(self.stage)
        self.made.emit(self.stage)
        self.show_ask(block)
        self.changed.emit()

    def show_ask(self, block: Block | None) -> None:
        """Show what everybody is asked in this activity, or the stage again."""
        wanted = block is not None and AskPart.is_on(self._given.services.store.state(self._given.session), block.id)
        if wanted and self.ask is None and block is not None:
            self.ask = AskPart(self.given(block))
            self.ask.told.connect(self.changed)
            self.ask.line_asked.connect(self.line_asked)
            self._keep_focus_out(self.ask)
            self.addWidget(self.ask)
            self.setCurrentWidget(self.ask)
            self.changed.emit()
        elif not wanted and self.ask is not None:
            self._leave_ask()
            if self.stage is not None:
                self.setCurrentWidget(self.stage)
            self.changed.emit()

    def _keep_focus_out(self, stage: Stage) -> None:
        """A click on a stage's button leaves the focus in the line: whoever types next means the line."""
        for button in stage.findChildren(QAbstractButton):
            if button.focusPolicy() == Qt.FocusPolicy.StrongFocus:
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _take_focus_from(self, stage: Stage) -> None:
        focus = QApplication.focusWidget()
        if focus is None or not focus.isVisible():  # what had it is gone already
            inside = self.isVisible()
        else:
            inside = focus is stage or stage.isAncestorOf(focus)
        if inside:
            self.focus_left.emit()

    def _leave_ask(self) -> None:
        ask, self.ask = self.ask, None
        if ask is not None:
            self._take_focus_from(ask)
            ask.close_stage()
            self._remember(ask)
            self.removeWidget(ask)
            ask.deleteLater()

    def _leave(self) -> None:
        self._leave_ask()
        stage, self.stage, self._shown = self.stage, None, ("", "")
        if stage is not None:
            self._take_focus_from(stage)
            stage.close_stage()
            self._remember(stage)
            side = stage.side_made
            if side is not None:
                side.setParent(None)
                side.deleteLater()
            self.removeWidget(stage)
            stage.deleteLater()
            self.changed.emit()

    def _remember(self, stage: Stage) -> None:
        self._left = [one for one in self._left if one]
        if stage.unkept:
            self._left.append(stage.unkept)

    def _give_back(self, stage: Stage | None, line: str, back: Callable[[], bool]) -> None:
        here = stage is not None and stage in (self.stage, self.ask)
        if not here or not back():
            self.came_back.emit(line)

    def heard(self, change: Change) -> None:
        """The session changed."""
        for part in (self.stage, self.ask):
            if part is not None:
                lost = part.unkept.settled(change)
                if lost is not None:  # put back when the stage that is on afterwards is known
                    QTimer.singleShot(0, self, partial(self._give_back, part, *lost))
                part.heard(change)
                if change.status is not Status.KEPT:
                    self._keep_focus_out(part)
        for left in self._left:
            lost = left.settled(change)
            if lost is not None:
                QTimer.singleShot(0, self, partial(self._give_back, None, *lost))

    def close_stage(self) -> None:
        """Let go of the stage."""
        self.blockSignals(True)
        self._leave()
