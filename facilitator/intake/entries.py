"""One list out of a JSON document, read as what people said: who, which words, when.

The shapes met in practice: objects with keys; pairs ``["Ann", "Hello"]``; lines ``"Ann: Hello"``; objects with one
key, ``{"Ann": "Hello"}``; objects under running keys; and columns side by side (``{"speaker": […], "text": […]}``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from facilitator.intake import names, times
from facilitator.intake.columns import DURATION_RANK, END_RANK, SPEAKER_RANK, START_RANK, TEXT_RANK, fold
from facilitator.intake.rows import Row, Units
from facilitator.words import _

_NUMBERED = {
    "speaker",
    "speakerid",
    "speakertag",
    "speakerlabel",
    "spk",
    "spkr",
    "channel",
    "channeltag",
    "user",
    "userid",
}
"""Keys whose plain numbers stand for a speaker."""

_INNER_TEXT = (
    "text",
    "transcript",
    "content",
    "value",
    "word",
    "punctuatedword",
    "utf8",
    "body",
    "sentence",
    "display",
)
_INNER_NAME = (
    "displayname",
    "fullname",
    "realname",
    "name",
    "username",
    "nickname",
    "label",
    "title",
    "id",
    "email",
    "user",
)
WORD_KEYS = frozenset({"words", "tokens", "items", "elements", "wordsegments", "wordinfo"})
_HALF = 0.5
_PLAIN_TEXTS = TEXT_RANK["speech"]
_PLAIN_SPEAKERS = SPEAKER_RANK["fullname"]


@dataclass(slots=True)
class Entries:
    """A list that was read: its place, what it says, and how likely it is the transcript."""

    path: tuple[str | int, ...]
    rows: list[Row] = field(default_factory=list)
    indices: list[int] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    units: Units = field(default_factory=Units)
    shape: tuple[str, str] = ("", "")
    """The keys of the speaker and the words, folded, as far as the entries have keys."""
    plain_keys: bool = True
    """The keys say plainly that somebody speaks; ``name`` and ``comment`` also stand in lists of other things."""

    @property
    def is_talk(self) -> bool:
        """Whether it says who spoke, or at least when; words alone may be anything."""
        if not self.plain_keys and not self._sounds_like_talk():
            return False
        some = max(1, len(self.rows) // 2)
        named = sum(row.speaker is not None and bool(row.text) for row in self.rows)
        return named >= some or sum(row.start is not None and bool(row.text) for row in self.rows) >= some

    def _sounds_like_talk(self) -> bool:
        said = [row for row in self.rows if row.text]
        wordy = sum(len((row.text or "").split()) > 2 or not (row.text or "").isascii() for row in said)
        names_once = {row.speaker for row in said}
        return wordy * 2 >= len(said) > 1 and (len(names_once) * 10 <= len(said) * 7 or len(said) <= 6)

    @property
    def weight(self) -> float:
        """How much was said, more where the speakers are known, less where each entry is a single word."""
        said = sum(len(row.text or "") for row in self.rows)
        named = sum(row.speaker is not None for row in self.rows)
        weight = float(said) * (2.0 if named > len(self.rows) * _HALF else 1.0)
        if len(self.rows) > 1:
            weight *= 1.2
        if self.path and isinstance(self.path[-1], str) and fold(self.path[-1]) in WORD_KEYS:
            weight *= 0.4
        return weight


def place(path: Sequence[str | int], at: int | str | None = None) -> str:
    """The place as JSON people write it: ``results.utterances[12]``."""
    text = ""
    for step in (*path, *(() if at is None else (at,))):
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def read_list(path: tuple[str | int, ...], value: Any) -> Entries | None:
    """What is said in the list (or the object that stands for one), or None where it is no such list."""
    if isinstance(value, dict):
        return _columns(path, value) or _running(path, value)
    if not value:
        return None
    first = next((item for item in value if item is not None), None)
    if isinstance(first, dict):
        return _objects(path, list(enumerate(value)))
    if isinstance(first, list):
        return _pairs(path, value)
    return _spoken_lines(path, value) if isinstance(first, str) else None


# --- objects ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Keys:
    """Which keys of an object hold what, the preferred first."""

    speaker: list[str]
    text: list[str]
    start: list[str]
    end: list[str]
    duration: list[str]


def _keys(keys: tuple[str, ...]) -> _Keys:
    def ranked(ranks: dict[str, int]) -> list[str]:
        return [key for _rank, key in sorted((ranks[fold(key)], key) for key in keys if fold(key) in ranks)]

    return _Keys(*(ranked(ranks) for ranks in (SPEAKER_RANK, TEXT_RANK, START_RANK, END_RANK, DURATION_RANK)))


def _objects(path: tuple[str | int, ...], items: list[tuple[Any, Any]]) -> Entries | None:
    entries = Entries(path)
    known: dict[tuple[str, ...], _Keys] = {}
    wordless, plain = 0, False
    for at, item in items:
        where = place(path, at)
        if not isinstance(item, dict):
            entries.skipped.append((where, _("It is not an entry like the others.")))
            continue
        shape = tuple(item)
        keys = known.get(shape)
        if keys is None:
            keys = known[shape] = _keys(shape)
        text_key, text = _text(item, keys.text)
        wordless += text is None
        plain = plain or TEXT_RANK.get(fold(text_key), 99) < _PLAIN_TEXTS
        plain = plain or any(SPEAKER_RANK[fold(key)] < _PLAIN_SPEAKERS for key in keys.speaker)
        row = Row(
            where,
            _speaker(item, [key for key in keys.speaker if key != text_key]),
            text,
            _first(item, keys.start),
            _first(item, keys.end),
            _first(item, keys.duration),
        )
        entries.rows.append(row)
        entries.indices.append(at if isinstance(at, int) else len(entries.indices))
        if text is not None and entries.units == Units():
            entries.units = _units(item, keys)
        if text is not None and not entries.shape[1]:
            entries.shape = (fold(next(iter(keys.speaker), "")), fold(text_key))
    entries.plain_keys = plain
    if wordless * 2 > len(items):
        return _single_keys(path, items)
    return entries if entries.rows and len(entries.skipped) * 2 < len(items) else None


def _units(item: dict[str, Any], keys: _Keys) -> Units:
    def unit(candidates: list[str]) -> str:
        key = next((key for key in candidates if item.get(key) is not None), "")
        return times.unit_in_name(fold(key))

    return Units(unit(keys.start), unit(keys.end), unit(keys.duration))


def _first(item: dict[str, Any], keys: list[str]) -> object:
    for key in keys:
        value = item[key]
        if isinstance(value, dict):
            value = next((value[inner] for inner in ("seconds", "value", "offset") if inner in value), None)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and value != "":
            return value
    return None


def _text(item: dict[str, Any], keys: list[str]) -> tuple[str, str | None]:
    empty = ""
    for key in keys:
        text = _words(item[key], 0)
        if text is not None and text.strip():
            return key, text
        if text is not None and not empty:
            empty = key
    return (empty, "") if empty else ("", None)


def _words(value: Any, depth: int) -> str | None:
    """The words in a value: text, a number, or text in pieces as speech recognisers and chats write it."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if depth > 3:
        return None
    if isinstance(value, dict):
        for key in value:
            if isinstance(key, str) and fold(key) in _INNER_TEXT:
                return _words(value[key], depth + 1)
        return None
    if isinstance(value, list) and value:
        return _pieces(value, depth)
    return "" if isinstance(value, list) else None


def _pieces(value: list[Any], depth: int) -> str | None:
    if all(isinstance(piece, dict) and ("confidence" in piece or "transcript" in piece) for piece in value) and all(
        "transcript" in piece or "lexical" in piece for piece in value
    ):
        # Several hearings of the same words; the first is the best.
        return _words(value[0], depth + 1)
    pieces = [_words(piece, depth + 1) for piece in value]
    found = [piece for piece in pieces if piece]
    if len(found) * 2 < len(value):
        return None
    spaced = any(piece[:1].isspace() or piece[-1:].isspace() or not piece.strip() for piece in found)
    spaced = spaced or any(isinstance(piece, dict) and piece.get("type") == "punct" for piece in value)
    mixed = any(isinstance(piece, str) for piece in value) and any(isinstance(piece, dict) for piece in value)
    return ("" if spaced or mixed else " ").join(found)


def _speaker(item: dict[str, Any], keys: list[str]) -> str | None:
    for key in keys:
        name = _name(item[key], fold(key) in _NUMBERED, 0)
        if name:
            return name
    return None


def _name(value: Any, numbered: bool, depth: int) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value) if numbered else None
    if depth > 2:
        return None
    if isinstance(value, dict):
        folded = {fold(key): key for key in value if isinstance(key, str)}
        for wanted in _INNER_NAME:
            if wanted in folded:
                found = _name(value[folded[wanted]], True, depth + 1)
                if found:
                    return found
    return None


# --- other shapes ----------------------------------------------------------------------------------------------


def _single_keys(path: tuple[str | int, ...], items: list[tuple[Any, Any]]) -> Entries | None:
    """Entries such as ``{"Ann": "Hello"}``."""
    entries = Entries(path)
    for at, item in items:
        if not (isinstance(item, dict) and len(item) == 1):
            return None
        ((speaker, text),) = item.items()
        if not isinstance(text, str) or not names.shape_of(speaker):
            return None
        entries.rows.append(Row(place(path, at), speaker, text))
        entries.indices.append(at if isinstance(at, int) else len(entries.indices))
    entries.plain_keys = False
    if sum(names.shape_of(row.speaker or "") == names.NAME for row in entries.rows) * 2 >= len(entries.rows):
        entries.plain_keys = len(entries.rows) > 1
    return entries if len(entries.rows) > 1 and len({row.speaker for row in entries.rows}) > 1 else None


def _pairs(path: tuple[str | int, ...], value: list[Any]) -> Entries | None:
    entries = Entries(path)
    for at, item in enumerate(value):
        if not (isinstance(item, list) and len(item) == 2 and all(isinstance(part, str) for part in item)):
            entries.skipped.append((place(path, at), _("It is not a pair of a name and words.")))
            continue
        entries.rows.append(Row(place(path, at), item[0], item[1]))
        entries.indices.append(at)
    named = sum(names.shape_of(row.speaker or "") == names.NAME for row in entries.rows)
    again = len({row.speaker for row in entries.rows}) * 2 <= len(entries.rows) > 2
    return entries if named * 2 > len(value) or again else None


def _spoken_lines(path: tuple[str | int, ...], value: list[Any]) -> Entries | None:
    """Strings such as ``"Ann: Hello"``."""
    prefixes = [names.take_apart(item.strip()) if isinstance(item, str) else None for item in value]
    use = names.usage(prefixes)
    if use.share < _HALF:
        return None
    entries = Entries(path)
    for at, (item, prefix) in enumerate(zip(value, prefixes, strict=True)):
        named = prefix is not None and prefix.name in use.names
        text = prefix.text if named and prefix is not None else item if isinstance(item, str) else None
        entries.rows.append(Row(place(path, at), prefix.name if named and prefix is not None else None, text))
        entries.indices.append(at)
    return entries


def _running(path: tuple[str | int, ...], value: dict[str, Any]) -> Entries | None:
    """Entries under running keys: ``{"1": {…}, "2": {…}}``."""
    if len(value) < 2 or not all(isinstance(item, dict) for item in value.values()):
        return None
    entries = _objects(path, list(value.items()))
    if entries is None or any(row.text is None for row in entries.rows):
        return None
    return entries


def _columns(path: tuple[str | int, ...], value: dict[str, Any]) -> Entries | None:
    """Columns side by side, as lists or as objects under the same running keys."""
    columns: dict[str, list[Any]] = {}
    for key, column in value.items():
        if isinstance(column, dict):
            column = list(column.values())
        if isinstance(column, list) and column and isinstance(column[0], str | int | float | type(None)):
            columns[key] = column
    keys = _keys(tuple(columns))
    if not keys.text or not keys.speaker:
        return None
    text = columns[keys.text[0]]
    speakers = next((columns[key] for key in keys.speaker if len(columns[key]) == len(text)), None)
    if speakers is None or not all(isinstance(words, str) for words in text):
        return None
    starts, ends = (
        next((columns[key] for key in candidates if len(columns[key]) == len(text)), [None] * len(text))
        for candidates in (keys.start, keys.end)
    )
    entries = Entries(path)
    for at, (speaker, words, start, end) in enumerate(zip(speakers, text, starts, ends, strict=True)):
        entries.rows.append(Row(place((*path, keys.text[0]), at), _name(speaker, True, 0), words, start, end))
        entries.indices.append(at)
    return entries
