"""The right column of a discussion: how long everybody spoke, by person or by where they come from."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitator.session.agenda import BY_GROUP, NAMED
from facilitator.session.people import leads
from facilitator.session.seats import inside
from facilitator.session.speaking import Turn, is_speech, talk_ms
from facilitator.session.state import SessionState
from facilitator.session.talk_time import by_category, by_person, categories, category, spread
from facilitator.ui.stages.discussion.talk_list import Talks, TalkView
from facilitator.ui.stages.discussion.wording import KEYS, category_word, spread_words
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Choice, OneLine, Words
from facilitator.words import _

PERSON, GROUP = "person", "group"


class SmallChoice(Choice):
    """A choice 24 high, in small type."""

    def _widths(self) -> list[int]:
        metrics = QFontMetrics(self._theme.font("caption_strong"))
        return [metrics.horizontalAdvance(word) + 18 for _value, word in self._choices]

    def sizeHint(self) -> QSize:
        """Lower."""
        return QSize(sum(self._widths()) + 4, self._theme.tall(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The track, the taken choice raised."""
        del event
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface.sunken"))
        painter.drawRoundedRect(self.rect(), 6, 6)
        for (value, word), rect in zip(self._choices, self._rects(), strict=True):
            taken = value == self.value
            if taken:
                painter.setPen(theme.colour("line.strong"))
                painter.setBrush(theme.colour("surface.raised"))
                painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 4, 4)
            painter.setFont(theme.font("caption_strong" if taken else "caption"))
            painter.setPen(theme.colour("text.primary" if taken else "text.secondary"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, word)


class TalkColumn(QWidget):
    """The column. ``by`` is what it shows first; anything but person and group shows none of it.

    Signals:
        tapped: this person (id) speaks, or has finished.
        group_tapped: this category (its words) speaks as a whole, or has finished.
        turned: by person or by group is shown now.
    """

    tapped = Signal(str)
    group_tapped = Signal(str)
    turned = Signal()

    def __init__(self, theme: Theme, by: str = PERSON) -> None:
        super().__init__()
        self._theme = theme
        self._before = 0
        self.tallies = by in (PERSON, GROUP)
        """Whether talk time is shown at all."""
        if not self.tallies:
            self.hide()  # never shown before it has its place: it would flash as a window and take the keys away
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        heading = OneLine(theme, "", "caption_strong", "text.secondary")
        heading.setText(_("Talk time, tap who speaks"))
        heading.setMinimumHeight(theme.tall(24))
        head.addWidget(heading, 1)
        self.by = SmallChoice(theme, _("Talk time by"), [(PERSON, _("Person")), (GROUP, _("Group"))], by)
        self.by.chosen.connect(lambda _value: self.turned.emit())
        head.addWidget(self.by)
        column.addLayout(head)
        column.addSpacing(4)
        self.view = TalkView(theme)
        self.view.tapped.connect(self._tap)
        self.view.calmed.connect(self.turned)
        column.addWidget(self.view, 1)
        column.addSpacing(8)
        self.foot = Words(theme, "", "caption", "text.secondary", wraps=True)
        column.addWidget(self.foot)
        column.addStretch()

    @property
    def by_group(self) -> bool:
        """Whether categories are shown."""
        return self.by.value == GROUP

    def put(
        self, state: SessionState, block: str, turn: Turn | None, names: dict[str, str], now_ms: int, *, circle: bool
    ) -> None:
        """Show the talk of a block; ``circle`` says that there is an inner circle, which stands first."""
        anonymity = state.agenda.by_id[block].anonymity
        self.by.setVisible(anonymity == NAMED)
        if anonymity == BY_GROUP:
            self.by.take(GROUP)
        speech = turn if turn is not None and is_speech(state, turn) else None
        running = talk_ms(state, speech, now_ms) if speech is not None else 0
        if anonymity not in (NAMED, BY_GROUP):
            rows = []
        elif self.by_group:
            rows = self._categories(state, block, speech, now_ms)
        else:
            rows = self._people(state, block, speech, names, now_ms, circle=circle)
        on = next((row for row in rows if row.on), None)
        self._before = on.ms - running if on is not None else 0
        self.view.put(rows)
        self.view.setVisible(bool(rows))
        self.foot.setText(self._foot(state, block, now_ms, bool(rows), anonymity))

    def _foot(self, state: SessionState, block: str, now_ms: int, rows: bool, anonymity: str) -> str:
        if anonymity not in (NAMED, BY_GROUP):
            return _("Nobody is named in this activity, so no talk time is taken.")
        if not rows:
            return _("Nobody is here yet. Add people in the plan, or by their name in the line.")
        if self.by_group:
            return _("Only on this screen.")
        others = {one.id for one in state.people.present() if one.here and not leads(one)}
        times = {person: ms for person, ms in by_person(state, block, now_ms).items() if person in others}
        return spread_words(spread(times, len(others)))

    def _people(
        self,
        state: SessionState,
        block: str,
        turn: Turn | None,
        names: dict[str, str],
        now_ms: int,
        *,
        circle: bool,
    ) -> list[Talks]:
        times = by_person(state, block, now_ms)
        seated = set(inside(state, block)) if circle else set()
        rows = []
        leading = set()
        for place, person in enumerate(state.people.present()):
            if leads(person):
                leading.add(person.id)
            if person.here or person.id in times:
                letter = KEYS[place] if place < len(KEYS) else ""
                on = turn is not None and turn.person == person.id
                rows.append(
                    Talks(person.id, names.get(person.id, ""), person.name, times.get(person.id, 0), on, letter)
                )
        rows.sort(key=lambda row: (row.key in leading, row.key not in seated, -row.ms))
        return rows

    def _categories(self, state: SessionState, block: str, turn: Turn | None, now_ms: int) -> list[Talks]:
        drawn = [group.name for group in state.groups.of(block)]
        by_group = state.agenda.by_id[block].anonymity == BY_GROUP
        first = drawn if drawn and by_group else [category_word(name) for name in categories(state)]
        times = dict.fromkeys(first, 0)
        for name, ms in by_category(state, block, now_ms).items():
            word = category_word(name)
            times[word] = times.get(word, 0) + ms
        speaks = ""
        if turn is not None:
            person = state.people.get(turn.person or None)
            speaks = turn.group or (category_word(category(person)) if person is not None else "")
        rows = [
            Talks(word, word, word, ms, word == speaks, KEYS[place] if place < len(KEYS) else "")
            for place, (word, ms) in enumerate(times.items())
        ]
        rows.sort(key=lambda row: -row.ms)
        return rows

    def run(self, ms: int) -> None:
        """The turn that is on lasts so long now."""
        self.view.run(self._before + ms)

    def _tap(self, key: str) -> None:
        (self.group_tapped if self.by_group else self.tapped).emit(key)
