"""The participant card: how to learn from each other, ten sentences to take along, four or two cards to a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.platypus.flowables import Flowable

from facilitator.export.paper import wording
from facilitator.export.paper.kit import Deck, Kit, Leaf, PaperLooks, Piece, icon_before, leaf
from facilitator.export.pdf.boxes import Cell, Row
from facilitator.export.pdf.icons import kind_icon
from facilitator.export.pdf.looks import kind_color
from facilitator.export.text import Node
from facilitator.export.voice import Voice
from facilitator.session.teaching import CARD, CARD_TITLE, THREE, THREE_TITLE
from facilitator.words import _

PAD = 31.0
GRIDS = ((2, 2), (1, 2), (1, 1))
"""Four to a page, two, one: the first that holds the words at their size is taken."""


@dataclass(frozen=True, slots=True)
class ParticipantCard:
    """What stands on each card. ``three`` are (kind, word, meaning)."""

    leaf: Leaf
    title: str
    sentences: tuple[str, ...]
    three_title: str
    three: tuple[tuple[str, str, str], ...]
    giving: str
    rule: str
    session: str


def participant_card(voice: Voice) -> ParticipantCard:
    """The card, with the rule of this session's room."""
    rule = wording.rule(voice)
    return ParticipantCard(
        leaf=leaf(voice, _("Participant card")),
        title=_(CARD_TITLE),
        sentences=tuple(_(sentence) for sentence in CARD),
        three_title=_(THREE_TITLE),
        three=tuple((kind, _(word), _(meaning)) for kind, word, meaning in THREE),
        giving=_("Say it, or write it down: one thought on a card. Both count the same."),
        rule=_("The rule here: {rule}").format(rule=rule) if rule else "",
        session=leaf(voice, "").head,
    )


def looks_of(card: ParticipantCard, paper: str, accent: str) -> PaperLooks:
    """A page without margins: the cards have them."""
    return PaperLooks(card.leaf, paper, accent, top=0, bottom=0, side=0)


def story(kit: Kit, card: ParticipantCard, *, large: bool, count: int) -> list[Flowable]:
    """As many pages as hold ``count`` cards; one page where that is 0."""
    size = 11.0 if large else 9.5
    for columns, rows in GRIDS[1:] if large else GRIDS:
        deck = Deck(kit.looks, [_piece(kit, card, size)], columns, rows, PAD)
        if deck.fits():
            break
    each = columns * rows
    pages = -(-count // each) if count else 1
    made: list[Flowable] = []
    for page in range(pages):
        here = min(each, count - page * each) if count else each
        made.append(Deck(kit.looks, [_piece(kit, card, size) for _each in range(here)], columns, rows, PAD))
    return made


def _piece(kit: Kit, card: ParticipantCard, size: float) -> Piece:
    looks = kit.looks
    kit.parent = Node("Sect")
    body = looks.sized(size)
    number = replace(body, weight=600, color=looks.palette.accent)
    gap = size * 0.32
    indent = size * 1.9
    items: list[Flowable] = [kit.ours(card.title, looks.sized(size * 1.45, weight=600, space_after=size * 0.5), "H1")]
    ten = Node("L", kit.parent)
    for place, sentence in enumerate(card.sentences, start=1):
        item = Node("LI", ten)
        cells = [
            Cell(0, indent, [kit.ours(str(place), number, node=Node("Lbl", item))]),
            Cell(indent, looks.paper[0], [kit.ours(sentence, body, node=Node("LBody", item))]),
        ]
        items.append(_Fitted(looks, cells, below=gap))
    items.append(kit.ours(card.three_title, looks.sized(size * 1.1, weight=600, space_before=size * 0.7), "H2"))
    three = Node("L", kit.parent)
    word = size * 6.2
    for kind, name, meaning in card.three:
        row = Node("LBody", Node("LI", three))
        mark = icon_before(looks, body, indent, kind_icon(kind), kind_color(kind), size * 1.1)
        cells = [
            Cell(indent, word - indent, [kit.ours(name, replace(body, weight=600), node=row)], paint=mark),
            Cell(word, looks.paper[0], [kit.ours(meaning, replace(body, color=looks.palette.second), node=row)]),
        ]
        items.append(_Fitted(looks, cells, below=gap * 0.4))
    quiet = looks.sized(size * 0.94, color=looks.palette.second, space_before=size * 0.7)
    items.append(kit.ours(card.giving, quiet))
    foot: list[Flowable] = []
    if card.rule:
        foot.append(kit.ours(card.rule, looks.sized(size * 0.94, weight=600)))
    foot.append(kit.given(card.session, looks.sized(size * 0.85, color=looks.palette.third)))
    return Piece(items, foot)


class _Fitted(Row):
    """A row whose last cell takes what room there is."""

    def __init__(self, looks: PaperLooks, cells: Sequence[Cell], below: float) -> None:
        super().__init__(looks, cells, below=below)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As a row, to the end of the line."""
        last = self.cells[-1]
        last.width = available_width - last.x
        return super().wrap(available_width, available_height)
