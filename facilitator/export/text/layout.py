"""Paragraphs into lines: greedy breaking, then each line's words in their visual places."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from facilitator.export.text import bidi
from facilitator.export.text.book import FontBook
from facilitator.export.text.breaks import clusters, line_breaks
from facilitator.export.text.itemise import Piece, Segment, itemise
from facilitator.export.text.style import Span, TextStyle
from facilitator.export.text.word import JOINING, Word

_SPACES = " \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
_GAP = 0.12
"""White kept between the ink of one line and the next, in em."""
_TALLEST = 1.7
"""The most a line's ink may reach above or below the baseline and still be given room, in em."""
_SLACK = 1e-6


class Placed(NamedTuple):
    """A word of a line at its place: `x` is its left edge in em from the line's left edge."""

    x: float
    word: Word
    style: int
    start: int


class Paragraph:
    """One hard line of a text, shaped: everything that does not depend on the width."""

    def __init__(self, text: str, segments: Sequence[Segment], base: int, style: TextStyle, book: FontBook) -> None:
        self.text = text
        self.base = base
        self.book = book
        self.tracking = style.tracking / style.size
        self.pieces, self.levels = itemise(text, segments, base, book)
        self._starts = [p.start for p in self.pieces]
        advances: list[float] = []
        for piece in self.pieces:
            advances += piece.word.advance_per_char(self.tracking)
        self.reach = [0.0, *accumulate(advances)]
        """The advance of everything before each code point, in em."""
        self._breaks: list[int] | None = None
        self._trimmed: list[int] = []
        self._clusters: list[int] | None = None
        self._lang = style.lang
        self._heights: dict[int, tuple[float, float]] = {}

    @property
    def breaks(self) -> list[int]:
        """Where lines may end."""
        if self._breaks is None:
            text = self.text
            ends = line_breaks(text, self._lang) or [len(text)]
            # Readers of PDF take a hyphen at a line's end for one of typesetting and drop it from what is copied; so a
            # line does not end at people's own hyphens.
            self._breaks = [end for end in ends if end == len(text) or text[end - 1] != "-"] if "-" in text else ends
            self._trimmed = [self.trim(0, b) for b in self._breaks]
        return self._breaks

    def trim(self, start: int, end: int) -> int:
        """The end of a stretch without the white space that hangs over the margin."""
        text = self.text
        while end > start and text[end - 1] in _SPACES:
            end -= 1
        return end

    def fit(self, start: int, room: float) -> int:
        """The end of the line that begins at `start` and has `room` em."""
        limit = self.reach[start] + room + _SLACK
        if self.reach[-1] <= limit:
            return len(self.text)
        breaks = self.breaks
        first = bisect_right(breaks, start)
        best = 0
        low, high = first, len(breaks) - 1
        while low <= high:
            middle = (low + high) // 2
            if self.reach[max(self._trimmed[middle], start)] <= limit:
                best = breaks[middle]
                low = middle + 1
            else:
                high = middle - 1
        if best > start:
            return best
        return self._cut(start, limit)

    def _cut(self, start: int, limit: float) -> int:
        """A line end inside a word too long for any line: after the last visible character that fits, at least one."""
        if self._clusters is None:
            self._clusters = clusters(self.text)
        ends = self._clusters
        first = bisect_right(ends, start)
        last = bisect_right(self.reach, limit) - 1
        index = bisect_right(ends, last) - 1
        while index > first and (self.reach[ends[index]] > limit or self.text[ends[index] - 1] == "-"):
            index -= 1
        return ends[max(index, first)]

    def longest_word(self) -> float:
        """The widest stretch that can only be cut by force, in em."""
        widest = 0.0
        start = 0
        for end, trimmed in zip(self.breaks, self._trimmed, strict=True):
            widest = max(widest, self.reach[max(trimmed, start)] - self.reach[start])
            start = end
        return widest

    def words(self, start: int, end: int) -> list[Piece]:
        """The words of a stretch in logical order; those that its ends cut are shaped again."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_left(self._starts, end)
        return [
            piece
            if start <= piece.start and piece.end <= end
            else self._part(piece, max(piece.start, start), min(piece.end, end))
            for piece in self.pieces[first:last]
        ]

    def _part(self, piece: Piece, start: int, end: int) -> Piece:
        word = piece.word
        if word.box:
            return piece._replace(start=start, end=end, word=_box_part(word, start - piece.start, end - piece.start))
        before = after = ""
        if word.script in JOINING:
            before = self.text[max(piece.start, start - 3) : start]
            after = self.text[end : min(piece.end, end + 3)]
        lang = piece.lang if self.levels is not None or word.script != "Latn" else None
        part = self.book.words.get(word.face, self.text[start:end], word.rtl, word.script, lang, before, after)
        return piece._replace(start=start, end=end, word=part)

    def soft_hyphen(self, start: int, end: int) -> bool:
        """Whether a line that ends here shows a hyphen."""
        return 0 < end < len(self.text) and end > start and self.text[end - 1] == "\u00ad"

    def height(self, start: int, end: int) -> tuple[float, float]:
        """How far the line's ink reaches above and below the baseline, in em: alike for all its lines in one face."""
        if not self._heights:
            for piece in self.pieces:
                face = id(piece.word.face)
                up, down = self._heights.get(face, (0.0, 0.0))
                self._heights[face] = (max(up, piece.word.ascent), max(down, piece.word.descent))
        up = down = 0.0
        if len(self._heights) == 1:
            up, down = next(iter(self._heights.values()))
        else:
            first = max(bisect_right(self._starts, start) - 1, 0)
            for face in {id(p.word.face) for p in self.pieces[first : bisect_left(self._starts, end)]}:
                one = self._heights[face]
                up, down = max(up, one[0]), max(down, one[1])
        return min(up, _TALLEST), min(down, _TALLEST)


def _box_part(word: Word, start: int, end: int) -> Word:
    """Some of the units of a placeholder."""
    part = Word(word.face, word.text[start:end], word.rtl, word.script, box=True)
    for key, place, advance in zip(word.keys, word.starts, word.advances, strict=True):
        if start <= place < end:
            part.starts.append(place - start)
            part.keys.append(key)
            part.advances.append(advance)
            part.advance += advance
    part.ascent, part.descent = word.ascent, word.descent
    return part


@dataclass
class Line:
    """One line of a text."""

    paragraph: Paragraph
    start: int
    end: int
    width: float
    """Points, without the white space at its end."""
    top: float
    """Points from the top of the line to its baseline."""
    height: float
    offset: int
    """Where the line begins in the whole text."""
    ellipsis: bool = False

    @property
    def text(self) -> str:
        """The words of this line in reading order."""
        return self.paragraph.text[self.start : self.end]

    @property
    def rtl(self) -> bool:
        """Whether its base direction is right to left."""
        return bool(self.paragraph.base)

    @property
    def ends_with_hyphen(self) -> bool:
        """Whether its last visible character is a hyphen of the words themselves."""
        par = self.paragraph
        end = par.trim(self.start, self.end)
        return end > self.start and par.text[end - 1] == "-" and not self.ellipsis

    def place(self) -> list[Placed]:
        """Its words in logical order, each at its visual place."""
        par = self.paragraph
        pieces = par.words(self.start, self.end)
        if par.soft_hyphen(self.start, self.end) and pieces:
            pieces[-1] = _hyphenated(pieces[-1], par)
        if self.ellipsis:
            pieces = [*pieces, _ellipsis(pieces, par)]
        track = par.tracking
        widths = [p.word.advance + (track * len(p.word.starts) if track and p.word.tracked else 0.0) for p in pieces]
        if par.levels is None:
            x = 0.0
            out: list[Placed] = []
            for piece, width in zip(pieces, widths, strict=True):
                out.append(Placed(x, piece.word, piece.style, piece.start))
                x += width
            return out
        after = bidi.line_levels(par.text, par.levels, self.start, self.end, par.base)
        mine = [after[p.start - self.start] if p.start < self.end else par.base for p in pieces]
        order: list[int] = []
        for first, last, level in bidi.visual_runs(mine):
            order += range(last - 1, first - 1, -1) if level & 1 else range(first, last)
        hang = 0.0
        kept = par.trim(self.start, self.end)
        for index in order if par.base else ():
            if pieces[index].start < kept:
                break
            hang += widths[index]
        places = [0.0] * len(pieces)
        x = -hang
        for index in order:
            places[index] = x
            x += widths[index]
        return [Placed(places[i], p.word, p.style, p.start) for i, p in enumerate(pieces)]


def _hyphenated(piece: Piece, par: Paragraph) -> Piece:
    """The last word of a line that ends in a soft hyphen, with the hyphen to see."""
    face = par.book.primary(piece.word.face.weight)
    sign = par.book.words.get(face, "-", piece.word.rtl, "Latn", None)
    word = par.book.words.get(piece.word.face, piece.word.text, piece.word.rtl, piece.word.script, None)
    if piece.word.face is not face or word.box:
        return piece
    joined = Word(face, piece.word.text, word.rtl, word.script)
    joined.starts, joined.keys, joined.advances = list(word.starts), list(word.keys), list(word.advances)
    if joined.unit_text(len(joined.starts) - 1) == "\u00ad":
        joined.keys[-1], joined.advances[-1] = sign.keys[0], sign.advance
    else:
        joined.starts.append(len(word.text) - 1)
        joined.keys.append(sign.keys[0])
        joined.advances.append(sign.advance)
    joined.advance = sum(joined.advances)
    joined.ascent, joined.descent = word.ascent, word.descent
    return piece._replace(word=joined)


def _ellipsis(pieces: list[Piece], par: Paragraph) -> Piece:
    weight = pieces[-1].word.face.weight if pieces else 400
    word = par.book.words.get(par.book.primary(weight), "…", bool(par.base), "Latn", None)
    style = pieces[-1].style if pieces else 0
    end = pieces[-1].end if pieces else 0
    return Piece(end, end, word, style, par.base, None)


def paragraphs(spans: Sequence[Span], style: TextStyle, book: FontBook) -> list[tuple[int, Paragraph]]:
    """The hard lines of a text, each with its offset in the whole."""
    out: list[tuple[int, Paragraph]] = []
    line: list[str] = []
    segments: list[Segment] = []
    length = offset = 0
    base = 1 if style.direction == "rtl" else 0

    def close() -> None:
        nonlocal length, offset, base, line, segments
        text = "".join(line)
        base = bidi.base_level(text, style.direction, base)
        out.append((offset, Paragraph(text, segments, base, style, book)))
        offset += length + 1
        line, segments, length = [], [], 0

    for number, span in enumerate(spans):
        for k, part in enumerate(span.text.split("\n")):
            if k:
                close()
            if part:
                lang = span.lang or style.lang
                segments.append(Segment(length, length + len(part), number, span.weight or style.weight, lang))
                line.append(part)
                length += len(part)
    close()
    return out


def break_lines(paras: Sequence[tuple[int, Paragraph]], style: TextStyle, width: float, skip: int = 0) -> list[Line]:
    """The lines of a text in a column `width` points wide, from its code point `skip` on."""
    out: list[Line] = []
    room = max(width / style.size, 0.0)
    for offset, par in paras:
        size = len(par.text)
        if offset + size < skip or (offset + size == skip and size):
            continue
        start = max(skip - offset, 0)
        while True:
            end = par.fit(start, room) if size else 0
            out.append(make_line(par, start, end, style, offset + start))
            start = end
            if start >= size:
                break
    limit = style.max_lines
    if limit is not None and len(out) > limit:
        out = out[:limit]
        out[-1] = shortened(out[-1], style, width)
    return out


def make_line(par: Paragraph, start: int, end: int, style: TextStyle, offset: int) -> Line:
    """A line with its measures."""
    size = style.size
    up, down = par.height(start, end)
    needed = (up + down + _GAP) * size
    width = (par.reach[par.trim(start, end)] - par.reach[start]) * size
    if needed <= style.leading:
        # The baseline lies where a plain line's would, unless the ink would leave the line at the top or the bottom.
        usual = (style.leading - size) / 2 + 0.78 * size
        top = min(max(usual, (up + _GAP / 2) * size), style.leading - (down + _GAP / 2) * size)
        return Line(par, start, end, width, top, style.leading, offset)
    return Line(par, start, end, width, (up + _GAP / 2) * size, needed, offset)


def shortened(line: Line, style: TextStyle, width: float) -> Line:
    """The same line cut so that an ellipsis has room at its end."""
    par = line.paragraph
    sign = par.book.words.get(par.book.primary(style.weight), "…", bool(par.base), "Latn", None)
    room = max(width / style.size - sign.advance - par.tracking, 0.0)
    end = line.start
    for cut in clusters(par.text[line.start : line.end]):
        if par.reach[line.start + cut] - par.reach[line.start] > room:
            break
        end = line.start + cut
    end = par.trim(line.start, end)
    short = make_line(par, line.start, end, style, line.offset)
    short.ellipsis = True
    short.width += sign.advance * style.size
    return short
