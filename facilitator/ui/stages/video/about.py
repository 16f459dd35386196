"""Whose film it is: where it is from, its licence, who allowed it to be shown."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from facilitator.session.film import DescribeFilm, Film
from facilitator.ui.dialogs.ask import Panel
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _


class AboutFilm(Panel):
    """Asks for the three of them; ``command`` says what was written."""

    def __init__(self, theme: Theme, film: Film, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Whose film it is"), parent)
        self._film = film
        self.fields: dict[str, QLineEdit] = {}
        for name, label in (
            ("source", _("Where it is from")),
            ("licence", _("Licence")),
            ("permission", _("Who allowed it, and when")),
        ):
            words = Words(theme, label, "body", "text.secondary")
            field = QLineEdit(getattr(film, name))
            field.setFont(theme.font("body"))
            field.setMaxLength(400)
            field.setAccessibleName(label)
            words.setBuddy(field)
            self.column.addWidget(words)
            self.column.addWidget(field)
            self.fields[name] = field
        cancel = Button(theme, _("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = Button(theme, _("Keep"), look="filled")
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        self.finish(cancel, self.go)

    def command(self) -> DescribeFilm:
        """What was written."""
        source, licence, permission = (self.fields[name].text().strip() for name in ("source", "licence", "permission"))
        return DescribeFilm(block=self._film.block, source=source, licence=licence, permission=permission)
