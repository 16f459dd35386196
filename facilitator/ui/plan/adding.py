"""What the next block is: a method of the catalogue, a break, or something of one's own; found by typing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from facilitator.session.agenda import BREAK
from facilitator.session.modalities import Catalogue
from facilitator.session.notation import fold
from facilitator.ui import hues
from facilitator.ui.dialogs.ask import Panel
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button
from facilitator.ui.widgets.row_model import Index, RowModel
from facilitator.words import _

PLAIN = ""


class _Choices(RowModel[tuple[str, str, str]]):
    def __init__(self, theme: Theme, catalogue: Catalogue, parent: QWidget) -> None:
        super().__init__(lambda row: row[1], parent=parent)
        self._theme, self._catalogue = theme, catalogue
        self.narrow("")

    def narrow(self, words: str) -> None:
        """Show what these words may mean; whatever they are, they may be a title."""
        wanted = fold(words)
        rows = [(method.id, method.name, hues.family(method.id, self._catalogue)) for method in self._catalogue]
        rows.append((BREAK, _("Break"), hues.BREAK))
        found = [row for row in rows if wanted in fold(row[1])]
        title = words.strip()
        if title:
            found.append((PLAIN, _("A block called “{title}”").format(title=title[:60]), hues.USUAL))
        else:
            found.append((PLAIN, _("A plain block"), hues.USUAL))
        self.start_over(found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words, and the mark of the method."""
        if index.isValid() and role == Qt.ItemDataRole.DecorationRole:
            family = self.rows[index.row()][2]
            return self._theme.pixmap(hues.icon(family), f"modality.{family}.ink", 16)
        return super().data(index, role)


class AddBlockDialog(Panel):
    """The question. ``chosen`` is the method's id (empty: a plain block) and the title typed."""

    def __init__(self, theme: Theme, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Add a block"), parent, width=460)
        self.chosen: tuple[str, str] | None = None
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("A method, a break, or a title"))
        self.field.setAccessibleName(_("A method, a break, or a title"))
        self.column.addWidget(self.field)
        self.choices = _Choices(theme, catalogue, self)
        self.list = QListView()
        self.list.setAccessibleName(_("Blocks to add"))
        self.list.setModel(self.choices)
        self.list.setMinimumHeight(320)
        ink = theme.hex("text.primary")
        self.list.setStyleSheet(
            f"QListView {{ border: none; background: transparent; outline: 0; color: {ink}; }}"
            f"QListView::item {{ padding: 6px 8px; border-radius: 6px; }}"
            f"QListView::item:selected {{ background: {theme.hex('accent.tint')}; color: {ink}; }}"
        )
        self.list.setFont(theme.font("body"))
        self.list.activated.connect(lambda _index: self._take())
        self.list.clicked.connect(lambda _index: self._take())
        self.column.addWidget(self.list)
        self.field.textChanged.connect(self._narrow)
        cancel = Button(theme, _("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = Button(theme, _("Add"), look="filled")
        self.go.setDefault(True)
        self.go.clicked.connect(self._take)
        self.finish(cancel, self.go)
        self._narrow("")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _narrow(self, words: str) -> None:
        self.choices.narrow(words)
        self.list.setCurrentIndex(self.choices.index(0))

    def _take(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.choices.rows):
            key = self.choices.rows[row][0]
            self.chosen = (key, self.field.text().strip() if key == PLAIN else "")
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move in the list while one types."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = min(max(self.list.currentIndex().row() + step, 0), len(self.choices.rows) - 1)
            self.list.setCurrentIndex(self.choices.index(row))
            event.accept()
            return
        super().keyPressEvent(event)
