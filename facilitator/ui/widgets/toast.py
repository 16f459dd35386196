"""One line over the page that says what was done, with at most one action: never over the capture bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from facilitator.ui.actions import native
from facilitator.ui.messages import Message
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.key_caps import KeyCaps
from facilitator.ui.widgets.plain import Button, IconButton, Words
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.session.store import Change, Store

MARGIN = 14
DISMISS_KEY = "Ctrl+Shift+X"

_ICONS = {"Ctrl+Z": "undo-2", "Ctrl+Shift+Z": "redo-2"}
"""What stands before the word of an action that has one of these keys."""


class Toast(QWidget):
    """Shows messages one at a time at the trailing end, above what ``foot`` (px) says is never covered."""

    def __init__(self, theme: Theme, parent: QWidget, *, foot: Callable[[], int]) -> None:
        super().__init__(parent)
        self._theme = theme
        self._foot = foot
        self._over = parent
        self._message: Message | None = None
        self._store: Callable[[], Store] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16 + MARGIN, 9 + MARGIN, 10 + MARGIN, 9 + MARGIN)
        self._row.setSpacing(10)
        self._icon = QLabel()
        self._words = Words(theme, "", "body")
        self._words.setMaximumWidth(560)
        self._words.setWordWrap(False)
        self._action = Button(theme, "", look="link")
        self._key = KeyCaps(theme, "")
        self._close = IconButton(theme, "x", _("Dismiss"), native(DISMISS_KEY), size=24)
        for part in (self._icon, self._words, self._action, self._key, self._close):
            self._row.addWidget(part)
        for button in (self._action, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the typing where it is
        self._action.clicked.connect(self._act)
        self._close.clicked.connect(self.dismiss)
        parent.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        """What is said now; empty when nothing is."""
        return self._words.text() if self.isVisible() else ""

    def show_message(self, message: Message) -> None:
        """Say it, in place of what was said before."""
        self._message = message
        if message.undoes and self._store is not None:
            self._store().subscribe(self._heard)
            self._store = None
        theme = self._theme
        self._icon.setVisible(bool(message.icon))
        if message.icon:
            role = "semantic.warning" if message.warns else "semantic.success"
            self._icon.setPixmap(theme.pixmap(message.icon, role, theme.mark(18), self.devicePixelRatioF()))
        self._words.setWordWrap(False)
        self._words.setMinimumWidth(0)
        self._words.setText(message.words)
        if self._words.sizeHint().width() > 560:
            self._words.setWordWrap(True)
            self._words.setMinimumWidth(560)
        self._action.setText(message.action)
        self._action.setIcon(QIcon())
        self._action.setAccessibleName(message.action)
        self._action.show_icon(_ICONS.get(message.key, ""))
        self._action.setVisible(bool(message.action))
        self._key.put(message.key)
        self._key.setVisible(bool(message.key))
        self._close.setVisible(message.warns)
        self.adjustSize()
        self.place()
        self.raise_()
        self.show()
        QTimer.singleShot(0, self, self.place)  # the page may be about to be laid out anew
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, message.words))
        if message.warns:
            self._timer.stop()
        else:
            self._timer.start(message.stays_ms)

    def follow(self, store: Callable[[], Store]) -> None:
        """A line that offers to take back the last step goes when another step is made, or this one is taken back."""
        self._store = store

    def _heard(self, change: Change) -> None:
        from facilitator.session.store import Status

        message = self._message
        if message is None or not message.undoes or not self._timer.isActive() or change.status is not Status.HEARD:
            return
        step = change.command is None or change.command.STEP
        if step and change.bodies and all(fact.actor is None for fact in change.facts):  # not what a phone gave
            self.dismiss()

    def dismiss(self) -> None:
        """Say nothing more."""
        self._timer.stop()
        self.hide()

    def _act(self) -> None:
        message = self._message
        self.dismiss()
        if message is not None and message.does is not None:
            message.does()

    def place(self) -> None:
        """Stand above what is never covered, as it is now."""
        parent = self._over
        size: QSize = self.sizeHint()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = 24 - MARGIN if mirrored else parent.width() - size.width() - 24 + MARGIN
        foot = min(self._foot(), parent.height() // 2)
        self.setGeometry(x, parent.height() - size.height() - foot - 12 + MARGIN, size.width(), size.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the corner."""
        moves = (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)
        if event.type() in moves and watched is not self and self.isVisible():
            self.place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """A raised line with a soft shadow."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.setPen(Qt.PenStyle.NoPen)
        for step in range(MARGIN, 0, -1):
            shade = QColor(0, 0, 0, 2 if not self._theme.dark else 8)
            painter.setBrush(shade)
            painter.drawRoundedRect(box.adjusted(-step, -step + 4, step, step), 8 + step, 8 + step)
        painter.setPen(QPen(self._theme.colour("line.strong"), 1))
        painter.setBrush(self._theme.colour("surface.raised"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
