"""What is said of a session of which a part can no longer be read: by the window and by every command."""

from __future__ import annotations

from facilitator.session.state import SessionState
from facilitator.words import ngettext


def loss_words(state: SessionState) -> str:
    """One sentence on what is missing and what to do; empty where everything can be read."""
    if not state.unreadable:
        return ""
    return ngettext(
        "{count} entry of this session can no longer be read and is missing here. “facilitator check --repair” brings "
        "back what a backup still holds.",
        "{count} entries of this session can no longer be read and are missing here. “facilitator check --repair” "
        "brings back what a backup still holds.",
        state.unreadable,
    ).format(count=state.unreadable)
