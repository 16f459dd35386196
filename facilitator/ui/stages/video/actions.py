"""What can be done with a film, by key and by the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.ui.actions import Action
from facilitator.ui.stages.video.places import PLAY_KEY
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.ui.stages.video.stage import VideoStage


def film_actions(stage: VideoStage) -> list[Action]:
    """The actions of a film's stage."""

    def runs() -> str:
        return "" if stage.reel.clock.there else _("There is no film that runs.")

    def write() -> str:
        return stage.given.read_only

    def cue() -> str:
        return runs() or write()

    return [
        Action(
            "film.play",
            lambda: _("Play or stop the film"),
            stage.toggle,
            (PLAY_KEY,),
            "play",
            "session",
            why_not=runs,
            told=lambda: _("Space does it, too, where the line is empty."),
        ),
        Action("film.back", lambda: _("Back 10 seconds"), stage.back, ("Ctrl+J",), "undo-2", "session", why_not=runs),
        Action("film.cue", lambda: _("Set a cue here"), stage.add_cue, ("Ctrl+B",), "bookmark", "session", why_not=cue),
        Action(
            "film.edit",
            lambda: _("Change the cue"),
            stage.edit_cue,
            ("Ctrl+Shift+B",),
            "pencil",
            "session",
            why_not=write,
        ),
        Action("film.choose", lambda: _("Choose a film"), stage.ask_film, (), "film", "session", why_not=write),
        Action(
            "film.by_hand",
            lambda: _("Run the film's clock by hand"),
            stage.run_by_hand,
            (),
            "timer",
            "session",
            why_not=write,
        ),
        Action("film.whose", lambda: _("Whose film it is"), stage.ask_whose, (), "info", "session", why_not=write),
    ]
