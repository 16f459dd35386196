"""A break: when it goes on, in large figures, and what comes next. Nothing else asks for anything."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from facilitator.session.running import MINUTE, minutes_of, next_block, remaining_ms
from facilitator.session.store import Change, Status
from facilitator.session.zones import zone_named
from facilitator.ui import shown, times
from facilitator.ui.sides import near_side
from facilitator.ui.stages.base import Stage, StageGiven
from facilitator.ui.stages.parts import PromptWords
from facilitator.ui.widgets.plain import Hairline, Words
from facilitator.words import _, ngettext

_SHOWN = frozenset({
    "block_changed", "block_added", "block_removed", "block_restored", "block_skipped",
    "activity_extended", "activity_started", "activity_returned", "activity_paused", "activity_resumed", "run_reset",
    "session_described",
})  # fmt: skip

WIDE_TEXT = 1.6
"""From this text size on the room is for words alone."""

TALLEST = 120
"""The largest figures, in px: what comes next stays in sight beside them."""


class _Mark(QLabel):
    """The cup, in the break's own hue."""

    SIZE = 40

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._theme = stage.theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """In the theme as it is now."""
        size = self._theme.mark(self.SIZE)
        self.setPixmap(self._theme.pixmap("coffee", "modality.break.solid", size, self.devicePixelRatioF()))
        self.setFixedSize(QSize(size, size))


class BreakStage(Stage):
    """Shows a break. The time moves on with pauses and minutes given; over it, it says since when."""

    def __init__(self, given: StageGiven) -> None:
        super().__init__(given)
        theme = self.theme
        self._said: tuple[str, str, str] = ("", "", "")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("panel")
        area.setWidget(page)
        outer.addWidget(area)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(8)
        column.addStretch(2)
        self.mark = _Mark(self)
        column.addWidget(self.mark)
        column.addSpacing(8)
        self.on = Words(theme, "", "title", "text.secondary", wraps=True)
        self.time = Words(theme, "", "room_timer")
        self.left = Words(theme, "", "title_small", "text.secondary", wraps=True)
        for part in (self.on, self.time, self.left):
            column.addWidget(part)
        self.words = PromptWords(theme)
        column.addSpacing(8)
        column.addWidget(self.words)
        column.addStretch(2)
        self.rule = Hairline(theme)
        column.addWidget(self.rule)
        column.addSpacing(8)
        self.then = Words(theme, "", "caption_strong", "text.secondary")
        self.next_title = Words(theme, "", "title", wraps=True)
        self.next_told = Words(theme, "", "body", "text.secondary", wraps=True)
        for part in (self.then, self.next_title, self.next_told):
            column.addWidget(part)
        column.addStretch(1)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.show_state()

    # ---- what it shows ------------------------------------------------------------------------------------------

    def goes_on_ms(self, now_ms: int) -> int:
        """When the break is over, in ms UTC: later by every pause and every minute given."""
        return now_ms + remaining_ms(self.state, self.block, now_ms)

    def show_state(self) -> None:
        """Show the break and what comes after it."""
        block, after = self.block, next_block(self.state)
        self.words.put(block.prompt)
        for part in (self.rule, self.then, self.next_title, self.next_told):
            part.setVisible(after is not None)
        if after is not None:
            minutes = minutes_of(self.state, after)
            told = [ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)] if minutes else []
            told += [shown.one_line(after.prompt or after.verb)] if (after.prompt or after.verb).strip() else []
            self.theme.fonts.ensure(after.title + after.prompt + after.verb)
            self.then.setText(_("Then"))
            self.next_title.setText(shown.visible(after.title))
            self.next_told.setText(" · ".join(told))
            self.next_told.setVisible(bool(told))
        self.tick(self.given.now())

    def tick(self, now_ms: int) -> None:
        """The time it goes on, and how long that is."""
        state, block = self.state, self.block
        if block.started_ms is None or not minutes_of(state, block):
            said = (_("A break"), "", "")
            over = False
        else:
            left = remaining_ms(state, block, now_ms)
            over = left < 0
            paused = state.running.of(block.id).paused_ms is not None
            clock = times.clock(self.goes_on_ms(now_ms), zone_named(state.about.zone))
            minutes = -(-abs(left) // MINUTE) if not over else abs(left) // MINUTE
            if over:
                words = ngettext("{count} minute ago", "{count} minutes ago", minutes) if minutes else _("now")
            else:
                words = ngettext("in {count} minute", "in {count} minutes", minutes)
            told = words.format(count=minutes)
            if paused:
                told = _("The time stands still.")
            said = (_("It was to go on at") if over else _("We go on at"), clock, told)
        if (*said, over) == (*self._said, self.left.property("over")):
            return
        self._said = said
        self.on.setText(said[0])
        self.time.setText(said[1])
        self.time.setVisible(bool(said[1]))
        self.left.setText(said[2])
        self.left.setProperty("over", over)
        self.left.recolour("semantic.warning" if over else "text.secondary")
        self.time.setAccessibleName(_("{words} {time}").format(words=said[0], time=said[1]))

    # ---- what it says and hears ---------------------------------------------------------------------------------

    def subtitle(self) -> str:
        """When it goes on."""
        return " ".join(part for part in self._said[:2] if part)

    def hint(self) -> str:
        """What is said over coffee may be worth a line."""
        return _("Something said over coffee? Name: words")

    def heard(self, change: Change) -> None:
        """The plan, the pauses or the minutes changed."""
        if change.status is not Status.KEPT and (
            change.folded_again or any(fact.kind in _SHOWN for fact in change.facts)
        ):
            self.show_state()
            self.told.emit()

    def restyle(self) -> None:
        """The figures keep their width; at large text they are no larger than the stage."""
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.time.setAlignment(near_side(mirrored))
        font = self.theme.figures("room_timer")
        font.setPixelSize(min(font.pixelSize(), TALLEST))
        most = max(self.width() - 64, 240)
        while font.pixelSize() > 40 and _wide(font) > most:
            font.setPixelSize(font.pixelSize() - 8)
        self.time.setFont(font)
        self.mark.setVisible(self.theme.scale < WIDE_TEXT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another size of the figures."""
        super().resizeEvent(event)
        self.restyle()


def _wide(font: QFont) -> int:
    return QFontMetrics(font).horizontalAdvance("00:00")
