"""What people agree on before they begin, and what happens afterwards: the room's rule, names, asking again."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facilitator.session.agreements import RULES, MakeAgreement
from facilitator.session.dates import read_date
from facilitator.session.errors import Rejected
from facilitator.session.planning import DescribePlan, planned
from facilitator.session.rules import Command
from facilitator.session.series import CYCLE, EVERY, JoinSeries
from facilitator.session.state import SessionState
from facilitator.ui import shown
from facilitator.ui.agreed import rule_meaning, rule_word
from facilitator.ui.plan.about import heading
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.ui.widgets.quiet import BLEED, Labelled, QuietChoice
from facilitator.ui.widgets.switch import Switch
from facilitator.words import _, ngettext

Dispatch = Callable[[Command], None]
PHOTOS = "Photos of people are agreed."


def photo_words(on: bool) -> str:
    """What the agreement says of photos of people."""
    return _("Photos of people are agreed.") if on else _("No photos of people.")


def cycle_word(cycle: str) -> str:
    """A point of a learning cycle."""
    return {
        "prepare": _("prepare"),
        "exchange": _("exchange"),
        "apply": _("apply"),
        "review": _("review"),
    }.get(cycle, _("not said"))


def every_word(every: str) -> str:
    """How often a series repeats."""
    return {
        "week": _("every week"),
        "fortnight": _("every two weeks"),
        "month": _("every month"),
        "quarter": _("every quarter"),
        "year": _("every year"),
    }.get(every, _("once"))


class Agreements(QWidget):
    """The agreements.

    Signals:
        repeat_asked: the next session of the series is to be planned.
    """

    repeat_asked = Signal()

    def __init__(self, theme: Theme, dispatch: Dispatch) -> None:
        super().__init__()
        self._theme, self._dispatch = theme, dispatch
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading(theme, _("Agreements")))
        self.rule = QuietChoice(theme, _("Rule of the room"))
        for rule in RULES:
            self.rule.addItem(rule_word(rule) or _("No rule yet"), rule)
        self.rule.activated.connect(lambda place: dispatch(MakeAgreement(rule=str(self.rule.itemData(place)))))
        column.addWidget(self.rule)
        self.meaning = Words(theme, "", "small", "text.secondary", wraps=True)
        self.meaning.setContentsMargins(BLEED, 0, BLEED, 6)
        column.addWidget(self.meaning)
        row = QHBoxLayout()
        row.setContentsMargins(BLEED, 4, BLEED, 4)
        row.addWidget(Words(theme, _("Names may be in the report"), "body", wraps=True), 1)
        self.named = Words(theme, "", "small", "semantic.warning")
        row.addWidget(self.named)
        column.addLayout(row)
        self.photos = Switch(theme, _("Photos of people"), spread=True, inset=BLEED)
        self.photos.clicked.connect(lambda on: dispatch(MakeAgreement(photos=photo_words(on))))
        column.addWidget(self.photos)
        self.kept = Labelled(theme, _("Kept until"), self._take_kept, hint=_("in 12 months"))
        self.capture = Labelled(
            theme, _("Who writes down what is given"), self._take_capture, hint=_("a name, and how fully"), lines=True
        )
        column.addWidget(self.kept)
        column.addWidget(self.capture)
        column.addSpacing(12)
        column.addWidget(heading(theme, _("Afterwards")))
        self.follow_up = Labelled(theme, _("Asked again on"), self._take_follow_up, hint=_("in 4 weeks"))
        self.hears = Labelled(
            theme, _("Who hears back, and when"), self._take("hears_back"), hint=_("whom, by when"), lines=True
        )
        self.leader = Labelled(
            theme, _("The leader’s part"), self._take("leader"), hint=_("opens, listens, answers, thanks"), lines=True
        )
        self.before = Labelled(
            theme, _("What came before"), self._take("before"), hint=_("a session, a course, nothing"), lines=True
        )
        self.after = Labelled(
            theme, _("What comes after"), self._take("after"), hint=_("practice, a talk, a review"), lines=True
        )
        for field in (self.follow_up, self.hears, self.leader, self.before, self.after):
            column.addWidget(field)
        column.addSpacing(12)
        column.addWidget(heading(theme, _("Series")))
        self.place = Words(theme, "", "small", "text.secondary", wraps=True)
        self.place.setContentsMargins(BLEED, 0, BLEED, 4)
        column.addWidget(self.place)
        self.every = self._choice(
            column, _("Repeats"), [(every_word(value), value) for value in EVERY],
            lambda value: dispatch(JoinSeries(every=value)),
        )  # fmt: skip
        self.cycle = self._choice(
            column, _("Learning cycle"), [(cycle_word(value), value) for value in CYCLE],
            lambda value: dispatch(JoinSeries(cycle=value)),
        )  # fmt: skip
        self.repeat = Button(theme, _("Plan the next one"), look="link")
        self.repeat.clicked.connect(self.repeat_asked)
        foot = QHBoxLayout()
        foot.setContentsMargins(BLEED - 4, 4, BLEED, 0)
        foot.addWidget(self.repeat)
        foot.addStretch()
        column.addLayout(foot)

    def _choice(
        self, column: QVBoxLayout, label: str, choices: list[tuple[str, str]], take: Callable[[str], None]
    ) -> QuietChoice:
        box = QuietChoice(self._theme, label, trailing=True)
        for words, value in choices:
            box.addItem(words, value)
        box.activated.connect(lambda place: take(str(box.itemData(place))))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        name = Words(self._theme, label, "body", "text.secondary")
        name.setContentsMargins(BLEED, 0, BLEED, 0)
        name.setBuddy(box)
        row.addWidget(name)
        row.addWidget(box, 1)
        column.addLayout(row)
        return box

    def say_weeks(self, weeks: int) -> None:
        """After how many weeks people are usually asked again."""
        self.follow_up.field.setPlaceholderText(
            ngettext("in {count} week", "in {count} weeks", weeks).format(count=weeks)
        )

    def show_state(self, state: SessionState) -> None:
        """What holds."""
        agreed, plan, series = state.agreement, planned(state), state.series
        self.rule.setCurrentIndex(max(self.rule.findData(agreed.rule), 0))
        self.meaning.setText(rule_meaning(agreed.rule))
        self.meaning.setVisible(bool(agreed.rule))
        people = state.people.present()
        named = sum(person.named for person in people)
        self.named.setText(_("{some} of {all}").format(some=named, all=len(people)) if people else "")
        self.named.recolour("semantic.warning" if named < len(people) else "text.secondary")
        self.photos.setChecked(agreed.photos in (PHOTOS, photo_words(True)))
        self.kept.put(_day(agreed.kept_until))
        self.capture.put(agreed.capture)
        self.follow_up.put(_day(plan.follow_up))
        for field, text in (
            (self.hears, plan.hears_back),
            (self.leader, plan.leader),
            (self.before, plan.before),
            (self.after, plan.after),
        ):
            field.put(text)
        self.every.setCurrentIndex(max(self.every.findData(series.every), 0))
        self.cycle.setCurrentIndex(max(self.cycle.findData(series.cycle), 0))
        place = ""
        if series.series and series.number:
            place = _("Number {number} of “{name}”").format(
                number=series.number, name=shown.isolated(series.name or state.about.title)
            )
        self.place.setText(place)
        self.place.setVisible(bool(place))

    def _take(self, name: str) -> Callable[[str], str | None]:
        def take(text: str) -> str | None:
            self._dispatch(DescribePlan(**{name: text.strip()}))  # type: ignore[arg-type]  # texts all
            return None

        return take

    def _take_capture(self, text: str) -> str | None:
        self._dispatch(MakeAgreement(capture=text.strip()))
        return None

    def _take_kept(self, text: str) -> str | None:
        day = _read(text)
        self._dispatch(MakeAgreement(kept_until=day))
        return _day(day)

    def _take_follow_up(self, text: str) -> str | None:
        day = _read(text)
        self._dispatch(DescribePlan(follow_up=day))
        return _day(day)


def _read(text: str) -> str:
    """A date as typed, as ISO 8601; empty stays empty."""
    if not text.strip():
        return ""
    today = datetime.date.today()
    day = read_date(text, today) or read_date(f"in {text}", today)
    if day is None:
        raise Rejected("“{text}” is no date that can be read. Write fri, 20.3. or 2026-03-20.", text=text.strip()[:40])
    return day.isoformat()


def _day(iso: str) -> str:
    if not iso:
        return ""
    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return iso
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")
