"""The canvas reports are drawn on: embedded fonts only, title and language, links that hold, the structure tree."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from facilitator.export.text.book import current
from facilitator.export.text.tags import Closing, Marked, Node, Opening, Structure, text_string

_PAINTS = re.compile(r"(?:^|[\s\])>])(?:[SsFf]|[fBb]\*|[Bb]|Do|sh|Tj|TJ|EI)(?=\s|$)")

_NOT_IN_ADDRESSES = re.compile("[^\x21-\x7e]+")


class ReportCanvas(Canvas):
    """ReportLab's canvas without its Helvetica preamble, with destinations, links and tagging."""

    def __init__(self, filename: Any, **options: Any) -> None:
        self.structure: Structure | None = options.pop("structure", None)
        self._doc_title: str = options.pop("title", "")
        self._doc_author: str = options.pop("author", "")
        self._doc_subject: str = options.pop("subject", "")
        self._doc_keywords: str = options.pop("keywords", "")
        self._tick: Callable[[], None] | None = options.pop("tick", None)
        self._targets: dict[str, tuple[Any, float, float]] = {}
        self._links: list[tuple[Any, str, list[Any], Any]] = []
        self._doc_lang: str | None = options.get("lang")
        options.setdefault("pdfVersion", (1, 7))
        super().__init__(filename, **options)
        if self.structure is not None:
            self.structure.begin()

    def _make_preamble(self) -> None:
        """The state every page begins with: no font, since every text sets its own."""
        self._preamble = "1 0 0 1 0 0 cm"

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:
        """Only remembered: ReportLab's tables set Helvetica although they draw nothing in it."""
        pdf: Any = self
        pdf._fontname, pdf._fontsize = psfontname, size
        pdf._leading = size * 1.2 if leading is None else leading

    def destination(self, name: str, x: float, y: float) -> None:
        """Give this place (in the present coordinates) the name that '#name' links lead to."""
        pdf: Any = self
        left, top = pdf.absolutePosition(x, y)
        self._targets.setdefault(name, (pdf._doc.thisPageRef(), left, top))

    def outline(self, title: str, key: str, level: int, x: float, y: float, closed: bool = False) -> None:
        """An entry of the outline, leading here."""
        pdf: Any = self
        pdf.bookmarkHorizontal(key, x, y)
        self.destination(key, x, y)
        level = min(level, getattr(self, "_outline_level", -1) + 1)
        self._outline_level = level
        pdf.addOutlineEntry(" ".join(title.split()) or "…", key, level, closed)

    def link(self, target: str, rect: tuple[float, float, float, float], words: str, node: Node | None) -> None:
        """A link over `rect` (present coordinates) to an address or, with '#name', to a destination in this file."""
        pdf: Any = self
        x0, y0 = pdf.absolutePosition(rect[0], rect[1])
        x1, y1 = pdf.absolutePosition(rect[2], rect[3])
        pdf._annotationCount += 1
        name = f"NUMBER{pdf._annotationCount}"
        entries: dict[str, Any] = {
            "Type": pdfdoc.PDFName("Annot"),
            "Subtype": pdfdoc.PDFName("Link"),
            "Rect": pdfdoc.PDFArray([round(v, 2) for v in (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))]),
            "Border": pdfdoc.PDFArray([0, 0, 0]),
            "F": 4,
            "Contents": _Verbatim(text_string(words)),
        }
        annotation = pdfdoc.PDFDictionary(entries)
        pdf._doc.addAnnotation(name, annotation)
        reference = pdf._doc.refAnnotation(name)
        pdf._annotationrefs.append(reference)
        if target.startswith("#"):
            self._links.append((annotation, target[1:], pdf._annotationrefs, reference))
        else:
            uri = _NOT_IN_ADDRESSES.sub(lambda m: quote(m.group(), errors="replace"), target)
            action = pdfdoc.PDFDictionary({
                "S": pdfdoc.PDFName("URI"), "URI": _Verbatim(f"<{uri.encode('ascii').hex().upper()}>"),
            })  # fmt: skip
            annotation.dict["A"] = action
        if self.structure is not None and node is not None:
            annotation.dict["StructParent"] = self.structure.annotate(node, pdf._doc.annotationName(name))

    def showPage(self) -> None:
        """End the page; what is drawn on it outside the structure is marked as decoration."""
        pdf: Any = self
        if self._tick is not None:
            self._tick()
        if self.structure is not None:
            _mark_artifacts(pdf._code)
        before = len(pdf._doc.Pages.pages)
        super().showPage()
        if len(pdf._doc.Pages.pages) == before:
            return
        page = pdf._doc.Pages.pages[-1]
        if page.compression:
            page.Contents = pdfdoc.PDFStream(content=page.stream, filters=[pdfdoc.PDFZCompress])
        if self.structure is not None:
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents = before
            page.Tabs = pdfdoc.PDFName("S")

    def save(self) -> None:
        """Finish the file."""
        pdf: Any = self
        if pdf._code:
            self.showPage()
        for annotation, name, page_links, reference in self._links:
            target = self._targets.get(name)
            if target is None:
                page_links[:] = [r for r in page_links if r is not reference]
                continue
            page, left, top = target
            annotation.dict["Dest"] = pdfdoc.PDFArray([page, pdfdoc.PDFName("XYZ"), round(left, 2), round(top, 2), 0])
        self.setTitle(self._doc_title)
        self.setAuthor(self._doc_author)
        self.setSubject(self._doc_subject)
        self.setKeywords(self._doc_keywords)
        self.setCreator("Facilitator")
        self.setProducer("Facilitator")
        pdf.setViewerPreference("DisplayDocTitle", "true")
        doc = pdf._doc
        if self.structure is not None and doc.Pages.pages:
            first = len(doc.Pages.pages)
            for annotation in [doc.idToObject[name] for name in self.structure.annotations()]:
                annotation.dict["StructParent"] += first
            pages = [pdfdoc.PDFObjectReference(page.__InternalName__) for page in doc.Pages.pages]
            self.structure.write(doc, pages, self._doc_lang)
        super().save()


class _Verbatim(pdfdoc.PDFObject):
    """A value written as it stands."""

    def __init__(self, text: str) -> None:
        self.text = text

    def format(self, document: Any) -> bytes:
        """What ReportLab writes."""
        return self.text.encode("ascii")


def _mark_artifacts(code: list[str]) -> None:
    """Wrap every painting operator that is in no marked stretch, in place."""
    depth = 0
    for i, entry in enumerate(code):
        if isinstance(entry, Opening):
            depth += 1
        elif isinstance(entry, Closing):
            depth -= 1
        elif depth == 0 and not isinstance(entry, Marked) and _PAINTS.search(entry):
            code[i] = Marked(f"/Artifact BMC {entry} EMC")


def canvas_maker(
    *,
    title: str,
    author: str = "",
    subject: str = "",
    keywords: str = "",
    lang: str | None = None,
    structure: Structure | None = None,
    tick: Callable[[], None] | None = None,
) -> Callable[..., ReportCanvas]:
    """What `BaseDocTemplate.build(..., canvasmaker=...)` takes: canvases with this title, language and structure.

    `tick` is called at every page; raising from it stops the rendering.
    """

    def make(filename: Any, **options: Any) -> ReportCanvas:
        if lang is not None or options.get("lang") is None:
            options["lang"] = lang
        current().missing.clear()
        return ReportCanvas(
            filename,
            title=title,
            author=author,
            subject=subject,
            keywords=keywords,
            structure=structure,
            tick=tick,
            **options,
        )

    return make


def new_canvas(filename: Any, **options: Any) -> ReportCanvas:
    """A canvas by itself. Takes what `canvas_maker` takes, and ReportLab's own options (`pagesize`...)."""
    options.setdefault("title", "")
    return ReportCanvas(filename, **options)
