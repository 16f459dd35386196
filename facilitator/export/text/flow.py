"""Text as ReportLab flowables, and single lines for headers, footers and strips."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.platypus.flowables import Flowable

from facilitator.export.text.book import current
from facilitator.export.text.draw import Painter
from facilitator.export.text.layout import Line, Paragraph, break_lines, make_line, paragraphs, shortened
from facilitator.export.text.style import Bookmark, Content, Span, TextStyle, clean, clean_spans
from facilitator.export.text.tags import Node, structure_of


class Text(Flowable):
    """A paragraph (or several lines) of anybody's words in any script. Splits over pages, also inside Table cells.

    Args:
        content: the words, or spans of them. A newline ends the line.
        style: how it is set.
        tag: its element in the structure ('P', 'H1'... 'TD'); ignored when `node` is given.
        bookmark: an entry in the outline leading here.
        node: the structure element it is drawn into, when the caller makes it.
        parent: the element around it, when the caller wants one (a TR, an LI, a Sect).
    """

    def __init__(
        self,
        content: Content,
        style: TextStyle,
        tag: str = "P",
        bookmark: Bookmark | None = None,
        *,
        node: Node | None = None,
        parent: Node | None = None,
    ) -> None:
        super().__init__()
        self.style = style
        self.bookmark = bookmark
        self.spans: Sequence[Span] = clean_spans(content, style.direction)
        self.keepWithNext = style.keep_with_next
        self.node = node or Node(tag, parent, lang=style.lang)
        self.lines: list[Line] = []
        """The lines after `wrap`, each with its `text` in reading order."""
        self._paragraphs: list[tuple[int, Paragraph]] | None = None
        self._skip = 0
        self._stop: int | None = None
        self._for_width: float | None = None
        self._drawn_on: object = None

    def getSpaceBefore(self) -> float:
        """Room above, in points; none for what continues on a new page."""
        return 0.0 if self._skip else self.style.space_before

    def getSpaceAfter(self) -> float:
        """Room below, in points."""
        return self.style.space_after

    def minWidth(self) -> float:
        """The narrowest column that cuts no word, in points."""
        return max((p.longest_word() for _, p in self._hard_lines()), default=0.0) * self.style.size

    def natural_width(self) -> float:
        """The width of its longest hard line when nothing is broken, in points."""
        return max((p.reach[p.trim(0, len(p.text))] for _, p in self._hard_lines()), default=0.0) * self.style.size

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Lay out for this width; returns width and height in points."""
        if self._for_width != available_width:
            self.lines = self._layout(available_width)
            self._for_width = available_width
        self.width = available_width
        self.height = sum(line.height for line in self.lines)
        return available_width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """What fits into this height, and the rest; nothing if fewer than two lines would stand alone."""
        if self._for_width is None:
            self.wrap(available_width, available_height)
        # Otherwise the width it was wrapped for holds: tables forget their paddings when they split a cell.
        if self.height <= available_height:
            return [self]
        if len(self.lines) <= self.style.whole_up_to:
            return []
        count = 0
        used = 0.0
        for line in self.lines:
            used += line.height
            if used > available_height:
                break
            count += 1
        if len(self.lines) - count == 1 and count > 2:
            count -= 1
        if count == 0 or (count == 1 and len(self.lines) > 1 and len(self.lines) - count > 0 and self._skip == 0):
            return []
        return [self._share(0, count), self._share(count, len(self.lines))]

    def draw(self) -> None:
        """Put the lines on the canvas the flowable was given."""
        canvas: Any = self.canv
        node: Node | None = self.node
        if self._drawn_on is canvas:
            node = None  # A repeated table head is read once.
        self._drawn_on = canvas
        if not self._skip:
            self._anchors(canvas)
        painter = Painter(canvas, self.spans, self.style, node)
        y = self.height
        for line in self.lines:
            painter.line(line, self._left(line), y - line.top)
            y -= line.height
        painter.finish()

    def _left(self, line: Line) -> float:
        align = self.style.align
        if align == "center":
            return (self.width - line.width) / 2
        if (align == "start") == line.rtl:
            return self.width - line.width
        return 0.0

    def _anchors(self, canvas: Any) -> None:
        if not hasattr(canvas, "destination"):
            return
        for span in self.spans:
            if span.dest:
                canvas.destination(span.dest, 0, self.height)
        if self.bookmark is not None:
            mark = self.bookmark
            canvas.outline(mark.title, mark.key or f"mark.{id(self)}", mark.level, 0, self.height, mark.closed)

    def _hard_lines(self) -> list[tuple[int, Paragraph]]:
        if self._paragraphs is None:
            self._paragraphs = paragraphs(self.spans, self.style, current())
        return self._paragraphs

    def _layout(self, width: float) -> list[Line]:
        tick = current().tick
        if tick is not None:
            tick()
        lines = break_lines(self._hard_lines(), self.style, width, self._skip)
        if self._stop is None:
            return lines
        kept = [line for line in lines if line.offset < self._stop]
        if kept and kept[-1].offset + kept[-1].end - kept[-1].start > self._stop:
            last = kept[-1]
            end = last.start + self._stop - last.offset
            kept[-1] = make_line(last.paragraph, last.start, end, self.style, last.offset)
        return kept

    def _share(self, first: int, last: int) -> Text:
        """Some of the lines as a text of their own, belonging to the same structure element."""
        part = Text("", self.style, node=self.node)
        part.spans = self.spans
        part.bookmark = self.bookmark
        part._paragraphs = self._hard_lines()
        part._skip = self.lines[first].offset
        part._stop = self.lines[last].offset if last < len(self.lines) else self._stop
        part.lines = self.lines[first:last]
        part._for_width = self._for_width
        part.width = self.width
        part.height = sum(line.height for line in part.lines)
        part._drawn_on = self._drawn_on
        if last < len(self.lines):
            part.keepWithNext = False
        return part


def missing_in(texts: Iterable[str], lang: str | None = None) -> dict[str, int]:
    """What no font can show of these texts, as 'U+12000' with how often, found without drawing them."""
    style = TextStyle(lang=lang)
    out: dict[str, int] = {}
    for text in texts:
        for _, par in paragraphs([Span(clean(text))], style, current()):
            for piece in par.pieces:
                for key in piece.word.keys if piece.word.box else ():
                    if isinstance(key, str) and key[0] != "+":
                        out[f"U+{key}"] = out.get(f"U+{key}", 0) + 1
    return out


def natural_width(content: Content, style: TextStyle) -> float:
    """How wide the words are on one line, in points."""
    return Text(content, style).natural_width()


def draw_line(
    canvas: Any,
    x: float,
    y: float,
    content: Content,
    style: TextStyle,
    max_width: float | None = None,
    node: Node | None = None,
) -> float:
    """Draw one line with its baseline at `y`; returns its width in points.

    `style.align` says what `x` is: the left edge (start), the middle (center) or the right edge (end). Words wider than
    `max_width` end with an ellipsis. Without `node` the line is page furniture, which screen readers skip.
    """
    spans = [
        Span(s.text.replace("\n", " "), s.weight, s.color, s.lang, s.link, s.dest, s.isolate, s.underline)
        for s in clean_spans(content, style.direction)
    ]
    (_, par), *_ = paragraphs(spans, style, current())
    line = make_line(par, 0, len(par.text), style, 0)
    if max_width is not None and line.width > max_width:
        line = shortened(line, style, max_width)
    left = x - (line.width if style.align == "end" else line.width / 2 if style.align == "center" else 0.0)
    if structure_of(canvas) is None:
        node = None
    painter = Painter(canvas, spans, style, node)
    painter.line(line, left, y)
    painter.finish()
    return line.width
