"""The debrief in its order, beside the stream: four steps with their questions, the one that is on marked."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from facilitator.session.modalities import Modality
from facilitator.session.play import SCRIPT
from facilitator.ui.stages.role_play.wording import debrief_words, own_question
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Hairline, Words
from facilitator.words import _


class ScriptRow(QAbstractButton):
    """One step: its number, its name, its question; what the method asks itself while it is on."""

    def __init__(self, theme: Theme, number: int, step: str, own: str) -> None:
        super().__init__()
        self._theme, self._own, self.on = theme, own, False
        self._name, self._question = debrief_words(step)
        self._place = number
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 9, 8, 9)
        row.setSpacing(0)
        self._number = Words(theme, str(number), "body_strong", "text.secondary")
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        self._title = Words(theme, self._name, "body_strong")
        column.addWidget(self._title)
        self._asks = Words(theme, self._question, "small", "text.secondary", wraps=True)
        column.addWidget(self._asks)
        self._more = Words(theme, own, "small", "text.primary", wraps=True)
        self._more.hide()
        column.addWidget(self._more)
        row.addLayout(column, 1)
        theme.changed.connect(self._fit)
        self._fit()
        self.mark(False)

    def _fit(self) -> None:
        self._number.setMinimumWidth(round(24 * max(self._theme.scale, 1)))

    def mark(self, on: bool) -> None:
        """It is the one that is on, or it is not."""
        self.on = on
        self.setChecked(on)
        self._number.recolour("accent.base" if on else "text.secondary")
        self._more.setVisible(on and bool(self._own))
        parts = [_("Step {number}: {name}").format(number=self._place, name=self._name), self._question]
        self.setAccessibleName(". ".join([*parts, self._own] if on and self._own else parts))
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """The play says which one is on, not the click."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tinted while it is on, lit under the pointer."""
        del event
        if not self.on and not self.underMouse():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent.tint" if self.on else "surface.hover"))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)


class DebriefScript(QWidget):
    """The script.

    Signals:
        step_asked: a step was chosen by hand, from 0.
    """

    step_asked = Signal(int)

    def __init__(self, theme: Theme, method: Modality | None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 16, 12, 0)
        column.setSpacing(0)
        self.heading = Words(theme, _("After this round, in this order"), "caption_strong", "text.secondary")
        self.heading.setWordWrap(True)
        self.heading.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self.heading)
        column.addSpacing(10)
        self.rows: list[ScriptRow] = []
        inner = QVBoxLayout()
        inner.setSpacing(0)
        for place, step in enumerate(SCRIPT):
            made = ScriptRow(theme, place + 1, step, own_question(method, step))
            made.clicked.connect(lambda _checked=False, place=place: self.step_asked.emit(place))
            self.rows.append(made)
            inner.addWidget(made)
        column.addLayout(inner)
        column.addSpacing(12)
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 8, 0)
        line.addWidget(Hairline(theme))
        column.addLayout(line)

    def show_step(self, step: int, on: bool) -> None:
        """Mark the step that is on; none before the debrief began."""
        self.heading.setText(_("Now, in this order") if on else _("After this round, in this order"))
        for place, row in enumerate(self.rows):
            row.mark(on and place == step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows lead from step to step."""
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        at = next((place for place, row in enumerate(self.rows) if row.hasFocus()), -1)
        if by and 0 <= at + by < len(self.rows):
            self.rows[at + by].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)
