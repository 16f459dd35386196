"""CSV: one row a contribution, for spreadsheets and scripts. UTF-8 with a mark, RFC 4180, nothing runs as a formula."""

from __future__ import annotations

import csv
import io

from facilitator.export.phrases import one_line
from facilitator.export.voice import Voice
from facilitator.session.contributions import Contribution
from facilitator.session.questions import HAVE_ENDS, answered

COLUMNS = (
    "number", "id", "time", "offset", "person", "kind", "text", "activity", "themes", "builds_on", "relations",
    "owner", "due", "state",
)  # fmt: skip
"""The head of the table, the same in every language, so that scripts can rely on it."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(voice: Voice) -> bytes:
    """The whole file."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for given in voice.carried:
        rows.writerow([harmless(cell) for cell in _row(voice, given)])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before whatever could begin one."""
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell


def _row(voice: Voice, given: Contribution) -> list[str]:
    state = voice.state
    themes = [theme.name for theme in map(state.themes.get, state.themes.of(given.id)) if theme is not None]
    relations = [
        (relation, voice.number[earlier])
        for earlier, relation in state.relations.of(given.id)
        if earlier in voice.number
    ]
    block = voice.block(given)
    owner, due, became = _became(voice, given)
    return [
        voice.number[given.id],
        given.id,
        voice.iso(voice.said_ms(given)),
        "" if given.offset_ms is None else f"{given.offset_ms / 1000:.3f}",
        voice.who(given) if voice.knows_author(given) else "",
        given.kind,
        given.text,
        "" if block is None else voice.written_text(block.title),
        "; ".join(one_line(voice.written_text(name)) for name in themes),
        "; ".join(number for relation, number in relations if relation == "builds_on"),
        "; ".join(f"{relation} {number}" for relation, number in relations if relation != "builds_on"),
        owner,
        due,
        became,
    ]


def _became(voice: Voice, given: Contribution) -> tuple[str, str, str]:
    """Owner, date and state of what can have them."""
    state = voice.state
    if given.kind == "commitment":
        details = state.commitments.get(given.id)
        if details is None:
            return "", "", "open"
        owner = None if voice.nameless(given) else state.people.get(details.owner)
        return one_line(voice.name(owner)), details.due or voice.written_text(details.due_words), details.state
    if given.kind == "decision":
        ground = state.decisions.get(given.id)
        return "", ground.review_on if ground is not None else "", ""
    if given.kind in HAVE_ENDS:
        end = state.open_ends.get(given.id)
        keeper = state.people.get(end.keeper) if end is not None else None
        settled = "settled" if given.kind == "question" and answered(state, given.id) else "open"
        return one_line(voice.name(keeper)), "", end.state if end is not None and end.state else settled
    return "", "", ""
