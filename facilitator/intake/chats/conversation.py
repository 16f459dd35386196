"""What the chat readers hand on: a conversation as plain values, whatever program exported it.

Nothing here knows a format. The limits are those of the record and of the readers of transcripts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from facilitator.intake.fit import pieces, title_for
from facilitator.intake.transcript import LONGEST_NAME, LONGEST_TEXT, MOST_SKIPPED, MOST_TURNS, Skipped, TooMany
from facilitator.session.frozen import quickly_made
from facilitator.session.rules import whole
from facilitator.words import _, ngettext

ChatForm = Literal["whatsapp", "slack", "mastodon", "zoom", "mail", "csv", "transcript"]

SYSTEM, OTHERS, MEDIA = "system", "others", "media"
"""Marks of a post: a notice of the program, a post of somebody else passed on, a picture or file without words."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Post:
    """One post.

    Attributes:
        id: Its name within this conversation; never empty.
        author: Who posted it as the file names them; empty where it names nobody.
        text: The words, without the program's own markup.
        at: When, by the calendar: with a zone where the file has one, else as clocks there showed it.
        offset_ms: Its place from the beginning, in ms, where the file knows no day.
        reply_to: The post it answers, where that is in this conversation.
        mark: Empty, `SYSTEM`, `OTHERS` or `MEDIA`.
        where: Its place in the file, for people.
    """

    id: str
    author: str
    text: str
    at: datetime | None = None
    offset_ms: int | None = None
    reply_to: str = ""
    mark: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A whole conversation, understood: its posts in the file's order, what was left out, and what should be known."""

    title: str
    form: ChatForm
    posts: tuple[Post, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[Post, ...]:
        """What people posted, without the program's own notices."""
        return tuple(post for post in self.posts if post.mark != SYSTEM)


@dataclass(slots=True)
class ChatDraft:
    """What a format's reader fills in; `finished` makes the `Conversation` of it."""

    form: ChatForm
    title: str = ""
    posts: list[Post] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unlisted: int = 0

    def take(self, post: Post) -> None:
        """Add a post."""
        if len(self.posts) >= MOST_TURNS:
            raise TooMany
        self.posts.append(post)

    def skip(self, where: str, why: str) -> None:
        """List a place that was left out; beyond a thousand they are only counted."""
        if len(self.skipped) < MOST_SKIPPED:
            self.skipped.append(Skipped(where, whole(why)))
            return
        self.unlisted += 1
        if self.unlisted > MOST_TURNS:
            raise TooMany


def finished(draft: ChatDraft, path: Path, notes: tuple[str, ...] = ()) -> Conversation:
    """The conversation of what a reader found in the file at ``path``: within the limits of the record, and such that
    every answer points to a post that is there.
    """
    posts: list[Post] = []
    split = 0
    for post in draft.posts:
        author, text = whole(post.author)[:LONGEST_NAME].strip(), whole(post.text)
        if author != post.author or text != post.text:
            post = replace(post, author=author, text=text)
        if len(post.text) <= LONGEST_TEXT:
            posts.append(post)
            continue
        split += 1
        for number, piece in enumerate(pieces(post.text)):
            posts.append(replace(post, id=f"{post.id}/{number}" if number else post.id, text=piece))
        if len(posts) > MOST_TURNS:
            raise TooMany
    known = {post.id for post in posts} | {""}
    posts = [
        replace(post, reply_to="") if post.reply_to == post.id or post.reply_to not in known else post for post in posts
    ]
    told = [*notes, *draft.notes]
    if split:
        told.append(
            ngettext(
                "{count} post was longer than {most} characters and became several.",
                "{count} posts were longer than {most} characters and became several.",
                split,
            ).format(count=split, most=LONGEST_TEXT)
        )
    if draft.unlisted:
        told.append(
            ngettext(
                "{count} further place was skipped and is not listed.",
                "{count} further places were skipped and are not listed.",
                draft.unlisted,
            ).format(count=draft.unlisted)
        )
    title = title_for(draft.title, path) or _("Conversation")
    return Conversation(title, draft.form, tuple(posts), tuple(draft.skipped), tuple(told))
