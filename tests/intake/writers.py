"""Small writers of transcripts, one a form, for tests: they know the forms' public rules and nothing of our readers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

Talk = list[tuple[str, str]]
Writer = Callable[[Talk], str]

STEP_MS = 3_000
"""Milliseconds between two turns."""
LONG_MS = 2_500
"""Milliseconds a turn takes."""


def stamp(ms: int, point: str = ".") -> str:
    """``HH:MM:SS.mmm``."""
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}{point}{ms % 1000:03}"


def _span(at: int, point: str = ".") -> str:
    return f"{stamp(at * STEP_MS, point)} --> {stamp(at * STEP_MS + LONG_MS, point)}"


def _clock(at: int) -> str:
    return stamp(at * STEP_MS)[:8]


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def vtt_voices(talk: Talk) -> str:
    """WebVTT with a voice tag a cue, as Teams writes it."""
    cues = (f"{_span(at)}\n<v {_safe(who)}>{_safe(text)}</v>\n\n" for at, (who, text) in enumerate(talk))
    return "WEBVTT\n\n" + "".join(cues)


def vtt_names(talk: Talk) -> str:
    """WebVTT with the name before a colon and numbered cues, as Zoom writes it."""
    cues = (f"{at + 1}\n{_span(at)}\n{_safe(who)}: {_safe(text)}\n\n" for at, (who, text) in enumerate(talk))
    return "WEBVTT\n\n" + "".join(cues)


def srt_names(talk: Talk) -> str:
    """SRT with the name before a colon."""
    return "".join(f"{at + 1}\n{_span(at, ',')}\n{who}: {text}\n\n" for at, (who, text) in enumerate(talk))


def srt_tight(talk: Talk) -> str:
    """SRT with no blank line between the captions."""
    return "".join(f"{at + 1}\n{_span(at, ',')}\n{who}: {text}\n" for at, (who, text) in enumerate(talk))


def srt_brackets(talk: Talk) -> str:
    """SRT with the name in brackets."""
    return "".join(f"{at + 1}\n{_span(at, ',')}\n[{who}] {text}\n\n" for at, (who, text) in enumerate(talk))


def lines(talk: Talk) -> str:
    """``Name: text``."""
    return "".join(f"{who}: {text}\n" for who, text in talk)


def wide_lines(talk: Talk) -> str:
    """The same with the full-width colon and blank lines between."""
    return "\n\n".join(f"{who}：{text}" for who, text in talk)


def lines_time_first(talk: Talk) -> str:
    """``[00:12:33] Name: text``."""
    return "".join(f"[{_clock(at)}] {who}: {text}\n" for at, (who, text) in enumerate(talk))


def lines_time_within(talk: Talk) -> str:
    """``Name (00:12:33): text``."""
    return "".join(f"{who} ({_clock(at)}): {text}\n" for at, (who, text) in enumerate(talk))


def lines_time_bare(talk: Talk) -> str:
    """``00:12:33 Name: text``."""
    return "".join(f"{_clock(at)} {who}: {text}\n" for at, (who, text) in enumerate(talk))


def headers(talk: Talk) -> str:
    """A line with name and time, the words below it, as Otter writes it."""
    return "".join(f"{who}  {_clock(at)}\n{text}\n\n" for at, (who, text) in enumerate(talk))


def _table(talk: Talk, delimiter: str, *headings: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    if headings:
        writer.writerow(headings)
    writer.writerows(talk)
    return out.getvalue()


def csv_commas(talk: Talk) -> str:
    """CSV as a spreadsheet saves it."""
    return _table(talk, ",", "Speaker", "Text")


def csv_semicolons(talk: Talk) -> str:
    """CSV as a German spreadsheet saves it."""
    return _table(talk, ";", "Sprecher*in", "Beitrag")


def tsv(talk: Talk) -> str:
    """Columns between tabs, with Chinese headings."""
    return _table(talk, "\t", "发言人", "内容")


def json_list(talk: Talk) -> str:
    """A list of objects."""
    return json.dumps([{"name": who, "utterance": text} for who, text in talk])


def json_nested(talk: Talk) -> str:
    """A list of objects one level down, with times in seconds."""
    said = [
        {"start": at * STEP_MS / 1000, "end": (at * STEP_MS + LONG_MS) / 1000, "participant": who, "message": text}
        for at, (who, text) in enumerate(talk)
    ]
    return json.dumps({"id": 7, "whatever": said, "tags": ["a", "b"]}, ensure_ascii=False)


def json_lines(talk: Talk) -> str:
    """An object a line."""
    return "\n".join(json.dumps({"from": who, "content": text}, ensure_ascii=False) for who, text in talk)


def json_pairs(talk: Talk) -> str:
    """A list of pairs."""
    return json.dumps(talk)


def json_columns(talk: Talk) -> str:
    """Two lists side by side."""
    return json.dumps({"title": "Columns", "speaker": [who for who, _ in talk], "utt": [text for _, text in talk]})


STRUCTURED: dict[str, tuple[str, Writer]] = {
    "voices": (".vtt", vtt_voices),
    "commas": (".csv", csv_commas),
    "semicolons": (".csv", csv_semicolons),
    "tabs": (".tsv", tsv),
    "list": (".json", json_list),
    "nested": (".json", json_nested),
    "a line each": (".jsonl", json_lines),
    "columns": (".json", json_columns),
}
"""Forms that say outright what is a name, by a short word for each, with the file's ending."""

BY_COLON: dict[str, tuple[str, Writer]] = {
    "pairs": (".json", json_pairs),
    "names in vtt": (".vtt", vtt_names),
    "names in srt": (".srt", srt_names),
    "tight srt": (".srt", srt_tight),
    "brackets in srt": (".srt", srt_brackets),
    "plain": (".txt", lines),
    "wide colon": (".txt", wide_lines),
    "time first": (".txt", lines_time_first),
    "time within": (".txt", lines_time_within),
    "time bare": (".txt", lines_time_bare),
    "headers": (".txt", headers),
}
"""Forms in which a reader must find out what is a name."""

TIMED = frozenset({"voices", "nested", "names in vtt", "names in srt", "tight srt", "brackets in srt"})
"""Forms that carry start and end to the millisecond."""
