"""What everybody was asked stands in the report: its counts as far as they may be told, and never who chose what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator import export
from facilitator.export.document import BarFigure, Document, Section, SpreadFigure, plain
from facilitator.export.options import Options
from facilitator.export.report import build
from facilitator.session.agenda import AddBlock
from facilitator.session.asks import (
    CastBallot,
    CloseAsk,
    EnterCounts,
    OpenAsk,
    PutAskAway,
    RemoveAsk,
    ReopenAsk,
    TakeTurn,
)
from facilitator.session.contributions import GiveContribution, WithdrawContribution
from facilitator.session.outcome_card import Rated, give_card
from facilitator.session.people import JoinPerson
from facilitator.session.privacy import Audience, Names
from facilitator.session.rebuild import commands_from_export
from facilitator.session.rules import Command
from facilitator.session.state import SessionState
from tests.export.making import from_commands, made, squeezed

BED, DESK, CARD = "At the bed", "At the desk, reading back", "One card for all"
SCALE = ("not at all", "partly", "fully")
BLOCK = AddBlock(block="b", title="Choosing what to try", minutes=20)
FIGURES = {"dots": (3, 1, 0), "poll": (0, 1, 0), "pulse": (0, 1, 0)}


def ballots(ask: str, *marks: Sequence[int], own: bool = False) -> list[Command]:
    """Each one somebody else's, or the facilitator's own."""
    return [
        CastBallot(ask=ask, ballot=f"{ask}-{'own' if own else 'ballot'}-{place}", marks=tuple(one), own=own)
        for place, one in enumerate(marks)
    ]


def dots(*more: Command, ask: str = "d", options: tuple[str, ...] = (BED, DESK, CARD), **told: Any) -> list[Command]:
    """A dot vote of four people, one of whom gave nothing; ``more`` before it is closed."""
    asked = OpenAsk(ask=ask, form="dots", question="Where do we begin?", options=options, block="b", **told)
    return [
        BLOCK,
        asked,
        *ballots(ask, (0, 1, 2), (1, 0, 2), (0, 1, 1), (0, 0, 0)),
        *more,
        PutAskAway(ask=ask),
    ]


def rating() -> list[Command]:
    """Two options by two criteria, from four people who do not agree."""
    asked = OpenAsk(
        ask="r", form="rating", question="What do they bring?", options=(BED, DESK), block="b",
        criteria=("Does it help?", "Can we start?"), scale=SCALE,
    )  # fmt: skip
    given = ballots("r", (2, 0, 0, 1), (2, 2, 0, 1), (1, 0, -1, 1), (2, 2, 1, 1))
    return [BLOCK, asked, *given, PutAskAway(ask="r")]


def report(state: SessionState, **options: Any) -> Document:
    """The document of a session."""
    return build(state, Options(**options))


def section(state: SessionState, **options: Any) -> Section | None:
    """The part about what everybody was asked, if there is one."""
    return next((part for part in report(state, **options).sections if part.key == "asked"), None)


def bars(state: SessionState, **options: Any) -> list[tuple[str, int]]:
    """Options and counts of the one vote there is."""
    part = section(state, **options)
    assert part is not None
    (figure,) = [block for block in part.blocks if isinstance(block, BarFigure)]
    return [(plain(bar.words), bar.count) for bar in figure.bars]


def markdown(state: SessionState, folder: Path, **options: Any) -> str:
    """The report as Markdown."""
    export.export(state, "md", folder / "r.md", Options(**options))
    return (folder / "r.md").read_text(encoding="utf-8")


def pdf(state: SessionState, folder: Path, **options: Any) -> pypdf.PdfReader:
    """The report as PDF, read again."""
    export.export(state, "pdf", folder / "r.pdf", Options(**options))
    return pypdf.PdfReader(folder / "r.pdf")


def everything(state: SessionState, folder: Path, **options: Any) -> str:
    """All that is in the files of every format."""
    told = [*(page.extract_text() for page in pdf(state, folder, **options).pages), markdown(state, folder, **options)]
    for form in ("csv", "json"):
        export.export(state, form, folder / f"r.{form}", Options(**options))
        told.append((folder / f"r.{form}").read_text(encoding="utf-8"))
    return "\n".join(told)


def test_markdown_tells_a_dot_vote_and_a_poll(tmp_path: Path) -> None:
    """Form, how many answered, activity; the dots with the most first, a poll's answers as asked; blanks are said."""
    poll = OpenAsk(ask="p", form="poll", question="When?", options=("07:00", "07:10"), block="b")
    hands = EnterCounts(ask="p", counts=(3, 8), people=11)
    text = markdown(made(*dots(budget=3, per_option=2), poll, hands, PutAskAway(ask="p")), tmp_path)
    assert "## What everybody was asked" in text
    assert (
        "### Where do we begin?\n\n"
        "Dot vote · 3 dots each, at most 2 on an option. Four answered. In “Choosing what to try”.\n\n"
        "| Options | Dots |\n| --- | --- |\n"
        f"| {CARD} | 5 |\n| {DESK} | 2 |\n| {BED} | 1 |\n\n"
        "One gave nothing to any."
    ) in text
    assert (
        "### When?\n\nPoll. Eleven answered. In “Choosing what to try”.\n\n"
        "| Options | Answers |\n| --- | --- |\n| 07:00 | 3 |\n| 07:10 | 8 |"
    ) in text


def test_markdown_tells_a_rating_as_a_spread(tmp_path: Path) -> None:
    """A table for each criterion with the words of the scale; what lies far apart is said, and no mean is told."""
    text = markdown(made(*rating()), tmp_path)
    assert "### What do they bring?\n\nRating. Four answered. In “Choosing what to try”." in text
    assert (
        "| Does it help? | not at all | partly | fully |\n| --- | --- | --- | --- |\n"
        f"| {BED} | 0 | 1 | 3 |\n| {DESK} | 2 | 1 | 0 |"
    ) in text
    assert (
        "| Can we start? | not at all | partly | fully |\n| --- | --- | --- | --- |\n"
        f"| {BED}<br>(far apart: worth asking why) | 2 | 0 | 2 |\n| {DESK} | 0 | 4 | 0 |"
    ) in text


@pytest.mark.parametrize("paper", export.PAPERS)
def test_pdf_shows_every_figure(paper: str, tmp_path: Path) -> None:
    """On both papers the questions, options and counts are read from the pages in order; the outline leads there."""
    reader = pdf(made(*dots(), *rating()[1:]), tmp_path, paper=paper)
    found = squeezed("".join(page.extract_text() for page in reader.pages))
    assert squeezed(f"Where do we begin? Dot vote · 3 dots each. Four answered. In “{BLOCK.title}”.") in found
    assert squeezed(f"Options Dots {CARD} 5 {DESK} 2 {BED} 1 One gave nothing to any.") in found
    assert squeezed(f"Does it help? not at all partly fully {BED} 0 1 3 {DESK} 2 1 0") in found
    titles = [item["/Title"] for part in reader.outline for item in (part if isinstance(part, list) else [part])]  # type: ignore[index]
    assert {"What everybody was asked", "Where do we begin?", "What do they bring?"} <= set(titles)


def places(reader: pypdf.PdfReader) -> dict[str, float]:
    """Where each piece of text of the pages begins, from the left."""
    found: dict[str, float] = {}

    def visit(text: str, cm: Any, tm: Any, _font: Any, _size: Any) -> None:
        if text.strip():
            found.setdefault(text.strip(), float(cm[4]) + float(tm[4]))

    for page in reader.pages:
        page.extract_text(visitor_text=visit)
    return found


def test_read_from_the_right(tmp_path: Path) -> None:
    """In a report read from the right the counts stand at the left of the options, and a scale begins at the right."""
    state = made(*dots(), *rating()[1:], title="T")
    there, mirrored = places(pdf(state, tmp_path)), places(pdf(state, tmp_path, language="ar"))
    assert there[CARD] < there["5"] and there["not at all"] < there["fully"]
    assert mirrored[CARD] > mirrored["5"] and mirrored["not at all"] > mirrored["fully"]


def test_many_options_reach_over_pages(tmp_path: Path) -> None:
    """Sixty options all stand there, each with its count, and the head of the table stands on every page they reach."""
    options = tuple(f"Way {place:02}" for place in range(60))
    ask = OpenAsk(ask="p", form="poll", question="Which way?", options=options)
    reader = pdf(made(ask, EnterCounts(ask="p", counts=tuple(range(60)), people=1770), PutAskAway(ask="p")), tmp_path)
    pages = [squeezed(page.extract_text()) for page in reader.pages]
    for place, words in enumerate(options):
        assert any(squeezed(f"{words} {place}") in page for page in pages)
    reached = [page for page in pages if "Way" in page.replace("Whichway", "")]
    assert len(reached) > 2 and all("OptionsAnswers" in page for page in reached)


NOTHING: dict[str, list[Command]] = {
    "still open": dots()[:-1],
    "opened again": [*dots(), ReopenAsk(ask="d")],
    "taken back": [*dots(), RemoveAsk(ask="d")],
    "nobody answered": [OpenAsk(ask="d", form="poll", question="Q", options=(BED, DESK)), CloseAsk(ask="d")],
    "a check-in": [
        OpenAsk(ask="d", form="check_in", question="One word?"), TakeTurn(ask="d"), CloseAsk(ask="d"),
    ],
    "outcome cards": [
        OpenAsk(ask="d", form="outcome", question="nights"),
        *(give_card("d", f"v{place}", [Rated("informed", 3, 1)]) for place in range(6)),
        CloseAsk(ask="d"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("why", NOTHING)
@pytest.mark.parametrize("audience", Audience)
def test_what_has_no_counts_is_not_there(why: str, audience: Audience) -> None:
    """Open, taken back, unanswered, spoken, or in a part of its own: nothing of it stands here, whoever reads it."""
    assert section(made(*NOTHING[why]), audience=audience) is None


def pulse(*marks: Sequence[int], own: Sequence[Sequence[int]] = ()) -> SessionState:
    """A session with a closed pulse."""
    ask = OpenAsk(ask="s", form="pulse", question="How easy?", options=("not", "if asked", "easily"))
    return made(ask, *ballots("s", *marks), *ballots("s", *own, own=True), CloseAsk(ask="s"))


def test_a_pulse_of_few_is_not_shown(tmp_path: Path) -> None:
    """Four answers are no spread, also not with one that was left blank and the facilitator's own; five are."""
    four = [(1, 0, 0), (0, 1, 0), (0, 1, 0), (0, 0, 1)]
    few = pulse(*four, (0, 0, 0), own=[(0, 0, 1)])
    assert section(few, audience=Audience.FACILITATOR) is None
    assert "How easy?" not in markdown(few, tmp_path, audience=Audience.FACILITATOR)
    enough = pulse(*four, (0, 0, 1))
    assert bars(enough, audience=Audience.FACILITATOR) == [("not", 1), ("if asked", 2), ("easily", 2)]


def test_a_pulse_is_for_the_facilitator_alone() -> None:
    """However many answered, no other copy has it; and it has nobody's own answer in it that the room's had not."""
    state = pulse(*[(0, 1, 0)] * 6, own=[(1, 0, 0)])
    for audience in Audience:
        assert (section(state, audience=audience) is not None) == (audience is Audience.FACILITATOR)
    assert bars(state, audience=Audience.FACILITATOR) == [("not", 0), ("if asked", 6), ("easily", 0)]


def test_facilitators_own_choice_is_in_their_copy_alone(tmp_path: Path) -> None:
    """The facilitator's dots are in no figure that others read; in their own copy they are, and it says so."""
    state = made(*dots(*ballots("d", (3, 0, 0), own=True)))
    assert bars(state) == [(CARD, 5), (DESK, 2), (BED, 1)]
    assert bars(state, audience=Audience.FACILITATOR) == [(CARD, 5), (BED, 4), (DESK, 2)]
    words = "The facilitator’s own choice is counted in this copy and in no other."
    assert words not in markdown(state, tmp_path)
    assert words in markdown(state, tmp_path, audience=Audience.FACILITATOR)


def test_for_whom_it_is() -> None:
    """Everybody's report and the researcher's have it, after what stays open; the sponsor's page does not."""
    state = made(*dots())
    assert [part.key for part in report(state).sections][:2] == ["open", "asked"]
    assert section(state, audience=Audience.RESEARCH) is not None
    assert section(state, audience=Audience.SPONSOR) is None


@pytest.mark.parametrize("names", [None, Names.NONE])
def test_names_in_what_was_asked(names: Names | None, tmp_path: Path) -> None:
    """Whoever is not to be named is not named in a question, an option or the title of the activity either."""
    ask = OpenAsk(ask="p", form="poll", question="Does Anastasia lead?", options=("Anastasia", "Benedikt"), block="b")
    state = made(
        JoinPerson(person="ann", name="Anastasia", named=False),
        JoinPerson(person="ben", name="Benedikt"),
        AddBlock(block="b", title="What Anastasia said"),
        ask, EnterCounts(ask="p", counts=(1, 2)), PutAskAway(ask="p"),
    )  # fmt: skip
    text = everything(state, tmp_path, names=names)
    assert "Does a participant lead?" in text and "What a participant said" in text
    assert "Anastasia" not in text
    assert ("Benedikt" in text) == (names is None)
    assert "Anastasia" in markdown(state, tmp_path, audience=Audience.FACILITATOR)


def test_an_option_that_may_not_leave_the_room(tmp_path: Path) -> None:
    """Of a card that was not released or was taken back the count stands and no word, in any format."""
    refs = ("one", "two", "three")
    state = made(
        GiveContribution(id="one", text="quite secret words", consent="no"),
        GiveContribution(id="two", text="words of regret"),
        GiveContribution(id="three", text="words that stand"),
        *dots(options=("quite secret words", "words of regret", "words that stand"), refs=refs),
        WithdrawContribution(contribution="two"),
    )
    text = everything(state, tmp_path)
    assert "words that stand" in text
    assert "secret" not in text and "regret" not in text
    assert bars(state) == [
        ("words that stand", 5), ("(taken back)", 2), ("Not printed: the words were not released.", 1),
    ]  # fmt: skip
    assert ("quite secret words", 1) in bars(state, audience=Audience.FACILITATOR)


MARKS = st.lists(st.sampled_from([(0, 1, 2), (1, 0, 0), (3, 0, 0), (0, 0, 0), (1, 1, 1)]), min_size=1, max_size=9)


@settings(max_examples=25, deadline=None)
@given(MARKS, st.randoms(use_true_random=False))
def test_nothing_tells_who_chose(marks: list[tuple[int, ...]], dice: Any) -> None:
    """Whoever gave which ballot, the report is the same: it hangs on the sums alone."""
    people = [JoinPerson(person=f"p{place}", name=f"Person {place}") for place in range(9)]
    other = list(marks)
    dice.shuffle(other)
    ask = OpenAsk(ask="d", form="dots", question="Where?", options=(BED, DESK, CARD))
    first, second = (made(*people, ask, *ballots("d", *one), CloseAsk(ask="d")) for one in (marks, other))
    for audience in (Audience.EVERYONE, Audience.FACILITATOR):
        assert report(first, audience=audience) == report(second, audience=audience)


def test_no_ballot_is_in_any_file(tmp_path: Path) -> None:
    """No id of a ballot and no row of marks stands in what any format holds, for the facilitator neither."""
    text = everything(made(*dots(), *rating()[1:]), tmp_path, audience=Audience.FACILITATOR)
    assert "ballot" not in text.lower()
    assert "marks" not in text


def test_a_session_that_comes_in_again_reports_the_same(tmp_path: Path) -> None:
    """The whole session as JSON holds what the report shows: taken in elsewhere, the part is the same."""
    state = made(*dots(), *rating()[1:])
    export.export(state, "json", tmp_path / "s.json")
    data = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    part = section(from_commands(*commands_from_export(data)))
    assert part is not None and part == section(state)
    assert [type(block) for block in part.blocks[1:]] == [BarFigure, SpreadFigure]
