"""The filters over the list of sessions, side by side: since when, people, kind, modality, series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from facilitator.session.narrowing import Narrowing
from facilitator.session.ports import wall_clock
from facilitator.ui.actions import Action
from facilitator.ui.models import choices
from facilitator.ui.services import KnownPerson, SessionRow
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.narrow_chip import NarrowChip
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.session.modalities import Catalogue

CLEAR_KEY = "Alt+0"


class NarrowRow(QWidget):
    """The chips.

    Signals:
        changed: what is narrowed to became different.
    """

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(_("Filters"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.since = NarrowChip(theme, _("Since"), _("At any time"), _("There is no session yet."), "Alt+1")
        self.people = NarrowChip(theme, _("People"), _("Anybody"), _("There is nobody in any session yet."), "Alt+2")
        self.kind = NarrowChip(theme, _("Kind"), _("Any kind"), "", "Alt+3")
        self.modality = NarrowChip(theme, _("Modality"), _("Any modality"), _("No session has an agenda yet."), "Alt+4")
        self.series = NarrowChip(theme, _("Series"), _("Any series"), _("There is no series yet."), "Alt+5")
        self.chips = (self.since, self.people, self.kind, self.modality, self.series)
        self._clearing = False
        flow = Flow(self, gap=8)
        for chip in self.chips:
            chip.chosen.connect(self._changed)
            flow.addWidget(chip)
        self.kind.offer(choices.every_kind())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.since)

    @property
    def narrowing(self) -> Narrowing:
        """What holds."""
        return Narrowing(
            int(self.since.value or 0), self.people.value, self.kind.value, self.modality.value, self.series.value
        )

    def offer(self, rows: Sequence[SessionRow], catalogue: Catalogue | None) -> None:
        """Let what these sessions have be chosen."""
        self.since.offer(choices.since(rows, wall_clock()))
        self.modality.offer(choices.modalities(rows, catalogue))
        self.series.offer(choices.series(rows))

    def offer_people(self, known: Sequence[KnownPerson]) -> None:
        """Let these be chosen."""
        self.people.offer(choices.people(known))

    def clear(self) -> None:
        """Narrow to nothing."""
        if not self.narrowing:
            return
        self._clearing = True
        for chip in self.chips:
            chip.take("")
        self._clearing = False
        self.changed.emit()

    def _changed(self) -> None:
        if not self._clearing:
            self.changed.emit()

    def offers(self) -> list[Action]:
        """What can be narrowed, for the palette and the keyboard map."""
        named = (
            ("since", lambda: _("Sessions since a day"), self.since, "calendar-days"),
            ("people", lambda: _("Sessions with somebody"), self.people, "user-round"),
            ("kind", lambda: _("Sessions where a kind was given"), self.kind, "tag"),
            ("modality", lambda: _("Sessions of a modality"), self.modality, "blocks"),
            ("series", lambda: _("Sessions of a series"), self.series, "refresh-cw"),
        )
        found = [
            Action(
                f"sessions.{name}", words, chip.open, (f"Alt+{place}",), icon, "sessions",
                why_not=lambda chip=chip: "" if chip.there else chip.accessibleName(),  # type: ignore[misc]
            )
            for place, (name, words, chip, icon) in enumerate(named, 1)
        ]  # fmt: skip
        found.append(
            Action(
                "sessions.all", lambda: _("Clear the filters"), self.clear, (CLEAR_KEY,), "filter", "sessions",
                why_not=lambda: "" if self.narrowing else _("No filter is set."),
            )
        )  # fmt: skip
        return found
