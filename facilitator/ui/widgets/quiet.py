"""Fields that look like words until one comes near: no edges before the pointer or the focus is there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from facilitator.session.errors import Told
from facilitator.ui import shown
from facilitator.ui.messages import worded
from facilitator.ui.sides import far_side, near_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Words

PAUSE_MS = 800
"""What was typed is taken after this pause, or when the field is left."""

BLEED = 8
"""How far a field's edge stands outside its words: labels beside it are set in by as much, so that words line up."""

Take = Callable[[str], str | None]
"""Takes what was typed. Gives the words as they are to be shown, or None for as typed; refuses by raising."""


def narrow(box: QComboBox) -> None:
    """Let a list of choices be narrower than its longest one."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(10)


class Trouble(Words):
    """Why something typed was not taken: one sentence under its field."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "small", "semantic.danger", wraps=True)
        self.hide()

    def say(self, words: str) -> None:
        """The sentence, or nothing."""
        self.setText(words)
        self.setVisible(bool(words))


class QuietText(QPlainTextEdit):
    """Several lines, as tall as what is in it.

    Signals:
        finished: it was left.
        paused: nothing was typed for a while.
    """

    finished = Signal()
    paused = Signal()

    def __init__(self, theme: Theme, name: str, hint: str = "", *, most: int = 200) -> None:
        super().__init__()
        self._theme = theme
        self._most = most
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.paused)
        self.textChanged.connect(self._grow)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        self.setFont(theme.font("body"))
        self.setStyleSheet(
            "QPlainTextEdit { border: 1px solid transparent; border-radius: 6px; background: transparent;"
            " padding: 2px 3px; min-height: 0; }"
            f"QPlainTextEdit:hover {{ border-color: {theme.hex('line.control')}; }}"
            f"QPlainTextEdit:focus {{ border: 2px solid {theme.hex('accent.focus')}; padding: 1px 2px;"
            f" background: {theme.hex('surface.panel')}; }}"
        )
        self._grow()

    def put(self, text: str) -> None:
        """Show what holds, unless somebody is typing here: then at most what somebody else made of it."""
        here = self.toPlainText()
        typing = self.hasFocus() and (self.document().isModified() or here.strip() == text.strip())
        if text != here and not typing:
            self._theme.fonts.ensure(text)
            self.setPlainText(text)
            self.document().setModified(False)

    def _grow(self) -> None:
        if self.document().isModified():
            self._pause.start()
        lines = max(self.document().size().height(), 1)
        tall = round(lines * self.fontMetrics().lineSpacing())
        if self.document().isEmpty() and self.placeholderText():
            wide = QRect(0, 0, max(self.viewport().width() - 8, 40), 10_000)
            wraps = int(Qt.TextFlag.TextWordWrap)
            tall = max(tall, self.fontMetrics().boundingRect(wide, wraps, self.placeholderText()).height())
        wanted = max(tall + 14, self._theme.tall(28))
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(on if wanted > self._most else off)
        self.setFixedHeight(min(wanted, self._most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self._grow()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left: taken."""
        super().focusOutEvent(event)
        self._pause.stop()
        if self.document().isModified():
            self.finished.emit()

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the field's own as long as it has something to take back; then they are the session's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            lets_through = (event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable()) or (
                event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable()
            )
            if lets_through:
                event.ignore()
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The column scrolls, unless one is in a field that is longer than it is tall."""
        if self.hasFocus() and self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(200, self.height())


class QuietLine(QLineEdit):
    """One line.

    Signals:
        finished: Enter, or it was left after something was typed.
        paused: nothing was typed for a while.
    """

    finished = Signal()
    paused = Signal()

    def __init__(self, theme: Theme, name: str, hint: str = "", *, trailing: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._held = ""
        self._trailing = trailing
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMaxLength(200)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.paused)
        self.textEdited.connect(lambda _text: self._pause.start())
        self.returnPressed.connect(self._enter)
        self._align()
        theme.changed.connect(self.restyle)
        self.restyle()

    def _align(self) -> None:
        """Values stand at the far side of their row, whatever the direction of their words."""
        if self._trailing:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self.setAlignment(far_side(mirrored))

    def changeEvent(self, event: QEvent) -> None:
        """Mirrored, or back."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        self.setFont(theme.figures("body"))
        self.setStyleSheet(
            "QLineEdit { border: 1px solid transparent; background: transparent; padding: 0 5px;"
            f" min-height: {theme.tall(28) - 2}px; }}"
            f"QLineEdit:hover {{ border-color: {theme.hex('line.control')}; }}"
            f"QLineEdit:focus {{ border: 2px solid {theme.hex('accent.focus')}; padding: 0 4px;"
            f" background: {theme.hex('surface.panel')}; }}"
            f"QLineEdit:disabled {{ color: {theme.hex('text.secondary')}; }}"
        )

    def put(self, text: str) -> None:
        """Show what holds, unless somebody is typing here: then only what somebody else made of it."""
        news, self._held = text != self._held, text
        if not self.hasFocus() or (news and not self.isModified()):
            if text != self.text():
                self._theme.fonts.ensure(text)
                self.setText(text)
                self.setCursorPosition(0)
            self.setModified(False)
        self.setToolTip(shown.tip(text) if self.fontMetrics().horizontalAdvance(text) > self.width() - 16 else "")

    def show_taken(self, text: str) -> None:
        """What was typed was understood as this."""
        self._held = text
        self.setText(text)
        self.setModified(False)

    def _enter(self) -> None:
        self._pause.stop()
        self.finished.emit()
        if not self.isModified() and self.text() != self._held:
            self.show_taken(self._held)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left: taken."""
        super().focusOutEvent(event)
        self._pause.stop()
        if self.isModified():
            self.finished.emit()
        if not self.isModified() and self.text() != self._held:
            self.put(self._held)

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the field's own as long as it has something to take back; then they are the session's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            lets_through = (event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()) or (
                event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            )
            if lets_through:
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts back what was there."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._pause.stop()
            self.setText(self._held)
            self.setModified(False)
            event.accept()
            return
        super().keyPressEvent(event)


class QuietChoice(QComboBox):
    """A list of choices without edges; a small arrow says that there are others."""

    def __init__(self, theme: Theme, name: str, *, trailing: bool = False) -> None:
        super().__init__()
        self._theme, self._trailing, self._near = theme, trailing, False
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        narrow(self)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        self.setFont(self._theme.font("body"))
        self.setFixedHeight(self._theme.tall(28))
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is near."""
        super().enterEvent(event)
        self._near = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is away."""
        super().leaveEvent(event)
        self._near = False
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The column scrolls; turning over a choice changes nothing."""
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """There is no menu."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The choice and its arrow; an edge when one is near."""
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        near = self._near and self.isEnabled()
        if near:
            painter.setPen(QPen(theme.colour("line.control"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        arrow = theme.mark(14)
        left = BLEED if mirrored else self.width() - BLEED - arrow
        if self.isEnabled():
            pixmap = theme.pixmap("chevron-down", "text.secondary", arrow, self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - arrow) // 2, pixmap)
        room = self.rect().adjusted(BLEED, 0, -BLEED, 0)
        room.adjust(*((arrow + 6, 0, 0, 0) if mirrored else (0, 0, -arrow - 6, 0)))
        words = QFontMetrics(self.font()).elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width())
        to_right = self._trailing != mirrored
        align = near_side(to_right)
        painter.setPen(theme.colour("text.primary"))
        painter.setFont(self.font())
        painter.drawText(room, align, words)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, self.height())

    def minimumSizeHint(self) -> QSize:
        """It may be narrow."""
        return QSize(80, self.height())


class Labelled(QWidget):
    """A label and a quiet field: above each other for words, side by side for values; a refusal stands under them."""

    def __init__(self, theme: Theme, label: str, take: Take, *, hint: str = "", lines: bool = False) -> None:
        super().__init__()
        self._take = take
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.label = Words(theme, label, "small" if lines else "body", "text.secondary")
        self.field: QuietText | QuietLine
        if lines:
            self.field = QuietText(theme, label, hint)
            self.label.setContentsMargins(BLEED, 2, BLEED, 0)
            self.label.setWordWrap(True)
            column.addWidget(self.label)
            column.addWidget(self.field)
        else:
            self.field = QuietLine(theme, label, hint, trailing=True)
            self.label.setContentsMargins(BLEED, 0, BLEED, 0)
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(0)
            row.addWidget(self.label)
            row.addWidget(self.field, 1)
            column.addLayout(row)
        self.label.setBuddy(self.field)
        self.trouble = Trouble(theme)
        self.trouble.setContentsMargins(BLEED, 0, BLEED, 2)
        column.addWidget(self.trouble)
        self.field.finished.connect(self.take)
        self.field.paused.connect(self._take_meanwhile)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.field.toPlainText() if isinstance(self.field, QuietText) else self.field.text()

    def put(self, text: str) -> None:
        """Show what holds."""
        self.field.put(text)

    @property
    def changed(self) -> bool:
        """Whether something was typed that is not taken yet."""
        field = self.field
        return field.document().isModified() if isinstance(field, QuietText) else field.isModified()

    def _unchanged(self) -> None:
        if isinstance(self.field, QuietText):
            self.field.document().setModified(False)
        else:
            self.field.setModified(False)

    def _take_meanwhile(self) -> None:
        """Take it while one goes on typing; what is refused may become right with the next letter."""
        if not self.changed:
            return
        try:
            self._take(self.text)
        except Told:
            return
        self._unchanged()

    def take(self) -> None:
        """Hand over what was typed; a refusal is said here and what was typed stays."""
        if not self.changed:
            return
        try:
            shows = self._take(self.text)
        except Told as error:
            self.trouble.say(worded(error))
            return
        self.trouble.say("")
        self._unchanged()
        if shows is not None and isinstance(self.field, QuietLine):
            self.field.show_taken(shows)
