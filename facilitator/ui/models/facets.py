"""What a stream can be narrowed to: its kinds, themes and people, as rows of a list."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from facilitator.session.state import SessionState
from facilitator.ui import kinds
from facilitator.ui.models.stream import INSIDE, Filter, kinds_present
from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.words import _

FACET = ROW


@dataclass(frozen=True, slots=True)
class Facet:
    """One row: a heading (``group`` empty), or something to narrow to. ``count`` is -1 where nothing is counted."""

    label: str
    group: str = ""
    key: str = ""
    count: int = -1
    icon: str = ""
    colour: str = "text.secondary"
    chosen: bool = False


class FacetModel(RowModel[Facet]):
    """Kinds and themes with how many cards they have; people in the order they came, listed and never counted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            lambda facet: f"{facet.label}, {facet.count}" if facet.count >= 0 else facet.label,
            lambda facet: (facet.group, facet.key),
            heading=lambda facet: not facet.group,
            parent=parent,
        )

    def show_state(self, state: SessionState, chosen: Filter) -> None:
        """Make the rows from a session."""
        rows = [
            Facet(
                _("Everything"),
                "all",
                "",
                state.contributions.standing_count,
                "list",
                chosen=not replace(chosen, words="").active,
            )
        ]
        found = kinds_present(state)
        if found:
            rows.append(Facet(_("Kinds")))
        for kind, count in found:
            rows.append(
                Facet(
                    kinds.word(kind),
                    "kind",
                    kind,
                    count,
                    kinds.icon(kind),
                    f"kind.{kinds.hue(kind)}.solid",
                    kind in chosen.kinds,
                )
            )
        themes = state.themes.standing()
        if themes:
            rows.append(Facet(_("Themes")))
        by_id = state.contributions.by_id
        for theme in themes:
            count = sum(not by_id[c].withdrawn and not by_id[c].hidden for c in state.themes.cards(theme.id))
            rows.append(Facet(theme.name, "theme", theme.id, count, "hash", chosen=theme.id in chosen.themes))
        rows += _activities(state, chosen)
        gave = state.contributions.of_author
        people = [person for person in state.people.present() if person.id in gave]
        if people:
            rows.append(Facet(_("People")))
        for person in people:
            name = INSIDE.name(person) or _("a participant")
            rows.append(Facet(name, "person", person.id, icon="user-round", chosen=person.id in chosen.people))
        hidden = state.contributions.hidden_count
        if hidden or chosen.hidden:
            rows.append(Facet(_("Out of sight")))
            rows.append(Facet(_("Hidden cards"), "hidden", "", hidden, "eye-off", chosen=chosen.hidden))
        self.show_rows(rows)


def _activities(state: SessionState, chosen: Filter) -> list[Facet]:
    """Activities in which something was given, in the order of the agenda, with how many cards they have."""
    counts = state.contributions.of_activity
    blocks = [block for block in state.agenda.in_order() if block.id in counts or block.id in chosen.activities]
    if not blocks:
        return []
    rows = [Facet(_("Activities"))]
    for block in blocks:
        count = counts.get(block.id, 0)
        on = block.id in chosen.activities
        rows.append(Facet(block.title, "activity", block.id, count, "calendar-days", chosen=on))
    return rows


def narrowed(chosen: Filter, facet: Facet) -> Filter:
    """The filter after a facet was clicked: taken, or given up when it was taken already."""
    match facet.group:
        case "all":
            return Filter(words=chosen.words)
        case "hidden":
            return Filter(words=chosen.words, hidden=not chosen.hidden)
        case "kind":
            return replace(chosen, kinds=chosen.kinds ^ {facet.key})
        case "theme":
            return replace(chosen, themes=chosen.themes ^ {facet.key})
        case "person":
            return replace(chosen, people=chosen.people ^ {facet.key})
        case "activity":
            return replace(chosen, activities=chosen.activities ^ {facet.key})
    return chosen
