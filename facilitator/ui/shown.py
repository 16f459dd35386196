"""People's words as they may be drawn: nothing in them can turn, hide or smear what stands around them.

The record keeps what was typed as it was. Here, only for drawing, controls become visible signs, and marks piled on one
letter are cut to what a line can hold. Except for such piles, a character becomes one character, so that places found
in the words (search hits) stay right.
"""

from __future__ import annotations

import html
import re
import unicodedata

FSI, PDI = "\u2068", "\u2069"
MARKS_KEPT = 6
"""Combining marks drawn on one letter; no writing system needs more."""

_HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_PILE = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0f18-\u0f84\u102b-\u103e\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]"
    f"{{{MARKS_KEPT}}})[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0f18-\u0f84\u102b-\u103e\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]+"
)


def _sign(match: re.Match[str]) -> str:
    char = match.group()
    code = ord(char)
    if char == "\t":
        return " "
    if char in "\u2028\u2029":
        return "\n"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return "\ufffd"


def visible(text: str) -> str:
    """The words for drawing over several lines: harmful controls as signs, line breaks kept."""
    if "\r\n" in text:
        text = text.replace("\r\n", " \n")
    text = _HARMFUL.sub(_sign, text)
    return text if text.isascii() else _PILE.sub(r"\1", text)


def paragraphs(text: str) -> list[str]:
    """The words as paragraphs for drawing, without empty ones at either end."""
    lines = visible(text).split("\n")
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    while len(lines) > 1 and not lines[0].strip():
        lines.pop(0)
    return lines


def one_line(text: str) -> str:
    """The words for drawing on one line."""
    return " ".join(visible(text).split("\n")).strip()


def isolated(name: str) -> str:
    """A name inside a sentence, so that its direction does not move the words around it."""
    return f"{FSI}{one_line(name)}{PDI}"


def tip(text: str) -> str:
    """People's words as a tool tip: Qt would read what looks like markup as markup."""
    return f"<span>{html.escape(one_line(text))}</span>"


def on_button(text: str) -> str:
    """People's words on a button or in a menu: an ampersand is no key."""
    return text.replace("&", "&&")


def units(text: str, place: int) -> int:
    """A place counted in characters, in the UTF-16 units Qt counts in."""
    if text.isascii():
        return place
    return place + sum(1 for char in text[:place] if ord(char) > 0xFFFF)


def right_to_left(text: str) -> bool:
    """Whether the first strong character reads from right to left."""
    for char in text[:200]:
        kind = unicodedata.bidirectional(char)
        if kind == "L":
            return False
        if kind in ("R", "AL"):
            return True
    return False
