"""What people agree on before they begin, and what happens afterwards: the room's rule, names, asking again."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from facilitator.session.agreements import RULES, MakeAgreement
from facilitator.session.dates import read_date
from facilitator.session.errors import Rejected
from facilitator.session.planning import DescribePlan, planned
from facilitator.session.rules import Command
from facilitator.session.series import CYCLE, EVERY, JoinSeries
from facilitator.session.state import SessionState
from facilitator.ui.agreed import rule_meaning, rule_word
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Words
from facilitator.ui.widgets.quiet import Labelled, narrow
from facilitator.words import _

Dispatch = Callable[[Command], None]
NO_PHOTOS = "No photos of people."


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
    """The agreements."""

    def __init__(self, theme: Theme, dispatch: Dispatch) -> None:
        super().__init__()
        self._dispatch = dispatch
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Words(theme, _("Agreements"), "caption_strong", "text.secondary"))
        self.rule = QComboBox()
        narrow(self.rule)
        self.rule.setAccessibleName(_("Rule of the room"))
        for rule in RULES:
            self.rule.addItem(rule_word(rule) or _("No rule yet"), rule)
        self.rule.activated.connect(lambda place: dispatch(MakeAgreement(rule=str(self.rule.itemData(place)))))
        column.addWidget(self.rule)
        self.meaning = Words(theme, "", "small", "text.secondary", wraps=True)
        column.addWidget(self.meaning)
        row = QHBoxLayout()
        row.addWidget(Words(theme, _("Names may be in the report"), "body", wraps=True), 1)
        self.named = Words(theme, "", "body_strong", "semantic.warning")
        row.addWidget(self.named)
        column.addLayout(row)
        self.photos = QCheckBox(_("Photos of people"))
        self.photos.clicked.connect(lambda on: dispatch(MakeAgreement(photos="" if on else _(NO_PHOTOS))))
        column.addWidget(self.photos)
        self.kept = Labelled(theme, _("Kept until"), self._take_kept, hint=_("in 12 months, 2027-03-12"))
        self.capture = Labelled(
            theme, _("Who writes down what is given"), self._take_capture, hint=_("a name, and how fully"), lines=True
        )
        column.addWidget(self.kept)
        column.addWidget(self.capture)
        column.addSpacing(12)
        column.addWidget(Words(theme, _("Afterwards"), "caption_strong", "text.secondary"))
        self.follow_up = Labelled(theme, _("Asked again on"), self._take_follow_up, hint=_("in 4 weeks"))
        self.hears = Labelled(theme, _("Who hears back, and when"), self._take("hears_back"), lines=True)
        self.leader = Labelled(theme, _("The leader’s part"), self._take("leader"), lines=True)
        self.before = Labelled(theme, _("What came before"), self._take("before"), lines=True)
        self.after = Labelled(theme, _("What comes after"), self._take("after"), lines=True)
        for field in (self.follow_up, self.hears, self.leader, self.before, self.after):
            column.addWidget(field)
        column.addSpacing(12)
        column.addWidget(Words(theme, _("Series"), "caption_strong", "text.secondary"))
        self.every = self._choice(
            theme, column, _("Repeats"), [(every_word(value), value) for value in EVERY],
            lambda value: dispatch(JoinSeries(every=value)),
        )  # fmt: skip
        self.cycle = self._choice(
            theme, column, _("In the learning cycle"), [(cycle_word(value), value) for value in CYCLE],
            lambda value: dispatch(JoinSeries(cycle=value)),
        )  # fmt: skip

    def _choice(
        self, theme: Theme, column: QVBoxLayout, label: str, choices: list[tuple[str, str]], take: Callable[[str], None]
    ) -> QComboBox:
        box = QComboBox()
        narrow(box)
        box.setAccessibleName(label)
        for words, value in choices:
            box.addItem(words, value)
        box.activated.connect(lambda place: take(str(box.itemData(place))))
        name = Words(theme, label, "small", "text.secondary")
        name.setBuddy(box)
        column.addWidget(name)
        column.addWidget(box)
        return box

    def show_state(self, state: SessionState) -> None:
        """What holds."""
        agreed, plan = state.agreement, planned(state)
        self.rule.setCurrentIndex(max(self.rule.findData(agreed.rule), 0))
        self.meaning.setText(rule_meaning(agreed.rule))
        self.meaning.setVisible(bool(agreed.rule))
        people = state.people.present()
        named = sum(person.named for person in people)
        self.named.setText(_("{some} of {all}").format(some=named, all=len(people)) if people else "")
        self.named.recolour("semantic.warning" if named < len(people) else "text.secondary")
        self.photos.setChecked(not agreed.photos)
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
        self.every.setCurrentIndex(max(self.every.findData(state.series.every), 0))
        self.cycle.setCurrentIndex(max(self.cycle.findData(state.series.cycle), 0))

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
    day = read_date(text, datetime.date.today())
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
