"""The capture bar: one line with the whole notation, chips that show what was understood, names after two letters."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from facilitator.session.notation import (
    SIGN_OF,
    Known,
    Line,
    complete_name,
    complete_theme,
    parse_line,
)
from facilitator.session.privacy import initials
from facilitator.ui import kinds, shown, times
from facilitator.ui.lines import fit
from facilitator.ui.theme import Theme
from facilitator.words import _

_HEAD = re.compile(r"""(?P<before>\s*(?:\^\s*)?)(?P<sign>[*&=?!"~+]|/[^\s:,/]+(?=\s|$))?""")


def with_kind(text: str, kind: str, known: Known) -> str:
    """The line with another kind's sign in place of its own; the same kind again takes the sign away."""
    line = parse_line(text, known)
    start = 0
    if line.names and line.kind is not None:
        before = _HEAD.match(text)
        if before is None or not before.group("sign"):
            start = text.find(":", line.names[-1].start) + 1
    head = _HEAD.match(text, start)
    assert head is not None
    place = head.end("before")
    rest = text[head.end() :] if head.group("sign") and line.kind is not None else text[place:]
    if line.kind == kind:
        return text[:place] + rest.lstrip()
    sign = SIGN_OF.get(kind, f"/{kind}")
    return f"{text[:place]}{sign} {rest.lstrip()}"


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was understood. ``look`` is plain, kind, person or new."""

    words: str
    icon: str = ""
    colour: str = "text.secondary"
    look: str = "plain"
    letters: str = ""


class ChipRow(QWidget):
    """Chips under the bar, painted from what the parser found."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.chips: list[Chip] = []
        self.hint = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chips(self, chips: list[Chip], hint: str = "") -> None:
        """Show these; the hint stands where there are none."""
        self.chips, self.hint = chips, hint
        self.setAccessibleName(", ".join(chip.words for chip in chips) or hint)
        self.update()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(200, self._theme.tall(24))

    def minimumSizeHint(self) -> QSize:
        """One row, as narrow as there is room."""
        return QSize(40, self._theme.tall(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chips, as many as there is room for."""
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ratio = self.devicePixelRatioF()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        height = theme.tall(24)
        if not self.chips:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text.tertiary"))
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
            painter.drawText(
                QRect(0, 0, self.width(), height), align, fit(self.hint, theme.font("small"), self.width())
            )
            return
        x = 0
        for chip in self.chips:
            font = theme.font("small", weight=600 if chip.look == "kind" else 500)
            room = self.width() - x - 28
            if room < 24:
                break
            theme.fonts.ensure(chip.words)
            words = fit(chip.words, font, min(room, round(220 * theme.scale)))
            painter.setFont(font)
            text_w = painter.fontMetrics().horizontalAdvance(words) + 1
            mark_w = 20 if chip.icon or chip.letters else 0
            width = text_w + mark_w + 18
            rect = QRect(self.width() - x - width if mirrored else x, 0, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("semantic.warning_tint" if chip.look == "new" else "surface.sunken"))
            painter.drawRoundedRect(rect, 4, 4)
            mark_x = rect.right() - 8 - 14 if mirrored else rect.left() + 8
            if chip.icon:
                top = rect.top() + (height - 14) // 2
                painter.drawPixmap(mark_x, top, theme.pixmap(chip.icon, chip.colour, 14, ratio, flips=True))
            elif chip.letters:
                circle = QRect(mark_x - 2, rect.top() + (height - 18) // 2, 18, 18)
                painter.setBrush(theme.colour("surface.panel"))
                painter.drawEllipse(circle)
                tiny = QFont(theme.font("caption_strong"))
                tiny.setPixelSize(max(round(8 * min(theme.scale, 1.3)), 7))
                painter.setFont(tiny)
                painter.setPen(theme.colour("text.secondary"))
                painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, chip.letters[:2])
            painter.setFont(font)
            painter.setPen(theme.colour("semantic.warning" if chip.look == "new" else chip.colour))
            start = rect.left() + 9 if mirrored else rect.left() + 9 + mark_w
            painter.drawText(QRect(start, rect.top(), text_w, height), Qt.AlignmentFlag.AlignVCenter, words)
            x += width + 8


class CaptureField(QLineEdit):
    """The line itself.

    Signals:
        sent: Enter was pressed.
        undo_asked, redo_asked: Ctrl+Z or Ctrl+Shift+Z with no typing to take back.
        left: Esc or an arrow upwards: the focus wants to go to the stream.
    """

    sent = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    left = Signal()
    completing = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.kind = "note"
        self.popup_open = False
        self.setObjectName("capture")
        self.setAccessibleName(_("Capture what is said"))
        self.setPlaceholderText(_("Name: what was said #theme"))
        self.setMaxLength(30_000)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        self.setFont(theme.font("capture"))
        self.setMinimumHeight(theme.tall(theme.size("capture_bar_h")))
        cap = theme.metrics("caption").horizontalAdvance(_("Enter")) + 34
        lead = theme.mark(20) + 24
        self.setStyleSheet(
            f"QLineEdit#capture {{ border: 1px solid {theme.hex('line.control')}; border-radius: 8px;"
            f" background: {theme.hex('surface.panel')}; padding: 0 1px;"
            f" min-height: {theme.tall(theme.size('capture_bar_h')) - 2}px; }}"
            f"QLineEdit#capture:focus {{ border: 2px solid {theme.hex('accent.focus')}; padding: 0;"
            f" min-height: {theme.tall(theme.size('capture_bar_h')) - 4}px; }}"
        )
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            self.setTextMargins(cap, 0, lead, 0)
        else:
            self.setTextMargins(lead, 0, cap, 0)

    def changeEvent(self, event: QEvent) -> None:
        """The window turned round."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, the kind's icon before the words and the key after them."""
        super().paintEvent(event)
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        size = theme.mark(20)
        x = self.width() - 16 - size if mirrored else 16
        icon = theme.pixmap(kinds.icon(self.kind), f"kind.{kinds.hue(self.kind)}.solid", size, self.devicePixelRatioF())
        if self.kind == "note":
            icon = theme.pixmap("sticky-note", "text.tertiary", size, self.devicePixelRatioF())
        painter.drawPixmap(x, (self.height() - size) // 2, icon)
        font = theme.font("caption")
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(_("Enter")) + 14
        tall = theme.tall(20)
        left = 10 if mirrored else self.width() - width - 10
        cap = QRect(left, (self.height() - tall) // 2, width, tall)
        painter.setPen(theme.colour("line.strong"))
        painter.setBrush(theme.colour("surface.panel"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, _("Enter"))

    def event(self, event: QEvent) -> bool:
        """Tab takes a completion while there is one."""
        tab = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
        if tab and event.type() == QEvent.Type.KeyPress and self.popup_open:
            self.completing.emit(0)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter gives, arrows choose a completion, undo goes on to commands when there is no typing left."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.sent.emit()
        elif self.popup_open and key == Qt.Key.Key_Down:
            self.completing.emit(1)
        elif self.popup_open and key == Qt.Key.Key_Up:
            self.completing.emit(-1)
        elif key == Qt.Key.Key_Escape and self.popup_open:
            self.completing.emit(9)
        elif key == Qt.Key.Key_Up or (key == Qt.Key.Key_Escape and not self.text()):
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            if not self.text():
                self.undo_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable():
            if not self.text():
                self.redo_asked.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()


class Suggestions(QListWidget):
    """Names or themes to complete with, over whatever is there; the focus stays in the line."""

    taken = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Names and themes that fit"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.moved = False
        self.itemClicked.connect(lambda item: self.taken.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.hide()

    def offer(self, names: list[str], at: QPoint, width: int) -> None:
        """Show these above a place (in the parent's coordinates)."""
        theme = self._theme
        tall = theme.tall(32)
        self.setStyleSheet(
            f"QListWidget {{ background: {theme.hex('surface.raised')}; border: 1px solid {theme.hex('line.strong')};"
            f" border-radius: 8px; padding: 4px; }}"
            f"QListWidget::item {{ height: {tall}px; padding: 0 8px; border-radius: 4px;"
            f" color: {theme.hex('text.primary')}; }}"
            f"QListWidget::item:selected {{ background: {theme.hex('accent.tint')}; }}"
        )
        self.setFont(theme.font("body"))
        self.clear()
        for name in names:
            theme.fonts.ensure(name)
            item = QListWidgetItem(shown.one_line(name))
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.addItem(item)
        self.setCurrentRow(0)
        self.moved = False
        height = tall * len(names) + 10
        self.setGeometry(at.x(), max(at.y() - height - 6, 0), min(width, 320), height)
        self.raise_()
        self.show()

    def current(self) -> str:
        """The name the row under the arrows stands for."""
        item: QListWidgetItem | None = self.currentItem()
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))


class CaptureBar(QWidget):
    """The whole bar: the line, chips, the kinds, completion and what went wrong.

    Signals:
        sent: a line is given (what was understood, as typed).
        typed: the line changed by hand.
        undo_asked, redo_asked, left: see :class:`CaptureField`.
    """

    sent = Signal(object, str)
    typed = Signal(str)
    undo_asked = Signal()
    redo_asked = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._known = Known(today=datetime.datetime.now().astimezone().date())
        self._live = False
        self._builds_on = ""
        self.line = Line("")
        self.field = CaptureField(theme)
        self.chips = ChipRow(theme)
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.setVisible(False)
        self._suggest: Suggestions | None = None
        self._target: tuple[int, int, str] | None = None
        self._kinds: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 12, 32, 12)
        column.setSpacing(8)
        column.addWidget(self.trouble)
        column.addWidget(self.field)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.chips, 1)
        for kind in kinds.EIGHT:
            button = self._kind_button(kind)
            row.addWidget(button)
        self._more = QToolButton()
        self._more.setAccessibleName(_("Other kinds"))
        self._more.setToolTip(_("Other kinds"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._more)
        for kind in kinds.OTHERS:
            action = QAction(kinds.word(kind), self._menu)
            action.setData(kind)
            self._menu.addAction(action)
        self._menu.triggered.connect(self._kind_action)
        self._more.setMenu(self._menu)
        row.addWidget(self._more)
        column.addLayout(row)
        self.field.textEdited.connect(self._edited)
        self.field.cursorPositionChanged.connect(self._complete)
        self.field.sent.connect(self._send)
        self.field.completing.connect(self._completing)
        self.field.undo_asked.connect(self.undo_asked)
        self.field.redo_asked.connect(self.redo_asked)
        self.field.left.connect(self.left)
        self.setFocusProxy(self.field)
        theme.changed.connect(self.restyle)
        self.restyle()
        self._show()

    def _kind_button(self, kind: str) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        sign = SIGN_OF[kind]
        button.setAccessibleName(kinds.word(kind))
        button.setToolTip(_("{kind}: begin with {sign}").format(kind=kinds.word(kind), sign=sign))
        button.setProperty("kind", kind)
        button.clicked.connect(self._kind_clicked)
        self._kinds[kind] = button
        return button

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        self.field.restyle()
        size = theme.mark(16)
        for kind, button in self._kinds.items():
            button.setIcon(theme.icon(kinds.icon(kind), f"kind.{kinds.hue(kind)}.solid", size))
            button.setIconSize(QSize(size, size))
            button.setFixedSize(size + 12, theme.tall(24))
        self._more.setIcon(theme.icon("ellipsis", "text.secondary", size))
        self._more.setIconSize(QSize(size, size))
        self._more.setFixedSize(size + 12, theme.tall(24))
        for action in self._menu.actions():
            action.setIcon(theme.icon(kinds.icon(action.data()), "text.secondary", 16))
        self.trouble.setFont(theme.font("small"))
        self.trouble.setStyleSheet(
            f"color: {theme.hex('semantic.danger')}; background: {theme.hex('semantic.danger_tint')};"
            " border-radius: 6px; padding: 8px 12px;"
        )
        self.chips.updateGeometry()
        self.update()

    # ---- from outside -------------------------------------------------------------------------------------------

    def know(self, known: Known, *, live: bool = False) -> None:
        """The people and themes that can be recognised and completed; ``live`` follows the calendar."""
        self._known = known
        self._live = live
        self._show()

    def builds_on(self, name: str) -> None:
        """Whose card ``^`` builds on now, for the chip."""
        self._builds_on = name
        self._show()

    def put(self, text: str) -> None:
        """Put a line in, as if it had always been there."""
        self.field.setText(text)
        self._close_suggestions()
        self._show()

    def say(self, sentence: str) -> None:
        """Something went wrong, or came back: one sentence above the line; empty takes it away."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def text(self) -> str:
        """The line as it stands."""
        return self.field.text()

    # ---- inside -------------------------------------------------------------------------------------------------

    def _edited(self, text: str) -> None:
        self.trouble.setVisible(False)
        self._show()
        self._complete()
        self.typed.emit(text)

    def _show(self) -> None:
        today = datetime.datetime.now().astimezone().date()
        if today != self._known.today and self._live:
            self._known = replace(self._known, today=today)  # midnight came while the bar stood open
        self.line = parse_line(self.field.text(), self._known)
        kind = self.line.kind or "note"
        if kind != self.field.kind:
            self.field.kind = kind
            self.field.update()
        for name, button in self._kinds.items():
            button.setChecked(name == self.line.kind)
        self.chips.show_chips(self._chips(), _("Kind, name: words #theme. Build on the marked card with ^"))

    def _chips(self) -> list[Chip]:
        line = self.line
        if not self.field.text().strip():
            return []
        chips: list[Chip] = []
        if line.kind is not None:
            hue = kinds.hue(line.kind)
            chips.append(Chip(kinds.word(line.kind), kinds.icon(line.kind), f"kind.{hue}.ink", "kind"))
        for part in line.names:
            if part.person is None:
                chips.append(
                    Chip(
                        _("Add {name}?").format(name=shown.isolated(part.name)),
                        "user-round-plus",
                        "semantic.warning",
                        "new",
                    )
                )
            else:
                chips.append(Chip(shown.one_line(part.name), look="person", letters=initials(part.name)))
        for bed in line.themes:
            if bed.theme is None:
                words = _("New theme {name}").format(name=shown.isolated(bed.name))
                chips.append(Chip(words, "hash", "semantic.warning", "new"))
            else:
                chips.append(Chip(shown.one_line(bed.name), "hash"))
        if line.due is not None:
            chips.append(Chip(_("by {day}").format(day=times.due_day(line.due.isoformat())), "calendar-clock"))
        if line.builds_on:
            to = self._builds_on
            words = _("builds on {name}").format(name=shown.isolated(to)) if to else _("builds on the last card")
            chips.append(Chip(words, "corner-down-right"))
        if line.literal:
            chips.append(Chip(_("Taken literally"), "type"))
        return chips

    def _kind_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QToolButton):
            self._take_kind(str(button.property("kind")))

    def _kind_action(self, action: QAction) -> None:
        self._take_kind(str(action.data()))

    def _take_kind(self, kind: str) -> None:
        text = with_kind(self.field.text(), kind, self._known)
        self.field.selectAll()
        self.field.insert(text)
        self._edited(text)
        self.field.setFocus()

    def _send(self) -> None:
        if self._suggest is not None and self._suggest.isVisible() and self._suggest.moved:
            self._take(self._suggest.current())
            return
        self._close_suggestions()
        if self.field.text().strip():
            self.sent.emit(self.line, self.field.text())

    # ---- completion ---------------------------------------------------------------------------------------------

    def _complete(self) -> None:
        text, cursor = self.field.text(), self.field.cursorPosition()
        cursor = len(text.encode("utf-16-le")[: cursor * 2].decode("utf-16-le", "ignore"))
        found: list[str] = []
        self._target = None
        hash_at = text.rfind("#", 0, cursor)
        typed = text[hash_at + 1 : cursor]
        if hash_at >= 0 and (hash_at == 0 or text[hash_at - 1].isspace()) and not re.search(r"[\s#]", typed):
            found = [name for _id, name in complete_theme(typed, self._known, 6)] if typed else []
            self._target = (hash_at, cursor, "#")
        elif not self.line.names and not self.line.literal:
            head = re.match(r"""[\s*&=?!"~+^]*(?:/[^\s:,/]+\s+)?[\s*&=?!"~+^]*""", text)
            start = head.end() if head else 0
            comma = max(text.rfind(mark, start, cursor) for mark in ",،、")
            start = max(start, comma + 1)
            typed = text[start:cursor]
            if ":" not in text[:cursor] and len(typed.strip()) <= 60 and cursor == len(text):
                found = [name for _id, name in complete_name(typed, self._known, 6)]
                self._target = (start, cursor, "")
        if self._target is None or not found or (len(found) == 1 and found[0] == typed.strip()):
            self._close_suggestions()
            return
        if self._suggest is None:
            self._suggest = Suggestions(self._theme, self.window())
            self._suggest.taken.connect(self._take)
        names = list(dict.fromkeys(found))
        corner = self.field.mapTo(self.window(), QPoint(36, 0))
        self._suggest.offer(names, corner, self.field.width())
        self.field.popup_open = True

    def _completing(self, step: int) -> None:
        if self._suggest is None:
            return
        if step == 9:
            self._close_suggestions()
        elif step == 0:
            self._take(self._suggest.current())
        else:
            self._suggest.moved = True
            rows = self._suggest.count()
            self._suggest.setCurrentRow((self._suggest.currentRow() + step) % rows)

    def _take(self, name: str) -> None:
        if self._target is None or not name:
            return
        start, end, sign = self._target
        text = self.field.text()
        if sign:
            word = "#" + "-".join(name.split()) + " "
        else:
            lead = " " if start and not text[start - 1].isspace() and text[start - 1] in ",،、" else ""
            word = f"{lead}{name}: "
        new = text[:start] + word + text[end:].lstrip()
        self.field.selectAll()
        self.field.insert(new)
        place = len((text[:start] + word).encode("utf-16-le")) // 2
        self._close_suggestions()
        self._edited(new)
        self.field.setCursorPosition(place)
        self._close_suggestions()
        self.field.setFocus()

    def _close_suggestions(self) -> None:
        self.field.popup_open = False
        if self._suggest is not None:
            self._suggest.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was offered stood elsewhere."""
        self._close_suggestions()
        super().resizeEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        """The same when the bar moved."""
        self._close_suggestions()
        super().moveEvent(event)

    def hideEvent(self, event: object) -> None:
        """Nothing stays open over another page."""
        self._close_suggestions()
        super().hideEvent(event)  # type: ignore[arg-type]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Completion ends where typing ends."""
        self._close_suggestions()
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the line goes to the line."""
        self.field.setFocus()
        super().mousePressEvent(event)
