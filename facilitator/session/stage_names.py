"""Which stage an activity is shown on, by name: what runs there has phases of its own, or not.

A method says it itself (``"stage"`` in its file); otherwise its family does; otherwise the plain stage shows its steps.
"""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.session.agenda import Block
from facilitator.session.modalities import Modality

PLAIN, VIDEO, ROLE_PLAY, DISCUSSION, THREAD, PENS_FIRST, BREAK = (
    "plain", "video", "role_play", "discussion", "social_thread", "pens_first", "break",
)  # fmt: skip
NAMES = frozenset({PLAIN, VIDEO, ROLE_PLAY, DISCUSSION, THREAD, PENS_FIRST, BREAK})

OF_FAMILY: Mapping[str, str] = {"video": VIDEO, "role_play": ROLE_PLAY, "discussion": DISCUSSION,
                                "social_thread": THREAD}  # fmt: skip
"""The stage of a method that does not name one."""


def stage_name(block: Block, method: Modality | None) -> str:
    """The name of the stage an activity is shown on."""
    if block.is_break:
        return BREAK
    asked = str(method.extra.get("stage", "")) if method is not None else ""
    family = method.family if method is not None else block.modality
    for name in (asked, block.modality, OF_FAMILY.get(family, "")):
        if name in NAMES:
            return name
    return PLAIN
