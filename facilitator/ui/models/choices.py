"""What the list of sessions can be narrowed to: days to begin from, people, kinds, modalities, series."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from facilitator.ui import hues, kinds, shown, times
from facilitator.ui.modality_words import modality_word
from facilitator.ui.services import KnownPerson, SessionRow
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.session.modalities import Catalogue

MONTHS = 12
DAYS = "calendar-days"
TALKS = ("coffee", "networking_lunch", "mentoring")
"""Where a talk can have been logged, as modalities."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to narrow to. ``count`` is in how many sessions, -1 where nobody counts."""

    value: str
    label: str
    count: int = -1
    icon: str = "list"
    colour: str = "text.secondary"


def since(rows: Sequence[SessionRow], now_ms: int) -> list[Choice]:
    """Months back to the first session, at most a year of them, then years; the value is ms UTC."""
    if not rows:
        return []
    oldest = times.moment(min(row.date_ms for row in rows)).date()
    today = times.moment(now_ms).date()
    found: list[Choice] = []
    year, month = today.year, today.month
    while len(found) < MONTHS and (year, month) >= (oldest.year, oldest.month):
        words = QLocale().standaloneMonthName(month)
        words = words if year == today.year else _("{month} {year}").format(month=words, year=year)
        found.append(Choice(_first_ms(year, month), _("Since {month}").format(month=words), icon=DAYS))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    years = range(year, oldest.year - 1, -1) if (year, month) >= (oldest.year, oldest.month) else ()
    found += [Choice(_first_ms(one, 1), _("Since {month}").format(month=str(one)), icon=DAYS) for one in years]
    return found


def _first_ms(year: int, month: int) -> str:
    return str(int(datetime.datetime(year, month, 1).astimezone().timestamp() * 1000))


def people(known: Sequence[KnownPerson]) -> list[Choice]:
    """Everybody who was ever in a session here, the one met last first."""
    return [Choice(one.name, shown.one_line(one.name), one.sessions, "user-round") for one in known]


def every_kind() -> list[Choice]:
    """The kinds of contribution, in the order of the capture bar."""
    return [
        Choice(kind, kinds.word(kind), icon=kinds.icon(kind), colour=f"kind.{kinds.hue(kind)}.solid")
        for kind in (*kinds.EIGHT, *kinds.OTHERS)
    ]


def modalities(rows: Sequence[SessionRow], catalogue: Catalogue | None) -> list[Choice]:
    """Those of the agendas there are, the most frequent first, and those of talks where there are talks."""
    counted = Counter(one for row in rows for one in row.modalities if one != hues.BREAK)
    found = [one for one, _count in counted.most_common()]
    if any(row.talk for row in rows):
        found += [one for one in TALKS if one not in counted]
    choices = []
    for one in found:
        family = hues.family(one, catalogue)
        label = modality_word(one, catalogue, one.replace("_", " "))
        choices.append(Choice(one, label, counted[one] or -1, hues.icon(family), f"modality.{family}.solid"))
    return choices


def series(rows: Sequence[SessionRow]) -> list[Choice]:
    """Every series, the one met last first."""
    counted = Counter(row.series for row in rows if row.series)
    names = {row.series: row.series_name or row.title for row in reversed(rows) if row.series}
    order = dict.fromkeys(row.series for row in rows if row.series)
    return [Choice(one, shown.one_line(names[one]), counted[one], "refresh-cw") for one in order]
