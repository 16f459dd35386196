"""The coach's line above the capture bar: one sentence, its reason, one thing to do, one way to wave it away.

Its place stays when it has nothing to say, so that the stage keeps its height; only in a very low window it gives way.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QWidget

from facilitator.coaching import action_line, built_in_rules, hint_line, why_line
from facilitator.session.coach import Hint, Memory, Rules, dismissed, done, look, troubles
from facilitator.session.coach_measures import Around
from facilitator.session.modalities import Failure
from facilitator.session.state import SessionState
from facilitator.ui import shown
from facilitator.ui.actions import Action, native, tip
from facilitator.ui.coach_notes import CoachNotes
from facilitator.ui.lines import fit
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, IconButton
from facilitator.words import _

HIGH, SILENT_HIGH = 40, 13
LOOKS_EVERY_MS = 2_000
"""How often the session is looked at while time goes on, and for something new to say."""

OFFER_AT_MOST = 36
"""How much of the line its button may take, in percent."""

AWAY, DO, ASK = "Ctrl+.", "Ctrl+Shift+.", "Ctrl+Shift+H"


class CoachLine(QWidget):
    """The line. The page calls :meth:`watch` with each tick and does what :attr:`asked` says.

    Signals:
        asked: the hint's offer was taken (the :class:`~facilitator.session.coach.Hint`).
        changed: another hint stands, or none.
    """

    asked = Signal(object)
    changed = Signal()

    def __init__(self, theme: Theme, rules: Rules | None = None, notes: CoachNotes | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._rules = built_in_rules() if rules is None else rules
        self._notes = notes
        self.memory = Memory() if notes is None else notes.memory
        self.hint: Hint | None = None
        self._looked_ms: int | None = None
        self._now_ms = 0
        self._remedy: Failure | None = None
        self._troubles: tuple[Failure, ...] = ()
        self._does = ""
        self._gives_way = False
        self._menu = QMenu(self)
        self._lamp = QLabel()
        self._words = _Sentence(theme)
        self._do = Button(theme, "", look="link")
        self._do.clicked.connect(self.take)
        self._away = IconButton(theme, "x", _("Dismiss the hint"), native(AWAY), size=24)
        self._away.clicked.connect(self.dismiss)
        for button in (self._do, self._away):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus in the capture bar
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 1, 32, 0)
        row.setSpacing(8)
        row.addWidget(self._lamp)
        row.addWidget(self._words, 1)
        row.addWidget(self._do)
        row.addWidget(self._away)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.restyle)
        self.restyle()
        self._show()

    # ---- what it hears ------------------------------------------------------------------------------------------

    def watch(self, state: SessionState, now_ms: int, around: Around, *, at_once: bool = False) -> None:
        """Look at the session, if it is time to, or ``at_once``. ``now_ms`` is the session's own clock (ms UTC)."""
        self._now_ms = now_ms
        if not at_once and not self.is_due(now_ms):
            return
        self._looked_ms = now_ms
        block = state.agenda.get(state.agenda.running)
        self._troubles = () if block is None else troubles(block, around.method)
        hint, memory = look(self._rules, state, now_ms, self.memory, around)
        self._remember(memory)
        if hint != self.hint:
            self.hint = hint
            self._show()

    def is_due(self, now_ms: int) -> bool:
        """Whether it is time to look again."""
        return self._looked_ms is None or not 0 <= now_ms - self._looked_ms < LOOKS_EVERY_MS

    def dismiss(self) -> None:
        """Wave it away: it is never told again of the same, and nothing else for a while."""
        if self._remedy is not None:
            self._remedy = None
        elif self.hint is not None:
            self._remember(dismissed(self._rules, self.memory, self._now_ms))
            self.hint = None
        self._show()

    def take(self) -> None:
        """Do what it offers."""
        hint = self.hint
        if hint is None or not hint.action or self._remedy is not None:
            return
        self._remember(done(self.memory))
        self.hint = None
        self._show()
        self.asked.emit(hint)

    def _remember(self, memory: Memory) -> None:
        self.memory = memory
        if self._notes is not None:
            self._notes.keep(memory)

    # ---- when asked ---------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """What may be going wrong here? The signs to choose from; the remedy of the chosen one stands in the line."""
        menu = self._menu
        menu.clear()
        for failure in self._troubles:
            entry = QAction(shown.on_button(shown.one_line(failure.sign)), menu)
            entry.triggered.connect(lambda _checked=False, failure=failure: self.tell(failure))
            menu.addAction(entry)
        menu.popup(self.mapToGlobal(QPoint(32, 0)))

    def tell(self, failure: Failure) -> None:
        """A remedy that was asked for. It stands until it is dismissed."""
        self._remedy = failure
        self._show()

    def offers(self) -> list[Action]:
        """Its actions and keys, for the page's own."""
        return [
            Action(
                "run.coach.do",
                lambda: self._does or _("Do what the hint offers"),
                self.take,
                (DO,),
                "lightbulb",
                "run",
                why_not=lambda: "" if self._do.isVisibleTo(self) else _("There is no hint to act on now."),
            ),
            Action(
                "run.coach.dismiss",
                lambda: _("Dismiss the hint"),
                self.dismiss,
                (AWAY,),
                "x",
                "run",
                why_not=lambda: "" if self._away.isVisibleTo(self) else _("There is no hint now."),
                quiet=True,
            ),
            Action(
                "run.coach.ask",
                lambda: _("What may be going wrong?"),
                self.ask,
                (ASK,),
                "lightbulb",
                "run",
                told=lambda: _("Signs that this activity goes wrong, each with a remedy."),
                why_not=lambda: "" if self._troubles else _("Nothing is written about this activity."),
            ),
        ]

    # ---- showing ------------------------------------------------------------------------------------------------

    def text(self) -> str:
        """The sentence that stands, or nothing."""
        return self._words.sentence

    def reason(self) -> str:
        """Its reason."""
        return self._words.reason

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        self._stretch()
        size = theme.mark(16)
        self._lamp.setPixmap(theme.pixmap("lightbulb", "text.secondary", size, self.devicePixelRatioF()))
        self._lamp.setFixedWidth(size)
        self._away.setFixedSize(theme.tall(24), theme.tall(24))
        self._away.restyle()
        self._fit()
        self._words.update()
        self.update()

    def give_way(self, on: bool) -> None:
        """Whether the stage gets its place while it says nothing, because the window is so low."""
        if on != self._gives_way:
            self._gives_way = on
            self._stretch()

    def _stretch(self) -> None:
        silent = self._gives_way and not self.text()
        self.setFixedHeight(SILENT_HIGH if silent else max(HIGH, self._theme.line("body") + 12))

    def _show(self) -> None:
        hint, remedy = self.hint, self._remedy
        words = why = does = ""
        if remedy is not None:
            words, why = shown.one_line(remedy.remedy), shown.one_line(remedy.sign)
        elif hint is not None:
            words, why = hint_line(hint, shown.isolated), why_line(hint, shown.isolated)
            does = action_line(hint, shown.isolated)
        self._theme.fonts.ensure(words + does)
        self._words.put(words, why)
        self._does = does
        self._do.setAccessibleName(does)
        self._do.setToolTip(shown.tip(tip(does, DO)) if does else "")
        self._fit()
        for part, seen in ((self._lamp, words), (self._words, words), (self._do, does), (self._away, words)):
            part.setVisible(bool(seen))
        self._stretch()
        self.setAccessibleName(_("Hint: {words}").format(words=words) if words else "")
        self.setAccessibleDescription(why)
        self.changed.emit()

    def _fit(self) -> None:
        """The offer never takes more than its part of the line."""
        room = max(self.width() * OFFER_AT_MOST // 100, 120)
        self._do.setText(shown.on_button(fit(self._does, self._do.font(), room)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another part of it."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The hairline above it."""
        del event
        QPainter(self).fillRect(0, 0, self.width(), 1, self._theme.colour("line.hairline"))


class _Sentence(QWidget):
    """The sentence and, where there is room, its reason after it; the whole stands in the tool tip."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.sentence = self.reason = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def put(self, sentence: str, reason: str) -> None:
        """Show these."""
        self.sentence, self.reason = sentence, reason
        whole = f"{sentence} {reason}".strip()
        self.setToolTip(shown.tip(whole) if whole else "")
        self.setAccessibleName(whole)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words that fit: the sentence first, the reason only where all of it has room."""
        del event
        theme, painter = self._theme, QPainter(self)
        font = theme.font("body")
        painter.setFont(font)
        metrics = painter.fontMetrics()
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        rect = self.rect()
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(rect, side, fit(self.sentence, font, rect.width()))
        used = metrics.horizontalAdvance(self.sentence) + 8
        if self.reason and used + metrics.horizontalAdvance(self.reason) <= rect.width():
            leftwards = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            rest = rect.adjusted(0, 0, -used, 0) if leftwards else rect.adjusted(used, 0, 0, 0)
            painter.setPen(theme.colour("text.tertiary"))
            painter.drawText(rest, side, self.reason)
