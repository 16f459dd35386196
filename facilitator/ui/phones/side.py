"""The left of the drawer: how phones get in - the code, the address, the six digits, and which address that is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from facilitator.ui import shown, times
from facilitator.ui.lines import fit
from facilitator.ui.phones.door import FAILED, PASSED, REACHED, LaptopAddress, PhonesStatus
from facilitator.ui.phones.picture import CodePicture
from facilitator.ui.phones.wording import spaced
from facilitator.ui.sides import near_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, OneLine, Words
from facilitator.words import _

WIDE, EDGE, CODE = 336, 32, 272


class AddressChoice(QAbstractButton):
    """One address of this laptop: a choice with a second line that says what it is."""

    def __init__(self, theme: Theme, address: LaptopAddress) -> None:
        super().__init__()
        self._theme, self.address = theme, address
        self.setText(address.ip)
        self.setAccessibleName(f"{address.ip}, {shown.one_line(address.told)}")
        self.setToolTip(shown.tip(address.told))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """44 high, and what large text needs."""
        theme = self._theme
        return QSize(160, max(44, theme.line("body") + theme.line("caption") + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A round mark, the address, what it is."""
        del event
        theme, taken = self._theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if taken or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.tint" if taken else "surface.hover"))
            painter.drawRoundedRect(self.rect(), 6, 6)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        mark = theme.mark(16)
        left = self.width() - 10 - mark if mirrored else 10
        ring = QRectF(left + 0.75, (self.height() - mark) / 2 + 0.75, mark - 1.5, mark - 1.5)
        thick = mark * 0.3 if taken else 1.5
        painter.setPen(QPen(theme.colour("accent.base" if taken else "line.control"), thick))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = (thick - 1.5) / 2
        painter.drawEllipse(ring.adjusted(inset, inset, -inset, -inset))
        begin = 10 + mark + 10
        wide = self.width() - begin - 8
        x = 8 if mirrored else begin
        first, second = theme.line("body"), theme.line("caption")
        top = (self.height() - first - second) // 2
        flags = near_side(mirrored)
        painter.setFont(theme.figures("body"))
        painter.setPen(theme.colour("text.primary" if self.address.of_use else "text.secondary"))
        painter.drawText(QRect(x, top, wide, first), flags, self.address.ip)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text.secondary"))
        told = fit(shown.one_line(self.address.told), theme.font("caption"), wide)
        painter.drawText(QRect(x, top + first, wide, second), flags, told)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


class WayIn(QWidget):
    """The column.

    Signals:
        new_code_asked: another code is wanted.
        address_asked: another address is wanted (its IPv4).
        large_asked: the code is to be seen on the room screen.
        poster_asked: a poster is wanted.
        test_asked: the way in is to be tried.
    """

    new_code_asked, large_asked, poster_asked, test_asked = Signal(), Signal(), Signal(), Signal()
    address_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.found: list[LaptopAddress] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 24, EDGE, 24)
        column.setSpacing(0)
        self.picture = CodePicture(theme, CODE, _("Code for cameras"))
        column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignLeading)
        column.addSpacing(12)
        self.trouble = Words(theme, "", "small", "semantic.warning", wraps=True)
        column.addWidget(self.trouble)
        self.typed = OneLine(theme, "", "title")
        column.addWidget(self.typed)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.code = Words(theme, "", "body_strong")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.new_code = Button(theme, _("New code"), look="link")
        self.new_code.clicked.connect(self.new_code_asked)
        row.addWidget(self.code)
        row.addStretch()
        row.addWidget(self.new_code)
        column.addLayout(row)
        column.addSpacing(12)
        self.large = Button(theme, _("Show large"), icon="monitor")
        self.large.clicked.connect(self.large_asked)
        self.poster = Button(theme, _("Poster"), icon="printer")
        self.poster.clicked.connect(self.poster_asked)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addWidget(self.large)
        self._buttons.addWidget(self.poster)
        self._buttons.addStretch()
        column.addLayout(self._buttons)
        column.addSpacing(20)
        self._head = Words(theme, _("Phones reach this laptop at"), "caption_strong", "text.secondary", wraps=True)
        column.addWidget(self._head)
        column.addSpacing(4)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(0)
        column.addLayout(self._choices)
        self.none = Words(
            theme, _("This laptop is in no network. Join one, or open a hotspot."), "body", "text.secondary", wraps=True
        )
        column.addWidget(self.none)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        column.addSpacing(14)
        self._test_row = QHBoxLayout()
        self._test_row.setSpacing(8)
        self._mark = QLabel()
        self.test = Words(theme, "", "body_strong", wraps=True)
        self._test_row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._test_row.addWidget(self.test, 1)
        column.addLayout(self._test_row)
        self.test_more = Words(theme, "", "small", "text.secondary", wraps=True)
        column.addWidget(self.test_more)
        self.again = Button(theme, _("Test it again"), look="link")
        self.again.clicked.connect(self.test_asked)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch()
        self._only_on = (self.picture, self.trouble, self.typed, self.code, self.new_code, self.large, self.poster,
                         self._mark, self.test, self.test_more, self.again)  # fmt: skip

    def wanted_width(self) -> int:
        """How wide it is to be, in px."""
        return round(WIDE * min(self._theme.scale, 1.5))

    def show_addresses(self, found: Sequence[LaptopAddress], chosen: str) -> None:
        """The addresses of this laptop, and the one that is listened on."""
        if list(found) != self.found:
            self.found = list(found)
            for old in self._group.buttons():
                self._group.removeButton(old)
                self._choices.removeWidget(old)
                old.hide()
                old.deleteLater()
            for address in found:
                choice = AddressChoice(self._theme, address)
                choice.clicked.connect(lambda _on=False, ip=address.ip: self.address_asked.emit(ip))
                self._group.addButton(choice)
                self._choices.addWidget(choice)
        for button in self._group.buttons():
            if button.text() == chosen:
                button.setChecked(True)
        self._head.setVisible(bool(found))
        self.none.setVisible(not found)

    def choices(self) -> list[AddressChoice]:
        """The addresses as buttons, in order."""
        return [button for button in self._group.buttons() if isinstance(button, AddressChoice)]

    def show_status(self, status: PhonesStatus, on: bool, zone: datetime.tzinfo | None, moved: bool) -> None:
        """Take how things stand now."""
        for part in self._only_on:
            part.setVisible(on)
        if not on:
            return
        code = spaced(status.code)
        self.picture.put(status.modules, _("{address}, code {code}").format(address=status.typed, code=code))
        self.typed.setText(status.typed)
        self.typed.setVisible(bool(status.typed))
        self.code.setText(_("Code {code}").format(code=code) if status.joining else _("Nobody new can join"))
        trouble = ""
        if moved:
            trouble = _("The address is new, the picture on the wall too.")
        elif status.code_changed:
            trouble = _("The code was changed: it was typed wrong fifty times.")
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self._show_test(status, zone)

    def _show_test(self, status: PhonesStatus, zone: datetime.tzinfo | None) -> None:
        clock = times.clock(status.test_ms, zone) if status.test_ms else ""
        icon, role = "circle-check", "accent.base"
        if status.test == REACHED:
            first, more = _("Self-test passed {time}"), _("This laptop answers itself, and a phone got in.")
        elif status.test == PASSED:
            first, more = _("Self-test passed {time}"), _("This laptop answers itself. No phone has reached it yet.")
        elif status.test == FAILED:
            icon, role = "triangle-alert", "semantic.warning"
            first, more = (
                _("Self-test failed {time}"),
                _("Not even this laptop gets an answer. Choose another address."),
            )
        else:
            icon, role = "circle-dashed", "text.secondary"
            first, more = _("Not tested yet"), ""
        self._mark.setPixmap(self._theme.pixmap(icon, role, self._theme.mark(18), self.devicePixelRatioF()))
        self.test.setText(first.format(time=clock).strip())
        self.test_more.setText(more)
        self.test_more.setVisible(bool(more))
        indent = self._theme.mark(18) + 8
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for part in (self.test_more,):
            part.setContentsMargins(0 if rtl else indent, 2, indent if rtl else 0, 0)
