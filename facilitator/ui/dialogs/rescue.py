"""What is asked when the library's file cannot be trusted: go back to a backup, or leave everything as it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from facilitator.ui import shown, times
from facilitator.ui.dialogs.ask import Panel
from facilitator.ui.services import Backup
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _


class RescueDialog(Panel):
    """Says what is the matter and offers the last good backup. The damaged file is kept whatever is chosen."""

    def __init__(self, theme: Theme, sentence: str, backups: Sequence[Backup], parent: QWidget | None = None) -> None:
        super().__init__(theme, _("The library cannot be read"), parent, width=560)
        self.column.addWidget(Words(theme, shown.one_line(sentence), "body", wraps=True))
        self.backup = next((backup for backup in backups if backup.good), None)
        leave = Button(theme, _("Leave everything as it is"))
        leave.clicked.connect(self.reject)
        if self.backup is None:
            words = _("There is no good backup here. The file is left as it is.")
            self.column.addWidget(Words(theme, words, "body", "text.secondary", wraps=True))
            leave.setDefault(True)
            self.finish(leave)
            return
        when = f"{times.long_day(self.backup.at)}, {times.clock(self.backup.at)}"
        words = _(
            "The last good backup is of {when}. What came after it is not in it; the damaged file is kept beside."
        )
        self.column.addWidget(Words(theme, words.format(when=when), "body", "text.secondary", wraps=True))
        restore = Button(theme, _("Go back to that backup"), look="filled")
        restore.clicked.connect(self.accept)
        leave.setDefault(True)
        self.finish(leave, restore)
        leave.setFocus()
