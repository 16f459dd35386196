"""Puts laid-out lines on a canvas: text operators, colours, links, structure marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from facilitator.export.text.embed import DocumentFonts, document_fonts
from facilitator.export.text.layout import Line, Placed
from facilitator.export.text.style import Span, TextStyle
from facilitator.export.text.tags import Marked, Node, Structure, structure_of

_MISSING_COLOR = "#b3261e"
_BOLDER = 0.022
"""Stroke width, in em, that stands in for a bold the font has not got."""


class _Look(NamedTuple):
    color: str
    link: str | None
    lang: str | None
    underline: bool


class _Stretch(NamedTuple):
    """What is drawn of one line in one structure element."""

    node: Node | None
    words: list[Placed]


class Painter:
    """Draws the lines of one text; remembers which links and destinations it met on the way."""

    def __init__(self, canvas: Any, spans: Sequence[Span], style: TextStyle, node: Node | None) -> None:
        self.canvas = canvas
        self.spans = spans
        self.style = style
        self.node = node
        self.structure: Structure | None = structure_of(canvas)
        self.fonts: DocumentFonts = document_fonts(canvas._doc)
        self.looks = [
            _Look(
                span.color or style.color,
                span.link,
                span.lang,
                bool(span.link and not span.link.startswith("#")) if span.underline is None else span.underline,
            )
            for span in spans
        ]
        self._inner: dict[int, Node] = {}
        self._out: list[str] = []
        self._open: Node | None = None
        self._rules: list[str] = []

    def line(self, line: Line, x: float, baseline: float) -> None:
        """One line; `x` is its left edge."""
        placed = line.place()
        if line.ends_with_hyphen:
            placed = _guarded(placed)
        for node, words in self._stretches(placed):
            self._enter(node)
            self._text(words, x, baseline)
        if any(look.link or look.underline for look in self.looks):
            self._links(placed, x, baseline, line.paragraph.trim(line.start, line.end))
        for place in placed:
            if place.word.box:
                for key in place.word.keys:
                    if isinstance(key, str) and key[0] != "+":
                        line.paragraph.book.note_missing(f"U+{key}")

    def finish(self) -> None:
        """Hand everything to the page."""
        self._enter(None)
        if not self._out:
            return
        body = "\n".join(self._out)
        if self.structure is not None and self.node is None:
            body = f"/Artifact BMC\n{body}\nEMC"
        if self._rules:
            rules = " ".join(self._rules)
            body += f"\n/Artifact BMC {rules} EMC" if self.structure is not None else f"\n{rules}"
        self.canvas._code.append(Marked(f"q\n{body}\nQ"))

    def _stretches(self, placed: list[Placed]) -> list[_Stretch]:
        if self.structure is None or self.node is None:
            return [_Stretch(None, placed)]
        out: list[_Stretch] = []
        for place in placed:
            node = self._node_of(place.style)
            if out and out[-1].node is node:
                out[-1].words.append(place)
            else:
                out.append(_Stretch(node, [place]))
        return out

    def _node_of(self, number: int) -> Node | None:
        look = self.looks[number]
        if not look.link and (look.lang is None or look.lang == self.style.lang):
            return self.node
        if number not in self._inner:
            self._inner[number] = Node("Link" if look.link else "Span", self.node, lang=look.lang)
        return self._inner[number]

    def _enter(self, node: Node | None) -> None:
        """Begin a stretch of marked content, ending the one before if it is another."""
        if node is self._open:
            return
        if self._open is not None:
            self._out.append("EMC")
        self._open = node
        if node is not None and self.structure is not None:
            number = self.structure.mark(node, self.canvas.getPageNumber() - 1)
            self._out.append(f"/{node.tag} <</MCID {number}>> BDC")

    def _text(self, words: list[Placed], x: float, baseline: float) -> None:
        size = self.style.size
        track = self.style.tracking
        ops = ["BT"]
        run: list[str] = []
        pen: float | None = None
        font = color = ""
        bold = False
        spaced = 0.0

        def flush() -> None:
            if run:
                ops.append(f"[{''.join(run)}]TJ")
                run.clear()

        for place in words:
            word = place.word
            embedded = self.fonts.font_for(word)
            operand, codes = embedded.encode(word)
            wanted = _MISSING_COLOR if word.box else self.looks[place.style].color
            if embedded.name != font or wanted != color or word.face.fake_bold != bold:
                flush()
                if embedded.name != font:
                    font = embedded.name
                    ops.append(f"/{font} {size:g} Tf")
                if wanted != color or word.face.fake_bold != bold:
                    color, bold = wanted, word.face.fake_bold
                    paint = _rgb(color)
                    ops.append(f"{paint} rg")
                    ops.append(f"{paint} RG {_BOLDER * size:.3f} w 2 Tr" if bold else "0 Tr")
            extra = track if word.tracked else 0.0
            if extra != spaced:
                flush()
                ops.append(f"{extra:g} Tc")
                spaced = extra
            if not word.rtl:
                if pen is None or abs(pen - place.x) > 1e-4:
                    flush()
                    ops.append(f"1 0 0 1 {x + place.x * size:.2f} {baseline:.2f} Tm")
                run.append(operand)
                pen = place.x + word.advance + extra / size * len(codes)
            else:
                flush()
                right = x + (place.x + word.advance) * size + extra * len(codes)
                for code, advance in zip(codes, word.advances, strict=True):
                    if not code:
                        continue
                    right -= advance * size + extra
                    ops.append(f"1 0 0 1 {right:.2f} {baseline:.2f} Tm <{code}>Tj")
                pen = None
        flush()
        ops.append("ET")
        if spaced:
            ops.insert(-1, "0 Tc")
        if bold:
            ops.insert(-1, "0 Tr")
        self._out.append("\n".join(ops))

    def _links(self, placed: list[Placed], x: float, baseline: float, kept: int) -> None:
        size = self.style.size
        boxes: dict[int, tuple[float, float, list[str]]] = {}
        for place in placed:
            look = self.looks[place.style]
            if not look.link and not look.underline:
                continue
            extra = self.style.tracking / size if place.word.tracked else 0.0
            left = x + place.x * size
            if place.start >= kept:
                continue
            right = left + (place.word.advance + extra * len(place.word.starts)) * size
            old = boxes.get(place.style)
            if old is None:
                boxes[place.style] = (left, right, [place.word.text])
            else:
                boxes[place.style] = (min(left, old[0]), max(right, old[1]), [*old[2], place.word.text])
        for number, (left, right, texts) in boxes.items():
            look = self.looks[number]
            if look.underline:
                low, thick = baseline - 0.16 * size, 0.055 * size
                self._rules.append(f"{_rgb(look.color)} rg {left:.2f} {low:.2f} {right - left:.2f} {thick:.2f} re f")
            if look.link and hasattr(self.canvas, "link"):
                rect = (left, baseline - 0.3 * size, right, baseline + 0.95 * size)
                self.canvas.link(look.link, rect, "".join(texts).strip(), self._node_of(number) if self.node else None)


def _guarded(placed: list[Placed]) -> list[Placed]:
    """A line that ends with a hyphen, the hyphen saying "hyphen and space" to whoever copies it.

    Readers take a hyphen at a line's end for one of typesetting and drop it; they leave one that a space follows.
    """
    index = len(placed) - 1
    while index > 0 and placed[index].word.text.isspace():
        index -= 1
    last = placed[index]
    if last.word.rtl or last.word.unit_text(len(last.word.starts) - 1) != "-":
        return placed
    return [*placed[:index], last._replace(word=last.word.followed_by_space()), *placed[index + 2 :]]


def _rgb(color: str) -> str:
    """'#rrggbb' as three PDF numbers."""
    value = color.lstrip("#")
    if len(value) == 3:
        value = "".join(c * 2 for c in value)
    return " ".join(f"{int(value[i : i + 2], 16) / 255:.3g}" for i in (0, 2, 4))
