"""The stage of a conversation led elsewhere: bring it in, let the group pick and answer, show it again as it came."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from facilitator import tasks
from facilitator.session.errors import Told
from facilitator.session.ports import uuid7
from facilitator.session.running import ReachStep
from facilitator.session.store import Change, Status
from facilitator.session.thread_posts import MOST_POSTS, UNASKED, Thread
from facilitator.session.thread_replay import Timeline, timeline
from facilitator.session.threads import (
    BeginReplay,
    BringThread,
    DescribeThread,
    HurryReplay,
    PauseReplay,
    PickPost,
    RemoveThread,
    Replay,
    ShowWholeThread,
    card_of,
    position,
)
from facilitator.ui import shown
from facilitator.ui.actions import Action
from facilitator.ui.messages import worded
from facilitator.ui.stages.base import Stage, StageGiven
from facilitator.ui.stages.parts import PromptWords, StepsLine, say_and_catch
from facilitator.ui.stages.planned import GROUP_FACTS, PlannedGroups
from facilitator.ui.stages.social_thread.bring import BRING_KEY, BringPanel, answer_within
from facilitator.ui.stages.social_thread.pages import Pages
from facilitator.ui.stages.social_thread.posts import PostModel, PostRow
from facilitator.ui.stages.social_thread.reading import may_be, reader_of
from facilitator.ui.stages.social_thread.replay_bar import FASTER_KEY, REPLAY_KEY, ReplayBar, faster
from facilitator.ui.stages.social_thread.rows import PostList
from facilitator.ui.widgets.chips import Chip
from facilitator.ui.widgets.plain import Button, Hairline, OneLine, Words
from facilitator.ui.widgets.work import Progress
from facilitator.words import _, ngettext

ANSWER_SIGN = "^ "


class ThreadStage(Stage):
    """One conversation of the activity: the last that was brought in."""

    def __init__(self, given: StageGiven) -> None:
        super().__init__(given)
        self._reader = reader_of(given.services)
        self._progress: Progress | None = None
        self._closed = False
        self._timeline = Timeline()
        self._measured: Thread | None = None
        self._asks = False
        why = given.read_only or ("" if self._reader is not None else _("Conversations cannot be read in this window."))
        self.setAcceptDrops(not why)
        outer = self._column()
        self.prompt = PromptWords(self.theme)
        outer.addWidget(self.prompt)
        self.line = StepsLine(self.theme)
        self.line.step_asked.connect(lambda step: self.dispatch(ReachStep(step=step)))
        outer.addWidget(self.line)
        self.say = Words(self.theme, "", "small", "text.secondary", wraps=True)
        outer.addWidget(self.say)
        outer.addWidget(Hairline(self.theme))
        self.pages = Pages()
        outer.addWidget(self.pages, 1)
        self.groups = PlannedGroups(self, self._area)
        outer.addWidget(self.groups.part)
        self.bring = BringPanel(self.theme, why_not=why)
        self.bring.choose_asked.connect(self.choose_file)
        self.bring.stop_asked.connect(self._stop)
        self.bring.form.done.connect(self._form_done)
        self.bring.form.left.connect(self._form_left)
        self.pages.addWidget(self.bring)
        self.model = PostModel(self)
        self.pages.addWidget(self._thread_page())
        self.restyle()
        self.show_state()

    def _column(self) -> QVBoxLayout:
        """Where everything stands. It scrolls only where there is too little room for the posts."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("panel")
        area.setWidget(page)
        whole.addWidget(area)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 24, 32, 16)
        column.setSpacing(12)
        return column

    def _thread_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.title = OneLine(self.theme, "", "title_small")
        self.more = Button(self.theme, _("About it"), look="quiet")
        self.out = Button(self.theme, _("Take it out"), look="quiet")
        self.more.clicked.connect(lambda _checked=False: self.describe())
        self.out.clicked.connect(lambda _checked=False: self.take_out())
        head.addWidget(self.title, 1)
        head.addWidget(self.more)
        head.addWidget(self.out)
        column.addLayout(head)
        self.about = Words(self.theme, "", "small", "text.secondary", wraps=True)
        column.addWidget(self.about)
        self.list = PostList(self.theme)
        self.list.setModel(self.model)
        self.list.pick_asked.connect(self.pick)
        self.list.answer_asked.connect(self.answer)
        self.list.current_moved.connect(lambda _index: self._show_buttons())
        column.addWidget(self.list, 1)
        self.card = Button(self.theme, _("Make it a card"), icon="plus", key="Enter")
        self.reply = Button(self.theme, _("Answer it"), icon="reply", key="A")
        self.card.clicked.connect(lambda _checked=False: self.pick())
        self.reply.clicked.connect(lambda _checked=False: self.answer())
        self.replay_bar = ReplayBar(self.theme, self.card, self.reply)
        self.replay_bar.begin_asked.connect(self.begin_replay)
        self.replay_bar.rest_asked.connect(self.rest_or_go_on)
        self.replay_bar.faster_asked.connect(self.hurry)
        self.replay_bar.all_asked.connect(self.show_all)
        column.addWidget(self.replay_bar)
        for part in (self.more, self.out, *self.replay_bar.buttons):
            part.setEnabled(not self.given.read_only)
        return page

    # ---- what is so -------------------------------------------------------------------------------------------------

    @property
    def thread_here(self) -> Thread | None:
        """The conversation that is on: the last one brought in."""
        found = self.state.threads.of(self.given.block)
        return found[-1] if found else None

    @property
    def replay(self) -> Replay | None:
        """How it is being shown again, if it is."""
        thread, replay = self.thread_here, self.state.threads.replays.get(self.given.block)
        return replay if thread is not None and replay is not None and replay.thread == thread.id else None

    def show_state(self) -> None:
        """Show the activity as it is."""
        block, steps = self.block, self.steps()
        self.prompt.put(block.prompt or block.verb)
        self.line.show_steps(steps, self.step)
        step = steps[min(self.step, len(steps) - 1)] if steps else None
        say = say_and_catch(block, self.given.method, step)
        self.say.setText(shown.visible(say))
        self.say.setVisible(bool(say.strip()) and not self._asks)
        self.groups.show()
        thread = self.thread_here
        if thread is not None and not self._asks:
            self._show_thread(thread)
            self.pages.setCurrentIndex(1)
        else:
            self.pages.setCurrentWidget(self.bring)
        self.told.emit()

    def _show_thread(self, thread: Thread) -> None:
        if thread is not self._measured:
            self._timeline = timeline(thread.posts)
            self._measured = thread
        self.theme.fonts.ensure(thread.title)
        self.title.setText(shown.one_line(thread.title))
        count = ngettext("{count} post", "{count} posts", len(thread.posts)).format(count=len(thread.posts))
        parts = [count, shown.one_line(thread.source), _("posted by others"), answer_within(thread.asked, thread.names)]
        parts += [shown.one_line(thread.permission), shown.one_line(thread.licence)]
        self.about.setText(" · ".join(part for part in parts if part))
        self._show_posts(thread)
        self._show_buttons()

    def _show_posts(self, thread: Thread) -> None:
        now = self.given.now()
        replay, line = self.replay, self._timeline
        visible = None if replay is None else frozenset(line.order[: line.shown(position(replay, now))])
        picked = self.state.threads.picked.get(thread.id, {})
        cards = {post: card for post in picked if (card := card_of(self.state, thread.id, post))}
        at_end = self.list.verticalScrollBar().value() == self.list.verticalScrollBar().maximum()
        before, current = self.model.rowCount(), self._row()
        self.model.show_thread(thread, cards, visible, now)
        if current is not None and self._row() is None:
            self.list.setCurrentIndex(self.model.index(self.model.row_of(current.post.id)))
        if replay is not None and at_end and before < self.model.rowCount():
            self.list.scrollToBottom()
        self.replay_bar.show_replay(replay, line, now)

    def _row(self) -> PostRow | None:
        return self.model.row(self.list.currentIndex())

    def _show_buttons(self) -> None:
        row = self._row()
        write = not self.given.read_only
        self.card.setEnabled(write and row is not None and not row.empty and not row.card)
        self.reply.setEnabled(write and row is not None and not row.empty)

    # ---- bringing one in --------------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for a file, without holding anything up."""
        if self._why_not():
            return
        dialog = QFileDialog(self.window(), _("Bring in a conversation"))
        dialog.setObjectName("bring")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        endings = "*.txt *.zip *.json *.mbox *.eml *.csv *.tsv *.vtt *.srt *.docx"
        dialog.setNameFilters([f"{_('Exported conversations')} ({endings})", f"{_('All files')} (*)"])
        dialog.fileSelected.connect(lambda file: self.take_file(Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_file(self, path: Path) -> None:
        """Read a conversation from a file, a folder or an archive; what comes of it is asked about in place."""
        if self._closed or self._reader is None or self._progress is not None or self._why_not():
            return
        self._asks = True
        self.bring.read(path.name)
        self.show_state()
        tasks.start(self._read(path), "read a conversation")

    async def _read(self, path: Path) -> None:
        reader, trouble = self._reader, ""
        progress = self._progress = Progress()
        progress.moved.connect(self.bring.moved)
        assert reader is not None
        try:
            found = await reader(path, progress.tick, progress.cancelled)
        except Told as error:
            found, trouble = (), worded(error)
        except BaseException:
            self._progress = None
            if not self._closed:
                self._rest()
            raise
        self._progress = None
        if self._closed:
            return
        if found:
            self.bring.offer(found)
            self._area.ensureWidgetVisible(self.bring.form.asked)
            return
        self._rest(trouble)

    def _rest(self, trouble: str = "") -> None:
        """Nothing came of it: invite again, or go back to what is here, saying what was wrong."""
        self.bring.rest(trouble)
        self._asks = bool(trouble)
        self.show_state()

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.stopped = True

    def _form_done(self) -> None:
        form, thread = self.bring.form, self.thread_here
        found = form.chosen()
        asked, names = form.answer()
        if not form.title.text().strip():
            form.refuse(_("Say what it is called here."))
            form.title.setFocus()
            return
        if found is not None:
            key = uuid7()
            done = self.dispatch(
                BringThread(
                    thread=key,
                    block=self.given.block,
                    title=form.title.text(),
                    source=found.source,
                    asked=asked,
                    names=names,
                    permission=form.permission.text(),
                    licence=form.licence.text(),
                    posts=found.posts[-MOST_POSTS:],
                ),
                _("The conversation was brought in"),
            )
        elif thread is not None:
            done = self.dispatch(
                DescribeThread(
                    thread=thread.id,
                    title=form.title.text(),
                    asked=asked,
                    names=names,
                    permission=form.permission.text(),
                    licence=form.licence.text(),
                )
            )
        else:
            return
        if done is not None:
            self._form_left()
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.model.index(0))
            self.list.setFocus()

    def _form_left(self) -> None:
        self._asks = False
        self.bring.rest()
        self.show_state()

    def describe(self) -> None:
        """Say something else about the conversation."""
        thread = self.thread_here
        if thread is not None and not self.given.read_only:
            self._asks = True
            self.bring.change(thread)
            self.show_state()

    def take_out(self) -> None:
        """Take the conversation out; cards picked from it stay."""
        thread = self.thread_here
        if thread is not None:
            self.dispatch(RemoveThread(thread=thread.id), _("The conversation was taken out"))

    # ---- picking and answering ----------------------------------------------------------------------------------

    def pick(self) -> str:
        """Make the current post a card; gives the card, also where it is one already. Empty where it cannot be one."""
        thread, row = self.thread_here, self._row()
        if thread is None or row is None or self.given.read_only:
            return ""
        if row.card:
            self.card_asked.emit(row.card)
            return row.card
        command = PickPost(thread=thread.id, post=row.post.id)
        if self.dispatch(command) is None:
            return ""
        self.card_asked.emit(command.id)
        return command.id

    def answer(self) -> None:
        """Answer the current post: it becomes a card, and the line builds on it."""
        if self.pick():
            self.line_asked.emit(ANSWER_SIGN)

    # ---- showing it again ---------------------------------------------------------------------------------------

    def begin_replay(self) -> None:
        """Show it again from the beginning."""
        thread = self.thread_here
        if thread is not None:
            speed = self.replay.speed if self.replay is not None else 1.0
            self.dispatch(BeginReplay(thread=thread.id, speed=speed, ms=self.given.now()))

    def rest_or_go_on(self) -> None:
        """Rest where it is, or go on; from the beginning where it is not on or over."""
        thread, replay = self.thread_here, self.replay
        if thread is None:
            return
        now = self.given.now()
        if replay is None or position(replay, now) >= self._timeline.length_ms:
            self.begin_replay()
        else:
            self.dispatch(PauseReplay(thread=thread.id, rests=replay.since_ms is not None, ms=now))

    def hurry(self) -> None:
        """Show it faster; behind the fastest at its own speed again."""
        thread, replay = self.thread_here, self.replay
        if thread is not None and replay is not None:
            self.dispatch(HurryReplay(thread=thread.id, speed=faster(replay.speed), ms=self.given.now()))

    def show_all(self) -> None:
        """Show all of it."""
        thread = self.thread_here
        if thread is not None and self.replay is not None:
            self.dispatch(ShowWholeThread(thread=thread.id))

    # ---- what the page asks -------------------------------------------------------------------------------------

    def notes(self) -> list[tuple[str, str]]:
        """Where nobody was asked, that picked posts stay here."""
        thread = self.thread_here
        return [("lock", _("Picked posts stay here"))] if thread is not None and thread.asked == UNASKED else []

    def regions(self) -> list[QWidget]:
        """The posts, or what is asked."""
        if self.pages.currentWidget() is self.bring:
            asks = self.bring.currentWidget() is self.bring.form
            return [self.bring.form.asked if asks else self.bring.choose, *self.groups.regions()]
        return [self.list, *self.groups.regions()]

    def stamps(self) -> dict[str, Any]:
        """The group that is heard now."""
        return self.groups.stamps()

    def chips(self) -> list[Chip]:
        """The same, to be seen."""
        return self.groups.chips()

    def hint(self) -> str:
        """What stands in the empty line while a group is heard."""
        return self.groups.hint()

    def _why_not(self) -> str:
        return self.bring.why.text()

    def _no_thread(self) -> str:
        if self.given.read_only:
            return self.given.read_only
        return "" if self.thread_here is not None else _("No conversation was brought in yet.")

    def _not_again(self) -> str:
        return self._no_thread() or ("" if self.replay is not None else _("The conversation is not being shown again."))

    def offers(self) -> list[Action]:
        """What can be done with a conversation."""
        return [
            Action(
                "thread.bring",
                lambda: _("Bring in a conversation"),
                self.choose_file,
                (BRING_KEY,),
                "upload",
                "run",
                why_not=self._why_not,
                told=lambda: _("A chat, a thread or a mailbox, as its program exports it."),
            ),
            Action("thread.pick", lambda: _("Make the post a card"), None, ("Return", "Space"), "plus", "run"),
            Action("thread.answer", lambda: _("Answer the post"), None, ("A",), "reply", "run"),
            Action("thread.more", lambda: _("Show all the words of the post"), None, ("M",), "", "run"),
            Action(
                "thread.replay",
                lambda: _("Show the conversation as it came, or rest"),
                self.rest_or_go_on,
                (REPLAY_KEY,),
                "play",
                "run",
                why_not=self._no_thread,
            ),
            Action(
                "thread.faster",
                lambda: _("Show the conversation faster"),
                self.hurry,
                (FASTER_KEY,),
                "",
                "run",
                why_not=self._not_again,
            ),
            Action(
                "thread.all",
                lambda: _("Show all of the conversation"),
                self.show_all,
                (),
                "eye",
                "run",
                why_not=self._not_again,
            ),
            Action(
                "thread.about",
                lambda: _("About the conversation: name, permission, licence"),
                self.describe,
                (),
                "info",
                "run",
                why_not=self._no_thread,
            ),
            Action(
                "thread.out",
                lambda: _("Take the conversation out"),
                self.take_out,
                (),
                "trash-2",
                "run",
                why_not=self._no_thread,
            ),
            *self.groups.offers(),
        ]

    # ---- what it hears ------------------------------------------------------------------------------------------

    def heard(self, change: Change) -> None:
        """The plan, the step, the conversation or a card of it changed."""
        if change.status is not Status.KEPT and (
            change.folded_again or any(fact.kind in _SHOWN for fact in change.facts)
        ):
            self.show_state()

    def tick(self, now_ms: int) -> None:
        """While it is being shown again, the next posts come."""
        replay, thread = self.replay, self.thread_here
        if replay is not None and replay.since_ms is not None and thread is not None and not self._asks:
            self._show_posts(thread)

    def restyle(self) -> None:
        """Fonts of the form and heights of the rows."""
        self.bring.form.restyle()
        self.list.setMinimumHeight(self.theme.tall(200))
        self.list.forget_heights()

    def close_stage(self) -> None:
        """A file that is being read is let go of."""
        self._closed = True
        self._stop()

    # ---- dropping -----------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One exported conversation may be dropped here; other files go to the page."""
        if _dropped(event) is not None and self._progress is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.take_file(path)


def _dropped(event: QDropEvent) -> Path | None:
    """The one file or folder that is carried, where it may hold a conversation."""
    urls = event.mimeData().urls()
    files: Sequence[Path] = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return files[0] if len(files) == 1 and may_be(files[0]) else None


_SHOWN = GROUP_FACTS | frozenset(
    {
        "block_changed",
        "step_reached",
        "activity_extended",
        "activity_started",
        "activity_returned",
        "thread_brought",
        "thread_posts",
        "thread_described",
        "thread_removed",
        "thread_restored",
        "post_picked",
        "post_dropped",
        "replay_set",
        "contribution_withdrawn",
        "contribution_restored",
    }
)
