"""Role slips: a brief for each player, four to a page on lines to cut along, with only that player's own secret."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from reportlab.platypus import PageBreak
from reportlab.platypus.flowables import Flowable

from facilitator.export.paper import observer_sheet
from facilitator.export.paper.kit import Kit, Leaf, PaperLooks, Piece, cut, leaf, stand, tall
from facilitator.export.paper.observer_sheet import ObserverSheet
from facilitator.export.pdf.boxes import Cell, Row
from facilitator.export.pdf.icons import draw_icon
from facilitator.export.pdf.looks import modality_color
from facilitator.export.phrases import number_word, one_line
from facilitator.export.text import Bookmark, Node, Span, Text, artifact
from facilitator.export.voice import Voice
from facilitator.session.agenda import Block
from facilitator.session.role_play import Role
from facilitator.words import _, ngettext

TALL = 178.0
"""How high a slip is: two of them, and the observer's sheet below, make a page."""
PAD = 15.5


@dataclass(frozen=True, slots=True)
class Slip:
    """One player's brief and nobody else's."""

    label: str
    name: str
    situation: str
    secret_label: str
    secret: str
    wants_label: str
    wants: str
    stuck_label: str
    stuck: str


@dataclass(frozen=True, slots=True)
class RoleSlips:
    """The slips of one block for one round, and the observer's sheet that fits below them."""

    leaf: Leaf
    played: str
    advice: str
    slips: tuple[Slip, ...]
    observer: ObserverSheet | None


def role_slips(voice: Voice, rounds: int = 0) -> list[RoleSlips]:
    """The slips of every role play, block by block, a set for each of so many rounds (0: one set)."""
    state = voice.state
    found = []
    for block in state.agenda.in_order():
        cast = state.role_play.cast(block.id)
        if not cast:
            continue
        scenario = state.role_play.scenario(block.id)
        for number in range(1, max(rounds, 1) + 1):
            several = scenario.rounds > 1 or rounds > 1
            label = _("Round {number}, you play").format(number=number) if several else _("You play")
            slips = tuple(_slip(role, label, scenario.situation, scenario.task) for role in cast)
            count = ngettext("{count} role slip", "{count} role slips", len(slips)).format(
                count=number_word(len(slips))
            )
            advice = _("{slips}, one a player; fold before handing out").format(slips=count)
            sheet = observer_sheet.sheet_of(voice, block) if number == 1 else None
            found.append(RoleSlips(leaf(voice, _("Role slips")), _played(block), advice, slips, sheet))
    return found


def _played(block: Block) -> str:
    return one_line(block.title)


def _slip(role: Role, label: str, situation: str, task: str) -> Slip:
    own = role.situation.strip() or " ".join(part.strip() for part in (situation, task) if part.strip())
    return Slip(
        label=label,
        name=one_line(role.name),
        situation=own,
        secret_label=_("Only you know"),
        secret=role.secret.strip(),
        wants_label=_("You want"),
        wants=role.wants.strip(),
        stuck_label=_("If stuck:"),
        stuck=role.if_stuck.strip(),
    )


def looks_of(slips: RoleSlips, paper: str, accent: str) -> PaperLooks:
    """Margins of 16 mm, and 15 at head and foot."""
    return PaperLooks(slips.leaf, paper, accent, top=15.0, bottom=15.0, side=16.0)


def story(kit: Kit, sets: list[RoleSlips], *, large: bool) -> list[Flowable]:
    """Every set on pages of its own; in large letters every slip on a page of its own."""
    made: list[Flowable] = []
    for one in sets:
        for page in _large(kit, one) if large else [_set(kit, one)]:
            if made:
                made.append(PageBreak())
            made += page
    return made


def _set(kit: Kit, one: RoleSlips) -> list[Flowable]:
    looks = kit.looks
    head = _head(kit, one)
    half = looks.width / 2
    narrow: list[Piece] = []
    wide: list[Flowable] = []
    for slip in one.slips:
        piece = _piece(kit, slip, 9.5)
        if piece.tall(half - 2 * PAD) <= TALL - 2 * PAD:
            narrow.append(piece)
            continue
        piece = _piece(kit, slip, 9.5)
        needed = piece.tall(looks.width - 2 * PAD) + 2 * PAD
        if needed <= looks.page_room - 30:
            wide.append(_Slips(looks, [piece], max(TALL, needed), 1, first=not (narrow or wide)))
        else:
            cell = Cell(PAD, looks.width - 2 * PAD, [*piece.top, *piece.foot])
            wide.append(Row(looks, [cell], above=PAD, below=PAD, paint=_frame(looks), keep=0))
    made: list[Flowable] = [head]
    made += [_Slips(looks, narrow[place : place + 2], TALL, 2, first=place == 0) for place in range(0, len(narrow), 2)]
    made += wide
    if one.observer is not None:
        below = [_Cut(looks), *observer_sheet.body(kit, one.observer, row=30.0, lines=3)]
        if tall(made, looks.width) + tall(below, looks.width) <= looks.page_room - 0.5:
            made += [_Cut(looks), *observer_sheet.body(kit, one.observer, row=30.0, lines=3)]
    return made


def _large(kit: Kit, one: RoleSlips) -> list[list[Flowable]]:
    looks = kit.looks
    pages: list[list[Flowable]] = []
    for slip in one.slips:
        piece = _piece(kit, slip, 17.0)
        pages.append([Row(looks, [Cell(0, looks.width, [*piece.top, *piece.foot])], keep=0)])
    return pages


def _head(kit: Kit, one: RoleSlips) -> Row:
    looks = kit.looks
    kit.parent = Node("Sect")
    quiet = looks.sized(9, 15, color=looks.palette.second, align=looks.far)
    played = Text(one.played, looks.given(looks.sized(10.5, 15, weight=600)), "H1",
                  Bookmark(one.played[:120], 0, None), parent=kit.parent)  # fmt: skip
    advice = kit.ours(one.advice, quiet)
    half = min(advice.natural_width() + 2, looks.width * 0.6)

    def scissors(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        left = x + width + 4 if looks.rtl else x - 14
        draw_icon(canvas, "scissors", left, y + height - 12.3, 10, looks.palette.second)

    cells = [
        Cell(0, looks.width - half - 20, [played]),
        Cell(looks.width - half, half, [advice], paint=scissors),
    ]
    return Row(looks, cells, below=8)


def _piece(kit: Kit, slip: Slip, size: float) -> Piece:
    looks = kit.looks
    kit.parent = Node("Sect")
    body = looks.sized(size)
    quiet = replace(body, color=looks.palette.second)
    items: list[Flowable] = [kit.ours(slip.label, replace(quiet, size=size * 0.95))]
    items.append(kit.given(slip.name, looks.sized(size * 1.42, weight=600, space_after=size * 0.3), "H2"))
    if slip.situation:
        items.append(kit.given(slip.situation, replace(body, space_after=size * 0.6)))
    if slip.secret:
        bar = 9.0 * size / 9.5
        words: list[Flowable] = [
            _own_side(kit, [Span(slip.secret_label, 600)], slip.secret, body),
            kit.given(slip.secret, body),
        ]
        items.append(_Fitted(looks, words, bar, size * 0.7))
    if slip.wants:
        told = [Span(f"{slip.wants_label} ", 600), kit.apart(slip.wants)]
        items.append(_own_side(kit, told, slip.wants, body))
    foot: list[Flowable] = []
    if slip.stuck:
        told = [Span(f"{slip.stuck_label} "), kit.apart(slip.stuck)]
        foot.append(_own_side(kit, told, slip.stuck, replace(quiet, space_before=size)))
    return Piece(items, foot)


def _own_side(kit: Kit, told: list[Span], words: str, style: Any) -> Text:
    """A label of ours before words that people gave: on the side from which those words are read."""
    from facilitator.export.text.bidi import base_level

    if bool(base_level(words)) == kit.looks.rtl:
        return kit.spans(told, style)
    own = replace(style, direction="rtl" if base_level(words) else "ltr", align="start")
    return kit.spans(told, own)


class _Fitted(Row):
    """What only this player knows, beside a line; as wide as there is room."""

    def __init__(self, looks: PaperLooks, words: list[Flowable], indent: float, below: float) -> None:
        def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
            last = words[-1]
            rtl = isinstance(last, Text) and bool(last.lines) and last.lines[0].rtl
            left = x + width + 2 if rtl and not looks.rtl else x - indent
            if looks.rtl:
                left = x + width + indent - 1.4
            canvas.setFillColor(modality_color("role_play"))
            canvas.rect(left, y + 1, 1.4, height - 2, stroke=0, fill=1)

        super().__init__(looks, [Cell(indent, 0, words, paint=paint)], below=below)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As a row, to the end of the line."""
        cell = self.cells[0]
        cell.width = available_width - cell.x - 4
        return super().wrap(available_width, available_height)


class _Slips(Flowable):
    """Slips beside one another in frames to cut along."""

    def __init__(self, looks: PaperLooks, pieces: list[Piece], height: float, columns: int, first: bool) -> None:
        super().__init__()
        self.looks, self.pieces, self.columns = looks, pieces, columns
        self.tall = height
        self.first = first

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as a slip."""
        self.width, self.height = available_width, self.tall
        return self.width, self.height

    def draw(self) -> None:
        """The words, then the lines."""
        canvas: Any = self.canv
        wide = self.width / self.columns
        for place, piece in enumerate(self.pieces):
            left = self.width - (place + 1) * wide if self.looks.rtl else place * wide
            stand(canvas, piece.top, left + PAD, self.height - PAD, wide - 2 * PAD)
            foot = tall(piece.foot, wide - 2 * PAD)
            stand(canvas, piece.foot, left + PAD, PAD + foot, wide - 2 * PAD)
        with artifact(canvas):
            for x in range(self.columns + 1):
                cut(self.looks, canvas, x * wide, 0, x * wide, self.height)
            for y in (0.0, self.height) if self.first else (0.0,):
                cut(self.looks, canvas, 0, y, self.width, y)


def _frame(looks: PaperLooks) -> Any:
    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        for x1, y1, x2, y2 in (
            (0, 0, width, 0),
            (0, height, width, height),
            (0, 0, 0, height),
            (width, 0, width, height),
        ):
            cut(looks, canvas, x1, y1, x2, y2)

    return paint


class _Cut(Flowable):
    """A line across, to cut along."""

    def __init__(self, looks: PaperLooks) -> None:
        super().__init__()
        self.looks = looks

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Room above and below."""
        self.width, self.height = available_width, 32.0
        return self.width, self.height

    def draw(self) -> None:
        """The line."""
        canvas: Any = self.canv
        with artifact(canvas):
            cut(self.looks, canvas, 0, 17, self.width, 17)
