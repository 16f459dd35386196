"""A conversation brought in: its posts, what is picked of it, who may be named, and how it is shown again."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.agenda import AddBlock
from facilitator.session.contributions import GiveContribution, ReleaseContribution, WithdrawContribution
from facilitator.session.errors import Rejected
from facilitator.session.ledger import Ledger
from facilitator.session.rules import Command
from facilitator.session.state import SessionState
from facilitator.session.thread_posts import (
    AGREED,
    FULL,
    INITIALS,
    MOST_POSTS,
    PUBLIC,
    Thread,
    ThreadPost,
    poster,
    short_name,
    words_of,
)
from facilitator.session.thread_records import commands, records
from facilitator.session.thread_replay import (
    LONGEST_GAP_MS,
    SHORTEST_GAP_MS,
    UNKNOWN_GAP_MS,
    arranged,
    timeline,
)
from facilitator.session.threads import (
    BeginReplay,
    BringThread,
    DescribeThread,
    HurryReplay,
    PauseReplay,
    PickPost,
    RemoveThread,
    ShowWholeThread,
    TiePost,
    card_of,
    position,
)
from tests.session.rig import Rig

DAY = 1_710_239_000_000
POSTS = (
    ThreadPost("1", "Ana Ruiz", "What do we hand over?", DAY),
    ThreadPost("2", "Ben Okafor", "@Ana Ruiz the list on the door", DAY + 60_000, reply_to="1"),
    ThreadPost("3", "+49 170 1234567", "Nobody reads it", DAY + 2_000, reply_to="2"),
    ThreadPost("4", "@carla@social.example", "https://example.org/a", DAY + 3_600_000),
    ThreadPost("5", "Ben Okafor", "", DAY + 3_600_500, mark="media"),
)


def thread_rig(**more: str) -> Rig:
    """A session with a block and the conversation in it."""
    rig = Rig()
    rig.do(AddBlock(block="b", title="Thread", minutes=20))
    rig.do(BringThread(thread="t", block="b", title="Night shift", source="WhatsApp", posts=POSTS, **more))
    return rig


def looks(state: SessionState) -> object:
    """What a person can see of it."""
    return (
        [thread for thread in state.threads.by_id.values() if not thread.removed],
        dict(state.threads.replays),
        [(one.id, one.text, one.consent, one.kind, one.source) for one in state.contributions.standing()],
        [card_of(state, "t", post.id) for post in POSTS],
    )


GIVEN = GiveContribution(text="Nobody reads it")
STEPS: dict[str, tuple[Command, ...]] = {
    "tie": (GIVEN, TiePost(thread="t", post="3", contribution=GIVEN.id)),
    "bring another": (BringThread(thread="u", block="b", title="Other", posts=POSTS[:2]),),
    "describe": (DescribeThread(thread="t", title="Nights", permission="Ana, by mail", licence="CC BY 4.0"),),
    "agreed": (PickPost(thread="t", post="1"), DescribeThread(thread="t", asked=AGREED, names=FULL)),
    "remove": (RemoveThread(thread="t"),),
    "pick": (PickPost(thread="t", post="2", kind="question"),),
    "replay": (BeginReplay(thread="t", speed=2.0),),
    "pause": (BeginReplay(thread="t"), PauseReplay(thread="t")),
    "go on": (BeginReplay(thread="t"), PauseReplay(thread="t"), PauseReplay(thread="t", rests=False)),
    "hurry": (BeginReplay(thread="t"), HurryReplay(thread="t", speed=4.0)),
    "all": (BeginReplay(thread="t"), ShowWholeThread(thread="t")),
}


@pytest.mark.parametrize("name", STEPS)
def test_every_step_can_be_taken_back_and_done_again(name: str) -> None:
    """Undo and redo bring back what was seen, and the facts alone give the same state."""
    rig = thread_rig()
    *first, last = STEPS[name]
    for command in first:
        rig.do(command)
    before = looks(rig.state)
    rig.do(last)
    after = looks(rig.state)
    assert after != before
    for _round in range(2):
        rig.store.undo(rig.stream)
        assert looks(rig.state) == before
        rig.store.redo(rig.stream)
        assert looks(rig.state) == after
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)


def test_a_picked_post_is_a_card_of_nobody_here_with_its_source() -> None:
    """It has no author, is information or a resource, says where it is from, and stands in the block of the thread."""
    rig = thread_rig(licence="CC BY 4.0")
    pick, link = PickPost(thread="t", post="2"), PickPost(thread="t", post="4")
    rig.do(pick)
    rig.do(link)
    card = rig.state.contributions.by_id[pick.id]
    assert (card.authors, card.kind, card.activity, card.said_ms) == ((), "information", "b", DAY + 60_000)
    assert card.source == "Night shift · WhatsApp · CC BY 4.0"
    assert rig.state.contributions.by_id[link.id].kind == "resource"
    behind = rig.state.threads.behind(pick.id)
    assert behind is not None
    assert behind.id == "t"
    assert card_of(rig.state, "t", "2") == pick.id
    with pytest.raises(Rejected, match="a card already"):
        rig.do(PickPost(thread="t", post="2"))
    rig.do(WithdrawContribution(contribution=pick.id))
    assert card_of(rig.state, "t", "2") == ""
    rig.do(PickPost(thread="t", post="2"))
    assert card_of(rig.state, "t", "2") != pick.id


def test_what_leaves_the_room_follows_what_was_asked() -> None:
    """Unasked posts stay here; when those who posted agree, picked cards follow, except where somebody decided."""
    rig = thread_rig()
    one, two = PickPost(thread="t", post="1"), PickPost(thread="t", post="3")
    rig.do(one)
    rig.do(two)
    assert {rig.state.contributions.by_id[card.id].consent for card in (one, two)} == {"no"}
    rig.do(ReleaseContribution(contribution=two.id, consent="paraphrase"))
    rig.do(DescribeThread(thread="t", asked=PUBLIC))
    assert rig.state.contributions.by_id[one.id].consent == "quote"
    assert rig.state.contributions.by_id[two.id].consent == "paraphrase"
    rig.do(DescribeThread(thread="t", asked="unasked"))
    assert rig.state.contributions.by_id[one.id].consent == "no"


def test_posters_are_initials_unless_they_agreed() -> None:
    """Names, accounts, addresses and telephone numbers are short; so is who is spoken to in the words."""
    thread = Thread("t", "b", "Night", posts=POSTS)
    assert [poster(thread, post.author) for post in POSTS[:4]] == ["AR", "BO", "…67", "C"]
    assert words_of(thread, POSTS[1]) == "@AR the list on the door"
    assert words_of(thread, ThreadPost("6", "", "@491701234567 and @5 of ana@example.org")) == (
        "@…67 and @5 of ana@example.org"
    )
    named = Thread("t", "b", "Night", asked=AGREED, names=FULL, posts=POSTS)
    assert poster(named, "Ana Ruiz") == "Ana Ruiz"
    assert words_of(named, POSTS[1]) == "@Ana Ruiz the list on the door"
    # A name in full without anybody's consent cannot come from a fact either.
    assert poster(Thread("t", "b", "Night", asked=PUBLIC, names=FULL), "Ana Ruiz") == "AR"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("", "?"),
        ("👍", "?"),
        ("ana.ruiz@example.org", "AR"),
        ("田中花子", "田"),
        ("ليلى حداد", "لح"),
        ("~ Ben", "B"),
        ("ana_ruiz-lopez", "ARL"),
    ],
)
def test_short_names_in_every_script(name: str, short: str) -> None:
    """One letter a word, whatever stands between the words."""
    assert short_name(name) == short


def test_names_in_full_are_refused_without_consent_and_go_with_it() -> None:
    """Nobody is named by mistake: it needs their yes, and without it any more they are initials again."""
    rig = thread_rig()
    with pytest.raises(Rejected, match="only where those who posted agreed"):
        rig.do(DescribeThread(thread="t", names=FULL))
    rig.do(DescribeThread(thread="t", asked=AGREED, names=FULL))
    rig.do(DescribeThread(thread="t", asked=PUBLIC))
    assert rig.state.threads.by_id["t"].names == INITIALS


REFUSED: dict[str, tuple[Command, str]] = {
    "no block": (BringThread(thread="x", block="?", title="X", posts=POSTS), "not in the agenda"),
    "twice": (BringThread(thread="t", block="b", title="X", posts=POSTS), "in the session already"),
    "nothing": (BringThread(thread="x", block="b", title="X"), "no post in this conversation"),
    "too many": (
        BringThread(thread="x", block="b", title="X", posts=POSTS[:1] * (MOST_POSTS + 1)),
        f"{MOST_POSTS} is the most",
    ),
    "no such word": (BringThread(thread="x", block="b", title="X", asked="yes", posts=POSTS), "nobody was asked"),
    "no thread": (PickPost(thread="?", post="1"), "not in the session"),
    "no post": (PickPost(thread="t", post="?"), "not in the conversation"),
    "picture": (PickPost(thread="t", post="5"), "no words to pick"),
    "no kind": (PickPost(thread="t", post="1", kind="like"), "no kind of contribution"),
    "no replay": (PauseReplay(thread="t"), "not being shown again"),
    "no speed": (BeginReplay(thread="t", speed=3.0), "no speed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_is_a_sentence_and_changes_nothing(name: str) -> None:
    """The rule says why, and the record is as it was."""
    rig = thread_rig()
    facts = list(rig.store.ledger(rig.stream).facts)
    command, sentence = REFUSED[name]
    with pytest.raises(Rejected, match=sentence):
        rig.do(command)
    assert rig.store.ledger(rig.stream).facts == facts


def test_the_largest_conversation_comes_in_without_a_wait() -> None:
    """Five thousand posts in one step, in facts of bounded size."""
    rig = Rig()
    rig.do(AddBlock(block="b", title="Thread"))
    posts = tuple(ThreadPost(str(n), f"Ana {n % 30}", f"words of {n}", DAY + n) for n in range(MOST_POSTS))
    begun = time.process_time()
    change = rig.do(BringThread(thread="t", block="b", title="Long", posts=posts))
    assert time.process_time() - begun < 6
    assert rig.state.threads.by_id["t"].posts == posts
    assert max(len(fact.body.get("posts", ())) for fact in change.facts) == 500
    long = tuple(ThreadPost(str(n), "A", "x" * 20_000) for n in range(40))
    change = rig.do(BringThread(thread="u", block="b", title="Wordy", posts=(*long, long[0])))
    assert rig.state.threads.by_id["u"].posts == long
    assert len(change.facts) == 5


def test_what_was_allowed_leaves_the_session_whole_and_comes_in_again() -> None:
    """With the posters' initials outside, with all of it inside; unasked, nothing of it leaves the room."""
    rig = thread_rig()
    pick = PickPost(thread="t", post="2")
    rig.do(pick)
    assert records(rig.state, {pick.id}) == []
    rig.do(DescribeThread(thread="t", asked=PUBLIC, licence="CC BY 4.0"))
    (outside,), (inside,) = records(rig.state, {pick.id}), records(rig.state, {pick.id}, inside=True)
    assert "Ruiz" not in str(outside)
    for told in (outside, inside):
        again = Rig()
        again.do(AddBlock(block="b", title="Thread", minutes=20))
        again.do(GiveContribution(id=pick.id, text="@AR the list on the door", kind="information", activity="b"))
        for command in commands(told):
            again.do(command)
        thread, was = again.state.threads.by_id["t"], rig.state.threads.by_id["t"]
        assert card_of(again.state, "t", "2") == pick.id
        assert [poster(thread, post.author) for post in thread.posts] == [
            poster(was, post.author) for post in was.posts
        ]
        assert [words_of(thread, post) for post in thread.posts] == [words_of(was, post) for post in was.posts]
        assert (thread == was) is (told is inside)
        assert records(again.state, {pick.id}, inside=told is inside) == [told]
    rig.do(RemoveThread(thread="t"))
    assert records(rig.state, {pick.id}, inside=True) == []


def test_it_is_shown_again_in_order_with_short_gaps() -> None:
    """The first at once, the others as time goes on, a silent hour as a few seconds, faster when hurried."""
    rig = thread_rig()
    rig.do(BeginReplay(thread="t", ms=1_000))

    def ids(now: int) -> str:
        line = timeline(POSTS)
        return "".join(line.order[: line.shown(position(rig.state.threads.replays["b"], now))])

    assert timeline(POSTS).at_ms == (0, 2_000, 10_000, 18_000, 19_200)
    assert [ids(now) for now in (900, 1_000, 3_000, 10_999, 11_000, 99_000)] == ["1", "1", "13", "13", "132", "13245"]
    rig.do(PauseReplay(thread="t", ms=3_000))
    assert ids(99_000) == "13"
    rig.do(HurryReplay(thread="t", speed=4.0))
    rig.do(PauseReplay(thread="t", rests=False, ms=50_000))
    assert [ids(now) for now in (50_000, 51_999, 52_000, 54_000)] == ["13", "13", "132", "1324"]
    rig.do(ShowWholeThread(thread="t"))
    assert "b" not in rig.state.threads.replays


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 10**10)), max_size=40),
    st.integers(0, 60_000),
    st.lists(st.integers(0, 10**6), min_size=2, max_size=8),
)
def test_showing_again_never_takes_back(whens: list[int | None], gap: int, moments: list[int]) -> None:
    """More time shows as many or more; every post comes once; no gap is longer or shorter than allowed."""
    posts = tuple(ThreadPost(str(n), "A", "x", when) for n, when in enumerate(whens))
    line = timeline(posts, gap)
    assert sorted(line.order, key=int) == [post.id for post in posts]
    gaps = [later - earlier for earlier, later in zip(line.at_ms, line.at_ms[1:], strict=False)]
    assert all(SHORTEST_GAP_MS <= one <= max(gap, SHORTEST_GAP_MS, UNKNOWN_GAP_MS) for one in gaps)
    seen = [line.shown(moment) for moment in sorted(moments)]
    assert seen == sorted(seen)
    assert line.shown(line.length_ms) == len(posts)
    assert LONGEST_GAP_MS > UNKNOWN_GAP_MS


def test_answers_stand_below_what_they_answer_one_level_deep() -> None:
    """An answer to an answer stands beside it; what answers in a circle or nobody is there all the same."""
    thread = Thread("t", "b", "Night", posts=POSTS)
    assert [(one.post.id, one.depth) for one in arranged(thread)] == [("1", 0), ("2", 1), ("3", 1), ("4", 0), ("5", 0)]
    circle = (ThreadPost("1", "A", "x", reply_to="2"), ThreadPost("2", "A", "x", reply_to="1"), POSTS[3])
    found = arranged(Thread("t", "b", "Night", posts=circle))
    assert sorted(one.post.id for one in found) == ["1", "2", "4"]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=30))
def test_however_answers_point_every_post_stands_once(links: list[tuple[int, int]]) -> None:
    """Loops, gaps and answers before what they answer lose no post, and every group begins with its root."""
    posts = {str(a): ThreadPost(str(a), "A", "x", reply_to=str(b)) for a, b in links}
    found = arranged(Thread("t", "b", "x", posts=tuple(posts.values())))
    assert sorted(one.post.id for one in found) == sorted(posts)
    before = ""
    for one in found:
        assert one.depth == (one.root == before)
        before = one.root
