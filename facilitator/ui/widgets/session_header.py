"""The header of a session: what it is called and when it is, its steps in the middle, finding and more at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from facilitator.ui.actions import MORE_KEY, Action, native, tip
from facilitator.ui.sides import near_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.key_caps import KeyCaps
from facilitator.ui.widgets.plain import Button, IconButton, OneLine
from facilitator.words import _

STEP, SIDE, GAP, EDGE = 84, 24, 16, 10
SMALLEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class StepName:
    """A step in the header. ``stays`` is False for one that opens a window rather than a page."""

    id: str
    words: Callable[[], str]
    keys: str
    stays: bool = True


class StepButton(QAbstractButton):
    """A word; the current step has a line under it."""

    def __init__(self, theme: Theme, name: StepName) -> None:
        super().__init__()
        self._theme = theme
        self.setText(name.words())
        self.setToolTip(tip(name.words(), name.keys))
        self.setCheckable(name.stays)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Every step equally wide, and wider only for a long word."""
        metrics = self._theme.metrics("body_strong")
        return QSize(max(STEP, metrics.horizontalAdvance(self.text()) + 24), self._theme.tall(56))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Lit under the pointer."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The word and its line."""
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        lit = on or self.underMouse() or self.isDown()
        painter.setFont(theme.font("body_strong" if on else "body"))
        painter.setPen(theme.colour("text.primary" if lit else "text.secondary"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.base"))
            middle, half = self.width() / 2, min(self.width(), STEP) / 2 - 16
            width = max(half, theme.metrics("body_strong").horizontalAdvance(self.text()) / 2 + 4)
            painter.drawRect(QRectF(middle - width, self.height() - 2, 2 * width, 2))


class FindOrRun(QAbstractButton):
    """A button that looks like the field it opens."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setText(_("Find or run"))
        self.setToolTip(tip(_("Find or run"), "Ctrl+K"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # by a click the palette comes over what has the focus
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 8, 0)
        row.addStretch()
        self._caps = KeyCaps(theme, "Ctrl+K")
        row.addWidget(self._caps)
        self.small = False
        theme.changed.connect(self.updateGeometry)

    def shrink(self, small: bool) -> None:
        """Only the icon, where there is little room."""
        if small != self.small:
            self.small = small
            self._caps.setVisible(not small)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as its words and its key."""
        theme = self._theme
        tall = theme.tall(theme.size("control_h"))
        if self.small:
            return QSize(tall, tall)
        words = theme.metrics("body").horizontalAdvance(self.text())
        return QSize(10 + theme.mark(16) + 8 + words + 10 + self._caps.sizeHint().width() + 8, tall)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sunken field with a glass and its words."""
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line.strong"), 1) if self.underMouse() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface.sunken"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        mark = theme.mark(16)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = (self.width() - mark) // 2 if self.small else self.width() - 10 - mark if mirrored else 10
        pixmap = theme.pixmap("search", "text.secondary", mark, self.devicePixelRatioF())
        painter.drawPixmap(x, (self.height() - mark) // 2, pixmap)
        if self.small:
            return
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text.secondary"))
        words = self.rect().adjusted(0, 0, -18 - mark, 0) if mirrored else self.rect().adjusted(18 + mark, 0, 0, 0)
        painter.drawText(words, near_side(mirrored), self.text())


class ActionButton(Button):
    """What can be done on the current step, with its key beside it where there is room."""

    def __init__(self, theme: Theme, action: Action) -> None:
        self._caps: KeyCaps | None = None
        self._seen = True
        super().__init__(theme, action.words(), look="quiet", icon=action.icon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the typing where it is
        keys = action.keys[0] if action.keys else ""
        self.setToolTip(tip(action.words(), keys))
        if keys:
            row = QHBoxLayout(self)
            row.setContentsMargins(EDGE, 0, EDGE, 0)
            row.addStretch()
            self._caps = KeyCaps(theme, keys)
            row.addWidget(self._caps)
            self.restyle()

    def show_key(self, seen: bool) -> None:
        """Its key, or its words alone."""
        if self._caps is not None and seen != self._seen:
            self._seen = seen
            self._caps.setVisible(seen)
            self.restyle()
            self.updateGeometry()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        super().restyle()
        if self._caps is None or not self._seen:
            self.setStyleSheet("")
            return
        room = EDGE + self._caps.sizeHint().width() + 8
        self.setStyleSheet(f"QPushButton {{ padding: 0 {room}px 0 {EDGE}px; }}")  # which turns with the window


class SessionHeader(QWidget):
    """56 px at the top of a session.

    Signals:
        step_asked: a step was chosen (its id).
        find_asked: the palette is wanted.
        more_asked: the menu is wanted, at a place on the screen.
    """

    step_asked = Signal(str)
    find_asked = Signal()
    more_asked = Signal(QPoint)

    def __init__(self, theme: Theme, steps: Sequence[StepName]) -> None:
        super().__init__()
        self._theme = theme
        self._titles = QWidget(self)
        titles = QVBoxLayout(self._titles)
        titles.setContentsMargins(0, 0, 0, 0)
        titles.setSpacing(0)
        self.title = OneLine(theme, "", "bar_title")
        self.when = OneLine(theme, "", "caption", "text.secondary")
        titles.addStretch()
        titles.addWidget(self.title)
        titles.addWidget(self.when)
        titles.addStretch()
        self._middle = QWidget(self)
        self._middle.setAccessibleName(_("Steps"))
        middle = QHBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.steps: dict[str, StepButton] = {}
        for name in steps:
            button = StepButton(theme, name)
            button.clicked.connect(lambda _checked=False, step=name.id: self.step_asked.emit(step))
            if name.stays:
                self._group.addButton(button)
            self.steps[name.id] = button
            middle.addWidget(button)
        self._end = QWidget(self)
        end = self._end_row = QHBoxLayout(self._end)
        end.setContentsMargins(0, 0, 0, 0)
        end.setSpacing(8)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        end.addLayout(self._actions)
        self.find_button = FindOrRun(theme)
        self.find_button.clicked.connect(self.find_asked)
        self.more = IconButton(theme, "ellipsis", _("More"), native(MORE_KEY))
        self.more.clicked.connect(self._show_more)
        end.addWidget(self.find_button)
        end.addWidget(self.more)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        self.setFixedHeight(self._theme.tall(self._theme.size("session_header_h")))
        self._place()
        QTimer.singleShot(0, self, self._place)  # buttons that came later take the theme after this

    def take(self, step: str) -> None:
        """Show a step as the current one."""
        self.steps[step].setChecked(True)

    def offer(self, actions: Sequence[Action], do: Callable[[str], object]) -> None:
        """The buttons of the current step, before *Find or run*."""
        while (item := self._actions.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for action in actions:
            button = ActionButton(self._theme, action)
            button.clicked.connect(lambda _checked=False, action=action.id: do(action))
            self._actions.addWidget(button)
            button.show()  # until then a layout gives it no room
        self._actions.invalidate()
        self._place()

    def _shorten(self, keys: bool, small: bool) -> None:
        """Show the keys of the step's buttons, or not; and of *Find or run* only the glass."""
        for at in range(self._actions.count()):
            item = self._actions.itemAt(at)
            button = item.widget() if item is not None else None
            if isinstance(button, ActionButton):
                button.show_key(keys)
        self.find_button.shrink(small)
        self._actions.invalidate()
        self._end_row.invalidate()

    def _show_more(self) -> None:
        self.more_asked.emit(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys nobody takes go on to the window."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Title, steps and end find their places."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """The steps stand in the middle of the header, and give way when the title or the end needs the room."""
        whole, tall = self.width(), self.height()
        steps = self._middle.sizeHint().width()
        end = 0
        for keys, small in ((True, False), (False, False), (False, True)):
            self._shorten(keys, small)
            end = self._end.sizeHint().width()
            if SIDE + SMALLEST_TITLE + GAP + steps + GAP + end + SIDE <= whole:
                break
        left = (whole - steps) // 2
        left = min(left, whole - 16 - end - GAP - steps)
        left = max(left, SIDE + min(SMALLEST_TITLE, self._titles.sizeHint().width()) + GAP)
        title = max(left - GAP - SIDE, 0)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft

        def put(part: QWidget, x: int, width: int) -> None:
            part.setGeometry(QRect(whole - x - width if mirrored else x, 0, width, tall))

        put(self._titles, SIDE, title)
        put(self._middle, left, steps)
        put(self._end, max(whole - 16 - end, left + steps), end)
        self._end_row.activate()  # else its parts keep the room of what was tried before until the next turn
