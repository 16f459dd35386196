"""The words of a talk: where it was, who may see it, what it is called, and what leaves it without names.

Window, command line and reports word a talk here, so that it is called the same everywhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from facilitator.session.masking import masked
from facilitator.session.privacy import Gate, Names, initials
from facilitator.session.rules import LONGEST_NAME
from facilitator.session.state import SessionState
from facilitator.words import _

_WRITTEN = ("report_title", "purpose", "inform", "perspective", "decision", "work", "place", "verbs", "units")
"""What may have been written about a talk's stream, besides its title."""


def where_word(where: str) -> str:
    """The place of a talk as a choice: *Coffee corner*."""
    return {
        "coffee": _("Coffee corner"),
        "lunch": _("Lunch"),
        "mentoring": _("Mentoring"),
        "desk": _("At the desk"),
        "call": _("Call"),
    }.get(where, "")


def where_inside(where: str) -> str:
    """The place of a talk inside a line: *Talk with Priya, lunch*."""
    return {
        "coffee": _("coffee corner"),
        "lunch": _("lunch"),
        "mentoring": _("mentoring"),
        "desk": _("at the desk"),
        "call": _("call"),
    }.get(where, "")


def visible_word(visible: str) -> str:
    """Who may see a talk, as a choice."""
    return {
        "me": _("Only me"),
        "both": _("Both of us"),
        "garden": _("The garden, without names"),
    }.get(visible, "")


def exchanged_word(what: str) -> str:
    """What a talk carried."""
    return {
        "idea": _("Idea"),
        "knowledge": _("Knowledge"),
        "information": _("Information"),
        "question": _("Question"),
        "story": _("Story"),
        "encouragement": _("Encouragement"),
        "contact": _("Contact"),
    }.get(what, "")


def title_of(name: str, where: str) -> str:
    """What a talk is called in a list: *Talk with Priya Raman, lunch*. Never longer than a title may be."""
    place = where_inside(where)
    name = " ".join(name.split())
    if not name:
        return _("Talk, {place}").format(place=place) if place else _("Talk")
    words = _("Talk with {name}, {place}") if place else _("Talk with {name}")
    room = LONGEST_NAME - len(words.format(name="", place=place))
    return words.format(name=name if len(name) <= room else name[: room - 1] + "…", place=place)


def norms() -> list[str]:
    """What may be written about a talk, and what becomes of it (domain, section 7.2)."""
    return [
        _(
            "Agree at the first meeting, in five lines: what it is for, how often and how long, what stays between "
            "you, what notes there are and who sees them, how either of you can stop."
        ),
        _(
            "Log learning, not the person. Nothing about health, family, conflict or pay; nothing word for word that "
            "was told in confidence."
        ),
        _("The mentee owns the log. Both see the lines that are shared, and either may delete their own."),
        _(
            "Say the limits beforehand: serious harm, the law, a report to somebody else that you agreed on, "
            "supervision without names."
        ),
        _("It is never used to appraise anybody, and nobody counts it by person."),
        _(
            "In a group, choose one of three rules by its name: Chatham House Rule; lessons leave, stories stay; "
            "everything stays."
        ),
        _(
            "Nothing is recorded unless every voice agrees aloud. It stays on this computer until you export it, and "
            "what you delete is gone from every list, search and report."
        ),
    ]


def somebody() -> str:
    """What stands where a name stood."""
    return _("somebody")


def as_it_may_leave(state: SessionState, gate: Gate) -> SessionState:
    """A talk as this gate lets it go: where nobody is named, no name is left in its words either. The original of any
    other session; the state given is never changed.

    Raises:
        Closed: nothing of it is for this audience.
    """
    closed = gate.closed(state)
    if closed is not None:
        raise closed
    if not state.talk.guarded or gate.names is Names.FULL:
        return state
    instead: dict[str, str] = {}
    for person in state.people.by_id.values():
        shown = initials(person.name) if gate.names is Names.INITIALS and gate.may_name(person) else somebody()
        instead.update(dict.fromkeys((person.name, *person.also), shown))
    made = state.snapshot()
    about: dict[str, Any] = {name: masked(getattr(made.about, name), instead) for name in _WRITTEN}
    made.about = replace(made.about, **about, title=title_of("", state.talk.where))
    made.talk = replace(made.talk, topics=tuple(masked(topic, instead) for topic in made.talk.topics))
    for key, given in made.contributions.by_id.items():
        made.contributions.by_id[key] = replace(
            given,
            text=masked(given.text, instead),
            title=masked(given.title, instead),
            earlier=tuple(masked(text, instead) for text in given.earlier),
        )
    for key, promise in made.commitments.by_id.items():
        made.commitments.by_id[key] = replace(promise, due_words=masked(promise.due_words, instead))
    return made
