"""Pens first: slips that are in and not yet read, and what their writers wish for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Slips:
    """What is so of it in one session."""
