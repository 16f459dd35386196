"""Who will be there: bringing lists in, looking at one person, and nobody twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitator import tasks
from facilitator.session.errors import Told
from facilitator.session.people import TakeOutPerson
from facilitator.session.rules import Command, Together
from facilitator.session.state import SessionState
from facilitator.ui.messages import Messages, worded
from facilitator.ui.plan.add_people import left_out_words
from facilitator.ui.plan.people import PeopleList
from facilitator.ui.services import GuestList, Services
from facilitator.ui.theme import Theme
from facilitator.words import _, ngettext

GUESTS = (".csv", ".tsv", ".vcf", ".vcard", ".txt")


class PeoplePart(QWidget):
    """The list of people and what is done with it. Lists may be dropped here."""

    def __init__(
        self,
        services: Services,
        theme: Theme,
        messages: Messages,
        state: Callable[[], SessionState],
        dispatch: Callable[[Command, str], object],
        *,
        read_only: bool,
    ) -> None:
        super().__init__()
        self._services, self._theme, self._messages = services, theme, messages
        self._state, self._dispatch = state, dispatch
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.people = PeopleList(theme)
        self.people.add_asked.connect(self.ask)
        self.people.opened.connect(lambda key: tasks.start(self._open_person(key), "look at a person", self._failed))
        self.people.removed.connect(lambda key: self.dispatch(TakeOutPerson(person=key), _("Taken out")))
        column.addWidget(self.people)
        self.setAcceptDrops(not read_only)

    @property
    def state(self) -> SessionState:
        """The session as it is."""
        return self._state()

    def dispatch(self, command: Command, said: str = "") -> None:
        """Send a wish; a refusal is said."""
        self._dispatch(command, said)

    def show_state(self, state: SessionState) -> None:
        """Who is in it."""
        self.people.show_state(state)

    def ask(self) -> None:
        """Ask for names, typed or pasted."""
        tasks.start(self._add_people(), "add people", self._failed)

    async def _add_people(self) -> None:
        from facilitator.ui.dialogs.ask import ask
        from facilitator.ui.plan.add_people import AddPeople

        services = self._services
        known = [person.name for person in await services.known_people()]
        dialog = AddPeople(self._theme, known, self.window(), read=services.read_guests)
        if not await ask(dialog) or not dialog.text.strip():
            return
        self._join(await services.read_guests(dialog.text))

    def _join(self, found: GuestList) -> None:
        """Bring a list into the session; nobody is there twice, and what could not be used is said."""
        commands = self._services.joining(found, self.state.stream)
        if commands:
            count = ngettext("{count} person was added", "{count} people were added", len(commands))
            self.dispatch(Together(commands=tuple(commands)), count.format(count=len(commands)))
        elif found.guests:
            self._messages.say(_("Everybody on the list is here already"))
        if found.notes:
            self._messages.say(" ".join(found.notes[:3]))
        left_out = left_out_words(found)
        if left_out:
            self._messages.warn(left_out)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A list of people may be dropped here; other files go to the window."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files and all(file.suffix.lower() in GUESTS for file in files):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take dropped lists in."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        tasks.start(self._drop(files), "take a list of people in", self._failed)

    async def _drop(self, files: Sequence[Path]) -> None:
        for file in files:
            self._join(await self._services.read_guest_file(file))

    async def _open_person(self, key: str) -> None:
        from facilitator.ui.dialogs.ask import ask
        from facilitator.ui.plan.people import PersonPanel

        person = self.state.people.get(key)
        if person is None:
            return
        dialog = PersonPanel(self._theme, person, self.dispatch, self.window())
        if await ask(dialog):
            self.dispatch(dialog.command())

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self._messages.warn(worded(error))
