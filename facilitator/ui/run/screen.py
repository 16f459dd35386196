"""The step *Run*: the activity that is on, the line, the stream, and the agenda beside its plan.

Before anything is planned, and after a session is over, the stream has the page to itself.
"""

from __future__ import annotations

import datetime

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from facilitator import tasks
from facilitator.catalogue import built_in
from facilitator.session.agenda import Block
from facilitator.session.drift import Drift, Offer, drift
from facilitator.session.errors import Told
from facilitator.session.modalities import Modality
from facilitator.session.rules import Together
from facilitator.session.running import next_block, remaining_ms
from facilitator.session.steps import RunStep
from facilitator.session.store import Change, Status
from facilitator.session.time_left import phase_time_ms
from facilitator.session.zones import zone_named
from facilitator.ui import hues, shown
from facilitator.ui.actions import Action
from facilitator.ui.awake import Awake
from facilitator.ui.messages import worded
from facilitator.ui.phones.mount import Phones
from facilitator.ui.room.door import RoomDoor
from facilitator.ui.run.actions import FORWARD_KEY, run_actions
from facilitator.ui.run.agenda import RunAgenda
from facilitator.ui.run.bar import ActivityBar, BarRow
from facilitator.ui.run.coach import CoachLine
from facilitator.ui.run.columns import MOST_SCALE, STREAM_WIDE, columns
from facilitator.ui.run.from_last_time import FromLastTime
from facilitator.ui.run.going import OF_THE_RUN, Going
from facilitator.ui.run.hints import Hints
from facilitator.ui.run.host import StageHost
from facilitator.ui.run.line import RunLine
from facilitator.ui.run.over_line import OverLine
from facilitator.ui.run.picture_line import PictureLine
from facilitator.ui.run.room_film import RoomFilm
from facilitator.ui.run.saying import status_notes, stream_words, subtitle
from facilitator.ui.run.scaffolds import StarterButton
from facilitator.ui.screens.steps import Session
from facilitator.ui.stages.asks.form import open_form
from facilitator.ui.stages.base import Stage, StageGiven
from facilitator.ui.widgets.card import SIDE
from facilitator.ui.widgets.plain import Hairline, OneLine
from facilitator.ui.widgets.stream_head import narrow_head
from facilitator.words import _

TICK_MS = 250
DRIFT_TICKS = 8
"""The agenda's times are computed again this often, in ticks; at once when the session changes."""

NARROW_SIDE = 20
"""The inset of cards in the narrow stream, in px."""
LOW = 340
"""Below this height (px, at 100 %) the coach's line keeps no place while it says nothing."""


class RunScreen(RunLine):
    """The page *Run* of a session.

    Signals:
        part_made: a part with actions of its own was made, such as a stage: they join the window's.
    """

    part_made = Signal(QWidget)

    def __init__(self, given: Session) -> None:
        self._session = given
        self.live = False
        self._passing = False
        self.found = Drift((), None, Offer())
        self._ticks = 0
        self.catalogue = built_in()
        super().__init__(
            given.services.store,
            given.session,
            given.theme,
            given.messages,
            given.drafts,
            read_only=given.read_only,
        )
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self._tick)
        self.arrange()
        self._reading = tasks.start(self._read_catalogue(), "read the methods", self._failed)

    # ---- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        super()._build()
        theme = self._theme
        self.going = Going(lambda: self.model.state, self.dispatch, theme, self)
        self.bar = ActivityBar(theme)
        self.bar.lock(self._read_only)
        self.bar.forward.connect(self.forward)
        self.bar.minutes_asked.connect(self.going.more)
        self.bar.pause_asked.connect(self.going.pause)
        self.bar.drawer_asked.connect(self._draw_agenda)
        self.bar.stream_asked.connect(self._draw_stream)
        self._bar_line = Hairline(theme)
        self.page_column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.page_column.insertWidget(0, self.bar)
        self.page_column.insertWidget(1, self._bar_line)
        self.over = OverLine(theme)
        self.over.go_on.setEnabled(not self._read_only)
        self.over.go_on_asked.connect(self.going.reopen)
        self.page_column.insertWidget(2, self.over)
        self.agenda = RunAgenda(theme, self.catalogue)
        self.agenda.block_asked.connect(self.going.go_to)
        self.agenda.menu_asked.connect(self.going.menu_for)
        self.agenda.offer_taken.connect(self.take_offer)
        self._left = QStackedWidget()
        self._left.setObjectName("canvas")
        self._left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body.insertWidget(0, self._left)
        self._left.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._left.addWidget(self.agenda)
        self.host = StageHost(
            StageGiven(
                self._session.services,
                self.session,
                "",
                None,
                theme,
                self._messages,
                self.dispatch,
                self._store.now_ms,
                self._read_only,
            ),
            self.catalogue,
        )
        self.host.changed.connect(self._stage_changed)
        self.host.line_asked.connect(self._take_line)
        self.host.card_asked.connect(self.show_card)
        self.host.came_back.connect(lambda line: self._come_back([line]))
        self.host.made.connect(self.part_made)
        self.host.focus_left.connect(self.to_capture)
        self.centre.insertWidget(0, self.host, 1)
        self.coach = CoachLine(theme, notes=self._session.drafts.coach)
        self.hints = Hints(self, self.going, self._messages, self.dispatch)
        self.coach.asked.connect(self.hints.take)
        self.centre.insertWidget(self.centre.count() - 1, self.coach)
        self.room = RoomDoor(
            self._store,
            self.session,
            theme,
            self._messages,
            self._store.now_ms,
            self.dispatch,
            self.screen,
            parent=self,
            read_only=self._read_only,
        )
        self.room.changed.connect(self._say_room)
        self.room.time_from(self._room_time)
        self.host.made.connect(self.room.adopt)
        self.room_film = RoomFilm(self.room, lambda: self.stage, self)
        self.awake = Awake(self._tell_of_the_room) if self._session.services.keeps_awake else None
        self.where = OneLine(theme, "", "caption", "text.secondary")
        self.status_row.insertWidget(2, self.where)
        self.phones = Phones(self, self._session.services, self._messages)
        self._right = QWidget()
        self._right.setObjectName("canvas")
        self._right.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._right_column = QVBoxLayout(self._right)
        self._right_column.setContentsMargins(0, 0, 0, 0)
        self.last_time = FromLastTime(theme, self._session.services, self.session)
        self._right_column.addWidget(self.last_time)
        self._right_line = Hairline(theme, upright=True)
        self.body.addWidget(self._right_line)
        self.body.addWidget(self._right)
        self.starters = StarterButton(theme, self.capture, lambda: self.capture.known, self._at)
        self.capture.add_button(self.starters)
        self.capture.typed.connect(self._typing)
        self.pictures = PictureLine(self, self._session.services, self._messages, self._drafts)
        self.pictures.changed.connect(self._say_stamps)

    @property
    def foot_height(self) -> int:
        """What no message covers: the line, the status, and the coach over them (px)."""
        return super().foot_height + (self.coach.height() if self.coach.isVisibleTo(self) else 0)

    def minimumSizeHint(self) -> QSize:
        """Columns give way, so it may be narrow."""
        return QSize(460, 360)

    async def _read_catalogue(self) -> None:
        """Own methods join the catalogue once they are read."""
        self.catalogue = await self._session.services.catalogue()
        self.agenda.model.catalogue = self.host.catalogue = self.catalogue
        self.arrange()

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self._messages.warn(worded(error))

    # ---- which of the two pages -----------------------------------------------------------------------------------

    def wants_live(self) -> bool:
        """Whether there is an agenda to be run: planned, not from a file, not over."""
        state = self.model.state
        blocks = state.agenda.in_order()
        if not blocks or state.about.source or state.running.closed_ms is not None:
            return False
        return state.agenda.running is not None or any(block.ended_ms is None for block in blocks)

    def arrange(self) -> None:
        """Put the parts where they belong now, and show what holds."""
        self.live = self.wants_live()
        live = self.live
        for part in (self.bar, self._bar_line, self.host, self.coach, self._left, self._right, self._right_line):
            part.setVisible(live)
        self.over.setVisible(self.going.over)
        self.over.tell(self.going.end_words())
        self.coach.setVisible(live and self._session.services.settings.coach)
        self.capture_line.setVisible(self.coach.isHidden())  # the coach's line brings its own, and room under it
        self.capture.lift(self.coach.isHidden())
        self.stream.setFocusPolicy(Qt.FocusPolicy.TabFocus if live else Qt.FocusPolicy.StrongFocus)
        if live and self.stream_part.parentWidget() is not self._right:
            self._right_column.addWidget(self.stream_part, 1)
            narrow_head(self.stream_head, self.stream, NARROW_SIDE)
            self.cards.side = NARROW_SIDE
            self.stream.forget_heights()
            self.find_field.hide()
        elif not live and self.stream_part.parentWidget() is self._right:
            self.centre.insertWidget(1, self.stream_part, 1)
            self.stream_head.setContentsMargins(32, 10, 24, 6)
            self.cards.side = SIDE
            self.stream.forget_heights()
            self.find_field.show()
        self._fit_columns()
        self.show_run()

    def _fit_columns(self) -> None:
        if not getattr(self, "live", False):
            super()._fit_columns()
            return
        filtering = self.narrow.isChecked()
        agenda, stream = self.bar.drawer, self.bar.stream
        found = columns(
            self.width(),
            self._theme.scale,
            agenda_asked=agenda.isChecked(),
            stream_asked=stream.isChecked(),
            filtering=filtering,
        )
        for drawer, wanted in ((agenda, found.agenda_drawer), (stream, found.stream_drawer)):
            if drawer.isChecked() and not wanted:
                drawer.setChecked(False)  # which fits them again
                return
        self.coach.give_way(self.height() < LOW * self._theme.scale)
        self.narrow.show()
        self._side_box.setVisible(filtering)
        self._show_facets()
        self._side_line.setVisible(True)
        self.bar.offer_drawers(agenda=found.agenda_drawer, stream=found.stream_drawer)
        self._left.setVisible(found.agenda)
        self._right.setVisible(found.stream)
        self._right_line.setVisible(found.stream)
        self._left.setFixedWidth(self.agenda.width())
        self._right.setFixedWidth(round(STREAM_WIDE * min(self._theme.scale, MOST_SCALE)))
        self.page_column.activate()  # within a resize the columns that give way would leave their room behind

    def _draw_agenda(self, on: bool) -> None:
        """The agenda's drawer was opened or closed."""
        if on:
            self.bar.stream.setChecked(False)
        self._fit_columns()

    def _draw_stream(self, on: bool) -> None:
        """The stream's drawer was opened or closed."""
        if on:
            self.bar.drawer.setChecked(False)
        self._passing = self._passing and on
        inside = self.stream.hasFocus()
        self._fit_columns()
        if inside and not on:
            super().to_capture()

    # ---- what holds -----------------------------------------------------------------------------------------------

    @property
    def stage(self) -> Stage | None:
        """The stage that is on."""
        return self.host.stage if self.live else None

    def current_block(self) -> Block | None:
        """The running block, or the one that comes first."""
        state = self.model.state
        return state.agenda.get(state.agenda.running) or next_block(state)

    def show_run(self) -> None:
        """Show what runs, from the state."""
        if not self.live:
            self.host.show_block(None)
            super()._counted(self.model.rowCount(), self.model.state.contributions.standing_count)
            self._rest_clock()
            return
        self.host.show_block(self.current_block())
        self.last_time.follow(self.model.state, self.current_block())
        self._drift_again()
        self._say_bar()
        self._say_count()
        self._say_status()
        self._rest_clock()

    def _zone(self) -> datetime.tzinfo | None:
        return zone_named(self.model.state.about.zone)

    def _drift_again(self) -> None:
        self._ticks = 0
        self.found = drift(self.model.state, self._store.now_ms())
        self.agenda.show_drift(self.found, self._zone())

    def steps(self) -> tuple[RunStep, ...]:
        """The steps of the stage that is on."""
        return self.host.stage.steps() if self.host.stage is not None else ()

    def _step_at(self) -> int:
        state = self.model.state
        running = state.agenda.running
        return state.running.of(running).step if running is not None else 0

    def _say_bar(self) -> None:
        state, now = self.model.state, self._store.now_ms()
        block, running = self.current_block(), state.agenda.get(state.agenda.running)
        forward, filled = self.forward_words(), True
        if block is None:
            self.bar.put(BarRow(_("Everything ran"), "", hues.USUAL, forward), FORWARD_KEY)
            return
        left = None
        if running is not None:
            left = remaining_ms(state, running, now)
            own = self.host.left_ms(now)
            left = left if own is None else own
        paused = running is not None and state.running.of(running.id).paused_ms is not None
        family = hues.of_block(block, self.catalogue)
        row = BarRow(block.title, self._subtitle(block), family, forward, left, running is not None, paused, filled)
        self.bar.put(row, FORWARD_KEY)

    def _subtitle(self, block: Block) -> str:
        method = self.catalogue.get(block.modality)
        return subtitle(self.model.state, block, self.host.front, self.found.of(block.id), method, self.steps())

    def forward_words(self) -> str:
        """What the large button says."""
        state = self.model.state
        stage, following = self.host.front, next_block(state)
        own = stage.forward() if stage is not None and state.agenda.running is not None else None
        if own is not None:
            return own.words
        if state.agenda.running is not None:
            steps, at = self.steps(), self._step_at()
            if at + 1 < len(steps):
                return _("Next: {step}").format(step=shown.isolated(steps[at + 1].name))
        if following is None:
            return _("End the session")
        title = shown.isolated(following.title)
        words = _("Start: {title}") if state.running.began_ms is None else _("Next: {title}")
        return words.format(title=title)

    def forward(self) -> None:
        """The large button: the stage's own step, the next step, the next activity, or the end."""
        state, stage = self.model.state, self.host.front
        own = stage.forward() if stage is not None and state.agenda.running is not None else None
        if own is not None:
            own.does()
            return
        steps = self.steps()
        if state.agenda.running is not None and self._step_at() + 1 < len(steps):
            self.going.step(1, len(steps))
        else:
            self.going.next()

    def to_agenda(self) -> None:
        """Into the agenda, which opens first where it has no place of its own; from it back to the line."""
        if self.agenda.list.hasFocus() or self.bar.drawer.isChecked():
            self.bar.drawer.setChecked(False)
            self.to_capture()
            return
        self.bar.stream.setChecked(False)
        if not self.bar.drawer.isHidden():
            self.bar.drawer.setChecked(True)
        row = self.agenda.model.row_of(self.model.state.agenda.running or "")
        self.agenda.list.setCurrentIndex(self.agenda.model.index(max(row, 0)))
        self.agenda.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def to_stream(self) -> None:
        """Into the stream, which opens first where it has no place of its own; from it back to the line."""
        if self.live and self.stream.hasFocus():
            self.to_capture()
            return
        if self.live and self._right.isHidden():
            self._passing = True
            self.bar.stream.setChecked(True)
        super().to_stream()

    def to_capture(self) -> None:
        """Back to the line; a stream that was opened only to go into it closes."""
        super().to_capture()
        if self._passing:
            self.bar.stream.setChecked(False)

    def to_search(self) -> None:
        """Into the search field, which stands in the stream's head while it is used."""
        if self.live:
            self.to_stream()
            self.find_field.show()
        super().to_search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the line from everywhere; letters nobody else wants are the line's."""
        typed = event.text()
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_Escape:
            if self.live and not self.find_field.text():
                self.find_field.hide()
            for drawer in (self.bar.drawer, self.bar.stream):
                drawer.setChecked(False)
            self.to_capture()
        elif typed and typed.isprintable() and typed.strip() and not held and self.capture.field.isEnabled():
            self.to_capture()
            self.capture.field.insert(typed)
        else:
            super().keyPressEvent(event)

    def take_offer(self) -> None:
        """Do what is offered against the drift."""
        commands = self.found.offer.commands()
        if commands:
            said = self.agenda.said.offer
            self.dispatch(Together(commands=commands), said)

    def _say_status(self) -> None:
        if self.live:
            self.about.tell(status_notes(self.model.state, self.host.front, self._read_only))

    def ask_form(self, form: str) -> None:
        """The form that prepares what everybody is asked."""
        given = self.host.given(self.current_block())
        open_form(given, form, self.window(), then=self._to_ask)

    def _to_ask(self) -> None:
        if self.host.ask is not None:
            self.host.ask.take_focus()

    def given_now(self) -> StageGiven:
        """What a stage of the running activity stands on."""
        state = self.model.state
        return self.host.given(state.agenda.get(state.agenda.running))

    def _at(self) -> tuple[Block | None, Modality | None]:
        """The running block and its method."""
        block = self.current_block()
        return block, self.catalogue.get(block.modality) if block is not None else None

    def _room_time(self) -> int | None:
        """A phase's own time for the room, also while this page is not shown; None for the activity's."""
        running = self.model.state.agenda.get(self.model.state.agenda.running)
        method = self.catalogue.get(running.modality) if running is not None else None
        return phase_time_ms(self.model.state, running, method, self._store.now_ms()) if running is not None else None

    def _say_room(self) -> None:
        self.where.setText(self.room.where_words())

    # ---- time -----------------------------------------------------------------------------------------------------

    def _tell_of_the_room(self, words: str) -> None:
        """What the system cannot keep off the screen matters only while the room looks at one."""
        if self.room.is_open:
            self._messages.say(words)

    def _keep_awake(self) -> None:
        """The laptop does not sleep while an activity runs."""
        if self.awake is not None:
            if self.live and self.model.state.agenda.running is not None:
                self.awake.hold()
            else:
                self.awake.release()

    def _rest_clock(self) -> None:
        self._keep_awake()
        runs = self.live and self.isVisible() and self.model.state.running.began_ms is not None
        if runs and not self._clock.isActive():
            self._clock.start()
        elif not runs and self._clock.isActive():
            self._clock.stop()

    def _tick(self) -> None:
        self._ticks += 1
        if self._ticks >= DRIFT_TICKS:
            self._drift_again()
        self._say_bar()
        now = self._store.now_ms()
        if self.host.stage is not None:
            self.host.stage.tick(now)
        self.hints.look(self.coach, self.catalogue, now)

    def showEvent(self, event: QShowEvent) -> None:
        """Time is told only while it is seen."""
        super().showEvent(event)
        self.arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: the clock rests, the session's time goes on."""
        super().hideEvent(event)
        self._clock.stop()

    # ---- hearing --------------------------------------------------------------------------------------------------

    def _heard(self, change: Change) -> None:
        super()._heard(change)
        if change.stream != self.session:
            return
        self.host.heard(change)
        if change.status is Status.KEPT:
            return
        kinds = {fact.kind for fact in change.facts}
        running = self.model.state.agenda
        self.host.show_ask(running.get(running.running))
        if change.folded_again or kinds & OF_THE_RUN or change.status is Status.WITHDRAWN:
            if self.wants_live() != self.live:
                self.arrange()
            else:
                self.show_run()
        elif kinds & {"contribution_given", "contribution_withdrawn", "contribution_restored", "person_joined"}:
            self._say_status()
        only_cards = kinds == {"contribution_given"}
        self.hints.look(self.coach, self.catalogue, self._store.now_ms(), heard=True, waits=only_cards)

    def _counted(self, shown_now: int, standing: int) -> None:
        super()._counted(shown_now, standing)
        self._say_count()
        self._say_status()

    def _say_count(self) -> None:
        state = self.model.state
        running = state.agenda.running
        if self.live and running is not None and not self.model.filter.active:
            given = state.contributions
            words, told = stream_words(given.of_activity.get(running, 0), given.standing_count)
            self.count.setText(words)
            self.count.setToolTip(told)

    def _show_side(self) -> None:
        """The stage's own part above the stream; where it stands alone the stream rests."""
        stage = self.stage
        if stage is not None and stage.side_made is None:
            side = stage.side()
            if side is not None:
                stage.side_made = side
                self._right_column.insertWidget(0, side)
        self.stream_part.setVisible(stage is None or not stage.stream_rests())

    def _stage_changed(self) -> None:
        self.room_film.follow()
        if self.live:
            self._show_side()
            self._say_bar()
            self._say_status()
            self._say_stamps()

    # ---- for the window -------------------------------------------------------------------------------------------

    def regions(self) -> list[QWidget]:
        """Where F6 leads, in order."""
        if not self.live:
            return super().regions()
        stage = self.host.front.regions() if self.host.front is not None else []
        return [self.bar.next, self.agenda.list, *stage, self.capture.field, self.stream]

    def parts(self) -> list[QWidget]:
        """Parts with actions of their own that were made before anybody listened."""
        return [self.host.stage] if self.host.stage is not None else []

    def offers(self) -> list[Action]:
        """What can be done on this page."""
        return [*super().offers(), *run_actions(self)]

    def close_session(self) -> None:
        """Hear nothing more, and let go of the stage."""
        self._reading.cancel()
        self.pictures.close()
        self._clock.stop()
        super().close_session()
        self.phones.close()
        self.room_film.end()
        self.host.close_stage()
        self.room.close()
        if self.awake is not None:
            self.awake.close()
