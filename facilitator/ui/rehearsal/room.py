"""The stream and the capture bar of a rehearsal: those of a session, over a store and a draft that keep nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from facilitator.session.store import Store
from facilitator.ui.drafts import Draft, DraftKeeper
from facilitator.ui.messages import Messages
from facilitator.ui.screens.session import SessionScreen
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.saved import SavedLine
from facilitator.words import _


class NoDrafts(DraftKeeper):
    """Remembers what stands in the bar as long as the window is open, and writes it nowhere."""

    def __init__(self) -> None:
        super().__init__(Path(), "rehearsal")

    def read(self) -> Draft:
        """There is never anything from before."""
        return self.draft

    def typed(self, text: str) -> None:
        """The bar says this now."""
        self.draft.text = text

    def given(self, contribution: str, text: str) -> None:
        """A line was given."""
        self.draft.text = ""

    def kept(self, contribution: str) -> None:
        """There is nothing to take away."""

    def taken_back(self, contribution: str) -> str:
        """Nothing ever fails to be kept, for nothing is."""
        return ""

    def _write(self) -> None:
        """To no disk."""


class NothingKeptLine(SavedLine):
    """Stands where a session says when it was saved."""

    def say(self) -> None:
        """The only thing there is to say."""
        self.setVisible(self.parentWidget() is not None)
        self._put("eye-off", "text.secondary", _("Nothing of this is kept"))

    def heard(self) -> None:
        """Something was given; that is all."""


class RehearsalRoom(SessionScreen):
    """Where one captures in a rehearsal, with every key and sign of a real session."""

    def __init__(self, store: Store, session: str, theme: Theme, messages: Messages) -> None:
        super().__init__(store, session, theme, messages, NoDrafts())
        self.find_field.hide()  # there is little to look for, and the talk needs the room

    def _status_line(self) -> QWidget:
        foot = super()._status_line()
        was, self.saved = self.saved, NothingKeptLine(self._store, self._theme)
        row = foot.layout()
        assert row is not None
        row.replaceWidget(was, self.saved)
        was.deleteLater()
        return foot
