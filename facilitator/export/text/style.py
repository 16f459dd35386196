"""What a text looks like and is made of: `TextStyle`, `Span`, `Bookmark`; how given words are cleaned to be drawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from facilitator.export.text.bidi import CONTROLS, Direction, balanced, is_plain

Align = Literal["start", "center", "end"]


@dataclass(frozen=True)
class TextStyle:
    """How a paragraph is set. Lengths in points; colours as '#rrggbb'."""

    size: float = 10.0
    leading: float = 14.0
    """Distance of baselines; a line with taller letters (Nastaliq, Tibetan) takes more."""
    weight: int = 400
    color: str = "#000000"
    lang: str | None = None
    """BCP 47; chooses Chinese, Japanese or Korean shapes, Nastaliq for Urdu, and is written for screen readers."""
    align: Align = "start"
    direction: Direction = "auto"
    """Base direction; *auto* is the first strong letter's."""
    space_before: float = 0.0
    space_after: float = 0.0
    keep_with_next: bool = False
    tracking: float = 0.0
    """Extra room after each letter, in points (joined scripts are left alone)."""
    whole_up_to: int = 0
    """A text of at most so many lines is never split over two pages."""
    max_lines: int | None = None
    """Show at most so many lines, the last ending with an ellipsis. For strips and tables, never for people's words."""


@dataclass(frozen=True)
class Span:
    """A stretch of one paragraph with its own looks, link or destination."""

    text: str
    weight: int | None = None
    color: str | None = None
    lang: str | None = None
    link: str | None = None
    """An address, or '#name' for a destination in the same file."""
    dest: str | None = None
    """A destination that others link to by '#name'; it lies where the span begins."""
    isolate: bool = False
    """Keep the direction of these words apart from their neighbours: a name in a sentence, a label before words."""
    underline: bool | None = None
    """None: underlined if it is a link to the outside."""


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline that PDF readers show beside the pages."""

    title: str
    level: int = 0
    key: str | None = None
    closed: bool = False


Content = str | Sequence[Span]

_BAD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NEWLINES = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Words as they can be drawn: controls and lone surrogates become U+FFFD, tabs spaces, line ends newlines."""
    text = _NEWLINES.sub("\n", text)
    if "\t" in text:
        text = text.replace("\t", " ")
    return _BAD.sub("\ufffd", text)


def clean_spans(content: Content, direction: Direction = "auto") -> list[Span]:
    """The spans of a paragraph, cleaned. Direction controls inside one span cannot reach its neighbours."""
    if isinstance(content, str):
        return [Span(clean(content))]
    out: list[Span] = []
    mixed = direction == "rtl" or not all(is_plain(span.text) for span in content)
    for span in content:
        text = clean(span.text)
        if (mixed and span.isolate) or (len(content) > 1 and any(c in text for c in CONTROLS)):
            # A newline ends a paragraph of the bidi algorithm and every isolate with it: each line is closed by itself.
            text = "\n".join(f"\u2068{balanced(line)}\u2069" if line else "" for line in text.split("\n"))
        out.append(
            Span(text, span.weight, span.color, span.lang, span.link, span.dest, span.isolate, span.underline)
            if text is not span.text
            else span
        )
    return out
