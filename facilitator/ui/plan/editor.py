"""Everything about one block: what people do with one another, what to say, to catch and to bring, groups and roles."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from facilitator.session.agenda import ANONYMITY, PARTS, Block, ChangeBlock
from facilitator.session.durations import read_minutes, read_start
from facilitator.session.errors import Rejected
from facilitator.session.groups import ChangeGroup, DissolveGroup, FormGroup, drawn, group_words, read_group
from facilitator.session.people import Person
from facilitator.session.planning import ASYNC, planned
from facilitator.session.ports import uuid7
from facilitator.session.role_play import AddRole, RemoveRole, WriteRole, WriteScenario
from facilitator.session.rules import Command, Together
from facilitator.session.state import SessionState
from facilitator.session.timetable import DAY
from facilitator.ui import shown
from facilitator.ui.actions import OUT_KEY, native
from facilitator.ui.plan.rows import length_words
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Hairline, IconButton, OneLine, Words
from facilitator.ui.widgets.quiet import BLEED, Labelled, QuietChoice
from facilitator.words import _

Dispatch = Callable[[Command], None]
ROLE_PLAY = "role_play"


def exchange_word(exchange: int) -> str:
    """How much of a block is an exchange."""
    return {
        1: _("an input: an exchange must follow"),
        2: _("an exchange is included"),
        3: _("all of it is exchange"),
    }.get(exchange, _("not said"))


def part_word(part: str) -> str:
    """What part of the session a block is."""
    return {"opening": _("opening"), "close": _("close"), "break": _("break")}.get(part, _("in between"))


def anonymity_word(level: str) -> str:
    """How people appear in what is given in a block."""
    return {
        "named": _("with names"),
        "by_group": _("by group"),
        "without_names": _("without names"),
    }.get(level, level)


class BlockEditor(QWidget):
    """The details of a block, in the column at the side.

    Signals:
        left: one is done with it.
    """

    left = Signal()

    def __init__(self, theme: Theme, dispatch: Dispatch) -> None:
        super().__init__()
        self.usually: Callable[[str], str] = lambda modality: ""
        """What a modality usually takes here, in words."""
        self._theme, self._dispatch = theme, dispatch
        self.block = ""
        self._groups: dict[str, Labelled] = {}
        self._cast: list[str] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(24, 20, 16, 8)
        self.title = OneLine(theme, "", "title")
        close = IconButton(theme, "x", _("Back to the guide"), "Esc")
        close.clicked.connect(self.left)
        head.addWidget(self.title, 1)
        head.addWidget(close)
        whole.addLayout(head)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields are the stops
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        for ground in (page, area, area.viewport()):
            ground.setObjectName("canvas")
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(24 - BLEED, 4, 12, 24)
        self._column.setSpacing(2)
        area.setWidget(page)
        whole.addWidget(area, 1)
        self._build()

    # ---- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.fields: dict[str, Labelled] = {}
        for name, label, hint in (
            ("title", _("Title"), ""),
            ("verb", _("What people do with one another"), _("answer, compare, build on, rehearse")),
            ("then", _("And then people do what with each other?"), _("an input alone is not yet an exchange")),
            ("method", _("How"), _("round, pairs, three rounds")),
            ("prompt", _("The question to them"), ""),
            ("say", _("What you say and do"), ""),
            ("catch", _("What to catch"), _("ideas, stories, commitments")),
        ):
            self._text(name, label, hint)
        self._row_fields()
        for name, label in (
            ("materials", _("To bring, one a line")),
            ("prepare", _("Before it begins, one a line")),
            ("trouble", _("When it goes wrong: sign, a colon, remedy")),
            ("steps", _("Steps of its own, one a line, such as “Pairs, 8 min”")),
        ):
            self._lines(name, label)
        self._groups_part()
        self._role_play_part()
        self._column.addStretch()

    def _text(self, name: str, label: str, hint: str) -> None:
        def take(text: str) -> str | None:
            self._dispatch(ChangeBlock(block=self.block, **{name: text.strip()}))  # type: ignore[arg-type]  # texts all
            return None

        self.fields[name] = Labelled(self._theme, label, take, hint=hint, lines=True)
        self._column.addWidget(self.fields[name])

    def _lines(self, name: str, label: str) -> None:
        def take(text: str) -> str | None:
            lines = tuple(line.strip() for line in text.splitlines() if line.strip())
            self._dispatch(ChangeBlock(block=self.block, **{name: lines}))  # type: ignore[arg-type]  # lines all
            return None

        self.fields[name] = Labelled(self._theme, label, take, lines=True)
        self._column.addWidget(self.fields[name])

    def _row_fields(self) -> None:
        self.minutes = Labelled(self._theme, _("Length"), self._take_minutes)
        self.fixed = Labelled(self._theme, _("Fixed start"), self._take_fixed, hint=_("none"))
        self.day = Labelled(self._theme, _("Day"), self._take_day)
        self.stage = Labelled(self._theme, _("Step of the lens"), self._take_stage)
        self.usual_line = Words(self._theme, "", "small", "text.secondary", wraps=True)
        self.usual_line.setContentsMargins(BLEED, 0, BLEED, 0)
        for field in (self.minutes, self.usual_line, self.fixed, self.day, self.stage):
            self._column.addWidget(field)
        self.exchange = self._choice(
            _("How much is exchange"),
            [(exchange_word(value), str(value)) for value in range(4)],
            lambda value: ChangeBlock(block=self.block, exchange=int(value)),
        )
        self.part = self._choice(
            _("Part of the session"),
            [(part_word(value), value) for value in PARTS],
            lambda value: ChangeBlock(block=self.block, part=value),
        )
        self.anonymity = self._choice(
            _("What is given appears"),
            [(anonymity_word(value), value) for value in ANONYMITY],
            lambda value: ChangeBlock(block=self.block, anonymity=value),
        )
        self.optional = self._choice(
            _("When time runs short"),
            [(_("It stays"), ""), (_("It may be left out"), "optional")],
            lambda value: ChangeBlock(block=self.block, optional=bool(value)),
        )

    def _choice(self, label: str, choices: list[tuple[str, str]], command: Callable[[str], Command]) -> QuietChoice:
        box = QuietChoice(self._theme, label)
        for words, value in choices:
            box.addItem(words, value)
        box.activated.connect(lambda place: self._dispatch(command(str(box.itemData(place)))))
        name = Words(self._theme, label, "small", "text.secondary")
        name.setContentsMargins(BLEED, 2, BLEED, 0)
        name.setBuddy(box)
        self._column.addWidget(name)
        self._column.addWidget(box)
        return box

    def _part_head(self, words: str, *buttons: Button) -> None:
        """A line, then the heading of a part with what can be done in it."""
        line = QHBoxLayout()
        line.setContentsMargins(BLEED, 12, BLEED, 8)
        line.addWidget(Hairline(self._theme))
        self._column.addLayout(line)
        head = QHBoxLayout()
        head.setContentsMargins(BLEED - 4, 0, BLEED - 4, 0)
        name = Words(self._theme, words, "caption_strong", "text.secondary")
        name.setContentsMargins(4, 0, 4, 0)
        head.addWidget(name)
        head.addStretch()
        for button in buttons:
            head.addWidget(button)
        self._column.addLayout(head)

    # ---- groups -------------------------------------------------------------------------------------------------

    def _groups_part(self) -> None:
        self.draw = Button(self._theme, _("Draw groups"), look="link")
        self.draw.clicked.connect(self._draw)
        self.add_group = Button(self._theme, _("Add one"), look="link")
        self.add_group.clicked.connect(self._add_group)
        self._part_head(_("Groups at the same time"), self.draw, self.add_group)
        self._groups_column = QVBoxLayout()
        self._groups_column.setSpacing(4)
        self._column.addLayout(self._groups_column)

    def _draw(self) -> None:
        leading = {"facilitator", "co_facilitator"}
        working = [person.id for person in self._people if not leading & set(person.roles)]
        lot = working or [person.id for person in self._people]
        random.shuffle(lot)
        commands: list[Command] = [DissolveGroup(group=key) for key in self._groups]
        for number, people in enumerate(drawn(lot), 1):
            name = _("Group {number}").format(number=number)
            commands.append(FormGroup(group=uuid7(), block=self.block, name=name, people=people))
        if commands:
            self._dispatch(Together(commands=tuple(commands)))

    def _add_group(self) -> None:
        name = _("Group {number}").format(number=len(self._groups) + 1)
        self._dispatch(FormGroup(group=uuid7(), block=self.block, name=name))

    def _show_groups(self, state: SessionState) -> None:
        groups = state.groups.of(self.block)
        if [group.id for group in groups] != list(self._groups):
            self._groups = {}
            _clear(self._groups_column)
            for group in groups:
                self._groups[group.id] = self._group(group.id, group.name)
        for group in groups:
            self._groups[group.id].put(group_words(state, group))

    def _group(self, key: str, name: str) -> Labelled:
        def take(text: str) -> str | None:
            words, people = read_group(self._people, text)
            self._dispatch(ChangeGroup(group=key, name=words, people=people))
            return None

        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        field = Labelled(self._theme, _("Name: people, with commas between"), take, lines=True)
        words = _("Dissolve {name}").format(name=shown.one_line(name))
        away = IconButton(self._theme, "x", words, native(OUT_KEY), size=28)
        away.clicked.connect(lambda: self._dispatch(DissolveGroup(group=key)))
        by_key = QShortcut(QKeySequence(OUT_KEY), holder)
        by_key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        by_key.activated.connect(away.click)
        row.addWidget(field, 1)
        row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        self._groups_column.addWidget(holder)
        return field

    # ---- role play ----------------------------------------------------------------------------------------------

    def _role_play_part(self) -> None:
        self.add_role = Button(self._theme, _("Add a role"), look="link")
        self.add_role.clicked.connect(self._add_role)
        self._part_head(_("Role play"), self.add_role)
        self.scenario: dict[str, Labelled] = {}
        for name, label in (("situation", _("Situation")), ("task", _("Task"))):

            def take(text: str, name: str = name) -> str | None:
                self._dispatch(WriteScenario(block=self.block, **{name: text.strip()}))  # type: ignore[arg-type]
                return None

            self.scenario[name] = Labelled(self._theme, label, take, lines=True)
            self._column.addWidget(self.scenario[name])
        self.rounds = Labelled(self._theme, _("Rounds"), self._take_rounds)
        self._column.addWidget(self.rounds)
        self.checklist = Labelled(self._theme, _("Observers watch for, one a line"), self._take_checklist, lines=True)
        self._column.addWidget(self.checklist)
        self._roles_column = QVBoxLayout()
        self._roles_column.setSpacing(4)
        self._column.addLayout(self._roles_column)

    def _add_role(self) -> None:
        number = len(self._cast) + 1
        self._dispatch(AddRole(role=uuid7(), block=self.block, name=_("Role {number}").format(number=number)))

    def _take_rounds(self, text: str) -> str | None:
        digits = "".join(char for char in text if char.isdigit())
        if not digits:
            raise Rejected("How many rounds? Write a number.")
        self._dispatch(WriteScenario(block=self.block, rounds=int(digits[:6])))
        return None

    def _take_checklist(self, text: str) -> str | None:
        lines = tuple(line.strip() for line in text.splitlines() if line.strip())
        self._dispatch(WriteScenario(block=self.block, checklist=lines))
        return None

    def _show_role_play(self, state: SessionState) -> None:
        scenario, cast = state.role_play.scenario(self.block), state.role_play.cast(self.block)
        self.scenario["situation"].put(scenario.situation)
        self.scenario["task"].put(scenario.task)
        self.rounds.put(str(scenario.rounds))
        self.checklist.put("\n".join(scenario.checklist))
        if [role.id for role in cast] != self._cast:
            self._cast = [role.id for role in cast]
            _clear(self._roles_column)
            self._briefs: dict[tuple[str, str], Labelled] = {}
            for role in cast:
                self._role(role.id)
        for role in cast:
            for name in ("name", "situation", "secret", "wants", "if_stuck"):
                self._briefs[role.id, name].put(getattr(role, name))

    def _role(self, key: str) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(2)
        for name, label in (
            ("name", _("Role")),
            ("situation", _("Their situation")),
            ("secret", _("Only this player knows")),
            ("wants", _("They want")),
            ("if_stuck", _("What to say when stuck")),
        ):

            def take(text: str, name: str = name) -> str | None:
                self._dispatch(WriteRole(role=key, **{name: text.strip()}))
                return None

            field = self._briefs[key, name] = Labelled(self._theme, label, take, lines=True)
            column.addWidget(field)
        away = Button(self._theme, _("Take this role out"), look="link")
        away.clicked.connect(lambda: self._dispatch(RemoveRole(role=key)))
        column.addWidget(away, 0, Qt.AlignmentFlag.AlignLeading)
        self._roles_column.addWidget(holder)

    # ---- what holds ---------------------------------------------------------------------------------------------

    def show_block(self, state: SessionState, block: str) -> None:
        """Show a block; nothing when it is gone."""
        found = state.agenda.get(block)
        if found is None or found.removed:
            self.left.emit()
            return
        if block != self.block:
            self.block, self._groups, self._cast = block, {}, [""]
            _clear(self._groups_column)
            for field in self.findChildren(Labelled):
                field.trouble.say("")
        self._people: list[Person] = state.people.present()
        self.title.setText(shown.one_line(found.title))
        self._put(found)
        plan = planned(state)
        self.fields["then"].setVisible(found.exchange == 1 or bool(found.then))
        self.fixed.setVisible(plan.setting != ASYNC)
        self.day.setVisible(plan.days > 1 and plan.setting != ASYNC)
        self.stage.setVisible(bool(plan.lens))
        self._in_days = plan.setting == ASYNC
        self._show_groups(state)
        self._show_role_play(state)

    def _put(self, block: Block) -> None:
        for name, field in self.fields.items():
            value = getattr(block, name)
            field.put("\n".join(value) if isinstance(value, tuple) else value)
        self.minutes.put(length_words(block.minutes))
        usual = self.usually(block.modality)
        self.usual_line.setText(usual)
        self.usual_line.setVisible(bool(usual))
        self.fixed.put(block.fixed)
        self.day.put(str(block.day))
        self.stage.put(block.stage)
        self.exchange.setCurrentIndex(max(self.exchange.findData(str(block.exchange)), 0))
        self.part.setCurrentIndex(max(self.part.findData(block.part), 0))
        self.anonymity.setCurrentIndex(max(self.anonymity.findData(block.anonymity), 0))
        self.optional.setCurrentIndex(int(block.optional))

    def _take_minutes(self, text: str) -> str | None:
        minutes = read_minutes(text, plain_is=DAY if self._in_days else 1)
        self._dispatch(ChangeBlock(block=self.block, minutes=minutes))
        return length_words(minutes)

    def _take_fixed(self, text: str) -> str | None:
        self._dispatch(ChangeBlock(block=self.block, fixed=read_start(text)))
        return None

    def _take_day(self, text: str) -> str | None:
        if not text.strip().isdigit():
            raise Rejected("Which day? Write its number.")
        self._dispatch(ChangeBlock(block=self.block, day=int(text)))
        return None

    def _take_stage(self, text: str) -> str | None:
        self._dispatch(ChangeBlock(block=self.block, stage=text.strip()))
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    @property
    def first(self) -> QWidget:
        """The first field."""
        return self.fields["title"].field

    def to_first(self) -> None:
        """Into the first field."""
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)


def _clear(column: QVBoxLayout) -> None:
    while column.count():
        item = column.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
