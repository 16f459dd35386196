"""Asking everybody: check-ins, polls, dots, ratings, by hand or from phones. Nobody's choice is ever told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Votes:
    """What is so of it in one session."""
