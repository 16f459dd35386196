"""Fields that look like words until one comes near: no edges before the pointer or the focus is there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from facilitator.session.errors import Told
from facilitator.ui.messages import worded
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Words

PAUSE_MS = 800
"""What was typed is taken after this pause, or when the field is left."""

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
        finished: it was left, or nothing was typed for a while.
    """

    finished = Signal()

    def __init__(self, theme: Theme, name: str, hint: str = "", *, most: int = 200) -> None:
        super().__init__()
        self._theme = theme
        self._most = most
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.finished)
        self.textChanged.connect(self._grow)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        self.setFont(theme.font("body"))
        self.setStyleSheet(
            "QPlainTextEdit { border: 1px solid transparent; border-radius: 6px; background: transparent;"
            " padding: 2px 5px; min-height: 0; }"
            f"QPlainTextEdit:hover {{ border-color: {theme.hex('line.control')}; }}"
            f"QPlainTextEdit:focus {{ border: 2px solid {theme.hex('accent.focus')}; padding: 1px 4px;"
            f" background: {theme.hex('surface.panel')}; }}"
        )
        self._grow()

    def put(self, text: str) -> None:
        """Show what holds, unless somebody is typing here."""
        if text != self.toPlainText() and not (self.hasFocus() and self.document().isModified()):
            self.setPlainText(text)
            self.document().setModified(False)

    def _grow(self) -> None:
        if self.document().isModified():
            self._pause.start()
        lines = max(self.document().size().height(), 1)
        tall = round(lines * self.fontMetrics().lineSpacing()) + 18
        most = self._theme.tall(self._most)
        always = Qt.ScrollBarPolicy.ScrollBarAsNeeded if tall > most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(always)
        self.setFixedHeight(min(max(tall, self._theme.tall(34)), most))

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

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(200, self.height())


class QuietLine(QLineEdit):
    """One line.

    Signals:
        finished: Enter, or it was left after something was typed.
    """

    finished = Signal()

    def __init__(self, theme: Theme, name: str, hint: str = "", *, trailing: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._held = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMaxLength(200)
        if trailing:
            self.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.returnPressed.connect(self._enter)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        self.setFont(theme.figures("body"))
        self.setStyleSheet(
            "QLineEdit { border: 1px solid transparent; background: transparent; padding: 0 7px;"
            f" min-height: {theme.tall(28) - 2}px; }}"
            f"QLineEdit:hover {{ border-color: {theme.hex('line.control')}; }}"
            f"QLineEdit:focus {{ border: 2px solid {theme.hex('accent.focus')}; padding: 0 6px;"
            f" background: {theme.hex('surface.panel')}; }}"
            f"QLineEdit:disabled {{ color: {theme.hex('text.secondary')}; }}"
        )

    def put(self, text: str) -> None:
        """Show what holds, unless somebody is typing here."""
        if not (self.hasFocus() and self.isModified()):
            self._held = text
            if text != self.text():
                self.setText(text)
                self.setCursorPosition(0)
            self.setModified(False)

    def _enter(self) -> None:
        self.finished.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left: taken."""
        super().focusOutEvent(event)
        if self.isModified():
            self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts back what was there."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.setText(self._held)
            self.setModified(False)
            event.accept()
            return
        super().keyPressEvent(event)


class Labelled(QWidget):
    """A label and a quiet field: above each other for words, side by side for values; a refusal stands under them."""

    def __init__(self, theme: Theme, label: str, take: Take, *, hint: str = "", lines: bool = False) -> None:
        super().__init__()
        self._take = take
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.label = Words(theme, label, "small" if lines else "body", "text.secondary", wraps=lines)
        self.field: QuietText | QuietLine
        if lines:
            self.field = QuietText(theme, label, hint)
            self.label.setContentsMargins(0, 2, 0, 0)
            holder = QHBoxLayout()
            holder.setContentsMargins(-8, 0, 0, 0)
            holder.addWidget(self.field)
            column.addWidget(self.label)
            column.addLayout(holder)
        else:
            self.field = QuietLine(theme, label, hint, trailing=True)
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(self.label)
            row.addWidget(self.field, 1)
            column.addLayout(row)
        self.label.setBuddy(self.field)
        self.trouble = Trouble(theme)
        column.addWidget(self.trouble)
        self.field.finished.connect(self.take)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.field.toPlainText() if isinstance(self.field, QuietText) else self.field.text()

    def put(self, text: str) -> None:
        """Show what holds."""
        self.field.put(text)

    def take(self) -> None:
        """Hand over what was typed; a refusal is said here and what was typed stays."""
        field = self.field
        if isinstance(field, QuietText):
            if not field.document().isModified():
                return
        elif not field.isModified():
            return
        try:
            shown = self._take(self.text)
        except Told as error:
            self.trouble.say(worded(error))
            return
        self.trouble.say("")
        if isinstance(field, QuietText):
            field.document().setModified(False)
        else:
            field.setModified(False)
            if shown is not None:
                field.put(shown)
