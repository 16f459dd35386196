"""The sample talks that come with the program, read once."""

from __future__ import annotations

import json
from functools import cache

from facilitator import paths
from facilitator.session.rehearsal import Talk, read_talk


@cache
def built_in_talks() -> tuple[Talk, ...]:
    """The talks in the order of their files."""
    folder = paths.resources() / "rehearsal"
    return tuple(read_talk(json.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("*.json")))
