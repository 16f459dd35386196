"""The speaking list of an activity: who speaks, who waits, who has not spoken yet, and what was parked for later."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Speaking:
    """What is so of it in one session."""
