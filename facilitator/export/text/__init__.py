"""Text for PDF in every script, as ReportLab flowables: shaping, bidi, line breaks, fallback fonts, embedding, tagging.

    with FontBook.bundled(cache_folder()) as book:
        structure = Structure()
        maker = canvas_maker(title="Night handover", lang="en", structure=structure)
        SimpleDocTemplate(path).build([Text("Hello", TextStyle(size=11, leading=15))], canvasmaker=maker)
        book.missing    # what no font could show

Texts use the book opened in their thread (`with FontBook...`). Never draw people's words any other way.
"""

from __future__ import annotations

from facilitator.export.text.book import FontBook, current
from facilitator.export.text.canvas import ReportCanvas, canvas_maker, new_canvas
from facilitator.export.text.flow import Text, draw_line, missing_in, natural_width
from facilitator.export.text.style import Bookmark, Content, Span, TextStyle, clean
from facilitator.export.text.tags import Node, Structure, artifact, tagged

__all__ = [
    "Bookmark", "Content", "FontBook", "Node", "ReportCanvas", "Span", "Structure", "Text", "TextStyle", "artifact",
    "canvas_maker", "clean", "current", "draw_line", "missing_in", "natural_width", "new_canvas", "tagged",
]  # fmt: skip
