"""A session beside the list: what it is, what was found in it or what was said last, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitator import tasks
from facilitator.session.errors import Told
from facilitator.ui import shown, times
from facilitator.ui.messages import worded
from facilitator.ui.models.sessions import ENTRY, Entry, HitsModel, about
from facilitator.ui.services import Hit, Services
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.ui.widgets.rows import RowsView
from facilitator.ui.widgets.session_row import HitDelegate, found_words
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.ui.models.stream import Card, StreamModel
    from facilitator.ui.widgets.card import CardDelegate

PAUSE_MS = 150


class Preview(QWidget):
    """The right half of *Sessions*.

    Signals:
        open_asked: the session is to be opened (its id, a contribution to show or empty).
        export_asked: a report of it is wanted.
    """

    open_asked = Signal(str, str)
    export_asked = Signal(str)

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._theme = services, theme
        self._entry: Entry | None = None
        self._query = ""
        self._asked = 0
        self._stream: StreamModel | None = None
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 28, 0, 0)
        column.setSpacing(0)
        self._content = QWidget()
        inner = QVBoxLayout(self._content)
        inner.setContentsMargins(40, 0, 40, 8)
        inner.setSpacing(6)
        self.title = Words(theme, "", "heading", wraps=True)
        self.line = Words(theme, "", "body", "text.secondary", wraps=True)
        self.trouble = Words(theme, "", "body", "semantic.danger", wraps=True)
        self.trouble.hide()
        inner.addWidget(self.title)
        inner.addWidget(self.line)
        inner.addWidget(self.trouble)
        row = QHBoxLayout()
        row.setContentsMargins(0, 14, 0, 18)
        row.setSpacing(8)
        self.open = Button(theme, _("Open"), look="filled")
        self.open.clicked.connect(self._open)
        self.report = Button(theme, _("Report"), key="Ctrl+R")
        self.report.clicked.connect(self._export)
        row.addWidget(self.open)
        row.addWidget(self.report)
        row.addStretch()
        inner.addLayout(row)
        self.heading = Words(theme, "", "caption_strong", "text.secondary")
        inner.addWidget(self.heading)
        column.addWidget(self._content)
        self.hits_model = HitsModel(self)
        self.hits = RowsView(estimate=64)
        self.hits.setAccessibleName(_("Found in this session"))
        self._hit_delegate = HitDelegate(theme, self.hits)
        self.hits.setItemDelegate(self._hit_delegate)
        self.hits.setModel(self.hits_model)
        self.hits.chosen.connect(self._open_hit)
        self.cards = RowsView(estimate=92)
        self.cards.setAccessibleName(_("What was said"))
        self._card_delegate: CardDelegate | None = None
        self.cards.part_clicked.connect(self._part)
        self.cards.chosen.connect(self._open_card)
        for view in (self.hits, self.cards):
            view.setStyleSheet("background: transparent;")
            column.addWidget(view, 1)
            view.hide()
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._load)
        theme.changed.connect(self._restyle)
        theme.fonts.grown.connect(self._faces_grew)
        self.show_entry(None, "")

    def _faces_grew(self) -> None:
        """A face was added. A method, so that it ends with the page."""
        QTimer.singleShot(0, self, self._restyle)

    def _restyle(self) -> None:
        self.hits.forget_heights()
        self.cards.forget_heights()

    def show_entry(self, entry: Entry | None, query: str, hits: Sequence[Hit] = ()) -> None:
        """Show a session, with what was found in it when something was searched for."""
        same = entry is not None and self._entry is not None and (entry.id, query) == (self._entry.id, self._query)
        self._entry, self._query = entry, query
        self._asked += 1
        self._content.setVisible(entry is not None)
        self._pause.stop()
        if entry is None:
            self._quiet()
            return
        self.title.setText(shown.one_line(entry.title))
        self._theme.fonts.ensure(entry.title)
        line = times.long_day(entry.row.date_ms) if entry.row is not None else entry.day
        self.line.setText(f"{line}, {about(entry.row)}" if entry.row is not None else line)
        self.trouble.hide()
        if query:
            self.heading.setText(found_words(query))
            self._hit_delegate.tells_times = entry.row is None or not entry.row.source
            self.hits_model.show_hits(hits)
            self._only(self.hits)
        elif not same or self._stream is None:
            self._pause.start()
        else:
            self._only(self.cards)

    def _quiet(self) -> None:
        self._only(self._rest)
        self._let_go()

    def _only(self, part: QWidget) -> None:
        for view in (self.hits, self.cards, self._rest):
            view.setVisible(view is part)
        self.heading.setVisible(part is not self._rest)

    def rest(self) -> None:
        """Ask for nothing any more: the window is closing."""
        self._asked += 1
        self._pause.stop()
        self._let_go()

    def _let_go(self) -> None:
        if self._stream is not None:
            self.cards.setModel(None)
            self._stream.close()
            self._stream.deleteLater()
            self._stream = None

    def _load(self) -> None:
        if self._entry is not None:
            tasks.start(self._read(self._entry.id, self._asked), "preview a session", self._failed)

    async def _read(self, session: str, mine: int) -> None:
        await self._services.open_session(session)
        if mine != self._asked or self._entry is None:
            return
        self._let_go()
        # Cards need the whole domain; the list of sessions does not, and is painted before any of it is loaded.
        from facilitator.ui.models.stream import StreamModel
        from facilitator.ui.widgets.card import CardDelegate

        if self._card_delegate is None:
            self._card_delegate = CardDelegate(self._theme, self.cards, side=40)
            self.cards.setItemDelegate(self._card_delegate)
            self.cards.parts = self._card_delegate.part_at
        self._stream = StreamModel(self._services.store, session, self)
        self._stream.order(not self._stream.state.about.source)
        self.cards.setModel(self._stream)
        newest = self._stream.newest_first
        self.heading.setText(_("What was said, newest first") if newest else _("What was said"))
        self._only(self.cards if self._stream.rowCount() else self._rest)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self.trouble.setText(worded(error))
        self.trouble.show()
        self._quiet()

    def _part(self, index: QModelIndex, part: str) -> None:
        card: Card | None = index.data(ENTRY)
        if card is None or self._stream is None or self._card_delegate is None:
            return
        if self._card_delegate.toggle(card, part):
            self._stream.dataChanged.emit(index, index)

    def _open(self) -> None:
        if self._entry is not None:
            self.open_asked.emit(self._entry.id, "")

    def _open_hit(self, index: QModelIndex) -> None:
        hit: Hit | None = index.data(ENTRY)
        if hit is not None:
            self.open_asked.emit(hit.session, hit.contribution or "")

    def _open_card(self, index: QModelIndex) -> None:
        card: Card | None = index.data(ENTRY)
        if card is not None and self._entry is not None:
            self.open_asked.emit(self._entry.id, card.id)

    def _export(self) -> None:
        if self._entry is not None:
            self.export_asked.emit(self._entry.id)

    @property
    def session(self) -> str:
        """The session shown, empty when none is."""
        return self._entry.id if self._entry is not None else ""
