"""The form of a talk: its fields in their order, what they say as words of a talk, and how Enter goes through them."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from facilitator import talks
from facilitator.session.conversations import EXCHANGED, MOST_TOPICS, VISIBLE, WHERE
from facilitator.session.notation import read_due
from facilitator.session.ports import wall_clock
from facilitator.session.rules import LONGEST_TEXT
from facilitator.session.talk_steps import TalkWords
from facilitator.ui import shown, times
from facilitator.ui.log_fields import DayField, Lines, PersonField, today
from facilitator.ui.sides import far_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flat_choice import FlatChoice
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.plain import Words
from facilitator.words import _

LABELS = 92
USUAL_MINUTES = "20"
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LogForm(QWidget):
    """The fields of a talk.

    Signals:
        changed: something was typed or chosen.
        grown: it needs another height.
        sent: Enter in the last field, or Ctrl+Enter anywhere.
    """

    changed = Signal()
    grown = Signal()
    sent = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._was_when: int | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(28, 24, 28, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[Words] = []
        self._fields(theme)
        self._wire()
        theme.changed.connect(self.fit)
        self.fit()

    def _fields(self, theme: Theme) -> None:
        self.person = PersonField(theme)
        self.where = FlatChoice(theme, _("Where"), [(one, talks.where_word(one)) for one in WHERE])
        self.where.take(WHERE[0])
        self.gave = Lines(theme, _("I gave"))
        self.received = Lines(theme, _("I received"))
        self.follows = QLineEdit()
        self.follows.setAccessibleName(_("What follows"))
        self.follows.setMaxLength(LONGEST_TEXT)
        self.due = DayField(theme, _("By when"), _("by when"))
        self.visible_to = FlatChoice(
            theme, _("Who sees it"), [(one, talks.visible_word(one)) for one in VISIBLE], icons={"me": "lock"}
        )
        self.visible_to.take("me")
        self._row(_("With"), self.person)
        self._row(_("Where"), self.where)
        self._row(_("I gave"), self.gave, top=True)
        self._row(_("I received"), self.received, top=True)
        follows = QWidget()
        row = QHBoxLayout(follows)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.follows, 3)
        row.addWidget(self.due, 1)
        self._row(_("What follows"), follows)
        self._more_fields(theme)
        self._row(_("Who sees it"), self.visible_to)

    def _more_fields(self, theme: Theme) -> None:
        self.when = FlatChoice(
            theme, _("When"), [("now", _("Just now")), ("hour", _("An hour ago")), ("yesterday", _("Yesterday"))]
        )
        self.when.take("now")
        self.day = DayField(theme, _("On which day"), _("another day"), past=True)
        when = QWidget()
        row = Flow(when, gap=8)
        row.addWidget(self.when)
        row.addWidget(self.day)
        minutes = [(str(one), _("{count} min").format(count=one)) for one in (10, 20, 40, 60)]
        self.minutes = FlatChoice(theme, _("How long"), minutes)
        self.topics = QLineEdit()
        self.topics.setAccessibleName(_("Topics"))
        self.topics.setPlaceholderText(_("up to three, with commas between"))
        self.topics.setMaxLength(400)
        self.carried = FlatChoice(
            theme, _("It carried"), [(one, talks.exchanged_word(one)) for one in EXCHANGED], many=True
        )
        first = self._grid.rowCount()
        for label, widget in (
            (_("When"), when),
            (_("How long"), self.minutes),
            (_("Topics"), self.topics),
            (_("It carried"), self.carried),
        ):
            self._row(label, widget)
        self._more_rows = [
            item.widget()
            for row in range(first, self._grid.rowCount())
            for place in (0, 1)
            if (item := self._grid.itemAtPosition(row, place)) is not None
        ]
        for one in self._more_rows:
            if one is not None:
                one.hide()

    def _row(self, label: str, widget: QWidget, *, top: bool = False) -> None:
        row = self._grid.rowCount()
        words = Words(self._theme, label, "body", "text.secondary", wraps=True)
        side = Qt.AlignmentFlag.AlignRight
        words.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        words.setMargin(0)
        if top:
            words.setContentsMargins(0, 7, 0, 0)
        self._labels.append(words)
        tall = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(words, row, 0, tall)
        self._grid.addWidget(widget, row, 1)

    def _wire(self) -> None:
        self.order: list[QWidget | FlatChoice] = [
            self.person, self.where, self.gave, self.received, self.follows, self.due,
            self.when, self.day, self.minutes, self.topics, self.carried, self.visible_to,
        ]  # fmt: skip
        for stop in self.stops():
            stop.installEventFilter(self)
        for line in (self.person, self.follows, self.due, self.day, self.topics):
            line.textChanged.connect(self.changed)
        self.follows.editingFinished.connect(self.read_due)
        for area in (self.gave, self.received):
            area.textChanged.connect(self.changed)
            area.document().documentLayout().documentSizeChanged.connect(lambda _size: self.grown.emit())
        for choice in (self.where, self.visible_to, self.when, self.minutes, self.carried):
            choice.chosen.connect(self.changed)
        self.when.chosen.connect(lambda: self.day.put(None))
        self.day.textEdited.connect(lambda text: self.when.take("" if text.strip() else "now"))

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops, in order."""
        return [stop for field in self.order for stop in _stops(field)]

    @property
    def label_width(self) -> int:
        """The width of the column of labels."""
        return round(LABELS * min(max(self._theme.scale, 1.0), 1.6))

    def fit(self) -> None:
        """Labels as wide as the text needs, at the side of their fields."""
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for label in self._labels:
            label.setFixedWidth(self.label_width)
            label.setAlignment(far_side(mirrored))

    # ---- what it says -------------------------------------------------------------------------------------------

    def put(self, words: TalkWords) -> None:
        """Fill the fields, as if they had always said so."""
        for text in (words.name, words.gave, words.received, words.follows, *words.topics):
            self._theme.fonts.ensure(text)
        self.person.setText(words.name)
        self.where.take(words.where or WHERE[0])
        self.gave.setPlainText(words.gave)
        self.received.setPlainText(words.received)
        self.follows.setText(words.follows)
        self.follows.setCursorPosition(0)
        self.due.put(words.due)
        self.visible_to.take(words.visible)
        self.minutes.take(str(words.minutes or ""))
        self.topics.setText(", ".join(words.topics))
        self.carried.take(*words.exchanged)
        if words.when_ms is not None:
            self.when.take()
            self.day.put(times.moment(words.when_ms).date())
            self._was_when = words.when_ms
        if words.minutes or words.topics or words.exchanged or words.when_ms is not None:
            self.show_more(True)

    @property
    def words(self) -> TalkWords:
        """What the fields say."""
        found = self.person.known
        minutes = self.minutes.value
        return TalkWords(
            name=self.person.name,
            where=self.where.value or WHERE[0],
            gave=self.gave.toPlainText(),
            received=self.received.toPlainText(),
            follows=self.follows.text(),
            due=self.due.day,
            visible=self.visible_to.value or "me",
            when_ms=self._when_ms(),
            minutes=int(minutes) if minutes else None,
            topics=tuple(part.strip() for part in _split(self.topics.text()) if part.strip()),
            exchanged=self.carried.values,
            unit=found[1] if found is not None else "",
        )

    def _when_ms(self) -> int | None:
        """When the talk was, as ms UTC; None for just now."""
        day = self.day.day
        if day is not None:
            if self._was_when is not None and times.moment(self._was_when).date() == day:
                return self._was_when
            noon = datetime.datetime.combine(day, datetime.time(12)).astimezone()
            return int(noon.timestamp() * 1000)
        back = {"hour": 60, "yesterday": 24 * 60}.get(self.when.value, 0)
        return wall_clock() - back * 60_000 if back else None

    def read_due(self) -> None:
        """*She leads bay 2 by fri* typed in one go: the date moves into its field."""
        text, due, _words = read_due(self.follows.text(), today())
        if due is not None and not self.due.text().strip():
            self.follows.setText(text)
            self.due.put(due)

    def why_not(self) -> str:
        """Why this cannot be saved yet, as a sentence; empty where it can."""
        words = self.words
        if not words.says_something:
            return _("Write one line first: what you gave, what you received or what follows.")
        for field in (self.due, self.day):
            if field.wrong:
                day = shown.isolated(field.text())
                return _("“{text}” says no day. Try fri, 20.3. or next week.").format(text=day)
        if len(words.topics) > MOST_TOPICS:
            return _("A talk has up to three topics.")
        return ""

    # ---- keys ---------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next field and saves from the last; Shift+Enter makes a line."""
        if not (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in ENTER):
            return super().eventFilter(watched, event)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sent.emit()
        elif isinstance(watched, Lines) and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            watched.insertPlainText("\n")
        else:
            if watched is self.person:
                self.person.take_offered()
            self._next(watched)
        return True

    def _next(self, here: QObject) -> None:
        place = next(n for n, field in enumerate(self.order) if here is field or here in _stops(field))
        for field in self.order[place + 1 :]:
            if field.isVisible():
                reason = Qt.FocusReason.TabFocusReason
                field.focus(reason) if isinstance(field, FlatChoice) else field.setFocus(reason)
                return
        self.sent.emit()

    def show_more(self, show: bool, *, usual: bool = False) -> None:
        """Show or hide when, how long, topics and what it carried; ``usual`` takes the usual length."""
        if show == self.shows_more:
            return
        for one in self._more_rows:
            if one is not None:
                one.setVisible(show)
        if show and not self.minutes.value and usual:
            self.minutes.take(USUAL_MINUTES)
        self.grown.emit()
        QTimer.singleShot(0, self, self.grown.emit)

    @property
    def shows_more(self) -> bool:
        """Whether when, how long, topics and what it carried are there."""
        return not self.minutes.isHidden()


def _stops(field: QWidget) -> list[QWidget]:
    return list(field.stops()) if isinstance(field, FlatChoice) else [field]


def _split(text: str) -> list[str]:
    for mark in "،、，;":
        text = text.replace(mark, ",")
    return text.split(",")
