"""One ask over the running activity: taking it in by hand while it is open, its result once it is closed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from facilitator.session.asks import (
    BY_NUMBERS,
    CHECK_IN,
    DELICATE,
    OUTCOME,
    Ask,
    AskAgain,
    CloseAsk,
    PutAskAway,
    ReopenAsk,
)
from facilitator.session.rules import Together
from facilitator.session.state import SessionState
from facilitator.session.store import Change, Status
from facilitator.session.tally import as_decision, progress, results
from facilitator.ui.actions import tip
from facilitator.ui.stages.asks import words
from facilitator.ui.stages.asks.card import CardEntry
from facilitator.ui.stages.asks.entry import BallotEntry, Entry, NumbersEntry, usual_way
from facilitator.ui.stages.asks.form import open_form
from facilitator.ui.stages.asks.results import ResultsView, may_decide
from facilitator.ui.stages.asks.round import RoundEntry
from facilitator.ui.stages.base import Forward, Stage, StageGiven
from facilitator.ui.stages.parts import PromptWords
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.plain import Button, Choice, Hairline, Track, Words
from facilitator.words import _

CLOSE_KEYS = "Ctrl+Shift+Return"
"""The key of the page's large button, which does what :meth:`AskPart.forward` says; for the tool tips here."""

WIDE_TEXT = 1.6
"""From this text size on there is no room for a track beside the words that say the same."""

_ASKS = frozenset({
    "ask_opened", "ask_removed", "ask_restored", "ask_closed", "ask_reopened", "ask_put_away", "options_changed",
})  # fmt: skip
_IN = frozenset({
    "ballot_cast", "ballot_taken_back", "counts_entered", "check_in_turn_taken", "check_in_turn_taken_back",
    "person_joined", "person_left", "person_came_back", "person_taken_out", "person_put_back", "person_described",
    "contribution_withdrawn", "contribution_restored", "contribution_hidden", "contribution_shown",
})  # fmt: skip


class _Icon(QLabel):
    """An icon beside words."""

    def __init__(self, theme: Theme, role: str = "text.secondary") -> None:
        super().__init__()
        self._theme, self._role, self._name = theme, role, ""
        theme.changed.connect(self.restyle)

    def put(self, name: str) -> None:
        """Show this one."""
        self._name = name
        self.restyle()

    def restyle(self) -> None:
        """In the theme as it is now."""
        name = self._name
        size = self._theme.mark(16)
        if name:
            self.setPixmap(self._theme.pixmap(name, self._role, size, self.devicePixelRatioF()))
        self.setFixedSize(QSize(size, size))


class AskPart(Stage):
    """Shows what is asked in its activity; :meth:`is_on` says whether there is anything to show."""

    def __init__(self, given: StageGiven) -> None:
        super().__init__(given)
        theme = self.theme
        self._key: tuple[object, ...] = ()
        self.way = ""
        self.inner: Entry | ResultsView | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("panel")
        self.area.setWidget(page)
        outer.addWidget(self.area)
        self._below = QVBoxLayout()
        outer.addLayout(self._below)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.icon = _Icon(theme)
        self.form = Words(theme, "", "caption_strong", "text.secondary", wraps=True)
        head.addWidget(self.icon)
        head.addWidget(self.form, 1)
        column.addLayout(head)
        self.prompt = PromptWords(theme)
        column.addWidget(self.prompt)
        count = QHBoxLayout()
        count.setSpacing(16)
        self.count = Words(theme, "", "title_small")
        self.track = Track(theme)
        self.track.setMaximumWidth(160)
        self.ways = Choice(
            theme, _("How it is taken in"), [("numbers", _("By numbers")), ("ballots", _("One by one"))], ""
        )
        self.ways.chosen.connect(self._take_way)
        count.addWidget(self.count)
        count.addWidget(self.track)
        count.addStretch()
        count.addWidget(self.ways)
        column.addLayout(count)
        self.void = Words(theme, "", "small", "semantic.warning", wraps=True)
        column.addWidget(self.void)
        column.addWidget(Hairline(theme))
        self._hole = QVBoxLayout()
        column.addLayout(self._hole)
        column.addWidget(Hairline(theme))
        promise = QHBoxLayout()
        promise.setSpacing(8)
        self.promise_icon = _Icon(theme)
        self.promise = Words(theme, "", "small", "text.secondary", wraps=True)
        promise.addWidget(self.promise_icon)
        promise.addWidget(self.promise, 1)
        column.addLayout(promise)
        self._foot(column)
        column.addStretch()
        self.show_state()

    def _foot(self, column: QVBoxLayout) -> None:
        theme = self.theme
        row = Flow(gap=8)
        self.close_button = Button(theme, _("Close and show"), icon="eye")
        self.close_button.setToolTip(tip(_("Close and show"), CLOSE_KEYS))
        self.close_button.clicked.connect(lambda _checked=False: self.close_ask())
        self.done = Button(theme, _("Done"), icon="check")
        self.done.setToolTip(tip(_("Done"), CLOSE_KEYS))
        self.done.clicked.connect(lambda _checked=False: self.put_away())
        self.decide = Button(theme, _("Write it down as decided"), icon="flag")
        self.decide.clicked.connect(lambda _checked=False: self.make_decision())
        self.reopen = Button(theme, _("Take more votes"))
        self.reopen.clicked.connect(lambda _checked=False: self._ask(ReopenAsk))
        self.again = Button(theme, _("Ask again"), look="quiet", icon="refresh-cw")
        self.again.clicked.connect(lambda _checked=False: self.ask_again())
        for button in (self.close_button, self.done, self.decide, self.reopen, self.again):
            row.addWidget(button)
        column.addLayout(row)

    # ---- what is on ---------------------------------------------------------------------------------------------

    @staticmethod
    def is_on(state: SessionState, block: str) -> bool:
        """Whether something is asked in this activity now, or was just closed and not put away."""
        return state.votes.on(block) is not None

    @property
    def ask(self) -> Ask | None:
        """What is asked."""
        return self.state.votes.on(self.given.block)

    def show_state(self) -> None:
        """Show the ask as it is; what is being typed stays as long as it is the same one."""
        ask = self.ask
        if ask is None:
            self._put_inner(None)
            self._key = ()
            return
        key = (ask.id, ask.turn, ask.open)
        if key != self._key:
            if key[:2] != self._key[:2]:
                self.way = usual_way(ask)
            self._key = key
            self._build(ask)
        elif self.inner is not None:
            self.inner.show_state()
        self._show_count(ask)

    def _build(self, ask: Ask) -> None:
        self.icon.put(words.ICONS[ask.form])
        self.form.setText(words.in_words(ask))
        self.prompt.put(words.question_words(ask))
        counted = ask.open and ask.form in BY_NUMBERS
        self.ways.setVisible(counted)
        self.ways.take(self.way)
        inner: Entry | ResultsView | None
        if not ask.open:
            inner = ResultsView(self, ask) if ask.form != CHECK_IN else None
        elif ask.form == CHECK_IN:
            inner = RoundEntry(self, ask)
        elif ask.form == OUTCOME:
            inner = CardEntry(self, ask)
        elif self.way == "numbers":
            inner = NumbersEntry(self, ask)
        else:
            inner = BallotEntry(self, ask)
        self._put_inner(inner)
        check_in, locked = ask.form == CHECK_IN, bool(self.given.read_only)
        self.close_button.setVisible(ask.open)
        self.close_button.setText(_("Everybody had a turn") if check_in else _("Close and show"))
        self.close_button.restyle()
        self.done.setVisible(not ask.open)
        self.decide.setVisible(not ask.open and may_decide(ask))
        self.reopen.setVisible(not ask.open and ask.form not in DELICATE)
        self.reopen.setText(_("Go on with the round") if check_in else _("Take more votes"))
        self.again.setVisible(not check_in and ask.form != OUTCOME)
        for button in (self.close_button, self.done, self.decide, self.reopen, self.again):
            button.setEnabled(not locked)
        self.promise.setText(words.promise(ask.form) if ask.open else "")
        self.promise_icon.put("shield-check" if ask.form in DELICATE else "eye-off")
        for part in (self.promise, self.promise_icon):
            part.setVisible(ask.open)
        self._show_decide()

    def _put_inner(self, inner: Entry | ResultsView | None) -> None:
        focused = QApplication.focusWidget()
        had_focus = self.inner is not None and focused is not None and self.inner.isAncestorOf(focused)
        if self.inner is not None:
            self.inner.setEnabled(False)
            self._hole.removeWidget(self.inner)
            self.inner.hide()
            self.inner.deleteLater()
            foot = self.inner.foot if isinstance(self.inner, Entry) else None
            if foot is not None:
                self._below.removeWidget(foot)
                self._below.setContentsMargins(0, 0, 0, 0)
                foot.hide()
                foot.deleteLater()
        self.inner = inner
        if inner is None:
            return
        inner.setEnabled(not self.given.read_only)
        self._hole.addWidget(inner)
        if isinstance(inner, Entry) and inner.foot is not None:
            inner.foot.setEnabled(not self.given.read_only)
            self._below.addWidget(inner.foot)
            self._below.setContentsMargins(32, 8, 32, 8)
        for one in inner.regions():
            one.installEventFilter(self)
        lists = getattr(inner, "list", None)
        if lists is not None:
            lists.current_moved.connect(lambda _index: self._into_sight())
        if isinstance(inner, ResultsView):
            inner.option_moved.connect(self._show_decide)
        if had_focus:
            self.take_focus()

    def take_focus(self) -> None:
        """The keyboard goes to where one answers."""
        if self.inner is not None:
            self.inner.place().setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """What takes the focus comes into sight."""
        if event.type() == QEvent.Type.FocusIn:
            self._into_sight()
        return bool(super().eventFilter(watched, event))  # type: ignore[arg-type]

    def _into_sight(self) -> None:
        rows = getattr(self.inner, "list", None)
        if rows is None or not rows.hasFocus():
            return
        rect = rows.visualRect(rows.currentIndex())
        page = self.area.widget()
        top = rows.viewport().mapTo(page, rect.topLeft())
        self.area.ensureVisible(top.x(), top.y() + rect.height() // 2, 0, rect.height() // 2 + 24)

    def _show_count(self, ask: Ask) -> None:
        told = progress(self.state, ask)
        self.count.setText(words.progress_words(ask, told))
        known = told.people >= told.given and told.people > 0
        self.track.setVisible(known and ask.open and self.theme.scale < WIDE_TEXT)
        if known:
            self.track.put(told.given / told.people)
        self.void.setText(words.void_words(told.void))
        self.void.setVisible(bool(told.void) and ask.open)

    def _show_decide(self) -> None:
        ask = self.ask
        option = self.inner.option() if isinstance(self.inner, ResultsView) else -1
        whole = ask is not None and bool(as_decision(self.state, ask, option))
        self.decide.setEnabled(whole and not self.given.read_only)

    def _take_way(self, way: str) -> None:
        ask = self.ask
        if ask is not None and self._commit():
            self.way = way
            self._build(ask)
            self.take_focus()
        else:
            self.ways.take(self.way)

    # ---- what it does -------------------------------------------------------------------------------------------

    def _commit(self) -> bool:
        return not isinstance(self.inner, Entry) or self.inner.commit()

    def _ask(self, command: type[CloseAsk | ReopenAsk | PutAskAway]) -> None:
        ask = self.ask
        if ask is not None and not self.given.read_only:
            self.dispatch(command(ask=ask.id))

    def close_ask(self) -> None:
        """Take no more; the result is shown. A round that is over is simply over."""
        ask = self.ask
        if ask is not None and ask.open and self._commit():
            self._ask(PutAskAway if ask.form == CHECK_IN else CloseAsk)

    def put_away(self) -> None:
        """The activity goes on."""
        self._ask(PutAskAway)

    def ask_again(self) -> None:
        """Everybody anew: the pulse as it is, the others with their options to be changed first."""
        ask = self.ask
        if ask is None or self.given.read_only:
            return
        if ask.form in DELICATE:
            self.dispatch(AskAgain(ask=ask.id, question=ask.question, options=ask.options))
        else:
            open_form(self.given, ask.form, self.window(), again=ask, then=self.take_focus)

    def make_decision(self) -> None:
        """Write the current option down as a decision, with how it came about."""
        ask = self.ask
        if ask is None or not isinstance(self.inner, ResultsView):
            return
        told, option = results(self.state, ask), self.inner.option()
        if told is None:
            return
        because = words.because_words(ask, told, option)
        commands = as_decision(self.state, ask, option, because=because, decided_by=words.form_word(ask.form))
        if commands:
            self.dispatch(Together(commands=commands), _("Written down as a decision"))

    # ---- what it says -------------------------------------------------------------------------------------------

    def subtitle(self) -> str:
        """The form, and how many are in."""
        ask = self.ask
        if ask is None:
            return ""
        told = words.progress_words(ask, progress(self.state, ask))
        return _("{form} · {count}").format(form=words.form_word(ask.form), count=told)

    def forward(self) -> Forward | None:
        """Close and show; then back to the activity."""
        ask = self.ask
        if ask is None:
            return None
        if ask.open:
            return Forward(_("Round is over") if ask.form == CHECK_IN else _("Close and show"), self.close_ask)
        return Forward(_("Done"), self.put_away)

    def notes(self) -> list[tuple[str, str]]:
        """How many are in."""
        ask = self.ask
        return [] if ask is None else [(words.ICONS[ask.form], words.progress_words(ask, progress(self.state, ask)))]

    def regions(self) -> list[QWidget]:
        """Where one answers."""
        return self.inner.regions() if self.inner is not None else []

    # ---- what it hears ------------------------------------------------------------------------------------------

    def heard(self, change: Change) -> None:
        """Votes came in, or the ask is another one."""
        if change.status is Status.KEPT:
            return
        if change.folded_again or any(fact.kind in _ASKS or fact.kind in _IN for fact in change.facts):
            self.show_state()
            self.told.emit()

    def restyle(self) -> None:
        """Another theme: the rows measure anew by themselves."""
        self.prompt.restyle()

    def close_stage(self) -> None:
        """Hear nothing more."""
        self._put_inner(None)
