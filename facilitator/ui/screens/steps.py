"""One open session: its header, and a page for each step, built when it is first shown and kept until it is left.

To add a step, write its page and put a line into ``STEPS``. A page is a widget that gets a :class:`Session`; what else
it can do (take the focus, undo, offer actions, be searched) it says by the methods of :class:`StepPage` it has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import shiboken6
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QMenu, QStackedWidget, QVBoxLayout, QWidget

from facilitator.losses import loss_words
from facilitator.session.errors import Rejected
from facilitator.session.sessions import About, DescribeSession
from facilitator.session.state import SessionState
from facilitator.session.store import Change, Status
from facilitator.ui import shown, times
from facilitator.ui.actions import MORE_KEY, Action, Registry
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.messages import Messages
from facilitator.ui.services import Services
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Hairline
from facilitator.ui.widgets.session_header import SessionHeader, StepName
from facilitator.words import _, pgettext

if TYPE_CHECKING:
    from facilitator.ui.screens.session import SessionScreen

PLAN, RUN, REPORT = "plan", "run", "report"


@dataclass(frozen=True, slots=True)
class Session:
    """What a page of a session stands on."""

    services: Services
    session: str
    theme: Theme
    messages: Messages
    drafts: DraftKeeper
    read_only: str = ""


class StepPage(Protocol):
    """What a page may have; only ``close_session`` is asked of every one."""

    def close_session(self) -> None:
        """Hear nothing more, and write what is still to be written."""

    def arrive(self) -> None:
        """The page is shown for the first time: put the focus where one begins."""

    def undo(self) -> None:
        """Take back the last step; without it the session's last step is taken back and told."""

    def redo(self) -> None:
        """Do again what was taken back."""

    def to_search(self) -> None:
        """Into the page's own search field."""

    def regions(self) -> list[QWidget]:
        """Where F6 leads, in order."""

    def offers(self) -> list[Action]:
        """Actions of the page; ``header`` ones are buttons beside *Find or run*, ``menu`` ones stand in *More*."""

    def finds(self) -> Sequence[Action]:
        """Further things the palette finds while the page is shown."""

    @property
    def foot_height(self) -> int:
        """How much at its foot a message must not cover, in px."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a session. Without ``build`` it has no page: choosing it does something."""

    id: str
    words: Callable[[], str]
    keys: str
    build: Callable[[Session], QWidget] | None = None


def _run(given: Session) -> QWidget:
    from facilitator.ui.run.screen import RunScreen

    screen = RunScreen(given)
    screen.capture.ways.start_with(given.services.settings.line_consent)
    screen.going.anonymity = lambda: given.services.settings.anonymity
    return screen


def _plan(given: Session) -> QWidget:
    from facilitator.ui.plan.screen import PlanScreen

    return PlanScreen(given)


STEPS: tuple[Step, ...] = (
    Step(PLAN, lambda: pgettext("step", "Plan"), "Alt+1", _plan),
    Step(RUN, lambda: pgettext("step", "Run"), "Alt+2", _run),
    Step(REPORT, lambda: pgettext("step", "Report"), "Alt+5"),
)
"""The steps there are, in order. Keys are Alt with the step's number among all five, so that they never change."""


def first_step(state: SessionState) -> str:
    """Where a session opens: in its plan, unless something was given or it came from a file."""
    begun = bool(state.about.source or state.contributions.by_id or state.talk.logged)
    return PLAN if not begun and any(step.id == PLAN for step in STEPS) else RUN


class SessionPages(QWidget):
    """The open session.

    Signals:
        export_asked: a report of this session is wanted.
        retitle_asked: another title is wanted.
        talk_asked: this talk is to be changed: its words, who may see it, whether it stays.
        find_asked: the palette is wanted.
        open_asked: another session is wanted (its id), such as the next of a series.
        step_shown: another step is on the screen (its id).
    """

    export_asked = Signal(str)
    retitle_asked = Signal(str)
    talk_asked = Signal(str)
    find_asked = Signal()
    open_asked = Signal(str)
    step_shown = Signal(str)

    def __init__(
        self,
        services: Services,
        session: str,
        theme: Theme,
        messages: Messages,
        drafts: DraftKeeper,
        actions: Registry,
        *,
        read_only: str = "",
    ) -> None:
        super().__init__()
        self.session = session
        self._told: About | None = None
        self.step = ""
        self._given = Session(services, session, theme, messages, drafts, read_only)
        self._services, self._theme, self._messages, self._actions = services, theme, messages, actions
        self._built: dict[str, QWidget] = {}
        self._places: dict[str, QWidget] = {}
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        names = [StepName(step.id, step.words, step.keys, step.build is not None) for step in STEPS]
        self.header = SessionHeader(theme, names)
        self.header.step_asked.connect(self.go)
        self.header.find_asked.connect(self.find_asked)
        self.header.more_asked.connect(self._show_more)
        self.title = self.header.title
        column.addWidget(self.header)
        column.addWidget(Hairline(theme))
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        self._end = services.store.subscribe(self._heard)
        self._tell()
        actions.take_offers(self)
        if lost := loss_words(self.state):
            messages.warn(lost)

    # ---- the session --------------------------------------------------------------------------------------------

    @property
    def state(self) -> SessionState:
        """The session as it is."""
        return self._services.store.state(self.session)

    def _heard(self, change: Change) -> None:
        if change.stream == self.session and change.status is not Status.KEPT:
            self._tell()

    def _tell(self) -> None:
        about = self.state.about
        if about is self._told:
            return
        self._told = about
        title = shown.one_line(about.title)
        if title != self.title.text():
            self._theme.fonts.ensure(about.title)
            self.title.setText(title)
        self.header.when.setText(times.session_line(about.starts, about.ends, about.created_ms, about.zone))

    def describe(self, title: str) -> None:
        """Give it another title."""
        try:
            change = self._services.store.dispatch(self.session, DescribeSession(title=title), origin=self)
        except Rejected as error:
            self._messages.refused(error)
            return
        if change.facts:
            self._messages.undoable(_("The title was changed"), _("Undo"), self.undo, "Ctrl+Z")

    # ---- steps --------------------------------------------------------------------------------------------------

    def page(self, step: str) -> QWidget:
        """The page of a step, built when it is first asked for."""
        if step not in self._built:
            build = next(one.build for one in STEPS if one.id == step)
            assert build is not None
            made = self._built[step] = build(self._given)
            self.stack.addWidget(made)
            over = getattr(made, "over", None)
            if over is not None:  # a session that was ended: what is wanted next is most often its report
                over.report_asked.connect(lambda: self.go(REPORT))
            part_made = getattr(made, "part_made", None)
            if part_made is not None:
                part_made.connect(self._actions.take_offers)
            next_made = getattr(made, "next_made", None)
            if next_made is not None:
                next_made.connect(self.open_asked)
            self._actions.take_offers(made)
            for part in getattr(made, "parts", list)():
                self._actions.take_offers(part)
        return self._built[step]

    @property
    def run(self) -> SessionScreen:
        """The stream and its capture bar."""
        from facilitator.ui.screens.session import SessionScreen

        page = self.page(RUN)
        assert isinstance(page, SessionScreen)
        return page

    def current(self) -> QWidget | None:
        """The page on the screen."""
        return self._built.get(self.step)

    def go(self, step: str) -> None:
        """Show a step, where it was left; one without a page does what it is for."""
        if step == REPORT:
            self.export_asked.emit(self.session)
            return
        if step == self.step:
            return
        before = self.current()
        focus = QApplication.focusWidget()
        if before is not None and focus is not None and before.isAncestorOf(focus):
            self._places[self.step] = focus
        first = step not in self._built
        page = self.page(step)
        self.step = step
        self.stack.setCurrentWidget(page)
        self.header.take(step)
        self.header.offer([action for action in self._actions.of(page) if action.header], self._actions.do)
        if first:
            self._ask(page, "arrive")
        else:
            self.back_to_place()
        self.step_shown.emit(step)

    def back_to_place(self) -> None:
        """Give the focus back to where it was on this page."""
        page, place = self.current(), self._places.get(self.step)
        if place is not None and shiboken6.isValid(place) and page is not None and page.isAncestorOf(place):
            place.setFocus(Qt.FocusReason.OtherFocusReason)
        elif page is not None:
            self._ask(page, "arrive")

    def keep_place(self) -> None:
        """Remember where the focus is: the session is left for a while."""
        page, focus = self.current(), QApplication.focusWidget()
        if page is not None and focus is not None and page.isAncestorOf(focus):
            self._places[self.step] = focus

    def next_step(self, by: int) -> None:
        """The page of the next step, or of the one before."""
        pages = [step.id for step in STEPS if step.build is not None]
        if len(pages) > 1 and self.step in pages:
            self.go(pages[(pages.index(self.step) + by) % len(pages)])

    def _ask(self, page: QWidget | None, name: str, *given: Any) -> Any:
        """Call what a page has; None where it has no such method."""
        method = getattr(page, name, None)
        return method(*given) if method is not None else None

    # ---- what pages do for the window -------------------------------------------------------------------------------

    @property
    def foot_height(self) -> int:
        """How much at the foot a message must not cover, in px."""
        return int(getattr(self.current(), "foot_height", 0))

    def regions(self) -> list[QWidget]:
        """Where F6 leads: the header's step, then what the page says."""
        step = self.header.steps.get(self.step)
        return [*([step] if step is not None else []), *(self._ask(self.current(), "regions") or [])]

    def to_search(self) -> bool:
        """Into the page's own search field; False where it has none."""
        if getattr(self.current(), "to_search", None) is None:
            return False
        self._ask(self.current(), "to_search")
        return True

    def show_card(self, contribution: str) -> None:
        """Bring a card into sight, in the stream."""
        self.go(RUN)
        self.run.show_card(contribution)

    def show_block(self, block: str) -> None:
        """Show a block of the agenda, in the plan."""
        self.go(PLAN)
        self._ask(self.current(), "show_details", block)

    def undo(self) -> None:
        """Take back the last step."""
        if getattr(self.current(), "undo", None) is not None:
            self._ask(self.current(), "undo")
        else:
            self._step(self._services.store.undo, _("Nothing to take back"), _("Taken back"))

    def redo(self) -> None:
        """Do again what was taken back."""
        if getattr(self.current(), "redo", None) is not None:
            self._ask(self.current(), "redo")
        else:
            self._step(self._services.store.redo, _("Nothing to do again"), _("Done again"))

    def _step(self, step: Callable[[str], Change | None], nothing: str, done: str) -> None:
        try:
            change = step(self.session)
        except Rejected as error:
            self._messages.refused(error)
            return
        self._messages.say(nothing if change is None else done)

    # ---- actions ------------------------------------------------------------------------------------------------

    def offers(self) -> list[Action]:
        """What can be done with the session, whichever step is shown."""
        store, session = self._services.store, self.session

        def writes() -> str:
            return self._given.read_only

        def to(step: Step) -> Action:
            return Action(
                f"step.{step.id}", step.words, lambda: self.go(step.id), (step.keys,), group="session", goes=True,
                icon=_ICONS.get(step.id, ""), place=lambda: _("this session"),
                also=lambda: _("Make a report") if step.id == REPORT else "",
            )  # fmt: skip

        found = [to(step) for step in STEPS if step.id != REPORT]
        found += [
            Action(
                "session.undo", lambda: _("Undo"), self.undo, ("Ctrl+Z",), "undo-2", "session", menu=True,
                told=lambda: _("Takes back the last step in this session."),
                why_not=lambda: "" if store.can_undo(session) else _("There is nothing to take back."),
            ),
            Action(
                "session.redo", lambda: _("Redo"), self.redo, ("Ctrl+Shift+Z",), "redo-2", "session", menu=True,
                told=lambda: _("Does again what was taken back."),
                why_not=lambda: "" if store.can_redo(session) else _("There is nothing to do again."),
            ),
            Action(
                "session.retitle", lambda: _("Change the title"), lambda: self.retitle_asked.emit(session),
                icon="pencil", group="session", menu=True, why_not=writes, also=lambda: _("Rename this session"),
            ),
            Action(
                "session.report", lambda: _("Make a report"), lambda: self.go(REPORT), ("Ctrl+R", "Alt+5"),
                "file-text", "session", menu=True,
                told=lambda: _("What was exchanged, found and decided, as a file for those who took part."),
                also=lambda: _("Export this session as PDF, Markdown, CSV or JSON"),
            ),
        ]  # fmt: skip
        found.append(
            Action(
                "session.more", lambda: _("More"), self.header.more.click, (MORE_KEY,), "ellipsis", "session",
                firm=True, remembered=False, told=lambda: _("Everything else that can be done with this session."),
            )
        )  # fmt: skip
        if len([step for step in STEPS if step.build is not None]) > 1:
            found += [
                Action(
                    "step.next", lambda: _("Next step"), lambda: self.next_step(1), ("Ctrl+PgDown",),
                    "arrow-right", "session",
                ),
                Action(
                    "step.before", lambda: _("Step before"), lambda: self.next_step(-1), ("Ctrl+PgUp",),
                    "arrow-left", "session",
                ),
            ]  # fmt: skip
        if self.state.talk.logged:
            found.append(
                Action(
                    "session.talk", lambda: _("Change this talk"), lambda: self.talk_asked.emit(session),
                    icon="notebook-pen", group="session", menu=True, why_not=writes,
                    told=lambda: _("Its words, who may see it, and whether it stays."),
                )
            )  # fmt: skip
        return found

    def _show_more(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions.into_menu(menu, [one for one in self._actions.of(self) if one.menu], self._theme)
        page = self.current()
        own = [one for one in self._actions.of(page) if one.menu] if page is not None else []
        if own:
            menu.addSeparator()
            self._actions.into_menu(menu, own, self._theme)
        menu.popup(place)

    def close_session(self) -> None:
        """Hear nothing more, and let every page write what is still to be written."""
        self._end()
        for page in self._built.values():
            self._ask(page, "close_session")
        if RUN not in self._built:  # its page would have closed the draft
            self._given.drafts.close()


_ICONS = {PLAN: "calendar-days", RUN: "play", REPORT: "file-text"}
