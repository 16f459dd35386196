"""SRT, and the SBV of YouTube that differs from it in its time line only."""

from __future__ import annotations

import re

from facilitator.intake import cues
from facilitator.intake.lines import each, excerpt
from facilitator.intake.transcript import MOST_TURNS, Draft, Tick, TooMany
from facilitator.words import _

_SBV = re.compile(r"\s*(\d{1,2}:\d{2}:\d{2}\.\d{3}),(\d{1,2}:\d{2}:\d{2}\.\d{3})\s*", re.ASCII)


def is_sbv(line: str) -> bool:
    """Whether the line is an SBV time line: two times with a comma between."""
    return _SBV.fullmatch(line) is not None


def read(text: str, tick: Tick | None = None) -> Draft:
    """Turns of an SRT or SBV file; ``text`` has unified line ends.

    A caption begins at a time line, whether or not a number stands above it, and its words go on until the next one.
    So a blank line within a caption loses nothing, and captions without blank lines between are as good as others: in
    a file whose captions are numbered, the number above a time line is never said.
    """
    draft = Draft("srt")
    found: list[cues.Cue] = []
    open_at: tuple[int, str] | None = None
    body: list[tuple[int, str]] = []
    pulled = ""
    for number, line in each(text):
        after_number = bool(body) and body[-1][1].strip().isdigit()
        if cues.is_time_line(line, after_number) or ("," in line and is_sbv(line)):
            pulled = _pull_number(body, numbered=bool(pulled))
            _close(open_at, body, found, draft, last=False, at_number=pulled)
            open_at, body = (number, line), []
            if len(found) > MOST_TURNS:
                raise TooMany
        else:
            body.append((number, line))
    _close(open_at, body, found, draft, last=True, at_number="")
    cues.speak(found, draft, decode_entities=False, tick=tick)
    return draft


def _pull_number(body: list[tuple[int, str]], *, numbered: bool) -> str:
    """Take the next caption's number, the last line of what was gathered, away from the words before it.

    With ``numbered`` the caption before had one, so this has too; else only what stands alone is a number.
    """
    alone = len(body) == 1 or (len(body) > 1 and not body[-2][1].strip())
    if body and body[-1][1].strip().isdigit() and (alone or numbered):
        return body.pop()[1].strip()
    return ""


def _close(
    open_at: tuple[int, str] | None,
    body: list[tuple[int, str]],
    found: list[cues.Cue],
    draft: Draft,
    *,
    last: bool,
    at_number: str,
) -> None:
    raw = "\n".join(line for _number, line in body).strip("\n")
    if open_at is None:
        if raw.strip() and not (raw.strip().isdigit() and at_number):
            place = next(number for number, line in body if line.strip())
            draft.skip(
                _("line {number}").format(number=place),
                _("No time stands above “{words}”.").format(words=excerpt(raw)),
            )
        return
    number, line = open_at
    sbv = _SBV.fullmatch(line)
    times = cues.timing(f"{sbv[1]} --> {sbv[2]}" if sbv else line)
    where = _("cue {number}").format(number=len(found) + 1)
    if times is None:
        draft.skip(
            _("line {number}").format(number=number),
            cues.no_time(line, raw),
        )
    elif last and not raw.strip():
        draft.skip(where, _("The file ends before its words."))
    else:
        found.append(cues.Cue(where, times[0], times[1], raw))
