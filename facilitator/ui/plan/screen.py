"""Planning: what it is for at the left, the agenda in the middle, the guide at the side."""

from __future__ import annotations

from collections.abc import Callable, Coroutine

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from facilitator import tasks
from facilitator.catalogue import built_in
from facilitator.session.alike import with_its_like
from facilitator.session.errors import Rejected, Told
from facilitator.session.modalities import Catalogue, Modality
from facilitator.session.planning import DescribePlan
from facilitator.session.rules import Command
from facilitator.session.state import SessionState
from facilitator.session.store import Change, Status
from facilitator.session.zones import zone_names
from facilitator.ui.actions import Action
from facilitator.ui.messages import worded
from facilitator.ui.plan.about import Purpose, When
from facilitator.ui.plan.agenda import AgendaPart
from facilitator.ui.plan.agreements import Agreements
from facilitator.ui.plan.editor import BlockEditor
from facilitator.ui.plan.guests import PeoplePart
from facilitator.ui.plan.head import GUIDE_KEY, GUIDE_SIDE, LEFT_KEY, LEFT_SIDE
from facilitator.ui.plan.last_time import LastTime
from facilitator.ui.plan.paper import Paper
from facilitator.ui.screens.guide import GuidePages
from facilitator.ui.screens.steps import Session
from facilitator.ui.widgets.guide_column import GuideColumn
from facilitator.ui.widgets.quiet import BLEED
from facilitator.words import _

LEFT, RIGHT = 304, 352
LENS = "clam"
DRAWERS_FROM = 1.75
"""From this text size on both side columns are drawers, however wide the window is."""
MIDDLE = 460
"""The least room the agenda wants, in px; side columns without room become drawers."""

ADVICE_MS = 80
"""The guide speaks when the hands rest this long, so no key ever waits for it."""


class PlanScreen(QWidget):
    """The page *Plan* of a session.

    Signals:
        next_made: the next session of the series was planned (its id).
    """

    next_made = Signal(str)

    def __init__(self, given: Session) -> None:
        super().__init__()
        self._given = given
        self.session, self._theme, self._messages = given.session, given.theme, given.messages
        self._store = given.services.store
        self.catalogue: Catalogue = built_in()
        self._drawer = ""
        self.paper = Paper(given.services, given.messages, given.session, self)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._advice_due = QTimer(self)
        self._advice_due.setSingleShot(True)
        self._advice_due.setInterval(ADVICE_MS)
        self._advice_due.timeout.connect(self._advise)
        self._end = self._store.subscribe(self._heard)
        self.show_state()
        self._advise()
        tasks.start(self._read_catalogue(), "read the methods", self._failed)
        tasks.start(self._read_lengths(), "read what things take here", self._failed)
        if self.state.series.follows:
            tasks.start(self._read_last_time(), "read what was left open", self._failed)

    # ---- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.pages = QStackedWidget()
        row.addWidget(self.pages)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.pages.addWidget(self.splitter)
        self.splitter.addWidget(self._left())
        self.middle = AgendaPart(
            self._theme,
            self._messages,
            self.catalogue,
            lambda: self.state,
            self.dispatch,
            self._told,
            read_only=bool(self._given.read_only),
        )
        self.middle.anonymity = lambda: self._given.services.settings.anonymity
        self.middle.details_asked.connect(self.show_details)
        self.middle.drawer_asked.connect(self._open_drawer)
        self.agenda, self.model = self.middle.agenda, self.middle.model
        self.splitter.addWidget(self.middle)
        self.side = QStackedWidget()
        self.side.setObjectName("canvas")
        self.side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.editor = BlockEditor(self._theme, self._told)
        self.editor.left.connect(self._leave_editor)
        self.side.addWidget(self.editor)
        self.guide = GuideColumn(self._theme, self._told, read_only=bool(self._given.read_only))
        self.guide.add_asked.connect(self.middle.add)
        self.guide.question_asked.connect(self.open_question)
        self.guide.field_asked.connect(self._to_field)
        self.side.addWidget(self.guide)
        self.side.setCurrentWidget(self.guide)
        self.questions: GuidePages | None = None
        self.side.setMinimumWidth(280)
        self.splitter.addWidget(self.side)
        scale = min(self._theme.scale, 1.4)
        self.splitter.setSizes([round(LEFT * scale), 712, round(RIGHT * scale)])
        for place, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(place, stretch)

    def _left(self) -> QWidget:
        theme = self._theme
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setMinimumWidth(260)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields are the stops
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        for ground in (page, area, area.viewport()):
            ground.setObjectName("canvas")
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(page)
        column.setContentsMargins(24 - BLEED, 20, 16 - BLEED, 24)
        column.setSpacing(16)
        self.purpose = Purpose(theme, self._told)
        self.when = When(theme, self._told)
        given = self._given
        self.people = PeoplePart(
            given.services, theme, self._messages, lambda: self.state, self.dispatch, read_only=bool(given.read_only)
        )
        self.agreements = Agreements(theme, self._told)
        self.agreements.repeat_asked.connect(lambda: tasks.start(self._repeat(), "plan the next session", self._failed))
        self.last_time = LastTime(theme)
        for part in (self.last_time, self.purpose, self.when, self.people, self.agreements):
            column.addWidget(part)
        column.addStretch()
        area.setWidget(page)
        self.left = area
        if given.read_only:
            for field in page.findChildren(QLineEdit):
                field.setReadOnly(True)
            for text in page.findChildren(QPlainTextEdit):
                text.setReadOnly(True)
            for control in (*page.findChildren(QComboBox), *page.findChildren(QAbstractButton)):
                control.setEnabled(control is self.people.people.more)
        return area

    async def _read_lengths(self) -> None:
        """Planned lengths learn from what things really took in earlier sessions."""
        usual = await self._given.services.usual_lengths()
        if shiboken6.isValid(self):
            self.middle.usual = usual
            self.editor.usually = self.middle.usually

    async def _read_catalogue(self) -> None:
        await tasks.in_thread(zone_names)  # the system's list takes a moment the first time
        library = await self._given.services.open_library()
        own = self._store.state(library).methods.own()
        if own and shiboken6.isValid(self):
            self.catalogue = built_in().with_own(own)
            self.middle.take_catalogue(self.catalogue)
            self.show_state()

    async def _read_last_time(self) -> None:
        left = await self._given.services.last_time(self.session)
        if shiboken6.isValid(self):  # the window may have gone meanwhile
            self.last_time.show_items(left)

    # ---- what holds ---------------------------------------------------------------------------------------------

    @property
    def state(self) -> SessionState:
        """The session as it is."""
        return self._store.state(self.session)

    def _heard(self, change: Change) -> None:
        if change.stream == self.session and change.status is not Status.KEPT:
            self.show_state()
            if change.status is Status.WITHDRAWN and change.error is not None:
                self.middle.refusal.say(worded(change.error))

    def show_state(self) -> None:
        """Show what holds; what is typed just now stays."""
        state = self.state
        self.purpose.show_state(state)
        self.when.show_state(state)
        self.people.show_state(state)
        self.agreements.show_state(state)
        self.middle.show_state()
        if self.questions is not None and self.pages.currentWidget() is self.questions:
            self.questions.show_state(state, self.catalogue)
        else:
            self._advice_due.start()
        if self.side.currentWidget() is self.editor and self.editor.block:
            self.editor.show_block(state, self.editor.block)

    def _advise(self) -> None:
        if self.pages.currentWidget() is self.splitter:
            chosen = self._given.services.settings
            self.agreements.say_weeks(chosen.ask_again_weeks)
            self.guide.show_state(self.state, self.catalogue, rule=chosen.room_rule, weeks=chosen.ask_again_weeks)
            self._suggest()

    def _suggest(self) -> None:
        """What the guide puts first, for an agenda that is still empty."""
        now = self.guide.now
        fits = [fit for place in now.places for fit in place] if now is not None else []
        first = next((fit for fit in fits if now is not None and fit.id == now.next), None)
        self.middle.suggest(*((first.id, first.name, first.brief) if first is not None else ("", "", "")))

    # ---- doing --------------------------------------------------------------------------------------------------

    def _told(self, command: Command) -> None:
        """For fields that say a refusal themselves. What guide and plan both ask for is told in both."""
        if self._given.read_only:
            raise Rejected(self._given.read_only)
        self._store.dispatch(self.session, with_its_like(self.state, command), origin=self)

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
        change = self._store.undo(self.session)
        if change is None:
            self._messages.say(_("Nothing to take back"))
        elif not change.facts:
            self._messages.say(_("That step stands: it cannot be taken back"))
        else:
            self._messages.undoable(_("Taken back"), _("Redo"), self.redo, "Ctrl+Shift+Z")

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._store.redo(self.session) is None:
            self._messages.say(_("Nothing to do again"))
        else:
            self._messages.undoable(_("Done again"), _("Undo"), self.undo, "Ctrl+Z")

    def show_details(self, block: str) -> None:
        """Everything about a block, in the column at the side."""
        self.editor.show_block(self.state, block)
        self.side.setCurrentWidget(self.editor)
        self._drawer = GUIDE_SIDE
        self._arrange()
        self.editor.to_first()

    def _leave_editor(self) -> None:
        self.side.setCurrentWidget(self.guide)
        block = self.editor.block
        self.editor.block = ""
        self._drawer = ""
        self._arrange()
        self.agenda.to_block(block)
        self.agenda.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- the guide ----------------------------------------------------------------------------------------------

    def open_question(self, question: str = "") -> None:
        """The page of a question; without one, the first that has no answer."""
        if self.questions is None:
            self.questions = GuidePages(self._theme, self._messages, self._told)
            self.questions.left.connect(self.close_questions)
            self.questions.add_asked.connect(self._add_from_questions)
            self.pages.addWidget(self.questions)
        self.questions.show_state(self.state, self.catalogue)
        self.pages.setCurrentWidget(self.questions)
        self.questions.open_at(question)

    def close_questions(self) -> None:
        """Back from the questions to the plan."""
        if self.pages.currentWidget() is self.splitter:
            return
        self.pages.setCurrentWidget(self.splitter)
        self._advise()
        self.guide.to_first()

    def _add_from_questions(self, method: str) -> None:
        self.close_questions()
        self.middle.add(method)

    def _to_field(self, name: str) -> None:
        self._drawer = LEFT_SIDE
        self._arrange()
        field = {**self.purpose.fields, "after": self.agreements.after}.get(name)
        if field is not None:
            field.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.left.ensureWidgetVisible(field)

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
            self.people.people.list,
            self.agreements.rule,
            self.agenda,
        ]
        if self.questions is not None and self.pages.currentWidget() is self.questions:
            return self.questions.regions()
        return [*found, self.editor.first if self.side.currentWidget() is self.editor else self.guide]

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
            Action(
                "plan.left", lambda: _("What it is for, and people"), lambda: self.to_column(LEFT_SIDE), (LEFT_KEY,),
                "panel-left", "plan", firm=True, told=lambda: _("Into that column, and back to the agenda."),
            ),
            Action(
                "plan.side", lambda: _("Guide"), lambda: self.to_column(GUIDE_SIDE), (GUIDE_KEY,), "panel-right",
                "plan", firm=True, told=lambda: _("Into that column, and back to the agenda."),
            ),
            of("add", _("Add a block"), lambda: self.middle.ask(self.agenda.block), (), "plus"),
            of("people", _("Add people, or paste a list"), self.people.ask, (), "user-round-plus"),
            of("ready", _("Call the plan ready"), lambda: self.middle.make_ready(True), (), "check"),
            of("lens", _("Show the column of a lens, or hide it"), self._turn_lens, (), "layers"),
            of("guide", _("Answer the guide's questions"), self.open_question, (), "circle-help"),
            *self._beyond(),
            *self.paper.offers(),
            *(_told(key, words) for key, words in _keys()),
        ]  # fmt: skip

    def _beyond(self) -> list[Action]:
        """What goes beyond this session: templates, and the next one of a series."""
        no = self._given.read_only

        def start(work: Callable[[], Coroutine[object, object, None]], name: str) -> Callable[[], object]:
            return lambda: tasks.start(work(), name, self._failed)

        return [
            Action(
                "plan.template", lambda: _("Save as template"), start(self._keep_template, "keep a template"),
                icon="save", group="plan", menu=True, why_not=lambda: no,
                told=lambda: _("Keeps this plan, without its people and dates, to begin others from."),
            ),
            Action(
                "plan.repeat", lambda: _("Plan the next of the series"), start(self._repeat, "plan the next session"),
                icon="refresh-cw", group="plan", menu=True, why_not=lambda: no,
                told=lambda: _("The same plan and people at the next date; it opens with what is still open here."),
            ),
        ]  # fmt: skip

    def _turn_lens(self) -> None:
        self.dispatch(DescribePlan(lens="" if self.state.plan.lens else LENS))

    async def _keep_template(self) -> None:
        from facilitator.ui.dialogs.ask import AskLine, ask

        title = self.state.about.title
        dialog = AskLine(self._theme, _("Save as template"), _("What is it called?"), _("Save"), title, self.window())
        if await ask(dialog):
            await self._given.services.keep_template(self.session, dialog.text)
            self._messages.say(_("Kept. A new session can begin from it."))

    async def _repeat(self) -> None:
        made = await self._given.services.next_session(self.session)
        self.next_made.emit(made)

    def finds(self) -> list[Action]:
        """A method by name goes into this agenda."""
        return [self._adds(method) for method in self.catalogue]

    def _adds(self, method: Modality) -> Action:
        return Action(
            f"plan.add.{method.id}",
            lambda: _("Add block: {name}").format(name=method.name),
            lambda: self.middle.add(method.id),
            icon="plus",
            group="plan",
            place=lambda: _("to this agenda"),
        )

    @property
    def foot_height(self) -> int:
        """What a message must not cover."""
        return self.middle.foot_height

    # ---- room ---------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three columns where there is room; otherwise the side ones are drawers."""
        super().resizeEvent(event)
        self._arrange()

    def _open_drawer(self, side: str) -> None:
        self._drawer = "" if self._drawer == side else side
        self._arrange()

    def to_column(self, side: str) -> None:
        """Into the column beside the agenda, which opens first where it has no room; from it back to the agenda."""
        if self.questions is not None and self.pages.currentWidget() is self.questions:
            self.close_questions()
        column = self.left if side == LEFT_SIDE else self.side
        focus = QApplication.focusWidget()
        if focus is not None and column.isAncestorOf(focus):
            self._drawer = ""
            self._arrange()
            self.agenda.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        if column.isHidden():
            self._drawer = side
            self._arrange()
        if side == LEFT_SIDE:
            self.purpose.fields["inform"].field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.side.currentWidget() is self.editor:
            self.editor.to_first()
        else:
            self.guide.to_first()

    def _arrange(self) -> None:
        scale = max(min(self._theme.scale, 1.6), 1.0)
        if self.width() >= (LEFT + RIGHT + MIDDLE) * scale:
            left = side = True
            self._drawer = ""
        elif self.width() >= (LEFT + MIDDLE) * scale and self._theme.scale < DRAWERS_FROM:
            side = self._drawer == GUIDE_SIDE
            left = not side
        else:
            left, side = self._drawer == LEFT_SIDE, self._drawer == GUIDE_SIDE
        roomy = left and side
        for shows, column, holder, least in ((side, self.guide, self.side, 280), (left, self.left, self.left, 260)):
            page = column.widget()
            if shows and page is not None:  # its words are not cut, however large they are
                need = page.minimumSizeHint().width() + column.verticalScrollBar().sizeHint().width()
                holder.setMinimumWidth(max(least, min(need, self.width() - MIDDLE)))
        self.left.setVisible(left)
        self.side.setVisible(side)
        self.middle.head.offer_drawers(not roomy and (not left or self._drawer == LEFT_SIDE), not roomy)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self._messages.warn(worded(error))

    def close_session(self) -> None:
        """Take what is still being typed, then hear nothing more."""
        focus = self.focusWidget()
        if focus is not None:
            focus.clearFocus()
        self._advice_due.stop()
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
        ("Alt+Shift+Right", _("To the next day")),
        ("S", _("Shorten what runs into a fixed start")),
        ("P", _("Fix its start, or let it move")),
        ("Ctrl+D", _("Duplicate")),
        ("Del", _("Take it out")),
    ]
