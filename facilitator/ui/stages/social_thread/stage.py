"""The stage of a conversation led elsewhere."""

from __future__ import annotations

from facilitator.ui.stages.plain import PlainStage


class ThreadStage(PlainStage):
    """The stage of a conversation led elsewhere."""
