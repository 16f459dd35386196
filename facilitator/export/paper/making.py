"""From a sheet's name to its file: which data it is built from, and how they are set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from facilitator.export.options import Options
from facilitator.export.paper import (
    Choices,
    NothingToPrint,
    capture_cards,
    join_poster,
    observer_sheet,
    participant_card,
    role_slips,
    run_page,
    run_sheet,
)
from facilitator.export.paper.kit import Missing, running_head, set_sheet
from facilitator.export.voice import Voice
from facilitator.session.state import SessionState

Made = Callable[[Path], tuple[int, Missing]]


def make(state: SessionState, sheet: str, options: Options, chosen: Choices) -> Made:
    """Build the sheet's data; what comes back writes the file and says how many pages it has."""
    return _MAKERS[sheet](Voice(state, options), chosen)


def _run_sheet(voice: Voice, chosen: Choices) -> Made:
    sheet = run_sheet.run_sheet(voice, chosen.last_time)
    looks = run_page.looks_of(sheet, chosen.paper, chosen.accent)
    head = running_head(looks, sheet.leaf.head, sheet.leaf.subject)
    return lambda file: set_sheet(sheet.leaf, looks, file, lambda kit: run_page.story(kit, sheet), head)


def _participant_card(voice: Voice, chosen: Choices) -> Made:
    card = participant_card.participant_card(voice)
    looks = participant_card.looks_of(card, chosen.paper, chosen.accent)
    return lambda file: set_sheet(
        card.leaf,
        looks,
        file,
        lambda kit: participant_card.story(kit, card, large=chosen.large, count=chosen.count),
    )


def _role_slips(voice: Voice, chosen: Choices) -> Made:
    sets = role_slips.role_slips(voice, chosen.count)
    if not sets:
        raise NothingToPrint(
            "No roles are written in “{title}”. Add them to a block of the plan, then print the slips.",
            title=voice.written_text(voice.state.about.title),
        )
    looks = role_slips.looks_of(sets[0], chosen.paper, chosen.accent)
    return lambda file: set_sheet(
        sets[0].leaf, looks, file, lambda kit: role_slips.story(kit, sets, large=chosen.large)
    )


def _observer_sheet(voice: Voice, chosen: Choices) -> Made:
    sheets = observer_sheet.observer_sheets(voice)
    looks = observer_sheet.looks_of(sheets[0], chosen.paper, chosen.accent)
    head = running_head(looks, sheets[0].played, sheets[0].title) if len(sheets) == 1 else None
    return lambda file: set_sheet(sheets[0].leaf, looks, file, lambda kit: observer_sheet.pages(kit, sheets), head)


def _capture_cards(voice: Voice, chosen: Choices) -> Made:
    cards = capture_cards.capture_cards(voice, chosen.first, chosen.count)
    looks = capture_cards.looks_of(cards, chosen.paper, chosen.accent)
    return lambda file: set_sheet(cards.leaf, looks, file, lambda kit: capture_cards.story(kit, cards))


def _join_poster(voice: Voice, chosen: Choices) -> Made:
    poster = join_poster.join_poster(voice, chosen.address)
    looks = join_poster.looks_of(poster, chosen.paper, chosen.accent)
    return lambda file: set_sheet(poster.leaf, looks, file, lambda kit: join_poster.story(kit, poster))


_MAKERS: dict[str, Callable[[Voice, Choices], Made]] = {
    "run-sheet": _run_sheet,
    "participant-card": _participant_card,
    "role-slips": _role_slips,
    "observer-sheet": _observer_sheet,
    "capture-cards": _capture_cards,
    "join-poster": _join_poster,
}
