"""The words and icons of the kinds of contribution and of what they say about one another."""

from __future__ import annotations

from facilitator.session.kinds import KINDS
from facilitator.words import _, pgettext

EIGHT = ("question", "commitment", "idea", "knowledge", "story", "information", "concern", "thanks")
"""The kinds one key or one button away, in the order of the capture bar."""

OTHERS = tuple(kind for kind in KINDS if kind not in EIGHT)

_ICONS = {
    "question": "circle-question-mark",
    "commitment": "flag",
    "idea": "lightbulb",
    "knowledge": "hand-helping",
    "story": "quote",
    "information": "info",
    "concern": "triangle-alert",
    "thanks": "hand-heart",
    "note": "sticky-note",
    "answer": "reply",
    "perspective": "eye",
    "decision": "circle-check",
    "resource": "bookmark",
    "synthesis": "layers",
    "observation": "search",
    "request": "hand",
    "offer": "handshake",
    "reflection": "history",
    "process_note": "pencil",
}

_HUES = frozenset({*EIGHT, "note"})


def icon(kind: str) -> str:
    """The name of a kind's icon."""
    return _ICONS.get(kind, "sticky-note")


def hue(kind: str) -> str:
    """Whose hue a kind is painted in. Kinds without one of their own are neutral: a hue only ever means one kind."""
    return kind if kind in _HUES else "note"


def word(kind: str) -> str:
    """The word beside the icon."""
    return {
        "idea": pgettext("kind", "Idea"),
        "knowledge": pgettext("kind", "Knowledge"),
        "information": pgettext("kind", "Information"),
        "question": pgettext("kind", "Question"),
        "answer": pgettext("kind", "Answer"),
        "story": pgettext("kind", "Story"),
        "perspective": pgettext("kind", "Perspective"),
        "concern": pgettext("kind", "Concern"),
        "decision": pgettext("kind", "Decision"),
        "commitment": pgettext("kind", "Commitment"),
        "thanks": pgettext("kind", "Thanks"),
        "resource": pgettext("kind", "Resource"),
        "synthesis": pgettext("kind", "Synthesis"),
        "observation": pgettext("kind", "Observation"),
        "request": pgettext("kind", "Request"),
        "offer": pgettext("kind", "Offer"),
        "reflection": pgettext("kind", "Reflection"),
        "process_note": pgettext("kind", "Process note"),
        "note": pgettext("kind", "Note"),
    }.get(kind, kind)


def sentence(relation: str) -> str:
    """What a card says about an earlier one, with a place for the earlier one's giver."""
    return {
        "builds_on": _("builds on {name}"),
        "answers": _("answers {name}"),
        "asks_about": _("asks about what {name} said"),
        "supports": _("supports {name}"),
        "challenges": _("challenges {name}"),
        "illustrates": _("illustrates what {name} said"),
        "leads_to": _("follows from {name}"),
        "synthesises": _("gathers {name}"),
        "sparked_by": _("sparked by {name}"),
        "cites": _("cites {name}"),
        "appreciates": _("for {name}"),
        "duplicates": _("the same as {name}"),
    }.get(relation, _("refers to {name}"))
