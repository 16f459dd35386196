"""*Privacy and keeping*: what is kept of people, how long, and what leaves the laptop."""

from __future__ import annotations

from facilitator.settings import ANONYMITY
from facilitator.ui import shown
from facilitator.ui.screens.setting.controls import PickBox, WrapChoice
from facilitator.ui.screens.setting.form import Form
from facilitator.ui.widgets.plain import Words
from facilitator.words import _, ngettext

MONTHS = (0, 1, 3, 6, 12, 24, 60)


class Privacy:
    """The section."""

    def __init__(self, form: Form) -> None:
        from facilitator.ui.plan.editor import anonymity_word  # the plan's machinery, only when this is shown

        theme, services, change = form.theme, form.around.services, form.around.change
        chosen = services.settings
        self.outside = Words(
            theme, _("Nothing goes anywhere by itself. There is no account, and no server but this laptop."), wraps=True
        )
        where = _(
            "Phones you let in see what they are shown while they are in. The record lies in {folder}; what you export "
            "goes where you put it."
        )
        told = where.format(folder=shown.isolated(shown.one_line(str(services.library))))
        form.row("outside", self.outside, form.small(told))
        self.anonymity = WrapChoice(
            theme, _("New activities"), [(one, anonymity_word(one)) for one in ANONYMITY], chosen.anonymity
        )
        self.anonymity.chosen.connect(lambda value: change(anonymity=value))
        form.row("anonymity", self.anonymity, form.small(_("Where nobody is named, no name is kept with a card.")))
        months = sorted({*MONTHS, chosen.keep_months})
        self.keep = PickBox(theme, _("Keeping"), [(one, _keep(one)) for one in months], chosen.keep_months)
        self.keep.picked.connect(lambda value: change(keep_months=value))
        form.row(
            "keep",
            self.keep,
            form.small(
                _("It stands in the plan, on the poster and on the report’s cover. Nothing is deleted by itself.")
            ),
        )


def _keep(months: int) -> str:
    if not months:
        return _("nothing is said")
    if months % 12 == 0:
        years = months // 12
        return ngettext("{count} year", "{count} years", years).format(count=years)
    return ngettext("{count} month", "{count} months", months).format(count=months)
