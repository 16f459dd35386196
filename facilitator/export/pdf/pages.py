"""The pages: paper, frames, running head and foot, and what can only be drawn when all pages are known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from facilitator.export.document import Document
from facilitator.export.pdf.looks import MM, Looks, Worded
from facilitator.export.text import ReportCanvas, Structure, artifact, draw_line
from facilitator.export.text.style import Align

HEAD_FROM_TOP = 22.9 * MM
BODY_FROM_TOP = 33.0 * MM
FOOT_FROM_BOTTOM = 11.9 * MM

Late = Callable[["NumberedCanvas"], None]


class NumberedCanvas(ReportCanvas):
    """A canvas that knows, at the end, how many pages there are and on which one each place lies."""

    def __init__(self, filename: Any, **options: Any) -> None:
        self._late: list[tuple[int, Late]] = []
        self.page_of: dict[str, int] = {}
        self.page_count = 0
        super().__init__(filename, **options)

    def later(self, draw: Late) -> None:
        """Draw on this page when everything else is done (coordinates of the whole page, skipped by screen readers)."""
        self._late.append((int(self.getPageNumber()), draw))

    def destination(self, name: str, x: float, y: float) -> None:
        """Give this place a name, and remember its page."""
        self.page_of.setdefault(name, int(self.getPageNumber()))
        super().destination(name, x, y)

    def save(self) -> None:
        """Draw what waited for the number of pages, and finish the file."""
        pdf: Any = self
        if pdf._code:
            self.showPage()
        pages = pdf._doc.Pages.pages
        self.page_count = len(pages)
        for number, draw in self._late:
            pdf._code = []
            with artifact(self):
                draw(self)
            page = pages[number - 1]
            page.stream += "\n".join(pdf._code) + "\n"
            if page.Contents is not None:
                page.Contents.content = page.stream
        pdf._code = []
        super().save()


def canvas_maker(document: Worded, structure: Structure, tick: Callable[[], None]) -> Callable[..., NumberedCanvas]:
    """What ReportLab's `build` asks for its canvas."""

    def make(filename: Any, **options: Any) -> NumberedCanvas:
        options["lang"] = document.language
        options["pageCompression"] = 1
        return NumberedCanvas(
            filename,
            title=document.title or document.head,
            author=document.author,
            subject=document.subject,
            structure=structure,
            tick=tick,
            **options,
        )

    return make


class Pages(BaseDocTemplate):
    """The report's pages: a cover without a head, then pages with one; a foot and a page number on each."""

    def __init__(self, file: str, document: Document, looks: Looks, after: Callable[[], None]) -> None:
        height = looks.paper[1]
        super().__init__(file, pagesize=looks.paper, leftMargin=0, rightMargin=0, topMargin=0, bottomMargin=0)
        self.document = document
        self.looks = looks
        self._after = after
        bottom = looks.margin_bottom
        cover = Frame(
            looks.left, bottom, looks.width, height - looks.margin_top - bottom,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0, id="cover",
        )  # fmt: skip
        body = Frame(
            looks.left, bottom, looks.width, height - BODY_FROM_TOP - bottom,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0, id="body",
        )  # fmt: skip
        self.addPageTemplates([
            PageTemplate("cover", [cover], onPage=self._foot, autoNextPageTemplate="body"),
            PageTemplate("body", [body], onPage=self._head_and_foot),
        ])  # fmt: skip

    def afterFlowable(self, flowable: Any) -> None:
        """Say that one more block stands on its page."""
        self._after()

    def _edges(self) -> tuple[float, float]:
        """Where a line begins and where it ends, as the page is read."""
        left, right = self.looks.left, self.looks.left + self.looks.width
        return (right, left) if self.looks.rtl else (left, right)

    def _line(self, canvas: Any, y: float, text: str, *, end: bool, room: float) -> None:
        looks = self.looks
        begin_x, end_x = self._edges()
        align: Align = "start" if end == looks.rtl else "end"
        draw_line(canvas, end_x if end else begin_x, y, text, looks.running(align), room)

    def _head_and_foot(self, canvas: Any, _doc: Any) -> None:
        y = self.looks.paper[1] - HEAD_FROM_TOP
        half = self.looks.width * 0.6
        if self.document.head:
            self._line(canvas, y, self.document.head, end=False, room=half)
        if self.document.head_end:
            self._line(canvas, y, self.document.head_end, end=True, room=self.looks.width * 0.38)
        self._foot(canvas, _doc)
        number = canvas.getPageNumber()

        def page_number(late: NumberedCanvas) -> None:
            words = self.document.page_of.format(page=number, pages=late.page_count)
            self._line(late, FOOT_FROM_BOTTOM, words, end=True, room=self.looks.width * 0.3)

        canvas.later(page_number)

    def _foot(self, canvas: Any, _doc: Any) -> None:
        if self.document.foot:
            self._line(canvas, FOOT_FROM_BOTTOM, self.document.foot, end=False, room=self.looks.width * 0.68)
