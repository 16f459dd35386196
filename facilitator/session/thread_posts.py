"""Values of a conversation that was led elsewhere, and what of it may be shown: the one place that decides on names.

Whoever posted there is nobody of this session, so a name is a plain word; and nobody there was asked by this session,
so it appears as initials unless somebody says that they agreed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from facilitator.session.contributions import DO_NOT_CARRY, QUOTE
from facilitator.session.privacy import initials

_NUMBER = re.compile(r"@\+?\d{7,15}")
"""A telephone number that is spoken to, as chat programs write it."""

UNASKED, AGREED, PUBLIC = "unasked", "agreed", "public"
ASKED = (UNASKED, AGREED, PUBLIC)
"""What stands behind bringing it in: nobody was asked, those who posted agreed, or it was posted in public."""

INITIALS, FULL = "initials", "full"
CONSENT_OF = {UNASKED: DO_NOT_CARRY, AGREED: QUOTE, PUBLIC: QUOTE}
"""How a picked post may leave the room."""

OTHERS, MEDIA = "others", "media"
"""Marks of a post: somebody else's post passed on; a picture or file the export left out."""

MOST_POSTS = 5_000
"""Posts a conversation may have here. A group reads a few dozen; what was exported may have a hundred thousand."""

DATED_FROM = 100_000_000_000
"""A post's ``when_ms`` from here on is a moment (ms UTC, since 1973); below it is a place from the beginning."""


@dataclass(frozen=True, slots=True)
class ThreadPost:
    """One post. ``author`` is a name as it stood there, no person of this session; ``reply_to`` another post's id."""

    id: str
    author: str
    text: str
    when_ms: int | None = None
    reply_to: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation of a block. ``source`` is where it was led, ``permission`` words about who allowed what."""

    id: str
    block: str
    title: str
    source: str = ""
    asked: str = UNASKED
    names: str = INITIALS
    permission: str = ""
    licence: str = ""
    posts: tuple[ThreadPost, ...] = ()
    removed: bool = False

    def post(self, post: str) -> ThreadPost | None:
        """The post with this id."""
        return next((one for one in self.posts if one.id == post), None)


def poster(thread: Thread, author: str) -> str:
    """A poster's name as it may appear: the one place that decides. Initials, unless they agreed to be named."""
    if thread.names == FULL and thread.asked == AGREED:
        return author
    return short_name(author)


def short_name(author: str) -> str:
    """Initials of a name, an account or an address; the last two digits of a telephone number."""
    name = author.strip().lstrip("@").partition("@")[0]
    if any(mark.isalpha() for mark in name):
        return initials(re.sub(r"[._\-~]+", " ", name))
    digits = [mark for mark in name if mark.isdigit()]
    return f"…{''.join(digits[-2:])}" if digits else "?"


def words_of(thread: Thread, post: ThreadPost) -> str:
    """A post's words as they may appear: where posters are not named, nor are they in what is said to them."""
    text = post.text
    if "@" not in text or (thread.names == FULL and thread.asked == AGREED):
        return text
    for name in sorted({one.author.lstrip("@") for one in thread.posts if one.author}, key=len, reverse=True):
        if name and f"@{name}" in text:
            text = text.replace(f"@{name}", f"@{short_name(name)}")
    return _NUMBER.sub(lambda found: f"@{short_name(found[0])}", text)


def source_of(thread: Thread) -> str:
    """Where a card picked from it comes from, without anybody's name."""
    return " · ".join(part for part in (thread.title, thread.source, thread.licence) if part)
