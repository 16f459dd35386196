"""What a session is for, when it is and where: purpose before anything else."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from facilitator.session.dates import read_date
from facilitator.session.durations import read_minutes
from facilitator.session.errors import Rejected
from facilitator.session.planning import ASYNC, SETTINGS, DescribePlan, planned
from facilitator.session.rules import Command
from facilitator.session.sessions import DescribeSession
from facilitator.session.state import SessionState
from facilitator.session.timetable import DAY
from facilitator.ui.plan.rows import length_words
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Hairline, Words
from facilitator.ui.widgets.quiet import Labelled, narrow
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


class Purpose(QWidget):
    """The three purposes and the piece of work."""

    def __init__(self, theme: Theme, dispatch: Dispatch) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Words(theme, _("Purpose"), "caption_strong", "text.secondary"))
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
        """What holds."""
        for name, field in self.fields.items():
            field.put(str(getattr(state.about, name)))


class When(QWidget):
    """Date, start and length, days, setting and place."""

    def __init__(self, theme: Theme, dispatch: Dispatch) -> None:
        super().__init__()
        self._dispatch = dispatch
        self._state: SessionState | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline(theme))
        column.addSpacing(10)
        self.date = Labelled(theme, _("Date"), self._take_date, hint=_("fri, 20.3., 2026-03-20"))
        self.time = Labelled(theme, _("Start"), self._take_time, hint=_("13:30"))
        self.length = Labelled(theme, _("Length"), self._take_length, hint=_("150 min, 1h30"))
        self.days = Labelled(theme, _("Days"), self._take_days, hint="1")
        self.setting = QComboBox()
        narrow(self.setting)
        self.setting.setAccessibleName(_("Setting"))
        for value in SETTINGS:
            self.setting.addItem(setting_word(value), value)
        self.setting.activated.connect(self._take_setting)
        self.place = Labelled(theme, _("Place"), self._take_place, hint=_("a room, a link"))
        for field in (self.date, self.time, self.length, self.days):
            column.addWidget(field)
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 0, 2)
        label = Words(theme, _("Setting"), "body", "text.secondary")
        label.setBuddy(self.setting)
        row.addWidget(label)
        row.addStretch()
        row.addWidget(self.setting)
        column.addLayout(row)
        column.addWidget(self.place)

    def show_state(self, state: SessionState) -> None:
        """What holds."""
        self._state = state
        plan = planned(state)
        self.date.put(_day_words(plan.date))
        self.time.put(plan.time)
        self.length.put(length_words(plan.minutes) if plan.minutes and plan.setting != ASYNC else "")
        self.length.setVisible(plan.setting != ASYNC)
        self.days.put(ngettext("{count} day", "{count} days", plan.days).format(count=plan.days))
        self.setting.setCurrentIndex(max(self.setting.findData(plan.setting), 0))
        self.place.put(state.about.place)

    def _take_date(self, text: str) -> str | None:
        if not text.strip():
            self._dispatch(DescribePlan(date=""))
            return ""
        day = read_date(text, datetime.date.today())
        if day is None:
            raise Rejected(
                "“{text}” is no date that can be read. Write fri, 20.3. or 2026-03-20.", text=text.strip()[:40]
            )
        self._dispatch(DescribePlan(date=day.isoformat()))
        return _day_words(day.isoformat())

    def _take_time(self, text: str) -> str | None:
        plain = text.strip().lower().replace(".", ":").replace("h", ":").rstrip(":")
        if plain.isdigit():
            plain = f"{plain[:-2]}:{plain[-2:]}" if len(plain) > 2 else f"{plain}:00"
        self._dispatch(DescribePlan(time=plain))
        return None

    def _take_length(self, text: str) -> str | None:
        minutes = read_minutes(text) if text.strip() else 0
        if minutes > DAY:
            raise Rejected("A day has 24 hours. Say how many days it is, and how long each of them.")
        self._dispatch(DescribePlan(minutes=minutes))
        return length_words(minutes) if minutes else ""

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


def _day_words(iso: str) -> str:
    """A date in full: Thu 12 March 2026."""
    if not iso:
        return ""
    day = datetime.date.fromisoformat(iso)
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMMM yyyy")
