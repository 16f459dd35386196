"""Capture cards: numbered, eight to a page, for what is given by hand and typed in later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from reportlab.platypus.flowables import Flowable

from facilitator.export.paper import wording
from facilitator.export.paper.kit import Deck, Kit, Leaf, Lines, PaperLooks, Piece, leaf
from facilitator.export.pdf.icons import draw_icon, kind_icon
from facilitator.export.pdf.looks import kind_color
from facilitator.export.text import Node, Span, Text, artifact
from facilitator.export.voice import Voice
from facilitator.session.kinds import SIGN_OF
from facilitator.session.notation import BUILD_ON
from facilitator.words import _

COLUMNS, ROWS, PAD = 2, 4, 21.0
EACH = COLUMNS * ROWS
A_PERSON = 2
"""So many cards for each person where nobody says how many."""


@dataclass(frozen=True, slots=True)
class CaptureCards:
    """Numbered cards. ``kinds`` are (kind, sign, word), in the order of the signs."""

    leaf: Leaf
    numbers: tuple[int, ...]
    kinds: tuple[tuple[str, str, str], ...]
    takes_up: str
    name: str
    session: str


def capture_cards(voice: Voice, first: int = 1, count: int = 0) -> CaptureCards:
    """``count`` cards from number ``first`` on; whole pages for two a person where that is 0."""
    people = len(wording.participants(voice))
    count = count or max(EACH, -(-people * A_PERSON // EACH) * EACH)
    kinds = (
        ("idea", _("Idea")), ("knowledge", _("I know")), ("information", _("Fact")), ("question", _("Question")),
        ("story", _("Story")), ("concern", _("Concern")), ("commitment", _("I will")), ("thanks", _("Thanks")),
    )  # fmt: skip
    return CaptureCards(
        leaf=leaf(voice, _("Capture cards")),
        numbers=tuple(range(first, first + count)),
        kinds=tuple((kind, SIGN_OF[kind], word) for kind, word in kinds),
        takes_up=_("{sign} takes up card").format(sign=BUILD_ON),
        name=_("name, if you like"),
        session=leaf(voice, "").head,
    )


def looks_of(cards: CaptureCards, paper: str, accent: str) -> PaperLooks:
    """A page without margins: the cards have them."""
    return PaperLooks(cards.leaf, paper, accent, top=0, bottom=0, side=0)


def story(kit: Kit, cards: CaptureCards) -> list[Flowable]:
    """Eight to a page."""
    pages = [cards.numbers[start : start + EACH] for start in range(0, len(cards.numbers), EACH)]
    return [Deck(kit.looks, [_piece(kit, cards, number) for number in page], COLUMNS, ROWS, PAD) for page in pages]


def _piece(kit: Kit, cards: CaptureCards, number: int) -> Piece:
    looks = kit.looks
    kit.parent = Node("Sect")
    height = looks.paper[1] / ROWS
    lines = max(3, int((height - 2 * PAD - 67) // 20))
    small = looks.sized(7.5, 10.5, color=looks.palette.second)
    session = kit.given(cards.session, replace(small, max_lines=1))
    return Piece(
        [_Head(kit, cards, number), Lines(looks, lines, 20.0)],
        [_Foot(kit, cards), session],
    )


class _Head(Flowable):
    """The number, and the kinds with their signs to ring round."""

    def __init__(self, kit: Kit, cards: CaptureCards, number: int) -> None:
        super().__init__()
        looks = kit.looks
        self.looks, self.kinds = looks, cards.kinds
        self.number = kit.ours(str(number), looks.sized(17, 20, weight=600, align=looks.far), "H2")
        style = looks.sized(7.5, 10.5, color=looks.palette.second)
        self.words = [
            kit.ours([Span(f"{sign} ", 600, looks.palette.text), Span(word)], style)
            for _kind, sign, word in cards.kinds
        ]

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Two lines of kinds."""
        self.width, self.height = available_width, 30.0
        return self.width, self.height

    def draw(self) -> None:
        """Kinds from the beginning of the line, the number at its end."""
        canvas: Any = self.canv
        room = 32.0
        step = (self.width - room) / 4
        for place, ((kind, _sign, _word), words) in enumerate(zip(self.kinds, self.words, strict=True)):
            row, column = divmod(place, 4)
            x, y = column * step, self.height - 12.5 - row * 13.5
            width = step - 13
            left = self.width - x - step if self.looks.rtl else x
            with artifact(canvas):
                draw_icon(
                    canvas, kind_icon(kind), left + width + 2 if self.looks.rtl else left, y + 1.2, 9, kind_color(kind)
                )
            words.wrap(width, 100)
            words.drawOn(canvas, left if self.looks.rtl else left + 11.5, y)
        self.number.wrap(room, 40)
        self.number.drawOn(canvas, 0 if self.looks.rtl else self.width - room, self.height - 19)


class _Foot(Flowable):
    """A place for the number of the card that this one takes up, and one for a name."""

    def __init__(self, kit: Kit, cards: CaptureCards) -> None:
        super().__init__()
        self.looks = kit.looks
        style = kit.looks.sized(7.5, 10.5, color=kit.looks.palette.second)
        self.texts: list[Text] = [kit.ours(cards.takes_up, style), kit.ours(cards.name, style)]

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """One line."""
        self.width, self.height = available_width, 19.0
        return self.width, self.height

    def draw(self) -> None:
        """Words, each with a line behind it."""
        canvas: Any = self.canv
        begin = 0.0
        for text, share in zip(self.texts, (0.42, 0.58), strict=True):
            room = self.width * share
            width = min(text.natural_width() + 0.5, room - 20)
            left = self.width - begin - width if self.looks.rtl else begin
            text.wrap(width, 30)
            text.drawOn(canvas, left, 4)
            line = (begin + width + 4, begin + room - (8 if begin == 0 else 0))
            with artifact(canvas):
                canvas.setStrokeColor(self.looks.control)
                canvas.setLineWidth(0.7)
                ends = [self.width - x for x in line] if self.looks.rtl else list(line)
                canvas.line(ends[0], 5.5, ends[1], 5.5)
            begin += room
