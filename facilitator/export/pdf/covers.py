"""The first page of the report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reportlab.platypus.flowables import Flowable

from facilitator.export.document import Cover, Strip
from facilitator.export.pdf.boxes import AtFoot, Cell, Gap, Row
from facilitator.export.pdf.looks import Looks, modality_color
from facilitator.export.phrases import one_line
from facilitator.export.text import Bookmark, Node, Text, draw_line, natural_width, tagged
from facilitator.export.text.style import Align

if TYPE_CHECKING:
    from facilitator.export.pdf.setting import Setter

TITLE_SIZES = ((34.0, 2), (28.0, 3), (24.0, 99))
"""Sizes of the title and the most lines at which each is taken."""
MARK = 27.0
_TALL = 842.0
"""A page as high as this has the room above the title that is meant; a shorter one has less."""


def cover(setter: Setter, given: Cover) -> list[Flowable]:
    """Organisation, title, what it was, the one-minute reading or the contents, statements, the agenda as a line."""
    looks = setter.looks
    setter.parent = Node("Sect")
    flowables: list[Flowable] = []
    if given.organisation:
        name = Text(given.organisation, looks.given(looks.bold), parent=setter.parent)
        cell = Cell(MARK + 9, looks.width - MARK - 9, [name], top=(MARK - 15.75) / 2, paint=_mark(looks, given))
        flowables.append(Row(looks, [cell], below=6))
    flowables.append(_Space((46 if given.organisation else 79) - max(0.0, (_TALL - looks.paper[1]) / 2)))
    title = _title(setter, given)
    flowables.append(Row(looks, [Cell(0, looks.width, [title])], below=9))
    if given.lead:
        flowables.append(Row(looks, [Cell(0, looks.width - 24, [setter.text(given.lead, looks.lead)])], below=4))
    if given.people:
        flowables.append(Row(looks, [Cell(0, looks.width, [setter.text(given.people, looks.cover_people)])]))
    flowables.append(Gap(29))
    strong = looks.palette.strong_line
    if given.minute:
        head = setter.ours(given.minute_title, looks.heading, "H2")
        flowables.append(Row(looks, [Cell(0, looks.width, [head])], above=18, below=5, rule=strong, next_too=True))
        for label, words in given.minute:
            cells = [
                Cell(0, looks.label - 6, [setter.ours(label, looks.minute_label)]),
                Cell(looks.label, looks.width - looks.label, [setter.text(words, looks.minute)]),
            ]
            flowables.append(Row(looks, cells, above=8.6, below=8.6, rule=looks.palette.line))
        flowables.append(Gap(12))
    elif given.contents is not None:
        flowables.append(Row(looks, [], above=16, rule=strong))
        flowables += setter.block(given.contents)
        flowables.append(Gap(12))
    if given.statements:
        flowables.append(_statements(setter, given))
    if given.strip is not None:
        flowables.append(AtFoot(StripFigure(looks, given.strip, setter.parent), 6))
    return flowables


def _title(setter: Setter, given: Cover) -> Text:
    looks = setter.looks
    mark = Bookmark(one_line(given.title)[:120], 0, "cover")
    for size, most in TITLE_SIZES:
        text = Text(given.title, looks.title(size), "H1", mark, parent=setter.parent)
        text.wrap(looks.width, looks.page_room)
        if len(text.lines) <= most and text.minWidth() <= looks.width:
            return text
    return text


def _statements(setter: Setter, given: Cover) -> Row:
    looks = setter.looks
    width = (looks.width - 24) / 2
    cells = [
        Cell(
            place * (width + 24), width - 12,
            [setter.ours(title, replace(looks.tiny_bold, size=9, color=looks.palette.text,
              space_after=3)), setter.text(words, looks.body)],
        )
        for place, (title, words) in enumerate(given.statements)
    ]  # fmt: skip
    return Row(looks, cells, above=16, below=8, rule=looks.palette.strong_line)


def _mark(looks: Looks, given: Cover) -> Any:
    """A square in the report's colour with the organisation's first letter."""
    letter = next((ch for ch in given.organisation if ch.isalnum()), "")

    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        left = looks.width - MARK if looks.rtl else 0.0
        top = y + height + (MARK - 15.75) / 2
        canvas.setFillColor(looks.palette.accent)
        canvas.roundRect(left, top - MARK, MARK, MARK, 5, stroke=0, fill=1)
        style = replace(looks.bold, size=15.0, color="#ffffff", align="center")
        if letter:
            draw_line(canvas, left + MARK / 2, top - MARK / 2 - 5.4, letter.upper(), style, MARK)

    return paint


class _Space(Flowable):
    """Room that stays also at the top of a page."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.room = height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The room."""
        self.width, self.height = available_width, self.room
        return self.width, self.height

    def draw(self) -> None:
        """Nothing."""


class StripFigure(Flowable):
    """The agenda as one line: each block as long as it was planned, in the colour of what people did, with its verb."""

    def __init__(self, looks: Looks, strip: Strip, parent: Node | None) -> None:
        super().__init__()
        self.looks = looks
        self.strip = strip
        self.parent = parent

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Two lines high."""
        self.width, self.height = available_width, 30.0
        return self.width, self.height

    def draw(self) -> None:
        """Bars, then the verbs that fit under them."""
        canvas: Any = self.canv
        looks = self.looks
        total = sum(minutes for minutes, _modality, _verb in self.strip.parts)
        gap = 1.6
        alt = ", ".join(f"{verb} {minutes}" for minutes, _modality, verb in self.strip.parts)
        with tagged(canvas, Node("Figure", self.parent, alt=alt)):
            x = 0.0
            for minutes, modality, _verb in self.strip.parts:
                width = self.width * minutes / total
                left = self.width - x - width if looks.rtl else x
                canvas.setFillColor(modality_color(modality))
                canvas.roundRect(left, 25, max(1.0, width - gap), 4.6, 1.2, stroke=0, fill=1)
                x += width
        x = free = 0.0
        for minutes, _modality, verb in self.strip.parts:
            width = self.width * minutes / total
            wanted = natural_width(verb, looks.small)
            if x >= free and wanted <= self.width - x and (wanted <= width + 26 or wanted <= width * 1.6):
                align: Align = "end" if looks.rtl else "start"
                style = replace(looks.small, align=align)
                draw_line(canvas, self.width - x if looks.rtl else x, 10, verb, style)
                free = x + wanted + 6
            x += width
