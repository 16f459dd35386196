"""Over the stream of a session that was ended: it says so for as long as it is so; a click reports, or goes on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from facilitator.ui.actions import native
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, OneLine
from facilitator.words import _


class OverLine(QWidget):
    """40 high.

    Signals:
        report_asked: a report of it is wanted.
        go_on_asked: the session is to go on after all.
    """

    report_asked = Signal()
    go_on_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 0, 24, 0)
        row.setSpacing(16)
        self.words = OneLine(theme, "", "body", "text.secondary")
        row.addWidget(self.words, 0)
        self.report = Button(theme, _("Make a report"), look="link", key=native("Ctrl+R"))
        self.report.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.report.clicked.connect(self.report_asked)
        row.addWidget(self.report)
        self.go_on = Button(theme, _("Go on"), look="link")
        self.go_on.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.go_on.clicked.connect(self.go_on_asked)
        row.addWidget(self.go_on)
        row.addStretch()
        theme.changed.connect(self._fix)
        self._fix()

    def tell(self, words: str) -> None:
        """What is over, and what of its plan did not run."""
        self.words.setText(words)

    def _fix(self) -> None:
        self.setFixedHeight(self._theme.tall(40))
