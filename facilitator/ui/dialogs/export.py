"""What a report is to be: for whom, how people appear, on what paper, in which format, and where it goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from facilitator.session.privacy import Audience, Gate
from facilitator.session.state import SessionState
from facilitator.talks import title_of
from facilitator.ui import shown
from facilitator.ui.dialogs.ask import Panel
from facilitator.ui.services import ExportRequest, Services
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Choice, Hairline, Words
from facilitator.words import _, ngettext

FORMATS = ("pdf", "md", "csv", "json", "ics")


def format_word(format: str) -> str:
    """The name of a format."""
    return {"pdf": _("PDF"), "md": _("Markdown"), "csv": _("CSV"), "json": _("JSON"), "ics": _("Calendar")}[format]


def format_line(format: str) -> str:
    """What a format is good for."""
    return {
        "pdf": _("To read and to print."),
        "md": _("The same report as plain text."),
        "csv": _("One row for each contribution, for a spreadsheet."),
        "json": _("Everything, to be taken in again by this program."),
        "ics": _("When and where it is, for people’s calendars."),
    }[format]


class ExportDialog(Panel):
    """Asks for a report. Every choice has one that is taken already, so Enter alone makes the usual one."""

    def __init__(
        self,
        services: Services,
        theme: Theme,
        session: str,
        folder: Path,
        parent: QWidget | None = None,
        *,
        taken: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(theme, _("Make a report"), parent, width=560)
        self._services, self._session, self._folder, self._taken = services, session, folder, taken
        state = services.store.state(session)
        self._title = state.about.title
        self._by_hand = False
        # A file's name is read by everybody who sees the folder: nobody is named in that of a talk.
        self._called = title_of("", state.talk.where) if state.talk.guarded else self._title
        about = Words(theme, shown.one_line(self._title), "body", "text.secondary", wraps=True)
        self.column.addWidget(about)
        self._audience(state)
        self.names = Choice(
            theme,
            _("People appear as"),
            [("full", _("Names")), ("initials", _("Initials")), ("none", _("Anonymous"))],
            services.settings.names,
        )
        self._row(_("People appear as"), self.names)
        self._consent(state)
        self.format = Choice(theme, _("Format"), [(one, format_word(one)) for one in FORMATS], "pdf")
        self.format.chosen.connect(self._format_chosen)
        self._row(_("Format"), self.format)
        self._format_line = Words(theme, "", "small", "text.secondary", wraps=True)
        self.column.addWidget(self._format_line)
        self.paper = Choice(theme, _("Paper"), [("a4", _("A4")), ("letter", _("Letter"))], services.settings.paper)
        self._row(_("Paper"), self.paper)
        self.column.addWidget(Hairline(theme))
        self._where()
        cancel = Button(theme, _("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = Button(theme, "", look="filled", icon="download")
        self.go.clicked.connect(self.accept)
        self.go.setDefault(True)
        self.finish(cancel, self.go)
        self._format_chosen("pdf")

    def _row(self, label: str, control: QWidget) -> None:
        row = QHBoxLayout()
        name = Words(self.theme, label, "body", "text.secondary")
        name.setMinimumWidth(round(140 * min(self.theme.scale, 1.5)))
        row.addWidget(name)
        row.addWidget(control)
        row.addStretch()
        self.column.addLayout(row)

    def _audience(self, state: SessionState) -> None:
        """For whom it may be; a talk is offered only to those it is for."""
        self.column.addWidget(Words(self.theme, _("For"), "caption_strong", "text.secondary"))
        self._for = QButtonGroup(self)
        choices = (
            ("everyone", _("Everyone who was there")),
            *([("participant", _("The other person"))] if state.talk.guarded else []),
            ("sponsor", _("Sponsor")),
            ("facilitator", _("Me, with my notes")),
            ("research", _("Research, without names")),
        )
        open_to = [choice for choice in choices if Gate(Audience(choice[0])).opens(state)]
        for place, (value, words) in enumerate(open_to):
            button = QRadioButton(words)
            button.setProperty("audience", value)
            button.setFont(self.theme.font("body"))
            button.setChecked(place == 0)
            button.setMinimumHeight(self.theme.tall(26))
            self._for.addButton(button, place)
            self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self._for.buttonClicked.connect(self._audience_chosen)

    def _audience_chosen(self) -> None:
        if self.audience == "research":
            self.names.take("none")

    @property
    def audience(self) -> str:
        """For whom it is."""
        button = self._for.checkedButton()
        return str(button.property("audience")) if button is not None else "everyone"

    def _consent(self, state: SessionState) -> None:
        silent = sum(not person.named for person in state.people.present())
        if silent:
            words = ngettext(
                "{count} did not agree to be named: “a participant”.",
                "{count} did not agree to be named: “a participant”.",
                silent,
            )
            self.column.addWidget(Words(self.theme, words.format(count=silent), "small", "text.secondary", wraps=True))

    def _where(self) -> None:
        name = Words(self.theme, _("Save as"), "caption_strong", "text.secondary")
        self.column.addWidget(name)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.path = QLineEdit()
        self.path.setAccessibleName(_("Save as"))
        self.path.textEdited.connect(self._typed)
        name.setBuddy(self.path)
        choose = Button(self.theme, _("Choose"), icon="folder-open")
        choose.clicked.connect(self._choose)
        row.addWidget(self.path, 1)
        row.addWidget(choose)
        self.column.addLayout(row)

    def _typed(self) -> None:
        self._by_hand = True
        self.go.setEnabled(bool(self.path.text().strip()))

    def _free(self, format: str) -> Path:
        """A name in the folder that nothing has yet."""
        name = Path(self._services.export_name(self._called, format))
        number = 2
        free = name.name
        while free in self._taken:
            free = f"{name.stem}-{number}{name.suffix}"
            number += 1
        return self._folder / free

    def _format_chosen(self, format: str) -> None:
        self.paper.setEnabled(format == "pdf")
        self._format_line.setText(format_line(format))
        self.go.setText(" " + _("Export {format}").format(format=format_word(format)))
        if self._by_hand and self.path.text().strip():
            self.path.setText(str(Path(self.path.text().strip()).with_suffix(f".{format}")))
        else:
            self.path.setText(str(self._free(format)))
        self.path.setCursorPosition(len(self.path.text()))

    def _choose(self) -> None:
        dialog = QFileDialog(self, _("Save the report as"), self.path.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(self.format.value)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, file: str) -> None:
        self._by_hand = True
        self.path.setText(file)

    @property
    def request(self) -> ExportRequest:
        """What was asked for."""
        target = Path(self.path.text().strip()).expanduser()
        if not target.is_absolute():
            target = self._folder / target
        return ExportRequest(
            self._session, self.format.value, target, self.audience, self.names.value, self.paper.value
        )
