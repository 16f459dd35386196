"""Keys as they stand on a keyboard: small caps beside what they do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from facilitator.ui.theme import Theme

GAP, SIDE = 3, 5
_ARROWS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}
_SIGNS = frozenset('*&=?!~+^#"@')
"""Signs that are typed into a line; they are no key sequences."""


def caps_of(keys: str) -> list[str]:
    """The caps of a sequence such as ``Ctrl+N``, named as this system names them; arrows as arrows."""
    if keys in _SIGNS:
        return [keys]
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
    caps = [cap.replace("\x00", "+") for cap in native.replace("++", "+\x00").split("+") if cap] if native else []
    return [_ARROWS.get(cap, cap) for cap in caps]


def _widths(theme: Theme, caps: Sequence[str]) -> list[int]:
    metrics = QFontMetrics(theme.font("caption"))
    return [max(metrics.horizontalAdvance(cap) + 2 * SIDE, caps_height(theme)) for cap in caps]


def caps_height(theme: Theme) -> int:
    """How high a cap is, in px."""
    return theme.line("caption") + 2


def caps_width(theme: Theme, caps: Sequence[str]) -> int:
    """How wide these caps are side by side, in px."""
    return sum(_widths(theme, caps)) + GAP * max(len(caps) - 1, 0)


def paint_caps(painter: QPainter, theme: Theme, caps: Sequence[str], x: float, y: float) -> None:
    """The caps, always from left to right as on the keyboard."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font("caption"))
    for cap, width in zip(caps, _widths(theme, caps), strict=True):
        box = QRectF(x + 0.5, y + 0.5, width - 1, caps_height(theme) - 1)
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(theme.colour("surface.panel"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap)
        x += width + GAP
    painter.restore()


class KeyCaps(QWidget):
    """The caps of one key sequence. For the eye only: the control they stand beside says its key itself."""

    def __init__(self, theme: Theme, keys: str) -> None:
        super().__init__()
        self._theme = theme
        self._caps = caps_of(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def put(self, keys: str) -> None:
        """The caps of another sequence."""
        self._caps = caps_of(keys)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as all caps."""
        return QSize(caps_width(self._theme, self._caps), caps_height(self._theme))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The caps."""
        del event
        paint_caps(QPainter(self), self._theme, self._caps, 0, 0)
