"""The stage of a discussion: the question and the steps, who speaks and who is next, talk time, groups, parking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from facilitator.session.agenda import NAMED
from facilitator.session.formats import FORMATS, ChooseFormat, Format, case_at, format_of, group_size, in_groups
from facilitator.session.notation import Known, complete_name, fold
from facilitator.session.parking import ParkForLater, Unpark
from facilitator.session.people import JoinPerson
from facilitator.session.ports import uuid7
from facilitator.session.rules import Command, Together
from facilitator.session.running import ReachStep
from facilitator.session.saying import catch_at, say_at
from facilitator.session.seats import LeaveSeat, SetChairs, TakeSeat, chairs, inside
from facilitator.session.speaking import (
    EndSpeech,
    GiveFloor,
    LowerHand,
    NextSpeaker,
    RaiseHand,
    SetFirstTimeFirst,
    Turn,
    speaking_now,
    talk_ms,
    waiting,
)
from facilitator.session.store import Change, Status
from facilitator.ui import shown
from facilitator.ui.actions import Action, native
from facilitator.ui.stages.base import Stage, StageGiven
from facilitator.ui.stages.discussion.chairs import ChairsPart
from facilitator.ui.stages.discussion.groups import GroupsPart
from facilitator.ui.stages.discussion.heard_group import HeardGroup
from facilitator.ui.stages.discussion.parking import PARK_KEY
from facilitator.ui.stages.discussion.speaking_column import HAND_KEY, NEXT_KEY, SpeakingColumn
from facilitator.ui.stages.discussion.talk_column import TalkColumn
from facilitator.ui.stages.discussion.wording import format_told, format_word, short_names
from facilitator.ui.stages.parts import PromptWords, StepsLine, catch_hint
from facilitator.ui.widgets.chips import Chip
from facilitator.ui.widgets.plain import IconButton, Words
from facilitator.words import _

LEFT_W, GAP = 280, 32
NARROW = 560
"""Below this width (at 100 %) the columns stand below each other."""

TALK, GROUPS = "talk", "groups"
MORE_KEY = "Alt+M"


class DiscussionStage(Stage):
    """A discussion in whatever format it has."""

    def __init__(self, given: StageGiven) -> None:
        super().__init__(given)
        self._turn: Turn | None = None
        self._view = ""
        self._called = ""
        self._names_of: list[tuple[str, str]] = []
        self._names: dict[str, str] = {}
        self._step_seen = self.step
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = self._page = QWidget()
        page.setObjectName("panel")
        area.setWidget(page)
        outer.addWidget(area)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 24, 32, 8)
        column.setSpacing(0)
        self.prompt = PromptWords(self.theme)
        column.addWidget(self.prompt)
        column.addSpacing(10)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        self.line = StepsLine(self.theme)
        self.line.step_asked.connect(lambda step: self.dispatch(ReachStep(step=step)))
        row.addWidget(self.line, 1)
        row.addStretch()
        self.more = IconButton(self.theme, "ellipsis", _("Format and more"), native(MORE_KEY), size=28)
        self.more.clicked.connect(self._open_menu)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.say = Words(self.theme, "", "small", "text.secondary", wraps=True)
        self.say.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.say)
        column.addSpacing(12)
        self.chairs = ChairsPart(self.theme)
        self.chairs.sat.connect(lambda person: self.dispatch(TakeSeat(person=person)))
        self.chairs.stood.connect(lambda person: self.dispatch(LeaveSeat(person=person)))
        self.chairs.resized.connect(lambda count: self.dispatch(SetChairs(chairs=count)))
        column.addWidget(self.chairs)
        self._under_chairs = QWidget()
        self._under_chairs.setFixedHeight(16)
        column.addWidget(self._under_chairs)
        self.talk = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.talk)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(GAP)
        self.speaking = self._speaking_column()
        self.times = TalkColumn(self.theme, given.services.settings.talk_time)
        self.times.tapped.connect(self.tap)
        self.times.group_tapped.connect(self.tap_group)
        self.times.turned.connect(self.show_state)
        self.times.view.name_asked.connect(lambda: self.speaking.ask(speaks=True))
        self._columns.addWidget(self.speaking)
        self._columns.addWidget(self.times, 1)
        column.addWidget(self.talk, 1)
        self.groups = GroupsPart(self.theme, self._together)
        self.groups.view.came_to.connect(self._to_group)
        self.heard_group = HeardGroup(self, self.groups.view, lambda: self.in_groups)
        column.addWidget(self.groups, 1)
        self.theme.changed.connect(self.restyle)
        self.show_state()
        self.restyle()

    def _speaking_column(self) -> SpeakingColumn:
        made = SpeakingColumn(self.theme)
        made.next_asked.connect(self.next_speaker)
        made.given.connect(lambda person: self.dispatch(GiveFloor(person=person, ms=self.given.now())))
        made.raised.connect(lambda person: self.dispatch(RaiseHand(person=person, ms=self.given.now())))
        made.lowered.connect(lambda person: self.dispatch(LowerHand(person=person)))
        made.ordered.connect(lambda person, on: self.dispatch(RaiseHand(person=person, point_of_order=on)))
        made.joined.connect(self._join)
        made.first_switched.connect(lambda on: self.dispatch(SetFirstTimeFirst(on=on)))
        made.parking.parked.connect(self.park)
        made.parking.taken_out.connect(
            lambda parked: self.dispatch(Unpark(parked=parked), _("Taken out of the parking place"))
        )
        return made

    # ---- what is shown ------------------------------------------------------------------------------------------

    @property
    def format(self) -> Format:
        """The format that is on."""
        return format_of(self.state, self.block, self.given.method)

    def _size(self) -> int:
        steps = self.steps()
        step = steps[min(self.step, len(steps) - 1)] if steps else None
        return group_size(self.format, step)

    @property
    def in_groups(self) -> bool:
        """Whether the groups are shown rather than who speaks."""
        if self._view:
            return self._view == GROUPS
        return in_groups(self.state, self.block, self.format, self.steps(), self.step)

    def _show_say(self) -> None:
        """What the facilitator says at this step, or at the last one asks to close with."""
        steps, method, block = self.steps(), self.given.method, self.block
        at = min(self.step, len(steps) - 1)
        step = steps[at] if steps else None
        words = say_at(block, method, step)
        if not words and method is not None and method.debrief and at == len(steps) - 1:
            words = _("To close with: {question}").format(question=method.debrief[0])
        self.say.setText(shown.one_line(words))
        self.say.setVisible(bool(words.strip()))

    def _short_names(self) -> dict[str, str]:
        people = self.state.people.present()
        known = [(person.id, person.name) for person in people]
        if known != self._names_of:
            self._names_of, self._names = known, short_names(people)
        return self._names

    def show_state(self) -> None:
        """Show the discussion as it is."""
        state, block, now_ms = self.state, self.block, self.given.now()
        if self._step_seen != self.step:
            self._step_seen, self._view = self.step, ""
            self.heard_group.forget()
            self.groups.step_changed()
        one, grouped = self.format, self.in_groups
        self.prompt.put(block.prompt or block.verb)
        self.line.show_steps(self.steps(), self.step)
        self._show_say()
        names = self._short_names()
        turn = speaking_now(state, block.id)
        self._turn = turn if turn is not None and (block.anonymity == NAMED or not turn.person) else None
        self.speaking.put(state, block.id, self._turn, names, circle=one.circle, called=self._called)
        self.times.put(state, block.id, self._turn, names, now_ms, circle=bool(one.chairs))
        self.tick(now_ms)
        fishbowl = bool(one.chairs) and not grouped
        self.chairs.setVisible(fishbowl)
        self._under_chairs.setVisible(fishbowl)
        if fishbowl:
            seated = inside(state, block.id)
            outside = [(p.id, p.name) for p in state.people.present() if p.here and p.id not in seated]
            self.chairs.put([(key, names[key]) for key in seated], chairs(state, block.id), outside)
        self.talk.setVisible(not grouped)
        self.groups.setVisible(grouped)
        if grouped:
            self.heard_group.light()
            self.groups.put(state, block.id, one, self._size(), case_at(self.steps(), self.step))

    def _to_group(self, place: QRect) -> None:
        middle = self.groups.view.viewport().mapTo(self._page, place.center())
        self._area.ensureVisible(middle.x(), middle.y(), 0, place.height() // 2)

    def tick(self, now_ms: int) -> None:
        """Only the running time."""
        if self._turn is not None:
            ms = talk_ms(self.state, self._turn, now_ms)
            self.speaking.now.put_time(ms)
            if not self._turn.point_of_order:
                self.times.run(ms)

    def heard(self, change: Change) -> None:
        """Somebody speaks, waits, came or went; or the step is another one."""
        if change.status is Status.KEPT:
            return
        if change.folded_again or any(fact.kind in _SHOWN for fact in change.facts):
            step = self._step_seen
            self.show_state()
            if step != self.step or any(fact.kind in _TOLD for fact in change.facts) or change.folded_again:
                self.told.emit()

    def subtitle(self) -> str:
        """How it is run, in the plan's own words where there are any, and how far it is."""
        steps, block = self.steps(), self.block
        chosen = block.id in self.state.speaking.formats or block.method in FORMATS
        name = shown.one_line(block.method) if block.method and not chosen else format_word(self.format.id)
        if not steps:
            return name
        at = min(self.step, len(steps) - 1)
        if len(steps) == 1:
            return f"{name} · {shown.one_line(steps[0].name)}"
        return _("{format} · step {number} of {count}, {step}").format(
            format=name, number=at + 1, count=len(steps), step=shown.one_line(steps[at].name)
        )

    def stamps(self) -> dict[str, Any]:
        """The group that is heard now."""
        return self.heard_group.stamps()

    def chips(self) -> list[Chip]:
        """The same, to be seen."""
        return self.heard_group.chips()

    def hint(self) -> str:
        """What stands in the empty line: whom one hears, or what is to be caught."""
        steps = self.steps()
        step = steps[min(self.step, len(steps) - 1)] if steps else None
        return self.heard_group.hint() or catch_hint(catch_at(self.block, self.given.method, step))

    def regions(self) -> list[QWidget]:
        """The list, the talk time; or the groups."""
        if self.in_groups:
            return [self.groups.view if self.groups.view.board.cells else self.groups.draw_button]
        waits = self.speaking.queue if self.speaking.queue.queue.rows else self.speaking.add
        return [waits, self.times.view]

    def restyle(self) -> None:
        """Columns as wide as the text wants them."""
        scale = self.theme.scale
        narrow = self.width() - 64 < NARROW * min(scale, 1.8)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._columns.direction() != direction:
            self._columns.setDirection(direction)
        if narrow or not self.times.tallies:
            self.speaking.setMinimumWidth(0)
            self.speaking.setMaximumWidth(16_777_215)
        else:
            self.speaking.setFixedWidth(round(LEFT_W * min(max(scale, 1.0), 1.5)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        self.restyle()

    # ---- what can be done -----------------------------------------------------------------------------------------

    def _together(self, commands: Sequence[Command], said: str) -> object:
        if len(commands) == 1:
            return self.dispatch(commands[0], said)
        return self.dispatch(Together(commands=tuple(commands)), said) if commands else None

    def next_speaker(self) -> None:
        """Whoever is next has the floor."""
        hands = waiting(self.state, self.given.block)
        self._called = hands[0].person if hands else ""
        if self.dispatch(NextSpeaker(circle=self.format.circle, ms=self.given.now())) is not None:
            self.show_state()

    def tap(self, person: str) -> None:
        """This person speaks; the one who speaks already has finished."""
        if self._turn is not None and self._turn.person == person:
            self.end_speech()
        else:
            self.dispatch(GiveFloor(person=person, ms=self.given.now()))

    def tap_group(self, name: str) -> None:
        """This group speaks as a whole; if it does already, it has finished."""
        if self._turn is not None and self._turn.group == name:
            self.end_speech()
        else:
            self.dispatch(GiveFloor(group=name, ms=self.given.now()))

    def end_speech(self) -> None:
        """Nobody speaks now."""
        self.dispatch(EndSpeech(ms=self.given.now()))

    def close_stage(self) -> None:
        """Nothing stays behind in the window."""
        self.speaking.line.let_go()
        self.chairs.line.let_go()

    def _join(self, name: str, now: bool) -> None:
        person = uuid7()
        then = GiveFloor if now else RaiseHand
        joining = Together(commands=(JoinPerson(person=person, name=name), then(person=person, ms=self.given.now())))
        self.dispatch(joining, _("{name} was added").format(name=shown.isolated(name)))

    def park(self, words: str) -> None:
        """Keep something for later: ``Ana: who pays for it?``; without a name it is from whoever speaks now."""
        typed = words
        name, colon, rest = words.partition(":")
        person = self._one_called(name) if colon and rest.strip() else ""
        if person:
            words = rest.strip()
        elif self._turn is not None:
            person = self._turn.person
        parking = self.speaking.parking
        if self.send(ParkForLater(text=words, person=person), typed, lambda: parking.put_back(typed)) is None:
            parking.keep(words)

    def _one_called(self, name: str) -> str:
        people = [(person.id, person.name) for person in self.state.people.present()]
        exact = [key for key, known in people if fold(known) == fold(name)]
        found = exact or [key for key, _known in complete_name(name.strip(), Known(people=people))]
        return found[0] if len(found) == 1 else ""

    def show_view(self, view: str) -> None:
        """Show the groups, or who speaks, whatever the step says; until another step is on."""
        self._view = view
        self.show_state()
        self.told.emit()

    def _draw(self) -> None:
        self.show_view(GROUPS)
        self.groups.draw()

    def choose_format(self, name: str) -> None:
        """Another format for this activity."""
        self._view = ""
        self.dispatch(ChooseFormat(block=self.given.block, format=name), _("The format was changed"))

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def menu(self) -> QMenu:
        """The formats, and what else can be done here."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        only = QActionGroup(menu)
        current = self.format.id
        for name in dict.fromkeys((*FORMATS, current)):
            action = QAction(shown.on_button(format_word(name)), menu)
            action.setCheckable(True)
            action.setChecked(name == current)
            action.setToolTip(format_told(name))
            action.triggered.connect(lambda _on=False, name=name: self.choose_format(name))
            only.addAction(action)
            menu.addAction(action)
        menu.addSeparator()
        for one in self.offers():
            if one.does is not None and not one.id.startswith(("discussion.format", "discussion.menu")):
                action = menu.addAction(shown.on_button(one.words()), one.does)
                action.setEnabled(not one.why_not())
        return menu

    # ---- offers ---------------------------------------------------------------------------------------------------

    def _why_not_named(self) -> str:
        if not self.times.tallies:
            return _("Talk time is not shown here. Settings, How we work.")
        if self.block.anonymity != NAMED:
            return _("Nobody is named in this activity, so no talk time is taken.")
        return self.given.read_only

    def _why_no_chairs(self) -> str:
        return self.given.read_only or ("" if not self.chairs.isHidden() else _("There is no inner circle."))

    def _why_nobody(self) -> str:
        return self.given.read_only or ("" if self._turn is not None else _("Nobody is speaking."))

    def _why_not_grouped(self, what: str) -> str:
        return self.groups.why_not(what) if self.in_groups else _("Show the groups first.")

    def _focus_times(self) -> None:
        self.show_view(TALK)
        self.times.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add_hand(self) -> None:
        if self.in_groups:
            self.show_view(TALK)
        self.speaking.ask()

    def _park(self) -> None:
        if self.in_groups:
            self.show_view(TALK)
        self.speaking.parking.ask()

    def offers(self) -> list[Action]:
        """What can be done in a discussion."""

        def here() -> str:
            return self.given.read_only

        def of(
            name: str,
            words: Callable[[], str],
            does: Callable[[], object],
            keys: tuple[str, ...] = (),
            icon: str = "",
            why_not: Callable[[], str] = here,
        ) -> Action:
            return Action(f"discussion.{name}", words, does, keys, icon, "run", why_not=why_not, firm=bool(keys))

        def grouped(what: str) -> Callable[[], str]:
            return lambda: self.given.read_only or self._why_not_grouped(what)

        made = [
            of("next", lambda: _("Next speaker"), self.next_speaker, (NEXT_KEY,), "mic"),
            of("hand", lambda: _("Add a hand"), self._add_hand, (HAND_KEY,), "hand"),
            of("end", lambda: _("Nobody speaks now"), self.end_speech, ("Ctrl+F8",), "mic-off", self._why_nobody),
            of("tap", lambda: _("Tap who speaks"), self._focus_times, ("Alt+F8",), "timer", self._why_not_named),
            of("park", lambda: _("Keep something for later"), self._park, (PARK_KEY,), "circle-parking"),
            of(
                "groups",
                lambda: _("Show who speaks") if self.in_groups else _("Show the groups"),
                lambda: self.show_view(TALK if self.in_groups else GROUPS),
                icon="users-round",
            ),
            of("draw", lambda: _("Draw groups"), self._draw, icon="shuffle"),
            *self.chairs.offers(self._why_no_chairs),
            Action(
                "discussion.menu", lambda: _("Format and more"), self._open_menu, (MORE_KEY,), "ellipsis", "run",
                firm=True, remembered=False,
            ),
        ]  # fmt: skip
        made += [
            of("travel", lambda: _("Next round"), self.groups.travel, (), "arrow-right-left", grouped("travel")),
            of("join", lambda: _("Join pairs to fours"), self.groups.join, (), "merge", grouped("join")),
            of("mend", lambda: _("Somebody came or left"), self.groups.mend, (), "user-round-plus", grouped("mend")),
        ]
        made += [
            of(
                f"format.{name}",
                partial(_format_offer, name),
                partial(self.choose_format, name),
                icon="messages-square",
            )
            for name in FORMATS
        ]
        return [*made, *(_told(key, words) for key, words in _keys())]


def _told(key: str, words: str) -> Action:
    return Action(f"discussion.key.{key}", lambda: words, None, (key,), group="run")


def _keys() -> list[tuple[str, str]]:
    """Keys the lists handle themselves, for the keyboard map."""
    return [
        ("1", _("Talk time: the person beside that key speaks")),
        ("/", _("Talk time: somebody speaks, by name")),
        ("!", _("Speaking list: a point of order")),
        ("Ctrl+Right", _("Groups: the person goes to the group behind")),
        ("Return", _("Groups: this group is heard now")),
        ("F2", _("Groups: name and place")),
    ]


def _format_offer(name: str) -> str:
    return _("Format: {format}").format(format=format_word(name))


_SHOWN = frozenset(
    {
        "hand_raised", "hand_lowered", "turn_began", "turn_ended", "turn_goes_on", "turn_taken_back", "turn_put_back",
        "first_time_first", "format_chosen", "seat_taken", "seat_left", "chairs_set", "thing_parked", "thing_unparked",
        "thing_parked_again", "round_held", "round_forgotten", "round_counted", "apart_kept", "group_formed",
        "group_changed", "group_dissolved", "group_back", "person_joined", "person_described", "person_left",
        "person_came_back", "person_taken_out", "person_put_back", "block_changed", "step_reached",
        "activity_extended", "activity_started", "activity_ended", "activity_returned", "activity_reset",
        "activity_paused", "activity_resumed", "run_reset",
    }
)  # fmt: skip
_TOLD = frozenset({"format_chosen", "block_changed", "step_reached", "activity_extended"})
