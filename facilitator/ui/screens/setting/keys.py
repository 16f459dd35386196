"""*Keys and capture*: what the hands do while people talk."""

from __future__ import annotations

from PySide6.QtWidgets import QSystemTrayIcon

from facilitator.settings import CONSENTS
from facilitator.ui.actions import native
from facilitator.ui.capture_ways import CONSENT_KEY, consent_word
from facilitator.ui.screens.setting.controls import SwitchLine, WrapChoice
from facilitator.ui.screens.setting.form import Form
from facilitator.ui.widgets.plain import Button
from facilitator.words import _


class KeysAndCapture:
    """The section."""

    def __init__(self, form: Form) -> None:
        theme, chosen, change = form.theme, form.around.services.settings, form.around.change
        self.map = Button(theme, _("Show every key"), icon="keyboard", key="F1")
        form.row("keys", self.map, middle=True)
        self.line_consent = WrapChoice(
            theme, _("May a line leave the room?"), [(one, consent_word(one)) for one in CONSENTS], chosen.line_consent
        )
        self.line_consent.chosen.connect(lambda value: change(line_consent=value))
        told = _("Holds for sessions opened from now on. {key} changes it for one line.")
        form.row("line_consent", self.line_consent, form.small(told.format(key=native(CONSENT_KEY))))
        self.film = SwitchLine(
            theme,
            _("Typing stops it, Enter lets it go on"),
            _("For films chosen from now on. Each film has the same switch beside its speed."),
            on=chosen.film_waits,
        )
        self.film.turned.connect(lambda on: change(film_waits=on))
        form.row("film", self.film)
        there = QSystemTrayIcon.isSystemTrayAvailable()
        told = _("From the next start on. Its click opens the log window.")
        gone = _("This desktop has no place for such an icon.")
        self.tray = SwitchLine(theme, _("An icon beside the clock"), told if there else gone, on=chosen.tray)
        self.tray.turned.connect(lambda on: change(tray=on))
        form.row("tray", self.tray)
        self.awake = SwitchLine(
            theme,
            _("Does not fall asleep"),
            _("From the next session opened on. Notifications are held back too, where the system lets us."),
            on=chosen.keep_awake,
        )
        self.awake.turned.connect(lambda on: change(keep_awake=on))
        form.row("awake", self.awake)
