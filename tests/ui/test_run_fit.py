"""The page *Run* with large text and in small windows: nothing is cut, nothing lies over another."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest

from facilitator.session.agenda import AddBlock
from facilitator.session.drift import Drift, Offer
from facilitator.session.people import JoinPerson
from facilitator.session.running import MINUTE
from facilitator.ui.lines import in_two
from facilitator.ui.run.bar import ActivityBar, BarRow
from facilitator.ui.run.columns import AGENDA, BOTH, columns
from facilitator.ui.run.drift_words import drift_words
from facilitator.ui.run.saying import stream_words
from facilitator.ui.widgets.notes_line import LEAST, NotesLine
from tests.ui.test_run import Room, plain

LONG = "What got lost on the way, and who noticed it first of all of us?"


@pytest.fixture
def room(services, theme):
    """A session in our hands."""
    made = Room(services, theme)
    yield made
    made.page.close_session()
    made.page.close()
    made.page.deleteLater()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [957, 1007, 1250, 1370])
@pytest.mark.parametrize("left", [5 * MINUTE, -125 * MINUTE])
def test_the_bar_cuts_nothing(theme, qtbot, scale, width, left):
    """At every size of text and window: every part whole and inside, none over another, the title never nothing."""
    theme.choose("light", scale)
    bar = ActivityBar(theme)
    qtbot.addWidget(bar)
    bar.resize(width, bar.height())
    bar.offer_drawers(agenda=True, stream=True)
    bar.put(BarRow(LONG, "Pairs to plenary", "discussion", f"Next: {LONG}", left, True), "F9")
    bar.show()
    parts = [bar.drawer, bar.title, bar.timer, bar.more, bar.five, bar.pause, bar.next, bar.stream]
    edges = [(part.mapTo(bar, QPoint(0, 0)).x(), part.mapTo(bar, QPoint(part.width(), 0)).x()) for part in parts]
    for (_start, end), (start, _end) in pairwise(edges):
        assert end <= start
    assert edges[-1][1] <= bar.width()
    assert bar.timer.width() >= bar.timer.sizeHint().width(), "no digit is cut"
    assert bar.title.width() >= 80
    for part in parts:
        assert part.height() <= bar.height()


def test_the_timer_is_full_size_where_there_is_room(theme, qtbot):
    """At 100 % in the smallest window nothing has to give way; the figures come back when the room does."""
    bar = ActivityBar(theme)
    qtbot.addWidget(bar)
    bar.resize(1007, bar.height())
    bar.put(BarRow("Talk", "", "discussion", "Next: Tea", 5 * MINUTE, True), "F9")
    bar.show()
    assert bar.timer.sizeHint().width() == bar.timer.wide()
    assert bar.mark.isVisible()
    theme.choose("light", 2.0)
    bar.resize(900, bar.height())
    assert bar.timer.sizeHint().width() < bar.timer.wide()
    assert bar.mark.isHidden()
    bar.resize(2400, bar.height())
    assert bar.timer.sizeHint().width() == bar.timer.wide()
    assert bar.mark.isVisible()


def test_what_comes_next_stands_in_two_lines(theme):
    """Every word of it that two lines hold, broken between words, in scripts without spaces anywhere."""
    font = QFont(theme.font("small", weight=600))
    assert in_two("Next: Coffee", font, 140) == ["Next: Coffee"]
    assert in_two("Next: Three sentences each", font, 120) == ["Next: Three", "sentences each"]
    first, second = in_two(f"Next: {LONG}", font, 140)
    assert second.endswith("…") and f"{first} {second[:-1]}".rstrip() in f"Next: {LONG}"
    first, second = in_two("两个人看同一张纸，而不是各看各的屏幕。", font, 120)
    assert first and "两个人看同一张纸，而不是各看各的屏幕。".startswith(first + second.rstrip("…"))


def test_which_columns_there_are():
    """The stream gives way first, then the agenda; larger text needs wider pages; one drawer is open at a time."""
    both = columns(BOTH, 1.0, agenda_asked=False, stream_asked=False)
    assert (both.agenda, both.stream, both.agenda_drawer, both.stream_drawer) == (True, True, False, False)
    for width, scale in ((1007, 1.0), (1345, 1.5)):
        some = columns(width, scale, agenda_asked=False, stream_asked=False)
        assert (some.agenda, some.stream, some.stream_drawer) == (True, False, True)
        drawn = columns(width, scale, agenda_asked=False, stream_asked=True)
        assert (drawn.agenda, drawn.stream) == (False, True)
    for width, scale in ((AGENDA - 1, 1.0), (1320, 2.0), (957, 2.0)):
        none = columns(width, scale, agenda_asked=False, stream_asked=False)
        assert (none.agenda, none.stream, none.agenda_drawer, none.stream_drawer) == (False, False, True, True)
        assert columns(width, scale, agenda_asked=True, stream_asked=False).agenda


def test_the_head_of_the_stream_counts_what_stands_below_it():
    """After going on, the cards of earlier activities are still there, and are said to be."""
    assert plain(stream_words(13, 13)[0]) == "Stream 13"
    assert plain(stream_words(0, 13)[0]) == "0 here, 13 in all"


@pytest.mark.asyncio
async def test_the_next_activity_begins_with_its_own_count(room):
    """The count is of the running activity as soon as it runs, not at the next card."""
    page = room.plan().show().page
    room.do(JoinPerson(person="ana", name="Ana"))
    room.press("run.next")
    page.to_capture()
    QTest.keyClicks(page.capture.field, "* Ana: bedside")
    QTest.keyClick(page.capture.field, Qt.Key.Key_Return)
    assert page.count.text() == "Stream 1"
    room.press("run.next")
    assert page.count.text() == "0 here, 1 in all"


@pytest.mark.asyncio
async def test_large_text_in_the_smallest_window(room, theme):
    """The whole page at 200 % and 957 × 580: bar, stage, line and status line are inside it and below each other."""
    theme.choose("light", 2.0)
    room.do(AddBlock(block="z", title=LONG, minutes=10, exchange=3, verb="say"))
    page = room.show().page
    for name in ("Priya Raman", "Tomasz Wilk", "Aoife Byrne"):
        room.do(JoinPerson(person=name, name=name))
    page.resize(957, 580)
    room.press("run.next")
    page.where.setText("Room screen on display 2, the wall is hidden")
    page.page_column.activate()
    parts = [page.bar, page.host, page.coach, page.capture, page._status]
    places = [(part.mapTo(page, QPoint(0, 0)).y(), part.mapTo(page, QPoint(0, part.height())).y()) for part in parts]
    for (_top, end), (top, _end) in pairwise(places):
        assert end <= top
    assert places[-1][1] <= page.height()
    assert page.host.height() > 150
    told = [page.phones.button, page.about, page.where, page.saved]
    line = [part for part in told if part.isVisible()]
    for one, other in pairwise(line):
        assert one.geometry().right() < other.geometry().left()
    assert line[-1].geometry().right() <= page._status.width()


@pytest.mark.parametrize(("behind", "late"), [(0, False), (1, False), (2, True), (-3, False)])
def test_one_minute_behind_is_no_warning(behind, late):
    """The colour of a warning is for what is worth a look."""
    assert drift_words(Drift((), behind, Offer())).late is late


@pytest.mark.asyncio
async def test_the_status_line_tells_each_thing_behind_its_icon(room):
    """Who was not heard and what the stage notes; before anything runs, and for a screen reader, plain words."""
    room.do(AddBlock(block="pens", title="Pens", minutes=10, exchange=3, verb="write", modality="pens_first"))
    page = room.show().page
    for name in ("Ana", "Ben"):
        room.do(JoinPerson(person=name, name=name))
    room.press("run.next")
    assert [icon for icon, _words in page.about.notes] == ["mic-off", "pencil"]
    assert plain(page.about.accessibleName()) == "Not heard yet: Ana, Ben  ·  2 still write"
    assert page.about.toolTip()
    assert page.about.sizeHint().width() > 100
    room.press("run.end")
    assert page.about.notes == () and page.about.text().startswith("2 people")


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("width", [30, 120, 600])
def test_notes_are_shortened_and_stay_within(theme, qtbot, qapp, width, mirrored):
    """However little room there is, nothing is painted outside, and something of the first is to be seen."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    line = NotesLine(theme, "", "caption", "text.secondary")
    qtbot.addWidget(line)
    line.tell(
        [("mic-off", "Not heard yet: Ana, Ben"), ("", "read only"), ("lock", "Each brief is for its player alone")]
    )
    line.resize(width, 20)
    painted = line.grab().toImage()
    ground = painted.pixel(width // 2, 0)
    inked = [x for x in range(painted.width()) if any(painted.pixel(x, y) != ground for y in range(painted.height()))]
    assert bool(inked) is (width >= LEAST)
    assert line.toolTip().count("·") == 2
