"""The stage of a film."""

from __future__ import annotations

from facilitator.ui.stages.plain import PlainStage


class VideoStage(PlainStage):
    """The stage of a film."""
