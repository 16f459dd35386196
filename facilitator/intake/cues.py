"""What WebVTT and SRT share: timed pieces of caption text that become turns.

A reader of either form collects `Cue` values; `speak` finds out who says each. Speakers stand in voice tags, in
front of a colon, in brackets, in the cue's identifier or alone on the cue's first line, as the programs in use write
them. Whoever is not named in a cue is not guessed from the one before.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from facilitator.intake import names, vocabulary
from facilitator.intake.habits import Habits, habits
from facilitator.intake.lines import excerpt
from facilitator.intake.transcript import Draft, Tick, Turn
from facilitator.words import _, ngettext

_STAMP = r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,:](\d{1,6}))?"
TIMING = re.compile(rf"\s*{_STAMP}\s*--?>\s*{_STAMP}(?:\s+(.*))?\s*", re.ASCII)
"""A cue's time line; a little more is let through than the standard allows."""

ARROW = "-->"

_Decode = Callable[[str], str]

_TIME_LIKE = re.compile(r"[\s\d:.,;-]*(?:\d[^\s:]{0,3}:[^\s:]{0,4}){1,2}\S{0,6}\s*|\s*", re.ASCII)

_TAG = re.compile(
    r"<(?:/?(?:[cibu]|v|lang|ruby|rt|font|em|strong|span|s|br)(?:[.\s][^<>]*)?/?|\d+(?::\d+)+(?:[.,]\d+)?)>",
    re.IGNORECASE,
)
_VOICE = re.compile(r"<v(?:\.[^\s<>.]*)*(?:[ \t\n]+([^<>]*))?>|(</v>)", re.IGNORECASE)
_INNER_TIME = re.compile(r"<\d+(?::\d+)+(?:[.,]\d+)?>", re.ASCII)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_STYLE_BRACE = re.compile(r"\{\\[^{}]*\}")
_ID_NAME = re.compile(r'\s*(?:\d+\s+)?"([^"]+)"\s*\(\d+\)\s*')
_CHANGE = re.compile(r"^[ \t]*>>+[ \t]*", re.MULTILINE)
_DASH = re.compile(r"^[ \t]*[-‐‒–—]{1,2}[ \t]*(?=[^\s-])")
_BRACKETED = re.compile(r"(?:\[([^\[\]\n]{1,200})\]|\(([^()\n]{1,200})\)(?=\s*\n))\s*:?\s*(.*)", re.DOTALL)
_SOUNDS = frozenset(vocabulary.SOUNDS)


@dataclass(frozen=True, slots=True)
class Cue:
    """One timed caption as found: its place, times in milliseconds, text (raw unless ``ready``) and identifier."""

    where: str
    start_ms: int | None
    end_ms: int | None
    raw: str
    identifier: str = ""
    ready: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a cue that one voice says; ``speaker`` is set where a tag or identifier names it."""

    cue: Cue
    speaker: str | None
    text: str


def is_time_line(line: str, after_number: bool = False) -> bool:
    """Whether a line with an arrow is meant as a cue's time line, however badly written, and not as words."""
    before, arrow, _after = line.partition(ARROW)
    return bool(arrow) and (after_number or _TIME_LIKE.fullmatch(before) is not None)


def timing(line: str) -> tuple[int, int] | None:
    """Start and end in milliseconds of a time line, or None where it is not one or says an impossible time."""
    found = TIMING.fullmatch(line)
    if not found:
        return None
    start, end = _stamp(found.group(1, 2, 3, 4)), _stamp(found.group(5, 6, 7, 8))
    return None if start is None or end is None else (start, end)


def no_time(line: str, words: str) -> str:
    """Why a caption is left out whose time line cannot be read."""
    if not words.strip():
        return _("“{line}” is not a time, and no words stand below it.").format(line=excerpt(line))
    return _("“{line}” is not a time, so these words were left out: “{words}”.").format(
        line=excerpt(line), words=excerpt(words)
    )


def _stamp(parts: tuple[str | None, ...]) -> int | None:
    hours, minutes, seconds, fraction = parts
    if int(seconds or 0) > 59 or (hours and int(minutes or 0) > 59):
        return None
    part = round(int(fraction) * 1000 / 10 ** len(fraction)) if fraction else 0
    return ((int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)) * 1000 + part


def entities(text: str) -> str:
    """Character references (``&amp;``) as the characters they stand for; what is none stays as it is."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def speak(cues: list[Cue], draft: Draft, *, decode_entities: bool, tick: Tick | None = None) -> None:
    """Make turns of cues: who says them, without markup, without what rolling captions repeat."""
    decode = entities if decode_entities else str
    rolling = _rolling(cues, decode)
    if rolling is not None:
        cues = rolling
        draft.notes.append(
            _("These are rolling captions, in which lines come twice; each line was taken once, where it first stands.")
        )
    pieces: list[_Piece] = []
    backwards = 0
    for cue in cues:
        if cue.start_ms is not None and cue.end_ms is not None and cue.end_ms < cue.start_ms:
            cue = replace(cue, end_ms=None)
            backwards += 1
        found = list(_voices(cue, decode))
        pieces += found
        if not found:
            draft.skip(cue.where, _("It has no words."))
    if backwards:
        draft.notes.append(
            ngettext(
                "{count} caption ends before it begins; its end was left out.",
                "{count} captions end before they begin; their ends were left out.",
                backwards,
            ).format(count=backwards)
        )
    _name_and_take(pieces, draft, tick)


def _voices(cue: Cue, decode: _Decode) -> Iterator[_Piece]:
    if cue.ready:
        yield _Piece(cue, None, cue.raw.strip())
        return
    known = _ID_NAME.fullmatch(cue.identifier)
    speaker = known[1].strip() if known else None
    at = 0
    for tag in _VOICE.finditer(cue.raw):
        piece = _piece(cue, speaker, cue.raw[at : tag.start()], decode)
        if piece is not None:
            yield piece
        at = tag.end()
        speaker = None if tag[2] else (decode(" ".join((tag[1] or "").split())) or None)
    piece = _piece(cue, speaker, cue.raw[at:], decode)
    if piece is not None:
        yield piece


def _piece(cue: Cue, speaker: str | None, raw: str, decode: _Decode) -> _Piece | None:
    text = decode(_plain(raw)).strip()
    return _Piece(cue, speaker, text) if text else None


def _plain(raw: str) -> str:
    if "{\\" in raw:
        raw = _STYLE_BRACE.sub("", raw)
    if "<" not in raw:
        return raw
    return _TAG.sub(lambda tag: "\n" if tag[0][:3].lower() == "<br" else "", raw)


# --- rolling captions ------------------------------------------------------------------------------------------


def _rolling(cues: list[Cue], decode: _Decode) -> list[Cue] | None:
    """The cues without repeated lines, or None where this file repeats nothing by design."""
    if len(cues) < 2 or any("<v" in cue.raw for cue in cues):
        return None
    shown = [[line for line in decode(_plain(cue.raw)).split("\n") if line.strip()] for cue in cues]
    pairs = [(old, new, _overlap(old, new)) for old, new in pairwise(shown) if old and new]
    repeats = sum(same > 0 for _old, _new, same in pairs)
    # Somebody may say the same thing twice. What rolls shows an old line above a new one.
    growing = sum(0 < same < len(new) for _old, new, same in pairs)
    timed = any(_INNER_TIME.search(cue.raw) for cue in cues)
    if growing < (1 if timed else 4) or (repeats if timed else growing) < len(cues) * (0.25 if timed else 0.6):
        return None
    kept: list[Cue] = []
    before: list[str] = []
    for cue, lines in zip(cues, shown, strict=True):
        if not lines:
            continue
        fresh = lines[_overlap(before, lines) :]
        before = lines
        if fresh:
            kept.append(replace(cue, raw="\n".join(fresh), ready=True))
    return kept


def _overlap(old: list[str], new: list[str]) -> int:
    """How many lines at the beginning of ``new`` stood at the end of ``old``."""
    most = min(len(old), len(new))
    stripped_old, stripped_new = [line.strip() for line in old], [line.strip() for line in new]
    return next((count for count in range(most, 0, -1) if stripped_old[-count:] == stripped_new[:count]), 0)


# --- who says it -----------------------------------------------------------------------------------------------


def _name_and_take(pieces: list[_Piece], draft: Draft, tick: Tick | None) -> None:
    above, doubled = _names_above(pieces), _names_doubled(pieces)
    parts = [part for piece in pieces if piece.speaker is None for part in _parts(piece.text)]
    its = habits("\n".join(parts))
    use = names.usage(_apart(part, its) for part in parts)
    if not above:
        draft.notes += names.doubts(use)
    in_brackets = _bracket_names(pieces)
    for number, piece in enumerate(pieces):
        if tick is not None and number % 2_000 == 0:
            tick(number / len(pieces))
        if piece.speaker is not None:
            _take(draft, piece, piece.speaker, _without_own_name(piece) if doubled else piece.text)
        elif above:
            first, _line_end, rest = piece.text.partition("\n")
            if first in above and rest.strip():
                _take(draft, piece, first.strip("()[]: "), rest)
            else:
                _take(draft, piece, None, piece.text)
        else:
            for speaker, text in _said(piece.text, use, in_brackets, its):
                _take(draft, piece, speaker, text)


def _take(draft: Draft, piece: _Piece, speaker: str | None, text: str) -> None:
    text = text.strip()
    if text:
        draft.take(Turn(speaker, text, piece.cue.start_ms, piece.cue.end_ms, None, piece.cue.where))
    else:
        draft.skip(piece.cue.where, _("It has a name and no words."))


def _without_own_name(piece: _Piece) -> str:
    prefix = names.take_apart(piece.text)
    return prefix.text if prefix is not None and prefix.text and prefix.name == piece.speaker else piece.text


def _names_doubled(pieces: list[_Piece]) -> bool:
    """Whether the file writes each name in the tag and again before the words, as some programs do."""
    tagged = [piece for piece in pieces if piece.speaker is not None]
    return len(tagged) > 2 and all(_without_own_name(piece) != piece.text for piece in tagged)


def _parts(text: str) -> Iterator[str]:
    """Where a new voice may begin: a line, without a change mark ``>>`` or the dash of a dialogue in front."""
    for line in text.split("\n"):
        part = _DASH.sub("", _CHANGE.sub("", line)).strip()
        if part:
            yield part


def _has_dialogue(text: str, use: names.Usage) -> bool:
    """Whether dashes mark the voices here: ``- Ann: Hello``. Then each dash begins one, with a name or without."""
    for line in text.split("\n") if "-" in text or not text.isascii() else ():
        dash = _DASH.match(line)
        prefix = names.take_apart(line[dash.end() :].strip()) if dash else None
        if prefix is not None and prefix.name in use.names:
            return True
    return False


def _apart(part: str, its: Habits) -> names.Prefixed | None:
    """Who speaks in front of a line, if anybody, as the file writes it."""
    return its.prefix(part) or names.take_apart(part)


def _said(text: str, use: names.Usage, in_brackets: frozenset[str], its: Habits) -> Iterator[tuple[str | None, str]]:
    speaker: str | None = None
    gathered: list[str] = []
    mark = _DASH if _has_dialogue(text, use) else _CHANGE
    for line in text.split("\n"):
        changed = mark.match(line) or _CHANGE.match(line)
        part = line[changed.end() :] if changed else line
        prefix = _apart(part.strip(), its)
        bracket = _BRACKETED.fullmatch(part.strip())
        inside = (bracket[1] or bracket[2]).strip() if bracket else ""
        if inside in in_brackets and bracket is not None:  # before the colon: "[Ann] so said: yes" is Ann's
            name, words = inside, bracket[3]
        elif prefix is not None and prefix.name in use.names:
            name, words = prefix.name, prefix.text
        elif changed:
            name, words = None, part
        else:
            gathered.append(line)
            continue
        if any(one.strip() for one in gathered):
            yield speaker, "\n".join(gathered)
        speaker, gathered = name, [words]
    if any(one.strip() for one in gathered) or speaker is not None:
        yield speaker, "\n".join(gathered)


def _is_sound(words: str) -> bool:
    found = words.casefold().split()
    return len(found) <= 3 and not _SOUNDS.isdisjoint(found)


def _bracket_names(pieces: list[_Piece]) -> frozenset[str]:
    """Names in brackets before the words, ``[Ann] Hello``: only where most cues begin so, for noises stand so too."""
    found: Counter[str] = Counter()
    for piece in pieces:
        bracket = _BRACKETED.fullmatch(_CHANGE.sub("", piece.text, count=1))
        if bracket and bracket[3].strip():
            name = (bracket[1] or bracket[2]).strip()
            if names.shape_of(name) and not _is_sound(name):
                found[name] += 1
    total = sum(found.values())
    if total * 2 < len(pieces) or total < 2 <= len(pieces):
        return frozenset()
    return frozenset(found)


def _names_above(pieces: list[_Piece]) -> frozenset[str]:
    """Names alone on a cue's first line: nearly every cue has two lines, and the first ones are few and come again."""
    firsts: Counter[str] = Counter()
    for piece in pieces:
        first, _line_end, rest = piece.text.partition("\n")
        if piece.speaker is None and rest.strip() and len(first) <= 80:
            plain = first.strip()
            if names.shape_of(plain.strip("()[]: ")) == names.NAME and plain[-1:] not in {".", ",", ":"}:
                firsts[first] += 1
    total = sum(firsts.values())
    if total < 3 or total < len(pieces) * 0.8 or len(firsts) > total * 0.7:
        return frozenset()
    return frozenset(firsts)
