"""The result of an ask on the stage: bars with numbers and words, spreads, what the cards show; and what may follow."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitator.session.asks import CHECK_IN, DOTS, POLL, RATING, Ask
from facilitator.session.state import SessionState
from facilitator.session.tally import Results, results, room_view
from facilitator.ui import shown
from facilitator.ui.stages.asks import lines, words
from facilitator.ui.stages.asks.lines import Line
from facilitator.ui.stages.asks.list import AskList
from facilitator.ui.stages.base import Stage
from facilitator.ui.widgets.plain import Words
from facilitator.words import _, pgettext


def result_lines(ask: Ask, told: Results) -> list[Line]:
    """A result as rows, for the stage and the room screen."""
    if told.bars:
        most = max(max(bar.count for bar in told.bars), 1)
        return [
            Line(
                lines.BAR, words.option(bar.words), share=bar.count / most, strong=bar.leads,
                tail=words.bar_words(ask, bar),
            )
            for bar in told.bars
        ]  # fmt: skip
    if told.spreads:
        several = len(ask.criteria) > 1
        scale = tuple(shown.one_line(word) for word in ask.scale)
        return [
            Line(
                lines.SPREAD, shown.one_line(ask.criteria[one.criterion]) if several else words.option(one.words),
                words.spread_words(ask, one), words.option(one.words) if several and not one.criterion else "",
                counts=one.counts, scale=scale, strong=not several,
            )
            for one in told.spreads
        ]  # fmt: skip
    return [
        Line(
            lines.SPREAD, words.item_word(one.item), words.moved_words(one), counts=one.counts_now,
            before=one.counts_then, strong=True,
        )
        for one in told.moved
    ]  # fmt: skip


def room_bars(state: SessionState, ask: Ask) -> list[tuple[str, int, str]]:
    """An ask as rows for the room screen: words, a figure, words behind it.

    While it is open there is one row: the question, and how many are in. A rating has the middle word behind the number
    of answers; too few answers for a figure are a sentence.
    """
    view = room_view(state, ask)
    question = words.question_words(ask)
    if view.results is None:
        people = view.progress.people
        known = people >= view.progress.given and people > 0
        words_in = _("of {people} are in").format(people=people) if known else pgettext("votes", "are in")
        if ask.form == CHECK_IN:
            words_in = _("of {people} have had a turn").format(people=people) if known else _("have had a turn")
        return [(question, view.progress.given, words_in)]
    told = view.results
    if told.bars:
        return [(words.option(bar.words), bar.count, words.behind_bar(ask, bar)) for bar in told.bars]
    if told.spreads:
        several = len(ask.criteria) > 1
        return [
            (
                _("{option}: {criterion}").format(
                    option=words.option(one.words), criterion=shown.one_line(ask.criteria[one.criterion])
                ) if several else words.option(one.words),
                one.answered,
                _("middle: {middle}").format(middle=words.scale_words(ask, one.middle)) if one.answered else "",
            )
            for one in told.spreads
        ]  # fmt: skip
    if told.moved:
        return [
            (words.item_word(one.item), one.higher, _("of {all} higher now").format(all=one.answered))
            for one in told.moved
            if one.shown
        ]
    return [(words.result_words(ask, told), told.given, "")]


class ResultsView(QWidget):
    """A closed ask.

    Signals:
        option_moved: another option is the current one.
    """

    option_moved = Signal()

    def __init__(self, stage: Stage, ask: Ask) -> None:
        super().__init__()
        self.stage, self.ask = stage, ask
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.list = AskList(stage.theme, _("The result"))
        self.list.current_moved.connect(lambda _index: self.option_moved.emit())
        self.told = Words(stage.theme, "", "body", "text.primary", wraps=True)
        self.own = Words(stage.theme, "", "small", "text.secondary", wraps=True)
        column.addWidget(self.told)
        column.addWidget(self.list)
        column.addWidget(self.own)
        self.show_state()

    def place(self) -> QWidget:
        """Where the keyboard goes first."""
        return self.list

    def regions(self) -> list[QWidget]:
        """Where F6 leads."""
        return [self.list] if self.list.lines else []

    def option(self) -> int:
        """The option a decision would be made of: the current row, -1 where there is none."""
        row = self.list.currentIndex().row()
        told = results(self.stage.state, self.ask)
        if told is None or row < 0:
            return -1
        if told.spreads:
            return told.spreads[row].option if row < len(told.spreads) else -1
        return told.bars[row].option if row < len(told.bars) and self.ask.form != RATING else -1

    def show_state(self) -> None:
        """Show the result as it is."""
        told = results(self.stage.state, self.ask)
        if told is None:
            return
        rows = result_lines(self.ask, told)
        self.told.setText(words.result_words(self.ask, told))
        self.list.show_lines(rows)
        self.list.setVisible(bool(rows))
        if len(told.leaders) == 1:
            self.list.setCurrentIndex(self.list.model_.index(told.bars.index(told.leaders[0])))
        mine = any(one.own for one in self.stage.state.votes.ballots.get(self.ask.id, {}).values())
        self.own.setText(_("Your own choice is not in these numbers.") if mine else "")
        self.own.setVisible(mine)


def may_decide(ask: Ask) -> bool:
    """Whether an option of this form may be written down as a decision."""
    return ask.form in (POLL, DOTS, RATING)
