"""Making a transcript fit the record: its limits, and characters that cannot be stored.

Nothing that was said is lost here: a turn that is too long becomes several, a name that is too long leaves its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from facilitator.intake import times
from facilitator.intake.lines import excerpt
from facilitator.intake.transcript import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_TURNS,
    Draft,
    Skipped,
    TooMany,
    Transcript,
    Turn,
)
from facilitator.words import _, ngettext

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।॥።]['\"”’»)\]]*(?:\s+|(?<=[。！？]))")
_SPACE = re.compile(r"\s+")


def fit(draft: Draft, path: Path, encoding: str, notes: tuple[str, ...]) -> Transcript:
    """The finished transcript of what a format's reader found in the file at ``path``."""
    turns: list[Turn] = []
    skipped = draft.skipped
    split = mended = 0
    for turn in draft.turns:
        if turn.speaker is not None and len(turn.speaker) > LONGEST_NAME:
            skipped.append(
                Skipped(
                    turn.where,
                    _("The name “{name}” is longer than {most} characters; the words were taken without it.").format(
                        name=excerpt(turn.speaker), most=LONGEST_NAME
                    ),
                )
            )
            turn = replace(turn, speaker=None)
        if _has_half_characters(turn.text) or _has_half_characters(turn.speaker or ""):
            mended += 1
            turn = replace(turn, text=_mend(turn.text), speaker=_mend(turn.speaker) if turn.speaker else None)
        if len(turn.text) > LONGEST_TEXT:
            split += 1
            turns += (replace(turn, text=piece) for piece in pieces(turn.text))
        else:
            turns.append(turn)
        if len(turns) > MOST_TURNS:
            raise TooMany
    told = [*notes, *draft.notes]
    if split:
        told.append(
            ngettext(
                "{count} turn was longer than {most} characters and became several.",
                "{count} turns were longer than {most} characters and became several.",
                split,
            ).format(count=split, most=LONGEST_TEXT)
        )
    if mended:
        told.append(
            ngettext(
                "{count} turn held halves of characters, which are shown as �.",
                "{count} turns held halves of characters, which are shown as �.",
                mended,
            ).format(count=mended)
        )
    if draft.unlisted:
        told.append(
            ngettext(
                "{count} further place was skipped and is not listed.",
                "{count} further places were skipped and are not listed.",
                draft.unlisted,
            ).format(count=draft.unlisted)
        )
    return Transcript(
        title=title_for(draft.title, path) or _("Transcript"),
        language=draft.language,
        date=draft.date or times.moment_in_name(path.stem),
        turns=tuple(turns),
        skipped=tuple(replace(place, why=_mend(place.why)) for place in skipped),
        notes=tuple(told),
        encoding=encoding,
        form=draft.form,
        topics=tuple(_mend(topic) for topic in draft.topics),
    )


def pieces(text: str, most: int = LONGEST_TEXT) -> Iterator[str]:
    """The text in pieces of at most ``most`` characters, cut after a sentence where there is one, else at a space.

    A single word that is longer is cut between characters, never between a letter and its marks if that can be helped.
    """
    at = 0
    while len(text) - at > most:
        cut = _last(_SENTENCE_END, text, at, at + most) or _last(_SPACE, text, at, at + most)
        if cut is None:
            cut = at + most
            while cut > at + most // 2 and (unicodedata.combining(text[cut]) or text[cut] in "\u200d\ufe0f"):
                cut -= 1
        piece = text[at:cut].strip()
        if piece:
            yield piece
        at = cut
    rest = text[at:].strip()
    if rest:
        yield rest


def _last(pattern: re.Pattern[str], text: str, start: int, stop: int) -> int | None:
    """Where the last match in the second half of the stretch ends."""
    found = None
    for match in pattern.finditer(text, start + (stop - start) // 2, stop):
        found = match.end()
    return found


def title_for(said: str, path: Path) -> str:
    """What the file calls itself, else its name made readable; empty where neither says anything."""
    said = " ".join(_mend(said).split())
    if 0 < len(said) <= LONGEST_NAME:
        return said
    stem = _mend(path.stem)
    words = stem.replace("_", " ")
    if " " not in words.strip() and stem.count("-") > 1 and not times.moment_in_name(stem):
        words = words.replace("-", " ")
    words = " ".join(words.split())
    return words[:LONGEST_NAME].strip()


def _has_half_characters(text: str) -> bool:
    return not text.isascii() and _HALF_CHARACTER.search(text) is not None


def _mend(text: str) -> str:
    return _HALF_CHARACTER.sub("\ufffd", text) if _has_half_characters(text) else text
