"""Files that go with what is given: put into the same step, so that one undo takes both back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from facilitator.session.attachments import AddAttachment
from facilitator.session.contributions import GiveContribution
from facilitator.session.ports import Ids, uuid7
from facilitator.session.rules import Together


class Kept(NamedTuple):
    """A file whose bytes are stored already. ``size`` in bytes."""

    sha256: str
    name: str
    media_type: str = ""
    size: int = 0


def with_files(step: Together, files: Sequence[Kept], ids: Ids = uuid7) -> Together:
    """The step, with these files attached to what it gives; to the session where it gives nothing."""
    given = next((part.id for part in step.commands if isinstance(part, GiveContribution)), None)
    added = (
        AddAttachment(
            id=ids(), sha256=file.sha256, name=file.name, media_type=file.media_type, size=file.size, contribution=given
        )
        for file in files
    )
    return Together(id=step.id, commands=(*step.commands, *added))
