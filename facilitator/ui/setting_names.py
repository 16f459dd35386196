"""The settings by their names, so that they are found before their page was ever built."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.words import _


@dataclass(frozen=True, slots=True)
class NamedSetting:
    """A setting by its name: what it is for, and the section it stands in."""

    name: str
    told: str
    section: str


def named_settings() -> list[NamedSetting]:
    """Every row of the page *Settings*, in order; a test holds both together."""
    work, look, reports = _("How we work"), _("Look"), _("Reports")
    library, about = _("Library and backups"), _("Help and about")
    return [
        NamedSetting(_("What we mean by learning here"), _("Printed on plans and on the cover of every report."), work),
        NamedSetting(_("Rule of the room"), _("The first choice for a new session."), work),
        NamedSetting(_("Organisation"), _("Stands on the cover; empty leaves it out."), work),
        NamedSetting(_("Lenses"), _("Other people’s models, named as theirs. Off until somebody asks for one."), work),
        NamedSetting(_("Coach"), _("A quiet line while a session runs, with its reason; never twice the same."), work),
        NamedSetting(_("Light or dark"), _("Follows the system unless chosen."), look),
        NamedSetting(_("Text size"), _("Beside the system's own."), look),
        NamedSetting(
            _("People appear as"),
            _("The first choice for a new report. Whoever did not agree to be named is “a participant”."),
            reports,
        ),
        NamedSetting(_("Paper"), "", reports),
        NamedSetting(_("Accent colour"), _("Your organisation's colour, for headings of reports."), reports),
        NamedSetting(_("The library"), _("Everything that was said is kept in this folder."), library),
        NamedSetting(_("Backups"), _("Made by themselves while you work, thinned as they grow old."), library),
        NamedSetting(_("Is everything whole?"), "", library),
        NamedSetting(
            _("What learning from each other is"),
            _("Two minutes: an example, a counter-example, and ten sentences."),
            about,
        ),
        NamedSetting(_("Keys"), _("Everything can be done without the mouse."), about),
        NamedSetting("Facilitator", _("The facilitator's instrument for social learning."), about),
        NamedSetting(_("The log"), _("What the program did, without anybody's words."), about),
    ]
