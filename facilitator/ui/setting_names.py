"""The settings by their names, found before their page was ever built: one list for page and palette."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.words import _

WORK, LOOK, KEYS, PHONES, PRIVACY, REPORTS, BACKUPS, ABOUT = (
    "work", "look", "keys", "phones", "privacy", "reports", "backups", "about",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page: its icon and its name."""

    id: str
    icon: str
    name: str


@dataclass(frozen=True, slots=True)
class NamedSetting:
    """A setting by its name: what it is for, and the section (its name) it stands in."""

    id: str
    name: str
    told: str
    section: str


def sections() -> list[Section]:
    """The sections, in order."""
    return [
        Section(WORK, "sliders-horizontal", _("How we work")),
        Section(LOOK, "palette", _("Look and language")),
        Section(KEYS, "keyboard", _("Keys and capture")),
        Section(PHONES, "smartphone", _("Phones and network")),
        Section(PRIVACY, "shield-check", _("Privacy and keeping")),
        Section(REPORTS, "file-text", _("Reports")),
        Section(BACKUPS, "database", _("Backups and team")),
        Section(ABOUT, "life-buoy", _("Help and about")),
    ]


def named_settings() -> list[NamedSetting]:
    """Every row of the page *Settings*, in order."""
    names = {section.id: section.name for section in sections()}
    return [NamedSetting(key, name, told, names[section]) for section, key, name, told in _rows()]


def _rows() -> list[tuple[str, str, str, str]]:
    return [
        (WORK, "learning", _("What we mean by learning here"), _("Printed on plans and on the cover of every report.")),
        (WORK, "room_rule", _("Rule of the room"), _("The first choice for a new session.")),
        (WORK, "talk_time", _("Talk time in a discussion"), _("Only on the facilitator’s screen, never in a report.")),
        (WORK, "ask_again", _("Outcome card"), _("At the end, and again after some weeks.")),
        (WORK, "lens", _("Lenses"), _("Other people’s models, named as theirs. Off until somebody asks for one.")),
        (WORK, "coach", _("Coach"), _("One quiet line, never more than one.")),
        (WORK, "headphones", _("Headphones mode"), _("Run a session alone, with the clock and a sample talk.")),
        (LOOK, "theme", _("Light or dark"), _("Follows the system unless chosen.")),
        (LOOK, "text_size", _("Text size"), _("Beside the system’s own.")),
        (LOOK, "motion", _("Motion"), _("Cards take their place at once instead of moving there.")),
        (LOOK, "language", _("Language"), _("Of the program’s own words. What people say stays as they said it.")),
        (KEYS, "keys", _("Keys"), _("Everything can be done without the mouse.")),
        (KEYS, "line_consent", _("May a line leave the room?"), _("What holds until it is said otherwise.")),
        (KEYS, "film", _("Film"), _("While you write down what somebody says about it.")),
        (KEYS, "tray", _("Log from anywhere"), _("After lunch, without looking for the window.")),
        (KEYS, "awake", _("Laptop"), _("While a session runs.")),
        (PHONES, "phones_hold", _("New cards"), _("When phones are let in; the drawer changes it for this time.")),
        (PHONES, "phones_unnamed", _("Names"), _("What a phone asks for when somebody joins.")),
        (PHONES, "phones_port", _("Port"), _("One number to open in a firewall. Empty: the last one, or any.")),
        (PHONES, "phones_router", _("Network"), _("Behind a router of your own that hides the phones.")),
        (PRIVACY, "outside", _("What leaves this laptop"), ""),
        (PRIVACY, "anonymity", _("New activities"), _("How people appear in what they give; each can say otherwise.")),
        (PRIVACY, "keep", _("Keeping"), _("The first choice for a new session, counted from its beginning.")),
        (REPORTS, "names", _("People appear as"),
         _("The first choice for a new report. Whoever did not agree to be named is “a participant”.")),
        (REPORTS, "paper", _("Paper"), _("For reports and for sheets to print.")),
        (REPORTS, "organisation", _("Organisation"), _("Stands on the cover; empty leaves it out.")),
        (REPORTS, "accent", _("Accent colour"), _("Your organisation’s colour, for headings of reports.")),
        (BACKUPS, "library", _("The library"), _("Everything that was said is kept in this folder.")),
        (BACKUPS, "backups", _("Backups"), _("Made by themselves while you work, thinned as they grow old.")),
        (BACKUPS, "restore", _("Go back to a backup"), _("What was there before is kept beside it.")),
        (BACKUPS, "check", _("Is everything whole?"), _("Reads every fact and compares it with its sum.")),
        (BACKUPS, "team", _("Pass a session on"), _("To somebody who works with this program too.")),
        (ABOUT, "introduction", _("What learning from each other is"),
         _("Two minutes: an example, a counter-example, and ten sentences.")),
        (ABOUT, "about", "Facilitator", _("The facilitator’s instrument for social learning.")),
        (ABOUT, "log", _("The log"), _("What the program did, without anybody’s words.")),
    ]  # fmt: skip
