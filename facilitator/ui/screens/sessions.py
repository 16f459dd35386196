"""Everything ever recorded: newest first, and found again by any word while it is typed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from facilitator import tasks
from facilitator.session.errors import Told
from facilitator.session.narrowing import ALL, Narrowing
from facilitator.ui.actions import Action
from facilitator.ui.messages import Messages, worded
from facilitator.ui.models.found import Found, gathered
from facilitator.ui.models.sessions import Entry, SessionsModel
from facilitator.ui.screens.narrow_row import NarrowRow
from facilitator.ui.screens.no_hits import NoHits
from facilitator.ui.screens.preview import REPEAT_KEY, Preview
from facilitator.ui.services import Hit, SearchPage, Services, SessionRow
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, IconButton, Words
from facilitator.ui.widgets.results_view import ResultsView
from facilitator.ui.widgets.search_field import SearchField
from facilitator.ui.widgets.session_row import SessionDelegate
from facilitator.words import _, ngettext

PAUSE_MS = 80
BUSY_MS = 300
LIST = 664
HITS, SESSIONS = 200, 60
"""Hits read at once. Where there are more, sessions are read with a few hits of each: so many, and further ones when
the end of the list comes into sight.
"""
NEAR_THE_END = 400


@dataclass(frozen=True, slots=True)
class _Page:
    """What was found, as far as it was read. ``sessions`` is how many there are in all, 0 while nobody counted."""

    total: int
    hits: tuple[Hit, ...]
    by_session: Mapping[str, int] = field(default_factory=dict)
    sessions: int = 0

    def with_more(self, page: SearchPage) -> _Page:
        """The same with the hits of further sessions."""
        return replace(self, hits=(*self.hits, *page.hits))

    @property
    def whole(self) -> bool:
        """Whether every hit was read."""
        return len(self.hits) >= self.total

    @property
    def read(self) -> int:
        """How many sessions were read."""
        return len({hit.session for hit in self.hits})


class SessionsScreen(QWidget):
    """The page *Sessions*.

    Signals:
        open_asked: a session is to be opened (its id, a contribution to show or empty).
        new_asked, import_asked: the buttons.
        export_asked: a report of a session is wanted.
        plan_asked: the plan of a session is wanted (its id).
    """

    open_asked = Signal(str, str)
    new_asked = Signal()
    import_asked = Signal()
    export_asked = Signal(str)
    plan_asked = Signal(str)

    def __init__(self, services: Services, theme: Theme, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._theme, self._messages = services, theme, messages
        self._rows: Sequence[SessionRow] = ()
        self._asked = 0
        self._reading = asyncio.Lock()
        self._reading_more = False
        self._by_hand = False
        self._told = ("", "")
        self._shown_query = ""
        self._page: _Page | None = None
        self.model = SessionsModel(self)
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask_now)
        self._busy = QTimer(self)
        self._busy.setSingleShot(True)
        self._busy.setInterval(BUSY_MS)
        self._busy.timeout.connect(lambda: self.field.count.setText(_("searching")))
        theme.changed.connect(self._restyle)
        theme.fonts.grown.connect(self._faces_grew)

    def _faces_grew(self) -> None:
        """A face was added: rows may need another height. A method, so that it ends with the page."""
        QTimer.singleShot(0, self.list, self.list.forget_heights)

    def _build(self) -> None:
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        page.addWidget(self.splitter)
        self.splitter.addWidget(self._left())
        self.preview = Preview(self._services, self._theme)
        self.preview.setMinimumWidth(320)
        self.preview.open_asked.connect(self.open_asked)
        self.preview.export_asked.connect(self.export_asked)
        self.preview.repeat_asked.connect(self._repeat)
        self.splitter.addWidget(self.preview)
        self.splitter.splitterMoved.connect(self._handled)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        shown = self.preview
        stops = (
            self.import_button, self.new_button, self.field.line, *self.filters.chips, self.list, self.empty.nearest,
            self.empty.clear, shown.open, shown.report, shown.repeat, shown.hits, shown.cards,
        )  # fmt: skip
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _left(self) -> QWidget:
        theme = self._theme
        left = QWidget()
        left.setObjectName("panel")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 20, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(24, 0, 24, 0)
        head.setSpacing(8)
        head.addWidget(Words(theme, _("Sessions"), "title"), 1)
        self.import_button = IconButton(theme, "upload", _("Import files"), "Ctrl+I")
        self.import_button.clicked.connect(self.import_asked)
        self.new_button = Button(theme, _("New session"), icon="plus", key="Ctrl+N")
        self.new_button.clicked.connect(self.new_asked)
        head.addWidget(self.import_button)
        head.addWidget(self.new_button)
        column.addLayout(head)
        self.field = SearchField(theme, _("Search every word"))
        self.field.changed.connect(self._typed)
        self.field.down.connect(self._to_list)
        self.field.entered.connect(self._open_current)
        self.filters = NarrowRow(theme)
        self.filters.changed.connect(self._ask_now)
        holder = QVBoxLayout()
        holder.setContentsMargins(24, 12, 24, 12)
        holder.setSpacing(12)
        holder.addWidget(self.field)
        holder.addWidget(self.filters)
        column.addLayout(holder)
        self.list = ResultsView()
        self.list.setAccessibleName(_("Sessions"))
        self.list.setStyleSheet("background: transparent;")
        delegate = SessionDelegate(theme, self.list)
        self.list.setItemDelegate(delegate)
        self.list.setModel(self.model)
        self.list.parts, self.list.tips = delegate.part_at, delegate.tip_at
        self.list.part_clicked.connect(self._turn_series)
        self.list.chosen.connect(self._open_index)
        self.list.current_moved.connect(self._current_moved)
        self.list.typed.connect(self._type_on)
        self.list.left.connect(self.to_main)
        self.list.fold_asked.connect(self._fold)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        column.addWidget(self.list, 1)
        self.empty = NoHits(theme)
        self.empty.new_asked.connect(self.new_asked)
        self.empty.import_asked.connect(self.import_asked)
        self.empty.words_asked.connect(self._look_for)
        self.empty.all_asked.connect(self.filters.clear)
        column.addWidget(self.empty, 1)
        return left

    def _restyle(self) -> None:
        self.list.forget_heights()
        self._tell_count()

    def _handled(self, _place: int, _index: int) -> None:
        self._by_hand = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list has its usual width, in a narrow window about half; unless somebody moved the edge between."""
        super().resizeEvent(event)
        if not self._by_hand:
            wide = min(LIST, round(self.width() * 0.54))
            self.splitter.setSizes([wide, self.width() - wide])
        self._tell_count()

    # ---- what is there ------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list again, and search again if something is searched for."""
        tasks.start(self.read(), "list the sessions", self._failed)

    async def read(self) -> None:
        """The same, to be waited for."""
        async with self._reading:  # one after another: an older answer that came later would take the newer one's place
            self._rows = await self._services.sessions()
            self.filters.offer(self._rows, self.model.catalogue)
            await self._show_asked()
            with suppress(Told):  # a record that cannot be opened says so where it is opened
                await self._learn()

    async def _learn(self) -> None:
        """What the list can be narrowed to, and what activities are called."""
        known = await self._services.known_people()
        catalogue = await self._services.catalogue()
        self.preview.catalogue = catalogue
        self.model.know(catalogue)
        self.filters.offer(self._rows, catalogue)
        self.filters.offer_people(known)
        self._current_moved(self.list.currentIndex())

    @property
    def query(self) -> str:
        """The words searched for."""
        return self.field.line.text().strip()

    def _typed(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._ask_now()

    def _ask_now(self) -> None:
        if self.query or self.filters.narrowing:
            tasks.start(self._show_asked(), "search", self._failed)
        else:
            self._show_list(self._rows)

    async def _show_asked(self) -> None:
        """Show what is asked for: words, what is narrowed to, or everything."""
        narrowing = self.filters.narrowing
        if self.query:
            await self._search(self.query, narrowing)
        elif narrowing:
            self._asked += 1
            mine = self._asked
            self._busy.start()
            left = await self._services.narrowed(narrowing)
            if mine == self._asked:
                self._show_list([row for row in self._rows if row.id in left])
        else:
            self._show_list(self._rows)

    def _show_list(self, rows: Sequence[SessionRow]) -> None:
        self._asked += 1
        self._busy.stop()
        chosen = self._chosen()
        self._page, self._shown_query = None, ""
        self.model.show_all(rows, flat=bool(self.filters.narrowing.series))
        every = ngettext("{count} session", "{count} sessions", len(self._rows)).format(count=len(self._rows))
        if self.filters.narrowing:
            every = _("{some} of {sessions}").format(some=len(rows), sessions=every)
        self._tell_count(every)
        self._show_state()
        self._choose(chosen)

    async def _search(self, query: str, narrowing: Narrowing) -> None:
        self._asked += 1
        mine = self._asked
        self._busy.start()
        began = time.perf_counter()
        found = await (
            self._services.search(query, limit=HITS, narrowing=narrowing)
            if narrowing
            else self._services.search(query, limit=HITS)
        )
        took = (time.perf_counter() - began) * 1000
        if mine != self._asked:
            return  # other words were typed since
        self._busy.stop()
        self._show_page(_Page(found.total, tuple(found.hits), found.by_session), query, took)
        if not found.hits:
            await self._find_nearest(query, narrowing, mine)
        elif len(found.hits) < found.total:
            every = await self._services.search_by_session(query, limit=SESSIONS, narrowing=narrowing)
            took = (time.perf_counter() - began) * 1000
            if mine == self._asked:
                page = _Page(every.total, tuple(every.hits), every.by_session, len(every.by_session))
                self._show_page(page, query, took)

    def _show_page(self, page: _Page, query: str, took_ms: float) -> None:
        chosen = self._chosen()
        self._page, self._shown_query = page, query
        self.model.show_hits(page, self._rows)
        self._count(page, took_ms)
        self._show_state()
        self._choose(chosen)

    def _count(self, page: _Page, took_ms: float) -> None:
        if not page.hits:
            self._tell_count(_("none"))
            return
        hits = ngettext("{count} hit", "{count} hits", page.total).format(count=page.total)
        if not page.whole and not page.sessions:
            some = _("newest {shown} of {hits}").format(shown=len(page.hits), hits=hits)
        else:
            found = page.sessions or self.model.rowCount()
            some = _("{hits} in {some} of {all} sessions").format(
                hits=hits, some=found, all=max(len(self._rows), found)
            )
        self._tell_count(_("{count}, {ms} ms").format(count=some, ms=round(took_ms)), hits)

    def _tell_count(self, words: str = "", short: str = "") -> None:
        """Say how much there is, in short where the field has no room for words beside it."""
        if words:
            self._told = (words, short or words)
        whole, brief = self._told
        metrics = self._theme.metrics("small")
        room = self.field.width() - self._theme.metrics("capture").horizontalAdvance(self.query) - 96
        self.field.count.setText(whole if metrics.horizontalAdvance(whole) <= room else brief)
        self.field.count.setToolTip(whole if self.field.count.text() != whole else "")

    async def _find_nearest(self, query: str, narrowing: Narrowing, mine: int) -> None:
        nearest = await self._services.nearest(query, narrowing)
        if mine != self._asked:
            return
        self.empty.show_nearest(nearest)
        if narrowing:
            everywhere = await self._services.search(query, limit=1)
            if mine == self._asked and everywhere.total:
                self.empty.show_without_filters(everywhere.total)

    def _look_for(self, words: str) -> None:
        self.field.line.setText(words)
        self.to_main()

    def _scrolled(self, value: int) -> None:
        """The end of the list comes into sight: the sessions before are read, too."""
        page, bar = self._page, self.list.verticalScrollBar()
        if page is None or self._reading_more or page.read >= page.sessions:
            return
        if value >= bar.maximum() - NEAR_THE_END:
            self._reading_more = True
            tasks.start(self._read_more(page, self._asked), "read more sessions", self._failed)

    async def _read_more(self, page: _Page, mine: int) -> None:
        try:
            more = await self._services.search_by_session(
                self._shown_query, limit=SESSIONS, offset=page.read, narrowing=self.filters.narrowing
            )
        finally:
            self._reading_more = False
        if mine == self._asked and more.hits:
            self._page = page.with_more(more)
            self.model.show_hits(self._page, self._rows, in_place=True)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self._busy.stop()
        self._messages.warn(worded(error))

    # ---- states -------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        none = self.model.rowCount() == 0
        if none:
            self.preview.show_entry(None, "")
            if self.query or self.filters.narrowing:
                self.empty.show_none(self.query, narrowed=bool(self.filters.narrowing))
            else:
                self.empty.show_first()
        self.list.setVisible(not none)
        self.empty.setVisible(none)

    def rest(self) -> None:
        """Ask for nothing any more: the window is closing."""
        self._asked += 1
        self._pause.stop()
        self._busy.stop()
        self.preview.rest()

    # ---- choosing -----------------------------------------------------------------------------------------------

    def _chosen(self) -> str:
        entry = self.model.entry(self.list.currentIndex().row())
        return entry.id if entry is not None else ""

    def _choose(self, session: str) -> None:
        if self.model.rowCount():
            index = self.model.index(max(self.model.head_of(session), 0))
            self.list.setCurrentIndex(index)
            self._current_moved(index)

    def choose(self, session: str) -> None:
        """Mark a session in the list; the series it lies folded in is opened."""
        self.model.reveal(session)
        self._choose(session)

    def _current_moved(self, index: QModelIndex) -> None:
        entry = self.model.entry(index.row())
        found, count = self._found_in(entry)
        self.preview.show_entry(
            entry, self._shown_query, found, count, self.filters.narrowing if self._page else ALL, self._goes_on(entry)
        )

    def _found_in(self, entry: Entry | None) -> tuple[Sequence[Found], int | None]:
        """What was found in a session as far as it was read, and how much that is in all, if anybody counted."""
        if self._page is None or entry is None:
            return (), 0
        hits = [hit for hit in self._page.hits if hit.session == entry.id]
        found = gathered(hits, entry.title, self.model.catalogue).rows
        return found, len(found) if self._page.whole else self._page.by_session.get(entry.id)

    def _goes_on(self, entry: Entry | None) -> bool:
        """Whether a later session of the same series is planned already."""
        row = entry.row if entry is not None else None
        if row is None or not row.series:
            return False
        return any(one.series == row.series and one.series_number > row.series_number for one in self._rows)

    def _turn_series(self, index: QModelIndex, part: str) -> None:
        del part
        entry = self.model.entry(index.row())
        if entry is not None:
            self._fold(entry.series, not entry.opened)

    def _fold(self, series: str, opened: bool) -> None:
        chosen = self._chosen()
        self.model.fold(series, opened)
        if self._chosen() != chosen:
            self._choose(chosen)

    def _to_list(self) -> None:
        if self.model.rowCount():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _type_on(self, text: str) -> None:
        self.field.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.line.end(False)
        self.field.line.insert(text)

    def _open_index(self, index: QModelIndex) -> None:
        entry = self.model.entry(index.row())
        if entry is not None:
            self.open_asked.emit(entry.id, "")

    def _open_current(self) -> None:
        self._open_index(self.list.currentIndex())

    def _repeat(self, session: str) -> None:
        tasks.start(self._plan_next(session), "plan the next session", self._failed)

    async def _plan_next(self, session: str) -> None:
        self.plan_asked.emit(await self._services.next_session(session))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back: from the session shown to the list, from the list to the words."""
        if event.key() == Qt.Key.Key_Escape:
            inside = self.preview.isAncestorOf(QApplication.focusWidget() or self)
            if inside and self.list.isVisible():
                self._to_list()
            else:
                self.to_main()
            return
        super().keyPressEvent(event)

    # ---- what it offers -----------------------------------------------------------------------------------------

    def offers(self) -> list[Action]:
        """What can be done here, for the palette and the keyboard map."""
        repeat = Action(
            "sessions.repeat", lambda: _("Plan the next of the series"), self.preview.repeat_now, (REPEAT_KEY,),
            "refresh-cw", "sessions", place=lambda: _("of the marked session"), why_not=self.preview.why_no_repeat,
            told=lambda: _("The same plan and people at the next date; it opens with what is still open here."),
        )  # fmt: skip
        return [*self.filters.offers(), repeat]

    def to_search(self) -> None:
        """Into the search field, ready to type over what stands there."""
        self.field.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.line.selectAll()

    def to_main(self) -> None:
        """The focus goes where one begins to type."""
        self.field.setFocus()

    def regions(self) -> list[QWidget]:
        """Where F6 leads, in order."""
        middle = [self.list] if self.list.isVisible() else self.empty.regions()
        return [self.field.line, self.filters, *middle, *self.preview.regions()]
