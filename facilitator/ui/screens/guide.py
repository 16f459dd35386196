"""The guide with room: thirteen questions, purpose first and tools last, and what fits so far."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from facilitator.session.errors import Rejected
from facilitator.session.guiding import AnswerGuide
from facilitator.session.interview import QUESTIONS
from facilitator.session.modalities import Catalogue
from facilitator.session.state import SessionState
from facilitator.ui.messages import Messages
from facilitator.ui.models.guide import Answer, Guidance, careful, guidance
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.guide_fits import Dispatch, Fits
from facilitator.ui.widgets.guide_question import QuestionPage
from facilitator.ui.widgets.guide_rows import RowButton
from facilitator.ui.widgets.key_caps import KeyCaps
from facilitator.ui.widgets.plain import Button, Hairline, Words
from facilitator.words import _

LEFT, MIDDLE, RIGHT = 336, 512, 408
WIDE = 600
"""The middle where choices stand in two columns."""

NARROW = 1180
"""Below this width the list of answers is left out: Back leads through them."""

TIGHT = 760
"""Below this one *Fits so far* is left out, too."""


FROM_PLAN = ("purpose", "setting")
"""Questions with choices that the plan may answer. Those with a field say it beside the field."""


class _Answered(RowButton):
    """A question in the list, with its number and its answer."""

    def __init__(self, theme: Theme, number: int, answer: Answer) -> None:
        super().__init__(theme, answer.name)
        self.current = False
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 4, 12, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, round(20 * theme.scale))
        figure = Words(theme, str(number), "small", "text.secondary")
        grid.addWidget(figure, 1, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Words(theme, answer.name, "caption", "text.secondary", wraps=True), 0, 1)
        self.value = Words(theme, "", "body", wraps=True)
        grid.addWidget(self.value, 1, 1)
        self._number = number
        self.show_answer(answer)

    def show_answer(self, answer: Answer) -> None:
        """Another answer."""
        words = answer.words
        if answer.unsure:
            words = _("{answer} (not sure)").format(answer=answer.words)
        self.value.setText(words or _("not answered yet"))
        self.value.recolour("text.primary" if words else "text.tertiary")
        self.value.setFont(self._theme.font("body", weight=500) if words else self._theme.font("body"))
        told = _("{question}: {answer}").format(question=answer.name, answer=words or _("not answered yet"))
        self.setAccessibleName(f"{self._number}. {told}")

    def paintEvent(self, event: object) -> None:
        """The question on the page is tinted."""
        if not self.current:
            super().paintEvent(event)  # type: ignore[arg-type]
            return
        from PySide6.QtGui import QPainter

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent.tint"))
        painter.drawRoundedRect(self.rect(), 6, 6)


class GuidePages(QWidget):
    """The pages, over a session's plan. Every answer is taken at once; leaving loses nothing.

    Signals:
        left: the plan is wanted again.
        add_asked: a method is to be put into the agenda (its id).
    """

    left = Signal()
    add_asked = Signal(str)

    def __init__(self, theme: Theme, messages: Messages, dispatch: Dispatch) -> None:
        super().__init__()
        self._theme, self._messages, self._dispatch = theme, messages, dispatch
        self.at = 0
        self._state: SessionState | None = None
        self._catalogue = Catalogue()
        self.rows: dict[str, _Answered] = {}
        self.pages: dict[str, QuestionPage] = {}
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._whole = QHBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._build()
        theme.changed.connect(self._restyle)

    # ---- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        scale = min(theme.scale, 1.35)
        self.list_area, self._list = self._side(round(LEFT * scale), (12, 20, 12, 20))
        self._whole.addWidget(self.list_area)
        self._line_left = Hairline(theme, upright=True)
        self._whole.addWidget(self._line_left)
        self._whole.addWidget(self._middle(), 1)
        self._line_right = Hairline(theme, upright=True)
        self._whole.addWidget(self._line_right)
        self.fits_area, column = self._side(round(RIGHT * scale), (24, 20, 20, 24))
        head = QHBoxLayout()
        head.addWidget(Words(theme, _("Fits so far"), "title"), 1)
        self.points = Words(theme, _("points, open any"), "small", "text.secondary")
        head.addWidget(self.points)
        column.addLayout(head)
        self.fits = Fits(theme, self._dispatch, roomy=True)
        self.fits.add_asked.connect(self.add_asked)
        column.addWidget(self.fits)
        column.addStretch()
        self._whole.addWidget(self.fits_area)

    def _side(self, wide: int, margins: tuple[int, int, int, int]) -> tuple[QScrollArea, QVBoxLayout]:
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setFixedWidth(wide)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        for ground in (page, area.viewport()):
            ground.setObjectName("canvas")
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(page)
        column.setContentsMargins(*margins)
        column.setSpacing(0)
        area.setWidget(page)
        return area, column

    def _middle(self) -> QWidget:
        theme = self._theme
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        for ground in (page, area.viewport()):
            ground.setObjectName("panel")
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        centred = QHBoxLayout(page)
        centred.setContentsMargins(32, 16, 32, 24)
        centred.addStretch(1)
        self._holder = holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        centred.addWidget(holder, 400)
        centred.addStretch(1)
        top = QHBoxLayout()
        top.addStretch()
        self.leave = Button(theme, _("Leave the guide"), look="quiet", key="Esc")
        self.leave.clicked.connect(self._leave)
        top.addWidget(self.leave)
        top.addWidget(KeyCaps(theme, "Esc"))
        column.addLayout(top)
        column.addSpacing(8)
        self.count = Words(theme, "", "body", "text.secondary")
        column.addWidget(self.count)
        column.addSpacing(4)
        self.title = Words(theme, "", "heading", wraps=True)
        column.addWidget(self.title)
        column.addSpacing(8)
        self.help = Words(theme, "", "capture", "text.secondary", wraps=True)
        column.addWidget(self.help)
        column.addSpacing(24)
        self._questions = QVBoxLayout()
        column.addLayout(self._questions)
        column.addSpacing(8)
        self.said = Words(theme, "", "small", "text.secondary", wraps=True)
        column.addWidget(self.said)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.back = Button(theme, _("Back"), icon="arrow-left")
        self.back.clicked.connect(self.go_back)
        self.unsure = Button(theme, _("I am not sure"), look="quiet")
        self.unsure.clicked.connect(self.not_sure)
        self.go = Button(theme, "", look="filled")
        self.go.clicked.connect(self.go_on)
        row.addWidget(self.back)
        row.addWidget(self.unsure)
        row.addStretch()
        row.addWidget(self.go)
        row.addWidget(KeyCaps(theme, "Enter"))
        column.addLayout(row)
        column.addStretch()
        column.addSpacing(12)
        column.addWidget(Hairline(theme))
        column.addSpacing(16)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        bulb = QLabel()
        bulb.setPixmap(theme.pixmap("lightbulb", "text.secondary", theme.mark(18), self.devicePixelRatioF()))
        foot.addWidget(bulb, 0, Qt.AlignmentFlag.AlignTop)
        told = _(
            "A video is not learning. Ten people watching a video are ten people watching a video. "
            "The guide asks for people and purpose first and for the instrument last; you decide."
        )
        foot.addWidget(Words(theme, told, "small", "text.secondary", wraps=True), 1)
        column.addLayout(foot)
        area.setWidget(page)
        self.middle = area
        for question in QUESTIONS:
            made = QuestionPage(theme, question, self._dispatch)
            self.pages[question.id] = made
            made.hide()
            self._questions.addWidget(made)
            for child in (made, *made.findChildren(QWidget)):
                child.installEventFilter(self)
        return area

    def _restyle(self) -> None:
        """Another text size is another layout: build again, at the same question."""
        state, holder = self._state, QApplication.focusWidget()
        focus = holder is not None and self.isAncestorOf(holder)
        while self._whole.count():
            item = self._whole.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows, self.pages = {}, {}
        self._build()
        self._fit_width(self.width())
        if state is not None:
            self.show_state(state, self._catalogue)
            self._turn(to_first=focus)

    # ---- what holds ---------------------------------------------------------------------------------------------

    def show_state(self, state: SessionState, catalogue: Catalogue) -> None:
        """Show what holds now."""
        self._state, self._catalogue = state, catalogue
        self.show_guidance(guidance(state, catalogue, datetime.date.today(), checked=False))
        self.page.show_state(state, catalogue)
        self._tell_source(state)

    def show_guidance(self, now: Guidance) -> None:
        """The answers and what fits."""
        for number, answer in enumerate(now.answers, 1):
            if answer.id not in self.rows:
                row = _Answered(self._theme, number, answer)
                row.clicked.connect(lambda _on=False, key=answer.id: self._jump(key))
                self.rows[answer.id] = row
                self._list.addWidget(row)
                if number == len(now.answers):
                    self._list.addStretch()
            self.rows[answer.id].show_answer(answer)
        self.points.setVisible(now.asked)
        self.fits.show_guidance(now)

    @property
    def page(self) -> QuestionPage:
        """The question on the page."""
        return self.pages[QUESTIONS[self.at].id]

    def open_at(self, question: str = "") -> None:
        """Show a question; without one, the first that has no answer."""
        ids = [one.id for one in QUESTIONS]
        if question not in ids and self._state is not None:
            from facilitator.session.situation import answered

            there = answered(self._state)
            question = next((one for one in ids if one not in there), ids[0])
        self.at = ids.index(question) if question in ids else 0
        self._turn()

    def _turn(self, *, to_first: bool = True) -> None:
        question = QUESTIONS[self.at]
        last = self.at == len(QUESTIONS) - 1
        if last:
            self.count.setText(_("Last question of thirteen"))
        else:
            self.count.setText(_("Question {number} of {all}").format(number=self.at + 1, all=len(QUESTIONS)))
        self.title.setText(_(question.words))
        self.help.setText(_(question.help))
        for key, row in self.rows.items():
            row.current = key == question.id
            row.update()
        for page in self.pages.values():
            page.setVisible(page is self.page)
        wide = WIDE if self.page.two_columns else MIDDLE
        self._holder.setMaximumWidth(round(wide * max(self._theme.scale, 1)))
        self.back.setEnabled(self.at > 0)
        words = _("See the plan") if last else _("Go on")
        self.go.setText(words)
        self.go.setToolTip(f"{words} (Enter)")
        if self._state is not None:
            self.page.show_state(self._state, self._catalogue)
            self._tell_source(self._state)
        if question.id in self.rows:
            self.list_area.ensureWidgetVisible(self.rows[question.id], 0, 24)
        self.middle.verticalScrollBar().setValue(0)
        if to_first:
            self.page.to_first()

    def _tell_source(self, state: SessionState) -> None:
        """Where the answer on the page comes from, if nobody gave it here."""
        question, words = self.page.question.id, ""
        if question in state.answers.unsure:
            words = careful(question, state)[1]
        elif question in FROM_PLAN and self.page.from_plan(state):
            words = _("The plan says so; here you can say something else.")
        self.said.setText(words)

    # ---- doing --------------------------------------------------------------------------------------------------

    def _jump(self, question: str) -> None:
        self.page.take(going_on=False)
        self.open_at(question)

    def go_on(self) -> None:
        """Take what is typed, and the next question; after the last one the plan."""
        if not self.page.take():
            return
        if self.at == len(QUESTIONS) - 1:
            self.left.emit()
        else:
            self.at += 1
            self._turn()

    def go_back(self) -> None:
        """The question before."""
        if self.at:
            self.page.take(going_on=False)
            self.at -= 1
            self._turn()

    def not_sure(self) -> None:
        """Take the careful answer, and say which."""
        if self._state is None:
            return
        question = QUESTIONS[self.at].id
        changes, words = careful(question, self._state)
        unsure = (*(one for one in self._state.answers.unsure if one != question), question)
        try:
            self._dispatch(AnswerGuide(unsure=unsure, **changes))  # type: ignore[arg-type]  # fields by name
        except Rejected as error:
            self._messages.refused(error)
            return
        if self.page.field is not None:
            self.page.field.setModified(False)
        self.page.show_state(self._state, self._catalogue)
        self.said.setText(words)
        self.go.setFocus(Qt.FocusReason.TabFocusReason)

    def _leave(self) -> None:
        if self.page.take(going_on=False):
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits and arrows go to the choices, Enter goes on, Escape leaves."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.go_on()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
                return True
            typing = isinstance(watched, QLineEdit)
            if not typing and watched is not self.page.extra and self.page.key(event):
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same from the buttons."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif not self.page.key(event):
            super().keyPressEvent(event)

    # ---- room ---------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the question comes first."""
        super().resizeEvent(event)
        self._fit_width(event.size().width())

    def _fit_width(self, width: int) -> None:
        scale = min(self._theme.scale, 1.35)
        for part in (self.list_area, self._line_left):
            part.setVisible(width >= NARROW * scale)
        for part in (self.fits_area, self._line_right):
            part.setVisible(width >= TIGHT * scale)

    def regions(self) -> list[QWidget]:
        """Where F6 leads, in order."""
        first = next(iter(self.page.choices.values()), self.page.field)
        list_first = self.rows.get("purpose")
        found = [first, list_first, next((row.head for row in self.fits.rows.values()), None)]
        return [part for part in found if part is not None and part.isVisible()]
