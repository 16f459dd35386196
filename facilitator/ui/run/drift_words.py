"""Drift and its offer in words, as they stand under the agenda."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from facilitator.session.drift import DROP, LATE, SHORTEN, SLACK, SOONER, TRIM, Drift, Offer
from facilitator.ui import shown, times
from facilitator.words import _, ngettext

TITLE_SIGNS = 16


LATE_FROM = 2
"""From so many minutes behind the plan on it is told in the colour of a warning."""


@dataclass(frozen=True, slots=True)
class DriftWords:
    """``head`` is how far from plan, ``body`` what that means, ``offer`` what one click would do; each may be empty."""

    head: str = ""
    body: str = ""
    offer: str = ""
    late: bool = False


def drift_words(found: Drift, zone: datetime.tzinfo | None = None) -> DriftWords:
    """What is said of a drift."""
    behind = found.behind
    if behind is None:
        return DriftWords()
    if behind > 0:
        head = ngettext("{count} min behind plan", "{count} min behind plan", behind).format(count=behind)
    elif behind < 0:
        head = ngettext("{count} min ahead of plan", "{count} min ahead of plan", -behind).format(count=-behind)
    else:
        head = _("On time")
    body, offer = _offer(found.offer, behind, zone)
    return DriftWords(head, body, offer, behind >= LATE_FROM)


def _short(title: str) -> str:
    """A title as far as a button in a narrow column holds it: the number behind it must be seen."""
    return title if len(title) <= TITLE_SIGNS else title[: TITLE_SIGNS - 1].rstrip() + "…"


def _offer(offer: Offer, behind: int, zone: datetime.tzinfo | None) -> tuple[str, str]:
    when = "" if offer.until_ms is None else times.clock(offer.until_ms, zone)
    until = shown.isolated(shown.one_line(offer.until.title)) if offer.until is not None else ""
    if offer.kind == SLACK:
        if behind <= 0:
            return "", ""
        if offer.until is not None and not offer.spare:
            said = _("{title} is fixed at {time}. Ending this one on time is enough.")
            return said.format(title=until, time=when), ""
        if offer.spare:
            said = ngettext("There is {count} to spare.", "There are {count} to spare.", offer.spare)
            return said.format(count=offer.spare), ""
        return _("Nothing to shorten."), ""
    if not offer.over:
        return "", ""
    if until:
        said = ngettext(
            "{title} is fixed at {time}; that is {over} min too short.",
            "{title} is fixed at {time}; that is {over} min too short.",
            offer.over,
        )
        body = said.format(title=until, time=when, over=offer.over)
    else:
        said = ngettext("It would end {over} min after {time}.", "It would end {over} min after {time}.", offer.over)
        body = said.format(over=offer.over, time=when)
    title = shown.isolated(_short(shown.one_line(offer.block.title))) if offer.block is not None else ""
    if offer.kind in (TRIM, SHORTEN):
        return body, _("Shorten {title} to {minutes}").format(title=title, minutes=offer.minutes)
    if offer.kind == DROP:
        return body, _("Leave out {title}").format(title=title)
    if offer.kind == SOONER:
        told = ngettext("End this one {count} min sooner", "End this one {count} min sooner", offer.over)
        return body, told.format(count=offer.over)
    assert offer.kind == LATE
    return body + " " + _("Only breaks and the close are left, and those stay."), ""
