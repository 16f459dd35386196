"""PDF: the report set on pages, every script through the text engine, tagged, with bookmarks and links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from facilitator import paths
from facilitator.export.document import Document
from facilitator.export.pdf.looks import Looks
from facilitator.export.pdf.pages import Pages, canvas_maker
from facilitator.export.pdf.setting import Setter
from facilitator.export.text import FontBook, Structure

_LAYING_OUT = 0.95
"""The part of the work that setting the pages is; the rest writes the file."""


def write(
    document: Document, file: Path, *, paper: str, accent: str, going: Callable[[float], None]
) -> tuple[tuple[str, int], ...]:
    """Set the document and write it to ``file``. Returns what no font could show, as (``U+12000``, how often).

    ``going`` is called with the part done, at every few blocks; what it raises stops the work.
    """
    looks = Looks(document, paper, accent)
    with FontBook.bundled(paths.cache_folder()) as book:
        structure = Structure()
        setter = Setter(document, looks, book)
        story = setter.story()
        all_of_it = max(1, len(story))
        done = [0]

        def after() -> None:
            done[0] += 1
            if done[0] % 8 == 0:
                going(min(_LAYING_OUT, _LAYING_OUT * done[0] / all_of_it))

        # The file is ours to close: on a full disk the library that sets pages would leave it open.
        with file.open("wb") as stream:
            out: Any = stream
            Pages(out, document, looks, after).build(story, canvasmaker=canvas_maker(document, structure, lambda: None))
        return tuple(book.missing.items())
