"""Sessions and hits as rows: everything newest first, or where the searched words stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from facilitator.session.ports import wall_clock
from facilitator.ui import kinds, shown, times
from facilitator.ui.services import Hit, SearchPage, SessionRow
from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.words import _, ngettext

ENTRY = ROW
SHOWN_HITS = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in the list: its day, its title, a line about it, and hits in it."""

    id: str
    title: str
    day: str
    line: str
    hits: tuple[Hit, ...] = ()
    more: int = 0
    title_marks: tuple[tuple[int, int], ...] = ()
    row: SessionRow | None = field(default=None, compare=False)

    def told(self) -> str:
        """The entry as one text, for a screen reader."""
        parts = [shown.one_line(self.title), self.day, self.line]
        parts += [f"{shown.one_line(hit.person)}: {shown.one_line(hit.text)}" for hit in self.hits]
        return ". ".join(part for part in parts if part)


def about(row: SessionRow) -> str:
    """A line about a session: 14 people, 92 cards, seminar room 2.14."""
    parts = []
    if row.people:
        parts.append(ngettext("{count} person", "{count} people", row.people).format(count=row.people))
    parts.append(
        ngettext("{count} card", "{count} cards", row.contributions).format(count=row.contributions)
        if row.contributions
        else _("nothing said yet")
    )
    if row.place:
        parts.append(shown.isolated(row.place))
    return ", ".join(parts)


class SessionsModel(RowModel[Entry]):
    """The list of sessions."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda entry: entry.told(), lambda entry: entry.id, parent=parent)

    def show_all(self, rows: Sequence[SessionRow]) -> None:
        """Every session."""
        now = wall_clock()
        self.show_rows(Entry(row.id, row.title, times.short_day(row.date_ms, now), about(row), row=row) for row in rows)

    def show_hits(self, page: SearchPage, rows: Sequence[SessionRow]) -> None:
        """The sessions in which words were found, in the order of their first hit."""
        now = wall_clock()
        by_id = {row.id: row for row in rows}
        grouped: dict[str, list[Hit]] = {}
        for hit in page.hits:
            grouped.setdefault(hit.session, []).append(hit)
        entries = []
        for session, hits in grouped.items():
            row = by_id.get(session)
            marks: tuple[tuple[int, int], ...] = ()
            said = []
            for hit in hits:
                if hit.what == "title":
                    marks = tuple((a, b) for a, b in hit.marks)
                else:
                    said.append(hit)
            title = row.title if row is not None else hits[0].title
            day = times.short_day(row.date_ms, now) if row is not None else ""
            line = "" if said else about(row) if row is not None else ""
            if marks and not any(title[a:b] for a, b in marks):
                marks = ()
            entries.append(
                Entry(session, title, day, line, tuple(said[:SHOWN_HITS]), len(said[SHOWN_HITS:]), marks, row)
            )
        self.show_rows(entries)

    def entry(self, place: int) -> Entry | None:
        """The entry in a row."""
        return self.row(place)


class HitsModel(RowModel[Hit]):
    """Every hit in one session."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            lambda hit: f"{shown.one_line(hit.person)}, {hit_word(hit)}. {shown.one_line(hit.text)}", parent=parent
        )

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show these."""
        self.start_over(hit for hit in hits if hit.what != "title")


def hit_word(hit: Hit) -> str:
    """What kind of thing was found."""
    if hit.what == "theme":
        return _("theme")
    if hit.what == "person":
        return _("person")
    return kinds.word(hit.kind).lower()


def hit_icon(hit: Hit) -> tuple[str, str]:
    """Icon and colour role of what was found."""
    if hit.what == "theme":
        return "hash", "text.secondary"
    if hit.what == "person":
        return "user-round", "text.secondary"
    return kinds.icon(hit.kind), f"kind.{kinds.hue(hit.kind)}.solid"
