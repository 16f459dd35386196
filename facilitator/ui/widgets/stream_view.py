"""The stream as a list in which letters are commands for the current card."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from facilitator.ui.widgets.rows import RowsView


class StreamView(RowsView):
    """The stream: letters are commands for the current card.

    Signals:
        key_pressed: a key for the current card (the key's code).
    """

    key_pressed = Signal(int)

    COMMANDS = frozenset(
        {
            Qt.Key.Key_F2,
            Qt.Key.Key_E,
            Qt.Key.Key_H,
            Qt.Key.Key_Delete,
            Qt.Key.Key_B,
            Qt.Key.Key_T,
            Qt.Key.Key_M,
            Qt.Key.Key_Escape,
            Qt.Key.Key_K,
            Qt.Key.Key_Menu,
        }
    )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Commands for a card; everything else as in any list."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if plain and event.key() in self.COMMANDS:
            self.key_pressed.emit(event.key())
            event.accept()
            return
        super().keyPressEvent(event)
