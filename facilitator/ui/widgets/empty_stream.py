"""A stream without cards: what to do first, or what was looked for in vain."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from facilitator.ui import shown
from facilitator.ui.models.stream import Filter
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _


class EmptyStream(QWidget):
    """Stands where the cards would be.

    Signals:
        everything_asked: show every card again.
    """

    everything_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 48, 32, 0)
        column.setSpacing(4)
        self._icon = QLabel()
        self._title = Words(theme, "", "title_small")
        self._words = Words(theme, "", "body", "text.secondary", wraps=True)
        self._words.setMaximumWidth(theme.size("reading_measure"))
        self.action = Button(theme, _("Show everything"))
        self.action.clicked.connect(self.everything_asked)
        for part in (self._icon, self._title, self._words):
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch()

    def tell(self, chosen: Filter) -> None:
        """Say why there is nothing."""
        icon = "search" if chosen.active else "sticky-note"
        self._icon.setPixmap(self._theme.pixmap(icon, "text.secondary", 24, self.devicePixelRatioF()))
        self.action.setVisible(chosen.active)
        if chosen.words:
            self._title.setText(_("Nothing here says “{words}”.").format(words=shown.isolated(chosen.words)))
            self._words.setText(_("Words, names and themes of this session were searched."))
        elif chosen.active:
            self._title.setText(_("No such card"))
            self._words.setText("")
        else:
            self._title.setText(_("Nothing was said yet"))
            self._words.setText(
                _(
                    "Type below what somebody says and press Enter: a name, a colon, their words. "
                    "A sign at the start says what kind it is: * idea, ? question, ! commitment."
                )
            )
