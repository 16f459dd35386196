"""The agenda beside the stage: every block with the time it has now, and where the session stands against its plan."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from facilitator.session.drift import Drift, Place
from facilitator.session.modalities import Catalogue
from facilitator.ui import hues, shown, times
from facilitator.ui.lines import in_two
from facilitator.ui.run.drift_words import DriftWords, drift_words
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Hairline, Words
from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _

_Index = QModelIndex | QPersistentModelIndex
WIDE = 256
SIDE = 12
OFFER_AROUND = 24
"""What a button needs beside its words, in px."""


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A block as the column shows it."""

    block: str
    title: str
    time: str
    minutes: str
    icon: str
    hue: str
    done: bool = False
    running: bool = False
    skipped: bool = False

    def told(self) -> str:
        """The row as one text, for a screen reader."""
        state = _("left out") if self.skipped else _("over") if self.done else _("running now") if self.running else ""
        parts = (self.time, self.title, _("{minutes} min").format(minutes=self.minutes), state)
        return ". ".join(part for part in parts if part)


class RunAgendaModel(RowModel[AgendaRow]):
    """The blocks in order; only rows that changed are painted again."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(lambda row: row.told(), lambda row: row.block, tip=lambda row: row.title, parent=parent)
        self.catalogue = catalogue

    def show_drift(self, found: Drift, zone: datetime.tzinfo | None) -> None:
        """Take the times as they are now."""
        self.show_rows(self._row(place, zone, found.clocked) for place in found.places)

    def _row(self, place: Place, zone: datetime.tzinfo | None, clocked: bool) -> AgendaRow:
        block = place.block
        family = hues.of_block(block, self.catalogue)
        return AgendaRow(
            block.id,
            shown.one_line(block.title),
            "" if place.skipped or not clocked else times.clock(place.starts_ms, zone),
            str(place.minutes),
            hues.icon(family),
            f"modality.{family}.solid",
            place.done,
            place.running,
            place.skipped,
        )


class RunAgendaDelegate(QStyledItemDelegate):
    """Paints a block: time, tick or mark, title in up to two lines, minutes."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def _title_width(self, width: int) -> int:
        return max(width - 2 * SIDE - self._time_width() - self._mark_width() - self._minutes_width() + 4, 40)

    def _time_width(self) -> int:
        return self._theme.metrics("small").horizontalAdvance("00:00") + 8

    def _mark_width(self) -> int:
        return self._theme.mark(16) + 8

    def _minutes_width(self) -> int:
        return max(28, self._theme.metrics("small").horizontalAdvance("000") + 4)

    def _lines(self, row: AgendaRow, width: int) -> list[str]:
        """The title in one line, or in two."""
        return in_two(row.title, self._theme.font("small", weight=600 if row.running else 400), width)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """48 high, more where large text needs it."""
        row: AgendaRow | None = index.data(ROW)
        lines = 1 if row is None else len(self._lines(row, self._title_width(option.rect.width())))
        return QSize(option.rect.width(), max(self._theme.tall(48), lines * self._theme.line("small") + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One block."""
        row: AgendaRow | None = index.data(ROW)
        if row is None:
            return
        theme, rect = self._theme, QRect(option.rect)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if row.running or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.tint" if row.running else "surface.hover"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 6, 6)
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("accent.focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 2, -2, -3), 6, 6)
        past = row.done or row.skipped
        quiet = "text.tertiary" if past else "text.secondary"

        def box(start: int, wide: int) -> QRect:
            left = rect.right() + 1 - start - wide if mirrored else rect.left() + start
            return QRect(left, rect.top(), wide, rect.height())

        align = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.figures("small"))
        painter.setPen(theme.colour(quiet))
        time = self._time_width()
        painter.drawText(box(SIDE, time), align | Qt.AlignmentFlag.AlignLeft, row.time)
        mark = theme.mark(16)
        place = box(SIDE + time, mark)
        icon, hue = ("check", "accent.base") if row.done and not row.skipped else (row.icon, row.hue)
        if row.skipped:
            icon, hue = "minus", "text.tertiary"
        pixmap = theme.pixmap(icon, hue, mark, option.widget.devicePixelRatioF())
        painter.drawPixmap(place.left(), rect.top() + (rect.height() - mark) // 2, pixmap)
        painter.setFont(theme.figures("small"))
        minutes = self._minutes_width()
        place = box(rect.width() - SIDE - minutes, minutes)
        painter.drawText(place, align | Qt.AlignmentFlag.AlignTrailing, row.minutes)
        font = theme.font("small", weight=600 if row.running else 400)
        if row.skipped:
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(theme.colour("text.tertiary" if past else "text.primary"))
        wide = self._title_width(rect.width())
        lines = self._lines(row, wide)
        high = theme.line("small")
        top = rect.top() + (rect.height() - high * len(lines)) // 2
        for at, line in enumerate(lines):
            where = box(SIDE + time + self._mark_width(), wide)
            where.setTop(top + at * high)
            where.setHeight(high)
            painter.drawText(where, align | Qt.AlignmentFlag.AlignLeading, line)
        painter.restore()


class RunAgenda(QWidget):
    """The column.

    Signals:
        block_asked: a block was opened: to go to it (its id).
        menu_asked: a menu is wanted for a block (its id, where).
        offer_taken: the offer under the agenda was taken.
    """

    block_asked = Signal(str)
    menu_asked = Signal(str, object)
    offer_taken = Signal()

    def __init__(self, theme: Theme, catalogue: Catalogue) -> None:
        super().__init__()
        self._theme = theme
        self.said = DriftWords()
        self.model = RunAgendaModel(catalogue, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 16, 12, 8)
        column.setSpacing(8)
        self.list = RowsView(estimate=48)
        self.list.setObjectName("canvas")
        self.list.setAccessibleName(_("Agenda"))
        self.list.setItemDelegate(RunAgendaDelegate(theme, self.list))
        self.list.setModel(self.model)
        self.list.chosen.connect(self._chosen)
        self.list.menu_asked.connect(self._menu)
        column.addWidget(self.list, 1000)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(SIDE, 0, SIDE, 8)
        foot.setSpacing(4)
        foot.addWidget(Hairline(theme))
        self.head = Words(theme, "", "body_strong", "text.primary", wraps=True)
        self.body = Words(theme, "", "small", "text.secondary", wraps=True)
        self.offer = Button(theme, "", look="link")
        self.offer.clicked.connect(self.offer_taken)
        foot.addSpacing(8)
        self._mark = QLabel()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.head, 1)
        foot.addLayout(head)
        foot.addWidget(self.body)
        foot.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeading)
        self._foot.hide()  # until there is a drift to tell of
        column.addWidget(self._foot)
        column.addStretch()
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        self.setFixedWidth(round(WIDE * min(self._theme.scale, 1.4)))
        self.list.setStyleSheet(f"background: {self._theme.hex('surface.canvas')};")
        self.list.forget_heights()
        self._fit_list()
        self._show_mark()
        self._fit_offer()

    def _fit_list(self) -> None:
        """The list is as high as its blocks, so that the drift stands right below them; with many it scrolls."""
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, self.width() - 24, 48)
        delegate = self.list.itemDelegate()
        rows = range(self.model.rowCount())
        high = sum(delegate.sizeHint(option, self.model.index(row)).height() for row in rows)
        self.list.setMaximumHeight(max(high, 1) + 2)

    def show_drift(self, found: Drift, zone: datetime.tzinfo | None) -> None:
        """Take the times and words as they are now."""
        self.model.show_drift(found, zone)
        self._fit_list()
        said = drift_words(found, zone)
        if said == self.said:
            return
        self.said = said
        self._foot.setVisible(bool(said.head))
        self.head.setText(said.head)
        self._show_mark()
        self.body.setText(said.body)
        self.body.setVisible(bool(said.body))
        self.offer.setAccessibleName(said.offer)
        self.offer.setVisible(bool(said.offer))
        self._fit_offer()

    def _show_mark(self) -> None:
        theme = self._theme
        role = "semantic.warning" if self.said.late else "text.primary"
        self.head.recolour(role)
        self._mark.setPixmap(theme.pixmap("timer", role, theme.mark(16), self.devicePixelRatioF()))
        self._mark.setContentsMargins(0, max((theme.line("body_strong") - theme.mark(16)) // 2, 0), 0, 0)

    def _fit_offer(self) -> None:
        """The offer is in two lines where the column is too narrow for it: its number must be seen."""
        room = self.width() - 24 - 2 * SIDE - OFFER_AROUND
        self.offer.setText("\n".join(in_two(self.said.offer, self.offer.font(), room)))

    def _chosen(self, index: QModelIndex) -> None:
        row: AgendaRow | None = index.data(ROW)
        if row is not None:
            self.block_asked.emit(row.block)

    def _menu(self, index: QModelIndex, place: object) -> None:
        row: AgendaRow | None = index.data(ROW)
        if row is not None:
            self.menu_asked.emit(row.block, place)
