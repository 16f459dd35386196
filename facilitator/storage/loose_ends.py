"""What sessions left open, over the whole library: commitments that fall due, questions nobody answered.

Which sessions to look at is read from the facts themselves; what holds in them is then folded, so that what is said
here is what each session says.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Engine

from facilitator.session.errors import FacilitatorError
from facilitator.session.ledger import Ledger
from facilitator.session.repeat import COMMITMENT, LeftOpen, left_open
from facilitator.storage.derive import SessionRow

LOOKED_AT = 24
"""Sessions whose unanswered questions are listed: the newest ones."""


class LooseEnds(NamedTuple):
    """Open commitments due by a day (earliest first), how many are open, and unanswered questions (newest first)."""

    due: list[LeftOpen]
    open: int
    questions: list[LeftOpen]


def loose_ends(read: Engine, load: Callable[[str], Ledger], rows: list[SessionRow], until: datetime.date) -> LooseEnds:
    """Everything open, seen from the day ``until`` which commitments are due."""
    listed = {row.id for row in rows}
    streams = [stream for stream in _with_dated_commitments(read, until.isoformat()) if stream in listed]
    newest = [row.id for row in sorted(rows, key=lambda row: row.changed_ms, reverse=True)[:LOOKED_AT]]
    due: list[LeftOpen] = []
    questions: list[LeftOpen] = []
    standing = 0
    for stream in dict.fromkeys([*streams, *newest]):
        try:
            found = left_open(load(stream).state)
        except FacilitatorError:
            continue  # a session that cannot be read says so where it is opened
        commitments = [item for item in found if item.kind == COMMITMENT]
        standing += len(commitments)
        due += [item for item in commitments if item.due and item.due <= until.isoformat()]
        if stream in newest:
            questions += [item for item in found if item.kind != COMMITMENT]
    due.sort(key=lambda item: (item.due, item.at_ms))
    questions.sort(key=lambda item: -item.at_ms)
    return LooseEnds(due, standing, questions)


def _with_dated_commitments(read: Engine, until: str) -> list[str]:
    """Sessions in which some commitment was once said to be due by then; folding tells whether it still is."""
    found: dict[str, None] = {}
    with read.connect() as connection:
        rows = connection.exec_driver_sql("SELECT stream, body FROM fact WHERE kind = 'commitment_made' ORDER BY row")
        for stream, body in rows:
            if stream not in found:
                try:
                    due = json.loads(body).get("due")
                except (ValueError, AttributeError):
                    continue
                if isinstance(due, str) and due and due <= until:
                    found[stream] = None
    return list(found)
