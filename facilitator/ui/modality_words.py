"""What an activity is called in a word or two, where its title is not what is asked for: *Discussion*, *Role play*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.ui import shown
from facilitator.words import pgettext

if TYPE_CHECKING:
    from facilitator.session.modalities import Catalogue


def _families() -> dict[str, str]:
    return {
        "video": pgettext("modality", "Video"),
        "role_play": pgettext("modality", "Role play"),
        "discussion": pgettext("modality", "Discussion"),
        "story": pgettext("modality", "Storytelling"),
        "reading": pgettext("modality", "Reading"),
        "hands_on": pgettext("modality", "Hands-on"),
        "social_thread": pgettext("modality", "Thread"),
        "mentoring": pgettext("modality", "Mentoring"),
        "break": pgettext("modality", "Break"),
    }


def modality_word(modality: str, catalogue: Catalogue | None, otherwise: str = "") -> str:
    """A modality in a word or two: those the design knows by theirs, any other by the name of its method."""
    known = _families().get(modality)
    if known is not None:
        return known
    method = catalogue.get(modality) if catalogue is not None and modality else None
    if method is None:
        return shown.one_line(otherwise)
    return shown.one_line(method.name).split(" (")[0]
