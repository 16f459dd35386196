"""The outcome card typed in for people without phones: one item a page, now first, then when we started."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from facilitator.session.asks import Ask, new_ballot
from facilitator.session.outcome_card import Rated, give_card
from facilitator.session.outcomes import RateOutcome
from facilitator.session.rules import Together
from facilitator.ui.stages.asks import lines, words
from facilitator.ui.stages.asks.entry import Entry
from facilitator.ui.stages.asks.lines import Line
from facilitator.ui.stages.asks.list import AskList
from facilitator.ui.stages.base import Stage
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _

PAGES = 4


class CardEntry(Entry):
    """Four pages, the highest anchor on top. Nothing is given before the last one."""

    def __init__(self, stage: Stage, ask: Ask) -> None:
        super().__init__(stage, ask)
        theme = stage.theme
        self.page = 0
        self._rated: dict[str, Rated] = {}
        self._pages = words.card_pages(ask.question)
        self.number = Words(theme, "", "caption_strong", "text.secondary")
        self.question = Words(theme, "", "title_small", wraps=True)
        self.column.addWidget(self.number)
        self.column.addWidget(self.question)
        self.heads = QWidget()
        row = QHBoxLayout(self.heads)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(0)
        row.addStretch()
        self._now, self._then = (Words(theme, text, role, colour, wraps=True) for text, role, colour in (
            (_("now"), "caption_strong", "text.primary"), (_("when we started"), "caption", "text.secondary"),
        ))  # fmt: skip
        for head in (self._now, self._then):
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            row.addWidget(head)
        self.column.addWidget(self.heads)
        self.list = AskList(theme, _("One person’s card"))
        self.list.given.connect(self.on)
        self.column.addWidget(self.list)
        self.label = Words(theme, "", "small", "text.secondary", wraps=True)
        self.line = QLineEdit()
        self.line.setMaxLength(1000)
        self.line.returnPressed.connect(self.on)
        self.label.setBuddy(self.line)
        self.column.addWidget(self.label)
        self.column.addWidget(self.line)
        self.foot = QWidget()
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(8)
        self.back = Button(theme, _("Back"))
        self.back.clicked.connect(lambda _checked=False: self._turn(self.page - 1))
        self.skip = Button(theme, _("Skip"))
        self.skip.clicked.connect(lambda _checked=False: self._skip())
        self.nothing = Button(theme, _("Nothing to decide"))
        self.nothing.clicked.connect(lambda _checked=False: self._nothing())
        self.next = Button(theme, _("Next"), look="filled")
        self.next.clicked.connect(lambda _checked=False: self.on())
        for button in (self.back, self.skip, self.nothing):
            foot.addWidget(button)
        foot.addStretch()
        foot.addWidget(self.next)
        self.told = Words(theme, "", "small", "text.secondary", wraps=True)
        self.column.addWidget(self.told)
        theme.changed.connect(self._measure)
        self._measure()
        self._say("")
        self._show()

    def place(self) -> QWidget:
        """The list."""
        return self.list

    def regions(self) -> list[QWidget]:
        """The anchors, then the line."""
        return [self.list, self.line]

    def _measure(self) -> None:
        for head in (self._now, self._then):
            head.setFixedWidth(self.theme.mark(64))

    def _show(self) -> None:
        last = self.page == PAGES - 1
        self.number.setText(_("{page} of {pages}").format(page=self.page + 1, pages=PAGES))
        self.heads.setVisible(not last)
        self.line.setVisible(not last)
        self.label.setVisible(not last)
        self.back.setVisible(self.page > 0)
        self.nothing.setVisible(self.page == 2)
        self.next.setText(_("Give the card") if last else _("Next"))
        if last:
            self.question.setText(_("Where did any change come from?"))
            self.list.show_lines([Line(lines.PICK, told) for told in words.through_words()])
        else:
            page = self._pages[self.page]
            was = self._rated.get(page.item, Rated(page.item))
            self.question.setText(page.question)
            self.label.setText(page.evidence)
            self.line.setAccessibleName(page.evidence)
            self.line.setText(was.evidence)
            levels = range(len(page.anchors) - 1, -1, -1)
            self.list.show_lines(
                [Line(lines.PAIR, page.anchors[at], pair=(was.now == at, was.then == at)) for at in levels]
            )
        self.theme.fonts.ensure(self.question.text())
        self.list.to_column(0)
        self.list.setCurrentIndex(self.list.model_.index(0))
        self.list.fit_height()

    def _turn(self, page: int) -> None:
        self._keep()
        self.page = min(max(page, 0), PAGES - 1)
        self._say("")
        self._show()
        self.list.setFocus()

    def _keep(self) -> None:
        """Remember the page as it is filled in; an empty one is a skipped one."""
        if self.page >= len(self._pages):
            return
        item, most = self._pages[self.page].item, len(self.list.lines) - 1
        now, then = (
            next((most - place for place, line in enumerate(self.list.lines) if line.pair[column]), None)
            for column in (0, 1)
        )
        evidence = self.line.text().strip()
        was = self._rated.pop(item, None)
        if was == Rated("decision"):  # nothing to decide: said with its button, unsaid by answering or skipping
            self._rated[item] = was
        if now is not None or then is not None or evidence:
            self._rated[item] = Rated(item, now, then, evidence)

    def _skip(self) -> None:
        if self.page < len(self._pages):
            self.line.clear()
            self._rated.pop(self._pages[self.page].item, None)
            self.list.show_lines([Line(line.look, line.words) for line in self.list.lines])
            self._turn(self.page + 1)
        else:
            self._give("")

    def _nothing(self) -> None:
        self._turn(self.page + 1)
        self._rated["decision"] = Rated("decision")

    def on(self) -> None:
        """The next page, or the card is given."""
        if self.page < PAGES - 1:
            self._turn(self.page + 1)
            return
        through = next((line.words for line in self.list.lines if line.value), "")
        self._give(through)

    def _give(self, through: str) -> None:
        rated = [self._rated[page.item] for page in self._pages if page.item in self._rated]
        if not rated and not through:
            self._empty(_("Nothing was filled in, so nothing was given."))
            return
        card: Together = give_card(self.ask.id, new_ballot(), rated, through=through)
        if self.stage.dispatch(card) is not None:
            answers = sum(isinstance(command, RateOutcome) for command in card.commands)
            self._empty(_("Given. The screen is empty for the next one.") if answers else "")

    def _empty(self, told: str) -> None:
        self._rated.clear()
        self.page = 0
        self._show()
        self._say(told)
        self.list.setFocus()

    def _say(self, told: str) -> None:
        self.told.setText(told)
        self.told.setVisible(bool(told))
