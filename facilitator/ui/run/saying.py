"""What the activity bar and the status line say."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.session.agenda import Block
from facilitator.session.drift import Place
from facilitator.session.modalities import Modality
from facilitator.session.state import SessionState
from facilitator.session.steps import RunStep
from facilitator.ui import shown
from facilitator.ui.run.unheard import unheard
from facilitator.ui.stages.base import Stage
from facilitator.ui.widgets.notes_line import Note
from facilitator.words import _, ngettext

NAMES_TOLD = 3
"""So many names stand in the status line; more are counted."""


def status_notes(state: SessionState, front: Stage | None, read_only: str) -> list[Note]:
    """Who was not heard yet, what the stage notes, and why nothing can be written; each with its icon."""
    notes: list[Note] = []
    names = unheard(state)
    if names is not None:
        if not names:
            notes.append(("mic", _("Everyone has been heard")))
        elif len(names) <= NAMES_TOLD:
            listed = ", ".join(shown.isolated(shown.one_line(name)) for name in names)
            notes.append(("mic-off", _("Not heard yet: {names}").format(names=listed)))
        else:
            told = ngettext("Not heard yet: {count} person", "Not heard yet: {count} people", len(names))
            notes.append(("mic-off", told.format(count=len(names))))
    if front is not None:
        notes += front.notes()
    if read_only:
        notes.append(("lock", read_only))
    return notes


def subtitle(
    state: SessionState,
    block: Block,
    front: Stage | None,
    place: Place | None,
    method: Modality | None,
    steps: Sequence[RunStep],
) -> str:
    """The line under an activity's title: how it is done and which step is on, or that it has not begun."""
    if state.agenda.running is None:
        if place is None:
            return ""
        count = ngettext("{count} minute", "{count} minutes", place.minutes).format(count=place.minutes)
        return _("not begun yet · {minutes}").format(minutes=count)
    own = front.subtitle() if front is not None else ""
    if own:
        return own
    name = block.method or (method.name if method is not None else "")
    name = shown.isolated(name) if name else ""
    if not steps:
        return name
    at = min(state.running.of(block.id).step, len(steps) - 1)
    step = shown.isolated(steps[at].name)
    words = _("step {number} of {count}, {step}").format(number=at + 1, count=len(steps), step=step)
    words = step if len(steps) == 1 else words
    return f"{name} · {words}" if name else words


def stream_words(here: int, standing: int) -> tuple[str, str]:
    """The head of the stream, and its tool tip: the cards of the running activity, and all, which stand below them."""
    told = _("Cards of this activity; {all} in all").format(all=standing)
    if here == standing:
        return _("Stream {count}").format(count=here), told
    return _("{here} here, {all} in all").format(here=here, all=standing), told
