"""The agenda of a plan: its total, the list one works in, and what the blocks need brought along."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from facilitator import tasks
from facilitator.session.adding import block_from
from facilitator.session.agenda import BREAK, CLOSE, NAMED, AddBlock, ChangeBlock, RemoveBlock
from facilitator.session.blueprint import block_commands, blocks_data
from facilitator.session.durations import read_minutes
from facilitator.session.errors import Rejected, Told
from facilitator.session.groups import ChangeGroup, read_group
from facilitator.session.lengths import Usual
from facilitator.session.modalities import Catalogue
from facilitator.session.moving import days_of, into, stepped
from facilitator.session.planning import ASYNC, MakeDraft, MakeReady, planned
from facilitator.session.ports import uuid7
from facilitator.session.rules import Command, Together
from facilitator.session.shortening import shortening
from facilitator.session.state import SessionState
from facilitator.session.timetable import DAY
from facilitator.ui import hues, shown
from facilitator.ui.actions import native
from facilitator.ui.clipboard import on_clipboard
from facilitator.ui.messages import Messages, worded
from facilitator.ui.plan.delegate import GROUP_FIELD, TITLE_FIELD
from facilitator.ui.plan.head import AgendaHead
from facilitator.ui.plan.rows import BLOCK, AgendaModel, Row, total_words
from facilitator.ui.plan.view import AgendaView
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.agenda_strip import AgendaStrip, Part
from facilitator.ui.widgets.plain import Hairline, Words
from facilitator.ui.widgets.quiet import Trouble
from facilitator.words import _, ngettext

BLOCKS = "application/x-facilitator-blocks"
"""The clipboard's name for copied blocks; beside it lies plain text for other programs."""


class AgendaPart(QWidget):
    """The middle of the plan. ``dispatch`` says refusals in a message, ``told`` raises them for who says them itself.

    Signals:
        details_asked: everything about a block is wanted (its id).
        drawer_asked: a column for which there is no room is wanted (left or guide).
    """

    details_asked = Signal(str)
    drawer_asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        messages: Messages,
        catalogue: Catalogue,
        state: Callable[[], SessionState],
        dispatch: Callable[[Command, str], object],
        told: Callable[[Command], None],
        *,
        read_only: bool,
    ) -> None:
        super().__init__()
        self.usual: Mapping[str, Usual] = {}
        """What each modality usually takes here, once it was read."""
        self.anonymity: Callable[[], str] = lambda: NAMED
        """How people appear in a new block."""
        self._theme, self._messages, self.catalogue = theme, messages, catalogue
        self._state, self._dispatch, self._told = state, dispatch, told
        self._read_only = read_only
        self._build()

    def _build(self) -> None:
        theme = self._theme
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 0)
        column.setSpacing(0)
        head = self.head = AgendaHead(theme)
        head.drawer_asked.connect(self.drawer_asked)
        self.ready, self.total = head.ready, head.total
        self.ready.setToolTip(_("A plan is ready when people will exchange something, for a purpose"))
        self.ready.setEnabled(not self._read_only)
        self.ready.clicked.connect(self.make_ready)
        column.addWidget(head)
        self.refusal = Trouble(theme)
        self.refusal.setContentsMargins(32, 4, 32, 0)
        column.addWidget(self.refusal)
        column.addSpacing(12)
        holder = QHBoxLayout()
        holder.setContentsMargins(32, 0, 32, 0)
        self.bar = AgendaStrip(theme, marks=False)
        holder.addWidget(self.bar)
        column.addLayout(holder)
        column.addSpacing(12)
        self.model = AgendaModel(self.catalogue, self)
        self.agenda = AgendaView(theme, self.model)
        self.agenda.read_only = self.agenda.delegate.read_only = self._read_only
        self.agenda.wanted.connect(self._wanted)
        self.agenda.dropped.connect(lambda block, day, after: self._move(into(self.state, block, day, after)))
        self.agenda.menu_asked.connect(self._show_menu)
        self.agenda.typed.connect(self._typed)
        column.addWidget(self.agenda, 1)
        self._line = Hairline(theme)
        column.addWidget(self._line)
        self._materials = QWidget()
        below = QVBoxLayout(self._materials)
        below.setContentsMargins(32, 12, 32, 14)
        below.setSpacing(6)
        below.addWidget(Words(theme, _("Materials, from the blocks"), "caption_strong", "text.secondary"))
        self.materials = Words(theme, "", "small", "text.secondary", wraps=True)
        below.addWidget(self.materials)
        column.addWidget(self._materials)

    # ---- what holds ---------------------------------------------------------------------------------------------

    @property
    def state(self) -> SessionState:
        """The session as it is."""
        return self._state()

    def dispatch(self, command: Command, said: str = "") -> None:
        """Send a wish; a refusal is said."""
        self._dispatch(command, said)

    def show_state(self) -> None:
        """Show what holds; what is typed just now stays."""
        state = self.state
        self.model.lens = state.plan.lens
        self.agenda.delegate.lens = bool(state.plan.lens)
        row = self.agenda.row()
        self.model.show_state(state)
        if row is not None and self.agenda.row() != row and (place := self.model.row_of(row.key)) >= 0:
            self.agenda.setCurrentIndex(self.model.index(place))  # a row that moved stays the marked one
        self._show_total()
        self._show_materials(state)
        self.ready.setChecked(state.plan.ready)
        if self.agenda.currentIndex().row() < 0 and self.model.rowCount():
            self.agenda.setCurrentIndex(self.model.index(0))

    def take_catalogue(self, catalogue: Catalogue) -> None:
        """Methods of one's own are there now."""
        self.catalogue = catalogue
        self.model.take_catalogue(catalogue)
        self.show_state()

    def _show_total(self) -> None:
        table = self.model.table
        if table is None:
            return
        over = bool(table.over) or (table.in_days and table.planned > table.available > 0)
        self.total.say(*total_words(table), over=over)
        parts = []
        for slot, after in zip(table.slots, (*table.slots[1:], None), strict=False):
            if slot.slack:
                parts.append(Part("", slot.slack, ""))
            minutes = slot.block.minutes - (after.overlaps if after is not None else 0)  # an overlap is no time twice
            if minutes > 0:
                words = shown.one_line(slot.block.title)
                parts.append(Part(hues.of_block(slot.block, self.catalogue), minutes, words))
        self.bar.show_parts(parts, table.available)

    def suggest(self, method: str, name: str, why: str) -> None:
        """What the guide puts first stands in an agenda that is still empty."""
        if (method, name, why) != self.model.suggestion:
            self.model.suggestion = (method, name, why)
            if not self.state.agenda.in_order():
                self.model.show_state(self.state)

    def _show_materials(self, state: SessionState) -> None:
        counted = Counter(item.strip() for block in state.agenda.in_order() for item in block.materials)
        words = [
            f"{shown.one_line(item)}, {count}" if count > 1 else shown.one_line(item) for item, count in counted.items()
        ]
        self.materials.setText("     ".join(_kept_together(one) for one in words))
        self._materials.setVisible(bool(words))
        self._line.setVisible(bool(words))

    # ---- doing --------------------------------------------------------------------------------------------------

    def make_ready(self, on: bool) -> None:
        """Call the plan ready, or a draft; a refusal stands beside the switch."""
        self.refusal.say("")
        try:
            self._told(MakeReady() if on else MakeDraft())
        except Rejected as error:
            self.ready.setChecked(False)
            self.refusal.say(worded(error))

    def _typed(self, block: str, field: str, text: str) -> None:
        in_days = planned(self.state).setting == ASYNC
        try:
            command: Command
            if field == TITLE_FIELD:
                command = ChangeBlock(block=block, title=text)
            elif field == GROUP_FIELD:
                name, people = read_group(self.state.people.present(), text)
                command = ChangeGroup(group=block, name=name, people=people)
            else:
                command = ChangeBlock(block=block, minutes=read_minutes(text, plain_is=DAY if in_days else 1))
            self._told(command)
        except Rejected as error:
            self._messages.refused(error)

    def _wanted(self, what: str, block: str) -> None:
        does = self.ask if what == "add" else getattr(self, f"_{what}", None)
        if does is not None:
            does(block)

    def _move(self, commands: Sequence[Command]) -> None:
        if commands:
            self.dispatch(Together(commands=tuple(commands)))

    def _up(self, block: str) -> None:
        self._move(stepped(self.state, block, -1))

    def _down(self, block: str) -> None:
        self._move(stepped(self.state, block, 1))

    def _to_day(self, block: str, by: int) -> None:
        found = self.state.agenda.get(block)
        if found is not None and planned(self.state).setting != ASYNC:
            there = days_of(self.state).get(found.day + by)
            if there is not None:
                self._move(into(self.state, block, found.day + by, there[-1].id if there else ""))

    def _next_day(self, block: str) -> None:
        self._to_day(block, 1)

    def _day_before(self, block: str) -> None:
        self._to_day(block, -1)

    def _shorten(self, block: str) -> None:
        if self.model.table is not None:
            self._move(shortening(self.model.table, block))

    def _suggested(self, _block: str) -> None:
        method = self.model.suggestion[0]
        if method:
            self.add(method)

    def _pin(self, block: str) -> None:
        found = self.state.agenda.get(block)
        slot = self.model.table.of(block) if self.model.table is not None else None
        if found is None or slot is None or self.model.table is None:
            return
        if found.fixed:
            self.dispatch(ChangeBlock(block=block, fixed=""))
        elif not self.model.table.clocked or self.model.table.in_days:
            self._messages.warn(_("Say first when the session starts."))
        else:
            self.dispatch(ChangeBlock(block=block, fixed=slot.starts.strftime("%H:%M")))

    def _remove(self, block: str) -> None:
        found = self.state.agenda.get(block)
        if found is not None:
            words = _("“{title}” was taken out").format(title=shown.isolated(found.title))
            self.dispatch(RemoveBlock(block=block), words)

    def _details(self, block: str) -> None:
        self.details_asked.emit(block)

    # ---- copying ------------------------------------------------------------------------------------------------

    def _copy(self, block: str) -> None:
        data = blocks_data(self.state, [block])
        mime = QMimeData()
        mime.setData(BLOCKS, json.dumps(data, ensure_ascii=False).encode())
        mime.setText("\n".join(f"{one['title']}, {one['minutes']} min" for one in data))
        QGuiApplication.clipboard().setMimeData(mime)

    def _cut(self, block: str) -> None:
        self._copy(block)
        self._remove(block)

    def _paste(self, block: str) -> None:
        mime = on_clipboard()
        if not mime.hasFormat(BLOCKS):
            self._messages.say(_("There is no block to paste"))
            return
        try:
            data = json.loads(bytes(mime.data(BLOCKS).data()).decode("utf-8", "replace"))
            self._put([one for one in data if isinstance(one, dict)] if isinstance(data, list) else [], block)
        except ValueError:
            self._messages.say(_("There is no block to paste"))

    def _duplicate(self, block: str) -> None:
        data = [{**one, "fixed": ""} for one in blocks_data(self.state, [block])]
        self._put(data, block)  # its start stays with the one that has it

    def _put(self, data: Sequence[dict[str, object]], after: str) -> None:
        behind, day = self._place(after)
        try:
            commands, made = block_commands([{**one, "day": day} for one in data], after=behind)
        except Told as error:
            self._messages.refused(error)
            return
        if commands:
            self.dispatch(Together(commands=tuple(commands)))
            self.agenda.to_block(made[-1])

    # ---- adding -------------------------------------------------------------------------------------------------

    def ask(self, block: str) -> None:
        """Ask what the next block is, and put it behind this one."""
        tasks.start(self._choose(block), "add a block", self._failed)

    async def _choose(self, after: str) -> None:
        from facilitator.ui.dialogs.ask import ask
        from facilitator.ui.plan.adding import AddBlockDialog

        dialog = AddBlockDialog(self._theme, self.catalogue, self.window())
        if await ask(dialog) and dialog.chosen is not None:
            kind, words = dialog.chosen
            self.add(kind, words, after)

    def usually(self, modality: str) -> str:
        """What a modality usually took here, in words; empty where nobody knows."""
        here = self.usual.get(modality)
        if here is None:
            return ""
        said = ngettext("It usually takes you {minutes} min ({count} time).",
                        "It usually takes you {minutes} min ({count} times).", here.times)  # fmt: skip
        return said.format(minutes=here.minutes, count=here.times)

    def add(self, method: str, title: str = "", after: str = "") -> None:
        """Put a method, a break or a plain block into the agenda, behind a block or at the end."""
        found = self.catalogue.get(method)
        behind, day = self._place(after)
        spread = planned(self.state).setting == ASYNC
        if found is not None:
            here = self.usual.get(found.id)
            command = block_from(
                found,
                minutes_left=self._left(day),
                after=behind,
                in_days=spread,
                usual=here.suggested() if here is not None else 0,
            )
        elif method == BREAK:
            command = AddBlock(
                block=uuid7(), title=title or _("Break"), modality=BREAK, part=BREAK, minutes=15, after=behind
            )
        else:
            minutes = DAY if spread else 15
            command = AddBlock(block=uuid7(), title=title or _("A new block"), minutes=minutes, after=behind)
        appear = NAMED if command.part == BREAK else self.anonymity()
        self.dispatch(replace(command, day=day, anonymity=appear))
        self.agenda.to_block(command.block)
        self.agenda.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self, after: str) -> tuple[str | None, int]:
        """Behind what a new block goes, and into which day; without a place before what ends the session."""
        blocks = self.state.agenda.in_order()
        found = self.state.agenda.get(after) if after else None
        if found is not None:
            return found.id, max(found.day, 1)
        last = self.model.table.slots[-1].block if self.model.table is not None and self.model.table.slots else None
        if last is None:
            return None, 1
        if last.part != CLOSE:
            return last.id, max(last.day, 1)
        place = [block.id for block in blocks].index(last.id)
        return (blocks[place - 1].id if place else ""), max(last.day, 1)

    def _left(self, day: int) -> int:
        """Minutes of a day that no block uses; 0 where its length was not said."""
        days = self.model.table.days if self.model.table is not None else ()
        return next((one.spare for one in days if one.number == day and one.available), 0)

    # ---- the menu of a block ------------------------------------------------------------------------------------

    def _show_menu(self, index: QModelIndex, place: QPoint) -> None:
        row = self.agenda.row(index)
        if row is None or row.kind != BLOCK or self._read_only:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for what, words, keys, icon in self._choices(row):
            if not what:
                menu.addSeparator()
                continue
            entry = menu.addAction(f"{words}\t{native(keys)}")
            if icon:
                entry.setIcon(self._theme.icon(icon, size=16))
            entry.triggered.connect(lambda _on=False, what=what: self._from_menu(what, row.block))
        menu.popup(place)

    def _from_menu(self, what: str, block: str) -> None:
        if what == "rename":
            self.agenda.to_block(block)
            self.agenda.edit_field(TITLE_FIELD)
        else:
            self._wanted(what, block)

    @staticmethod
    def _choices(row: Row) -> list[tuple[str, str, str, str]]:
        shorten = [("shorten", _("Shorten what runs into it"), "S", "timer")] if row.mends else []
        return [
            *shorten,
            ("details", _("Details"), "Return", "sliders-horizontal"),
            ("rename", _("Change the title"), "F2", "pencil"),
            ("pin", _("Let its start move") if row.pinned else _("Fix its start"), "P", "pin"),
            ("", "", "", ""),
            ("up", _("Move up"), "Alt+Up", "arrow-up"),
            ("down", _("Move down"), "Alt+Down", "arrow-down"),
            ("", "", "", ""),
            ("add", _("Add a block behind it"), "B", "plus"),
            ("duplicate", _("Duplicate"), "Ctrl+D", "copy"),
            ("cut", _("Cut"), "Ctrl+X", "scissors"),
            ("copy", _("Copy"), "Ctrl+C", ""),
            ("paste", _("Paste behind it"), "Ctrl+V", ""),
            ("", "", "", ""),
            ("remove", _("Take it out"), "Del", "trash-2"),
        ]

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self._messages.warn(worded(error))

    @property
    def foot_height(self) -> int:
        """What a message must not cover."""
        return self._materials.height() if self._materials.isVisible() else 0


def _kept_together(words: str) -> str:
    """A thing to bring, broken over two lines only where it is long."""
    return words.replace(" ", "\u00a0") if len(words) <= 40 else words
