"""Tables whose head is repeated on every page they reach."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportlab.platypus.flowables import Flowable

from facilitator.export.document import Run, Table
from facilitator.export.pdf.boxes import Cell, Row
from facilitator.export.text import Node, Text, TextStyle

if TYPE_CHECKING:
    from facilitator.export.pdf.setting import Setter


class Grid(Flowable):
    """Rows under a head. On a new page the head stands again; a row of up to half a page stays whole."""

    def __init__(self, head: Row, rows: list[Row]) -> None:
        super().__init__()
        self.head = head
        self.body = rows
        self._heights: list[float] = []

    @classmethod
    def rows(cls, setter: Setter, table: Table) -> list[Flowable]:
        """The flowable for a table of the document."""
        looks = setter.looks
        node = Node("Table", setter.parent)
        shares = [looks.width * share for share in table.shares]
        begins = [sum(shares[:place]) for place in range(len(shares))]
        top = Node("TR", node)
        heads = [
            Cell(begin, share - 10, [Text(title, looks.tiny_bold, node=Node("TH", top, scope="Column"))])
            for begin, share, title in zip(begins, shares, table.head, strict=True)
        ]
        head = Row(looks, heads, above=8, below=8, rule=looks.palette.strong_line, under=looks.palette.line)
        body = []
        for row in table.rows:
            line = Node("TR", node)
            cells = []
            for place, (begin, share, words) in enumerate(zip(begins, shares, row, strict=True)):
                style = looks.medium if place == 0 else looks.body
                strong = place > 0 and len(words) > 0 and words[0].strong
                if strong:  # what is missing is said in words, and stands out
                    first = words[0]
                    words = (Run(first.text, said=first.said), *words[1:])
                    style = _warning(setter)
                cells.append(Cell(begin, share - 10, [setter.text(words, style, node=Node("TD", line))]))
            body.append(Row(looks, cells, above=5.6, below=5.6, under=looks.palette.line))
        return [cls(head, body)]

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Lay out; returns width and height in points."""
        self._heights = [row.wrap(available_width, available_height)[1] for row in self.body]
        self.width = available_width
        self.height = self.head.wrap(available_width, available_height)[1] + sum(self._heights)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The rows that fit, and a table with the rest under the same head."""
        self.wrap(available_width, available_height)
        room = available_height - self.head.height
        for place, (row, height) in enumerate(zip(self.body, self._heights, strict=True)):
            if height <= room + 1e-6:
                room -= height
                continue
            here, rest = self.body[:place], self.body[place:]
            parts = row.split(available_width, room)
            if len(parts) == 2:
                here = [*here, _row(parts[0])]
                rest = [_row(parts[1]), *rest[1:]]
            if not here:
                return []
            return [Grid(self.head, here), Grid(self.head, rest)]
        return [self]

    def draw(self) -> None:
        """Head and rows, from the top."""
        y = self.height
        for row, height in zip([self.head, *self.body], [self.head.height, *self._heights], strict=True):
            y -= height
            row.drawOn(self.canv, 0, y)


def _row(part: Flowable) -> Row:
    assert isinstance(part, Row)
    return part


def _warning(setter: Setter) -> TextStyle:

    return replace(setter.looks.medium, color=setter.looks.palette.warning)
