"""WebVTT: the captions that meeting programs (Teams, Zoom, Webex, YouTube) write."""

from __future__ import annotations

import re

from facilitator.intake import cues
from facilitator.intake.lines import each, excerpt
from facilitator.intake.transcript import MOST_TURNS, Draft, Tick, TooMany
from facilitator.words import _

_HEADER = re.compile(r"([A-Za-z][\w-]{0,40})\s*[:=]\s*(\S.*)")
_KEYS = frozenset({"kind", "language", "title", "style", "region", "x-timestamp-map", "author", "category", "type"})
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION|STYLE:|Region:)(?:\s|$)")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def read(text: str, tick: Tick | None = None) -> Draft:
    """Turns of a WebVTT file, with or without its first line; ``text`` has unified line ends.

    Only an empty line ends a caption: a line of spaces stands within its words, as YouTube writes them. Where the next
    caption follows without an empty line, its time line ends the one before.
    """
    draft = Draft("vtt")
    found: list[cues.Cue] = []
    if not text.startswith("WEBVTT"):
        draft.notes.append(_("The file does not begin with WEBVTT; it was read as WebVTT all the same."))
    block: list[tuple[int, str]] = []
    seen_cue = timed = False
    for number, line in each(text):
        begins = timed and cues.is_time_line(line)
        if not begins and (line.strip() or (line and timed)):
            block.append((number, line))
            timed = timed or cues.ARROW in line
            continue
        above = _pull_identifier(block) if begins else []
        seen_cue = _close(block, found, draft, seen_cue)
        block = [*above, (number, line)] if begins else []
        timed = begins
        if len(found) > MOST_TURNS:
            raise TooMany
    last = len(found)
    _close(block, found, draft, seen_cue)
    if len(found) > last and not found[-1].raw.strip():
        draft.skip(found[-1].where, _("The file ends before its words."))
        found.pop()
    cues.speak(found, draft, decode_entities=True, tick=tick)
    return draft


def _pull_identifier(block: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Take the next caption's identifier away from the words before it, where no empty line stands between.

    It is what follows a line of spaces, or the number of captions that are numbered.
    """
    at = next(index for index, (_number, line) in enumerate(block) if cues.ARROW in line)
    if len(block) - at < 2:
        return []
    numbered = at > 0 and block[at - 1][1].strip().isdigit() and block[-1][1].strip().isdigit()
    alone = len(block) - at > 2 and not block[-2][1].strip() and block[-1][1].strip()
    return [block.pop()] if numbered or alone else []


def _close(block: list[tuple[int, str]], found: list[cues.Cue], draft: Draft, seen_cue: bool) -> bool:
    """Take a finished block; returns whether a cue has been seen by now."""
    if not block:
        return seen_cue
    first = block[0][1]
    at = next((index for index, (_number, line) in enumerate(block) if cues.ARROW in line), None)
    if _ASIDE.match(first) and (at is None or cues.timing(block[at][1]) is None):
        return seen_cue
    if at is None:
        if not seen_cue and _is_header(block):
            _header(block, draft)
        elif not _only_identifier(block):
            draft.skip(
                _("line {number}").format(number=block[0][0]),
                _("No time stands above “{words}”.").format(words=excerpt(" ".join(line for _n, line in block))),
            )
        return seen_cue
    if not seen_cue:
        _header(block[:at], draft)
    number, line = block[at]
    times = cues.timing(line)
    where = _("cue {number}").format(number=len(found) + 1)
    if times is None:
        draft.skip(
            _("line {number}").format(number=number),
            cues.no_time(line, "\n".join(more for _n, more in block[at + 1 :])),
        )
        return True
    identifier = block[at - 1][1] if at else ""
    raw = "\n".join(more for _n, more in block[at + 1 :])
    found.append(cues.Cue(where, times[0], times[1], raw, identifier))
    return True


def _only_identifier(block: list[tuple[int, str]]) -> bool:
    return len(block) == 1 and block[0][1].strip().isdigit()


def _is_header(block: list[tuple[int, str]]) -> bool:
    entry = _HEADER.fullmatch(block[0][1].strip())
    return block[0][1].startswith("WEBVTT") or (entry is not None and entry[1].casefold() in _KEYS)


def _header(block: list[tuple[int, str]], draft: Draft) -> None:
    for _number, line in block:
        entry = _HEADER.fullmatch(line.strip())
        if entry is None:
            continue
        key, value = entry[1].casefold(), entry[2].strip()
        if key == "language" and _TAG.fullmatch(value):
            draft.language = value
        elif key == "title":
            draft.title = value
