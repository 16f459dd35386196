"""What a session is for, when it is and where: purpose before anything else."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitator.advice import answer_word
from facilitator.session.dates import read_date
from facilitator.session.durations import read_start_and_length
from facilitator.session.errors import Rejected
from facilitator.session.planning import ASYNC, SETTINGS, DescribePlan, planned
from facilitator.session.rules import Command
from facilitator.session.sessions import DescribeSession
from facilitator.session.state import SessionState
from facilitator.session.timetable import DAY
from facilitator.session.zones import read_zone
from facilitator.ui.plan.rows import length_words
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Hairline, Words
from facilitator.ui.widgets.quiet import BLEED, Labelled, QuietChoice
from facilitator.words import _, ngettext

Dispatch = Callable[[Command], None]


def setting_word(setting: str) -> str:
    """Where people are."""
    return {
        "in_person": _("in one room"),
        "online": _("online"),
        "hybrid": _("some here, some far"),
        "async": _("spread over days"),
    }.get(setting, _("not said yet"))


def heading(theme: Theme, words: str) -> Words:
    """The heading of a part of the column, in line with the words of its fields."""
    made = Words(theme, words, "caption_strong", "text.secondary")
    made.setContentsMargins(BLEED, 0, BLEED, 2)
    return made


class Purpose(QWidget):
    """The three purposes and the piece of work."""

    def __init__(self, theme: Theme, dispatch: Dispatch) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(heading(theme, _("Purpose")))
        self.kind = Words(theme, "", "small", "text.secondary", wraps=True)
        self.kind.setContentsMargins(BLEED, 0, BLEED, 4)
        self.kind.hide()
        column.addWidget(self.kind)
        self.fields: dict[str, Labelled] = {}
        for name, label, hint in (
            ("inform", _("Better informed about"), _("what they will know and did not")),
            ("perspective", _("See more widely"), _("whose side they will have seen")),
            ("decision", _("Decide better"), _("what they will decide or do otherwise")),
            ("work", _("Which piece of work is it for?"), _("a task, a meeting, a decision; or none")),
        ):

            def take(text: str, name: str = name) -> None:
                dispatch(DescribeSession(**{name: text.strip()}))

            self.fields[name] = Labelled(theme, label, take, hint=hint, lines=True)
            column.addWidget(self.fields[name])

    def show_state(self, state: SessionState) -> None:
        """What holds; what the guide alone was told stands above the fields."""
        said = state.answers.purpose
        self.kind.setText(_("From the guide: {purpose}").format(purpose=answer_word("purpose", said)) if said else "")
        self.kind.setVisible(bool(said))
        for name, field in self.fields.items():
            field.put(str(getattr(state.about, name)))


class When(QWidget):
    """Date, start and length, days, setting, place and zone."""

    def __init__(self, theme: Theme, dispatch: Dispatch) -> None:
        super().__init__()
        self._dispatch = dispatch
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(BLEED, 0, BLEED, 10)
        line.addWidget(Hairline(theme))
        column.addLayout(line)
        self.date = Labelled(theme, _("Date"), self._take_date, hint=_("fri, or 20.3."))
        self.start = Labelled(theme, _("Start and length"), self._take_start, hint=_("13:30, 150 min"))
        self.days = Labelled(theme, _("Days"), self._take_days, hint="1")
        self.setting = QuietChoice(theme, _("Setting"), trailing=True)
        for value in SETTINGS:
            self.setting.addItem(setting_word(value), value)
        self.setting.activated.connect(self._take_setting)
        self.place = Labelled(theme, _("Place"), self._take_place, hint=_("a room, a link"))
        self.zone = Labelled(theme, _("Time zone"), self._take_zone, hint=_("a city, such as Dublin"))
        for field in (self.date, self.start, self.days):
            column.addWidget(field)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        label = Words(theme, _("Setting"), "body", "text.secondary")
        label.setContentsMargins(BLEED, 0, BLEED, 0)
        label.setBuddy(self.setting)
        row.addWidget(label)
        row.addWidget(self.setting, 1)
        column.addLayout(row)
        column.addWidget(self.place)
        column.addWidget(self.zone)

    def show_state(self, state: SessionState) -> None:
        """What holds."""
        plan = planned(state)
        self.date.put(_day_words(plan.date))
        self.start.put(start_words(plan.time, plan.minutes))
        self.start.setVisible(plan.setting != ASYNC)
        self.days.put(ngettext("{count} day", "{count} days", plan.days).format(count=plan.days))
        self.setting.setCurrentIndex(max(self.setting.findData(plan.setting), 0))
        self.place.put(state.about.place)
        self.zone.put(state.about.zone.replace("_", " "))

    def _take_date(self, text: str) -> str | None:
        if not text.strip():
            self._dispatch(DescribePlan(date=""))
            return ""
        today = datetime.date.today()
        day = read_date(text, today) or read_date(text.strip().partition(" ")[2], today)  # as shown: Thu 12 March 2026
        if day is None:
            raise Rejected(
                "“{text}” is no date that can be read. Write fri, 20.3. or 2026-03-20.", text=text.strip()[:40]
            )
        self._dispatch(DescribePlan(date=day.isoformat()))
        return _day_words(day.isoformat())

    def _take_start(self, text: str) -> str | None:
        time, minutes = read_start_and_length(text)
        if minutes is not None and minutes > DAY:
            raise Rejected("A day has 24 hours. Say how many days it is, and how long each of them.")
        self._dispatch(DescribePlan(time=time, minutes=minutes))
        return None

    def _take_days(self, text: str) -> str | None:
        digits = "".join(char for char in text if char.isdigit())
        if not digits:
            raise Rejected("How many days? Write a number.")
        self._dispatch(DescribePlan(days=int(digits[:6])))
        return None

    def _take_setting(self, place: int) -> None:
        self._dispatch(DescribePlan(setting=str(self.setting.itemData(place))))

    def _take_place(self, text: str) -> str | None:
        self._dispatch(DescribeSession(place=text.strip()))
        return None

    def _take_zone(self, text: str) -> str | None:
        if not text.strip():
            self._dispatch(DescribeSession(zone=""))
            return ""
        zone = read_zone(text)
        if zone is None:
            raise Rejected("“{text}” is no time zone known here. Write its city, such as Dublin.", text=text[:40])
        self._dispatch(DescribePlan(zone=zone))
        return zone.replace("_", " ")


def start_words(time: str, minutes: int) -> str:
    """Start and length in one line, as far as they are said: 13:30, 150 min."""
    return ", ".join(part for part in (time, length_words(minutes) if minutes else "") if part)


def _day_words(iso: str) -> str:
    """A date in full: Thu 12 March 2026."""
    if not iso:
        return ""
    day = datetime.date.fromisoformat(iso)
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMMM yyyy")
