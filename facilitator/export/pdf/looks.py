"""How the report looks: colours and measures from the tokens, and every style of text by its name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Protocol

from facilitator.export.phrases import right_to_left
from facilitator.export.text import TextStyle
from facilitator.export.text.bidi import Direction
from facilitator.export.text.style import Align
from facilitator.paths import resources

MM = 72 / 25.4
PAPERS = {"a4": (210 * MM, 297 * MM), "letter": (612.0, 792.0)}
LEAST_CONTRAST = 4.5


class Worded(Protocol):
    """What the looks and the file need to know of what is set: its languages, its direction and what it is called."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def author(self) -> str:
        """Who made it."""

    @property
    def subject(self) -> str:
        """What kind of thing it is."""

    @property
    def head(self) -> str:
        """What it is called where the title is empty."""

    @property
    def language(self) -> str:
        """The language of the whole, as a tag."""

    @property
    def rtl(self) -> bool:
        """Whether it is read from the right."""

    @property
    def own_language(self) -> str:
        """The language of the program's words in it."""

    @property
    def words_language(self) -> str | None:
        """The language of people's words, where known."""


@cache
def tokens() -> dict[str, Any]:
    """The design tokens, read once."""
    return tomllib.loads((resources() / "themes" / "tokens.toml").read_text(encoding="utf-8"))


@cache
def kind_color(kind: str, role: str = "solid") -> str:
    """A kind's hue on white: *solid* for marks and bars, *ink* for words, *tint* behind them."""
    hues = tokens()["light"]["kind"]
    found: str = hues.get(kind, hues["note"])[role]
    return found


_FAMILIES = {
    "fishbowl": "discussion", "world_cafe": "discussion", "one_two_four_all": "discussion", "think_pair_share":
    "discussion", "case_clinic": "mentoring", "coffee": "break", "networking_lunch": "break", "pens_first": "reading",
    "anecdote": "story", "demonstration": "hands_on",
}  # fmt: skip


@cache
def modality_color(modality: str) -> str:
    """A modality's hue on white."""
    hues = tokens()["light"]["modality"]
    found: str = hues.get(_FAMILIES.get(modality, modality), hues["break"])["solid"]
    return found


@cache
def modality_icon(modality: str) -> str:
    """The name of a modality's icon; that of a discussion where it has none of its own."""
    icons = tokens()["icons"]["modality"]
    found: str = icons.get(_FAMILIES.get(modality, modality), icons["discussion"])
    return found


def readable(color: str, otherwise: str) -> str:
    """The colour if words in it can be read on white, else the other one."""
    if re.fullmatch(r"#[0-9a-fA-F]{6}", color) and _contrast(color) >= LEAST_CONTRAST:
        return color
    return otherwise


def _contrast(color: str) -> float:
    """The contrast of a colour with white (WCAG 2)."""
    light = 0.0
    for place, weight in ((1, 0.2126), (3, 0.7152), (5, 0.0722)):
        part = int(color[place : place + 2], 16) / 255
        light += weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return 1.05 / (light + 0.05)


@dataclass(frozen=True)
class Palette:
    """The colours of the page."""

    text: str
    second: str
    third: str
    line: str
    strong_line: str
    canvas: str
    warning: str
    accent: str
    tint: str


class Looks:
    """Measures (points), colours and styles of one report on one paper."""

    def __init__(self, document: Worded, paper: str, accent: str) -> None:
        report, light = tokens()["report"], tokens()["light"]
        self.paper: tuple[float, float] = PAPERS[paper]
        self.rtl = document.rtl
        margin = report["margin_mm"]
        self.left = margin["left"] * MM
        self.margin_top = margin["top"] * MM
        self.margin_bottom = margin["bottom"] * MM
        self.width = self.paper[0] - (margin["left"] + margin["right"]) * MM
        self.measure = report["measure_mm"] * MM
        self.label = 34.8 * MM
        """Where words stand that have a label before them."""
        self.outer = self.measure + 4.8 * MM
        """Where the outer column begins."""
        self.page_room = self.paper[1] - 33 * MM - self.margin_bottom
        """The height of a full page of text."""
        self.palette = Palette(
            text=light["text"]["primary"],
            second=light["text"]["secondary"],
            third=light["text"]["tertiary"],
            line=light["line"]["hairline"],
            strong_line=light["line"]["strong"],
            canvas=light["surface"]["canvas"],
            warning=light["semantic"]["warning"],
            accent=readable(accent, report["accent"]),
            tint=light["accent"]["tint_strong"],
        )
        rtl_words = right_to_left(document.own_language)
        direction: Direction = "rtl" if rtl_words else "ltr"
        # Words of ours stand at the side from which the page is read, whatever language they are in.
        align: Align = "start" if rtl_words == document.rtl else "end"
        text, second, accent_ink = self.palette.text, self.palette.second, self.palette.accent
        body, caption = report["body_pt"], report["caption_pt"]
        base = TextStyle(
            size=body, leading=body * report["body_line"], color=text, lang=document.own_language,
            direction=direction, align=align,
        )  # fmt: skip
        self.given_lang = document.words_language
        self.body = base
        self.bold = replace(base, weight=600)
        self.medium = replace(base, weight=500)
        self.lead = replace(base, size=12.7, leading=19.3, color=second, space_after=4)
        self.small = replace(base, size=9, leading=13, color=second)
        self.caption = replace(base, size=9, leading=13, color=second)
        self.tiny = replace(base, size=caption, leading=12.5, color=second)
        self.tiny_bold = replace(self.tiny, weight=600)
        self.section = replace(base, size=report["heading_pt"], leading=26, weight=600, tracking=-0.5,
                               keep_with_next=True)  # fmt: skip
        self.heading = replace(base, size=12, leading=18, weight=600, keep_with_next=True)
        self.heading_small = replace(base, size=10.5, leading=16, weight=600, keep_with_next=True)
        self.finding = replace(base, size=13, leading=19, weight=600, space_after=7, keep_with_next=True)
        self.quote = replace(base, size=11, leading=16.5)
        self.open_item = replace(base, size=12, leading=18)
        self.minute_label = replace(base, size=10.5, leading=18, weight=600, color=accent_ink)
        self.minute = replace(base, size=12, leading=18)
        self.panel = replace(base, size=11.5, leading=18.8)
        self.figure = replace(base, size=15, leading=20, weight=600)
        self.cover_people = replace(base, size=9, leading=14, color=second)

    def running(self, align: Align) -> TextStyle:
        """The style of head and foot; the side is that of the page, not of the words."""
        return replace(self.tiny, align=align)

    def title(self, size: float) -> TextStyle:
        """The cover's title at one of its sizes."""
        return replace(self.body, size=size, leading=size * 1.15, weight=600, tracking=-size * 0.035,
                       direction="auto", align="start")  # fmt: skip

    def given(self, style: TextStyle) -> TextStyle:
        """A style for words people gave: they run in their own direction and language."""
        return replace(style, direction="auto", align="start", lang=self.given_lang)
