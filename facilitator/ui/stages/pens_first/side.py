"""Beside the writing: what comes after the reveal, what the room sees, what helps where writing is hard."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitator.session.room import RoomView
from facilitator.ui import shown
from facilitator.ui.room.preview import RoomPreview
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import OneLine, Words
from facilitator.words import _


class PensSide(QWidget):
    """Three short parts under each other."""

    def __init__(self, theme: Theme, help_words: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(4)

        def part(heading: str, words: str) -> Words:
            column.addWidget(Words(theme, heading, "body_strong", wraps=True))
            told = Words(theme, words, "small", "text.secondary", wraps=True)
            column.addWidget(told)
            return told

        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Words(theme, _("Stream"), "caption_strong", "text.secondary"))
        rests = OneLine(theme, "", "caption", "text.secondary")
        rests.setText(_("rests while people write"))
        head.addWidget(rests, 1)
        column.addLayout(head)
        column.addSpacing(12)
        part(
            _("After the reveal"),
            _("Each says one sentence, in the order of the circle. A promise with a date becomes a commitment."),
        )
        column.addSpacing(16)
        self.told = part(_("On the room screen"), "")
        column.addSpacing(8)
        self.preview = RoomPreview(theme)
        column.addWidget(self.preview)
        column.addSpacing(16)
        part(_("For whom writing is hard"), shown.visible(help_words) or _("Draw it, or tell a neighbour who writes."))
        column.addStretch()

    def show_view(self, view: RoomView) -> None:
        """Show what the room sees now."""
        words = self.preview.words
        self.preview.show_view(view)
        told = _("The question, the time and “{words}”.").format(words=words()) if words() else ""
        self.told.setText(told or _("The question and the time."))
