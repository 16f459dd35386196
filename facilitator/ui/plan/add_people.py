"""Names typed or pasted into a plan, in whatever form they come, with what will be made of them told beforehand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from facilitator import tasks
from facilitator.ui import shown
from facilitator.ui.dialogs.ask import Panel
from facilitator.ui.services import GuestList
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.key_caps import KeyCaps
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _, ngettext

Reader = Callable[[str], Awaitable[GuestList]]
ADD_KEY = "Ctrl+Return"
REST_MS = 150
"""The list is read when the hands rest this long."""


def left_out_words(found: GuestList, most: int = 5) -> str:
    """What of a list could not be used, each place with its reason; empty where everything could."""
    if not found.skipped:
        return ""
    told = "; ".join(f"{shown.one_line(one.where)}: {one.why}" for one in found.skipped[:most])
    more = len(found.skipped) - most
    if more > 0:
        told += _(", and {count} more").format(count=more)
    return _("Left out: {what}").format(what=told)


def found_words(found: GuestList) -> str:
    """How many people are on a list; and where several stand on one line of it, who they are."""
    count = len(found.guests)
    if not count:
        return _("Nobody found yet")
    words = ngettext("{count} person found", "{count} people found", count).format(count=count)
    lines: dict[str, list[str]] = {}
    for guest in found.guests:
        lines.setdefault(guest.where, []).append(shown.isolated(shown.one_line(guest.name)))
    several = next((names for names in lines.values() if len(names) > 1), None)
    if several is None or len(lines) < 2:
        return words
    told = _("On one line, each of them counts: {names}.").format(names="; ".join(several))
    return f"{words}. {told}"


class AddPeople(Panel):
    """Asks for names. How many people it makes of them stands under the field while one types."""

    def __init__(
        self, theme: Theme, known: Sequence[str], parent: QWidget | None = None, *, read: Reader | None = None
    ) -> None:
        super().__init__(theme, _("Add people"), parent, width=520)
        self._read = read
        words = _("One name a line, or paste a table, a list from a mail, or contacts (CSV, vCard).")
        self.column.addWidget(Words(theme, words, "body", "text.secondary", wraps=True))
        self.field = QPlainTextEdit()
        self.field.setAccessibleName(_("Names"))
        self.field.setTabChangesFocus(True)
        self.field.setMinimumHeight(180)
        self.column.addWidget(self.field)
        self.known = QLineEdit()
        self.known.setPlaceholderText(_("Or somebody you know already"))
        self.known.setAccessibleName(_("Somebody you know already"))
        if known:
            self._complete(known)
            self.column.addWidget(self.known)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.found = Words(theme, "", "small", "text.secondary", wraps=True)
        foot.addWidget(self.found, 1)
        foot.addWidget(KeyCaps(theme, ADD_KEY), 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(Words(theme, _("adds them"), "small", "text.secondary"), 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(foot)
        self.left_out = Words(theme, "", "small", "semantic.warning", wraps=True)
        self.left_out.hide()
        self.column.addWidget(self.left_out)
        cancel = Button(theme, _("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = Button(theme, _("Add"), look="filled")
        self.go.setToolTip(_("Add (Ctrl+Enter)"))
        self.go.clicked.connect(self.accept)
        self.finish(cancel, self.go)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(lambda: tasks.start(self._look(), "count the people of a list"))
        self.field.textChanged.connect(self._rest.start)
        self.known.textChanged.connect(lambda _text: self._rest.start())
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _complete(self, known: Sequence[str]) -> None:
        from PySide6.QtWidgets import QCompleter

        completer = QCompleter(list(known), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(lambda name: self._take_known(str(name)))
        self.known.setCompleter(completer)

    def _take_known(self, name: str) -> None:
        text = self.field.toPlainText().rstrip()
        self.field.setPlainText(f"{text}\n{name}" if text else name)
        self.known.clear()

    @property
    def text(self) -> str:
        """What was typed or pasted, with a name still in the lower field."""
        name = self.known.text().strip()
        return "\n".join(part for part in (self.field.toPlainText(), name) if part.strip())

    async def _look(self) -> None:
        """Read what is there now, and say what it will become."""
        text = self.text
        if self._read is None or not text.strip():
            self._say("", "")
            return
        found = await self._read(text)
        if shiboken6.isValid(self) and text == self.text:
            self._say(found_words(found), left_out_words(found, 2))

    def _say(self, words: str, left_out: str) -> None:
        self.found.setText(words)
        self.left_out.setText(left_out)
        self.left_out.setVisible(bool(left_out))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter adds."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.accept()
            return
        super().keyPressEvent(event)
