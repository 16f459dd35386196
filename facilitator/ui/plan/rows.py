"""The agenda as rows: days, blocks, their parallel groups, and the place where the next block goes.

The model follows the store's changes. It works out what the rows should be and tells the view only what differs, so a
row that stays keeps its place, its selection and whatever is edited in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QDate, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from facilitator.session.agenda import Block
from facilitator.session.modalities import Catalogue
from facilitator.session.state import SessionState
from facilitator.session.timetable import DAY as MINUTES_A_DAY
from facilitator.session.timetable import Day, Slot, Timetable, timetable
from facilitator.ui import hues, shown
from facilitator.words import _, ngettext

_Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole + 1
DAY, BLOCK, GROUP, ADD = "day", "block", "group", "add"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``block`` is the block's id in block and group rows; texts are ready to be painted."""

    kind: str
    key: str
    block: str = ""
    time: str = ""
    title: str = ""
    line: str = ""
    minutes: str = ""
    family: str = ""
    pinned: str = ""
    note: str = ""
    clash: str = ""
    stage: str = ""
    first: bool = False
    last: bool = False
    is_break: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says of the row."""
        parts = (self.time, self.title, self.line, self.minutes, self.pinned and _("fixed"), self.note, self.clash)
        return ", ".join(part for part in parts if part)


def length_words(minutes: int) -> str:
    """A length: 25 min, 4 days."""
    if minutes and minutes % MINUTES_A_DAY == 0:
        days = minutes // MINUTES_A_DAY
        return ngettext("{count} day", "{count} days", days).format(count=days)
    return _("{minutes} min").format(minutes=minutes)


def total_words(table: Timetable) -> tuple[str, str]:
    """The agenda's total against what there is, and how it stands: *146 of 150 min* and *4 to spare*."""
    if not table.available:
        return length_words(table.planned), ""
    if table.in_days:
        planned, there = table.planned // MINUTES_A_DAY, table.available // MINUTES_A_DAY
        head = ngettext("{planned} of {there} day", "{planned} of {there} days", there)
        head = head.format(planned=planned, there=there)
        spare, over = max(there - planned, 0), max(planned - there, 0)
    else:
        used = table.available - _left(table) + table.over
        head = _("{planned} of {there} min").format(planned=used, there=table.available)
        spare, over = _left(table), table.over
    if over:
        return head, _("{count} over").format(count=over) if table.in_days else _("{count} min over").format(count=over)
    return head, _("{count} to spare").format(count=spare) if spare else ""


def _left(table: Timetable) -> int:
    """Minutes left after the last block, over all days: gaps before fixed starts count as used."""
    left = 0
    for day in table.days:
        if day.until is not None:
            left += max(round((day.until - day.ends).total_seconds() / 60), 0)
    return left


class AgendaModel(QAbstractListModel):
    """The rows of one session's agenda."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.catalogue = catalogue
        self.rows: list[Row] = []
        self.table: Timetable | None = None
        self.lens = ""

    def show_state(self, state: SessionState) -> None:
        """Follow the session; tells the view what differs and nothing else."""
        self.table = timetable(state)
        self._become(list(self._wanted(state, self.table)))

    def _become(self, wanted: list[Row]) -> None:
        old = self.rows
        before = 0
        while before < min(len(old), len(wanted)) and old[before].key == wanted[before].key:
            before += 1
        behind = 0
        while (
            behind < min(len(old), len(wanted)) - before
            and old[len(old) - 1 - behind].key == wanted[len(wanted) - 1 - behind].key
        ):
            behind += 1
        gone, come = len(old) - before - behind, len(wanted) - before - behind
        if gone:
            self.beginRemoveRows(QModelIndex(), before, before + gone - 1)
            del self.rows[before : before + gone]
            self.endRemoveRows()
        if come:
            self.beginInsertRows(QModelIndex(), before, before + come - 1)
            self.rows[before:before] = wanted[before : before + come]
            self.endInsertRows()
        for place, row in enumerate(wanted):
            if self.rows[place] != row:
                self.rows[place] = row
                index = self.index(place)
                self.dataChanged.emit(index, index)

    def _wanted(self, state: SessionState, table: Timetable) -> list[Row]:
        rows: list[Row] = []
        several = len(table.days) > 1
        for day in table.days:
            if several:
                rows.append(self._day(day, table))
            for slot in day.slots:
                rows.append(self._block(state, slot, table))
                groups = state.groups.of(slot.block.id)
                for place, group in enumerate(groups):
                    names = [shown.one_line(p.name) for key in group.people if (p := state.people.get(key)) is not None]
                    rows.append(
                        Row(
                            GROUP,
                            f"group:{group.id}",
                            slot.block.id,
                            title=shown.one_line(group.name),
                            line=", ".join(names) + (f" · {shown.one_line(group.place)}" if group.place else ""),
                            family=hues.of_block(slot.block, self.catalogue),
                            first=place == 0,
                            last=place == len(groups) - 1,
                        )
                    )
        end = table.days[-1].ends if table.days else None
        time = self._clock(end, table) if end is not None and table.slots else ""
        rows.append(Row(ADD, "add", time=time, title=_("Add a block")))
        return rows

    def _day(self, day: Day, table: Timetable) -> Row:
        words = _("Day {number}").format(number=day.number)
        if table.dated:
            date = QLocale().toString(QDate(day.begins.year, day.begins.month, day.begins.day), "dddd d MMMM")
            words = _("Day {number}, {date}").format(number=day.number, date=date)
        total = length_words(day.planned)
        if day.available:
            total = _("{planned} of {there} min").format(planned=day.planned, there=day.available)
        clash = _("{count} min over").format(count=day.over) if day.over else ""
        return Row(DAY, f"day:{day.number}", title=words, minutes=total, clash=clash)

    def _block(self, state: SessionState, slot: Slot, table: Timetable) -> Row:
        block = slot.block
        groups = len(state.groups.of(block.id))
        line = shown.one_line(block.method)
        if groups:
            line = ngettext("{count} group in parallel", "{count} groups in parallel", groups).format(count=groups)
        elif not line:
            line = shown.one_line(block.verb)
        note = ""
        if slot.slack:
            note = ngettext("{count} min free before it", "{count} min free before it", slot.slack)
            note = note.format(count=slot.slack)
        clash = _("overlaps by {count} min").format(count=slot.overlaps) if slot.overlaps else ""
        if block.is_input:
            note = note or _("and then people do what with each other?")
        return Row(
            BLOCK,
            f"block:{block.id}",
            block.id,
            self._clock(slot.starts, table),
            shown.one_line(block.title),
            line,
            length_words(block.minutes),
            hues.of_block(block, self.catalogue),
            block.fixed if table.clocked and not table.in_days else "",
            note,
            clash,
            shown.one_line(block.stage),
            is_break=block.is_break,
        )

    @staticmethod
    def _clock(moment: object, table: Timetable) -> str:
        import datetime

        assert isinstance(moment, datetime.datetime)
        if table.in_days:
            if not table.dated:
                day = (moment.date() - datetime.date(2001, 1, 1)).days + 1
                return _("day {number}").format(number=day)
            return QLocale().toString(QDate(moment.year, moment.month, moment.day), "d MMM")
        if not table.clocked:
            total = moment.hour * 60 + moment.minute
            return f"{total // 60}:{total % 60:02}"
        return moment.strftime("%H:%M")

    # ---- what Qt asks -------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Days are headings; blocks can be edited in place."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self.rows[index.row()]
        if row.kind == DAY:
            return Qt.ItemFlag.ItemIsEnabled
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if row.kind == BLOCK else usual

    # ---- finding ------------------------------------------------------------------------------------------------

    def row_of(self, key: str) -> int:
        """The row of a block or group, -1 when there is none."""
        return next((place for place, row in enumerate(self.rows) if row.key == key), -1)

    def blocks(self) -> Sequence[str]:
        """The ids of the blocks, in order."""
        return [row.block for row in self.rows if row.kind == BLOCK]


def neighbours(blocks: Sequence[Block], block: str) -> tuple[str | None, str | None]:
    """The blocks above and below one; None at the ends."""
    ids = [item.id for item in blocks]
    at = ids.index(block)
    return (ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)
