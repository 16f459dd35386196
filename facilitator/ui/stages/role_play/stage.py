"""The stage of a role play."""

from __future__ import annotations

from facilitator.ui.stages.plain import PlainStage


class RolePlayStage(PlainStage):
    """The stage of a role play."""
