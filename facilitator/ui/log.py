"""The window that logs a conversation in a minute: Tab and Enter only, one line is enough, closing asks nothing."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from facilitator import tasks
from facilitator.session.conversations import WHERE, TalkGlimpse, standing
from facilitator.session.errors import Told
from facilitator.session.ports import uuid7, wall_clock
from facilitator.session.sessions import RemoveSession, RestoreSession
from facilitator.session.talk_steps import TalkWords, words_of
from facilitator.ui import times
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.log_draft import from_draft, to_draft
from facilitator.ui.log_form import ENTER, LogForm
from facilitator.ui.log_parts import LastTalk, SaveButton
from facilitator.ui.messages import Messages, worded
from facilitator.ui.services import Services
from facilitator.ui.sides import near_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.plain import Button, Hairline, Words
from facilitator.words import _

WIDE = 584
LOOK_UP_MS = 120
KEPT_MS = 700
"""How long *Kept* is read before the window goes."""
LATE_MS = 45 * 60_000
"""A draft older than this is of a talk that was then, not just now."""


class _Inside(QWidget):
    """What scrolls where there is no room for it: as tall as its width makes it, and no taller."""

    def minimumSizeHint(self) -> QSize:
        return QSize(1, 1)


def _tall(widget: QWidget, wide: int) -> int:
    """How tall a widget is at this width."""
    layout = widget.layout()
    assert layout is not None
    layout.activate()
    return layout.heightForWidth(wide) if layout.hasHeightForWidth() else layout.sizeHint().height()


class LogWindow(QDialog):
    """Logs a conversation, or changes one that is logged (``session``).

    Signals:
        kept: a talk is in the record for good, changed or put away (its session).
    """

    kept = Signal(str)

    def __init__(
        self,
        services: Services,
        theme: Theme,
        messages: Messages,
        parent: QWidget | None = None,
        *,
        session: str = "",
    ) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self._services, self._theme, self._messages = services, theme, messages
        self.session = session
        self._stream = session or uuid7()
        self._before: TalkWords | None = None
        self._touched = self._saving = self._done = self._ended = self._filling = False
        self._asked = 0
        title = _("Change a conversation") if session else _("Log a conversation")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._drafts = DraftKeeper(services.drafts, f"talk-{session}" if session else "talk", self)
        self._drafts.written.connect(self._draft_kept)
        self._look_up = QTimer(self)
        self._look_up.setSingleShot(True)
        self._look_up.setInterval(LOOK_UP_MS)
        self._look_up.timeout.connect(self._find_last)
        self._build()
        self._wire()
        self._tell()
        self._fit()
        self.form.person.setFocus()
        self._start(self._begin(), "fill the log window")

    # ---- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole.addWidget(self._scroll, 1)
        self._inside = _Inside()
        self._inside.setObjectName("panel")
        self._scroll.setWidget(self._inside)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.last = LastTalk(theme)
        self._last_line = Hairline(theme)
        self.form = LogForm(theme)
        column.addWidget(self.last)
        column.addWidget(self._last_line)
        column.addWidget(self.form)
        column.addWidget(self._links(theme))
        column.addStretch(1)
        self.last.hide()
        self._last_line.hide()
        whole.addWidget(Hairline(theme))
        self._foot_row = self._foot(theme)
        whole.addWidget(self._foot_row)

    def _links(self, theme: Theme) -> QWidget:
        self._link_row = QWidget()
        row = Flow(self._link_row, gap=12)
        self.more = Button(theme, _("When, how long, topics"), look="link")
        self.more.clicked.connect(self._turn_more)
        self.norms = Button(theme, _("What may be written here"), look="link")
        self.norms.clicked.connect(self._show_norms)
        self.give_on = Button(theme, _("Give a line to a session"), look="link")
        self.give_on.clicked.connect(lambda: self._start(self._give_on(), "give a line on"))
        self.remove = Button(theme, _("Remove this talk"), look="link")
        self.remove.clicked.connect(self._remove)
        for button in (self.more, self.norms, self.give_on, self.remove):
            row.addWidget(button)
        self.give_on.setVisible(bool(self.session))
        self.remove.setVisible(bool(self.session))
        return self._link_row

    def _foot(self, theme: Theme) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(28, 12, 20, 12)
        row.setSpacing(8)
        self._tick = QLabel()
        self._tick.hide()
        self.state = Words(theme, "", "small", "text.secondary", wraps=True)
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._tick)
        row.addWidget(self.state, 1)
        self.close_button = Button(theme, _("Close"), look="quiet", key="Esc")
        self.close_button.clicked.connect(self.close)
        self.save = SaveButton(theme)
        self.save.clicked.connect(self.send)
        row.addWidget(self.close_button)
        row.addWidget(self.save)
        return foot

    def _wire(self) -> None:
        stops = [*self.form.stops(), self.save, self.close_button, self.more, self.norms, self.give_on, self.remove]
        for one, other in itertools.pairwise(stops):
            QWidget.setTabOrder(one, other)
        self.save.installEventFilter(self)
        self.form.changed.connect(self._changed)
        self.form.grown.connect(self._fit)
        self.form.sent.connect(self.send)
        self.form.person.settled.connect(self._look_up.start)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.send)
        self._theme.changed.connect(self._fit)
        self._theme.fonts.grown.connect(self.update)

    def _fit(self) -> None:
        """As wide as drawn, as tall as what it holds, never taller than the screen."""
        theme = self._theme
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.state.setAlignment(near_side(mirrored))
        before = 28 + self.form.label_width + 16
        self._link_row.setContentsMargins(28 if mirrored else before, 8, before if mirrored else 28, 20)
        room = self.screen().availableSize()
        wide = min(round(WIDE * min(max(theme.scale, 1.0), 1.6)), room.width() - 16)
        self.setFixedWidth(wide)
        self._tick.setPixmap(theme.pixmap("circle-check", "semantic.success", theme.mark(14), self.devicePixelRatioF()))
        wanted = _tall(self._inside, wide) + _tall(self._foot_row, wide) + 1
        tall = min(wanted, room.height() - 48)
        # Said and not found out: a bar makes the rows narrower, which may be what makes them need it.
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if tall == wanted else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._scroll.setVerticalScrollBarPolicy(bar)
        if tall != self.height():
            self.resize(wide, tall)

    def _over(self) -> bool:
        """Whether the window was closed meanwhile."""
        return self._ended

    # ---- what is there ------------------------------------------------------------------------------------------

    def _start(self, work: Coroutine[Any, Any, object], name: str) -> None:
        tasks.start(work, name, self._failed)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        if not self._over():
            self.say(worded(error))

    async def _begin(self) -> None:
        """What an earlier run left, the people there are, and where the last talk was."""
        await tasks.in_thread(self._drafts.read)
        if self._over():
            return
        if self.session:
            await self._services.open_session(self.session)
            self._before = words_of(self._services.store.state(self.session))
            if not self._touched and not self._over():
                self._put(self._before)
                # As the form says it again, so that only what is changed by hand counts as a change.
                self._before = self.form.words
        await self._restore()
        people, newest = await asyncio.gather(self._people(), self._services.talks(1))
        if self._over():
            return
        self.form.person.know(people)
        if newest and not self.session and not self._touched and not self._drafts.draft.text:
            self.form.where.take(newest[0].where or WHERE[0])
        self._tell()

    async def _people(self) -> Sequence[tuple[str, str]]:
        return [(one.name, one.unit) for one in await self._services.known_people()]

    async def _restore(self) -> None:
        """Fields as they stood, and what was saved without being told that it was kept."""
        draft = self._drafts.draft
        text = draft.text
        for stream, given in list(draft.waiting.items()):
            if not self.session:
                await self._services.open_session(stream)
                if self._over():
                    return
                if self._services.store.state(stream).talk.logged:
                    self._drafts.kept(stream)
                    continue
            if not text:
                text, self._stream = given, stream
        if not text or self._touched or self._over():
            return
        try:
            words = from_draft(text)
        except (ValueError, TypeError, KeyError):
            return
        if wall_clock() - draft.at_ms > LATE_MS and words.when_ms is None and draft.at_ms:
            words = replace(words, when_ms=draft.at_ms)
        self._put(words)
        draft.text = text
        draft.waiting.pop(self._stream, None)
        self.say(_("Restored as it stood at {time}").format(time=times.clock(draft.at_ms)), good=True)

    def _put(self, words: TalkWords) -> None:
        """Fill the fields, as if they had always said so."""
        for text in (words.name, words.gave, words.received, words.follows, *words.topics):
            self._theme.fonts.ensure(text)
        self._filling = True
        self.form.put(words)
        self._filling = False
        self.more.setText(self._more_words())
        self._tell()

    # ---- typing -------------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        if self._saving or self._filling:
            return
        self._touched = True
        words = self.form.words
        nothing = not words.says_something and not words.name and not words.topics
        self._drafts.typed("" if nothing or words == self._before else to_draft(words, self.form.when.value))
        self._tell()

    def _find_last(self) -> None:
        self._asked += 1
        name = self.form.person.name
        if name:
            self._start(self._look_for(self._asked, name), "find the last talk")
        else:
            self._show_last(None)

    async def _look_for(self, asked: int, name: str) -> None:
        talk = await self._services.last_talk(name)
        if asked == self._asked and not self._over():
            self._show_last(talk)

    def _show_last(self, talk: TalkGlimpse | None) -> None:
        there = talk is not None and talk.session != self.session
        if talk is not None and there:
            self.last.tell(talk)
        self.last.setVisible(there)
        self._last_line.setVisible(there)
        self._fit()

    def _draft_kept(self, at_ms: int) -> None:
        if self._over() or self._saving or self.state.property("firm") is True:
            return
        if self._drafts.draft.text:
            self.say(_("Draft kept {time}").format(time=times.clock_seconds(at_ms)), good=True)
        else:
            self.say("")

    def say(self, words: str, *, good: bool = False) -> None:
        """A sentence at the foot: what is kept, or what is wrong, which stays until something changes."""
        self._tick.setVisible(good and bool(words))
        self.state.recolour("text.secondary" if good or not words else "semantic.danger")
        self.state.setProperty("firm", bool(words) and not good)
        if words != self.state.text():
            self.state.setText(words)
            self._fit()

    def _tell(self) -> None:
        """Whether there is something to save, and why not."""
        self.state.setProperty("firm", False)
        self.save.wait_for(self._services.read_only or self.form.why_not())

    # ---- keys ---------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """*Save* says on focus why it waits, and Enter on it saves."""
        if watched is self.save:
            if event.type() == QEvent.Type.FocusIn and self.save.waits:
                self.say(self.save.waits)
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in ENTER:
                self.send()
                return True
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab, and the field it came to is brought into sight."""
        moved = super().focusNextPrevChild(next)
        focus = QApplication.focusWidget()
        if moved and focus is not None and self._inside.isAncestorOf(focus):
            self._scroll.ensureWidgetVisible(focus, 0, 24)
        return moved

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes, and asks nothing: the draft is kept. Enter presses the button that has the focus."""
        focus = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() not in ENTER:
            super().keyPressEvent(event)
        elif isinstance(focus, Button):
            focus.click()

    # ---- saving -------------------------------------------------------------------------------------------------

    def send(self) -> None:
        """Save what is there, or say why not."""
        if self._saving or self._over():
            return
        self.form.read_due()
        why = self._services.read_only or self.form.why_not()
        if why:
            self.save.wait_for(why)
            self.say(why)
            return
        self._saving = True
        self._start(self._send(self.form.words), "log a talk")

    async def _send(self, words: TalkWords) -> None:
        self._drafts.given(self._stream, to_draft(words, self.form.when.value))
        try:
            if self.session:
                await self._services.change_talk(self.session, words)
            else:
                await self._services.log_talk(words, self._stream)
        except Told as error:
            self._saving = False
            self._drafts.typed(self._drafts.taken_back(self._stream))
            self.say(worded(error))
            return
        self._drafts.kept(self._stream)
        self.kept.emit(self._stream)
        self.say(_("Kept"), good=True)
        self._done = True
        for field in (self._inside, self.save):
            field.setEnabled(False)
        self.close_button.setFocus()
        QTimer.singleShot(KEPT_MS, self, self.close)

    # ---- beside the fields --------------------------------------------------------------------------------------

    def show_more(self, show: bool) -> None:
        """Show or hide when, how long, topics and what it carried."""
        self.form.show_more(show, usual=not self.session)
        self.more.setText(self._more_words())

    def _turn_more(self) -> None:
        self.show_more(not self.form.shows_more)

    def _more_words(self) -> str:
        return _("Less") if self.form.shows_more else _("When, how long, topics")

    def _show_norms(self) -> None:
        from facilitator.ui.dialogs.talk import NormsDialog

        dialog = NormsDialog(self._theme, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    async def _give_on(self) -> None:
        from facilitator.ui.dialogs.ask import ask
        from facilitator.ui.dialogs.talk import GiveOnDialog

        state = self._services.store.state(self.session)
        lines = [(one.id, one.text) for line in state.talk.lines if (one := standing(state, line)) is not None]
        rows = [row for row in await self._services.sessions() if not getattr(row, "talk", "")]
        if not rows:
            self.say(_("There is no session yet that it could be given to."))
            return
        dialog = GiveOnDialog(self._theme, lines, [(row.id, row.title) for row in rows], self)
        if await ask(dialog) != QDialog.DialogCode.Accepted:
            return
        line, into = str(dialog.line.currentData()), str(dialog.session.currentData())
        await self._services.share_line(self.session, line, into, leave=dialog.leave.isChecked())
        self.say(_("Given, without names"), good=True)

    def _remove(self) -> None:
        """Put the talk away; it can be taken back."""
        session, store, messages = self.session, self._services.store, self._messages
        try:
            store.dispatch(session, RemoveSession())
        except Told as error:
            self.say(worded(error))
            return

        def back() -> None:
            try:
                store.dispatch(session, RestoreSession())
            except Told as error:
                messages.refused(error)

        messages.undoable(_("The talk was removed"), _("Undo"), back, "")
        self._drafts.typed("")
        self.kept.emit(session)
        self.close()

    def let_go(self) -> None:
        """The program ends: the draft is on the disk, and what is being saved is looked for at the next start."""
        self._saving = False
        self.close()

    # ---- the end ------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """The draft is written; nothing is asked. While a talk is being saved the window stays until that is known."""
        if self._saving and not self._done:
            event.ignore()
            return
        self._ended = True
        self._look_up.stop()
        self._drafts.close()
        super().closeEvent(event)
