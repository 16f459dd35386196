"""One loaded face: shaping with HarfBuzz, metrics, ink."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import uharfbuzz as hb

from facilitator.export.text.fonts import FontFile

Glyph = tuple[int, float, float]
"""Glyph id and its place in the cluster, in font units."""

_FLAGS = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES | hb.BufferFlags.BOT | hb.BufferFlags.EOT
_LATIN_FEATURES = {"calt": False}

IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Default ignorable code points: they ask for no glyph of their own."""
BLANK = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]+")
"""Characters that are white by nature."""


PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Private use: characters without an agreed meaning."""


class Shaped(NamedTuple):
    """One glyph as HarfBuzz placed it (font units); `cluster` counts from the start of the text."""

    gid: int
    cluster: int
    advance: float
    dx: float
    dy: float


class Face:
    """A face ready to shape. Not for several threads at once."""

    def __init__(self, file: FontFile, weight: int) -> None:
        self.file = file
        blob = hb.Blob.from_file_path(file.path)
        self.hb_face: Any = hb.Face(blob, file.index)
        self.font: Any = hb.Font(self.hb_face)
        self.upem: int = self.hb_face.upem
        self.location: dict[str, float] = {}
        real = file.weight
        if file.variable:
            real = self._pin(weight)
        self.weight = weight
        self.fake_bold = weight >= 600 and real < 550
        extents = self.font.get_font_extents("ltr")
        self.ascent: float = extents.ascender / self.upem
        self.descent: float = -extents.descender / self.upem
        self.chars: dict[str, bool] = {}
        """Which single characters were found to have a glyph with ink."""
        self._ink: dict[int, tuple[float, float] | None] = {}
        self._shows: dict[str, bool] = {}
        self._buffer = hb.Buffer()

    def _pin(self, weight: int) -> int:
        """Choose the weight of a variable font; the other axes stay where they are by default."""
        real = self.file.weight
        for axis in self.hb_face.axis_infos:
            value = axis.default_value
            if axis.tag == "wght":
                value = min(max(weight, axis.min_value), axis.max_value)
                real = int(value)
            self.location[axis.tag] = value
        self.font.set_variations(self.location)
        return real

    def shape(
        self, text: str, rtl: bool, script: str, lang: str | None, before: str = "", after: str = ""
    ) -> list[Shaped]:
        """Glyphs in visual order; `before` and `after` are what the letters join to and are not drawn."""
        buffer = self._buffer
        buffer.clear_contents()
        buffer.flags = _FLAGS
        buffer.add_codepoints([ord(c) for c in before + text + after], len(before), len(text))
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.script = script
        if lang:
            buffer.language = lang
        hb.shape(self.font, buffer, _LATIN_FEATURES if script == "Latn" else None)
        skip = len(before)
        return [
            Shaped(info.codepoint, info.cluster - skip, pos.x_advance, pos.x_offset, pos.y_offset)
            for info, pos in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]

    def ink(self, gid: int) -> tuple[float, float] | None:
        """Lowest and highest ink of a glyph in font units; None if it is white."""
        if gid not in self._ink:
            box = self.font.get_glyph_extents(gid)
            empty = box is None or not (box.width and box.height)
            self._ink[gid] = None if empty else (box.y_bearing + box.height, box.y_bearing)
        return self._ink[gid]

    def shows(self, cluster: str, rtl: bool, script: str) -> bool:
        """Whether this face has a glyph for all of the cluster, and ink where ink is due."""
        known = self._shows.get(cluster)
        if known is None:
            known = self._shows[cluster] = self._find_out(cluster, rtl, script)
        return known

    def _find_out(self, cluster: str, rtl: bool, script: str) -> bool:
        wanted = IGNORABLE.sub("", cluster)
        if PRIVATE.search(wanted):
            return False  # Whatever a font draws there, nobody knows whether it was meant.
        if not all(self.file.has(ord(c)) for c in wanted):
            return False
        if not wanted:
            return True
        shaped = self.shape(cluster, rtl, script, None)
        if any(g.gid == 0 for g in shaped):
            return False
        return bool(BLANK.fullmatch(wanted)) or any(self.ink(g.gid) for g in shaped)
