"""Tables of posts: who wrote what when, and what it answers, by the names of their columns in the languages in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from facilitator.intake import table, times
from facilitator.intake.cells import is_rule, never_closed_note, numbered_rows
from facilitator.intake.chats import stamps
from facilitator.intake.chats.conversation import ChatDraft, Post
from facilitator.intake.columns import best, fold
from facilitator.intake.lines import MANY
from facilitator.intake.transcript import Tick
from facilitator.words import _


def _ranks(words: str) -> dict[str, int]:
    return {fold(word): rank for rank, word in enumerate(words.split())}


_KEYS = _ranks("id postid messageid commentid msgid post_id message_id comment_id beitragsnummer nr no number nummer")
_REPLIES = _ranks(
    "replyto inreplyto reply_to in_reply_to replyid parent parentid parent_id replytoid reply answers thread_ts "
    "antwortauf antwort_auf reponsea repondà respuestaa enrespuestaa respostaa rispostaa yanit antwoordop "
    "ответна 返信先"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How the table is laid out, with the columns that only conversations have (from 0, None where there are none)."""

    layout: table.Layout
    key: int | None
    reply: int | None


def plan(text: str, *, is_table: bool) -> Plan | None:
    """How a table of posts is laid out, or None where this is none."""
    layout = table.layout(text, is_table=is_table)
    if layout is None or not layout.width or layout.speaker is None:
        return None
    headings: list[str] = []
    for number, cells in numbered_rows(text, layout.delimiter):
        if number >= layout.first:
            headings = [cell.strip() for cell in cells]
            break
    used = frozenset(
        headings[at] for at in (layout.speaker, layout.text, layout.start) if at is not None and at < len(headings)
    )
    key, reply = best(headings, _KEYS, used), best(headings, _REPLIES, used)
    return Plan(
        layout,
        None if key is None else headings.index(key),
        None if reply is None else headings.index(reply),
    )


def read(text: str, plan: Plan, tick: Tick | None = None) -> ChatDraft:
    """The posts of a table."""
    layout = plan.layout
    draft = ChatDraft("csv")
    rows: list[tuple[int, list[str]]] = []
    unclosed: list[int] = []
    for number, cells in numbered_rows(text, layout.delimiter, unclosed):
        if number > layout.first and any(cell.strip() for cell in cells) and not is_rule(cells):
            rows.append((number, cells))
            if unclosed and unclosed[-1] == number:
                draft.skip(_("row {number}").format(number=number), never_closed_note())
    when, notes = _times([_cell(cells, layout.start) for _number, cells in rows])
    draft.notes += notes
    for at, ((number, cells), moment) in enumerate(zip(rows, when, strict=True)):
        if tick is not None and at % MANY == 0:
            tick(at / len(rows))
        where = _("row {number}").format(number=number)
        words = _cell(cells, layout.text)
        if not words:
            draft.skip(where, _("It has no words."))
            continue
        key = _cell(cells, plan.key) or f"row {number}"
        reply = _cell(cells, plan.reply)
        stands, offset = moment
        draft.take(Post(key, _cell(cells, layout.speaker), words, stands, offset, reply, "", where))
    return draft


def _cell(cells: list[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""


def _times(cells: Sequence[str]) -> tuple[list[tuple[datetime | None, int | None]], list[str]]:
    """A moment by the calendar or a place from the beginning for each cell."""
    found: list[tuple[datetime | None, int | None]] = []
    written: list[int] = []
    taken: list[stamps.Stamp] = []
    for at, cell in enumerate(cells):
        when = times.when(cell, "s") if cell else times.NEVER
        stamp = None
        if when == times.NEVER and cell:
            head = stamps.folded(cell)
            begun = stamps.begin(head)
            stamp = begun[0] if begun is not None and begun[1] == len(head.rstrip()) else None
        if stamp is not None:
            written.append(at)
            taken.append(stamp)
        found.append((when.moment, when.ms))
    moments, notes = stamps.moments(taken)
    for at, moment in zip(written, moments, strict=True):
        found[at] = (moment, None)
    return found, notes
