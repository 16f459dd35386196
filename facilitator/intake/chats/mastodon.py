"""Mastodon and its relatives: the ``outbox.json`` of an account, what it posted and what of others it passed on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from facilitator.intake import times
from facilitator.intake.chats.conversation import MEDIA, OTHERS, ChatDraft, Post
from facilitator.intake.chats.markup import words_of
from facilitator.intake.lines import MANY
from facilitator.intake.transcript import Tick
from facilitator.words import _

_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_ACCOUNT = re.compile(r"https?://([^/\s]{1,200})/(?:users/|@)([^/\s?#]{1,200})")


def is_outbox(document: object) -> bool:
    """Whether a JSON document is such an outbox."""
    if not isinstance(document, dict) or not isinstance(document.get("orderedItems"), list):
        return False
    items = [item for item in document["orderedItems"][:20] if isinstance(item, dict)]
    known = any(item.get("type") in ("Create", "Announce") for item in items)
    return known or document.get("type") == "OrderedCollection"


def read(document: Mapping[str, Any], tick: Tick | None = None) -> ChatDraft:
    """The posts of an outbox. Messages to single people are left out."""
    draft = ChatDraft("mastodon")
    items = document["orderedItems"]
    for number, item in enumerate(items, 1):
        if tick is not None and number % MANY == 0:
            tick(number / len(items))
        where = _("entry {number}").format(number=number)
        if not isinstance(item, dict) or item.get("type") not in ("Create", "Announce"):
            draft.skip(where, _("It is no post."))
        elif item["type"] == "Announce":
            _boost(item, draft, where, number)
        else:
            _note(item, draft, where, number)
    if draft.posts:
        draft.title = draft.title or next((post.author for post in draft.posts if not post.mark), "")
    return draft


def _note(item: Mapping[str, Any], draft: ChatDraft, where: str, number: int) -> None:
    note = item.get("object")
    if not isinstance(note, dict) or note.get("type") not in ("Note", "Question", "Article"):
        draft.skip(where, _("It is no post."))
        return
    if not _open(note) and not _open(item):
        draft.skip(where, _("It was written to single people."))
        return
    text, mark = _words(note)
    if not text and not mark:
        draft.skip(where, _("It has no words."))
        return
    author = _account(note.get("attributedTo")) or _account(item.get("actor"))
    reply = note.get("inReplyTo")
    moment = times.moment(str(note.get("published") or item.get("published") or ""))
    key = _text(note.get("id")) or str(number)
    draft.take(Post(key, author, text, moment, None, _text(reply), mark, where))


def _boost(item: Mapping[str, Any], draft: ChatDraft, where: str, number: int) -> None:
    """A post of somebody else that was passed on: its words where the export has them, else where it is."""
    shared = item.get("object")
    moment = times.moment(str(item.get("published") or ""))
    if isinstance(shared, dict):
        text, _mark = _words(shared)
        author = _account(shared.get("attributedTo")) or _account(shared.get("id"))
    else:
        text, author = _text(shared), _account(shared)
    if not text:
        draft.skip(where, _("It has no words."))
        return
    draft.take(Post(_text(item.get("id")) or str(number), author, text, moment, mark=OTHERS, where=where))


def _words(note: Mapping[str, Any]) -> tuple[str, str]:
    text = words_of(_text(note.get("content")))
    warning = words_of(_text(note.get("summary")))
    if warning:
        text = f"{warning}\n\n{text}".strip()
    return text, MEDIA if not text and note.get("attachment") else ""


def _open(note: Mapping[str, Any]) -> bool:
    """Whether it was for more than single people; where nothing says to whom, it was."""
    to = [one for key in ("to", "cc") for one in _many(note.get(key))]
    return not to or any(one in _PUBLIC or one.endswith("/followers") for one in to)


def _many(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _account(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("id")
    found = _ACCOUNT.match(value) if isinstance(value, str) else None
    return f"@{found[2]}@{found[1]}" if found else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
