"""The stage of writing alone first."""

from __future__ import annotations

from facilitator.ui.stages.plain import PlainStage


class PensStage(PlainStage):
    """The stage of writing alone first."""
