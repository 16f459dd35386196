"""The fields of the window that logs a conversation: with whom, a few lines, and by when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QPlainTextEdit, QSizePolicy, QWidget

from facilitator.session.dates import read_date
from facilitator.session.notation import Known, complete_name, fold
from facilitator.session.privacy import initials
from facilitator.ui import shown, times
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.suggestions import Suggestions
from facilitator.words import _

LEAST_TALL, MOST_TALL = 56, 120


def today() -> datetime.date:
    """The day by this computer's clock."""
    return datetime.datetime.now().astimezone().date()


class Initials(QWidget):
    """Somebody's initials in a round mark."""

    def __init__(self, theme: Theme, size: int = 28) -> None:
        super().__init__()
        self._theme, self._size = theme, size
        self.letters = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def put(self, name: str) -> None:
        """Show the initials of a name."""
        self.letters = initials(name)[:2] if name else ""
        self._theme.fonts.ensure(self.letters)
        self.update()

    def sizeHint(self) -> QSize:
        size = self._theme.mark(self._size)
        return QSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        paint_initials(QPainter(self), self._theme, self.rect(), self.letters)


def paint_initials(painter: QPainter, theme: Theme, place: QRect, letters: str) -> None:
    """A round mark with letters in it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("line.hairline"))
    painter.setBrush(theme.colour("surface.sunken"))
    painter.drawEllipse(place.adjusted(0, 0, -1, -1))
    font = theme.font("caption_strong")
    font.setPixelSize(max(round(place.height() * 0.4), 7))
    painter.setFont(font)
    painter.setPen(theme.colour("text.secondary"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letters)


class PeopleList(Suggestions):
    """Known people below the field, and at the end the one who is new."""

    def offer_people(self, names: Sequence[str], new: str, at: QPoint, width: int) -> None:
        """Show these below a place (in the parent's coordinates)."""
        wanted = [*names, *([new] if new else [])]
        self.offer(wanted, at, width)
        if new:
            item: QListWidgetItem = self.item(self.count() - 1)
            item.setText(_("Add {name}").format(name=shown.isolated(new)))
            item.setIcon(self._theme.icon("user-round-plus", "text.secondary", 16))
        wide = min(width, 360)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setGeometry(at.x() + width - wide if mirrored else at.x(), at.y() + 4, wide, self.height())


class PersonField(QLineEdit):
    """With whom: known people are completed, a new name is added.

    Signals:
        settled: the name changed, by hand or by completion.
    """

    settled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._people: dict[str, tuple[str, str]] = {}
        self._list: PeopleList | None = None
        self.setAccessibleName(_("With"))
        self.setPlaceholderText(_("somebody, or nobody"))
        self.setMaxLength(200)
        self.textEdited.connect(self._edited)
        self.textChanged.connect(self._changed)

    def know(self, people: Sequence[tuple[str, str]]) -> None:
        """The people there are: names and units, those met last first."""
        self._people = {}
        for name, unit in people:
            self._people.setdefault(fold(name), (name, unit))
        self._changed()

    @property
    def known(self) -> tuple[str, str] | None:
        """The known person of this name, with their unit."""
        return self._people.get(fold(self.text()))

    @property
    def name(self) -> str:
        """The name as it is to be kept: a known person's own, else what was typed."""
        found = self.known
        return found[0] if found is not None else " ".join(self.text().split())

    def _changed(self) -> None:
        found = self.known
        lead = self._theme.mark(20) + 8 if found is not None else 0
        tail = self._theme.metrics("small").horizontalAdvance(found[1]) + 8 if found is not None and found[1] else 0
        tail = min(tail, self.width() // 2)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            lead, tail = tail, lead
        self.setTextMargins(lead, 0, tail, 0)
        self.settled.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, the initials before a known person's name, what they do after it."""
        super().paintEvent(event)
        found = self.known
        if found is None:
            return
        theme, size = self._theme, self._theme.mark(20)
        painter = QPainter(self)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = self.width() - 11 - size if mirrored else 11
        paint_initials(painter, theme, QRect(x, (self.height() - size) // 2, size, size), initials(found[0])[:2])
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text.secondary"))
        wide = min(painter.fontMetrics().horizontalAdvance(found[1]) + 2, self.width() // 2)
        unit = painter.fontMetrics().elidedText(shown.one_line(found[1]), Qt.TextElideMode.ElideRight, wide)
        place = QRect(11 if mirrored else self.width() - 11 - wide, 0, wide, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, unit)

    # ---- completion ---------------------------------------------------------------------------------------------

    def _edited(self, typed: str) -> None:
        name = " ".join(typed.split())
        people = [(name, name) for name, _unit in self._people.values()]
        found = [one for _id, one in complete_name(name, Known(people=people), 6)] if name else []
        exact = fold(name) in self._people
        if not name or exact or (len(name) < 2 and not found):
            self.close_list()
            return
        if self._list is None:
            self._list = PeopleList(self._theme, self.window())
            self._list.taken.connect(self._take)
        corner = self.mapTo(self.window(), QPoint(0, self.height()))
        self._list.offer_people(found, name, corner, self.width())

    def _take(self, name: str) -> None:
        self.setText(name)
        self.close_list()

    @property
    def list_open(self) -> bool:
        """Whether people are offered."""
        return self._list is not None and self._list.isVisible()

    def close_list(self) -> None:
        """Offer nobody any more."""
        if self._list is not None:
            self._list.hide()

    def take_offered(self) -> None:
        """Take the person the arrows stand on; the first one when they did not move."""
        if self._list is not None and self.list_open:
            self._take(self._list.current())

    def event(self, event: QEvent) -> bool:
        """Tab takes the person who is offered, and goes on."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            self.take_offered()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose among the people, Esc closes their list first."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if self.list_open and self._list is not None and step:
            self._list.moved = True
            self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
        elif self.list_open and event.key() == Qt.Key.Key_Escape:
            self.close_list()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Completion ends where typing ends."""
        self.close_list()
        super().focusOutEvent(event)


class Lines(QPlainTextEdit):
    """A few lines: as tall as they are, up to a point. Tab leaves it."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self.fit)
        theme.changed.connect(self.fit)
        self.textChanged.connect(self._turn)
        self._turn()
        self.fit()

    def _turn(self) -> None:
        """The words stand at the side they are read from."""
        text = self.toPlainText()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        rtl = shown.right_to_left(text) if text.strip() else mirrored
        option = self.document().defaultTextOption()
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        if option.alignment() != side:
            option.setAlignment(side)
            self.document().setDefaultTextOption(option)

    def fit(self) -> None:
        """As tall as its lines need."""
        lines = max(int(self.document().size().height()), 1)
        wanted = lines * self.fontMetrics().lineSpacing() + 20
        tall = min(max(wanted, self._theme.tall(LEAST_TALL)), self._theme.tall(MOST_TALL))
        if tall != self.height():
            self.setFixedHeight(tall)


class DayField(QLineEdit):
    """A day as people type it: *fri*, *20.3.*, *next week*. Once left it says the day it understood.

    With ``past`` a day without a year is the last one, not the next.
    """

    def __init__(self, theme: Theme, name: str, hint: str, *, past: bool = False) -> None:
        super().__init__()
        self._theme, self._past = theme, past
        self._day: datetime.date | None = None
        self._said = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMaxLength(60)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        lead = self._theme.mark(16) + 8
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            self.setTextMargins(0, 0, lead, 0)
        else:
            self.setTextMargins(lead, 0, 0, 0)
        self._widen()

    def _widen(self) -> None:
        words = self._theme.metrics("body").horizontalAdvance(self._said or "Fri 20 March")
        self.setMinimumWidth(words + self._theme.mark(16) + 36)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._restyle()

    @property
    def day(self) -> datetime.date | None:
        """The day it says, None where it says none."""
        text = self.text().strip()
        if self._day is not None and text == self._said:
            return self._day
        return read_past(text) if self._past else read_date(text, today())

    @property
    def wrong(self) -> bool:
        """Whether there are words in it that say no day."""
        return bool(self.text().strip()) and self.day is None

    def put(self, day: datetime.date | None) -> None:
        """Say a day."""
        self._day = day
        self._said = "" if day is None else times.due_day(day.isoformat())
        if day is not None and day.year != today().year:
            self._said = f"{self._said} {day.year}"
        self.setText(self._said)
        self._widen()
        self.setToolTip("" if day is None else day.isoformat())

    def settle(self) -> None:
        """Say the day that was understood, in full."""
        if self.day is not None:
            self.put(self.day)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.settle()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = self._theme.mark(16)
        role = "semantic.danger" if self.wrong and not self.hasFocus() else "text.secondary"
        icon = self._theme.pixmap("calendar-days", role, size, self.devicePixelRatioF())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = self.width() - 10 - size if mirrored else 10
        QPainter(self).drawPixmap(x, (self.height() - size) // 2, icon)


def read_past(text: str, now: datetime.date | None = None) -> datetime.date | None:
    """The last day these words may mean, today among them: *thu* is the last Thursday, *12.3.* the last 12 March."""
    now = now or today()
    found, before = read_date(text, now), read_date(text, now - datetime.timedelta(days=1))
    if found is None or found <= now:
        return found
    if before is not None and found - before == datetime.timedelta(days=1):
        return None  # tomorrow, next week
    for back in (7, 366):
        found = read_date(text, now - datetime.timedelta(days=back))
        if found is not None and found <= now:
            return found
    return None
