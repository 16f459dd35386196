"""What is said about phones: the state of a guest, and the ways out when phones do not get in."""

from __future__ import annotations

import datetime
import sys

from facilitator.ui import shown, times
from facilitator.ui.phones.door import (
    ASLEEP,
    AT_DOOR,
    AWAY,
    HAND_UP,
    HELD,
    HERE,
    REMOVED,
    PhoneGuest,
    PhonesStatus,
)
from facilitator.words import _, ngettext

MINUTE = 60_000

ICONS = {
    AT_DOOR: "user-round-plus",
    HERE: "circle-check",
    HAND_UP: "hand",
    AWAY: "wifi-off",
    ASLEEP: "moon",
    HELD: "pause",
    REMOVED: "circle-x",
}

COLOURS = {AWAY: "semantic.warning", HELD: "semantic.info"}


def guest_name(guest: PhoneGuest) -> str:
    """What a guest is called here."""
    return shown.one_line(guest.name) or _("Without a name")


def state_words(guest: PhoneGuest, now_ms: int, zone: datetime.tzinfo | None) -> str:
    """The one state of a guest."""
    clock = times.clock(guest.since_ms, zone)
    if guest.state == HAND_UP:
        words = _("hand up")
    elif guest.state == AWAY:
        words = _("away since {time}").format(time=clock)
    elif guest.state == AT_DOOR:
        words = _("at the door")
    elif guest.state == ASLEEP:
        minutes = max((now_ms - guest.since_ms) // MINUTE, 1)
        words = ngettext("asleep {count} min", "asleep {count} min", minutes).format(count=minutes)
    elif guest.state == HELD:
        words = ngettext("{count} card held", "{count} cards held", guest.held).format(count=guest.held)
    elif guest.state == REMOVED:
        words = _("removed {time}").format(time=clock)
        if guest.hidden:
            gone = ngettext("{count} card hidden", "{count} cards hidden", guest.hidden).format(count=guest.hidden)
            words = _("{state}, {more}").format(state=words, more=gone)
    else:
        words = _("here")
    if guest.waiting and guest.state in (HERE, AWAY):
        waits = ngettext("{count} card waits", "{count} cards wait", guest.waiting).format(count=guest.waiting)
        words = _("{state}, {more}").format(state=words, more=waits)
    if guest.brief_unread and guest.state in (HERE, AWAY, ASLEEP):
        words = _("{state}, {more}").format(state=words, more=_("role brief not opened"))
    return words


def counted(status: PhonesStatus) -> str:
    """How many are in, and how many cards wait for a word."""
    joined = status.joined()
    if not joined:
        return _("nobody yet")
    words = ngettext("{count} here", "{count} here", joined).format(count=joined)
    held = len(status.held)
    if held:
        more = ngettext("{count} card held", "{count} cards held", held).format(count=held)
        words = _("{state}, {more}").format(state=words, more=more)
    return words


def joined_words(status: PhonesStatus) -> str:
    """The same for the status line."""
    if not status.session:
        return _("Phones are off")
    count = status.joined()
    if not count:
        return _("No phone joined yet")
    return ngettext("{count} phone joined", "{count} phones joined", count).format(count=count)


def spaced(code: str) -> str:
    """A code as it is read aloud: three digits and three."""
    return f"{code[:3]} {code[3:]}" if len(code) == 6 else code


def hotspot_words(system: str = sys.platform) -> str:
    """How an own hotspot is opened on this system."""
    if system == "win32":
        return _("Settings, Network and internet, Mobile hotspot: switch it on. Then choose its address at the left.")
    if system == "darwin":
        return _(
            "System Settings, General, Sharing, Internet Sharing: share to Wi-Fi. A Mac without a cable cannot; "
            "use a phone’s hotspot and join it with this laptop. Then choose its address at the left."
        )
    return _(
        "Settings, Wi-Fi, Turn on hotspot; or in a terminal: nmcli device wifi hotspot. "
        "Then choose its address at the left."
    )


def firewall_words(system: str = sys.platform) -> str:
    """How a firewall lets this program be reached."""
    if system == "win32":
        return _("Windows asks once: tick “public networks”, too. Later: Windows Security, Firewall, Allow an app.")
    if system == "darwin":
        return _("System Settings, Network, Firewall, Options: allow incoming connections for this program.")
    return _("Where a firewall is on, let this port in for as long as the session runs.")
