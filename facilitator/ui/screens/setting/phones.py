"""*Phones and network*: what holds when phones are let in. What goes on just now is changed in the drawer *Phones*."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from facilitator.settings import PORTS
from facilitator.ui.screens.setting.controls import SwitchLine, row_of
from facilitator.ui.screens.setting.form import Form
from facilitator.ui.widgets.quiet import Trouble
from facilitator.words import _


class PhonesAndNetwork:
    """The section."""

    def __init__(self, form: Form) -> None:
        self._form, theme = form, form.theme
        chosen, change = form.around.services.settings, form.around.change
        self.hold = SwitchLine(
            theme,
            _("Read each one before it is shown"),
            _("A card waits in the drawer until you let it through."),
            on=chosen.phones_hold,
        )
        self.hold.turned.connect(lambda on: change(phones_hold=on))
        form.row("phones_hold", self.hold)
        self.unnamed = SwitchLine(
            theme,
            _("One may join without a name"),
            _("Otherwise nobody comes in before they typed one. Where nobody is named, it stands on no card."),
            on=chosen.phones_unnamed,
        )
        self.unnamed.turned.connect(lambda on: change(phones_unnamed=on))
        form.row("phones_unnamed", self.unnamed)
        self.port = QLineEdit(str(chosen.phones_port) if chosen.phones_port else "")
        self.port.setAccessibleName(_("Port for phones"))
        self.port.setPlaceholderText(_("any"))
        self.port.setMaxLength(6)
        self.port.textEdited.connect(self._port_typed)
        self.port_trouble = Trouble(theme)
        told = form.small(
            _("The laptop itself is the server; no other computer is asked. A port that is taken is passed over.")
        )
        form.row("phones_port", row_of(self.port), self.port_trouble, told, focus=self.port)
        self.router = SwitchLine(
            theme,
            _("All phones come from one address"),
            _("Only then: what one phone may ask is counted for all of them together."),
            on=chosen.phones_one_router,
        )
        self.router.turned.connect(lambda on: change(phones_one_router=on))
        form.row("phones_router", self.router)
        form.when_styled(self._restyle)

    def _restyle(self) -> None:
        self.port.setFixedWidth(round(112 * self._form.theme.scale))

    def _port_typed(self, text: str) -> None:
        """A number, or nothing; what is neither is said under the field, and what held goes on to hold."""
        text = text.strip()
        number = int(text) if text.isascii() and text.isdigit() else -1
        if not text or PORTS[0] <= number <= PORTS[1]:
            self.port_trouble.say("")
            self._form.around.change(phones_port=number if text else 0)
            return
        said = _("A port is a number from {least} to {most}. What held before still holds.")
        self.port_trouble.say(said.format(least=PORTS[0], most=PORTS[1]))
