"""The phones on the page *Run*: the drawer, a word in the status line, the code on the room screen.

It watches the laptop's address: when that changes, phones are let in at the new one and every picture is made anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, QStandardPaths, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QToolButton

from facilitator import tasks
from facilitator.session.errors import Told
from facilitator.session.room import Join
from facilitator.session.store import Change, Status
from facilitator.session.zones import zone_named
from facilitator.ui import photo, shown
from facilitator.ui.actions import Action
from facilitator.ui.messages import Messages, worded
from facilitator.ui.phones.adapters import adapter_addresses
from facilitator.ui.phones.door import PhonesService
from facilitator.ui.phones.drawer import PhonesDrawer
from facilitator.ui.phones.wording import joined_words, spaced
from facilitator.ui.services import Services
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.ui.run.screen import RunScreen

KEY = "Ctrl+J"
LOOK_MS = 3000
"""How often the laptop's addresses are looked at while phones take part."""

CARDS = "capture-cards"


def clean_photo(data: bytes) -> photo.Photo:
    """A photo from a phone, painted anew. For a thread."""
    return photo.from_bytes(data, _("Photo"))


class Phones(QObject):
    """What the page has of the phones. Without a service there is nothing to see, and the key says why."""

    def __init__(self, page: RunScreen, services: Services, messages: Messages) -> None:
        super().__init__(page)
        self._page, self._services, self._messages = page, services, messages
        self.service: PhonesService | None = services.phones
        self.drawer: PhonesDrawer | None = None
        self._followed = ""
        self._closed = page.model.state.running.closed_ms is not None
        self.button = QToolButton()
        self.button.setText(_("Phones"))
        self.button.setAccessibleName(_("Phones"))
        self.button.setProperty("look", "status")
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setAutoRaise(True)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.setToolTip(f"{_('Phones')} ({KEY})")
        self.button.clicked.connect(self.toggle)
        page.status_row.insertWidget(0, self.button)
        page.status_row.insertSpacing(1, 12)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self.look_around)
        page._theme.changed.connect(self._restyle)
        self._end_phones = self.service.listen(self.show_phones) if self.service is not None else None
        self._end_store = services.store.subscribe(self._heard)
        self._restyle()
        self.show_phones()
        runs = page.model.state.agenda.running is not None and not self._closed
        if self.service is not None and runs and self.service.goes_on(page.session):
            self._again()

    @property
    def is_on(self) -> bool:
        """Whether phones take part in this session now."""
        return self.service is not None and self.service.status.session == self._page.session

    # ---- for the page -------------------------------------------------------------------------------------------

    def offers(self) -> list[Action]:
        """Its action and key."""
        return [
            Action(
                "run.phones", lambda: _("Phones"), self.toggle, (KEY,), "smartphone", "run", firm=True, menu=True,
                why_not=self.why_not,
                also=lambda: _("Guests, QR code, address, network, Wi-Fi"),
                told=lambda: _("Who is in, how others get in, and what to do when nobody does."),
            )
        ]  # fmt: skip

    def why_not(self) -> str:
        """Why phones cannot take part, as a sentence."""
        state = self._page.model.state
        if self.service is None:
            return _("Phones cannot take part here.")
        if state.about.source:
            return _("This session came from a file; phones take part in sessions that run.")
        return _("The session is over.") if state.running.closed_ms is not None else ""

    def toggle(self) -> None:
        """Open the drawer, or close it."""
        if self.service is None:
            return
        if self.drawer is None:
            page = self._page
            self.drawer = PhonesDrawer(
                page._theme,
                self.service,
                page.session,
                self._messages,
                self._services.store.now_ms,
                lambda: zone_named(page.model.state.about.zone),
                page.window(),
            )
            self.drawer.start_asked.connect(self.start)
            self.drawer.stop_asked.connect(self.stop)
            self.drawer.test_asked.connect(self.test)
            self.drawer.large_asked.connect(self._show_large)
            self.drawer.poster_asked.connect(self._poster)
            self.drawer.cards_asked.connect(lambda: self._ask_file(_("Capture cards"), self._cards))
        self.drawer.toggle()

    def close(self) -> None:
        """Hear nothing more. Phones that take part go on: another page may be looked at meanwhile."""
        self._look.stop()
        self._end_store()
        if self._end_phones is not None:
            self._end_phones()
        if self.drawer is not None:
            self.drawer.end()
            self.drawer = None

    # ---- doing --------------------------------------------------------------------------------------------------

    def start(self, ip: str) -> None:
        """Let phones in at this address."""
        if self.service is not None:
            starting = self.service.start(self._page.session, ip, clean_photo)
            tasks.start(starting, "let phones in", self._failed)

    def stop(self) -> None:
        """No phone any more."""
        if self.service is not None:
            tasks.start(self.service.stop(), "send phones away", self._failed)

    def test(self) -> None:
        """Try the way in."""
        if self.service is not None:
            tasks.start(self.service.test(), "try the way in for phones", self._failed)

    def _again(self) -> None:
        """Phones were in when the program ended in the middle of an activity: they go on by themselves."""
        if self.service is not None:
            useful = [one.ip for one in self.service.addresses(adapter_addresses()) if one.of_use]
            again = self.service.again(self._page.session, useful, clean_photo)
            tasks.start(again, "let phones in again", self._failed)

    def look_around(self) -> None:
        """Follow the laptop to another address."""
        if self.service is None or not self.is_on:
            return
        self.follow(adapter_addresses())

    def follow(self, found: list[tuple[str, str]]) -> None:
        """These are the addresses now: where ours is none of them, phones are let in at the likeliest."""
        if self.service is None or not self.is_on:
            return
        known = self.service.addresses(found)
        if self.drawer is not None:
            self.drawer.look_around(found)
        useful = [one.ip for one in known if one.of_use]
        if self.service.status.address in [one.ip for one in known] or not useful:
            self._followed = ""
        elif useful[0] != self._followed:  # what failed there is not tried again every few seconds
            self._followed = useful[0]
            tasks.start(self._follow(useful[0]), "follow the laptop to another address", self._failed)

    async def _follow(self, ip: str) -> None:
        if self.service is None:
            return
        await self.service.start(self._page.session, ip, clean_photo)
        if self.drawer is not None:
            self.drawer.moved = True
            self.drawer.show_status()
        self._messages.warn(_("The address is new, the picture on the wall too."), action=_("Phones"), does=self._open)

    def _open(self) -> None:
        if self.drawer is None or not self.drawer.isVisible():
            self.toggle()

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self._messages.warn(worded(error))

    def _show_large(self) -> None:
        self._page.room.open()
        if self.drawer is not None:
            self.drawer.close_drawer()

    # ---- paper --------------------------------------------------------------------------------------------------

    def _ask_file(self, words: str, then: Callable[[str], object]) -> None:
        folder = self._services.settings.export_folder or QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        title = self._page.model.state.about.title
        dialog = QFileDialog(self._page.window(), words)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("PDF") + " (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.setDirectory(folder or str(Path.home()))
        dialog.selectFile(self._services.export_name(f"{title} {words}", "pdf"))
        dialog.fileSelected.connect(then)
        dialog.open()

    def _poster(self) -> None:
        self._ask_file(_("Poster"), self.write_poster)

    def write_poster(self, file: str) -> None:
        """Write the poster, whole or not at all."""
        tasks.start(self._write_poster(Path(file)), "write the poster", self._failed)

    async def _write_poster(self, target: Path) -> None:
        if self.service is None or self.drawer is None:
            return
        wifi, password = self.drawer.wifi.network()
        self._say_saved(await self.service.poster(self._page.session, target, wifi, password))

    def _cards(self, file: str) -> None:
        tasks.start(self._write_cards(Path(file)), "write cards of paper", self._failed)

    async def _write_cards(self, target: Path) -> None:
        self._say_saved(await self._services.print_sheet(self._page.session, CARDS, target))

    def _say_saved(self, file: Path) -> None:
        self._messages.say(
            _("Saved as {name}").format(name=shown.isolated(file.name)),
            action=_("Open"),
            does=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))),
        )

    # ---- hearing and showing --------------------------------------------------------------------------------------

    def _heard(self, change: Change) -> None:
        """Phones are sent away when the session ends."""
        if change.stream != self._page.session or change.status is Status.KEPT:
            return
        closed = self._page.model.state.running.closed_ms is not None
        if closed and not self._closed and self.is_on:
            self.stop()
        if closed != self._closed:
            self._closed = closed
            self.show_phones()

    def show_phones(self) -> None:
        """Show how many are in, here and on the room screen."""
        self.button.setVisible(self.is_on or not self.why_not())
        if self.service is None:
            return
        status = self.service.status
        on = status.session == self._page.session
        words = joined_words(status) if on else _("Phones")
        if words != self.button.text():
            self.button.setText(words)
            self.button.setAccessibleName(f"{words}. {_('Phones')}" if on else words)
        if on and not self._look.isActive():
            self._look.start()
        elif not on:
            self._look.stop()
        join = Join(status.typed, spaced(status.code), status.modules) if on and status.joining else None
        self._page.room.joining(join, status.joined() if on else None)

    def _restyle(self) -> None:
        theme = self._page._theme
        self.button.setFont(theme.font("caption"))
        mark = theme.mark(14)
        self.button.setIcon(theme.icon("smartphone", "text.secondary", mark))
        self.button.setIconSize(QSize(mark, mark))
        self.button.setStyleSheet(
            f"QToolButton {{ color: {theme.hex('text.secondary')}; border: none; background: transparent;"
            " padding: 0 2px; }"
            f"QToolButton:hover {{ color: {theme.hex('text.primary')}; text-decoration: underline; }}"
            f"QToolButton:focus {{ border: 2px solid {theme.hex('accent.focus')}; border-radius: 4px; }}"
        )
