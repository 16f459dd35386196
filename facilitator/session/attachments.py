"""Attachments: files named by the SHA-256 of their bytes, so that each is stored once and can be checked for ever."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.contributions import known_contribution
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact
from facilitator.session.rules import Asking, Command, decides, folds, name_of, undone_by
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to the session or to one contribution. ``size`` in bytes."""

    id: str
    sha256: str
    name: str
    media_type: str = ""
    size: int = 0
    contribution: str | None = None
    removed: bool = False


@dataclass
class Attachments:
    """All attachments by id."""

    by_id: dict[str, Attachment] = field(default_factory=dict)

    def standing(self) -> list[Attachment]:
        """The attachments not taken away."""
        return [item for item in self.by_id.values() if not item.removed]


@dataclass(frozen=True, slots=True)
class AttachmentAdded(Body):
    """A file was attached."""

    KIND: ClassVar[str] = "attachment_added"
    attachment: str
    sha256: str
    name: str
    media_type: str = ""
    size: int = 0
    contribution: str | None = None


@dataclass(frozen=True, slots=True)
class AttachmentRemoved(Body):
    """A file was taken away from the session; its bytes stay while anything names them."""

    KIND: ClassVar[str] = "attachment_removed"
    attachment: str


@dataclass(frozen=True, slots=True)
class AttachmentRestored(Body):
    """A file taken away is attached again."""

    KIND: ClassVar[str] = "attachment_restored"
    attachment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAttachment(Command):
    """Attach a stored file. The command's id is the attachment's id."""

    sha256: str
    name: str
    media_type: str = ""
    size: int = 0
    contribution: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAttachment(Command):
    """Take a file away."""

    attachment: str


@decides(AddAttachment)
def _add(state: SessionState, command: AddAttachment, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    if not re.fullmatch(r"[0-9a-f]{64}", command.sha256):
        raise Rejected("An attachment is named by the SHA-256 of its bytes.")
    if command.contribution is not None:
        known_contribution(state, command.contribution)
    yield AttachmentAdded(
        command.id, command.sha256, name_of(command.name), command.media_type, command.size, command.contribution
    )


@decides(RemoveAttachment)
def _remove(state: SessionState, command: RemoveAttachment, asking: Asking) -> Iterable[Body]:
    found = state.attachments.by_id.get(command.attachment)
    if found is None or found.removed:
        raise Rejected("There is no such attachment.")
    yield AttachmentRemoved(found.id)


@folds(AttachmentAdded)
def _added(state: SessionState, body: AttachmentAdded, fact: Fact) -> None:
    state.attachments.by_id.setdefault(
        body.attachment,
        Attachment(body.attachment, body.sha256, body.name, body.media_type, body.size, body.contribution),
    )


def _mark(state: SessionState, attachment: str, removed: bool) -> None:
    was = state.attachments.by_id.get(attachment)
    if was is not None:
        state.attachments.by_id[attachment] = replace(was, removed=removed)


@folds(AttachmentRemoved)
def _removed(state: SessionState, body: AttachmentRemoved, fact: Fact) -> None:
    _mark(state, body.attachment, True)


@folds(AttachmentRestored)
def _restored(state: SessionState, body: AttachmentRestored, fact: Fact) -> None:
    _mark(state, body.attachment, False)


@undone_by(AttachmentAdded)
def _unadd(state: SessionState, body: AttachmentAdded) -> Iterable[Body]:
    yield AttachmentRemoved(body.attachment)


@undone_by(AttachmentRemoved)
def _unremove(state: SessionState, body: AttachmentRemoved) -> Iterable[Body]:
    yield AttachmentRestored(body.attachment)


@undone_by(AttachmentRestored)
def _unrestore(state: SessionState, body: AttachmentRestored) -> Iterable[Body]:
    yield AttachmentRemoved(body.attachment)
