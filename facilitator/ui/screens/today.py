"""Today: the next session with one large action, what falls due, what stayed unanswered; drafts and talks beside."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from facilitator import tasks
from facilitator.session.errors import Rejected, Told
from facilitator.ui import shown, times
from facilitator.ui.messages import Messages, worded
from facilitator.ui.models.today import Draft, Today, at_a_glance, gather
from facilitator.ui.services import Services
from facilitator.ui.theme import Theme
from facilitator.ui.widgets import due_list
from facilitator.ui.widgets.due_list import EDGE, OpenList
from facilitator.ui.widgets.first_start import LOG, PLAN, SAMPLE, FirstStart
from facilitator.ui.widgets.key_caps import KeyCaps
from facilitator.ui.widgets.next_session import NextPanel
from facilitator.ui.widgets.plain import Button, OneLine, Words
from facilitator.ui.widgets.side_row import SideRow
from facilitator.words import _, ngettext

if TYPE_CHECKING:
    # The first painting waits for nothing of the domain: what is needed of it later is fetched where it is needed.
    from facilitator.session.conversations import TalkGlimpse
    from facilitator.session.repeat import LeftOpen
    from facilitator.session.store import Change

MAIN, GAP, SIDE = 736, 64, 320
AGAIN_MS = 80
"""What is kept in quick succession is read once."""

NARROW = 900
"""Below this width the side column stands under the main one."""


class TodayScreen(QWidget):
    """The page.

    Signals:
        open_asked: a session is wanted (its id, a contribution or empty).
        plan_asked: a session's plan is wanted (its id, or empty for a new one).
        start_asked: a session is to be run (its id).
        log_asked: a talk is to be logged.
        talk_asked: a logged talk is wanted (its session).
        filled: everything there is to show is shown.
    """

    open_asked = Signal(str, str)
    plan_asked = Signal(str)
    start_asked = Signal(str)
    log_asked = Signal()
    talk_asked = Signal(str)
    filled = Signal()

    def __init__(self, services: Services, theme: Theme, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._theme, self._messages = services, theme, messages
        self._reading = asyncio.Lock()
        self._resting = False
        self._arrived = False
        self.today: Today | None = None
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        whole.addWidget(self._stack)
        self.first = FirstStart(theme)
        self.first.taken.connect(self._take_way)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._build())
        self._scroll.setProperty("ring", False)
        self._scroll.setAccessibleName(_("Today"))
        self._blank = QWidget()
        for page in (self._blank, self._scroll, self.first):
            self._stack.addWidget(page)
        self._end: Callable[[], None] | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._refresh_if_seen)
        self._tick = QTimer(self)
        self._tick.setInterval(30_000)
        self._tick.timeout.connect(self._tell_time)
        theme.changed.connect(self._show)

    # ---- building -----------------------------------------------------------------------------------------------

    def _build(self) -> QWidget:
        theme = self._theme
        page = QWidget()
        page.setObjectName("canvas")
        centred = QHBoxLayout(page)
        centred.setContentsMargins(24 - EDGE, 40, 24 - EDGE, 32)
        centred.setSpacing(0)
        centred.addStretch()
        self._columns = QHBoxLayout()
        self._columns.setSpacing(GAP)
        main = QVBoxLayout()
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        self._main = QWidget()
        self._main.setLayout(main)
        top = QVBoxLayout()
        top.setContentsMargins(EDGE, 0, EDGE, 0)
        top.setSpacing(0)
        self._day = OneLine(theme, "", "heading")
        self._line = OneLine(theme, "", "body", "text.secondary")
        top.addWidget(self._day)
        top.addSpacing(4)
        top.addWidget(self._line)
        top.addSpacing(24)
        self.next = NextPanel(theme)
        self.next.start.clicked.connect(self._start)
        self.next.opened.connect(self._open_next)
        self.next.plan_asked.connect(lambda: self.plan_asked.emit(""))
        top.addWidget(self.next)
        main.addLayout(top)
        self._due_head, self._due_title, self._due_count = self._heading(_("Falling due"), 34)
        main.addWidget(self._due_head)
        self.due = OpenList(theme, _("Falling due"))
        self.due.wanted.connect(self._act)
        main.addWidget(self.due)
        self._open_head, _title, _count = self._heading(_("Left unanswered"), 24)
        main.addWidget(self._open_head)
        self.unanswered = OpenList(theme, _("Left unanswered"))
        self.unanswered.wanted.connect(self._act)
        main.addWidget(self.unanswered)
        main.addStretch()
        self._side = QWidget()
        self._side_column = QVBoxLayout(self._side)
        self._side_column.setContentsMargins(0, 84, 0, 0)
        self._side_column.setSpacing(0)
        self._columns.addWidget(self._main)
        self._columns.addWidget(self._side)
        centred.addLayout(self._columns)
        centred.addStretch()
        self._main.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        return page

    def _heading(self, words: str, above: int) -> tuple[QWidget, Words, Words]:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(EDGE, above, EDGE, 4)
        row.setSpacing(10)
        title = Words(self._theme, words, "title_small")
        title.setMinimumHeight(self._theme.line("title_small"))
        count = Words(self._theme, "", "small", "text.secondary")
        row.addWidget(title)
        row.addWidget(count)
        row.addStretch()
        return holder, title, count

    # ---- what there is ------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything again."""
        tasks.start(self.read(), "read what today holds", self._failed)

    async def read(self) -> None:
        """The same, to be waited for: at a glance first, then in full; when it returns, all kept before it is shown."""
        async with self._reading:
            now = datetime.datetime.now().astimezone()
            if self.today is None:
                glance = at_a_glance(await self._services.sessions(), now)
                if self._resting:
                    return
                if not glance.empty:
                    self._take(glance)
            found = await gather(self._services, now)
            if self._resting:
                return
            if self._end is None:
                self._end = self._services.store.subscribe(self._heard)
            self._take(found)
            self._arrive()
            self.filled.emit()

    def _arrive(self) -> None:
        """The first time there is something to do, the focus goes to it; not where a person is somewhere already."""
        focus = QApplication.focusWidget()
        if self._arrived or not self.isVisible() or self.today is None or self.today.empty:
            return
        self._arrived = True
        if focus is None or focus is self._scroll or isinstance(focus, QToolButton | QMainWindow):
            self.to_main()

    def _heard(self, change: Change) -> None:
        """What is kept may have changed what is next, due or unanswered: read again, once for many."""
        from facilitator.session.store import Status

        if change.status is Status.KEPT:
            self._again.start()

    def _refresh_if_seen(self) -> None:
        if self._reading.locked():
            self._again.start()  # one at a time: a slow disk is not asked twice for the same
        elif self.isVisible():
            self.refresh()

    def rest(self) -> None:
        """Ask for nothing any more: the window is closing."""
        self._resting = True
        self._tick.stop()
        self._again.stop()
        if self._end is not None:
            self._end()
            self._end = None

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self._messages.warn(worded(error))

    def _take(self, today: Today) -> None:
        self.today = today
        self._show()

    def _show(self) -> None:
        today = self.today
        if today is None:
            return
        if today.empty:
            if self._stack.currentWidget() is not self.first:
                self._stack.setCurrentWidget(self.first)
                if self.isVisible():
                    self.first.to_first()
            return
        self._stack.setCurrentWidget(self._scroll)
        self._arrange()
        for label, role in ((self._day, "heading"), (self._line, "body")):
            label.setMinimumHeight(self._theme.line(role))
        self._tell_time()
        self.next.show_next(today.next, self._theme)
        self._due_head.setVisible(bool(today.due))
        self.due.setVisible(bool(today.due))
        self.due.show_items(today.due)
        words = ngettext("{count} of {all} open commitment", "{count} of {all} open commitments", today.standing)
        self._due_count.setText(
            _("{some}, next seven days").format(some=words.format(count=len(today.due), all=today.standing))
        )
        self._open_head.setVisible(bool(today.questions))
        self.unanswered.setVisible(bool(today.questions))
        self.unanswered.show_items(today.questions)
        self._show_side(today)

    def _tell_time(self) -> None:
        if self.today is None:
            return
        now = datetime.datetime.now().astimezone()
        self._day.setText(QLocale().toString(QDate(now.year, now.month, now.day), "dddd d MMMM"))
        clock = now.strftime("%H:%M")
        begins = self.today.next.begins if self.today.next is not None else None
        if begins is None:
            self._line.setText(clock)
            return
        minutes = round((begins.astimezone() - now).total_seconds() / 60)
        if minutes < 0:
            words = _("{clock}. The session has begun.")
        elif minutes < 120:
            words = ngettext(
                "{clock}. The next session starts in {count} minute.",
                "{clock}. The next session starts in {count} minutes.",
                minutes,
            )
        elif begins.astimezone().date() == now.date():
            words = _("{clock}. The next session starts at {time}.")
        else:
            words = _("{clock}. The next session is on {day}.")
        day = times.due_day(begins.date().isoformat())
        self._line.setText(words.format(clock=clock, count=minutes, time=begins.strftime("%H:%M"), day=day))

    def _show_side(self, today: Today) -> None:
        column, theme = self._side_column, self._theme
        while column.count():
            item = column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if today.drafts:
            column.addWidget(Words(theme, _("Drafts"), "title_small"))
            column.addSpacing(12)
            for draft in today.drafts:
                row = SideRow(theme, shown.one_line(draft.title), draft_line(draft))
                row.clicked.connect(lambda _on=False, key=draft.session: self.plan_asked.emit(key))
                column.addWidget(row)
        self._side_action("plus", _("Plan a session"), "Ctrl+N", lambda: self.plan_asked.emit(""))
        column.addSpacing(32)
        if today.talks:
            column.addWidget(Words(theme, _("Last conversations"), "title_small"))
            column.addSpacing(12)
            for talk in today.talks:
                name = shown.one_line(talk.person) or _("Somebody")
                row = SideRow(theme, name, talk_line(talk), said(talk), mark=name)
                row.clicked.connect(lambda _on=False, key=talk.session: self.talk_asked.emit(key))
                column.addWidget(row)
        self._side_action("notebook-pen", _("Log a conversation"), "Ctrl+L", self.log_asked.emit)
        column.addStretch()

    def _side_action(self, icon: str, words: str, keys: str, does: Any) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        button = Button(self._theme, words, look="quiet", icon=icon, key=keys)
        button.setStyleSheet("padding: 0 2px; border: none;")  # its icon stands under the words above it
        button.clicked.connect(lambda: does())
        row.addWidget(button)
        row.addWidget(KeyCaps(self._theme, keys))
        row.addStretch()
        self._side_column.addWidget(holder)

    # ---- doing --------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        if self.today is not None and self.today.next is not None:
            self.next.start.setEnabled(False)
            QTimer.singleShot(1500, self.next.start, lambda: self.next.start.setEnabled(True))
            self.start_asked.emit(self.today.next.session)

    def _open_next(self) -> None:
        if self.today is not None and self.today.next is not None:
            self.plan_asked.emit(self.today.next.session)

    def _take_way(self, name: str) -> None:
        if name == PLAN:
            self.plan_asked.emit("")
        elif name == LOG:
            self.log_asked.emit()
        elif name == SAMPLE:
            self.open_sample()

    def open_sample(self) -> None:
        """Put the sample session into the library and open it."""
        self.first.ways[SAMPLE].busy(_("Opening"))
        self.first.trouble.setText("")
        tasks.start(self._open_sample(), "open the sample session", self._sample_failed)

    async def _open_sample(self) -> None:
        session = await self._services.open_sample()
        self.first.ways[SAMPLE].busy("")
        self.open_asked.emit(session, "")

    def _sample_failed(self, error: BaseException) -> None:
        self.first.ways[SAMPLE].busy("")
        if not isinstance(error, Told):
            raise error
        self.first.trouble.setText(worded(error))

    def _act(self, item: LeftOpen, what: str) -> None:
        if what in (due_list.ANSWER, "open"):
            self.open_asked.emit(item.session, item.contribution)
            return
        tasks.start(self._change(item, what), "change a commitment", self._failed)

    async def _change(self, item: LeftOpen, what: str) -> None:
        from facilitator.session.commitments import DONE, DROPPED, MakeCommitment

        if self._services.read_only:
            self._messages.warn(self._services.read_only)
            return
        if what == due_list.MOVE:
            due = await self._new_date(item)
            if due is None:
                return
            command = MakeCommitment(contribution=item.contribution, due=due.isoformat())
            said = _("Moved to {day}").format(day=times.due_day(due.isoformat()))
        else:
            done = what == due_list.DONE
            command = MakeCommitment(contribution=item.contribution, state=DONE if done else DROPPED)
            said = _("Done") if done else _("Let go")
        await self._services.open_session(item.session)
        store = self._services.store
        try:
            store.dispatch(item.session, command, origin=self)
        except Rejected as error:
            self._messages.refused(error)
            return

        self._messages.undoable(said, _("Undo"), lambda: store.undo(item.session), "")

    async def _new_date(self, item: LeftOpen) -> datetime.date | None:
        from facilitator.session.dates import read_date
        from facilitator.ui.dialogs.ask import AskLine, ask

        dialog = AskLine(
            self._theme,
            _("Move it"),
            _("To which day? “fri”, “20.3.”, “in 2 weeks”"),
            _("Move"),
            item.due,
            self.window(),
        )
        if await ask(dialog) != QDialog.DialogCode.Accepted:
            return None
        due = read_date(dialog.text, datetime.date.today())
        if due is None:
            self._messages.warn(_("“{text}” is no date that can be read.").format(text=shown.isolated(dialog.text)))
        return due

    # ---- room ---------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Time goes on while the page is seen."""
        super().showEvent(event)
        self._resting = False
        self._tick.start()
        if self._stack.currentWidget() is self.first:
            self.first.to_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where there is room, otherwise one under the other."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        scale = min(self._theme.scale, 1.4)
        room = self.width() - 60
        narrow = room < NARROW * scale
        direction = QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight
        self._columns.setDirection(direction)
        self._columns.setSpacing(24 if narrow else GAP - EDGE)
        self._columns.setContentsMargins(0, 0, 0 if narrow else EDGE, 0)
        self._side_column.setContentsMargins(EDGE if narrow else 0, 0 if narrow else 84, 0, 0)
        main = min(room, round(MAIN * scale)) if narrow else min(round(MAIN * scale), room - round(SIDE * scale) - GAP)
        self._main.setFixedWidth(max(main, 320) + 2 * EDGE)
        self._side.setFixedWidth(max(main + EDGE if narrow else round(SIDE * scale), 240))

    def to_main(self) -> None:
        """The focus goes to what is nearest to be done."""
        if self._stack.currentWidget() is self.first:
            self.first.to_first()
        elif self.today is not None and self.today.next is not None:
            self.next.start.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.today is not None and self.today.due:
            self.due.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.today is not None:
            self.next.plan.setFocus(Qt.FocusReason.TabFocusReason)


def draft_line(draft: Draft) -> str:
    """When it will be and how much is planned: Tue 24 March · 4 blocks, 90 min."""
    day = times.due_day(draft.day.isoformat()) if draft.day is not None else _("no date yet")
    if not draft.blocks:
        return _("{day} · empty").format(day=day)
    blocks = ngettext("{count} block", "{count} blocks", draft.blocks).format(count=draft.blocks)
    return _("{day} · {blocks}, {minutes} min").format(day=day, blocks=blocks, minutes=draft.minutes)


def talk_line(talk: TalkGlimpse) -> str:
    """Where and when a talk was: Corridor, yesterday."""
    from facilitator.talks import where_word

    today = datetime.date.today()
    day = times.moment(talk.at_ms).date()
    ago = (today - day).days
    when = _("today") if ago == 0 else _("yesterday") if ago == 1 else times.due_day(day.isoformat())
    return _("{place}, {day}").format(place=where_word(talk.where), day=when) if talk.where else when


def said(talk: TalkGlimpse) -> str:
    """What was said, and what was promised and is still open."""
    words = shown.one_line(talk.line)
    if talk.promise and talk.open and talk.promise != talk.line:
        return _("{line} Promised: {promise}").format(line=words, promise=shown.one_line(talk.promise))
    return words
