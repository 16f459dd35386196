"""Two or three methods side by side, field by field."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from facilitator.session.modalities import Catalogue, Modality
from facilitator.ui import hues, shown
from facilitator.ui.models.guide import length_words, short_name
from facilitator.ui.models.methods import (
    access_words,
    energy_word,
    exchange_words,
    minutes_words,
    needs_words,
    people_words,
    purposes_words,
    trust_word,
    where_words,
)
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.guide_rows import Mark
from facilitator.ui.widgets.plain import Button, Hairline, Words
from facilitator.words import _

FIELDS: tuple[tuple[Callable[[], str], Callable[[Modality], str]], ...] = (
    (lambda: _("What people do with one another"), lambda method: method.verb),
    (lambda: _("People"), people_words),
    (lambda: _("Minutes"), minutes_words),
    (lambda: _("To prepare"), lambda method: length_words(method.prep)),
    (lambda: _("Energy asked"), lambda method: energy_word(method.energy)),
    (lambda: _("Trust needed"), lambda method: trust_word(method.trust[0])),
    (lambda: _("How much is an exchange"), lambda method: exchange_words(method.exchange)),
    (lambda: _("Serves"), purposes_words),
    (lambda: _("Good for"), lambda method: method.good_for),
    (lambda: _("Not for"), lambda method: method.not_for),
    (lambda: _("Where"), where_words),
    (lambda: _("What must be there"), needs_words),
    (lambda: _("Safety"), lambda method: method.safety),
    (lambda: _("Hard for somebody"), access_words),
    (lambda: _("When it goes wrong"), lambda method: "\n".join(failure.sign for failure in method.failures)),
)
"""The rows: what a field is called, and what it says of a method."""


class MethodsCompared(QScrollArea):
    """The table.

    Signals:
        add_asked: one of them is to be put into an agenda (its id).
        left: the list is wanted again.
    """

    add_asked = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._catalogue = Catalogue()
        self.methods: tuple[Modality, ...] = ()
        self.setWidgetResizable(True)
        self.setProperty("ring", False)
        self.setAccessibleName(_("Methods side by side"))
        theme.changed.connect(self._again)

    def show_methods(self, methods: Sequence[Modality], catalogue: Catalogue) -> None:
        """Show these side by side."""
        self.methods, self._catalogue = tuple(methods), catalogue
        self._again()

    def _again(self) -> None:
        if not self.methods:
            return
        theme = self._theme
        page = QWidget()
        for ground in (page, self.viewport()):
            ground.setObjectName("panel")
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(page)
        column.setContentsMargins(40, 20, 32, 32)
        column.setSpacing(16)
        head = QHBoxLayout()
        head.addWidget(Words(theme, _("Side by side"), "title"), 1)
        self.back = Button(theme, _("Back to the method"), look="quiet", key="Esc")
        self.back.clicked.connect(self.left)
        head.addWidget(self.back)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, round(128 * min(theme.scale, 1.5)))
        for at, method in enumerate(self.methods, 1):
            grid.addLayout(self._top(method), 0, at)
            grid.setColumnStretch(at, 1)
        line = 1
        for name, says in FIELDS:
            values = [shown.visible(says(method)) for method in self.methods]
            if not any(value.strip() for value in values):
                continue
            grid.addWidget(Hairline(theme), line, 0, 1, len(self.methods) + 1)
            label = Words(theme, name(), "small", "text.secondary", wraps=True)
            label.setContentsMargins(0, 8, 0, 8)
            grid.addWidget(label, line + 1, 0, Qt.AlignmentFlag.AlignTop)
            differ = len(set(values)) > 1
            for at, value in enumerate(values, 1):
                cell = Words(theme, value or "–", "small", wraps=True)
                if differ:
                    cell.setFont(theme.font("small", weight=500))
                cell.setContentsMargins(0, 8, 0, 8)
                cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                cell.setAccessibleName(f"{short_name(self.methods[at - 1])}, {name()}: {value}")
                grid.addWidget(cell, line + 1, at, Qt.AlignmentFlag.AlignTop)
            line += 2
        column.addLayout(grid)
        column.addStretch()
        self.setWidget(page)

    def _top(self, method: Modality) -> QVBoxLayout:
        top = QVBoxLayout()
        top.setContentsMargins(0, 0, 0, 16)
        top.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Mark(self._theme, hues.family(method.id, self._catalogue)), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Words(self._theme, short_name(method), "title_small", wraps=True), 1)
        top.addLayout(row)
        add = Button(self._theme, _("Add to agenda"))
        add.setAccessibleName(_("Add {name} to the agenda").format(name=short_name(method)))
        add.clicked.connect(lambda: self.add_asked.emit(method.id))
        top.addWidget(add, 0, Qt.AlignmentFlag.AlignLeading)
        top.addStretch()
        return top

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
