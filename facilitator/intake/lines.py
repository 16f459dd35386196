"""Text cut into lines, lazily: a file of ten million lines is never held twice."""

from __future__ import annotations

from collections.abc import Iterator

MANY = 2_000
"""After so many lines a reader reports how far it is."""


def unified(text: str) -> str:
    """The text with one kind of line end. Other separators (form feed, U+2028) are words as far as we know."""
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def each(text: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """Every line with its number, from 1, without its end; ``text`` has unified line ends."""
    number, at, end = start, 0, len(text)
    while at < end:
        stop = text.find("\n", at)
        if stop < 0:
            stop = end
        number += 1
        yield number, text[at:stop]
        at = stop + 1


def head(text: str, most: int = 400) -> list[str]:
    """The first lines that are not blank."""
    found: list[str] = []
    for _number, line in each(text):
        if line.strip():
            found.append(line)
            if len(found) >= most:
                break
    return found


def excerpt(text: str, most: int = 60) -> str:
    """A short piece of the file for a sentence: one line, nothing that reorders it."""
    flat = " ".join(text[: most * 8].split())
    flat = "".join(mark if mark.isprintable() else "�" for mark in flat)
    return flat if len(flat) <= most else flat[: most - 1] + "…"
