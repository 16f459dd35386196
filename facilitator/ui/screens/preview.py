"""A session beside the list: what it is, what was found in it or what was said last, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitator import tasks
from facilitator.session.errors import Told
from facilitator.session.narrowing import ALL, Narrowing
from facilitator.session.ports import wall_clock
from facilitator.ui import hues, shown
from facilitator.ui.messages import worded
from facilitator.ui.models.found import Found, gathered
from facilitator.ui.models.sessions import ENTRY, Entry, HitsModel, Rest, blocks_of, heading_line
from facilitator.ui.services import Services, SessionRow
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.agenda_strip import AgendaStrip, Part
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.hit_row import HitDelegate
from facilitator.ui.widgets.plain import Button, Words
from facilitator.ui.widgets.rows import RowsView
from facilitator.ui.widgets.title_words import TitleWords
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.session.modalities import Catalogue
    from facilitator.ui.models.stream import Card, StreamModel
    from facilitator.ui.widgets.card import CardDelegate

PAUSE_MS = 150
SHOWN_HITS = 5
MOST_HITS = 2_000
REPORT_KEY, REPEAT_KEY = "Ctrl+R", "Ctrl+Shift+E"


class Preview(QWidget):
    """The right half of *Sessions*.

    Signals:
        open_asked: the session is to be opened (its id, a contribution to show or empty).
        export_asked: a report of it is wanted.
        repeat_asked: the next session of its series is to be planned.
    """

    open_asked = Signal(str, str)
    export_asked = Signal(str)
    repeat_asked = Signal(str)

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._theme = services, theme
        self._entry: Entry | None = None
        self._shows: tuple[str, str, Narrowing] = ("", "", ALL)
        self._every: Sequence[Found] | None = None
        """Every hit of what is shown, once somebody asked for the rest."""
        self._asked = 0
        self._found: tuple[Found, ...] = ()
        self._count: int | None = 0
        self._why_no_repeat = ""
        self._stream: StreamModel | None = None
        self._stream_of = ""
        self.catalogue: Catalogue | None = None
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 28, 0, 0)
        column.setSpacing(0)
        self._content = QWidget()
        inner = QVBoxLayout(self._content)
        inner.setContentsMargins(40, 0, 40, 8)
        inner.setSpacing(4)
        self.title = TitleWords(theme)
        self.line = Words(theme, "", "body", "text.secondary", wraps=True)
        self.strip = AgendaStrip(theme, marks=False)
        self._strip_holder = QWidget()
        holder = QVBoxLayout(self._strip_holder)
        holder.setContentsMargins(0, 16, 0, 0)
        holder.addWidget(self.strip)
        self.trouble = Words(theme, "", "body", "semantic.danger", wraps=True)
        self.trouble.hide()
        for part in (self.title, self.line, self._strip_holder, self.trouble):
            inner.addWidget(part)
        inner.addWidget(self._buttons())
        self.heading = Words(theme, "", "caption_strong", "text.secondary")
        inner.addWidget(self.heading)
        column.addWidget(self._content)
        self.hits_model = HitsModel(self)
        self.hits = RowsView(estimate=64)
        self.hits.setAccessibleName(_("Found in this session"))
        self._hit_delegate = HitDelegate(theme, self.hits)
        self.hits.setItemDelegate(self._hit_delegate)
        self.hits.setModel(self.hits_model)
        self.hits.parts = self._hit_delegate.part_at
        self.hits.part_clicked.connect(lambda _index, _part: self._show_rest())
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

    def _buttons(self) -> QWidget:
        theme = self._theme
        row = QWidget()
        outer = QVBoxLayout(row)
        outer.setContentsMargins(0, 14, 0, 24)
        flowing = QWidget()
        outer.addWidget(flowing)
        buttons = Flow(flowing, gap=8)
        self.open = Button(theme, _("Open"), look="filled")
        self.open.clicked.connect(self._open)
        self.report = Button(theme, _("Report"), key=REPORT_KEY)
        self.report.clicked.connect(self._export)
        self.repeat = Button(theme, _("Repeat as series"))
        self.repeat.clicked.connect(self.repeat_now)
        for button in (self.open, self.report, self.repeat):
            buttons.addWidget(button)
        return row

    def _faces_grew(self) -> None:
        """A face was added. A method, so that it ends with the page."""
        QTimer.singleShot(0, self, self._restyle)

    def _restyle(self) -> None:
        self.hits.forget_heights()
        self.cards.forget_heights()

    # ---- what is shown ------------------------------------------------------------------------------------------

    def show_entry(
        self,
        entry: Entry | None,
        query: str,
        found: Sequence[Found] = (),
        count: int | None = 0,
        narrowing: Narrowing = ALL,
        later: bool = False,
    ) -> None:
        """Show a session.

        Args:
            entry: The session; None shows nothing.
            query: What was searched for, if anything was.
            found: What was found in it, as far as it was read.
            count: How many there are in it, None where nobody counted.
            narrowing: What the search was narrowed to.
            later: Whether the next session of its series is planned already.
        """
        shows = (entry.id if entry is not None else "", query, narrowing)
        if shows != self._shows:
            self._shows, self._every = shows, None
            self._asked += 1
        self._entry = entry
        self._content.setVisible(entry is not None)
        self._pause.stop()
        if entry is None:
            self._quiet()
            return
        self.title.say(entry.title)
        self.line.setText(heading_line(entry.row, wall_clock()) if entry.row is not None else entry.day)
        self._show_agenda(entry.row)
        self._offer_repeat(entry.row, later)
        self.trouble.hide()
        if query and found:
            self._show_found(query, found, count)
        elif self._stream is not None and self._stream_of == entry.id:
            self._show_said()
        else:
            self._only(self._rest)
            self._pause.start()

    def _show_agenda(self, row: SessionRow | None) -> None:
        blocks = blocks_of(row) if row is not None else []
        parts = [
            Part(hues.family(modality, self.catalogue), minutes, shown.one_line(title))
            for modality, minutes, title in blocks
            if minutes > 0
        ]
        self._strip_holder.setVisible(bool(parts))
        self.strip.show_parts(parts)

    def _offer_repeat(self, row: SessionRow | None, later: bool) -> None:
        reason = self._services.read_only
        if not reason and row is not None and row.talk:
            reason = _("A logged talk has no plan to repeat.")
        if not reason and (row is None or not row.agenda):
            reason = _("It has no agenda to repeat.")
        if not reason and later:
            reason = _("The next one of this series is planned already.")
        in_series = row is not None and bool(row.series)
        words = _("Plan the next") if in_series else _("Repeat as series")
        self._why_no_repeat = reason
        self.repeat.setText(words)
        self.repeat.setEnabled(not reason)
        self.repeat.setAccessibleDescription(reason)
        self.repeat.setToolTip(reason or f"{words} ({REPEAT_KEY})")

    def why_no_repeat(self) -> str:
        """Why the session cannot be repeated, one sentence; empty where it can."""
        return self._why_no_repeat if self._entry is not None else _("No session is marked.")

    def repeat_now(self) -> None:
        """Plan the next session of its series."""
        if self._entry is not None and not self._why_no_repeat:
            self.repeat_asked.emit(self._entry.id)

    # ---- what was found -----------------------------------------------------------------------------------------

    def _show_found(self, query: str, found: Sequence[Found], count: int | None) -> None:
        self._found, self._count = tuple(found), count
        self.heading.setText(_("“{words}” in this session").format(words=shown.isolated(query)))
        row = self._entry.row if self._entry is not None else None
        self._hit_delegate.tells_times = row is None or not row.source
        more = len(self._every) - min(count, MOST_HITS) if self._every is not None and count is not None else 0
        if more not in (0, 1):  # a purpose is shown and not counted
            self._every = None  # something was said or taken back meanwhile
        if self._every is None:
            first = found[:SHOWN_HITS]
            self.hits_model.show_hits(first, None if count is None else max(count - len(first), 0))
        self._only(self.hits)

    def _show_rest(self) -> None:
        """Every hit of the session; those that were not read yet are asked for."""
        if self._count is not None and len(self._found) >= self._count:
            self._show_every(self._found)
        elif self._entry is not None:
            tasks.start(self._read_rest(self._entry, self._asked), "read every hit of a session", self._failed)

    async def _read_rest(self, entry: Entry, mine: int) -> None:
        _session, query, narrowing = self._shows
        page = await self._services.search(query, limit=MOST_HITS, session=entry.id, narrowing=narrowing)
        if mine == self._asked:
            self._show_every(gathered(page.hits, entry.title, self.catalogue).rows)

    def _show_every(self, found: Sequence[Found]) -> None:
        self._every = found
        place = self.hits.currentIndex().row()
        self.hits_model.become(found)
        if place >= 0:
            self.hits.setCurrentIndex(self.hits_model.index(min(place, len(found) - 1)))

    # ---- what was said ------------------------------------------------------------------------------------------

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
            self._stream, self._stream_of = None, ""

    def _load(self) -> None:
        if self._entry is not None and self._stream_of != self._entry.id:
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
        self._stream, self._stream_of = StreamModel(self._services.store, session, self), session
        self._stream.order(not self._stream.state.about.source)
        self.cards.setModel(self._stream)
        self._show_said()

    def _show_said(self) -> None:
        assert self._stream is not None, "shown before it was read"
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
        hit: Found | Rest | None = index.data(ENTRY)
        if isinstance(hit, Rest):
            self._show_rest()
        elif hit is not None:
            self.open_asked.emit(hit.session, hit.contribution)

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

    def regions(self) -> list[QWidget]:
        """Where F6 leads, in order."""
        return [self.open, self.hits if self.hits.isVisible() else self.cards]
