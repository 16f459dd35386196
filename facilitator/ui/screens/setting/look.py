"""*Look and language*: what the window looks like to one person on one computer."""

from __future__ import annotations

from facilitator.ui.screens.setting.controls import PickBox, SwitchLine, WrapChoice
from facilitator.ui.screens.setting.form import Form
from facilitator.ui.widgets.plain import Words
from facilitator.words import _, languages

SIZES = (("1.0", "100 %"), ("1.25", "125 %"), ("1.5", "150 %"), ("1.75", "175 %"), ("2.0", "200 %"))


class Look:
    """The section."""

    def __init__(self, form: Form) -> None:
        theme, chosen, change = form.theme, form.around.services.settings, form.around.change
        self.theme = WrapChoice(
            theme,
            _("Light or dark"),
            [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
            chosen.theme,
        )
        self.theme.chosen.connect(lambda value: change(theme=value))
        form.row("theme", self.theme)
        now = min((value for value, _words in SIZES), key=lambda value: abs(float(value) - chosen.text_scale))
        self.text_size = WrapChoice(theme, _("Text size"), SIZES, now)
        self.text_size.chosen.connect(lambda value: change(text_scale=float(value)))
        form.row("text_size", self.text_size)
        self.motion = SwitchLine(
            theme, _("Nothing moves"), _("Where the system asks for less motion, it is so already."),
            on=chosen.motion == "less",
        )  # fmt: skip
        self.motion.turned.connect(lambda on: change(motion="less" if on else "system"))
        form.row("motion", self.motion)
        tags = languages()
        self.language: PickBox | None = None
        if len(tags) < 2:
            form.row("language", Words(theme, _("English is the only one there is so far."), wraps=True), middle=True)
            return
        choices = [("", _("As the system")), *((tag, _called(tag)) for tag in tags)]
        self.language = PickBox(theme, _("Language"), choices, chosen.language)
        self.language.picked.connect(lambda value: change(language=value))
        form.row("language", self.language, form.small(_("From the next start on; the direction goes with it.")))


def _called(tag: str) -> str:
    """A language in its own words."""
    from PySide6.QtCore import QLocale

    return QLocale(tag).nativeLanguageName() or tag
