"""A group on the room screen as lines of words: its name and place, a rule, its people."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetrics

from facilitator.session.notation import fold
from facilitator.session.room import RoomGroup, RoomSeat
from facilitator.ui import shown
from facilitator.ui.lines import fit
from facilitator.ui.room.look import RoomTheme
from facilitator.ui.room.wording import people_words
from facilitator.words import _, ngettext

UNDER_HEAD, RULE, UNDER_RULE = 0.22, 3, 0.3
"""The rule in px of the design; the room around it in sizes of a name."""
BOLD, PLAIN = 600, 400
BETWEEN = "·"
CLOSE_LINE = 1.28
"""The line height of names that stand close, in sizes of a name."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words on one line. ``at`` is how far from the edge that is read from they begin, in px."""

    words: str
    at: int
    colour: str = "text.primary"
    weight: int = PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """What stands side by side."""

    pieces: tuple[Piece, ...]

    def words(self) -> str:
        """All of it."""
        return " ".join(piece.words for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Cell:
    """A group as it is painted, in px. ``wrapped`` names take two lines, ``more`` are counted and not told."""

    head: tuple[Line, ...]
    body: tuple[Line, ...]
    role: str
    line: int
    under_head: int
    rule: int
    under_rule: int
    wrapped: int
    more: int

    @property
    def head_height(self) -> int:
        """From its top to its first name."""
        return len(self.head) * self.line + self.under_head + self.rule + self.under_rule

    @property
    def height(self) -> int:
        """All of it."""
        return self.head_height + len(self.body) * self.line


class _Flow:
    """Words set one behind the other; what finds no room goes to the next line, and a name is broken only at an end."""

    def __init__(self, sheet: Sheet, width: int, hang: int = 0) -> None:
        self._sheet, self._width, self._hang = sheet, width, hang
        self.lines: list[list[Piece]] = []
        self._at = 0
        self.wrapped = 0

    def new_line(self) -> None:
        """What comes begins a line."""
        self.lines.append([])
        self._at = 0

    def add(self, words: str, colour: str = "text.primary", weight: int = PLAIN, *, between: str = "") -> None:
        """Set words, after ``between`` where something stands on the line before them."""
        sheet, gap = self._sheet, self._sheet.gap
        wide = sheet.wide(words, weight)
        if not self.lines:
            self.new_line()
        lead = self._at and (self._at + gap + (sheet.wide(between) + gap if between else 0))
        if lead and lead + wide > self._width:
            self.new_line()
            lead = 0
        if lead and between:
            self.lines[-1].append(Piece(between, self._at + gap, "text.tertiary"))
        parts = [words] if lead + wide <= self._width else sheet.broken(words, weight, self._width)
        self.wrapped += parts != [words]
        for number, part in enumerate(parts):
            if number:
                self.new_line()
                lead = self._hang  # so that the end of a name is nobody of its own
            self.lines[-1].append(Piece(part, lead, colour, weight))
            self._at = lead + sheet.wide(part, weight)

    def made(self) -> tuple[Line, ...]:
        """The lines."""
        return tuple(Line(tuple(pieces)) for pieces in self.lines)


class Sheet:
    """Makes cells at one size and in one way."""

    def __init__(self, theme: RoomTheme, size: int, short: Mapping[str, str], *, close: bool) -> None:
        """
        Args:
            theme: The room's.
            size: Of a name, in px of the design.
            short: Shorter names by a person's id; none for whole ones.
            close: One name behind the other, otherwise one to a line.
        """
        self._theme, self.size, self._short, self._close = theme, size, short, close
        self.role = f"room_card:{size}"
        self.line = theme.px(size * CLOSE_LINE) if close else theme.line(self.role)
        self.gap = theme.px(size * 0.36)
        self._fonts: dict[int, tuple[QFont, QFontMetrics]] = {}
        self._wide: dict[tuple[str, int], int] = {}
        self._under_head = theme.px(UNDER_HEAD * size)
        self._rule = max(theme.px(RULE), 1)
        self._under_rule = theme.px(UNDER_RULE * size)

    def _font(self, weight: int) -> tuple[QFont, QFontMetrics]:
        found = self._fonts.get(weight)
        if found is None:
            font = self._theme.font(self.role, weight=weight)
            found = self._fonts[weight] = (font, QFontMetrics(font))
        return found

    def wide(self, words: str, weight: int = PLAIN) -> int:
        """How wide words are, in px."""
        found = self._wide.get((words, weight))
        if found is None:
            found = self._wide[words, weight] = self._font(weight)[1].horizontalAdvance(words) + 1
        return found

    def broken(self, words: str, weight: int, width: int) -> list[str]:
        """Words in two lines, the second shortened at its end where it has to be."""
        if self.wide(words, weight) <= width:
            return [words]
        font = self._font(weight)[0]
        first = ""
        for word in words.split(" "):
            longer = f"{first} {word}".strip()
            if self.wide(longer, weight) > width:
                break
            first = longer
        rest = words[len(first) :].strip()
        return [first, fit(rest, font, width - self.gap)] if first else [fit(words, font, width)]

    def _said(self, seat: RoomSeat) -> str:
        """Somebody as the room may know them; empty for a participant."""
        return self._short.get(seat.id, "") or shown.one_line(seat.name)

    def least(self, group: RoomGroup, width: int) -> int:
        """A height the group certainly needs, in px, without setting its lines."""
        lines = len(group.seats)
        if self._close:
            names = [self.wide(words) for seat in group.seats if (words := self._said(seat))]
            lines = -(-sum(names) // width)
        return (1 + max(lines, 1)) * self.line + self._under_head + self._rule + self._under_rule

    def cell(self, group: RoomGroup, width: int, lines: int = 0) -> Cell:
        """A group in a column of ``width`` px; with ``lines``, in so many lines of names, and how many more."""
        head = _Flow(self, width)
        head.add(shown.one_line(group.name), weight=BOLD)
        if group.place.strip():
            head.add(shown.one_line(group.place), "text.secondary")
        body, more = self._people(group.seats, width), 0
        if not group.seats:
            body = _Flow(self, width)
            body.add(people_words(group.count), "text.secondary")
        if lines and len(body.lines) > lines:
            everybody = len(group.seats)

            def after(left: int) -> _Flow:
                return self._people(group.seats[: everybody - left], width, left)

            more = bisect_left(range(1, everybody), True, key=lambda left: len(after(left).lines) <= lines) + 1
            body = after(more)
        return Cell(
            head.made(),
            body.made(),
            self.role,
            self.line,
            self._under_head,
            self._rule,
            self._under_rule,
            body.wrapped,
            more,
        )

    def _people(self, seats: Sequence[RoomSeat], width: int, more: int = 0) -> _Flow:
        flow = _Flow(self, width, self.gap)
        between = BETWEEN if self._close else ""
        nameless = [] if not self._close else [seat for seat in seats if not seat.name and not seat.host]
        for seat in seats:
            if seat in nameless:
                continue
            if not self._close:
                flow.new_line()
            words = self._said(seat)
            if words:
                flow.add(words, between=between)
            else:
                flow.add(_("a participant"), "text.secondary", between=between)
            if seat.host:
                flow.add(_("host"), "accent.base")
        if len(nameless) == 1:
            flow.add(_("a participant"), "text.secondary", between=between)
        elif nameless:
            told = ngettext("{count} participant", "{count} participants", len(nameless))
            flow.add(told.format(count=len(nameless)), "text.secondary", between=between)
        if more:
            told = ngettext("{count} more", "{count} more", more).format(count=more)
            flow.add(told, "text.secondary", between=between)
        return flow


def shorter(seats: Sequence[RoomSeat]) -> dict[str, str]:
    """Names as short as they tell people apart, by the person's id: *Ana*, else *Ana R.*, else the whole name."""
    whole = {seat.id: shown.one_line(seat.name) for seat in seats if seat.name}
    firsts = {key: name.split(" ", 1)[0] for key, name in whole.items()}
    initialled = {key: _initialled(name) for key, name in whole.items()}
    often = Counter(fold(first) for first in firsts.values())
    often_initialled = Counter(fold(name) for name in initialled.values())
    found = {}
    for key, name in whole.items():
        if often[fold(firsts[key])] == 1:
            found[key] = firsts[key]
        elif often_initialled[fold(initialled[key])] == 1:
            found[key] = initialled[key]
        else:
            found[key] = name
    return found


def _initialled(name: str) -> str:
    """*Ana Ruiz* as *Ana R.*; a name of one word as it is."""
    words = name.split()
    return f"{words[0]} {words[-1][0]}." if len(words) > 1 else name
