"""Conversations as they may leave the session whole, and the commands that bring them into another one.

Only what those who posted allowed leaves it, with their names only where they agreed; the facilitator's own file has
everything.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from facilitator.session.rules import Command
from facilitator.session.state import SessionState
from facilitator.session.thread_posts import (
    AGREED,
    ASKED,
    FULL,
    INITIALS,
    UNASKED,
    Thread,
    ThreadPost,
    poster,
    words_of,
)
from facilitator.session.threads import BringThread, TiePost


@dataclass(frozen=True, slots=True)
class ThreadRecord:
    """One conversation as plain values: ``posts`` are (id, author, words, what it answers, mark), ``whens`` their
    times, ``cards`` (post, contribution) of those that were picked.
    """

    id: str
    activity: str
    title: str
    source: str = ""
    asked: str = UNASKED
    names: str = INITIALS
    permission: str = ""
    licence: str = ""
    posts: tuple[tuple[str, str, str, str, str], ...] = ()
    whens: tuple[int | None, ...] = ()
    cards: tuple[tuple[str, str], ...] = ()


def record(state: SessionState, thread: Thread, carried: Container[str], *, inside: bool = False) -> ThreadRecord:
    """One conversation; ``carried`` are the cards that are in the same file."""
    picked = state.threads.picked.get(thread.id, {})
    return ThreadRecord(
        thread.id,
        thread.block,
        thread.title,
        thread.source,
        thread.asked,
        thread.names,
        thread.permission,
        thread.licence,
        tuple(
            (
                post.id,
                post.author if inside else _shortened(thread, post.author),
                post.text if inside else words_of(thread, post),
                post.reply_to,
                post.mark,
            )
            for post in thread.posts
        ),
        tuple(post.when_ms for post in thread.posts),
        tuple((post, card) for post, card in picked.items() if card in carried),
    )


def records(state: SessionState, carried: Container[str], *, inside: bool = False) -> list[ThreadRecord]:
    """Every conversation that may leave the session; inside, every one."""
    return [
        record(state, thread, carried, inside=inside)
        for thread in state.threads.by_id.values()
        if not thread.removed and thread.posts and (inside or thread.asked != UNASKED)
    ]


def commands(told: ThreadRecord) -> Iterator[Command]:
    """What brings a record into a session that has its activities and its cards."""
    whens = (*told.whens, *(None for _post in told.posts))
    posts = tuple(
        ThreadPost(key, author, text, when, reply, mark)
        for (key, author, text, reply, mark), when in zip(told.posts, whens, strict=False)
    )
    asked = told.asked if told.asked in ASKED else UNASKED
    yield BringThread(
        thread=told.id,
        block=told.activity,
        title=told.title,
        source=told.source,
        asked=asked,
        names=FULL if told.names == FULL and asked == AGREED else INITIALS,
        permission=told.permission,
        licence=told.licence,
        posts=posts,
    )
    for post, card in told.cards:
        yield TiePost(thread=told.id, post=post, contribution=card)


def _shortened(thread: Thread, author: str) -> str:
    """A poster as they may appear. Initials stand apart, so that they are the same when they are read again."""
    shown = poster(thread, author)
    return shown if shown == author or not shown.isalpha() else " ".join(shown)
