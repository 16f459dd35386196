"""Which lists of a document are the talk, where several say something.

Programs cut one talk into several lists (parts, channels, sections), write the same talk several times (with and
without commas, by the word and by the sentence), and keep other talk beside it (a chat). Lists of the same kind are
read one after the other; the same talk is read once; what is left out is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from facilitator.intake import times
from facilitator.intake.columns import fold
from facilitator.intake.entries import WORD_KEYS, Entries, read_list
from facilitator.intake.rows import Row


def _set(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


_MAIN = _set(
    """
    transcript transcription transcripts utterances utterance segments turns dialogue dialog meetingtranscripts
    meetingtranscript speech speeches conversation transkript transcripción transcrizione
    """
)
"""What the talk itself is called."""

_ASIDE = _set(
    """
    chat chats chatmessages messages chatlog comments comment questions answers qa qanda qna polls reactions notes
    summary summaries actionitems actions highlights keypoints chapters topics captions translations translation
    """
)
"""What stands beside it."""

_ALTERNATIVES = _set("alternatives nbest hypotheses hypothesis versions translations candidates")
_MEETINGS = _set("meetings sessions calls conversations episodes recordings interviews")
_TONGUE = re.compile(r"[_\-. ][a-z]{2}(?:[_-][A-Za-z]{2})?")
_LONG = 12
"""Letters a text has that hardly stands in another talk by chance."""
_MOST_COMPARED = 40

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Strands:
    """What is to be read: the lists, in order, of which the first is what all are like, and those left out."""

    parts: list[Entries]
    left: list[Entries]
    several: bool = False
    """The lists are meetings of their own."""

    @property
    def path(self) -> Path:
        """Where all of them stand in."""
        first, *more = (part.path for part in self.parts)
        return first if not more else first[: next(at for at, step in enumerate(first) if more[0][at] != step)]

    def rows(self) -> list[Row]:
        """Every row: those of channels by time, others list by list."""
        rows = [row for part in self.parts for row in part.rows]
        return _by_time(self.parts) or rows


def strands(value: Any, found: Sequence[Entries]) -> Strands:
    """The talk in a document; ``found`` are its lists in which people say something, the likeliest first."""
    main = _main(found)
    if len(main.rows) < 2:
        return Strands([main], [])
    parts, several = _parts(value, main)
    groups: dict[Path, list[Entries]] = {}
    for entries in found:
        if entries.is_talk and not any(_related(entries.path, part.path) for part in parts):
            groups.setdefault(_template(entries.path), []).append(entries)
    left = [entries for group in groups.values() if not _same_talk(group, parts) for entries in group]
    return Strands(parts, left, several)


def _main(found: Sequence[Entries]) -> Entries:
    """The likeliest list, unless it is called a chat and another one the transcript."""
    if _key(found[0].path) in _ASIDE:
        named = (entries for entries in found if _key(entries.path) in _MAIN)
        return next((one for one in named if not _related(one.path, found[0].path)), found[0])
    return found[0]


def _key(path: Path) -> str:
    """The last name on the way, folded."""
    return next((fold(step) for step in reversed(path) if isinstance(step, str)), "")


def _template(path: Path) -> Path:
    return tuple(0 if isinstance(step, int) else step for step in path)


def _related(one: Path, other: Path) -> bool:
    """Whether one list stands within the other, or is it."""
    most = min(len(one), len(other))
    return one[:most] == other[:most]


def _parts(value: Any, main: Entries) -> tuple[list[Entries], bool]:
    """The lists that go on where another ends: they stand at the same place of alike objects, or beside it."""
    names = [at for at, step in enumerate(main.path) if isinstance(step, str)]
    for free in (None, *reversed(names)):
        if free is None and len(names) == len(main.path):
            continue
        found = [
            main if path == main.path else entries
            for path, item in _alike(value, main.path, free)
            if (entries := main if path == main.path else read_list(path, item)) is not None
            and (path == main.path or _goes_on(entries, main, free))
        ]
        if len(found) > 1:
            at = next((at for at, step in enumerate(main.path) if found[0].path[at] != found[1].path[at]), 0)
            several = free is None and at > 0 and fold(str(main.path[at - 1])) in _MEETINGS
            return found, several
    return [main], False


def _alike(value: Any, path: Path, free: int | None, at: int = 0) -> Iterator[tuple[Path, Any]]:
    """Everything at places like ``path``: any entry of a list, and any key at the step ``free``."""
    if at == len(path):
        if isinstance(value, dict | list):
            yield (), value
        return
    step = path[at]
    items: Iterable[tuple[str | int, Any]]
    if isinstance(step, int):
        fixed = at > 0 and fold(str(path[at - 1])) in _ALTERNATIVES
        items = enumerate(value) if isinstance(value, list) else ()
        items = (item for item in items if not fixed or item[0] == step)
    elif isinstance(value, dict):
        items = value.items() if at == free else [(step, value[step])] if step in value else []
    else:
        return
    for key, item in items:
        for rest, inner in _alike(item, path, free, at + 1):
            yield (key, *rest), inner


def _goes_on(entries: Entries, main: Entries, free: int | None) -> bool:
    """Whether a list is more of the same talk: it is built alike, called alike, and says something else."""
    if entries.shape != main.shape or not entries.is_talk:
        return False
    if free is not None:
        ours, theirs = str(main.path[free]), str(entries.path[free])
        if (fold(ours) in _ASIDE) != (fold(theirs) in _ASIDE) or fold(theirs) in WORD_KEYS:
            return False
        if _TONGUE.search(ours) and _TONGUE.search(theirs) and _TONGUE.sub("", ours) == _TONGUE.sub("", theirs):
            return False
    starts = [[row.start for row in one.rows] for one in (main, entries)]
    if starts[0] == starts[1] and len(starts[0]) > 2 and None not in starts[0]:
        return False
    return free is None or not _same_talk([entries], [main])


def _in_pieces(entries: Entries) -> bool:
    """Whether a list is of single words as recognisers hear them."""
    heard = any(fold(step) in WORD_KEYS | _ALTERNATIVES for step in entries.path if isinstance(step, str))
    return heard and not any(len((row.text or "").split()) > 1 for row in entries.rows)


def _letters(text: str) -> str:
    return "".join(mark for mark in text.casefold() if mark.isalnum())


def _same_talk(group: Sequence[Entries], parts: Sequence[Entries]) -> bool:
    """Whether lists say once more what the parts say, in other pieces."""
    if all(_in_pieces(one) for one in group):
        return True
    said = [_letters(row.text) for one in group for row in one.rows if row.text]
    told = [_letters(row.text) for part in parts for row in part.rows if row.text]
    if sum(map(len, said)) > sum(map(len, told)):
        said, told = told, said
    long = [text for text in said if len(text) >= _LONG]
    whole = "".join(told)
    if long:
        some = long[:: max(1, len(long) // _MOST_COMPARED)]
        return sum(text in whole for text in some) * 10 >= len(some) * 8
    words, among = (
        Counter(_letters(word) for one in lists for row in one.rows for word in (row.text or "").split())
        for lists in (group, parts)
    )
    fewer, more = sorted((words, among), key=lambda counted: counted.total())
    enough = fewer.total() >= 8 and fewer.total() * 2 >= more.total()
    return enough and (fewer & more).total() * 10 >= fewer.total() * 9


def _by_time(parts: Sequence[Entries]) -> list[Row] | None:
    """The rows by their beginning, where each list is one channel: nobody speaks in two, and they overlap in time."""
    speakers = [{row.speaker for row in part.rows} for part in parts]
    if len(parts) < 2 or sum(map(len, speakers)) != len(set().union(*speakers)):
        return None
    timed: list[tuple[float, int, Row]] = []
    ends = 0.0
    overlap = False
    for part in parts:
        begun = [_moment(row.start) for row in part.rows]
        known = [moment for moment in begun if moment is not None]
        if len(known) < len(begun):
            return None
        overlap = overlap or min(known) < ends
        ends = max(ends, *known)
        timed += [(moment, len(timed) + at, row) for at, (moment, row) in enumerate(zip(known, part.rows, strict=True))]
    return [row for _moment, _at, row in sorted(timed, key=lambda one: one[:2])] if overlap else None


def _moment(start: object) -> float | None:
    if isinstance(start, int | float):
        return float(start)
    return None if start is None else times.when(start, "s").ms
