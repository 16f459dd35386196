"""What a chip offers, as a list under it: narrowed by typing where it is long, chosen by a click or Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from facilitator.session.people import name_key
from facilitator.ui.models.choices import Choice
from facilitator.ui.models.facets import Facet
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.facet import FacetDelegate
from facilitator.ui.widgets.row_model import RowModel
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _

LONG = 16
"""From so many choices on there is a field to type in."""
TALLEST, NARROWEST, WIDEST = 420, 240, 420
_GROUP = "choice"


class ChoiceList(QFrame):
    """The list. It closes when something was chosen, by Esc, and when somewhere else is clicked.

    Signals:
        chosen: a choice was taken (its value).
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, choices: Sequence[Choice], value: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme, self._choices, self._value = theme, choices, value
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("choices")
        self.setAccessibleName(name)
        self.setStyleSheet(
            f"QFrame#choices {{ background: {theme.hex('surface.raised')}; border: 1px solid"
            f" {theme.hex('line.strong')}; border-radius: 8px; }}"
        )
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(4, 6, 4, 6)
        column.setSpacing(6)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Find"))
        self.line.setAccessibleName(_("Find in {name}").format(name=name))
        self.line.setMaxLength(200)
        self.line.textChanged.connect(lambda _text: self._show())
        self.line.installEventFilter(self)
        holder = QVBoxLayout()
        holder.setContentsMargins(12, 4, 12, 0)
        holder.addWidget(self.line)
        column.addLayout(holder)
        self.line.setVisible(len(choices) > LONG)  # not before it has a parent: it would be a window of its own
        self.model: RowModel[Facet] = RowModel(_told, lambda facet: facet.key, parent=self)
        self.view = RowsView(estimate=32)
        self.view.setAccessibleName(name)
        self.view.setStyleSheet("background: transparent;")
        self.view.setItemDelegate(FacetDelegate(theme, self.view))
        self.view.setModel(self.model)
        self.view.activate_on_click = True
        self.view.chosen.connect(self._chosen)
        self.view.installEventFilter(self)
        column.addWidget(self.view)
        for choice in choices:
            theme.fonts.ensure(choice.label)
        self._show()

    def _show(self) -> None:
        typed = name_key(self.line.text()) if self.line.text().strip() else ""
        found = [one for one in self._choices if not typed or (one.value and typed in name_key(one.label))]
        self.model.show_rows(
            Facet(one.label, _GROUP, one.value, one.count, one.icon, one.colour, one.value == self._value)
            for one in found
        )
        row = max(self.model.row_of("" if typed else self._value), 0)
        if found:
            self.view.setCurrentIndex(self.model.index(row))

    def open_under(self, place: QPoint, width: int) -> None:
        """Show it under a chip as wide as ``width`` whose lower corner is at ``place``, inside the screen."""
        theme = self._theme
        words = max(theme.metrics("body").horizontalAdvance(one.label) for one in self._choices)
        wide = max(min(words + 120, round(WIDEST * theme.scale)), NARROWEST)
        self.resize(wide, 200)
        self._column.activate()
        field = self.line.sizeHint().height() + 10 if self.line.isVisibleTo(self) else 0
        tall = min(self.view.content_height + field + 24, TALLEST)
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        x, y = place.x(), place.y()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x += width - wide
        if screen is not None:
            room = screen.availableGeometry()
            tall = min(tall, room.height() - 16)
            x = max(min(x, room.right() - wide), room.left())
            y = max(min(y, room.bottom() - tall), room.top())
        self.setGeometry(x, y, wide, tall)
        self.show()
        (self.line if field else self.view).setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows lead through the list from the field, Enter takes the current row, letters go to the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.close()
                return True
            if watched is self.line and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                row = self.view.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
                self.view.setCurrentIndex(self.model.index(min(max(row, 0), self.model.rowCount() - 1)))
                return True
            if watched is self.line and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._chosen(self.view.currentIndex())
                return True
            if watched is self.view and self.line.isVisible() and event.text().strip() and event.text().isprintable():
                self.line.setFocus()
                self.line.insert(event.text())
                return True
        return super().eventFilter(watched, event)

    def _chosen(self, index: QModelIndex) -> None:
        facet = self.model.row(index.row())
        if facet is not None:
            self.close()
            self.chosen.emit(facet.key)


def _told(facet: Facet) -> str:
    words = f"{facet.label}, {facet.count}" if facet.count >= 0 else facet.label
    return _("{choice}, chosen").format(choice=words) if facet.chosen else words
