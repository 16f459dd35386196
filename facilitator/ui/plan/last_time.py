"""What the session before this one in its series left open: read at the beginning, and asked about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitator.session.repeat import COMMITMENT, LeftOpen
from facilitator.ui import shown, times
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Words
from facilitator.words import _

MOST = 8


def line_of(item: LeftOpen) -> str:
    """A commitment with whose it is and its day, or a question with who asked it."""
    words = shown.one_line(item.text)
    person = shown.isolated(item.person) if item.person else ""
    if item.kind == COMMITMENT:
        due = times.due_day(item.due) if item.due else ""
        behind = ", ".join(part for part in (person, due) if part)
    else:
        behind = person
    return f"{words} ({behind})" if behind else words


class LastTime(QWidget):
    """The list; nothing where nothing is open."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.items: tuple[LeftOpen, ...] = ()
        self.hide()

    def show_items(self, items: Sequence[LeftOpen]) -> None:
        """Show these."""
        self.items = tuple(items)
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        theme = self._theme
        self._column.addWidget(Words(theme, _("Still open from last time"), "caption_strong", "text.secondary"))
        for one in self.items[:MOST]:
            theme.fonts.ensure(one.text + one.person)
            colour = "semantic.warning" if one.kind == COMMITMENT else "text.primary"
            self._column.addWidget(Words(theme, line_of(one), "small", colour, wraps=True))
        more = len(self.items) - MOST
        if more > 0:
            self._column.addWidget(Words(theme, _("and {count} more").format(count=more), "small", "text.secondary"))
        self.setVisible(bool(self.items))
