"""Facilitator: the facilitator's instrument for social learning."""

from __future__ import annotations

__version__ = "0.1.0"
