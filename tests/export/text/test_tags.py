"""The structure that screen readers follow."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
from reportlab.lib import colors
from reportlab.platypus import PageBreak, SimpleDocTemplate, Table, TableStyle
from reportlab.platypus.doctemplate import IndexingFlowable
from reportlab.platypus.flowables import Flowable

from facilitator.export.text import FontBook, Node, Span, Structure, Text, TextStyle, canvas_maker, draw_line, tagged

STYLE = TextStyle(size=10, leading=14)


class Square(Flowable):
    """A figure with words that stand for it."""

    def __init__(self, structure_node: Node) -> None:
        super().__init__()
        self.node = structure_node

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return 50, 50

    def draw(self) -> None:
        with tagged(self.canv, self.node):
            self.canv.rect(0, 0, 50, 50, fill=1)


def story() -> list[Flowable]:
    """A small report: headings, a list, a table over two pages, a figure, links, a foreign paragraph."""
    items = Node("L")
    parts: list[Flowable] = [
        Text("Title", STYLE, "H1"),
        Text([Span("A "), Span("mot", lang="fr"), Span(" and a "), Span("link", link="https://example.org")], STYLE),
    ]
    for word in ("first", "second"):
        body = Node("LBody", Node("LI", items))
        parts.append(Text(word, STYLE, node=body))
    table = Node("Table")
    head = Node("TR", table)
    rows = [[Text(t, STYLE, node=Node("TH", head, scope="Column")) for t in ("who", "what")]]
    for i in range(40):
        row = Node("TR", table)
        rows.append([Text(f"{t}{i}", STYLE, node=Node("TD", row)) for t in ("name", "word")])
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 1, colors.grey), ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)])
    parts.append(Table(rows, repeatRows=1, style=grid))
    parts.append(Square(Node("Figure", alt="a black square")))
    parts.append(PageBreak())
    parts.append(Text("שלום עולם", TextStyle(lang="he"), "P"))
    return parts


def test_tree_in_reading_order(build: Callable[..., Path], tool: Callable[..., str]) -> None:
    """The tree holds headings, paragraphs, list, table, figure in reading order; a repeated table head is read once."""
    path = build(story(), structure=Structure(), lang="en")
    assert re.search(r"Tagged:\s+yes", tool("pdfinfo", path))
    tree = tool("pdfinfo", "-struct-text", path)
    tags = re.findall(r"^ *(?!Object)(\w+)(?: \((?:block|inline)\))?:?$", tree, re.M)
    wanted = "Document H1 P Span Link L LI LBody LI LBody Table TR TH TH TR TD"
    assert tags[:16] == wanted.split()
    assert tags.count("Table") == 1
    assert tags.count("TH") == 2
    assert tags.count("TR") == 41
    words = re.findall(r'"([^"]*)"', tree)
    assert " ".join(words).split()[:7] == ["Title", "A", "mot", "and", "a", "link", "first"]
    assert "".join(words).count("who") == 1
    assert "שלום עולם" in words[-1]


def test_languages_words_for_figures_and_links(build: Callable[..., Path]) -> None:
    """Other languages are marked where they are spoken, figures have words, links belong to their element."""
    with pikepdf.open(build(story(), structure=Structure(), lang="en")) as pdf:
        assert pdf.Root.MarkInfo.Marked
        kids = list(pdf.Root.StructTreeRoot.K.K)
        paragraph, figure, foreign = kids[1], kids[4], kids[5]
        span = next(k for k in paragraph.K if isinstance(k, pikepdf.Dictionary) and k.get("/S") == "/Span")
        link = next(k for k in paragraph.K if isinstance(k, pikepdf.Dictionary) and k.get("/S") == "/Link")
        assert str(span.Lang) == "fr"
        assert str(figure.Alt) == "a black square"
        assert str(foreign.Lang) == "he"
        annotation = next(k.Obj for k in link.K if isinstance(k, pikepdf.Dictionary))
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        tree = dict(zip((int(n) for n in numbers[::2]), numbers[1::2], strict=True))
        assert tree[int(annotation.StructParent)].S == "/Link"
        for number, page in enumerate(pdf.pages):
            assert int(page.StructParents) == number
            assert page.Tabs == "/S"
            for mcid, element in enumerate(tree[number]):
                assert element.S in ("/H1", "/P", "/Span", "/Link", "/LBody", "/TH", "/TD", "/Figure")
                assert mcid >= 0


def test_everything_painted_is_marked(build: Callable[..., Path]) -> None:
    """Every painting operator lies in marked content: words and figures in their element, rules as artifacts."""
    with pikepdf.open(build(story(), structure=Structure())) as pdf:
        for page in pdf.pages:
            depth = 0
            painted = 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                depth += (operator in ("BDC", "BMC")) - (operator == "EMC")
                if operator in ("S", "s", "f", "f*", "F", "B", "B*", "b", "b*", "Do", "sh", "Tj", "TJ"):
                    assert depth == 1, operator
                    painted += 1
            assert depth == 0
            assert painted


def test_page_furniture_is_not_read(build: Callable[..., Path], tool: Callable[..., str]) -> None:
    """A header line is on the page but not in the tree."""

    class Header(Flowable):
        def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
            return 0, 0

        def draw(self) -> None:
            draw_line(self.canv, 0, 0, "running head", STYLE)

    path = build([Header(), Text("body words", STYLE)], structure=Structure())
    assert "running head" in tool("pdftotext", path, "-")
    assert "running" not in tool("pdfinfo", "-struct-text", path)


def test_second_pass_begins_anew(tmp_path: Path, book: FontBook, tool: Callable[..., str]) -> None:
    """A document that ReportLab renders in several passes has one tree, the last one's."""

    class Twice(SimpleDocTemplate):
        passes = 0

        def _allSatisfied(self) -> bool:
            Twice.passes += 1
            return Twice.passes >= 2

    class Index(IndexingFlowable):
        def isSatisfied(self) -> bool:
            return Twice.passes >= 1

        def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
            return 0, 0

        def draw(self) -> None:
            pass

    path = tmp_path / "twice.pdf"
    parts = [Index(), Text("once \U00012000", STYLE, "H1"), Text("words", STYLE)]
    Twice(str(path)).multiBuild(parts, canvasmaker=canvas_maker(title="x", structure=Structure()))
    assert tool("pdfinfo", "-struct", path).split() == ["Document", "H1", "(block)", "P", "(block)"]
    assert book.missing == {"U+12000": 1}


def test_untagged_file_has_no_marks(build: Callable[..., Path], tool: Callable[..., str]) -> None:
    """Without a structure the same story makes a plain file."""
    path = build(story())
    assert re.search(r"Tagged:\s+no", tool("pdfinfo", path))
    with pikepdf.open(path) as pdf:
        operators = {str(i.operator) for i in pikepdf.parse_content_stream(pdf.pages[0])}
    assert not operators & {"BDC", "BMC", "EMC"}
