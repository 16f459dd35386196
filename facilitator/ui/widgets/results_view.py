"""The list of sessions: typing in it goes on in the search field, arrows open and fold a series."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from facilitator.ui.models.sessions import ENTRY, Entry
from facilitator.ui.widgets.rows import RowsView


class ResultsView(RowsView):
    """The list.

    Signals:
        typed: a letter for the field.
        left: the arrow leads up out of the list.
        fold_asked: a series is to be opened or folded (its id).
    """

    typed = Signal(str)
    left = Signal()
    fold_asked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, estimate=72)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters go to the field; the arrow towards the words opens a series, the other folds it."""
        entry: Entry | None = self.currentIndex().data(ENTRY) if self.currentIndex().isValid() else None
        key, text = event.key(), event.text()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        onward, back = (Qt.Key.Key_Left, Qt.Key.Key_Right) if mirrored else (Qt.Key.Key_Right, Qt.Key.Key_Left)
        if entry is not None and entry.series and key in (onward, back, Qt.Key.Key_Space):
            self.fold_asked.emit(entry.series, not entry.opened if key == Qt.Key.Key_Space else key == onward)
        elif entry is not None and entry.inner and entry.row is not None and key == back:
            self.fold_asked.emit(entry.row.series, False)
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left.emit()
        elif text and text.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)
            return
        event.accept()
