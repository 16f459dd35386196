"""The room's Wi-Fi: its name and password, asked once, and a code with which a phone joins it.

They are kept in memory alone, and go nowhere but into the picture here and onto the poster.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from facilitator.ui.phones.picture import CodePicture
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _

LONGEST = 63
"""Characters of a password; a network's name has at most 32."""


class Network(NamedTuple):
    """A network: its name, and its password where it has one."""

    name: str = ""
    password: str = ""


class WifiPage(QWidget):
    """The page in the drawer.

    Signals:
        left: back to the guests.
        poster_asked: the poster is wanted now.
    """

    left, poster_asked = Signal(), Signal()

    def __init__(self, theme: Theme, code: Callable[[str, str], tuple[str, ...]]) -> None:
        super().__init__()
        self._code = code
        self.asked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(8)
        column.addWidget(Words(theme, _("The Wi-Fi of this room"), "title_small", wraps=True))
        column.addWidget(
            Words(
                theme,
                _("For phones that are in no network yet. It is kept only while this program runs, and stands on the "
                  "poster. Leave it empty where everybody is in already."),
                "body",
                "text.secondary",
                wraps=True,
            )
        )  # fmt: skip
        column.addSpacing(8)
        self.name = self._field(column, theme, _("Name of the network"), 32)
        self.password = self._field(column, theme, _("Password"), LONGEST)
        self.name.returnPressed.connect(self.password.setFocus)
        self.picture = CodePicture(theme, 216, _("Code that joins the Wi-Fi"))
        column.addSpacing(8)
        column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignLeading)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.poster = Button(theme, _("Make the poster"), look="filled", icon="printer")
        self.poster.clicked.connect(self.poster_asked)
        self.back = Button(theme, _("Back to the guests"))
        self.back.clicked.connect(self.left)
        row.addWidget(self.poster)
        row.addWidget(self.back)
        row.addStretch()
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch()
        self._typed()

    def _field(self, column: QVBoxLayout, theme: Theme, words: str, most: int) -> QLineEdit:
        label = Words(theme, words, "small", "text.secondary")
        field = QLineEdit()
        field.setMaxLength(most)
        field.setMaximumWidth(420)
        field.setAccessibleName(words)
        label.setBuddy(field)
        field.textChanged.connect(self._typed)
        column.addWidget(label)
        column.addWidget(field)
        return field

    def network(self) -> Network:
        """What was said."""
        name = self.name.text().strip()
        return Network(name, self.password.text() if name else "")

    def _typed(self) -> None:
        if not hasattr(self, "picture"):
            return
        found = self.network()
        self.picture.setVisible(bool(found.name))
        if found.name:
            self.picture.put(self._code(found.name, found.password), found.name)
