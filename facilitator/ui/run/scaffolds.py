"""Sentence starters beside the capture bar: a small button whose menu puts one into the line."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from facilitator import paths
from facilitator.session.agenda import Block
from facilitator.session.modalities import Modality
from facilitator.session.notation import Known
from facilitator.session.scaffolds import Scaffold, Starter, begun, offered, read_scaffold
from facilitator.ui import kinds, shown
from facilitator.ui.actions import Action, native
from facilitator.ui.capture import CaptureBar
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import IconButton
from facilitator.words import _

KEY = "Ctrl+Shift+J"

At = Callable[[], tuple[Block | None, Modality | None]]
"""The running activity and its method."""


@cache
def built_in_scaffolds() -> tuple[Scaffold, ...]:
    """The sets that come with the program, read once."""
    folder = paths.resources() / "scaffolds"
    return tuple(read_scaffold(json.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("*.json")))


class StarterButton(IconButton):
    """Offers the starters that fit the activity, those of the line's kind where it has one."""

    def __init__(self, theme: Theme, capture: CaptureBar, known: Callable[[], Known], at: At) -> None:
        super().__init__(theme, "type", _("Begin a sentence"), native(KEY), size=24)
        self._theme, self._capture, self._known, self._at = theme, capture, known, at
        self._menu = QMenu(self)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self.ask)

    def restyle(self) -> None:
        """Its icon as large as those beside it."""
        super().restyle()
        size = self._theme.mark(16)
        self.setIcon(self._theme.icon("type", "text.secondary", size))
        self.setIconSize(QSize(size, size))

    def offers(self) -> list[Action]:
        """Its action and key, for the page's own."""
        return [
            Action(
                "run.starters",
                lambda: _("Begin a sentence"),
                self.ask,
                (KEY,),
                "type",
                "capture",
                told=lambda: _("Beginnings of sentences that help to say what moves a talk on."),
                firm=True,
            )
        ]

    def ask(self) -> None:
        """Show what is offered now."""
        menu = self.menu_now()
        menu.popup(self.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def menu_now(self) -> QMenu:
        """The menu for the activity and the line as they are."""
        menu = self._menu
        menu.clear()
        block, method = self._at()
        for place, scaffold in enumerate(offered(built_in_scaffolds(), block, method, self._capture.line.kind or "")):
            if place:
                menu.addSeparator()
            heading = QAction(shown.on_button(_(scaffold.name)), menu)
            heading.setEnabled(False)
            menu.addAction(heading)
            for starter in scaffold.starters:
                icon = self._theme.icon(kinds.icon(starter.kind), f"kind.{kinds.hue(starter.kind)}.solid", 16)
                words = _("{words} …").format(words=_(starter.words))
                entry = QAction(icon, shown.on_button(words), menu)
                entry.setToolTip(kinds.word(starter.kind))
                entry.triggered.connect(lambda _checked=False, starter=starter: self.take(starter))
                menu.addAction(entry)
        return menu

    def take(self, starter: Starter) -> None:
        """Put a starter into the line, as if it had been typed: Ctrl+Z takes it out again."""
        field = self._capture.field
        told = Starter(starter.kind, _(starter.words), starter.builds_on)
        text, at = begun(field.text(), self._known(), told)
        field.selectAll()
        field.insert(text)
        field.setCursorPosition(shown.units(text, at))
        field.setFocus()
