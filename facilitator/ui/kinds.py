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


def meaning(kind: str) -> str:
    """What a kind is for, in plain words (domain, section 5.1); empty for one that is not known here."""
    return {
        "idea": _("something that could be, not yet tried here"),
        "knowledge": _("something known from doing, with its conditions"),
        "information": _("something that can be looked up, from elsewhere"),
        "question": _("wants an answer, or opens an inquiry"),
        "answer": _("responds to a question"),
        "story": _("one moment told, with its teller’s leave"),
        "perspective": _("how it looks from somebody’s place"),
        "concern": _("a risk, an objection or a discomfort"),
        "decision": _("a choice made by those who may make it"),
        "commitment": _("somebody will do something by a day"),
        "thanks": _("thanks for something particular"),
        "resource": _("a thing to use: a file, a link, a book, a person"),
        "synthesis": _("draws several together into a better one"),
        "observation": _("what was seen or heard, in its own words"),
        "request": _("asks for help, or for somebody to meet"),
        "offer": _("offers help"),
        "reflection": _("what somebody notices about their own learning"),
        "process_note": _("about the session, by whoever runs it"),
        "note": _("something said, of no kind in particular"),
    }.get(kind, "")


def explained(kind: str) -> str:
    """A kind with what it is for: *Idea – something that could be, not yet tried here*."""
    words = meaning(kind)
    return _("{kind} – {meaning}").format(kind=word(kind), meaning=words) if words else word(kind)


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
