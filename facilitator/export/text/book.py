"""The font book of one rendering: which face shows which letters, and what no face can show."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from fontTools import unicodedata as ft_unicode

from facilitator.export.text.face import IGNORABLE, Face
from facilitator.export.text.fonts import FontFile, bundled_files, system_files
from facilitator.export.text.word import WordCache
from facilitator.paths import resources

_PRIMARY = ("Inter", "Noto Sans")
_SYMBOLS = ("Noto Sans Symbols 2", "Noto Sans Symbols", "Noto Sans Math", "Noto Emoji")
_BY_SCRIPT: dict[str, tuple[str, ...]] = {
    "Arab": ("Noto Sans Arabic", "Noto Naskh Arabic", "Noto Nastaliq Urdu"),
    "Bopo": ("Noto Sans TC",),
    "Hang": ("Noto Sans KR",),
    "Hira": ("Noto Sans JP",),
    "Kana": ("Noto Sans JP",),
    "Cans": ("Noto Sans Canadian Aboriginal",),
    "Ethi": ("Noto Sans Ethiopic",),
    "Nkoo": ("Noto Sans NKo",),
    "Tibt": ("Noto Serif Tibetan",),
    "Mymr": ("Noto Sans Myanmar",),
    "Zmth": ("Noto Sans Math",),
}
_HAN = {
    "SC": ("Noto Sans SC", "Noto Sans TC", "Noto Sans JP", "Noto Sans KR"),
    "TC": ("Noto Sans TC", "Noto Sans SC", "Noto Sans JP", "Noto Sans KR"),
    "JP": ("Noto Sans JP", "Noto Sans SC", "Noto Sans TC", "Noto Sans KR"),
    "KR": ("Noto Sans KR", "Noto Sans JP", "Noto Sans SC", "Noto Sans TC"),
}
_EMOJI = re.compile("\ufe0f|\u20e3|[\U0001f000-\U0001faff]")
_EMOJI_MAY_SHOW = re.compile("[\u2010-\U000effff]")

_active = threading.local()


class FontBook:
    """Chooses faces and keeps shaped words. Make one for each rendering; it belongs to one thread."""

    def __init__(self, files: list[FontFile], cache_folder: Path | None = None, use_system: bool = True) -> None:
        self.missing: OrderedDict[str, int] = OrderedDict()
        """What no font could show, as 'U+12000', with how often it was drawn as a box."""
        self.tick: Callable[[], None] | None = None
        """Called whenever a text is laid out; raising from it stops the rendering."""
        self.words = WordCache()
        self._cache_folder = cache_folder
        self._use_system = use_system
        self._families: dict[str, list[FontFile]] = {}
        for file in files:
            self._families.setdefault(file.family, []).append(file)
        self._bundled = list(self._families)
        self._system: list[str] | None = None
        self._faces: dict[tuple[str, int, int], Face] = {}
        self._orders: dict[tuple[str, str], list[str]] = {}
        self._chosen: dict[tuple[str, str, int, str], Face | None] = {}
        if not self._bundled:
            self._load_system()
        if not self._families:
            raise FileNotFoundError("No font was found, neither the program's own nor the system's.")

    @classmethod
    def bundled(cls, cache_folder: Path | None = None, use_system: bool = True) -> FontBook:
        """The book of the program's own fonts, with the system's behind them; the index is kept in `cache_folder`."""
        return cls(bundled_files(resources() / "fonts", cache_folder), cache_folder, use_system)

    def __enter__(self) -> FontBook:
        """Make this the book that texts made in this thread use."""
        stack: list[FontBook] = _active.__dict__.setdefault("stack", [])
        stack.append(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the place back to the book before."""
        _active.stack.remove(self)

    def primary(self, weight: int) -> Face:
        """The face of plain text, at this weight."""
        for family in (*_PRIMARY, *self._bundled, *self._families):
            if family in self._families:
                return self._face(family, weight)
        raise FileNotFoundError("No font was found.")

    def choose(self, cluster: str, script: str, weight: int, lang: str, rtl: bool, hint: Face | None) -> Face | None:
        """The face for one visible character; None if none shows it.

        Args:
            cluster: the grapheme cluster.
            script: its ISO 15924 code; 'Zyyy' for what all scripts share.
            weight: 400 to 700.
            lang: 'SC', 'TC', 'JP' or 'KR' for Han shapes, 'ur' for Nastaliq, else ''.
            rtl: whether it runs right to left.
            hint: the face of the letters beside it at this weight, taken for shared characters if it has them.
        """
        shared = hint is not None and script == "Zyyy" and not cluster.isascii() and not _EMOJI.search(cluster)
        if shared and hint is not None and hint.shows(cluster, rtl, "Zyyy"):
            return hint
        key = (cluster, script, weight, lang)
        if key not in self._chosen:
            self._chosen[key] = self._search(cluster, script, weight, lang, rtl)
        return self._chosen[key]

    def note_missing(self, code: str) -> None:
        """Count one box that was drawn for `code` ('U+12000')."""
        self.missing[code] = self.missing.get(code, 0) + 1

    def _search(self, cluster: str, script: str, weight: int, lang: str, rtl: bool) -> Face | None:
        if not IGNORABLE.sub("", cluster):
            return self.primary(weight)
        emoji = bool(_EMOJI.search(cluster)) and "\ufe0e" not in cluster
        first = ord(cluster[0])
        for system in (False, True):
            if system:
                self._load_system()
            names = (self._system or []) if system else self._order(script, lang)
            if emoji and not system:
                names = ["Noto Emoji", *names]
            for name in names:
                if name == "Noto Emoji" and not emoji and not _EMOJI_MAY_SHOW.match(cluster):
                    continue
                files = self._families.get(name)
                if not files or not any(f.has(first) for f in files):
                    continue
                face = self._face(name, weight)
                if face.shows(cluster, rtl, script):
                    return face
        return None

    def _order(self, script: str, lang: str) -> list[str]:
        key = (script, lang)
        order = self._orders.get(key)
        if order is None:
            if script == "Hani":
                best: tuple[str, ...] = _HAN.get(lang, _HAN["SC"])
            elif script in ("Latn", "Grek", "Cyrl"):
                best = _PRIMARY
            elif script in ("Zyyy", "Zinh", "Zzzz"):
                best = (*_PRIMARY, *_SYMBOLS, *_HAN.get(lang, ()))
            else:
                name = ft_unicode.script_name(script, default=script)
                best = (*_BY_SCRIPT.get(script, ()), f"Noto Sans {name}", f"Noto Serif {name}", *_PRIMARY)
                if lang == "ur" and script == "Arab":
                    best = ("Noto Nastaliq Urdu", *best)
            last = set(_SYMBOLS) | set(_HAN["SC"]) | {"Noto Nastaliq Urdu"}
            rest = [f for f in self._bundled if f not in best and f not in last]
            order = [*best, *rest, *(f for f in (*_SYMBOLS, *_HAN["SC"], "Noto Nastaliq Urdu") if f not in best)]
            self._orders[key] = order
        return order

    def _load_system(self) -> None:
        if self._system is not None:
            return
        self._system = []
        if not self._use_system and self._families:
            return
        for file in system_files(self._cache_folder):
            if file.family not in self._bundled:
                if file.family not in self._families:
                    self._system.append(file.family)
                self._families.setdefault(file.family, []).append(file)
        self._system.sort(key=lambda name: ("mono" in name.lower(), "serif" in name.lower(), name))

    def _face(self, family: str, weight: int) -> Face:
        files = self._families[family]
        file = min(files, key=lambda f: (abs(f.weight - weight), f.weight < weight) if not f.variable else (0, False))
        same = weight if weight >= 600 or file.variable else file.weight
        key = (file.path, file.index, same)
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = Face(file, weight)
        return face


def current() -> FontBook:
    """The book in use in this thread; the bundled fonts if nobody opened one."""
    stack: list[FontBook] = _active.__dict__.setdefault("stack", [])
    if not stack:
        stack.append(FontBook.bundled())
    return stack[-1]
