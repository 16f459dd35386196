"""Tagged PDF: the tree of headings, paragraphs, lists, tables and figures that screen readers follow.

A node hangs itself into the tree when it is first drawn on, so the tree stands in drawing order, rows and cells too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reportlab.pdfbase import pdfdoc


class Node:
    """One element of the structure: 'H1', 'P', 'L', 'LI', 'LBody', 'Table', 'TR', 'TH', 'TD', 'Figure', 'Sect'..."""

    __slots__ = ("alt", "home", "kids", "lang", "parent", "scope", "tag")

    def __init__(
        self,
        tag: str,
        parent: Node | None = None,
        *,
        lang: str | None = None,
        alt: str | None = None,
        scope: str | None = None,
    ) -> None:
        self.tag = tag
        self.parent = parent
        """The element around it; None is the document itself."""
        self.lang = lang
        self.alt = alt
        """What a figure shows, in words."""
        self.scope = scope
        """For a TH: 'Column' or 'Row'."""
        self.kids: list[Node | tuple[int, int] | str] = []
        self.home: object = None
        """The rendering it hangs in the tree of."""


class Structure:
    """Records what is drawn where. One for each document; a second rendering of it begins anew."""

    def __init__(self) -> None:
        self.root = Node("Document")
        self.begin()

    def begin(self) -> None:
        """Forget what was recorded: a new canvas is drawn on."""
        self._rendering = object()
        self.root.home = self._rendering
        self.root.kids = []
        self._pages: dict[int, list[Node]] = {}
        self._annotations: list[tuple[str, Node]] = []

    def mark(self, node: Node, page: int) -> int:
        """A new marked-content number for what is drawn next on `page` (from 0) and belongs to `node`."""
        self._attach(node)
        here = self._pages.setdefault(page, [])
        number = len(here)
        here.append(node)
        node.kids.append((page, number))
        return number

    def annotate(self, node: Node, name: str) -> int:
        """Let `node` own the annotation object `name`; returns its key in the parent tree, counted after the pages."""
        self._attach(node)
        node.kids.append(name)
        self._annotations.append((name, node))
        return len(self._annotations) - 1

    def _attach(self, node: Node) -> None:
        fresh: list[Node] = []
        while node.home is not self._rendering:
            node.home = self._rendering
            node.kids = []
            fresh.append(node)
            node = node.parent or self.root
        for new in fresh:
            (new.parent or self.root).kids.append(new)

    def annotations(self) -> list[str]:
        """The names of the annotation objects that elements own."""
        return [name for name, _ in self._annotations]

    def write(self, doc: Any, pages: list[Any], lang: str | None) -> None:
        """Write the tree into ReportLab's document. `pages` are references to the pages, in order."""
        names: dict[int, str] = {}
        order: list[Node] = []
        stack = [self.root]
        while stack:
            node = stack.pop()
            names[id(node)] = f"struct.{len(order)}"
            order.append(node)
            stack += [kid for kid in reversed(node.kids) if isinstance(kid, Node)]
        root = _Raw("struct.root")
        elements = [_Raw(names[id(node)]) for node in order]
        for raw in (root, *elements):
            doc.Reference(raw, raw.name)
        numbers = doc.idToObjectNumberAndVersion

        def reference(name: str) -> str:
            return "{} {} R".format(*numbers[name])

        page_refs = [p.format(doc).decode("ascii") for p in pages]
        for node, raw in zip(order, elements, strict=True):
            above = reference(names[id(node.parent)] if node.parent else names[id(self.root)])
            raw.body = _element(
                node, reference("struct.root") if node is self.root else above, names, reference, page_refs, lang
            )
        nums: list[str] = []
        for page, nodes in sorted(self._pages.items()):
            nums.append(f"{page} [{' '.join(reference(names[id(n)]) for n in nodes)}]")
        first = len(pages)
        nums += [f"{first + k} {reference(names[id(node)])}" for k, (_, node) in enumerate(self._annotations)]
        root.body = (
            f"<< /Type /StructTreeRoot /K {reference(names[id(self.root)])} "
            f"/ParentTree << /Nums [{' '.join(nums)}] >> /ParentTreeNextKey {first + len(self._annotations)} >>"
        )
        doc.Catalog.StructTreeRoot = root
        doc.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": pdfdoc.PDFtrue})


class _Raw(pdfdoc.PDFObject):
    """A PDF object whose text is made here."""

    __RefOnly__ = 1

    def __init__(self, name: str) -> None:
        self.name = name
        self.body = "null"

    def format(self, document: Any) -> bytes:
        """What ReportLab writes."""
        return self.body.encode("ascii")


def _element(node: Node, above: str, names: dict[int, str], reference: Any, pages: list[str], lang: str | None) -> str:
    home = next((kid[0] for kid in node.kids if isinstance(kid, tuple)), None)
    kids: list[str] = []
    for kid in node.kids:
        if isinstance(kid, Node):
            kids.append(reference(names[id(kid)]))
        elif isinstance(kid, str):
            kids.append(f"<< /Type /OBJR /Obj {reference(kid)} >>")
        elif kid[0] == home:
            kids.append(str(kid[1]))
        else:
            kids.append(f"<< /Type /MCR /Pg {pages[kid[0]]} /MCID {kid[1]} >>")
    parts = [f"<< /Type /StructElem /S /{node.tag} /P {above} /K [{' '.join(kids)}]"]
    if home is not None:
        parts.append(f"/Pg {pages[home]}")
    if node.lang and node.lang != lang:
        parts.append(f"/Lang {text_string(node.lang)}")
    if node.alt:
        parts.append(f"/Alt {text_string(node.alt)}")
    if node.scope:
        parts.append(f"/A << /O /Table /Scope /{node.scope} >>")
    return " ".join(parts) + " >>"


def text_string(text: str) -> str:
    """A PDF text string, written in hexadecimal."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


class Marked(str):
    """A piece of page content that is already inside (or outside) the structure as it should be."""

    __slots__ = ()


class Opening(Marked):
    """Begins a marked stretch."""

    __slots__ = ()


class Closing(Marked):
    """Ends a marked stretch."""

    __slots__ = ()


def structure_of(canvas: Any) -> Structure | None:
    """The structure a canvas records into, if it is one of ours and tagging is on."""
    return getattr(canvas, "structure", None)


@contextmanager
def tagged(canvas: Any, node: Node) -> Iterator[None]:
    """Everything drawn inside belongs to `node` (a Figure with its alternative words, say)."""
    structure = structure_of(canvas)
    if structure is None:
        yield
        return
    number = structure.mark(node, canvas.getPageNumber() - 1)
    canvas._code.append(Opening(f"/{node.tag} <</MCID {number}>> BDC"))
    try:
        yield
    finally:
        canvas._code.append(Closing("EMC"))


@contextmanager
def artifact(canvas: Any) -> Iterator[None]:
    """Everything drawn inside is decoration or page furniture that screen readers skip."""
    if structure_of(canvas) is None:
        yield
        return
    canvas._code.append(Opening("/Artifact BMC"))
    try:
        yield
    finally:
        canvas._code.append(Closing("EMC"))
