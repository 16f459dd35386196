"""The agenda as rows: days, blocks, their parallel groups, and the place where the next block goes.

The model follows the store's changes. It works out what the rows should be and tells the view only what differs, so a
row that stays keeps its place, its selection and whatever is edited in it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QDate, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from facilitator.session.agenda import Block
from facilitator.session.groups import Group
from facilitator.session.modalities import Catalogue
from facilitator.session.state import SessionState
from facilitator.session.timetable import DAY as MINUTES_A_DAY
from facilitator.session.timetable import Day, Slot, Timetable, timetable
from facilitator.ui import hues, shown
from facilitator.ui.widgets import row_model
from facilitator.words import _, ngettext

_Index = QModelIndex | QPersistentModelIndex
ROW = row_model.ROW
DAY, BLOCK, GROUP, ADD, SUGGESTION = "day", "block", "group", "add", "suggestion"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``block`` is the block's id in block and group rows; texts are ready to be painted.

    ``clash`` is said in the colour of danger; where ``mends`` holds, it can be ended by shortening what lies above.
    """

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
    mends: bool = False
    stage: str = ""
    last: bool = False
    is_break: bool = False
    day: int = 0

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
    """The agenda's total against what there is, *146 of 150 min, 4 to spare*, and the number in it that counts."""
    if not table.available:
        return length_words(table.planned), length_words(table.planned).partition(" ")[0]
    if table.in_days:
        planned, there = table.planned // MINUTES_A_DAY, table.available // MINUTES_A_DAY
        head = ngettext("{planned} of {there} day", "{planned} of {there} days", there)
        head = head.format(planned=planned, there=there)
        spare, over = max(there - planned, 0), max(planned - there, 0)
        rest = _("{count} over").format(count=over) if over else ""
    else:
        planned = table.available - _left(table) + table.over
        head = _("{planned} of {there} min").format(planned=planned, there=table.available)
        spare, over = _left(table), table.over
        rest = _("{count} min over").format(count=over) if over else ""
    if spare and not over:
        rest = _("{count} to spare").format(count=spare)
    return ", ".join(part for part in (head, rest) if part), str(planned)


def _left(table: Timetable) -> int:
    """Minutes left after the last block, over all days: gaps before fixed starts count as used."""
    left = 0
    for day in table.days:
        if day.until is not None:
            left += max(round((day.until - day.ends).total_seconds() / 60), 0)
    return left


class AgendaModel(row_model.RowModel[Row]):
    """The rows of one session's agenda."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(lambda row: row.spoken, lambda row: row.key, parent=parent)
        self.catalogue = catalogue
        self.table: Timetable | None = None
        self.lens = ""
        self._plain: dict[str, tuple[Block, int, Row]] = {}
        self.suggestion: tuple[str, str, str] = ("", "", "")
        """A method the guide puts first: its id, its name, why. It stands in an agenda that has no block yet."""

    def take_catalogue(self, catalogue: Catalogue) -> None:
        """Methods of one's own are there now: blocks may have another mark."""
        self.catalogue = catalogue
        self._plain.clear()

    def show_state(self, state: SessionState) -> None:
        """Follow the session; tells the view what differs and nothing else."""
        self.table = timetable(state)
        for gone in self._plain.keys() - state.agenda.by_id.keys():
            del self._plain[gone]
        self.become(self._wanted(state, self.table))

    def _wanted(self, state: SessionState, table: Timetable) -> list[Row]:
        rows: list[Row] = []
        several = len(table.days) > 1
        groups: dict[str, list[Group]] = {}
        for group in state.groups.by_id.values():
            if not group.removed:
                groups.setdefault(group.block, []).append(group)
        for day in table.days:
            if several:
                rows.append(self._day(day, table))
            for place, slot in enumerate(day.slots):
                after = day.slots[place + 1] if place + 1 < len(day.slots) else None
                own = sorted(groups.get(slot.block.id, ()), key=lambda group: (group.rank, group.id))
                rows.append(self._block(slot, table, after, len(own)))
                rows.extend(self._group(state, slot.block, group, group is own[-1]) for group in own)
        end = table.days[-1].ends if table.days else None
        time = self._clock(end, table) if end is not None and table.slots else ""
        rows.append(Row(ADD, "add", time=time, title=_("Add a block")))
        method, name, why = self.suggestion
        if method and not table.slots:
            rows.append(
                Row(
                    SUGGESTION, f"suggestion:{method}", title=shown.one_line(name), line=shown.one_line(why),
                    minutes=_("first suggestion"), family=hues.family(method, self.catalogue),
                )
            )  # fmt: skip
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
        return Row(DAY, f"day:{day.number}", title=words, minutes=total, clash=clash, day=day.number)

    def _group(self, state: SessionState, block: Block, group: Group, last: bool) -> Row:
        names = [shown.one_line(p.name) for key in group.people if (p := state.people.get(key)) is not None]
        place = f" · {shown.one_line(group.place)}" if group.place else ""
        return Row(
            GROUP,
            f"group:{group.id}",
            block.id,
            title=shown.one_line(group.name),
            line=", ".join(names) + place,
            family=hues.of_block(block, self.catalogue),
            last=last,
        )

    def _block(self, slot: Slot, table: Timetable, after: Slot | None, groups: int) -> Row:
        row, note = self._worded(slot.block, groups), ""
        if slot.slack:
            note = ngettext("{count} min free before it", "{count} min free before it", slot.slack)
            note = note.format(count=slot.slack)
        clash = ""
        if slot.overlaps:
            clash = _("overlaps by {count} min").format(count=slot.overlaps)
        elif after is not None and after.overlaps:
            clash = _("runs {count} min into the fixed start below").format(count=after.overlaps)
        pinned = slot.block.fixed if table.clocked and not table.in_days else ""
        return replace(
            row,
            time=self._clock(slot.starts, table),
            pinned=pinned,
            note=note or row.note,
            clash=clash,
            mends=bool(slot.overlaps),
        )

    def _worded(self, block: Block, groups: int) -> Row:
        """What a block says wherever it stands, worded once for as long as it stays as it is."""
        known = self._plain.get(block.id)
        if known is not None and known[0] is block and known[1] == groups:
            return known[2]
        line = shown.one_line(block.method)
        if groups:
            line = ngettext("{count} group in parallel", "{count} groups in parallel", groups).format(count=groups)
        elif not line:
            line = shown.one_line(block.verb)
        row = Row(
            BLOCK,
            f"block:{block.id}",
            block.id,
            title=shown.one_line(block.title),
            line=line,
            minutes=length_words(block.minutes),
            family=hues.of_block(block, self.catalogue),
            note=_("and then people do what with each other?") if block.is_input else "",
            stage=shown.one_line(block.stage),
            is_break=block.is_break,
        )
        self._plain[block.id] = (block, groups, row)
        return row

    @staticmethod
    def _clock(moment: datetime.datetime, table: Timetable) -> str:
        if table.in_days:
            if not table.dated:
                day = (moment.date() - datetime.date(2001, 1, 1)).days + 1
                return _("day {number}").format(number=day)
            return QLocale().toString(QDate(moment.year, moment.month, moment.day), "d MMM")
        if not table.clocked:
            total = moment.hour * 60 + moment.minute
            return f"{total // 60}:{total % 60:02}"
        return f"{moment.hour:02}:{moment.minute:02}"

    # ---- what Qt asks -------------------------------------------------------------------------------------------

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Days are headings; blocks and groups can be edited in place."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self.rows[index.row()]
        if row.kind == DAY:
            return Qt.ItemFlag.ItemIsEnabled
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if row.kind in (BLOCK, GROUP) else usual

    # ---- finding ------------------------------------------------------------------------------------------------

    def blocks(self) -> Sequence[str]:
        """The ids of the blocks, in order."""
        return [row.block for row in self.rows if row.kind == BLOCK]
