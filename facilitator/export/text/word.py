"""A shaped word: what HarfBuzz made of it, grouped into units that are each drawn, and extracted, as one.

A unit is a visible character (grapheme cluster, or several if the font joins them): its glyphs with their places, its
advance and its text. Shaping does not depend on the size or the place on the page, so words are kept and used again.
All lengths are in em (fractions of the size).
"""

from __future__ import annotations

from facilitator.export.text.breaks import clusters, is_simple
from facilitator.export.text.face import IGNORABLE, Face, Glyph

Key = int | tuple[Glyph, ...] | str
"""What a unit looks like: a glyph id, glyphs with places, or the label of a placeholder box."""

JOINING = frozenset(("Arab", "Syrc", "Nkoo", "Mong", "Mand", "Phag", "Adlm", "Rohg", "Sogd", "Mani", "Phlp"))
"""Scripts whose letters change with their neighbours, also over a change of style or a forced cut."""
_UNTRACKED = JOINING | frozenset(("Deva", "Beng", "Guru", "Khmr", "Thai", "Laoo", "Mymr", "Tibt"))

_KEPT_LENGTH = 40
_EXTRACT_LENGTH = 60
BOX_HEIGHT = 0.72
BOX_DROP = 0.12
"""Size of the placeholder box: its height and how far it hangs below the baseline."""


class Word:
    """Units of one stretch of text in one face. Made by `WordCache`; never changed afterwards."""

    __slots__ = ("advance", "advances", "ascent", "box", "descent", "face", "keys", "rtl", "script", "starts", "text")

    def __init__(self, face: Face, text: str, rtl: bool, script: str, box: bool = False) -> None:
        self.face = face
        self.text = text
        self.rtl = rtl
        self.script = script
        self.box = box
        """Whether this is a placeholder for what no font shows."""
        self.starts: list[int] = []
        self.advances: list[float] = []
        self.keys: list[Key] = []
        self.advance = 0.0
        self.ascent = 0.0
        self.descent = 0.0

    def unit_text(self, index: int) -> str:
        """The text of one unit."""
        following = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[index] : following]

    def advance_per_char(self, tracking: float) -> list[float]:
        """The advance as one figure for each code point, zero for all but the first of a unit."""
        extra = tracking if self.tracked else 0.0
        if len(self.starts) == len(self.text):
            return [a + extra for a in self.advances] if extra else self.advances
        out = [0.0] * len(self.text)
        for start, advance in zip(self.starts, self.advances, strict=True):
            out[start] = advance + extra
        return out

    def followed_by_space(self) -> Word:
        """The same to see; copied, its last unit has a space behind it."""
        word = Word(self.face, self.text + " ", self.rtl, self.script, self.box)
        word.starts, word.advances, word.keys = self.starts, self.advances, self.keys
        word.advance, word.ascent, word.descent = self.advance, self.ascent, self.descent
        return word

    @property
    def tracked(self) -> bool:
        """Whether room may be put between its letters."""
        return self.script not in _UNTRACKED


class WordCache:
    """Shaped words by face, text and script."""

    def __init__(self) -> None:
        self._words: dict[tuple[int, str, bool, str, str | None, str, str], Word] = {}

    def get(
        self, face: Face, text: str, rtl: bool, script: str, lang: str | None, before: str = "", after: str = ""
    ) -> Word:
        """The word, shaped now or before. `before` and `after` are neighbours that the letters join to."""
        key = (id(face), text, rtl, script, lang, before, after)
        word = self._words.get(key)
        if word is None:
            word = _shape(face, text, rtl, script, lang, before, after)
            if len(text) <= _KEPT_LENGTH:
                self._words[key] = word
        return word


def box_word(face: Face, text: str, rtl: bool) -> Word:
    """Placeholders for characters no font shows: a box with the hexadecimal code for each."""
    word = Word(face, text, rtl, "Zyyy", box=True)
    for i, char in enumerate(text):
        label = "" if IGNORABLE.match(char) else f"{ord(char):04X}"
        _add_box(word, i, label, (len(label) + 1) // 2)
    return word


def overflow_word(face: Face, text: str, rtl: bool, count: int) -> Word:
    """The placeholder for marks heaped on one letter beyond what can be drawn: a box that counts them."""
    word = Word(face, text, rtl, "Zyyy", box=True)
    label = f"+{count:,}"
    _add_box(word, 0, label, len(label))
    for start in range(_EXTRACT_LENGTH, len(text), _EXTRACT_LENGTH):
        _add_box(word, start, "", 0)
    return word


def _add_box(word: Word, start: int, label: str, columns: int) -> None:
    advance = 0.2 + 0.27 * columns if label else 0.0
    word.starts.append(start)
    word.keys.append(label if label else ())
    word.advances.append(advance)
    word.advance += advance
    word.ascent, word.descent = BOX_HEIGHT - BOX_DROP, BOX_DROP


def _shape(face: Face, text: str, rtl: bool, script: str, lang: str | None, before: str, after: str) -> Word:
    shaped = face.shape(text, rtl, script, lang, before, after)
    word = Word(face, text, rtl, script)
    scale = 1.0 / face.upem
    ink = face.ink
    high = low = 0.0
    for glyph in shaped:
        extent = ink(glyph.gid)
        if extent is not None:
            low = min(low, extent[0] + glyph.dy)
            high = max(high, extent[1] + glyph.dy)
    word.ascent, word.descent = high * scale, -low * scale
    simple = not rtl and len(shaped) == len(text) and is_simple(text)
    if simple and all(g.cluster == i and not g.dx and not g.dy for i, g in enumerate(shaped)):
        word.starts = list(range(len(text)))
        word.advances = [g.advance * scale for g in shaped]
        word.keys = [g.gid for g in shaped]
        word.advance = sum(word.advances)
        return word
    edges = {0, *clusters(text)}
    starts = sorted(edges & {g.cluster for g in shaped} | {0}) if text else []
    where: dict[int, int] = {}
    unit = -1
    for i in range(len(text)):
        if unit + 1 < len(starts) and starts[unit + 1] == i:
            unit += 1
        where[i] = unit
    groups: list[list[Glyph]] = [[] for _ in starts]
    pens = [0.0] * len(starts)
    for glyph in shaped:
        u = where[glyph.cluster]
        groups[u].append((glyph.gid, pens[u] + glyph.dx, glyph.dy))
        pens[u] += glyph.advance
    word.starts = starts
    word.advances = [pen * scale for pen in pens]
    word.keys = [g[0][0] if len(g) == 1 and not g[0][1] and not g[0][2] else tuple(g) for g in groups]
    word.advance = sum(word.advances)
    return word
