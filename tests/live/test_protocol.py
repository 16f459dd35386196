"""The border: what a phone may say, what is refused while reading, and how words are cleaned."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.live import protocol
from facilitator.live.protocol import LONGEST_MESSAGE, Malformed, clean, clean_name, said, told

DOCS = Path(__file__).resolve().parents[2] / "docs" / "protocol.md"
ID = "0198c7a2-3f6e-7c1d-8a4b-5e9d2c7f1a01"

GOOD: list[dict[str, Any]] = [
    {"t": "since", "n": 12, "waiting": 2},
    {"t": "ping"},
    {"t": "give", "id": ID, "text": "x"},
    {"t": "give", "id": ID, "text": "x", "kind": "idea", "on": ID, "photo": None, "block": ID, "anonymity": "named"},
    {"t": "vote", "id": ID, "ask": ID, "ballot": "a" * 32, "marks": [1, 0, -1]},
    {"t": "outcome", "id": ID, "ask": ID, "ballot": ID, "card": {"items": [{"item": "informed", "now": 3}]}},
    {"t": "hand", "id": ID, "up": True},
    {"t": "leave", "id": ID},
]

BAD: list[Any] = [
    b"", b"{", b"null", b"[]", b"7", b'"give"', b"\xff\xfe", b"{}", b'{"t":"give"}', b"[" * 5000,
    {"t": "nothing"}, {"t": "ping", "more": 1}, {"t": "since", "n": -1}, {"t": "since", "n": "1"},
    {"t": "give", "id": "1", "text": "x"}, {"t": "give", "id": ID + "\n", "text": "x"},
    {"t": "give", "id": ID.upper(), "text": "x"}, {"t": "give", "id": ID, "text": None},
    {"t": "give", "id": ID, "text": "x", "authors": ["somebody"]}, {"t": "give", "id": ID, "text": "x" * 4_001},
    {"t": "give", "id": ID, "text": "x", "anonymity": "loud"}, {"t": "give", "id": ID, "text": "x", "photo": "../x"},
    {"t": "hand", "id": ID, "up": 1}, {"t": "vote", "id": ID, "ask": ID, "ballot": "me", "marks": []},
    {"t": "vote", "id": ID, "ask": ID, "ballot": ID, "marks": [0] * 481},
    {"t": "vote", "id": ID, "ask": ID, "ballot": ID, "marks": [10**9]},
    {"t": "outcome", "id": ID, "ask": ID, "ballot": ID, "card": {"items": [{"item": "love", "now": 3}]}},
    {"t": "outcome", "id": ID, "ask": ID, "ballot": ID, "card": {"items": [{"item": "informed", "now": 5}]}},
    {"t": "hello", "guest": ID}, {"t": "ok", "id": ID, "at": 1},
]  # fmt: skip


@pytest.mark.parametrize("message", GOOD)
def test_every_message_of_a_phone_is_understood(message: dict[str, Any]) -> None:
    """What the protocol has is read, as text and as bytes."""
    assert said(json.dumps(message)) == said(json.dumps(message).encode())


@pytest.mark.parametrize("message", BAD)
def test_anything_else_is_refused_while_reading(message: Any) -> None:
    """Unknown messages, unknown fields, wrong types, ids that are none and long words never reach a rule."""
    with pytest.raises(Malformed):
        said(message if isinstance(message, bytes) else json.dumps(message))


def test_a_message_has_a_longest_size_in_bytes() -> None:
    """Sixteen kibibytes, counted as they come over the wire."""
    wide = json.dumps({"t": "give", "id": ID, "text": "é" * 3_900}, ensure_ascii=False)
    assert said(wide)
    with pytest.raises(Malformed):
        said(wide + " " * LONGEST_MESSAGE)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_do_anything_but_be_refused(data: bytes) -> None:
    """Whatever comes, reading it either gives a message or says that it is none."""
    try:
        found = said(data)
    except Malformed:
        return
    assert type(found).__name__ in {kind.__name__ for kind in protocol.Said.__args__}


@given(
    st.sampled_from(GOOD),
    st.sampled_from(["t", "id", "text", "n", "up", "marks", "card", "ballot", "extra"]),
    JSON,
)
def test_a_message_with_one_field_changed_is_read_or_refused(message: dict[str, Any], key: str, value: Any) -> None:
    """A field of another type or size never raises anything else."""
    try:
        said(json.dumps({**message, key: value}))
    except Malformed:
        return
    assert key != "extra"


@given(st.text(max_size=200))
def test_clean_words_hold_nothing_that_is_no_word(text: str) -> None:
    """No control characters but line breaks, nothing that turns the line, composed, and clean again is the same."""
    found = clean(text)
    assert clean(found) == found
    assert unicodedata.is_normalized("NFC", found)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") and char != "\n" for char in found)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ufeff]", found)
    assert "\n" not in clean_name(text)
    found.encode()


def test_words_of_every_script_stay() -> None:
    """Joiners, marks of direction, emoji and combining letters are words and stay."""
    for words in ("می‌خواهم", "👩\u200d⚕️", "שלום\u200f", "ก็", "e\u0301"):
        assert clean(words) == unicodedata.normalize("NFC", words)
    assert clean("a\u202eb\x00c\r\nd\te\u2028f") == "abc\nd e\nf"
    assert clean_name("  Ana \n María\u202e ") == "Ana María"


def _examples() -> list[dict[str, Any]]:
    text = DOCS.read_text("utf-8")
    blocks = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    return [json.loads(line) for block in blocks for line in block.splitlines() if line.startswith('{"t"')]


def test_the_documentation_shows_every_message_as_it_is() -> None:
    """Every message of the code has an example in docs/protocol.md, and every example is one of the code's."""
    to_phone = {
        kind.__struct_config__.tag: kind for kind in protocol.Told.__subclasses__() if kind.__struct_config__.tag
    }
    from_phone = {kind.__struct_config__.tag: kind for kind in protocol.Said.__args__}
    seen: set[object] = set()
    for example in _examples():
        seen.add(example["t"])
        if example["t"] in from_phone:
            said(json.dumps(example))
        else:
            kind = to_phone[example["t"]]
            value = protocol.msgspec.convert(example, kind)
            assert json.loads(told(value)) == example
    assert seen == set(to_phone) | set(from_phone)
