"""The poster for the door: what, when and where, how to take part, one sentence in several languages, the promise.

With an address it has a code for cameras; without one it says how to take part with pen and paper.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.platypus.flowables import Flowable

from facilitator.export.options import NAMELESS_RULES
from facilitator.export.paper import Address, wording
from facilitator.export.paper.kit import AtBottom, Kit, Leaf, PaperLooks, Room, icon_before, leaf, tall
from facilitator.export.pdf.boxes import Cell, Row
from facilitator.export.pdf.charts import Figure
from facilitator.export.pdf.looks import MM
from facilitator.export.phrases import date_plain, one_line, read_date
from facilitator.export.text import Bookmark, Node, Span, Text, TextStyle, draw_line
from facilitator.export.voice import Voice
from facilitator.session.planning import planned
from facilitator.session.timetable import timetable
from facilitator.words import _

WITH_PHONES = (
    ("en", "Point your camera, say a name, give one thing you know."),
    ("ru", "Наведите камеру, назовите имя, дайте одно, что вы знаете."),
    ("zh-Hans", "用手机扫一扫，写个名字，说一件你知道的事。"),
    ("ar", "وجّه الكاميرا، اكتب اسمًا، وقدّم شيئًا واحدًا تعرفه."),
    ("es", "Apunta la cámara, di un nombre, da una cosa que sepas."),
)
ON_PAPER = (
    ("en", "Come in, take a pen, give one thing you know."),
    ("ru", "Входите, возьмите ручку, дайте одно, что вы знаете."),
    ("zh-Hans", "请进，拿支笔，写一件你知道的事。"),
    ("ar", "تفضّل بالدخول، خذ قلمًا، وقدّم شيئًا واحدًا تعرفه."),
    ("es", "Pasa, coge un boli, da una cosa que sepas."),
)
"""One sentence in five languages; these are not translated, they are the translations."""

CODE = 87.0 * MM
SMALL_CODE = 25.0 * MM
"""The side of the code that joins the network: read from an arm's length, not across the room."""
TITLE_SIZES = ((42.0, 2), (34.0, 3), (27.0, 4), (21.0, 99))
"""Sizes of the title and the most lines at which each is taken."""
MARK = 27.0


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: in bold, and lines of (quiet words, words to read off, whether those are bold); a small code."""

    head: str
    lines: tuple[tuple[str, str, bool], ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class JoinPoster:
    """What hangs on the door. ``link`` is what the code says; empty where phones do not take part."""

    leaf: Leaf
    organisation: str
    title: str
    when: str
    place: str
    link: str
    welcome: str
    steps: tuple[Step, ...]
    sentences: tuple[tuple[str, str], ...]
    promise: str


def join_poster(voice: Voice, address: Address | None = None) -> JoinPoster:
    """The poster of a session; with the address where phones join, if there is one."""
    about = voice.state.about
    return JoinPoster(
        leaf=leaf(voice, _("Poster")),
        organisation=one_line(voice.written_text(about.organisation or voice.options.organisation)),
        title=one_line(voice.written_text(about.title)),
        when=wording.when(voice, timetable(voice.state), year=False, end=False),
        place=wording.inside(wording.place(voice)),
        link="" if address is None else address.link,
        welcome="" if address else _("Welcome. What you know from doing is needed here."),
        steps=_with_phones(address) if address else _on_paper(voice),
        sentences=WITH_PHONES if address else ON_PAPER,
        promise=_promise(voice, address is not None),
    )


def _with_phones(address: Address) -> tuple[Step, ...]:
    steps = []
    if address.wifi:
        lines = [("", address.wifi, False)]
        if address.password:
            lines.append((_("password"), address.password, False))
        steps.append(Step(_("Join the Wi-Fi"), tuple(lines), address.network))
    typed = [(_("or type"), address.typed, True)]
    if address.code:
        typed.append((_("and the code"), address.code, True))
    steps.append(Step(_("Point your camera here"), tuple(typed)))
    return tuple(steps)


def _on_paper(voice: Voice) -> tuple[Step, ...]:
    gatherers = wording.with_role(voice, "gardener") or wording.with_role(voice, "scribe", "facilitator")
    gatherer = wording.called(voice, gatherers[:1])
    hand = _("to {name}, or hang it on the wall").format(name=gatherer) if gatherer else _("or hang it on the wall")
    return (
        Step(_("Take a pen and a few cards"), ((_("they lie at the door"), "", False),)),
        Step(_("Write one thought on each"), ((_("your name only if you like"), "", False),)),
        Step(_("Hand it in"), ((hand, "", False),)),
    )


def _promise(voice: Voice, phones: bool) -> str:
    plan, agreed = planned(voice.state), voice.state.agreement
    sentences = [
        _("No account, nothing to install, no internet.")
        if phones
        else _("No account, and nothing leaves this room by itself.")
    ]
    who = wording.called(voice, wording.with_role(voice, "facilitator")[:1])
    until = read_date(agreed.kept_until)
    span = one_line(plan.kept_for)
    if who and span:
        kept = _("Your words stay on {name}’s computer for {time}.").format(name=who, time=span)
    elif who and until is not None:
        kept = _("Your words stay on {name}’s computer until {date}.").format(name=who, date=date_plain(until))
    elif span:
        kept = _("Your words stay on one computer here for {time}.").format(time=span)
    elif until is not None:
        kept = _("Your words stay on one computer here until {date}.").format(date=date_plain(until))
    else:
        kept = _("Your words stay on one computer here.")
    sentences.append(kept)
    nameless = agreed.rule in NAMELESS_RULES
    sentences.append(_("Nobody is named.") if nameless else _("You are named only if you agree."))
    sentences.append(_("No phone? Take a pen, it counts the same.") if phones else _("You may pass."))
    return " ".join(sentences)


# ---- how it is set -------------------------------------------------------------------------------------------------


def looks_of(poster: JoinPoster, paper: str, accent: str) -> PaperLooks:
    """Margins of 19 mm, 17 at the head and 13 at the foot."""
    return PaperLooks(poster.leaf, paper, accent, top=17.0, bottom=13.0, side=19.0)


def story(kit: Kit, poster: JoinPoster) -> list[Flowable]:
    """One page, whatever the title: the largest letters with which all of it fits."""
    looks = kit.looks
    for size, most in TITLE_SIZES:
        title = _title(kit, poster, size)
        title.wrap(looks.width, looks.page_room)
        fits = len(title.lines) <= most and title.minWidth() <= looks.width
        if fits and tall(_page(kit, poster, title), looks.width) <= looks.page_room - 0.5:
            return _page(kit, poster, _title(kit, poster, size))
    return _page(kit, poster, _title(kit, poster, TITLE_SIZES[-1][0], most=3))


def _page(kit: Kit, poster: JoinPoster, title: Text) -> list[Flowable]:
    looks = kit.looks
    kit.parent = Node("Sect")
    short = looks.paper[1] < 830
    made: list[Flowable] = []
    if poster.organisation:
        name = kit.spans([kit.apart(poster.organisation)], looks.sized(10.5, 15, weight=600))
        cell = Cell(MARK + 9, looks.width - MARK - 9, [name], top=6, paint=_mark(looks, poster.organisation))
        made.append(Row(looks, [cell], below=26 if short else 38))
    else:
        made.append(Room(20 if short else 40))
    made.append(Row(looks, [Cell(0, looks.width, [title])], below=12))
    when = looks.sized(15.5, 22, color=looks.palette.second)
    told = wording.together(((poster.when, False), (poster.place, True)), _(", "))
    if told:
        made.append(Row(looks, [Cell(0, looks.width, [kit.words(told, when)])], below=24 if short else 34))
    made += _phones(kit, poster) if poster.link else _paper(kit, poster)
    made.append(Room(20 if short else 34))
    made += _languages(kit, poster, 7.6 if short else 9.6)
    quiet = looks.sized(11, 16.5, color=looks.palette.second)
    mark = icon_before(looks, quiet, 24, "shield-check", looks.palette.second, 14)
    foot = Row(looks, [Cell(24, looks.width - 24, [kit.ours(poster.promise, quiet)], paint=mark)])
    made.append(AtBottom(foot, 12))
    return made


def _title(kit: Kit, poster: JoinPoster, size: float, most: int | None = None) -> Text:
    mark = Bookmark(poster.title[:120], 0, "poster")
    style = replace(kit.looks.title(size), leading=size * 1.06, max_lines=most)
    return Text(poster.title, style, "H1", mark, parent=kit.parent)


def _mark(looks: PaperLooks, organisation: str) -> Any:
    letter = next((ch for ch in organisation if ch.isalnum()), "")

    def paint(canvas: Any, x: float, y: float, width: float, height: float) -> None:
        left = looks.width - MARK if looks.rtl else 0.0
        top = y + height + 6
        canvas.setFillColor(looks.palette.accent)
        canvas.roundRect(left, top - MARK, MARK, MARK, 5, stroke=0, fill=1)
        if letter:
            style = replace(looks.bold, size=15.0, color="#ffffff", align="center")
            draw_line(canvas, left + MARK / 2, top - MARK / 2 - 5.4, letter.upper(), style, MARK)

    return paint


def _phones(kit: Kit, poster: JoinPoster) -> list[Flowable]:
    looks = kit.looks
    side = min(CODE, looks.width * 0.52)
    code = _Code(looks, poster.link, side, kit.parent)
    begin = side + max(30.0, code.quiet + 2)
    steps = _steps(kit, poster, looks.width - begin, 13.5)
    column = _Middle([Room(max(0.0, code.quiet - 22)), *steps], side)
    cells = [
        Cell(0, side, [Room(max(0.0, code.quiet - 22)), code, Room(max(0.0, code.quiet - 18))]),
        Cell(begin, looks.width - begin, [column]),
    ]
    return [Row(looks, cells)]


def _paper(kit: Kit, poster: JoinPoster) -> list[Flowable]:
    looks = kit.looks
    welcome = kit.ours(poster.welcome, looks.sized(19, 26, weight=600, color=looks.palette.accent), "H2")
    made: list[Flowable] = [Row(looks, [Cell(0, looks.width * 0.86, [welcome])], below=22)]
    steps = _steps(kit, poster, looks.width, 16)
    made.append(Row(looks, [Cell(0, looks.width, steps)]))
    return made


def _steps(kit: Kit, poster: JoinPoster, width: float, size: float) -> list[Flowable]:
    looks = kit.looks
    node = Node("L", kit.parent)
    body = looks.sized(size, size * 1.48)
    made: list[Flowable] = []
    for number, step in enumerate(poster.steps, start=1):
        item = Node("LI", node)
        inside = Node("LBody", item)
        words: list[Flowable] = [kit.ours(step.head, replace(body, weight=600), node=inside)]
        for quiet, read, bold in step.lines:
            parts = [Span(f"{quiet} " if read else quiet, color=looks.palette.second)] if quiet else []
            if read:
                parts.append(Span(read, 600 if bold else None))
            words.append(kit.spans(parts, body, node=inside))
        if step.code:
            small = _Code(looks, step.code, min(SMALL_CODE, width * 0.5), inside)
            words += [Room(small.quiet), small, Room(small.quiet)]
        indent = size * 1.95
        label = kit.ours(str(number), replace(body, weight=600, color=looks.palette.accent), node=Node("Lbl", item))
        cells = [Cell(0, indent, [label]), Cell(indent, width - indent, words)]
        made.append(Row(looks, cells, below=0 if number == len(poster.steps) else size * 0.95))
    return made


def _languages(kit: Kit, poster: JoinPoster, pad: float) -> list[Flowable]:
    looks = kit.looks
    made: list[Flowable] = []
    for place, (tag, sentence) in enumerate(poster.sentences):
        style: TextStyle = looks.sized(14, 20, lang=tag, direction="auto", align="start")
        words = Text(sentence, style, parent=kit.parent)
        rule = looks.palette.text if place == 0 else None
        made.append(
            Row(looks, [Cell(0, looks.width, [words])], above=pad, below=pad, rule=rule, rule_weight=1.4)
            if rule
            else Row(looks, [Cell(0, looks.width, [words])], above=pad, below=pad, rule=looks.palette.line)
        )
    made.append(Row(looks, [], rule=looks.palette.line))
    return made


class _Middle(Flowable):
    """Flowables above one another, in the middle of a height."""

    def __init__(self, items: list[Flowable], height: float) -> None:
        super().__init__()
        self.items, self.height = items, height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as was said, or as they are."""
        self._heights = [item.wrap(available_width, available_height)[1] for item in self.items]
        self.width, self.height = available_width, max(self.height, sum(self._heights))
        return self.width, self.height

    def draw(self) -> None:
        """From the top of the middle down."""
        y = self.height - (self.height - sum(self._heights)) / 2
        for item, height in zip(self.items, self._heights, strict=True):
            y -= height
            item.drawOn(self.canv, 0, y)


class _Code(Figure):
    """The code for cameras. White around it, ``quiet`` points wide, is part of it: whoever places it leaves that."""

    def __init__(self, looks: PaperLooks, link: str, side: float, parent: Node | None) -> None:
        super().__init__(looks, side, link, parent)
        self.side = side
        code: Any = QRCode(None, QRErrorCorrectLevel.M)
        code.addData(link)
        code.make()
        size = int(code.getModuleCount())
        self.quiet = 4 * side / size
        self.modules = [[bool(code.isDark(row, column)) for column in range(size)] for row in range(size)]

    def paint(self, canvas: Any) -> None:
        """Dark squares, joined along each row so that no seam shows."""
        count = len(self.modules)
        step = self.side / count
        canvas.setFillColor("#000000")
        for row, cells in enumerate(self.modules):
            column = 0
            while column < count:
                if not cells[column]:
                    column += 1
                    continue
                first = column
                while column < count and cells[column]:
                    column += 1
                canvas.rect(first * step, self.side - (row + 1) * step, (column - first) * step, step + 0.02,
                            stroke=0, fill=1)  # fmt: skip
