"""One method, whole: what people do with one another, for whom and how long, minute by minute, and what goes wrong."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from facilitator.session.modalities import Modality
from facilitator.ui import hues, shown
from facilitator.ui.actions import MORE_KEY, native
from facilitator.ui.models.guide import length_words, short_name, verb_line
from facilitator.ui.models.methods import (
    access_words,
    asks_for_care,
    energy_word,
    exchange_words,
    minutes_words,
    needs_words,
    people_words,
    purposes_words,
    trust_word,
    where_words,
)
from facilitator.ui.screens.method.sheet import Sheet
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.guide_fits import emptied
from facilitator.ui.widgets.guide_rows import Mark
from facilitator.ui.widgets.plain import Button, Hairline, IconButton, Words
from facilitator.words import _

SIDE_FROM = 860
"""From this width on, prompts and failures stand beside the running order."""
FACTS_APART = 26


class _Care(QWidget):
    """The safety line, on a tint."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(10)
        icon = QLabel()
        side = theme.mark(16)
        icon.setPixmap(theme.pixmap("shield-check", "semantic.warning", side, self.devicePixelRatioF()))
        icon.setContentsMargins(0, (theme.line("body") - side) // 2, 0, 0)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words = Words(theme, "", wraps=True)
        row.addWidget(self._words, 1)

    def say(self, text: str) -> None:
        """The line; nothing is shown without one."""
        self._words.setText(text)
        self.setAccessibleName(_("Safety: {words}").format(words=text))
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tint."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("semantic.warning_tint"))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)


class MethodDetail(QScrollArea):
    """The method.

    Signals:
        add_asked: it is to be put into an agenda (its id).
        rehearse_asked: a sample talk is to be rehearsed alone.
        more_asked: the menu *More* is wanted.
    """

    add_asked = Signal(str)
    rehearse_asked = Signal()
    more_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.method: Modality | None = None
        self._family = hues.USUAL
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Method"))
        self.setProperty("ring", False)
        page = QWidget()
        for ground in (page, self.viewport()):
            ground.setObjectName("panel")
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(40, 20, 32, 32)
        self._column.setSpacing(0)
        self._head()
        self._body = QVBoxLayout()
        self._body.setSpacing(0)
        self._column.addLayout(self._body)
        self._column.addStretch()
        self.setWidget(page)
        self._wide = True
        self._build()
        theme.changed.connect(self._build)

    def _head(self) -> None:
        theme = self._theme
        head = QHBoxLayout()
        head.setSpacing(16)
        self._mark = Mark(theme, hues.USUAL)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self.title = Words(theme, "", "heading", wraps=True)
        head.addWidget(self.title, 1)
        self.rehearse = Button(theme, _("Rehearse alone"), icon="headphones")
        self.rehearse.clicked.connect(self.rehearse_asked)
        self.add = Button(theme, _("Add to agenda"), look="filled", key="Ctrl+Return")
        self.add.clicked.connect(self._add)
        self.more = IconButton(theme, "ellipsis", _("More"), native(MORE_KEY))
        self.more.clicked.connect(self.more_asked)
        self._beside_title = QHBoxLayout()
        self._beside_title.setSpacing(16)
        self._under = QWidget()
        self._under_title = Flow(self._under, gap=12)
        head.addLayout(self._beside_title)
        self._column.addLayout(head)
        self._column.addSpacing(4)
        self.verb = Words(theme, "", "capture", wraps=True)
        self._column.addWidget(self.verb)
        self._column.addWidget(self._under)

    def _place_buttons(self) -> None:
        """What can be done stands beside the title where there is room, otherwise under it."""
        for row in (self._beside_title, self._under_title):
            while row.count():
                row.takeAt(0)
        for button in (self.rehearse, self.add, self.more):
            if self._wide:
                self._beside_title.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            else:
                self._under_title.addWidget(button)
        self._under.setContentsMargins(0, 0 if self._wide else 12, 0, 0)
        self._under.setVisible(not self._wide)
        for button in (self.rehearse, self.add, self.more):
            button.show()

    # ---- what holds -------------------------------------------------------------------------------------------------

    def show_method(self, method: Modality | None, family: str) -> None:
        """Show a method, from its top."""
        same = method is not None and self.method is not None and method.id == self.method.id
        if method == self.method and family == self._family:
            return
        self.method, self._family = method, family
        if not same:
            self.verticalScrollBar().setValue(0)
        self._fill()

    def _build(self) -> None:
        """Lay the parts out, for the width and the text size there are; what is in them is another matter."""
        emptied(self._body)
        self._place_buttons()
        theme = self._theme
        self._body.addSpacing(16)
        self._body.addWidget(self._facts())
        self._lonely = Words(
            theme,
            _("Needs an exchange after it: on its own, nobody gives anybody anything yet."),
            "body",
            "semantic.warning",
            wraps=True,
        )
        self._lonely.setContentsMargins(0, 12, 0, 0)
        self._body.addWidget(self._lonely)
        self._body.addSpacing(16)
        self._care = _Care(theme)
        self._body.addWidget(self._care)
        self._body.addSpacing(20)
        self.order = Sheet(theme, _("Running order"))
        self.beside = Sheet(theme, _("Questions, what goes wrong, afterwards"))
        if self._wide:
            row = QHBoxLayout()
            row.setSpacing(32)
            row.addWidget(self.order, 548, Qt.AlignmentFlag.AlignTop)
            row.addWidget(self.beside, 332, Qt.AlignmentFlag.AlignTop)
            self._body.addLayout(row)
        else:
            self._body.addWidget(self.order)
            self._body.addSpacing(24)
            self._body.addWidget(self.beside)
        self._body.addSpacing(24)
        self._body.addWidget(Hairline(theme))
        self._body.addSpacing(16)
        self.rest = Sheet(theme, _("Good for, not for, and where it comes from"))
        self._body.addWidget(self.rest)
        self._fill()

    def _facts(self) -> QWidget:
        """Six names with their values: side by side where there is room, otherwise one under the other."""
        names = (_("People"), _("Minutes"), _("Energy asked"), _("Trust needed"), _("To prepare"), _("Where"))
        theme = self._theme
        self._names = [Words(theme, name, "small", "text.secondary") for name in names]
        self._values = [Words(theme, "", "body_strong", wraps=True) for _name in names]
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(FACTS_APART if self._wide else 16)
        grid.setVerticalSpacing(0 if self._wide else 4)
        for at, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            if self._wide:
                grid.addWidget(name, 0, at)
                grid.addWidget(value, 1, at, Qt.AlignmentFlag.AlignTop)
            else:
                grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(value, at, 1)
        grid.setColumnStretch(len(names) if self._wide else 1, 1)
        return holder

    def _share_width(self) -> None:
        """Each fact is as wide as its words; where all of them are too much, the longest break."""
        if not self._wide:
            return
        margins = self._column.contentsMargins()
        room = self.viewport().width() - margins.left() - margins.right() - FACTS_APART * len(self._values)
        strong, small = self._theme.metrics("body_strong"), self._theme.metrics("small")
        wants = [
            max(strong.horizontalAdvance(value.text()), small.horizontalAdvance(name.text())) + 2
            for name, value in zip(self._names, self._values, strict=True)
        ]
        most, left = room, room
        for number, want in enumerate(sorted(wants)):
            most = left // (len(wants) - number)
            if want > most:
                break
            left -= want
        else:
            most = max(wants)
        for value, want in zip(self._values, wants, strict=True):
            value.setFixedWidth(max(min(want, most), 40))

    def _fill(self) -> None:
        method = self.method
        self.setVisible(method is not None)
        if method is None:
            return
        self._mark.show_family(self._family)
        self._theme.fonts.ensure(method.name + method.verb)
        self.title.setText(short_name(method))
        self.verb.setText(verb_line(method))
        self.verb.setVisible(bool(self.verb.text()))
        values = (
            people_words(method),
            minutes_words(method),
            energy_word(method.energy),
            trust_word(method.trust[0]),
            length_words(method.prep),
            where_words(method),
        )
        for label, value in zip(self._values, values, strict=True):
            label.setText(value)
        self._share_width()
        self._lonely.setVisible(method.own and method.is_input)
        self._care.say(shown.visible(method.safety) if asks_for_care(method) else "")
        self._order(method)
        self._beside(method)
        self._rest(method)

    # ---- running order and what stands beside it ----------------------------------------------------------------

    def _order(self, method: Modality) -> None:
        """Minutes, what the facilitator says and does, what people do, what is captured."""
        scale = min(self._theme.scale, 1.6)
        run = shown.one_line(method.run)
        head = _("Running order, {run}").format(run=run) if run else _("Running order")
        sheet = self.order
        sheet.begin()
        if not method.steps:
            sheet.words(_("Running order"), "caption_strong", "text.secondary")
            sheet.words(method.run or _("Not written yet."), above=6)
            sheet.done()
            return
        table = sheet.table(len(method.steps) + 1, (round(64 * scale), 0, round(96 * scale)))
        sheet.join(table, 0, 0, 2)
        sheet.cell(table, 0, 0, line=False, pad=4)
        sheet.words(head, "caption_strong", "text.secondary")
        sheet.cell(table, 0, 2, line=False, pad=4, before=8)
        sheet.words(_("captures"), "caption", "text.secondary")
        for row, step in enumerate(method.steps, 1):
            sheet.cell(table, row, 0, line=True, pad=7)
            times = f"{step.start}–{step.end}" if step.start != step.end else str(step.start)
            sheet.words(times, "small", "text.secondary")
            sheet.cell(table, row, 1, line=True, pad=7)
            sheet.words(step.facilitator)
            if step.participants:
                sheet.words(step.participants, "small", "text.secondary")
            sheet.cell(table, row, 2, line=True, pad=8, before=8)
            sheet.words(step.capture, "caption", "text.secondary")
        sheet.done()

    def _beside(self, method: Modality) -> None:
        """What to ask, what goes wrong with its remedy, what to ask afterwards."""
        sheet = self.beside
        sheet.begin()
        rows: list[tuple[str, str, str]] = []
        if method.prompts:
            rows += [("head", _("Ask"), ""), *(("line", prompt, "") for prompt in method.prompts)]
        if method.failures:
            rows.append(("head", _("When it goes wrong"), ""))
            rows += [("sign", failure.sign, failure.remedy) for failure in method.failures]
        if method.debrief:
            rows += [("head", _("Afterwards"), ""), *(("line", line, "") for line in method.debrief)]
        if rows:
            table = sheet.table(len(rows), (0,))
        for row, (kind, words, more) in enumerate(rows):
            if kind == "head":
                sheet.cell(table, row, 0, line=False, pad=16 if row else 4, foot=8)
                sheet.words(words, "caption_strong", "text.secondary")
            elif kind == "sign":
                sheet.cell(table, row, 0, line=True, pad=6)
                sheet.words(words, weight=500)
                sheet.words(more, "small", "text.secondary")
            else:
                sheet.cell(table, row, 0, line=False, pad=0, foot=8)
                sheet.words(words)
        sheet.done()

    # ---- the rest -----------------------------------------------------------------------------------------------

    def _rest(self, method: Modality) -> None:
        parts = [
            (_("Good for"), method.good_for),
            (_("Not for"), method.not_for),
            (_("So that everybody can"), "\n".join(p for p in (method.access_notes, access_words(method)) if p)),
            (_("Prepare"), "\n".join(method.prepare)),
            (_("What must be there"), needs_words(method)),
            (_("How much is an exchange"), exchange_words(method.exchange)),
            (_("Serves"), purposes_words(method)),
            (_("Where it fits"), method.fit),
            (_("Why one learns from it"), method.observational_learning),
            (_("Safety"), "" if asks_for_care(method) else method.safety),
            (_("What may follow"), method.followed_by),
            (_("Also called"), method.also_called),
            (_("Source"), method.source),
            (_("Licence"), method.licence),
        ]
        there = [(name, text) for name, text in parts if text.strip()]
        columns = 3 if self._wide else 1
        sheet = self.rest
        sheet.begin()
        table = sheet.table((len(there) + columns - 1) // columns, (0,) * columns)
        for number, (name, text) in enumerate(there):
            row, column = number // columns, number % columns
            sheet.cell(table, row, column, line=False, pad=8, before=20 if column else 0)
            sheet.words(name, "caption_strong", "text.secondary")
            sheet.words(text, above=4)
        sheet.done()

    # ---- room -------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside it, everything stands in one column."""
        super().resizeEvent(event)
        wide = event.size().width() >= SIDE_FROM * max(self._theme.scale, 1)
        if wide != self._wide:
            self._wide = wide
            self._build()
        else:
            self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        """Read from the other side, tables turn round."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._fill()

    def _add(self) -> None:
        if self.method is not None:
            self.add_asked.emit(self.method.id)
