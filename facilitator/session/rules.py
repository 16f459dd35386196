"""How concepts tell the engine what they are: decided by, folded by, undone by.

A concept's file decorates plain functions; nobody lists them a second time. The registry is filled when
:mod:`.state` imports the visible list of concepts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, Json
from facilitator.session.frozen import quickly_made
from facilitator.session.ports import uuid7

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

FACILITATOR, GARDENER, GUEST = "facilitator", "gardener", "guest"

LONGEST_TEXT = 20_000
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Base of every wish to change something. ``id`` is made by the sender: asking twice does nothing twice."""

    MAY: ClassVar[frozenset[str]] = frozenset({FACILITATOR, GARDENER})
    STEP: ClassVar[bool] = True
    """Whether *undo* takes it back. What the program notes by itself, such as a film that stopped, is no step."""
    id: str = field(default_factory=uuid7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together(Command):
    """Several commands as one step: all or none, undone at once."""

    commands: tuple[Command, ...] = ()


class Asking(NamedTuple):
    """Who asks, and when: what a decision may look at besides the state."""

    role: str
    person: str | None
    now_ms: int


B = TypeVar("B", bound=Body)
C = TypeVar("C", bound=Command)
Fold = Callable[["SessionState", Any, Fact], None]
Decide = Callable[["SessionState", Any, Asking], Iterable[Body]]
Opposite = Callable[["SessionState", Any], Iterable[Body]]

BODIES: dict[str, type[Body]] = {}
FOLDS: dict[str, Fold] = {}
DECIDES: dict[type[Command], Decide] = {}
OPPOSITES: dict[type[Body], Opposite] = {}
LIFTS: dict[tuple[str, int], Callable[[Json], Json]] = {}
"""(kind, old version) -> a function that gives the next version's body: the one place where old bodies are lifted."""


def folds(
    body: type[B],
) -> Callable[[Callable[[SessionState, B, Fact], None]], Callable[[SessionState, B, Fact], None]]:
    """Mark the function that takes a fact of this body into the state. It never raises; it may do nothing."""

    def mark(fold: Callable[[SessionState, B, Fact], None]) -> Callable[[SessionState, B, Fact], None]:
        BODIES[body.KIND] = quickly_made(body)
        FOLDS[body.KIND] = fold
        return fold

    return mark


def decides(
    command: type[C],
) -> Callable[
    [Callable[[SessionState, C, Asking], Iterable[Body]]], Callable[[SessionState, C, Asking], Iterable[Body]]
]:
    """Mark the function that turns a command into bodies of facts, or raises :class:`Rejected`."""

    def mark(
        decide: Callable[[SessionState, C, Asking], Iterable[Body]],
    ) -> Callable[[SessionState, C, Asking], Iterable[Body]]:
        DECIDES[quickly_made(command)] = decide
        return decide

    return mark


def undone_by(
    body: type[B],
) -> Callable[[Callable[[SessionState, B], Iterable[Body]]], Callable[[SessionState, B], Iterable[Body]]]:
    """Mark the function that gives the opposite of a body, asked before the body is taken in."""

    def mark(
        opposite: Callable[[SessionState, B], Iterable[Body]],
    ) -> Callable[[SessionState, B], Iterable[Body]]:
        OPPOSITES[body] = opposite
        return opposite

    return mark


def allowed(command: Command, asking: Asking) -> None:
    """Refuse a command that is not for this role."""
    if asking.role not in command.MAY:
        raise Rejected("Only the facilitator can do that.")


def text_of(given: str, *, longest: int = LONGEST_TEXT) -> str:
    """People's words as given; only what is no text at all (lone surrogates) is replaced, and emptiness refused."""
    text = whole(given)
    if not text.strip():
        raise Rejected("There are no words in it yet.")
    if len(text) > longest:
        raise Rejected("That is {length} characters long; {longest} is the most.", length=len(text), longest=longest)
    return text


def name_of(given: str) -> str:
    """A name or title as given, neither empty nor longer than 200 characters."""
    name = whole(given).strip()
    if not name:
        raise Rejected("A name is needed.")
    if len(name) > LONGEST_NAME:
        raise Rejected(
            "That name is {length} characters long; {longest} is the most.", length=len(name), longest=LONGEST_NAME
        )
    return name


def whole(text: str) -> str:
    """Text that can be written as UTF-8: a lone surrogate is no character and becomes U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
