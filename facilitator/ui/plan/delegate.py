"""How a row of the agenda is painted, and the field that opens in it."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtCore import QModelIndex as Model
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from facilitator.ui import hues, shown
from facilitator.ui.lines import fit
from facilitator.ui.plan.rows import ADD, BLOCK, DAY, GROUP, ROW, SUGGESTION, Row
from facilitator.ui.sides import far_side, near_side
from facilitator.ui.theme import Theme
from facilitator.words import _

_Index = Model | QPersistentModelIndex
SIDE, TIME, MINUTES, STAGE, CHIP = 20, 56, 84, 92, 84
INNER = 12
MINUTES_FIELD, TITLE_FIELD, GROUP_FIELD = "minutes", "title", "group"
SHORTEN = "shorten"


class AgendaDelegate(QStyledItemDelegate):
    """Paints rows; opens a field for a block's length or its title.

    Signals:
        typed: a field was finished (the block, which field, the text).
    """

    typed = Signal(str, str, str)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = MINUTES_FIELD
        self.begin_with = ""
        self.lens = False
        self.current = -1
        self.read_only = False

    # ---- sizes --------------------------------------------------------------------------------------------------

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row: Row | None = index.data(ROW)
        theme = self._theme
        height = {
            DAY: theme.tall(40),
            GROUP: theme.tall(26),
            ADD: theme.tall(48),
            SUGGESTION: theme.tall(52) + 12,
        }.get(row.kind if row is not None else "", theme.tall(52))
        if row is not None and row.kind == BLOCK and (row.note or row.clash):
            height += theme.line("caption") + 2
        if row is not None and row.kind == GROUP and row.last:
            height += 8
        return QSize(option.rect.width(), height)

    def _wide(self, px: int) -> int:
        return round(px * float(max(self._theme.scale, 1.0) ** 0.8))

    def minutes_box(self, rect: QRect, mirrored: bool) -> QRect:
        """Where a block's length stands."""
        wide = self._wide(MINUTES)
        left = rect.left() + SIDE + INNER if mirrored else rect.right() + 1 - SIDE - INNER - wide
        return QRect(left, rect.top(), wide, self._theme.tall(52))

    def _end(self, row: Row) -> int:
        """How wide what stands at the row's end is: minutes, or the words of a suggestion."""
        wide = self._wide(MINUTES)
        if row.kind != SUGGESTION:
            return wide
        return max(wide, self._theme.metrics("small").horizontalAdvance(row.minutes) + 4)

    def title_box(self, rect: QRect, mirrored: bool, row: Row) -> QRect:
        """Where a block's title and line stand."""
        mark = self._theme.mark(self._theme.size("modality_mark"))
        start = SIDE + INNER + self._wide(TIME) + mark + 14
        end = SIDE + INNER + self._end(row) + 8
        if row.pinned:
            end += self._wide(CHIP) + 8
        if self.lens:
            end += self._wide(STAGE) + 8
        width = max(rect.width() - start - end, 60)
        left = rect.right() + 1 - start - width if mirrored else rect.left() + start
        return QRect(left, rect.top(), width, self._theme.tall(52))

    def _under(self, rect: QRect, mirrored: bool, row: Row) -> QRect:
        """The line under a block's title and method: free time, or a clash."""
        words = self.title_box(rect, mirrored, row)
        return QRect(words.left(), rect.top() + self._theme.tall(52) - 4, words.width(), self._theme.line("caption"))

    def shorten_box(self, rect: QRect, mirrored: bool, row: Row) -> QRect:
        """Where the mend of a clash stands, behind its words."""
        under = self._under(rect, mirrored, row)
        said = self._theme.metrics("caption").horizontalAdvance(row.clash) + 12
        wide = self._theme.metrics("caption_strong").horizontalAdvance(_("Shorten")) + 8
        return QRect(self._from(under, said, wide, mirrored), under.top(), wide, under.height())

    def part_at(self, index: _Index, rect: QRect, place: QPoint) -> str:
        """The part of a row that can be clicked, at a place in it."""
        row: Row | None = index.data(ROW)
        if row is None or not row.mends or self.read_only:
            return ""
        mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return SHORTEN if self.shorten_box(rect, mirrored, row).adjusted(-4, -4, 4, 4).contains(place) else ""

    def handle_box(self, rect: QRect, mirrored: bool) -> QRect:
        """Where a row is taken hold of."""
        left = rect.right() + 1 - SIDE - 14 if mirrored else rect.left() + SIDE - 2
        return QRect(left, rect.top(), 16, self._theme.tall(52))

    # ---- painting -----------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row | None = index.data(ROW)
        if row is None:
            return
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.kind == DAY:
            self._day(painter, row, option.rect, mirrored)
        elif row.kind == GROUP:
            self._ground(painter, option)
            self._group(painter, row, option.rect, mirrored)
        else:
            if row.kind == SUGGESTION:
                self._outline(painter, option)
            self._ground(painter, option)
            if row.kind == ADD:
                self._add(painter, row, option.rect, mirrored)
            else:
                self._block(painter, row, option, mirrored)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme, state = self._theme, option.state
        box = QRectF(option.rect.adjusted(SIDE, 0, -SIDE, 0))
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.tint"))
            painter.drawRoundedRect(box, 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface.hover"))
            painter.drawRoundedRect(box, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)

    def _outline(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """What is only proposed is drawn as an outline."""
        option.rect = option.rect.adjusted(0, 6, 0, -6)
        pen = QPen(self._theme.colour("line.control"), 1)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(option.rect.adjusted(SIDE, 0, -SIDE, 0)).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _words(
        self, painter: QPainter, words: str, role: str, colour: str, box: QRect, mirrored: bool, *, end: bool = False
    ) -> None:
        """Words in their own direction, at the side where the row begins, or where it ends."""
        self._theme.fonts.ensure(words)
        usual = painter.layoutDirection()
        turned = shown.right_to_left(words)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if turned else Qt.LayoutDirection.LeftToRight)
        align = near_side(mirrored != end)
        font = self._theme.figures(role)
        painter.setFont(font)
        painter.setPen(self._theme.colour(colour))
        painter.drawText(box, align, fit(words, font, box.width()))
        painter.setLayoutDirection(usual)

    def _block(self, painter: QPainter, row: Row, option: QStyleOptionViewItem, mirrored: bool) -> None:
        theme, rect = self._theme, option.rect
        tall = theme.tall(52)
        time_w, mark = self._wide(TIME), theme.mark(theme.size("modality_mark"))
        time = QRect(self._from(rect, SIDE + INNER, time_w, mirrored), rect.top(), time_w, tall)
        self._words(painter, row.time, "body", "semantic.danger" if row.clash else "text.secondary", time, mirrored)
        x = self._from(rect, SIDE + INNER + time_w, mark, mirrored)
        box = QRectF(x, rect.top() + (tall - mark) / 2, mark, mark)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"modality.{row.family}.tint"))
        painter.drawRoundedRect(box, 6, 6)
        icon = theme.mark(16)
        ratio = painter.device().devicePixelRatioF()
        pixmap = theme.pixmap(hues.icon(row.family), f"modality.{row.family}.ink", icon, ratio)
        painter.drawPixmap(round(box.center().x() - icon / 2), round(box.center().y() - icon / 2), pixmap)
        words = self.title_box(rect, mirrored, row)
        body, small = theme.line("body"), theme.line("small")
        top = rect.top() + (tall - body - (small if row.line else 0)) // 2
        title = QRect(words.left(), top, words.width(), body)
        self._words(painter, row.title, "body" if row.is_break else "body_strong", "text.primary", title, mirrored)
        if row.line:
            line = QRect(words.left(), top + body, words.width(), small)
            self._words(painter, row.line, "small", "text.secondary", line, mirrored)
        if row.clash or row.note:
            under = self._under(rect, mirrored, row)
            colour = "semantic.danger" if row.clash else "text.secondary"
            self._words(painter, row.clash or row.note, "caption", colour, under, mirrored)
            if row.mends and not self.read_only:
                self._words(
                    painter,
                    _("Shorten"),
                    "caption_strong",
                    "text.link",
                    self.shorten_box(rect, mirrored, row),
                    mirrored,
                )
        minutes = self.minutes_box(rect, mirrored)
        if row.kind == SUGGESTION:
            minutes = QRect(self._to(rect, SIDE + INNER, self._end(row), mirrored), rect.top(), self._end(row), tall)
        role = "small" if row.kind == SUGGESTION else "body"
        self._words(painter, row.minutes, role, "text.secondary", minutes, mirrored, end=True)
        end = SIDE + INNER + self._wide(MINUTES) + 8
        if self.lens:
            wide = self._wide(STAGE)
            stage = QRect(self._to(rect, end, wide, mirrored), rect.top(), wide, tall)
            self._words(painter, row.stage, "small", "text.secondary", stage, mirrored)
            end += wide + 8
        if row.pinned:
            self._chip(
                painter, row, QRect(self._to(rect, end, self._wide(CHIP), mirrored), rect.top(), self._wide(CHIP), tall)
            )
        state = option.state
        near = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver
        if row.kind == BLOCK and state & near and not self.read_only:
            handle = self.handle_box(rect, mirrored)
            pixmap = theme.pixmap("grip-vertical", "text.tertiary", 14, ratio)
            painter.drawPixmap(handle.left(), handle.center().y() - 7, pixmap)

    def _chip(self, painter: QPainter, row: Row, box: QRect) -> None:
        theme = self._theme
        metrics = QFontMetrics(theme.figures("small"))
        icon = theme.mark(14)
        wide = min(metrics.horizontalAdvance(row.pinned) + icon + 20, box.width())
        tall = theme.line("small") + 6
        frame = QRectF(box.right() - wide, box.top() + (box.height() - tall) / 2, wide, tall)
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(theme.colour("surface.panel"))
        painter.drawRoundedRect(frame, 4, 4)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(
            round(frame.left() + 7),
            round(frame.center().y() - icon / 2),
            theme.pixmap("pin", "text.secondary", icon, ratio),
        )
        painter.setFont(theme.figures("small"))
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(frame.adjusted(icon + 11, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter, row.pinned)

    def _group(self, painter: QPainter, row: Row, rect: QRect, mirrored: bool) -> None:
        theme = self._theme
        tall = theme.tall(26)
        start = SIDE + INNER + self._wide(TIME)
        x = rect.right() + 1 - start - 2 if mirrored else rect.left() + start
        painter.fillRect(QRect(x, rect.top(), 2, tall), theme.colour(f"modality.{row.family}.solid"))
        room = rect.width() - start - 22 - SIDE
        name_w = min(QFontMetrics(theme.font("small", weight=500)).horizontalAdvance(row.title) + 8, room // 2)
        name = QRect(self._from(rect, start + 22, name_w, mirrored), rect.top(), name_w, tall)
        self._words(painter, row.title, "small", "text.primary", name, mirrored)
        rest_w = max(room - name_w - 4, 20)
        rest = QRect(self._from(rect, start + 22 + name_w + 4, rest_w, mirrored), rect.top(), rest_w, tall)
        self._words(painter, row.line or _("nobody yet"), "small", "text.secondary", rest, mirrored)

    def _add(self, painter: QPainter, row: Row, rect: QRect, mirrored: bool) -> None:
        theme = self._theme
        tall, time_w = theme.tall(48), self._wide(TIME)
        time = QRect(self._from(rect, SIDE + INNER, time_w, mirrored), rect.top(), time_w, tall)
        self._words(painter, row.time, "body", "text.secondary", time, mirrored)
        mark, icon = theme.mark(theme.size("modality_mark")), theme.mark(16)
        x = self._from(rect, SIDE + INNER + time_w, mark, mirrored)
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(
            x + (mark - icon) // 2, rect.top() + (tall - icon) // 2, theme.pixmap("plus", "text.secondary", icon, ratio)
        )
        width = QFontMetrics(theme.font("body")).horizontalAdvance(row.title) + 4
        words = QRect(self._from(rect, SIDE + INNER + time_w + mark + 14, width, mirrored), rect.top(), width, tall)
        self._words(painter, row.title, "body", "text.secondary", words, mirrored)
        cap = QRectF(0, rect.top() + (tall - 18) / 2, 18, 18)
        cap.moveLeft(words.left() - 28 if mirrored else words.right() + 10)
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(theme.colour("surface.panel"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(theme.colour("text.secondary"))
        painter.setFont(theme.font("caption"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, "B")

    def _day(self, painter: QPainter, row: Row, rect: QRect, mirrored: bool) -> None:
        theme = self._theme
        box = rect.adjusted(SIDE + INNER, 8, -SIDE - INNER, 0)
        self._words(painter, row.title, "caption_strong", "text.secondary", box, mirrored)
        words = f"{row.minutes}, {row.clash}" if row.clash else row.minutes
        self._words(
            painter, words, "small", "semantic.danger" if row.clash else "text.secondary", box, mirrored, end=True
        )
        painter.setPen(theme.colour("line.hairline"))
        painter.drawLine(box.left(), rect.bottom(), box.right(), rect.bottom())

    @staticmethod
    def _from(rect: QRect, x: int, width: int, mirrored: bool) -> int:
        return rect.right() + 1 - x - width if mirrored else rect.left() + x

    @staticmethod
    def _to(rect: QRect, x: int, width: int, mirrored: bool) -> int:
        return rect.left() + x if mirrored else rect.right() + 1 - x - width

    # ---- the field in a row -------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        del option
        row: Row | None = index.data(ROW)
        title = row.title if row else ""
        names = {
            MINUTES_FIELD: _("Length of {title}"),
            TITLE_FIELD: _("Title of {title}"),
            GROUP_FIELD: _("Name and people of {title}"),
        }
        editor = QLineEdit(parent)
        editor.setMaxLength(200 if self.field != GROUP_FIELD else 4000)
        editor.setAccessibleName(names[self.field].format(title=title))
        editor.setFont(self._theme.figures("small" if self.field == GROUP_FIELD else "body"))
        if self.field == MINUTES_FIELD:
            mirrored = parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
            editor.setAlignment(far_side(mirrored))
        editor.setStyleSheet(
            f"QLineEdit {{ min-height: 0; padding: 0 8px; background: {self._theme.hex('surface.panel')}; }}"
        )
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        row: Row | None = index.data(ROW)
        if row is None or not isinstance(editor, QLineEdit) or editor.property("filled"):
            return
        editor.setProperty("filled", True)
        if self.begin_with:
            editor.setText(self.begin_with)
        else:
            usual = {MINUTES_FIELD: row.minutes.split(" ")[0], TITLE_FIELD: row.title}
            editor.setText(usual.get(self.field, f"{row.title}: {row.line}"))
            editor.selectAll()
        self.begin_with = ""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row | None = index.data(ROW)
        if row is None:
            return
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        tall = self._theme.tall(32)
        top = option.rect.top() + (self._theme.tall(52) - tall) // 2
        if self.field == MINUTES_FIELD:
            box = self.minutes_box(option.rect, mirrored)
            wide = max(self._wide(72), 64)
            editor.setGeometry(box.left() - 4 if mirrored else box.right() + 5 - wide, top, wide, tall)
        elif self.field == GROUP_FIELD:
            start = SIDE + INNER + self._wide(TIME) + 12
            wide = option.rect.width() - start - SIDE - INNER
            editor.setGeometry(
                self._from(option.rect, start, wide, mirrored), option.rect.top(), wide, self._theme.tall(26)
            )
        else:
            box = self.title_box(option.rect, mirrored, row)
            editor.setGeometry(box.left() - 10, top, box.width() + 10, tall)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        del model
        row: Row | None = index.data(ROW)
        if row is not None and isinstance(editor, QLineEdit):
            key = row.key.partition(":")[2] if row.kind == GROUP else row.block
            self.typed.emit(key, self.field, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Up and down finish a length and go on to the next one."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and isinstance(editor, QLineEdit) and self.field == MINUTES_FIELD:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                return True
            return super().eventFilter(editor, event)
        return super().eventFilter(editor, event)
