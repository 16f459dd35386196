"""Markdown: people's words are found word for word and never become markup."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator import export
from facilitator.export.escape import closed, inline, lines
from facilitator.session.state import SessionState
from tests.export.making import giving, meeting, naughty, night_handover, squeezed


def text(state: SessionState, folder: Path) -> str:
    """The whole file."""
    export.export(state, "md", folder / "t.md")
    return (folder / "t.md").read_text(encoding="utf-8")


def unescaped(markdown: str) -> str:
    """What a reader of Markdown shows of quoted lines."""
    plain = re.sub(r"\\\n> ", "\n", markdown)
    plain = re.sub(r"(?<!\\)&#(32|9);", lambda found: chr(int(found[1])), plain)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", plain)


def test_every_turn_with_its_speaker(tmp_path: Path) -> None:
    """Every turn of a real meeting stands behind its speaker, word for word."""
    state = meeting("Bro008")
    found = squeezed(unescaped(text(state, tmp_path)))
    for one in state.contributions.by_id.values():
        assert squeezed(f"**{state.people[one.authors[0]].name}**>{one.text}") in found


def test_plain_search_finds_ordinary_sentences(tmp_path: Path) -> None:
    """What people usually say is not escaped at all."""
    found = text(night_handover(), tmp_path)
    for sentence in (
        "At 07:10 the beds are sorted and the phones are quieter. Begin there, at bed 1.",
        "“Fine.” I said it at seven this morning, and heard myself say it.",
        "Одна карточка у кровати вместо двух записей.",
    ):
        assert sentence in found


@pytest.mark.parametrize(
    ("given_text", "written"),
    [
        ("# not a heading", r"\# not a heading"),
        ("- no list", r"\- no list"),
        ("+ no list", r"\+ no list"),
        ("1. no list", r"1\. no list"),
        ("> no quote", r"\> no quote"),
        ("*not* _set_ in_the_middle", r"\*not\* \_set\_ in_the_middle"),
        ("<script>alert(1)</script>", r"\<script>alert(1)\</script>"),
        ("a < b & c", "a < b & c"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("[x](javascript:alert(1))", r"[x\](javascript:alert(1))"),
        ("[laugh] well", "[laugh] well"),
        ("[a]: http://x", r"[a\]: http://x"),
        ("`code`", r"\`code\`"),
        ("===", r"\==="),
        ("---", r"\---"),
        ("| a | b |", r"\| a | b |"),
        ("    code", "&#32;   code"),
        ("\tcode", "&#9;code"),
        ("it's 5 - 3, isn't it?", "it's 5 - 3, isn't it?"),
        ("#tag stays", "#tag stays"),
    ],
)
def test_what_is_escaped(given_text: str, written: str) -> None:
    """Each thing that would become markup is escaped, and nothing beside it."""
    assert lines(given_text) == [written]


def test_line_ends_are_kept() -> None:
    """Every kind of line end becomes a line; nothing runs on."""
    assert lines("a\nb\r\nc\rd\u2028e\x85f") == list("abcdef")
    assert inline("a\n  b") == "a b"


def test_direction_marks_are_closed() -> None:
    """Marks that turn the direction end with their line, and isolates too."""
    assert closed("\u202eabc") == "\u202eabc\u202c"
    assert closed("\u2066a\u202bb") == "\u2066a\u202bb\u202c\u2069"
    assert closed("\u202aa\u202c") == "\u202aa\u202c"


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co", "Cf")), max_size=60))
def test_unescaping_gives_the_words_back(words: str) -> None:
    """Whatever was said, reading the line as Markdown gives it back."""
    assert unescaped(lines(words)[0]) == words


def test_naughty_strings_do_no_harm(tmp_path: Path) -> None:
    """No tag, no link and no control of anybody's reaches the file as such."""
    found = text(giving(naughty()), tmp_path)
    ours = re.sub(r'<a id="[a-z0-9-]+"></a>', "", found)
    assert not re.search(r"(?<!\\)<[A-Za-z/!?]", ours)
    assert not re.search(r"(?<!\\)\]\((?!#)", ours)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", found)
