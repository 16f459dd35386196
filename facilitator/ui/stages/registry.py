"""Which stage an activity is shown on. To add a stage, write its file, put a line here and its name in
:mod:`facilitator.session.stage_names`, where it is said which one an activity has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from facilitator.session.stage_names import stage_name as stage_name
from facilitator.ui.stages.base import Stage, StageGiven

if TYPE_CHECKING:
    from facilitator.ui.stages.video.stage import VideoStage

Build = Callable[[StageGiven], Stage]


def _plain(given: StageGiven) -> Stage:
    from facilitator.ui.stages.plain import PlainStage

    return PlainStage(given)


def _video(given: StageGiven) -> Stage:
    from facilitator.ui.stages.video.stage import VideoStage

    made = VideoStage(given)
    made.has_film = True
    return made


def _role_play(given: StageGiven) -> Stage:
    from facilitator.ui.stages.role_play.stage import RolePlayStage

    return RolePlayStage(given)


def _discussion(given: StageGiven) -> Stage:
    from facilitator.ui.stages.discussion.stage import DiscussionStage

    return DiscussionStage(given)


def _social_thread(given: StageGiven) -> Stage:
    from facilitator.ui.stages.social_thread.stage import ThreadStage

    return ThreadStage(given)


def _pens_first(given: StageGiven) -> Stage:
    from facilitator.ui.stages.pens_first.stage import PensStage

    return PensStage(given)


def _pause(given: StageGiven) -> Stage:
    from facilitator.ui.stages.pause.stage import BreakStage

    return BreakStage(given)


STAGES: dict[str, Build] = {
    "plain": _plain,
    "video": _video,
    "role_play": _role_play,
    "discussion": _discussion,
    "social_thread": _social_thread,
    "pens_first": _pens_first,
    "break": _pause,
}
"""The stages there are, by the name a method uses."""


def build_stage(given: StageGiven) -> Stage:
    """The stage for an activity."""
    block = given.services.store.state(given.session).agenda.by_id[given.block]
    return STAGES[stage_name(block, given.method)](given)


def film_of(stage: Stage | None) -> VideoStage | None:
    """The stage as one on which a film is on, to be sent to a moment or shown to the room; None for any other."""
    if stage is None or not stage.has_film:
        return None
    from facilitator.ui.stages.video.stage import VideoStage

    return stage if isinstance(stage, VideoStage) else None
