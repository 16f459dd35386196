"""The inner circle of a fishbowl: its chairs, one of them free for whoever brings a view that is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitator.session.seats import FEWEST, MOST
from facilitator.ui import shown
from facilitator.ui.actions import Action, native
from facilitator.ui.stages.discussion.name_line import NameLine
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.plain import Button, IconButton, Words
from facilitator.words import _

MORE_KEY, LESS_KEY = "Alt+Up", "Alt+Down"


class ChairsPart(QWidget):
    """A button for each chair: a taken one is left by a click, a free one asks who sits down.

    Signals:
        sat: this person (id) sits down.
        stood: this person (id) leaves the circle.
        resized: the circle is to have so many chairs.
    """

    sat = Signal(str)
    stood = Signal(str)
    resized = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._count = 0
        self._shown: tuple[tuple[tuple[str, str], ...], int] = ((), -1)
        self.buttons: list[Button] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(Words(theme, _("Inner circle"), "caption_strong", "text.secondary"))
        self.told = Words(theme, "", "small", "text.tertiary")
        head.addSpacing(8)
        head.addWidget(self.told)
        head.addStretch()
        self.fewer = IconButton(theme, "minus", _("One chair less"), native(LESS_KEY), size=24)
        self.more = IconButton(theme, "plus", _("One chair more"), native(MORE_KEY), size=24)
        self.fewer.clicked.connect(lambda: self.resized.emit(self._count - 1))
        self.more.clicked.connect(lambda: self.resized.emit(self._count + 1))
        head.addWidget(self.fewer)
        head.addWidget(self.more)
        column.addLayout(head)
        self._row = QWidget()
        self._flow = Flow(self._row, gap=8)
        column.addWidget(self._row)
        self.line = NameLine(theme, _("Who sits down"), _("Who sits down?"))
        self.line.hide()
        self.line.taken.connect(lambda person, _now: self._sit(person))
        self.line.left.connect(self.line.hide)
        column.addWidget(self.line)

    def offers(self, why_not: Callable[[], str]) -> list[Action]:
        """One chair more or fewer, with a key each."""

        def cannot(button: IconButton) -> Callable[[], str]:
            return lambda: why_not() or ("" if button.isEnabled() else _("There are no more chairs to give or take."))

        return [
            Action(
                "discussion.chair_more", lambda: _("One chair more"), self.more.click, (MORE_KEY,), "plus", "run",
                why_not=cannot(self.more), firm=True, quiet=True,
            ),
            Action(
                "discussion.chair_less", lambda: _("One chair less"), self.fewer.click, (LESS_KEY,), "minus", "run",
                why_not=cannot(self.fewer), firm=True, quiet=True,
            ),
        ]  # fmt: skip

    def put(self, inside: Sequence[tuple[str, str]], chairs: int, outside: list[tuple[str, str]]) -> None:
        """Show who sits where; ``outside`` are those who may sit down, as (id, name)."""
        self._count = chairs
        self.line.put(outside)
        self.fewer.setEnabled(chairs > max(FEWEST, len(inside)))
        self.more.setEnabled(chairs < MOST)
        free = chairs - len(inside)
        self.told.setText(_("Somebody inside makes room now.") if free <= 0 else "")
        if (tuple(inside), chairs) == self._shown:
            return
        self._shown = (tuple(inside), chairs)
        focused = next((place for place, button in enumerate(self.buttons) if button.hasFocus()), -1)
        while self._flow.count():
            item = self._flow.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for person, name in inside:
            self._theme.fonts.ensure(name)
            button = Button(self._theme, shown.on_button(name), icon="user-round")
            button.setToolTip(shown.tip(_("{name} leaves the inner circle").format(name=name)))
            button.clicked.connect(lambda _checked=False, key=person: self.stood.emit(key))
            self._add(button)
        for _place in range(free):
            button = Button(self._theme, _("Free chair"), look="quiet", icon="circle-dashed")
            button.setToolTip(_("Somebody sits down"))
            button.clicked.connect(self.ask)
            self._add(button)
        if focused >= 0:
            self.buttons[min(focused, len(self.buttons) - 1)].setFocus()
        self._row.updateGeometry()

    def _add(self, button: Button) -> None:
        self.buttons.append(button)
        self._flow.addWidget(button)
        button.show()

    def ask(self) -> None:
        """Who sits down?"""
        self.line.show()
        self.line.setFocus()

    def _sit(self, person: str) -> None:
        self.line.hide()
        self.sat.emit(person)
