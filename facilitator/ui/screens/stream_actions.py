"""What can be done with the line and the stream, with its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from facilitator.ui.actions import Action
from facilitator.ui.capture import KINDS_KEY
from facilitator.ui.capture_ways import CONSENT_KEY, PAPER_KEY, REPEAT_KEY
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.ui.screens.session import SessionScreen

STREAM_KEY, NARROW_KEY = "Shift+F4", "Ctrl+Shift+F"


def to_facets(page: SessionScreen) -> None:
    """Into what the stream can be narrowed to, which opens first where it has no place; from it back to the line."""
    side = page.side
    if side.hasFocus():
        page.narrow.setChecked(False)
        page.to_capture()
        return
    if not side.isVisible():
        page.narrow.setChecked(True)
    side.setFocus(Qt.FocusReason.ShortcutFocusReason)
    if not side.currentIndex().isValid():
        side.setCurrentIndex(page.facets.index(0))


def stream_actions(page: SessionScreen) -> list[Action]:
    """The actions of a session's line and stream, for the registry."""
    return [
        Action(
            "run.line", lambda: _("Catch what is said"), page.to_capture, icon="pencil", group="session",
            told=lambda: _("Into the line at the foot of the page."),
        ),
        Action(
            "run.again", lambda: _("Begin as the line before: its kind and names"), page.capture.again,
            (REPEAT_KEY,), "rotate-ccw", "capture", firm=True,
            why_not=lambda: "" if page.capture.ways.head else _("The line before had no kind and no name."),
        ),
        Action(
            "run.consent", lambda: _("How this line may be carried"), page.capture.ways.next_consent,
            (CONSENT_KEY,), "lock", "capture", firm=True,
            told=lambda: _("Quoted, only in other words, or not out of the room. It holds for one line."),
        ),
        Action(
            "run.paper", lambda: _("Type paper cards in"),
            lambda: page.capture.ways.type_paper(page.capture.ways.paper is None), (PAPER_KEY,), "sticky-note",
            "capture", firm=True,
            told=lambda: _("Numbers count on by themselves; a number before the words is the card's own."),
        ),
        Action(
            "run.stream", lambda: _("Into the stream"), page.to_stream, (STREAM_KEY,), "list", "session", firm=True,
            why_not=lambda: "" if page.model.rowCount() else _("Nothing was given yet."),
        ),
        Action(
            "run.order", lambda: _("Turn the order of the cards round"),
            lambda: page.turn(not page.model.newest_first), icon="arrow-up", group="session",
        ),
        Action(
            "run.narrow", lambda: _("Show only"), lambda: to_facets(page), (NARROW_KEY,), "filter", "session",
            firm=True, told=lambda: _("Into the kinds, people and themes the stream can be narrowed to."),
        ),
        Action(
            "run.kinds", lambda: _("Other kinds"), page.capture.show_kinds, (KINDS_KEY,), "ellipsis", "capture",
            firm=True, remembered=False,
        ),
        Action(
            "run.everything", lambda: _("Show every card again"), page.show_everything, icon="list",
            group="session", why_not=lambda: "" if page.model.filter.active else _("Every card is shown."),
        ),
    ]  # fmt: skip
