"""The guide beside a plan: answers, what fits next, what is set aside, and the plan check with its mends."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from facilitator.session.errors import Rejected
from facilitator.session.modalities import Catalogue
from facilitator.session.plan_check import ASKED_AGAIN_WEEKS
from facilitator.session.rules import Together
from facilitator.session.state import SessionState
from facilitator.ui.messages import worded
from facilitator.ui.models.guide import Answer, Check, Guidance, guidance
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.guide_fits import Dispatch, Fits, emptied
from facilitator.ui.widgets.guide_rows import AnswerRow, CheckRow
from facilitator.ui.widgets.plain import Button, Words
from facilitator.ui.widgets.quiet import Trouble
from facilitator.words import _, ngettext

WHOLE = ("purpose", "in_hands")
PAIRED = (
    "people", "minutes", "trust", "energy", "setting", "prior", "power_gap", "private", "prep",
)  # fmt: skip
LONG = ("has", "access")
ONE_COLUMN_FROM = 1.25
"""From this text size on, every answer has a line of its own."""


class GuideColumn(QScrollArea):
    """The column. It asks the rules and shows what they say; what is wanted goes through ``dispatch``.

    Signals:
        add_asked: a method is to be put into the agenda (its id).
        question_asked: the page of a question is wanted (its id).
        field_asked: a field of the plan is to be filled (its name): inform, work.
    """

    add_asked = Signal(str)
    question_asked = Signal(str)
    field_asked = Signal(str)

    def __init__(self, theme: Theme, dispatch: Dispatch, *, read_only: bool = False) -> None:
        super().__init__()
        self._theme, self._dispatch, self._read_only = theme, dispatch, read_only
        self.now: Guidance | None = None
        self.setWidgetResizable(True)
        self.setProperty("ring", False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Guide"))
        page = QWidget()
        for ground in (page, self.viewport()):
            ground.setObjectName("canvas")
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(24, 20, 20, 24)
        self._column.setSpacing(0)
        self._head()
        self._answers()
        self._column.addSpacing(18)
        row = QHBoxLayout()
        row.addWidget(Words(theme, _("Fits next"), "caption_strong", "text.secondary"), 1)
        self._points = Words(theme, _("points"), "caption", "text.secondary")
        row.addWidget(self._points)
        self._column.addLayout(row)
        self.fits = Fits(theme, dispatch, adds=not read_only)
        self.fits.add_asked.connect(self.add_asked)
        self._column.addWidget(self.fits)
        self.then = QVBoxLayout()
        self.then.setContentsMargins(0, 8, 0, 0)
        self.then.setSpacing(4)
        self._column.addLayout(self.then)
        self._column.addSpacing(18)
        self._column.addWidget(Words(theme, _("Plan check"), "caption_strong", "text.secondary"))
        self.trouble = Trouble(theme)
        self._column.addWidget(self.trouble)
        self.check = QVBoxLayout()
        self.check.setContentsMargins(0, 6, 0, 0)
        self.check.setSpacing(2)
        self._column.addLayout(self.check)
        self._column.addStretch()
        self.setWidget(page)
        self.checks: dict[str, CheckRow] = {}
        self._check_rows: list[CheckRow] = []
        self._check_foot = Words(theme, "", "small", "text.secondary", wraps=True)
        self.check.addWidget(self._check_foot)
        self._thought: tuple[str, ...] | None = None
        self._answered: tuple[Answer, ...] | None = None
        theme.changed.connect(self._restyle)

    # ---- building -----------------------------------------------------------------------------------------------

    def _head(self) -> None:
        theme = self._theme
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Words(theme, _("Guide"), "title"), 1)
        self.count = Words(theme, "", "small", "text.secondary")
        row.addWidget(self.count)
        self._column.addLayout(row)
        self.begin = Button(theme, _("Answer the questions"))
        self.begin.clicked.connect(self._next_question)
        self._column.addSpacing(8)
        self._column.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeading)

    def _answers(self) -> None:
        self._grid_holder = QWidget()
        self._grid = QGridLayout(self._grid_holder)
        self._grid.setContentsMargins(0, 8, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.rows: dict[str, AnswerRow] = {}
        self._column.addWidget(self._grid_holder)

    def _show_answers(self, answers: tuple[Answer, ...]) -> None:
        if answers == self._answered:
            return
        self._answered = answers
        by_id = {answer.id: answer for answer in answers}
        if set(self.rows) == set(by_id):
            for key, answer in by_id.items():
                self.rows[key].show_answer(answer)
            return
        emptied(self._grid)
        self.rows = {}
        line = 0
        single = self._theme.scale >= ONE_COLUMN_FROM
        for key in (*WHOLE, *LONG) if single else WHOLE:
            self._place(by_id[key], line, 0, whole=True)
            line += 1
        for number, key in enumerate(PAIRED):
            if single:
                self._place(by_id[key], line, 0, whole=True)
                line += 1
            else:
                self._place(by_id[key], line + number // 2, number % 2)
        line += (len(PAIRED) + 1) // 2
        for key in () if single else LONG:
            self._place(by_id[key], line, 0, whole=True)
            line += 1
        before: QWidget = self.begin
        for question in by_id:
            self.setTabOrder(before, self.rows[question])
            before = self.rows[question]

    def _place(self, answer: Answer, line: int, at: int, *, whole: bool = False) -> None:
        row = AnswerRow(self._theme, answer, wraps=whole)
        row.setObjectName(f"answer:{answer.id}")
        row.clicked.connect(lambda: self.question_asked.emit(answer.id))
        row.setMinimumHeight(self._theme.tall(28))
        row.setEnabled(not self._read_only)
        self.rows[answer.id] = row
        self._grid.addWidget(row, line, at, 1, 2 if whole else 1)

    def _restyle(self) -> None:
        self.rows, self._answered, self._thought = {}, None, None
        if self.now is not None:
            self.show_guidance(self.now)

    # ---- what holds ---------------------------------------------------------------------------------------------

    def show_state(
        self, state: SessionState, catalogue: Catalogue, *, rule: str = "", weeks: int = ASKED_AGAIN_WEEKS
    ) -> None:
        """Ask the rules about the plan as it is now, and show what they say."""
        self.show_guidance(guidance(state, catalogue, datetime.date.today(), rule=rule, weeks=weeks))

    def show_guidance(self, now: Guidance) -> None:
        """Show what became different; what stays the same stays where it is."""
        self.now = now
        words = ngettext("{count} of {all} answered", "{count} of {all} answered", now.given)
        self.count.setText(words.format(count=now.given, all=len(now.answers)))
        self.begin.setVisible(now.given < len(now.answers) and not self._read_only)
        self.begin.setText(_("Go on with the questions") if now.asked else _("Answer the questions"))
        self._points.setVisible(now.asked and bool(now.places))
        self._show_answers(now.answers)
        self.fits.show_guidance(now)
        self._show_then(now.then)
        self._show_check(now.check, now.more)

    def _show_then(self, then: tuple[str, ...]) -> None:
        if then == self._thought:
            return
        self._thought = then
        emptied(self.then)
        if not then:
            return
        self.then.addSpacing(8)
        self.then.addWidget(Words(self._theme, _("And then"), "caption_strong", "text.secondary"))
        for words in then:
            self.then.addWidget(Words(self._theme, words, "small", "text.secondary", wraps=True))

    def _show_check(self, check: tuple[Check, ...], more: int) -> None:
        """Rows are used again: a remark that goes makes room for the next one, under the same finger."""
        while len(self._check_rows) < len(check):
            row = CheckRow(self._theme, mends=not self._read_only)
            row.mend_asked.connect(lambda row=row: self._mend(row))
            self._check_rows.append(row)
            self.check.insertWidget(len(self._check_rows) - 1, row)
        held = next((row for row in self._check_rows if row.mend.hasFocus()), None)
        for number, row in enumerate(self._check_rows):
            if number < len(check):
                row.show_check(check[number])
            row.setVisible(number < len(check))
        self.checks = {item.key: row for item, row in zip(check, self._check_rows, strict=False)}
        words = ngettext("And {count} more.", "And {count} more.", more).format(count=more) if more else ""
        if not check:
            words = _("Nothing to say yet: add a block.")
        self._check_foot.setText(words)
        self._check_foot.setVisible(bool(words))
        if held is not None and not held.mend.isVisibleTo(self):
            shown = [row.mend for row in self._check_rows if row.mend.isVisibleTo(self)]
            (shown[-1] if shown else self).setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- doing --------------------------------------------------------------------------------------------------

    def _next_question(self) -> None:
        if self.now is not None:
            self.question_asked.emit(next((one.id for one in self.now.answers if not one.given), "purpose"))

    def _mend(self, row: CheckRow) -> None:
        item = row.item
        self.trouble.say("")
        if item is None:
            return
        if item.asks:
            self.field_asked.emit(item.asks)
            return
        try:
            commands = item.commands
            self._dispatch(commands[0] if len(commands) == 1 else Together(commands=commands))
        except Rejected as error:
            self.trouble.say(worded(error))

    def to_first(self) -> None:
        """The focus goes to where one begins."""
        if self.begin.isVisibleTo(self):
            self.begin.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.rows:
            self.rows["purpose"].setFocus(Qt.FocusReason.OtherFocusReason)
