"""*Reports*: what a report looks like before anything is chosen for it."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QLineEdit

from facilitator.settings import REPORT_ACCENT
from facilitator.ui.screens.setting.controls import WrapChoice, row_of
from facilitator.ui.screens.setting.form import Form
from facilitator.ui.widgets.quiet import Trouble
from facilitator.words import _


class Reports:
    """The section."""

    def __init__(self, form: Form) -> None:
        self._form, theme = form, form.theme
        chosen, change = form.around.services.settings, form.around.change
        self.names = WrapChoice(
            theme,
            _("People appear as"),
            [("full", _("Names")), ("initials", _("Initials")), ("none", _("Anonymous"))],
            chosen.names,
        )
        self.names.chosen.connect(lambda value: change(names=value))
        form.row("names", self.names)
        self.paper = WrapChoice(theme, _("Paper"), [("a4", _("A4")), ("letter", _("Letter"))], chosen.paper)
        self.paper.chosen.connect(lambda value: change(paper=value))
        form.row("paper", self.paper)
        self.organisation = QLineEdit(chosen.organisation)
        self.organisation.setAccessibleName(_("Organisation"))
        self.organisation.setMaxLength(200)
        self.organisation.textEdited.connect(lambda text: change(organisation=text))
        form.row("organisation", self.organisation)
        self.accent = QLineEdit(chosen.report_accent)
        self.accent.setAccessibleName(_("Accent colour"))
        self.accent.setMaxLength(7)
        self.accent.textEdited.connect(self._accent_typed)
        self.accent_trouble = Trouble(theme)
        self._swatch = QLabel()
        form.row("accent", row_of(self._swatch, self.accent), self.accent_trouble, focus=self.accent)
        self._show_accent(chosen.report_accent)
        form.when_styled(self._restyle)

    def _restyle(self) -> None:
        theme = self._form.theme
        self.accent.setFixedWidth(round(140 * theme.scale))
        self._swatch.setFixedSize(theme.mark(20), theme.mark(20))

    def _accent_typed(self, text: str) -> None:
        colour = text.strip() or REPORT_ACCENT
        if len(colour) == 7 and colour.startswith("#") and QColor.isValidColorName(colour):
            self.accent_trouble.say("")
            self._show_accent(colour)
            self._form.around.change(report_accent=colour)
        else:
            self.accent_trouble.say(_("A colour is written as # and six digits, such as #1D6B4A."))

    def _show_accent(self, colour: str) -> None:
        self._swatch.setStyleSheet(f"background: {colour}; border-radius: 4px;")
