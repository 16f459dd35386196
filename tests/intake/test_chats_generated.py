"""Conversations written in the habits of many phones and read back, and what may break a reader."""

from __future__ import annotations

import json
import mailbox
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.intake.chats import Conversation, read_conversations, whatsapp
from facilitator.intake.chats.conversation import finished
from facilitator.session.errors import FacilitatorError

DATA = Path(__file__).parent.parent / "data"
NAUGHTY: list[str] = json.loads((DATA / "naughty.json").read_text(encoding="utf-8"))
SCRIPTS = [entry["text"] for entry in json.loads((DATA / "scripts.json").read_text(encoding="utf-8"))]
P, TS = "https://www.w3.org/ns/activitystreams#Public", "1710239000.000200"
NNBSP, LRM, RLM = "\u202f", "\u200e", "\u200f"

Habit = Callable[[datetime], str]


def _digits(text: str, zero: int) -> str:
    return "".join(chr(zero + int(mark)) if mark.isascii() and mark.isdigit() else mark for mark in text)


def _twelve(at: datetime) -> str:
    return f"{at.hour % 12 or 12}:{at:%M}"


HABITS: dict[str, Habit] = {
    "American": lambda at: f"{at.month}/{at.day}/{at:%y}, {_twelve(at)}{NNBSP}{at:%p} - ",
    "American, older": lambda at: f"{at.month}/{at.day}/{at:%y}, {_twelve(at)} {at:%p} - ",
    "British": lambda at: f"{at:%d/%m/%Y, %H:%M} - ",
    "Indian": lambda at: f"{at:%d/%m/%y}, {_twelve(at)}{NNBSP}{at:%p} - ".replace("AM", "am").replace("PM", "pm"),
    "German": lambda at: f"{at:%d.%m.%y, %H:%M} - ",
    "Brazilian": lambda at: f"{at:%d/%m/%Y %H:%M} - ",
    "Mexican": lambda at: (
        f"{at.day}/{at.month}/{at:%Y}, {_twelve(at)}{NNBSP}{'a' if at.hour < 12 else 'p'}.{NNBSP}m. - "
    ),
    "French": lambda at: f"{at:%d/%m/%Y} à {at:%H:%M} - ",
    "Turkish": lambda at: f"{at:%d.%m.%Y %H:%M} - ",
    "Finnish": lambda at: f"{at.day}.{at.month}.{at:%Y} klo {at.hour}.{at:%M} - ",
    "Swedish": lambda at: f"{at:%Y-%m-%d %H:%M} - ",
    "Hungarian": lambda at: f"{at:%Y. %m. %d. %H:%M} - ",
    "Japanese": lambda at: f"{at:%Y/%m/%d %H:%M} - ",
    "Korean": lambda at: f"{at:%Y}. {at.month}. {at.day}. {'오전' if at.hour < 12 else '오후'} {_twelve(at)} - ",
    "Korean in words": lambda at: (
        f"{at:%Y}년 {at.month}월 {at.day}일 {'오전' if at.hour < 12 else '오후'} {_twelve(at)} - "
    ),
    "Hebrew, twelve hours": lambda at: (
        f"{at.day}.{at.month}.{at:%Y}, {_twelve(at)} {'לפנה״צ' if at.hour < 12 else 'אחה״צ'} - "
    ),
    "Arabic": lambda at: _digits(
        f"{at.day}{RLM}/{at.month}{RLM}/{at:%Y}، {_twelve(at)} {'ص' if at.hour < 12 else 'م'} - ", 0x660
    ),
    "Persian": lambda at: _digits(f"{at:%Y}/{at.month}/{at.day}،{RLM} {at.hour}:{at:%M} - ", 0x6F0),
    "Hindi": lambda at: _digits(f"{at:%d/%m/%y}, {at:%H:%M} - ", 0x966),
    "iOS English": lambda at: f"[{at:%d/%m/%Y}, {_twelve(at)}:{at:%S}{NNBSP}{at:%p}] ",
    "iOS German": lambda at: f"[{at:%d.%m.%y, %H:%M:%S}] ",
    "iOS Turkish": lambda at: f"[{at:%d.%m.%Y %H:%M:%S}] ",
    "iOS Japanese": lambda at: f"[{at:%Y/%m/%d} {'午前' if at.hour < 12 else '午後'}{at.hour % 12}:{at:%M:%S}] ",
    "iOS Chinese": lambda at: (
        f"[{at:%Y}/{at.month}/{at.day} {'上午' if at.hour < 12 else '下午'}{_twelve(at)}:{at:%S}] "
    ),
    "iOS Arabic": lambda at: (
        f"[{RLM}{at.day}{RLM}/{at.month}{RLM}/{at:%Y}, {_twelve(at)}:{at:%S} {'ص' if at.hour < 12 else 'م'}] "
    ),
}

_names = st.sampled_from(["Ana Ruiz", "Ben", "+49 170 1234567", "ليلى حداد", "田中花子", "Jürgen Groß", "İpek", "נועה"])
_lines = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\u200e\u200f\ufeff<>"), min_size=1
)
_words = st.one_of(
    st.lists(_lines, min_size=1, max_size=3).map("\n".join), st.sampled_from([text[:200] for text in SCRIPTS])
)


def _read(text: str) -> Conversation:
    return finished(whatsapp.read(text), Path("chat.txt"))


@settings(max_examples=10, deadline=None)
@given(
    talk=st.lists(st.tuples(_names, _words, st.integers(0, 100_000)), min_size=2, max_size=6),
    start=st.datetimes(datetime(2015, 1, 1), datetime(2040, 1, 1)),
)
@pytest.mark.parametrize("habit", HABITS)
def test_what_a_phone_writes_reads_back_the_same(habit: str, talk: list[tuple[str, str, int]], start: datetime) -> None:
    """In every habit: the same people, words and times, whatever the script."""
    write, at = HABITS[habit], start.replace(day=13)
    said, text = [], ""
    for name, words, gap in talk:
        at += timedelta(seconds=gap)
        words = "\n".join(line.strip() for line in words.split("\n")).strip()
        if not words or any(whatsapp.head_of(line) for line in words.split("\n")):
            continue
        text += f"{write(at)}{name}: {words}\n"
        said.append((name, words, at.replace(microsecond=0, second=at.second if habit.startswith("iOS") else 0)))
    found = _read(text)
    assert [(post.author, post.text) for post in found.posts] == [(name, words) for name, words, _at in said]
    if any(at.day > 12 for _name, _words, at in said):
        assert [post.at for post in found.posts] == [at for _name, _words, at in said]


@pytest.mark.parametrize("habit", HABITS)
def test_each_habit_is_recognised(habit: str, tmp_path: Path) -> None:
    """The first lines are enough, whatever the language."""
    at, file = datetime(2024, 3, 25, 22, 5, 7), tmp_path / "x"
    write = HABITS[habit]
    file.write_text(f"{write(at)}Ana: one\n{write(at)}Ben: two\nthree\n", encoding="utf-8")
    (conversation,) = read_conversations(file)
    assert (conversation.form, [post.text for post in conversation.said]) == ("whatsapp", ["one", "two\nthree"])
    assert conversation.said[0].at in (at, at.replace(second=0))


def test_nasty_strings_come_through_every_form(tmp_path: Path) -> None:
    """What has broken other programs is words here: in a chat, a table, JSON and mail."""
    nasty = [words for words in NAUGHTY if words.strip() and words.isprintable()]
    file = tmp_path / "x"
    file.write_text("".join(f"[13.03.24, 10:30:15] Ana: x {words}\n" for words in nasty), encoding="utf-8")
    (chat,) = read_conversations(file)
    texts = [post.text for post in chat.posts]
    assert sum(text == f"x {words}".strip() for text, words in zip(texts, nasty, strict=True)) >= len(nasty) - 2
    entries = [{"ts": f"{1_710_000_000 + at}.0", "type": "message", "text": w} for at, w in enumerate(nasty)]
    file.write_text(json.dumps(entries), encoding="utf-8")
    (slack,) = read_conversations(file)
    assert len(slack.posts) + len(slack.skipped) == len(nasty)
    box = mailbox.mbox(tmp_path / "box")
    for words in nasty:
        message = EmailMessage()
        message["From"], message["Message-ID"] = "ana@example.org", f"<{len(box)}@example.org>"
        message.set_content(words, charset="utf-8")
        box.add(message)
    box.close()
    (mails,) = read_conversations(tmp_path / "box")
    assert len(mails.posts) + len(mails.skipped) == len(nasty)


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["", "From a\nX: y\n\n", "[13.03.24, 10:30] A: ", "10:02:03 From A : "])
)
def test_no_bytes_break_the_reader(data: bytes, start: str) -> None:
    """Any bytes are a conversation or a sentence."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x"
        file.write_bytes(start.encode() + data)
        try:
            found = read_conversations(file)
        except FacilitatorError:
            return
        assert all(one.said for one in found)


_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-5, 2_000_000_000), st.sampled_from(["", "x", "Note", "Create", P, TS])
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["id", "x", "type"]), inner)),
    max_leaves=4,
)
_NOTE = ("id", "type", "content", "inReplyTo", "published", "attributedTo", "to", "cc", "summary", "attachment")
_note = st.dictionaries(st.sampled_from(_NOTE), _values)
_activity = st.fixed_dictionaries(
    {"type": st.one_of(st.sampled_from(["Create", "Announce"]), _values), "object": st.one_of(_note, _values)},
    optional={"id": _values, "actor": _values, "published": _values, "to": _values},
)
_MESSAGE = ("ts", "type", "subtype", "user", "text", "thread_ts", "files", "hidden", "username", "user_profile")
_message = st.dictionaries(st.sampled_from(_MESSAGE), _values)


@settings(max_examples=50, deadline=None)
@given(st.lists(_activity, min_size=1, max_size=4), st.lists(_message, min_size=1, max_size=4))
def test_no_json_breaks_the_reader(activities: list[object], messages: list[dict[str, object]]) -> None:
    """Fields of any type, where an export has words: a conversation or a sentence, never a crash."""
    for message in messages:
        message.setdefault("ts", TS)
    for document in ({"type": "OrderedCollection", "orderedItems": activities}, [{"ts": TS, "type": "x"}, *messages]):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "x"
            file.write_text(json.dumps(document), encoding="utf-8")
            try:
                found = read_conversations(file)
            except FacilitatorError:
                continue
            assert all(one.said for one in found)


def test_a_hundred_thousand_lines_take_seconds(tmp_path: Path) -> None:
    """A long chat is read whole, with progress on the way, in a bounded time."""
    file = tmp_path / "long.txt"
    at = datetime(2024, 1, 13)
    lines = (f"{at + timedelta(minutes=n):%d/%m/%Y, %H:%M} - Ana {n % 37}: message {n}\n" for n in range(100_000))
    file.write_text("".join(lines), encoding="utf-8")
    parts: list[float] = []
    begun = time.process_time()
    (conversation,) = read_conversations(file, tick=parts.append)
    assert time.process_time() - begun < 60
    assert len(conversation.posts) == 100_000
    assert len(parts) > 20
    assert parts == sorted(parts)


def test_what_the_tick_raises_ends_the_reading(tmp_path: Path) -> None:
    """Who waits may stop it on the way."""

    class Stop(Exception):
        pass

    def tick(done: float) -> None:
        raise Stop

    file = tmp_path / "long.txt"
    file.write_text("13/01/2024, 10:30 - Ana: again\n" * 5_000, encoding="utf-8")
    with pytest.raises(Stop):
        read_conversations(file, tick=tick)
