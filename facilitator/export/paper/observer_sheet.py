"""The observer's sheet: what to watch for in each round, the exact words, what went warmer or colder. No name on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from reportlab.platypus import PageBreak
from reportlab.platypus.flowables import Flowable

from facilitator.export.paper.kit import AtBottom, Kit, Leaf, Lines, PaperLooks, box, leaf, tall
from facilitator.export.pdf.boxes import Cell, Row
from facilitator.export.pdf.tables import Grid
from facilitator.export.phrases import one_line
from facilitator.export.text import Bookmark, Node, Text, natural_width, tagged
from facilitator.export.voice import Voice
from facilitator.session.agenda import Block
from facilitator.words import _

BLANK, BLANK_ROUNDS = 5, 3
"""Rows to write on, and rounds, where nobody wrote a checklist."""
BOX = 12.0
STEP, LEAST_STEP, ROUNDS_ROOM = 42.0, 18.0, 190.0
BEHAVIOUR = 188.0


@dataclass(frozen=True, slots=True)
class ObserverSheet:
    """What stands on it. An empty behaviour is a line to write on."""

    leaf: Leaf
    played: str
    title: str
    about: str
    nameless: str
    asks: str
    behaviours: tuple[str, ...]
    rounds: int
    words_head: str
    warmer: str
    colder: str
    afterwards: str


def observer_sheets(voice: Voice) -> list[ObserverSheet]:
    """A sheet for each block that is played or has a checklist; one with empty lines where there is none."""
    state = voice.state
    blocks = [
        block
        for block in state.agenda.in_order()
        if state.role_play.cast(block.id) or state.role_play.scenario(block.id).checklist
    ]
    blocks = blocks or [block for block in state.agenda.in_order() if block.modality == "role_play"]
    return [sheet_of(voice, block) for block in blocks] or [_sheet(voice, leaf(voice, "").head, (), BLANK_ROUNDS)]


def sheet_of(voice: Voice, block: Block) -> ObserverSheet:
    """The sheet of one block."""
    scenario = voice.state.role_play.scenario(block.id)
    rounds = scenario.rounds if scenario.checklist or scenario.rounds > 1 else BLANK_ROUNDS
    return _sheet(voice, one_line(block.title), scenario.checklist, rounds)


def _sheet(voice: Voice, played: str, behaviours: tuple[str, ...], rounds: int) -> ObserverSheet:
    return ObserverSheet(
        leaf=leaf(voice, _("Observer’s sheet")),
        played=played,
        title=_("Observer’s sheet"),
        about=_("Watch the words, not the persons. Quotes only."),
        nameless=_("No name needed."),
        asks=_("Did it happen in round") if rounds > 1 else _("Did it happen"),
        behaviours=tuple(one_line(line) for line in behaviours) or ("",) * BLANK,
        rounds=rounds,
        words_head=_("The exact words"),
        warmer=_("The words after which it went warmer"),
        colder=_("The words after which it went colder"),
        afterwards=_(
            "Afterwards in this order: players how it was, observers what they saw and heard, all what it means, one "
            "sentence each. The sheet goes back to nobody; keep it or tear it up."
        ),
    )


def looks_of(sheet: ObserverSheet, paper: str, accent: str) -> PaperLooks:
    """Margins of 16 mm, and 15 at head and foot."""
    return PaperLooks(sheet.leaf, paper, accent, top=15.0, bottom=15.0, side=16.0)


def pages(kit: Kit, sheets: list[ObserverSheet]) -> list[Flowable]:
    """Each sheet on a page of its own."""
    made: list[Flowable] = []
    for sheet in sheets:
        made += [PageBreak(), *story(kit, sheet)] if made else story(kit, sheet)
    return made


def story(kit: Kit, sheet: ObserverSheet) -> list[Flowable]:
    """A page of its own."""
    looks = kit.looks
    kit.parent = Node("Sect")
    played = kit.given(sheet.played, looks.sized(9.5, 13.5, color=looks.palette.second))
    head = Row(looks, [Cell(0, looks.width, [played])], below=2)
    room = looks.page_room - 0.5
    for row, lines in ((46.0, 12), (46.0, 9), (38.0, 9), (38.0, 6), (30.0, 6)):  # as roomy as the page lets it be
        made = [head, *body(kit, sheet, row=row, lines=lines)]
        if tall(made, looks.width) <= room:
            return made
    return [head, *body(kit, sheet, row=30.0, lines=4)]


def body(kit: Kit, sheet: ObserverSheet, *, row: float, lines: int) -> list[Flowable]:
    """Title, table, lines and the order of the talk afterwards."""
    looks = kit.looks
    kit.parent = Node("Sect")
    quiet = looks.sized(9.5, 13.5, color=looks.palette.second)
    title = looks.sized(14.5, 20, weight=600, tracking=-0.3)
    mark = Bookmark(sheet.played[:120], 0, None)
    name = natural_width(sheet.title, title) + 9
    end = natural_width(sheet.nameless, quiet) + 1
    head = Row(
        looks,
        [
            Cell(0, name, [Text(sheet.title, title, "H1", mark, parent=kit.parent)]),
            Cell(name, looks.width - name - end - 8, [kit.ours(sheet.about, quiet)], top=5),
            Cell(looks.width - end, end, [kit.ours(sheet.nameless, replace(quiet, align=looks.far))], top=5),
        ],
        below=6,
    )
    gutter = 21.0
    width = (looks.width - gutter) / 2
    strong = looks.sized(9.5, 13.5, weight=600)
    columns = [
        Cell(place * (width + gutter), width, [kit.ours(words, strong, "H2"), Lines(looks, lines, 22.5)])
        for place, words in enumerate((sheet.warmer, sheet.colder))
    ]
    foot = Row(looks, [Cell(0, looks.width, [kit.ours(sheet.afterwards, quiet)])])
    return [head, _table(kit, sheet, row), Row(looks, columns, before=13), AtBottom(foot, 20.0)]


def _table(kit: Kit, sheet: ObserverSheet, least: float) -> Grid:
    looks = kit.looks
    node = Node("Table", kit.parent)
    step = max(LEAST_STEP, min(STEP, ROUNDS_ROOM / sheet.rounds))
    scale = looks.width / 505.0
    first = BEHAVIOUR * scale
    words_at = first + step * sheet.rounds + 18
    label = looks.sized(9, 12.5, weight=600, color=looks.palette.second)
    top = Node("TR", node)
    cells = [Cell(0, first - 6, [kit.ours(sheet.asks, label, node=Node("TH", top, scope="Column"))])]
    for number in range(sheet.rounds if sheet.rounds > 1 else 0):
        words = kit.ours(str(number + 1), replace(label, align="center"), node=Node("TH", top, scope="Column"))
        cells.append(Cell(first + number * step, step, [words]))
    exact = kit.ours(sheet.words_head, label, node=Node("TH", top, scope="Column"))
    cells.append(Cell(words_at, looks.width - words_at, [exact]))
    head = Row(looks, cells, above=4, below=6, under=looks.palette.line)
    body = looks.sized(9.5, 13.5)
    rows = []
    for behaviour in sheet.behaviours:
        line = Node("TR", node)
        words = kit.given(behaviour, body, node=Node("TH", line, scope="Row"))
        boxes = [
            Cell(first + number * step, step, [_Box(looks, Node("TD", line), behaviour, number + 1)])
            for number in range(sheet.rounds)
        ]
        pad = max((least - body.leading) / 2, 4)
        rows.append(Row(looks, [Cell(0, first - 6, [words]), *boxes], above=pad, below=pad, under=looks.palette.line))
    return Grid(head, rows)


class _Box(Flowable):
    """A box to tick, in the middle of its column."""

    def __init__(self, looks: PaperLooks, node: Node, behaviour: str, number: int) -> None:
        super().__init__()
        self.looks = looks
        self.node = Node("Figure", node, alt=_("Box for round {number}").format(number=number))

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as a line."""
        self.width, self.height = available_width, 13.5
        return self.width, self.height

    def draw(self) -> None:
        """The box."""
        canvas: Any = self.canv
        with tagged(canvas, self.node):
            box(self.looks, canvas, (self.width - BOX) / 2, (self.height - BOX) / 2 + 1, BOX)
