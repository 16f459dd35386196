"""The stage of a discussion."""

from __future__ import annotations

from facilitator.ui.stages.plain import PlainStage


class DiscussionStage(PlainStage):
    """The stage of a discussion."""
