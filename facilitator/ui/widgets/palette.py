"""The command palette: every action, place, session, person and theme by a few letters of its name.

A child of the window, over a flat scrim. The focus stays in the field; arrows move the row; Esc gives the focus back
to where it was. Words that were said come in a moment later, at the end, and never replace what was asked since.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from facilitator import tasks
from facilitator.session.errors import Told
from facilitator.ui import finding, fuzzy, shown
from facilitator.ui.actions import native
from facilitator.ui.finding import Entry, Row
from facilitator.ui.models.palette import ROW, PaletteModel, told
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.key_caps import KeyCaps
from facilitator.ui.widgets.palette_row import PaletteDelegate
from facilitator.ui.widgets.plain import Hairline, Words
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _

WIDTH, TOP, ROWS, EDGE = 656, 112, 8, 24
SHADOW = 28
PAUSE_MS = 150
NEAREST, EVERY_WORD = "nearest", "every word"


class Finds(Protocol):
    """Where the palette looks."""

    def entries(self) -> Sequence[Entry]:
        """Everything that can be found by its name, now."""

    def used(self) -> Sequence[str]:
        """Ids of what was used last, newest first."""

    def remember(self, entry: str) -> None:
        """It was used."""

    async def refresh(self) -> None:
        """Read anew what has to be read."""

    async def said(self, words: str) -> Sequence[Entry]:
        """Where these words were said."""

    def everywhere(self, words: str) -> None:
        """Search every word, on the page for that."""


class _Panel(QWidget):
    """The raised part."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """A raised surface with an edge."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line.hairline"), 1))
        painter.setBrush(self._theme.colour("surface.raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the rows is not a click beside the palette."""
        event.accept()


class Palette(QWidget):
    """The overlay.

    Signals:
        closed: it is gone again.
    """

    closed = Signal()

    def __init__(self, theme: Theme, finds: Finds, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._finds, self._over = theme, finds, parent
        self._before: QWidget | None = None
        self._entries: Sequence[Entry] = ()
        self._said: Sequence[Entry] = ()
        self._asked = 0
        self._chosen_by_hand = False
        self.setAccessibleName(_("Find or run"))
        self.model = PaletteModel(self)
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask_said)
        parent.installEventFilter(self)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    # ---- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        self.panel = _Panel(theme, self)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(20, 0, 19, 0)
        head.setSpacing(14)
        self._icon = QLabel()
        self.field = QLineEdit()
        self.field.setProperty("look", "bare")
        self.field.setMaxLength(200)
        self.field.setAccessibleName(_("Find or run"))
        self.field.setPlaceholderText(_("Type what you want to do, or a name"))
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        for part in (self._icon, self.field, KeyCaps(theme, "Esc")):
            head.addWidget(part)
        head.setStretchFactor(self.field, 1)
        column.addWidget(self._head)
        column.addWidget(Hairline(theme))
        self.list = RowsView(estimate=40)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("Found"))
        self.list.setStyleSheet("background: transparent;")
        self.list.setItemDelegate(PaletteDelegate(theme, self.list))
        self.list.setModel(self.model)
        self.list.activate_on_click = True
        self.list.chosen.connect(self._clicked)
        holder = QVBoxLayout()
        holder.setContentsMargins(0, 2, 0, 6)
        holder.addWidget(self.list)
        column.addLayout(holder)
        column.addWidget(self._more_part())
        column.addWidget(Hairline(theme))
        column.addWidget(self._foot_part())

    def _more_part(self) -> QWidget:
        theme = self._theme
        self.more = QWidget()
        more = QVBoxLayout(self.more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(0)
        more.addWidget(Hairline(theme))
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 10, 20, 12)
        inner.setSpacing(2)
        self._more_title = Words(theme, "", "body_strong", wraps=True)
        self._more_words = Words(theme, "", "small", "text.secondary", wraps=True)
        inner.addWidget(self._more_title)
        inner.addWidget(self._more_words)
        more.addLayout(inner)
        self.more.hide()
        return self.more

    def _foot_part(self) -> QWidget:
        theme = self._theme
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(20, 0, 20, 0)
        foot.setSpacing(4)
        for keys, words in ((("Up", "Down"), _("choose")), (("Enter",), _("do it")), (("Tab",), _("more about it"))):
            for key in keys:
                foot.addWidget(KeyCaps(theme, key))
            hint = Words(theme, words, "caption", "text.secondary")
            hint.setContentsMargins(4, 0, 14, 0)
            foot.addWidget(hint)
        foot.addStretch()
        self.count = Words(theme, "", "caption", "text.secondary")
        foot.addWidget(self.count)
        return self._foot

    def _restyle(self) -> None:
        theme = self._theme
        self._head.setFixedHeight(theme.tall(56))
        self._foot.setFixedHeight(theme.tall(36))
        font = QFont(theme.font("capture"))
        font.setPixelSize(round(18 * theme.scale))
        self.field.setFont(font)
        size = theme.mark(20)
        self._icon.setPixmap(theme.pixmap("search", "text.secondary", size, self.devicePixelRatioF()))
        self.list.forget_heights()
        self._place()

    # ---- opening and closing ------------------------------------------------------------------------------------

    def open(self) -> None:
        """Come up, empty, with what was used last; or go, when it is up already."""
        if self.isVisible():
            self.close_up()
            return
        focus = QApplication.focusWidget()
        self._before = focus if focus is not None and self._over.window().isAncestorOf(focus) else None
        self._entries, self._said = self._finds.entries(), ()
        self.more.hide()
        self.field.clear()
        self._fill()
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        self._place()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        tasks.start(self._refresh(), "read what the palette finds", self._failed)

    def close_up(self) -> None:
        """Go, and give the focus back to where it was."""
        if not self.isVisible():
            return
        self._asked += 1
        self._pause.stop()
        self.hide()
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    async def _refresh(self) -> None:
        await self._finds.refresh()
        if not self.isVisible():
            return
        self._entries = self._finds.entries()
        await tasks.in_thread(fuzzy.get_ready, [entry.words for entry in self._entries])
        if self.isVisible():
            self._fill(keep=True)

    def _failed(self, error: BaseException) -> None:
        """What cannot be read now is not found by name; searching it on its page says why."""
        if not isinstance(error, Told):
            raise error

    # ---- finding ------------------------------------------------------------------------------------------------

    @property
    def query(self) -> str:
        """What is looked for."""
        return self.field.text().strip()

    def _typed(self) -> None:
        self._asked += 1
        self._said = ()
        self._chosen_by_hand = False
        self._fill()
        if len(self.query) > 1 or (self.query and not self.query.isascii()):
            self._pause.start()
        else:
            self._pause.stop()

    def _ask_said(self) -> None:
        tasks.start(self._search(self.query, self._asked), "search what was said", self._failed)

    async def _search(self, words: str, mine: int) -> None:
        found = await self._finds.said(words)
        if mine == self._asked and self.isVisible():
            self._said = found
            self._fill(keep=True)

    def _fill(self, *, keep: bool = False) -> None:
        before = self.current()
        query = self.query
        if query:
            rows = finding.ranked([*self._entries, *self._said], query)
            if not any(row.entry is not None and row.entry.group != finding.SAID for row in rows):
                rows = [*self._nothing(query), *rows]
        else:
            rows = finding.at_first(self._entries, self._finds.used())
        self.model.start_over(rows)
        count = finding.count(rows)
        everything = len(self._entries) + len(self._said)
        self.count.setText(_("{count} of {all}").format(count=count, all=everything) if query else "")
        row = self.model.first()
        if keep and self._chosen_by_hand and before is not None:
            row = next((n for n, one in enumerate(rows) if one.entry and one.entry.id == before.id), row)
        self._take(row, say=not keep)
        self._place()

    def _nothing(self, query: str) -> list[Row]:
        near = fuzzy.nearest(query, [entry.words for entry in self._entries])
        rows = [Row(_("Nothing called “{words}”.").format(words=shown.isolated(query)))]
        if near:
            words = _("Did you mean “{words}”?").format(words=shown.isolated(near))
            rows.append(Row("", Entry(NEAREST, words, lambda: self.field.setText(near), icon="corner-down-right")))
        words = _("Search every word for “{words}”").format(words=shown.isolated(query))
        every = Entry(EVERY_WORD, words, lambda: self._finds.everywhere(query), icon="search", place=_("Sessions"))
        return [*rows, Row("", every)]

    # ---- choosing -----------------------------------------------------------------------------------------------

    def current(self) -> Entry | None:
        """The entry on the current row."""
        row: Row | None = self.list.currentIndex().data(ROW)
        return row.entry if row is not None else None

    def _take(self, row: int, *, say: bool = True) -> None:
        self.list.setCurrentIndex(self.model.index(row) if row >= 0 else QModelIndex())
        if row == self.model.first() and row > 0:
            self.list.verticalScrollBar().setValue(0)
        self._tell_more()
        if say and self.isVisible() and row >= 0:
            words = told(self.model.rows[row])
            place = finding.count(self.model.rows[: row + 1])
            whole = _("{words}, {place} of {all}").format(words=words, place=place, all=finding.count(self.model.rows))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, whole))

    def _tell_more(self) -> None:
        entry = self.current()
        if entry is None:
            self.more.hide()
            return
        self._more_title.setText(entry.words)
        self._theme.fonts.ensure(entry.words)
        key = _("Key: {keys}").format(keys=native(entry.keys)) if entry.keys else ""
        lines = [part for part in (entry.told, entry.why_not, entry.place, key) if part]
        self._more_words.setText("\n".join(lines))
        self._more_words.setVisible(bool(lines))

    def _clicked(self, index: QModelIndex) -> None:
        if index.data(ROW) is not None and index.data(ROW).entry is not None:
            self._take(index.row(), say=False)
            self.do_current()

    def do_current(self) -> None:
        """Do what the current row says, after the focus is back where it was."""
        entry = self.current()
        if entry is None:
            return
        if entry.id == NEAREST:
            entry.does()
            return
        if entry.why_not:
            self.more.show()
            self._tell_more()
            self._place()
            return
        self.close_up()
        if entry.id != EVERY_WORD and entry.group != finding.SAID:
            self._finds.remember(entry.id)
        entry.does()

    # ---- events -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field move the rows; the overlay follows the window."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
            self._place()
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: ROWS - 1,
            Qt.Key.Key_PageUp: 1 - ROWS,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._chosen_by_hand = True
            self._take(self.model.step(self.list.currentIndex().row(), steps[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.do_current()
        elif key == Qt.Key.Key_Escape:
            self.close_up()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.more.setVisible(not self.more.isVisible() and self.current() is not None)
            self._tell_more()
            self._place()
            if self.more.isVisible():
                words = f"{self._more_title.text()}. {self._more_words.text()}"
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside it closes it."""
        event.accept()
        self.close_up()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the panel in the middle."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if not self.isVisible() or self.width() < 2 * EDGE:
            return
        theme = self._theme
        width = min(round(WIDTH * max(1.0, min(theme.scale, 1.5))), self.width() - 2 * EDGE)
        top = min(TOP, self.height() // 8)
        inside = width - 40
        more = 0
        if self.more.isVisible():
            more = 25 + self._more_title.heightForWidth(inside)
            if self._more_words.text():
                more += 2 + self._more_words.heightForWidth(inside)
            self.more.setFixedHeight(more)
        fixed = self._head.height() + self._foot.height() + 2 + 8 + 2 + more
        headings = sum(row.entry is None for row in self.model.rows[: ROWS + 3])
        most = theme.tall(40) * ROWS + theme.tall(36) * min(headings, 3)
        room = max(self.height() - top - EDGE - fixed, theme.tall(40))
        self.panel.resize(width, self.panel.height())
        whole = self._content_height()
        self.list.setFixedHeight(max(min(whole, most, room), 0))
        self.panel.setGeometry(QRect((self.width() - width) // 2, top, width, fixed + self.list.height()))
        self.update()

    def _content_height(self) -> int:
        theme = self._theme
        return sum(theme.tall(36 if row.entry is None else 40) for row in self.model.rows)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The flat scrim, and the panel's shadow on it."""
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), scrim(theme))
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.panel.geometry())
        for step in range(SHADOW, 0, -2):
            painter.setBrush(QColor(0, 0, 0, 8 if theme.dark else 2))
            painter.drawRoundedRect(box.adjusted(-step, -step + 8, step, step + 8), 12 + step, 12 + step)


def scrim(theme: Theme) -> QColor:
    """The flat shade over the window behind the palette."""
    return QColor(0, 0, 0, 140) if theme.dark else QColor(0x1F, 0x1D, 0x1A, 0x52)
