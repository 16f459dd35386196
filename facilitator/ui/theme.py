"""One object that knows every colour, size and face: the design tokens, in light or dark, at the person's text size."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QIcon, QPalette, QPixmap

from facilitator import paths
from facilitator.ui import icons
from facilitator.ui.fonts import Fonts

_WEIGHTS = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold, 700: QFont.Weight.Bold}


@cache
def tokens() -> Mapping[str, Any]:
    """The design tokens as the file holds them."""
    return tomllib.loads((paths.resources() / "themes" / "tokens.toml").read_text("utf-8"))


def _flat(table: Mapping[str, Any], before: str = "") -> dict[str, QColor]:
    found: dict[str, QColor] = {}
    for name, value in table.items():
        if isinstance(value, Mapping):
            found.update(_flat(value, f"{before}{name}."))
        elif isinstance(value, str) and value.startswith("#"):
            found[before + name] = QColor(value)
    return found


class Theme(QObject):
    """Roles in, colours and fonts out. Painters ask it each time; controls are styled again when it changes.

    Signals:
        changed: light became dark or the other way round, or the text size changed.
    """

    changed = Signal()

    def __init__(self, choice: str = "system", text_scale: float = 1.0, fonts: Fonts | None = None) -> None:
        super().__init__()
        self.fonts = fonts or Fonts()
        self._tokens = tokens()
        self._colours = {name: _flat(self._tokens[name]) for name in ("light", "dark")}
        self._choice = choice
        self._text_scale = text_scale
        self._system_scale = _system_scale()
        self._made: dict[tuple[str, float], QFont] = {}
        self.still = False
        """Whether the person asked that nothing moves, beside what the system says."""
        self.generation = 0
        """Grows with every change: what was laid out for an earlier one is laid out again."""
        self.dark = self._is_dark()
        self.fonts.grown.connect(self._faces_grew)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)

    # ---- choosing -----------------------------------------------------------------------------------------------

    def choose(self, choice: str, text_scale: float) -> None:
        """Take the person's choice: ``system``, ``light`` or ``dark``, and a text size beside the system's own."""
        if (choice, text_scale) == (self._choice, self._text_scale):
            return
        self._choice, self._text_scale = choice, text_scale
        self._again()

    def _is_dark(self) -> bool:
        if self._choice == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._choice == "dark"

    def _system_changed(self) -> None:
        if self._choice == "system" and self._is_dark() != self.dark:
            self._again()

    def _faces_grew(self) -> None:
        self._made.clear()
        self.generation += 1

    def _again(self) -> None:
        self.dark = self._is_dark()
        self._made.clear()
        self.generation += 1
        self.changed.emit()

    # ---- colours ------------------------------------------------------------------------------------------------

    def colour(self, role: str) -> QColor:
        """The colour of a role such as ``text.primary`` or ``kind.idea.ink``."""
        return self._colours["dark" if self.dark else "light"][role]

    def hex(self, role: str) -> str:
        """The same as ``#rrggbb``."""
        return self.colour(role).name()

    # ---- type ---------------------------------------------------------------------------------------------------

    @property
    def scale(self) -> float:
        """How much larger text is than drawn: the person's choice times the system's."""
        return self._text_scale * self._system_scale

    def font(self, role: str, *, weight: int | None = None) -> QFont:
        """The font of a type role such as ``body``; times and numbers keep their width in every role.

        It is the caller's own: what is made larger or smaller of it is so nowhere else.
        """
        key = (role, float(weight or 0))
        made = self._made.get(key)
        if made is None:
            given = self._tokens["type"][role]
            made = QFont()
            made.setFamilies(self.fonts.families)
            made.setPixelSize(max(round(given["size"] * self.scale), 1))
            made.setWeight(_WEIGHTS[weight or given["weight"]])
            made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            if given["tracking"]:
                made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, given["tracking"] * self.scale)
            self._made[key] = made
        return QFont(made)

    def figures(self, role: str) -> QFont:
        """The font of a role with figures of one width, for times and counts."""
        font = self.font(role)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def line(self, role: str) -> int:
        """The line height of a type role in px."""
        return round(float(self._tokens["type"][role]["line"]) * self.scale)

    def metrics(self, role: str) -> QFontMetrics:
        """Measures of a role's font."""
        return QFontMetrics(self.font(role))

    # ---- sizes --------------------------------------------------------------------------------------------------

    def size(self, name: str) -> int:
        """A size from the tokens that holds no text, in px."""
        return int(self._tokens["size"][name])

    def tall(self, px: int) -> int:
        """A height that holds a line of text: grows with the text, on the grid of 4 px."""
        return px if self.scale <= 1 else max(px, round(px * (1 + (self.scale - 1) * 0.8) / 4) * 4)

    def mark(self, px: int) -> int:
        """The size of an icon beside text: grows with the text, less than it."""
        return px if self.scale <= 1 else round(px * min(1 + (self.scale - 1) * 0.6, 1.75))

    # ---- icons --------------------------------------------------------------------------------------------------

    def pixmap(self, name: str, role: str, size: int = 16, ratio: float = 1.0, *, flips: bool = False) -> QPixmap:
        """An icon in a role's colour. ``flips`` turns it round where the window reads from right to left."""
        mirrored = flips and QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return icons.pixmap(name, self.colour(role), size, ratio, mirrored=mirrored)

    def icon(self, name: str, role: str = "text.secondary", size: int = 20, *, checked: str | None = None) -> QIcon:
        """An icon for a control."""
        return icons.icon(
            name,
            self.colour(role),
            size,
            checked=self.colour(checked) if checked else None,
            disabled=self.colour("text.disabled"),
        )

    # ---- the palette --------------------------------------------------------------------------------------------

    def palette(self) -> QPalette:
        """The palette for what no style sheet reaches."""
        made = QPalette()
        pairs = {
            QPalette.ColorRole.Window: "surface.canvas",
            QPalette.ColorRole.WindowText: "text.primary",
            QPalette.ColorRole.Base: "surface.panel",
            QPalette.ColorRole.AlternateBase: "surface.canvas",
            QPalette.ColorRole.Text: "text.primary",
            QPalette.ColorRole.Button: "surface.panel",
            QPalette.ColorRole.ButtonText: "text.primary",
            QPalette.ColorRole.ToolTipBase: "surface.raised",
            QPalette.ColorRole.ToolTipText: "text.primary",
            QPalette.ColorRole.PlaceholderText: "text.tertiary",
            QPalette.ColorRole.Highlight: "accent.tint_strong",
            QPalette.ColorRole.HighlightedText: "text.primary",
            QPalette.ColorRole.Link: "text.link",
            QPalette.ColorRole.LinkVisited: "text.link",
            QPalette.ColorRole.Accent: "accent.base",
            QPalette.ColorRole.Mid: "line.strong",
            QPalette.ColorRole.Dark: "line.control",
            QPalette.ColorRole.Light: "surface.raised",
        }
        for role, name in pairs.items():
            made.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            made.setColor(QPalette.ColorGroup.Disabled, role, self.colour("text.disabled"))
        return made


def _system_scale() -> float:
    """How much larger than usual the system's own text is; usual differs from system to system."""
    points = QGuiApplication.font().pointSizeF()
    usual = {"win32": 9.0, "darwin": 13.0}.get(sys.platform, 11.0)
    smallest = {"win32": 9.0, "darwin": 13.0}.get(sys.platform, 9.0)
    if points <= 0 or smallest <= points <= usual:
        return 1.0
    return min(max(points / usual, 0.8), 2.0)
