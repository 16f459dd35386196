"""Slack: the export of a workspace (a ZIP archive or its folder), a file a day for each channel; or one such file."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from facilitator.intake import tree
from facilitator.intake.chats.archive import Archive
from facilitator.intake.chats.conversation import MEDIA, ChatDraft, Post
from facilitator.intake.encodings import UnclearEncoding, decode
from facilitator.intake.transcript import Tick, TooMany
from facilitator.words import _

_DAY = re.compile(r"(?:.*/)?(?P<channel>[^/]+)/\d{4}-\d{2}-\d{2}\.json")
_MENTION = re.compile(r"<([^<>|\n]{1,4000})(?:\|([^<>\n]{0,4000}))?>")
_KEPT = frozenset({"", "thread_broadcast", "me_message", "file_share", "file_comment", "bot_message"})
_LISTS = ("users.json", "channels.json", "groups.json", "mpims.json", "dms.json", "org_users.json")
_PRIVATE = frozenset({"dms.json", "mpims.json"})


def is_export(archive: Archive) -> bool:
    """Whether an archive is laid out as an export: days of channels, with lists beside."""
    days = any(_DAY.fullmatch(name) for name in archive.names)
    return days and any(name.rpartition("/")[2] in _LISTS for name in archive.names)


def is_messages(document: object) -> bool:
    """Whether a JSON document is the messages of one day of a channel."""
    if not isinstance(document, list) or not document:
        return False
    messages = [entry for entry in document[:50] if isinstance(entry, dict)]
    stamped = sum(isinstance(one.get("ts"), str) and _moment(one["ts"]) is not None for one in messages)
    typed = sum("type" in one or "user" in one for one in messages)
    return bool(messages) and stamped == len(messages) == typed


def read_export(archive: Archive, tick: Tick | None = None) -> list[ChatDraft]:
    """A draft a channel, the fullest first. Talks between two or a few people are left out."""
    people, private = _people(archive), _private(archive)
    channels: dict[str, list[str]] = {}
    for name in sorted(archive.names):
        found = _DAY.fullmatch(name)
        if found:
            channels.setdefault(found["channel"], []).append(name)
    drafts: list[ChatDraft] = []
    whole, done = sum(map(len, channels.values())), 0
    left = 0
    for channel, days in channels.items():
        if channel in private:
            left += 1
            done += len(days)
            continue
        draft = ChatDraft("slack", title=f"#{channel}")
        posts: list[tuple[float, Post]] = []
        for day in days:
            done += 1
            if tick is not None:
                tick(done / whole)
            document = _document(archive, day)
            if not isinstance(document, list):
                draft.skip(day, _("It is no list of messages."))
                continue
            posts += _posts(document, people, draft, day)
        _take(draft, posts)
        if draft.posts or draft.skipped:
            drafts.append(draft)
    drafts.sort(key=lambda one: -len(one.posts))
    if drafts and left:
        drafts[0].notes.append(_("Talks between two or a few people were left out."))
    return drafts


def read_messages(document: list[Any], tick: Tick | None = None) -> ChatDraft:
    """The posts of one file; people are named where the file itself names them."""
    draft = ChatDraft("slack")
    _take(draft, list(_posts(document, {}, draft, "")))
    if tick is not None:
        tick(1.0)
    return draft


def _take(draft: ChatDraft, posts: list[tuple[float, Post]]) -> None:
    seen: set[str] = set()
    for _ts, post in sorted(posts, key=lambda one: one[0]):
        if post.id not in seen:
            seen.add(post.id)
            draft.take(post)


def _posts(document: list[Any], people: Mapping[str, str], draft: ChatDraft, day: str) -> Iterable[tuple[float, Post]]:
    for number, entry in enumerate(document, 1):
        where = _("{file}, message {number}").format(file=day, number=number) if day else str(number)
        if not isinstance(entry, dict) or not isinstance(entry.get("ts"), str):
            draft.skip(where, _("It is no message."))
            continue
        ts, moment = entry["ts"], _moment(entry["ts"])
        kind = str(entry.get("subtype") or "")
        if moment is None:
            draft.skip(where, _("It has no time."))
            continue
        if kind == "tombstone" or entry.get("hidden"):
            draft.skip(where, _("Its author deleted it."))
            continue
        if kind not in _KEPT:
            draft.skip(where, _("It is a notice of the program."))
            continue
        text = _plain(str(entry.get("text") or ""), people)
        mark = MEDIA if not text and entry.get("files") else ""
        if not text and not mark:
            draft.skip(where, _("It has no words."))
            continue
        root = entry.get("thread_ts")
        reply = root if isinstance(root, str) and root != ts else ""
        yield float(ts), Post(ts, _author(entry, people), text, moment, None, reply, mark, where)


def _moment(ts: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(ts), UTC) if len(ts) <= 24 and 1e8 < float(ts) < 4.2e9 else None
    except (ValueError, OverflowError, OSError):
        return None


def _author(entry: Mapping[str, Any], people: Mapping[str, str]) -> str:
    user = entry.get("user")
    if isinstance(user, str) and people.get(user):
        return people[user]
    profile = entry.get("user_profile")
    found = _name(profile) if isinstance(profile, dict) else ""
    if found:
        return found
    username = entry.get("username")
    return str(username) if isinstance(username, str) and username else str(user or "")


def _name(profile: Mapping[str, Any]) -> str:
    for key in ("real_name", "display_name", "name"):
        value = profile.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _plain(text: str, people: Mapping[str, str]) -> str:
    """Slack's own markup as plain words: mentions by name, links with their words."""

    def said(found: re.Match[str]) -> str:
        what, label = found[1], found[2] or ""
        if what[0] == "@":
            return "@" + (people.get(what[1:]) or label.lstrip("@") or what[1:])
        if what[0] == "#":
            return "#" + (label or what[1:])
        if what[0] == "!":
            return label if label.startswith("@") else "@" + (label or what[1:].partition("^")[0])
        link = what.removeprefix("mailto:")
        return link if not label or label == link else f"{label} ({link})"

    return html.unescape(_MENTION.sub(said, text) if "<" in text else text).strip()


# --- lists ---------------------------------------------------------------------------------------------------------


def _document(archive: Archive, name: str) -> Any:
    try:
        decoded = decode(archive.read(name))
        return None if decoded is None else tree.load(decoded.text)
    except (tree.Broken, UnclearEncoding, TooMany, json.JSONDecodeError):
        return None


def _people(archive: Archive) -> dict[str, str]:
    """Names by id, from every list of people in the export."""
    people: dict[str, str] = {}
    for name in archive.names:
        if name.rpartition("/")[2] not in {"users.json", "org_users.json"}:
            continue
        document = _document(archive, name)
        for user in document if isinstance(document, list) else ():
            if isinstance(user, dict) and isinstance(user.get("id"), str):
                profile = user.get("profile")
                found = (_name(profile) if isinstance(profile, dict) else "") or _name(user)
                people[user["id"]] = found or user["id"]
    return people


def _private(archive: Archive) -> frozenset[str]:
    """The folders of talks between two or a few people."""
    found: set[str] = set()
    for name in archive.names:
        if name.rpartition("/")[2] not in _PRIVATE:
            continue
        document = _document(archive, name)
        for talk in document if isinstance(document, list) else ():
            if isinstance(talk, dict):
                found |= {value for key in ("id", "name") if isinstance(value := talk.get(key), str)}
    return frozenset(found)
