"""The kinds of contribution, as values alone: light enough for whoever only needs their names."""

from __future__ import annotations

from collections.abc import Mapping

KINDS = (
    "idea",
    "knowledge",
    "information",
    "question",
    "answer",
    "story",
    "perspective",
    "concern",
    "decision",
    "commitment",
    "thanks",
    "resource",
    "synthesis",
    "observation",
    "request",
    "offer",
    "reflection",
    "process_note",
    "note",
)
"""Every kind of the domain, section 5.1, in its order; ``note`` is a contribution not yet typed."""

SIGNS: Mapping[str, str] = {
    "*": "idea",
    "&": "knowledge",
    "=": "information",
    "?": "question",
    "!": "commitment",
    '"': "story",
    "~": "concern",
    "+": "thanks",
}
"""What stands before the words in the capture bar for a kind."""

SIGN_OF = {kind: sign for sign, kind in SIGNS.items()}

NOT_COUNTED = frozenset({"thanks", "process_note"})
"""Kinds that are shown and never counted: thanks, and notes about the session itself."""
