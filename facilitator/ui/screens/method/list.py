"""The catalogue at the left: searched while one types, narrowed by chips, what is hidden said with its reason."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from facilitator.session.interview import PURPOSE_WORDS
from facilitator.session.modalities import Catalogue
from facilitator.ui import shown
from facilitator.ui.actions import native
from facilitator.ui.models.guide import length_words, short_name
from facilitator.ui.models.methods import (
    Finder,
    Found,
    MethodsModel,
    Wish,
    hidden_words,
    nothing_words,
    rows_of,
)
from facilitator.ui.screens.method.rows import MethodDelegate, MethodsView
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.filter_chip import FilterChip
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.plain import Button, IconButton, Words
from facilitator.ui.widgets.search_field import SearchField
from facilitator.words import _, ngettext

NONE_KEY = "Ctrl+Shift+E"
PEOPLE = (2, 4, 6, 8, 12, 14, 20, 30, 50, 100, 200)
MINUTES = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180)


def _people(count: int) -> str:
    return ngettext("{count} person", "{count} people", count).format(count=count)


class MethodsList(QWidget):
    """The column: title, search, filters, the list, and what is hidden.

    Signals:
        current_moved: another method is the current one (its id, empty for none).
        chosen: a method was opened (Enter).
        new_asked, import_asked: the buttons.
        remove_asked: the current one is to be put away.
        marked_changed: what is to be compared became different.
        compare_asked: those are wanted side by side.
    """

    current_moved = Signal(str)
    chosen = Signal(str)
    new_asked = Signal()
    import_asked = Signal()
    remove_asked = Signal()
    marked_changed = Signal()
    compare_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._finder = Finder(Catalogue())
        self._show_hidden = False
        self.marked: list[str] = []
        self.found = Found(())
        self.model = MethodsModel(self)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 12)
        column.setSpacing(0)
        self._head(column)
        self._filters(column)
        self.view = MethodsView(estimate=42)
        self.view.setAccessibleName(_("Methods"))
        self.view.setStyleSheet("background: transparent;")
        self.delegate = MethodDelegate(theme, self.view)
        self.view.setItemDelegate(self.delegate)
        self.view.setModel(self.model)
        self.view.current_moved.connect(self._moved)
        self.view.chosen.connect(lambda index: self.chosen.emit(self.model.rows[index.row()].id))
        self.view.typed.connect(self._type_on)
        self.view.remove_asked.connect(self.remove_asked)
        self.view.compare_asked.connect(lambda: self.mark(self.current))
        column.addWidget(self.view, 1)
        self._nothing(column)
        self._foot(column)
        theme.changed.connect(self.view.forget_heights)

    def _head(self, column: QVBoxLayout) -> None:
        theme = self._theme
        head = QHBoxLayout()
        head.setContentsMargins(24, 0, 16, 0)
        head.setSpacing(8)
        head.addWidget(Words(theme, _("Methods"), "title"))
        self.count = Words(theme, "", "body", "text.secondary")
        head.addWidget(self.count, 1)
        self.import_button = IconButton(theme, "upload", _("Import a method"), "Ctrl+I")
        self.import_button.clicked.connect(self.import_asked)
        self.new_button = IconButton(theme, "plus", _("Write a method of your own"), "Ctrl+Shift+M")
        self.new_button.clicked.connect(self.new_asked)
        head.addWidget(self.import_button)
        head.addWidget(self.new_button)
        column.addLayout(head)
        self.field = SearchField(theme, _("Name, purpose, what goes wrong"))
        self.field.changed.connect(lambda _text: self.refresh())
        self.field.down.connect(self.to_list)
        self.field.entered.connect(self._entered)
        holder = QHBoxLayout()
        holder.setContentsMargins(24, 10, 24, 8)
        holder.addWidget(self.field)
        column.addLayout(holder)

    def _filters(self, column: QVBoxLayout) -> None:
        theme = self._theme
        self.purpose = FilterChip(theme, _("Purpose"), [(one.value, _(one.words)) for one in PURPOSE_WORDS])
        self.people = FilterChip(theme, _("People"), [(str(n), _people(n)) for n in PEOPLE], _people)
        self.minutes = FilterChip(theme, _("Minutes"), [(str(n), length_words(n)) for n in MINUTES], length_words)
        chips = QWidget()
        flow = Flow(chips, gap=8)
        for chip in (self.purpose, self.people, self.minutes):
            chip.chosen.connect(self._narrowed)
            flow.addWidget(chip)
        holder = QHBoxLayout()
        holder.setContentsMargins(24, 0, 24, 8)
        holder.addWidget(chips, 1)
        column.addLayout(holder)

    def _nothing(self, column: QVBoxLayout) -> None:
        self.empty = QWidget()
        inner = QVBoxLayout(self.empty)
        inner.setContentsMargins(24, 12, 24, 0)
        inner.setSpacing(6)
        self.empty_words = Words(self._theme, "", "body", wraps=True)
        inner.addWidget(self.empty_words)
        self.nearest = Button(self._theme, "", look="link")
        self.nearest.clicked.connect(self._take_nearest)
        inner.addWidget(self.nearest, 0, Qt.AlignmentFlag.AlignLeading)
        inner.addStretch()
        self.empty.hide()
        column.addWidget(self.empty, 1)

    def _foot(self, column: QVBoxLayout) -> None:
        theme = self._theme
        self._hidden = QWidget()
        row = QHBoxLayout(self._hidden)
        row.setContentsMargins(24, 8, 20, 0)
        row.setSpacing(8)
        self.hidden = Words(theme, "", "small", "text.secondary", wraps=True)
        row.addWidget(self.hidden, 1)
        self.show_hidden = Button(theme, _("Show"), look="link")
        self.show_hidden.clicked.connect(self._toggle_hidden)
        row.addWidget(self.show_hidden)
        column.addWidget(self._hidden)
        self._comparing = QWidget()
        row = QHBoxLayout(self._comparing)
        row.setContentsMargins(24, 8, 16, 0)
        row.setSpacing(8)
        self.comparing = Words(theme, "", "small", "text.secondary", wraps=True)
        row.addWidget(self.comparing, 1)
        self.compare = Button(theme, _("Compare"))
        self.compare.clicked.connect(self.compare_asked)
        row.addWidget(self.compare)
        self.uncompare = IconButton(theme, "x", _("Compare none"), native(NONE_KEY), size=28)
        self.uncompare.clicked.connect(self.unmark)
        row.addWidget(self.uncompare)
        column.addWidget(self._comparing)
        self._comparing.hide()

    # ---- what holds -------------------------------------------------------------------------------------------------

    @property
    def wish(self) -> Wish:
        """What is looked for."""
        return Wish(
            self.field.line.text().strip(),
            self.purpose.value,
            int(self.people.value or 0),
            int(self.minutes.value or 0),
        )

    @property
    def current(self) -> str:
        """The current method's id."""
        row = self.view.currentIndex().row()
        return self.model.rows[row].id if 0 <= row < len(self.model.rows) else ""

    def show_catalogue(self, catalogue: Catalogue, choose: str = "") -> None:
        """Show these methods; the current one stays, unless another is to be chosen."""
        self._finder = Finder(catalogue)
        self.delegate.catalogue = catalogue
        own = sum(method.own for method in catalogue)
        words = str(len(catalogue) - own)
        if own:
            words = ngettext("{count}, and {own} of yours", "{count}, and {own} of yours", own).format(
                count=len(catalogue) - own, own=own
            )
        self.count.setText(words)
        self.marked = [method for method in self.marked if catalogue.get(method) is not None]
        self.refresh(choose)

    def refresh(self, choose: str = "") -> None:
        """Search again."""
        before = choose or self.current
        self.found = self._finder.find(self.wish)
        self.model.start_over(rows_of(self.found, show_hidden=self._show_hidden, marked=self.marked))
        none = not self.found.methods
        self.view.setVisible(bool(self.model.rows))
        self.empty.setVisible(none)
        if none:
            self.empty_words.setText(nothing_words(self.wish))
            near = self.found.nearest
            self.nearest.setVisible(near is not None)
            if near is not None:
                name = shown.on_button(short_name(near))
                self.nearest.setText(_("Nearest: {name}").format(name=name))
        self._hidden.setVisible(bool(self.found.hidden))
        self.hidden.setText(hidden_words(self.found.hidden) if self.found.hidden else "")
        self.show_hidden.setText(_("Hide") if self._show_hidden else _("Show"))
        self._show_comparing()
        row = self.model.row_of(before)
        if row < 0:
            row = next((place for place, entry in enumerate(self.model.rows) if entry.id), -1)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row))
        self.current_moved.emit(self.current)

    def _moved(self, index: QModelIndex) -> None:
        del index
        self.current_moved.emit(self.current)

    def _narrowed(self) -> None:
        self._show_hidden = False
        self.refresh()

    def _toggle_hidden(self) -> None:
        self._show_hidden = not self._show_hidden
        self.refresh()
        heading = next((row for row, entry in enumerate(self.model.rows) if entry.faint), 0)
        if self._show_hidden and heading and self.view.content_height:
            self.view.scrollTo(self.model.index(heading - 1), QAbstractItemView.ScrollHint.PositionAtTop)

    def _take_nearest(self) -> None:
        near = self.found.nearest
        if near is not None:
            self.show_method(near.id)

    def show_method(self, method: str) -> None:
        """Bring a method into sight; where a filter or the words hide it, they are taken back."""
        if self.model.row_of(method) < 0:
            self._clear()
        row = self.model.row_of(method)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row))
            self.view.scrollTo(self.model.index(row))
            self.to_list()

    def _clear(self) -> None:
        for part in (self.purpose, self.people, self.minutes):
            if part.value:
                part.take("")
        if self.field.line.text():
            self.field.line.clear()

    # ---- comparing --------------------------------------------------------------------------------------------------

    def mark(self, method: str) -> None:
        """Take a method among those to compare, or out again; of three the first gives way to a fourth."""
        if not method:
            return
        if method in self.marked:
            self.marked.remove(method)
        else:
            self.marked = [*self.marked, method][-3:]
        self.refresh()
        self.marked_changed.emit()

    def unmark(self) -> None:
        """Compare none."""
        self.marked = []
        self.refresh()
        self.marked_changed.emit()

    def _show_comparing(self) -> None:
        found = [self._finder.catalogue.get(method) for method in self.marked]
        names = ", ".join(short_name(method) for method in found if method is not None)
        self._comparing.setVisible(bool(names))
        self.compare.setEnabled(len(self.marked) > 1)
        alone = _("{name}. Mark another one with the space bar.").format(name=names)
        self.comparing.setText(alone if len(self.marked) == 1 else names)

    # ---- focus ------------------------------------------------------------------------------------------------------

    def to_list(self) -> None:
        """The focus goes into the list."""
        if self.model.rows:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def to_search(self) -> None:
        """The focus goes to the search field."""
        self.field.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.line.selectAll()

    def _entered(self) -> None:
        if self.current:
            self.chosen.emit(self.current)

    def _type_on(self, text: str) -> None:
        self.field.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.line.end(False)
        self.field.line.insert(text)
