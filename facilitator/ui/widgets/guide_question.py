"""One question of the guide with its answers: choices to take by click, digit or arrows, numbers and words to type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from facilitator.session.durations import read_minutes
from facilitator.session.errors import Rejected
from facilitator.session.guiding import AnswerGuide
from facilitator.session.interview import NUMBER, SEVERAL, WORDS, Question
from facilitator.session.planning import ASYNC, planned
from facilitator.session.rules import Command
from facilitator.session.sessions import DescribeSession
from facilitator.session.situation import purposes
from facilitator.ui.lines import fit
from facilitator.ui.messages import worded
from facilitator.ui.models.guide import days_words, length_words, would_set_aside
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flat_choice import FlatChoice
from facilitator.ui.widgets.guide_rows import draw_words
from facilitator.ui.widgets.plain import Words
from facilitator.ui.widgets.quiet import Trouble
from facilitator.words import _, ngettext

if TYPE_CHECKING:
    from facilitator.session.modalities import Catalogue
    from facilitator.session.state import SessionState

TALL, GAP = 48, 8
LOWER, MANY = 40, 7
"""With more choices than these, each is a little lower, so that all stand on one page."""

TWO_COLUMNS_FROM = 10
DAY = 1440
NETWORK, NO_NETWORK = "yes", "no"
NUMBERS = frozenset({"trust", "prep"})
"""Questions whose chosen value is kept as a number."""

Dispatch = Callable[[Command], None]


class ChoiceRow(QAbstractButton):
    """A choice: a mark, its words, and at the far side what taking it would set aside."""

    def __init__(self, theme: Theme, words: str, *, many: bool, height: int = TALL) -> None:
        super().__init__()
        self._theme, self._many, self._tall = theme, many, height
        self.note = ""
        self.setText(words)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(lambda _on: self._tell())
        theme.changed.connect(self.updateGeometry)
        self._tell()

    def put_note(self, note: str) -> None:
        """What taking it would set aside."""
        self.note = note
        self._tell()
        self.update()

    def _tell(self) -> None:
        self.setAccessibleName(f"{self.text()}. {self.note}" if self.note and not self.isChecked() else self.text())
        self.setToolTip(self.note)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(260, self._theme.tall(self._tall))

    def minimumSizeHint(self) -> QSize:
        """It may be narrow."""
        return QSize(160, self._theme.tall(self._tall))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The row."""
        del event
        theme, taken = self._theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.colour("accent.base" if taken else "line.strong"), 2 if taken else 1))
        painter.setBrush(theme.colour("surface.hover" if self.underMouse() and not taken else "surface.panel"))
        painter.drawRoundedRect(box, 8, 8)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = theme.mark(16)
        left = self.width() - 17 - side if mirrored else 17
        self._mark(painter, QRectF(left, (self.height() - side) / 2, side, side), taken)
        inset = 17 + side + 12
        room = self.width() - inset - 17
        end = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        note = "" if taken else self.note
        if note:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text.secondary"))
            words = fit(
                note, theme.font("small"), max(room - theme.metrics("capture").horizontalAdvance(self.text()) - 24, 0)
            )
            draw_words(painter, self.rect().adjusted(17, 0, -17, 0), end, words)
        painter.setFont(theme.font("capture"))
        painter.setPen(theme.colour("text.primary"))
        inner = self.rect().adjusted(17, 0, -inset, 0) if mirrored else self.rect().adjusted(inset, 0, -17, 0)
        words, wraps = self._fitting(room)
        draw_words(painter, inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words, wraps=wraps)

    def _fitting(self, room: int) -> tuple[str, bool]:
        """The words as they go into the row, on one line, on two, or cut; and whether they are on two."""
        metrics = self._theme.metrics("capture")
        if metrics.horizontalAdvance(self.text()) <= room:
            return self.text(), False
        flags = int(Qt.TextFlag.TextWordWrap)
        box = metrics.boundingRect(QRect(0, 0, room, 10_000), flags, self.text())
        if box.width() <= room and box.height() <= self.height() - 4:
            return self.text(), True
        return fit(self.text(), self._theme.font("capture"), room), False

    @property
    def whole(self) -> bool:
        """Whether all its words can be read."""
        return self._fitting(self.width() - 17 - self._theme.mark(16) - 12 - 17)[0] == self.text()

    def _mark(self, painter: QPainter, box: QRectF, taken: bool) -> None:
        theme = self._theme
        painter.setPen(QPen(theme.colour("accent.base" if taken else "line.control"), 1.5))
        painter.setBrush(theme.colour("accent.base" if taken else "surface.panel"))
        if self._many:
            painter.drawRoundedRect(box, 4, 4)
            if taken:
                side = round(box.width()) - 2
                pixmap = theme.pixmap("check", "accent.on", side, self.devicePixelRatioF())
                painter.drawPixmap(round(box.left()) + 1, round(box.top()) + 1, pixmap)
            return
        painter.drawEllipse(box)
        if taken:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.on"))
            painter.drawEllipse(box.center(), box.width() * 0.19, box.width() * 0.19)


class QuestionPage(QWidget):
    """A question. What is chosen is taken at once; what is typed is taken when one goes on.

    Signals:
        taken: an answer was taken.
    """

    taken = Signal()

    def __init__(self, theme: Theme, question: Question, dispatch: Dispatch) -> None:
        super().__init__()
        self._theme, self.question, self._dispatch = theme, question, dispatch
        self.choices: dict[str, ChoiceRow] = {}
        self.field: QLineEdit | None = None
        self.extra: QWidget | None = None
        self.two_columns = False
        self._state: SessionState | None = None
        self._moved = False
        """Whether the arrow keys led to a choice: then Enter takes it, otherwise it only goes on."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self._column = column
        if question.form == WORDS:
            self._words()
        elif question.form == NUMBER:
            self._number()
        else:
            self._choices()
        self.trouble = Trouble(theme)
        column.addWidget(self.trouble)
        if question.id == "purpose":
            self._second()
        elif question.id == "setting":
            self._network()

    # ---- building -----------------------------------------------------------------------------------------------

    def _choices(self) -> None:
        many = self.question.form == SEVERAL
        wide = len(self.question.choices) >= TWO_COLUMNS_FROM and self._theme.scale < 1.25
        grid = QGridLayout()
        count = len(self.question.choices)
        self.two_columns = wide
        lower = count > MANY and not wide
        grid.setSpacing(GAP - 2 if lower else GAP)
        rows = (count + 1) // 2 if wide else count
        for number, choice in enumerate(self.question.choices):
            words = _(choice.words)
            row = ChoiceRow(self._theme, words[:1].upper() + words[1:], many=many, height=LOWER if lower else TALL)
            row.setObjectName(choice.value)
            row.clicked.connect(lambda _on=False, value=choice.value: self._clicked(value))
            self.choices[choice.value] = row
            grid.addWidget(row, number % rows, number // rows)
        self._column.addLayout(grid)

    def _field(self, label: str, hint: str) -> QLineEdit:
        name = Words(self._theme, label, "body", "text.secondary")
        field = QLineEdit()
        field.setAccessibleName(label)
        field.setPlaceholderText(hint)
        field.setMaxLength(200)
        field.setFont(self._theme.font("capture"))
        name.setBuddy(field)
        self._column.addWidget(name)
        self._column.addWidget(field)
        return field

    def _words(self) -> None:
        self.work = self._field(_("Which piece of work is it for?"), _("“none” is an answer too"))
        self._column.addSpacing(8)
        self.field = self._field(_("What shall be in your hands at the end?"), _("a list, a decision, a plan"))
        quick = FlatChoice(
            self._theme, _("In your hands"), [(one.value, _(one.words)) for one in self.question.choices], many=True
        )
        quick.chosen.connect(lambda: self._quick(quick))
        self.quick = quick
        self._column.addWidget(quick)

    def _quick(self, quick: FlatChoice) -> None:
        assert self.field is not None
        words = [_(one.words) for one in self.question.choices if one.value in quick.values]
        self.field.setText(", ".join(words))
        self.field.setModified(True)

    def _number(self) -> None:
        if self.question.id == "people":
            self.field = self._field(_("People"), _("a number"))
        else:
            self.field = self._field(_("Time"), _("90, 1h30, or 7 days"))
        self.field.setMaximumWidth(round(240 * self._theme.scale))
        self.note = Words(self._theme, "", "small", "text.secondary", wraps=True)
        self._column.addWidget(self.note)
        self.lost = Words(self._theme, "", "small", "semantic.warning", wraps=True)
        self._column.addWidget(self.lost)
        self.field.textEdited.connect(lambda _text: self._foresee())

    def _second(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(12)
        label = Words(self._theme, _("And then, if there is a second one"), "body", "text.secondary")
        self.second = QComboBox()
        self.second.setAccessibleName(label.text())
        self.second.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.second.setMinimumContentsLength(8)
        self.second.addItem(_("nothing more"), "")
        for choice in self.question.choices:
            self.second.addItem(_(choice.words), choice.value)
        self.second.activated.connect(lambda place: self._take(second=str(self.second.itemData(place))))
        label.setBuddy(self.second)
        label.setWordWrap(True)
        row.addWidget(label, 1)
        row.addWidget(self.second, 1)
        self._column.addLayout(row)
        self.extra = self.second

    def _network(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        self.network = FlatChoice(
            self._theme, _("Network"), [(NETWORK, _("There is a network")), (NO_NETWORK, _("No network"))]
        )
        self.network.chosen.connect(lambda: self._take(network=self.network.value))
        row.addWidget(self.network, 1)
        self._column.addLayout(row)
        self.extra = self.network

    # ---- what holds ---------------------------------------------------------------------------------------------

    def show_state(self, state: SessionState, catalogue: Catalogue) -> None:
        """Show the answer there is, and what each other one would set aside."""
        self._state, self._catalogue = state, catalogue
        name, said = self.question.id, state.answers
        if name == "in_hands":
            assert self.field is not None
            if not self.field.isModified():
                word = next(
                    (_(one.words) for one in self.question.choices if one.value == said.in_hands), said.in_hands
                )
                self.field.setText(word)
            if not self.work.isModified():
                self.work.setText(state.about.work)
            return
        if self.question.form == NUMBER:
            self._show_number(state)
            return
        held = self._held(state)
        for value, row in self.choices.items():
            row.setChecked(value in held)
            # one more of several only adds: what is missing without it is said once the question is answered
            quiet = value in held or self.question.form == SEVERAL
            row.put_note("" if quiet else would_set_aside(state, catalogue, self._changes(value)))
        if name == "purpose":
            self.second.setCurrentIndex(max(self.second.findData(purposes(state)[1]), 0))
        elif name == "setting":
            self.network.take(said.network or NETWORK)

    def _held(self, state: SessionState) -> Sequence[str]:
        """The values that hold now, also where the plan said it."""
        name, said = self.question.id, state.answers
        if name == "purpose":
            return (purposes(state)[0],)
        if name == "setting":
            return (said.setting or planned(state).setting,)
        if name == "trust":
            return (str(said.trust) if said.trust else "",)
        if name == "prep":
            return (str(said.prep) if said.prep >= 0 else "",)
        value = getattr(said, name)
        return value if isinstance(value, tuple) else (value,)

    def from_plan(self, state: SessionState) -> bool:
        """Whether what is chosen here was said in the plan alone."""
        return not getattr(state.answers, self.question.id) and any(self._held(state))

    def _show_number(self, state: SessionState) -> None:
        assert self.field is not None
        said, plan = state.answers, planned(state)
        if self.question.id == "people":
            there = len(state.people.present())
            words = ngettext("{count} is in the list of people.", "{count} are in the list of people.", there)
            self.note.setText(words.format(count=there) if there else "")
            text = str(said.people) if said.people else ""
            hint = str(there) if there else _("a number")
        else:
            spread = (said.setting or plan.setting) == ASYNC
            held = days_words(plan.days) if spread else length_words(plan.minutes) if plan.minutes else ""
            self.note.setText(_("The plan says {length}.").format(length=held) if held else "")
            text = days_words(said.days) if said.days and spread else length_words(said.minutes) if said.minutes else ""
            hint = held or _("90, 1h30, or 7 days")
        self.field.setPlaceholderText(hint)
        self.note.setVisible(bool(self.note.text()))
        if not self.field.isModified():
            self.field.setText(text)
        self._foresee()

    def _foresee(self) -> None:
        """Say what the number typed would set aside, before it is taken."""
        words = ""
        if self.field is not None and self.field.isModified() and self._state is not None and self.field.text().strip():
            try:
                words = would_set_aside(self._state, self._catalogue, self._read())
            except Rejected:
                words = ""
        self.lost.setText(words)
        self.lost.setVisible(bool(words))

    # ---- taking -------------------------------------------------------------------------------------------------

    def _changes(self, value: str) -> dict[str, object]:
        """What choosing a value means for the answers."""
        name = self.question.id
        if self.question.form == SEVERAL:
            held = set(self._held(self._state)) if self._state is not None else set()
            held ^= {value}
            kept = tuple(one.value for one in self.question.choices if one.value in held)
            return {name: kept, f"{name}_said": True}
        return {name: int(value) if name in NUMBERS else value}

    def _clicked(self, value: str) -> None:
        self._take(**self._changes(value))

    def _take(self, **changes: object) -> bool:
        state = self._state
        if state is None:
            return False
        unsure = tuple(one for one in state.answers.unsure if one != self.question.id)
        if unsure != state.answers.unsure:
            changes["unsure"] = unsure
        return self._send(AnswerGuide(**changes))  # type: ignore[arg-type]  # fields by name

    def _send(self, command: Command) -> bool:
        self.trouble.say("")
        try:
            self._dispatch(command)
        except Rejected as error:
            self.trouble.say(worded(error))
            if self._state is not None:
                self.show_state(self._state, self._catalogue)
            return False
        self.taken.emit()
        return True

    def _read(self) -> dict[str, object]:
        """What the number typed means. Raises Rejected where it is none."""
        assert self.field is not None
        text = self.field.text().strip()
        if self.question.id == "people":
            if not text.isdecimal() or not 1 <= int(text) <= 100_000:
                raise Rejected("How many people? Write a whole number, such as 14.")
            return {"people": int(text)}
        said = self._state.answers if self._state is not None else None
        spread = said is not None and (said.setting or planned(self._state).setting) == ASYNC  # type: ignore[arg-type]
        minutes = read_minutes(text, plain_is=DAY if spread else 1)
        if minutes < 1:
            raise Rejected("How long? Write minutes, such as 20, 1h30 or 1:30.")
        if minutes % DAY == 0:
            return {"days": minutes // DAY} if spread else {"days": minutes // DAY, "setting": ASYNC}
        return {"minutes": minutes}

    def take(self, *, going_on: bool = True) -> bool:
        """Take what was typed. False where it was refused, with the reason shown.

        Who goes on without a tick says that there is nothing; who leaves or goes back says nothing.
        """
        if self.question.form == WORDS:
            assert self.field is not None
            done = True
            if self.work.isModified():
                done = self._send(DescribeSession(work=self.work.text().strip()))
                self.work.setModified(not done)
            if done and self.field.isModified():
                typed = self.field.text().strip()
                value = next((one.value for one in self.question.choices if _(one.words) == typed), typed)
                done = self._take(in_hands=value)
                self.field.setModified(not done)
            return done
        if self.question.form == NUMBER:
            assert self.field is not None
            if not self.field.isModified():
                return True
            try:
                changes: Mapping[str, object] = self._read() if self.field.text().strip() else self._nothing()
            except Rejected as error:
                self.trouble.say(worded(error))
                return False
            self.field.setModified(False)
            return self._take(**changes)
        focus: QWidget | None = self.focusWidget()
        if self.question.form == SEVERAL:
            return self._nothing_said() if going_on else True
        if self._moved and isinstance(focus, ChoiceRow) and focus.hasFocus() and not focus.isChecked():
            return self._take(**self._changes(focus.objectName()))
        return True

    def _nothing(self) -> dict[str, object]:
        return {"people": 0} if self.question.id == "people" else {"minutes": 0, "days": 0}

    def _nothing_said(self) -> bool:
        """Nothing ticked is an answer, too, once one goes on."""
        if self._state is not None and not getattr(self._state.answers, f"{self.question.id}_said"):
            return self._take(**{f"{self.question.id}_said": True})
        return True

    # ---- keys ---------------------------------------------------------------------------------------------------

    def to_first(self) -> None:
        """The focus goes to what holds, or to the first choice."""
        self._moved = False
        if self.field is not None:
            first = self.work if self.question.form == WORDS else self.field
            first.setFocus(Qt.FocusReason.TabFocusReason)
            first.selectAll()
            return
        taken = next((row for row in self.choices.values() if row.isChecked()), None)
        (taken or next(iter(self.choices.values()))).setFocus(Qt.FocusReason.TabFocusReason)

    def key(self, event: QKeyEvent) -> bool:
        """Digits take, arrows move. Returns whether the key was one of those."""
        rows = list(self.choices.values())
        focus: QWidget | None = self.focusWidget()
        if not rows or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.text().isdecimal() and 1 <= int(event.text()) <= len(rows) and not isinstance(focus, QComboBox):
            rows[int(event.text()) - 1].setFocus(Qt.FocusReason.TabFocusReason)
            self._clicked(rows[int(event.text()) - 1].objectName())
            return True
        if focus in rows and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            place = min(max(rows.index(focus) + step, 0), len(rows) - 1)
            self._moved = True
            rows[place].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False
