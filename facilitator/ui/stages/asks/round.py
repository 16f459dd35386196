"""A check-in: person by person a word or only a tick; where nobody is named, only how many have had a turn."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from facilitator.session.agenda import NAMED
from facilitator.session.asks import Ask, TakeBackTurn, TakeTurn
from facilitator.session.contributions import GiveContribution
from facilitator.session.people import leads
from facilitator.session.rules import Together
from facilitator.ui import shown
from facilitator.ui.stages.asks import lines
from facilitator.ui.stages.asks.entry import Entry
from facilitator.ui.stages.asks.lines import Line
from facilitator.ui.stages.asks.list import AskList
from facilitator.ui.stages.base import Stage
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _


class RoundEntry(Entry):
    """The round: Enter gives the word typed for the person, or the tick alone, and goes on to the next."""

    def __init__(self, stage: Stage, ask: Ask) -> None:
        super().__init__(stage, ask)
        theme = stage.theme
        self.people: list[str] = []
        self._marked: dict[str, str] = {}
        self.list = AskList(theme, _("Who has had a turn"))
        self.list.put.connect(self._ticked)
        self.list.given.connect(lambda: self._next(tick=True))
        self.list.current_moved.connect(lambda _index: self._show_whose())
        self.line = QLineEdit()
        self.line.setMaxLength(2000)
        self.line.returnPressed.connect(lambda: self._next(tick=True))
        self.column.addWidget(self.line)
        self.hint = Words(theme, "", "small", "text.secondary", wraps=True)
        self.column.addWidget(self.hint)
        self.column.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.more = Button(theme, _("One more had a turn"), icon="plus")
        self.more.clicked.connect(lambda _checked=False: self._one_more())
        self.fewer = Button(theme, _("One fewer"), icon="minus")
        self.fewer.clicked.connect(lambda _checked=False: self._one_fewer())
        row.addWidget(self.more)
        row.addWidget(self.fewer)
        row.addStretch()
        self.column.addLayout(row)
        self.show_state()

    @property
    def named(self) -> bool:
        """Whether turns are kept by person here."""
        block = self.stage.state.agenda.get(self.ask.block)
        return block is None or block.anonymity == NAMED

    def place(self) -> QWidget:
        """The line, where there is one."""
        return self.line if self.people else self.more

    def regions(self) -> list[QWidget]:
        """The people, then the line."""
        return [self.list, self.line] if self.people else [self.more]

    def show_state(self) -> None:
        """Who has had a turn."""
        state = self.stage.state
        here = [one for one in state.people.present() if one.here and not leads(one)]
        was, self.people = self.people, [one.id for one in here] if self.named else []
        turns = state.votes.turns.get(self.ask.id, {})
        self._marked = {person: turn for turn, person in turns.items() if person}
        self.list.show_lines(
            [
                Line(
                    lines.TICK, shown.one_line(one.name), value=int(one.id in self._marked),
                    tail=_("had a turn") if one.id in self._marked else "",
                    told=_("had a turn") if one.id in self._marked else _("not yet"),
                )
                for one in (here if self.people else [])
            ]
        )  # fmt: skip
        by_person = bool(self.people)
        for part in (self.list, self.line):
            part.setVisible(by_person)
        for button in (self.more, self.fewer):
            button.setVisible(not by_person)
        self.fewer.setEnabled(bool(turns))
        self.hint.setText(
            _("Enter with nothing typed is “here”. Space in the list ticks, and takes the tick away.")
            if by_person
            else _("Nobody is named here: only how many have had a turn is kept. Words go into the line below.")
        )
        if was != self.people:
            self._to_first_open()
        self._show_whose()

    def _row(self) -> int:
        return self.list.currentIndex().row()

    def _show_whose(self) -> None:
        row = self._row()
        if 0 <= row < len(self.list.lines):
            name = shown.isolated(self.list.lines[row].words)
            self.line.setPlaceholderText(_("{name}: one word, or Enter for “here”").format(name=name))
            self.line.setAccessibleName(_("The word of {name}").format(name=name))

    def _to_first_open(self, after: int = -1) -> None:
        rows = [*range(after + 1, len(self.people)), *range(after + 1)]
        found = next((row for row in rows if self.people[row] not in self._marked), None)
        if found is not None:
            self.list.setCurrentIndex(self.list.model_.index(found))

    def _next(self, *, tick: bool) -> None:
        row = self._row()
        if not 0 <= row < len(self.people):
            return
        person, word = self.people[row], self.line.text().strip()
        commands: list[GiveContribution | TakeTurn] = []
        if word:
            block = self.ask.block
            commands.append(GiveContribution(text=word, authors=(person,), activity=block))
        if tick and person not in self._marked:
            commands.append(TakeTurn(ask=self.ask.id, person=person))
        if commands:
            line = f"{self.list.lines[row].words}: {word}"
            back = partial(self._word_back, person, word)
            wish = Together(commands=tuple(commands))
            change = self.stage.send(wish, line, back) if word else self.stage.dispatch(wish)
            if change is None:
                return
        self.line.clear()
        self.show_state()
        self._to_first_open(row)

    def _word_back(self, person: str, word: str) -> bool:
        """A word that could not be kept stands in the line again, for its person."""
        if not shiboken6.isValid(self) or person not in self.people or self.line.text():
            return False
        self.list.setCurrentIndex(self.list.model_.index(self.people.index(person)))
        self.line.setText(word)
        return True

    def _ticked(self, row: int) -> None:
        person = self.people[row]
        if person in self._marked:
            self.stage.dispatch(TakeBackTurn(ask=self.ask.id, turn=self._marked[person]))
        else:
            self.stage.dispatch(TakeTurn(ask=self.ask.id, person=person))
        self.show_state()

    def _one_more(self) -> None:
        self.stage.dispatch(TakeTurn(ask=self.ask.id))

    def _one_fewer(self) -> None:
        turns = self.stage.state.votes.turns.get(self.ask.id, {})
        if turns:
            self.stage.dispatch(TakeBackTurn(ask=self.ask.id, turn=next(reversed(turns))))
