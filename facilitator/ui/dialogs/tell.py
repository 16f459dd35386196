"""Small windows that tell something longer than a line: what an import left out, and a fault of the program."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from facilitator.ui import shown
from facilitator.ui.dialogs.ask import Panel
from facilitator.ui.services import Imported
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _, ngettext

MOST_LINES = 2000


class LeftOutDialog(Panel):
    """What an import took and what it left out, with place and reason."""

    def __init__(self, theme: Theme, results: Sequence[Imported], parent: QWidget | None = None) -> None:
        super().__init__(theme, _("What was taken in"), parent, width=640)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("What was taken in"))
        self.text.setPlainText("\n".join(self._lines(results)))
        self.text.setMinimumHeight(280)
        self.text.setTabChangesFocus(True)
        self.column.addWidget(self.text, 1)
        close = Button(theme, _("Close"), look="filled")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        self.finish(close)

    def _lines(self, results: Sequence[Imported]) -> list[str]:
        lines: list[str] = []
        for result in results:
            name = shown.one_line(result.file.name)
            if result.problem:
                lines.append(f"{name}: {shown.one_line(result.problem)}")
            else:
                took = ngettext("{count} card", "{count} cards", result.contributions)
                lines.append(f"{name}: {took.format(count=result.contributions)}")
            lines.extend(
                f"    {shown.one_line(left.where)}: {shown.one_line(left.reason)}"
                for left in result.skipped[:MOST_LINES]
            )
            rest = len(result.skipped) - MOST_LINES
            if rest > 0:
                lines.append("    " + ngettext("and {count} more", "and {count} more", rest).format(count=rest))
            lines.append("")
        return lines


class CrashDialog(Panel):
    """The program did something wrong: the work is safe, and a report can be copied."""

    def __init__(self, theme: Theme, report: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Something went wrong in the program"), parent, width=600)
        self.report = report
        self.column.addWidget(
            Words(theme, _("Your work is safe: everything that was said is already in the record."), "body", wraps=True)
        )
        self.column.addWidget(
            Words(
                theme,
                _(
                    "You can go on. If it happens again, close the program and start it again. The report below says "
                    "where it happened; nobody's words or names are in it, so it can be sent to whoever looks after "
                    "the program."
                ),
                "body",
                "text.secondary",
                wraps=True,
            )
        )
        self.text = QPlainTextEdit(report)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("The report"))
        self.text.setFont(theme.font("caption"))
        self.text.setMinimumHeight(200)
        self.text.setTabChangesFocus(True)
        self.column.addWidget(self.text, 1)
        self.copy = Button(theme, _("Copy the report"), icon="copy")
        self.copy.clicked.connect(self._copy)
        go_on = Button(theme, _("Go on"), look="filled")
        go_on.clicked.connect(self.accept)
        go_on.setDefault(True)
        self.finish(self.copy, go_on)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
        self.copy.setText(" " + _("Copied"))
