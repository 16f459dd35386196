"""Conversations that were led elsewhere and brought in: what was posted, and what the group picked of it.

A picked post is a card without an author, with its source, and may leave the room as those who posted allowed; what may
be shown of them is decided in `thread_posts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.agenda import known_block
from facilitator.session.contributions import ContributionGiven, ContributionReleased, kind_of, known_contribution
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, as_it_was, said
from facilitator.session.rules import (
    LONGEST_NAME,
    LONGEST_TEXT,
    Asking,
    Command,
    decides,
    folds,
    name_of,
    text_of,
    undone_by,
    whole,
)
from facilitator.session.thread_posts import (
    AGREED,
    ASKED,
    CONSENT_OF,
    DATED_FROM,
    FULL,
    INITIALS,
    MOST_POSTS,
    UNASKED,
    Thread,
    ThreadPost,
    source_of,
    words_of,
)

if TYPE_CHECKING:
    from facilitator.session.state import SessionState

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0)
_BATCH, _BATCH_TEXT = 500, 200_000
_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Replay:
    """How far a conversation is shown again. ``since_ms`` is when it went on from ``position_ms``; None while it rests.

    Positions are ms of the conversation's own time with long gaps shortened (`thread_replay`).
    """

    thread: str
    position_ms: int = 0
    since_ms: int | None = None
    speed: float = 1.0


@dataclass
class Threads:
    """Conversations by id; replays by block; which post became which card, and which card was which post."""

    by_id: dict[str, Thread] = field(default_factory=dict)
    replays: dict[str, Replay] = field(default_factory=dict)
    picked: dict[str, dict[str, str]] = field(default_factory=dict)
    cards: dict[str, str] = field(default_factory=dict)

    def of(self, block: str) -> list[Thread]:
        """The conversations of a block, in the order they were brought in."""
        return [thread for thread in self.by_id.values() if thread.block == block and not thread.removed]

    def behind(self, contribution: str) -> Thread | None:
        """The conversation a card was picked from; None for what people here gave."""
        return self.by_id.get(self.cards.get(contribution, ""))


def card_of(state: SessionState, thread: str, post: str) -> str:
    """The card a post became, while it stands; empty for none."""
    card = state.threads.picked.get(thread, {}).get(post, "")
    found = state.contributions.get(card)
    return card if found is not None and not found.withdrawn else ""


# ---- facts -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ThreadBrought(Body):
    """A conversation was brought into a block; its posts follow."""

    KIND: ClassVar[str] = "thread_brought"
    thread: str
    block: str
    title: str
    source: str = ""
    asked: str = UNASKED
    names: str = INITIALS
    permission: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class ThreadPosts(Body):
    """Posts of a conversation, each at the same place of every list."""

    KIND: ClassVar[str] = "thread_posts"
    thread: str
    posts: tuple[str, ...]
    authors: tuple[str, ...]
    texts: tuple[str, ...]
    whens: tuple[int | None, ...]
    replies: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThreadDescribed(Body):
    """What is known of a conversation was changed; None leaves a field as it was."""

    KIND: ClassVar[str] = "thread_described"
    thread: str
    title: str | None = None
    asked: str | None = None
    names: str | None = None
    permission: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class ThreadRemoved(Body):
    """A conversation was taken out; cards picked from it stay."""

    KIND: ClassVar[str] = "thread_removed"
    thread: str


@dataclass(frozen=True, slots=True)
class ThreadRestored(Body):
    """A conversation taken out was put back."""

    KIND: ClassVar[str] = "thread_restored"
    thread: str


@dataclass(frozen=True, slots=True)
class PostPicked(Body):
    """A post became a card."""

    KIND: ClassVar[str] = "post_picked"
    thread: str
    post: str
    contribution: str


@dataclass(frozen=True, slots=True)
class PostDropped(Body):
    """A post is no card any more."""

    KIND: ClassVar[str] = "post_dropped"
    thread: str
    post: str
    contribution: str


@dataclass(frozen=True, slots=True)
class ReplaySet(Body):
    """A conversation is shown again from a position, or rests there; without a thread all of it is shown."""

    KIND: ClassVar[str] = "replay_set"
    block: str
    thread: str = ""
    position_ms: int = 0
    since_ms: int | None = None
    speed: float = 1.0


# ---- commands --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class BringThread(Command):
    """Bring a conversation into a block, whole, as one step."""

    thread: str
    block: str
    title: str
    source: str = ""
    asked: str = UNASKED
    names: str = INITIALS
    permission: str = ""
    licence: str = ""
    posts: tuple[ThreadPost, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeThread(Command):
    """Say what is known of it; None leaves a field as it is. Cards picked from it follow what was asked."""

    thread: str
    title: str | None = None
    asked: str | None = None
    names: str | None = None
    permission: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveThread(Command):
    """Take a conversation out."""

    thread: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickPost(Command):
    """Make a post a card. The command's id is the card's; without a kind it is information, a link a resource."""

    thread: str
    post: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TiePost(Command):
    """Say that a card which is here already is this post."""

    thread: str
    post: str
    contribution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginReplay(Command):
    """Show a conversation again from its beginning. ``ms`` is when, if not now."""

    thread: str
    speed: float = 1.0
    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseReplay(Command):
    """Let it rest where it is, or go on from there with ``rests=False``."""

    thread: str
    rests: bool = True
    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HurryReplay(Command):
    """Show it faster or slower, from where it is."""

    thread: str
    speed: float
    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowWholeThread(Command):
    """Show all of it."""

    thread: str


# ---- deciding --------------------------------------------------------------------------------------------------


def _known(state: SessionState, thread: str) -> Thread:
    found = state.threads.by_id.get(thread)
    if found is None or found.removed:
        raise Rejected("This conversation is not in the session.")
    return found


def _asked(asked: str, names: str) -> None:
    if asked not in ASKED:
        raise Rejected("Say whether those who posted agreed, it was public, or nobody was asked.")
    if names not in (INITIALS, FULL):
        raise Rejected("Names appear in full or as initials.")
    if names == FULL and asked != AGREED:
        raise Rejected("Names appear in full only where those who posted agreed to it.")


@decides(BringThread)
def _bring(state: SessionState, command: BringThread, asking: Asking) -> Iterable[Body]:
    block = known_block(state, command.block)
    if command.thread in state.threads.by_id:
        raise Rejected("This conversation is in the session already.")
    _asked(command.asked, command.names)
    if not command.posts:
        raise Rejected("There is no post in this conversation.")
    if len(command.posts) > MOST_POSTS:
        raise Rejected(
            "This conversation has {count} posts; {most} is the most.", count=len(command.posts), most=MOST_POSTS
        )
    yield ThreadBrought(
        command.thread,
        block.id,
        name_of(command.title),
        whole(command.source)[:LONGEST_NAME],
        command.asked,
        command.names,
        whole(command.permission).strip(),
        whole(command.licence).strip(),
    )
    for batch in _batches(command.posts):
        yield ThreadPosts(
            command.thread,
            tuple(post.id for post in batch),
            tuple(whole(post.author)[:LONGEST_NAME] for post in batch),
            tuple(whole(post.text)[:LONGEST_TEXT] for post in batch),
            tuple(post.when_ms for post in batch),
            tuple(post.reply_to for post in batch),
            tuple(post.mark for post in batch),
        )


def _batches(posts: Sequence[ThreadPost]) -> Iterator[list[ThreadPost]]:
    """Posts in lists that one fact can hold; an id that comes twice is taken once."""
    batch: list[ThreadPost] = []
    seen: set[str] = set()
    size = 0
    for post in posts:
        if post.id in seen:
            continue
        seen.add(post.id)
        if batch and (len(batch) >= _BATCH or size + len(post.text) > _BATCH_TEXT):
            yield batch
            batch, size = [], 0
        batch.append(post)
        size += len(post.text)
    if batch:
        yield batch


@decides(DescribeThread)
def _describe(state: SessionState, command: DescribeThread, asking: Asking) -> Iterable[Body]:
    thread = _known(state, command.thread)
    asked = thread.asked if command.asked is None else command.asked
    names = command.names
    if names is None and asked != AGREED and thread.names == FULL:
        names = INITIALS
    _asked(asked, thread.names if names is None else names)
    body = ThreadDescribed(
        thread.id,
        None if command.title is None else name_of(command.title),
        command.asked,
        names,
        None if command.permission is None else whole(command.permission).strip(),
        None if command.licence is None else whole(command.licence).strip(),
    )
    if all(value == getattr(thread, name) for name, value in said(body, "thread").items()):
        return
    yield body
    was, now = CONSENT_OF[thread.asked], CONSENT_OF[asked]
    if was != now:
        for card in state.threads.picked.get(thread.id, {}).values():
            given = state.contributions.get(card)
            if given is not None and not given.withdrawn and given.consent == was:
                yield ContributionReleased(card, now)


@decides(RemoveThread)
def _remove(state: SessionState, command: RemoveThread, asking: Asking) -> Iterable[Body]:
    yield ThreadRemoved(_known(state, command.thread).id)


@decides(PickPost)
def _pick(state: SessionState, command: PickPost, asking: Asking) -> Iterable[Body]:
    thread = _known(state, command.thread)
    post = thread.post(command.post)
    if post is None:
        raise Rejected("This post is not in the conversation.")
    if card_of(state, thread.id, post.id):
        raise Rejected("This post is a card already.")
    if not post.text.strip():
        raise Rejected("The picture or file was left out of the export; there are no words to pick.")
    block = state.agenda.get(thread.block)
    moment = post.when_ms if post.when_ms is not None and post.when_ms >= DATED_FROM else None
    kind = command.kind or ("resource" if _LINK.fullmatch(post.text.strip()) else "information")
    yield ContributionGiven(
        command.id,
        text_of(words_of(thread, post)),
        kind_of(kind),
        activity=None if block is None else block.id,
        said_ms=moment,
        consent=CONSENT_OF[thread.asked],
        source=source_of(thread),
    )
    yield PostPicked(thread.id, post.id, command.id)


@decides(TiePost)
def _tie(state: SessionState, command: TiePost, asking: Asking) -> Iterable[Body]:
    thread = _known(state, command.thread)
    if thread.post(command.post) is None:
        raise Rejected("This post is not in the conversation.")
    card = known_contribution(state, command.contribution).id
    if state.threads.picked.get(thread.id, {}).get(command.post) != card:
        yield PostPicked(thread.id, command.post, card)


def _replayed(state: SessionState, thread: str) -> tuple[Thread, Replay]:
    found = _known(state, thread)
    replay = state.threads.replays.get(found.block)
    if replay is None or replay.thread != found.id:
        raise Rejected("This conversation is not being shown again.")
    return found, replay


def _speed(given: float) -> float:
    if given not in SPEEDS:
        raise Rejected("That is no speed a conversation can be shown at.")
    return given


def position(replay: Replay, now_ms: int) -> int:
    """How far a replay is at a moment, in ms of the conversation's shortened time."""
    if replay.since_ms is None:
        return replay.position_ms
    return replay.position_ms + round(max(now_ms - replay.since_ms, 0) * replay.speed)


@decides(BeginReplay)
def _begin(state: SessionState, command: BeginReplay, asking: Asking) -> Iterable[Body]:
    thread = _known(state, command.thread)
    yield ReplaySet(
        thread.block, thread.id, 0, asking.now_ms if command.ms is None else command.ms, _speed(command.speed)
    )


@decides(PauseReplay)
def _pause(state: SessionState, command: PauseReplay, asking: Asking) -> Iterable[Body]:
    thread, replay = _replayed(state, command.thread)
    now = asking.now_ms if command.ms is None else command.ms
    if command.rests is (replay.since_ms is None):
        return
    since = None if command.rests else now
    yield ReplaySet(thread.block, thread.id, position(replay, now), since, replay.speed)


@decides(HurryReplay)
def _hurry(state: SessionState, command: HurryReplay, asking: Asking) -> Iterable[Body]:
    thread, replay = _replayed(state, command.thread)
    if _speed(command.speed) == replay.speed:
        return
    now = asking.now_ms if command.ms is None else command.ms
    since = None if replay.since_ms is None else now
    yield ReplaySet(thread.block, thread.id, position(replay, now), since, command.speed)


@decides(ShowWholeThread)
def _show(state: SessionState, command: ShowWholeThread, asking: Asking) -> Iterable[Body]:
    thread, _replay = _replayed(state, command.thread)
    yield ReplaySet(thread.block)


# ---- folding ---------------------------------------------------------------------------------------------------


@folds(ThreadBrought)
def _brought(state: SessionState, body: ThreadBrought, fact: Fact) -> None:
    asked = body.asked if body.asked in ASKED else UNASKED
    thread = Thread(body.thread, body.block, body.title, body.source, asked, body.names, body.permission, body.licence)
    state.threads.by_id.setdefault(body.thread, thread)


@folds(ThreadPosts)
def _posts(state: SessionState, body: ThreadPosts, fact: Fact) -> None:
    found = state.threads.by_id.get(body.thread)
    if found is None:
        return
    rows = zip(body.posts, body.authors, body.texts, body.whens, body.replies, body.marks, strict=False)
    here = {post.id for post in found.posts}
    posts = tuple(ThreadPost(*row) for row in rows if row[0] not in here)
    state.threads.by_id[body.thread] = replace(found, posts=found.posts + posts)


@folds(ThreadDescribed)
def _described(state: SessionState, body: ThreadDescribed, fact: Fact) -> None:
    found = state.threads.by_id.get(body.thread)
    if found is None:
        return
    news = said(body, "thread")
    if news.get("asked", UNASKED) not in ASKED:
        news["asked"] = UNASKED
    state.threads.by_id[body.thread] = replace(found, **news)


def _mark(state: SessionState, thread: str, removed: bool) -> None:
    found = state.threads.by_id.get(thread)
    if found is not None:
        state.threads.by_id[thread] = replace(found, removed=removed)


@folds(ThreadRemoved)
def _removed(state: SessionState, body: ThreadRemoved, fact: Fact) -> None:
    _mark(state, body.thread, True)


@folds(ThreadRestored)
def _restored(state: SessionState, body: ThreadRestored, fact: Fact) -> None:
    _mark(state, body.thread, False)


@folds(PostPicked)
def _picked(state: SessionState, body: PostPicked, fact: Fact) -> None:
    state.threads.picked.setdefault(body.thread, {})[body.post] = body.contribution
    state.threads.cards[body.contribution] = body.thread


@folds(PostDropped)
def _dropped(state: SessionState, body: PostDropped, fact: Fact) -> None:
    posts = state.threads.picked.get(body.thread, {})
    if posts.get(body.post) == body.contribution:
        del posts[body.post]
        if not posts:
            del state.threads.picked[body.thread]
    state.threads.cards.pop(body.contribution, None)


@folds(ReplaySet)
def _replay(state: SessionState, body: ReplaySet, fact: Fact) -> None:
    if not body.thread:
        state.threads.replays.pop(body.block, None)
        return
    speed = body.speed if body.speed > 0 else 1.0
    state.threads.replays[body.block] = Replay(body.thread, max(body.position_ms, 0), body.since_ms, speed)


# ---- undoing ---------------------------------------------------------------------------------------------------


@undone_by(ThreadBrought)
def _unbring(state: SessionState, body: ThreadBrought) -> Iterable[Body]:
    yield ThreadRemoved(body.thread)


@undone_by(ThreadPosts)
def _unposts(state: SessionState, body: ThreadPosts) -> Iterable[Body]:
    """Nothing: posts come and go with their conversation, which is brought in the same step."""
    return ()


@undone_by(ThreadDescribed)
def _undescribe(state: SessionState, body: ThreadDescribed) -> Iterable[Body]:
    was = state.threads.by_id.get(body.thread)
    if was is not None:
        yield as_it_was(was, body, "thread")


@undone_by(ThreadRemoved)
def _unremove(state: SessionState, body: ThreadRemoved) -> Iterable[Body]:
    yield ThreadRestored(body.thread)


@undone_by(ThreadRestored)
def _unrestore(state: SessionState, body: ThreadRestored) -> Iterable[Body]:
    yield ThreadRemoved(body.thread)


@undone_by(PostPicked)
def _unpick(state: SessionState, body: PostPicked) -> Iterable[Body]:
    yield PostDropped(body.thread, body.post, body.contribution)


@undone_by(PostDropped)
def _undrop(state: SessionState, body: PostDropped) -> Iterable[Body]:
    yield PostPicked(body.thread, body.post, body.contribution)


@undone_by(ReplaySet)
def _unreplay(state: SessionState, body: ReplaySet) -> Iterable[Body]:
    was = state.threads.replays.get(body.block)
    yield (
        ReplaySet(body.block)
        if was is None
        else ReplaySet(body.block, was.thread, was.position_ms, was.since_ms, was.speed)
    )
