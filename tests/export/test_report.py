"""The report as a document: what is in it, whose names, and what is left out."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from facilitator.export.document import (
    BalanceFigure,
    ChainFigure,
    Document,
    Entry,
    Fields,
    Measures,
    MixFigure,
    OpenList,
    Paragraph,
    Quote,
    Run,
    ShiftFigure,
    Table,
    plain,
)
from facilitator.export.options import Options
from facilitator.export.report import build
from facilitator.session.agenda import WITHOUT_NAMES, AddBlock
from facilitator.session.agreements import MakeAgreement
from facilitator.session.contributions import (
    GiveContribution,
    HideContribution,
    WithdrawContribution,
)
from facilitator.session.outcomes import RateOutcome
from facilitator.session.people import JoinPerson
from facilitator.session.privacy import Audience, Names
from facilitator.session.state import SessionState
from facilitator.session.themes import NameTheme, PlantCard
from tests.export.making import made, meeting, night_handover

GOLDEN = Path(__file__).parent / "golden" / "night-handover.txt"


def report(state: SessionState, **options: object) -> Document:
    """The document of a session."""
    return build(state, Options(**options))  # type: ignore[arg-type]


def blocks(document: Document, key: str, kind: type) -> list[object]:
    """The blocks of one kind in one section."""
    section = next(part for part in document.sections if part.key == key)
    return [block for block in section.blocks if isinstance(block, kind)]


def keys(document: Document) -> list[str]:
    """The sections that are there."""
    return [section.key for section in document.sections]


def strings(value: object) -> list[str]:
    """Every text in a document."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in strings(item)]
    if dataclasses.is_dataclass(value):
        return [text for field in dataclasses.fields(value) for text in strings(getattr(value, field.name))]
    return []


def told(value: object, depth: int = 0) -> list[str]:
    """A document as lines that a person can compare."""
    if isinstance(value, tuple) and value and all(isinstance(item, Run) for item in value):
        return ["  " * depth + "".join(f"[{r.text}]({r.link})" if r.link else r.text for r in value).replace("\n", "⏎")]
    if isinstance(value, tuple):
        return [line for item in value for line in told(item, depth)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        lines = ["  " * depth + type(value).__name__]
        for field in dataclasses.fields(value):
            inner = getattr(value, field.name)
            if inner not in ("", (), None):
                lines += told(inner, depth + 1)
        return lines
    return ["  " * depth + str(value)]


def test_golden_document() -> None:
    """The report of the sample session says exactly what it said before; a change of words is seen and meant."""
    lines = "\n".join(told(report(night_handover(), made_ms=1_773_500_000_000, program_version="1"))) + "\n"
    if not GOLDEN.exists():
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(lines, encoding="utf-8")
        pytest.fail("The golden report was not there and was written anew: read it, and keep it if it is right.")
    assert lines == GOLDEN.read_text(encoding="utf-8")


def test_numbers_of_the_pictures() -> None:
    """The counts in the report are those the sample session was made to show."""
    document = report(night_handover())
    mix = blocks(document, "exchanged", MixFigure)[0]
    assert isinstance(mix, MixFigure)
    assert {kind: times for kind, times, _word in mix.parts} == {
        "idea": 17, "knowledge": 15, "information": 10, "question": 11, "story": 8, "concern": 9, "commitment": 9,
    }  # fmt: skip
    measures = blocks(document, "exchanged", Measures)[0]
    assert isinstance(measures, Measures)
    assert [item.figure for item in measures.items] == ["6 of 11 questions", "25 of 67 cards", "34 of 79 cards"]
    room = blocks(document, "exchanged", BalanceFigure)[0]
    assert isinstance(room, BalanceFigure)
    assert plain(room.words[0]).startswith("Balance 0.61.")
    lists = [block for block in blocks(document, "open", OpenList) if isinstance(block, OpenList)]
    assert [len(block.items) for block in lists] == [5, 4]
    shifts = [block for block in blocks(document, "changed", ShiftFigure) if isinstance(block, ShiftFigure)]
    assert plain(shifts[0].words).startswith("Ten of twelve place themselves higher")
    table = blocks(document, "decided", Table)[0]
    assert isinstance(table, Table)
    assert len(table.rows) == 9
    assert plain(table.rows[-1][2]) == "no date yet"


def test_every_part_that_has_data_is_in_it() -> None:
    """The sample has data for every part; a bare transcript has words, what stays open and the method note."""
    assert keys(report(night_handover())) == [
        "decided", "open", "found", "themes", "sides", "chains", "changed", "exchanged", "spoken", "method",
    ]  # fmt: skip
    assert keys(report(meeting("ES2005a"))) == ["open", "spoken", "method"]
    assert keys(report(made())) == ["open", "method"]


def test_transcript_is_honest() -> None:
    """What was taken in from a file names the file, shows no time nobody knows, and makes no measures of it."""
    document = report(meeting("ES2005a"))
    assert "ES2005a.json" in plain(document.cover.lead)
    entries = [block for block in blocks(document, "spoken", Entry) if isinstance(block, Entry)]
    assert all(not entry.details for entry in entries)
    method = " ".join(strings(document.sections[-1]))
    assert "No measures" in method
    assert "The file says no times." in method


def test_times_of_a_recording() -> None:
    """A turn with a place in the recording shows it; the moment it was taken in is never shown."""
    state = made(GiveContribution(text="Hello", offset_ms=16_000), source="talk.vtt")
    entry = blocks(report(state), "spoken", Entry)[0]
    assert isinstance(entry, Entry)
    assert plain(entry.details) == ", 0:16"


def test_clock_of_the_session() -> None:
    """Times of a session are told by its own clock."""
    state = made(GiveContribution(text="Hello", said_ms=1_783_863_000_000))
    assert any("13:30" in text for text in strings(report(state)))
    elsewhere = dataclasses.replace(state.about, zone="Asia/Kolkata")
    state.about = elsewhere
    assert any("19:00" in text for text in strings(report(state)))


@pytest.mark.parametrize("names", [Names.INITIALS, Names.NONE])
def test_names_go_from_everywhere(names: Names) -> None:
    """Without full names nobody's stands anywhere but in what people said themselves."""
    state = night_handover()
    document = report(state, names=names)
    said = {given.text for given in state.contributions.by_id.values()}
    written = [text for text in strings(document) if text not in said]
    for person in state.people.by_id.values():
        for name in (person.name, *person.also):
            assert not any(name in text for text in written), name
    assert ("ZA" in " ".join(written)) is (names is Names.INITIALS)


def test_who_did_not_agree_is_a_participant() -> None:
    """Two people of the sample did not agree to be named: their names are in no text of ours, the rest are named."""
    state = night_handover()
    texts = strings(report(state))
    assert not any("Carmen Ruiz" in text or "Lotte" in text for text in texts)
    assert any("a participant" in text for text in texts)
    assert any("Zeynep Arslan" in text for text in texts)
    inside = strings(report(state, audience=Audience.FACILITATOR))
    assert any("Carmen Ruiz" in text for text in inside)


def test_agreement_decides_over_names() -> None:
    """Under the Chatham House Rule nobody is named outside the room, whatever was asked for."""
    state = made(
        JoinPerson(person="ann", name="Ann Example"),
        MakeAgreement(rule="chatham_house"),
        GiveContribution(text="Something", authors=("ann",)),
    )
    assert not any("Ann" in text for text in strings(report(state, names=Names.FULL)))
    assert any("Ann" in text for text in strings(report(state, audience=Audience.FACILITATOR)))


def test_researchers_get_no_names() -> None:
    """The researcher's edition is without names unless they were asked for."""
    state = night_handover()
    assert not any("Zeynep Arslan" in text for text in strings(report(state, audience=Audience.RESEARCH)))
    named = strings(report(state, audience=Audience.RESEARCH, names=Names.FULL))
    assert any("Zeynep Arslan" in text for text in named)


def test_nameless_activity() -> None:
    """What was given where nobody is named stands without a name, although the words do."""
    state = made(
        JoinPerson(person="ann", name="Ann Example"),
        AddBlock(block="b", title="In writing", anonymity=WITHOUT_NAMES, minutes=5),
        GiveContribution(text="A quiet word", authors=("ann",), activity="b", kind="concern"),
    )
    document = report(state)
    entry = blocks(document, "spoken", Entry)[0]
    assert isinstance(entry, Entry)
    assert entry.who == "without a name"


def test_what_may_not_leave_is_left_out_and_said() -> None:
    """Withdrawn, hidden and unreleased words are in no part; the method note counts them."""
    state = made(
        GiveContribution(id="a", text="taken back"),
        WithdrawContribution(contribution="a"),
        GiveContribution(id="b", text="hidden from sight"),
        HideContribution(contribution="b"),
        GiveContribution(id="c", text="not released", consent="no"),
        GiveContribution(id="d", text="my own reflection", kind="reflection"),
        GiveContribution(id="e", text="stands", kind="idea"),
    )
    document = report(state)
    texts = " ".join(strings(document))
    assert "stands" in texts
    for gone in ("taken back", "hidden from sight", "not released", "my own reflection"):
        assert gone not in texts.replace("taken back by whoever", "").replace("not released, or meant", "")
    note = next(block for block in document.sections[-1].blocks if isinstance(block, Fields))
    left_out = plain(dict(note.rows)["Left out"])
    assert left_out.startswith("Three contributions stand in the record and not here")
    assert "One was taken back" in left_out


def test_paraphrase_is_never_a_quotation() -> None:
    """Words released for paraphrase stand among what was said and in no quotation."""
    state = made(
        NameTheme(theme="t", name="A bed"),
        GiveContribution(id="a", text="only in other words", consent="paraphrase", kind="story"),
        PlantCard(contribution="a", theme="t"),
        GiveContribution(id="b", text="may be quoted", kind="story"),
        PlantCard(contribution="b", theme="t"),
    )
    document = report(state)
    themes = next(section for section in document.sections if section.key == "themes")
    assert "may be quoted" in strings(themes)
    assert "only in other words" not in strings(themes)
    assert any("not quoted" in text for text in strings(themes))
    assert "only in other words" in strings(next(s for s in document.sections if s.key == "spoken"))


def test_card_in_several_themes_stands_in_each() -> None:
    """A contribution planted in two themes is quoted in both."""
    state = made(
        NameTheme(theme="t", name="One"),
        NameTheme(theme="u", name="Other"),
        GiveContribution(id="a", text="in both", kind="idea"),
        PlantCard(contribution="a", theme="t"),
        PlantCard(contribution="a", theme="u"),
    )
    themes = next(section for section in report(state).sections if section.key == "themes")
    assert strings(themes).count("in both") == 2


def test_few_answers_show_no_numbers() -> None:
    """Four answers give quotations and nothing else; five give the picture."""
    answers = [RateOutcome(item="informed", then=1, now=2, evidence=f"line {place}") for place in range(5)]
    few = report(made(*answers[:4]))
    assert not blocks(few, "changed", ShiftFigure)
    assert len(blocks(few, "changed", Quote)) == 4
    assert blocks(report(made(*answers)), "changed", ShiftFigure)


def test_nothing_open_is_said_in_words() -> None:
    """Where nothing is open, the page says so; where nothing was marked, it does not pretend."""
    settled = report(made(GiveContribution(text="An idea", kind="idea")))
    assert "Nothing was recorded as open" in plain(blocks(settled, "open", Paragraph)[0].words)  # type: ignore[attr-defined]
    unmarked = report(made(GiveContribution(text="A note")))
    assert "cannot say" in plain(blocks(unmarked, "open", Paragraph)[0].words)  # type: ignore[attr-defined]


def test_chain_keeps_the_place_of_what_is_not_printed() -> None:
    """A card of a chain that was not released keeps its place and says so, without words and without a name."""
    chain = blocks(report(night_handover()), "chains", ChainFigure)[1]
    assert isinstance(chain, ChainFigure)
    kept = chain.links[2]
    assert not kept.printed
    assert kept.who == "a participant"
    assert plain(kept.words).startswith("Not printed")


def test_sponsor_gets_decisions_and_what_is_open() -> None:
    """The sponsor's edition ends before people's words, and keeps the method note."""
    assert keys(report(night_handover(), audience=Audience.SPONSOR)) == ["decided", "open", "method"]
