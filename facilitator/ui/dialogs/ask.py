"""Small windows that ask one thing, and how they are waited for: opened, never run in a loop of their own."""

from __future__ import annotations

import asyncio
import contextlib

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _


async def ask(dialog: QDialog) -> int:
    """Open a dialog and wait until it is finished; gives its result."""
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def finished(result: int) -> None:
        if not ended.done():
            ended.set_result(result)

    dialog.finished.connect(finished)
    dialog.open()
    try:
        return await ended
    finally:
        with contextlib.suppress(RuntimeError):  # the window may have been freed with all it holds
            dialog.deleteLater()


class Panel(QDialog):
    """A dialog in our measure: a title, what it holds, and buttons at the trailing end."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None, *, width: int = 480) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setMinimumWidth(round(width * min(theme.scale, 1.5)))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(28, 24, 28, 24)
        self.column.setSpacing(12)
        self.column.addWidget(Words(theme, title, "title"))
        self.trouble = Words(theme, "", "small", "semantic.danger", wraps=True)
        self.trouble.hide()

    def finish(self, *buttons: Button) -> None:
        """Put the foot in: a place for what went wrong, then the buttons."""
        self.column.addWidget(self.trouble)
        self.column.addSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for button in buttons:
            row.addWidget(button)
        self.column.addLayout(row)

    def say(self, words: str) -> None:
        """What went wrong, one sentence."""
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))


class AskLine(Panel):
    """Asks for one line, such as a title."""

    def __init__(
        self, theme: Theme, title: str, label: str, verb: str, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, title, parent)
        name = Words(theme, label, "body", "text.secondary")
        self.field = QLineEdit(text)
        self.field.setMaxLength(200)
        self.field.setAccessibleName(label)
        self.field.selectAll()
        name.setBuddy(self.field)
        self.column.addWidget(name)
        self.column.addWidget(self.field)
        cancel = Button(theme, _("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = Button(theme, verb, look="filled")
        self.go.clicked.connect(self.accept)
        self.go.setDefault(True)
        self.go.setEnabled(bool(text.strip()))
        self.field.textChanged.connect(lambda typed: self.go.setEnabled(bool(typed.strip())))
        self.finish(cancel, self.go)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def text(self) -> str:
        """The line as typed."""
        return self.field.text().strip()
