"""Sessions as rows: everything newest first with series folded, or where the searched words stand."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from facilitator.session.ports import wall_clock
from facilitator.ui import hues, shown, times
from facilitator.ui.modality_words import modality_word
from facilitator.ui.models.found import Found, Marks, gathered, more_words
from facilitator.ui.services import Hit, SearchPage, SessionRow
from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.words import _, ngettext

if TYPE_CHECKING:
    from facilitator.session.modalities import Catalogue

ENTRY = ROW
SHOWN_HITS = 2
MOST_ICONS = 5
TALK = "mentoring"
"""The family a logged talk is shown by."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in the list: its day, its title, a line about it, hits in it, the families of its activities.

    The first of a series stands for all of it: ``others`` is how many are folded behind it (or shown under it, where it
    is ``opened``), and those are ``inner``.
    """

    id: str
    title: str
    day: str
    line: str
    hits: tuple[Found, ...] = ()
    more: str = ""
    title_marks: Marks = ()
    line_marks: Marks = ()
    families: tuple[str, ...] = ()
    activities: str = ""
    others: int = 0
    opened: bool = False
    inner: bool = False
    row: SessionRow | None = field(default=None, compare=False)

    @property
    def series(self) -> str:
        """The series it stands first in, with others behind it; empty for any other row."""
        return self.row.series if self.others and self.row is not None else ""

    def series_line(self) -> str:
        """How many sessions the series has."""
        return ngettext("Series, {count} session", "Series, {count} sessions", self.others + 1).format(
            count=self.others + 1
        )

    def told(self) -> str:
        """The entry as one text, for a screen reader."""
        parts = [shown.one_line(self.title), self.day, self.line, self.activities]
        if self.others:
            parts.append(_("{series}, open").format(series=self.series_line()) if self.opened else self.series_line())
        parts += [f"{shown.one_line(hit.name)}: {shown.one_line(hit.text)}" for hit in self.hits]
        return ". ".join(part for part in (*parts, self.more) if part)


def about(row: SessionRow) -> str:
    """A line about a session: 14 people, 92 cards, seminar room 2.14."""
    return ", ".join([*_counts(row), *([shown.isolated(row.place)] if row.place else [])])


def heading_line(row: SessionRow, now_ms: int) -> str:
    """The line under a session's title: Thursday 12 March, seminar room 2.14, 14 people, 92 cards."""
    place = [shown.isolated(row.place)] if row.place else []
    return ", ".join([times.full_day(row.date_ms, now_ms, _zone(row)), *place, *_counts(row)])


def _day(row: SessionRow, now_ms: int) -> str:
    return times.short_day(row.date_ms, now_ms, _zone(row))


def _zone(row: SessionRow) -> datetime.tzinfo | None:
    """Where its day is counted: as it was said when it begins, otherwise as this computer counts."""
    begins = times.said(row.starts)
    return begins.tzinfo if begins is not None else None


def _counts(row: SessionRow) -> list[str]:
    parts = []
    if row.people:
        parts.append(ngettext("{count} person", "{count} people", row.people).format(count=row.people))
    parts.append(
        ngettext("{count} card", "{count} cards", row.contributions).format(count=row.contributions)
        if row.contributions
        else _("nothing said yet")
    )
    return parts


def families_of(row: SessionRow, catalogue: Catalogue | None) -> tuple[str, ...]:
    """The families of a session's activities, each once, in the order of its agenda; breaks are none."""
    if row.talk:
        return (TALK,)
    found = (hues.family(one, catalogue) for one in row.modalities if one != hues.BREAK)
    return tuple(dict.fromkeys(found))[:MOST_ICONS]


def blocks_of(row: SessionRow) -> list[tuple[str, int, str]]:
    """The blocks of a session's agenda: modality, minutes, title."""
    try:
        found = json.loads(row.agenda) if row.agenda else []
    except ValueError:
        return []
    return [(str(modality), int(minutes), str(title)) for modality, minutes, title in found]


class SessionsModel(RowModel[Entry]):
    """The list of sessions."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda entry: entry.told(), lambda entry: (entry.id, entry.inner), parent=parent)
        self.catalogue: Catalogue | None = None
        self._all: Sequence[SessionRow] = ()
        self._flat = False
        self._page: SearchPage | None = None
        self._open: set[str] = set()
        self._known: dict[tuple[str, ...], tuple[tuple[str, ...], str]] = {}

    def show_all(self, rows: Sequence[SessionRow], *, flat: bool = False) -> None:
        """Every session. A series of which more than one is there is folded into the row of its newest, unless the
        list is to be ``flat``.
        """
        self._all, self._page, self._flat = rows, None, flat
        self.show_rows(self._folded())

    def show_hits(self, page: SearchPage, rows: Sequence[SessionRow], *, in_place: bool = False) -> None:
        """The sessions in which words were found, newest first; ``in_place``: some are added."""
        self._all, self._page = rows, page
        now = wall_clock()
        by_id = {row.id: row for row in rows}
        found: dict[str, list[Hit]] = {}
        for hit in page.hits:
            found.setdefault(hit.session, []).append(hit)
        entries = [self._found(by_id.get(session), hits, page, now) for session, hits in found.items()]
        entries.sort(key=lambda entry: -(entry.row.date_ms if entry.row is not None else 0))
        (self.become if in_place else self.show_rows)(entries)

    def know(self, catalogue: Catalogue) -> None:
        """Methods are known now: activities are called and marked by them."""
        if catalogue is self.catalogue:
            return
        self.catalogue = catalogue
        self._known.clear()
        if self._page is not None:
            self.show_hits(self._page, self._all)
        else:
            self.show_all(self._all, flat=self._flat)

    def fold(self, series: str, opened: bool) -> None:
        """Show what is folded behind the first of a series, or fold it again. The hand stays on its row."""
        if series and self._page is None and opened != (series in self._open):
            (self._open.add if opened else self._open.discard)(series)
            self.become(self._folded())

    def reveal(self, session: str) -> int:
        """The row of a session, whose series is opened where it lies folded in one; -1 where it is not in the list."""
        place = self.place_of(session)
        if place < 0 and self._page is None:
            self.fold(next((row.series for row in self._all if row.id == session), ""), True)
            place = self.place_of(session)
        return place

    def place_of(self, session: str) -> int:
        """The row of a session, -1 where there is none."""
        return next((place for place, entry in enumerate(self.rows) if entry.id == session), -1)

    def head_of(self, session: str) -> int:
        """The row of a session, or of the series it lies folded in; -1 where there is neither."""
        place = self.place_of(session)
        series = next((row.series for row in self._all if row.id == session), "") if place < 0 else ""
        if not series:
            return place
        return next((at for at, entry in enumerate(self.rows) if entry.series == series), -1)

    def entry(self, place: int) -> Entry | None:
        """The entry in a row."""
        return self.row(place)

    def _folded(self) -> list[Entry]:
        now = wall_clock()
        series: dict[str, list[SessionRow]] = {}
        for row in self._all:
            if row.series and not self._flat:
                series.setdefault(row.series, []).append(row)
        entries: list[Entry] = []
        for row in self._all:
            members = series.get(row.series, [row])
            if members[0] is not row:
                continue
            opened = len(members) > 1 and row.series in self._open
            entries.append(self._entry(row, now, others=len(members) - 1, opened=opened))
            if opened:
                entries += [self._entry(other, now, inner=True) for other in members[1:]]
        return entries

    def _entry(self, row: SessionRow, now: int, *, others: int = 0, opened: bool = False, inner: bool = False) -> Entry:
        families, activities = self._done(row)
        return Entry(
            row.id,
            row.title,
            _day(row, now),
            about(row),
            families=families,
            activities=activities,
            others=others,
            opened=opened,
            inner=inner,
            row=row,
        )

    def _found(self, row: SessionRow | None, hits: Sequence[Hit], page: SearchPage, now: int) -> Entry:
        title = row.title if row is not None else hits[0].title
        together = gathered(hits, title, self.catalogue)
        shown_rows = together.rows[:SHOWN_HITS]
        rest: int | None = len(together.rows) - len(shown_rows)
        if len(page.hits) < page.total:
            counted = page.by_session.get(hits[0].session) if page.by_session else None
            rest = max(counted - len(shown_rows), 0) if counted is not None else None
        line = ""
        line_marks: Marks = ()
        if not shown_rows and row is not None:
            line = about(row)
            at = line.find(row.place) if together.place_marks else 0
            line_marks = tuple((start + at, end + at) for start, end in together.place_marks)
        return Entry(
            hits[0].session,
            title,
            _day(row, now) if row is not None else "",
            line,
            shown_rows,
            more_words(rest, together.themes) if shown_rows else "",
            together.title_marks,
            line_marks,
            *(self._done(row) if row is not None else ((), "")),
            row=row,
        )

    def _done(self, row: SessionRow) -> tuple[tuple[str, ...], str]:
        """What was done in a session, as families and in words; most sessions are alike in that."""
        key = ("",) if row.talk else tuple(row.modalities)
        found = self._known.get(key)
        if found is None:
            words = (modality_word(one, self.catalogue) for one in row.modalities if one != hues.BREAK)
            told = ", ".join(dict.fromkeys(word for word in words if word))
            found = self._known[key] = (families_of(row, self.catalogue), told)
        return found


@dataclass(frozen=True, slots=True)
class Rest:
    """A row that stands for the hits not shown."""

    count: int | None
    contribution: str = ""

    def told(self) -> str:
        """What it says."""
        return more_words(self.count, ()) if self.count is not None else _("Show all")


class HitsModel(RowModel[Found | Rest]):
    """The hits in one session; those behind the first few stand behind a row of their own until they are asked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda row: row.told(), lambda row: (row.contribution, row.told()), parent=parent)

    def show_hits(self, hits: Iterable[Found], rest: int | None) -> None:
        """Show these; ``rest`` is how many more there are, None where nobody counted."""
        rows: list[Found | Rest] = list(hits)
        if rest is None or rest > 0:
            rows.append(Rest(rest))
        self.show_rows(rows)
