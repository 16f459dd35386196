"""The drawer *Phones*: who is in, how others get in, and the way out when nobody does.

A child of the window over a flat scrim, at the far side. Esc gives the focus back to where it was.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from itertools import pairwise

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from facilitator.session.errors import Told
from facilitator.session.ports import Clock
from facilitator.ui.messages import Messages
from facilitator.ui.phones.adapters import adapter_addresses
from facilitator.ui.phones.door import LaptopAddress, PhoneGuest, PhonesService, PhonesStatus
from facilitator.ui.phones.guests import BRING_BACK, IS_PERSON, LET_THROUGH, REMOVE, SHOW, GuestList
from facilitator.ui.phones.held import THROUGH, HeldList
from facilitator.ui.phones.side import WayIn
from facilitator.ui.phones.stopping import StopQuestion
from facilitator.ui.phones.ways import WaysOut, far_side
from facilitator.ui.phones.wifi import WifiPage
from facilitator.ui.phones.wording import MINUTE, counted, guest_name
from facilitator.ui.shown import isolated
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.palette import scrim
from facilitator.ui.widgets.plain import Button, Hairline, IconButton, Words
from facilitator.ui.widgets.switch import Switch
from facilitator.words import _

WIDE, HEAD, LOOK_MS = 1000, 64, 2000
"""The drawer's width and the height of its head, in px; how often what time changes is looked at again."""

ROWS_SEEN = 4
"""So many guests are always seen; where the rest leaves them less room, all of it scrolls."""

HELD_SHARE = 0.4
"""At most this much of the room goes to cards that are held."""


def _scrolling(inner: QWidget) -> QScrollArea:
    """A part that scrolls where it is taller than its room."""
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


class PhonesDrawer(QWidget):
    """The drawer of one session.

    Signals:
        closed: it is gone again.
        start_asked: phones are to be let in, or at another address (its IPv4).
        stop_asked: no phone any more.
        large_asked: the code is to be seen on the room screen.
        poster_asked: the poster is wanted; the network stands in ``wifi``.
        cards_asked: cards of paper are wanted.
        test_asked: the way in is to be tried.
    """

    closed, stop_asked, large_asked, poster_asked, cards_asked, test_asked = (Signal() for _count in range(6))
    start_asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        phones: PhonesService,
        session: str,
        messages: Messages,
        now: Clock,
        zone: Callable[[], datetime.tzinfo | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme, self._phones, self._session, self._messages = theme, phones, session, messages
        self._now, self._zone, self._over = now, zone, parent
        self._before: QWidget | None = None
        self._opened_for = 0
        self.found: Sequence[LaptopAddress] = ()
        self.moved = False
        self.setAccessibleName(_("Phones"))
        self._build()
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self.show_status)
        self._end = phones.listen(self.show_status)
        parent.installEventFilter(self)
        theme.changed.connect(self._place)
        self.hide()

    # ---- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        self.panel = QWidget(self)
        self.panel.setObjectName("panel")
        self.panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head_part())
        column.addWidget(Hairline(theme))
        self.question = StopQuestion(theme)
        self.question.kept.connect(self._keep)
        self.question.agreed.connect(self.stop_asked)
        column.addWidget(self.question)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(0)
        self.way_in = WayIn(theme)
        self.way_in.new_code_asked.connect(lambda: self.do(self._phones.new_code))
        self.way_in.address_asked.connect(self._choose)
        self.way_in.large_asked.connect(self.large_asked)
        self.way_in.poster_asked.connect(self._poster)
        self.way_in.test_asked.connect(self.test_asked)
        self._side = _scrolling(self.way_in)
        self._columns.addWidget(self._side)
        self._columns.addWidget(Hairline(theme, upright=True))
        self.pages = QStackedWidget()
        self._off = self._off_part()
        self._room = _scrolling(self._room_part())
        self.wifi = WifiPage(theme, self._phones.wifi_code)
        self.wifi.left.connect(self._to_guests)
        self.wifi.poster_asked.connect(self.poster_asked)
        for page in (self._off, self._room, self.wifi):
            self.pages.addWidget(page)
        self._columns.addWidget(self.pages, 1)
        column.addLayout(self._columns, 1)
        self._order()

    def _head_part(self) -> QWidget:
        theme = self._theme
        head = QWidget()
        self._head_row = QHBoxLayout(head)
        self._head_row.setContentsMargins(32, 8, 20, 8)
        self._head_row.setSpacing(12)
        self.title = Words(theme, _("Phones"), "title")
        self.counts = Words(theme, "", "body", "text.secondary")
        self.joining = Switch(theme, _("Joining is open"))
        self.joining.clicked.connect(lambda on: self.do(lambda: self._phones.open_joining(on)))
        self.hold = Switch(theme, _("Hold every new card"))
        self.hold.clicked.connect(lambda on: self.do(lambda: self._phones.hold_all(on)))
        self.freeze = Button(theme, _("Freeze all"), icon="pause")
        self.freeze.setCheckable(True)
        self.freeze.clicked.connect(lambda on: self.do(lambda: self._phones.freeze(on)))
        self.stop = Button(theme, _("Stop"), look="quiet")
        self.stop.setToolTip(_("No phone takes part any more; what they gave stays"))
        self.stop.clicked.connect(self._stop)
        self._controls = QWidget()
        flow = Flow(self._controls, gap=16)
        for part in (self.joining, self.hold, self.freeze, self.stop):
            flow.addWidget(part)
        self.close_button = IconButton(theme, "x", _("Close"), "Esc")
        self.close_button.clicked.connect(self.close_drawer)
        self._head_row.addWidget(self.title)
        self._head_row.addWidget(self.counts)
        self._head_row.addStretch(1)
        self._head_row.addWidget(self._controls)
        self._head_row.addWidget(self.close_button)
        self._head = head
        return head

    def _off_part(self) -> QWidget:
        theme = self._theme
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 48, 32, 32)
        column.setSpacing(8)
        column.addWidget(
            Words(theme, _("Everybody in the room can give with their own phone"), "title_small", wraps=True)
        )
        told = _(
            "They need the same network as this laptop, no account and nothing to install. What they give stands in "
            "the stream at once, and nothing leaves this room."
        )
        column.addWidget(Words(theme, told, "body", "text.secondary", wraps=True))
        column.addSpacing(8)
        self.start = Button(theme, _("Let phones in"), look="filled", icon="smartphone")
        self.start.clicked.connect(self._start)
        column.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch()
        return page

    def _room_part(self) -> QWidget:
        theme = self._theme
        page = QWidget()
        page.setObjectName("panel")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 24, 32, 16)
        column.setSpacing(0)
        self.held_title = Words(theme, _("Cards that are held"), "caption_strong", "text.secondary")
        self.held_keys = Words(
            theme, _("Enter lets through, Delete does not take it"), "caption", "text.secondary", wraps=True
        )
        self.held = HeldList(theme, self._about_card)
        self._held_box = QWidget()
        held = QVBoxLayout(self._held_box)
        held.setContentsMargins(0, 0, 0, 16)
        held.setSpacing(4)
        for part in (self.held_title, self.held, self.held_keys):
            held.addWidget(part)
        column.addWidget(self._held_box)
        head = QHBoxLayout()
        head.addWidget(Words(theme, _("Guests"), "caption_strong", "text.secondary"))
        promise = Words(
            theme, _("Addresses are kept only while the session runs"), "caption", "text.secondary", wraps=True
        )
        promise.setAlignment(far_side(self))
        head.addWidget(promise, 1)
        column.addLayout(head)
        column.addSpacing(8)
        column.addWidget(Hairline(theme))
        self.guests = GuestList(theme, self._about_guest)
        self.nobody = QWidget()
        nobody = QVBoxLayout(self.nobody)
        nobody.setContentsMargins(0, 24, 0, 0)
        nobody.addWidget(Words(theme, _("Nobody is in yet"), "body_strong"))
        nobody.addWidget(
            Words(
                theme,
                _("Show the picture on the room screen, or hang the poster at the door. Whoever comes in stands here."),
                "body",
                "text.secondary",
                wraps=True,
            )
        )
        nobody.addStretch()
        column.addWidget(self.guests, 1)
        column.addWidget(self.nobody, 1)
        column.addSpacing(16)
        self.ways = WaysOut(theme)
        self.ways.wifi_asked.connect(self._show_wifi)
        self.ways.cards_asked.connect(self.cards_asked)
        self.ways.folded.connect(lambda _open: self._fit())
        column.addWidget(self.ways)
        return page

    def _order(self) -> None:
        """Switches, guests, ways out, code, addresses."""
        chain: list[QWidget] = [self.joining, self.hold, self.freeze, self.stop]
        chain += [self.question.keep, self.question.send, self.close_button, self.start]
        chain += [self.held, self.guests, self.ways.fold, *(way.action for way in self.ways.all())]
        chain += [
            self.way_in.new_code,
            self.way_in.large,
            self.way_in.poster,
            *self.way_in.choices(),
            self.way_in.again,
        ]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    # ---- opening and closing --------------------------------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        """Whether phones take part in this session now."""
        return self._phones.status.session == self._session

    def open_drawer(self) -> None:
        """Show it over the window."""
        self._before = self._over.focusWidget()
        self.look_around(adapter_addresses())
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self._place()
        self.show_status()
        self._look.start()
        (self.joining if self.is_on else self.start).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_drawer(self) -> None:
        """Give the focus back to where it was."""
        self._look.stop()
        self.hide()
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.moved = False
        self.question.hide()
        self._to_guests()
        self.closed.emit()

    def toggle(self) -> None:
        """Ctrl+J."""
        if self.isVisible():
            self.close_drawer()
        else:
            self.open_drawer()

    def end(self) -> None:
        """Hear nothing more."""
        self._look.stop()
        self._end()
        self.hide()
        self.deleteLater()

    def look_around(self, found: Sequence[tuple[str, str]]) -> None:
        """Take the addresses this laptop has now."""
        before, self.found = self.found, self._phones.addresses(found)
        if list(before) != list(self.found):
            self.way_in.show_addresses(self.found, self.chosen())
            self._order()

    def chosen(self) -> str:
        """The address that is listened on, or the one that would be."""
        if self.is_on:
            return self._phones.status.address
        checked = next((one.address.ip for one in self.way_in.choices() if one.isChecked()), "")
        known = [address.ip for address in self.found if address.of_use] or [address.ip for address in self.found]
        return checked if checked in [address.ip for address in self.found] else next(iter(known), "")

    # ---- asking -------------------------------------------------------------------------------------------------

    def do(self, wish: Callable[[], None]) -> None:
        """Ask for something; what a rule refuses is said, and what holds is shown again."""
        try:
            wish()
        except Told as error:
            self._messages.refused(error)
        self.show_status()

    def _start(self) -> None:
        ip = self.chosen()
        if ip:
            self.start_asked.emit(ip)

    def _stop(self) -> None:
        """Ask once: everybody would be sent away. Where nobody is in, nobody is."""
        count = self._phones.status.joined()
        if count:
            self.question.ask(count)
        else:
            self.stop_asked.emit()

    def _keep(self) -> None:
        self.question.hide()
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, ip: str) -> None:
        self.moved = False
        if self.is_on and ip != self._phones.status.address:
            self.start_asked.emit(ip)

    def _about_guest(self, action: str, guest: PhoneGuest) -> None:
        phones = self._phones
        if action == REMOVE:
            self.do(lambda: phones.remove(guest.id))
            self._messages.undoable(
                _("{name} is removed").format(name=isolated(guest_name(guest))),
                _("Undo"),
                lambda: self.do(lambda: phones.bring_back(guest.id)),
                "",
            )
        elif action == BRING_BACK:
            self.do(lambda: phones.bring_back(guest.id))
        elif action == IS_PERSON:
            self.do(lambda: phones.is_person(guest.id, guest.may_be))
        elif action == LET_THROUGH:
            for card in phones.status.held:
                if card.guest == guest.id:
                    self.do(lambda card=card.id: phones.let_through(card))  # type: ignore[misc]
        elif action == SHOW:
            row = next((at for at, card in enumerate(self.held.held.cards) if card.guest == guest.id), 0)
            self.held.setCurrentIndex(self.held.held.index(row))
            self.held.setFocus(Qt.FocusReason.OtherFocusReason)

    def _about_card(self, action: str, card: object) -> None:
        which = str(getattr(card, "id", ""))
        wish = self._phones.let_through if action == THROUGH else self._phones.refuse
        self.do(lambda: wish(which))

    def _poster(self) -> None:
        """The network is asked for once; then the poster is made at once."""
        if self.wifi.asked:
            self.poster_asked.emit()
        else:
            self._show_wifi()

    def _show_wifi(self) -> None:
        self.wifi.asked = True
        self.pages.setCurrentWidget(self.wifi)
        self.wifi.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_guests(self) -> None:
        self.pages.setCurrentWidget(self._room if self.is_on else self._off)

    # ---- showing ------------------------------------------------------------------------------------------------

    def show_status(self) -> None:
        """Show how things stand."""
        if not self.isVisible():
            return
        status, on, zone = self._phones.status, self.is_on, self._zone()
        came = on and self.window().focusWidget() is self.start
        went = not on and not self.question.isHidden()
        if (self.pages.currentWidget() is self._off) == on or not on:
            self._to_guests()
        for part in (self._controls, self.counts):
            part.setVisible(on)
        self.way_in.show_addresses(self.found, self.chosen())
        self.way_in.show_status(status, on, zone, self.moved)
        if not on:
            self.start.setEnabled(bool(self.found))
            self.question.hide()
            if went:
                self.start.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if came:  # what had the focus is gone; the next thing is at the top
            self.joining.setFocus(Qt.FocusReason.OtherFocusReason)
        self.counts.setText(counted(status))
        self.joining.setChecked(status.joining)
        self.hold.setChecked(status.hold_all)
        self.freeze.setChecked(status.frozen)
        words, icon = (_("Go on"), "play") if status.frozen else (_("Freeze all"), "pause")
        if self.freeze.text().strip() != words:
            self.freeze.setText(words)
            self.freeze.show_icon(icon)
        self._show_guests(status, zone)
        self._show_ways(status)
        self._fit()

    def _show_guests(self, status: PhonesStatus, zone: datetime.tzinfo | None) -> None:
        for guest in status.guests:
            self._theme.fonts.ensure(guest.name)
        self.guests.show_guests(status.guests, self._now(), zone)
        self.guests.setVisible(bool(status.guests))
        self.nobody.setVisible(not status.guests)
        self.held.held.show_cards(status.held)
        self._held_box.setVisible(bool(status.held))

    def _show_ways(self, status: PhonesStatus) -> None:
        waited = self._now() - status.began_ms >= MINUTE
        alone = not status.guests
        if alone and waited and self._opened_for != status.began_ms:
            self._opened_for = status.began_ms
            self.ways.open(True)
        vpn = any(not address.of_use for address in self.found)
        seen = ""
        if alone and waited:
            seen = _("Nobody has reached this laptop in 60 s")
        elif vpn:
            seen = _("A VPN is on at this laptop")
        self.ways.say_seen(seen)
        apart = _("Nobody within 60 s. Open an own hotspot; the code stays.")
        self.ways.apart.words.setText(apart if alone and waited else _("Open an own hotspot; the code stays."))

    def _fit(self) -> None:
        """Heights that depend on what is in them."""
        self.ways.fit_to(self.pages.width() - 64)
        most = max(self._room.height(), 200)
        content = self.held.content_height
        first = self.held.visualRect(self.held.held.index(0)).height()
        self.held.setFixedHeight(min(content, max(first, round(most * HELD_SHARE))) + 2)
        tall, rows = self.guests.content_height, max(len(self.guests.guests.rows), 1)
        self.guests.setMinimumHeight(tall * min(rows, ROWS_SEEN) // rows + 2)

    def _place(self) -> None:
        """At the far side, as wide as there is room."""
        theme = self._theme
        wide = min(round(WIDE * min(theme.scale, 1.4)), self.width())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.panel.setGeometry(QRect(0 if mirrored else self.width() - wide, 0, wide, self.height()))
        side = min(self.way_in.wanted_width(), round(wide * 0.42))
        self._side.setFixedWidth(side)
        self._head.setMinimumHeight(theme.tall(HEAD))
        room = wide - 52 - self.title.sizeHint().width() - self.close_button.width() - 60
        need = self._controls.sizeHint().width() + self.counts.sizeHint().width() + 24
        self.counts.setMaximumWidth(16777215 if need < room else 0)
        flow_wide = min(self._controls.sizeHint().width(), room)
        layout = self._controls.layout()
        if layout is not None:
            self._controls.setFixedSize(flow_wide, layout.heightForWidth(flow_wide))
        self._fit()
        self.update()

    # ---- events -------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It follows the window."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another window, another place."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The flat scrim."""
        QPainter(self).fillRect(event.rect(), scrim(self._theme))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside it closes it."""
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.close_drawer()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back: from the question and the Wi-Fi to the guests, from there to the session."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.question.isHidden():
            self._keep()
        elif self.pages.currentWidget() is self.wifi:
            self._to_guests()
            self.guests.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.close_drawer()
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:
        """The Tab key stays in the drawer."""
        before = QApplication.focusWidget()
        moved = super().focusNextPrevChild(next)
        now = QApplication.focusWidget()
        if now is None or not self.isAncestorOf(now):
            target = self.joining if self.is_on else self.start
            (target if next else before or target).setFocus(Qt.FocusReason.TabFocusReason)
        return moved
