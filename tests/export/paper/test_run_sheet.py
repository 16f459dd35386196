"""The run sheet: the whole session in the hand, on one page, with nothing on it that only a player may know."""

from __future__ import annotations

import time
from pathlib import Path

import pypdf
import pytest

from facilitator.export import PAPERS
from facilitator.export.document import plain
from facilitator.export.options import Options
from facilitator.export.paper import NothingToPrint, print_sheet
from facilitator.export.paper.run_sheet import RunSheet, run_sheet
from facilitator.export.voice import Voice
from facilitator.session.agenda import AddBlock
from facilitator.session.conversations import BOTH
from facilitator.session.people import JoinPerson
from facilitator.session.planning import DescribePlan
from facilitator.session.privacy import Audience
from facilitator.session.sessions import DescribeSession
from facilitator.session.state import SessionState
from facilitator.settings import LEARNING_STATEMENT
from tests.export.making import made, night_handover
from tests.export.paper.reading import full_plan, pages, placed, printed, sizes, words
from tests.export.test_talk import talk


def sheet(state: SessionState, *last_time: str) -> RunSheet:
    """The run sheet's data."""
    return run_sheet(Voice(state, Options(audience=Audience.FACILITATOR)), last_time)


def test_the_sample_on_its_sheet() -> None:
    """Every word of the picture is in the data: head, purposes, rows with starts, what to prepare, the foot."""
    found = sheet(night_handover())
    assert plain(found.when) == "Thursday 12 March 2026, 13:30 to 16:00, seminar room 2.14, 14 people"
    assert found.leads == "Ines, gardener Sam"
    assert [label for label, _words in found.purposes] == ["Better informed about", "See more widely", "Decide better"]
    (day,) = found.days
    assert [(line.start, line.minutes) for line in day.lines] == [
        ("13:30", "10"), ("13:40", "18"), ("13:58", "25"), ("14:25", "12"), ("14:37", "40"), ("15:17", "20"),
        ("15:37", "13"), ("15:50", "6"),
    ]  # fmt: skip
    coffee, make = day.lines[3], day.lines[5]
    assert (coffee.note, coffee.say, coffee.modality) == ("Fixed time.", "Brought to the room.", "break")
    assert make.groups[0] == ("Card", "Амина, Priya, Lotte, Aoife, Hiroshi")
    assert day.end == "15:56"
    assert plain(day.end_words) == (
        "End. 4 minutes to spare. The draft report goes out tomorrow, corrections until Tuesday."
    )
    assert found.before_title == "Before 13:15"
    assert found.trouble[0] == ("Film fails", "tell it from the stills")
    assert "Marker pens, 9" in found.bring
    assert plain(found.foot) == (
        "Lessons leave, stories stay. Two people are not to be named. No photos of people. We ask again on 9 April."
    )


@pytest.mark.parametrize("paper", PAPERS)
def test_one_page_read_back_in_order(tmp_path: Path, paper: str) -> None:
    """The sample is one page on both papers, and another program reads its rows from the beginning to the end."""
    file = printed(night_handover(), "run-sheet", tmp_path, paper=paper)
    assert len(pypdf.PdfReader(file).pages) == 1
    text, at = words(file), 0
    for part in ("Night handover, Ward 4B", "13:30", "13:58", "14:25", "Fixed time.", "15:17", "Bedside board",
                 "15:56", "Before 13:15", "Bring", "Film fails", "For next time", "Lessons leave"):  # fmt: skip
        at = text.index(part, at)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("count", [3, 8, 12])
def test_up_to_twelve_blocks_are_one_page_in_the_same_letters(tmp_path: Path, paper: str, count: int) -> None:
    """Blocks as the catalogue brings them, with all they want: one page, and no letter smaller than for one block."""
    few = sizes(printed(full_plan(1), "run-sheet", tmp_path, paper=paper, learning=LEARNING_STATEMENT))
    state = full_plan(count)
    file = printed(state, "run-sheet", tmp_path, paper=paper, learning=LEARNING_STATEMENT)
    assert len(pypdf.PdfReader(file).pages) == 1
    assert min(sizes(file)) == min(few) == 9.0
    text = words(file)
    for line in sheet(state).days[0].lines:
        assert line.start in text and line.name in text
        assert " ".join(line.short.split()[:4]) in text
    if count == 12:  # what found no room is counted, not hidden
        assert "more, in the plan" in text


def test_what_is_meant_by_learning_stands_at_the_foot(tmp_path: Path) -> None:
    """The organisation's sentence, or the session's own in its place; none where nothing was agreed on."""
    ours = LEARNING_STATEMENT
    assert f"learning here: “{ours}”" in words(printed(made(title="T"), "run-sheet", tmp_path, learning=ours))
    own = made(DescribeSession(learning="Wir lernen voneinander"), title="T")
    read = words(printed(own, "run-sheet", tmp_path, learning=ours))
    assert "learning here: “Wir lernen voneinander”" in read
    assert ours not in read
    assert "learning here" not in words(printed(made(title="T"), "run-sheet", tmp_path))


def test_more_blocks_flow_with_their_head(tmp_path: Path) -> None:
    """Thirty blocks go over pages: the head of the table again on each, every block there, pages counted."""
    state = full_plan(30)
    file = printed(state, "run-sheet", tmp_path)
    found = pages(file)
    assert len(found) > 1
    text = words(file)
    for line in sheet(state).days[0].lines:
        assert line.name in text
    with_rows = [page for page in found if "09:00" in page or "Say and do" in page]
    assert len(with_rows) >= 2 and all("Say and do" in page for page in with_rows)
    assert f"Run sheet, 2 of {len(found)}" in " ".join(found[1].split())
    assert "more, in the plan" not in text


def test_two_hundred_blocks_are_quick(tmp_path: Path) -> None:
    """A plan of two hundred blocks is on paper in seconds."""
    begun = time.process_time()
    file = printed(full_plan(200), "run-sheet", tmp_path)
    assert time.process_time() - begun < 60
    assert len(pypdf.PdfReader(file).pages) > 10


def test_days_have_their_headings_and_true_times() -> None:
    """Two days over the change of clocks: each day its heading, its starts by the wall, its own end."""
    blocks = [AddBlock(block=f"b{day}", title=f"Talk {day}", minutes=90, day=day) for day in (1, 2)]
    plan = DescribePlan(date="2026-03-28", days=2, time="01:30", minutes=120, zone="Europe/Vienna")
    first, second = sheet(made(plan, *blocks)).days
    assert (first.title, second.title) == ("Day 1, Saturday 28 March 2026", "Day 2, Sunday 29 March 2026")
    assert (first.lines[0].start, first.end) == ("01:30", "03:00")
    assert (second.lines[0].start, second.end) == ("01:30", "04:00")
    assert plain(first.end_words) == plain(second.end_words) == "End. 30 minutes to spare."


def test_a_plan_spread_over_days_has_dates() -> None:
    """Blocks that last days begin at dates, and nothing is said of minutes."""
    blocks = [AddBlock(block=f"b{n}", title=f"Step {n}", minutes=3 * 1440) for n in (1, 2)]
    found = sheet(made(DescribePlan(date="2026-03-09", days=12, setting="async"), *blocks))
    assert plain(found.when) == "9 to 20 March 2026"
    assert [(line.start, line.minutes) for line in found.days[0].lines] == [
        ("9 March", "3 days"),
        ("12 March", "3 days"),
    ]
    assert (found.length_head, found.before_title) == ("Length", "Before")


def test_without_date_time_or_blocks(tmp_path: Path) -> None:
    """What is not planned yet is not invented: times count from nought, and an empty plan is a sheet to write on."""
    found = sheet(made(AddBlock(block="b", title="One", minutes=75), AddBlock(block="c", title="Two", minutes=5)))
    assert [line.start for line in found.days[0].lines] == ["+0:00", "+1:15"]
    assert plain(found.when) == ""
    assert "For next time" in words(printed(made(title="Nothing yet"), "run-sheet", tmp_path))


def test_what_runs_over_is_said() -> None:
    """A block that runs into a locked start, and a day that is too long, are words on the sheet."""
    state = made(
        DescribePlan(date="2026-03-12", time="09:00", minutes=60),
        AddBlock(block="a", title="A", minutes=40),
        AddBlock(block="b", title="B", minutes=50, fixed="09:30"),
    )
    (day,) = sheet(state).days
    assert day.lines[1].note == "10 minutes too late. Fixed time."
    assert plain(day.end_words) == "End. 20 minutes too long."


def test_what_is_open_from_last_time(tmp_path: Path) -> None:
    """Lines about the last session of the series stand above the agenda; without them nothing is said of it."""
    file = printed(night_handover(), "run-sheet", tmp_path, last_time=("Ben: the list", "Who decides?"))
    text = words(file)
    assert text.index("Still open from last time") < text.index("Ben: the list") < text.index("13:30 10")
    assert "last time" not in words(printed(night_handover(), "run-sheet", tmp_path))


def test_a_list_whose_last_line_is_the_longest(tmp_path: Path) -> None:
    """What to do before may end in more words than all that stand before it: the sheet is made, nothing uncounted."""
    tasks = (*(f"Task {number}" for number in range(8)), "Ask them. " * 300 + "Done")
    state = made(AddBlock(block="b0", title="Walk", minutes=30, modality="discussion", prepare=tasks))
    said = words(printed(state, "run-sheet", tmp_path))
    assert "Task 0 and 8 more, in the plan" in said
    many = [AddBlock(block=f"b{n}", title="Walk", minutes=5, modality="discussion", prepare=tasks) for n in range(40)]
    assert "Task 7 " in words(printed(made(*many), "run-sheet", tmp_path))


def test_no_brief_is_on_it(tmp_path: Path) -> None:
    """What only a player knows is not on the facilitator's own paper either, which lies about on tables."""
    text = words(printed(night_handover(), "run-sheet", tmp_path))
    assert "insulin" not in text and "shaky" not in text


def test_a_long_title_shows_what_stands_before_its_colon(tmp_path: Path) -> None:
    """A title too long for two lines is shown by its name; one that fits is shown whole."""
    state = made(
        AddBlock(block="a", title="Check-in: one word from last night, or from the night before it, each", minutes=5),
        AddBlock(block="b", title="Tea: short", minutes=5),
    )
    text = words(printed(state, "run-sheet", tmp_path))
    assert "Check-in" in text and "night before" not in text and "Tea: short" in text


def test_mirrored_for_those_who_read_from_the_right(tmp_path: Path) -> None:
    """In a language read from the right the starts stand at the right edge and the real times at the left."""
    for tag, right in (("en", False), ("ar", True)):
        file = printed(night_handover(), "run-sheet", tmp_path, language=tag)
        starts = [x for text, x, _y, _size in placed(file) if text.strip().startswith("13:58")]
        assert starts and all((x > 400) is right for x in starts), (tag, starts)


def test_a_talk_has_no_sheet(tmp_path: Path) -> None:
    """A logged talk is refused in a sentence, whoever may see it, and no file appears."""
    for visible in ("me", BOTH, "garden"):
        with pytest.raises(NothingToPrint, match="needs no sheets"):
            print_sheet(talk(visible), "run-sheet", tmp_path / "t.pdf")
    assert list(tmp_path.iterdir()) == []


def test_many_names_wrap(tmp_path: Path) -> None:
    """Long lists of those who lead leave the title its room."""
    people = [JoinPerson(person=f"p{n}", name=f"Leading Person{n}", roles=("facilitator",)) for n in range(12)]
    file = printed(made(*people, title="A title of some length, over two lines perhaps"), "run-sheet", tmp_path)
    width = float(pypdf.PdfReader(file).pages[0].mediabox.width)
    assert all(0 < x < width for _text, x, _y, _size in placed(file))
