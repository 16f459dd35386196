"""The film of an activity: its file, its captions, and the places where it stops with a question.

The file itself stays where it is on this computer and may be missing on the next one: all but the picture works
without it. What people said about a place in the film are contributions with that place (``offset_ms``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import known_block
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, as_it_was, said
from facilitator.session.rules import LONGEST_TEXT, Asking, Command, decides, folds, undone_by, whole

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

LONGEST_MS = 24 * 60 * 60 * 1000
LONGEST_PAUSE = 240
LONGEST_FILE = 4096
MOST_CAPTIONS = 40
SLOWEST, FASTEST = 0.25, 4.0


@dataclass(frozen=True, slots=True)
class Film:
    """What is watched in a block.

    ``file`` is where it lies, as it was chosen; empty where none was. ``external`` says that it plays elsewhere (a
    stream, a play on a stage) and only its clock runs here, by hand. ``duration_ms`` is 0 where nobody knows;
    ``language`` is that of the captions, ``off`` for none, empty for the first there are; ``speed`` 1 is as filmed;
    ``typing_pauses`` stops it while a line is written; ``captions`` are files chosen by hand, beside those that bear
    the film's name. ``source``, ``licence`` and ``permission`` say whose it is.
    """

    block: str
    file: str = ""
    external: bool = False
    duration_ms: int = 0
    language: str = ""
    speed: float = 1.0
    typing_pauses: bool = True
    source: str = ""
    licence: str = ""
    permission: str = ""
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilmCue:
    """A place where the film stops. ``at_ms`` is film time, ``minutes`` how long the stop is meant to be (0: not said).

    ``stops`` counts how often it stopped there, ``reached_ms`` is when it last did (ms UTC).
    """

    id: str
    block: str
    at_ms: int
    prompt: str = ""
    minutes: int = 0
    stops: int = 0
    reached_ms: int | None = None
    removed: bool = False


@dataclass
class Films:
    """Films by block, cues by id."""

    by_block: dict[str, Film] = field(default_factory=dict)
    by_id: dict[str, FilmCue] = field(default_factory=dict)

    def of(self, block: str) -> Film:
        """The film of a block; an empty one where none was chosen."""
        return self.by_block.get(block) or Film(block)

    def cues(self, block: str) -> list[FilmCue]:
        """The cues of a block, first to last."""
        found = (cue for cue in self.by_id.values() if cue.block == block and not cue.removed)
        return sorted(found, key=lambda cue: (cue.at_ms, cue.id))


# ---- facts ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FilmChosen(Body):
    """A film was chosen for a block, or said to play elsewhere; with neither there is none."""

    KIND: ClassVar[str] = "film_chosen"
    block: str
    file: str = ""
    external: bool = False
    duration_ms: int = 0


@dataclass(frozen=True, slots=True)
class FilmDescribed(Body):
    """More about the film of a block; None leaves a field as it was."""

    KIND: ClassVar[str] = "film_described"
    block: str
    duration_ms: int | None = None
    language: str | None = None
    speed: float | None = None
    typing_pauses: bool | None = None
    source: str | None = None
    licence: str | None = None
    permission: str | None = None
    captions: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class FilmCueAdded(Body):
    """A cue was set."""

    KIND: ClassVar[str] = "film_cue_added"
    cue: str
    block: str
    at_ms: int
    prompt: str = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class FilmCueWritten(Body):
    """A cue was moved or worded; None leaves a field as it was."""

    KIND: ClassVar[str] = "film_cue_written"
    cue: str
    at_ms: int | None = None
    prompt: str | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class FilmCueRemoved(Body):
    """A cue was taken out."""

    KIND: ClassVar[str] = "film_cue_removed"
    cue: str


@dataclass(frozen=True, slots=True)
class FilmCueRestored(Body):
    """A cue taken out was put back."""

    KIND: ClassVar[str] = "film_cue_restored"
    cue: str


@dataclass(frozen=True, slots=True)
class FilmCueReached(Body):
    """The film stopped at a cue. ``ms`` is when, if not now."""

    KIND: ClassVar[str] = "film_cue_reached"
    cue: str
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class FilmCueReset(Body):
    """How often and when the film stopped at a cue was put back to what it was before."""

    KIND: ClassVar[str] = "film_cue_reset"
    cue: str
    stops: int = 0
    reached_ms: int | None = None


# ---- commands ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseFilm(Command):
    """Choose the film of a block; ``external`` for one that plays elsewhere, neither for none."""

    block: str
    file: str = ""
    external: bool = False
    duration_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeFilm(Command):
    """Say more about the film of a block; None leaves a field as it is."""

    block: str
    duration_ms: int | None = None
    language: str | None = None
    speed: float | None = None
    typing_pauses: bool | None = None
    source: str | None = None
    licence: str | None = None
    permission: str | None = None
    captions: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCue(Command):
    """Let the film stop at a place."""

    cue: str
    block: str
    at_ms: int
    prompt: str = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCue(Command):
    """Let it stop at another place."""

    cue: str
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteCue(Command):
    """Change a cue's question or the minutes of its stop; None leaves a field as it is."""

    cue: str
    at_ms: int | None = None
    prompt: str | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveCue(Command):
    """Take a cue out."""

    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachCue(Command):
    """The film stopped at a cue. ``ms`` is when, if not now."""

    STEP: ClassVar[bool] = False
    cue: str
    ms: int | None = None


# ---- deciding ---------------------------------------------------------------------------------------------------


def _known(state: SessionState, cue: str) -> FilmCue:
    found = state.films.by_id.get(cue)
    if found is None or found.removed:
        raise Rejected("This cue is not in the film.")
    return found


def _within(ms: int) -> int:
    if not 0 <= ms <= LONGEST_MS:
        raise Rejected("A place in a film lies between its beginning and 24 hours.")
    return ms


def _pause(minutes: int) -> int:
    if not 0 <= minutes <= LONGEST_PAUSE:
        raise Rejected("A stop lasts at most {most} minutes.", most=LONGEST_PAUSE)
    return minutes


def _file(given: str) -> str:
    file = whole(given)
    if len(file) > LONGEST_FILE or "\0" in file:
        raise Rejected("This is no name of a file.")
    return file


def _words(given: str) -> str:
    words = whole(given).strip()
    if len(words) > LONGEST_TEXT:
        raise Rejected(
            "That is {length} characters long; {longest} is the most.", length=len(words), longest=LONGEST_TEXT
        )
    return words


@decides(ChooseFilm)
def _choose(state: SessionState, command: ChooseFilm, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    body = FilmChosen(block.id, _file(command.file), command.external, _within(command.duration_ms))
    was = state.films.of(block.id)
    if (was.file, was.external, was.duration_ms) != (body.file, body.external, body.duration_ms):
        yield body


@decides(DescribeFilm)
def _describe(state: SessionState, command: DescribeFilm, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    if command.speed is not None and not SLOWEST <= command.speed <= FASTEST:
        raise Rejected("A film runs between a quarter of its speed and four times as fast.")
    if command.duration_ms is not None:
        _within(command.duration_ms)
    told = {name: getattr(command, name) for name in ("language", "source", "licence", "permission")}
    body = FilmDescribed(
        block.id,
        command.duration_ms,
        speed=command.speed,
        typing_pauses=command.typing_pauses,
        captions=None if command.captions is None else tuple(_file(name) for name in command.captions[:MOST_CAPTIONS]),
        **{name: None if value is None else _words(value) for name, value in told.items()},
    )
    was = state.films.of(block.id)
    if any(value != getattr(was, name) for name, value in said(body, "block").items()):
        yield body


@decides(AddCue)
def _add(state: SessionState, command: AddCue, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    if command.cue in state.films.by_id:
        raise Rejected("This cue is in the film already.")
    _apart(state, block.id, command.at_ms, command.cue)
    yield FilmCueAdded(command.cue, block.id, _within(command.at_ms), _words(command.prompt), _pause(command.minutes))


def _apart(state: SessionState, block: str, at_ms: int, cue: str) -> None:
    if any(other.at_ms == at_ms and other.id != cue for other in state.films.cues(block)):
        raise Rejected("The film stops there already.")


@decides(MoveCue)
def _move(state: SessionState, command: MoveCue, asking: Asking) -> Iterable[Body]:
    yield from _rewritten(state, _known(state, command.cue), FilmCueWritten(command.cue, _within(command.at_ms)))


@decides(WriteCue)
def _write(state: SessionState, command: WriteCue, asking: Asking) -> Iterable[Body]:
    cue = _known(state, command.cue)
    body = FilmCueWritten(
        cue.id,
        None if command.at_ms is None else _within(command.at_ms),
        None if command.prompt is None else _words(command.prompt),
        None if command.minutes is None else _pause(command.minutes),
    )
    yield from _rewritten(state, cue, body)


def _rewritten(state: SessionState, cue: FilmCue, body: FilmCueWritten) -> Iterable[Body]:
    if body.at_ms is not None:
        _apart(state, cue.block, body.at_ms, cue.id)
    if any(value != getattr(cue, name) for name, value in said(body, "cue").items()):
        yield body


@decides(RemoveCue)
def _remove(state: SessionState, command: RemoveCue, asking: Asking) -> Iterable[Body]:
    yield FilmCueRemoved(_known(state, command.cue).id)


@decides(ReachCue)
def _reach(state: SessionState, command: ReachCue, asking: Asking) -> Iterable[Body]:
    yield FilmCueReached(_known(state, command.cue).id, command.ms)


# ---- folding ----------------------------------------------------------------------------------------------------


@folds(FilmChosen)
def _chosen(state: SessionState, body: FilmChosen, fact: Fact) -> None:
    was = state.films.of(body.block)
    state.films.by_block[body.block] = replace(
        was, file=body.file, external=body.external, duration_ms=body.duration_ms
    )


@folds(FilmDescribed)
def _described(state: SessionState, body: FilmDescribed, fact: Fact) -> None:
    state.films.by_block[body.block] = replace(state.films.of(body.block), **said(body, "block"))


@folds(FilmCueAdded)
def _added(state: SessionState, body: FilmCueAdded, fact: Fact) -> None:
    cue = FilmCue(body.cue, body.block, body.at_ms, body.prompt, body.minutes)
    state.films.by_id.setdefault(body.cue, cue)


@folds(FilmCueWritten)
def _written(state: SessionState, body: FilmCueWritten, fact: Fact) -> None:
    found = state.films.by_id.get(body.cue)
    if found is not None:
        state.films.by_id[body.cue] = replace(found, **said(body, "cue"))


def _mark(state: SessionState, cue: str, removed: bool) -> None:
    found = state.films.by_id.get(cue)
    if found is not None:
        state.films.by_id[cue] = replace(found, removed=removed)


@folds(FilmCueRemoved)
def _removed(state: SessionState, body: FilmCueRemoved, fact: Fact) -> None:
    _mark(state, body.cue, True)


@folds(FilmCueRestored)
def _restored(state: SessionState, body: FilmCueRestored, fact: Fact) -> None:
    _mark(state, body.cue, False)


@folds(FilmCueReached)
def _reached(state: SessionState, body: FilmCueReached, fact: Fact) -> None:
    found = state.films.by_id.get(body.cue)
    if found is not None:
        ms = fact.ms if body.ms is None else body.ms
        state.films.by_id[body.cue] = replace(found, stops=found.stops + 1, reached_ms=ms)


@folds(FilmCueReset)
def _reset(state: SessionState, body: FilmCueReset, fact: Fact) -> None:
    found = state.films.by_id.get(body.cue)
    if found is not None:
        state.films.by_id[body.cue] = replace(found, stops=body.stops, reached_ms=body.reached_ms)


# ---- taking back ------------------------------------------------------------------------------------------------


@undone_by(FilmChosen)
def _unchoose(state: SessionState, body: FilmChosen) -> Iterable[Body]:
    was = state.films.of(body.block)
    yield FilmChosen(body.block, was.file, was.external, was.duration_ms)


@undone_by(FilmDescribed)
def _undescribe(state: SessionState, body: FilmDescribed) -> Iterable[Body]:
    yield as_it_was(state.films.of(body.block), body, "block")


@undone_by(FilmCueAdded)
def _unadd(state: SessionState, body: FilmCueAdded) -> Iterable[Body]:
    yield FilmCueRemoved(body.cue)


@undone_by(FilmCueWritten)
def _unwrite(state: SessionState, body: FilmCueWritten) -> Iterable[Body]:
    was = state.films.by_id.get(body.cue)
    if was is not None:
        yield as_it_was(was, body, "cue")


@undone_by(FilmCueRemoved)
def _unremove(state: SessionState, body: FilmCueRemoved) -> Iterable[Body]:
    yield FilmCueRestored(body.cue)


@undone_by(FilmCueRestored)
def _unrestore(state: SessionState, body: FilmCueRestored) -> Iterable[Body]:
    yield FilmCueRemoved(body.cue)


def _as_often(state: SessionState, cue: str) -> Iterable[Body]:
    was = state.films.by_id.get(cue)
    if was is not None:
        yield FilmCueReset(cue, was.stops, was.reached_ms)


@undone_by(FilmCueReached)
def _unreach(state: SessionState, body: FilmCueReached) -> Iterable[Body]:
    yield from _as_often(state, body.cue)


@undone_by(FilmCueReset)
def _unreset(state: SessionState, body: FilmCueReset) -> Iterable[Body]:
    yield from _as_often(state, body.cue)
