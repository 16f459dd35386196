"""The coach's hints in words. The engine knows no language; the rules come from the resources, read once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import cache, reduce

from facilitator import paths
from facilitator.session.coach import Hint, Rules, read_rules
from facilitator.words import _, ngettext

NAMES_TOLD = 3
"""So many names stand in a sentence; the others are counted."""

_PLACE = re.compile(r"\{(\w+)\}")


@cache
def built_in_rules() -> Rules:
    """The rules that come with the program."""
    folder = paths.resources() / "coach"
    return read_rules([json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))])


def hint_line(hint: Hint, name: Callable[[str], str] = str) -> str:
    """The sentence. ``name`` makes a person's name, or other words of people, fit to stand in it."""
    return _put(ngettext(hint.one, hint.many, hint.count), hint, name)


def why_line(hint: Hint, name: Callable[[str], str] = str) -> str:
    """The reason, or the move to make."""
    return _put(_(hint.why), hint, name)


def action_line(hint: Hint, name: Callable[[str], str] = str) -> str:
    """What its button says; empty where nothing is offered."""
    return _put(_(hint.action_words), hint, name)


def _put(sentence: str, hint: Hint, name: Callable[[str], str]) -> str:
    values: dict[str, object] = {
        key: name(value) if isinstance(value, str) else value for key, value in hint.params.items()
    }
    if hint.names:
        values["names"] = _listed([name(one) for one in hint.names])
        values["name"] = name(hint.names[0])

    def put(place: re.Match[str]) -> str:
        return str(values.get(place.group(1), place.group()))

    return _PLACE.sub(put, sentence)


def _listed(names: Sequence[str]) -> str:
    told = list(names if len(names) <= NAMES_TOLD + 1 else names[:NAMES_TOLD])
    more = len(names) - len(told)
    if more:
        told.append(ngettext("{count} other", "{count} others", more).format(count=more))
    if len(told) == 1:
        return told[0]
    head = reduce(lambda first, second: _("{first}, {second}").format(first=first, second=second), told[:-1])
    return _("{first} and {second}").format(first=head, second=told[-1])
