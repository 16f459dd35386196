"""The header of a session: back, what it is called and when it is, finding in it, its report, and more."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, IconButton, OneLine, Words
from facilitator.words import _


class SessionHeader(QWidget):
    """56 px at the top of a session.

    Signals:
        back_asked, report_asked: the buttons.
        more_asked: the menu is wanted, at a place on the screen.
        narrow_toggled: the column of kinds, themes and people is wanted where there is little room.
    """

    back_asked = Signal()
    report_asked = Signal()
    more_asked = Signal(QPoint)
    narrow_toggled = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 16, 0)
        row.setSpacing(8)
        back = IconButton(theme, "arrow-left", _("All sessions"), "Alt+←", flips=True)
        back.clicked.connect(self.back_asked)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        self.title = OneLine(theme, "", "bar_title")
        self.when = Words(theme, "", "caption", "text.secondary")
        titles.addStretch()
        titles.addWidget(self.title)
        titles.addWidget(self.when)
        titles.addStretch()
        self.find_field = QLineEdit()
        self.find_field.setPlaceholderText(_("Find in this session"))
        self.find_field.setAccessibleName(_("Find in this session"))
        self.find_field.setToolTip(_("Find in this session (Ctrl+F)"))
        self.report = Button(theme, _("Report"), icon="file-text", key="Ctrl+R")
        self.report.clicked.connect(self.report_asked)
        self._more = IconButton(theme, "ellipsis", _("More"))
        self._more.clicked.connect(self._show_more)
        self.narrow = IconButton(theme, "filter", _("Show only"))
        self.narrow.setCheckable(True)
        self.narrow.toggled.connect(self.narrow_toggled)
        self.narrow.hide()
        row.addWidget(back)
        row.addWidget(self.narrow)
        row.addLayout(titles, 1)
        row.addWidget(self.find_field)
        row.addWidget(self.report)
        row.addWidget(self._more)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        self.setFixedHeight(self._theme.tall(self._theme.size("session_header_h")))
        self.find_field.setFixedWidth(round(240 * min(self._theme.scale, 1.4)))

    def _show_more(self) -> None:
        self.more_asked.emit(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))
