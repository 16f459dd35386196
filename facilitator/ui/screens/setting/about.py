"""*Help and about*: what this is, and where to read on."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from facilitator.ui.screens.setting.form import Form
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _


class About:
    """The section."""

    def __init__(self, form: Form) -> None:
        theme, services = form.theme, form.around.services
        self.introduction = Button(theme, _("Read the introduction"), icon="circle-help")
        form.row("introduction", self.introduction)
        form.row(
            "about",
            Words(theme, _("Version {version}").format(version=services.version)),
            form.small(_("Free software under the MIT licence.")),
            form.small(_("The type is Inter and Noto (SIL Open Font Licence), the icons are Lucide’s (ISC).")),
        )
        self.log = Button(theme, _("Show the log"), icon="folder-open")
        self.log.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(services.logs))))
        form.row("log", self.log)
