"""Taking votes in by hand: a show of hands as numbers, or ballots one after another for people without phones."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitator.session.asks import (
    BY_NUMBERS,
    DOTS,
    PULSE,
    RATING,
    UNSAID,
    Ask,
    CastBallot,
    Counted,
    EnterCounts,
    TakeBackBallot,
    least_people,
    new_ballot,
)
from facilitator.session.tally import option_words
from facilitator.ui import shown
from facilitator.ui.stages.asks import lines, words
from facilitator.ui.stages.asks.lines import Line
from facilitator.ui.stages.asks.list import AskList
from facilitator.ui.stages.base import Stage
from facilitator.ui.widgets.plain import Button, Words
from facilitator.ui.widgets.quiet import PAUSE_MS
from facilitator.ui.widgets.switch import Switch
from facilitator.words import _, ngettext

GAP = 10


class Entry(QWidget):
    """A way of taking answers in. It lives as long as one turn of one ask."""

    def __init__(self, stage: Stage, ask: Ask) -> None:
        super().__init__()
        self.stage, self.ask, self.theme = stage, ask, stage.theme
        self.foot: QWidget | None = None
        """Buttons that stay in sight below, however long the rest is."""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GAP)

    def place(self) -> QWidget:
        """Where the keyboard goes first."""
        return self

    def regions(self) -> list[QWidget]:
        """Where F6 leads."""
        return [self.place()]

    def show_state(self) -> None:
        """The session changed."""

    def commit(self) -> bool:
        """Hand over what was typed and not taken yet; False where it was refused."""
        return True


def usual_way(ask: Ask) -> str:
    """How a form is taken in by hand at first: ``numbers`` or ``ballots``."""
    return "numbers" if ask.form in BY_NUMBERS and ask.form != PULSE else "ballots"


class NumbersEntry(Entry):
    """A show of hands: a number for each option."""

    def __init__(self, stage: Stage, ask: Ask) -> None:
        super().__init__(stage, ask)
        self.list = AskList(stage.theme, _("How many for each option"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._take_meanwhile)
        self.list.put.connect(self._typed)
        self.list.row_left.connect(self.commit)
        self.column.addWidget(self.list)
        hint = _("Type a number, then Enter for the next. They are added to the votes given one by one.")
        if ask.form == PULSE:
            hint = _("Better from folded slips than from hands: type how many of each.")
        self.hint = Words(stage.theme, hint, "small", "text.secondary", wraps=True)
        self.column.addWidget(self.hint)
        self._taken: Counted | None = None
        self.show_state()

    def place(self) -> QWidget:
        """The list."""
        return self.list

    def show_state(self) -> None:
        """Show what was entered, unless something else is being typed."""
        hands = self.stage.state.votes.hands.get(self.ask.id)
        hands = hands if hands is not None and hands.turn == self.ask.turn else None
        if self.list.lines and hands == self._taken:
            return
        self._taken = hands
        counts = hands.counts if hands is not None else (0,) * len(self.ask.options)
        rows = [
            Line(lines.NUMBER, words.option(option), value=count, told=str(count))
            for option, count in zip(option_words(self.stage.state, self.ask), counts, strict=True)
        ]
        if self.ask.form == DOTS:
            least = least_people(self.ask, counts)
            people = hands.people if hands is not None and hands.people != least else -1
            rows.append(
                Line(lines.NUMBER, _("From how many people"), _("as few as can be, unless you say"), value=people)
            )
        self.list.show_lines(rows)
        self._show_people()

    def _typed(self, _row: int) -> None:
        self._show_people()
        self._pause.start()

    def _take_meanwhile(self) -> None:
        """Keep what was typed while the hands rest; what is refused may become right with the next digit."""
        counts, people = self._counts(), self.list.values()[-1]
        if self.ask.form != DOTS or people <= 0 or people >= least_people(self.ask, counts):
            self.commit()

    def _counts(self) -> tuple[int, ...]:
        return self.list.values()[: len(self.ask.options)]

    def _show_people(self) -> None:
        if self.ask.form != DOTS:
            return
        row = len(self.list.lines) - 1
        line = self.list.lines[row]
        if line.value <= 0:
            least = str(least_people(self.ask, self._counts()))
            derived = Line(lines.NUMBER, line.words, line.second, value=-1, tail=least, told=least)
            if derived != line:
                self.list.model_.change(row, derived)

    def commit(self) -> bool:
        """Hand the numbers over, if they are others than before."""
        self._pause.stop()
        counts = self._counts()
        people = self.list.values()[-1] if self.ask.form == DOTS else -1
        if not any(counts):
            counts, people = (), -1
        least = least_people(self.ask, counts)
        wanted = Counted(self.ask.turn, counts, people if people > 0 else least) if counts else None
        if wanted == self._taken or not self.isEnabled():
            return True
        was, self._taken = self._taken, wanted
        told = self.stage.dispatch(
            EnterCounts(ask=self.ask.id, counts=counts, people=people if people > 0 else None)
        )  # fmt: skip
        if told is None:
            self._taken = was
            return False
        return True


class BallotEntry(Entry):
    """Ballots one after another. What was given is gone from the screen, so that the next person does not see it.

    Signals:
        handed: one was given.
    """

    handed = Signal()

    def __init__(self, stage: Stage, ask: Ask) -> None:
        super().__init__(stage, ask)
        theme = stage.theme
        self._last = ""
        self.hand = Words(theme, "", "body", "text.secondary", wraps=True)
        self.column.addWidget(self.hand)
        self.list = AskList(theme, _("One person’s vote"))
        self.list.budget = ask.budget
        self.list.put.connect(lambda _row: self._show_hand())
        self.list.given.connect(self.give)
        self.column.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(16)
        self.button = Button(theme, _("Give"), look="filled")
        self.button.clicked.connect(lambda _checked=False: self.give())
        row.addWidget(self.button)
        self.own = Switch(theme, _("This one is mine"))
        self.own.setToolTip(_("Your own choice is kept apart: the room sees the result without it."))
        row.addWidget(self.own)
        row.addStretch()
        self.column.addLayout(row)
        self.own.setVisible(ask.form != PULSE)  # in its place, so that nothing flashes as a window
        self.said = QHBoxLayout()
        self.told = Words(theme, "", "small", "text.secondary", wraps=True)
        self.back = Button(theme, _("Take the last one back"), look="link")
        self.back.clicked.connect(lambda _checked=False: self._take_back())
        self.said.addWidget(self.told, 1)
        self.said.addWidget(self.back)
        self.column.addLayout(self.said)
        self._empty()

    def place(self) -> QWidget:
        """The list."""
        return self.list

    def _empty(self) -> None:
        ask = self.ask
        options = option_words(self.stage.state, ask)
        scale = tuple(shown.one_line(word) for word in ask.scale)
        if ask.form == RATING:
            several = len(ask.criteria) > 1
            rows = [
                Line(
                    lines.SCALE, shown.one_line(criterion) if several else words.option(option),
                    head=words.option(option) if several and not place else "",
                    value=UNSAID, most=len(ask.scale), scale=scale, told=_("not answered"),
                )
                for option in options
                for place, criterion in enumerate(ask.criteria)
            ]  # fmt: skip
        else:
            look = lines.PICK if ask.per_option == 1 else lines.DOTS
            rows = [Line(look, words.option(option), value=0, most=ask.per_option) for option in options]
        self.list.show_lines(rows)
        if rows:
            self.list.setCurrentIndex(self.list.model_.index(0))
        self.own.setChecked(False)
        self._show_hand()
        self._show_last()

    def show_state(self) -> None:
        """Somebody else's ballot came in: nothing here changes, but what can be taken back may be gone."""
        if self._last and self._last not in self.stage.state.votes.ballots.get(self.ask.id, {}):
            self._last = ""
            self._show_last()

    def _show_last(self) -> None:
        self.told.setText(_("Given. The screen is empty for the next one.") if self._last else "")
        self.told.setVisible(bool(self._last))
        self.back.setVisible(bool(self._last))

    def _show_hand(self) -> None:
        ask, given = self.ask, self.ask.budget - self.list.left_in_hand()
        if ask.form == RATING:
            self.hand.setText(_("A digit or an arrow chooses on the scale. What is left open is no answer."))
            self.button.setText(_("Give"))
            return
        if ask.budget == 1:
            self.hand.setText(_("Space chooses, Enter gives."))
            self.button.setText(_("Give") if given else _("Give none"))
            return
        left = self.list.left_in_hand()
        each = ngettext("{count} dot", "{count} dots", ask.budget).format(count=ask.budget)
        told = ngettext("{count} is still in the hand", "{count} are still in the hand", left).format(count=left)
        self.hand.setText(_("{dots}, {left}").format(dots=each, left=told))
        give = ngettext("Give {count} dot", "Give {count} dots", given).format(count=given)
        self.button.setText(give if given else _("Give none"))

    def give(self) -> None:
        """Hand this ballot in, and clear the screen for the next person."""
        ballot = new_ballot()
        command = CastBallot(ask=self.ask.id, ballot=ballot, marks=self.list.values(), own=self.own.isChecked())
        if self.stage.dispatch(command) is None:
            return
        self._last = ballot
        self._empty()
        self.list.setFocus()
        self.handed.emit()

    def _take_back(self) -> None:
        if self._last:
            self.stage.dispatch(TakeBackBallot(ask=self.ask.id, ballot=self._last))
            self._last = ""
            self._show_last()
            self.list.setFocus()
