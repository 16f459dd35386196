"""The stream and the capture bar of a rehearsal: those of a session, over a store and a draft that keep nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from facilitator.session.coach import Hint
from facilitator.session.coach_measures import Around
from facilitator.session.store import Store
from facilitator.ui.actions import Action
from facilitator.ui.drafts import Draft, DraftKeeper
from facilitator.ui.messages import Messages
from facilitator.ui.run.coach import CoachLine
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
        self.coach = CoachLine(theme)
        self.coach.asked.connect(self._take)
        self.centre.insertWidget(self.centre.count() - 1, self.coach)
        self.capture_line.hide()  # the coach's line brings its own

    def look(self, now_ms: int, heard: frozenset[str]) -> None:
        """The coach looks on, as in a session. ``heard`` are those who spoke in the talk (``now_ms`` UTC)."""
        self.coach.watch(self.model.state, now_ms, Around(heard=heard, consent_said=True))

    def _take(self, hint: Hint) -> None:
        if hint.action == "line" and not self.capture.text().strip():
            self.capture.put(hint.fills)
        elif hint.ids and hint.action in ("show_card", "show_ungrouped"):
            self.show_card(hint.ids[0])
            return
        self.to_capture()

    def offers(self) -> list[Action]:
        """What can be done here, the coach's keys among it."""
        return [*super().offers(), *self.coach.offers()]

    def _status_line(self) -> QWidget:
        foot = super()._status_line()
        was, self.saved = self.saved, NothingKeptLine(self._store, self._theme)
        row = foot.layout()
        assert row is not None
        row.replaceWidget(was, self.saved)
        was.deleteLater()
        return foot
