"""JSON: finding, somewhere in a document, the list of what people said.

Every program names things differently and nests them differently. What they share is a list of entries that have
words in them, mostly with a speaker beside. So every list in the document is weighed by how much was said in it, and
the best one is read, with what belongs to it (`strands`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from facilitator.intake import plain, times, who
from facilitator.intake.entries import Entries, place, read_list
from facilitator.intake.lines import each, unified
from facilitator.intake.rows import take
from facilitator.intake.strands import strands
from facilitator.intake.transcript import MOST_TURNS, Draft, Tick, TooMany
from facilitator.words import _, ngettext

_MOST_PARTS = 2_000_000
"""Brackets and commas a document may have; keeps memory bounded where every part is tiny."""

_DEEPEST = 7
_WIDEST = 60
"""Lists longer than this are looked at as a whole and not entered, except their first entries."""

_TITLES = ("title", "meetingtitle", "meeting_title", "meetingName", "meeting_name", "name", "subject", "topic", "titel")
_DATES = ("date", "meeting_date", "datetime", "recorded_at", "recordedAt", "start_time", "startTime", "created_at")
_LANGUAGES = ("language", "lang", "language_code", "languageCode", "locale")
_TOPICS = ("topics", "topic_list", "chapters")
_TOPIC_NAMES = ("topic", "title", "name", "headline", "gist")


class Broken(Exception):
    """The document is no JSON from some place on.

    Attributes:
        line: The line of the place, from 1.
        column: The column of it, from 1.
        ends: The place is the end: the document was cut off.
    """

    def __init__(self, line: int, column: int, *, ends: bool) -> None:
        super().__init__(line, column, ends)
        self.line, self.column, self.ends = line, column, ends


class SeveralMeetings(Exception):
    """The document holds more than one meeting, side by side."""


def load(text: str) -> Any:
    """The document, or `JsonLines` where every line is one.

    Raises:
        Broken: it is no JSON.
        TooMany: it has more parts than any transcript, or they nest without end.
    """
    if text.count("{") + text.count("[") + text.count(",") > _MOST_PARTS:
        raise TooMany
    try:
        return json.loads(text)
    except RecursionError:
        raise TooMany from None
    except json.JSONDecodeError as error:
        lines = _load_lines(text)
        if lines is not None:
            return lines
        rest = text[error.pos :].strip()
        ends = not rest or error.msg.startswith("Unterminated string")
        raise Broken(error.lineno, error.colno, ends=ends) from None
    except ValueError:
        # A number of some thousand digits: no time is that long.
        raise Broken(1, 1, ends=False) from None


@dataclass(frozen=True, slots=True)
class JsonLines:
    """A document a line: their places and values, and the places that were no JSON."""

    values: tuple[Any, ...]
    places: tuple[str, ...]
    bad: tuple[str, ...]


def _load_lines(text: str) -> JsonLines | None:
    values: list[Any] = []
    places: list[str] = []
    bad: list[str] = []
    for number, line in each(text):
        line = line.strip()
        if not line:
            continue
        where = _("line {number}").format(number=number)
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict | list):
            values.append(value)
            places.append(where)
        elif not values:
            return None
        else:
            bad.append(where)
    return JsonLines(tuple(values), tuple(places), tuple(bad)) if len(values) > len(bad) else None


def is_session(value: Any) -> bool:
    """Whether the document is a session this program has exported."""
    return isinstance(value, dict) and value.get("format") == "facilitator-session"


def read(value: Any, tick: Tick | None = None, *, insist: bool = False) -> Draft | None:
    """Turns of a loaded document, or None where nobody says anything in it.

    With ``insist``, words are enough; otherwise some must have a speaker or a time.

    Raises:
        SeveralMeetings: there are several transcripts in it.
    """
    draft = Draft("json")
    places: tuple[str, ...] = ()
    if isinstance(value, JsonLines):
        for where in value.bad:
            draft.skip(where, _("It is no complete JSON."))
        if len(value.values) == 1:
            value = value.values[0]
        else:
            places = value.places
            value = list(value.values)
    candidates = (entry for entry in _weighed(value) if insist or entry[1].is_talk)
    found = sorted(candidates, key=lambda entry: entry[0], reverse=True)
    if not found:
        return _read_spoken(value, tick)
    _weight, best = found[0]
    if _is_one_of_many(value, best, found):
        raise SeveralMeetings
    talk = strands(value, [entries for _weight, entries in found])
    if talk.several:
        raise SeveralMeetings
    best, rows = talk.parts[0], talk.rows()
    if len(rows) > MOST_TURNS:
        raise TooMany
    if places and best.path == ():
        rows = [replace(row, where=places[at]) for row, at in zip(rows, best.indices, strict=True)]
    rows = who.named(rows, _lists(value, (), 0))
    for where, why in (spot for part in talk.parts for spot in part.skipped):
        draft.skip(where, why)
    take(rows, best.units, draft, tick)
    for entries in talk.left:
        draft.skip(place(entries.path), _left_out(len(entries.rows)))
    _describe(value, talk.path, draft)
    return draft if draft.turns else None


def _left_out(count: int) -> str:
    return ngettext(
        "{count} entry of talk beside what was taken is left out. To import it too, save it in a file of its own.",
        "{count} entries of talk beside what was taken are left out. To import them too, save them in a file of their "
        "own.",
        count,
    ).format(count=count)


def _read_spoken(value: Any, tick: Tick | None) -> Draft | None:
    """The whole talk as one text of ``Name: text`` lines, somewhere in the document."""
    for path, item in _lists(value, (), 0):
        for key, text in item.items() if isinstance(item, dict) else ():
            if isinstance(text, str) and "\n" in text and (layout := plain.plan(unified(text))).sure:
                draft = plain.read(unified(text), layout, tick)
                draft.form = "json"
                at = place((*path, str(key)))
                draft.turns = [replace(turn, where=f"{at}, {turn.where}") for turn in draft.turns]
                draft.skipped = [replace(spot, where=f"{at}, {spot.where}") for spot in draft.skipped]
                _describe(value, path, draft)
                return draft if draft.turns else None
    return None


def _weighed(value: Any) -> Iterator[tuple[float, Entries]]:
    """Every list in the document that people say something in, with its weight."""
    for path, items in _lists(value, (), 0):
        entries = read_list(path, items)
        if entries is not None:
            yield entries.weight, entries


def _lists(value: Any, path: tuple[str | int, ...], depth: int) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        yield path, value
        inside = enumerate(value if len(value) <= _WIDEST else value[:3])
        for at, item in inside:
            if isinstance(item, dict | list):
                yield from _lists(item, (*path, at), depth + 1)
    elif isinstance(value, dict):
        yield path, value
        for at, (key, item) in enumerate(value.items()):
            if at >= _WIDEST:
                break
            if isinstance(item, dict | list):
                yield from _lists(item, (*path, str(key)), depth + 1)


def _is_one_of_many(value: Any, best: Entries, found: list[tuple[float, Entries]]) -> bool:
    """Whether lists like the best one stand side by side in entries of one list, each a meeting of its own."""
    if not isinstance(value, list) or len(best.path) < 2 or not isinstance(best.path[0], int):
        return False
    alike = {
        entries.path[0]
        for _weight, entries in found
        if len(entries.path) == len(best.path) and entries.path[1:] == best.path[1:] and len(entries.rows) > 1
    }
    return len(alike) > 1


def _describe(value: Any, path: tuple[str | int, ...], draft: Draft) -> None:
    """Title, date, language and topics, from the objects the list of turns stands in, the outermost first."""
    for step in (*path, None):
        if isinstance(value, dict):
            draft.title = draft.title or _first_text(value, _TITLES, 200)
            draft.language = draft.language or _first_text(value, _LANGUAGES, 35) or None
            if draft.date is None:
                draft.date = _first_date(value)
            if not draft.topics:
                draft.topics = list(_topics(value))
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
        else:
            return


def _first_text(value: dict[str, Any], keys: tuple[str, ...], longest: int) -> str:
    for key in keys:
        found = value.get(key)
        if isinstance(found, str) and 0 < len(found.strip()) <= longest:
            return found.strip()
    return ""


def _first_date(value: dict[str, Any]) -> datetime | None:
    for key in _DATES:
        found = value.get(key)
        if isinstance(found, str):
            moment = times.moment(found)
            if moment is not None:
                return moment
    return None


def _topics(value: dict[str, Any]) -> Iterator[str]:
    for key in _TOPICS:
        found = value.get(key)
        if isinstance(found, list):
            for item in found[:500]:
                name = _first_text(item, _TOPIC_NAMES, 500) if isinstance(item, dict) else item
                if isinstance(name, str) and name.strip():
                    yield name.strip()
            return
