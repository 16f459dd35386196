"""The search field: the words, how much was found and how fast, and a way to clear it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import IconButton, Words
from facilitator.words import _


class SearchField(QFrame):
    """A field 40 px high.

    Signals:
        changed: other words stand in it.
        down: the arrow key wants to go to the results.
        entered: Enter was pressed.
    """

    changed = Signal(str)
    down = Signal()
    entered = Signal()

    def __init__(self, theme: Theme, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("search")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        self._icon = QLabel()
        self.line = QLineEdit()
        self.line.setProperty("look", "bare")
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        self.line.setMaxLength(400)
        self.count = Words(theme, "", "small", "text.secondary")
        self._clear = IconButton(theme, "x", _("Clear"), "Esc", size=26)
        self._clear.clicked.connect(self.line.clear)
        self._clear.hide()
        for part in (self._icon, self.line, self.count, self._clear):
            row.addWidget(part)
        row.setStretchFactor(self.line, 1)
        self.line.textChanged.connect(self._changed)
        self.line.returnPressed.connect(self.entered)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        self.setFixedHeight(theme.tall(theme.size("control_large_h")))
        self.line.setFont(theme.font("capture"))
        self._icon.setPixmap(theme.pixmap("search", "text.secondary", theme.mark(18), self.devicePixelRatioF()))
        focused = self.line.hasFocus()
        edge = f"2px solid {theme.hex('accent.focus')}" if focused else f"1px solid {theme.hex('line.control')}"
        self.setStyleSheet(
            f"QFrame#search {{ border: {edge}; border-radius: 6px; background: {theme.hex('surface.panel')}; }}"
        )

    def _changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self.changed.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show focus on the edge; arrows lead on; Esc clears."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.restyle()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self.down.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and self.line.text():
                self.line.clear()
                return True
        return super().eventFilter(watched, event)
