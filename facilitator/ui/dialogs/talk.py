"""What belongs to a talk and needs a window of its own: what may be written, and giving a line on with leave."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from facilitator import talks
from facilitator.ui import shown
from facilitator.ui.dialogs.ask import Panel
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _

LONGEST_SHOWN = 80


class NormsDialog(Panel):
    """What may be written about a talk, and what becomes of it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("What may be written here"), parent, width=520)
        for norm in talks.norms():
            self.column.addWidget(Words(theme, norm, "body", "text.primary", wraps=True))
        close = Button(theme, _("Close"), look="filled")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        self.finish(close)


class GiveOnDialog(Panel):
    """A line of a talk becomes a contribution in a session, without names, if the other person said yes."""

    def __init__(
        self,
        theme: Theme,
        lines: Sequence[tuple[str, str]],
        sessions: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("Give a line to a session"), parent, width=520)
        self.column.addWidget(Words(theme, _("Which line"), "small", "text.secondary"))
        self.line = self._box(_("Which line"), lines)
        self.column.addWidget(Words(theme, _("To which session"), "small", "text.secondary"))
        self.session = self._box(_("To which session"), sessions)
        self.leave = QCheckBox(_("The other person said yes to this line"))
        self.leave.setFont(theme.font("body"))
        self.column.addWidget(self.leave)
        note = _("It is given without names. The talk itself stays as private as it is.")
        self.column.addWidget(Words(theme, note, "small", "text.secondary", wraps=True))
        close = Button(theme, _("Close"), look="quiet")
        close.clicked.connect(self.reject)
        give = Button(theme, _("Give it"), look="filled")
        give.clicked.connect(self._give)
        give.setDefault(True)
        self.finish(close, give)

    def _box(self, name: str, rows: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setFont(self.theme.font("body"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(24)
        for value, words in rows:
            line = shown.one_line(words)
            self.theme.fonts.ensure(line)
            box.addItem(line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…", value)
        self.column.addWidget(box)
        return box

    def _give(self) -> None:
        if not self.leave.isChecked():
            self.say(_("Ask the other person first: a line leaves a talk only with their leave."))
            self.leave.setFocus()
            return
        self.accept()
