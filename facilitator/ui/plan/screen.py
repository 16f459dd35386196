"""Planning: what it is for at the left, the agenda in the middle, the guide at the side."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from facilitator import tasks
from facilitator.catalogue import built_in
from facilitator.session.adding import block_from
from facilitator.session.agenda import BREAK, AddBlock, ChangeBlock, MoveBlock, RemoveBlock
from facilitator.session.blueprint import block_commands, blocks_data
from facilitator.session.durations import read_minutes
from facilitator.session.errors import Rejected, Told
from facilitator.session.guiding import OverrideGuide
from facilitator.session.modalities import Catalogue, Modality
from facilitator.session.people import JoinPerson, TakeOutPerson
from facilitator.session.planning import ASYNC, MakeDraft, MakeReady, planned
from facilitator.session.ports import uuid7
from facilitator.session.rules import Command, Together
from facilitator.session.state import SessionState
from facilitator.session.store import Change, Status
from facilitator.session.timetable import DAY
from facilitator.ui import hues, shown
from facilitator.ui.actions import Action
from facilitator.ui.messages import worded
from facilitator.ui.plan.about import Purpose, When
from facilitator.ui.plan.agreements import Agreements
from facilitator.ui.plan.delegate import TITLE_FIELD
from facilitator.ui.plan.editor import BlockEditor
from facilitator.ui.plan.people import PeopleList
from facilitator.ui.plan.rows import AgendaModel, neighbours, total_words
from facilitator.ui.plan.view import AgendaView
from facilitator.ui.screens.steps import Session
from facilitator.ui.widgets.agenda_strip import AgendaStrip, Part
from facilitator.ui.widgets.plain import Hairline, Words
from facilitator.ui.widgets.quiet import Trouble
from facilitator.words import _, ngettext

LEFT, RIGHT = 304, 352
WIDE = 1200
"""Below this width the guide becomes a drawer."""

BLOCKS = "application/x-facilitator-blocks"
"""The clipboard's name for copied blocks; beside it lies plain text for other programs."""


class PlanScreen(QWidget):
    """The page *Plan* of a session."""

    def __init__(self, given: Session) -> None:
        super().__init__()
        self._given = given
        self.session, self._theme, self._messages = given.session, given.theme, given.messages
        self._store = given.services.store
        self.catalogue: Catalogue = built_in()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._end = self._store.subscribe(self._heard)
        self.show_state()
        tasks.start(self._read_catalogue(), "read the methods", self._failed)

    # ---- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        row.addWidget(self.splitter)
        self.splitter.addWidget(self._left())
        self.splitter.addWidget(self._middle())
        self.side = QStackedWidget()
        self.side.setObjectName("canvas")
        self.side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.editor = BlockEditor(self._theme, self._told)
        self.editor.left.connect(self._leave_editor)
        self.side.addWidget(self.editor)
        self.guide = self._guide()
        if self.guide is not None:
            self.side.addWidget(self.guide)
            self.side.setCurrentWidget(self.guide)
        self.side.setMinimumWidth(280)
        self.splitter.addWidget(self.side)
        scale = min(self._theme.scale, 1.4)
        self.splitter.setSizes([round(LEFT * scale), 712, round(RIGHT * scale)])
        for place, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(place, stretch)

    def _guide(self) -> QWidget | None:
        return None

    def _left(self) -> QWidget:
        theme = self._theme
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setMinimumWidth(240)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        for ground in (page, area.viewport()):
            ground.setObjectName("canvas")
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 20, 24)
        column.setSpacing(14)
        self.purpose = Purpose(theme, self._told)
        self.when = When(theme, self._told)
        self.people = PeopleList(theme)
        self.people.add_asked.connect(lambda: tasks.start(self._add_people(), "add people", self._failed))
        self.people.opened.connect(lambda key: tasks.start(self._open_person(key), "look at a person", self._failed))
        self.people.removed.connect(lambda key: self.dispatch(TakeOutPerson(person=key), _("Taken out")))
        self.agreements = Agreements(theme, self._told)
        for part in (self.purpose, self.when, self.people, self.agreements):
            column.addWidget(part)
        column.addStretch()
        area.setWidget(page)
        self.left = area
        return area

    def _middle(self) -> QWidget:
        theme = self._theme
        middle = QWidget()
        middle.setObjectName("panel")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 20, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(32, 0, 32, 0)
        head.setSpacing(10)
        head.addWidget(Words(theme, _("Agenda"), "title"))
        self.ready = QCheckBox(_("Ready"))
        self.ready.setToolTip(_("A plan is ready when people will exchange something, for a purpose"))
        self.ready.clicked.connect(self._make_ready)
        head.addWidget(self.ready)
        head.addStretch()
        self.total = Words(theme, "", "body_strong")
        self.rest = Words(theme, "", "body", "text.secondary")
        head.addWidget(self.total)
        head.addWidget(self.rest)
        column.addLayout(head)
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
        self.agenda.read_only = self.agenda.delegate.read_only = bool(self._given.read_only)
        self.agenda.wanted.connect(self._wanted)
        self.agenda.dropped.connect(lambda block, after: self.dispatch(MoveBlock(block=block, after=after)))
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
        return middle

    async def _read_catalogue(self) -> None:
        library = await self._given.services.open_library()
        own = self._store.state(library).methods.own()
        if own:
            self.catalogue = built_in().with_own(own)
            self.model.catalogue = self.catalogue
            self.show_state()

    # ---- what holds ---------------------------------------------------------------------------------------------

    @property
    def state(self) -> SessionState:
        """The session as it is."""
        return self._store.state(self.session)

    def _heard(self, change: Change) -> None:
        if change.stream == self.session and change.status is not Status.KEPT:
            self.show_state()
            if change.status is Status.WITHDRAWN and change.error is not None:
                self.refusal.say(worded(change.error))

    def show_state(self) -> None:
        """Show what holds; what is typed just now stays."""
        state = self.state
        self.purpose.show_state(state)
        self.when.show_state(state)
        self.people.show_state(state)
        self.agreements.show_state(state)
        self.model.lens = state.plan.lens
        self.agenda.delegate.lens = bool(state.plan.lens)
        self.model.show_state(state)
        self._show_total()
        self._show_materials(state)
        self.ready.setChecked(state.plan.ready)
        if self.side.currentWidget() is self.editor and self.editor.block:
            self.editor.show_block(state, self.editor.block)
        if self.agenda.currentIndex().row() < 0 and self.model.rowCount():
            self.agenda.setCurrentIndex(self.model.index(0))

    def _show_total(self) -> None:
        table = self.model.table
        if table is None:
            return
        head, rest = total_words(table)
        self.total.setText(head)
        self.rest.setText(rest)
        over = bool(table.over) or (table.in_days and table.planned > table.available > 0)
        self.total.recolour("semantic.danger" if over else "text.primary")
        self.rest.recolour("semantic.danger" if over else "text.secondary")
        parts = [
            Part(hues.of_block(slot.block, self.catalogue), slot.block.minutes, shown.one_line(slot.block.title))
            for slot in table.slots
            if slot.block.minutes
        ]
        self.bar.show_parts(parts, table.available)

    def _show_materials(self, state: SessionState) -> None:
        counted = Counter(item.strip() for block in state.agenda.in_order() for item in block.materials)
        words = [
            f"{shown.one_line(item)}, {count}" if count > 1 else shown.one_line(item) for item, count in counted.items()
        ]
        self.materials.setText("     ".join(words))
        self._materials.setVisible(bool(words))
        self._line.setVisible(bool(words))

    # ---- doing --------------------------------------------------------------------------------------------------

    def _told(self, command: Command) -> None:
        """For fields that say a refusal themselves."""
        if self._given.read_only:
            raise Rejected(self._given.read_only)
        self._store.dispatch(self.session, command, origin=self)

    def dispatch(self, command: Command, said: str = "") -> Change | None:
        """Send a wish through the one door. A refusal is said; what was done can be taken back."""
        try:
            self._told(command)
        except Rejected as error:
            self._messages.refused(error)
            return None
        if said:
            self._messages.undoable(said, _("Undo"), self.undo, "Ctrl+Z")
        return None

    def undo(self) -> None:
        """Take back the last step."""
        if self._store.undo(self.session) is None:
            self._messages.say(_("Nothing to take back"))
        else:
            self._messages.undoable(_("Taken back"), _("Redo"), self.redo, "Ctrl+Shift+Z")

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._store.redo(self.session) is None:
            self._messages.say(_("Nothing to do again"))
        else:
            self._messages.undoable(_("Done again"), _("Undo"), self.undo, "Ctrl+Z")

    def _make_ready(self, on: bool) -> None:
        self.refusal.say("")
        try:
            self._told(MakeReady() if on else MakeDraft())
        except Rejected as error:
            self.ready.setChecked(False)
            self.refusal.say(worded(error))

    def _typed(self, block: str, field: str, text: str) -> None:
        in_days = planned(self.state).setting == ASYNC
        try:
            if field == TITLE_FIELD:
                command = ChangeBlock(block=block, title=text)
            else:
                command = ChangeBlock(block=block, minutes=read_minutes(text, plain_is=DAY if in_days else 1))
            self._told(command)
        except Rejected as error:
            self._messages.refused(error)

    def _wanted(self, what: str, block: str) -> None:
        does = getattr(self, f"_{what}", None)
        if does is not None:
            does(block)

    def _up(self, block: str) -> None:
        blocks = self.state.agenda.in_order()
        above, _below = neighbours(blocks, block)
        if above is not None:
            before, _after = neighbours(blocks, above)
            self.dispatch(MoveBlock(block=block, after=before or ""))

    def _down(self, block: str) -> None:
        _above, below = neighbours(self.state.agenda.in_order(), block)
        if below is not None:
            self.dispatch(MoveBlock(block=block, after=below))

    def _next_day(self, block: str) -> None:
        found = self.state.agenda.get(block)
        if found is not None and found.day < planned(self.state).days:
            self.dispatch(ChangeBlock(block=block, day=found.day + 1))

    def _day_before(self, block: str) -> None:
        found = self.state.agenda.get(block)
        if found is not None and found.day > 1:
            self.dispatch(ChangeBlock(block=block, day=found.day - 1))

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
        self.editor.show_block(self.state, block)
        self.side.setCurrentWidget(self.editor)
        self.side.show()
        self.editor.to_first()

    def _leave_editor(self) -> None:
        if self.guide is not None:
            self.side.setCurrentWidget(self.guide)
        block = self.editor.block
        self.editor.block = ""
        self.agenda.to_block(block)
        self.agenda.setFocus(Qt.FocusReason.OtherFocusReason)

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
        mime = QGuiApplication.clipboard().mimeData()
        if not mime.hasFormat(BLOCKS):
            self._messages.say(_("There is no block to paste"))
            return
        try:
            data = json.loads(bytes(mime.data(BLOCKS).data()).decode("utf-8", "replace"))
            self._put(data if isinstance(data, list) else [], block)
        except ValueError:
            self._messages.say(_("There is no block to paste"))

    def _duplicate(self, block: str) -> None:
        data = [{**one, "fixed": ""} for one in blocks_data(self.state, [block])]
        self._put(data, block)

    def _put(self, data: Sequence[dict[str, object]], after: str) -> None:
        try:
            commands, made = block_commands(data, after=after or None)
        except Told as error:
            self._messages.refused(error)
            return
        if commands:
            self.dispatch(Together(commands=tuple(commands)))
            self.agenda.to_block(made[-1])

    # ---- adding -------------------------------------------------------------------------------------------------

    def _add(self, block: str) -> None:
        tasks.start(self._choose(block), "add a block", self._failed)

    async def _choose(self, after: str) -> None:
        from facilitator.ui.dialogs.ask import ask
        from facilitator.ui.plan.adding import AddBlockDialog

        dialog = AddBlockDialog(self._theme, self.catalogue, self.window())
        if await ask(dialog) and dialog.chosen is not None:
            kind, words = dialog.chosen
            self.add(kind, words, after)

    def add(self, method: str, title: str = "", after: str = "") -> None:
        """Put a method, a break or a plain block into the agenda, behind a block or at the end."""
        found = self.catalogue.get(method)
        behind = after or None
        if found is not None:
            left = self.model.table.spare if self.model.table is not None and self.model.table.available else 0
            in_days = planned(self.state).setting == ASYNC
            command: AddBlock = block_from(found, minutes_left=left, after=behind, in_days=in_days)
        elif method == BREAK:
            command = AddBlock(
                block=uuid7(), title=title or _("Break"), modality=BREAK, part=BREAK, minutes=15, after=behind
            )
        else:
            command = AddBlock(block=uuid7(), title=title or _("A new block"), minutes=15, after=behind)
        self.dispatch(command)
        self.agenda.to_block(command.block)
        self.agenda.setFocus(Qt.FocusReason.OtherFocusReason)

    def override(self, method: str, reason: str) -> None:
        """Choose what the guide set aside, for a reason."""
        self.dispatch(OverrideGuide(method=method, reason=reason))
        self.add(method)

    # ---- people -------------------------------------------------------------------------------------------------

    async def _add_people(self) -> None:
        from facilitator.ui.dialogs.ask import ask
        from facilitator.ui.plan.people import AddPeople

        services = self._given.services
        known = [person.name for person in await services.known_people()]
        dialog = AddPeople(self._theme, known, self.window())
        if not await ask(dialog) or not dialog.text.strip():
            return
        found = await services.read_guests(dialog.text)
        here = {person.name.casefold() for person in self.state.people.present()}
        commands = [
            JoinPerson(
                person=uuid7(), name=guest.name, also=guest.also, roles=guest.roles or ("participant",),
                unit=guest.unit, note=guest.note,
            )
            for guest in found.guests
            if guest.name.casefold() not in here
        ]  # fmt: skip
        if commands:
            count = ngettext("{count} person was added", "{count} people were added", len(commands))
            self.dispatch(Together(commands=tuple(commands)), count.format(count=len(commands)))
        if found.skipped:
            told = "; ".join(f"{one.where}: {one.why}" for one in found.skipped[:5])
            self._messages.warn(_("Left out: {what}").format(what=told))

    async def _open_person(self, key: str) -> None:
        from facilitator.ui.dialogs.ask import ask
        from facilitator.ui.plan.people import PersonPanel

        person = self.state.people.get(key)
        if person is None:
            return
        dialog = PersonPanel(self._theme, person, self.dispatch, self.window())
        if await ask(dialog):
            self.dispatch(dialog.command())

    # ---- what the session's pages ask ---------------------------------------------------------------------------

    def arrive(self) -> None:
        """Purpose before anything else; where it is said, the agenda."""
        if not self.state.about.inform and not self.state.agenda.in_order():
            self.purpose.fields["inform"].field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.agenda.setFocus(Qt.FocusReason.OtherFocusReason)

    def regions(self) -> list[QWidget]:
        """Where F6 leads."""
        found: list[QWidget] = [
            self.purpose.fields["inform"].field,
            self.people.list,
            self.agreements.rule,
            self.agenda,
        ]
        if self.guide is not None:
            found.append(self.guide)
        return found

    def offers(self) -> list[Action]:
        """What can be done here."""
        no = self._given.read_only

        def of(
            name: str,
            words: str,
            does: Callable[[], object],
            keys: tuple[str, ...] = (),
            icon: str = "",
            told: str = "",
        ) -> Action:
            return Action(
                f"plan.{name}",
                lambda: words,
                does,
                keys,
                icon,
                "plan",
                told=lambda: told,
                why_not=lambda: no,
            )

        return [
            of("add", _("Add a block"), lambda: self._add(self.agenda.block), (), "plus"),
            of("people", _("Add people, or paste a list"), self.people.add_asked.emit, (), "user-round-plus"),
            of("ready", _("Call the plan ready"), lambda: self._make_ready(True), (), "check"),
            *(_told(key, words) for key, words in _keys()),
        ]

    def finds(self) -> list[Action]:
        """A method by name goes into this agenda."""
        return [self._adds(method) for method in self.catalogue]

    def _adds(self, method: Modality) -> Action:
        return Action(
            f"plan.add.{method.id}",
            lambda: _("Add block: {name}").format(name=method.name),
            lambda: self.add(method.id),
            icon="plus",
            group="plan",
            place=lambda: _("to this agenda"),
        )

    @property
    def foot_height(self) -> int:
        """What a message must not cover."""
        return self._materials.height() if self._materials.isVisible() else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the guide steps aside."""
        super().resizeEvent(event)
        narrow = self.width() < WIDE * min(self._theme.scale, 1.4)
        if self.side.currentWidget() is not self.editor:
            self.side.setVisible(not narrow and self.guide is not None)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self._messages.warn(worded(error))

    def close_session(self) -> None:
        """Take what is still being typed, then hear nothing more."""
        focus = self.focusWidget()
        if focus is not None:
            focus.clearFocus()
        self._end()


def _told(key: str, words: str) -> Action:
    """A key the agenda handles itself, as the keyboard map tells it."""
    return Action(f"plan.key.{key}", lambda: words, None, (key,), group="plan")


def _keys() -> list[tuple[str, str]]:
    """Keys the agenda handles itself, for the keyboard map."""
    return [
        ("B", _("Add a block")),
        ("Return", _("Details of the block")),
        ("F2", _("Change the title")),
        ("0", _("Any digit: change the length")),
        ("Alt+Up", _("Move the block up")),
        ("Alt+Down", _("Move the block down")),
        ("Alt+Shift+Down", _("To the next day")),
        ("P", _("Fix its start, or let it move")),
        ("Ctrl+D", _("Duplicate")),
        ("Del", _("Take it out")),
    ]
