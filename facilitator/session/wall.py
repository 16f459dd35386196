"""What the room sees of an activity: as it comes, by theme, hidden until it is opened."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Wall:
    """What is so of it in one session."""
