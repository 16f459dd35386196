"""The film of an activity: its file, its captions, and the places where it stops with a question."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Films:
    """What is so of it in one session."""
