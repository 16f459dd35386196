"""Methods of one's own, kept as facts in the stream of the library itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.errors import Rejected
from facilitator.session.facts import MAX_STRING, Body, Fact
from facilitator.session.modalities import BadMethod, Modality, read_method
from facilitator.session.rules import Asking, Command, decides, folds, undone_by, whole

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


@dataclass(frozen=True, slots=True)
class Written:
    """A method as it lies in the library; ``method`` is None where its content cannot be read by this program."""

    content: str
    method: Modality | None
    removed: bool = False


@dataclass
class Methods:
    """The methods kept in this library, by id."""

    by_id: dict[str, Written] = field(default_factory=dict)

    def own(self) -> list[Modality]:
        """Those that can be used, by name."""
        found = [item.method for item in self.by_id.values() if item.method is not None and not item.removed]
        return sorted(found, key=lambda method: (method.name.casefold(), method.id))


@dataclass(frozen=True, slots=True)
class MethodWritten(Body):
    """A method was written; ``content`` is its file, as JSON text."""

    KIND: ClassVar[str] = "method_written"
    method: str
    content: str


@dataclass(frozen=True, slots=True)
class MethodRemoved(Body):
    """A method was put away."""

    KIND: ClassVar[str] = "method_removed"
    method: str


@dataclass(frozen=True, slots=True)
class MethodRestored(Body):
    """A method put away was taken back."""

    KIND: ClassVar[str] = "method_restored"
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteMethod(Command):
    """Write a method of one's own; an older one of the same id is replaced. ``content`` is its file as JSON text."""

    method: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveMethod(Command):
    """Put a method away."""

    method: str


def _no_number(word: str) -> None:
    """NaN and Infinity are words of some programs, and no JSON."""
    raise ValueError(word)


def parsed(content: str) -> Modality:
    """A method from the text of its file.

    Raises:
        BadMethod: it is none, or says something that cannot be.
    """
    try:
        data = json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadMethod("This is no method: the file is not JSON. Nothing was added.") from None
    return read_method(data, own=True, purposeless=True)


@decides(WriteMethod)
def _write(state: SessionState, command: WriteMethod, asking: Asking) -> Iterable[Body]:
    content = whole(command.content)
    if len(content) > MAX_STRING:
        raise Rejected("This method is too long to be kept.")
    try:
        parsed(content)
    except BadMethod as error:
        raise Rejected(error.message, **error.params) from None
    was = state.methods.by_id.get(command.method)
    if was is None or was.removed or was.content != content:
        yield MethodWritten(command.method, content)


@decides(RemoveMethod)
def _remove(state: SessionState, command: RemoveMethod, asking: Asking) -> Iterable[Body]:
    was = state.methods.by_id.get(command.method)
    if was is None or was.removed:
        raise Rejected("There is no such method of yours here.")
    yield MethodRemoved(command.method)


@folds(MethodWritten)
def _written(state: SessionState, body: MethodWritten, fact: Fact) -> None:
    try:
        method: Modality | None = replace(parsed(body.content), id=body.method)
    except BadMethod:
        method = None
    state.methods.by_id[body.method] = Written(body.content, method)


def _mark(state: SessionState, method: str, removed: bool) -> None:
    was = state.methods.by_id.get(method)
    if was is not None:
        state.methods.by_id[method] = replace(was, removed=removed)


@folds(MethodRemoved)
def _removed(state: SessionState, body: MethodRemoved, fact: Fact) -> None:
    _mark(state, body.method, True)


@folds(MethodRestored)
def _restored(state: SessionState, body: MethodRestored, fact: Fact) -> None:
    _mark(state, body.method, False)


@undone_by(MethodWritten)
def _unwrite(state: SessionState, body: MethodWritten) -> Iterable[Body]:
    was = state.methods.by_id.get(body.method)
    if was is None or was.removed:
        yield MethodRemoved(body.method)
    else:
        yield MethodWritten(body.method, was.content)


@undone_by(MethodRemoved)
def _unremove(state: SessionState, body: MethodRemoved) -> Iterable[Body]:
    yield MethodRestored(body.method)


@undone_by(MethodRestored)
def _unrestore(state: SessionState, body: MethodRestored) -> Iterable[Body]:
    yield MethodRemoved(body.method)
