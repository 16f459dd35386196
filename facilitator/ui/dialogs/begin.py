"""Planning a session begins here: what it is called, and from which plan it begins, if from any."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from facilitator.catalogue import built_in
from facilitator.session.templates import Template
from facilitator.ui import hues, shown
from facilitator.ui.dialogs.ask import Panel
from facilitator.ui.lines import fit
from facilitator.ui.sides import far_side, near_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _

_Index = QModelIndex | QPersistentModelIndex
ITEM = ROW
SHOWN = 6


def described(template: Template | None) -> tuple[str, str]:
    """A plan's name and a line about it."""
    if template is None:
        return _("An empty plan"), _("Say what people should leave with; the guide proposes the rest.")
    return shown.one_line(template.name), shown.one_line(_(template.words) if template.words else "")


def _told(template: Template | None) -> str:
    name, words = described(template)
    return f"{name}. {words}"


class PlanDelegate(QStyledItemDelegate):
    """Paints a plan: its name and a line, at the far side how long it is, below its blocks as a thin strip."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del index
        theme = self._theme
        return QSize(option.rect.width(), 10 + theme.line("body") + theme.line("small") + 6 + 4 + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        template: Template | None = index.data(ITEM)
        theme, rect, state = self._theme, option.rect, option.state
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.tint" if chosen else "surface.hover"))
            painter.drawRoundedRect(rect, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        inner = rect.adjusted(12, 10, -12, -10)
        near, far = near_side(mirrored), far_side(mirrored)
        name, words = described(template)
        minutes = _("{minutes} min").format(minutes=template.minutes) if template is not None else ""
        top = QRect(inner.left(), inner.top(), inner.width(), theme.line("body"))
        painter.setFont(theme.font("body_strong"))
        painter.setPen(theme.colour("text.primary"))
        painter.drawText(top, near, fit(name, theme.font("body_strong"), inner.width() - 90))
        painter.setFont(theme.figures("small"))
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(top, far, minutes)
        below = QRect(inner.left(), top.bottom() + 1, inner.width(), theme.line("small"))
        painter.drawText(below, near, fit(words, theme.font("small"), inner.width()))
        if template is not None:
            self._strip(painter, template, QRect(inner.left(), below.bottom() + 6, inner.width(), 4), mirrored)
        painter.restore()

    def _strip(self, painter: QPainter, template: Template, box: QRect, mirrored: bool) -> None:
        blocks = [block for block in template.data["blocks"] if block.get("minutes")]
        total = max(sum(int(block["minutes"]) for block in blocks), 1)
        at = 0.0
        catalogue = built_in()
        for block in blocks:
            width = box.width() * int(block["minutes"]) / total
            broken = block.get("part") == "break"
            family = hues.BREAK if broken else hues.family(str(block.get("modality", "")), catalogue)
            left = box.right() + 1 - at - width if mirrored else box.left() + at
            painter.fillRect(
                QRect(round(left), box.top(), max(round(width) - 2, 1), 4),
                self._theme.colour(f"modality.{family}.solid"),
            )
            at += width


class BeginDialog(Panel):
    """Asks for a title and a plan to begin from."""

    def __init__(self, theme: Theme, templates: Sequence[Template], parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Plan a session"), parent, width=560)
        name = Words(theme, _("What is it called?"), "body", "text.secondary")
        self.field = QLineEdit()
        self.field.setMaxLength(200)
        self.field.setAccessibleName(_("What is it called?"))
        name.setBuddy(self.field)
        self.column.addWidget(name)
        self.column.addWidget(self.field)
        self.column.addSpacing(4)
        self.column.addWidget(Words(theme, _("Begin from"), "body", "text.secondary"))
        self.plans = RowModel[Template | None](_told, parent=self)
        self.plans.start_over([None, *templates])
        self.list = RowsView(estimate=58)
        self.list.setAccessibleName(_("Begin from"))
        self.list.setStyleSheet("background: transparent;")
        self.list.setItemDelegate(PlanDelegate(theme, self.list))
        self.list.setModel(self.plans)
        self.list.setCurrentIndex(self.plans.index(0))
        rows = min(self.plans.rowCount(), SHOWN)
        row = 30 + theme.line("body") + theme.line("small")
        self.list.setMinimumHeight(min(rows * row + 4, 420))
        self.list.chosen.connect(lambda _row: self._enter())
        self.column.addWidget(self.list, 1)
        cancel = Button(theme, _("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = Button(theme, _("Begin"), look="filled")
        self.go.clicked.connect(self.accept)
        self.go.setDefault(True)
        self.go.setEnabled(False)
        self.field.textChanged.connect(lambda typed: self.go.setEnabled(bool(typed.strip())))
        self.finish(cancel, self.go)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def text(self) -> str:
        """The title as typed."""
        return self.field.text().strip()

    @property
    def template(self) -> Template | None:
        """The plan to begin from, None for an empty one."""
        return self.plans.row(self.list.currentIndex().row())

    def _enter(self) -> None:
        if self.go.isEnabled():
            self.accept()
        else:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down from the title goes into the list."""
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus():
            first = self.list.currentIndex().row() == 0 and self.plans.rowCount() > 1
            if first:  # one is in the list, at the first plan; the empty one was chosen all along
                self.list.setCurrentIndex(self.plans.index(1))
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)
