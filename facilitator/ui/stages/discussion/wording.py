"""The words of a discussion: its formats, short names, who holds how much of the talk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from facilitator.session.formats import FORMATS, Format
from facilitator.session.notation import fold
from facilitator.session.people import ROLES, Person
from facilitator.session.talk_time import Spread
from facilitator.ui import shown
from facilitator.ui.plan.people import role_word, side_words
from facilitator.words import _, ngettext

FEW = 3
"""So many people are told by name."""

KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
"""One key for each person, in the order they came; the rest are found by their name."""


def format_word(name: str) -> str:
    """A format by its word; one that nobody knows by its own name."""
    return {
        "open": _("Open talk"),
        "round": _("Round"),
        "think_pair_share": _("Pairs to plenary"),
        "one_two_four_all": _("Widening circles"),
        "fishbowl": _("Fishbowl"),
        "world_cafe": _("World cafe"),
        "case_clinic": _("Case clinic"),
    }.get(name, shown.one_line(name))


def format_told(name: str) -> str:
    """What people do in a format, in one sentence."""
    return {
        "open": _("Everybody hears everybody; hands and a list say who is next."),
        "round": _("Everybody has one turn, one after the other in the circle."),
        "think_pair_share": _("Alone, then in pairs, then with everybody."),
        "one_two_four_all": _("Alone, in pairs, in fours that are whole pairs, then with everybody."),
        "fishbowl": _("A few talk in an inner circle with one free chair, the others listen."),
        "world_cafe": _("Tables of four; between rounds the host stays and the others travel."),
        "case_clinic": _("Threes: one after the other owns the case, the others think aloud."),
    }.get(name, "")


def group_name(one: Format, size: int, number: int) -> str:
    """The first name of a group that was drawn."""
    if one.hosts:
        return _("Table {number}").format(number=number)
    words = {2: _("Pair {number}"), 3: _("Trio {number}")}.get(size, _("Group {number}"))
    return words.format(number=number)


def is_first_name(name: str, number: int) -> bool:
    """Whether a group still has the name it was drawn with."""
    return name in {group_name(one, size, number) for one in FORMATS.values() for size in range(2, 6)}


def first_word(one: Format) -> str:
    """What the first person of a group is, where that means something."""
    return _("host") if one.hosts else _("case owner") if one.owners else ""


def short_names(people: Iterable[Person]) -> dict[str, str]:
    """The first word of a name where nobody else here has it, otherwise the whole name."""
    everybody = [(person.id, shown.one_line(person.name)) for person in people]
    firsts = {key: name.split(" ", 1)[0] for key, name in everybody}
    often = Counter(fold(first) for first in firsts.values())
    return {key: firsts[key] if often[fold(firsts[key])] == 1 else name for key, name in everybody}


def category_word(name: str) -> str:
    """A category: a unit as it was written, a role by its word."""
    if name in ROLES:
        return role_word(name)
    return shown.one_line(name) or _("Everybody else")


def person_line(person: Person) -> str:
    """The line under the name of whoever speaks: what they are here, and where they come from."""
    side, unit = side_words(person), shown.one_line(person.unit)
    return side if not unit or unit == side else f"{side}, {unit}" if side else unit


def _voices(count: int) -> str:
    words = (
        _("One voice"),
        _("Two voices"),
        _("Three voices"),
        _("Four voices"),
        _("Five voices"),
        _("Six voices"),
        _("Seven voices"),
        _("Eight voices"),
        _("Nine voices"),
        _("Ten voices"),
    )
    if count <= len(words):
        return words[count - 1]
    return ngettext("{count} voice", "{count} voices", count).format(count=count)


def spread_words(found: Spread | None) -> str:
    """What stands under the talk time. It is on this screen only, and says so."""
    if found is None:
        return _("Only on this screen.")
    # "One voice holds", "Three voices hold": the number of the verb follows the number of voices.
    if found.share < 0.55:
        told = ngettext("{voices} holds about half.", "{voices} hold about half.", found.voices)
    elif found.share < 0.7:
        told = ngettext("{voices} holds more than half.", "{voices} hold more than half.", found.voices)
    elif found.share < 0.85:
        told = ngettext("{voices} holds about three quarters.", "{voices} hold about three quarters.", found.voices)
    else:
        told = ngettext("{voices} holds nearly all of it.", "{voices} hold nearly all of it.", found.voices)
    return _("Only on this screen. {told}").format(told=told.format(voices=_voices(found.voices)))


def met_words(again: int) -> str:
    """How new the people in the drawn groups are to each other."""
    if not again:
        return _("Everybody meets new people.")
    told = ngettext("{count} pair meets again.", "{count} pairs meet again, all others are new.", again)
    return told.format(count=again)


def changed_words(came: list[str], left: list[str]) -> str:
    """Who is in no group yet, and who is in one and gone: by name where they are few."""
    parts = []
    if came:
        told = ngettext("{names} is in no group yet.", "{names} are in no group yet.", len(came))
        parts.append(told.format(names=_few(came)))
    if left:
        parts.append(ngettext("{names} has left.", "{names} have left.", len(left)).format(names=_few(left)))
    return " ".join(parts)


def _few(names: list[str]) -> str:
    if len(names) > FEW:
        return ngettext("{count} person", "{count} people", len(names)).format(count=len(names))
    return ", ".join(shown.isolated(name) for name in names)
