"""The step *Run*: the stream, what it can be narrowed to, the capture bar. Every wish goes through the store's door."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from facilitator.session.attaching import Kept, with_files
from facilitator.session.capture import compose, known_in
from facilitator.session.contributions import RewordContribution
from facilitator.session.errors import Rejected
from facilitator.session.kinds import SIGN_OF
from facilitator.session.notation import Line
from facilitator.session.ports import uuid7
from facilitator.session.rules import Command
from facilitator.session.store import Change, Status, Store
from facilitator.ui import kinds, times
from facilitator.ui.actions import Action, native, tip
from facilitator.ui.capture import CaptureBar
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.messages import Messages, worded
from facilitator.ui.models.facets import FACET, FacetModel, narrowed
from facilitator.ui.models.stream import CARD, Card, Filter, StreamModel
from facilitator.ui.screens.card_menu import CardMenu
from facilitator.ui.screens.stream_actions import NARROW_KEY, stream_actions
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.card import CardDelegate
from facilitator.ui.widgets.empty_stream import EmptyStream
from facilitator.ui.widgets.facet import FacetDelegate
from facilitator.ui.widgets.notes_line import NotesLine
from facilitator.ui.widgets.plain import Hairline, IconButton, OneLine
from facilitator.ui.widgets.rows import RowsView
from facilitator.ui.widgets.saved import SavedLine
from facilitator.ui.widgets.stream_head import OrderButton
from facilitator.ui.widgets.stream_view import StreamView
from facilitator.words import _, ngettext

NARROW = 980
"""Below this width (px, at 100 %) the column of facets gives way to the stream."""

BARE_SIGNS = " ^" + "".join(SIGN_OF.values())
"""A line of nothing else was only begun: it is not worth telling of."""


class SessionScreen(QWidget):
    """The stream of one open session; :class:`~facilitator.ui.screens.steps.SessionPages` holds the header over it."""

    def __init__(
        self,
        store: Store,
        session: str,
        theme: Theme,
        messages: Messages,
        drafts: DraftKeeper,
        parent: QWidget | None = None,
        *,
        read_only: str = "",
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._store, self._theme, self._messages, self._drafts = store, theme, messages, drafts
        self._read_only = read_only
        self._returned: list[str] = []
        self._follow = True
        self.model = StreamModel(store, session, self)
        self.facets = FacetModel(self)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._menu = CardMenu(theme, self)
        self._end = store.subscribe(self._heard)
        theme.changed.connect(self._restyle)
        theme.fonts.grown.connect(self._faces_grew)
        self.model.counted.connect(self._counted)
        self.model.given.connect(self._given)
        self._refresh_all()
        self.saved.say()
        if self.model.state.about.source:
            self._follow = False
            self.turn(False)
            self.stream.setCurrentIndex(QModelIndex())
            self.stream.scrollToTop()
        self._restore()

    # ---- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        page = self.page_column = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        body = self.body = QHBoxLayout()
        body.setSpacing(0)
        self.side = RowsView(estimate=32)
        self.side.setObjectName("canvas")
        self.side.setStyleSheet(f"background: {theme.hex('surface.canvas')};")
        self.side.setAccessibleName(_("Show only"))
        self.side.setItemDelegate(FacetDelegate(theme, self.side))
        self.side.setModel(self.facets)
        self.side.activate_on_click = True
        self.side.chosen.connect(self._narrow)
        self.side.setFixedWidth(round(256 * min(theme.scale, 1.4)))
        self._side_box = QWidget()
        self._side_box.setObjectName("canvas")
        self._side_box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side = QVBoxLayout(self._side_box)
        side.setContentsMargins(0, 16, 0, 8)
        side.addWidget(self.side)
        body.addWidget(self._side_box)
        self._side_line = Hairline(theme, upright=True)
        body.addWidget(self._side_line)
        body.addLayout(self._main_column(), 1)
        page.addLayout(body, 1)
        page.addWidget(Hairline(theme))
        page.addWidget(self._status_line())

    def _main_column(self) -> QVBoxLayout:
        theme = self._theme
        centre = self.centre = QVBoxLayout()
        centre.setSpacing(0)
        self.stream_part = QWidget()
        column = self.stream_column = QVBoxLayout(self.stream_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = self.stream_head = QHBoxLayout()
        head.setContentsMargins(32, 10, 24, 6)
        self.count = OneLine(theme, "", "small", "text.secondary")
        self.order = OrderButton(theme)
        self.order.clicked.connect(lambda: self.turn(not self.model.newest_first))
        self.narrow = IconButton(theme, "filter", _("Show only"), native(NARROW_KEY))
        self.narrow.setCheckable(True)
        self.narrow.toggled.connect(self._fit_columns)
        self.narrow.hide()
        self.find_field = QLineEdit()
        self.find_field.setPlaceholderText(_("Find in this session"))
        self.find_field.setAccessibleName(_("Find in this session"))
        self.find_field.setToolTip(tip(_("Find in this session"), "Ctrl+F"))
        self.find_field.setMaxLength(400)
        self.find_field.textChanged.connect(self._find)
        self.find_field.setFixedWidth(round(240 * min(theme.scale, 1.4)))
        head.addWidget(self.narrow)
        head.addWidget(self.count)
        head.addStretch()
        head.addWidget(self.find_field)
        head.addSpacing(12)
        head.addWidget(self.order)
        column.addLayout(head)
        self.stream = StreamView(estimate=92)
        self.stream.setAccessibleName(_("Stream"))
        self.stream.setStyleSheet("background: transparent;")
        self.cards = CardDelegate(theme, self.stream)
        self.stream.setItemDelegate(self.cards)
        self.stream.setModel(self.model)
        self.stream.parts = self.cards.part_at
        self.stream.tips = self.cards.tip_at
        self.stream.part_clicked.connect(self._part)
        self.stream.menu_asked.connect(self._card_menu)
        self.stream.key_pressed.connect(self._card_key)
        self.stream.clicked.connect(self._card_clicked)
        self.stream.current_moved.connect(self._moved)
        self.stream.chosen.connect(self._build_on)
        self.cards.reworded.connect(self._reworded)
        self.empty = EmptyStream(theme)
        self.empty.everything_asked.connect(self.show_everything)
        column.addWidget(self.stream, 1)
        column.addWidget(self.empty, 1)
        centre.addWidget(self.stream_part, 1)
        self.capture_line = Hairline(theme)
        centre.addWidget(self.capture_line)
        self.capture = CaptureBar(theme)
        self.capture.sent.connect(self._send)
        self.capture.typed.connect(self._drafts.typed)
        self.capture.undo_asked.connect(self.undo)
        self.capture.redo_asked.connect(self.redo)
        self.capture.left.connect(self.to_stream)
        self.model.busy = self.capture.field.is_typed_in
        self.capture.field.painted.connect(self.model.release)
        self.capture.field.setEnabled(not self._read_only)
        centre.addWidget(self.capture)
        return centre

    def _status_line(self) -> QWidget:
        theme = self._theme
        self._status = QWidget()
        self._status.setObjectName("canvas")
        self._status.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._status.setFixedHeight(self._status_height())
        row = self.status_row = QHBoxLayout(self._status)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(6)
        self.about = NotesLine(theme, "", "caption", "text.secondary")
        self.saved = SavedLine(self._store, theme)
        row.addWidget(self.about)
        row.addStretch()
        row.addWidget(self.saved)
        return self._status

    def _status_height(self) -> int:
        return max(self._theme.size("status_line_h"), self._theme.line("caption") + 12)

    @property
    def foot_height(self) -> int:
        """The height of the capture bar and the status line, in px."""
        return self.capture.height() + self._status.height()

    # ---- the theme ----------------------------------------------------------------------------------------------

    def _restyle(self) -> None:
        theme = self._theme
        self._status.setFixedHeight(self._status_height())
        self.side.setStyleSheet(f"background: {theme.hex('surface.canvas')};")
        self.side.setFixedWidth(round(256 * min(theme.scale, 1.4)))
        self.find_field.setFixedWidth(round(240 * min(theme.scale, 1.4)))
        self.stream.forget_heights()
        self.side.forget_heights()
        self.saved.say()
        self._show_empty()
        self._fit_columns()

    def _faces_grew(self) -> None:
        QTimer.singleShot(0, self.stream, self.stream.forget_heights)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns give way when there is little room."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        roomy = self.width() >= NARROW * min(self._theme.scale, 1.5)
        self.narrow.setVisible(not roomy)
        shown_now = roomy or self.narrow.isChecked()
        self._side_box.setVisible(shown_now)
        self._show_facets()
        self._side_line.setVisible(shown_now)

    # ---- what is shown ------------------------------------------------------------------------------------------

    def _refresh_all(self) -> None:
        self._know()
        self._counted(self.model.rowCount(), self.model.state.contributions.standing_count)

    def _know(self) -> None:
        today = datetime.datetime.now().astimezone().date()
        words = {kind: kinds.word(kind) for kind in (*kinds.EIGHT, *kinds.OTHERS)}
        self.capture.know(known_in(self.model.state, today, kind_words=words), live=True)

    def _counted(self, shown_now: int, standing: int) -> None:
        narrowed_down = self.model.filter.active
        if narrowed_down:
            self.count.setText(_("{shown} of {all} cards").format(shown=shown_now, all=standing))
        else:
            self.count.setText(ngettext("{count} card", "{count} cards", standing).format(count=standing))
        self.order.setText(_("newest first") if self.model.newest_first else _("in order"))
        self.order.setToolTip(_("Turn the order round"))
        people = len(self.model.state.people.present())
        themes = len(self.model.state.themes.standing())
        parts = [ngettext("{count} person", "{count} people", people).format(count=people)]
        if themes:
            parts.append(ngettext("{count} theme", "{count} themes", themes).format(count=themes))
        if self._read_only:
            parts.append(self._read_only)
        self.about.setText(" · ".join(parts))
        self._show_facets()
        self._show_empty()
        if self._follow and self.model.rowCount():
            self._select_newest()
        self._tell_target()

    def _show_facets(self) -> None:
        """Count what the stream can be narrowed to, while it is to be seen."""
        if not self._side_box.isHidden():
            self.facets.show_state(self.model.state, self.model.filter)

    def _show_empty(self) -> None:
        empty = self.model.rowCount() == 0
        self.stream.setVisible(not empty)
        self.empty.setVisible(empty)
        if not empty:
            return
        self.empty.tell(self.model.filter)

    def show_everything(self) -> None:
        """Narrowed to nothing any more."""
        self.find_field.clear()
        self.model.show_only(Filter())

    def _narrow(self, index: QModelIndex) -> None:
        facet = index.data(FACET)
        if facet is not None and facet.group:
            self.model.show_only(narrowed(self.model.filter, facet))

    def _find(self, words: str) -> None:
        self.model.show_only(replace(self.model.filter, words=words.strip()))

    def turn(self, newest_first: bool) -> None:
        """Newest first, or in the order of the record."""
        self.model.order(newest_first)

    # ---- which card ^ builds on ---------------------------------------------------------------------------------

    def _select_newest(self) -> None:
        row = 0 if self.model.newest_first else self.model.rowCount() - 1
        if self.stream.currentIndex().row() != row:
            self.stream.setCurrentIndex(self.model.index(row))

    def _given(self, contribution: str) -> None:
        row = self.model.row_of(contribution)
        if self._follow and row >= 0:
            self.stream.setCurrentIndex(self.model.index(row))
            self.stream.scrollTo(self.model.index(row))

    def _card_clicked(self, index: QModelIndex) -> None:
        self._follow = index.row() == (0 if self.model.newest_first else self.model.rowCount() - 1)

    def _moved(self, index: QModelIndex) -> None:
        if self.stream.hasFocus() and index.isValid():
            self._follow = False
        self._tell_target()

    def selected(self) -> Card | None:
        """The card that ``^`` builds on, if one is marked."""
        card: Card | None = self.stream.currentIndex().data(CARD)
        return card

    def _tell_target(self) -> None:
        card = self.selected()
        self.capture.builds_on("" if card is None else card.names or kinds.word(card.kind).lower())

    def to_stream(self) -> None:
        """Into the stream."""
        if self.model.rowCount():
            if not self.stream.currentIndex().isValid():
                self._select_newest()
            self.stream.setFocus(Qt.FocusReason.OtherFocusReason)

    def to_capture(self) -> None:
        """Back to the line."""
        self.capture.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def read_only(self) -> str:
        """Why nothing can be written here; empty where it can."""
        return self._read_only

    # ---- giving -------------------------------------------------------------------------------------------------

    def dispatch(self, command: Command, said: str = "") -> Change | None:
        """Send a wish through the one door. A refusal is said; what was done can be taken back."""
        if self._read_only:
            self._messages.warn(self._read_only)
            return None
        try:
            change = self._store.dispatch(self.session, command, origin=self)
        except Rejected as error:
            self._messages.refused(error)
            return None
        if said and change.facts:
            self._messages.undoable(said, _("Undo"), self.undo, "Ctrl+Z")
        return change

    def _send(self, line: Line, typed: str) -> None:
        self.give(line, typed)

    def give(self, line: Line, typed: str, files: Sequence[Kept] = (), *, contribution: str = "") -> bool:
        """Give a line, with files that are kept already; False where it was refused, which was said."""
        contribution = contribution or uuid7()
        card = self.selected()
        try:
            together = compose(
                line,
                self.model.state,
                selected=card.id if card is not None else None,
                command_id=contribution,
                stamps=self.stamps(),
            )
            self._drafts.given(contribution, typed)
            self._store.dispatch(self.session, with_files(together, files), origin=self)
            self.capture.ways.given(line, typed, self.capture.number)
        except Rejected as error:
            self._drafts.taken_back(contribution)
            self._drafts.typed(typed)
            self.capture.say(worded(error))
            return False
        if self.capture.text() == typed:
            self.capture.put(self._returned.pop(0) if self._returned else "")
            self._drafts.typed(self.capture.text())
        self._follow = True
        self._select_newest()
        self.was_given(contribution)
        return True

    def stamps(self) -> Mapping[str, Any]:
        """What the contribution being captured carries besides its words; see ``compose``."""
        return self.capture.stamps()

    def has_files(self, contribution: str) -> bool:
        """Whether a card has pictures that can be shown from here."""
        return False

    def show_files(self, contribution: str) -> None:
        """Show a card's pictures."""

    def to_film(self, contribution: str) -> None:
        """To the moment of a film a card belongs to."""

    def was_given(self, contribution: str) -> None:
        """A line was given (its id)."""

    def undo(self) -> None:
        """Take back the last step."""
        self._step(self._store.undo, _("Nothing to take back"), _("Taken back"), (_("Redo"), self.redo, "Ctrl+Shift+Z"))

    def redo(self) -> None:
        """Do again what was taken back."""
        self._step(self._store.redo, _("Nothing to do again"), _("Done again"), (_("Undo"), self.undo, "Ctrl+Z"))

    def _step(
        self, step: Callable[[str], Change | None], nothing: str, done: str, then: tuple[str, Callable[[], None], str]
    ) -> None:
        try:
            change = step(self.session)
        except Rejected as error:
            self._messages.refused(error)
            return
        if change is None:
            self._messages.say(nothing)
        elif not change.facts:
            self._messages.say(_("That step stands: it cannot be taken back"))
        else:
            self._messages.undoable(done, *then)

    # ---- hearing ------------------------------------------------------------------------------------------------

    def _heard(self, change: Change) -> None:
        if change.stream != self.session:
            return
        if change.status is Status.HEARD:
            self.saved.heard()
            kinds_of_fact = {fact.kind for fact in change.facts}
            if change.folded_again or kinds_of_fact - {"contribution_given", "related", "card_planted"}:
                self._refresh_all()
            return
        ids = [str(fact.body["contribution"]) for fact in change.facts if fact.kind == "contribution_given"]
        if change.status is Status.KEPT:
            for contribution in ids:
                self._drafts.kept(contribution)
            self.saved.say()
            return
        self._come_back([text for one in ids if (text := self._drafts.taken_back(one))])
        self._refresh_all()
        self.saved.say()
        error = change.error
        if error is not None:
            self.capture.say(worded(error))

    def _come_back(self, texts: list[str]) -> None:
        self._returned.extend(texts)
        if self._returned and not self.capture.text().strip():
            self.capture.put(self._returned.pop(0))
        self._drafts.typed(self.capture.text())

    def _restore(self) -> None:
        """What an earlier run left: lines that never reached the record, then what stood in the bar."""
        draft = self._drafts.draft
        ledger = self._store.ledger(self.session)
        lines = [text for given, text in draft.waiting.items() if given not in ledger.by_id]
        draft.waiting.clear()
        if draft.text.strip(BARE_SIGNS):
            lines.append(draft.text)
        if not lines:
            return
        at = times.clock(draft.at_ms)
        self.capture.put(lines.pop(0))
        self._returned = lines
        self.capture.chips.show_chips(self.capture.chips.chips)
        self._restored(at)
        self._drafts.typed(self.capture.text())

    def _restored(self, at: str) -> None:
        self.saved.restored(at)
        self._messages.say(_("Restored {time}: the line you were typing").format(time=at))

    # ---- one card -----------------------------------------------------------------------------------------------

    def _part(self, index: QModelIndex, part: str) -> None:
        card: Card | None = index.data(CARD)
        if card is not None and part == "film":
            self.to_film(card.id)
        elif card is not None and self.cards.toggle(card, part):
            self.model.dataChanged.emit(index, index)

    def _build_on(self, index: QModelIndex) -> None:
        self.stream.setCurrentIndex(index)
        self._follow = False
        if not self.capture.line.builds_on:
            self.capture.put("^ " + self.capture.text())
            self._drafts.typed(self.capture.text())
        self.to_capture()
        self.capture.field.end(False)

    def _card_menu(self, index: QModelIndex, place: QPoint) -> None:
        card: Card | None = index.data(CARD)
        if card is not None:
            self._follow = False
            self._menu.show_for(card.id, place)

    def _card_key(self, key: int) -> None:
        index = self.stream.currentIndex()
        card = self.selected()
        if key == Qt.Key.Key_Escape or card is None:
            self._follow = True
            self._select_newest()
            self.to_capture()
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_E):
            self.edit(card.id)
        elif key == Qt.Key.Key_T:
            self._part(index, "thanks")
        elif key == Qt.Key.Key_M:
            self._part(index, "more")
        elif key == Qt.Key.Key_F:
            self._part(index, "film")
        elif key == Qt.Key.Key_B:
            self._build_on(index)
        elif key == Qt.Key.Key_H:
            self._menu.hide_card(card.id)
        elif key == Qt.Key.Key_Delete:
            self._menu.take_back(card.id)
        else:
            place = self.stream.visualRect(index).topLeft() + QPoint(32, 32)
            self._menu.show_for(card.id, self.stream.viewport().mapToGlobal(place))

    def show_card(self, contribution: str) -> None:
        """Bring a card into sight and mark it."""
        row = self.model.row_of(contribution)
        if row < 0 and self.model.filter.active:
            self.show_everything()
            row = self.model.row_of(contribution)
        if row >= 0:
            self.stream.setCurrentIndex(self.model.index(row))
            self.stream.scrollTo(self.model.index(row))
            self.stream.setFocus(Qt.FocusReason.OtherFocusReason)
            self._follow = False

    def edit(self, contribution: str) -> None:
        """Change a card's words, in place."""
        row = self.model.row_of(contribution)
        if row >= 0 and not self._read_only:
            self.stream.scrollTo(self.model.index(row))
            self.stream.edit(self.model.index(row))

    def build_on(self, contribution: str) -> None:
        """Let the next line build on this card."""
        row = self.model.row_of(contribution)
        if row >= 0:
            self._build_on(self.model.index(row))

    def _reworded(self, contribution: str, text: str) -> None:
        self.dispatch(RewordContribution(contribution=contribution, text=text), _("The words were changed"))

    # ---- for the window -----------------------------------------------------------------------------------------

    def arrive(self) -> None:
        """The page is shown for the first time: ready to type."""
        self.to_capture()

    def regions(self) -> list[QWidget]:
        """Where F6 leads, in order."""
        return [self.find_field, self.side, self.stream, self.capture.field]

    def to_search(self) -> None:
        """Into the search field, ready to type over what stands there."""
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()

    def show_person(self, person: str) -> None:
        """Show only what this person gave."""
        self.model.show_only(replace(Filter(), people=frozenset({person})))

    def show_theme(self, theme: str) -> None:
        """Show only the cards in this theme."""
        self.model.show_only(replace(Filter(), themes=frozenset({theme})))

    def offers(self) -> list[Action]:
        """What can be done on this page."""
        return stream_actions(self)

    def close_session(self) -> None:
        """Hear nothing more, and write what is still to be written of the draft."""
        self._end()
        self.model.close()
        self._drafts.close()
