"""The capture bar: one line with the whole notation, chips that show what was understood, names after two letters."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QMouseEvent,
    QMoveEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from facilitator.session.contributions import PARAPHRASE, QUOTE
from facilitator.session.kinds import SIGN_OF
from facilitator.session.notation import (
    Known,
    Line,
    complete_name,
    complete_theme,
    parse_line,
)
from facilitator.session.privacy import initials
from facilitator.ui import kinds, shown, times
from facilitator.ui.actions import tip
from facilitator.ui.capture_ways import CONSENT_KEY, Ways, consent_word
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.capture_field import CaptureField
from facilitator.ui.widgets.chips import Chip, ChipRow
from facilitator.ui.widgets.kind_row import KindButton, Signs
from facilitator.ui.widgets.suggestions import Suggestions
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


KINDS_KEY = "Alt+K"
OTHERS = 3
"""Buttons beside the kinds: consent, starters, other kinds."""
QWIDGETSIZE_MAX = 16_777_215
"""No limit of width, in Qt's own number."""


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
        self._stamped: list[Chip] = []
        self._waiting: list[Chip] = []
        self.ways = Ways(self)
        self.number: int | None = None
        self.gives_empty: Callable[[], bool] = bool
        """Whether Enter gives an empty line, because something goes with it."""
        self._hint = self._rest = ""
        self._told, self._taught, self._teaching = "", 0, False
        self.line = Line("")
        self.field = CaptureField(theme)
        self.chips = ChipRow(theme)
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setVisible(False)
        self._suggest: Suggestions | None = None
        self._target: tuple[int, int, str] | None = None
        self._kinds: dict[str, KindButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 12, 32, 12)
        column.setSpacing(8)
        column.addWidget(self.trouble)
        column.addWidget(self.field)
        row = self._kind_row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.chips, 1)
        for kind in kinds.EIGHT:
            row.addWidget(self._kind_button(kind))
        self.signs = Signs(theme)
        self.signs.hide()
        row.addWidget(self.signs, 1)
        self._consent = QToolButton()
        self._consent.clicked.connect(self.ways.next_consent)
        row.addWidget(self._consent)
        self._more = QToolButton()
        self._more.setAccessibleName(_("Other kinds"))
        self._more.setToolTip(tip(_("Other kinds"), KINDS_KEY))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._more)
        self._menu.setToolTipsVisible(True)
        for kind in kinds.OTHERS:
            action = QAction(kinds.word(kind), self._menu)
            action.setData(kind)
            action.setToolTip(kinds.explained(kind))
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
        self.ways.changed.connect(self._show)
        self.setFocusProxy(self.field)
        theme.changed.connect(self.restyle)
        self.restyle()
        self._show()

    def _kind_button(self, kind: str) -> KindButton:
        button = self._kinds[kind] = KindButton(self._theme, kind)
        button.clicked.connect(self._kind_clicked)
        return button

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        self.field.restyle()
        size = theme.mark(16)
        for button in self._kinds.values():
            button.restyle()
        self._mark_consent()
        self._more.setIcon(theme.icon("ellipsis", "text.secondary", size))
        self._more.setIconSize(QSize(size, size))
        self._more.setFixedSize(size + 8, theme.tall(24))
        for action in self._menu.actions():
            action.setIcon(theme.icon(kinds.icon(action.data()), "text.secondary", 16))
        self.trouble.setFont(theme.font("small"))
        self.trouble.setStyleSheet(
            f"color: {theme.hex('semantic.danger')}; background: {theme.hex('semantic.danger_tint')};"
            " border-radius: 6px; padding: 8px 12px;"
        )
        self.chips.updateGeometry()
        self.teach()
        self.update()

    @property
    def known(self) -> Known:
        """What is recognised in a line."""
        return self._known

    def lift(self, on: bool) -> None:
        """Room over the line; none where something above brings its own."""
        column = self.layout()
        if column is not None:
            column.setContentsMargins(32, 12 if on else 0, 32, 12)

    def add_button(self, button: QWidget) -> None:
        """Put a further button behind the kinds."""
        self._kind_row.insertWidget(self._kind_row.indexOf(self._more), button)

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

    def stamped(self, chips: list[Chip], hint: str = "", waiting: Sequence[Chip] = (), rest: str = "") -> None:
        """What the running activity adds to a line, as chips; ``hint`` stands in the empty line.

        ``waiting`` is what goes with the next line, and is shown before there is one; ``rest`` stands under an empty
        line in place of the signs it can begin with.
        """
        if (chips, hint, list(waiting), rest) != (self._stamped, self._hint, self._waiting, self._rest):
            self._stamped, self._hint, self._waiting, self._rest = list(chips), hint, list(waiting), rest
            self.field.say_hint(hint)
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
        self.field.repaint()  # the character first; what the line means can wait for two milliseconds
        self.trouble.setVisible(False)
        self._show()
        self._complete()
        self.typed.emit(text)

    def _show(self) -> None:
        today = datetime.datetime.now().astimezone().date()
        if today != self._known.today and self._live:
            self._known = replace(self._known, today=today)  # midnight came while the bar stood open
        self.number, text = self.ways.numbered(self.field.text())
        self.line = parse_line(text, self._known)
        self._say_consent()
        kind = self.line.kind or "note"
        if kind != self.field.kind:
            self.field.kind = kind
            self.field.update()
        for name, button in self._kinds.items():
            button.setChecked(name == self.line.kind)
        self._told = self._rest or _("Kind, name: words #theme. Build on the marked card with ^")
        self.chips.show_chips(self._chips(), self._told)
        self.teach()

    def teach(self) -> None:
        """Under an empty line the kinds bear the signs they begin with, where there is room for that."""
        if self._teaching:
            return  # a width that changes by this is looked at below
        self._teaching = True
        for _again in range(2):
            wide = self._room_to_teach()
            if wide == self._taught:
                break
            self._lay_out(wide)
        self._teaching = False
        self.chips.hint = _("Starts with") if self._taught else self._told

    def _lay_out(self, wide: int) -> None:
        before, self._taught = self._taught, wide
        self.chips.setMinimumWidth(wide or 40)
        self.chips.setMaximumWidth(wide or QWIDGETSIZE_MAX)
        if bool(before) != bool(wide):
            self._kind_row.setStretchFactor(self.chips, 0 if wide else 1)
            for button in self._kinds.values():
                button.key(bool(wide))
            self.signs.setVisible(bool(wide))

    def _room_to_teach(self) -> int:
        """How wide the words before the kinds are, in px; 0 where they stand without their signs."""
        if self.field.text() or self.chips.chips or self._rest:
            return 0
        wide = self._theme.metrics("small").horizontalAdvance(_("Starts with")) + 12
        need = wide + sum(button.width_keyed() for button in self._kinds.values()) + self.signs.needed()
        return wide if self.width() - 64 >= need + OTHERS * (self._theme.mark(16) + 8) else 0

    def minimumSizeHint(self) -> QSize:
        """As narrow as the kinds without their signs let it be."""
        icons = (len(self._kinds) + OTHERS) * (self._theme.mark(16) + 8)
        return QSize(104 + icons, super().minimumSizeHint().height())

    def _say_consent(self) -> None:
        words = consent_word(self.ways.consent)
        if self._consent.accessibleName() != words:
            self._consent.setAccessibleName(words)
            self._consent.setToolTip(tip(words, CONSENT_KEY))
            self._mark_consent()

    def _mark_consent(self) -> None:
        size = self._theme.mark(16)
        icon, role = {
            QUOTE: ("message-circle-more", "text.secondary"),
            PARAPHRASE: ("type", "semantic.warning"),
        }.get(self.ways.consent, ("lock", "semantic.warning"))
        self._consent.setIcon(self._theme.icon(icon, role, size))
        self._consent.setIconSize(QSize(size, size))
        self._consent.setFixedSize(size + 8, self._theme.tall(24))

    def again(self) -> None:
        """Begin the line as the one before began: its kind and its names."""
        if self.ways.head and not self.field.text().startswith(self.ways.head):
            self.field.home(False)
            self.field.insert(self.ways.head)
            self.field.end(False)
            self._edited(self.field.text())
        self.field.setFocus()

    def stamps(self) -> dict[str, Any]:
        """What the line carries besides its words."""
        return self.ways.stamps(self.number)

    def _chips(self) -> list[Chip]:
        line = self.line
        if not self.field.text().strip():
            return [*self._waiting, *(self.ways.chips(self.number) if self.ways.paper is not None else [])]
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
        # What the activity stamps stands early, for it must be seen: a row holds only so many.
        first = 1 if line.kind is not None else 0
        return [*chips[:first], *self._stamped, *chips[first:], *self._waiting, *self.ways.chips(self.number)]

    def show_kinds(self) -> None:
        """Open the menu of the kinds that have no sign."""
        self._more.showMenu()

    def _kind_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, KindButton):
            self._take_kind(button.kind)

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
        if self.field.text().strip() or self.gives_empty():
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
        """What was offered stood elsewhere; and the kinds have room for their signs, or not."""
        self._close_suggestions()
        super().resizeEvent(event)
        self.teach()

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
