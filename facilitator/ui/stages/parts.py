"""Parts that several stages show: the question, the steps as a line, the phases as a bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from facilitator.session.agenda import Block
from facilitator.session.modalities import Modality
from facilitator.session.saying import catch_at, say_at
from facilitator.session.steps import RunStep
from facilitator.ui import shown
from facilitator.ui.lines import fit
from facilitator.ui.theme import Theme
from facilitator.words import _

PROMPT_SIZES = (28, 24, 20)
PROMPT_LINES = 3


def scrolled(stage: QWidget) -> tuple[QScrollArea, QVBoxLayout]:
    """A page within a stage that scrolls where there is too little room, and the column of what stands on it."""
    outer = QVBoxLayout(stage)
    outer.setContentsMargins(0, 0, 0, 0)
    area, page = QScrollArea(), QWidget()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    page.setObjectName("panel")
    area.setWidget(page)
    outer.addWidget(area)
    column = QVBoxLayout(page)
    column.setSpacing(0)
    return area, column


class PromptWords(QScrollArea):
    """The question of the activity: as large as fits in three lines, then smaller, then it scrolls."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.setWidget(self._label)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.restyle)

    def put(self, words: str) -> None:
        """Show these words."""
        if words != self._label.text():
            self._theme.fonts.ensure(words)
            self._label.setText(words)
            self._label.setAccessibleName(words)
            right = shown.right_to_left(words)
            self._label.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)
            self.setVisible(bool(words.strip()))
            self.restyle()

    def text(self) -> str:
        """The words."""
        return self._label.text()

    def restyle(self) -> None:
        """The largest size at which the words keep to three lines."""
        theme = self._theme
        self._label.setStyleSheet(f"color: {theme.hex('text.primary')};")
        font = QFont(theme.font("prompt"))
        width = max(self.width(), 200)
        height = line = 0
        for size in PROMPT_SIZES:
            font.setPixelSize(max(round(size * theme.scale), 1))
            metrics = QFontMetrics(font)
            line = metrics.lineSpacing()
            flags = int(Qt.TextFlag.TextWordWrap)
            height = metrics.boundingRect(QRect(0, 0, width, 10_000), flags, self._label.text()).height()
            if height <= line * PROMPT_LINES:
                break
        self._label.setFont(font)
        self.setFixedHeight(min(height, line * PROMPT_LINES) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another number of lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.restyle()


def catch_words(kinds: str) -> str:
    """What is to be caught, in a line of its own."""
    return _("To catch: {kinds}").format(kinds=kinds) if kinds else ""


def catch_hint(kinds: str) -> str:
    """What stands in the empty line where something is to be caught."""
    line = shown.one_line(kinds).strip()
    return _("Name: what was said, to catch: {kinds}").format(kinds=line) if line else ""


def say_and_catch(block: Block, method: Modality | None, step: RunStep | None) -> str:
    """What to say and do at a step, and in a line of its own what to catch."""
    lines = (say_at(block, method, step), catch_words(catch_at(block, method, step)))
    return "\n".join(line for line in lines if line)


class _StepsPart(QWidget):
    """Steps one can go to: what the line and the bar have in common.

    Signals:
        step_asked: a step was chosen by hand, from 0.
    """

    step_asked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.steps: tuple[RunStep, ...] = ()
        self.step = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()
        theme.changed.connect(self._again)

    def show_steps(self, steps: Sequence[RunStep], step: int) -> None:
        """Show these; ``step`` is the one that is on."""
        if (tuple(steps), step) == (self.steps, self.step):
            return
        self.steps, self.step = tuple(steps), step
        for one in self.steps:
            self._theme.fonts.ensure(one.name)
        self.setVisible(bool(self.steps))
        if self.steps:
            at = min(step, len(self.steps) - 1)
            told = _("Step {number} of {count}: {name}")
            self.setAccessibleName(told.format(number=at + 1, count=len(self.steps), name=self.steps[at].name))
        self._again()

    def _again(self) -> None:
        self.updateGeometry()
        self.update()

    def _places(self) -> list[QRect]:
        """Where each step lies; every form of the strip lays its steps out itself."""
        raise NotImplementedError

    def step_under(self, place: QPoint) -> int:
        """The step at a place in the widget, -1 for none."""
        return next((at for at, rect in enumerate(self._places()) if rect.contains(place)), -1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """To the step that was clicked."""
        found = self.step_under(event.position().toPoint())
        if found >= 0:
            self.step_asked.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the step beside."""
        by = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            by = -by
        if by and 0 <= self.step + by < len(self.steps):
            self.step_asked.emit(self.step + by)
        else:
            super().keyPressEvent(event)


def step_words(step: RunStep) -> str:
    """A step in a few words: ``Pairs, 8 min``."""
    name = shown.one_line(step.name)
    return _("{step}, {minutes} min").format(step=name, minutes=step.minutes) if step.minutes else name


class StepsLine(_StepsPart):
    """The steps in one line that wraps: past ones with a tick, the one that is on in bold."""

    GAP = 24

    def _laid_out(self, width: int) -> tuple[list[QRect], int]:
        theme = self._theme
        high = theme.tall(28)
        x = y = 0
        rects = []
        for place, step in enumerate(self.steps):
            font = theme.font("body", weight=600 if place == self.step else 400)
            wide = QFontMetrics(font).horizontalAdvance(step_words(step)) + theme.mark(16) + 10
            wide = min(wide, max(width, 60))
            if x and x + wide > width:
                x, y = 0, y + high
            rects.append(QRect(x, y, wide, high))
            x += wide + self.GAP
        return rects, y + high

    def height_at(self, width: int) -> int:
        """How high it is at a width, in px."""
        return self._laid_out(width)[1] if self.steps else 0

    def _places(self) -> list[QRect]:
        rects, _high = self._laid_out(self.width())
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            rects = [QRect(self.width() - r.x() - r.width(), r.y(), r.width(), r.height()) for r in rects]
        return rects

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(300, self._laid_out(max(self.width(), 200))[1])

    def minimumSizeHint(self) -> QSize:
        """It may be narrow."""
        return QSize(80, self._theme.tall(28))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self.setFixedHeight(self._laid_out(self.width())[1])

    def _again(self) -> None:
        self.setFixedHeight(self._laid_out(max(self.width(), 200))[1])
        super()._again()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The steps."""
        del event
        theme, painter = self._theme, QPainter(self)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        ratio = self.devicePixelRatioF()
        for place, (step, rect) in enumerate(zip(self.steps, self._places(), strict=True)):
            on, past = place == self.step, place < self.step
            icon = "check" if past else ("users-round" if on else "circle")
            mark = theme.mark(16)
            x = rect.right() - mark if mirrored else rect.left()
            colour = "accent.base" if past or on else "text.tertiary"
            top = rect.top() + (rect.height() - mark) // 2
            painter.drawPixmap(x, top, theme.pixmap(icon, colour, mark, ratio))
            font = theme.font("body", weight=600 if on else 400)
            painter.setFont(font)
            painter.setPen(theme.colour("text.primary" if on else "text.secondary"))
            start = mark + 6
            left = rect.left() if mirrored else rect.left() + start
            room = QRect(left, rect.top(), rect.width() - start, rect.height())
            words = fit(step_words(step), font, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, words)


class PhaseBar(_StepsPart):
    """Phases as segments 36 high, as wide as their minutes; the one that is on in the hue of its modality."""

    GAP = 4
    LEAST = 96

    def __init__(self, theme: Theme, family: str) -> None:
        self.family = family
        self.icon = ""
        self.over = ""
        super().__init__(theme)

    def say_over(self, words: str) -> None:
        """By how much the phase that is on runs over; empty while it does not."""
        if words != self.over:
            self.over = words
            self.update()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(400, self._theme.tall(36))

    def minimumSizeHint(self) -> QSize:
        """One row, as narrow as there is room."""
        return QSize(120, self._theme.tall(36))

    def _places(self) -> list[QRect]:
        count = len(self.steps)
        if not count:
            return []
        room = self.width() - self.GAP * (count - 1)
        least = min(self.LEAST, room // count)
        weights = [max(step.minutes, 1) for step in self.steps]
        free = room - least * count
        rects, x = [], 0
        for place, weight in enumerate(weights):
            wide = least + round(free * weight / sum(weights))
            if place == count - 1:
                wide = self.width() - x
            left = self.width() - x - wide if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else x
            rects.append(QRect(left, 0, wide, self._theme.tall(36)))
            x += wide + self.GAP
        return rects

    def _tail(self, step: RunStep, on: bool, metrics: QFontMetrics, room: int) -> str:
        """The minutes of a phase and by how much it runs over, as far as they leave its name whole."""
        minutes = str(step.minutes) if step.minutes else ""
        over = self.over if on else ""
        both = _("{minutes}, {over}").format(minutes=minutes, over=over) if minutes and over else ""
        return next((tail for tail in (both, over, minutes) if tail and metrics.horizontalAdvance(tail) <= room), "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The phases."""
        del event
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        ratio = self.devicePixelRatioF()
        for place, (step, rect) in enumerate(zip(self.steps, self._places(), strict=True)):
            on, past = place == self.step, place < self.step
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(f"modality.{self.family}.tint" if on else "surface.sunken"))
            painter.drawRoundedRect(rect, 6, 6)
            ink = f"modality.{self.family}.ink" if on else "text.secondary"
            inner = rect.adjusted(12, 0, -12, 0)
            icon = "check" if past else (self.icon if on else "")
            if icon:
                mark = theme.mark(16)
                x = inner.right() - mark + 1 if mirrored else inner.left()
                top = inner.top() + (inner.height() - mark) // 2
                painter.drawPixmap(x, top, theme.pixmap(icon, "accent.base" if past else ink, mark, ratio))
                inner = inner.adjusted(0, 0, -mark - 8, 0) if mirrored else inner.adjusted(mark + 8, 0, 0, 0)
            small = theme.font("small", weight=600 if on else 400)
            painter.setPen(theme.colour(ink))
            font = theme.font("body", weight=600 if on else 400)
            name = shown.one_line(step.name)
            free = inner.width() - QFontMetrics(font).horizontalAdvance(name) - 8
            tail = self._tail(step, on, QFontMetrics(small), free)
            if tail:
                painter.setFont(small)
                tail_w = painter.fontMetrics().horizontalAdvance(tail)
                painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing, tail)
                inner = inner.adjusted(tail_w + 8, 0, 0, 0) if mirrored else inner.adjusted(0, 0, -tail_w - 8, 0)
            painter.setFont(font)
            words = fit(name, font, inner.width())
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, words)
