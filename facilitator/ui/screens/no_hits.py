"""What stands in place of the list of sessions where it is empty: the first steps, or what to look for instead."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from facilitator.ui import shown
from facilitator.ui.number_words import number_word
from facilitator.ui.services import Nearest
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _, ngettext


class NoHits(QWidget):
    """The empty list.

    Signals:
        new_asked, import_asked: the first steps.
        words_asked: other words are to be looked for.
        all_asked: the filters are to be taken back.
    """

    new_asked = Signal()
    import_asked = Signal()
    words_asked = Signal(str)
    all_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 0)
        column.setSpacing(6)
        self._icon = QLabel()
        self.title = Words(theme, "", "title_small", wraps=True)
        self.told = Words(theme, "", "body", "text.secondary", wraps=True)
        self.nearest = Button(theme, "", look="link")
        self.nearest.clicked.connect(lambda: self.words_asked.emit(self._words))
        self.clear = Button(theme, "", look="link")
        self.clear.clicked.connect(self.all_asked)
        self.first = QWidget()
        first = QHBoxLayout(self.first)
        first.setContentsMargins(0, 8, 0, 0)
        first.setSpacing(8)
        begin = Button(theme, _("New session"), look="filled")
        begin.clicked.connect(self.new_asked)
        take = Button(theme, _("Import a transcript"))
        take.clicked.connect(self.import_asked)
        first.addWidget(begin)
        first.addWidget(take)
        first.addStretch()
        for part in (self._icon, self.title):
            column.addWidget(part)
        for button in (self.nearest, self.clear):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.told)
        column.addWidget(self.first)
        column.addStretch()
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def _restyle(self) -> None:
        side = self._theme.mark(24)
        self._icon.setPixmap(self._theme.pixmap("library", "text.secondary", side, self.devicePixelRatioF()))

    def show_first(self) -> None:
        """There are no sessions at all."""
        self._only(self._icon, self.first)
        self.title.setText(_("No sessions yet"))
        self.told.setText(
            _(
                "Begin one and catch what people give each other, or take in a transcript: "
                "choose files, or drop them anywhere on this window."
            )
        )

    def show_none(self, query: str, *, narrowed: bool) -> None:
        """Nothing is found. What could be looked for instead is shown when it is known."""
        self._only()
        if query:
            says = _("Nothing says “{words}” with these filters.") if narrowed else _("Nothing says “{words}”.")
            self.title.setText(says.format(words=shown.isolated(query)))
            self.told.setText(_("Words, names, themes and sessions were searched, in every script."))
        else:
            self.title.setText(_("No session is left by these filters."))
            self.told.setText("")
        if narrowed:
            self.clear.setText(_("Clear the filters"))
            self.clear.show()

    def show_nearest(self, found: Nearest | None) -> None:
        """Offer the largest part of the words that something says."""
        if found is None:
            return
        self._words = found.words
        says = ngettext("{number} session says “{words}”", "{number} sessions say “{words}”", found.sessions)
        words = says.format(number=number_word(found.sessions), words=shown.isolated(found.words))
        self.nearest.setText(shown.on_button(words))
        self.nearest.setAccessibleName(words)
        self.nearest.show()

    def show_without_filters(self, hits: int) -> None:
        """The words are found where the filters are taken back."""
        words = ngettext("Clear the filters: {count} hit", "Clear the filters: {count} hits", hits)
        self.clear.setText(words.format(count=hits))

    def _only(self, *parts: QWidget) -> None:
        for part in (self._icon, self.first, self.nearest, self.clear):
            part.setVisible(part in parts)

    def regions(self) -> list[QWidget]:
        """What can be pressed, in order."""
        return [button for button in (self.nearest, self.clear) if button.isVisible()]
