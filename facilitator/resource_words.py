"""The words in our data files: which fields of each kind hold some, how they are translated, how translators get them.

Methods, templates and sample talks are read in the language in use (`read_in_language`). The coach's sentences and the
sentence starters are worded where they are shown. All of them stand in the one catalogue: `extract` is Babel's door.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeVar

from facilitator.session.errors import FacilitatorError
from facilitator.words import _

_T = TypeVar("_T")

FIELDS: Mapping[str, tuple[str, ...]] = {
    "facilitator-coach": ("rules[].one", "rules[].why", "rules[].words"),
    "facilitator-scaffolds": ("name", "starters[].words"),
    "facilitator-method": (
        *("name", "also_called", "verb", "good_for", "not_for", "observational_learning", "safety", "prepare[]", "run"),
        *("steps[].facilitator", "steps[].participants", "steps[].capture", "prompts[]", "debrief[]"),
        *("failures[].sign", "failures[].remedy", "fit", "access_notes", "followed_by"),
    ),
    "facilitator-template": (
        *("name", "words", "hears_back", "leader", "purpose", "inform", "perspective", "decision"),
        *("blocks[].title", "blocks[].method", "blocks[].verb", "blocks[].prompt", "blocks[].say", "blocks[].then"),
        *("blocks[].catch", "blocks[].materials[]", "blocks[].prepare[]", "blocks[].trouble[]", "blocks[].steps[]"),
        *("blocks[].role_play.situation", "blocks[].role_play.task", "blocks[].role_play.checklist[]"),
        *("blocks[].role_play.roles[].name", "blocks[].role_play.roles[].situation"),
        *("blocks[].role_play.roles[].secret", "blocks[].role_play.roles[].wants"),
        "blocks[].role_play.roles[].if_stuck",
    ),
    "facilitator-rehearsal": (
        *("title", "about", "prompt", "themes[]", "turns[].says", "capture[].line", "capture[].why"),
    ),
}
"""Where words stand, by the format of the file; ``[]`` is each entry of a list."""

_MANY = {"one": "many"}
"""Fields that are one of a pair for counts, and the other one."""

_COMMENTS = {
    "blocks[].steps[]": "Keep the minutes at the end, “, 2 min”.",
    "blocks[].trouble[]": "A sign, a colon, and what to do about it.",
    "capture[].line": "A line as it is typed: keep the sign, the name before the colon and the #themes.",
}


class Found(NamedTuple):
    """Words in a document: where (as in `FIELDS`), their holder and its key, and the words."""

    field: str
    holder: Any
    key: Any
    words: str


def words_in(document: Any) -> Iterator[Found]:
    """Every place with words in a document of one of our formats, in the order of its fields."""
    if isinstance(document, dict):
        for field in FIELDS.get(str(document.get("format")), ()):
            yield from _at(document, field.split("."), field)


def _at(value: Any, steps: list[str], field: str) -> Iterator[Found]:
    key, *rest = steps
    if key.endswith("[]"):
        many = value.get(key[:-2]) if isinstance(value, dict) else None
        for place, one in enumerate(many) if isinstance(many, list) else ():
            if rest:
                yield from _at(one, rest, field)
            elif isinstance(one, str) and one.strip():
                yield Found(field, many, place, one)
    elif isinstance(value, dict) and rest:
        yield from _at(value.get(key), rest, field)
    elif isinstance(value, dict) and isinstance(value.get(key), str) and value[key].strip():
        yield Found(field, value, key, value[key])


def translated(document: Any) -> Any:
    """A copy of the document in the language in use."""
    found = copy.deepcopy(document)
    for place in words_in(found):
        place.holder[place.key] = _(place.words)
    return found


def read_in_language(file: Path, read: Callable[[Any], _T]) -> _T:
    """What a file of ours holds, in the language in use; in its own where a translation does not fit (too long)."""
    document = json.loads(file.read_text("utf-8"))
    try:
        return read(translated(document))
    except FacilitatorError:
        return read(document)


def extract(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str | None, Any, list[str]]]:
    """The words of a data file for Babel: line, kind of call, words, what a translator should know."""
    del keywords, comment_tags, options
    text = file.read().decode("utf-8")
    for place in words_in(json.loads(text)):
        at = text.find(json.dumps(place.words, ensure_ascii=False))
        line = text.count("\n", 0, max(at, 0)) + 1
        comments = [_COMMENTS[place.field]] if place.field in _COMMENTS else []
        other = _MANY.get(str(place.key))
        if other is None:
            yield line, None, place.words, comments
        else:
            yield line, "ngettext", (place.words, place.holder.get(other) or place.words), comments
