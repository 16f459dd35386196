"""The guide's advice in words, in the reader's language."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import write_mo

from facilitator import words
from facilitator.advice import answer_word, aside_line, because_line, change_line, reasons, watch_line, worded
from facilitator.catalogue import built_in
from facilitator.session.guide import Said, Situation, recommend

ROOT = Path(__file__).parent.parent
AT = Situation("perspective", 10, 2, "in_person", minutes=40, access=frozenset({"language"}), prior="new")


def test_advice_is_worded() -> None:
    """Why, what to watch, what would change it, and why not: sentences without the names of the program's values."""
    found = recommend(AT, built_in())
    first = found.ranking[0]
    assert first.id == "think_pair_share"
    assert because_line(first).startswith("Suggested because: purpose fit 2/3, setting fit 3/3")
    assert watch_line(first) == "Watch out for: time uses a fraction of the slot."
    aside = {item.id: aside_line(item) for item in found.set_aside}
    assert aside["demonstration"] == (
        "does not serve this purpose; missing: somebody who can show it "
        "(would change: for another purpose; if there is: somebody who can show it)"
    )
    assert aside["social_thread"].startswith("not workable in one room; missing: a shared page or wall")
    assert "if 2 more came" in aside["fishbowl"]
    anecdote = next(item for item in found.ranking if item.id == "anecdote")
    assert change_line(anecdote, AT).startswith("Would change: with more than 12 people; with less than 40 minutes;")
    assert "access: a second language" in watch_line(anecdote)
    lines = [*aside.values(), *(reasons(item.reasons) for item in found.ranking)]
    assert not any("_" in line or "{" in line for line in lines)


def test_a_word_of_ones_own_stays_as_it_is() -> None:
    """A need that only somebody's own method knows is shown as they wrote it, braces and all."""
    assert (
        worded(Said("missing: {things}", {"things": ("kiln", "{oven}", "pens")})) == "missing: kiln or {oven} or pens"
    )
    assert answer_word("has", "kiln") == "kiln"


def test_advice_follows_the_language(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Criteria, reasons and the answers in them are translated."""
    catalogue = Catalog(locale="de")
    catalogue.add("missing: {things}", "es fehlt: {things}")
    catalogue.add("a screen", "ein Bildschirm")
    catalogue.add("{first} or {second}", "{first} oder {second}")
    catalogue.add("pens", "Stifte")
    out = io.BytesIO()
    write_mo(out, catalogue)
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "facilitator.mo").write_bytes(out.getvalue())
    request.addfinalizer(lambda: words.use_language("en"))
    words.use_language("de", tmp_path)
    said = Said("missing: {things}", {"things": ("screen", "pens")})
    assert worded(said) == "es fehlt: ein Bildschirm oder Stifte"
    assert said.plain() == "missing: screen or pens"


def test_what_the_rule_says_can_be_translated() -> None:
    """The line in babel.cfg finds every sentence of the rule, of the questions and of a method's refusals."""
    line = (ROOT / "babel.cfg").read_text("utf-8").splitlines()[0].split()
    keywords = parse_keywords(["N_", *(line[place + 1] for place, word in enumerate(line) if word == "-k")])
    found = {
        message
        for name in ("guide", "interview", "modalities")
        for _line, message, _notes, _context in extract_from_file(
            "python", ROOT / "facilitator" / "session" / f"{name}.py", keywords=keywords
        )
    }
    recommended = recommend(AT, built_in())
    said = [point.words for item in recommended.ranking for point in item.reasons]
    said += [words for item in recommended.set_aside for gate in item.gates for words in (gate.words, gate.changes)]
    said += [remark.words for remark in recommended.remarks]
    assert {one.message for one in said} <= found
    assert {"somebody who can show it", "“{field}” is wrong: words are needed. Nothing was added."} <= found
