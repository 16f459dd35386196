"""Where the stage of the running activity stands: built when it is on, let go of when another is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from facilitator.session.agenda import Block
from facilitator.session.modalities import Catalogue
from facilitator.session.store import Change
from facilitator.ui.stages.base import Stage, StageGiven
from facilitator.ui.stages.registry import STAGES, stage_name


class StageHost(QStackedWidget):
    """One stage at a time.

    Signals:
        changed: another stage is on, or the one that is on says something else.
        line_asked, card_asked: see :class:`~facilitator.ui.stages.base.Stage`.
    """

    changed = Signal()
    line_asked = Signal(str)
    card_asked = Signal(str)

    def __init__(self, given: StageGiven, catalogue: Catalogue) -> None:
        super().__init__()
        self._given, self.catalogue = given, catalogue
        self.stage: Stage | None = None
        self._shown: tuple[str, str] = ("", "")

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
        given = self._given
        self.stage = STAGES[name](
            StageGiven(
                given.services,
                given.session,
                block.id,
                method,
                given.theme,
                given.messages,
                given.dispatch,
                given.now,
                given.read_only,
            )
        )
        self._shown = (block.id, name)
        self.stage.told.connect(self.changed)
        self.stage.line_asked.connect(self.line_asked)
        self.stage.card_asked.connect(self.card_asked)
        self.addWidget(self.stage)
        self.setCurrentWidget(self.stage)
        self.changed.emit()

    def _leave(self) -> None:
        stage, self.stage, self._shown = self.stage, None, ("", "")
        if stage is not None:
            stage.close_stage()
            side = stage.side_made
            if side is not None:
                side.setParent(None)
                side.deleteLater()
            self.removeWidget(stage)
            stage.deleteLater()
            self.changed.emit()

    def heard(self, change: Change) -> None:
        """The session changed."""
        if self.stage is not None:
            self.stage.heard(change)

    def close_stage(self) -> None:
        """Let go of the stage."""
        self.blockSignals(True)
        self._leave()
