"""The film of the running activity on the room screen, as long as both are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from facilitator.ui.actions import Action
from facilitator.ui.room.door import RoomDoor
from facilitator.ui.stages.base import Stage
from facilitator.ui.stages.registry import film_of
from facilitator.words import _

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoSink

    from facilitator.ui.stages.video.stage import VideoStage


class RoomFilm(QObject):
    """Shows the film to the room, and takes it off when its stage goes or the room screen is closed."""

    def __init__(self, room: RoomDoor, stage: Callable[[], Stage | None], parent: QObject) -> None:
        super().__init__(parent)
        self._room, self._stage = room, stage
        self._shown: tuple[VideoStage, QVideoSink] | None = None
        room.changed.connect(self.follow)

    @property
    def is_shown(self) -> bool:
        """Whether the room sees a film now."""
        return self._shown is not None

    def toggle(self) -> None:
        """Show the film to the room, or the wall again."""
        if self._shown is not None:
            self.end()
            return
        stage = film_of(self._stage())
        if stage is not None:
            sink = self._room.film_sink()
            stage.mirror_to(sink)
            stage.caption_changed.connect(self._room.film_words)
            self._room.film_words(stage.caption)
            self._shown = (stage, sink)

    def end(self) -> None:
        """The wall again."""
        if self._shown is not None:
            stage, sink = self._shown
            self._shown = None
            stage.caption_changed.disconnect(self._room.film_words)
            stage.unmirror(sink)
            self._room.end_film()

    def follow(self) -> None:
        """Take the film off where its stage or the room screen is gone."""
        if self._shown is not None and (self._stage() is not self._shown[0] or not self._room.is_open):
            self.end()

    def offers(self) -> list[Action]:
        """Its action and key."""

        def why_not() -> str:
            stage = self._stage()
            return "" if stage is not None and stage.has_film else _("No film is on in this activity.")

        return [
            Action(
                "room.film", lambda: _("Film on the room screen"), self.toggle, ("Shift+F5",), "film", "session",
                why_not=why_not, firm=True,
                told=lambda: _("The room sees the film in place of the wall; once more, and the wall is back."),
            )
        ]  # fmt: skip
