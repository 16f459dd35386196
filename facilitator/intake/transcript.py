"""What intake hands on: a transcript as plain values, whatever file it came from.

Nothing here knows a format. The limits are those of the record itself (decisions.md, 3).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from facilitator.session.errors import FacilitatorError

Form = Literal["vtt", "srt", "text", "csv", "json"]
Tick = Callable[[float], None]

LONGEST_TEXT = 20_000
"""Characters one contribution may have; a longer turn becomes several."""

LONGEST_NAME = 200
"""Characters a name or a title may have; what is longer is no name."""

LARGEST_FILE = 50 * 1024 * 1024
"""Bytes a file may have. A whole day of talk fits into one of them fifty times over."""

MOST_TURNS = 200_000
"""Turns a file may bring, so that memory stays bounded whatever the file holds."""

MOST_SKIPPED = 1_000
"""Places that are listed one by one; further ones are only counted, in a note."""


class NotUnderstood(FacilitatorError):
    """The file is none that can be taken in. The sentence names the file and says why; nothing was taken."""

    mistake = True


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person said in one go.

    Attributes:
        speaker: The name as the file gives it, or None where it gives none.
        text: The words as the file gives them; only white space around them is gone.
        start_ms: Milliseconds after the beginning of the recording, or None.
        end_ms: The same for the end.
        said_at: The moment by the calendar, with or without a zone as the file gives it, or None.
        where: The place in the file, for people: ``line 14``, ``row 3``, ``cue 7``, ``meeting_transcripts[12]``.
    """

    speaker: str | None
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    said_at: datetime | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of the file that was not taken in: its place and the reason, both for people."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole file, understood.

    Attributes:
        title: What the file calls itself, else its name made readable.
        language: A language tag such as ``en`` where the file says one.
        date: When the meeting was, where the file says so (without a zone if it gives none).
        turns: What was said, in the file's order.
        skipped: What was left out, each with place and reason.
        notes: Sentences about the whole file that a careful reader wants to know.
        encoding: The name of the character encoding the file was read with.
        form: Which of the known forms the file has.
        topics: Headings the file gives the talk, if any.
    """

    title: str
    language: str | None
    date: datetime | None
    turns: tuple[Turn, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    encoding: str
    form: Form
    topics: tuple[str, ...] = ()

    @property
    def speakers(self) -> tuple[str, ...]:
        """Everybody who speaks, each name once, by first appearance."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker is not None))


@dataclass(slots=True)
class Draft:
    """What a format's reader fills in; `facilitator.intake` makes the `Transcript` of it."""

    form: Form
    turns: list[Turn] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    title: str = ""
    language: str | None = None
    date: datetime | None = None
    topics: list[str] = field(default_factory=list)
    unlisted: int = 0

    def take(self, turn: Turn) -> None:
        """Add a turn."""
        if len(self.turns) >= MOST_TURNS:
            raise TooMany
        self.turns.append(turn)

    def skip(self, where: str, why: str) -> None:
        """List a place that was left out."""
        if len(self.skipped) >= MOST_SKIPPED:
            self.unlisted += 1
            if self.unlisted > MOST_TURNS:
                raise TooMany
        else:
            self.skipped.append(Skipped(where, why))


class TooMany(Exception):
    """More parts than any transcript has; turned into a sentence where the file's name is known."""
