"""The next session in a panel: when, where, with how many, its agenda as a strip, what is ready, and *Start*."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from facilitator.ui import hues, shown, times
from facilitator.ui.messages import worded
from facilitator.ui.models.today import Next
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.agenda_strip import AgendaStrip, Part
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.plain import Button, Hairline, OneLine, Words
from facilitator.words import _, ngettext


class Fact(QWidget):
    """An icon and a few words."""

    def __init__(self, theme: Theme, icon: str, words: str, colour: str, ink: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(theme.pixmap(icon, ink, theme.mark(16), self.devicePixelRatioF()))
        row.addWidget(mark)
        row.addWidget(Words(theme, words, "small", colour))


class NextPanel(QWidget):
    """The panel.

    Signals:
        opened: its plan is wanted.
        plan_asked: there is none, and one is to be planned.
    """

    opened = Signal()
    plan_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(16)
        titles = QVBoxLayout()
        titles.setSpacing(10)
        self.title = OneLine(theme, "", "title")
        self._facts = QWidget()
        self._facts_row = Flow(self._facts, gap=20)
        self._told = Words(
            theme,
            _("Say what people should leave with; the guide proposes how they could learn it from each other."),
            "body",
            "text.secondary",
            wraps=True,
        )
        titles.addWidget(self.title)
        titles.addWidget(self._facts)
        titles.addWidget(self._told)
        head.addLayout(titles, 1)
        self.start = Button(theme, _("Start"), look="filled", icon="play")
        self.plan = Button(theme, _("Plan a session"), look="filled", icon="plus", key="Ctrl+N")
        self.plan.clicked.connect(self.plan_asked)
        head.addWidget(self.start, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.plan, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self.strip = AgendaStrip(theme)
        self._agenda = QWidget()
        agenda = QVBoxLayout(self._agenda)
        agenda.setContentsMargins(0, 24, 0, 0)
        agenda.addWidget(self.strip)
        column.addWidget(self._agenda)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 16, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(Hairline(theme))
        foot.addSpacing(16)
        self._missing = Words(theme, "", "small", "semantic.warning", wraps=True)
        foot.addWidget(self._missing)
        self._readiness = QWidget()
        self._ready_row = Flow(self._readiness, gap=24)
        foot.addWidget(self._readiness)
        column.addWidget(self._foot)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = self._theme
        height, mark = theme.tall(theme.size("start_button_h")), theme.mark(20)
        self.title.setMinimumHeight(theme.line("title"))
        for button, icon in ((self.start, "play"), (self.plan, "plus")):
            button.setStyleSheet(f"min-height: {height - 2}px; padding: 0 22px; border-radius: 8px; font-weight: 600;")
            button.setIcon(theme.icon(icon, "accent.on", mark))
            button.setIconSize(QSize(mark, mark))
            button.setFont(theme.font("title_small"))
        self.update()

    def show_next(self, found: Next | None, theme: Theme) -> None:
        """Show a session, or that nothing is planned."""
        self._clear(self._facts_row)
        self._clear(self._ready_row)
        there = found is not None
        for part in (self.start, self._foot, self._facts, self._agenda):
            part.setVisible(there)
        for part in (self.plan, self._told):
            part.setVisible(not there)
        if found is None:
            self.title.setText(_("Nothing planned"))
            return
        theme.fonts.ensure(found.title + found.place)
        self.title.setText(shown.one_line(found.title))
        self.start.setText("  " + (_("Go on") if found.running else _("Start")))
        told = _("Go on with {title}") if found.running else _("Start {title}")
        self.start.setAccessibleName(told.format(title=shown.one_line(found.title)))
        secondary = "text.secondary"
        for icon, words in self._head_facts(found):
            self._facts_row.addWidget(Fact(theme, icon, words, secondary, secondary))
        table = found.table
        self._agenda.setVisible(table is not None and bool(table.slots))
        if table is not None:
            from facilitator.catalogue import built_in  # not on the way of a start

            catalogue = built_in()
            parts = [
                Part(hues.of_block(slot.block, catalogue), slot.block.minutes, shown.one_line(slot.block.title))
                for slot in table.slots
                if slot.block.minutes
            ]
            self.strip.show_parts(parts, table.available)
        items = self._ready_facts(found)
        missing = worded(found.missing) if found.missing is not None and table is not None else ""
        self._missing.setText(_("Not ready yet. {what}").format(what=missing) if missing else "")
        self._missing.setVisible(bool(missing))
        self._foot.setVisible(bool(items or missing))
        self._readiness.setContentsMargins(0, 8 if missing else 0, 0, 0)
        self._readiness.setVisible(bool(items))
        for icon, words, colour in items:
            ink = "semantic.success" if icon == "check" else colour
            self._ready_row.addWidget(Fact(theme, icon, words, colour, ink))
        self.updateGeometry()

    def _head_facts(self, found: Next) -> list[tuple[str, str]]:
        facts = [("play", _("Runs now"))] if found.running else []
        day, here = times.due_day(found.day.isoformat()), found.day == datetime.date.today()
        if found.begins is not None and found.ends is not None:
            clock = _("{start} – {end}").format(start=found.begins.strftime("%H:%M"), end=found.ends.strftime("%H:%M"))
            facts.append(("clock", clock if here else _("{day}, {clock}").format(day=day, clock=clock)))
        elif found.begins is not None:
            clock = found.begins.strftime("%H:%M")
            facts.append(("clock", clock if here else _("{day}, {clock}").format(day=day, clock=clock)))
        else:
            facts.append(("calendar-days", day))
        if found.place:
            facts.append(("map-pin", shown.one_line(found.place)))
        if found.people:
            people = ngettext("{count} person", "{count} people", found.people).format(count=found.people)
            facts.append(("users-round", people))
        return facts

    def _ready_facts(self, found: Next) -> list[tuple[str, str, str]]:
        if found.table is None:
            return []
        items: list[tuple[str, str, str]] = []
        if found.running:
            cards = ngettext("{count} card so far", "{count} cards so far", found.cards)
            items.append(("sticky-note", cards.format(count=found.cards), "text.secondary"))
        elif found.ready:
            items.append(("check", _("The plan is ready"), "text.secondary"))
        elif found.missing is None:
            items.append(("circle-dashed", _("The plan is not marked as ready"), "text.secondary"))
        if found.briefs:
            briefs = ngettext("{count} role brief ready", "{count} role briefs ready", found.briefs)
            items.append(("check", briefs.format(count=found.briefs), "text.secondary"))
        if found.unnamed:
            unnamed = ngettext(
                "{count} person has not agreed to be named", "{count} people have not agreed to be named", found.unnamed
            )
            items.append(("shield-check", unnamed.format(count=found.unnamed), "semantic.warning"))
        return items

    @staticmethod
    def _clear(layout: Flow) -> None:
        while layout.count():
            item = layout.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The panel's ground."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line.hairline"), 1))
        painter.setBrush(self._theme.colour("surface.panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
