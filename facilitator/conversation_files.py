"""A conversation somebody exported becomes what a session can take in: for the window and whoever else asks.

Reading is pure and may run in any thread. Times without a zone are this computer's; posts are named by their place, so
that no address and no account id of a program comes into the record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from facilitator.intake.chats import Conversation, Post, read_conversations
from facilitator.intake.transcript import Skipped
from facilitator.session.thread_posts import MOST_POSTS, ThreadPost
from facilitator.tasks import in_thread
from facilitator.words import _, ngettext


@dataclass(frozen=True, slots=True)
class FoundConversation:
    """A conversation of a file: ``source`` names the program, ``skipped`` what was left out with place and reason."""

    title: str
    source: str
    posts: tuple[ThreadPost, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()


class _Stopped(Exception):
    """Whoever waited does not want it any more."""


async def read_conversation(
    path: Path, tick: Callable[[float, str], None], cancelled: Callable[[], bool]
) -> tuple[FoundConversation, ...]:
    """The conversations of a file, an archive or a folder, read in a thread; none where it was cancelled.

    Raises:
        FacilitatorError: it cannot be understood; nothing of it was taken.
    """

    def part(share: float) -> None:
        if cancelled():
            raise _Stopped
        tick(share, path.name)

    try:
        return await in_thread(found_in, path, part)
    except _Stopped:
        return ()


def found_in(path: Path, tick: Callable[[float], None] | None = None) -> tuple[FoundConversation, ...]:
    """The same, here and now; what ``tick`` raises ends it."""
    return tuple(_found(conversation) for conversation in read_conversations(path, tick=tick))


def _found(conversation: Conversation) -> FoundConversation:
    said, notes = conversation.said, list(conversation.notes)
    if len(said) > MOST_POSTS:
        left = len(said) - MOST_POSTS
        words = ngettext(
            "The newest {most} posts are taken; {count} older one is left out.",
            "The newest {most} posts are taken; {count} older ones are left out.",
            left,
        )
        notes.append(words.format(most=MOST_POSTS, count=left))
        said = said[-MOST_POSTS:]
    places = {post.id: str(number) for number, post in enumerate(said, 1)}
    posts = tuple(
        ThreadPost(places[post.id], post.author, post.text, _when(post), places.get(post.reply_to, ""), post.mark)
        for post in said
    )
    return FoundConversation(conversation.title, _program(conversation), posts, conversation.skipped, tuple(notes))


def _when(post: Post) -> int | None:
    """Milliseconds UTC, or the place from the beginning; None where the file says neither."""
    if post.at is None:
        return post.offset_ms
    try:
        return round(post.at.astimezone().timestamp() * 1000)
    except (OverflowError, OSError, ValueError):
        return None


def _program(conversation: Conversation) -> str:
    return {
        "whatsapp": "WhatsApp",
        "slack": "Slack",
        "mastodon": "Mastodon",
        "zoom": _("Chat of a meeting"),
        "mail": _("Mail"),
        "csv": _("Table"),
        "transcript": _("Transcript"),
    }[conversation.form]
