"""Conversations that were led elsewhere and brought in: what was posted, and what the group picked of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Threads:
    """What is so of it in one session."""
