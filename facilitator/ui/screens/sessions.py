"""Everything ever recorded: newest first, and found again by any word while it is typed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from facilitator import tasks
from facilitator.session.errors import Told
from facilitator.ui import shown
from facilitator.ui.messages import Messages, worded
from facilitator.ui.models.sessions import Entry, SessionsModel
from facilitator.ui.screens.preview import Preview
from facilitator.ui.services import SearchPage, Services, SessionRow
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.ui.widgets.rows import RowsView
from facilitator.ui.widgets.search_field import SearchField
from facilitator.ui.widgets.session_row import SessionDelegate
from facilitator.words import _, ngettext

PAUSE_MS = 80
BUSY_MS = 300
HITS = 200


class ResultsView(RowsView):
    """The list: typing in it goes on in the search field.

    Signals:
        typed: a letter for the field.
    """

    typed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters go to the field."""
        text = event.text()
        if text and text.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.typed.emit(text)
            event.accept()
            return
        super().keyPressEvent(event)


class SessionsScreen(QWidget):
    """The page *Sessions*.

    Signals:
        open_asked: a session is to be opened (its id, a contribution to show or empty).
        new_asked, import_asked: the buttons.
        export_asked: a report of a session is wanted.
    """

    open_asked = Signal(str, str)
    new_asked = Signal()
    import_asked = Signal()
    export_asked = Signal(str)

    def __init__(self, services: Services, theme: Theme, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._theme, self._messages = services, theme, messages
        self._rows: Sequence[SessionRow] = ()
        self._asked = 0
        self._reading = asyncio.Lock()
        self._shown_query = ""
        self._page: SearchPage | None = None
        self._nearest = ""
        self.model = SessionsModel(self)
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._search_now)
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
        theme = self._theme
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        page.addWidget(self.splitter)
        left = QWidget()
        left.setObjectName("panel")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        left.setMinimumWidth(380)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 20, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(24, 0, 24, 0)
        head.setSpacing(8)
        head.addWidget(Words(theme, _("Sessions"), "title"), 1)
        self.import_button = Button(theme, _("Import"), icon="upload", key="Ctrl+I")
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
        holder = QHBoxLayout()
        holder.setContentsMargins(24, 12, 24, 14)
        holder.addWidget(self.field)
        column.addLayout(holder)
        self.list = ResultsView(estimate=72)
        self.list.setAccessibleName(_("Sessions"))
        self.list.setStyleSheet("background: transparent;")
        self.list.setItemDelegate(SessionDelegate(theme, self.list))
        self.list.setModel(self.model)
        self.list.chosen.connect(self._open_index)
        self.list.current_moved.connect(self._current_moved)
        self.list.typed.connect(self._type_on)
        column.addWidget(self.list, 1)
        column.addWidget(self._empty_part(), 1)
        self.splitter.addWidget(left)
        self.preview = Preview(self._services, theme)
        self.preview.setMinimumWidth(320)
        self.preview.open_asked.connect(self.open_asked)
        self.preview.export_asked.connect(self.export_asked)
        self.splitter.addWidget(self.preview)
        self.splitter.setSizes([664, 704])
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)

    def _empty_part(self) -> QWidget:
        theme = self._theme
        self.empty = QWidget()
        column = QVBoxLayout(self.empty)
        column.setContentsMargins(24, 20, 24, 0)
        column.setSpacing(6)
        self._empty_icon = QLabel()
        self.empty_title = Words(theme, "", "title_small", wraps=True)
        self.empty_words = Words(theme, "", "body", "text.secondary", wraps=True)
        self.nearest_button = Button(theme, "")
        self.nearest_button.clicked.connect(lambda: self.field.line.setText(self._nearest))
        self._first = QWidget()
        first = QHBoxLayout(self._first)
        first.setContentsMargins(0, 8, 0, 0)
        first.setSpacing(8)
        begin = Button(theme, _("New session"), look="filled")
        begin.clicked.connect(self.new_asked)
        take = Button(theme, _("Import a transcript"))
        take.clicked.connect(self.import_asked)
        first.addWidget(begin)
        first.addWidget(take)
        first.addStretch()
        column.addWidget(self._empty_icon)
        column.addWidget(self.empty_title)
        column.addWidget(self.empty_words)
        column.addWidget(self._first)
        column.addWidget(self.nearest_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch()
        self.empty.hide()
        return self.empty

    def _restyle(self) -> None:
        self.list.forget_heights()
        self._show_state()

    # ---- what is there ------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list again, and search again if something is searched for."""
        tasks.start(self.read(), "list the sessions", self._failed)

    async def read(self) -> None:
        """The same, to be waited for; when it returns, all kept before it is in the list."""
        async with self._reading:  # one after another: an older answer that came later would take the newer one's place
            self._rows = await self._services.sessions()
        if self.query:
            await self._search(self.query)
        else:
            self._show_all()

    @property
    def query(self) -> str:
        """The words searched for."""
        return self.field.line.text().strip()

    def _show_all(self) -> None:
        chosen = self._chosen()
        self._page, self._shown_query = None, ""
        self.model.show_all(self._rows)
        count = len(self._rows)
        self.field.count.setText(ngettext("{count} session", "{count} sessions", count).format(count=count))
        self._show_state()
        self._choose(chosen)

    def _typed(self, text: str) -> None:
        if text.strip():
            self._pause.start()
            return
        self._pause.stop()
        self._busy.stop()
        self._asked += 1
        self._show_all()

    def _search_now(self) -> None:
        if self.query:
            tasks.start(self._search(self.query), "search", self._failed)

    async def _search(self, query: str) -> None:
        self._asked += 1
        mine = self._asked
        self._busy.start()
        began = time.perf_counter()
        page = await self._services.search(query, limit=HITS)
        took = (time.perf_counter() - began) * 1000
        if mine != self._asked:
            return  # other words were typed since
        self._busy.stop()
        chosen = self._chosen()
        self._page, self._shown_query = page, query
        self.model.show_hits(page, self._rows)
        self._count(page, took)
        self._show_state()
        self._choose(chosen)
        if not page.hits:
            await self._find_nearest(query, mine)

    def _count(self, page: SearchPage, took_ms: float) -> None:
        if not page.hits:
            self.field.count.setText(_("none"))
            return
        hits = ngettext("{count} hit", "{count} hits", page.total).format(count=page.total)
        if page.total > len(page.hits):
            words = _("newest {shown} of {hits}, {ms} ms").format(shown=len(page.hits), hits=hits, ms=round(took_ms))
        else:
            words = _("{hits} in {some} of {all} sessions, {ms} ms").format(
                hits=hits,
                some=self.model.rowCount(),
                all=max(len(self._rows), self.model.rowCount()),
                ms=round(took_ms),
            )
        self.field.count.setText(words)

    async def _find_nearest(self, query: str, mine: int) -> None:
        """The longest part of the words that is said somewhere."""
        pieces = sorted({*query.split(), *(query[:end] for end in range(len(query) - 1, 2, -1))}, key=len, reverse=True)
        best, hits = "", 0
        for piece in [piece.strip() for piece in pieces if piece.strip() != query][:6]:
            page = await self._services.search(piece, limit=1)
            if mine != self._asked:
                return
            if page.total:
                best, hits = piece, page.total
                break
        self._nearest = best
        self.nearest_button.setVisible(bool(best))
        words = ngettext("Search “{words}”, {count} hit", "Search “{words}”, {count} hits", hits)
        self.nearest_button.setText(words.format(words=shown.on_button(shown.isolated(best)), count=hits))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self._messages.warn(worded(error))

    # ---- states -------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        none = self.model.rowCount() == 0
        self.list.setVisible(not none)
        self.empty.setVisible(none)
        self.nearest_button.hide()
        self._first.setVisible(none and not self.query)
        if not none:
            return
        self.preview.show_entry(None, "")
        ratio = self.devicePixelRatioF()
        if self.query:
            self._empty_icon.hide()
            self.empty_title.setText(_("Nothing says “{words}”.").format(words=shown.isolated(self.query)))
            self.empty_words.setText(_("Words, names, themes and sessions were searched, in every script."))
        else:
            self._empty_icon.show()
            self._empty_icon.setPixmap(self._theme.pixmap("library", "text.secondary", 24, ratio))
            self.empty_title.setText(_("No sessions yet"))
            self.empty_words.setText(
                _(
                    "Begin one and catch what people give each other, or take in a transcript: "
                    "choose files, or drop them anywhere on this window."
                )
            )

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
            row = max(self.model.row_of(session), 0)
            self.list.setCurrentIndex(self.model.index(row))
            self._current_moved(self.model.index(row))

    def choose(self, session: str) -> None:
        """Mark a session in the list."""
        self._choose(session)

    def _current_moved(self, index: QModelIndex) -> None:
        entry: Entry | None = self.model.entry(index.row())
        hits = [hit for hit in self._page.hits if entry is not None and hit.session == entry.id] if self._page else []
        self.preview.show_entry(entry, self._shown_query, hits)

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

    def to_search(self) -> None:
        """Into the search field, ready to type over what stands there."""
        self.field.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.line.selectAll()

    def to_main(self) -> None:
        """The focus goes where one begins to type."""
        self.field.setFocus()

    def regions(self) -> list[QWidget]:
        """Where F6 leads, in order."""
        return [self.field.line, self.list, self.preview.open]
