"""The question before phones are sent away, in the drawer: what it means for those who are in, and two answers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _, ngettext


class StopQuestion(QWidget):
    """A strip under the drawer's head. Enter keeps the phones in, as Esc does: sending them away cannot be undone.

    Signals:
        kept: they stay.
        agreed: they go.
    """

    kept, agreed = Signal(), Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 12, 20, 12)
        column.setSpacing(4)
        self.title = Words(theme, "", "body_strong", wraps=True)
        told = _("They read that it is over, and have to join anew to come back. What they gave stays.")
        self.told = Words(theme, told, "body", "text.secondary", wraps=True)
        self.keep = Button(theme, _("Keep them in"), key="Esc")
        self.keep.clicked.connect(self.kept)
        self.send = Button(theme, _("Send them away"), look="danger")
        self.send.clicked.connect(self.agreed)
        answers = QWidget()
        flow = Flow(answers, gap=8)
        flow.addWidget(self.keep)
        flow.addWidget(self.send)
        for part in (self.title, self.told):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(answers)
        theme.changed.connect(self.update)
        self.hide()

    def ask(self, count: int) -> None:
        """Ask about so many phones; the answer that harms nobody has the focus."""
        self.title.setText(ngettext("Send {count} phone away?", "Send {count} phones away?", count).format(count=count))
        self.setAccessibleName(f"{self.title.text()} {self.told.text()}")
        self.show()
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Its ground says that something is at stake."""
        QPainter(self).fillRect(event.rect(), self._theme.colour("semantic.warning_tint"))
