"""The line of a running session: what the stage and the pictures add to it, and what it leads back to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from facilitator.session.notation import Line
from facilitator.ui.run.picture_line import PictureLine
from facilitator.ui.screens.session import SessionScreen
from facilitator.ui.stages.base import Stage
from facilitator.ui.stages.registry import film_of
from facilitator.words import _


class RunLine(SessionScreen):
    """The page of a session whose line belongs to a stage. The page gives it its stage and its pictures."""

    pictures: PictureLine

    @property
    def stage(self) -> Stage | None:
        """The stage that is on."""
        return None

    def _say_stamps(self) -> None:
        stage = self.stage
        chips, hint, rest = (stage.chips(), stage.hint(), stage.resting()) if stage is not None else ([], "", "")
        self.capture.stamped(chips, hint, self.pictures.chips(), rest)

    def _send(self, line: Line, typed: str) -> None:
        if self.stage is not None and self.stage.takes_line(typed):
            self.capture.put("")
            self._drafts.typed("")
        elif not self.pictures.take(line, typed):
            super()._send(line, typed)

    def _typing(self, text: str) -> None:
        if self.stage is not None:
            self.stage.typing(text)
            self._say_stamps()

    def _take_line(self, words: str) -> None:
        self.capture.put(words)
        self._drafts.typed(words)
        self.to_capture()
        self.capture.field.end(False)

    def stamps(self) -> Mapping[str, Any]:
        """What the stage and the line's own ways stamp a contribution with."""
        return {**(self.stage.stamps() if self.stage is not None else {}), **super().stamps()}

    def has_files(self, contribution: str) -> bool:
        """Whether a card has pictures."""
        return any(item.contribution == contribution for item in self.model.state.attachments.standing())

    def show_files(self, contribution: str) -> None:
        """Show a card's pictures in the system's own viewer."""
        self.pictures.open(self.model.state, contribution)

    def to_film(self, contribution: str) -> None:
        """Send the film to the moment a card belongs to, while its activity is on."""
        given = self.model.state.contributions.get(contribution)
        stage = film_of(self.stage)
        if given is None or given.offset_ms is None:
            return
        if stage is not None and given.activity == stage.given.block:
            stage.seek(given.offset_ms)
        else:
            self._messages.say(_("Its film is on in another activity."))

    def was_given(self, contribution: str) -> None:
        """The stage hears that a line was given."""
        if self.stage is not None:
            self.stage.gave(contribution)
            self._say_stamps()
