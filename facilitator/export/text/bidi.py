"""The Unicode Bidirectional Algorithm (UAX #9): which way each character of a paragraph runs.

Works on one paragraph at a time: `levels` gives the embedding level of every character (even: left to right, odd: right
to left), `line_levels` applies rule L1 to one line of it, `visual_runs` applies rule L2. Characters that rule X9 takes
out (embedding controls and other BN) get the level of the character before them, so every character has a level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal
from unicodedata import bidirectional

Direction = Literal["auto", "ltr", "rtl"]

MAX_DEPTH = 125
CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""The embedding, override and isolate controls."""

_PAIRS = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋\u2329\u232a❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽"
    "⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜\u3008\u3009《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)
_SAME = {"\u2329": "\u3008", "\u232a": "\u3009"}
_OPENING = {a: _SAME.get(b, b) for a, b in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}
_CLOSING = frozenset(_PAIRS[1::2])

_RTL_BLOCKS = (
    (0x0590, 0x05FF, "R"), (0x0600, 0x07BF, "AL"), (0x07C0, 0x085F, "R"), (0x0860, 0x08FF, "AL"),
    (0x20A0, 0x20CF, "ET"), (0xFB1D, 0xFB4F, "R"), (0xFB50, 0xFDCF, "AL"), (0xFDF0, 0xFDFF, "AL"),
    (0xFE70, 0xFEFF, "AL"), (0x10800, 0x10CFF, "R"), (0x10D00, 0x10D3F, "AL"), (0x10D40, 0x10EBF, "R"),
    (0x10EC0, 0x10EFF, "AL"), (0x10F00, 0x10F2F, "R"), (0x10F30, 0x10F6F, "AL"), (0x10F70, 0x10FFF, "R"),
    (0x1E800, 0x1EC6F, "R"), (0x1EC70, 0x1ECBF, "AL"), (0x1ECC0, 0x1ECFF, "R"), (0x1ED00, 0x1ED4F, "AL"),
    (0x1ED50, 0x1EDFF, "R"), (0x1EE00, 0x1EEFF, "AL"), (0x1EF00, 0x1EFFF, "R"),
)  # fmt: skip
"""Classes of code points that this Python's Unicode does not know yet (DerivedBidiClass, the @missing lines)."""

_NEEDS_WORK = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@lru_cache(maxsize=4096)
def bidi_class(char: str) -> str:
    """The Bidi_Class of one character, with the standard's defaults for characters not assigned yet."""
    known = bidirectional(char)
    if known:
        return known
    code = ord(char)
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or 0xE0000 <= code <= 0xE0FFF:
        return "BN"
    for first, last, name in _RTL_BLOCKS:
        if first <= code <= last:
            return name
    return "L"


def is_plain(text: str) -> bool:
    """True when nothing in the text runs right to left or changes direction."""
    return _NEEDS_WORK.search(text) is None


def base_level(text: str, direction: Direction = "auto", fallback: int = 0) -> int:
    """The paragraph level: 0 or 1. With *auto* the first strong character decides (P2, P3), else `fallback`."""
    if direction != "auto":
        return 1 if direction == "rtl" else 0
    classes = [bidi_class(c) for c in text]
    return _first_strong(classes, 0, len(text), fallback, {})


def levels(text: str, base: int) -> list[int]:
    """The embedding level of every character of one paragraph, before rule L1."""
    if base == 0 and is_plain(text):
        return [0] * len(text)
    return _Paragraph([bidi_class(c) for c in text], text, base).resolve()


def line_levels(text: str, paragraph: Sequence[int], start: int, end: int, base: int) -> list[int]:
    """Levels of the line text[start:end] after rule L1: separators and white space before them fall back to base."""
    out = list(paragraph[start:end])
    reset = True
    for i in range(end - start - 1, -1, -1):
        kind = bidi_class(text[start + i])
        if kind in ("B", "S"):
            out[i] = base
            reset = True
        elif reset and kind in ("WS", "FSI", "LRI", "RLI", "PDI", "BN", "LRE", "RLE", "LRO", "RLO", "PDF"):
            out[i] = base
        else:
            reset = False
    return out


def visual_runs(line: Sequence[int]) -> list[tuple[int, int, int]]:
    """Runs (start, end, level) of one line, from left to right (rule L2)."""
    runs: list[tuple[int, int, int]] = []
    start = 0
    for i in range(1, len(line) + 1):
        if i == len(line) or line[i] != line[start]:
            runs.append((start, i, line[start]))
            start = i
    if len(runs) < 2:
        return runs
    highest = max(r[2] for r in runs)
    for level in range(highest, 0, -1):
        i = 0
        while i < len(runs):
            if runs[i][2] >= level:
                j = i
                while j < len(runs) and runs[j][2] >= level:
                    j += 1
                runs[i:j] = runs[i:j][::-1]
                i = j
            else:
                i += 1
    return runs


def balanced(text: str) -> str:
    """The same words with every embedding and isolate closed inside, so that nothing leaks out of them."""
    if not any(c in text for c in CONTROLS):
        return text
    out: list[str] = []
    isolates: list[int] = []
    embeddings = 0
    for c in text:
        if c in "\u2066\u2067\u2068":
            isolates.append(embeddings)
            embeddings = 0
        elif c == "\u2069":
            if not isolates:
                continue
            embeddings = isolates.pop()
        elif c in "\u202a\u202b\u202d\u202e":
            embeddings += 1
        elif c == "\u202c":
            if not embeddings:
                continue
            embeddings -= 1
        out.append(c)
    while True:
        out.append("\u202c" * embeddings)
        if not isolates:
            return "".join(out)
        out.append("\u2069")
        embeddings = isolates.pop()


def _first_strong(classes: Sequence[str], start: int, end: int, fallback: int, partner: dict[int, int]) -> int:
    """The level that the first strong character of the stretch asks for, isolates skipped.

    `partner` gives the place of the PDI that closes an isolate; where it is known the isolate is jumped over.
    """
    depth = 0
    i = start
    while i < end:
        kind = classes[i]
        if kind in ("LRI", "RLI", "FSI"):
            if partner:
                if i not in partner:
                    return fallback
                i = partner[i]
            else:
                depth += 1
        elif kind == "PDI":
            depth -= depth > 0
        elif depth == 0:
            if kind == "L":
                return 0
            if kind in ("R", "AL"):
                return 1
        i += 1
    return fallback


_REMOVED = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "BN"))
_ISOLATES = frozenset(("LRI", "RLI", "FSI"))
_NEUTRAL = frozenset(("B", "S", "WS", "ON", "FSI", "LRI", "RLI", "PDI"))


class _Paragraph:
    """The working state of one paragraph while its levels are found."""

    def __init__(self, classes: list[str], text: str, base: int) -> None:
        self.classes = classes
        self.text = text
        self.base = base
        self.types = list(classes)
        self.levels = [base] * len(classes)
        self.explicit: list[int] = []
        self.partner: dict[int, int] = {}

    def resolve(self) -> list[int]:
        """Rules X1 to I2."""
        self._match_isolates()
        self._explicit()
        self.explicit = list(self.levels)
        for sequence in self._sequences():
            self._weak_and_neutral(sequence)
        previous = self.base
        for i, kind in enumerate(self.classes):
            if kind in _REMOVED:
                self.levels[i] = previous
            previous = self.levels[i]
        return self.levels

    def _match_isolates(self) -> None:
        """BD9: which PDI closes which isolate initiator."""
        stack: list[int] = []
        for i, kind in enumerate(self.classes):
            if kind in _ISOLATES:
                stack.append(i)
            elif kind == "PDI" and stack:
                opener = stack.pop()
                self.partner[opener] = i
                self.partner[i] = opener
            elif kind == "B":
                stack.clear()

    def _explicit(self) -> None:
        """X1 to X8: levels from embeddings, overrides and isolates."""
        stack: list[tuple[int, str, bool]] = [(self.base, "", False)]
        overflow_isolates = overflow_embeddings = valid_isolates = 0
        for i, kind in enumerate(self.classes):
            level, override, _ = stack[-1]
            if kind in ("LRE", "RLE", "LRO", "RLO"):
                deeper = (level + 1) | 1 if kind[0] == "R" else (level + 2) & ~1
                if deeper <= MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                    stack.append((deeper, kind[0] if kind[2] == "O" else "", False))
                elif not overflow_isolates:
                    overflow_embeddings += 1
                self.levels[i] = level
            elif kind in _ISOLATES:
                self.levels[i] = level
                if override:
                    self.types[i] = override
                right = kind == "RLI"
                if kind == "FSI" and level < MAX_DEPTH and not overflow_isolates:
                    close = self.partner.get(i, len(self.classes))
                    right = _first_strong(self.classes, i + 1, close, 0, self.partner or {-1: -1}) == 1
                deeper = (level + 1) | 1 if right else (level + 2) & ~1
                if deeper <= MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                    valid_isolates += 1
                    stack.append((deeper, "", True))
                else:
                    overflow_isolates += 1
            elif kind == "PDI":
                if overflow_isolates:
                    overflow_isolates -= 1
                elif valid_isolates:
                    overflow_embeddings = 0
                    while not stack[-1][2]:
                        stack.pop()
                    stack.pop()
                    valid_isolates -= 1
                level, override, _ = stack[-1]
                self.levels[i] = level
                if override:
                    self.types[i] = override
            elif kind == "PDF":
                self.levels[i] = level
                if overflow_isolates:
                    pass
                elif overflow_embeddings:
                    overflow_embeddings -= 1
                elif not stack[-1][2] and len(stack) > 1:
                    stack.pop()
            elif kind == "B":
                self.levels[i] = self.base
                stack = [(self.base, "", False)]
                overflow_isolates = overflow_embeddings = valid_isolates = 0
            elif kind != "BN":
                self.levels[i] = level
                if override:
                    self.types[i] = override

    def _sequences(self) -> list[list[int]]:
        """X10: isolating run sequences, as lists of character positions."""
        runs: list[list[int]] = []
        current: list[int] = []
        for i, kind in enumerate(self.classes):
            if kind in _REMOVED:
                continue
            if current and self.levels[i] != self.levels[current[-1]]:
                runs.append(current)
                current = []
            current.append(i)
        if current:
            runs.append(current)
        starts = {run[0]: run for run in runs}
        out: list[list[int]] = []
        for run in runs:
            if self.classes[run[0]] == "PDI" and run[0] in self.partner:
                continue
            sequence = list(run)
            while self.classes[sequence[-1]] in _ISOLATES and sequence[-1] in self.partner:
                following = starts.get(self.partner[sequence[-1]])
                if following is None:
                    break
                sequence += following
            out.append(sequence)
        return out

    def _weak_and_neutral(self, seq: list[int]) -> None:
        """W1 to W7, N0 to N2 and I1, I2 on one isolating run sequence."""
        level = self.levels[seq[0]]
        sos = self._edge(seq[0] - 1, -1, level)
        last = seq[-1]
        if self.classes[last] in _ISOLATES and last not in self.partner:
            eos = "R" if max(level, self.base) & 1 else "L"
        else:
            eos = self._edge(last + 1, 1, level)
        kinds = [self.types[i] for i in seq]
        original = list(kinds)
        _weak(kinds, sos)
        self._brackets(seq, kinds, original, level, sos)
        _neutral(kinds, sos, eos, "R" if level & 1 else "L")
        for k, i in enumerate(seq):
            kind = kinds[k]
            if level & 1:
                self.levels[i] = level + (kind != "R")
            else:
                self.levels[i] = level + (1 if kind == "R" else 2 if kind in ("AN", "EN") else 0)

    def _edge(self, position: int, step: int, level: int) -> str:
        """Start or end of a sequence (sos, eos): the direction of the higher of the two levels that meet there."""
        while 0 <= position < len(self.classes) and self.classes[position] in _REMOVED:
            position += step
        other = self.explicit[position] if 0 <= position < len(self.classes) else self.base
        return "R" if max(level, other) & 1 else "L"

    def _brackets(self, seq: list[int], kinds: list[str], original: list[str], level: int, sos: str) -> None:
        """N0: a pair of brackets takes the direction of what it encloses."""
        pairs: list[tuple[int, int]] = []
        stack: list[tuple[str, int]] = []
        for k, i in enumerate(seq):
            char = self.text[i]
            if kinds[k] != "ON" or (char not in _OPENING and char not in _CLOSING):
                continue
            if char in _OPENING:
                if len(stack) == 63:
                    break
                stack.append((_OPENING[char], k))
            else:
                char = _SAME.get(char, char)
                for depth in range(len(stack) - 1, -1, -1):
                    if stack[depth][0] == char:
                        pairs.append((stack[depth][1], k))
                        del stack[depth:]
                        break
        embedding = "R" if level & 1 else "L"
        for opened, closed in sorted(pairs):
            inside = {_strong(kinds[k]) for k in range(opened + 1, closed)}
            if embedding in inside:
                kind = embedding
            elif "R" in inside or "L" in inside:
                before = next((s for k in range(opened - 1, -1, -1) if (s := _strong(kinds[k]))), sos)
                kind = before if before != embedding else embedding
            else:
                continue
            for place in (opened, closed):
                kinds[place] = kind
                for k in range(place + 1, len(kinds)):
                    if original[k] != "NSM":
                        break
                    kinds[k] = kind


def _strong(kind: str) -> str:
    """L or R as the bracket rule counts it (numbers are R), or nothing."""
    return "R" if kind in ("R", "AN", "EN") else "L" if kind == "L" else ""


def _weak(kinds: list[str], sos: str) -> None:
    """W1 to W7, in place."""
    previous = sos
    strong = sos
    for k, kind in enumerate(kinds):
        if kind == "NSM":
            kind = "ON" if previous in _ISOLATES or previous == "PDI" else previous
            kinds[k] = kind
        previous = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[k] = "AN"
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for k in range(1, len(kinds) - 1):
        kind = kinds[k]
        if kind in ("ES", "CS") and kinds[k - 1] == kinds[k + 1] == "EN":
            kinds[k] = "EN"
        elif kind == "CS" and kinds[k - 1] == kinds[k + 1] == "AN":
            kinds[k] = "AN"
    k = 0
    while k < len(kinds):
        if kinds[k] == "ET":
            end = k
            while end < len(kinds) and kinds[end] == "ET":
                end += 1
            if (k and kinds[k - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN"):
                kinds[k:end] = ["EN"] * (end - k)
            k = end
        else:
            k += 1
    strong = sos
    for k, kind in enumerate(kinds):
        if kind in ("ES", "ET", "CS"):
            kinds[k] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[k] = "L"


def _neutral(kinds: list[str], sos: str, eos: str, embedding: str) -> None:
    """N1 and N2, in place."""
    k = 0
    while k < len(kinds):
        if kinds[k] not in _NEUTRAL:
            k += 1
            continue
        end = k
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = (_strong(kinds[k - 1]) or sos) if k else sos
        after = (_strong(kinds[end]) or eos) if end < len(kinds) else eos
        kinds[k:end] = [before if before == after else embedding] * (end - k)
        k = end
