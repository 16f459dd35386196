"""The head of the agenda: its name, whether it is ready, the total, and the ways to columns that have no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from facilitator.ui.actions import native
from facilitator.ui.plan.total import Total
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import IconButton, Words
from facilitator.ui.widgets.switch import Switch
from facilitator.words import _

LEFT_SIDE, GUIDE_SIDE = "left", "guide"
"""The two columns beside the agenda."""
LEFT_KEY, GUIDE_KEY = "F4", "Shift+F4"
"""The leading and the trailing column, as in a running session."""
GAP = 10


class AgendaHead(QWidget):
    """One line; where that is too short the total stands under it, and the switch too: nothing here is ever cut.

    Signals:
        drawer_asked: a column for which there is no room is wanted (left or guide).
    """

    drawer_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._lines = 1
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 0, 32, 0)
        column.setSpacing(4)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._first, self._second, self._third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._first.setSpacing(GAP)
        self.to_left = self._button(theme, "panel-left", _("What it is for, and people"), LEFT_KEY, LEFT_SIDE)
        self.to_side = self._button(theme, "panel-right", _("Guide"), GUIDE_KEY, GUIDE_SIDE)
        self.title = Words(theme, _("Agenda"), "title")
        self.ready = Switch(theme, _("Ready"))
        self.total = Total(theme)
        for part in (self.to_left, self.title, self.ready):
            self._first.addWidget(part)
        self._first.addStretch()
        self._first.addWidget(self.total)
        self._first.addWidget(self.to_side)
        column.addLayout(self._first)
        for line in (self._second, self._third):
            line.addStretch()
            column.addLayout(line)
        theme.changed.connect(self._fit)
        self.offer_drawers(False, False)

    def _button(self, theme: Theme, icon: str, words: str, key: str, side: str) -> IconButton:
        made = IconButton(theme, icon, words, native(key), flips=True)
        made.clicked.connect(lambda: self.drawer_asked.emit(side))
        return made

    def offer_drawers(self, left: bool, side: bool) -> None:
        """Show the buttons that open the columns there is no room for."""
        self.to_left.setVisible(left)
        self.to_side.setVisible(side)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """It gives way to the columns beside it."""
        return QSize(200, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, one line or two."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Other words, another width of them."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        lines = next(
            (at for at, parts in enumerate(((self.title, self.ready, self.total), (self.title, self.ready)), 1)
             if self._fits(*parts)),
            3,
        )  # fmt: skip
        if lines == self._lines:
            return
        self._lines = lines
        if lines >= 2:
            self._second.insertWidget(0, self.total)
        else:
            self._first.insertWidget(self._first.indexOf(self.to_side), self.total)
        if lines == 3:
            self._third.insertWidget(0, self.ready)
        else:
            self._first.insertWidget(self._first.indexOf(self.title) + 1, self.ready)
        self.updateGeometry()

    def _fits(self, *parts: QWidget) -> bool:
        seen = [part for part in (self.to_left, *parts, self.to_side) if not part.isHidden()]
        return sum(part.sizeHint().width() for part in seen) + GAP * len(seen) + 64 <= self.width()
