"""A talk not yet saved, as text for the keeper of drafts, and back."""

from __future__ import annotations

import datetime
import json

from facilitator.session.talk_steps import TalkWords


def to_draft(words: TalkWords, when: str) -> str:
    """The fields as one text for the keeper of drafts. *Just now* stays that: it is settled when it is saved."""
    return json.dumps(
        {
            "name": words.name,
            "where": words.where,
            "gave": words.gave,
            "received": words.received,
            "follows": words.follows,
            "due": words.due.isoformat() if words.due else "",
            "visible": words.visible,
            "when_ms": None if when == "now" else words.when_ms,
            "minutes": words.minutes,
            "topics": list(words.topics),
            "exchanged": list(words.exchanged),
        },
        ensure_ascii=False,
    )


def from_draft(text: str) -> TalkWords:
    """The fields of a draft; raises what a damaged one raises."""
    found = json.loads(text)
    return TalkWords(
        name=str(found["name"]),
        where=str(found["where"]),
        gave=str(found["gave"]),
        received=str(found["received"]),
        follows=str(found["follows"]),
        due=datetime.date.fromisoformat(found["due"]) if found["due"] else None,
        visible=str(found["visible"]),
        when_ms=None if found["when_ms"] is None else int(found["when_ms"]),
        minutes=None if found["minutes"] is None else int(found["minutes"]),
        topics=tuple(str(one) for one in found["topics"]),
        exchanged=tuple(str(one) for one in found["exchanged"]),
    )
