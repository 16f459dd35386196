"""Who plays which role in which round of a role play, and where the play stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Casting:
    """What is so of it in one session."""
