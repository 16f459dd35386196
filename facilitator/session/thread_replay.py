"""A conversation in its order: who answers whom, and what of it is shown at a moment when it is shown again.

Pure. A night without a word is no minute of waiting: gaps are kept in order and shortened to a few seconds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.session.thread_posts import Thread, ThreadPost

LONGEST_GAP_MS = 8_000
SHORTEST_GAP_MS = 1_200
UNKNOWN_GAP_MS = 3_000
"""The time between two posts where the conversation knows none."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """When each post comes: ids in their order in time, and at what ms from the beginning."""

    order: tuple[str, ...] = ()
    at_ms: tuple[int, ...] = ()

    @property
    def length_ms(self) -> int:
        """When the last one comes."""
        return self.at_ms[-1] if self.at_ms else 0

    def shown(self, position_ms: int) -> int:
        """How many have come by then."""
        return bisect_right(self.at_ms, position_ms)


def timeline(posts: Sequence[ThreadPost], longest_gap_ms: int = LONGEST_GAP_MS) -> Timeline:
    """When each post comes, gaps between them shortened to at most ``longest_gap_ms``."""
    known: int | None = None
    placed: list[tuple[int, int]] = []
    for number, post in enumerate(posts):
        known = post.when_ms if post.when_ms is not None else known
        placed.append((known if known is not None else -1, number))
    placed.sort()
    order: list[str] = []
    at: list[int] = []
    now, before = 0, None
    for _when, number in placed:
        post = posts[number]
        if order:
            if post.when_ms is None or before is None:
                gap = UNKNOWN_GAP_MS
            else:
                gap = post.when_ms - before
            now += min(max(gap, SHORTEST_GAP_MS), max(longest_gap_ms, SHORTEST_GAP_MS))
        before = post.when_ms if post.when_ms is not None else before
        order.append(post.id)
        at.append(now)
    return Timeline(tuple(order), tuple(at))


@dataclass(frozen=True, slots=True)
class Placed:
    """A post at its place on the page: ``depth`` 1 for an answer below what it answers, ``root`` what that is."""

    post: ThreadPost
    depth: int
    root: str


def arranged(thread: Thread) -> tuple[Placed, ...]:
    """Every post with its answers below it, one level deep: an answer to an answer stands beside it."""
    by_id = {post.id: post for post in thread.posts}
    roots: dict[str, str] = {}

    def root_of(post: ThreadPost) -> str:
        way: list[str] = []
        on_way: set[str] = set()
        here = post
        while here.id not in roots and here.id not in on_way:
            way.append(here.id)
            on_way.add(here.id)
            above = by_id.get(here.reply_to)
            if above is None:
                break
            here = above
        # What answers itself in a circle begins where the circle was entered.
        root = roots.get(here.id, here.id)
        for one in way:
            roots[one] = root
        return root

    groups: dict[str, list[ThreadPost]] = {}
    for post in thread.posts:
        groups.setdefault(root_of(post), []).append(post)
    found: list[Placed] = []
    for root, posts in groups.items():
        posts.sort(key=lambda one: one.id != root)
        found += (Placed(post, int(post.id != root), root) for post in posts)
    return tuple(found)
