"""The one building block of the page: cells beside one another, each a column of flowables, kept whole or split.

Rows of up to half a page stay whole; longer ones may cross a page, never leaving less than two lines behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.platypus.flowables import Flowable

from facilitator.export.pdf.looks import Looks
from facilitator.export.text import Text, artifact

KEEP_LINES = 25
"""Twenty-four lines of words, and one that says whose they are: what somebody said reads best in one piece."""
ROOM_TO_LEAVE = 0.5
"""Longer rows go whole to the next page too when so little of the present one is left."""
_SLACK = 1e-6

Paint = Callable[[Any, float, float, float, float], None]
"""Draws decoration: canvas, left edge, lower edge, width and height of the cell or row (points)."""


@dataclass(slots=True)
class Cell:
    """A column of flowables ``x`` points from the beginning of the line, ``width`` wide. ``paint`` decorates it,
    with ``paint_once`` only where it begins.
    """

    x: float
    width: float
    items: Sequence[Flowable]
    top: float = 0.0
    paint: Paint | None = None
    paint_once: bool = False
    heights: list[float] = field(default_factory=list)

    def wrap(self) -> float:
        """Lay out; returns the height."""
        self.heights = []
        total = self.top
        before = 0.0
        for place, item in enumerate(self.items):
            height: float = item.wrap(self.width, 1e6)[1]
            gap = max(before, item.getSpaceBefore()) if place else 0.0
            self.heights.append(gap + height)
            total += gap + height
            before = item.getSpaceAfter()
        return total

    def lines(self) -> int:
        """How many lines of text are in it."""
        return sum(
            len(item.lines) if isinstance(item, Text) else item.lines() if isinstance(item, Row) else 1
            for item in self.items
        )

    def split(self, room: float) -> tuple[Cell, Cell]:
        """What fits into ``room``, and the rest."""
        used = self.top
        for place, (item, height) in enumerate(zip(self.items, self.heights, strict=True)):
            if used + height <= room + _SLACK:
                used += height
                continue
            gap = height - item.wrap(self.width, 1e6)[1]
            parts = item.split(self.width, room - used - gap)
            here, rest = list(self.items[:place]), list(self.items[place:])
            if len(parts) == 2:
                here.append(parts[0])
                rest[0] = parts[1]
            while here and getattr(here[-1], "keepWithNext", False):
                rest.insert(0, here.pop())
            return self._share(here), self._share(rest, begins=False)
        return self, self._share([], begins=False)

    def _share(self, items: list[Flowable], *, begins: bool = True) -> Cell:
        paint = self.paint if begins or not self.paint_once else None
        return Cell(self.x, self.width, items, self.top if begins else 0.0, paint, self.paint_once)


class Row(Flowable):
    """Cells beside one another.

    Args:
        looks: measures and colours of the page.
        cells: from the beginning of the line; mirrored where the page is read from the right.
        above: room above the words, below a rule if there is one (points).
        below: room below the words.
        rule: colour of a hairline at the top, if any.
        under: colour of a hairline at the bottom.
        keep: stay whole up to so many lines.
        paint: decoration behind the whole row.
        next_too: stay with what follows.
        before: room before the row where it does not begin a page.
    """

    def __init__(
        self,
        looks: Looks,
        cells: Sequence[Cell],
        *,
        above: float = 0.0,
        below: float = 0.0,
        rule: str | None = None,
        under: str | None = None,
        keep: int = KEEP_LINES,
        paint: Paint | None = None,
        next_too: bool = False,
        before: float = 0.0,
        rule_weight: float = 0.6,
    ) -> None:
        super().__init__()
        self.looks = looks
        self.cells = list(cells)
        self.above, self.below = above, below
        self.rule, self.under = rule, under
        self.keep = keep
        self.paint = paint
        self.keepWithNext = next_too
        self.before = before
        self.rule_weight = rule_weight
        self._heights: list[float] = []

    def getSpaceBefore(self) -> float:
        """Room before the row, in points."""
        return self.before

    def getSpaceAfter(self) -> float:
        """None: rows bring their room with them."""
        return 0.0

    def lines(self) -> int:
        """How many lines its tallest cell has."""
        return max((cell.lines() for cell in self.cells), default=0)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Lay out; returns width and height in points."""
        self._heights = [cell.wrap() for cell in self.cells]
        self.width = available_width
        self.height = self.above + max(self._heights, default=0.0) + self.below
        return available_width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The row on this page and on the next; nothing when it goes to the next page whole."""
        self.wrap(available_width, available_height)
        if self.height <= available_height + _SLACK:
            return [self]
        fits_on_a_page = self.height <= self.looks.page_room
        little_room = available_height < self.looks.page_room * ROOM_TO_LEAVE
        if fits_on_a_page and (little_room or self.lines() <= self.keep):
            return []
        room = available_height - self.above
        parts = [cell.split(room) for cell in self.cells]
        if not any(rest.items for _here, rest in parts):
            # Only the room below does not fit: it may go.
            self.below = 0.0
            self.height = available_height
            return [self]
        blocked = any(cell.items and not here.items for cell, (here, _rest) in zip(self.cells, parts, strict=True))
        if blocked:
            return []
        first = self._share([here for here, _rest in parts], last=False)
        second = self._share([rest for _here, rest in parts], first=False)
        return [first, second]

    def _share(self, cells: list[Cell], *, first: bool = True, last: bool = True) -> Row:
        return Row(
            self.looks,
            cells,
            above=self.above if first else 0.0,
            below=self.below if last else 0.0,
            rule=self.rule if first else None,
            under=self.under if last else None,
            keep=self.keep,
            paint=self.paint,
            next_too=self.keepWithNext if last else False,
            before=self.before if first else 0.0,
            rule_weight=self.rule_weight,
        )

    def draw(self) -> None:
        """Put the cells on the canvas."""
        canvas: Any = self.canv
        if self.paint is not None or self.rule or self.under:
            with artifact(canvas):
                self._decorate(canvas)
        top = self.height - self.above
        for cell, height in zip(self.cells, self._heights, strict=True):
            left = self.mirrored(cell.x, cell.width)
            if cell.paint is not None:
                with artifact(canvas):
                    cell.paint(canvas, left, top - height, cell.width, height - cell.top)
            y = top - cell.top
            for item, taken in zip(cell.items, cell.heights, strict=True):
                y -= taken
                item.drawOn(canvas, left, y)

    def mirrored(self, x: float, width: float) -> float:
        """Where something lies that begins ``x`` points from the beginning of the line."""
        return self.width - x - width if self.looks.rtl else x

    def _decorate(self, canvas: Any) -> None:
        if self.paint is not None:
            self.paint(canvas, 0.0, 0.0, self.width, self.height)
        canvas.setLineWidth(self.rule_weight)
        if self.rule:
            canvas.setStrokeColor(self.rule)
            canvas.line(0, self.height, self.width, self.height)
        if self.under:
            canvas.setStrokeColor(self.under)
            canvas.line(0, 0, self.width, 0)


class Gap(Flowable):
    """Room, dropped at the top of a page."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.height = height
        self._at_top = False

    def getSpaceBefore(self) -> float:
        """The room itself: ReportLab drops it at the top of a frame."""
        return self.height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """No height of its own."""
        return available_width, 0.0

    def draw(self) -> None:
        """Nothing."""


class AtFoot(Flowable):
    """Something that stands at the foot of what room is left on the page; left out where there is none."""

    def __init__(self, inner: Flowable, least: float) -> None:
        super().__init__()
        self.inner = inner
        self.least = least
        self._inner_height = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """All the room that is left."""
        self._inner_height = self.inner.wrap(available_width, available_height)[1]
        self.width = available_width
        needed = self._inner_height + self.least
        self.height = available_height - 0.01 if needed < available_height < 1e5 else 0.0
        return available_width, self.height

    def draw(self) -> None:
        """At the foot."""
        if self.height:
            self.inner.drawOn(self.canv, 0, 0)
